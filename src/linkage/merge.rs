//! Merges the records of a cluster into one signatory: the earliest place, the fullest wording, every line as signed.

use std::collections::BTreeMap;

use crate::model::signatories::SignedOn;
use crate::model::{Record, Roster, Signatories, Signatory};
use crate::source::Located;
use crate::standardise::mend;

pub fn merge(roster: &Roster, clusters: &[Vec<usize>]) -> Signatories {
    Signatories {
        all: clusters
            .iter()
            .map(|cluster| signatory(roster, cluster))
            .collect(),
    }
}

fn signatory(roster: &Roster, cluster: &[usize]) -> Signatory {
    let records: Vec<&Record> = cluster
        .iter()
        .map(|&index| &roster.records[index])
        .collect();
    // The fullest wording: the longest name; of equal ones the earliest.
    let fullest = records
        .iter()
        .rev()
        .max_by_key(|record| record.name.value.chars().count())
        .expect("a cluster has a record");
    // A field comes from the entry whose name is printed, else from the first that has it.
    let field = |of: fn(&Record) -> Option<&Located<String>>| {
        let found = std::iter::once(fullest)
            .chain(&records)
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
                on: signature.on,
            })
            .collect(),
        note: field(|record| record.note.as_deref()),
        lang: field(|record| record.lang.as_deref()),
    }
}
