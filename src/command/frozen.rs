//! Frozen versions on the disk: `versions/<name>@<N>/`, read and compared with their own records.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::anyhow;

use crate::command::project::{ROSTER, sorted};
use crate::diagnostic::{Diagnostic, FILE_IGNORED, FROZEN_VERSION_ALTERED, Findings};
use crate::diff::signed::{digest, sha256};
use crate::model::statement::FrontMatter;
use crate::model::version::{self, Frozen, Record};
use crate::model::{Roster, Statement};
use crate::read::{self, caps};
use crate::source::{self, OpenError, Place, Source, SourceId, Sources};

/// The folder of all versions.
pub const VERSIONS: &str = "versions";
/// What a version says about itself.
pub const RECORD: &str = "version.toml";
/// The front matter that all statements shared when a version was frozen.
pub const DEFAULTS: &str = "defaults.toml";

/// In the project, where a version lies.
pub fn folder(name: &str, number: u32) -> PathBuf {
    Path::new(VERSIONS).join(format!("{name}@{number}"))
}

/// The numbers of a statement's versions, in order.
pub fn numbers(root: &Path, name: &str) -> Vec<u32> {
    let entries = fs::read_dir(root.join(VERSIONS)).into_iter().flatten();
    let mut numbers: Vec<u32> = entries
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .filter_map(|entry| {
            let file = entry.file_name().to_string_lossy().into_owned();
            version::parse(&file)
                .filter(|(of, _)| *of == name)
                .map(|(_, number)| number)
        })
        .collect();
    numbers.sort_unstable();
    numbers
}

/// That there is no such version, and which there are.
pub fn not_there(root: &Path, name: &str, number: u32) -> anyhow::Error {
    let known: Vec<String> = numbers(root, name)
        .iter()
        .map(|number| format!("{name}@{number}"))
        .collect();
    match &known[..] {
        [] => anyhow!(
            "there is no {name}@{number}: no version of “{name}” is frozen\n  help: `undersigned freeze {name}` makes the first"
        ),
        [one] => anyhow!("there is no {name}@{number}, only {one}"),
        _ => anyhow!(
            "there is no {name}@{number}; there are {}",
            known.join(", ")
        ),
    }
}

/// Reads every version of a project. A project that has none pays nothing.
pub fn read_all(
    root: &Path,
    sources: &mut Sources,
    findings: &mut Findings,
) -> anyhow::Result<Vec<Frozen>> {
    let mut versions = Vec::new();
    for path in sorted(root, Path::new(VERSIONS))? {
        let file = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if file.starts_with('.') || file.ends_with('~') || file == "README.md" {
            continue;
        }
        match version::parse(&file).filter(|_| root.join(&path).is_dir()) {
            Some((name, number)) => versions.push(read(root, name, number, sources, findings)?),
            None => {
                let id = sources.add(Source::new(&path, ""));
                let message = format!(
                    "“{}” is not read: versions are folders <name>@<N>, as `undersigned freeze` makes them",
                    path.display()
                );
                let finding = Diagnostic::new(FILE_IGNORED, Place::new(id, 0..0), message);
                findings.push(finding.help("move it elsewhere"));
            }
        }
    }
    versions.sort_by(|a, b| (&a.name, a.number).cmp(&(&b.name, b.number)));
    check_chain(&versions, sources, findings);
    Ok(versions)
}

