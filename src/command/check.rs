//! `undersigned check`: every finding of the project, and fixes on request.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;

use crate::check;
use crate::cli::{Check, FixLevel, Format};
use crate::command::project::{Project, beside, find_root};
use crate::command::terminal::{Terminal, say, tell};
use crate::diagnostic::{Confidence, Findings, Severity};
use crate::edit::{self, Edit};
use crate::linkage;
use crate::output;
use crate::read::caps;
use crate::report;
use crate::source::SourceId;

/// A project, checked.
struct Checked {
    project: Project,
    findings: Findings,
}

pub fn run(flags: Check, terminal: &Terminal) -> anyhow::Result<ExitCode> {
    let mut checked = read_and_check(&flags.files)?;
    if let Some(level) = flags.fix {
        let confidence = match level {
            FixLevel::Safe => Confidence::Safe,
            FixLevel::Certain => Confidence::Certain,
        };
        let changes = changes(&checked, confidence);
        if flags.dry_run {
            for (source, text) in &changes {
                say(&difference(&checked.project, *source, text));
            }
            tell(&format!(
                "{} would be changed; nothing was written\n",
                files(changes.len())
            ));
            return Ok(ExitCode::SUCCESS);
        }
        for (source, text) in &changes {
            let source = checked.project.sources.get(*source);
            output::write(
                &checked.project.root.join(&source.path),
                &source.encode(text),
            )?;
        }
        tell(&format!("{} changed\n", files(changes.len())));
        checked = read_and_check(&flags.files)?;
    }
    let Checked { project, findings } = &checked;
    let sources = &project.sources;
    match flags.format {
        Format::Human => {
            say(&report::human::findings(
                sources,
                findings,
                terminal.colour_out,
                terminal.width,
            ));
            say(&format!("{}\n", report::human::summary(findings)));
        }
        Format::Short => say(&report::short::findings(sources, findings)),
        Format::Json => say(&report::json::findings(sources, findings)),
    }
    Ok(if findings.at_least(Severity::from(flags.deny)) > 0 {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Reads the project, or the files that belong to none, and runs every rule.
fn read_and_check(files: &[PathBuf]) -> anyhow::Result<Checked> {
    let here = std::env::current_dir().context("cannot tell the current folder")?;
    let Some(first) = files.first() else {
        return check_project(Findings::default(), |findings| {
            Project::read_up_to(&here, caps::CHECKED_ROSTER, findings)
        });
    };
    let absolute = here.join(first);
    let folder = absolute.parent().unwrap_or(&here).to_path_buf();
    let Some(root) = find_root(&folder) else {
        anyhow::ensure!(
            files.len() == 1,
            "several files that belong to no project are checked one at a time"
        );
        return check_project(Findings::default(), |findings| {
            Project::of_file(first, findings)
        });
    };
    let mut findings = Findings::default();
    let project = Project::read_up_to(&root, caps::CHECKED_ROSTER, &mut findings)?;
    let places: Vec<(SourceId, PathBuf)> = project
        .sources
        .ids()
        .map(|id| (id, place_of(&project, id)))
        .collect();
    let mut named: HashSet<SourceId> = HashSet::new();
    for file in files {
        let path = here
            .join(file)
            .canonicalize()
            .with_context(|| format!("cannot read {}", file.display()))?;
        let beside = beside(&path);
        let found = |place: &Path| place == path || place == beside;
        named.extend(
            places
                .iter()
                .filter(|(_, place)| found(place))
                .map(|(id, _)| id),
        );
        if !places.iter().any(|(_, place)| *place == path) {
            return check_project(Findings::default(), |findings| {
                let mut stranger = Project::of_file(file, findings)?;
                stranger.add_decisions(&root)?;
                Ok(stranger)
            });
        }
    }
    let mut checked = check_project(findings, |_| Ok(project))?;
    checked.findings.list.retain(|finding| {
        finding
            .place
            .is_some_and(|place| named.contains(&place.source))
    });
    Ok(checked)
}

/// Where a source lies on the disk.
fn place_of(project: &Project, id: SourceId) -> PathBuf {
    let path: &Path = &project.sources.get(id).path;
    project.root.join(path).canonicalize().unwrap_or_default()
}

fn check_project(
    mut findings: Findings,
    read: impl FnOnce(&mut Findings) -> anyhow::Result<Project>,
) -> anyhow::Result<Checked> {
    let project = read(&mut findings)?;
    let linked = linkage::resolve(&project.sources, &project.roster, &mut findings);
    check::check(&project.subject(&linked), &mut findings);
    findings.sort(&project.sources);
    Ok(Checked { project, findings })
}

/// The new text of each file that the fixes up to that confidence change.
fn changes(checked: &Checked, confidence: Confidence) -> Vec<(SourceId, String)> {
    let mut edits: BTreeMap<SourceId, Vec<&Edit>> = BTreeMap::new();
    // Where each chosen edit starts and ends; they don't overlap.
    let mut taken: BTreeMap<(SourceId, usize), usize> = BTreeMap::new();
    // Merges first: they take whole entries out, and a mend inside such an entry would be in vain.
    let mut fixes: Vec<_> = checked
        .findings
        .list
        .iter()
        .filter_map(|finding| finding.fix.as_ref())
        .filter(|fix| fix.confidence <= confidence)
        .collect();
    fixes.sort_by_key(|fix| std::cmp::Reverse(fix.confidence));
    for fix in fixes {
        // A fix counts whole or not at all.
        let overlaps = |edit: &Edit| {
            let (source, place) = (edit.place.source, edit.place);
            let before = taken.range((source, 0)..(source, place.end())).next_back();
            before.is_some_and(|(_, &other)| other > place.start())
        };
        if fix.edits.iter().any(overlaps) {
            continue;
        }
        for edit in &fix.edits {
            let place = edit.place;
            edits.entry(place.source).or_default().push(edit);
            taken.insert((place.source, place.start()), place.end());
        }
    }
    edits
        .into_iter()
        .map(|(source, edits)| {
            (
                source,
                edit::apply(&checked.project.sources.get(source).text, &edits).0,
            )
        })
        .collect()
}

/// The changed lines of a file, as `diff -u` shows them.
fn difference(project: &Project, source: SourceId, new: &str) -> String {
    let source = project.sources.get(source);
    let name = source.path.display().to_string();
    similar::TextDiff::from_lines(source.text.as_str(), new)
        .unified_diff()
        .context_radius(1)
        .header(&name, &name)
        .to_string()
}

fn files(count: usize) -> String {
    format!("{count} file{}", if count == 1 { "" } else { "s" })
}
