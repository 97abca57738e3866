//! Decisions as linkage reads them: which entries they name, and by which texts a signatory is known.

use undersigned::diagnostic::Findings;
use undersigned::linkage::decide::{aliases, applicable};
use undersigned::linkage::{Duplicate, Level};
use undersigned::model::Roster;
use undersigned::read;
use undersigned::source::{Source, Sources};

fn roster(text: &str) -> (Sources, Roster) {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("signatories.toml", text));
    let mut findings = Findings::default();
    let roster = read::roster(&sources, id, &mut findings);
    assert!(!findings.has_errors(), "{findings:?}");
    (sources, roster)
}

const THREE: &str = r#"
[[signatory]]
id = "a"
name = "Walkers of Lenz"
acronym = "WVL"
as-signed = ["Walkers of Lenz", "Wandervolk Lenz", "WALKERS of Lenz"]
aliases = ["Lenz Walkers"]
names = { de = "Wandervolk Lenz", fr = "Marcheurs de Lenz" }

[[signatory]]
id = "b"
name = "Riders"

[[signatory]]
id = "c"
name = "Swimmers"
"#;

#[test]
fn a_decided_entry_is_known_by_all_its_texts() {
    let (_, roster) = roster(THREE);
    let names = ["Lenz Walkers", "Wandervolk Lenz", "Marcheurs de Lenz"];
    assert_eq!(aliases(&roster.records[0], false), names);
    let decided = [&names[..], &["WVL"]].concat();
    assert_eq!(aliases(&roster.records[0], true), decided);
    assert!(aliases(&roster.records[1], true).is_empty());
}

#[test]
fn decisions_of_several_entries_and_of_texts_alone_apply() {
    let decisions = r#"
[[decision]]
is = "distinct"
of = ["c", "b", "a"]

[[decision]]
is = "same"
as-signed = ["riders", "SWIMMERS"]
"#;
    // Both together contradict; each by itself applies.
    let (head, tail) = decisions.split_at(decisions.rfind("[[decision]]").unwrap());
    let read = |decision: &str| {
        let (sources, roster) = roster(&format!("{THREE}{decision}"));
        let mut findings = Findings::default();
        (applicable(&sources, &roster, &mut findings), findings)
    };
    let (distinct, findings) = read(head);
    assert_eq!(distinct.distinct, [(0, 1), (0, 2), (1, 2)]);
    assert!(findings.list.is_empty() && !distinct.is_decided_same(1));
    let (same, findings) = read(tail);
    assert_eq!(same.same, [(1, 2)]);
    assert!(findings.list.is_empty() && same.is_decided_same(2) && !same.is_decided_same(0));
    let (none, findings) = read(decisions);
    assert!(none.same.is_empty() && none.distinct.is_empty());
    assert_eq!(findings.list[0].code.name, "decision-contradicted");
}

#[test]
fn what_was_judged_one_and_is_merged_counts_as_decided() {
    let decision = "\n[[decision]]\nis = \"same\"\nof = [\"a\", \"gone\"]\nas-signed = [\"Walkers of Lenz\", \"Wandervolk Lenz\"]\n";
    let (sources, roster) = roster(&format!("{THREE}{decision}"));
    let mut findings = Findings::default();
    let decisions = applicable(&sources, &roster, &mut findings);
    assert!(findings.list.is_empty(), "{findings:?}");
    assert!(decisions.is_decided_same(0) && decisions.same.is_empty());
}

#[test]
fn a_question_is_settled_by_what_was_decided_about_its_groups() {
    let asked = |level, one: &[usize], other: &[usize]| Duplicate {
        level,
        groups: [one.to_vec(), other.to_vec()],
        score: 0.8,
        evidence: vec!["same words".into()],
    };
    let decided = |decision: &str| {
        let (sources, roster) = roster(&format!("{THREE}{decision}"));
        applicable(&sources, &roster, &mut Findings::default())
    };
    let same = decided("\n[[decision]]\nis = \"same\"\nof = [\"b\", \"c\"]\n");
    assert!(same.settle(&asked(Level::Certain, &[1], &[2])));
    assert!(same.settle(&asked(Level::Possible, &[0, 1], &[2])));
    // One entry of three is still undecided.
    assert!(!same.settle(&asked(Level::Certain, &[0], &[1, 2])));
    assert!(!same.settle(&asked(Level::Possible, &[0], &[1, 2])));
    let distinct = decided("\n[[decision]]\nis = \"distinct\"\nof = [\"a\", \"c\"]\n");
    assert!(distinct.settle(&asked(Level::Possible, &[0], &[1, 2])));
    assert!(!distinct.settle(&asked(Level::Possible, &[0], &[1])));
}
