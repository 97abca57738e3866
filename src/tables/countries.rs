//! Countries and territories: codes, printed names, names met in texts, adjectives.
//!
//! Codes are ISO 3166-1 alpha-2, XK, ISO 3166-2 ("GB-SCT") and ISO 3166-3 ("SUHH"). Look-ups by code
//! and by name search sorted tables; nothing is built at the start.

use std::sync::OnceLock;

use crate::tables::fold::words;
use crate::tables::{folded, folded_table, row, rows_from};

pub(crate) const COUNTRIES: &str = include_str!("countries.tsv");
/// Every name in every language: folded, code, as written.
const NAMES: &str = folded_table!("names-of-countries");
const DEMONYMS: &str = folded_table!("demonyms");
pub(crate) const CONTESTED: &str = include_str!("contested.tsv");
pub(crate) const SUBDIVISIONS: &str = include_str!("subdivisions.tsv");
pub(crate) const UN_ORDER: &str = include_str!("un-order.tsv");
pub(crate) const ARTICLES: &str = include_str!("articles.tsv");
pub(crate) const NOT_COUNTRIES: &str = include_str!("not-countries.tsv");

/// Languages of the columns behind the code in `countries.tsv`.
pub const LANGUAGES: [&str; 6] = ["en", "fa", "fr", "es", "de", "ar"];

/// Whether a code is known, in upper case.
pub fn is_code(code: &str) -> bool {
    self::code(code).is_some()
}

/// The tables' own text of a code that is known, in upper case.
pub fn code(code: &str) -> Option<&'static str> {
    let row = row(COUNTRIES, code).or_else(|| row(SUBDIVISIONS, code))?;
    row.split('\t').next()
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
    let mut best: Option<(usize, Named)> = None;
    let mut unique = true;
    let near = near_names();
    let from = near.partition_point(|near| near.length + 2 < length);
    for near in &near[from..] {
        if near.length > length + 2 {
            break;
        }
        let allowed = if length.min(near.length) >= 9 { 2 } else { 1 };
        if near.length.abs_diff(length) > allowed
            || (near.letters ^ mask).count_ones() > 2 * allowed as u32
        {
            continue;
        }
        // A doubling in the wrong place is one slip, though two edits: "Morroco".
        let doubling = squeezed(key).eq(squeezed(near.folded));
        let distance = if doubling {
            1
        } else {
            strsim::osa_distance(key, near.folded)
        };
        if distance > allowed {
            continue;
        }
        match best {
            Some((least, other))
                if distance > least || (distance == least && other.code == near.named.code) => {}
            Some((least, _)) if distance == least => unique = false,
            _ => (best, unique) = (Some((distance, near.named)), true),
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
#[derive(Debug, Clone, Copy)]
pub struct Named {
    pub code: &'static str,
    /// As the table writes it.
    pub name: &'static str,
}

fn named(table: &'static str, key: &str) -> Option<Named> {
    folded(table, key).map(|(code, name)| Named { code, name })
}

/// Finds a country by its folded words, see [`words`].
pub fn find_folded(key: &str) -> Option<Named> {
    named(NAMES, key)
}

/// Finds an adjective by its folded words.
pub fn demonym_folded(key: &str) -> Option<Named> {
    named(DEMONYMS, key)
}

/// Whether some name of a country starts with this folded word.
pub fn starts_name(word: &str) -> bool {
    starts(NAMES, word)
}

/// Whether some adjective of a country starts with this folded word: "south african".
pub fn starts_demonym(word: &str) -> bool {
    starts(DEMONYMS, word)
}

/// Whether a phrase that only looks like a country starts with this folded word.
pub fn starts_no_country(word: &str) -> bool {
    starts(NOT_COUNTRIES, word)
}

fn starts(table: &'static str, word: &str) -> bool {
    // A space sorts before every letter: keys that go on after the word follow it at once.
    let first = rows_from(table, word)
        .next()
        .and_then(|row| row.strip_prefix(word));
    !word.is_empty() && first.is_some_and(|rest| rest.is_empty() || rest.starts_with(['\t', ' ']))
}

/// Whether a folded name is so short that only capitals tell it from a word.
pub fn is_short(folded: &str) -> bool {
    folded.len() <= 3 && folded.is_ascii()
}

/// A name with what rules it out fast.
struct Near {
    named: Named,
    folded: &'static str,
    /// In code points.
    length: usize,
    /// One bit for each kind of letter.
    letters: u32,
}

/// The names long enough for near look-ups, short ones first. Built only where a name isn't exact.
fn near_names() -> &'static [Near] {
    static NEAR: OnceLock<Vec<Near>> = OnceLock::new();
    NEAR.get_or_init(|| {
        let near = |row: &'static str| {
            let (folded, rest) = row.split_once('\t')?;
            let (code, name) = rest.split_once('\t')?;
            let named = Named { code, name };
            (folded.len() >= 4).then(|| Near {
                named,
                folded,
                length: folded.chars().count(),
                letters: letters(folded),
            })
        };
        let mut all: Vec<Near> = NAMES.lines().filter_map(near).collect();
        all.sort_by_key(|near| near.length);
        all
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
    use crate::tables::{pairs, rows};
    use std::collections::BTreeMap;

    #[test]
    fn tables_are_sorted_unique_and_have_valid_codes() {
        for (table, text) in [
            ("countries", COUNTRIES),
            ("country-names", include_str!("country-names.tsv")),
            ("demonyms", include_str!("demonyms.tsv")),
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
        for (name, code) in
            pairs(include_str!("country-names.tsv")).chain(pairs(include_str!("demonyms.tsv")))
        {
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
        for text in [
            include_str!("country-names.tsv"),
            include_str!("demonyms.tsv"),
        ] {
            let mut seen = BTreeMap::new();
            for (name, code) in pairs(text) {
                let other = seen.insert(words(name), code).unwrap_or(code);
                assert_eq!(other, code, "{name}");
            }
        }
        for (name, code) in pairs(include_str!("country-names.tsv")) {
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
