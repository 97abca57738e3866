//! Fields that a newsroom looks for, and the date.

use crate::check::Subject;
use crate::diagnostic::{DATE_MISSING, Diagnostic, Findings, LABELS_MISSING, PRESS_FIELDS_MISSING};
use crate::model::Statement;
use crate::model::statement::Form;
use crate::source::Place;
use crate::tables::labels;

pub fn check(subject: &Subject, findings: &mut Findings) {
    for statement in subject.statements {
        let top = Place::new(statement.source, 0..0);
        let missing = missing(statement);
        if !missing.is_empty() {
            findings.push(
                Diagnostic::new(PRESS_FIELDS_MISSING, top, format!("“{}” has no {}", statement.name, missing.join(", no ")))
                    .help("write what you have between two lines `+++` at the top of the file, for example: title = \"…\""),
            );
        }
        let dated = subject
            .roster
            .records
            .iter()
            .any(|record| record.signed.iter().any(|signature| signature.on.is_some()));
        if statement.front.date.is_none() && !dated {
            findings.push(
                Diagnostic::new(
                    DATE_MISSING,
                    top,
                    format!(
                        "“{}” has no date; its PDF says 1970-01-01 of itself",
                        statement.name
                    ),
                )
                .help("write date = 2026-12-01 with the right day into the front matter"),
            );
        }
        if labels::labels(statement.lang.primary()).is_none() {
            let place = statement.front.lang.as_ref().map_or(top, |lang| lang.place);
            let known: Vec<&str> = labels::languages().collect();
            findings.push(
                Diagnostic::new(
                    LABELS_MISSING,
                    place,
                    format!(
                        "there are no labels for “{}” yet: English ones stand around the text",
                        statement.lang
                    ),
                )
                .help(format!("languages with labels: {}", known.join(", "))),
            );
        }
    }
}

/// What is empty of the fields that the form's readers look for.
fn missing(statement: &Statement) -> Vec<&'static str> {
    let front = &statement.front;
    let mut missing = Vec::new();
    let mut want = |name, there: bool| {
        if !there {
            missing.push(name);
        }
    };
    match front.form() {
        Form::PressRelease => {
            want(
                "headline",
                front.headline.is_some() || front.title.is_some(),
            );
            want(
                "contacts",
                front
                    .contacts
                    .as_ref()
                    .is_some_and(|contacts| !contacts.is_empty()),
            );
        }
        Form::JointStatement | Form::OpenLetter => {
            want("title", front.title.is_some());
            want("place", front.place.is_some());
        }
    }
    if front.form() == Form::OpenLetter {
        want("addressee", front.addressee.is_some());
    }
    want("date", front.date.is_some() || front.embargo.is_some());
    want("issuer", front.issuer.is_some());
    want("lang", statement.lang_known);
    missing
}
