//! The rules, one file each. A new rule is a function here and, for a new kind of finding, a row in `codes.rs`.

mod contacts;
mod country;
pub mod duplicates;
mod editions;
mod glyphs;
mod mends;
mod people;
mod press;
mod references;
mod roster;
mod signatures;
mod spelling;
mod text;
mod variables;

use crate::check::Subject;
use crate::diagnostic::Findings;

type Rule = fn(&Subject, &mut Findings);

/// Every rule. Their order doesn't matter: findings are sorted by place.
pub const RULES: &[Rule] = &[
    contacts::check,
    country::check,
    duplicates::check,
    editions::check,
    glyphs::check,
    mends::check,
    people::check,
    press::check,
    references::check,
    roster::check,
    signatures::check,
    spelling::check,
    text::check,
    variables::check,
];
