//! Broken and hostile input: refused with a place and a help, or built with every loss a finding.
//!
//! What lies in `../shared/eval/badinputs` is tried where that folder is there; a few of each kind
//! are made here, so that the promise is tested everywhere.

mod common;

use std::fs;
use std::path::Path;
use std::process::Output;
use std::time::{Duration, Instant};

use common::{has, pdf_text, scratch, shared, text, undersigned};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

/// What a refusal or a build may take. Debug builds and busy machines are slow; a hang is not this.
const PATIENCE: Duration = Duration::from_secs(20);

const STATEMENT: &str = "+++\ntitle = \"T\"\nlang = \"en\"\ndate = 2026-01-01\n+++\n\nText.\n";
const ROSTER: &str = "[[signatory]]\nname = \"Anna Bell Society\"\n";

/// A project with an output of an earlier build.
fn project(name: &str, statement: &[u8], roster: &[u8]) -> std::path::PathBuf {
    let folder = scratch(&format!("hostile-{name}"));
    fs::create_dir_all(folder.join("statements")).unwrap();
    fs::create_dir_all(folder.join("out")).unwrap();
    fs::write(folder.join("statements/x.md"), statement).unwrap();
    fs::write(folder.join("signatories.toml"), roster).unwrap();
    fs::write(folder.join("out/x.pdf"), "old").unwrap();
    folder
}

/// Builds, and holds the program to what it promises of every input.
fn build(name: &str, folder: &Path) -> Output {
    let start = Instant::now();
    let output = undersigned(folder, &["build"]);
    let said = text(&output.stderr);
    assert!(
        start.elapsed() < PATIENCE,
        "{name}: took {:?}",
        start.elapsed()
    );
    assert!(!said.contains("panicked"), "{name}: {said}");
    let old = fs::read(folder.join("out/x.pdf")).unwrap() == b"old";
    match output.status.code() {
        Some(0) => assert!(!old, "{name}: nothing was built"),
        Some(1 | 2) => {
            assert!(old, "{name}: the old output was touched");
            assert!(said.contains("error"), "{name}: {said}");
            assert!(said.contains("help:"), "{name}: {said}");
        }
        other => panic!("{name}: ended with {other:?}\n{said}"),
    }
    output
}

fn refused(name: &str, statement: &[u8], roster: &[u8], because: &str) {
    let folder = project(name, statement, roster);
    let output = build(name, &folder);
    assert_eq!(output.status.code(), Some(1), "{name} is refused");
    let said = text(&output.stderr);
    assert!(said.contains(because), "{name}: {said}");
}

#[test]
fn files_that_are_no_text_are_refused_with_their_byte() {
    let statement = STATEMENT.as_bytes();
    refused(
        "latin-1",
        statement,
        b"[[signatory]]\nname = \"Jos\xe9\"\n",
        "not UTF-8 at byte 25",
    );
    refused(
        "nul",
        statement,
        b"[[signatory]]\nname\0 = \"A\"\n",
        "NUL character at byte 18",
    );
    refused(
        "truncated",
        b"We ask for a caf\xc3",
        ROSTER.as_bytes(),
        "truncated UTF-8",
    );
}

#[test]
fn utf_16_with_its_mark_is_read() {
    let utf16: Vec<u8> = "\u{feff}[[signatory]]\nname = \"José Álvarez\"\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let folder = project("utf16", STATEMENT.as_bytes(), &utf16);
    assert!(build("utf16", &folder).status.success());
    assert!(
        fs::read_to_string(folder.join("out/x.txt"))
            .unwrap()
            .contains("José Álvarez")
    );
}

#[test]
fn deep_and_wide_markdown_ends() {
    refused(
        "quotes",
        ">".repeat(10_000).as_bytes(),
        ROSTER.as_bytes(),
        "nested more than 100 deep",
    );
    let row = format!("{}|\n", "|a".repeat(5_000));
    let rule = format!("{}|\n", "|-".repeat(5_000));
    refused(
        "columns",
        format!("{row}{rule}{row}").as_bytes(),
        ROSTER.as_bytes(),
        "5000 columns",
    );
    let references = (0..2_000)
        .map(|n| format!("[a{n}]: x\n"))
        .collect::<String>()
        + "\n"
        + &"[a0]".repeat(20_000);
    build(
        "references",
        &project("references", references.as_bytes(), ROSTER.as_bytes()),
    );
    build(
        "stars",
        &project(
            "stars",
            "*a _b ".repeat(10_000).as_bytes(),
            ROSTER.as_bytes(),
        ),
    );
}

