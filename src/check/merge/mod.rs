//! Merges the entries of one signatory in the roster's file, into the earliest: everything that they say is kept.

pub mod table;

use std::collections::{BTreeMap, HashSet};

use toml::de::{DeTable, DeValue};

use crate::check::Subject;
use crate::check::merge::table::{OtherForm, Table};
use crate::diagnostic::Findings;
use crate::edit::{Edit, toml_string};
use crate::linkage::merge::{Conflict, conflicts, fullest};
use crate::model::roster::Record;
use crate::read::fields;
use crate::source::{Located, Place};
use crate::standardise::fold;

/// Why entries can't be merged in the file.
pub enum Hindrance {
    /// They disagree: someone has to say which value is right.
    Conflicts(Vec<Conflict>),
    /// It is not for the tool to do here; the text says what to do instead.
    Not(&'static str),
}

/// Edits that put all that the other entries say into the first and take them out: every line as signed, every
/// signature, the fullest name with the others as aliases, comments. What names an entry that goes, a decision or a
/// list of initiators, then names the first. Applied, nothing is left to merge.
pub fn edits(subject: &Subject, records: &[&Record]) -> Result<Vec<Edit>, Hindrance> {
    let roster = subject.roster;
    if !roster.is_toml(subject.sources) {
        return Err(Hindrance::Not(
            "the rows of a sheet are not merged: take out what you don’t need in the program it comes from, or leave them, since one is printed",
        ));
    }
    if records
        .iter()
        .any(|record| record.place.source != roster.source)
    {
        return Err(Hindrance::Not(
            "they stand in different files: leave the entry out when you add the others",
        ));
    }
    if !roster.is_whole {
        return Err(Hindrance::Not(
            "mend the errors of the roster first; then `undersigned check --fix=certain` merges the entries",
        ));
    }
    let conflicts = conflicts(records);
    if !conflicts.is_empty() {
        return Err(Hindrance::Conflicts(conflicts));
    }
    let mut edits = into_the_first(subject, records).map_err(|OtherForm| {
        Hindrance::Not(
            "they are written in a form that is not merged, with tables under headers of their own: put all into the first entry and take the others out",
        )
    })?;
    edits.extend(references(subject, records));
    Ok(edits)
}

fn into_the_first(subject: &Subject, records: &[&Record]) -> Result<Vec<Edit>, OtherForm> {
    let sources = subject.sources;
    let documents: Vec<DeTable> = records
        .iter()
        .map(|record| {
            let (source, range) = (record.place.source, record.place.range());
            // What is wrong in it was found when the roster was read.
            fields::parse(sources, source, range, &mut Findings::default())
        })
        .collect();
    let mut entries = Vec::new();
    for (document, record) in documents.iter().zip(records) {
        let table = entry(document).ok_or(OtherForm)?;
        let place = record.place;
        entries.push(Table::new(sources, place.source, place.start(), table));
    }
    let others = entries.split_off(1);
    let mut kept = entries.remove(0);
    let first = records[0];

    add_fields(&mut kept, &others);
    let fullest = fullest(records);
    if !std::ptr::eq(fullest, first) {
        let literal = toml_string(&fullest.name.value, sources.slice(first.name.place));
        kept.replace(first.name.place, literal);
    }
    // A made id follows name and acronym; decisions and contact data know the entry by the one it has now.
    let renamed = !std::ptr::eq(fullest, first)
        || (first.acronym.is_none() && records.iter().any(|record| record.acronym.is_some()));
    if first.id_place.is_none() && renamed {
        kept.add("id", &toml_string(&first.id, "\"\""));
    }
    append_lines(&mut kept, records)?;
    append_aliases(&mut kept, records, &fullest.name.value)?;
    append_names(&mut kept, subject, records)?;
    append_signatures(&mut kept, &others)?;

    let mut edits = kept.finish(first.name.place.end());
    edits.extend(records[1..].iter().map(|record| {
        let source = sources.get(record.place.source);
        let newline = table::newline(source, record.place.start());
        Edit {
            place: record.place,
            replacement: table::comments(sources.slice(record.place), newline),
        }
    }));
    Ok(edits)
}

/// The table of an entry in a stretch that holds it alone.
pub fn entry<'d>(document: &'d DeTable<'d>) -> Option<&'d DeTable<'d>> {
    let list = document.get("signatory")?.get_ref().as_array()?;
    list.first()?.get_ref().as_table()
}

/// Fields that have one value; where both have it, it is the same.
fn add_fields(kept: &mut Table, others: &[Table]) {
    let apart = [
        "id",
        "name",
        "as-signed",
        "aliases",
        "names",
        "signed",
        // A missing one means signed, and so does what would be added.
        "status",
    ];
    let mut known: HashSet<&str> = kept.fields().into_iter().chain(apart).collect();
    for other in others {
        for field in other.fields() {
            if let Some((_, literal)) = other.get(field).filter(|_| known.insert(field)) {
                kept.add(field, literal);
            }
        }
    }
}

