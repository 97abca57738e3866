//! A project on the disk: the folder that holds `signatories.toml`, or a sheet in its place, read whole.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::check::Subject;
use crate::command::frozen;
use crate::diagnostic::{
    BROKEN_FILE, Diagnostic, FILE_IGNORED, Findings, INVALID_VALUE, NO_SIGNATORIES, NOT_TEXT,
    Severity,
};
use crate::linkage::Linked;
use crate::model::signatories::SignedStatements;
use crate::model::statement::FrontMatter;
use crate::model::{Frozen, Record, Roster, Statement};
use crate::read::fonts::ProjectFont;
use crate::read::{self, caps};
use crate::source::{self, Located, OpenError, Place, Source, SourceId, Sources, Syntax};
use crate::standardise;

pub const ROSTER: &str = "signatories.toml";
/// What can be the roster in its place: the first that is there counts.
const SHEETS: [&str; 3] = ["signatories.csv", "signatories.tsv", "signatories.json"];
pub const STATEMENTS: &str = "statements";

/// A project, read: everything that `check` and `build` look at.
pub struct Project {
    pub root: PathBuf,
    pub sources: Sources,
    /// Every edition, in the order of the files' names.
    pub statements: Vec<Statement>,
    /// Frozen versions, by statement and number.
    pub versions: Vec<Frozen>,
    pub roster: Roster,
    pub signed: SignedStatements,
    pub fonts: Vec<ProjectFont>,
}

impl Project {
    /// Reads the project that a folder belongs to.
    pub fn read(from: &Path, findings: &mut Findings) -> anyhow::Result<Project> {
        Self::read_up_to(from, caps::ROSTER, findings)
    }

    /// Reads the project that a folder belongs to, its roster at most `cap` bytes large.
    pub fn read_up_to(from: &Path, cap: u64, findings: &mut Findings) -> anyhow::Result<Project> {
        let Some(root) = find_root(from) else {
            bail!(
                "there is no {ROSTER} here or in a folder above: this is no undersigned project\n  \
                 help: `undersigned import FILE` makes one from a text with its list of signatories"
            );
        };
        let mut sources = Sources::default();
        let mut rosters = rosters(&root);
        let file = Path::new(rosters.next().expect("a root holds a roster"));
        let roster = roster(&root, file, cap, &mut sources, findings)?;
        for other in rosters {
            let id = sources.add(Source::new(other, ""));
            let message = format!("“{other}” is not read: the roster is {}", file.display());
            let finding = Diagnostic::new(FILE_IGNORED, Place::new(id, 0..0), message);
            findings.push(finding.help("keep one of them, and move the other elsewhere"));
        }
        let shared = shared_front_matter(&root, &mut sources, findings)?;
        let mut statements = Vec::new();
        for path in statement_files(&root, &mut sources, findings)? {
            if let Some(id) = open(&root, &path, caps::STATEMENT, &mut sources, findings)? {
                statements.push(read::statement(&sources, id, &shared, findings));
            }
        }
        let versions = frozen::read_all(&root, &mut sources, findings)?;
        let fonts = fonts(&root)?;
        Ok(Project {
            root,
            signed: signed(&statements),
            sources,
            statements,
            versions,
            roster,
            fonts,
        })
    }

    /// Lets the decisions of another project's roster apply to this one: those that name entries by
    /// their text as signed, all of which are here. Its other decisions are about other entries.
    pub fn add_decisions(&mut self, root: &Path) -> anyhow::Result<()> {
        let Some(file) = rosters(root).next() else {
            return Ok(());
        };
        let of_others = &mut Findings::default();
        let other = roster(
            root,
            Path::new(file),
            caps::ROSTER,
            &mut self.sources,
            of_others,
        )?;
        let texts = |record: &Record| standardise::fold(&record.signed_text(&self.sources));
        let known: HashSet<String> = match other.decisions.is_empty() {
            true => HashSet::new(),
            false => self.roster.records.iter().map(texts).collect(),
        };
        for mut decision in other.decisions {
            let here = |text: &Located<String>| known.contains(&standardise::fold(&text.value));
            if !decision.as_signed.is_empty() && decision.as_signed.iter().all(here) {
                decision.of.clear();
                self.roster.decisions.push(decision);
            }
        }
        Ok(())
    }

