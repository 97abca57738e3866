//! Asks the `git` program for what a revision holds.
//!
//! Whoever names a revision has git, with its own settings; a library that reads its store would be a
//! hundred further packages.

use std::fs;
use std::io::Read;
use std::path::{Component, Path};
use std::process::{Command, Stdio};

use anyhow::{Context, anyhow, bail};
use tempfile::TempDir;

use crate::read::caps;

/// What a `REV:path` names.
pub enum Object {
    File(Vec<u8>),
    /// A folder, laid out on the disk for as long as this lives.
    Folder(TempDir),
}

/// Whether an operand has the form of `REV:path`.
pub fn is_revision(operand: &str) -> bool {
    operand
        .split_once(':')
        .is_some_and(|(revision, _)| !revision.is_empty() && !revision.starts_with('-'))
}

/// Reads what a `REV:path` names in the repository of the current folder.
pub fn read(operand: &str) -> anyhow::Result<Object> {
    let kind = ask(&["cat-file", "-t", operand], 64).map_err(|why| {
        anyhow!(
            "cannot compare {operand}: {why}\n  help: REV:path names a file or folder of a revision, from the repository’s root, such as HEAD~1:statements/appeal.md"
        )
    })?;
    match kind.trim_ascii() {
        b"blob" => Ok(Object::File(blob(operand)?)),
        b"tree" | b"commit" | b"tag" => Ok(Object::Folder(folder(operand)?)),
        other => bail!(
            "{operand} is neither a file nor a folder to git, but a {}",
            String::from_utf8_lossy(other)
        ),
    }
}

fn blob(object: &str) -> anyhow::Result<Vec<u8>> {
    ask(&["cat-file", "blob", object], caps::COMPARED)
        .with_context(|| format!("cannot compare {object}"))
}

/// Lays out a folder of a revision, so that it is read as any other.
fn folder(operand: &str) -> anyhow::Result<TempDir> {
    /// More files are no project. What lies beside a project in a repository isn't laid out.
    const FILES: usize = 4000;
    let listed = ask(&["ls-tree", "-r", "-z", operand], 16 << 20)
        .with_context(|| format!("cannot compare {operand}"))?;
    let target = TempDir::new().context("cannot make a temporary folder")?;
    let mut count = 0;
    for entry in listed
        .split(|&byte| byte == 0)
        .filter(|entry| !entry.is_empty())
    {
        let entry = String::from_utf8_lossy(entry);
        let Some((about, path)) = entry.split_once('\t') else {
            continue;
        };
        let mut about = about.split(' ');
        let (mode, kind, id) = (about.next(), about.next(), about.next());
        // Links and other repositories are no texts.
        let is_file = kind == Some("blob") && mode.is_some_and(|mode| mode.starts_with("100"));
        let path = Path::new(path);
        let inside = path
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        let (true, true, Some(id)) = (is_file, inside && is_read(path), id) else {
            continue;
        };
        count += 1;
        if count > FILES {
            bail!("{operand} holds more than {FILES} texts\n  help: name a folder in it");
        }
        let file = target.path().join(path);
        let bytes = blob(id)?;
        file.parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&file, bytes))
            .with_context(|| format!("cannot lay out {}", path.display()))?;
    }
    Ok(target)
}

/// Whether a comparison may read such a file.
fn is_read(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    super::version::is_text(path)
        || matches!(
            ending.as_ref(),
            "toml" | "csv" | "tsv" | "json" | "xlsx" | "ods"
        )
}

/// What git prints; at most `cap` bytes.
fn ask(arguments: &[&str], cap: u64) -> anyhow::Result<Vec<u8>> {
    let mut child = Command::new("git")
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("the program git can't be run; revisions are read through it")?;
    let mut out = Vec::new();
    let pipe = child.stdout.take().expect("its output is piped");
    pipe.take(cap + 1)
        .read_to_end(&mut out)
        .context("git can't be read")?;
    if out.len() as u64 > cap {
        let _ = child.kill();
        let _ = child.wait();
        bail!("it is larger than {} MiB", cap >> 20);
    }
    let done = child.wait_with_output().context("git can't be read")?;
    if !done.status.success() {
        let said = String::from_utf8_lossy(&done.stderr);
        let said = said.lines().next().unwrap_or("no reason given");
        bail!("git says: {}", said.trim_start_matches("fatal: "));
    }
    Ok(out)
}
