//! `undersigned reconfirm`: writes into entries of the roster that they agreed to a version of a statement.

use std::process::ExitCode;

use anyhow::{Context, bail, ensure};
use toml::de::{DeTable, DeValue};

use crate::check::merge::table::{OtherForm, Table};
use crate::cli::Reconfirm;
use crate::command::changes::{self, Outcome};
use crate::command::check::{Checked, read_and_check};
use crate::command::frozen;
use crate::command::project::Project;
use crate::command::terminal::tell;
use crate::diagnostic::Findings;
use crate::diff::consent::since;
use crate::diff::signed::Around;
use crate::edit::{Edit, toml_string};
use crate::model::{Frozen, Language, Record, Status};
use crate::read::fields::{self, nearest};
use crate::read::roster::nearest_id;
use crate::source::{Sources, Syntax};
use crate::standardise::contacts;

pub fn run(flags: Reconfirm) -> anyhow::Result<ExitCode> {
    for text in flags.by.iter().chain(&flags.via) {
        ensure!(
            contacts(text).is_empty(),
            "--by or --via holds an address, a telephone number or the like, and the roster is a public file; nothing was written\n  \
             help: leave it out, or keep it in signatories.private.toml"
        );
    }
    let checked = read_and_check(&[])?;
    let project = &checked.project;
    let version = version(project, &flags)?;
    let signature = signature(version, &flags)?;
    let records = records(project, &flags.ids)?;
    let (known, new): (Vec<&Record>, Vec<&Record>) = records
        .into_iter()
        .partition(|record| says(project, record, version));
    let edits = edits(project, &new, version, &signature)?;
    if !edits.is_empty()
        && let Outcome::Outdated(path) =
            changes::write(&project.root, changes::edited(project, edits))?
    {
        bail!(
            "{} was changed by something else in the meantime; nothing was written\n  help: run the command again",
            path.display()
        );
    }
    for record in known {
        tell(&format!(
            "“{}” agreed to {version} already: nothing to write\n",
            record.name.value
        ));
    }
    for record in new {
        tell(&format!(
            "“{}” agreed to {version} on {}\n",
            record.name.value, flags.on
        ));
        if record.status == Status::Pending {
            tell("  it is pending all the same: `status = \"signed\"` brings it into print\n");
        }
    }
    let frozen_on = version.record.as_ref().map(|record| record.on.value);
    if let Some(day) = frozen_on.filter(|day| version.number > 1 && *day > flags.on) {
        tell(&format!(
            "note: {version} was frozen on {day} only; look whether --on is right\n"
        ));
    }
    tell(&left(&read_and_check(&[])?, &flags.statement));
    Ok(ExitCode::SUCCESS)
}

/// The version that was agreed to: the latest, unless another is named.
fn version<'p>(project: &'p Project, flags: &Reconfirm) -> anyhow::Result<&'p Frozen> {
    let name = &flags.statement;
    if !project.signed.names.contains(name) {
        match nearest(name, project.signed.names.iter().map(String::as_str)) {
            Some(near) => bail!("there is no signed statement “{name}”; did you mean “{near}”?"),
            None => bail!(
                "there is no signed statement “{name}”\n  help: the project has: {}",
                project.signed.names.join(", ")
            ),
        }
    }
    let known: Vec<&Frozen> = project
        .versions
        .iter()
        .filter(|version| version.name == *name)
        .collect();
    let Some(latest) = known.last() else {
        bail!(
            "no version of “{name}” is frozen: there is nothing to agree to again\n  help: `undersigned freeze {name}` makes the first"
        );
    };
    let Some(number) = flags.version else {
        return Ok(latest);
    };
    let found = known
        .iter()
        .copied()
        .find(|version| version.number == number);
    found.ok_or_else(|| frozen::not_there(&project.root, name, number))
}

/// `{ statement = "iran", version = 2, on = 2026-12-01 }`
fn signature(version: &Frozen, flags: &Reconfirm) -> anyhow::Result<String> {
    let quoted = |text: &str| toml_string(text, "\"\"");
    let mut parts = vec![
        format!("statement = {}", quoted(&version.name)),
        format!("version = {}", version.number),
    ];
    if let Some(tag) = &flags.lang {
        let lang = Language::parse(tag).with_context(|| {
            format!("--lang {tag}: this is no language tag, such as en, fa or pt-BR")
        })?;
        if !version.editions.iter().any(|edition| edition.lang == lang) {
            let tags: Vec<&str> = version
                .editions
                .iter()
                .map(|edition| edition.lang.tag())
                .collect();
            bail!(
                "{version} has no edition in “{lang}”; there are {}",
                tags.join(", ")
            );
        }
        parts.push(format!("lang = {}", quoted(lang.tag())));
    }
    parts.push(format!("on = {}", flags.on));
    for (name, text) in [("by", &flags.by), ("via", &flags.via)] {
        parts.extend(text.iter().map(|text| format!("{name} = {}", quoted(text))));
    }
    Ok(format!("{{ {} }}", parts.join(", ")))
}

