//! Class P: proposals about how a name is spelt. A human answers; nothing is changed.

use crate::check::Subject;
use crate::check::rules::{accept, assignment, for_each_record};
use crate::diagnostic::{
    ALL_CAPITALS, COUNTRY_SPELLING, Code, Confidence, Diagnostic, Findings, MISSING_ARTICLE,
    MIXED_SCRIPTS, RESERVATION_MARK, SPELLING,
};
use crate::edit::rewrite;
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
            .filter(|record| !record.is_person())
            .map(|record| record.name.value.as_str()),
    );
    for_each_record(subject, findings, |record, findings| {
        if standardise::unprintable(&record.name.value).is_some() {
            return;
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
        check_marks(subject, record, findings);
    });
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
    let finding = Diagnostic::new(
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
        "if so, write {}",
        assignment(subject, field.place, "name", &corrected)
    ))
    .help(accept(subject, code, record));
    let edit = rewrite(subject.sources, field.place, &corrected);
    findings.push(finding.fix(Confidence::Proposed, edit));
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
    let of_country = record.country.as_ref().map(|country| country.place) == Some(own.place);
    let help = if of_country {
        format!(
            "if so, write {}",
            assignment(subject, own.place, "country", known)
        )
    } else {
        format!(
            "if so, write {}, or take it out: then the tables' name is printed",
            assignment(subject, own.place, "country-name", known)
        )
    };
    let message = format!("“{word}”: did you mean {known}?");
    findings.push(
        Diagnostic::new(COUNTRY_SPELLING, own.place, message)
            .record(record.id.clone())
            .help(help)
            .help(accept(subject, COUNTRY_SPELLING, record))
            .fix(
                Confidence::Proposed,
                rewrite(subject.sources, own.place, known),
            ),
    );
}

/// What is printed as written and deserves a look: reservation marks, letters of mixed alphabets.
fn check_marks(subject: &Subject, record: &Record, findings: &mut Findings) {
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
                    .help(format!("say what it means: write {}, which is printed under the list, or take the mark out", assignment(subject, field.place, "note", "…"))),
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
                .help(accept(subject, MIXED_SCRIPTS, record)),
            );
        }
    }
}
