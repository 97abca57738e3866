//! Duplicates: certain ones are printed once and merged on request, possible ones are asked about.

use std::collections::HashSet;

use crate::check::Subject;
use crate::check::merge::{self, Hindrance};
use crate::diagnostic::{
    Confidence, DUPLICATE_SIGNATORY, Diagnostic, Findings, Fix, MERGE_CONFLICT, POSSIBLE_DUPLICATE,
};
use crate::linkage::merge::conflicts;
use crate::linkage::{Duplicate, Level};
use crate::model::Signatory;
use crate::model::roster::{Record, Status};
use crate::source::Place;
use crate::standardise::mend;

/// Of many entries, this many are named in the message; all are in `records`.
const NAMED: usize = 4;

pub fn check(subject: &Subject, findings: &mut Findings) {
    check_duplicates(subject, findings);
    for signatory in merged(subject) {
        check_conflicts(subject, signatory, findings);
    }
}

/// The duplicates alone.
pub fn check_duplicates(subject: &Subject, findings: &mut Findings) {
    for found in &subject.linked.duplicates {
        let records = records(subject, &found.records());
        let mut finding = match found.level {
            Level::Certain => certain(subject, &records, found.groups[0][0]),
            Level::Possible => possible(subject, found),
        };
        finding = finding.mark(found.evidence.join(", "));
        finding.records = ids(&records);
        finding.score = Some(found.score);
        finding.evidence = found.evidence.clone();
        // About an entry that is in no roster yet nothing can be decided.
        let ours = |record: &&Record| record.place.source == subject.roster.source;
        if records.iter().all(ours) {
            finding = finding.help("`undersigned review` asks, and writes down what you decide");
        }
        findings.push(finding);
    }
}

/// Merges of entries that a decision calls the same, for `check --fix=certain`: each with the ids of the
/// entries, the kept one first. They are no findings, because nothing is open about them.
pub fn decided(subject: &Subject) -> Vec<(Vec<String>, Fix)> {
    let open: HashSet<usize> = subject
        .linked
        .duplicates
        .iter()
        .filter(|found| found.level == Level::Certain)
        .map(|found| found.groups[0][0])
        .collect();
    merged(subject)
        .filter(|signatory| !open.contains(&signatory.records[0]))
        .filter_map(|signatory| {
            let records = records(subject, &signatory.records);
            let edits = merge::edits(subject, &records).ok()?;
            let confidence = Confidence::Certain;
            Some((ids(&records), Fix { confidence, edits }))
        })
        .collect()
}

/// Signatories that have several entries.
fn merged<'a>(subject: &'a Subject) -> impl Iterator<Item = &'a Signatory> {
    let all = subject.linked.signatories.all.iter();
    all.filter(|signatory| signatory.records.len() > 1)
}

fn records<'a>(subject: &'a Subject, indices: &[usize]) -> Vec<&'a Record> {
    let all = &subject.roster.records;
    indices.iter().map(|&record| &all[record]).collect()
}

fn ids(records: &[&Record]) -> Vec<String> {
    records.iter().map(|record| record.id.clone()).collect()
}

/// “A” (line 3), “B” (line 7) and 2 more.
fn names(subject: &Subject, records: &[&Record]) -> String {
    let name = |record: &&Record| {
        format!(
            "“{}” ({})",
            mend::name(record.line()).text,
            line(subject, record)
        )
    };
    let mut named: Vec<String> = records.iter().take(NAMED).map(name).collect();
    let last = if records.len() > NAMED {
        format!("{} more", records.len() - NAMED)
    } else {
        named.pop().unwrap_or_default()
    };
    if named.is_empty() {
        return last;
    }
    format!("{} and {last}", named.join(", "))
}

/// "line 3", of a spreadsheet "cell B3"; with its file where that isn't the roster's.
fn line(subject: &Subject, record: &Record) -> String {
    let place = record.name.place;
    let spot = spot(subject, place);
    if place.source == subject.roster.source {
        spot
    } else {
        let path = &subject.sources.get(place.source).path;
        format!("{}, {spot}", path.display())
    }
}

fn spot(subject: &Subject, place: Place) -> String {
    let source = subject.sources.get(place.source);
    match source.cell_at(place.start()) {
        Some((_, cell)) => format!("cell {cell}"),
        None => format!("line {}", source.position(place.start()).line),
    }
}

fn certain(subject: &Subject, records: &[&Record], earliest: usize) -> Diagnostic {
    let merged = subject
        .linked
        .signatories
        .of_earliest(earliest)
        .expect("every cluster is a signatory");
    let printed = match merged.status {
        Status::Signed => format!("printed once, as “{}”", merged.full_name()),
        _ => "printed not at all, because one of them is not signed".to_string(),
    };
    let finding = Diagnostic::new(
        DUPLICATE_SIGNATORY,
        records[1].name.place,
        format!(
            "{} are the same signatory: {printed}",
            names(subject, records)
        ),
    )
    .label(records[0].name.place, "first listed here");
    match merge::edits(subject, records) {
        Ok(edits) => finding
            .help("`undersigned check --fix=certain` merges the entries and keeps every line as signed")
            .fix(Confidence::Certain, edits),
        Err(Hindrance::Conflicts(conflicts)) => {
            let mut fields: Vec<String> = conflicts
                .iter()
                .map(|conflict| format!("`{}`", conflict.field))
                .collect();
            fields.dedup();
            finding.help(format!(
                "they disagree in {}: correct that, and `undersigned check --fix=certain` merges the entries",
                fields.join(", ")
            ))
        }
        Err(Hindrance::Not(why)) => finding.help(why),
    }
}

fn possible(subject: &Subject, found: &Duplicate) -> Diagnostic {
    let [first, second] = [&found.groups[0], &found.groups[1]].map(|side| records(subject, side));
    Diagnostic::new(
        POSSIBLE_DUPLICATE,
        second[0].name.place,
        format!(
            "{} may be the same signatory as {}: all are printed",
            names(subject, &second),
            names(subject, &first)
        ),
    )
    .label(first[0].name.place, "listed here")
}

/// Entries of one signatory that disagree in a field: one value is printed, and someone should know.
fn check_conflicts(subject: &Subject, signatory: &Signatory, findings: &mut Findings) {
    let records = records(subject, &signatory.records);
    for conflict in conflicts(&records) {
        let [first, other] = &conflict.values;
        let spot = |place| spot(subject, place);
        let mut finding = Diagnostic::new(
            MERGE_CONFLICT,
            other.place,
            format!(
                "“{}” has {} entries that disagree in `{}`: “{}” in {}, “{}” in {}",
                signatory.name,
                records.len(),
                conflict.field,
                first.value,
                spot(first.place),
                other.value,
                spot(other.place),
            ),
        )
        .label(first.place, "the earlier entry says otherwise")
        .help("write the right one into both entries, or take the wrong one out");
        finding.records = ids(&records);
        findings.push(finding);
    }
}
