//! Keeps README, ARCHITECTURE and CONTRIBUTING true: their commands run, their paths exist.

mod common;

use std::fs;

use common::{default_project, root, shared, text, undersigned};

/// The fenced blocks marked `sh`, as lines without their comments.
fn blocks(document: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(root().join(document)).unwrap();
    let mut blocks = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with("```") {
            inside = line == "```sh";
            if inside {
                blocks.push(Vec::new());
            }
        } else if inside {
            let command = line.split('#').next().unwrap().trim();
            blocks
                .last_mut()
                .unwrap()
                .extend((!command.is_empty()).then(|| command.to_string()));
        }
    }
    blocks
}

#[test]
fn the_commands_of_the_readmes_run() {
    let mut documents = vec![("README.md".to_string(), default_project("readme"))];
    for example in fs::read_dir(root().join("examples")).unwrap() {
        let example = example.unwrap();
        let name = example.file_name().to_string_lossy().into_owned();
        let folder = common::scratch(&format!("readme-{name}"));
        common::copy(&example.path(), &folder);
        documents.push((format!("examples/{name}/README.md"), folder));
    }
    for (document, project) in documents {
        let mut ran = 0;
        for block in blocks(&document) {
            // A block that imports starts in an empty folder, as the text around it says.
            let imports = block.iter().any(|line| line.contains(" import "));
            let folder = if imports {
                common::scratch("readme-empty")
            } else {
                project.clone()
            };
            for line in block {
                let words: Vec<&str> = line.split_whitespace().collect();
                let (["undersigned", arguments @ ..] | ["cargo", "run", "--", arguments @ ..]) =
                    words.as_slice()
                else {
                    assert_eq!(words, ["cargo", "test"], "{document}: {line}");
                    continue;
                };
                if let ["import", file] = arguments {
                    fs::write(
                        folder.join(file),
                        "We ask for a bench.\n\nSigned by:\nBench Society\n",
                    )
                    .unwrap();
                }
                let output = undersigned(&folder, arguments);
                assert!(
                    output.status.success(),
                    "{document}: {line}\n{}{}",
                    text(&output.stdout),
                    text(&output.stderr)
                );
                ran += 1;
            }
        }
        assert!(ran > 0, "{document} shows how to run it");
    }
}

#[test]
fn the_paths_named_in_documents_exist() {
    for document in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = fs::read_to_string(root().join(document)).unwrap();
        for quoted in text.split('`').skip(1).step_by(2) {
            let path = quoted.trim_end_matches('/');
            let looks = ["src/", "tests/", "benches/", "docs/", "examples/", ".ci/"]
                .iter()
                .any(|start| path.starts_with(start));
            if looks && !path.contains(['<', ' ', '*', '…']) {
                assert!(root().join(path).exists(), "{document} names {path}");
            }
        }
    }
}

/// The reference input: what the issue that founded the project asks of it.
#[test]
fn the_seed_is_imported_checked_and_built() {
    let Some(shared) = shared() else { return };
    let folder = common::scratch("seed");
    let seed = shared.join("seed/statement.txt").canonicalize().unwrap();
    let seed = seed.to_str().unwrap();
    let import = undersigned(&folder, &["import", seed]);
    assert!(import.status.success(), "{}", text(&import.stderr));
    let said = text(&import.stdout) + &text(&import.stderr);
    assert!(
        said.contains("5 paragraphs, 28 entries, 1 empty line"),
        "{said}"
    );
    let before = fs::read(folder.join("signatories.toml")).unwrap();
    let again = undersigned(&folder, &["import", seed]);
    assert!((text(&again.stdout) + &text(&again.stderr)).contains("nothing new"));
    assert_eq!(before, fs::read(folder.join("signatories.toml")).unwrap());

    let check = undersigned(&folder, &["check", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_slice(&check.stdout).unwrap();
    let duplicates: Vec<_> = found["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["code"] == "duplicate-signatory")
        .collect();
    assert_eq!(duplicates.len(), 1, "{found}");
    assert!(
        duplicates[0]["message"]
            .as_str()
            .unwrap()
            .contains("World Federation of Democratic Youth")
    );

    let build = undersigned(&folder, &["build"]);
    assert!(build.status.success(), "{}", text(&build.stderr));
    assert!(
        text(&build.stderr).contains("27 signatories"),
        "{}",
        text(&build.stderr)
    );
    let page = fs::read_to_string(folder.join("out/statement.txt")).unwrap();
    for mended in [
        "CPs and workers’ parties",
        "in Iran. The theocratic",
        "Red-Green Aliance",
        "De Linke, Germany",
        "Hungarian Communist Workers’ Party\n",
    ] {
        assert!(page.contains(mended), "{mended}\n{page}");
    }
    for kept in [
        "well known leaders",
        "long standing",
        "Imperialist",
        "call for the Iranian people be allowed",
        "Communist Party in Denmark",
        "Morroco",
    ] {
        assert!(page.contains(kept), "{kept}\n{page}");
    }
    assert_eq!(
        page.matches("World Federation of Democratic Youth").count(),
        1
    );
}
