//! The rules, one file each. A new rule is a function here and, for a new kind of finding, a row in `codes.rs`.

mod consent;
mod contacts;
mod country;
pub mod duplicates;
mod editions;
mod glyphs;
mod mends;
mod people;
mod press;
mod references;
mod roster;
mod signatures;
mod spelling;
mod text;
mod variables;
pub mod withdrawn;

use rayon::prelude::*;

use crate::check::Subject;
use crate::diagnostic::{Code, Findings};
use crate::edit::toml_string;
use crate::model::Record;
use crate::source::{Place, Syntax};

type Rule = fn(&Subject, &mut Findings);

/// Every rule. Their order doesn't matter: findings are sorted by place.
pub const RULES: &[Rule] = &[
    consent::check,
    contacts::check,
    country::check,
    duplicates::check,
    editions::check,
    glyphs::check,
    mends::check,
    people::check,
    press::check,
    references::check,
    roster::check,
    signatures::check,
    spelling::check,
    text::check,
    variables::check,
    withdrawn::check,
];

/// Runs a rule on each record, many at a time; findings come in the order of the records.
fn for_each_record(
    subject: &Subject,
    findings: &mut Findings,
    rule: impl Fn(&Record, &mut Findings) + Sync,
) {
    /// Records that are worth a task of their own.
    const TASK: usize = 256;
    let found: Vec<Findings> = subject
        .roster
        .records
        .par_chunks(TASK)
        .map(|records| {
            let mut found = Findings::default();
            for record in records {
                rule(record, &mut found);
            }
            found
        })
        .collect();
    for found in found {
        findings.list.extend(found.list);
    }
}

/// How a user writes a value into a field of the file that a place is in: `name = "…"`, or “…” into its column.
fn assignment(subject: &Subject, place: Place, field: &str, value: &str) -> String {
    match subject.sources.get(place.source).syntax() {
        Syntax::Toml => format!("{field} = {}", toml_string(value, "\"\"")),
        Syntax::Csv | Syntax::Cells => format!("“{value}” into the column `{field}`"),
        Syntax::Json => format!("“{value}” into `{field}`"),
    }
}

/// How to say that a finding is as it should be.
fn accept(subject: &Subject, code: &Code, record: &Record) -> String {
    let source = subject.sources.get(record.place.source);
    let (file, entry) = match source.syntax() {
        Syntax::Toml => (
            "signatories.toml".to_string(),
            format!("of = [\"{}\"]", record.id),
        ),
        _ => (
            format!("{}.decisions.toml", source.path.display()),
            format!(
                "as-signed = [{}]",
                toml_string(&record.signed_text(subject.sources), "\"\"")
            ),
        ),
    };
    format!(
        "if it is right as it stands, add to {file}:\n[[decision]]\nis = \"accept\"\ncode = \"{}\"\n{entry}\nby = \"your name\"",
        code.name
    )
}
