//! Record linkage: which entries of a roster are one signatory.
//!
//! The classical steps, one module each: standardise, block, compare, cluster, merge. Today a pair
//! is a certain match or none; graded matching gets its score in [`compare`], where evidence and
//! contradictions already meet.

mod block;
pub mod cluster;
pub mod compare;
pub mod decide;
mod merge;
pub mod standard;

use crate::diagnostic::Findings;
use crate::model::{Roster, Signatories};
use crate::source::Sources;
use compare::Match;

/// What linkage found: the signatories, and the pairs that made them.
pub struct Linked {
    pub signatories: Signatories,
    /// Certain duplicates that no decision confirmed, in the order of the file.
    pub matches: Vec<Match>,
}

impl Linked {
    /// Whether a pair is worth telling: of a party that is there five times, the first with each other.
    pub fn is_reported(&self, found: &Match) -> bool {
        self.signatories.all.iter().any(|signatory| {
            signatory.records[0] == found.pair.0 && signatory.records.contains(&found.pair.1)
        })
    }
}

/// Resolves a roster: entries become signatories.
pub fn resolve(sources: &Sources, roster: &Roster, findings: &mut Findings) -> Linked {
    let standard = standard::standardise(roster);
    let candidates = block::candidate_pairs(&standard);
    let matches = compare::matches(&standard, &candidates);
    let decisions = decide::applicable(sources, roster, findings);
    let clusters = cluster::clusters(roster.records.len(), &matches, &decisions);
    let signatories = merge::merge(roster, &clusters);
    Linked {
        signatories,
        matches: decide::undecided(matches, &decisions),
    }
}
