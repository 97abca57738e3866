//! On a terminal, what `diff` shows is broken at its width and goes through a pager.

#![cfg(target_os = "linux")] // Elsewhere `script`, which plays the terminal, is called another way.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{has, scratch, text};

const OLD: &str = "The members of this council shall ask every party to keep the peace in spring and in autumn.\n";

fn folder(name: &str) -> PathBuf {
    let folder = scratch(&format!("pager-{name}"));
    fs::write(folder.join("old.md"), OLD).unwrap();
    fs::write(folder.join("new.md"), OLD.replace("shall", "may")).unwrap();
    folder
}

/// What a terminal of 50 columns shows, and the exit code.
fn on_a_terminal(folder: &Path, flags: &str, environment: &[(&str, &str)]) -> (String, i32) {
    let program = env!("CARGO_BIN_EXE_undersigned");
    let line = format!("{program} diff old.md new.md {flags}");
    let mut command = Command::new("script");
    command.args(["-q", "-e", "-c", &line, "/dev/null"]);
    command.current_dir(folder).env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.envs([("COLUMNS", "50"), ("NO_COLOR", "1"), ("SHELL", "/bin/sh")]);
    command.envs(environment.iter().copied());
    let output = command.output().unwrap();
    let code = output.status.code().expect("script ends by itself");
    (text(&output.stdout).replace("\r\n", "\n"), code)
}

const SHOWN: &str = "old.md → new.md
1 material change, in paragraph 1
who signed the old version must be asked again

paragraph 1  material: a modal
  The members of this council [-shall-]{+may+} ask
  every party to keep the peace in …
";

#[test]
fn lines_fit_and_no_pager_is_no_fault() {
    if !has("script") {
        return;
    }
    let folder = folder("width");
    for (flags, pager) in [
        ("", "cat"),
        ("", ""),
        ("", "a-pager-that-is-nowhere"),
        ("--no-pager", "sed s/^/page:/"),
    ] {
        let shown = on_a_terminal(&folder, flags, &[("UNDERSIGNED_PAGER", pager)]);
        assert_eq!(shown, (SHOWN.to_string(), 0), "{flags} {pager}");
    }
}

#[test]
fn the_pager_gets_the_text_and_the_exit_code_stays() {
    if !has("script") {
        return;
    }
    let folder = folder("pager");
    let paged: String = SHOWN.lines().map(|line| format!("page:{line}\n")).collect();
    let sed = "sed s/^/page:/";
    for environment in [
        &[("UNDERSIGNED_PAGER", sed), ("PAGER", "cat")][..],
        &[("PAGER", sed)],
        &[("UNDERSIGNED_PAGER", "sed 's/^/page:/' | cat")],
        // Ctrl-C is for the pager alone.
        &[("UNDERSIGNED_PAGER", "kill -INT $PPID; sed s/^/page:/")],
    ] {
        let shown = on_a_terminal(&folder, "--exit-code", environment);
        assert_eq!(shown, (paged.clone(), 1), "{environment:?}");
    }
}

#[test]
fn less_is_told_how_unless_the_user_tells_it() {
    if !has("script") {
        return;
    }
    let folder = folder("settings");
    let print = ("UNDERSIGNED_PAGER", "cat >/dev/null; echo $LESS $LV");
    let shown = on_a_terminal(&folder, "", &[print]);
    assert_eq!(shown.0, "FRX -c\n");
    let shown = on_a_terminal(&folder, "", &[print, ("LESS", "M")]);
    assert_eq!(shown.0, "M -c\n");
}

#[test]
fn a_reader_who_has_seen_enough_is_no_error() {
    if !has("script") {
        return;
    }
    let folder = folder("enough");
    // More than a pipe holds.
    let many: String = (0..5_000)
        .map(|n| format!("Sentence {n} is here.\n\n"))
        .collect();
    fs::write(folder.join("new.md"), many).unwrap();
    let shown = on_a_terminal(&folder, "", &[("UNDERSIGNED_PAGER", "head -n 1")]);
    assert_eq!(shown, ("old.md → new.md\n".to_string(), 0));
}
