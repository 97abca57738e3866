//! Merging keeps everything and comes to rest, and a kill leaves no file half written.

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::{scratch, text, undersigned};

/// Rosters made from the same seed are the same.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        // Knuth's MMIX generator; the upper bits are the better ones.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn pick<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.roll(all.len())]
    }
}

/// A roster of a few parties with several entries each, written in many ways; what must not be lost of it.
fn roster(seed: u64) -> (String, Vec<String>) {
    let mut dice = Dice(seed);
    let mut kept = Vec::new();
    let mut out = String::from("# The roster.\n");
    for number in 0..9 {
        let name = dice.pick(&[
            "Federation of Stop Keepers",
            "Federation of  Stop Keepers",
            "Federation of Stop Keepers_",
            "Walkers’ Union of Lenz",
            "Walkers' Union of Lenz",
        ]);
        out.push_str("\n[[signatory]]\n");
        let mut line = |dice: &mut Dice, line: String| {
            out.push_str(&line);
            if dice.roll(3) == 0 {
                let comment = format!("# remark {number}.{}", line.len());
                out.push_str(&format!(" {comment}"));
                kept.push(comment);
            }
            out.push('\n');
        };
        if dice.roll(3) > 0 {
            line(&mut dice, format!("id = \"e{number}\""));
        }
        line(&mut dice, format!("name = \"{name}\""));
        match dice.roll(5) {
            0 => line(&mut dice, "as-signed = []".into()),
            1 => line(&mut dice, format!("as-signed = \"Line # {number}\"")),
            2 => line(&mut dice, format!("as-signed = ['Line # {number}', \"B\"]")),
            3 => line(
                &mut dice,
                format!("as-signed = [\n  \"Line # {number}\", # x\n]"),
            ),
            _ => {}
        }
        match dice.roll(4) {
            0 => line(
                &mut dice,
                format!(
                    "signed = [{{ on = 2026-11-{:02}, by = \"by {number}\" }}]",
                    number + 1
                ),
            ),
            1 => line(&mut dice, "signed = []".into()),
            2 => line(
                &mut dice,
                "signed = [{ statement = \"t\" }, { statement = \"t\" }]".into(),
            ),
            _ => {}
        }
        match dice.roll(4) {
            0 => line(
                &mut dice,
                format!("names = {{ fr = \"Nom\", x{number} = \"Name {number}\" }}"),
            ),
            1 => line(&mut dice, "names = {}".into()),
            _ => {}
        }
        if dice.roll(4) == 0 {
            line(&mut dice, "country = \"FR\"".into());
        }
        if dice.roll(4) == 0 {
            line(&mut dice, format!("aliases = [\"Alias {number}\"]"));
        }
        if dice.roll(4) == 0 {
            line(&mut dice, "note = '''with a\n# reservation'''".into());
        }
    }
    for word in ["Line # ", "by ", "Name ", "Alias "] {
        let found = (0..9).map(|number| format!("{word}{number}"));
        kept.extend(found.filter(|one| out.contains(one.as_str())));
    }
    if seed.is_multiple_of(3) {
        out = out.replace('\n', "\r\n");
    }
    (out, kept)
}

fn project(name: &str, roster: &str) -> std::path::PathBuf {
    let folder = scratch(name);
    fs::create_dir_all(folder.join("statements")).unwrap();
    let letter = "+++\ntitle = \"T\"\nlang = \"en\"\n+++\n\nWe ask.\n";
    fs::write(folder.join("statements/t.md"), letter).unwrap();
    fs::write(folder.join("signatories.toml"), roster).unwrap();
    folder
}

