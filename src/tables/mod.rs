//! Facts as text, compiled in: one row per line, tab-separated, sorted, with source and licence on top.

pub mod countries;
pub mod faces;
pub mod fold;
pub mod guarded;
pub mod labels;
pub mod speech;
pub mod words;

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

/// Finds the row of a table with that first field, by binary search: no table is built for it.
///
/// The table must be sorted by the bytes of its first field, which the tests check.
pub fn row(text: &'static str, key: &str) -> Option<&'static str> {
    let found = rows_from(text, key).next()?;
    let rest = found.strip_prefix(key)?;
    (!key.is_empty() && (rest.is_empty() || rest.starts_with('\t'))).then_some(found)
}

/// The value and the extra column of a folded table's row, by its folded key. See `build.rs`.
pub fn folded(text: &'static str, key: &str) -> Option<(&'static str, &'static str)> {
    let (_, rest) = row(text, key)?.split_once('\t')?;
    rest.split_once('\t')
}

/// The rows of a sorted table from the first whose key isn't below `key`.
pub fn rows_from(text: &'static str, key: &str) -> std::str::Lines<'static> {
    text[lower_bound(text, key)..].lines()
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
        include_str!(concat!(env!("OUT_DIR"), "/", $name, ".tsv"))
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
        const TABLE: &str = "# a\n# b\nA\t1\nAB\t2\nB\t3\nΓ\t4\n";
        for (key, value) in [("A", "A\t1"), ("AB", "AB\t2"), ("B", "B\t3"), ("Γ", "Γ\t4")] {
            assert_eq!(row(TABLE, key), Some(value));
        }
        for key in ["", "#", "AA", "0", "Z", "ΓΓ", "a"] {
            assert_eq!(row(TABLE, key), None, "{key}");
        }
        assert_eq!(row("", "A"), None);
    }
}
