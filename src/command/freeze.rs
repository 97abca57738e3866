//! `undersigned freeze`: read, check, compare with the version before, write the new one.

use std::process::ExitCode;

use anyhow::bail;

use crate::cli::Freeze;
use crate::command::check::{Checked, read_and_check};
use crate::command::frozen::{self, DEFAULTS, RECORD};
use crate::command::project::{Project, ROSTER, STATEMENTS};
use crate::command::terminal::{Terminal, tell};
use crate::diagnostic::{
    CONSENT_OUTDATED, Diagnostic, Findings, LEAD_IN_BODY, NO_SIGNATORIES, Severity,
    TEXT_CHANGED_SINCE_FREEZE, UNKNOWN_VERSION,
};
use crate::diff::consent::{Asks, asks, editions};
use crate::diff::signed::{Around, digest, sha256};
use crate::edit::toml_string;
use crate::model::{Frozen, Signatory, Statement};
use crate::output;
use crate::read::fields::nearest;
use crate::report;
use crate::source::Source;
use crate::write;

/// What is no reason against a new version: it is what the version is for.
const NO_OBSTACLES: [&str; 4] = [
    CONSENT_OUTDATED.name,
    NO_SIGNATORIES.name,
    TEXT_CHANGED_SINCE_FREEZE.name,
    UNKNOWN_VERSION.name,
];

pub fn run(flags: Freeze, terminal: &Terminal) -> anyhow::Result<ExitCode> {
    let checked = read_and_check(&[])?;
    let project = &checked.project;
    let editions_now = find(project, &flags.statement)?;
    let name = &editions_now[0].name;
    let obstacles = obstacles(&checked, name);
    if !obstacles.list.is_empty() {
        let shown = report::human::findings(
            &project.sources,
            &obstacles,
            terminal.colour,
            terminal.width,
        );
        let lead = obstacles.list.iter().any(|one| one.code == LEAD_IN_BODY);
        let lead = match lead {
            true => format!(
                "; if the paragraph is signed: `undersigned review --accept {} --of {name} --by NAME`",
                LEAD_IN_BODY.name
            ),
            false => String::new(),
        };
        tell(&format!(
            "{shown}nothing was frozen: mend this first{lead}\n"
        ));
        return Ok(ExitCode::FAILURE);
    }
    let latest = project
        .versions
        .iter()
        .rfind(|version| version.name == *name);
    // Like `review`, and no other command: a record bears its day.
    let on = flags
        .on
        .unwrap_or_else(|| chrono::Local::now().date_naive());
    let mut asked = Asks::Nothing;
    if let Some(latest) = latest {
        let around = Around::new(&project.sources, &project.roster);
        let editions = editions(&around, &latest.editions, editions_now.iter().copied());
        asked = asks(&editions);
        if asked == Asks::Nothing {
            tell(&format!(
                "{latest} says the same: no new version is needed, and none was made\n  \
                 help: the list of signatories may grow under the same version\n"
            ));
            return Ok(ExitCode::SUCCESS);
        }
        let before = latest.record.as_ref().map(|record| record.on.value);
        if let Some(before) = before.filter(|before| *before > on) {
            bail!(
                "{latest} was frozen on {before}: the next version can’t be older, and --on says {on}"
            );
        }
    }
    let number = latest.map_or(1, |latest| latest.number + 1);
    let printed: Vec<&Signatory> = checked
        .linked
        .signatories
        .all
        .iter()
        .filter(|signatory| signatory.is_printed(name, &project.signed, None))
        .collect();
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for edition in &editions_now {
        files.push(copy(project.sources.get(edition.source)));
    }
    let defaults = std::path::Path::new(STATEMENTS).join(DEFAULTS);
    files.extend(
        project
            .sources
            .ids()
            .map(|id| project.sources.get(id))
            .find(|source| source.path == defaults)
            .map(copy),
    );
    let roster = format!(
        "# Who was printed under “{name}” when {name}@{number} was frozen.\n\n{}",
        write::roster::public_roster(&editions_now, &project.roster, &printed, &project.signed)
    );
    files.push((ROSTER.into(), roster.into_bytes()));
    let head = Head {
        name,
        number,
        on,
        previous: latest.map(|latest| {
            let source = project.sources.get(latest.source);
            sha256(&source.encode(&source.text))
        }),
    };
    files.push((
        RECORD.into(),
        record(&head, &editions_now, project, &files).into_bytes(),
    ));
    let folder = frozen::folder(name, number);
    output::write_folder(&project.root.join(&folder), &files)?;
    tell(&done(
        &head,
        latest,
        asked,
        &editions_now,
        &printed,
        project,
    ));
    Ok(ExitCode::SUCCESS)
}

