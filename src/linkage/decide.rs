//! Decisions: what a human judged stands above every comparison, as long as it still fits the roster.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use crate::diagnostic::{DECISION_CONTRADICTED, DECISION_STALE, Diagnostic, Findings};
use crate::linkage::{Duplicate, Level};
use crate::model::roster::{Decision, Judgement, Record, Roster};
use crate::source::{Located, Sources};
use crate::standardise;

/// Of many decisions that contradict one, this many are shown.
const SHOWN: usize = 4;

/// The decisions that apply, resolved to entries. None contradicts another.
#[derive(Debug, Default)]
pub struct Decisions {
    /// Pairs of record indices, the smaller first, that are one signatory. Entries that one decision
    /// joins are each paired with the earliest only.
    pub same: Vec<(usize, usize)>,
    /// Pairs, the smaller first, that are not; sorted.
    pub distinct: Vec<(usize, usize)>,
    /// Every entry of a `same`, also one in which all that was judged one stands already.
    decided: HashSet<usize>,
    joined: Groups,
}

impl Decisions {
    /// Whether nothing is left to ask about a duplicate.
    pub fn settle(&self, duplicate: &Duplicate) -> bool {
        let [one, other] = &duplicate.groups;
        match duplicate.level {
            Level::Certain => self.are_same(&duplicate.records()),
            Level::Possible => one.iter().any(|&a| {
                other
                    .iter()
                    .any(|&b| self.are_same(&[a, b]) || self.are_distinct(a, b))
            }),
        }
    }

    /// Whether decisions, one or several in a chain, say that all these entries are one signatory.
    pub fn are_same(&self, records: &[usize]) -> bool {
        let root = |&record: &usize| self.joined.root(record);
        records
            .windows(2)
            .all(|pair| root(&pair[0]) == root(&pair[1]))
    }

    /// Whether a decision says that two entries are not one signatory.
    pub fn are_distinct(&self, a: usize, b: usize) -> bool {
        self.distinct.binary_search(&(a.min(b), a.max(b))).is_ok()
    }

    /// Whether a human judged the entry to be one with others, merged by now or not. Its acronym and its
    /// names in other languages are then known to be its own, see [`aliases`].
    pub fn is_decided_same(&self, record: usize) -> bool {
        self.decided.contains(&record)
    }
}

/// The decisions that still fit the roster; the others become findings and are not applied.
pub fn applicable(sources: &Sources, roster: &Roster, findings: &mut Findings) -> Decisions {
    if roster.decisions.is_empty() {
        return Decisions::default();
    }
    let lookup = Lookup::new(sources, roster);
    let mut fitting: Vec<(&Decision, Vec<Vec<usize>>)> = Vec::new();
    for decision in &roster.decisions {
        match lookup.fit(decision) {
            Ok(groups) => fitting.push((decision, groups)),
            Err(reason) => findings.push(stale(sources, decision, &reason)),
        }
    }
    fitting.retain(|(decision, _)| decision.is != Judgement::Accept);
    drop_contradicting(sources, &mut fitting, findings);
    let mut decisions = Decisions::default();
    for (decision, groups) in fitting {
        if decision.is == Judgement::Distinct {
            decisions.distinct.extend(pairs_across(&groups));
            continue;
        }
        let all = members(&groups);
        decisions.decided.extend(&all);
        for &other in &all[1..] {
            decisions.same.push((all[0], other));
            decisions.joined.join(all[0], other);
        }
    }
    decisions.distinct.sort_unstable();
    decisions.distinct.dedup();
    decisions
}

/// A finding that a human accepted: it is known and as it should be.
pub struct Accepted<'r> {
    pub code: &'r str,
    /// Ids of the entries that it is about.
    pub records: HashSet<&'r str>,
    /// None: under any statement.
    pub statement: Option<&'r str>,
    /// None: whatever its text says.
    pub digest: Option<&'r str>,
}

/// What was accepted and still fits.
pub fn accepted<'r>(sources: &Sources, roster: &'r Roster) -> Vec<Accepted<'r>> {
    let accepts = |decision: &&Decision| decision.is == Judgement::Accept;
    if !roster.decisions.iter().any(|decision| accepts(&decision)) {
        return Vec::new();
    }
    let lookup = Lookup::new(sources, roster);
    let resolved = roster
        .decisions
        .iter()
        .filter(accepts)
        .filter_map(|decision| {
            let records = members(&lookup.fit(decision).ok()?);
            Some(Accepted {
                code: &decision.code.as_ref()?.value,
                records: records
                    .into_iter()
                    .map(|record| roster.records[record].id.as_str())
                    .collect(),
                statement: decision.statement.as_ref().map(|name| name.value.as_str()),
                digest: decision.digest.as_ref().map(|digest| digest.value.as_str()),
            })
        });
    resolved.collect()
}

