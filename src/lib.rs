//! Assembles documents that many parties sign.
//!
//! # Steps
//! - **read**: files become a [`model::Statement`] and a [`model::Roster`], as written, with places.
//! - **resolve** ([`linkage`]): the roster becomes [`model::Signatories`], one per party, as meant.
//! - **check**: every rule reads the model and adds findings.
//! - **compose**: one edition becomes a [`model::Document`], with nothing left to decide.
//! - **diff**: two versions become marks over their bytes, and changes with their classes.
//! - **typeset** and **write**: the document becomes PDF or text.
//!
//! `ARCHITECTURE.md` has the picture and the floors.

// Floor 7: input and output.
pub mod cli;
pub mod command;
pub mod output;
// Floor 6: bytes out.
pub mod report;
pub mod typeset;
pub mod write;
// Floor 5.
pub mod check;
pub mod compose;
// Floor 4.
pub mod diff;
pub mod wording;
// Floor 3: bytes in.
pub mod import;
pub mod linkage;
pub mod read;
// Floor 2.
pub mod model;
pub mod standardise;
// Floor 1: facts.
pub mod tables;
// Floor 0: ground.
pub mod diagnostic;
pub mod edit;
pub mod source;
