//! Checks a project: every rule reads the model and adds findings, with fixes where one is possible.

pub mod rules;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::diagnostic::{Diagnostic, Findings, Severity};
use crate::linkage::Linked;
use crate::model::roster::{Decision, Judgement, Roster};
use crate::model::signatories::SignedStatements;
use crate::model::{Signatory, Statement};
use crate::read::fonts::ProjectFont;
use crate::source::Sources;
use crate::standardise;

/// What is checked.
pub struct Subject<'a> {
    pub sources: &'a Sources,
    /// Every edition of every statement, in the order of their files.
    pub statements: &'a [Statement],
    /// The roster as written.
    pub roster: &'a Roster,
    /// The roster as meant, with the pairs found.
    pub linked: &'a Linked,
    pub signed: &'a SignedStatements,
    /// The project's own typefaces.
    pub fonts: &'a [ProjectFont],
}

impl Subject<'_> {
    /// Signatories that are printed under some statement.
    pub fn printed(&self) -> impl Iterator<Item = &Signatory> {
        self.linked.signatories.all.iter().filter(|signatory| {
            self.signed
                .names
                .iter()
                .any(|name| signatory.is_printed(name, self.signed, None))
        })
    }
}

/// Runs every rule. Findings that a decision accepts are left out.
pub fn check(subject: &Subject, findings: &mut Findings) {
    let mut found = Findings::default();
    for rule in rules::RULES {
        rule(subject, &mut found);
    }
    let accepted = Accepted::new(subject);
    let open = |finding: &Diagnostic| !accepted.settles(finding);
    findings.list.extend(found.list.into_iter().filter(open));
}

/// Decisions with `is = "accept"`: each settles findings of its code, all of whose records it names.
struct Accepted<'a> {
    subject: &'a Subject<'a>,
    /// By code and id of a record; the code alone where a decision is about a whole statement.
    decisions: HashMap<(&'a str, &'a str), Vec<Named<'a>>>,
}

/// A decision, and the ids of the records that it names.
type Named<'a> = (&'a Decision, Rc<HashSet<&'a str>>);

impl<'a> Accepted<'a> {
    fn new(subject: &'a Subject<'a>) -> Self {
        let ids = ids_by_text(subject);
        let mut decisions: HashMap<_, Vec<Named>> = HashMap::new();
        for decision in &subject.roster.decisions {
            let (Judgement::Accept, Some(code)) = (decision.is, &decision.code) else {
                continue;
            };
            let mut named: HashSet<&str> = decision.of.iter().map(|id| id.value.as_str()).collect();
            if decision.of.is_empty() {
                let texts = decision.as_signed.iter();
                let found = texts.filter_map(|text| ids.get(&standardise::fold(&text.value)));
                named.extend(found.flatten());
            }
            let named = Rc::new(named);
            for &id in named.iter() {
                decisions
                    .entry((code.value.as_str(), id))
                    .or_default()
                    .push((decision, named.clone()));
            }
            if named.is_empty() && decision.as_signed.is_empty() && decision.statement.is_some() {
                decisions
                    .entry((code.value.as_str(), ""))
                    .or_default()
                    .push((decision, named));
            }
        }
        Accepted { subject, decisions }
    }

    /// Whether a decision settles a finding. Errors can't be accepted.
    fn settles(&self, finding: &Diagnostic) -> bool {
        if finding.severity == Severity::Error {
            return false;
        }
        let first = finding.records.first().map(String::as_str);
        let keys = first.into_iter().chain([""]);
        keys.filter_map(|id| self.decisions.get(&(finding.code.name, id)))
            .flatten()
            .any(|(decision, named)| {
                let all = named.is_empty()
                    || finding.records.iter().all(|id| named.contains(id.as_str()));
                all && self.fits_statement(decision, finding)
            })
    }

    fn fits_statement(&self, decision: &Decision, finding: &Diagnostic) -> bool {
        let Some(name) = &decision.statement else {
            return true;
        };
        let source = finding.place.map(|place| place.source);
        self.subject
            .statements
            .iter()
            .any(|statement| statement.name == name.value && Some(statement.source) == source)
    }
}

/// The ids of a sheet's records by their folded text as signed: only of texts that decisions name.
fn ids_by_text<'a>(subject: &'a Subject) -> HashMap<String, Vec<&'a str>> {
    let decisions = subject.roster.decisions.iter();
    let mut ids: HashMap<String, Vec<&str>> = decisions
        .filter(|decision| decision.is == Judgement::Accept && decision.of.is_empty())
        .flat_map(|decision| &decision.as_signed)
        .map(|text| (standardise::fold(&text.value), Vec::new()))
        .collect();
    if !ids.is_empty() {
        for record in &subject.roster.records {
            let text = standardise::fold(&record.signed_text(subject.sources));
            if let Some(ids) = ids.get_mut(&text) {
                ids.push(&record.id);
            }
        }
    }
    ids
}