#[test]
fn merging_keeps_everything_and_a_second_time_changes_nothing() {
    let mut merged = 0;
    for seed in 0..16 {
        let (before, kept) = roster(seed);
        let folder = project(&format!("merge-{seed}"), &before);
        undersigned(&folder, &["check", "--fix=certain"]);
        let once = fs::read_to_string(folder.join("signatories.toml")).unwrap();
        merged += before.matches("[[signatory]]").count() - once.matches("[[signatory]]").count();
        for text in kept {
            assert!(
                once.contains(&text),
                "seed {seed}: “{text}” is lost\n{before}\n→\n{once}"
            );
        }
        let output = undersigned(&folder, &["check", "--fix=certain"]);
        assert_eq!(
            text(&output.stderr),
            "0 files changed\n",
            "seed {seed}\n{before}\n→\n{once}"
        );
        let shown = text(&output.stdout);
        assert!(
            !shown.contains("error["),
            "seed {seed}\n{shown}\n{before}\n→\n{once}"
        );
        assert!(
            !shown.contains("merges the entries and keeps"),
            "seed {seed}: what can be merged is\n{shown}"
        );
        let twice = fs::read_to_string(folder.join("signatories.toml")).unwrap();
        assert_eq!(once, twice, "seed {seed}");
    }
    assert!(merged > 40, "most rosters hold entries to merge: {merged}");
}

/// Two of these are one for certain. The third joins them only once they are merged; before, whether it
/// is the same is a question.
const CHAIN: &str = "[[signatory]]
id = \"a\"
name = \"Federation for Stop Keepers\"
acronym = \"SKF\"
country = \"FR\"

[[signatory]]
id = \"b\"
name = \"Stop Keepers Federation (FSK)\"
country = \"FR\"

[[signatory]]
id = \"c\"
name = \"SKF – Stop Keepers\"
";

#[test]
fn one_run_makes_the_merges_that_follow_from_merges() {
    let folder = project("merge-chain", CHAIN);
    let first = text(&undersigned(&folder, &["check", "--fix=certain", "--dry-run"]).stdout);
    assert_eq!(
        first.matches("\n-[[signatory]]").count(),
        1,
        "two of them first\n{first}"
    );
    undersigned(&folder, &["check", "--fix=certain"]);
    let once = fs::read_to_string(folder.join("signatories.toml")).unwrap();
    assert_eq!(once.matches("[[signatory]]").count(), 1, "{once}");
    let output = undersigned(&folder, &["check", "--fix=certain"]);
    assert_eq!(text(&output.stderr), "0 files changed\n");
    let twice = fs::read_to_string(folder.join("signatories.toml")).unwrap();
    assert_eq!(once, twice);
}

#[test]
fn a_kill_leaves_each_file_whole() {
    let mut before = String::new();
    for number in 0..300 {
        before.push_str(&format!(
            "[[signatory]]\nname = \"Walkers of  Place {number}_\"\n\n"
        ));
    }
    let folder = project("kill", &before);
    let path = folder.join("signatories.toml");
    let begin = Instant::now();
    let output = undersigned(&folder, &["check", "--fix"]);
    let whole_run = begin.elapsed();
    assert_eq!(text(&output.stderr), "1 file changed\n");
    let after = fs::read_to_string(&path).unwrap();
    assert_ne!(after, before);
    let mut seen = [0, 0];
    for step in 1..=16 {
        fs::write(&path, &before).unwrap();
        kill_after(&folder, whole_run * step / 16);
        let found = fs::read_to_string(&path).unwrap();
        assert!(
            found == before || found == after,
            "half written at step {step}"
        );
        seen[usize::from(found == after)] += 1;
    }
    assert!(
        seen[0] > 0,
        "some runs are killed before they write: {seen:?}"
    );
    // What a killed run left behind is out of the way of the next.
    fs::write(&path, &before).unwrap();
    assert!(undersigned(&folder, &["check", "--fix"]).status.success());
    assert_eq!(fs::read_to_string(&path).unwrap(), after);
}

fn kill_after(folder: &Path, time: Duration) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_undersigned"))
        .args(["check", "--fix"])
        .current_dir(folder)
        .env_clear()
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(time);
    // It may have ended already.
    let _ = child.kill();
    child.wait().unwrap();
}
