//! Writers of a document in formats other than PDF: one file a format.

pub mod roster;
pub mod text;
