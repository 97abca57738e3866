//! Countries and territories: codes, printed names, names met in texts, adjectives.
//!
//! Codes are ISO 3166-1 alpha-2, XK, ISO 3166-2 ("GB-SCT") and ISO 3166-3 ("SUHH"). Look-ups by code
//! search the sorted text; look-ups by name build a map on first use.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use crate::tables::fold::words;
use crate::tables::{pairs, row, rows};

pub(crate) const COUNTRIES: &str = include_str!("countries.tsv");
pub(crate) const NAMES: &str = include_str!("country-names.tsv");
pub(crate) const DEMONYMS: &str = include_str!("demonyms.tsv");
pub(crate) const CONTESTED: &str = include_str!("contested.tsv");
pub(crate) const SUBDIVISIONS: &str = include_str!("subdivisions.tsv");
pub(crate) const UN_ORDER: &str = include_str!("un-order.tsv");
pub(crate) const ARTICLES: &str = include_str!("articles.tsv");
pub(crate) const NOT_COUNTRIES: &str = include_str!("not-countries.tsv");

/// Languages of the columns behind the code in `countries.tsv`.
const LANGUAGES: [&str; 6] = ["en", "fa", "fr", "es", "de", "ar"];

/// Whether a code is known, in upper case.
pub fn is_code(code: &str) -> bool {
    row(COUNTRIES, code).is_some() || row(SUBDIVISIONS, code).is_some()
}

/// The printed name of a known code; English where the language has no column, and a subdivision's
/// own name. An unknown code has the empty name.
pub fn name(code: &str, lang: &str) -> &'static str {
    let primary = lang.split('-').next().unwrap_or(lang);
    if let Some(row) = row(COUNTRIES, code) {
        let column = LANGUAGES
            .iter()
            .position(|&known| known == primary)
            .unwrap_or(0);
        let english = row.split('\t').nth(1).unwrap_or("");
        return row
            .split('\t')
            .nth(column + 1)
            .filter(|name| !name.is_empty())
            .unwrap_or(english);
    }
    row(SUBDIVISIONS, code)
        .and_then(|row| row.split('\t').nth(1))
        .map_or("", first_form)
}

/// A name without the form in another language that ISO puts behind it: "Catalunya [Cataluña]".
fn first_form(name: &'static str) -> &'static str {
    name.split(" [").next().unwrap_or(name)
}

/// The name by which the United Nations order their members, in English.
pub fn un_name(code: &str) -> Option<&'static str> {
    row(UN_ORDER, code)?.split('\t').nth(1)
}

/// The names that a contested country or territory goes by, joined by " | ".
pub fn contested(code: &str) -> Option<&'static str> {
    row(CONTESTED, code)?.split('\t').nth(1)
}

/// The code of a country by any name in the tables, in any language, compared folded.
///
/// Names of up to three Latin letters count only in capitals: "US", never "us".
pub fn find(text: &str) -> Option<&'static str> {
    let key = words(text);
    let named = find_folded(&key).or_else(|| find_folded(key.strip_prefix("the ")?))?;
    (!is_short(&key) || text.chars().all(|c| !c.is_lowercase())).then_some(named.code)
}

/// The code and the table's spelling of a country whose name is nearest to a text: within one edit,
/// two from nine letters, and no other country as near. None for a name that is exact.
pub fn find_near(text: &str) -> Option<(&'static str, &'static str)> {
    let key = words(text);
    let key = key.strip_prefix("the ").unwrap_or(&key);
    let length = key.chars().count();
    if !(5..=40).contains(&length) || find_folded(key).is_some() || is_no_country(key) {
        return None;
    }
    let mask = letters(key);
    let mut best: Option<(usize, &'static Named)> = None;
    let mut unique = true;
    for (named, folded) in &index().near {
        let allowed = if length.min(named.length) >= 9 { 2 } else { 1 };
        if named.length.abs_diff(length) > allowed
            || (named.letters ^ mask).count_ones() > 2 * allowed as u32
        {
            continue;
        }
        // A doubling in the wrong place is one slip, though two edits: "Morroco".
        let doubling = squeezed(key).eq(squeezed(folded));
        let distance = if doubling {
            1
        } else {
            strsim::osa_distance(key, folded)
        };
        if distance > allowed {
            continue;
        }
        match best {
            Some((least, other))
                if distance > least || (distance == least && other.code == named.code) => {}
            Some((least, _)) if distance == least => unique = false,
            _ => (best, unique) = (Some((distance, named)), true),
        }
    }
    let (_, named) = best.filter(|_| unique)?;
    Some((named.code, named.name))
}

/// The country of an adjective or of a word for inhabitants, compared folded.
pub fn demonym(word: &str) -> Option<&'static str> {
    demonym_folded(&words(word)).map(|named| named.code)
}

