//! Decisions: what a human judged about pairs stands above every comparison.

use std::collections::HashMap;

use crate::diagnostic::{DECISION_STALE, Diagnostic, Findings};
use crate::linkage::compare::Match;
use crate::linkage::{Duplicate, Level};
use crate::model::roster::{Decision, Judgement, Roster};
use crate::source::Sources;
use crate::standardise;

/// Pairs of record indices, the smaller first, as judged.
#[derive(Debug, Default)]
pub struct Decisions {
    pub same: Vec<(usize, usize)>,
    pub distinct: Vec<(usize, usize)>,
}

/// The decisions about pairs that still fit the roster; the others become findings.
pub fn applicable(sources: &Sources, roster: &Roster, findings: &mut Findings) -> Decisions {
    let index: HashMap<&str, usize> = roster
        .records
        .iter()
        .enumerate()
        .map(|(at, record)| (record.id.as_str(), at))
        .collect();
    let mut decisions = Decisions::default();
    for decision in &roster.decisions {
        if decision.is == Judgement::Accept {
            continue;
        }
        let records: Vec<usize> = decision
            .of
            .iter()
            .filter_map(|id| index.get(id.value.as_str()).copied())
            .collect();
        if let Some(reason) = stale(decision, roster, &records) {
            let line = sources.position(decision.place).line;
            let finding = Diagnostic::new(
                DECISION_STALE,
                decision.place,
                format!("this decision no longer fits and is not applied: {reason}"),
            );
            findings.push(finding.help(format!(
                "look at the entries again, then correct the decision in line {line} or take it out"
            )));
            continue;
        }
        for (at, &a) in records.iter().enumerate() {
            for &b in &records[at + 1..] {
                let pair = (a.min(b), a.max(b));
                match decision.is {
                    Judgement::Same => decisions.same.push(pair),
                    Judgement::Distinct => decisions.distinct.push(pair),
                    Judgement::Accept => {}
                }
            }
        }
    }
    decisions
}

/// Why a decision no longer fits, if so.
fn stale(decision: &Decision, roster: &Roster, records: &[usize]) -> Option<String> {
    if decision.of.len() < 2 {
        return Some("it names fewer than two entries".into());
    }
    if records.len() < decision.of.len() {
        let known = |id: &str| roster.records.iter().any(|record| record.id == id);
        let gone = decision.of.iter().find(|id| !known(&id.value))?;
        return Some(format!("there is no entry with the id “{}”", gone.value));
    }
    for (at, line) in decision.as_signed.iter().enumerate() {
        let Some(&record) = records.get(at) else {
            break;
        };
        let record = &roster.records[record];
        let folded = standardise::fold(&line.value);
        // The lines as signed; an entry that keeps none is known by its name.
        let name = record.as_signed.is_empty().then_some(&record.name);
        if !record
            .as_signed
            .iter()
            .chain(name)
            .any(|known| standardise::fold(&known.value) == folded)
        {
            return Some(format!(
                "“{}” is no longer what “{}” signed as",
                line.value, record.id
            ));
        }
    }
    None
}

/// The clusters that nobody has decided yet.
pub fn undecided(
    clusters: &[Vec<usize>],
    matches: &[Match],
    decisions: &Decisions,
) -> Vec<Duplicate> {
    let open = |cluster: &&Vec<usize>| {
        cluster.len() > 1
            && cluster[1..]
                .iter()
                .any(|&other| !decisions.same.contains(&(cluster[0], other)))
    };
    clusters
        .iter()
        .filter(open)
        .map(|cluster| Duplicate {
            level: Level::Certain,
            groups: [vec![cluster[0]], cluster[1..].to_vec()],
            score: 1.0,
            evidence: matches
                .iter()
                .find(|found| cluster.contains(&found.pair.0) && cluster.contains(&found.pair.1))
                .map(|found| found.evidence.clone())
                .unwrap_or_default(),
        })
        .collect()
}
