//! Ids of entries: short, lower-case, made once and never changed.

/// The longest id that is made, in bytes.
const LONGEST: usize = 60;

/// An id for a new entry: its acronym, else its name, as a slug of a–z, 0–9 and hyphens, with `-2`, `-3` …
/// where `taken` says so. Never empty.
pub fn id(name: &str, acronym: Option<&str>, taken: &dyn Fn(&str) -> bool) -> String {
    let candidates = acronym.map(slug).into_iter().chain([slug(name)]);
    let base = candidates
        .into_iter()
        .find(|slug| !slug.is_empty())
        .unwrap_or_else(|| "signatory".into());
    if !taken(&base) {
        return base;
    }
    (2u32..)
        .map(|number| format!("{base}-{number}"))
        .find(|id| !taken(id))
        .expect("a roster has fewer than 2^32 entries")
}

/// A text in ASCII, lower case, its words joined by hyphens; empty where nothing can be spelt.
pub fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in any_ascii::any_ascii(text).chars() {
        match c {
            _ if c.is_ascii_alphanumeric() => out.push(c.to_ascii_lowercase()),
            // Apostrophes and the stops of acronyms join: "Workers’" is workers, "K.K.E." is kke.
            '\'' | '`' | '"' | '.' => {}
            _ if !out.is_empty() && !out.ends_with('-') => out.push('-'),
            _ => {}
        }
    }
    if out.len() > LONGEST {
        let cut = out[..=LONGEST].rfind('-').unwrap_or(LONGEST);
        out.truncate(cut);
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_slugs() {
        let free = |_: &str| false;
        for (name, acronym, wanted) in [
            ("AKEL", None, "akel"),
            (
                "Communist Party of Turkey",
                None,
                "communist-party-of-turkey",
            ),
            ("World Federation of Democratic Youth", Some("WFDY"), "wfdy"),
            ("People’s Party", None, "peoples-party"),
            ("Türkiye Komünist Partisi", None, "turkiye-komunist-partisi"),
            ("…", None, "signatory"),
            ("Foo", Some("?"), "foo"),
        ] {
            assert_eq!(id(name, acronym, &free), wanted);
        }
        for name in ["حزب توده ایران", "国际特赦组织", "Партия", "👩"] {
            let id = id(name, None, &free);
            assert!(
                !id.is_empty()
                    && id
                        .bytes()
                        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{id}"
            );
        }
        assert!(id(&"word ".repeat(100), None, &free).len() <= LONGEST);
        assert!(id(&"w".repeat(100), None, &free).len() <= LONGEST);
    }

    #[test]
    fn clashes_count_up() {
        assert_eq!(
            id("AKEL", None, &|id| ["akel", "akel-2"].contains(&id)),
            "akel-3"
        );
    }
}
