//! The life of a signed text: frozen, corrected, changed, frozen again, agreed to again, printed.

mod common;

use std::fs;
use std::path::Path;

use common::{copy, default_project, root, scratch, text, undersigned};

const STATEMENT: &str = "+++\ntitle = \"Open the lake\"\nlang = \"en\"\ndate = 2026-11-20\n+++\n\n\
                         We ask the town of Lenz to open the lake to all who swim.\n\nWe ask for 48 benches.\n";
const ROSTER: &str = "[[signatory]]\nid = \"bench\"\nname = \"Lenz Bench Society\"\n\n\
                      [[signatory]]\nid = \"lru\"\nname = \"Lake Riders Union\"\n";

/// Runs a command that ends so, and returns what it said.
fn run(folder: &Path, code: i32, line: &str) -> String {
    let arguments: Vec<&str> = line.split(' ').collect();
    let output = undersigned(folder, &arguments);
    let said = text(&output.stdout) + &text(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{line}\n{said}");
    said
}

fn rewrite(path: &Path, old: &str, new: &str) {
    let before = fs::read_to_string(path).unwrap();
    assert!(before.contains(old), "{before}");
    fs::write(path, before.replace(old, new)).unwrap();
}

#[test]
fn a_text_is_printed_as_it_was_agreed_to() {
    let folder = scratch("consent-life");
    fs::create_dir(folder.join("statements")).unwrap();
    fs::write(folder.join("statements/lake.md"), STATEMENT).unwrap();
    fs::write(folder.join("signatories.toml"), ROSTER).unwrap();
    let statement = folder.join("statements/lake.md");
    let printed = || fs::read_to_string(folder.join("out/lake.txt")).unwrap_or_default();

    run(&folder, 0, "freeze lake --on 2026-11-21");
    run(&folder, 0, "build");
    assert!(printed().contains("48 benches"));

    // A slip of the pen: an officer vouches for it.
    rewrite(&statement, "all who", "All who");
    assert!(run(&folder, 0, "check").contains("text-corrected-since-freeze"));
    run(
        &folder,
        0,
        "review --accept text-corrected-since-freeze --of lake --by office",
    );
    run(&folder, 0, "check --deny warning");
    // But not for the next one.
    rewrite(&statement, "We ask for", "we ask for");
    run(&folder, 1, "check --deny warning");
    rewrite(&statement, "we ask for", "We ask for");
    run(&folder, 0, "check --deny warning");

    // A number: nothing is printed.
    rewrite(&statement, "48", "47");
    let said = run(&folder, 1, "build");
    assert!(said.contains("2 signatories agreed to lake@1"), "{said}");
    assert!(said.contains("nothing was printed"), "{said}");
    assert!(printed().contains("48 benches"));
    run(&folder, 0, "build --draft");
    assert!(
        fs::read_to_string(folder.join("out/lake-DRAFT.txt"))
            .unwrap()
            .contains("47 benches")
    );

    // A new version: those who agreed to the old one are asked.
    run(&folder, 0, "freeze lake --on 2026-11-25");
    assert!(run(&folder, 1, "build").contains("consent-outdated"));
    let said = run(&folder, 0, "diff lake@1 lake@2 --consent");
    assert!(
        said.contains("to be asked again (2):\nLenz Bench Society\nLake Riders Union\n"),
        "{said}"
    );
    let said = run(&folder, 0, "reconfirm lake lru --on 2026-11-26");
    assert!(
        said.contains("still to be asked (1):\nLenz Bench Society\n"),
        "{said}"
    );
    run(&folder, 1, "build");
    run(&folder, 0, "reconfirm lake bench --on 2026-11-26");
    run(&folder, 0, "build");
    assert!(printed().contains("47 benches"));
    run(&folder, 0, "check --deny warning");

    // Going back is a change as well.
    rewrite(&statement, "47", "48");
    run(&folder, 1, "build");

    // The proof can't be changed to fit.
    let frozen = folder.join("versions/lake@2/lake.md");
    assert!(fs::metadata(&frozen).unwrap().permissions().readonly());
    fs::remove_file(&frozen).unwrap();
    fs::copy(&statement, &frozen).unwrap();
    assert!(run(&folder, 1, "build").contains("frozen-version-altered"));
}

/// What lies in `versions/` is enough to print the document again, with the same list.
#[test]
fn a_frozen_version_is_a_project_that_prints_the_same() {
    // The sample before its first version.
    let sample = default_project("consent-default");
    fs::remove_dir_all(sample.join("versions")).unwrap();
    let roster = sample.join("signatories.toml");
    let signed = fs::read_to_string(&roster).unwrap();
    let lines = signed.lines().filter(|line| {
        !line.contains("{ version = 2, lang = \"en\", on = 2026-11-2") || line.starts_with("signed")
    });
    let signed: String = lines
        .map(|line| {
            line.replace("version = 1, ", "")
                .replace("version = 2, ", "")
                + "\n"
        })
        .collect();
    fs::write(&roster, signed).unwrap();
    let mut projects = vec![("default", sample)];
    for example in ["open-letter", "grouped-by-country"] {
        let folder = scratch(&format!("consent-{example}"));
        copy(&root().join("examples").join(example), &folder);
        projects.push((example, folder));
    }
    for (project, folder) in projects {
        let mut names: Vec<String> = fs::read_dir(folder.join("statements"))
            .unwrap()
            .map(|entry| {
                entry
                    .unwrap()
                    .path()
                    .file_stem()
                    .unwrap()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.retain(|name| !["defaults", "README"].contains(&name.as_str()));
        let mut frozen = 0;
        for name in names {
            let freeze = undersigned(&folder, &["freeze", &name, "--on", "2026-11-21"]);
            let press_release = text(&freeze.stderr).contains("press release");
            assert!(
                freeze.status.success() || press_release,
                "{}",
                text(&freeze.stderr)
            );
            if press_release {
                continue;
            }
            frozen += 1;
            run(&folder, 0, &format!("build {name} --to txt"));
            let again = scratch(&format!("consent-again-{project}-{name}"));
            let version = folder.join(format!("versions/{name}@1"));
            let statements = again.join("statements").join(&name);
            copy(&version, &statements);
            for (file, to) in [
                ("signatories.toml", "signatories.toml"),
                ("defaults.toml", "statements/defaults.toml"),
            ] {
                let _ = fs::rename(statements.join(file), again.join(to));
            }
            fs::remove_file(statements.join("version.toml")).unwrap();
            let single = statements.join(format!("{name}.md"));
            if single.is_file() {
                fs::rename(single, again.join(format!("statements/{name}.md"))).unwrap();
            }
            run(&again, 0, &format!("build {name} --to txt"));
            let outputs: Vec<_> = fs::read_dir(again.join("out"))
                .unwrap()
                .map(|entry| entry.unwrap().file_name())
                .collect();
            assert!(!outputs.is_empty());
            for output in outputs {
                let read =
                    |folder: &Path| fs::read_to_string(folder.join("out").join(&output)).unwrap();
                assert_eq!(read(&folder), read(&again), "{project}: {output:?}");
            }
        }
        assert!(frozen > 0, "{project} has something to freeze");
    }
}

/// Whatever happens to a frozen file is found and named.
#[test]
fn no_change_to_a_version_goes_unseen() {
    let folder = scratch("consent-altered");
    fs::create_dir(folder.join("statements")).unwrap();
    fs::write(folder.join("statements/lake.md"), STATEMENT).unwrap();
    fs::write(folder.join("signatories.toml"), ROSTER).unwrap();
    run(&folder, 0, "freeze lake --on 2026-11-21");
    let version = folder.join("versions/lake@1");
    let files: Vec<_> = fs::read_dir(&version)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(files.len(), 3);
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let frozen = fs::read(&file).unwrap();
        let with = |more: &[u8]| [&frozen[..], more].concat();
        let changed = [
            Some(Vec::new()),
            Some(with(b"more = 1\n")),
            Some(with(b"\xff")),
            Some(with(b"\0")),
            None,
        ];
        for content in changed {
            fs::remove_file(&file).unwrap();
            if let Some(content) = &content {
                fs::write(&file, content).unwrap();
            }
            let said = run(&folder, 1, "check --format short");
            assert!(
                said.contains("frozen-version-altered") && said.contains(&name),
                "{name} {content:?}: {said}"
            );
            if content.is_some() {
                fs::remove_file(&file).unwrap();
            }
            fs::write(&file, &frozen).unwrap();
        }
    }
    fs::create_dir(version.join("more")).unwrap();
    assert!(run(&folder, 1, "check").contains("frozen-version-altered"));
    fs::remove_dir(version.join("more")).unwrap();
    run(&folder, 0, "check");
}
