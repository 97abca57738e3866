//! Comparing candidate pairs: measures, contradictions, a score, and why in words.

pub mod align;
pub mod evidence;
pub mod letters;
pub mod measures;
pub mod organisations;
pub mod people;
pub mod score;
mod trees;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::linkage::compare::score::Score;
use crate::linkage::standard::place::Place;
use crate::linkage::standard::{Form, Forms};
use crate::linkage::words::{Facet, Words};

/// What is known of the whole roster while pairs are compared.
pub struct Context<'f> {
    pub forms: &'f Forms,
    /// The natural logarithm of the number of forms.
    pub size: f32,
    /// How many forms are people's.
    pub people: f32,
    /// Of each form.
    sketches: Vec<Sketch>,
    /// For each core that stands more than once: in how many places, in how many forms.
    generic: FxHashMap<&'f [u32], (u32, u32)>,
}

impl<'f> Context<'f> {
    pub fn new(forms: &'f Forms) -> Self {
        let mut seen: FxHashMap<&[u32], (FxHashSet<Place>, u32)> = FxHashMap::default();
        for form in forms
            .all
            .iter()
            .filter(|form| !form.person && !form.is_empty())
        {
            let (places, records) = seen.entry(&form.sorted[..]).or_default();
            places.extend(form.places.iter().chain(&form.topics));
            *records += 1;
        }
        let generic = seen
            .into_iter()
            .filter(|(_, (_, records))| *records > 1)
            .map(|(core, (places, records))| (core, (places.len() as u32, records)))
            .collect();
        Context {
            size: (forms.all.len() as f32 + 1.0).ln(),
            people: forms.all.iter().filter(|form| form.person).count() as f32,
            sketches: forms
                .all
                .par_iter()
                .map(|form| Sketch::new(&forms.words, form))
                .collect(),
            forms,
            generic,
        }
    }

    /// In how many places a core is seen, and in how many forms.
    pub fn generic(&self, form: &Form) -> (u32, u32) {
        self.generic
            .get(&form.sorted[..])
            .copied()
            .unwrap_or((0, 1))
    }
}

/// A pair of forms with its score.
#[derive(Debug, Clone, Copy)]
pub struct Scored {
    /// Indices into [`Forms::all`], the lower first.
    pub forms: (u32, u32),
    pub score: Score,
}

/// Pairs less probable than this are not kept.
const LEAST: f32 = 0.05;

/// Scores the candidates that share enough and don't contradict each other, in their order.
pub fn scored(context: &Context, candidates: &[(u32, u32)]) -> Vec<Scored> {
    let forms = context.forms;
    let score = |&(a, b): &(u32, u32)| {
        let (x, y) = (&forms.all[a as usize], &forms.all[b as usize]);
        let worth = is_worth_measuring(context, a, b) && !is_contradicted(&forms.words, x, y);
        let score = worth.then(|| score::score(context, x, y))??;
        (score.probability >= LEAST).then_some(Scored {
            forms: (a, b),
            score,
        })
    };
    candidates
        .par_chunks(4096)
        .flat_map_iter(|chunk| chunk.iter().filter_map(score).collect::<Vec<_>>())
        .collect()
}

/// The measures of a candidate pair. None where it contradicts itself or shares too little.
pub fn measure(context: &Context, a: u32, b: u32) -> Option<Vec<f32>> {
    let forms = context.forms;
    let (x, y) = (&forms.all[a as usize], &forms.all[b as usize]);
    if !is_worth_measuring(context, a, b) || is_contradicted(&forms.words, x, y) {
        return None;
    }
    Some(if x.person {
        people::measure(context, x, y)?.values().to_vec()
    } else {
        organisations::measure(context, x, y)?.values().to_vec()
    })
}

/// Whether two forms can't be one signatory, whatever they share: another country, another number,
/// another part of a larger body.
pub fn is_contradicted(words: &Words, a: &Form, b: &Form) -> bool {
    if a.person != b.person {
        return true;
    }
    if a.person {
        return false;
    }
    let apart =
        |x: &[Place], y: &[Place]| !x.is_empty() && !y.is_empty() && !organisations::fit(x, y);
    let topics_apart = !a.topics.is_empty()
        && !b.topics.is_empty()
        && !a.topics.iter().any(|place| b.topics.contains(place));
    let numbers_apart = !a.numbers.is_empty() && !b.numbers.is_empty() && a.numbers != b.numbers;
    apart(&a.places, &b.places)
        || topics_apart
        || numbers_apart
        || (a.topics.is_empty() && apart(&a.places, &b.topics))
        || (b.topics.is_empty() && apart(&b.places, &a.topics))
        || facets_apart(words, a, b)
}

