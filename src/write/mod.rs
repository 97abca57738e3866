//! Writers of a document in formats other than PDF: one file or folder a format.

mod bidi;
pub mod html;
mod marks;
pub mod roster;
pub mod text;