/// The lines that an entry signed as; one that keeps none is its name's.
fn lines(record: &Record) -> impl Iterator<Item = &Located<String>> {
    let name = record.as_signed.is_empty().then_some(&record.name);
    record.as_signed.iter().chain(name)
}

fn append_lines(kept: &mut Table, records: &[&Record]) -> Result<(), OtherForm> {
    let first = records[0];
    let mut known: HashSet<&str> = lines(first).map(|line| line.value.as_str()).collect();
    let mut new: Vec<String> = records[1..]
        .iter()
        .flat_map(|record| lines(record))
        .filter(|line| known.insert(&line.value))
        .map(|line| toml_string(&line.value, "\"\""))
        .collect();
    if first.as_signed.is_empty() && !new.is_empty() {
        new.insert(0, toml_string(&first.name.value, "\"\""));
    }
    kept.append("as-signed", &new)
}

/// Aliases, and wordings of the name that no line as signed holds.
fn append_aliases(kept: &mut Table, records: &[&Record], name: &str) -> Result<(), OtherForm> {
    let signed: Vec<String> = records
        .iter()
        .flat_map(|record| lines(record))
        .map(|line| fold(&line.value))
        .collect();
    let stands = |wording: &str| {
        let folded = fold(wording);
        folded == fold(name) || signed.iter().any(|line| line.contains(&folded))
    };
    let aliases = records[1..].iter().flat_map(|record| &record.aliases);
    let wordings = records
        .iter()
        .map(|record| &record.name)
        .filter(|name| !stands(&name.value));
    let mut known: HashSet<&str> = records[0]
        .aliases
        .iter()
        .map(|alias| alias.value.as_str())
        .collect();
    let new: Vec<String> = aliases
        .chain(wordings)
        .filter(|alias| known.insert(&alias.value))
        .map(|alias| toml_string(&alias.value, "\"\""))
        .collect();
    kept.append("aliases", &new)
}

fn append_names(kept: &mut Table, subject: &Subject, records: &[&Record]) -> Result<(), OtherForm> {
    let mut new: BTreeMap<&str, Place> = BTreeMap::new();
    for (tag, name) in records[1..].iter().flat_map(|record| &record.names) {
        if !records[0].names.contains_key(tag) {
            new.entry(tag).or_insert(name.place);
        }
    }
    let pairs: Vec<(String, String)> = new
        .into_iter()
        .map(|(tag, place)| (tag.to_string(), subject.sources.slice(place).to_string()))
        .collect();
    kept.append_pairs("names", &pairs)
}

/// Every signature, each once.
fn append_signatures(kept: &mut Table, others: &[Table]) -> Result<(), OtherForm> {
    let mut known: Vec<Vec<(String, String)>> = signatures(kept).collect();
    let mut new = Vec::new();
    for signature in others.iter().flat_map(signatures) {
        let mut sorted = signature.clone();
        sorted.sort();
        if known.iter_mut().any(|known| {
            known.sort();
            *known == sorted
        }) {
            continue;
        }
        let fields: Vec<String> = signature
            .iter()
            .map(|(field, literal)| format!("{} = {literal}", table::key(field)))
            .collect();
        new.push(format!("{{ {} }}", fields.join(", ")));
        known.push(sorted);
    }
    kept.append("signed", &new)
}

/// The signatures of an entry, each with its fields as written, in the order of the file.
fn signatures<'t>(table: &'t Table) -> impl Iterator<Item = Vec<(String, String)>> + 't {
    let list = table.get("signed").and_then(|(value, _)| value.as_array());
    let tables = list.into_iter().flat_map(|list| list.iter());
    tables.filter_map(|item| {
        let DeValue::Table(signature) = item.get_ref() else {
            return None;
        };
        let mut fields: Vec<_> = signature.iter().collect();
        fields.sort_by_key(|(name, _)| name.span().start);
        let written = fields
            .into_iter()
            .map(|(name, value)| (name.get_ref().to_string(), table.text(value).to_string()));
        Some(written.collect())
    })
}

/// Where something names an entry that goes, it names the kept one from now on.
fn references(subject: &Subject, records: &[&Record]) -> Vec<Edit> {
    let kept = records[0].id.as_str();
    let gone: HashSet<&str> = records[1..]
        .iter()
        .map(|record| record.id.as_str())
        .filter(|id| *id != kept)
        .collect();
    let lists = subject
        .statements
        .iter()
        .map(|statement| &statement.front.list)
        .chain([&subject.roster.list]);
    let listed = lists.flat_map(|list| list.first.iter().chain(&list.short));
    let decided = subject.roster.decisions.iter().flat_map(|d| &d.of);
    let named = decided.chain(listed);
    named
        .filter(|id| gone.contains(id.value.as_str()))
        .map(|id| Edit {
            place: id.place,
            replacement: toml_string(kept, subject.sources.slice(id.place)),
        })
        .collect()
}
