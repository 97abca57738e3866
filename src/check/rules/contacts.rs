//! Contact data in fields that are published, or that lie in a public file.

use crate::check::Subject;
use crate::diagnostic::{CONTACT_DATA, Diagnostic, Findings};
use crate::source::Located;
use crate::standardise::contacts::{ContactKind, contacts};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for record in &subject.roster.records {
        let single = [
            Some(&record.name),
            record.acronym.as_ref(),
            record.country_name.as_ref(),
            record.location.as_ref(),
            record.role.as_ref(),
            record.organisation.as_ref(),
            record.note.as_ref(),
        ];
        let fields = single
            .into_iter()
            .flatten()
            .chain(record.names.values())
            .chain(&record.as_signed)
            .chain(&record.aliases);
        for field in fields {
            report(field, &record.id, findings);
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
