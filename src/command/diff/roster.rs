//! `undersigned diff` of two rosters, of whatever form: read, resolve, compare, show.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;

use crate::cli::{Diff, DiffTo};
use crate::command::progress;
use crate::command::project;
use crate::command::terminal::{Terminal, say, tell};
use crate::diagnostic::{Findings, Severity};
use crate::diff::roster::{Side, compare};
use crate::linkage::{self, Linked};
use crate::model::{Language, Roster};
use crate::read::caps;
use crate::report;
use crate::report::diff::roster::{self, Rosters};
use crate::source::Sources;

/// Whether a file is a roster, by its ending.
pub fn is_roster(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let known = ["toml", "csv", "tsv", "json", "xlsx", "ods"];
    known.contains(&ending.to_lowercase().as_str())
}

/// Compares two files.
pub fn files(flags: &Diff, terminal: &Terminal) -> anyhow::Result<ExitCode> {
    let (old, new) = (read(&flags.old, terminal)?, read(&flags.new, terminal)?);
    let sides = [&old, &new]
        .map(|read| Side::of_roster(&read.sources, &read.roster, &read.linked.signatories));
    let names = [&flags.old, &flags.new].map(|path| path.display().to_string());
    let (text, differ) = rosters(
        &sides,
        names.each_ref().map(String::as_str),
        flags,
        terminal,
    );
    say(&text);
    Ok(match flags.exit_code && differ {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    })
}

/// What to show of two rosters, and whether anything changed.
pub fn rosters(
    sides: &[Side; 2],
    names: [&str; 2],
    flags: &Diff,
    terminal: &Terminal,
) -> (String, bool) {
    let [old, new] = sides;
    let entries = old.signatories.all.len() + new.signatories.all.len();
    let compared = progress::during(&format!("comparing {entries} signatories"), || {
        compare(old, new, flags.all)
    });
    let rosters = Rosters {
        names,
        sides: [old, new],
        compared: &compared,
        lang: &Language::english(),
        all: flags.all,
    };
    let text = match (flags.stat, flags.to) {
        (true, _) => roster::stat(&rosters),
        (_, DiffTo::Human) => roster::human(&rosters, terminal.colour_out),
        (_, DiffTo::Json) => roster::document(&rosters),
    };
    (text, !compared.events.is_empty())
}

/// A roster file, read and resolved.
struct Read {
    sources: Sources,
    roster: Roster,
    linked: Linked,
}

/// What is wrong in the file is told; what could be read is compared.
fn read(path: &Path, terminal: &Terminal) -> anyhow::Result<Read> {
    let mut sources = Sources::default();
    let mut findings = Findings::default();
    let root = path.parent().map(PathBuf::from).unwrap_or_default();
    let name = path
        .file_name()
        .with_context(|| format!("{} names no file", path.display()))?;
    let cap = caps::CHECKED_ROSTER;
    let roster = project::roster(&root, Path::new(name), cap, &mut sources, &mut findings)?;
    findings
        .list
        .retain(|finding| finding.severity == Severity::Error);
    if !findings.list.is_empty() {
        let (colour, width) = (terminal.colour, terminal.width);
        tell(&report::human::findings(&sources, &findings, colour, width));
        anyhow::ensure!(
            !roster.records.is_empty(),
            "{} can't be read as a roster: nothing was compared",
            path.display()
        );
        tell(&format!(
            "{} has errors: who can’t be read there counts as missing\n",
            path.display()
        ));
    }
    let label = format!(
        "comparing {} entries of {}",
        roster.records.len(),
        path.display()
    );
    let linked = progress::during(&label, || {
        linkage::resolve(&sources, &roster, &mut Findings::default())
    });
    Ok(Read {
        sources,
        roster,
        linked,
    })
}
