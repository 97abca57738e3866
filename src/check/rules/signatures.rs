//! Who signed what: an entry that doesn't say it, and a list that would be empty.

use crate::check::Subject;
use crate::diagnostic::{
    Diagnostic, Findings, NO_SIGNATORIES, SIGNATURE_WITHOUT_STATEMENT, UNKNOWN_REFERENCE,
};
use crate::model::roster::Status;
use crate::read::fields::nearest;
use crate::source::Place;

pub fn check(subject: &Subject, findings: &mut Findings) {
    let names = &subject.signed.names;
    for record in &subject.roster.records {
        let silent = record.signed.is_empty()
            || record
                .signed
                .iter()
                .any(|signature| signature.statement.is_none());
        if record.status == Status::Signed && silent && !subject.signed.is_sole() {
            findings.push(
                Diagnostic::new(
                    SIGNATURE_WITHOUT_STATEMENT,
                    record.name.place,
                    format!(
                        "“{}” doesn’t say which statement it signed; the project has {}",
                        record.name.value,
                        names.len()
                    ),
                )
                .record(record.id.clone())
                .help(match subject.roster.is_toml(subject.sources) {
                    true => format!(
                        "add signed = [{{ statement = \"{}\" }}] with the right one of: {}",
                        names[0],
                        names.join(", ")
                    ),
                    false => "a sheet can’t say it: keep a project for each statement, or write the roster as signatories.toml".to_string(),
                }),
            );
        }
        for written in record
            .signed
            .iter()
            .filter_map(|signature| signature.statement.as_ref())
        {
            if !names.contains(&written.value) {
                let finding = Diagnostic::new(
                    UNKNOWN_REFERENCE,
                    written.place,
                    format!(
                        "there is no signed statement “{}” in this project",
                        written.value
                    ),
                )
                .record(record.id.clone());
                findings.push(
                    match nearest(&written.value, names.iter().map(String::as_str)) {
                        Some(near) => finding.help(format!("did you mean “{near}”?")),
                        None => finding.help(format!(
                            "the project has: {}",
                            if names.is_empty() {
                                "none yet".into()
                            } else {
                                names.join(", ")
                            }
                        )),
                    },
                );
            }
        }
    }
    let roster = &subject.sources.get(subject.roster.source).path;
    for name in names {
        let printed = subject
            .linked
            .signatories
            .all
            .iter()
            .any(|signatory| signatory.is_printed(name, subject.signed, None));
        if !printed && subject.roster.is_whole {
            let place = subject
                .statements
                .iter()
                .find(|statement| statement.name == *name)
                .map(|statement| Place::new(statement.source, 0..0));
            findings.push(
                Diagnostic::new(NO_SIGNATORIES, place, format!("nobody is printed under “{name}”: no entry of {} with status \"signed\" belongs to it", roster.display()))
                    .help(if subject.roster.is_toml(subject.sources) {
                        "add a [[signatory]] for each party that signed"
                    } else {
                        "add a row for each party that signed"
                    })
                    .help("`undersigned build --draft` prints the text without a list"),
            );
        }
    }
}