    /// What the rules look at.
    pub fn subject<'a>(&'a self, linked: &'a Linked) -> Subject<'a> {
        Subject {
            sources: &self.sources,
            statements: &self.statements,
            versions: &self.versions,
            roster: &self.roster,
            linked,
            signed: &self.signed,
            fonts: &self.fonts,
        }
    }

    /// Reads a single file that belongs to no project: a statement or a roster.
    pub fn of_file(path: &Path, findings: &mut Findings) -> anyhow::Result<Project> {
        let mut sources = Sources::default();
        let root = path.parent().unwrap_or(Path::new("")).to_path_buf();
        let name = Path::new(
            path.file_name()
                .with_context(|| format!("{} names no file", path.display()))?,
        );
        let mut statements = Vec::new();
        let ending = path
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .to_lowercase();
        let roster = match Some(ending.as_str()) {
            Some("md" | "markdown" | "typ") => {
                if let Some(id) = open(&root, name, caps::STATEMENT, &mut sources, findings)? {
                    statements.push(read::statement(
                        &sources,
                        id,
                        &FrontMatter::default(),
                        findings,
                    ));
                }
                unread_roster(&mut sources)
            }
            Some("toml" | "csv" | "tsv" | "json" | "xlsx" | "ods") => {
                let roster = roster(&root, name, caps::CHECKED_ROSTER, &mut sources, findings)?;
                if roster.records.is_empty() && roster.is_whole {
                    let finding = Diagnostic::new(
                        NO_SIGNATORIES,
                        Place::new(roster.source, 0..0),
                        "this roster is empty",
                    );
                    findings.push(finding.help("add an entry for each party that signed"));
                }
                roster
            }
            _ => bail!(
                "{} can't be checked: give a statement (.md, .typ) or a roster (.toml, .csv, .tsv, .json, .xlsx, .ods)\n  help: a plain text is read by `undersigned import`",
                path.display()
            ),
        };
        Ok(Project {
            root,
            sources,
            statements,
            versions: Vec::new(),
            roster,
            signed: SignedStatements::default(),
            fonts: Vec::new(),
        })
    }
}

/// The nearest folder, from here upwards, that holds a roster; a frozen version holds one and is no project.
pub fn find_root(from: &Path) -> Option<PathBuf> {
    from.ancestors()
        .find(|folder| rosters(folder).next().is_some() && !folder.join(frozen::RECORD).is_file())
        .map(Path::to_path_buf)
}

/// Refuses to write an output over one of the files that were read, or over what a project is made of.
pub fn spare_sources(
    given: &Path,
    root: Option<&Path>,
    mut read: impl Iterator<Item = PathBuf>,
) -> anyhow::Result<()> {
    let Ok(target) = given.canonicalize() else {
        return Ok(());
    };
    let root = root.and_then(|root| root.canonicalize().ok());
    let inside = root.and_then(|root| Some(target.strip_prefix(root).ok()?.to_path_buf()));
    let is_read = read.any(|path| path.canonicalize().is_ok_and(|path| path == target));
    let source = is_read
        || inside.is_some_and(|inside| {
            let first = inside.iter().next().unwrap_or_default();
            ["statements", "versions", "fonts", "images"]
                .iter()
                .any(|folder| first == *folder)
                || inside
                    .extension()
                    .is_some_and(|extension| extension == "toml")
                || first == ".gitignore"
        });
    if source {
        bail!(
            "--output {}: this is a file that the project is made of; nothing was written\n  help: name another file",
            given.display()
        );
    }
    Ok(())
}

/// Reads the roster alone of the project that a folder belongs to; None where there is no project.
pub fn nearest_roster(
    from: &Path,
    sources: &mut Sources,
    findings: &mut Findings,
) -> anyhow::Result<Option<Roster>> {
    let Some(root) = find_root(from) else {
        return Ok(None);
    };
    let file = rosters(&root).next().expect("a root holds a roster");
    roster(&root, Path::new(file), caps::ROSTER, sources, findings).map(Some)
}

