//! Words that tell what a line is about: kinds, titles, roles, given names, headings, small words.
//!
//! Every look-up takes folded words, see [`crate::tables::fold::words`], unless it says otherwise,
//! and searches a sorted table: nothing is built at the start.

use crate::tables::fold::words;
use crate::tables::{Table, folded_table};

pub(crate) static KINDS: Table = folded_table!("kinds");
pub(crate) static HONORIFICS: Table = folded_table!("honorifics");
pub(crate) static ROLES: Table = folded_table!("roles");
pub(crate) static PARTICLES: Table = folded_table!("particles");
pub(crate) static HEADINGS: Table = folded_table!("headings");
pub(crate) static GIVEN_NAMES: Table = folded_table!("given-names");
pub(crate) static ORGANISATION_WORDS: Table = folded_table!("organisation-words");
pub(crate) static LEGAL_FORMS: Table = Table::new(include_str!("legal-forms.tsv"));
pub(crate) static ABBREVIATIONS: Table = Table::new(include_str!("abbreviations.tsv"));
pub(crate) static STOP_WORDS: Table = folded_table!("acronym-stop-words");
pub(crate) static FUNCTION_WORDS: Table = folded_table!("function-words");
pub(crate) static PREPOSITIONS: Table = folded_table!("prepositions");
pub(crate) static CONJUNCTIONS: Table = folded_table!("conjunctions");
pub(crate) static QUALIFIERS: Table = folded_table!("qualifiers");
pub(crate) static MONTHS: Table = folded_table!("months");
pub(crate) static TITLE_WORDS: Table = folded_table!("title-words");
pub(crate) static LANGUAGE_CODES: Table = Table::new(include_str!("language-codes.tsv"));
pub(crate) static CONTACT_LABELS: Table = Table::new(include_str!("contact-labels.tsv"));
pub(crate) static SIGN_OFFS: Table = folded_table!("sign-offs");
static LOOKALIKES: Table = Table::new(include_str!("lookalikes.tsv"));

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

fn value(table: &'static Table, key: &str) -> Option<&'static str> {
    table.folded(key).map(|(value, _)| value)
}

/// The kind of organisation that a word or phrase tells: party, union, ngo …
pub fn kind(phrase: &str) -> Option<&'static str> {
    value(&KINDS, phrase)
}

/// A title or degree; `word` may be written in any way.
pub fn honorific(word: &str) -> Option<Honorific> {
    Some(match value(&HONORIFICS, &words(word))? {
        "after" => Honorific::After,
        "before" => Honorific::Before,
        _ => Honorific::Both,
    })
}

pub fn is_role(phrase: &str) -> bool {
    value(&ROLES, phrase).is_some()
}

/// A particle of a family name, lower case, as written but for accents.
pub fn particle(word: &str) -> Option<Particle> {
    let what = value(&PARTICLES, &words(word))?;
    Some(if what == "skip" {
        Particle::Skip
    } else {
        Particle::Sort
    })
}

/// What a line that stands alone announces.
pub fn heading(phrase: &str) -> Option<Heading> {
    match value(&HEADINGS, phrase)? {
        "organisations" => Some(Heading::Organisations),
        "people" => Some(Heading::People),
        _ => Some(Heading::Signatories),
    }
}

/// A hint only: some given names are words or places too.
pub fn is_given_name(word: &str) -> bool {
    value(&GIVEN_NAMES, word).is_some()
}

/// The languages in whose names of organisations a word stands; none for a word not known.
pub fn organisation_languages(word: &str) -> impl Iterator<Item = &'static str> {
    value(&ORGANISATION_WORDS, word)
        .unwrap_or_default()
        .split_whitespace()
}

/// Whether a word is right, though it looks like a slip of another: "untied" of "united".
pub fn is_lookalike(word: &str) -> bool {
    LOOKALIKES.row(word).is_some()
}

pub fn is_organisation_word(word: &str) -> bool {
    value(&ORGANISATION_WORDS, word).is_some()
}

/// The folded words of names of organisations, sorted.
pub fn all_organisation_words() -> impl Iterator<Item = &'static str> {
    ORGANISATION_WORDS.pairs().map(|(word, _)| word)
}

/// Whether a text is a legal form, as written: "Ltd.", "e. V.".
pub fn is_legal_form(form: &str) -> bool {
    LEGAL_FORMS.row(form.trim()).is_some()
}

/// Whether the initials of a name skip this word.
pub fn is_stop_word(word: &str) -> bool {
    value(&STOP_WORDS, word).is_some()
}

