//! Shows findings: for people, one a line, or as JSON. One file a format.

pub mod human;
pub mod json;
pub mod short;
