//! Checks a project: every rule reads the model and adds findings, with fixes where one is possible.

pub mod rules;

use crate::diagnostic::Findings;
use crate::linkage::Linked;
use crate::model::roster::{Judgement, Roster};
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
    findings.list.extend(
        found
            .list
            .into_iter()
            .filter(|finding| !accepted(subject, finding)),
    );
}

/// Whether a `[[decision]]` with `is = "accept"` settles a finding: same code, all its records named. Errors can't be accepted.
fn accepted(subject: &Subject, finding: &crate::diagnostic::Diagnostic) -> bool {
    if finding.severity == crate::diagnostic::Severity::Error {
        return false;
    }
    subject
        .roster
        .decisions
        .iter()
        .filter(|decision| decision.is == Judgement::Accept)
        .any(|decision| {
            let code = decision
                .code
                .as_ref()
                .is_some_and(|code| code.value == finding.code.name);
            let named = |id: &String| decision.of.iter().any(|of| of.value == *id);
            let statement = decision.statement.as_ref().is_none_or(|name| {
                let source = finding.place.map(|place| place.source);
                subject.statements.iter().any(|statement| {
                    statement.name == name.value && Some(statement.source) == source
                })
            });
            let about_all = decision.of.is_empty() && decision.statement.is_some();
            code && statement
                && (about_all || (!finding.records.is_empty() && finding.records.iter().all(named)))
        })
}
