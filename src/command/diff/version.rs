//! What an operand of `diff` names: a file, a folder, a statement as it is or as it was frozen, a revision.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use tempfile::TempDir;

use crate::command::diff::git::{self, Object};
use crate::command::frozen;
use crate::command::project::{self, Project, find_root};
use crate::command::terminal::tell;
use crate::diagnostic::{FROZEN_VERSION_ALTERED, Findings};
use crate::model::signatories::SignedStatements;
use crate::model::statement::FrontMatter;
use crate::model::{Roster, Statement, version};
use crate::read::fields::nearest;
use crate::read::{self, caps};
use crate::source::{self, OpenError, Source, SourceId, Sources, Undecodable};

/// One side of a comparison.
pub struct Version {
    /// As typed.
    pub name: String,
    pub sources: Sources,
    pub texts: Vec<Text>,
    pub roster: Option<Roster>,
    /// The statement that it is a version of, where it is one.
    pub statement: Option<String>,
    /// Which statements the roster's entries sign.
    pub signed: SignedStatements,
    /// Whether it is one file: a text or a roster.
    pub is_file: bool,
    /// Where a folder of a revision is laid out.
    _laid_out: Option<TempDir>,
}

/// A text of a version.
pub struct Text {
    /// Its path in the version, without its ending: what pairs it with a text of the other version.
    pub key: String,
    pub source: SourceId,
    /// The fields that all statements of its project share.
    pub shared: FrontMatter,
}

impl Text {
    /// The text read as an edition of a statement. What is wrong with it is for `check`.
    pub fn statement(&self, sources: &Sources) -> Statement {
        read::statement(sources, self.source, &self.shared, &mut Findings::default())
    }
}

impl Version {
    fn new(name: &Path) -> Version {
        Version {
            name: name.display().to_string(),
            sources: Sources::default(),
            texts: Vec::new(),
            roster: None,
            statement: None,
            signed: SignedStatements::default(),
            is_file: false,
            _laid_out: None,
        }
    }

    /// Reads what an operand names. A file or folder of that name comes first.
    pub fn read(operand: &Path) -> anyhow::Result<Version> {
        if operand == Path::new("-") {
            let bytes = source::read_capped(io::stdin(), "standard input", caps::COMPARED)?;
            return Self::of_text(operand, source::decode(operand, &bytes), Path::new(""));
        }
        if operand.is_dir() {
            return Self::of_folder(operand, operand);
        }
        let typed = operand.to_string_lossy();
        if !operand.exists() {
            if let Some((name, number)) = version::parse(&typed) {
                return Self::frozen(operand, name, number);
            }
            if git::is_revision(&typed) {
                return Self::revision(operand, &typed);
            }
            if let Some(version) = Self::statement(operand, &typed)? {
                return Ok(version);
            }
        }
        Self::of_file(operand)
    }

    fn of_file(path: &Path) -> anyhow::Result<Version> {
        if is_roster(path) {
            let mut version = Version::new(path);
            let findings = &mut Findings::default();
            let roster = project::roster(
                Path::new(""),
                path,
                caps::CHECKED_ROSTER,
                &mut version.sources,
                findings,
            )?;
            if !roster.is_whole {
                bail!(
                    "cannot compare {}: it can't be read whole as a roster\n  help: `undersigned check {}` says what is wrong",
                    path.display(),
                    path.display()
                );
            }
            version.roster = Some(roster);
            version.is_file = true;
            return Ok(version);
        }
        let opened = match source::open(path, path, caps::COMPARED) {
            Ok(source) => Ok(source),
            Err(OpenError::Io(error)) => return Err(error),
            Err(OpenError::Undecodable(why)) => Err(why),
        };
        let folder = path.parent().unwrap_or(Path::new(""));
        Self::of_text(path, opened, folder)
    }

    fn of_text(
        path: &Path,
        opened: Result<Source, Undecodable>,
        folder: &Path,
    ) -> anyhow::Result<Version> {
        let mut version = Version::new(path);
        let source = version.sources.add(readable(path, opened)?);
        let shared = shared(folder, &mut version.sources);
        version.texts.push(Text {
            key: String::new(),
            source,
            shared,
        });
        version.is_file = true;
        Ok(version)
    }

