//! Compares two versions: what changed in the text, and whom it concerns.
//!
//! # Steps
//! - **compare** ([`text`]): two texts become exact marks over their bytes.
//! - **list** ([`changes`]): the marks become changes, each in its place.
//! - **judge** ([`class`]): each change gets its class; what is harmless is a closed list.
//! - **project** ([`marked`]): the marks come on the text's body, for redlines.
//!
//! [`signed`] takes the first three for what parties sign of an edition, and leaves the publisher's fields aside.

pub mod changes;
pub mod class;
pub mod consent;
pub mod fields;
pub mod fold;
pub mod marked;
pub mod places;
mod rendered;
pub mod roster;
pub mod signed;
pub mod text;
