//! How single things are put into words in an edition: names, countries, a signatory's line, variables.
//!
//! Shared by the rules, which ask what would be printed, and by the composer, which prints it.

pub mod country;
pub mod line;
pub mod variables;

use crate::model::document::Direction;
use crate::model::{Language, Signatory};
use crate::tables::labels::{self, Labels};

/// The edition's settled voice: language, labels, digits.
pub struct Voice<'a> {
    pub lang: &'a Language,
    pub labels: &'static Labels,
    pub direction: Direction,
}

impl Voice<'_> {
    pub fn of(lang: &Language) -> Voice<'_> {
        let labels = labels::labels(lang.primary())
            .unwrap_or_else(|| labels::labels("en").expect("English labels are compiled in"));
        let direction = match lang.primary() {
            "ar" | "ckb" | "dv" | "fa" | "he" | "ps" | "sd" | "ug" | "ur" | "yi" => {
                Direction::RightToLeft
            }
            _ => Direction::LeftToRight,
        };
        Voice {
            lang,
            labels,
            direction,
        }
    }
}

/// The name that an edition prints: the one given for its language, else the name itself.
pub fn name_in<'s>(signatory: &'s Signatory, lang: &Language) -> &'s str {
    let given = signatory
        .names
        .get(lang.tag())
        .or_else(|| signatory.names.get(lang.primary()));
    given.unwrap_or(&signatory.name)
}
