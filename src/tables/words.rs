//! Words that tell what a line is about: kinds, titles, roles, given names, headings, small words.
//!
//! Every look-up takes folded words, see [`crate::tables::fold::words`], unless it says otherwise,
//! and builds its map on first use.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use crate::tables::fold::words;
use crate::tables::pairs;

pub(crate) const KINDS: &str = include_str!("kinds.tsv");
pub(crate) const HONORIFICS: &str = include_str!("honorifics.tsv");
pub(crate) const ROLES: &str = include_str!("roles.tsv");
pub(crate) const PARTICLES: &str = include_str!("particles.tsv");
pub(crate) const HEADINGS: &str = include_str!("headings.tsv");
pub(crate) const GIVEN_NAMES: &str = include_str!("given-names.tsv");
pub(crate) const ORGANISATION_WORDS: &str = include_str!("organisation-words.tsv");
pub(crate) const LEGAL_FORMS: &str = include_str!("legal-forms.tsv");
pub(crate) const ABBREVIATIONS: &str = include_str!("abbreviations.tsv");
pub(crate) const STOP_WORDS: &str = include_str!("acronym-stop-words.tsv");
pub(crate) const FUNCTION_WORDS: &str = include_str!("function-words.tsv");
pub(crate) const PREPOSITIONS: &str = include_str!("prepositions.tsv");
pub(crate) const CONJUNCTIONS: &str = include_str!("conjunctions.tsv");
pub(crate) const QUALIFIERS: &str = include_str!("qualifiers.tsv");
pub(crate) const MONTHS: &str = include_str!("months.tsv");
pub(crate) const TITLE_WORDS: &str = include_str!("title-words.tsv");
pub(crate) const CONTACT_LABELS: &str = include_str!("contact-labels.tsv");
pub(crate) const SIGN_OFFS: &str = include_str!("sign-offs.tsv");

/// Where a title stands in a person's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Honorific {
    Before,
    After,
    /// Either: "Sr." of a señor or of a senior.
    Both,
}

/// Whether a particle counts when names are sorted by family name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Particle {
    /// It belongs to the sort key: "Van Dyke" under V.
    Sort,
    /// The name is sorted under the next word: "von Berg" under B.
    Skip,
}

/// What a heading announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heading {
    Signatories,
    Organisations,
    People,
}

/// What a small word says about the country behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preposition {
    Of,
    In,
    Article,
    /// What follows is a subject, not a seat.
    For,
}

/// What a word before contact data or a number announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactLabel {
    Telephone,
    Address,
    /// A number that is no telephone's: an ISBN, a local.
    Other,
}

/// A map from folded words to a table's second column, built once.
macro_rules! map {
    ($text:expr) => {{
        static MAP: OnceLock<HashMap<String, &'static str>> = OnceLock::new();
        MAP.get_or_init(|| {
            pairs($text)
                .map(|(key, value)| (words(key), value))
                .collect()
        })
    }};
}

/// A set of folded words, built once.
macro_rules! set {
    ($text:expr) => {{
        static SET: OnceLock<HashSet<String>> = OnceLock::new();
        SET.get_or_init(|| pairs($text).map(|(key, _)| words(key)).collect())
    }};
}

/// The kind of organisation that a word or phrase tells: party, union, ngo …
pub fn kind(phrase: &str) -> Option<&'static str> {
    map!(KINDS).get(phrase).copied()
}

/// A title or degree; `word` may be written in any way.
pub fn honorific(word: &str) -> Option<Honorific> {
    static MAP: OnceLock<HashMap<String, Honorific>> = OnceLock::new();
    let map = MAP.get_or_init(|| {
        let mut map = HashMap::new();
        for (key, what) in pairs(HONORIFICS) {
            let place = if what == "after" {
                Honorific::After
            } else {
                Honorific::Before
            };
            map.entry(words(key))
                .and_modify(|other| {
                    if *other != place {
                        *other = Honorific::Both
                    }
                })
                .or_insert(place);
        }
        map
    });
    map.get(&words(word)).copied()
}

