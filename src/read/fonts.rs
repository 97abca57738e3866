//! The project's own typefaces: what lies in its folder `fonts/`.

use std::path::PathBuf;

use skrifa::{FontRef, MetadataProvider};

/// A typeface file of the project.
pub struct ProjectFont {
    pub path: PathBuf,
    pub bytes: Vec<u8>,
}

impl ProjectFont {
    /// Whether any face of the file has the character. A damaged file has none.
    pub fn has(&self, c: char) -> bool {
        FontRef::fonts(&self.bytes).flatten().any(|face| {
            face.charmap()
                .map(c)
                .is_some_and(|glyph| glyph.to_u32() != 0)
        })
    }

    /// Whether the file holds a face at all.
    pub fn is_font(&self) -> bool {
        FontRef::fonts(&self.bytes).flatten().next().is_some()
    }
}
