//! `undersigned withdraw`: a signatory withdraws; its entry stays and says so, and what follows is told.

mod edits;

use std::process::ExitCode;

use anyhow::{Context, bail, ensure};
use chrono::NaiveDate;

use crate::check::rules::withdrawn::Texts;
use crate::cli::Withdraw;
use crate::command::changes::{self, Outcome};
use crate::command::progress;
use crate::command::project::Project;
use crate::command::terminal::tell;
use crate::compose::dates;
use crate::diagnostic::Findings;
use crate::linkage;
use crate::model::roster::Status;
use crate::model::{Language, Record, Signatories, Signatory};
use crate::read::roster::nearest_id;
use crate::standardise::contacts;
use crate::wording::Voice;

/// What is written into each entry.
pub struct Withdrawal<'a> {
    pub on: NaiveDate,
    pub note: Option<&'a str>,
}

pub fn run(flags: Withdraw) -> anyhow::Result<ExitCode> {
    if let Some(note) = &flags.note {
        ensure!(
            contacts(note).is_empty(),
            "the note holds an address, a telephone number or the like, and the roster is a public file; nothing was written\n  \
             help: leave it out, or keep it in signatories.private.toml"
        );
    }
    let here = std::env::current_dir().context("cannot tell the current folder")?;
    let project = Project::read(&here, &mut Findings::default())?;
    let record = record(&project, &flags.id)?;
    let label = format!("comparing {} entries", project.roster.records.len());
    let signatories = progress::during(&label, || {
        linkage::resolve(&project.sources, &project.roster, &mut Findings::default()).signatories
    });
    let mut all = signatories.all.iter();
    let signatory = all
        .find(|signatory| signatory.records.contains(&record))
        .expect("every entry belongs to a signatory");
    let open: Vec<&Record> = signatory
        .records
        .iter()
        .map(|&at| &project.roster.records[at])
        .filter(|record| record.status != Status::Withdrawn)
        .collect();
    let name = signatory.full_name();
    if open.is_empty() {
        let on = withdrawn_on(&project, signatory);
        let since = on.map_or(String::new(), |on| format!(" on {}", in_words(on)));
        tell(&format!(
            "“{name}” withdrew already{since}; nothing was written\n"
        ));
        return Ok(ExitCode::SUCCESS);
    }
    let withdrawal = Withdrawal {
        on: flags.on,
        note: flags.note.as_deref().filter(|note| !note.trim().is_empty()),
    };
    let edits = edits::edits(&project, &open, &withdrawal)?;
    let changes = changes::edited(&project, edits.edits);
    edits::confirm(&project, &changes, &open)?;
    if let Outcome::Outdated(path) = changes::write(&project.root, changes)? {
        bail!(
            "{} was changed by something else in the meantime; nothing was written\n  help: run the command again",
            path.display()
        );
    }
    let file = project.sources.get(project.roster.source).path.display();
    tell(&format!(
        "“{name}” withdrew on {}: written to {file}{}\n",
        in_words(flags.on),
        match open.len() {
            1 => String::new(),
            entries => format!(", in {entries} entries"),
        }
    ));
    for remark in edits.remarks {
        tell(&format!("{remark}\n"));
    }
    tell(&consequences(&project, &signatories, signatory));
    Ok(ExitCode::SUCCESS)
}

/// The entry of that id.
fn record(project: &Project, id: &str) -> anyhow::Result<usize> {
    let roster = &project.roster;
    let mut records = roster.records.iter();
    if let Some(record) = records.position(|record| record.id == id) {
        return Ok(record);
    }
    let file = project.sources.get(roster.source).path.display();
    ensure!(
        roster.is_whole,
        "there is no entry with the id “{id}” in what could be read of {file}; nothing was written\n  \
         help: `undersigned check` says what is wrong with the file"
    );
    match nearest_id(roster, id) {
        Some(near) => bail!("there is no entry with the id “{id}”; did you mean “{near}”?"),
        None => bail!(
            "there is no entry with the id “{id}”; nothing was written\n  help: {file} holds the ids; one that is not written there is made of the acronym or the name"
        ),
    }
}

fn withdrawn_on(project: &Project, signatory: &Signatory) -> Option<NaiveDate> {
    let mut records = signatory.records.iter();
    records.find_map(|&at| Some(project.roster.records[at].status_on.as_ref()?.value))
}

fn in_words(day: NaiveDate) -> String {
    dates::date(&Voice::of(&Language::english()), day)
}

/// Which lists are shorter now, and where texts still name the signatory.
fn consequences(project: &Project, signatories: &Signatories, gone: &Signatory) -> String {
    let mut out = String::new();
    for statement in &project.signed.names {
        let prints =
            |signatory: &&Signatory| signatory.is_printed(statement, &project.signed, None);
        if !prints(&gone) {
            continue;
        }
        let before = signatories.all.iter().filter(prints).count();
        let releases = project.statements.iter().filter(|release| {
            let about = release.front.about.as_ref();
            about.is_some_and(|about| about.value == *statement)
        });
        let mut names = vec![statement.as_str()];
        names.extend(releases.map(|release| release.name.as_str()));
        names.dedup();
        let build: Vec<String> = names
            .iter()
            .map(|name| format!("`undersigned build {name}`"))
            .collect();
        out.push_str(&format!(
            "{before} → {} {} of “{statement}”: rebuild it ({})\n",
            before - 1,
            if before == 2 {
                "signatory"
            } else {
                "signatories"
            },
            build.join(", ")
        ));
    }
    let texts = Texts {
        sources: &project.sources,
        statements: &project.statements,
        roster: &project.roster,
        signatories,
        signed: &project.signed,
    };
    for (_, places) in texts.naming(&|signatory| signatory.id == gone.id) {
        for place in places {
            let source = project.sources.get(place.source);
            let place = source.place_name(place.start());
            out.push_str(&format!("{place}: the text still names it\n"));
        }
    }
    out
}