pub fn is_role(phrase: &str) -> bool {
    set!(ROLES).contains(phrase)
}

/// A particle of a family name, lower case, as written but for accents.
pub fn particle(word: &str) -> Option<Particle> {
    let what = map!(PARTICLES).get(words(word).as_str())?;
    Some(if *what == "skip" {
        Particle::Skip
    } else {
        Particle::Sort
    })
}

/// What a line that stands alone announces.
pub fn heading(phrase: &str) -> Option<Heading> {
    match *map!(HEADINGS).get(phrase)? {
        "organisations" => Some(Heading::Organisations),
        "people" => Some(Heading::People),
        _ => Some(Heading::Signatories),
    }
}

/// A hint only: some given names are words or places too.
pub fn is_given_name(word: &str) -> bool {
    set!(GIVEN_NAMES).contains(word)
}

/// The languages in whose names of organisations a word stands; none for a word not known.
pub fn organisation_languages(word: &str) -> &'static [&'static str] {
    organisation_map().get(word).map_or(&[], Vec::as_slice)
}

pub fn is_organisation_word(word: &str) -> bool {
    organisation_map().contains_key(word)
}

/// The folded words of names of organisations that start with a letter, sorted.
pub fn organisation_words(first: char) -> &'static [&'static str] {
    static SORTED: OnceLock<Vec<&'static str>> = OnceLock::new();
    let sorted = SORTED.get_or_init(|| {
        let mut sorted: Vec<&str> = organisation_map().keys().map(String::as_str).collect();
        sorted.sort_unstable();
        sorted
    });
    let start = sorted.partition_point(|word| word.chars().next() < Some(first));
    let end = sorted.partition_point(|word| word.chars().next() <= Some(first));
    &sorted[start..end]
}

fn organisation_map() -> &'static HashMap<String, Vec<&'static str>> {
    static MAP: OnceLock<HashMap<String, Vec<&'static str>>> = OnceLock::new();
    MAP.get_or_init(|| {
        let mut map: HashMap<String, Vec<&'static str>> = HashMap::new();
        for (word, lang) in pairs(ORGANISATION_WORDS) {
            map.entry(words(word)).or_default().push(lang);
        }
        map
    })
}

/// Whether a text is a legal form, as written: "Ltd.", "e. V.".
pub fn is_legal_form(form: &str) -> bool {
    crate::tables::row(LEGAL_FORMS, form.trim()).is_some()
}

/// Whether the initials of a name skip this word.
pub fn is_stop_word(word: &str) -> bool {
    set!(STOP_WORDS).contains(word)
}

/// Whether a word with its full stop is an abbreviation that ends no sentence.
pub fn is_abbreviation(word: &str) -> bool {
    crate::tables::row(ABBREVIATIONS, word).is_some()
}

