//! Checks a project: every rule reads the model and adds findings, with fixes where one is possible.

pub mod merge;
pub mod rules;

use crate::diagnostic::{Diagnostic, Findings, Severity};
use crate::linkage::Linked;
use crate::linkage::decide::{self, Accepted};
use crate::model::roster::Roster;
use crate::model::signatories::SignedStatements;
use crate::model::{Signatory, Statement};
use crate::read::fonts::ProjectFont;
use crate::source::Sources;

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
    let accepted = decide::accepted(subject.roster);
    let open = |finding: &Diagnostic| !accepted.iter().any(|one| settles(subject, one, finding));
    findings.list.extend(found.list.into_iter().filter(open));
}

/// Whether an accepted finding is this one: same code, all its records named, or its statement where no
/// record is. Errors can't be accepted.
fn settles(subject: &Subject, accepted: &Accepted, finding: &Diagnostic) -> bool {
    if finding.severity == Severity::Error || accepted.code != finding.code.name {
        return false;
    }
    let there = accepted.statement.is_none_or(|name| {
        let source = finding.place.map(|place| place.source);
        subject
            .statements
            .iter()
            .any(|statement| statement.name == name && Some(statement.source) == source)
    });
    let about_all = accepted.records.is_empty() && accepted.statement.is_some();
    let named = |id: &String| accepted.records.contains(id.as_str());
    there && (about_all || (!finding.records.is_empty() && finding.records.iter().all(named)))
}
