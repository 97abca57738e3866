//! What `withdraw` writes into the roster's file, as edits: every other byte stays.

use anyhow::{bail, ensure};

use super::Withdrawal;
use crate::check::merge::entry;
use crate::check::merge::table::Table;
use crate::command::changes::Change;
use crate::command::project::Project;
use crate::diagnostic::Findings;
use crate::edit::{Edit, toml_string};
use crate::model::Record;
use crate::model::roster::Status;
use crate::read::sheet::{self, Column, Hindrance};
use crate::read::{self, fields};
use crate::source::{self, Sources};

/// The word for the status in a roster.
const WITHDRAWN: &str = "withdrawn";

pub struct Edits {
    pub edits: Vec<Edit>,
    /// What could not be kept.
    pub remarks: Vec<String>,
}

/// # Errors
/// Where the file has no room for it, or is never written: the message says what to do by hand.
pub fn edits(
    project: &Project,
    records: &[&Record],
    withdrawal: &Withdrawal,
) -> anyhow::Result<Edits> {
    let mut all = Edits {
        edits: Vec::new(),
        remarks: Vec::new(),
    };
    for record in records {
        if project.roster.is_toml(&project.sources) {
            all.edits.extend(in_toml(project, record, withdrawal)?);
        } else {
            in_sheet(project, record, withdrawal, &mut all)?;
        }
    }
    Ok(all)
}

fn in_toml(
    project: &Project,
    record: &Record,
    withdrawal: &Withdrawal,
) -> anyhow::Result<Vec<Edit>> {
    let sources = &project.sources;
    let place = record.place;
    let document = fields::parse(
        sources,
        place.source,
        place.range(),
        &mut Findings::default(),
    );
    let Some(table) = entry(&document) else {
        bail!(
            "the entry “{}” is not written under a [[signatory]] of its own; nothing was written\n  \
             help: write status = \"{WITHDRAWN}\" and status-on = {} into it",
            record.id,
            withdrawal.on
        );
    };
    let mut table = Table::new(sources, place.source, place.start(), table);
    let like = |field| table.get(field).map_or("\"\"", |(_, literal)| literal);
    let status = toml_string(WITHDRAWN, like("status"));
    let note = withdrawal
        .note
        .map(|note| toml_string(note, like("status-note")));
    table.set("status", &status);
    table.set("status-on", &withdrawal.on.to_string());
    if let Some(note) = note {
        table.set("status-note", &note);
    }
    Ok(table.finish(record.name.place.end()))
}

fn in_sheet(
    project: &Project,
    record: &Record,
    withdrawal: &Withdrawal,
    all: &mut Edits,
) -> anyhow::Result<()> {
    let sources = &project.sources;
    let path = sources.get(record.place.source).path.display();
    let line = sources.position(record.place).line;
    let write = |column, value: &str| sheet::write(sources, record.place, column, value);
    match write(Column::Status, WITHDRAWN) {
        Ok(edit) => all.edits.push(edit),
        Err(Hindrance::ReadOnly(cell)) => {
            let cell = sources.get(cell.source).place_name(cell.start());
            bail!(
                "a spreadsheet is never written; nothing was changed\n  help: write “{WITHDRAWN}” here: {cell}"
            );
        }
        Err(Hindrance::NoCell) => bail!(
            "{path} has no column `status`, or line {line} no cell in it; nothing was written\n  \
             help: add the column, with “{WITHDRAWN}” in line {line}; an empty cell means signed"
        ),
    }
    let on = withdrawal.on.to_string();
    let more = [
        (Column::StatusOn, Some(on.as_str()), "the day"),
        (Column::StatusNote, withdrawal.note, "the note"),
    ];
    for (column, value, what) in more {
        let Some(value) = value else { continue };
        match write(column, value) {
            Ok(edit) => all.edits.push(edit),
            Err(_) => {
                let name = column.name();
                let remark = format!("{path} has no column `{name}`: {what} is not kept");
                if !all.remarks.contains(&remark) {
                    all.remarks.push(remark);
                }
            }
        }
    }
    Ok(())
}

/// Reads the changed roster as it will be read, and looks that the entries are withdrawn and the others as they were.
///
/// # Errors
/// Where it is otherwise: then nothing may be written.
pub fn confirm(project: &Project, changes: &[Change], records: &[&Record]) -> anyhow::Result<()> {
    for change in changes {
        let mut sources = Sources::default();
        let decoded = source::decode(&change.path, &change.after);
        let id = sources.add(decoded.map_err(|why| anyhow::anyhow!(why.message))?);
        let roster = read::roster(&sources, id, &mut Findings::default());
        let before = &project.roster.records;
        let changed = |record: &Record| records.iter().any(|one| one.place == record.place);
        let fits = before.len() == roster.records.len()
            && before.iter().zip(&roster.records).all(|(old, new)| {
                let status = match changed(old) {
                    true => Status::Withdrawn,
                    false => old.status,
                };
                new.status == status && new.name.value == old.name.value
            });
        ensure!(
            fits,
            "{} would not say what it is to say; nothing was written\n  \
             help: write the status “{WITHDRAWN}” into the entry yourself",
            change.path.display()
        );
    }
    Ok(())
}
