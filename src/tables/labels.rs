//! Label tables: what stands around a statement in each language ("Signed by", "Date" …).

use std::collections::HashMap;
use std::sync::OnceLock;

use icu_plurals::{PluralCategory, PluralRules};

use crate::tables::rows;

/// The labels of one language.
pub struct Labels {
    /// The primary language subtag.
    pub lang: &'static str,
    values: HashMap<&'static str, &'static str>,
}

const TABLES: [(&str, &str); 6] = [
    ("ar", include_str!("labels/ar.txt")),
    ("de", include_str!("labels/de.txt")),
    ("en", include_str!("labels/en.txt")),
    ("es", include_str!("labels/es.txt")),
    ("fa", include_str!("labels/fa.txt")),
    ("fr", include_str!("labels/fr.txt")),
];

/// The languages that have labels.
pub fn languages() -> impl Iterator<Item = &'static str> {
    TABLES.iter().map(|(lang, _)| *lang)
}

/// The labels of a language, by its primary subtag.
pub fn labels(lang: &str) -> Option<&'static Labels> {
    static ALL: [OnceLock<Labels>; TABLES.len()] = [const { OnceLock::new() }; TABLES.len()];
    let index = TABLES.iter().position(|(name, _)| *name == lang)?;
    let (lang, text) = TABLES[index];
    Some(ALL[index].get_or_init(|| {
        let values = rows(text)
            .filter_map(|row| row.split_once('='))
            .map(|(key, value)| (key.trim(), unquoted(value.trim())))
            .collect();
        Labels { lang, values }
    }))
}

/// A value in double quotes keeps the spaces at its ends.
fn unquoted(value: &'static str) -> &'static str {
    value
        .strip_prefix('"')
        .and_then(|value| value.strip_suffix('"'))
        .unwrap_or(value)
}

impl Labels {
    /// The label of that name, if the table has one.
    pub fn find(&self, key: &str) -> Option<&'static str> {
        self.values.get(key).copied()
    }

    /// The label of that name; every table has the same ones.
    pub fn get(&self, key: &str) -> &'static str {
        self.find(key)
            .unwrap_or_else(|| panic!("the label tables have a row `{key}`: a test compares them"))
    }

    /// The label with its {places} filled.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.get(key), values)
    }

    /// The form of a label that goes with a number, by the language's plural rules (CLDR).
    pub fn plural(&self, key: &str, n: usize) -> &'static str {
        let locale = self
            .lang
            .parse::<icu_locale::Locale>()
            .expect("the tables are named by language tags");
        let rules = PluralRules::try_new_cardinal(locale.into())
            .expect("ICU's compiled data has these languages");
        let category = match rules.category_for(n) {
            PluralCategory::Zero => "zero",
            PluralCategory::One => "one",
            PluralCategory::Two => "two",
            PluralCategory::Few => "few",
            PluralCategory::Many => "many",
            PluralCategory::Other => "other",
        };
        self.find(&format!("{key}.{category}"))
            .unwrap_or_else(|| self.get(&format!("{key}.other")))
    }

    /// The ten digits of the language.
    pub fn digits(&self) -> [char; 10] {
        let mut digits = ['0'; 10];
        for (digit, c) in digits.iter_mut().zip(self.get("digits").chars()) {
            *digit = c;
        }
        digits
    }
}

/// Puts values into the {places} of a pattern. Unknown places stay as they are.
pub fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        let value = rest.find('}').and_then(|close| {
            let (_, value) = values.iter().find(|(name, _)| *name == &rest[1..close])?;
            Some((close, value))
        });
        match value {
            Some((close, value)) => {
                out.push_str(value);
                rest = &rest[close + 1..];
            }
            None => {
                out.push('{');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_tables_have_the_same_labels() {
        let keys = |lang: &str| {
            let mut keys: Vec<&str> = labels(lang)
                .unwrap()
                .values
                .keys()
                .map(|key| plain(key))
                .collect();
            keys.sort_unstable();
            keys.dedup();
            keys
        };
        for lang in languages() {
            assert_eq!(keys(lang), keys("en"), "{lang}");
        }
    }

    /// A key without its plural category.
    fn plain(key: &'static str) -> &'static str {
        let (stem, last) = key.rsplit_once('.').unwrap_or((key, ""));
        if ["zero", "one", "two", "few", "many", "other"].contains(&last) {
            stem
        } else {
            key
        }
    }

    #[test]
    fn labels_keep_the_places_of_the_english_ones() {
        for lang in languages() {
            let table = labels(lang).unwrap();
            assert!(table.get("digits").chars().count() == 10, "{lang}");
            for key in [
                "as-of",
                "and.two",
                "signed-by",
                "list-at",
                "embargo",
                "folio",
                "date",
                "line",
            ] {
                let places = |text: &str| text.matches('{').count();
                assert_eq!(
                    places(table.get(key)),
                    places(labels("en").unwrap().get(key)),
                    "{lang} {key}"
                );
            }
        }
    }

    #[test]
    fn patterns_are_filled() {
        assert_eq!(
            fill("{a} and {b} {c}", &[("a", "{b}"), ("b", "2")]),
            "{b} and 2 {c}"
        );
    }
}