/// Reads a version, and tells where it is no longer as it was frozen.
///
/// # Errors
/// When there is no such version: the error names those that are.
pub fn read(
    root: &Path,
    name: &str,
    number: u32,
    sources: &mut Sources,
    findings: &mut Findings,
) -> anyhow::Result<Frozen> {
    let path = folder(name, number);
    if !root.join(&path).is_dir() {
        return Err(not_there(root, name, number));
    }
    let mut found: Vec<SourceId> = Vec::new();
    for file in sorted(root, &path)? {
        // Programs that show folders leave hidden files in them.
        let hidden = file
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if !hidden {
            found.extend(open(root, &file, sources, findings)?);
        }
    }
    let file_of = |id: SourceId, sources: &Sources| {
        let path = &sources.get(id).path;
        path.file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    };
    let named = |name: &str, sources: &Sources| {
        found
            .iter()
            .copied()
            .find(|&id| file_of(id, sources) == name)
    };
    let own = named(RECORD, sources);
    let source = own.unwrap_or_else(|| sources.add(Source::new(path.join(RECORD), "")));
    let record = match own {
        Some(id) => record(sources, id, name, number, findings),
        None => {
            findings.push(altered(
                Place::new(source, 0..0),
                format!("{name}@{number} has lost its {RECORD}: nobody can tell whether it is as it was frozen"),
            ));
            None
        }
    };
    // What is wrong in files that are as they were frozen is nothing to be mended any more.
    let unseen = &mut Findings::default();
    let shared = match named(DEFAULTS, sources) {
        Some(id) => {
            let source = sources.get(id);
            let range = source.start()..source.text.len();
            read::front_matter::front_matter(sources, id, range, DEFAULTS, unseen)
        }
        None => FrontMatter::default(),
    };
    let roster = match named(ROSTER, sources) {
        Some(id) => read::roster(sources, id, unseen),
        None => Roster::empty(source),
    };
    let is_edition = |name: &str| match &record {
        Some(record) => {
            let mut editions = record.files.iter().filter(|file| file.digest.is_some());
            editions.any(|file| file.name.value == name)
        }
        None => [".md", ".typ"].iter().any(|ending| name.ends_with(ending)),
    };
    let editions: Vec<Statement> = found
        .iter()
        .filter(|&&id| is_edition(&file_of(id, sources)))
        .map(|&id| read::statement(sources, id, &shared, unseen))
        .collect();
    let frozen = Frozen {
        name: name.to_string(),
        number,
        path,
        source,
        record,
        editions,
        roster,
    };
    if let Some(record) = &frozen.record {
        check_files(&frozen, record, &found, sources, findings);
    }
    Ok(frozen)
}

/// Opens a file of a version; None where it is none of its files, which is a finding.
fn open(
    root: &Path,
    file: &Path,
    sources: &mut Sources,
    findings: &mut Findings,
) -> anyhow::Result<Option<SourceId>> {
    let opened = match root.join(file).is_dir() {
        true => Err(Source::new(file, "")),
        false => match source::open(&root.join(file), file, caps::ROSTER) {
            Ok(source) => Ok(source),
            Err(OpenError::Io(error)) => return Err(error),
            Err(OpenError::Undecodable(why)) => Err(*why.shown),
        },
    };
    match opened {
        Ok(source) => Ok(Some(sources.add(source))),
        Err(shown) => {
            let id = sources.add(shown);
            let message = format!("{} is not what was frozen: it is no text", file.display());
            findings.push(altered(Place::new(id, 0..0), message));
            Ok(None)
        }
    }
}

/// Reads the record of a version; None where it is broken.
fn record(
    sources: &Sources,
    id: SourceId,
    name: &str,
    number: u32,
    findings: &mut Findings,
) -> Option<Record> {
    let mut wrong = Findings::default();
    let record = read::version::record(sources, id, &mut wrong);
    let path = sources.get(id).path.display();
    if record.is_none() || !wrong.list.is_empty() {
        let first = wrong.list.first();
        let why = first.map_or("something is missing from it", |finding| &finding.message);
        let place = first
            .and_then(|finding| finding.place)
            .unwrap_or(Place::new(id, 0..0));
        findings.push(altered(
            place,
            format!("{path} is not what was frozen: {why}"),
        ));
        return None;
    }
    let record = record?;
    if (record.statement.value.as_str(), record.version.value) != (name, number) {
        let said = format!("{}@{}", record.statement.value, record.version.value);
        findings.push(altered(
            record.statement.place,
            format!("{path} says that it is of {said}: its folder has another name"),
        ));
    }
    Some(record)
}

