//! Clusters: pairs become groups; no group holds two records that a decision calls distinct.

use std::collections::HashSet;

use crate::linkage::compare::Match;
use crate::linkage::decide::Decisions;

/// Groups of record indices, each ascending, in the order of their first record. Every record is in one.
pub fn clusters(records: usize, matches: &[Match], decisions: &Decisions) -> Vec<Vec<usize>> {
    let mut group: Vec<usize> = (0..records).collect();
    let mut members: Vec<Vec<usize>> = (0..records).map(|record| vec![record]).collect();
    let distinct: HashSet<(usize, usize)> = decisions.distinct.iter().copied().collect();
    let pairs = decisions
        .same
        .iter()
        .copied()
        .chain(matches.iter().map(|found| found.pair));
    for (a, b) in pairs {
        let (into, from) = (group[a].min(group[b]), group[a].max(group[b]));
        let vetoed = |&one: &usize| {
            members[from]
                .iter()
                .any(|&other| distinct.contains(&(one.min(other), one.max(other))))
        };
        if into == from || members[into].iter().any(vetoed) {
            continue;
        }
        let moved = std::mem::take(&mut members[from]);
        for &record in &moved {
            group[record] = into;
        }
        members[into].extend(moved);
    }
    for cluster in &mut members {
        cluster.sort_unstable();
    }
    members.retain(|cluster| !cluster.is_empty());
    members
}
