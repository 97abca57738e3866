//! Words as record linkage compares them: base forms, how common they are, what tells sister bodies apart.
//!
//! Every look-up takes folded words, see [`crate::tables::fold::words`], and searches a sorted table.

use crate::tables::{folded, folded_table};

pub(crate) const VARIANTS: &str = folded_table!("variants");
pub(crate) const FACETS: &str = folded_table!("facets");
pub(crate) const CONCEPTS: &str = folded_table!("concepts");
pub(crate) const ADDRESS_WORDS: &str = folded_table!("address-words");
pub(crate) const GIVEN_NAME_FORMS: &str = folded_table!("given-name-forms");
pub(crate) const PERSON_WORDS: &str = folded_table!("person-words");
pub(crate) const PARTY_WORDS: &str = folded_table!("party-words");
pub(crate) const WORD_FREQUENCIES: &str = folded_table!("word-frequencies");

/// How many names the counts of [`count`] were taken from, or stand for.
pub const NAMES_BEHIND_COUNTS: f32 = 12_000.0;

/// In how many of [`NAMES_BEHIND_COUNTS`] names of organisations, half of them of parties, a word stands.
pub fn count(word: &str) -> u32 {
    let number = |table| folded(table, word).and_then(|(count, _)| count.parse().ok());
    let parties: u32 = number(PARTY_WORDS).unwrap_or(0);
    // Counted in 10,000 names, weighed as 6,000.
    let others: u32 = number(WORD_FREQUENCIES).unwrap_or(0);
    parties + others * 6 / 10
}

/// The form in which a word of a name is compared: "labour" as "labor", "intl" as "international".
pub fn base(word: &str) -> Option<&'static str> {
    folded(VARIANTS, word).map(|(base, _)| base)
}

/// The form in which a word of an address is compared, and what it is.
pub fn address_word(word: &str) -> Option<(&'static str, &'static str)> {
    folded(ADDRESS_WORDS, word)
}

/// What tells one body from a sister body of nearly the same name: "youth", "north"; and how strongly. The word may have lost
/// its plural's s.
pub fn facet(word: &str) -> Option<(&'static str, &'static str)> {
    folded(FACETS, word).or_else(|| folded(FACETS, &format!("{word}s")))
}

/// The English base words that a common word of organisations' names stands for, in any language of
/// the table. The word may have lost its plural's s.
pub fn concepts(word: &str) -> impl Iterator<Item = &'static str> {
    folded(CONCEPTS, word)
        .or_else(|| folded(CONCEPTS, &format!("{word}s")))
        .map_or("", |(_, concepts)| concepts)
        .split(' ')
        .filter(|concept| !concept.is_empty())
}

/// The names that a given name is a form of: "Bill" of "william".
pub fn name_groups(form: &str) -> impl Iterator<Item = &'static str> {
    folded(GIVEN_NAME_FORMS, form)
        .map_or("", |(groups, _)| groups)
        .split(' ')
        .filter(|group| !group.is_empty())
}

/// Whether a word behind a person's name is no part of it: "jr", "iii".
pub fn is_suffix(word: &str) -> bool {
    folded(PERSON_WORDS, word).is_some_and(|(what, _)| what == "suffix")
}
