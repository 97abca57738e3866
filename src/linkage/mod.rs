//! Record linkage: which entries of a roster are one signatory.
//!
//! The classical steps, one module each: standardise, block, compare, cluster, merge.

mod block;
pub mod cluster;
pub mod compare;
pub mod decide;
pub mod merge;
pub mod standard;

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
    /// Two disjoint groups of indices into `Roster::records`, each ascending, the earliest entry first.
    /// The question is whether the groups are one signatory; the entries of a group are one for certain.
    /// A certain duplicate has its earliest entry in the first group and all others in the second.
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
    let standard = standard::standardise(roster);
    let candidates = block::candidate_pairs(&standard);
    let matches = compare::matches(&standard, &candidates);
    let decisions = decide::applicable(sources, roster, findings);
    let clusters = cluster::clusters(roster.records.len(), &matches, &decisions);
    let signatories = merge::merge(roster, &clusters);
    let duplicates = decide::undecided(&clusters, &matches, &decisions);
    Linked {
        signatories,
        duplicates,
    }
}
