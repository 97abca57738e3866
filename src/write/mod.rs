//! Writers of a document in formats other than PDF: one file a format.

pub mod html;
pub mod markdown;
mod parts;
pub mod roster;
pub mod text;