/// The entries of some ids, each once.
fn records<'p>(project: &'p Project, ids: &[String]) -> anyhow::Result<Vec<&'p Record>> {
    let roster = &project.roster;
    let mut found: Vec<&Record> = Vec::new();
    for id in ids {
        let Some(record) = roster.records.iter().find(|record| record.id == *id) else {
            match nearest_id(roster, id) {
                Some(near) => bail!(
                    "there is no entry with the id “{id}”; did you mean “{near}”? Nothing was written"
                ),
                None => bail!(
                    "there is no entry with the id “{id}”; nothing was written\n  help: ids stand in {}",
                    project.sources.get(roster.source).path.display()
                ),
            }
        };
        let gone = match record.status {
            Status::Signed | Status::Pending => None,
            Status::Withdrawn => Some("has withdrawn"),
            Status::Declined => Some("has declined"),
            Status::Unknown => Some("has a `status` that nobody knows"),
        };
        if let Some(gone) = gone {
            bail!(
                "“{}” {gone}; nothing was written\n  help: if it agrees all the same, correct its `status` first",
                record.name.value
            );
        }
        if !found.iter().any(|known| known.id == record.id) {
            found.push(record);
        }
    }
    Ok(found)
}

/// Whether an entry says already that it agreed to a version.
fn says(project: &Project, record: &Record, version: &Frozen) -> bool {
    record.signed.iter().any(|signature| {
        let of = match &signature.statement {
            Some(name) => name.value == version.name,
            None => project.signed.is_sole(),
        };
        of && signature
            .version
            .as_ref()
            .is_some_and(|number| number.value == version.number)
    })
}

/// Appends a signature to each entry.
fn edits(
    project: &Project,
    records: &[&Record],
    version: &Frozen,
    signature: &str,
) -> anyhow::Result<Vec<Edit>> {
    let (sources, id) = (&project.sources, project.roster.source);
    let source = sources.get(id);
    if let (Some(first), false) = (records.first(), source.syntax() == Syntax::Toml) {
        bail!(in_sheet(sources, first, version));
    }
    let start = source.start();
    let range = start..source.text.len();
    let document = fields::parse(sources, id, range, &mut Findings::default());
    let mut edits = Vec::new();
    for record in records {
        let other_form = || {
            let written = match sources.slice(record.place).contains("[[signatory.signed]]") {
                true => "as another [[signatory.signed]]: ",
                false => "into `signed`: ",
            };
            format!(
                "the entry “{}” is written in a form that nothing can be added to; nothing was written\n  \
                 help: write it yourself, {written}{signature}",
                record.id
            )
        };
        let header = record.place.start();
        let entry = entry(&document, header - start)
            .filter(|_| source.text[header..].starts_with("[["))
            .with_context(other_form)?;
        let mut table = Table::new(sources, id, start, entry);
        let added = table.append("signed", &[signature.to_string()]);
        added.map_err(|OtherForm| anyhow::anyhow!(other_form()))?;
        edits.extend(table.finish(record.name.place.end()));
    }
    Ok(edits)
}

/// The entry that begins at a byte.
fn entry<'d>(document: &'d DeTable<'d>, start: usize) -> Option<&'d DeTable<'d>> {
    let entries = document.get("signatory")?.get_ref().as_array()?;
    let found = entries.iter().find(|entry| entry.span().start == start)?;
    match found.get_ref() {
        DeValue::Table(table) => Some(table),
        _ => None,
    }
}

/// What to do where the roster is a sheet.
fn in_sheet(sources: &Sources, record: &Record, version: &Frozen) -> String {
    let source = sources.get(record.place.source);
    let line = source.position(record.place.start()).line;
    format!(
        "{} is a sheet, and this command writes into signatories.toml only; nothing was written\n  \
         help: write {} into the column “signed-version” (add it where it is missing) of line {line}, “{}”",
        source.path.display(),
        version.number,
        record.name.value
    )
}

/// Who must still be asked.
fn left(checked: &Checked, statement: &str) -> String {
    let project = &checked.project;
    let versions: Vec<&Frozen> = project
        .versions
        .iter()
        .filter(|version| version.name == statement)
        .collect();
    let signatories = checked.linked.signatories.all.iter();
    let around = Around::new(&project.sources, &project.roster);
    let standing = since(&around, signatories, &project.signed, &versions);
    let asked = standing.map(|standing| standing.asked).unwrap_or_default();
    let names: Vec<String> = asked
        .iter()
        .map(|(signatory, _)| signatory.full_name())
        .collect();
    match names.is_empty() {
        true => format!("nobody is left to be asked: `undersigned build {statement}`\n"),
        false => format!(
            "still to be asked ({}):\n{}\n",
            names.len(),
            names.join("\n")
        ),
    }
}
