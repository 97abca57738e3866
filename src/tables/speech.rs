//! Words of running text that tell who speaks and what is counted.

use crate::tables::row;

/// Whether a folded word speaks in the signatories' name: "we", "our", "undersigned".
pub fn is_first_person(word: &str) -> bool {
    row(include_str!("first-person.tsv"), word).is_some()
}

/// What a folded noun behind a number counts: signatories, organisations, people or countries.
pub fn counted(noun: &str) -> Option<&'static str> {
    row(include_str!("counted.tsv"), noun)?.split('\t').nth(1)
}