/// Whether print puts an article before an English name: "the Russian Federation".
pub fn takes_article(english: &str) -> bool {
    row(ARTICLES, &words(english)).is_some()
}

/// Whether the words are a place or phrase that only looks like a country: "New Mexico", "Granada".
pub fn is_no_country(folded: &str) -> bool {
    row(NOT_COUNTRIES, folded).is_some()
}

/// A name of a country in a table.
#[derive(Debug)]
pub struct Named {
    pub code: &'static str,
    /// As the table writes it.
    pub name: &'static str,
    /// Of the folded name, in code points.
    length: usize,
    /// One bit for each kind of letter in the folded name.
    letters: u32,
}

impl Named {
    fn new(code: &'static str, name: &'static str, folded: &str) -> Self {
        Named {
            code,
            name,
            length: folded.chars().count(),
            letters: letters(folded),
        }
    }
}

/// Finds a country by its folded words, see [`words`].
pub fn find_folded(key: &str) -> Option<&'static Named> {
    index().by_name.get(key)
}

/// Finds an adjective by its folded words.
pub fn demonym_folded(key: &str) -> Option<&'static Named> {
    static DEMONYM: OnceLock<HashMap<String, Named>> = OnceLock::new();
    let all = DEMONYM.get_or_init(|| {
        pairs(DEMONYMS)
            .map(|(word, code)| {
                let folded = words(word);
                let named = Named::new(code, word, &folded);
                (folded, named)
            })
            .collect()
    });
    all.get(key)
}

/// Whether some name of a country starts with this folded word.
pub fn starts_name(word: &str) -> bool {
    index().first_words.contains(word)
}

/// Whether a folded name is so short that only capitals tell it from a word.
pub fn is_short(folded: &str) -> bool {
    folded.len() <= 3 && folded.is_ascii()
}

struct Index {
    by_name: HashMap<String, Named>,
    first_words: HashSet<String>,
    /// The names long enough for near look-ups, in a fixed order.
    near: Vec<(Named, String)>,
}

fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| {
        let mut by_name = HashMap::new();
        let mut near = Vec::new();
        let printed = rows(COUNTRIES).flat_map(|row| {
            let code = row.split('\t').next().unwrap_or("");
            row.split('\t').skip(1).map(move |name| (name, code))
        });
        for (name, code) in printed.chain(pairs(NAMES)) {
            let folded = words(name);
            if folded.is_empty() || by_name.contains_key(&folded) {
                continue;
            }
            if folded.len() >= 4 {
                near.push((Named::new(code, name, &folded), folded.clone()));
            }
            let named = Named::new(code, name, &folded);
            by_name.insert(folded, named);
        }
        let first_words = by_name
            .keys()
            .filter_map(|name| name.split(' ').next())
            .map(str::to_owned)
            .collect();
        Index {
            by_name,
            first_words,
            near,
        }
    })
}

/// A text with doubled letters made single.
fn squeezed(text: &str) -> impl Iterator<Item = char> {
    let mut last = None;
    text.chars().filter(move |&c| last.replace(c) != Some(c))
}

