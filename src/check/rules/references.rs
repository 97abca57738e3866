//! Names of statements and entries that the project doesn't have.

use crate::check::Subject;
use crate::diagnostic::{Diagnostic, Findings, UNKNOWN_REFERENCE};
use crate::read::fields::nearest;
use crate::source::Located;

pub fn check(subject: &Subject, findings: &mut Findings) {
    let ids = || {
        subject
            .roster
            .records
            .iter()
            .map(|record| record.id.as_str())
    };
    let lists = subject
        .statements
        .iter()
        .map(|statement| &statement.front.list)
        .chain([&subject.roster.list]);
    for id in lists.flat_map(|list| list.first.iter().chain(&list.short)) {
        if !ids().any(|known| known == id.value) {
            findings.push(unknown(id, "entry with the id", ids()));
        }
    }
    let signed = || subject.signed.names.iter().map(String::as_str);
    for about in subject
        .statements
        .iter()
        .filter_map(|statement| statement.front.about.as_ref())
    {
        if !signed().any(|name| name == about.value) {
            findings.push(unknown(about, "signed statement", signed()));
        }
    }
}

fn unknown<'n>(
    written: &Located<String>,
    what: &str,
    names: impl Iterator<Item = &'n str>,
) -> Diagnostic {
    let finding = Diagnostic::new(
        UNKNOWN_REFERENCE,
        written.place,
        format!("there is no {what} “{}”", written.value),
    );
    match nearest(&written.value, names) {
        Some(near) => finding.help(format!("did you mean “{near}”?")),
        None => finding.help("correct the name, or take it out"),
    }
}
