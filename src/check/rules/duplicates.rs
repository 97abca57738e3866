//! Duplicates: certain ones are printed once and merged on request, possible ones are asked about.

use crate::check::Subject;
use crate::diagnostic::{
    Confidence, DUPLICATE_SIGNATORY, Diagnostic, Findings, POSSIBLE_DUPLICATE,
};
use crate::edit::{Edit, toml_string};
use crate::linkage::{Duplicate, Level};
use crate::model::roster::{Record, Status};
use crate::source::{Located, Place, Sources};
use crate::standardise::mend;

/// Of many entries, this many are named in the message; all are in `records`.
const NAMED: usize = 4;

pub fn check(subject: &Subject, findings: &mut Findings) {
    for found in &subject.linked.duplicates {
        let records: Vec<&Record> = found
            .records()
            .iter()
            .map(|&record| &subject.roster.records[record])
            .collect();
        let mut finding = match found.level {
            Level::Certain => certain(subject, found.records()[0], &records),
            Level::Possible => possible(subject, found),
        };
        finding = finding.mark(found.evidence.join(", "));
        for record in &records {
            finding = finding.record(record.id.clone());
        }
        finding.score = Some(found.score);
        finding.evidence = found.evidence.clone();
        findings.push(finding.help("`undersigned review` asks, and writes down what you decide"));
    }
}

/// “A” (line 3), “B” (line 7) and 2 more.
fn names(sources: &Sources, records: &[&Record]) -> String {
    let name = |record: &&Record| {
        format!(
            "“{}” (line {})",
            mend::name(record.line()).text,
            sources.position(record.name.place).line
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

fn certain(subject: &Subject, earliest: usize, records: &[&Record]) -> Diagnostic {
    let first = records[0];
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
            names(subject.sources, records)
        ),
    )
    .label(first.name.place, "first listed here");
    let edits = match records {
        [first, second] if subject.roster.is_toml(subject.sources) => {
            merge(subject.sources, first, second)
        }
        _ => None,
    };
    match edits {
        Some(edits) => finding.help("`undersigned check --fix=certain` merges the entries and keeps every line as signed").fix(Confidence::Certain, edits),
        None => finding.help("the entries disagree in a field: put what is right into the first entry and take the others out"),
    }
}

fn possible(subject: &Subject, found: &Duplicate) -> Diagnostic {
    let side = |group: &Vec<usize>| -> Vec<&Record> {
        group
            .iter()
            .map(|&record| &subject.roster.records[record])
            .collect()
    };
    let [first, second] = [side(&found.groups[0]), side(&found.groups[1])];
    Diagnostic::new(
        POSSIBLE_DUPLICATE,
        second[0].name.place,
        format!(
            "{} may be the same signatory as {}: all are printed",
            names(subject.sources, &second),
            names(subject.sources, &first)
        ),
    )
    .label(first[0].name.place, "listed here")
}

type Field<'r> = Option<&'r Located<String>>;

/// Edits that put all that the second entry says into the first and take the second out. None where they disagree.
fn merge(sources: &Sources, first: &Record, second: &Record) -> Option<Vec<Edit>> {
    let mut added = String::new();
    let mut edits = Vec::new();
    let newline = if sources.get(first.place.source).text.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let fields: [(&str, Field, Field); 9] = [
        ("acronym", first.acronym.as_ref(), second.acronym.as_ref()),
        ("country", first.country.as_ref(), second.country.as_ref()),
        (
            "country-name",
            first.country_name.as_deref(),
            second.country_name.as_deref(),
        ),
        (
            "place",
            first.location.as_deref(),
            second.location.as_deref(),
        ),
        ("kind", first.kind.as_ref(), second.kind.as_ref()),
        ("sort", first.sort.as_deref(), second.sort.as_deref()),
        ("role", first.role.as_ref(), second.role.as_ref()),
        (
            "organisation",
            first.organisation.as_ref(),
            second.organisation.as_ref(),
        ),
        ("note", first.note.as_deref(), second.note.as_deref()),
    ];
    for (name, mine, theirs) in fields {
        match (mine, theirs) {
            (Some(mine), Some(theirs)) if mine.value != theirs.value => return None,
            (None, Some(theirs)) => added.push_str(&format!(
                "{newline}{name} = {}",
                sources.slice(theirs.place)
            )),
            _ => {}
        }
    }
    let agree = first.status == second.status
        && first.status_on.as_ref().map(|on| on.value)
            == second.status_on.as_ref().map(|on| on.value);
    if !agree || !second.names.is_empty() || !second.aliases.is_empty() {
        return None;
    }
    // Signatures of the second are added to those of the first.
    let written = |record: &Record| -> Option<Vec<String>> {
        let inline = |place: Place| {
            Some(sources.slice(place))
                .filter(|text| text.starts_with('{'))
                .map(str::to_string)
        };
        record
            .signed
            .iter()
            .map(|signature| inline(signature.place))
            .collect()
    };
    let (mine, theirs) = (written(first)?, written(second)?);
    let more: Vec<String> = theirs
        .into_iter()
        .filter(|signature| !mine.contains(signature))
        .collect();
    match first.signed.last() {
        _ if more.is_empty() => {}
        Some(last) => edits.push(Edit {
            place: last.place.at_end(),
            replacement: format!(", {}", more.join(", ")),
        }),
        None => added.push_str(&format!("{newline}signed = [{}]", more.join(", "))),
    }
    // The fuller name is the one that prints; the other stays as signed.
    if second.name.value.chars().count() > first.name.value.chars().count() {
        let literal = sources.slice(first.name.place);
        edits.push(Edit {
            place: first.name.place,
            replacement: toml_string(&second.name.value, literal),
        });
    }
    // An entry that keeps no line is its name's.
    let own = first.as_signed.is_empty().then_some(&first.name);
    let known: Vec<&str> = first
        .as_signed
        .iter()
        .chain(own)
        .map(|line| line.value.as_str())
        .collect();
    let theirs: Vec<&str> = if second.as_signed.is_empty() {
        vec![second.line()]
    } else {
        second
            .as_signed
            .iter()
            .map(|line| line.value.as_str())
            .collect()
    };
    let new: Vec<String> = theirs
        .into_iter()
        .filter(|line| !known.contains(line))
        .map(|line| toml_string(line, "\"\""))
        .collect();
    match first.as_signed.last() {
        _ if new.is_empty() => {}
        Some(last) => edits.push(Edit {
            place: last.place.at_end(),
            replacement: format!(", {}", new.join(", ")),
        }),
        None => {
            let own = toml_string(&first.name.value, "\"\"");
            added.push_str(&format!("{newline}as-signed = [{own}, {}]", new.join(", ")));
        }
    }
    if !added.is_empty() {
        // At the end of the name's line, so that a comment behind the name stays beside it.
        let source = sources.get(first.place.source);
        let end = source
            .line_range(source.line_of(first.name.place.end()))
            .end;
        edits.push(Edit {
            place: Place::new(first.name.place.source, end..end),
            replacement: added,
        });
    }
    edits.push(Edit {
        place: second.place,
        replacement: comments(sources.slice(second.place)),
    });
    Some(edits)
}

/// The whole-line comments of an entry that goes, with the empty lines behind it: nobody asked to lose them.
fn comments(entry: &str) -> String {
    let comments: String = entry
        .split_inclusive('\n')
        .filter(|line| line.trim_start().starts_with('#'))
        .collect();
    let blank = &entry[entry.trim_end().len()..];
    let blank = blank.find('\n').map_or("", |end| &blank[end + 1..]);
    if comments.is_empty() {
        comments
    } else {
        comments + blank
    }
}
