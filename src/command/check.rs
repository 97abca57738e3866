//! `undersigned check`: every finding of the project, and fixes on request.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;

use crate::check;
use crate::check::rules::duplicates;
use crate::cli::{Check, FixLevel, Format};
use crate::command::project::{Project, beside, find_root};
use crate::command::terminal::{Terminal, say, tell};
use crate::command::{arrivals, private, progress};
use crate::diagnostic::{Confidence, Findings, Fix, Severity};
use crate::edit::{self, Edit};
use crate::linkage::{self, Linked};
use crate::output;
use crate::read::caps;
use crate::report;
use crate::source::{SourceId, Sources};

/// A project, checked.
pub struct Checked {
    pub project: Project,
    pub linked: Linked,
    pub findings: Findings,
    /// Merges that a human decided already: by the ids of their entries, the kept one first.
    decided: Vec<(Vec<String>, Fix)>,
}

pub fn run(flags: Check, terminal: &Terminal) -> anyhow::Result<ExitCode> {
    if let Some(against) = &flags.against {
        let (sources, findings) = arrivals::check(&flags.files, against)?;
        return Ok(report(&flags, terminal, &sources, &findings));
    }
    let mut checked = read_and_check(&flags.files)?;
    match flags.fix {
        Some(level) if flags.dry_run => return show_changes(&checked, level),
        Some(level) => checked = fix(checked, level, &flags.files)?,
        None => {}
    }
    let Checked {
        project, findings, ..
    } = &checked;
    Ok(report(&flags, terminal, &project.sources, findings))
}

fn report(flags: &Check, terminal: &Terminal, sources: &Sources, findings: &Findings) -> ExitCode {
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
    if findings.at_least(Severity::from(flags.deny)) > 0 {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

/// So often mends may leave something for the next: one beside another, in the same name.
const ROUNDS_OF_MENDS: usize = 5;

/// Applies fixes until none is left, and checks again after each round, so that a second run changes nothing: a
/// merged entry knows more, and may be the same as a third for certain. It comes to an end, because a merge takes
/// an entry out.
fn fix(mut checked: Checked, level: FixLevel, files: &[PathBuf]) -> anyhow::Result<Checked> {
    let mut changed = BTreeSet::new();
    let mut mends = 0;
    while mends < ROUNDS_OF_MENDS {
        let changes = changes(&checked, level);
        if changes.texts.is_empty() {
            break;
        }
        if changes.merges.is_empty() {
            mends += 1;
        }
        let root = &checked.project.root;
        // Contact data first: a kill between the two writes then leaves none without its entry.
        if let Some(moved) = private::moved(root, &changes.merges)? {
            output::write(&root.join(&moved.path), &moved.bytes)?;
            changed.insert(moved.path);
        }
        for (source, text) in &changes.texts {
            let source = checked.project.sources.get(*source);
            output::write(&root.join(&source.path), &source.encode(text))?;
            changed.insert(source.path.clone());
        }
        checked = read_and_check(files)?;
    }
    tell(&format!("{} changed\n", counted(changed.len())));
    Ok(checked)
}

fn show_changes(checked: &Checked, level: FixLevel) -> anyhow::Result<ExitCode> {
    let changes = changes(checked, level);
    for (source, text) in &changes.texts {
        say(&difference(&checked.project, *source, text));
    }
    // Contact data isn't shown: a terminal is copied more easily than a file.
    let moved = private::moved(&checked.project.root, &changes.merges)?;
    tell(&format!(
        "{} would be changed; nothing was written\n",
        counted(changes.texts.len() + usize::from(moved.is_some()))
    ));
    Ok(ExitCode::SUCCESS)
}

/// Reads the project, or the files that belong to none, and runs every rule.
pub fn read_and_check(files: &[PathBuf]) -> anyhow::Result<Checked> {
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
    if !named.contains(&checked.project.roster.source) {
        checked.decided.clear();
    }
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
    let label = format!("comparing {} entries", project.roster.records.len());
    let linked = progress::during(&label, || {
        linkage::resolve(&project.sources, &project.roster, &mut findings)
    });
    let subject = project.subject(&linked);
    let decided = progress::during("checking", || {
        check::check(&subject, &mut findings);
        duplicates::decided(&subject)
    });
    findings.sort(&project.sources);
    Ok(Checked {
        project,
        linked,
        findings,
        decided,
    })
}

/// What fixes would change.
struct Changes {
    /// The new text of each file.
    texts: Vec<(SourceId, String)>,
    /// Ids of the entries that are merged, the kept one first.
    merges: Vec<Vec<String>>,
}

fn changes(checked: &Checked, level: FixLevel) -> Changes {
    let confidence = match level {
        FixLevel::Safe => Confidence::Safe,
        FixLevel::Certain => Confidence::Certain,
    };
    let found = checked.findings.list.iter();
    let found = found.filter_map(|finding| Some((&finding.records, finding.fix.as_ref()?)));
    let decided = checked.decided.iter().map(|(records, fix)| (records, fix));
    let mut fixes: Vec<_> = found
        .chain(decided)
        .filter(|(_, fix)| fix.confidence <= confidence)
        .collect();
    // Merges first: they take whole entries out, and a mend inside such an entry would be in vain.
    fixes.sort_by_key(|(_, fix)| std::cmp::Reverse(fix.confidence));
    let mut edits: BTreeMap<SourceId, Vec<&Edit>> = BTreeMap::new();
    // Where each chosen edit starts and ends; they don't overlap.
    let mut taken: BTreeMap<(SourceId, usize), usize> = BTreeMap::new();
    let mut merges = Vec::new();
    for (records, fix) in fixes {
        // A fix counts whole or not at all.
        let overlaps = |edit: &Edit| {
            let (source, place) = (edit.place.source, edit.place);
            let before = taken.range((source, 0)..(source, place.end())).next_back();
            before.is_some_and(|(_, &other)| other > place.start())
        };
        if fix.edits.iter().any(overlaps) {
            continue;
        }
        if fix.confidence == Confidence::Certain {
            merges.push(records.clone());
        }
        for edit in &fix.edits {
            let place = edit.place;
            edits.entry(place.source).or_default().push(edit);
            let end = taken.entry((place.source, place.start())).or_default();
            *end = place.end().max(*end);
        }
    }
    let sources = &checked.project.sources;
    let texts = edits
        .into_iter()
        .map(|(source, edits)| (source, edit::apply(&sources.get(source).text, &edits).0));
    Changes {
        texts: texts.collect(),
        merges,
    }
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

fn counted(count: usize) -> String {
    format!("{count} file{}", if count == 1 { "" } else { "s" })
}
