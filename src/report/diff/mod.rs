//! Shows what changed between two versions: for people, as counts, or as JSON. One file a format.

pub mod consent;
pub mod human;
pub mod json;
mod lines;
pub mod roster;
mod summary;

#[cfg(test)]
mod tests;

use crate::diff::changes::Change;
use crate::diff::text::Compared;
use roster::Rosters;

pub use summary::stat;

/// A text in two versions, compared, to be shown.
pub struct Difference<'t> {
    /// What the versions are called.
    pub old: String,
    pub new: String,
    pub compared: Compared<'t>,
    /// In reading order; first those of `shared`, which have no tokens.
    pub changes: Vec<Change>,
    /// Signed fields that differ and stand in neither text, but in the file that all statements share.
    pub shared: Vec<SharedField>,
    /// Whether parties sign the text: a press release has none who could be asked again.
    pub is_signed: bool,
}

/// A signed field of the file that all statements share, in both versions; empty where it is not there.
pub struct SharedField {
    pub key: &'static str,
    pub old: String,
    pub new: String,
}

impl Difference<'_> {
    /// Whether a byte differs, or a field that is shared.
    pub fn differs(&self) -> bool {
        self.compared.old.raw != self.compared.new.raw || !self.shared.is_empty()
    }
}

/// Two versions, compared, to be shown.
pub struct Comparison<'a, 't> {
    /// What they are called.
    pub old: &'a str,
    pub new: &'a str,
    /// In the order of the new version.
    pub texts: &'a [Difference<'t>],
    /// Their rosters, where they are compared.
    pub rosters: Option<&'a Rosters<'a>>,
    /// Whether each version is one file.
    pub is_of_files: bool,
}

impl Comparison<'_, '_> {
    /// Whether anything differs.
    pub fn differs(&self) -> bool {
        let rosters = self.rosters.is_some_and(Rosters::differ);
        rosters || self.texts.iter().any(Difference::differs)
    }
}

/// A text without its commands to a terminal, which are no text: a user's text never gives any.
fn harmless(text: &str) -> String {
    let is_override = |c: char| matches!(c, '\u{202d}' | '\u{202e}');
    let harmless = |c: char| match c.is_control() || is_override(c) {
        true => '\u{fffd}',
        false => c,
    };
    text.chars().map(harmless).collect()
}
