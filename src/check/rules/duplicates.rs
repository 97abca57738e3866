//! Certain duplicates: printed once, reported with both places, merged on request.

use crate::check::Subject;
use crate::diagnostic::{Confidence, DUPLICATE_SIGNATORY, Diagnostic, Findings};
use crate::edit::{Edit, toml_string};
use crate::model::roster::{Record, Status};
use crate::source::{Located, Place, Sources};
use crate::standardise::mend;

pub fn check(subject: &Subject, findings: &mut Findings) {
    for found in subject
        .linked
        .matches
        .iter()
        .filter(|found| subject.linked.is_reported(found))
    {
        let records = &subject.roster.records;
        let (first, second) = (&records[found.pair.0], &records[found.pair.1]);
        let Some(merged) = subject
            .linked
            .signatories
            .by_id(&first.id)
            .filter(|signatory| signatory.records.contains(&found.pair.1))
        else {
            continue;
        };
        let line = |record: &Record| subject.sources.position(record.name.place).line;
        let printed = match merged.status {
            Status::Signed => format!("printed once, as “{}”", merged.full_name()),
            _ => "printed not at all, because one of the two is not signed".to_string(),
        };
        let mut finding = Diagnostic::new(
            DUPLICATE_SIGNATORY,
            second.name.place,
            format!(
                "“{}” (line {}) and “{}” (line {}) are the same signatory: {printed}",
                mend::name(first.line()).text,
                line(first),
                mend::name(second.line()).text,
                line(second)
            ),
        )
        .mark(found.evidence.join(", "))
        .label(first.name.place, "first listed here")
        .record(first.id.clone())
        .record(second.id.clone());
        finding.score = Some(found.score);
        finding.evidence = found.evidence.clone();
        match merge(subject.sources, first, second) {
            Some(edits) => finding = finding.help("`undersigned check --fix=certain` merges the two entries and keeps both lines as signed").fix(Confidence::Certain, edits),
            None => finding = finding.help("the entries disagree in a field: put what is right into the first entry and take the second out"),
        }
        let decision = format!(
            "[[decision]]\nis = \"distinct\"\nof = [\"{}\", \"{}\"]\nby = \"your name\"",
            first.id, second.id
        );
        findings.push(finding.help(format!(
            "if they are two, add to signatories.toml, and both are printed:\n{decision}"
        )));
    }
}

type Field<'r> = &'r Option<Located<String>>;

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
        ("acronym", &first.acronym, &second.acronym),
        ("country", &first.country, &second.country),
        ("country-name", &first.country_name, &second.country_name),
        ("place", &first.location, &second.location),
        ("kind", &first.kind, &second.kind),
        ("sort", &first.sort, &second.sort),
        ("role", &first.role, &second.role),
        ("organisation", &first.organisation, &second.organisation),
        ("note", &first.note, &second.note),
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
            place: Place {
                start: last.place.end,
                ..last.place
            },
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
            place: Place {
                start: last.place.end,
                ..last.place
            },
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
        let end = source.line_range(source.line_of(first.name.place.end)).end;
        edits.push(Edit {
            place: Place {
                start: end,
                end,
                ..first.name.place
            },
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