/// Other texts that name the same signatory as the entry does: its `aliases`, its names in other languages, and the
/// lines that it signed as beside its name. Where a human judged it to be one with others (`decided`), its acronym too:
/// "DKP" for the Communist Party of Denmark says nothing by itself.
pub fn aliases(record: &Record, decided: bool) -> Vec<&str> {
    let acronym = record.acronym.as_ref().filter(|_| decided);
    let texts = record
        .aliases
        .iter()
        .chain(record.names.values())
        .chain(&record.as_signed)
        .chain(acronym);
    let mut known = HashSet::from([standardise::fold(&record.name.value)]);
    texts
        .map(|text| text.value.as_str())
        .filter(|text| known.insert(standardise::fold(text)))
        .collect()
}

fn stale(sources: &Sources, decision: &Decision, reason: &str) -> Diagnostic {
    let line = sources.position(decision.place).line;
    Diagnostic::new(
        DECISION_STALE,
        decision.place,
        format!("this decision no longer fits and is not applied: {reason}"),
    )
    .help(format!(
        "look at the entries again, then correct the decision in line {line} or take it out"
    ))
}

/// Takes out every `distinct` about entries that others say are the same, and those others with it.
fn drop_contradicting(
    sources: &Sources,
    fitting: &mut Vec<(&Decision, Vec<Vec<usize>>)>,
    findings: &mut Findings,
) {
    let mut joined = Groups::default();
    for (_, groups) in fitting.iter().filter(|(d, _)| d.is == Judgement::Same) {
        let all = members(groups);
        all.iter().for_each(|&other| joined.join(all[0], other));
    }
    // The joined groups, by their root, that a `distinct` would part.
    let mut parted: HashSet<usize> = HashSet::new();
    let mut dropped: HashSet<usize> = HashSet::new();
    for (at, (decision, groups)) in fitting.iter().enumerate() {
        if decision.is != Judgement::Distinct {
            continue;
        }
        let roots: HashSet<usize> = pairs_across(groups)
            .filter(|&(a, b)| joined.root(a) == joined.root(b))
            .map(|(a, _)| joined.root(a))
            .collect();
        if roots.is_empty() {
            continue;
        }
        let mut finding = Diagnostic::new(
            DECISION_CONTRADICTED,
            decision.place,
            "this decision says that entries are distinct, and another that they are the same: neither is applied",
        )
        .help(format!(
            "decide again: take out the decision in line {}, or the other",
            sources.position(decision.place).line
        ));
        let others = fitting.iter().filter(|(d, groups)| {
            d.is == Judgement::Same && roots.contains(&joined.root(groups[0][0]))
        });
        for (other, _) in others.take(SHOWN) {
            finding = finding.label(other.place, "this says “same”");
        }
        findings.push(finding);
        parted.extend(roots);
        dropped.insert(at);
    }
    let mut at = 0;
    fitting.retain(|(decision, groups)| {
        let contradicts = dropped.contains(&at)
            || (decision.is == Judgement::Same && parted.contains(&joined.root(groups[0][0])));
        at += 1;
        !contradicts
    });
}

/// Finds the entries that decisions name. The index of texts is built when one is first needed: it folds the
/// texts of every entry.
struct Lookup<'r> {
    sources: &'r Sources,
    roster: &'r Roster,
    by_id: HashMap<&'r str, usize>,
    by_text: OnceCell<HashMap<String, Vec<usize>>>,
}

impl<'r> Lookup<'r> {
    fn new(sources: &'r Sources, roster: &'r Roster) -> Self {
        let mut by_id = HashMap::new();
        for (at, record) in roster.records.iter().enumerate() {
            by_id.entry(record.id.as_str()).or_insert(at);
        }
        Lookup {
            sources,
            roster,
            by_id,
            by_text: OnceCell::new(),
        }
    }

