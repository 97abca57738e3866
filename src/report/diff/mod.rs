//! Shows what changed between two versions: for people, as counts, or as JSON. One file a format.

pub mod human;
pub mod json;
mod lines;
pub mod roster;
mod summary;

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
}
