//! Writes files: whole or not at all. Nothing else in the program opens a file to write.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

/// Replaces a file's content, or makes the file. The old content stays until the new is on the disk.
///
/// A symbolic link is followed: the file that it names is replaced, the link stays. A file without
/// write permission is refused, although its folder would allow to replace it. The folder is made
/// where it is missing.
pub fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let target = resolve(path)?;
    let shown = path.display();
    let folder = target
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| {
        let folder = folder.display();
        anyhow::anyhow!(
            "cannot make the folder {folder}: {error}
  help: move what stands in its way, or name another place with --output"
        )
    })?;
    let permissions = match fs::metadata(&target) {
        Ok(meta) if meta.is_dir() => bail!(
            "cannot write {shown}: it is a folder\n  help: move the folder, or name another file with --output"
        ),
        Ok(meta) if !meta.is_file() => bail!(
            "cannot write {shown}: it is a device or a pipe\n  help: name a file, or `-` for standard output"
        ),
        Ok(meta) if meta.permissions().readonly() => {
            bail!(
                "cannot write {shown}: it is write-protected; nothing was changed\n  help: take the protection off, or name another file with --output"
            )
        }
        Ok(meta) => Some(meta.permissions()),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(error).with_context(|| format!("cannot write {shown}")),
    };
    sweep(&target);
    let (temporary, file) =
        temporary_beside(&target).with_context(|| format!("cannot write {shown}"))?;
    let written = fill(file, bytes, permissions).and_then(|()| fs::rename(&temporary, &target));
    if let Err(error) = written {
        // The old file is untouched; what is left of the new one goes.
        let _ = fs::remove_file(&temporary);
        return Err(error)
            .with_context(|| format!("cannot write {shown}; the old file is as it was"));
    }
    // The rename itself reaches the disk with its folder. Some file systems can't sync a folder; the file is whole all the same.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

/// Makes a folder of read-only files, each with its name and content: all of them or nothing. No folder of that name
/// may be there.
pub fn write_folder(path: &Path, files: &[(String, Vec<u8>)]) -> anyhow::Result<()> {
    let shown = path.display();
    if fs::symlink_metadata(path).is_ok() {
        bail!("cannot make {shown}: it is there already");
    }
    let above = path
        .parent()
        .expect("a folder that is made lies in another");
    let name = path.file_name().expect("it has a name").to_string_lossy();
    let temporary = above.join(format!(".{name}.{}{ENDING}", std::process::id()));
    let fill_all = || -> std::io::Result<()> {
        fs::create_dir_all(above)?;
        fs::create_dir(&temporary)?;
        for (name, bytes) in files {
            let path = temporary.join(name);
            let file = OpenOptions::new()
                .write(true)
                .create_new(true)
                .open(&path)?;
            let mut permissions = file.metadata()?.permissions();
            permissions.set_readonly(true);
            fill(file, bytes, Some(permissions))?;
        }
        // Renaming fails on a folder that another program made meanwhile, as long as something is in it.
        fs::rename(&temporary, path)
    };
    if let Err(error) = fill_all() {
        let _ = fs::remove_dir_all(&temporary);
        return Err(error).with_context(|| format!("cannot make {shown}; nothing was written"));
    }
    let _ = File::open(above).and_then(|folder| folder.sync_all());
    Ok(())
}

/// Takes a file away that [`write()`] has made.
pub fn remove(path: &Path) -> anyhow::Result<()> {
    fs::remove_file(path).with_context(|| format!("cannot take {} away", path.display()))
}

/// The file that is meant: what a link names, the link's own folder for a relative one.
fn resolve(path: &Path) -> anyhow::Result<PathBuf> {
    let mut target = path.to_path_buf();
    for _ in 0..40 {
        match fs::read_link(&target) {
            Ok(link) => {
                target = target
                    .parent()
                    .map_or(link.clone(), |folder| folder.join(&link))
            }
            Err(_) => return Ok(target),
        }
    }
    bail!(
        "cannot write {}: its links lead in a circle",
        path.display()
    )
}

/// Takes away what a killed run left beside the file: hidden files of ours, an hour old.
fn sweep(target: &Path) {
    let Some(name) = target
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
    else {
        return;
    };
    let folder = target
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let file = entry.file_name().to_string_lossy().into_owned();
        let ours = file.starts_with(&format!(".{name}.")) && file.ends_with(ENDING);
        let age = entry
            .metadata()
            .and_then(|meta| meta.modified())
            .ok()
            .and_then(|at| at.elapsed().ok());
        if ours && age.is_some_and(|age| age > std::time::Duration::from_secs(3600)) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// What the hidden files end with that become the new content.
const ENDING: &str = ".undersigned";

/// A new hidden file in the same folder, so that the rename stays on one file system.
fn temporary_beside(target: &Path) -> std::io::Result<(PathBuf, File)> {
    let name = target
        .file_name()
        .ok_or(ErrorKind::InvalidInput)?
        .to_string_lossy();
    let process = std::process::id();
    for attempt in 0..100 {
        let path = target.with_file_name(format!(".{name}.{process}-{attempt}{ENDING}"));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            opened => return opened.map(|file| (path, file)),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

fn fill(mut file: File, bytes: &[u8], permissions: Option<fs::Permissions>) -> std::io::Result<()> {
    file.write_all(bytes)?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder =
            std::env::temp_dir().join(format!("undersigned-output-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn replaces_a_file_and_leaves_nothing_beside_it() {
        let folder = folder("replace");
        let path = folder.join("a/b.txt");
        write(&path, b"one").unwrap();
        write(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.join("a")).unwrap().count(), 1);
    }

    #[test]
    fn refuses_a_folder_and_a_protected_file() {
        let folder = folder("refuse");
        assert!(
            write(&folder, b"x")
                .unwrap_err()
                .to_string()
                .contains("it is a folder")
        );
        let path = folder.join("protected");
        fs::write(&path, "old").unwrap();
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        assert!(
            write(&path, b"new")
                .unwrap_err()
                .to_string()
                .contains("write-protected")
        );
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }

    #[test]
    fn a_folder_is_made_whole_read_only_and_once() {
        let above = folder("folder");
        let path = above.join("a@1");
        let files = [("a.md".to_string(), b"text".to_vec())];
        write_folder(&path, &files).unwrap();
        assert_eq!(fs::read(path.join("a.md")).unwrap(), b"text");
        assert!(
            fs::metadata(path.join("a.md"))
                .unwrap()
                .permissions()
                .readonly()
        );
        assert!(write_folder(&path, &files).is_err());
        let odd = [("no/such/folder".to_string(), Vec::new())];
        assert!(write_folder(&above.join("a@2"), &odd).is_err());
        assert_eq!(fs::read_dir(&above).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn follows_a_link_and_keeps_it() {
        let folder = folder("link");
        fs::write(folder.join("real"), "old").unwrap();
        std::os::unix::fs::symlink("real", folder.join("link")).unwrap();
        write(&folder.join("link"), b"new").unwrap();
        assert_eq!(fs::read(folder.join("real")).unwrap(), b"new");
        assert!(
            fs::symlink_metadata(folder.join("link"))
                .unwrap()
                .is_symlink()
        );
    }
}
