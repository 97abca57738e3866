//! The conversation, driven by scripted replies over a project in a scratch folder.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::ask::{Job, ask};

const TWO: &str = "[[signatory]]\nid = \"keepers\"\nname = \"Federation of Stop Keepers\"\n\n[[signatory]]\nid = \"fosk\"\nname = \"Federation of Stop Keepers (FOSK)\"\n";
const MISSPELT: &str = "[[signatory]]\nid = \"w\"\nname = 'Walkers Aliance of Lenz' # ours\n";
const LETTER: &str = "+++\ntitle = \"T\"\nlang = \"en\"\ndate = 2026-11-24\nplace = \"Lenz\"\nissuer = \"I\"\n+++\n\nWalkers and riders have come together. They ask for benches.\n\nWe, the undersigned, ask for benches.\n";

struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str, roster: &str) -> Scratch {
        let folder =
            std::env::temp_dir().join(format!("undersigned-review-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("statements")).unwrap();
        fs::write(folder.join("signatories.toml"), roster).unwrap();
        Scratch(folder)
    }

    fn roster(&self) -> String {
        fs::read_to_string(self.0.join("signatories.toml")).unwrap()
    }

    /// What is shown when someone replies so, a line each.
    fn review(&self, replies: &str) -> String {
        let job = Job {
            files: vec![self.0.join("signatories.toml")],
            by: Some("secretariat".into()),
            why: None,
            today: NaiveDate::from_ymd_opt(2026, 11, 26).unwrap(),
            width: 100,
        };
        converse(&job, replies)
    }
}

fn converse(job: &Job, replies: &str) -> String {
    let mut out = Vec::new();
    let replies: String = replies
        .split(' ')
        .map(|reply| format!("{reply}\n"))
        .collect();
    ask(job, &mut replies.as_bytes(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn same_is_written_as_a_decision_and_not_asked_again() {
    let scratch = Scratch::new("same", TWO);
    // The second reply is the reason, left out.
    let shown = scratch.review("s ");
    assert!(shown.contains("same words"), "{shown}");
    assert!(shown.ends_with("\n1 answered, 0 open\n"), "{shown}");
    let decision = "\n[[decision]]\nis = \"same\"\nof = [\"keepers\", \"fosk\"]\nas-signed = [\"Federation of Stop Keepers\", \"Federation of Stop Keepers (FOSK)\"]\nby = \"secretariat\"\non = 2026-11-26\n";
    assert_eq!(scratch.roster(), format!("{TWO}{decision}"));
    assert_eq!(scratch.review(""), "no question is open\n");
}

#[test]
fn undo_brings_back_every_byte() {
    let roster = TWO.replace('\n', "\r\n") + "# no newline at the end";
    let scratch = Scratch::new("undo", &roster);
    let shown = scratch.review("d two u q");
    assert!(
        shown.contains("Taken back: signatories.toml as before."),
        "{shown}"
    );
    assert!(shown.ends_with("\n0 answered, 1 open\n"), "{shown}");
    assert_eq!(scratch.roster(), roster);
    // The last answer of all as well, when nothing more is open.
    scratch.review("d two u");
    assert_eq!(scratch.roster(), roster);
    scratch.review("d two");
    let written = scratch.roster();
    assert!(written.contains("why = \"two\"\r\n"), "{written:?}");
    assert!(!written.replace("\r\n", "").contains('\n'), "{written:?}");
}

#[test]
fn later_is_asked_again_in_the_next_review_only() {
    let scratch = Scratch::new("later", TWO);
    assert!(scratch.review("l").ends_with("\n0 answered, 1 open\n"));
    // What was put off comes back with undo.
    let shown = scratch.review("l u q");
    assert_eq!(shown.matches("── 1 of 1 ").count(), 2, "{shown}");
    assert_eq!(scratch.roster(), TWO);
}

#[test]
fn an_unknown_reply_explains_and_asks_again() {
    let scratch = Scratch::new("unknown", TWO);
    let shown = scratch.review("y ? b q");
    assert!(shown.contains("“y” is none of the answers"), "{shown}");
    assert!(shown.contains("d  they are not"), "{shown}");
    assert!(shown.contains("  id = \"fosk\"\n"), "{shown}");
}

#[test]
fn a_spelling_is_corrected_or_accepted() {
    let scratch = Scratch::new("spelling", MISSPELT);
    scratch.review("y");
    assert_eq!(scratch.roster(), MISSPELT.replace("Aliance", "Alliance"));
    fs::write(scratch.0.join("signatories.toml"), MISSPELT).unwrap();
    assert!(
        scratch
            .review("n they-say-so")
            .ends_with("\n1 answered, 0 open\n")
    );
    let added = "\n[[decision]]\nis = \"accept\"\ncode = \"spelling\"\nof = [\"w\"]\nas-signed = [\"Walkers Aliance of Lenz\"]\nby = \"secretariat\"\non = 2026-11-26\nwhy = \"they-say-so\"\n";
    assert_eq!(scratch.roster(), format!("{MISSPELT}{added}"));
}

#[test]
fn a_cluster_is_asked_about_as_one_or_one_by_one() {
    let third = "\n[[signatory]]\nid = \"third\"\nname = \"Federation of Stop-Keepers\"\n";
    let scratch = Scratch::new("cluster", &format!("{TWO}{third}"));
    // Only the second reply to "one by one" is a decision that parts.
    let shown = scratch.review("o s  d ");
    assert!(shown.contains("[o]ne by one"), "{shown}");
    let roster = scratch.roster();
    assert!(
        roster.contains("is = \"same\"\nof = [\"keepers\", \"fosk\"]"),
        "{roster}"
    );
    assert!(
        roster.contains("is = \"distinct\"\nof = [\"keepers\", \"third\"]"),
        "{roster}"
    );
}

#[test]
fn a_file_changed_meanwhile_is_not_written_over() {
    let scratch = Scratch::new("changed", TWO);
    let other = format!("# Another program was here.\n{TWO}");
    let path = scratch.0.join("signatories.toml");
    let job = Job {
        files: vec![path.clone()],
        by: Some("secretariat".into()),
        why: Some("because".into()),
        today: NaiveDate::from_ymd_opt(2026, 11, 26).unwrap(),
        width: 100,
    };
    let mut replies = Meddling {
        replies: b"s\nq\n",
        path: &path,
        text: &other,
    };
    let mut out = Vec::new();
    ask(&job, &mut replies, &mut out).unwrap();
    let shown = String::from_utf8(out).unwrap();
    assert!(shown.contains("in the meantime"), "{shown}");
    assert_eq!(scratch.roster(), other);
}

/// Replies; while the first is typed, another program changes the file.
struct Meddling<'a> {
    replies: &'a [u8],
    path: &'a Path,
    text: &'a str,
}

impl std::io::Read for Meddling<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.replies.read(buffer)
    }
}

impl std::io::BufRead for Meddling<'_> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        fs::write(self.path, self.text)?;
        Ok(self.replies)
    }

    fn consume(&mut self, read: usize) {
        self.replies = &self.replies[read..];
    }
}