/// Compares the files of a version with its record.
fn check_files(
    frozen: &Frozen,
    record: &Record,
    found: &[SourceId],
    sources: &Sources,
    findings: &mut Findings,
) {
    if frozen.editions.is_empty() {
        let message = format!("{frozen} holds no text: nobody can tell what was agreed to");
        findings.push(altered(record.statement.place, message));
    }
    let mut seen = HashSet::new();
    for &id in found.iter().filter(|&&id| id != frozen.source) {
        let file = sources.get(id);
        let name = file
            .path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let place = Place::new(id, 0..0);
        let Some(recorded) = record
            .files
            .iter()
            .find(|recorded| recorded.name.value == name)
        else {
            let message = format!(
                "{} was not there when {frozen} was frozen",
                file.path.display()
            );
            let finding = Diagnostic::new(FROZEN_VERSION_ALTERED, place, message);
            findings.push(finding.help("move it out of the folder"));
            continue;
        };
        seen.insert(name);
        if sha256(&file.encode(&file.text)) != recorded.bytes.value {
            findings.push(
                altered(
                    place,
                    format!(
                        "{} is not what was frozen: it has been changed",
                        file.path.display()
                    ),
                )
                .label(recorded.bytes.place, "the digest of what was frozen"),
            );
            continue;
        }
        let edition = frozen.editions.iter().find(|edition| edition.source == id);
        if let (Some(edition), Some(written)) = (edition, &recorded.digest)
            && digest(edition) != written.value
        {
            findings.push(altered(
                written.place,
                format!(
                    "this is not the digest of the text in {}",
                    file.path.display()
                ),
            ));
        }
    }
    for lost in record
        .files
        .iter()
        .filter(|file| !seen.contains(&file.name.value))
    {
        findings.push(altered(
            lost.name.place,
            format!("{frozen} has lost its file {}", lost.name.value),
        ));
    }
}

/// Compares each record with what the next version says of it, so that none can be changed or lost unseen.
fn check_chain(versions: &[Frozen], sources: &Sources, findings: &mut Findings) {
    for (at, frozen) in versions.iter().enumerate() {
        let Some(record) = &frozen.record else {
            continue;
        };
        let before = at
            .checked_sub(1)
            .map(|at| &versions[at])
            .filter(|before| before.name == frozen.name);
        let before = before.filter(|before| before.number + 1 == frozen.number);
        let place = |source| Place::new(source, 0..0);
        match (before, &record.previous) {
            (None, _) if frozen.number > 1 => {
                let message = format!(
                    "{}@{} is missing, which {frozen} follows",
                    frozen.name,
                    frozen.number - 1
                );
                findings.push(altered(place(frozen.source), message));
            }
            (Some(before), Some(previous)) => {
                let file = sources.get(before.source);
                if sha256(&file.encode(&file.text)) != previous.value {
                    let message = format!(
                        "{} is not what {frozen} followed: it has been changed",
                        file.path.display()
                    );
                    findings.push(
                        altered(place(before.source), message)
                            .label(previous.place, "the digest of what was frozen"),
                    );
                }
            }
            (Some(_), None) | (None, Some(_)) => {
                let message = format!(
                    "{} doesn’t say rightly which version it follows",
                    sources.get(frozen.source).path.display()
                );
                findings.push(altered(place(frozen.source), message));
            }
            (None, None) => {}
        }
    }
}

/// A change that is undone by bringing back what was frozen.
fn altered(place: Place, message: String) -> Diagnostic {
    Diagnostic::new(FROZEN_VERSION_ALTERED, place, message).help(
        "bring back what was frozen, from git or a backup; a text is changed in statements/ and frozen as a new version",
    )
}
