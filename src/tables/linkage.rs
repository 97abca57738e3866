//! Words as record linkage compares them: base forms, how common they are, what tells sister bodies apart.
//!
//! Every look-up takes folded words, see [`crate::tables::fold::words`], and searches a sorted table.

use crate::tables::{Table, folded_table};

pub(crate) static VARIANTS: Table = folded_table!("variants");
pub(crate) static FACETS: Table = folded_table!("facets");
pub(crate) static CONCEPTS: Table = folded_table!("concepts");
pub(crate) static ADDRESS_WORDS: Table = folded_table!("address-words");
pub(crate) static GIVEN_NAME_FORMS: Table = folded_table!("given-name-forms");
pub(crate) static PERSON_WORDS: Table = folded_table!("person-words");
pub(crate) static PARTY_WORDS: Table = folded_table!("party-words");
pub(crate) static WORD_FREQUENCIES: Table = folded_table!("word-frequencies");

/// How many names the counts of [`count`] were taken from, or stand for.
pub const NAMES_BEHIND_COUNTS: f32 = 12_000.0;

/// In how many of [`NAMES_BEHIND_COUNTS`] names of organisations, half of them of parties, a word stands.
pub fn count(word: &str) -> u32 {
    let number = |table: &Table| table.folded(word).and_then(|(count, _)| count.parse().ok());
    let parties: u32 = number(&PARTY_WORDS).unwrap_or(0);
    // Counted in 10,000 names, weighed as 6,000.
    let others: u32 = number(&WORD_FREQUENCIES).unwrap_or(0);
    parties + others * 6 / 10
}

/// The form in which a word of a name is compared: "labour" as "labor", "intl" as "international".
pub fn base(word: &str) -> Option<&'static str> {
    VARIANTS.folded(word).map(|(base, _)| base)
}

/// The form in which a word of an address is compared, and what it is.
pub fn address_word(word: &str) -> Option<(&'static str, &'static str)> {
    ADDRESS_WORDS.folded(word)
}

/// What tells one body from a sister body of nearly the same name: "youth", "north"; and how strongly. The word may have lost
/// its plural's s.
pub fn facet(word: &str) -> Option<(&'static str, &'static str)> {
    FACETS
        .folded(word)
        .or_else(|| FACETS.folded(&format!("{word}s")))
}

/// The languages in which a common word of organisations' names stands, and the English base words that
/// it stands for. The word may have lost its plural's s.
pub fn concepts(word: &str) -> Option<(&'static str, &'static str)> {
    CONCEPTS
        .folded(word)
        .or_else(|| CONCEPTS.folded(&format!("{word}s")))
}

/// The names that a given name is a form of: "Bill" of "william".
pub fn name_groups(form: &str) -> impl Iterator<Item = &'static str> {
    GIVEN_NAME_FORMS
        .folded(form)
        .map_or("", |(groups, _)| groups)
        .split(' ')
        .filter(|group| !group.is_empty())
}

/// Whether a word behind a person's name is no part of it: "jr", "iii".
pub fn is_suffix(word: &str) -> bool {
    PERSON_WORDS
        .folded(word)
        .is_some_and(|(what, _)| what == "suffix")
}