    /// A file or folder of a revision.
    fn revision(operand: &Path, typed: &str) -> anyhow::Result<Version> {
        match git::read(typed)? {
            Object::File(bytes) if is_roster(operand) => {
                let laid_out = TempDir::new().context("cannot make a temporary folder")?;
                let name = Path::new(operand.file_name().unwrap_or(operand.as_os_str()));
                let name = name.to_string_lossy().replace([':', '\\'], "-");
                let file = laid_out.path().join(name);
                fs::write(&file, bytes).context("cannot lay out the roster")?;
                Ok(Version {
                    name: typed.to_string(),
                    ..Self::of_file(&file)?
                })
            }
            Object::File(bytes) => {
                Self::of_text(operand, source::decode(operand, &bytes), Path::new(""))
            }
            Object::Folder(laid_out) => {
                let version = Self::of_folder(operand, laid_out.path())?;
                Ok(Version {
                    _laid_out: Some(laid_out),
                    ..version
                })
            }
        }
    }

    /// A statement of the project as it is now; None where the project has none of that name.
    fn statement(operand: &Path, name: &str) -> anyhow::Result<Option<Version>> {
        let here = std::env::current_dir().context("cannot tell the current folder")?;
        if find_root(&here).is_none() || name.contains(['/', '\\']) {
            return Ok(None);
        }
        let mut project = Project::read(&here, &mut Findings::default())?;
        if !project.statements.iter().any(|known| known.name == name) {
            let names = project.statements.iter().map(|known| known.name.as_str());
            return match nearest(name, names) {
                Some(near) => {
                    bail!("there is no file and no statement “{name}”; did you mean “{near}”?")
                }
                None => Ok(None),
            };
        }
        project.statements.retain(|known| known.name == name);
        let mut version = Self::of_project(operand, project);
        for text in &mut version.texts {
            if let Some((_, edition)) = text.key.rsplit_once('/') {
                text.key = edition.to_string();
            }
        }
        version.statement = Some(name.to_string());
        Ok(Some(version))
    }

    fn of_project(operand: &Path, mut project: Project) -> Version {
        let folder = project.root.join(project::STATEMENTS);
        let shared = shared(&folder, &mut project.sources);
        let texts = project.statements.iter().map(|statement| Text {
            key: key(&project.sources, statement),
            source: statement.source,
            shared: shared.clone(),
        });
        Version {
            texts: texts.collect(),
            sources: project.sources,
            roster: Some(project.roster),
            signed: project.signed,
            ..Version::new(operand)
        }
    }

    /// A version of a statement as it was frozen.
    fn frozen(operand: &Path, name: &str, number: u32) -> anyhow::Result<Version> {
        let here = std::env::current_dir().context("cannot tell the current folder")?;
        let Some(root) = find_root(&here) else {
            bail!(
                "{} names a frozen version, and this is no project\n  help: go to the project’s folder, or name files",
                operand.display()
            );
        };
        let mut version = Version::new(operand);
        let findings = &mut Findings::default();
        let read = frozen::read(&root, name, number, &mut version.sources, findings)?;
        let altered = findings.list.iter();
        for finding in altered.filter(|finding| finding.code == FROZEN_VERSION_ALTERED) {
            tell(&format!("warning: {}\n", finding.message));
        }
        let shared = shared(
            &root.join(frozen::folder(name, number)),
            &mut version.sources,
        );
        for edition in &read.editions {
            let path = &version.sources.get(edition.source).path;
            let stem = path.file_stem().unwrap_or_default();
            version.texts.push(Text {
                key: stem.to_string_lossy().into_owned(),
                source: edition.source,
                shared: shared.clone(),
            });
        }
        version.roster = Some(read.roster);
        version.statement = Some(name.to_string());
        version.signed.names.push(name.to_string());
        Ok(version)
    }

