//! Reads files into the model: bytes to statements and rosters as written, each value with its place.
//!
//! Reading never fails: it returns what could be made, and pushes everything wrong as findings.

pub mod fields;
pub mod fonts;
pub mod front_matter;
mod links;
pub mod markdown;
pub mod roster;
pub mod sheet;
pub mod spreadsheet;
pub mod statement;
pub mod typst;
pub mod version;

pub use roster::decisions;
pub use statement::{body, statement};

use crate::diagnostic::Findings;
use crate::model::Roster;
use crate::source::{SourceId, Sources, Syntax};

/// Reads a roster of any form.
pub fn roster(sources: &Sources, source: SourceId, findings: &mut Findings) -> Roster {
    match sources.get(source).syntax() {
        Syntax::Toml => roster::roster(sources, source, findings),
        _ => sheet::sheet(sources, source, findings),
    }
}

/// Caps on what is read, in bytes. They keep a damaged file from filling the memory.
pub mod caps {
    /// A statement.
    pub const STATEMENT: u64 = 4 << 20;
    /// A roster.
    pub const ROSTER: u64 = 64 << 20;
    /// A roster that is only checked.
    pub const CHECKED_ROSTER: u64 = 512 << 20;
    /// Columns of a sheet.
    pub const SHEET_COLUMNS: usize = 256;
    /// A text that is compared with another.
    pub const COMPARED: u64 = 64 << 20;
    /// One field of a roster entry.
    pub const FIELD: usize = 4 << 10;
    /// One field of the front matter.
    pub const FRONT_MATTER_FIELD: usize = 64 << 10;
    /// Quotes in lists in quotes.
    pub const NESTING: usize = 100;
    /// Columns of a table.
    pub const TABLE_COLUMNS: usize = 64;
    /// Signatories in one document.
    pub const SIGNATORIES: usize = 100_000;
}
