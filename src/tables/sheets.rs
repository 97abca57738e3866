//! Words in sheets: headings of columns and kinds of signatories. Every look-up takes folded words.

use crate::tables::Table;

static COLUMNS: Table = Table::new(include_str!("columns.tsv"));
static KINDS: Table = Table::new(include_str!("kind-words.tsv"));

/// The roster's field that a heading stands for: "Organization" is `organisation`.
pub fn column(folded: &str) -> Option<&'static str> {
    second(COLUMNS.row(folded)?)
}

/// The roster's word for a kind: "org" is `organisation`.
pub fn kind(folded: &str) -> Option<&'static str> {
    second(KINDS.row(folded)?)
}

/// Every field that some heading stands for.
pub fn fields() -> impl Iterator<Item = &'static str> {
    COLUMNS.pairs().map(|(_, field)| field)
}

fn second(row: &'static str) -> Option<&'static str> {
    row.split('\t').nth(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::fold::words;

    #[test]
    fn tables_are_sorted_unique_and_folded() {
        for table in [&COLUMNS, &KINDS] {
            assert!(
                table.text.starts_with('#'),
                "a table says where it comes from"
            );
            let keys: Vec<_> = table.pairs().map(|(key, _)| key).collect();
            assert!(keys.windows(2).all(|pair| pair[0] < pair[1]));
            assert!(keys.iter().all(|key| words(key) == *key));
        }
        assert_eq!(column("organization"), Some("organisation"));
        assert_eq!(kind("individual"), Some("person"));
    }
}
