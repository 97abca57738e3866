//! Reads a roster that is a sheet: CSV, TSV, JSON or a spreadsheet, as they come from a form.
//!
//! Each format gives rows of known fields; what a row becomes is the same for all. Nothing is lost
//! without a finding: a row too long or too short, a column twice, a quotation mark never closed.

mod columns;
mod csv;
mod json;
mod record;
mod table;

use crate::diagnostic::{Findings, Severity};
use crate::edit::{self, Edit};
use crate::model::Roster;
use crate::read::roster::report_ids;
use crate::source::{Place, SourceId, Sources, Syntax};

pub use columns::Column;

/// Reads a sheet. Every row with a name becomes a record, in the sheet's order, also those with findings.
pub fn sheet(sources: &Sources, source: SourceId, findings: &mut Findings) -> Roster {
    let before = findings.count(Severity::Error);
    let mut records = record::Records::new(source, findings);
    match sources.get(source).syntax() {
        Syntax::Json => json::rows(sources.get(source), &mut records),
        _ => table::rows(sources.get(source), &mut records),
    }
    let mut roster = Roster::empty(source);
    roster.records = records.finish();
    roster.is_whole = findings.count(Severity::Error) == before;
    report_ids(&roster.records, findings);
    roster
}

/// What keeps a value from being written into a row.
#[derive(Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// The sheet has no such column, or the row no such cell.
    NoCell,
    /// A spreadsheet is never written; here is the cell.
    ReadOnly(Place),
}

/// The edit that gives a field of a row a value, in a cell that is there; an object of JSON gets one more item.
pub fn write(
    sources: &Sources,
    row: Place,
    column: Column,
    value: &str,
) -> Result<Edit, Hindrance> {
    let source = sources.get(row.source);
    let (known, last) = match source.syntax() {
        Syntax::Json => json::values(source, row),
        _ => (table::cells(source, row), None),
    };
    let cell = known.into_iter().find(|(known, _)| *known == column);
    match (cell, last) {
        (Some((_, place)), _) => {
            edit::rewrite(sources, place, value).ok_or(Hindrance::ReadOnly(place))
        }
        (None, Some(last)) => {
            // Parted from the item before it as that one is from what stands before.
            let before = &source.text[row.start()..last.start];
            let space = &before[before.trim_end().len()..];
            let key = edit::json_string(column.name());
            let value = edit::json_string(value);
            Ok(Edit {
                place: Place::new(row.source, last.end..last.end),
                replacement: format!(
                    ",{}{key}: {value}",
                    if space.is_empty() { " " } else { space }
                ),
            })
        }
        (None, None) => Err(Hindrance::NoCell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    /// The file after a status is written into its last row.
    fn written(file: &str, text: &str) -> Result<String, Hindrance> {
        let mut sources = Sources::default();
        let id = sources.add(Source::new(file, text));
        let roster = sheet(&sources, id, &mut Findings::default());
        let row = roster.records.last().expect("there is a row").place;
        let edit = write(&sources, row, Column::Status, "withdrawn")?;
        Ok(edit::apply(text, &[&edit]).0)
    }

    #[test]
    fn a_value_goes_into_its_cell() {
        for (file, before, after) in [
            ("a.csv", "name,status\nA,\n", "name,status\nA,withdrawn\n"),
            (
                "a.csv",
                "\nStatus;Name;status\n\"signed\";\"A; B\";x",
                "\nStatus;Name;status\n\"withdrawn\";\"A; B\";x",
            ),
            (
                "a.tsv",
                "name\tstatus\nA\tx\n",
                "name\tstatus\nA\twithdrawn\n",
            ),
            (
                "a.json",
                r#"[{"name":"A","status":null,"x":[1]}]"#,
                r#"[{"name":"A","status":"withdrawn","x":[1]}]"#,
            ),
            (
                "a.json",
                r#"[{"name":"A"}]"#,
                r#"[{"name":"A", "status": "withdrawn"}]"#,
            ),
            (
                "a.json",
                "[{\n\t\"name\": \"A\"\n}]",
                "[{\n\t\"name\": \"A\",\n\t\"status\": \"withdrawn\"\n}]",
            ),
        ] {
            assert_eq!(
                written(file, before).as_deref(),
                Ok(after),
                "{file}: {before}"
            );
        }
    }

    #[test]
    fn no_cell_and_no_file_that_is_written_are_told() {
        assert_eq!(written("a.csv", "name\nA\n"), Err(Hindrance::NoCell));
        // The text that is made of a spreadsheet has its cells parted by tabs.
        let cells = written("a.xlsx", "name\tstatus\nA\tx\n");
        assert!(matches!(cells, Err(Hindrance::ReadOnly(_))), "{cells:?}");
    }
}
