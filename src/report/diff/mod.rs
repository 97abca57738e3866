//! Shows what changed between two versions: for people, as counts, or as JSON. One file a format.

pub mod human;
pub mod json;
mod lines;
mod summary;

#[cfg(test)]
mod tests;

use crate::diff::changes::Change;
use crate::diff::text::Compared;

pub use summary::stat;

/// A comparison, to be shown.
pub struct Difference<'a, 't> {
    /// What the versions are called.
    pub old: &'a str,
    pub new: &'a str,
    pub compared: &'a Compared<'t>,
    /// In reading order.
    pub changes: &'a [Change],
    /// Whether parties sign the text: a press release has none who could be asked again.
    pub is_signed: bool,
}

/// A text without its commands to a terminal, which are no text: a user's text never gives any.
fn harmless(text: &str) -> String {
    let harmless = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    text.chars().map(harmless).collect()
}
