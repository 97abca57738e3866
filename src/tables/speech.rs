//! Words of running text that tell who speaks and what is counted.

use crate::tables::Table;

static FIRST_PERSON: Table = Table::new(include_str!("first-person.tsv"));
static COUNTED: Table = Table::new(include_str!("counted.tsv"));

/// Whether a folded word speaks in the signatories' name: "we", "our", "undersigned".
pub fn is_first_person(word: &str) -> bool {
    FIRST_PERSON.row(word).is_some()
}

/// What a folded noun behind a number counts: signatories, organisations, people or countries.
pub fn counted(noun: &str) -> Option<&'static str> {
    COUNTED.row(noun)?.split('\t').nth(1)
}