#[test]
fn a_name_prints_faithfully_or_mended_or_not_at_all() {
    let names = [
        "$(touch pwned) `id`",
        "#panic(\"x\")",
        "= Org",
        "#image(\"/etc/passwd\")",
        "<script>alert(1)</script> & <b>Org</b>",
        "Org $x^2$ Ltd",
        "Org \\ Ltd \\u{41}",
        "@label Org",
        "![x](http://evil.example/x.png)",
        "https://example.org/",
        "NA",
        "true",
        "Jose\u{301} A\u{301}lvarez",
        "Anna\u{1}Smith",
        "Anna \u{202e} Smith",
        "An\u{200b}na Smith",
        "Org \u{e000}",
        "国际特赦组织",
        "منظمة العفو الدولية",
        "Άννα Παπαδοπούλου",
        "Юлия Соколова",
        "Nguyễn Thị Lan",
        "12345",
        "Martin Luther King, Jr.",
    ];
    for (number, name) in names.iter().enumerate() {
        name_test(&format!("name-{number}"), name);
    }
}

/// Puts a name into a roster and compares what is printed.
fn name_test(id: &str, name: &str) {
    let quoted = undersigned::edit::toml_string(name, "\"\"");
    let folder = project(
        id,
        STATEMENT.as_bytes(),
        format!("[[signatory]]\nname = {quoted}\n").as_bytes(),
    );
    let output = build(id, &folder);
    let found: Value =
        serde_json::from_slice(&undersigned(&folder, &["check", "--format", "json"]).stdout)
            .unwrap();
    let codes: Vec<&str> = found["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|finding| finding["code"].as_str())
        .collect();
    if !output.status.success() {
        let named = text(&output.stderr).contains("U+")
            || codes
                .iter()
                .any(|code| ["missing-name", "too-large"].contains(code));
        assert!(
            named,
            "{id}: {name:?} is refused and its code point named\n{}",
            text(&output.stderr)
        );
        return;
    }
    let printed = fs::read_to_string(folder.join("out/x.txt")).unwrap();
    let composed: String = name.nfc().collect();
    if !printed.lines().any(|line| line == composed) {
        let mended = [
            "white-space",
            "invisible-character",
            "stray-mark",
            "typography",
        ]
        .iter()
        .any(|code| codes.contains(code));
        assert!(
            mended,
            "{id}: {name:?} is printed otherwise without a finding\n{printed}"
        );
    }
    if has("pdftotext") {
        let line = printed
            .lines()
            .skip_while(|line| !line.starts_with("SIGNED BY"))
            .nth(2)
            .unwrap_or_default();
        let letters = |text: &str| {
            text.chars()
                .filter(|c| c.is_alphanumeric())
                .collect::<String>()
        };
        let page = letters(&pdf_text(&folder.join("out/x.pdf")));
        let latin = line.is_ascii();
        assert!(
            !latin || page.contains(&letters(line)),
            "{id}: {line} is not on the page"
        );
    }
}

#[test]
fn the_collected_bad_inputs_are_met() {
    let Some(shared) = shared() else { return };
    let folder = shared.join("eval/badinputs");
    let names: Value =
        serde_json::from_str(&fs::read_to_string(folder.join("files/names.json")).unwrap())
            .unwrap();
    for line in fs::read_to_string(folder.join("manifest.jsonl"))
        .unwrap()
        .lines()
    {
        let row: Value = serde_json::from_str(line).unwrap();
        let [id, target, file] = ["id", "target", "file"].map(|key| row[key].as_str().unwrap());
        let bytes = || fs::read(folder.join(file)).unwrap();
        match (target, file.split_once('#')) {
            ("roster", Some((_, key))) => name_test(id, names[key].as_str().unwrap()),
            ("body-md", _) => {
                build(id, &project(id, &bytes(), ROSTER.as_bytes()));
            }
            ("roster-toml", _) => {
                build(id, &project(id, STATEMENT.as_bytes(), &bytes()));
            }
            _ => continue,
        }
        if target.starts_with("body") {
            let empty = scratch(&format!("hostile-import-{id}"));
            let source = folder.join(file).canonicalize().unwrap();
            let output = undersigned(&empty, &["import", source.to_str().unwrap()]);
            assert!(
                matches!(output.status.code(), Some(0..=2)),
                "{id}: {}",
                text(&output.stderr)
            );
        }
    }
}
