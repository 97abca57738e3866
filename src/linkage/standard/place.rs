//! Countries as record linkage compares them: small numbers, from codes.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::tables::countries;
use crate::tables::words as vocabulary;

/// A country or region, as its row in the tables of codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place(u16);

static NUMBERS: OnceLock<(FxHashMap<&'static str, u16>, Vec<&'static str>)> = OnceLock::new();

fn numbers() -> &'static (FxHashMap<&'static str, u16>, Vec<&'static str>) {
    NUMBERS.get_or_init(|| {
        let codes: Vec<&str> = countries::COUNTRIES
            .pairs()
            .chain(countries::SUBDIVISIONS.pairs())
            .map(|(code, _)| code)
            .collect();
        let numbers = codes
            .iter()
            .enumerate()
            .map(|(at, &code)| (code, at as u16))
            .collect();
        (numbers, codes)
    })
}

/// The place of a known code.
pub fn place(code: &str) -> Place {
    Place(*numbers().0.get(code).unwrap_or(&u16::MAX))
}

impl Place {
    pub fn number(self) -> u64 {
        u64::from(self.0)
    }

    pub fn code(self) -> &'static str {
        numbers().1.get(self.0 as usize).copied().unwrap_or("")
    }

    /// Whether two places don't contradict each other: a country and its own part, parts of the United Kingdom.
    pub fn fits(self, other: Place) -> bool {
        self == other || country(self.code()) == country(other.code())
    }
}

/// The country that a region's code belongs to.
fn country(code: &str) -> &str {
    code.split('-').next().unwrap_or(code)
}

/// Whether a place may start at a word: see `Word::may_be_place`.
pub fn may_start(key: &str) -> bool {
    let first = key.split(' ').next().unwrap_or(key);
    countries::starts_name(first)
        || countries::starts_demonym(first)
        || countries::starts_no_country(first)
}

/// Whether a word in Latin letters is a short legal form, however it is written.
pub fn is_legal_form(plain: &str) -> bool {
    static FORMS: OnceLock<rustc_hash::FxHashSet<String>> = OnceLock::new();
    let forms = FORMS.get_or_init(|| {
        vocabulary::LEGAL_FORMS
            .pairs()
            .map(|(form, _)| super::lexicon::latin(form))
            .filter(|form| form.len() >= 2)
            .collect()
    });
    forms.contains(plain)
}
