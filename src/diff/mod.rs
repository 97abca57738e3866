//! Compares two versions: what changed in the text, and whom it concerns.
//!
//! # Steps
//! - **compare** ([`text`]): two texts become exact marks over their bytes.

pub mod fold;
pub mod text;
