//! Class P: proposals about how a name is spelt. A human answers; nothing is changed.

use crate::check::Subject;
use crate::diagnostic::{
    ALL_CAPITALS, COUNTRY_SPELLING, Code, Confidence, Diagnostic, Findings, MISSING_ARTICLE,
    MIXED_SCRIPTS, RESERVATION_MARK, SPELLING,
};
use crate::edit::{Edit, toml_string};
use crate::model::roster::Record;
use crate::source::Located;
use crate::standardise::spelling::{Proposal, ProposalKind, RosterWords, proposals};
use crate::standardise::{self, mend};
use crate::tables::countries;

pub fn check(subject: &Subject, findings: &mut Findings) {
    let words = RosterWords::new(
        subject
            .roster
            .records
            .iter()
            .map(|record| record.name.value.as_str()),
    );
    for record in &subject.roster.records {
        if standardise::unprintable(&record.name.value).is_some() {
            continue;
        }
        let mended = mend::name(&record.name.value).text;
        let all = if record.is_person() {
            Vec::new()
        } else {
            proposals(&mended, &words)
        };
        for proposal in all {
            propose(subject, record, &record.name, &mended, &proposal, findings);
        }
        check_country_name(subject, record, findings);
        check_marks(record, findings);
    }
}

fn code_of(kind: ProposalKind) -> &'static Code {
    match kind {
        ProposalKind::Spelling => SPELLING,
        ProposalKind::CountrySpelling => COUNTRY_SPELLING,
        ProposalKind::MissingArticle => MISSING_ARTICLE,
        ProposalKind::AllCapitals => ALL_CAPITALS,
    }
}

fn propose(
    subject: &Subject,
    record: &Record,
    field: &Located<String>,
    text: &str,
    proposal: &Proposal,
    findings: &mut Findings,
) {
    let mut corrected = text.to_string();
    corrected.replace_range(proposal.range.clone(), &proposal.replacement);
    let code = code_of(proposal.kind);
    let edit = Edit {
        place: field.place,
        replacement: toml_string(&corrected, subject.sources.slice(field.place)),
    };
    findings.push(
        Diagnostic::new(
            code,
            field.place,
            format!(
                "“{}”: did you mean “{}”? {}",
                &text[proposal.range.clone()],
                proposal.replacement,
                proposal.why
            )
            .trim_end()
            .to_string(),
        )
        .record(record.id.clone())
        .help(format!(
            "if so, write name = {}",
            toml_string(&corrected, "\"\"")
        ))
        .help(accept(code, record))
        .fix(Confidence::Proposed, vec![edit]),
    );
}

/// The signatory's own word for its country, where no table knows its spelling.
fn check_country_name(subject: &Subject, record: &Record, findings: &mut Findings) {
    let Some(own) = &record.country_name else {
        return;
    };
    let word = mend::name(&own.value).text;
    let Some((_, known)) = countries::find(&word)
        .is_none()
        .then(|| countries::find_near(&word))
        .flatten()
    else {
        return;
    };
    let edit = Edit {
        place: own.place,
        replacement: toml_string(known, subject.sources.slice(own.place)),
    };
    findings.push(
        Diagnostic::new(COUNTRY_SPELLING, own.place, format!("“{word}”: did you mean {known}?"))
            .record(record.id.clone())
            .help(format!("if so, write country-name = \"{known}\", or take the line out: then the tables' name is printed"))
            .help(accept(COUNTRY_SPELLING, record))
            .fix(Confidence::Proposed, vec![edit]),
    );
}

/// What is printed as written and deserves a look: reservation marks, letters of mixed alphabets.
fn check_marks(record: &Record, findings: &mut Findings) {
    for field in [
        Some(&record.name),
        record.acronym.as_ref(),
        record.role.as_ref(),
        record.organisation.as_ref(),
    ]
    .into_iter()
    .flatten()
    {
        if let Some(range) = standardise::reservation_mark(&field.value) {
            findings.push(
                Diagnostic::new(RESERVATION_MARK, field.place, format!("“{}” after “{}” may mean a reservation or a death; it is printed", &field.value[range], record.name.value))
                    .record(record.id.clone())
                    .help("say what it means in `note = \"…\"`, which is printed under the list, or take it out"),
            );
        }
        if let Some((range, what)) = standardise::mixed_scripts(&field.value) {
            findings.push(
                Diagnostic::new(
                    MIXED_SCRIPTS,
                    field.place,
                    format!("“{}” {what}; it is printed as written", &field.value[range]),
                )
                .record(record.id.clone())
                .help("retype the word in one alphabet, so that it can be found and sorted")
                .help(accept(MIXED_SCRIPTS, record)),
            );
        }
    }
}

/// How to say that a finding is as it should be.
pub fn accept(code: &Code, record: &Record) -> String {
    format!(
        "if it is right as it stands, add to signatories.toml:\n[[decision]]\nis = \"accept\"\ncode = \"{}\"\nof = [\"{}\"]\nby = \"your name\"",
        code.name, record.id
    )
}
