//! Facts as text, compiled in: one row per line, tab-separated, sorted, with source and licence on top.

pub mod countries;
pub mod faces;
pub mod fold;
pub mod guarded;
pub mod labels;
pub mod linkage;
pub mod sheets;
pub mod speech;
pub mod words;

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use rustc_hash::{FxHashMap, FxHashSet};

/// The rows of a table, without its comments.
pub fn rows(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The fields of a table's rows: the first, and the rest up to the next tab.
pub fn pairs(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    rows(text).map(|row| {
        let (first, rest) = row.split_once('\t').unwrap_or((row, ""));
        (first, rest.split('\t').next().unwrap_or(""))
    })
}

/// A sorted table that is looked up by its first field.
///
/// A few look-ups search the text, so that a start builds nothing. After a thousand of them the rows are
/// indexed once: a roster of a thousand names asks some tables ten thousand times.
pub struct Table {
    /// Sorted by the bytes of the first field, which the tests check.
    pub text: &'static str,
    asked: AtomicU32,
    index: OnceLock<Index>,
}

/// Look-ups from which on an index pays: building it costs about as much.
const MANY: u32 = 1000;

#[derive(Default)]
struct Index {
    rows: FxHashMap<&'static str, &'static str>,
    /// The first words of the keys.
    starts: FxHashSet<&'static str>,
}

impl Table {
    pub const fn new(text: &'static str) -> Table {
        Table {
            text,
            asked: AtomicU32::new(0),
            index: OnceLock::new(),
        }
    }

    fn index(&self) -> Option<&Index> {
        if let Some(index) = self.index.get() {
            return Some(index);
        }
        if self.asked.fetch_add(1, Ordering::Relaxed) < MANY {
            return None;
        }
        Some(self.index.get_or_init(|| {
            let mut index = Index::default();
            for row in rows(self.text) {
                let key = row.split('\t').next().unwrap_or(row);
                index.rows.entry(key).or_insert(row);
                index.starts.insert(key.split(' ').next().unwrap_or(key));
            }
            index
        }))
    }

    /// Finds the row with that first field.
    pub fn row(&self, key: &str) -> Option<&'static str> {
        if key.is_empty() {
            return None;
        }
        if let Some(index) = self.index() {
            return index.rows.get(key).copied();
        }
        let found = self.rows_from(key).next()?;
        let rest = found.strip_prefix(key)?;
        (rest.is_empty() || rest.starts_with('\t')).then_some(found)
    }

    /// The value and the extra column of a folded table's row, by its folded key. See `build.rs`.
    pub fn folded(&self, key: &str) -> Option<(&'static str, &'static str)> {
        let (_, rest) = self.row(key)?.split_once('\t')?;
        rest.split_once('\t')
    }

    /// Whether some key starts with this word.
    pub fn starts(&self, word: &str) -> bool {
        if word.is_empty() {
            return false;
        }
        if let Some(index) = self.index() {
            return index.starts.contains(word);
        }
        // A space sorts before every letter: keys that go on after the word follow it at once.
        let first = self.rows_from(word).next();
        let rest = first.and_then(|row| row.strip_prefix(word));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['\t', ' ']))
    }

    /// The rows from the first whose key isn't below `key`.
    pub fn rows_from(&self, key: &str) -> std::str::Lines<'static> {
        self.text[lower_bound(self.text, key)..].lines()
    }

    /// The rows, without the comments on top.
    pub fn rows(&self) -> impl Iterator<Item = &'static str> + use<> {
        rows(self.text)
    }

    /// The first two fields of every row.
    pub fn pairs(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        pairs(self.text)
    }
}

/// Where the first row begins whose key isn't below `key`.
fn lower_bound(text: &str, key: &str) -> usize {
    let (mut low, mut high) = (body_start(text), text.len());
    while low < high {
        let (start, end) = line_around(text, low, high);
        // A tab sorts below every character of a key: the whole row compares as its first field does.
        if text.as_bytes()[start..end] < *key.as_bytes() {
            low = (end + 1).min(high);
        } else {
            high = start;
        }
    }
    low
}

/// The line around the middle of a range that starts and ends at line ends. The middle may lie inside
/// a character; a line end never does.
fn line_around(text: &str, low: usize, high: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let middle = low + (high - low) / 2;
    let start = bytes[low..middle]
        .iter()
        .rposition(|&b| b == b'\n')
        .map_or(low, |at| low + at + 1);
    let end = bytes[middle..high]
        .iter()
        .position(|&b| b == b'\n')
        .map_or(high, |at| middle + at);
    (start, end)
}

/// Includes a table whose keys `build.rs` has folded.
macro_rules! folded_table {
    ($name:literal) => {
        crate::tables::Table::new(include_str!(concat!(env!("OUT_DIR"), "/", $name, ".tsv")))
    };
}
pub(crate) use folded_table;

/// Where the rows start, behind the comments on top.
fn body_start(text: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if !line.starts_with('#') {
            break;
        }
        at += line.len();
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binary_search_finds_every_row_and_nothing_else() {
        let table = Table::new("# a\n# b\nA\t1\nAB\t2\nB\t3\nΓ\t4\n");
        // First by searching the text, then by the index.
        for _ in 0..MANY {
            for (key, value) in [("A", "A\t1"), ("AB", "AB\t2"), ("B", "B\t3"), ("Γ", "Γ\t4")] {
                assert_eq!(table.row(key), Some(value));
                assert!(table.starts(key));
            }
            for key in ["", "#", "AA", "0", "Z", "ΓΓ", "a"] {
                assert_eq!(table.row(key), None, "{key}");
                assert!(!table.starts(key), "{key}");
            }
        }
        assert!(table.index.get().is_some());
        assert_eq!(Table::new("").row("A"), None);
    }
}
