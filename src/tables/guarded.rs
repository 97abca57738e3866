//! Small words that turn what a sentence says: negations, modals, quantifiers, prepositions and their kin.

use crate::tables::Table;
use crate::tables::fold::words;

static GUARDED: Table = Table::new(include_str!("guarded.tsv"));

/// What a guarded word does; see the table's head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    Negation,
    Modal,
    Quantifier,
    /// Opens a clause that says more of what stands before it.
    Relative,
    Preposition,
    Conjunction,
    /// Of time or place.
    Time,
    /// Behind it a hyphen tells two words apart.
    Prefix,
}

const KINDS: [(&str, Guard); 8] = [
    ("negation", Guard::Negation),
    ("modal", Guard::Modal),
    ("quantifier", Guard::Quantifier),
    ("relative", Guard::Relative),
    ("preposition", Guard::Preposition),
    ("conjunction", Guard::Conjunction),
    ("time", Guard::Time),
    ("prefix", Guard::Prefix),
];

/// What a word does in any of the table's languages; it may be written in any way.
pub fn guard(word: &str) -> Option<Guard> {
    let kind = GUARDED.row(&words(word))?.split('\t').nth(1)?;
    KINDS
        .iter()
        .find(|(name, _)| *name == kind)
        .map(|(_, guard)| *guard)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_folded_and_complete() {
        let mut last = "";
        for row in GUARDED.rows() {
            let columns: Vec<&str> = row.split('\t').collect();
            let [word, kind, languages] = columns[..] else {
                panic!("{row}: three columns");
            };
            assert_eq!(words(word), word, "{word} is folded");
            assert!(last < word, "{last} before {word}");
            assert!(KINDS.iter().any(|(name, _)| *name == kind), "{row}");
            assert!(!languages.is_empty(), "{row}");
            last = word;
        }
        for language in ["ar", "de", "en", "es", "fa", "fr"] {
            for kind in ["negation", "modal", "quantifier", "preposition", "relative"] {
                let found = GUARDED.rows().any(|row| {
                    let mut columns = row.split('\t').skip(1);
                    columns.next() == Some(kind)
                        && columns
                            .next()
                            .is_some_and(|all| all.split(' ').any(|one| one == language))
                });
                assert!(found, "{language} has a {kind}");
            }
        }
    }

    #[test]
    fn words_are_found_however_they_are_written() {
        assert_eq!(guard("Not"), Some(Guard::Negation));
        assert_eq!(guard("shouldn’t"), Some(Guard::Negation));
        assert_eq!(guard("müssen"), Some(Guard::Modal));
        assert_eq!(guard("على"), Some(Guard::Preposition));
        assert_eq!(guard("peace"), None);
    }
}
