//! Contact data of entries that were merged: in `signatories.private.toml` it moves to the kept id.
//!
//! Only `check --fix=certain` comes here. `build` must not: no output may hold what this file holds.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use anyhow::bail;
use toml::de::{DeTable, DeValue};

use crate::check::merge::table::{self, OtherForm, Table};
use crate::command::import::PRIVATE;
use crate::diagnostic::Findings;
use crate::edit::{self, Edit};
use crate::read::{caps, fields};
use crate::source::{self, OpenError, Place, SourceId, Sources};

/// The file as it is to be.
pub struct Moved {
    /// In the project.
    pub path: PathBuf,
    pub bytes: Vec<u8>,
}

/// What the file becomes after merges, each given by its ids, the kept one first. None where nothing moves.
///
/// # Errors
/// When the file can't be read as TOML, or is written in a form that nothing can be added to.
pub fn moved(root: &Path, merges: &[Vec<String>]) -> anyhow::Result<Option<Moved>> {
    let path = PathBuf::from(PRIVATE);
    if merges.is_empty() || !root.join(&path).exists() {
        return Ok(None);
    }
    let mut sources = Sources::default();
    let id = match source::open(&root.join(&path), &path, caps::ROSTER) {
        Ok(source) => sources.add(source),
        Err(OpenError::Io(error)) => return Err(error),
        Err(OpenError::Undecodable(why)) => bail!(
            "{PRIVATE}: {}; nothing was written\n  help: {}",
            why.message,
            why.help
        ),
    };
    let source = sources.get(id);
    let start = source.start();
    let mut findings = Findings::default();
    let document = fields::parse(&sources, id, start..source.text.len(), &mut findings);
    if findings.has_errors() {
        bail!(
            "{PRIVATE} can't be read as TOML, and contact data of merged entries would lose its entry; nothing was written\n  \
             help: mend it, or merge the entries by hand"
        );
    }
    let mut edits = Vec::new();
    for ids in merges {
        let one = join(&sources, id, start, &document, ids);
        edits.extend(one.map_err(|OtherForm| {
            anyhow::anyhow!(
                "{PRIVATE}: the contact data of “{}” is written in a form that nothing can be added to; nothing was written\n  \
                 help: write each field as `name = \"…\"` under `[{}]`",
                ids[0],
                ids[0]
            )
        })?);
    }
    if edits.is_empty() {
        return Ok(None);
    }
    let (text, _) = edit::apply(&source.text, &edits.iter().collect::<Vec<_>>());
    let bytes = source.encode(&text);
    Ok(Some(Moved { path, bytes }))
}

/// Edits that put the tables of several ids into the first that there is, under the kept id.
fn join(
    sources: &Sources,
    id: SourceId,
    start: usize,
    document: &DeTable,
    ids: &[String],
) -> Result<Vec<Edit>, OtherForm> {
    let mut tables = Vec::new();
    for name in ids {
        if let Some((key, value)) = document.get_key_value(name.as_str()) {
            let table = value.get_ref().as_table().ok_or(OtherForm)?;
            tables.push((name, key.span(), table));
        }
    }
    let Some(((name, header, first), others)) = tables.split_first() else {
        return Ok(Vec::new());
    };
    let mut edits = Vec::new();
    if *name != &ids[0] {
        edits.push(Edit {
            place: Place::new(id, header.start + start..header.end + start),
            replacement: table::key(&ids[0]),
        });
    }
    let mut known: HashSet<(String, String)> = items(sources, id, start, first)
        .map(|(field, value, _)| (field, value))
        .collect();
    let mut kept = Table::new(sources, id, start, first);
    for field in fields_of(others) {
        let new: Vec<String> = others
            .iter()
            .flat_map(|(_, _, other)| items(sources, id, start, other))
            .filter(|(name, value, _)| name == field && known.insert((name.clone(), value.clone())))
            .map(|(_, _, literal)| literal)
            .collect();
        match &new[..] {
            [only] if kept.get(field).is_none() => kept.add(field, only),
            _ => kept.append(field, &new)?,
        }
    }
    edits.extend(kept.finish(header.end + start));
    for (_, header, _) in others {
        let place = whole(sources, id, start, document, header.start);
        edits.push(Edit {
            place,
            replacement: table::comments(
                sources.slice(place),
                table::newline(sources.get(id), place.start()),
            ),
        });
    }
    Ok(edits)
}

/// The fields that some tables have, each once, in the order of the file.
fn fields_of<'d, N, K>(tables: &[(N, K, &'d DeTable<'d>)]) -> Vec<&'d str> {
    let mut named: Vec<_> = tables
        .iter()
        .flat_map(|(_, _, table)| table.iter())
        .collect();
    named.sort_by_key(|(name, _)| name.span().start);
    let mut known = HashSet::new();
    named
        .into_iter()
        .map(|(name, _)| name.get_ref().as_ref())
        .filter(|name| known.insert(*name))
        .collect()
}

/// What a table holds: field, value, and the value as written. The items of a list stand for themselves.
fn items<'t>(
    sources: &'t Sources,
    id: SourceId,
    start: usize,
    table: &'t DeTable<'t>,
) -> impl Iterator<Item = (String, String, String)> + 't {
    table.iter().flat_map(move |(name, value)| {
        let values: Vec<_> = match value.get_ref() {
            DeValue::Array(array) => array.iter().collect(),
            _ => vec![value],
        };
        values.into_iter().map(move |value| {
            let span = value.span();
            let literal = sources.slice(Place::new(id, span.start + start..span.end + start));
            let meant = value.get_ref().as_str().unwrap_or(literal);
            (
                name.get_ref().to_string(),
                meant.to_string(),
                literal.to_string(),
            )
        })
    })
}

/// A table with its header, up to the next one.
fn whole(
    sources: &Sources,
    id: SourceId,
    start: usize,
    document: &DeTable,
    header: usize,
) -> Place {
    let source = sources.get(id);
    let line = |at: usize| source.line_range(source.line_of(at + start)).start;
    let next = document
        .iter()
        .map(|(name, _)| name.span().start)
        .filter(|&other| other > header)
        .min();
    let end = next.map_or(source.text.len(), line);
    Place::new(id, line(header)..end)
}