    /// The entries of each name in a decision; none of the lists is empty. An error says why it no longer fits.
    fn fit(&self, decision: &Decision) -> Result<Vec<Vec<usize>>, String> {
        let names = decision.of.len().max(decision.as_signed.len());
        // Beside a sheet one text may name several rows, and judge them to be the same.
        let enough = match decision.is {
            Judgement::Accept => 0,
            Judgement::Same if decision.of.is_empty() => 1,
            Judgement::Same | Judgement::Distinct => 2,
        };
        if names < enough {
            return Err("it names fewer than two entries".into());
        }
        let groups = (0..names)
            .map(|at| self.entries(decision.of.get(at), decision.as_signed.get(at)))
            .collect::<Result<Vec<_>, String>>()?;
        if decision.is == Judgement::Distinct
            && let Some((a, _)) = pairs_across(&groups).find(|(a, b)| a == b)
        {
            return Err(format!(
                "what it tells apart stands in one entry now, “{}”",
                self.roster.records[a].id
            ));
        }
        Ok(groups)
    }

    /// The entries meant by an id and the text that it signed as. An id that is gone, merged or renamed, is
    /// found by its text; one whose text has changed isn't what was judged.
    fn entries(
        &self,
        id: Option<&Located<String>>,
        text: Option<&Located<String>>,
    ) -> Result<Vec<usize>, String> {
        let id = id.map(|id| id.value.as_str());
        let text = text.map(|text| text.value.as_str());
        if let Some((id, &record)) = id.and_then(|id| Some((id, self.by_id.get(id)?))) {
            let changed = text.filter(|text| {
                !self
                    .signed_texts(&self.roster.records[record])
                    .contains(&standardise::fold(text))
            });
            return match changed {
                Some(text) => Err(format!("“{text}” is no longer what “{id}” signed as")),
                None => Ok(vec![record]),
            };
        }
        let found = text.and_then(|text| self.by_text().get(&standardise::fold(text)));
        found.cloned().ok_or_else(|| match (id, text) {
            (Some(id), Some(text)) => {
                format!("there is no entry with the id “{id}”, and none signed as “{text}”")
            }
            (Some(id), None) => format!("there is no entry with the id “{id}”"),
            (None, text) => format!("no entry signed as “{}”", text.unwrap_or_default()),
        })
    }

    /// Entries by the texts that decisions name, folded. No other text is kept: a sheet may have a million.
    fn by_text(&self) -> &HashMap<String, Vec<usize>> {
        self.by_text.get_or_init(|| {
            let decisions = self.roster.decisions.iter();
            let named = decisions.flat_map(|decision| &decision.as_signed);
            let mut index: HashMap<String, Vec<usize>> = named
                .map(|text| (standardise::fold(&text.value), Vec::new()))
                .collect();
            for (at, record) in self.roster.records.iter().enumerate() {
                for text in self.signed_texts(record) {
                    if let Some(entries) = index.get_mut(&text)
                        && entries.last() != Some(&at)
                    {
                        entries.push(at);
                    }
                }
            }
            index.retain(|_, entries| !entries.is_empty());
            index
        })
    }

    /// The lines that an entry signed as, folded; of one that keeps none, its text as signed.
    fn signed_texts(&self, record: &Record) -> Vec<String> {
        if record.as_signed.is_empty() {
            return vec![standardise::fold(&record.signed_text(self.sources))];
        }
        let lines = record.as_signed.iter();
        lines.map(|line| standardise::fold(&line.value)).collect()
    }
}

/// Every entry of some groups once, the earliest first.
fn members(groups: &[Vec<usize>]) -> Vec<usize> {
    let mut all = groups.concat();
    all.sort_unstable();
    all.dedup();
    all
}

/// Every pair of entries of two groups, the smaller index first.
fn pairs_across(groups: &[Vec<usize>]) -> impl Iterator<Item = (usize, usize)> {
    groups.iter().enumerate().flat_map(move |(at, one)| {
        groups[at + 1..].iter().flat_map(move |other| {
            one.iter()
                .flat_map(move |&a| other.iter().map(move |&b| (a.min(b), a.max(b))))
        })
    })
}

/// Records joined into groups, each known by its root, the smallest index in it.
#[derive(Debug, Default)]
struct Groups(HashMap<usize, usize>);

impl Groups {
    fn root(&self, mut record: usize) -> usize {
        while let Some(&above) = self.0.get(&record) {
            record = above;
        }
        record
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if a != b {
            self.0.insert(a.max(b), a.min(b));
        }
    }
}