/// Whether a word with its full stop is an abbreviation that ends no sentence.
pub fn is_abbreviation(word: &str) -> bool {
    ABBREVIATIONS.row(word).is_some()
}

/// The languages in which a word is among the commonest, joined by spaces, and whether it hardly
/// stands in names.
pub fn function_word(word: &str) -> Option<(&'static str, bool)> {
    FUNCTION_WORDS
        .folded(word)
        .map(|(langs, use_in)| (langs, use_in == "prose"))
}

/// What a small word before a country says.
pub fn preposition(word: &str) -> Option<Preposition> {
    Some(match value(&PREPOSITIONS, word)? {
        "of" => Preposition::Of,
        "in" => Preposition::In,
        "article" => Preposition::Article,
        _ => Preposition::For,
    })
}

pub fn is_conjunction(word: &str) -> bool {
    value(&CONJUNCTIONS, word).is_some()
}

/// Whether a word in brackets tells one wing of an organisation from another, or a legal form.
pub fn is_qualifier(word: &str) -> bool {
    value(&QUALIFIERS, word).is_some()
}

/// The BCP 47 tag of a language, by its ISO 639-3 code.
pub fn language_tag(iso639_3: &str) -> Option<&'static str> {
    LANGUAGE_CODES.row(iso639_3)?.split('\t').nth(1)
}

/// What a word announces; it is compared folded, without its stop.
pub fn contact_label(word: &str) -> Option<ContactLabel> {
    let (_, what) = CONTACT_LABELS.row(word)?.split_once('\t')?;
    Some(match what {
        "telephone" => ContactLabel::Telephone,
        "address" => ContactLabel::Address,
        _ => ContactLabel::Other,
    })
}

/// Sites on which an address is a person's own page, as the addresses begin.
pub fn profile_sites() -> impl Iterator<Item = &'static str> {
    crate::tables::rows(include_str!("profile-sites.tsv"))
}

/// The number of a month, from 1.
pub fn month(word: &str) -> Option<u32> {
    value(&MONTHS, word)?.parse().ok()
}

/// Whether a word says that the line it stands in is a title.
pub fn is_title_word(word: &str) -> bool {
    value(&TITLE_WORDS, word).is_some()
}

/// Whether a phrase is a formula between a text and its signatures.
pub fn is_sign_off(phrase: &str) -> bool {
    value(&SIGN_OFFS, phrase).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::pairs;
    use std::collections::BTreeMap;

    const TABLES: [(&str, &str); 21] = [
        ("profile-sites", include_str!("profile-sites.tsv")),
        ("kinds", include_str!("kinds.tsv")),
        ("honorifics", include_str!("honorifics.tsv")),
        ("roles", include_str!("roles.tsv")),
        ("particles", include_str!("particles.tsv")),
        ("headings", include_str!("headings.tsv")),
        ("given-names", include_str!("given-names.tsv")),
        ("organisation-words", include_str!("organisation-words.tsv")),
        ("legal-forms", include_str!("legal-forms.tsv")),
        ("abbreviations", include_str!("abbreviations.tsv")),
        ("acronym-stop-words", include_str!("acronym-stop-words.tsv")),
        ("function-words", include_str!("function-words.tsv")),
        ("prepositions", include_str!("prepositions.tsv")),
        ("conjunctions", include_str!("conjunctions.tsv")),
        ("qualifiers", include_str!("qualifiers.tsv")),
        ("months", include_str!("months.tsv")),
        ("title-words", include_str!("title-words.tsv")),
        ("sign-offs", include_str!("sign-offs.tsv")),
        ("contact-labels", include_str!("contact-labels.tsv")),
        ("language-codes", include_str!("language-codes.tsv")),
        ("lookalikes", include_str!("lookalikes.tsv")),
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
        let known = |table: &Table, known: &[&str]| {
            for (key, value) in table.pairs() {
                assert!(known.contains(&value), "{key}: {value}");
            }
        };
        known(
            &KINDS,
            &[
                "party",
                "union",
                "ngo",
                "institution",
                "international",
                "organisation",
            ],
        );
        known(
            &HONORIFICS,
            &["before", "after", "before after", "after before"],
        );
        known(&PARTICLES, &["sort", "skip"]);
        known(&HEADINGS, &["signatories", "organisations", "people"]);
        known(&PREPOSITIONS, &["of", "in", "article", "for"]);
        assert!(
            MONTHS
                .pairs()
                .all(|(_, number)| (1..=12).contains(&number.parse::<u32>().unwrap()))
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
