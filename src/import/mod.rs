//! Import of plain text: segment → plan → what is to be written.
//!
//! [`segment::segment`] says of every line what it is, [`plan()`] takes the entries apart, and
//! [`statement_text`] and [`roster_text`] spell the files. Nothing is written here.

pub mod date;
pub mod language;
pub mod plan;
pub mod roster;
pub mod row;
pub mod segment;
pub mod signing;
pub mod statement;

pub use plan::{Entry, Plan, plan};
pub use roster::{Additions, roster_text};
pub use segment::{LineKind, Segments, segment};
pub use statement::statement_text;

#[cfg(test)]
mod tests;