/// A set of letters, 32 classes of them: enough to rule out most names without comparing.
fn letters(text: &str) -> u32 {
    text.chars().fold(0, |mask, c| mask | 1 << (c as u32 % 32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn tables_are_sorted_unique_and_have_valid_codes() {
        for (table, text) in [
            ("countries", COUNTRIES),
            ("country-names", NAMES),
            ("demonyms", DEMONYMS),
            ("contested", CONTESTED),
            ("subdivisions", SUBDIVISIONS),
            ("un-order", UN_ORDER),
            ("articles", ARTICLES),
            ("not-countries", NOT_COUNTRIES),
        ] {
            assert!(text.starts_with('#'), "{table} has no header");
            let keys: Vec<_> = pairs(text).map(|(key, _)| key).collect();
            for pair in keys.windows(2) {
                assert!(pair[0] < pair[1], "{table}: {} before {}", pair[0], pair[1]);
            }
        }
        for (name, code) in pairs(NAMES).chain(pairs(DEMONYMS)) {
            assert!(is_code(code), "{name}: {code}");
        }
        for (code, _) in pairs(CONTESTED).chain(pairs(UN_ORDER)) {
            assert!(is_code(code), "{code}");
        }
        for row in rows(COUNTRIES) {
            assert_eq!(
                row.split('\t').filter(|field| !field.is_empty()).count(),
                7,
                "{row}"
            );
        }
    }

    #[test]
    fn no_name_has_two_countries() {
        for text in [NAMES, DEMONYMS] {
            let mut seen = BTreeMap::new();
            for (name, code) in pairs(text) {
                let other = seen.insert(words(name), code).unwrap_or(code);
                assert_eq!(other, code, "{name}");
            }
        }
        for (name, code) in pairs(NAMES) {
            assert_eq!(
                find_folded(&words(name)).map(|named| named.code),
                Some(code),
                "{name}"
            );
        }
    }

    #[test]
    fn codes_have_names() {
        assert_eq!(name("GR", "en"), "Greece");
        assert_eq!(name("GR", "de-AT"), "Griechenland");
        assert_eq!(name("GR", "fi"), "Greece");
        assert_eq!(name("GB-SCT", "en"), "Scotland");
        assert_eq!(name("ES-CT", "en"), "Catalunya");
        assert_eq!(name("QQ", "en"), "");
        assert!(
            is_code("XK") && is_code("SUHH") && is_code("ES-CT") && !is_code("gr") && !is_code("")
        );
        assert!(contested("PS").is_some() && contested("GR").is_none());
        assert_eq!(un_name("BO"), Some("Bolivia (Plurinational State of)"));
    }

    #[test]
    fn names_are_found_in_any_language() {
        for (text, code) in [
            ("greece", "GR"),
            ("the Netherlands", "NL"),
            ("Deutschland", "DE"),
            ("COTE D’IVOIRE", "CI"),
            ("US", "US"),
            ("U.K.", "GB"),
            ("ایران", "IR"),
            ("Греция", "GR"),
        ] {
            assert_eq!(find(text), Some(code), "{text}");
        }
        for text in ["us", "uk", "Us", "", "Party", "new mexico"] {
            assert_eq!(find(text), None, "{text}");
        }
    }

    #[test]
    fn near_names_are_found_when_unique() {
        assert_eq!(find_near("Morroco"), Some(("MA", "Morocco")));
        assert_eq!(
            find_near("Grece")
                .or(find("Grece").map(|code| (code, "")))
                .unwrap()
                .0,
            "GR"
        );
        assert_eq!(find_near("Phillipines"), Some(("PH", "Philippines")));
        assert_eq!(find_near("Turkiey").map(|near| near.0), Some("TR"));
        for text in [
            "Morocco",
            "Nambia",
            "Granada",
            "Peace",
            "Chain",
            "Iran",
            "Mars",
            "Australasia",
            "",
        ] {
            assert_eq!(find_near(text), None, "{text}");
        }
    }

    #[test]
    fn demonyms_are_found() {
        assert_eq!(demonym("Hungarian"), Some("HU"));
        assert_eq!(demonym("italienische"), Some("IT"));
        assert_eq!(demonym("American"), None);
    }
}
