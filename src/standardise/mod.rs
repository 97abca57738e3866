//! The standard form of names: mended, taken apart, with proposals for what only a human can decide.

pub mod characters;
pub mod contacts;
pub mod countries;
pub mod ids;
pub mod line;
pub mod mend;
pub mod person;
pub mod phrases;
pub mod spelling;
pub mod stretch;

pub use crate::tables::fold::{fold, words};
pub use characters::{mixed_scripts, reservation_mark, unprintable};
pub use contacts::{ContactKind, contacts};
pub use countries::{How, Mention, mentions};
pub use line::{Hint, Line, take_apart};
