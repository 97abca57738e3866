//! Writers of a document in formats other than PDF: one file or folder a format.

pub mod html;
pub mod markdown;
mod marks;
pub mod roster;
mod safe;
pub mod text;
