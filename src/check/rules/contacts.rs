//! Contact data in fields that are published, or that lie in a public file.

use crate::check::Subject;
use crate::diagnostic::{CONTACT_CUT, CONTACT_DATA, Diagnostic, Findings};
use crate::model::body::RunKind;
use crate::source::{Located, Place};
use crate::standardise::contacts::{ContactKind, contacts};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for record in &subject.roster.records {
        let fields = record
            .printed_texts()
            .chain(&record.as_signed)
            .chain(&record.aliases)
            .chain(record.status_note.as_deref())
            .chain(record.signed.iter().flat_map(|signed| &signed.said));
        for field in fields {
            report(field, &record.id, findings);
        }
    }
    for statement in subject.statements {
        for run in statement.body.printed() {
            if let RunKind::Text(text) = &run.kind {
                report_cut(
                    text,
                    Place::new(statement.source, run.span.clone()),
                    findings,
                );
            }
        }
    }
    for statement in subject
        .statements
        .iter()
        .filter(|statement| statement.front.form().is_signed())
    {
        let front = &statement.front;
        for field in [&front.title, &front.subtitle, &front.lead, &front.sign_off]
            .into_iter()
            .flatten()
        {
            report(field, "", findings);
        }
    }
}

/// Marks of a cut that would be printed.
fn report_cut(text: &str, place: Place, findings: &mut Findings) {
    let marks = [
        ContactKind::EMail,
        ContactKind::Telephone,
        ContactKind::Handle,
    ]
    .map(ContactKind::placeholder);
    if let Some(mark) = marks.into_iter().find(|mark| text.contains(mark)) {
        findings.push(
            Diagnostic::new(
                CONTACT_CUT,
                place,
                format!("{mark} would be printed here: import cut contact data out of this text"),
            )
            .help("put it back if it belongs to the text, or take the mark out"),
        );
    }
}

fn report(field: &Located<String>, id: &str, findings: &mut Findings) {
    for (range, kind) in contacts(&field.value) {
        let what = match kind {
            ContactKind::EMail => "an e-mail address",
            ContactKind::Telephone => "a telephone number",
            ContactKind::Handle => "a handle",
        };
        let mut finding = Diagnostic::new(
            CONTACT_DATA,
            field.place,
            format!(
                "“{}” is {what}, in a file that is published",
                &field.value[range]
            ),
        )
        .help("cut it out here and keep it in signatories.private.toml, which no output reads");
        if !id.is_empty() {
            finding = finding.record(id);
        }
        findings.push(finding);
    }
}
