//! Merges the records of a cluster into one signatory: the earliest place, the fullest wording, every line as signed.
//! Where they disagree in a field, what is printed is a choice, and [`conflicts`] tells it.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::model::roster::Status;
use crate::model::signatories::SignedOn;
use crate::model::{Record, Roster, Signatories, Signatory};
use crate::source::Located;
use crate::standardise::mend;

pub fn merge(roster: &Roster, clusters: &[Vec<usize>]) -> Signatories {
    Signatories {
        all: clusters
            .par_iter()
            .map(|cluster| signatory(roster, cluster))
            .collect(),
    }
}

fn signatory(roster: &Roster, cluster: &[usize]) -> Signatory {
    let records: Vec<&Record> = cluster
        .iter()
        .map(|&index| &roster.records[index])
        .collect();
    let fullest = fullest(&records);
    // A field comes from the entry whose name is printed, else from the first that has it.
    let field = |of: fn(&Record) -> Option<&Located<String>>| {
        let found = std::iter::once(fullest)
            .chain(records.iter().copied())
            .find_map(|record| of(record));
        found
            .map(|text| mend::name(&text.value).text)
            .filter(|text| !text.is_empty())
    };
    let mut names = BTreeMap::new();
    for record in &records {
        for (tag, name) in &record.names {
            names
                .entry(tag.clone())
                .or_insert_with(|| mend::name(&name.value).text);
        }
    }
    Signatory {
        id: records[0].id.clone(),
        other_ids: records[1..]
            .iter()
            .map(|record| record.id.clone())
            .collect(),
        records: cluster.to_vec(),
        place: fullest.name.place,
        name: mend::name(&fullest.name.value).text,
        acronym: field(|record| record.acronym.as_ref()),
        country: field(|record| record.country.as_ref()),
        country_name: field(|record| record.country_name.as_deref()),
        location: field(|record| record.location.as_deref()),
        kind: field(|record| record.kind.as_ref()),
        sort: field(|record| record.sort.as_deref()),
        role: field(|record| record.role.as_ref()),
        organisation: field(|record| record.organisation.as_ref()),
        names,
        as_signed: records
            .iter()
            .flat_map(|record| &record.as_signed)
            .map(|line| line.value.clone())
            .collect(),
        // Where entries disagree, the most careful reading: one that withdrew is never printed on account of another.
        status: records
            .iter()
            .map(|record| record.status)
            .max()
            .expect("a cluster has a record"),
        signed: records
            .iter()
            .flat_map(|record| &record.signed)
            .map(|signature| SignedOn {
                statement: signature.statement.as_ref().map(|name| name.value.clone()),
                version: signature.version.as_ref().map(|version| version.value),
                on: signature.on,
            })
            .collect(),
        note: field(|record| record.note.as_deref()),
        lang: field(|record| record.lang.as_deref()),
    }
}

/// The record with the fullest wording: the longest name; of equal ones the earliest. There is at least one record.
pub fn fullest<'r>(records: &[&'r Record]) -> &'r Record {
    records
        .iter()
        .rev()
        .max_by_key(|record| letters(&record.name.value))
        .expect("a cluster has a record")
}

/// Letters and digits alone: the comma of "Family, Given" makes a name no fuller.
fn letters(name: &str) -> usize {
    name.chars().filter(|c| c.is_alphanumeric()).count()
}

/// A field in which records of one signatory disagree.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// As a roster spells it: `acronym`, `names.fr`.
    pub field: String,
    /// The value that the earliest record has, and another: each with its place.
    pub values: [Located<String>; 2],
}

/// Where records of one signatory disagree, field by field. Names don't: the fullest is printed, and the
/// others stay as aliases or as signed. What differs only in blemishes that are mended in print agrees.
pub fn conflicts(records: &[&Record]) -> Vec<Conflict> {
    let mut first: BTreeMap<String, Located<String>> = BTreeMap::new();
    let mut conflicts = Vec::new();
    for (field, value) in records.iter().flat_map(|record| fields(record)) {
        match first.get(&field) {
            None => {
                first.insert(field, value);
            }
            Some(known) if mend::name(&known.value).text == mend::name(&value.value).text => {}
            Some(known) => conflicts.push(Conflict {
                field,
                values: [known.clone(), value],
            }),
        }
    }
    conflicts
}

/// The fields of a record that can have one value only.
fn fields(record: &Record) -> Vec<(String, Located<String>)> {
    let texts = [
        ("acronym", record.acronym.as_ref()),
        ("country", record.country.as_ref()),
        ("country-name", record.country_name.as_deref()),
        ("place", record.location.as_deref()),
        ("kind", record.kind.as_ref()),
        ("sort", record.sort.as_deref()),
        ("role", record.role.as_ref()),
        ("organisation", record.organisation.as_ref()),
        ("status-note", record.status_note.as_deref()),
        ("note", record.note.as_deref()),
        ("lang", record.lang.as_deref()),
    ];
    let mut all: Vec<(String, Located<String>)> = texts
        .into_iter()
        .filter_map(|(field, text)| Some((field.to_string(), text?.clone())))
        .collect();
    let names = record.names.iter();
    all.extend(names.map(|(tag, name)| (format!("names.{tag}"), name.clone())));
    // A missing status means signed, so it can disagree as well; it is shown at the entry's name.
    let word = Status::NAMES
        .iter()
        .find(|(_, status)| *status == record.status);
    let word = word.map_or("unknown", |(word, _)| *word);
    all.push((
        "status".into(),
        Located::new(word.into(), record.name.place),
    ));
    let on = record.status_on.iter();
    all.extend(on.map(|on| {
        (
            "status-on".into(),
            Located::new(on.value.to_string(), on.place),
        )
    }));
    all
}
