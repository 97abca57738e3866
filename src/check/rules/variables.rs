//! Variables: unknown ones, and any in text that parties sign.

use crate::check::Subject;
use crate::diagnostic::{Diagnostic, Findings, UNKNOWN_VARIABLE, VARIABLE_IN_SIGNED_TEXT};
use crate::model::Statement;
use crate::model::body::RunKind;
use crate::source::{Located, Place};
use crate::wording::variables::{KNOWN, find, is_known};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for statement in subject.statements {
        let signed = statement.front.form().is_signed();
        for (text, place) in texts(statement, true) {
            judge(&text, place, signed, findings);
        }
        for (text, place) in texts(statement, false) {
            judge(&text, place, false, findings);
        }
    }
}

fn judge(text: &str, place: Place, signed: bool, findings: &mut Findings) {
    for range in find(text) {
        let variable = &text[range.clone()];
        let name = &variable[1..variable.len() - 1];
        if signed && is_known(name) {
            findings.push(
                Diagnostic::new(VARIABLE_IN_SIGNED_TEXT, place, format!("{variable} stands in text that parties sign: it would change after they signed"))
                    .help("write the words themselves, or move the sentence to `lead` or `notes`"),
            );
        } else if !signed && !is_known(name) {
            findings.push(
                Diagnostic::new(
                    UNKNOWN_VARIABLE,
                    place,
                    format!("{variable} stands for nothing"),
                )
                .help(format!("known are {KNOWN}")),
            );
        }
    }
}

/// Texts of a statement with their places: those signed (in a press release nothing is), or the publisher's.
fn texts(statement: &Statement, signed: bool) -> Vec<(String, Place)> {
    let front = &statement.front;
    let field = |text: &Located<String>| (text.value.clone(), text.place);
    if signed {
        let single = [
            &front.title,
            &front.subtitle,
            &front.addressee,
            &front.sign_off,
            &front.consent,
            &front.authentic,
        ];
        let fields = single
            .into_iter()
            .flatten()
            .chain(front.disclaimers.iter().flatten())
            .map(field);
        let runs = statement
            .body
            .printed()
            .into_iter()
            .filter(|run| !run.voice.code)
            .filter_map(|run| match run.kind {
                RunKind::Text(text) => Some((text, Place::new(statement.source, run.span))),
                _ => None,
            });
        return fields.chain(runs).collect();
    }
    let single = [
        &front.lead,
        &front.headline,
        &front.subhead,
        &front.dateline,
    ];
    let boilerplate = front
        .boilerplate
        .iter()
        .flatten()
        .map(|boilerplate| &boilerplate.text);
    single
        .into_iter()
        .flatten()
        .chain(front.notes.iter().flatten())
        .chain(boilerplate)
        .map(field)
        .collect()
}