/// The editions of the statement that is meant, at least one.
fn find<'p>(project: &'p Project, name: &str) -> anyhow::Result<Vec<&'p Statement>> {
    let editions: Vec<&Statement> = project
        .statements
        .iter()
        .filter(|statement| statement.name == name)
        .collect();
    if editions.is_empty() {
        let known = project
            .statements
            .iter()
            .map(|statement| statement.name.as_str());
        match nearest(name, known) {
            Some(near) => bail!("there is no statement “{name}”; did you mean “{near}”?"),
            None => bail!(
                "there is no statement “{name}”\n  help: statements are the files in {STATEMENTS}/"
            ),
        }
    }
    if !editions[0].front.form().is_signed() {
        bail!(
            "“{name}” is a press release: nothing in it is signed, so there is nothing to freeze\n  help: freeze the statement that it announces"
        );
    }
    Ok(editions)
}

/// Errors, and an open question about what is signed; other statements' own are none of this one's business.
fn obstacles(checked: &Checked, name: &str) -> Findings {
    let project = &checked.project;
    let of = |finding: &Diagnostic| {
        let source = finding.place?.source;
        let path = &project.sources.get(source).path;
        let statement = project.statements.iter().find(|one| one.source == source);
        let version = project
            .versions
            .iter()
            .find(|one| path.starts_with(&one.path));
        statement
            .map(|one| &one.name)
            .or(version.map(|one| &one.name))
    };
    let stops = |finding: &&Diagnostic| {
        let grave =
            finding.severity == Severity::Error && !NO_OBSTACLES.contains(&finding.code.name);
        (grave || finding.code == LEAD_IN_BODY) && of(finding).is_none_or(|of| of == name)
    };
    Findings {
        list: checked
            .findings
            .list
            .iter()
            .filter(stops)
            .cloned()
            .collect(),
    }
}

/// A file as it lies, under its own name.
fn copy(source: &Source) -> (String, Vec<u8>) {
    let name = source
        .path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    (name.into_owned(), source.encode(&source.text))
}

/// What a record says of the whole.
struct Head<'a> {
    name: &'a str,
    number: u32,
    on: chrono::NaiveDate,
    previous: Option<String>,
}

/// `version.toml`
fn record(
    head: &Head,
    editions: &[&Statement],
    project: &Project,
    files: &[(String, Vec<u8>)],
) -> String {
    let Head {
        name,
        number,
        on,
        previous,
    } = head;
    let quoted = |text: &str| toml_string(text, "\"\"");
    let mut out = format!(
        "# {name}@{number} as it was given to the signatories, written by `undersigned freeze`. It never changes:\n\
         # `undersigned check` finds every change to a file in this folder.\n\
         statement = {}\nversion = {number}\non = {on}\n",
        quoted(name)
    );
    if let Some(previous) = previous {
        out += &format!("previous = {}\n", quoted(previous));
    }
    for (file, bytes) in files {
        let edition = editions.iter().find(|edition| {
            let path = &project.sources.get(edition.source).path;
            path.file_name().is_some_and(|name| *name == **file)
        });
        match edition {
            Some(edition) => {
                out += &format!(
                    "\n[[edition]]\nfile = {}\nlang = {}\ndigest = {}\n",
                    quoted(file),
                    quoted(edition.lang.tag()),
                    quoted(&digest(edition))
                );
            }
            None => out += &format!("\n[[file]]\nfile = {}\n", quoted(file)),
        }
        out += &format!("bytes = {}\n", quoted(&sha256(bytes)));
    }
    out
}

/// What was done, and what comes next.
fn done(
    head: &Head,
    latest: Option<&Frozen>,
    asked: Asks,
    editions: &[&Statement],
    printed: &[&Signatory],
    project: &Project,
) -> String {
    let Head { name, number, .. } = head;
    let counted = |count: usize, one: &str, more: &str| match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {more}"),
    };
    let mut out = format!(
        "{name}@{number} is frozen in {}: {}, {}\n",
        frozen::folder(name, *number).display(),
        counted(editions.len(), "edition", "editions"),
        counted(printed.len(), "signatory printed", "signatories printed")
    );
    let unwritten = printed
        .iter()
        .filter(|one| one.version(name, &project.signed).is_none())
        .count();
    match (latest, asked) {
        (None, _) if unwritten > 0 => {
            out +=
                &format!("those who are printed already count as having signed {name}@{number}\n");
        }
        (Some(latest), Asks::Consent) => {
            out += &format!(
                "who agreed to {latest} must be asked again: `undersigned diff {latest} {name}@{number} --consent` says whom and about what\n"
            );
        }
        (Some(latest), _) => {
            out += &format!(
                "who agreed to {latest} need not be asked again; tell them what was corrected\n"
            );
        }
        _ => {}
    }
    let page = match asked {
        Asks::ToBeTold => format!("print it: `undersigned build {name}`"),
        _ => format!(
            "give it to the signatories; `undersigned build {name} --draft` makes a page to send"
        ),
    };
    out + &format!(
        "next    {page}\n        \
         who signs is entered with signed = [{{ statement = {}, version = {number}, on = DATE }}],\n        \
         who is in the roster already by `undersigned reconfirm {name} ID --on DATE`\n",
        toml_string(name, "\"\"")
    )
}
