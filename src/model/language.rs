//! Languages of editions: BCP 47 tags, of which language, script and region matter here.

use std::fmt;

use icu_locale::LanguageIdentifier;

/// A well-formed BCP 47 tag in its usual spelling: `en`, `fa`, `pt-BR`, `zh-Hant`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Language {
    tag: String,
    /// Length of the primary subtag, in bytes.
    primary: usize,
}

impl Language {
    /// Reads a tag; `_` counts as `-`. None where it isn't well-formed, or says `und`.
    pub fn parse(tag: &str) -> Option<Self> {
        let id: LanguageIdentifier = tag.trim().replace('_', "-").parse().ok()?;
        let primary = id.language.as_str().len();
        (id.language.as_str() != "und").then(|| Language {
            tag: id.to_string(),
            primary,
        })
    }

    pub fn english() -> Self {
        Language {
            tag: "en".into(),
            primary: 2,
        }
    }

    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The language alone: `pt` of `pt-BR`.
    pub fn primary(&self) -> &str {
        &self.tag[..self.primary]
    }

    /// The region, upper-case, if the tag names one.
    pub fn region(&self) -> Option<&str> {
        self.tag[self.primary..].split('-').find(|part| {
            (part.len() == 2 && part.bytes().all(|b| b.is_ascii_uppercase()))
                || (part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit()))
        })
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.tag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_in_their_usual_spelling() {
        let tag = Language::parse("PT_br").unwrap();
        assert_eq!(
            (tag.tag(), tag.primary(), tag.region()),
            ("pt-BR", "pt", Some("BR"))
        );
        assert_eq!(Language::parse("zh-hant").unwrap().region(), None);
        for wrong in ["", "und", "klingon language", "e"] {
            assert_eq!(Language::parse(wrong), None, "{wrong}");
        }
    }
}
