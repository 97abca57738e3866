//! Keeps the table of floors in ARCHITECTURE.md true: a module imports only from floors below its own.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::root;

/// Modules of the crate's root and their floors, as ARCHITECTURE.md draws them.
const FLOORS: &[(&str, u8)] = &[
    ("main", 7),
    ("cli", 7),
    ("command", 7),
    ("output", 7),
    ("typeset", 6),
    ("write", 6),
    ("report", 6),
    ("check", 5),
    ("compose", 5),
    ("diff", 4),
    ("wording", 4),
    ("read", 3),
    ("import", 3),
    ("linkage", 3),
    ("model", 2),
    ("standardise", 2),
    ("tables", 1),
    ("source", 0),
    ("edit", 0),
    ("diagnostic", 0),
    ("codes", 0),
];

fn floor(module: &str) -> u8 {
    FLOORS
        .iter()
        .find(|(name, _)| *name == module)
        .unwrap_or_else(|| {
            panic!("the module `{module}` has no floor: add it here and in ARCHITECTURE.md")
        })
        .1
}

#[test]
fn modules_import_only_from_floors_below() {
    let mut wrong = Vec::new();
    for path in sources(&root().join("src")) {
        let inside = path.strip_prefix(root().join("src")).unwrap();
        let module = inside
            .iter()
            .next()
            .unwrap()
            .to_string_lossy()
            .replace(".rs", "");
        if module == "lib" {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for (at, line) in text.lines().enumerate() {
            for imported in line.split("crate::").skip(1) {
                let name: String = imported
                    .chars()
                    .take_while(|c| c.is_ascii_lowercase() || *c == '_')
                    .collect();
                let same = name == module
                    || name.is_empty()
                    || !FLOORS.iter().any(|(known, _)| *known == name);
                if !same
                    && floor(&name) >= floor(&module)
                    && floor(&module) != 7
                    && floor(&module) != 0
                {
                    wrong.push(format!(
                        "{}:{}: {module} (floor {}) imports {name} (floor {})",
                        inside.display(),
                        at + 1,
                        floor(&module),
                        floor(&name)
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_is_on_a_floor_of_the_document() {
    let document = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    for path in fs::read_dir(root().join("src"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
    {
        let module = path.file_stem().unwrap().to_string_lossy().into_owned();
        if module != "lib" {
            floor(&module);
            assert!(
                document.contains(&format!("`{module}`")),
                "ARCHITECTURE.md names `{module}`"
            );
        }
    }
}

#[test]
fn only_source_and_output_open_files() {
    for path in sources(&root().join("src")) {
        let inside = path
            .strip_prefix(root().join("src"))
            .unwrap()
            .display()
            .to_string();
        let may = inside.starts_with("command")
            || inside.ends_with("tests.rs")
            || ["source.rs", "output.rs"].contains(&inside.as_str());
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        assert!(
            may || !(code.contains("std::fs") || code.contains("File::open")),
            "{inside} does input or output"
        );
    }
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
    {
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}