    /// A project, a frozen version, or any folder of texts.
    fn of_folder(operand: &Path, folder: &Path) -> anyhow::Result<Version> {
        if folder.join(project::STATEMENTS).is_dir() && find_root(folder).as_deref() == Some(folder)
        {
            let project = Project::read(folder, &mut Findings::default())?;
            return Ok(Self::of_project(operand, project));
        }
        let mut version = Version::new(operand);
        let shared = shared(folder, &mut version.sources);
        for path in texts(folder, Path::new(""))? {
            let shown = operand.join(&path);
            let opened = match source::open(&folder.join(&path), &shown, caps::COMPARED) {
                Ok(source) => Ok(source),
                Err(OpenError::Io(error)) => return Err(error),
                Err(OpenError::Undecodable(why)) => Err(why),
            };
            let source = version.sources.add(readable(&shown, opened)?);
            version.texts.push(Text {
                key: path
                    .with_extension("")
                    .display()
                    .to_string()
                    .replace('\\', "/"),
                source,
                shared: shared.clone(),
            });
        }
        if folder.join(project::ROSTER).is_file() {
            version.roster = Some(project::roster(
                folder,
                Path::new(project::ROSTER),
                caps::CHECKED_ROSTER,
                &mut version.sources,
                &mut Findings::default(),
            )?);
        }
        let named = folder.file_name().unwrap_or_default().to_string_lossy();
        version.statement = version::parse(&named).map(|(name, _)| name.to_string());
        version.signed.names.extend(version.statement.clone());
        if version.texts.is_empty() && version.roster.is_none() {
            bail!(
                "cannot compare {}: there is no text and no roster in it",
                operand.display()
            );
        }
        Ok(version)
    }
}

/// A statement's path below `statements/`, or below its own folder.
fn key(sources: &Sources, statement: &Statement) -> String {
    let path = &sources.get(statement.source).path;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    match statement.has_editions {
        true => format!("{}/{stem}", statement.name),
        false => stem.into_owned(),
    }
}

/// Whether a file is read as a roster; `defaults.toml` holds fields of statements.
fn is_roster(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let shared = path.file_name().is_some_and(|name| name == "defaults.toml");
    matches!(
        ending.to_lowercase().as_str(),
        "toml" | "csv" | "tsv" | "json" | "xlsx" | "ods"
    ) && !shared
}

/// Whether a file of a folder is a text to compare.
pub fn is_text(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    matches!(
        ending.to_lowercase().as_str(),
        "md" | "markdown" | "typ" | "txt"
    )
}

fn readable(path: &Path, opened: Result<Source, Undecodable>) -> anyhow::Result<Source> {
    opened.map_err(|why| {
        let Undecodable { message, help, .. } = why;
        anyhow::anyhow!("{message}\n  help: {help}")
            .context(format!("cannot compare {}", path.display()))
    })
}

/// The texts below a folder, sorted, but for what is hidden, made or frozen.
fn texts(folder: &Path, below: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let listed = fs::read_dir(folder.join(below))
        .with_context(|| format!("cannot list the folder {}", folder.join(below).display()))?;
    let mut found = Vec::new();
    for entry in listed {
        let entry = entry.with_context(|| format!("cannot list {}", folder.display()))?;
        let name = entry.file_name();
        let shown = name.to_string_lossy();
        let path = below.join(&name);
        if shown.starts_with('.') || shown == "out" || shown == "versions" {
            continue;
        }
        if entry.path().is_dir() {
            // A link to a folder may lead back: what lies there is no part of this folder.
            let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
            if !is_link {
                found.extend(texts(folder, &path)?);
            }
        } else if is_text(&path) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The fields that the statements of a folder share: its `defaults.toml`, or that of the folder above.
fn shared(folder: &Path, sources: &mut Sources) -> FrontMatter {
    let above = folder.parent();
    let file = [Some(folder), above]
        .into_iter()
        .flatten()
        .map(|folder| folder.join("defaults.toml"))
        .find(|path| path.is_file());
    let Some(Ok(source)) = file.map(|path| source::open(&path, &path, caps::STATEMENT)) else {
        return FrontMatter::default();
    };
    let range = source.start()..source.text.len();
    let id = sources.add(source);
    let findings = &mut Findings::default();
    read::front_matter::front_matter(sources, id, range, "defaults.toml", findings)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn links_that_lead_back_are_not_followed() {
        let folder = TempDir::new().expect("a temporary folder can be made");
        fs::write(folder.path().join("a.md"), "We met.\n").expect("it can be written to");
        // Followed, three of them make 3⁴⁰ folders.
        for link in ["x", "y", "z"] {
            std::os::unix::fs::symlink(".", folder.path().join(link)).expect("a link can be made");
        }
        let found = texts(folder.path(), Path::new("")).expect("it can be listed");
        assert_eq!(found, [PathBuf::from("a.md")]);
    }
}
