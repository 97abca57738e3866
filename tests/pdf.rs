//! Builds whole projects and looks at what comes out, with the tools that printers and archives use.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{
    copy, default_project, has, pdf_text, root, scratch, shared, text, undersigned, words,
};

/// The default project and every example, each built into a folder of its own.
fn built(test: &str) -> Vec<PathBuf> {
    let mut folders = vec![default_project(&format!("{test}-default"))];
    for example in fs::read_dir(root().join("examples")).unwrap() {
        let example = example.unwrap();
        let folder = scratch(&format!("{test}-{}", example.file_name().to_string_lossy()));
        copy(&example.path(), &folder);
        folders.push(folder);
    }
    for folder in &folders {
        let output = undersigned(folder, &["build"]);
        assert!(output.status.success(), "{}", text(&output.stderr));
    }
    folders
}

fn outputs(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder.join("out"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == extension))
        .collect();
    found.sort();
    found
}

/// What only pages carry, taken out of a page's text: folios, the running title, the repeated embargo, "more follows".
fn without_page_furniture(page: &str, txt: &str, first: bool) -> String {
    let known = |line: &str| {
        let line = line.trim();
        let folio = line
            .split_whitespace()
            .all(|word| word == "/" || word.chars().all(char::is_numeric))
            && line.contains('/');
        folio || line == "more follows"
    };
    let embargo = txt
        .lines()
        .next()
        .filter(|line| line.starts_with("EMBARGO"))
        .unwrap_or("\u{0}");
    page.lines()
        .filter(|line| !known(line))
        .filter(|line| first || !line.contains(embargo))
        .map(|line| {
            // "page 2 of 3", "Title      2 / 3"
            match line.rsplit_once("page ") {
                Some((before, rest)) if rest.split_whitespace().nth(1) == Some("of") => {
                    before.to_string()
                }
                _ => line.to_string(),
            }
        })
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn a_pdf_has_the_words_of_its_text() {
    if !has("pdftotext") {
        return;
    }
    for folder in built("words") {
        for pdf in outputs(&folder, "pdf") {
            let txt = fs::read_to_string(pdf.with_extension("txt")).unwrap();
            let right_to_left = txt.chars().any(|c| ('\u{620}'..'\u{6ff}').contains(&c));
            if right_to_left {
                // Poppler moves joiners and marks by a letter: only the letters are compared.
                let letters = |text: &str| {
                    let mut letters: Vec<char> = text
                        .chars()
                        .filter(|c| {
                            c.is_alphabetic()
                                && !('\u{64b}'..='\u{65f}').contains(c)
                                && *c != '\u{670}'
                        })
                        .collect();
                    letters.sort_unstable();
                    letters
                };
                let all = pdf_text(&pdf);
                for letter in letters(&txt) {
                    assert!(all.contains(letter), "{}: {letter}", pdf.display());
                }
                continue;
            }
            let pages = pdf_text(&pdf);
            let mut all = String::new();
            for (at, page) in pages.split('\u{c}').enumerate() {
                all.push_str(&without_page_furniture(page, &txt, at == 0));
                all.push('\n');
            }
            let (page, plain) = (words(&all), words(&txt));
            let missing: Vec<&String> = plain
                .iter()
                .filter(|word| count(&page, word) < count(&plain, word))
                .collect();
            // A word cut by a hyphen at a line's end is two words of the page.
            let missing: Vec<&&String> = missing
                .iter()
                .filter(|word| !hyphenated(&all, word))
                .collect();
            assert!(
                missing.is_empty(),
                "{}: not on the page: {missing:?}",
                pdf.display()
            );
        }
    }
}

fn count(sorted: &[String], word: &String) -> usize {
    sorted.partition_point(|other| other <= word) - sorted.partition_point(|other| other < word)
}

/// Whether the page has the word cut in two at a line's end.
fn hyphenated(page: &str, word: &str) -> bool {
    word.char_indices().skip(1).any(|(at, _)| {
        let (head, tail) = word.split_at(at);
        [format!("{head}-"), format!("{head}\u{ad}")]
            .iter()
            .any(|head| page.contains(head.as_str()))
            && page.contains(tail)
    })
}

#[test]
fn every_pdf_is_sound_and_has_its_fonts_inside() {
    if !has("qpdf") || !has("pdffonts") {
        return;
    }
    for folder in built("sound") {
        for pdf in outputs(&folder, "pdf") {
            let check = Command::new("qpdf")
                .arg("--check")
                .arg(&pdf)
                .output()
                .unwrap();
            assert!(check.status.success(), "{}", text(&check.stdout));
            let fonts = Command::new("pdffonts").arg(&pdf).output().unwrap();
            for line in text(&fonts.stdout).lines().skip(2) {
                let columns: Vec<&str> = line.split_whitespace().rev().collect();
                assert_eq!(
                    (columns[4], columns[3], columns[2]),
                    ("yes", "yes", "yes"),
                    "{}: {line}",
                    pdf.display()
                );
            }
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes_in_another_place_and_time_zone() {
    let one = default_project("same-bytes-one");
    let other = default_project("same-bytes/in/another/folder");
    assert!(undersigned(&one, &["build"]).status.success());
    let elsewhere = Command::new(env!("CARGO_BIN_EXE_undersigned"))
        .arg("build")
        .current_dir(&other)
        .env_clear()
        .envs([
            ("TZ", "Pacific/Kiritimati"),
            ("LANG", "tr_TR.UTF-8"),
            ("LC_ALL", "tr_TR.UTF-8"),
            ("HOME", "/nonexistent"),
        ])
        .output()
        .unwrap();
    assert!(elsewhere.status.success());
    for pdf in outputs(&one, "pdf") {
        let twin = other.join("out").join(pdf.file_name().unwrap());
        assert!(
            fs::read(&pdf).unwrap() == fs::read(twin).unwrap(),
            "{}",
            pdf.display()
        );
    }
}

#[test]
fn the_archive_and_the_printer_accept_every_pdf() {
    let (Some(shared), Some(home)) = (shared(), std::env::var_os("HOME")) else {
        return;
    };
    let setup = std::env::var_os("UNDERSIGNED_PRINT").map_or(
        Path::new(&home).join(".cache/undersigned-print"),
        PathBuf::from,
    );
    if !setup.join("Vera.class").exists() {
        eprintln!("skipped: the preflight is not set up (eval/print/setup.sh)");
        return;
    }
    for folder in built("preflight") {
        for pdf in outputs(&folder, "pdf") {
            let preflight = Command::new("bash")
                .arg(shared.join("eval/print/preflight.sh"))
                .arg(&pdf)
                .arg("2a,ua1")
                .output()
                .unwrap();
            assert!(
                preflight.status.success(),
                "{}:\n{}",
                pdf.display(),
                text(&preflight.stdout)
            );
            assert!(
                text(&preflight.stdout).contains("INFO  0 of"),
                "{}: ink on other plates than black",
                pdf.display()
            );
        }
    }
}
