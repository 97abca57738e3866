//! Changes of a project's files: made of edits, written only where nobody else has written, taken back byte for byte.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::bail;
use toml::de::DeTable;

use crate::command::project::Project;
use crate::edit::{self, Edit};
use crate::output;
use crate::source;

/// A file before and after a change.
pub struct Change {
    /// In the project.
    pub path: PathBuf,
    /// None where the file was made.
    pub before: Option<Vec<u8>>,
    pub after: Vec<u8>,
}

/// What came of changes.
pub enum Outcome {
    Written(Vec<Change>),
    /// Another program has changed this file since it was read; nothing was written.
    Outdated(PathBuf),
}

/// Each file that edits change.
pub fn edited(project: &Project, edits: Vec<Edit>) -> Vec<Change> {
    let mut by_source: BTreeMap<_, Vec<&Edit>> = BTreeMap::new();
    for edit in &edits {
        by_source.entry(edit.place.source).or_default().push(edit);
    }
    by_source
        .into_iter()
        .map(|(id, edits)| {
            let source = project.sources.get(id);
            Change {
                path: source.path.clone(),
                before: Some(source.encode(&source.text)),
                after: source.encode(&edit::apply(&source.text, &edits).0),
            }
        })
        .collect()
}

/// Writes changes: all of them, or none where a file is no longer what it was.
///
/// # Errors
/// When a changed file could not be read again as TOML, and when a file can't be written.
pub fn write(root: &Path, changes: Vec<Change>) -> anyhow::Result<Outcome> {
    for change in &changes {
        if on_disk(root, &change.path)? != change.before {
            return Ok(Outcome::Outdated(change.path.clone()));
        }
        refuse_unreadable(change)?;
    }
    for change in &changes {
        output::write(&root.join(&change.path), &change.after)?;
    }
    Ok(Outcome::Written(changes))
}

/// Brings files back to what they were, byte for byte. Some(path): that file was changed since, and nothing is taken back.
pub fn take_back(root: &Path, changes: &[Change]) -> anyhow::Result<Option<PathBuf>> {
    for change in changes {
        if on_disk(root, &change.path)?.as_ref() != Some(&change.after) {
            return Ok(Some(change.path.clone()));
        }
    }
    for change in changes {
        let path = root.join(&change.path);
        match &change.before {
            Some(before) => output::write(&path, before)?,
            None => output::remove(&path)?,
        }
    }
    Ok(None)
}

fn on_disk(root: &Path, path: &Path) -> anyhow::Result<Option<Vec<u8>>> {
    let whole = root.join(path);
    if !whole.exists() {
        return Ok(None);
    }
    source::read_bytes(&whole, path, u64::MAX - 1).map(Some)
}

/// A decision added to a file that can't hold it, such as one with `decision = […]`, would break the file.
fn refuse_unreadable(change: &Change) -> anyhow::Result<()> {
    let is_toml = change
        .path
        .extension()
        .is_some_and(|ending| ending == "toml");
    let readable = |bytes: &[u8]| {
        source::decode(&change.path, bytes)
            .is_ok_and(|source| DeTable::parse(&source.text[source.start()..]).is_ok())
    };
    if is_toml && !readable(&change.after) {
        let path = change.path.display();
        bail!(
            "{path} can't be read as TOML, or not with this answer in it; nothing was written\n  \
             help: `undersigned check` shows what to mend; decisions stand each under its own [[decision]]"
        );
    }
    Ok(())
}
