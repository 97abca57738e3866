//! Reads files into the model: bytes to statements and rosters as written, each value with its place.
//!
//! Reading never fails: it returns what could be made, and pushes everything wrong as findings.

pub mod fields;
pub mod fonts;
pub mod front_matter;
pub mod markdown;
pub mod roster;
pub mod statement;

pub use roster::roster;
pub use statement::statement;

/// Caps on what is read, in bytes. They keep a damaged file from filling the memory.
pub mod caps {
    /// A statement.
    pub const STATEMENT: u64 = 4 << 20;
    /// A roster.
    pub const ROSTER: u64 = 64 << 20;
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
