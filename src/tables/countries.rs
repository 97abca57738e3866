//! Countries and territories: codes, printed names, names met in texts, adjectives.
//!
//! Codes are ISO 3166-1 alpha-2, XK, ISO 3166-2 ("GB-SCT") and ISO 3166-3 ("SUHH"). Look-ups by code
//! and by name search sorted tables; nothing is built at the start.

use std::hash::{Hash, Hasher};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use crate::tables::fold::words;
use crate::tables::{Table, folded_table};

pub(crate) static COUNTRIES: Table = Table::new(include_str!("countries.tsv"));
/// Every name in every language: folded, code, as written.
static NAMES: Table = folded_table!("names-of-countries");
static DEMONYMS: Table = folded_table!("demonyms");
pub(crate) static CONTESTED: Table = Table::new(include_str!("contested.tsv"));
pub(crate) static SUBDIVISIONS: Table = Table::new(include_str!("subdivisions.tsv"));
pub(crate) static UN_ORDER: Table = Table::new(include_str!("un-order.tsv"));
pub(crate) static ARTICLES: Table = Table::new(include_str!("articles.tsv"));
pub(crate) static NOT_COUNTRIES: Table = Table::new(include_str!("not-countries.tsv"));

/// Languages of the columns behind the code in `countries.tsv`.
pub const LANGUAGES: [&str; 6] = ["en", "fa", "fr", "es", "de", "ar"];

/// Whether a code is known, in upper case.
pub fn is_code(code: &str) -> bool {
    self::code(code).is_some()
}

/// The tables' own text of a code that is known, in upper case.
pub fn code(code: &str) -> Option<&'static str> {
    let row = COUNTRIES.row(code).or_else(|| SUBDIVISIONS.row(code))?;
    row.split('\t').next()
}

/// The printed name of a known code; English where the language has no column, and a subdivision's
/// own name. An unknown code has the empty name.
pub fn name(code: &str, lang: &str) -> &'static str {
    let primary = lang.split('-').next().unwrap_or(lang);
    if let Some(row) = COUNTRIES.row(code) {
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
    SUBDIVISIONS
        .row(code)
        .and_then(|row| row.split('\t').nth(1))
        .map_or("", first_form)
}

/// A name without the form in another language that ISO puts behind it: "Catalunya [Cataluña]".
fn first_form(name: &'static str) -> &'static str {
    name.split(" [").next().unwrap_or(name)
}

/// The name by which the United Nations order their members, in English.
pub fn un_name(code: &str) -> Option<&'static str> {
    UN_ORDER.row(code)?.split('\t').nth(1)
}

/// The names that a contested country or territory goes by, joined by " | ".
pub fn contested(code: &str) -> Option<&'static str> {
    CONTESTED.row(code)?.split('\t').nth(1)
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
    let mut best: Option<(usize, Named)> = None;
    let mut unique = true;
    for near in candidates(key, length) {
        let allowed = if length.min(near.length) >= LONG {
            2
        } else {
            1
        };
        if near.length.abs_diff(length) > allowed {
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
    ARTICLES.row(&words(english)).is_some()
}

/// Whether the words are a place or phrase that only looks like a country: "New Mexico", "Granada".
pub fn is_no_country(folded: &str) -> bool {
    NOT_COUNTRIES.row(folded).is_some()
}

/// A name of a country in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    pub code: &'static str,
    /// As the table writes it.
    pub name: &'static str,
}

fn named(table: &'static Table, key: &str) -> Option<Named> {
    table.folded(key).map(|(code, name)| Named { code, name })
}

/// Finds a country by its folded words, see [`words`].
pub fn find_folded(key: &str) -> Option<Named> {
    named(&NAMES, key)
}

/// Finds an adjective by its folded words.
pub fn demonym_folded(key: &str) -> Option<Named> {
    named(&DEMONYMS, key)
}

/// Whether some name of a country starts with this folded word.
pub fn starts_name(word: &str) -> bool {
    NAMES.starts(word)
}

/// Whether some name of a country holds this folded word: "zealand".
pub fn is_in_name(word: &str) -> bool {
    static WORDS: OnceLock<FxHashSet<&'static str>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        let names = NAMES.pairs().map(|(folded, _)| folded);
        names.flat_map(|name| name.split(' ')).collect()
    });
    words.contains(word)
}

/// Whether some adjective of a country starts with this folded word: "south african".
pub fn starts_demonym(word: &str) -> bool {
    DEMONYMS.starts(word)
}

/// Whether a phrase that only looks like a country starts with this folded word.
pub fn starts_no_country(word: &str) -> bool {
    NOT_COUNTRIES.starts(word)
}

