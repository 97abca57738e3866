//! Assembles documents that many parties sign.
//!
//! # Steps
//! - **read**: files become a [`model::Statement`] and a [`model::Roster`], as written, with places.
//! - **resolve** ([`linkage`]): the roster becomes [`model::Signatories`], one per party, as meant.
//! - **check**: every rule reads the model and adds findings.
//! - **compose**: one edition becomes a [`model::Document`], with nothing left to decide.
//! - **typeset** and **write**: the document becomes PDF or text.
//!
//! `ARCHITECTURE.md` has the picture and the floors.

pub mod diagnostic;
pub mod edit;
pub mod model;
pub mod source;
pub mod tables;
pub mod typeset;
