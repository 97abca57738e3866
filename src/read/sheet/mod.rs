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
use crate::model::Roster;
use crate::read::roster::report_ids;
use crate::source::{SourceId, Sources, Syntax};

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
