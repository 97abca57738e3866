//! Single entries: kinds that are not expected, names that are an acronym only.

use crate::check::Subject;
use crate::check::rules::accept;
use crate::diagnostic::{ACRONYM_ONLY, Diagnostic, Findings, KIND_NOT_EXPECTED};

pub fn check(subject: &Subject, findings: &mut Findings) {
    let expect = &subject.roster.expect;
    for record in &subject.roster.records {
        if let Some(kind) = &record.kind
            && !expect.is_empty()
            && !expect.iter().any(|expected| expected.value == kind.value)
        {
            let expected: Vec<&str> = expect.iter().map(|kind| kind.value.as_str()).collect();
            findings.push(
                Diagnostic::new(
                    KIND_NOT_EXPECTED,
                    kind.place,
                    format!(
                        "“{}” is of kind “{}”; this roster expects {}",
                        record.name.value,
                        kind.value,
                        expected.join(", ")
                    ),
                )
                .label(expect[0].place, "expected here")
                .record(record.id.clone())
                .help("correct `kind`, or add it to `expect`")
                .help(accept(subject, KIND_NOT_EXPECTED, record)),
            );
        }
        let name = record.name.value.trim();
        let acronym = name.chars().count() <= 8
            && !name.contains(char::is_whitespace)
            && name.chars().filter(|c| c.is_uppercase()).count() >= 2
            && !name.chars().any(char::is_lowercase);
        if acronym && !record.is_person() {
            findings.push(
                Diagnostic::new(
                    ACRONYM_ONLY,
                    record.name.place,
                    format!("“{name}” is an acronym only; it is printed as signed"),
                )
                .record(record.id.clone())
                .help(format!(
                    "if the party agrees: name = its full name, acronym = \"{name}\""
                ))
                .help(accept(subject, ACRONYM_ONLY, record)),
            );
        }
    }
}