/// The rosters that a folder holds, the one that counts first.
fn rosters(folder: &Path) -> impl Iterator<Item = &'static str> {
    [ROSTER]
        .into_iter()
        .chain(SHEETS)
        .filter(|name| folder.join(name).is_file())
}

/// Reads a roster, and the decisions beside it if it is a sheet.
pub fn roster(
    root: &Path,
    file: &Path,
    cap: u64,
    sources: &mut Sources,
    findings: &mut Findings,
) -> anyhow::Result<Roster> {
    let opened = match Syntax::of(file) {
        Syntax::Cells => open_spreadsheet(root, file, cap, sources, findings)?,
        _ => open(root, file, cap, sources, findings)?,
    };
    let Some(id) = opened else {
        return Ok(unread_roster(sources));
    };
    let mut roster = read::roster(sources, id, findings);
    let beside = beside(file);
    if sources.get(id).syntax() != Syntax::Toml
        && root.join(&beside).is_file()
        && let Some(id) = open(root, &beside, caps::ROSTER, sources, findings)?
    {
        roster.decisions = read::decisions(sources, id, findings);
    }
    Ok(roster)
}

/// Where the decisions about a sheet lie: `people.csv.decisions.toml`.
pub fn beside(sheet: &Path) -> PathBuf {
    let mut name = sheet.as_os_str().to_owned();
    name.push(".decisions.toml");
    PathBuf::from(name)
}

/// Opens a file of the project as text. None: it is no text, which is a finding.
fn open(
    root: &Path,
    path: &Path,
    cap: u64,
    sources: &mut Sources,
    findings: &mut Findings,
) -> anyhow::Result<Option<SourceId>> {
    match source::open(&root.join(path), path, cap) {
        Ok(source) => Ok(Some(sources.add(source))),
        Err(OpenError::Io(error)) => Err(error),
        Err(OpenError::Undecodable(why)) => {
            let id = sources.add(*why.shown);
            let finding = Diagnostic::new(
                NOT_TEXT,
                Place::new(id, why.byte..why.byte),
                format!("{}: {}", path.display(), why.message),
            );
            findings.push(finding.help(why.help));
            Ok(None)
        }
    }
}

/// Opens a spreadsheet as text. None: it can't be read, which is a finding.
fn open_spreadsheet(
    root: &Path,
    path: &Path,
    cap: u64,
    sources: &mut Sources,
    findings: &mut Findings,
) -> anyhow::Result<Option<SourceId>> {
    let bytes = source::read_bytes(&root.join(path), path, cap)?;
    match read::spreadsheet::spreadsheet(path, &bytes) {
        Ok(read) => {
            let id = sources.add(read.source);
            if !read.others.is_empty() {
                let named: Vec<String> =
                    read.others.iter().map(|name| format!("“{name}”")).collect();
                let what = if named.len() == 1 {
                    "the sheet"
                } else {
                    "the sheets"
                };
                let is = if named.len() == 1 { "is" } else { "are" };
                let message = format!(
                    "{what} {} {is} not read: one sheet is the roster",
                    named.join(", ")
                );
                let finding = Diagnostic::new(FILE_IGNORED, Place::new(id, 0..0), message)
                    .severity(Severity::Note);
                findings.push(finding.help("put all signatories into one sheet"));
            }
            Ok(Some(id))
        }
        Err(why) => {
            let id = sources.add(Source::new(path, ""));
            let message = format!("{} can't be read: {}", path.display(), why.message);
            let finding = Diagnostic::new(BROKEN_FILE, Place::new(id, 0..0), message);
            findings.push(finding.help(why.help));
            Ok(None)
        }
    }
}

/// Stands for a roster that can't be read: nothing is missing from it.
fn unread_roster(sources: &mut Sources) -> Roster {
    Roster {
        is_whole: false,
        ..Roster::empty(sources.add(Source::new(ROSTER, "")))
    }
}

