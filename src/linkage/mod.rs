//! Record linkage: which entries of a roster are one signatory.
//!
//! The classical steps, one module each: standardise, block, compare, cluster, merge. Names are taken
//! apart into forms ([`standard`]) of numbered words ([`words`]); keys bring forms together ([`block`]);
//! pairs are measured and scored ([`compare`]); certain pairs make groups, possible ones questions
//! ([`cluster`]); what a human decided stands above all of it ([`decide`]).

pub mod block;
pub mod cluster;
pub mod compare;
pub mod decide;
pub mod merge;
pub mod standard;
pub mod words;

use crate::diagnostic::Findings;
use crate::model::{Roster, Signatories};
use crate::source::Sources;

/// How sure it is that entries are one signatory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nobody can say without asking: each is printed, until someone decides.
    Possible,
    /// The same after taking the names apart, and nothing contradicts: printed once.
    Certain,
}

/// Entries that are, or may be, one signatory, and that no decision has settled.
#[derive(Debug, Clone, PartialEq)]
pub struct Duplicate {
    pub level: Level,
    /// Two disjoint groups of indices into `Roster::records`, the earliest entry first. The question is
    /// whether the groups are one signatory; the entries of a group are one for certain, or are written
    /// alike. A certain duplicate has its earliest entry in the first group and all others in the second.
    pub groups: [Vec<usize>; 2],
    /// From 0 to 1: how probable it is that they are one.
    pub score: f64,
    /// Why, in words, strongest first; what speaks against it comes last.
    pub evidence: Vec<String>,
}

impl Duplicate {
    /// Every entry that it is about, the earliest first.
    pub fn records(&self) -> Vec<usize> {
        let mut all = self.groups.concat();
        all.sort_unstable();
        all
    }
}

/// What linkage found.
pub struct Linked {
    pub signatories: Signatories,
    /// In the order of their earliest entries, then of the others.
    pub duplicates: Vec<Duplicate>,
}

/// Resolves a roster: entries become signatories.
pub fn resolve(sources: &Sources, roster: &Roster, findings: &mut Findings) -> Linked {
    let decisions = decide::applicable(sources, roster, findings);
    let names = standard::names(roster, &decisions);
    let (forms, candidates) = candidates(&names);
    let context = compare::Context::new(&forms);
    let scored = compare::scored(&context, &candidates);
    let clusters = cluster::clusters(&context, &scored, &decisions);
    Linked {
        duplicates: cluster::duplicates(&context, &names, &scored, &clusters, &decisions),
        signatories: merge::merge(roster, &clusters.all()),
    }
}

/// The forms of names, and the pairs of them worth comparing.
fn candidates(names: &[standard::Name]) -> (standard::Forms, Vec<(u32, u32)>) {
    let mut forms = standard::standardise(names);
    let slips = block::slips(&forms.words);
    forms.words.soften(&slips);
    let candidates = block::candidates(&forms, &slips);
    (forms, candidates)
}

/// A pair of forms with its measures.
pub struct Measured {
    pub is_person: bool,
    /// Indices into `Roster::records` of the entries written so, for each side.
    pub records: [Vec<u32>; 2],
    /// In the order of [`compare::measures::Organisations::NAMES`], or of that of people.
    pub values: Vec<f32>,
}

/// The measures of every pair that [`resolve`] would score: what `benches/linkage/fit.py` fits the trees on.
pub fn measured(roster: &Roster) -> Vec<Measured> {
    let names = standard::names(roster, &decide::Decisions::default());
    let (forms, candidates) = candidates(&names);
    let context = compare::Context::new(&forms);
    candidates
        .iter()
        .filter_map(|&(a, b)| {
            let values = compare::measure(&context, a, b)?;
            Some(Measured {
                is_person: forms.all[a as usize].person,
                records: [a, b].map(|form| forms.records[form as usize].clone()),
                values,
            })
        })
        .collect()
}

/// In how many records the base form of each word of organisations' names stands, for the tables of counts.
pub fn word_counts(roster: &Roster) -> Vec<(String, u32)> {
    let names = standard::names(roster, &decide::Decisions::default());
    let forms = standard::standardise(&names);
    forms.words.counts()
}
