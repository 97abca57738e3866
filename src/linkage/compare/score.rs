//! From measures to a score, and what caps it.

use crate::linkage::compare::Context;
use crate::linkage::compare::measures::{Organisations, People};
use crate::linkage::compare::trees;
use crate::linkage::compare::{organisations, people};
use crate::linkage::standard::Form;

/// From this probability on a pair is certain, where nothing stands against it.
pub const CERTAIN: f32 = 0.90;
/// From this probability on somebody should look at a pair.
pub const POSSIBLE: f32 = 0.5;

/// How probable it is that two forms are one signatory.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// From 0 to 1.
    pub probability: f32,
    /// Something is open that only a human can settle, whatever the probability.
    pub is_open: bool,
}

impl Score {
    pub fn is_certain(self) -> bool {
        self.probability >= CERTAIN && !self.is_open
    }
}

/// Scores two forms that don't contradict each other. None where they share too little.
pub fn score(context: &Context, a: &Form, b: &Form) -> Option<Score> {
    Some(if a.person {
        of_people(&people::measure(context, a, b)?)
    } else {
        let mut score = of_organisations(&organisations::measure(context, a, b)?);
        score.is_open |= a.edges != b.edges;
        score
    })
}

/// An address of which this share agrees is the same.
const SAME_ADDRESS: f32 = 0.8;

/// A word of this weight tells bodies apart: one with it and one without are the same only if an
/// acronym or an address says so.
const TELLING: f32 = 2.5;

fn of_organisations(m: &Organisations) -> Score {
    let mut probability = trees::of_organisations().probability(&m.values());
    let is = |flag: f32| flag > 0.0;
    let same_address = m.address_similarity >= SAME_ADDRESS;
    let located = is(m.place_equal) || is(m.topic_equal) || is(m.topic_covered);
    let same_acronym = is(m.acronym_equal) || is(m.acronym_is_initials);
    let sister = is(m.facet_one) || is(m.organ_one) || is(m.level_one) || is(m.number_one);
    let is_open = (sister && !same_address)
        || is(m.qualifier_differs)
        || is(m.qualifier_one)
        || is(m.inside_differs)
        || (is(m.acronym_differs) && !same_address)
        || is(m.address_differs)
        || (m.heaviest_left_more >= TELLING && !same_acronym && !same_address)
        || is(m.place_part)
        || (m.inversion > 0.0 && !is(m.turned) && !located && !same_acronym && !same_address)
        // A name that bodies of several countries bear, without a country.
        || (is(m.core_equal) && !located && m.generic_places > 1.0 && !same_acronym && !same_address);
    // The same words for the same country: what is left is how it is written.
    let whole = is(m.core_equal) && !is(m.address_differs) && !is(m.acronym_differs) && !sister;
    let own_acronym = is(m.acronym_equal) || (is(m.acronym_is_initials) && m.generic_places <= 1.0);
    if whole && (is(m.all_equal) || (own_acronym && !is(m.topic_uncertain))) {
        probability = probability.max(0.96);
    }
    // The same words in two languages, about the same country: a question, and no more by itself.
    let translated = m.concepts >= 1.0 && located;
    if translated {
        probability = probability.max(TRANSLATED);
    }
    Score {
        probability,
        is_open: is_open || translated,
    }
}

/// Enough for a question, far from certain. Chosen, not fitted: the labelled rosters leave translations out.
const TRANSLATED: f32 = 0.6;

/// Names so rare that an affiliation alone settles who is meant: the natural logarithm of one in so
/// many rosters.
const RARE_NAME: f32 = 4.0;

fn of_people(m: &People) -> Score {
    let is = |flag: f32| flag > 0.0;
    let mut probability = trees::of_people().probability(&m.values());
    // Two namesakes at two places in two countries are two people until someone says otherwise.
    if is(m.affiliation_differs) && is(m.place_differs) {
        probability = probability.min(0.1);
    }
    let full_names = m.names_less >= 2.0 && (m.exact + m.joined >= m.names_less);
    let same_affiliation = m.affiliation_similarity >= 0.7;
    let second_field = is(m.handle_equal)
        || (same_affiliation && is(m.role_equal))
        || (same_affiliation && m.surprise >= RARE_NAME);
    let is_open = !second_field
        || is(m.handle_differs)
        || is(m.role_differs)
        || is(m.place_differs)
        || is(m.affiliation_differs)
        || m.full_left_less > 0.0
        || is(m.middle_differs)
        || !(full_names || is(m.handle_equal));
    if !is_open && is(m.core_equal) {
        probability = probability.max(0.96);
    }
    Score {
        probability,
        is_open,
    }
}