/// Whether each of two names says of itself another part or level: "youth" against "women", "local"
/// against "national".
fn facets_apart(words: &Words, a: &Form, b: &Form) -> bool {
    let of = |form: &Form| -> Vec<Facet> {
        form.core
            .iter()
            .chain(&form.qualifiers)
            .filter_map(|&word| words.facet(word))
            .collect()
    };
    let x = of(a);
    if x.is_empty() {
        return false;
    }
    let y = of(b);
    ["veto", "level"].iter().any(|&strength| {
        let own = |one: &[Facet], other: &[Facet]| {
            one.iter().any(|facet| {
                facet.strength == strength && !other.iter().any(|known| known.name == facet.name)
            })
        };
        own(&x, &y) && own(&y, &x)
    })
}

/// What a pair is looked at by before it is measured.
#[repr(align(64))]
struct Sketch {
    /// The first words of the core; the others are `u32::MAX`. Kept here so that most pairs are told
    /// without a look at their forms.
    core: [u32; 8],
    /// One bit for each pair of neighbouring letters, hashed.
    letters: u128,
    /// The weight of the whole core.
    weight: f32,
}

impl Sketch {
    fn new(words: &Words, form: &Form) -> Sketch {
        let mut letters = 0;
        let mut last = None;
        let text = form.raw.iter().flat_map(|&word| words.text(word).bytes());
        for byte in text {
            if let Some(before) = last.replace(byte) {
                let pair = u32::from(before) << 8 | u32::from(byte);
                letters |= 1u128 << (pair.wrapping_mul(0x9e37_79b1) >> 25);
            }
        }
        let mut core = [u32::MAX; 8];
        for (place, &word) in core.iter_mut().zip(&form.core) {
            *place = word;
        }
        Sketch {
            core,
            letters,
            weight: form.core.iter().map(|&word| words.weight(word)).sum(),
        }
    }
}

/// Shared weight from which on a pair is measured, as a share of both; of organisations, of people.
const LEAST_SHARED: [f32; 2] = [0.28, 0.2];
/// Shared pairs of letters from which on a pair is measured, as a share of both.
const LEAST_LETTERS: [f32; 2] = [0.5, 0.35];

/// Whether a pair shares enough to be measured: from equal words, acronyms and pairs of letters.
pub fn is_worth_measuring(context: &Context, a: u32, b: u32) -> bool {
    let forms = context.forms;
    let words = &forms.words;
    let (x, y) = (&context.sketches[a as usize], &context.sketches[b as usize]);
    let shared: f32 = x
        .core
        .iter()
        .filter(|&&word| word != u32::MAX && y.core.contains(&word))
        .map(|&word| words.weight(word))
        .sum();
    let (a, b) = (&forms.all[a as usize], &forms.all[b as usize]);
    let kind = usize::from(a.person);
    if 2.0 * shared >= LEAST_SHARED[kind] * (x.weight + y.weight) {
        return true;
    }
    let both = (x.letters & y.letters).count_ones();
    let all = x.letters.count_ones() + y.letters.count_ones();
    if 2.0 * both as f32 >= LEAST_LETTERS[kind] * all as f32 {
        return true;
    }
    let share = |x: &[u32], y: &[u32]| x.iter().any(|word| y.contains(word));
    if a.person {
        let beside = |form: &Form| form.handle.is_some() || !form.nicknames.is_empty();
        return beside(a) || beside(b);
    }
    share(&a.acronyms, &b.acronyms)
        || share(&a.acronyms, &b.initials)
        || share(&b.acronyms, &a.initials)
        || share(&a.acronyms, &b.core)
        || share(&b.acronyms, &a.core)
        || (!a.affiliation.is_empty() && share(&a.affiliation, &b.affiliation))
        || words
            .concept_key(&a.core)
            .is_some_and(|key| Some(key) == words.concept_key(&b.core))
}