#[test]
fn the_lead_moves_or_stays() {
    let roster = "[[signatory]]\nid = \"a\"\nname = \"Walkers of Lenz\"\n";
    let scratch = Scratch::new("lead", roster);
    let letter = scratch.0.join("statements/t.md");
    fs::write(&letter, LETTER).unwrap();
    let job = Job {
        files: vec![letter.clone()],
        by: Some("secretariat".into()),
        why: Some("agreed".into()),
        today: NaiveDate::from_ymd_opt(2026, 11, 26).unwrap(),
        width: 100,
    };
    assert!(converse(&job, "y u n ").ends_with("\n1 answered, 0 open\n"));
    assert_eq!(fs::read_to_string(&letter).unwrap(), LETTER);
    let decision = "\n[[decision]]\nis = \"accept\"\ncode = \"lead-in-body\"\nstatement = \"t\"\nby = \"secretariat\"\non = 2026-11-26\nwhy = \"agreed\"\n";
    assert_eq!(scratch.roster(), format!("{roster}{decision}"));
}

#[test]
fn a_country_is_chosen_by_number() {
    let roster = "# all\n\n# first\n[[signatory]]\nid = \"a\"\nname = \"Walkers of the Coast\"\ncountry = \"PS\"\n";
    let scratch = Scratch::new("country", roster);
    fs::write(
        scratch.0.join("statements/t.md"),
        LETTER.replace(
            "Walkers and riders have come together. They ask for benches.\n\n",
            "",
        ),
    )
    .unwrap();
    let shown = scratch.review("9 3");
    assert!(shown.contains("“9” is none of the answers"), "{shown}");
    let table = "[countries]\nPS = \"State of Palestine\"\n\n";
    assert_eq!(
        scratch.roster(),
        roster.replace("# first", &format!("{table}# first"))
    );
}

#[test]
fn decisions_about_a_sheet_lie_beside_it_and_know_rows_by_their_text() {
    let scratch = Scratch::new("sheet", TWO);
    let sheet = scratch.0.join("people.csv");
    let rows = "name,country\nWalkers of Lenz,Austria\nRiders of Lenz,\nWALKERS of Lenz,AT\n";
    fs::write(&sheet, rows).unwrap();
    let job = Job {
        files: vec![sheet.clone()],
        by: Some("secretariat".into()),
        why: Some("two clubs".into()),
        today: NaiveDate::from_ymd_opt(2026, 11, 26).unwrap(),
        width: 60,
    };
    let beside = scratch.0.join("people.csv.decisions.toml");
    converse(&job, "d u q");
    assert!(!beside.exists(), "a file that was made is taken away");
    assert!(converse(&job, "d").ends_with("\n1 answered, 0 open\n"));
    let decision = "[[decision]]\nis = \"distinct\"\nas-signed = [\"Walkers of Lenz, Austria\", \"WALKERS of Lenz, AT\"]\nby = \"secretariat\"\non = 2026-11-26\nwhy = \"two clubs\"\n";
    assert_eq!(fs::read_to_string(&beside).unwrap(), decision);
    assert_eq!(fs::read_to_string(&sheet).unwrap(), rows);
    assert_eq!(converse(&job, ""), "no question is open\n");
}