/// The languages in which a word is among the commonest, joined by spaces, and whether it hardly
/// stands in names.
pub fn function_word(word: &str) -> Option<(&'static str, bool)> {
    static MAP: OnceLock<HashMap<String, (&'static str, bool)>> = OnceLock::new();
    let map = MAP.get_or_init(|| {
        crate::tables::rows(FUNCTION_WORDS)
            .filter_map(|row| {
                let mut fields = row.split('\t');
                Some((
                    words(fields.next()?),
                    (fields.next()?, fields.next() == Some("prose")),
                ))
            })
            .collect()
    });
    map.get(word).copied()
}

/// What a small word before a country says.
pub fn preposition(word: &str) -> Option<Preposition> {
    Some(match *map!(PREPOSITIONS).get(word)? {
        "of" => Preposition::Of,
        "in" => Preposition::In,
        "article" => Preposition::Article,
        _ => Preposition::For,
    })
}

pub fn is_conjunction(word: &str) -> bool {
    set!(CONJUNCTIONS).contains(word)
}

/// Whether a word in brackets tells one wing of an organisation from another, or a legal form.
pub fn is_qualifier(word: &str) -> bool {
    set!(QUALIFIERS).contains(word)
}

/// What a word announces; it is compared folded, without its stop.
pub fn contact_label(word: &str) -> Option<ContactLabel> {
    let (_, what) = crate::tables::row(CONTACT_LABELS, word)?.split_once('\t')?;
    Some(match what {
        "telephone" => ContactLabel::Telephone,
        "address" => ContactLabel::Address,
        _ => ContactLabel::Other,
    })
}

/// The number of a month, from 1.
pub fn month(word: &str) -> Option<u32> {
    map!(MONTHS).get(word)?.parse().ok()
}

/// Whether a word says that the line it stands in is a title.
pub fn is_title_word(word: &str) -> bool {
    set!(TITLE_WORDS).contains(word)
}

/// Whether a phrase is a formula between a text and its signatures.
pub fn is_sign_off(phrase: &str) -> bool {
    set!(SIGN_OFFS).contains(phrase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    const TABLES: [(&str, &str); 18] = [
        ("kinds", KINDS),
        ("honorifics", HONORIFICS),
        ("roles", ROLES),
        ("particles", PARTICLES),
        ("headings", HEADINGS),
        ("given-names", GIVEN_NAMES),
        ("organisation-words", ORGANISATION_WORDS),
        ("legal-forms", LEGAL_FORMS),
        ("abbreviations", ABBREVIATIONS),
        ("acronym-stop-words", STOP_WORDS),
        ("function-words", FUNCTION_WORDS),
        ("prepositions", PREPOSITIONS),
        ("conjunctions", CONJUNCTIONS),
        ("qualifiers", QUALIFIERS),
        ("months", MONTHS),
        ("title-words", TITLE_WORDS),
        ("sign-offs", SIGN_OFFS),
        ("contact-labels", CONTACT_LABELS),
    ];

    #[test]
    fn tables_are_sorted_and_unique() {
        for (table, text) in TABLES {
            assert!(text.starts_with('#'), "{table} has no header");
            let rows: Vec<_> = crate::tables::rows(text).collect();
            assert!(!rows.is_empty(), "{table}");
            for pair in rows.windows(2) {
                let [before, after] = [pair[0], pair[1]].map(|row| row.split('\t').next().unwrap());
                assert!(before <= after, "{table}: {before} before {after}");
                assert!(pair[0] != pair[1], "{table}: {before} twice");
            }
        }
    }

    #[test]
    fn no_key_has_two_meanings() {
        for (table, text) in TABLES {
            // The second column of these is not one meaning, or isn't looked up.
            if [
                "honorifics",
                "legal-forms",
                "abbreviations",
                "contact-labels",
                "organisation-words",
                "roles",
                "acronym-stop-words",
            ]
            .contains(&table)
            {
                continue;
            }
            let mut seen = BTreeMap::new();
            for (key, value) in pairs(text) {
                let other = seen.insert(words(key), value).unwrap_or(value);
                assert_eq!(other, value, "{table}: {key}");
            }
        }
    }

    #[test]
    fn second_columns_hold_known_words() {
        let known = |text, known: &[&str]| {
            for (key, value) in pairs(text) {
                assert!(known.contains(&value), "{key}: {value}");
            }
        };
        known(
            KINDS,
            &[
                "party",
                "union",
                "ngo",
                "institution",
                "international",
                "organisation",
            ],
        );
        known(HONORIFICS, &["before", "after"]);
        known(PARTICLES, &["sort", "skip"]);
        known(HEADINGS, &["signatories", "organisations", "people"]);
        known(PREPOSITIONS, &["of", "in", "article", "for"]);
        assert!(
            pairs(MONTHS).all(|(_, number)| (1..=12).contains(&number.parse::<u32>().unwrap()))
        );
    }

    #[test]
    fn words_are_looked_up_folded() {
        assert_eq!(honorific("Prof."), Some(Honorific::Before));
        assert_eq!(honorific("PhD"), Some(Honorific::After));
        assert_eq!(heading("signed by"), Some(Heading::Signatories));
        assert_eq!(kind("trade union"), Some("union"));
        assert_eq!(preposition("of"), Some(Preposition::Of));
        assert!(is_abbreviation("Prof.") && !is_abbreviation("end."));
        assert!(is_role("chair") && is_given_name("anna"));
    }
}
