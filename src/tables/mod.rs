//! Facts as text, compiled in: code looks them up and does not contain them.

pub mod faces;