fn shared_front_matter(
    root: &Path,
    sources: &mut Sources,
    findings: &mut Findings,
) -> anyhow::Result<FrontMatter> {
    let path = Path::new(STATEMENTS).join("defaults.toml");
    if !root.join(&path).exists() {
        return Ok(FrontMatter::default());
    }
    let Some(id) = open(root, &path, caps::STATEMENT, sources, findings)? else {
        return Ok(FrontMatter::default());
    };
    let source = sources.get(id);
    let range = source.start()..source.text.len();
    Ok(read::front_matter::front_matter(
        sources,
        id,
        range,
        "statements/defaults.toml",
        findings,
    ))
}

/// Statements' files, sorted: `statements/<name>.md` and `statements/<name>/<lang>.md`, or `.typ`.
fn statement_files(
    root: &Path,
    sources: &mut Sources,
    findings: &mut Findings,
) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in sorted(root, Path::new(STATEMENTS))? {
        if root.join(&path).is_dir() {
            files.extend(
                sorted(root, &path)?
                    .into_iter()
                    .filter(|path| root.join(path).is_file()),
            );
        } else {
            files.push(path);
        }
    }
    let mut refuse = |path: &Path, code, severity, message: String, help: &str| {
        let id = sources.add(Source::new(path, ""));
        let finding = Diagnostic::new(code, Place::new(id, 0..0), message);
        findings.push(finding.severity(severity).help(help));
    };
    files.retain(|path| {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if !is_statement(path) {
            if name != "defaults.toml" && !name.starts_with('.') && !name.ends_with('~') {
                let message = format!(
                    "“{}” is not read: statements are Markdown (.md) or Typst (.typ) files",
                    path.display()
                );
                let help = "save the text as Markdown, or move the file elsewhere";
                refuse(path, FILE_IGNORED, Severity::Warning, message, help);
            }
            return false;
        }
        if path.to_string_lossy().contains('@') {
            let message = format!(
                "“{}”: a statement’s name can't hold @, which marks frozen versions",
                path.display()
            );
            let help = "give the file another name";
            refuse(path, INVALID_VALUE, Severity::Error, message, help);
            return false;
        }
        let other = path.with_extension("md");
        if *path != other && root.join(&other).is_file() {
            let message = format!(
                "“{}” is not read: {} is the same edition",
                path.display(),
                other.display()
            );
            let help = "keep one of them, and move the other elsewhere";
            refuse(path, FILE_IGNORED, Severity::Error, message, help);
            return false;
        }
        name != "README.md"
    });
    Ok(files)
}

/// Whether a file is read as a statement, by the ending of its name.
fn is_statement(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending == "md" || ending == "typ")
}

/// What a folder holds, sorted by name; nothing where it isn't there.
pub fn sorted(root: &Path, folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let path = root.join(folder);
    if !path.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(&path)
        .with_context(|| format!("cannot list the folder {}", folder.display()))?;
    let mut paths = Vec::new();
    for entry in entries {
        let entry =
            entry.with_context(|| format!("cannot list the folder {}", folder.display()))?;
        paths.push(folder.join(entry.file_name()));
    }
    paths.sort();
    Ok(paths)
}

/// The typefaces of a project.
pub fn fonts(root: &Path) -> anyhow::Result<Vec<ProjectFont>> {
    let mut fonts = Vec::new();
    for path in sorted(root, Path::new("fonts"))? {
        let extension = path
            .extension()
            .map(|extension| extension.to_string_lossy().to_ascii_lowercase());
        if matches!(extension.as_deref(), Some("ttf" | "otf" | "ttc" | "otc")) {
            let font = ProjectFont {
                bytes: source::read_bytes(&root.join(&path), &path, FONT_CAP)?,
                path,
            };
            if !font.is_font() {
                bail!(
                    "{} is no typeface: it is damaged, or of another kind\n  help: take it out of fonts/, or put the right file there",
                    font.path.display()
                );
            }
            fonts.push(font);
        }
    }
    Ok(fonts)
}

/// In bytes, of one typeface file; the largest CJK collections are some 120 MB.
const FONT_CAP: u64 = 256 << 20;

/// Which statements parties sign, by name; editions are one.
fn signed(statements: &[Statement]) -> SignedStatements {
    let mut names: Vec<String> = statements
        .iter()
        .filter(|statement| statement.front.form().is_signed())
        .map(|statement| statement.name.clone())
        .collect();
    names.sort();
    names.dedup();
    SignedStatements { names }
}
