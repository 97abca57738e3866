//! `undersigned diff REV:path` reads revisions of git: files, folders and whole projects.

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::{scratch, text, undersigned};

/// Runs git in a folder, with no settings but its own.
fn git(folder: &Path, arguments: &[&str]) -> bool {
    Command::new("git")
        .args([
            "-c",
            "user.name=Test",
            "-c",
            "user.email=test@example.org",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(arguments)
        .current_dir(folder)
        .output()
        .is_ok_and(|output| output.status.success())
}

#[test]
fn revisions_are_compared() {
    let folder = scratch("revisions");
    if !git(&folder, &["init", "-q"]) {
        eprintln!("skipped: there is no git here");
        return;
    }
    let statement = folder.join("statements/river/en.md");
    fs::create_dir_all(statement.parent().unwrap()).unwrap();
    fs::write(&statement, "We ask for 4 boats.\n").unwrap();
    fs::write(
        folder.join("signatories.toml"),
        "[[signatory]]\nname = \"Friends of the River\"\n",
    )
    .unwrap();
    assert!(git(&folder, &["add", "."]));
    assert!(git(&folder, &["commit", "-q", "-m", "first"]));
    fs::write(&statement, "We ask for 5 boats.\n").unwrap();

    let diff = |old: &str, new: &str| {
        let output = undersigned(&folder, &["diff", old, new]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout).to_string()
    };
    let changed = "1 material change, in paragraph 1";
    assert!(diff("HEAD:statements/river/en.md", "statements/river/en.md").contains(changed));
    assert!(diff("HEAD:statements/river", "statements/river").contains(changed));
    assert!(diff("HEAD:statements/river", "river").contains(changed));
    assert!(diff("HEAD:", ".").contains(changed));
    assert!(
        diff("HEAD:statements/river/en.md", "HEAD:statements/river/en.md")
            .contains("nothing changed")
    );

    let missing = undersigned(&folder, &["diff", "HEAD:statements/lake.md", "river"]);
    assert_eq!(missing.status.code(), Some(2));
    let said = text(&missing.stderr).to_string();
    assert!(
        said.contains("cannot compare HEAD:statements/lake.md"),
        "{said}"
    );
}
