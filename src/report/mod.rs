//! Shows findings, for people, one a line, or as JSON, and comparisons (`diff`). One file a format; `wrap` breaks lines.

pub mod diff;
pub mod human;
pub mod json;
pub mod short;
pub mod wrap;
