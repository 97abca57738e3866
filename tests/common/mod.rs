//! What the integration tests share: scratch folders, running the program, tools that may be missing.

#![allow(dead_code)] // Each test file uses a part of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// An empty folder of its own for a test, outside the project: commands look for one upwards.
pub fn scratch(name: &str) -> PathBuf {
    let folder = std::env::temp_dir()
        .join(format!("undersigned-tests-{}", std::process::id()))
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("cargo's scratch folder can be written");
    folder
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).unwrap();
        }
    }
}

/// Runs the program in a folder with arguments, away from the user's environment.
pub fn undersigned(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_undersigned"));
    command.current_dir(folder).args(arguments).env_clear();
    // git is asked whether a file is ignored.
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command
        .output()
        .expect("the program was built and can be started")
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Whether a tool is installed; says so where it isn't and the test skips.
pub fn has(tool: &str) -> bool {
    let found = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())
        .any(|folder| folder.join(tool).is_file());
    if !found {
        eprintln!("skipped: {tool} is not installed");
        assert!(std::env::var_os("CI").is_none(), "CI installs {tool}");
    }
    found
}

/// The folder with the shared material, where it lies beside the project.
pub fn shared() -> Option<PathBuf> {
    let beside = root().join("../shared");
    let folder = std::env::var_os("UNDERSIGNED_SHARED").map_or(beside, PathBuf::from);
    if !folder.is_dir() {
        eprintln!("skipped: ../shared is not there");
        return None;
    }
    Some(folder)
}

/// The default project, without what git ignores.
pub fn default_project(name: &str) -> PathBuf {
    let folder = scratch(name);
    copy(&root().join("statements"), &folder.join("statements"));
    copy(&root().join("versions"), &folder.join("versions"));
    fs::copy(
        root().join("signatories.toml"),
        folder.join("signatories.toml"),
    )
    .unwrap();
    folder
}

/// Words as letters and digits, sorted: what two renderings of a text have in common.
pub fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_string)
        .collect();
    words.sort();
    words
}

/// The text of a PDF, by poppler, with words joined that were hyphenated at line ends.
pub fn pdf_text(pdf: &Path) -> String {
    let output = Command::new("pdftotext")
        .args(["-layout", "-enc", "UTF-8"])
        .arg(pdf)
        .arg("-")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}
