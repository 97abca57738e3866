//! Checks a project: every rule reads the model and adds findings, with fixes where one is possible.

pub mod merge;
pub mod rules;

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Findings, Severity};
use crate::diff::signed;
use crate::linkage::Linked;
use crate::linkage::decide;
use crate::model::roster::Roster;
use crate::model::signatories::SignedStatements;
use crate::model::{Frozen, Signatory, Statement};
use crate::read::fonts::ProjectFont;
use crate::source::Sources;

/// What is checked.
pub struct Subject<'a> {
    pub sources: &'a Sources,
    /// Every edition of every statement, in the order of their files.
    pub statements: &'a [Statement],
    /// Frozen versions, by statement and number.
    pub versions: &'a [Frozen],
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

/// What humans accepted, found by a finding's code and first record.
struct Accepted<'a> {
    subject: &'a Subject<'a>,
    all: Vec<decide::Accepted<'a>>,
    /// By code and id of a record; an empty id where a whole statement is meant. Indices into `all`.
    index: HashMap<(&'a str, &'a str), Vec<usize>>,
}

impl<'a> Accepted<'a> {
    fn new(subject: &'a Subject<'a>) -> Self {
        let all = decide::accepted(subject.sources, subject.roster);
        let mut index: HashMap<_, Vec<usize>> = HashMap::new();
        for (at, one) in all.iter().enumerate() {
            let statement = one.records.is_empty() && one.statement.is_some();
            for id in one.records.iter().copied().chain(statement.then_some("")) {
                index.entry((one.code, id)).or_default().push(at);
            }
        }
        Accepted {
            subject,
            all,
            index,
        }
    }

    /// Whether a finding is accepted: all its records are named, or its statement where none is. Errors can't be.
    fn settles(&self, finding: &Diagnostic) -> bool {
        if finding.severity == Severity::Error {
            return false;
        }
        let first = finding.records.first().map(String::as_str);
        let keys = first.into_iter().chain([""]);
        keys.filter_map(|id| self.index.get(&(finding.code.name, id)))
            .flatten()
            .map(|&at| &self.all[at])
            .any(|one| {
                let named = |id: &String| one.records.contains(id.as_str());
                let all = one.records.is_empty() || finding.records.iter().all(named);
                all && self.fits_statement(one, finding)
            })
    }

    fn fits_statement(&self, one: &decide::Accepted, finding: &Diagnostic) -> bool {
        let source = finding.place.map(|place| place.source);
        one.statement.is_none_or(|name| {
            let mut statements = self.subject.statements.iter();
            statements.any(|statement| {
                statement.name == name
                    && Some(statement.source) == source
                    && one
                        .digest
                        .is_none_or(|digest| signed::digest(statement) == digest)
            })
        })
    }
}
