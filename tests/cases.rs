//! Runs every case under `tests/cases/<command>/<case>/`.
//!
//! A case is a folder: `cmd` holds the command line, `in/` the project (may be missing), `expected/`
//! what comes out: `stdout`, `stderr`, `code`, and below `files/` every text file that the command
//! made or changed. `UPDATE=1 cargo test --test cases` rewrites the expectations; reviewing is
//! reading the diff.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use common::{copy, root, scratch, text, undersigned};

#[test]
fn every_case_gives_what_is_expected() {
    let mut failures = Vec::new();
    let cases = folders(&root().join("tests/cases"))
        .iter()
        .flat_map(|command| folders(command))
        .collect::<Vec<_>>();
    assert!(cases.len() > 20, "the cases are found");
    for case in &cases {
        failures.extend(run(case));
    }
    assert!(
        failures.is_empty(),
        "{} differences:\n{}\nIf they are right: UPDATE=1 cargo test --test cases",
        failures.len(),
        failures.join("\n")
    );
}

/// Runs a case and returns what differs.
fn run(case: &Path) -> Vec<String> {
    let name = case
        .strip_prefix(root().join("tests/cases"))
        .unwrap()
        .display()
        .to_string();
    let folder = scratch(&format!("case-{}", name.replace(['/', '\\'], "-")));
    if case.join("in").is_dir() {
        copy(&case.join("in"), &folder);
    }
    let before = files(&folder);
    let line =
        fs::read_to_string(case.join("cmd")).unwrap_or_else(|_| panic!("{name} has no file `cmd`"));
    let mut arguments = line.split_whitespace();
    assert_eq!(
        arguments.next(),
        Some("undersigned"),
        "{name}: `cmd` begins with undersigned"
    );
    let output = undersigned(&folder, &arguments.collect::<Vec<_>>());

    let mut actual = BTreeMap::new();
    actual.insert(PathBuf::from("stdout"), output.stdout);
    actual.insert(PathBuf::from("stderr"), output.stderr);
    actual.insert(
        PathBuf::from("code"),
        format!(
            "{}\n",
            output.status.code().expect("no case ends by a signal")
        )
        .into_bytes(),
    );
    for (path, bytes) in files(&folder) {
        let binary = path.extension().is_some_and(|extension| extension == "pdf");
        if before.get(&path) != Some(&bytes) && !binary {
            // Kept under another name, or git would obey it inside the cases.
            let path = match path.file_name() {
                Some(name) if name == ".gitignore" => path.with_file_name("gitignore"),
                _ => path,
            };
            actual.insert(Path::new("files").join(path), bytes);
        }
    }
    actual.retain(|path, bytes| !bytes.is_empty() || path.starts_with("files"));
    let expected_folder = case.join("expected");
    if std::env::var_os("UPDATE").is_some() {
        let _ = fs::remove_dir_all(&expected_folder);
        for (path, bytes) in &actual {
            let path = expected_folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        return Vec::new();
    }
    let expected = files(&expected_folder);
    let mut paths: Vec<&PathBuf> = expected.keys().chain(actual.keys()).collect();
    paths.sort();
    paths.dedup();
    let differ = paths
        .into_iter()
        .filter(|path| expected.get(*path) != actual.get(*path));
    differ
        .map(|path| {
            let show =
                |bytes: Option<&Vec<u8>>| bytes.map_or("(nothing)".into(), |bytes| text(bytes));
            format!(
                "{name}: {}\n--- expected\n{}\n--- actual\n{}",
                path.display(),
                show(expected.get(path)),
                show(actual.get(path))
            )
        })
        .collect()
}

/// All files below a folder, by their path in it.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.insert(
                    path.strip_prefix(folder).unwrap().to_path_buf(),
                    fs::read(&path).unwrap(),
                );
            }
        }
    }
    found
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    found.sort();
    found
}
