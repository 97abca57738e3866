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

/// Puts a name into a roster of each form and compares what is printed.
fn name_test(id: &str, name: &str) {
    let quoted = undersigned::edit::toml_string(name, "\"\"");
    let toml = format!("[[signatory]]\nname = {quoted}\n");
    let csv = format!("name\n\"{}\"\n", name.replace('"', "\"\""));
    let json = serde_json::to_string(&[serde_json::json!({ "name": name })]).unwrap();
    for (ending, roster) in [("toml", toml), ("csv", csv), ("json", json)] {
        let id = format!("{id}-{ending}");
        let folder = project(&id, STATEMENT.as_bytes(), b"");
        fs::remove_file(folder.join("signatories.toml")).unwrap();
        fs::write(folder.join(format!("signatories.{ending}")), roster).unwrap();
        name_in_project(&id, name, &folder);
    }
}

fn name_in_project(id: &str, name: &str, folder: &Path) {
    let output = build(id, folder);
    let found: Value =
        serde_json::from_slice(&undersigned(folder, &["check", "--format", "json"]).stdout)
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
                .any(|code| ["missing-name", "no-signatories", "too-large"].contains(code));
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

/// Checks a sheet that belongs to no project, and holds the program to what it promises of every input.
fn check(name: &str, file: &str, bytes: &[u8]) -> String {
    let folder = scratch(&format!("hostile-sheet-{name}"));
    fs::write(folder.join(file), bytes).unwrap();
    let start = Instant::now();
    let output = undersigned(&folder, &["check", file]);
    let (found, said) = (text(&output.stdout), text(&output.stderr));
    assert!(
        start.elapsed() < PATIENCE,
        "{name}: took {:?}",
        start.elapsed()
    );
    match output.status.code() {
        Some(0) => assert!(!found.contains("error["), "{name}: {found}"),
        Some(1) => {
            assert!(found.contains(&format!("{file}:")), "{name}: {found}");
            assert!(found.contains("help:"), "{name}: {found}");
        }
        Some(2) => assert!(said.contains("error"), "{name}: {said}"),
        other => panic!("{name}: ended with {other:?}\n{said}"),
    }
    found
}

fn sheet_refused(name: &str, file: &str, bytes: &[u8], because: &str) {
    let found = check(name, file, bytes);
    assert!(found.contains("error["), "{name} is refused: {found}");
    assert!(found.contains(because), "{name}: {found}");
}

#[test]
fn no_row_of_a_sheet_is_lost_without_a_word() {
    let csv = "people.csv";
    for (name, bytes, because) in [
        ("unclosed", "name,org\n\"Anna,A\nBen,B\n", "never closed"),
        ("long-row", "name\nBell, Anna\n", "belongs to no column"),
        ("short-row", "name,org\nBen\n", "has 1 cell"),
        ("twice", "name,Name\nAnna,Bell\n", "two columns give `name`"),
        ("no-header", "Anna,A\nBen,B\n", "names no column"),
        (
            "no-name",
            "org,country\nA,France\n",
            "no column is called `name`",
        ),
        ("empty", "", "this roster is empty"),
        ("header-only", "name,org\n", "this roster is empty"),
        ("latin-1", "", "not UTF-8 at byte 8"),
    ] {
        let latin: &[u8] = b"name\nJos\xe9\n";
        let bytes = if name == "latin-1" {
            latin
        } else {
            bytes.as_bytes()
        };
        sheet_refused(name, csv, bytes, because);
    }
    let long = format!("name\n\"{}\nBen\n", "x".repeat(5_000_000));
    sheet_refused("long-unclosed", csv, long.as_bytes(), "never closed");
    let wide = format!("{}\n", "name,".repeat(200_000));
    sheet_refused("wide", csv, wide.as_bytes(), "200001 cells");
    let quotes = (0..20_000)
        .map(|n| format!("\"Club {n}\n"))
        .collect::<String>();
    let quotes = format!("name\n{quotes}");
    sheet_refused("quotes", csv, quotes.as_bytes(), "this quotation mark");
    for (name, bytes, because) in [
        ("comma", "[{\"name\": \"Anna\"}, ]", "expected value"),
        ("breaks-off", "[{\"name\": \"An", "EOF"),
        ("no-list", "{\"people\": []}", "no list of signatories"),
        ("number", "7", "no list of signatories"),
        ("behind", "[] []", "goes on behind its end"),
        ("surrogate", "[{\"name\": \"\\ud800\"}]", "hex escape"),
    ] {
        sheet_refused(name, "people.json", bytes.as_bytes(), because);
    }
    let deep = format!("[{{\"x\": {}", "[".repeat(1_000_000));
    sheet_refused("deep", "people.json", deep.as_bytes(), "EOF");
}

/// A workbook of one sheet with that XML inside `<sheetData>`.
fn workbook(rows: &str) -> Vec<u8> {
    use std::io::Write;
    let relation =
        "<Relationships><Relationship Id=\"r1\" Target=\"worksheets/s.xml\"/></Relationships>";
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name=\"S\" r:id=\"r1\"/></sheets></workbook>",
        ),
        ("xl/_rels/workbook.xml.rels", relation),
        ("xl/worksheets/s.xml", &sheet),
    ] {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn spreadsheets_are_read_within_bounds() {
    let cell = |name: &str, text: &str| format!("<c r=\"{name}\" t=\"str\"><v>{text}</v></c>");
    let file = "people.xlsx";
    let header = cell("A1", "name");
    let read = check(
        "sound",
        file,
        &workbook(&format!(
            "<row>{header}</row><row>{}</row>",
            cell("A2", "Anna Bell")
        )),
    );
    assert!(read.contains("no findings"), "{read}");
    for (name, rows, because) in [
        (
            "corner",
            format!("{header}{}", cell("XFD1048576", "Zed")),
            "cell XFD1048576",
        ),
        (
            "overflow",
            format!("{header}{}", cell("ZZZZZZZZ2", "Zed")),
            "outside any sheet",
        ),
        (
            "twice",
            format!("{header}{}{}", cell("A2", "Anna"), cell("A2", "Ben")),
            "twice",
        ),
        (
            "backwards",
            format!("{header}{}{}", cell("A9", "Anna"), cell("A2", "Ben")),
            "out of order",
        ),
        (
            "shared",
            format!("{header}<c r=\"A2\" t=\"s\"><v>7</v></c>"),
            "shared text “7”",
        ),
        (
            "entity",
            format!("{header}{}", cell("A2", "&x;")),
            "nothing defines &x;",
        ),
        ("unsound", format!("{header}<c"), "no sound XML"),
        (
            "bomb",
            format!("{header}{}", " ".repeat(80 << 20)),
            "more than 64 MiB",
        ),
    ] {
        sheet_refused(name, file, &workbook(&rows), because);
    }
    sheet_refused("no-archive", file, b"name\nAnna\n", "plain text");
    sheet_refused("damaged", file, b"PK\x03\x04 and nothing more", "damaged");
    sheet_refused("old", file, b"\xd0\xcf\x11\xe0\xa1\xb1", "old .xls");
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
            ("roster-csv", _) if folder.join(file).exists() => {
                check(id, "people.csv", &bytes());
            }
            ("roster-xlsx", _) => {
                check(id, "people.xlsx", &bytes());
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