/// Whether a folded name is so short that only capitals tell it from a word.
pub fn is_short(folded: &str) -> bool {
    folded.len() <= 3 && folded.is_ascii()
}

/// From so many letters on two edits are one slip.
const LONG: usize = 9;

/// A name long enough for near look-ups.
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
        let mut all: Vec<Near> = NAMES.rows().filter_map(near).collect();
        all.sort_by_key(|near| near.length);
        all
    })
}

/// Look-ups from which on the index pays: building it costs about as much.
const MANY: u32 = 20_000;

/// Names that may be within two edits of a text, in the order of [`near_names`]. The first look-ups go
/// through all of them; a roster that asks more often gets an index.
fn candidates(key: &str, length: usize) -> Vec<&'static Near> {
    static ASKED: AtomicU32 = AtomicU32::new(0);
    static REST: OnceLock<FxHashMap<u64, Vec<u16>>> = OnceLock::new();
    let all = near_names();
    if REST.get().is_none() && ASKED.fetch_add(1, Ordering::Relaxed) < MANY {
        let mask = letters(key);
        let from = all.partition_point(|near| near.length + 2 < length);
        let likely = |near: &&Near| {
            let allowed = if length.min(near.length) >= LONG {
                2
            } else {
                1
            };
            (near.letters ^ mask).count_ones() <= 2 * allowed
        };
        return all[from..]
            .iter()
            .take_while(|near| near.length <= length + 2)
            .filter(likely)
            .collect();
    }
    // Two texts within two edits have a rest in common after taking up to two letters out of each.
    let rests = REST.get_or_init(|| {
        let mut rests: FxHashMap<u64, Vec<u16>> = FxHashMap::default();
        for (at, near) in all.iter().enumerate() {
            for rest in rests_of(near.folded) {
                let at = u16::try_from(at).expect("fewer than 65,536 names");
                rests.entry(rest).or_default().push(at);
            }
        }
        rests
    });
    let mut found: Vec<u16> = rests_of(key)
        .into_iter()
        .filter_map(|rest| rests.get(&rest))
        .flatten()
        .copied()
        .collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().map(|at| &all[usize::from(at)]).collect()
}

/// Hashes of a text without up to one letter, of a long one up to two, and of it without doublings.
fn rests_of(text: &str) -> Vec<u64> {
    let letters: Vec<char> = text.chars().collect();
    let hash = |without: [usize; 2]| {
        let mut hasher = FxHasher::default();
        for (at, letter) in letters.iter().enumerate() {
            if !without.contains(&at) {
                letter.hash(&mut hasher);
            }
        }
        hasher.finish()
    };
    let mut doubled = FxHasher::default();
    "doubled".hash(&mut doubled);
    squeezed(text).for_each(|letter| letter.hash(&mut doubled));
    let none = letters.len();
    let mut rests = vec![doubled.finish(), hash([none, none])];
    for first in 0..none {
        rests.push(hash([first, none]));
        if none >= LONG {
            rests.extend((first + 1..none).map(|second| hash([first, second])));
        }
    }
    rests.sort_unstable();
    rests.dedup();
    rests
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
    use crate::tables::pairs;
    use std::collections::BTreeMap;

    #[test]
    fn tables_are_sorted_unique_and_have_valid_codes() {
        for (table, text) in [
            ("countries", COUNTRIES.text),
            ("country-names", include_str!("country-names.tsv")),
            ("demonyms", include_str!("demonyms.tsv")),
            ("contested", CONTESTED.text),
            ("subdivisions", SUBDIVISIONS.text),
            ("un-order", UN_ORDER.text),
            ("articles", ARTICLES.text),
            ("not-countries", NOT_COUNTRIES.text),
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
        for (code, _) in CONTESTED.pairs().chain(UN_ORDER.pairs()) {
            assert!(is_code(code), "{code}");
        }
        for row in COUNTRIES.rows() {
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
    fn the_index_of_near_names_finds_what_a_search_finds() {
        let misspelt = [
            "Morroco",
            "Phillipines",
            "Turkiey",
            "Nambia",
            "Granada",
            "Peace",
            "Grmany",
            "Bulgraia",
            "Lebannon",
            "Swizterland",
            "Belbor",
            "Guyanna",
            "Kazakstan",
            "Zimbabwee",
            "United Kindgom",
            "Grece",
            "Malin",
        ];
        let before = misspelt.map(find_near);
        for _ in 0..MANY {
            candidates("x", 1);
        }
        assert_eq!(misspelt.map(find_near), before);
    }

    #[test]
    fn demonyms_are_found() {
        assert_eq!(demonym("Hungarian"), Some("HU"));
        assert_eq!(demonym("italienische"), Some("IT"));
        assert_eq!(demonym("American"), None);
    }
}
