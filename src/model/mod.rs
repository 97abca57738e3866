//! What the program talks about: statements, rosters, signatories, documents.
//!
//! Three types mark what is certain from where on: a [`Roster`] keeps what was written,
//! [`Signatories`] what is meant, a [`Document`] what is printed.

pub mod body;
pub mod document;
pub mod language;
pub mod mark;
pub mod roster;
pub mod signatories;
pub mod statement;
pub mod version;

pub use body::{Block, BlockKind, Body, Run, RunKind};
pub use document::Document;
pub use language::Language;
pub use mark::{Mark, Words};
pub use roster::{Decision, Judgement, Record, Roster, Status};
pub use signatories::{Signatories, Signatory};
pub use statement::{Form, FrontMatter, Statement};
pub use version::Frozen;
