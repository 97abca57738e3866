//! Rosters as TOML or CSV, compared.

use proptest::prelude::*;

use super::{Compared, Event, Kind, Naming, Side, compare, order};
use crate::diagnostic::Findings;
use crate::linkage;
use crate::model::signatories::SignedStatements;
use crate::model::{Roster, Signatories};
use crate::read;
use crate::source::{Source, Sources};

struct Read {
    sources: Sources,
    roster: Roster,
    signatories: Signatories,
}

fn read(file: &str, text: &str) -> Read {
    let mut sources = Sources::default();
    let id = sources.add(Source::new(file, text));
    let mut findings = Findings::default();
    let roster = read::roster(&sources, id, &mut findings);
    assert!(!findings.has_errors(), "{:?}", findings.list);
    let linked = linkage::resolve(&sources, &roster, &mut findings);
    Read {
        sources,
        roster,
        signatories: linked.signatories,
    }
}

impl Read {
    fn side(&self) -> Side<'_> {
        Side::of_roster(&self.sources, &self.roster, &self.signatories)
    }

    fn name(&self, at: Option<usize>) -> String {
        at.map_or("–".into(), |at| self.signatories.all[at].name.clone())
    }
}

/// Events as "kind: old → new".
fn events_of(file: &str, old: &str, new: &str, all: bool) -> Vec<String> {
    let (old, new) = (read(file, old), read(file, new));
    let compared = compare(&old.side(), &new.side(), all);
    shown(&old, &new, &compared)
}

fn shown(old: &Read, new: &Read, compared: &Compared) -> Vec<String> {
    let show = |event: &Event| {
        let kind = match &event.kind {
            Kind::Joined => "joined",
            Kind::Withdrew { is_said: true, .. } => "withdrew",
            Kind::Withdrew { like: Some(_), .. } => "gone, like another",
            Kind::Withdrew { .. } => "gone",
            Kind::Merged => "merged",
            Kind::Parted => "parted",
            Kind::Name { what, .. } => match what {
                Naming::Corrected => "corrected",
                Naming::Renamed => "renamed",
                Naming::Perhaps(_) => "corrected?",
            },
            Kind::Country { is_question: true } => "country?",
            Kind::Country { .. } => "country",
            Kind::Affiliation => "affiliation",
            Kind::Note => "note",
            Kind::Sort => "kind",
            Kind::Status => "status",
            Kind::Reordered { .. } => "reordered",
            Kind::ManyReordered(_) => "many reordered",
        };
        format!("{kind}: {} → {}", old.name(event.old), new.name(event.new))
    };
    compared.events.iter().map(show).collect()
}

fn toml(old: &str, new: &str) -> Vec<String> {
    events_of("signatories.toml", old, new, false)
}

fn csv(old: &str, new: &str) -> Vec<String> {
    events_of("people.csv", old, new, false)
}

/// An entry of a TOML roster.
fn entry(id: &str, name: &str, more: &str) -> String {
    let id = match id {
        "" => String::new(),
        id => format!("id = \"{id}\"\n"),
    };
    format!("[[signatory]]\n{id}name = \"{name}\"\n{more}\n")
}

#[test]
fn what_changed_of_one_that_stays() {
    for (old, new, events) in [
        (("Union of Bakers", ""), ("Union of Bakers", ""), vec![]),
        (
            ("Union of Bakers", ""),
            ("UNION  of Bakers", ""),
            vec!["corrected: Union of Bakers → UNION of Bakers"],
        ),
        (
            ("Walkers Aliance", ""),
            ("Walkers Alliance", ""),
            vec!["corrected: Walkers Aliance → Walkers Alliance"],
        ),
        (
            ("Walkers Alliance of Lenz", ""),
            ("Walkers and Riders Alliance of Lenz", ""),
            vec!["renamed: Walkers Alliance of Lenz → Walkers and Riders Alliance of Lenz"],
        ),
        (
            ("Walkers Alliance", ""),
            ("Walkers Alliance", "acronym = \"WAL\""),
            vec!["corrected: Walkers Alliance → Walkers Alliance"],
        ),
        (
            ("Walkers Alliance", "country = \"NO\""),
            ("Walkers Alliance", "country = \"SE\""),
            vec!["country: Walkers Alliance → Walkers Alliance"],
        ),
        (
            ("Walkers Alliance", ""),
            (
                "Walkers Alliance",
                "note = \"with reservation on paragraph 3\"",
            ),
            vec!["note: Walkers Alliance → Walkers Alliance"],
        ),
        (
            ("Ilse Marwick", "kind = \"person\"\nrole = \"Chair\""),
            ("Ilse Marwick", "kind = \"person\"\nrole = \"Clerk\""),
            vec!["affiliation: Ilse Marwick → Ilse Marwick"],
        ),
        (
            ("Walkers Alliance", "kind = \"party\""),
            ("Walkers Alliance", "kind = \"union\""),
            vec!["kind: Walkers Alliance → Walkers Alliance"],
        ),
        (
            (
                "Walkers Alliance",
                "names = { fr = \"Alliance des marcheurs\" }",
            ),
            (
                "Walkers Alliance",
                "names = { fr = \"Union des marcheurs\" }",
            ),
            vec!["renamed: Walkers Alliance → Walkers Alliance"],
        ),
        (
            ("Walkers Alliance", ""),
            ("Walkers Alliance", "status = \"withdrawn\""),
            vec!["withdrew: Walkers Alliance → Walkers Alliance"],
        ),
        (
            ("Walkers Alliance", "status = \"pending\""),
            ("Walkers Alliance", ""),
            vec!["joined: Walkers Alliance → Walkers Alliance"],
        ),
        // What is private is no event.
        (
            ("Walkers Alliance", "status-note = \"by telephone\""),
            ("Walkers Alliance", "as-signed = \"walkers alliance!\""),
            vec![],
        ),
    ] {
        let (old, new) = (entry("w", old.0, old.1), entry("w", new.0, new.1));
        assert_eq!(toml(&old, &new), events, "{old}{new}");
    }
}

#[test]
fn an_id_that_people_write_pairs_even_another_name() {
    let old = entry("a", "Union of Bakers", "") + &entry("b", "Guild of Cooks", "");
    let new = entry("a", "Riders Club", "") + &entry("b", "Guild of Cooks and Waiters", "");
    assert_eq!(
        toml(&old, &new),
        [
            "renamed: Union of Bakers → Riders Club",
            "renamed: Guild of Cooks → Guild of Cooks and Waiters",
        ]
    );
    // Not where the names say who is who: the ids were mixed up.
    let new = entry("b", "Union of Bakers", "") + &entry("a", "Guild of Cooks", "");
    assert_eq!(toml(&old, &new), Vec::<String>::new());
    // In a sheet rows may have been numbered anew.
    let (old, new) = ("id,name\n1,Union of Bakers\n", "id,name\n1,Riders Club\n");
    assert_eq!(
        csv(old, new),
        ["gone: Union of Bakers → –", "joined: – → Riders Club"]
    );
    // The same acronym is likeness enough.
    let old = entry("a", "Union of Bakers", "acronym = \"UB\"");
    let new = entry("a", "Riders Club", "acronym = \"UB\"");
    assert_eq!(toml(&old, &new), ["renamed: Union of Bakers → Riders Club"]);
}

#[test]
fn numbers_of_rows_are_no_ids() {
    let old = "name\nUnion of Bakers\nGuild of Cooks\n";
    let new = "name\nGuild of Cooks\nRiders Club\n";
    assert_eq!(
        csv(old, new),
        ["gone: Union of Bakers → –", "joined: – → Riders Club"]
    );
    // Ids numbered anew say nothing against names.
    let old = "id,name\n1,Union of Bakers\n2,Guild of Cooks\n";
    let new = "id,name\n1,Guild of Cooks\n2,Riders Club\n";
    assert_eq!(
        csv(old, new),
        ["gone: Union of Bakers → –", "joined: – → Riders Club"]
    );
}

#[test]
fn a_line_as_signed_finds_a_party_under_another_name() {
    let old = entry("", "Union of Bakers", "as-signed = \"Union of Bakers\"");
    let new = entry("", "Bread Workers", "as-signed = \"Union of Bakers\"");
    assert_eq!(
        toml(&old, &new),
        ["renamed: Union of Bakers → Bread Workers"]
    );
    let new = entry("", "Bread Workers", "aliases = [\"Union of Bakers\"]");
    assert_eq!(
        toml(&old, &new),
        ["renamed: Union of Bakers → Bread Workers"]
    );
}

#[test]
fn a_slip_without_an_id_is_a_question() {
    assert_eq!(
        csv(
            "name\nWalkers Aliance of Lenz\n",
            "name\nWalkers Alliance of Lenz\n"
        ),
        ["corrected?: Walkers Aliance of Lenz → Walkers Alliance of Lenz"]
    );
    let old = "name,kind\n\"Marwick, Ilse\",person\n";
    let new = "name,kind\nProf. Ilse Marwick,person\n";
    assert_eq!(
        csv(old, new),
        ["corrected: Marwick, Ilse → Prof. Ilse Marwick"]
    );
}

#[test]
fn names_that_are_a_little_alike_stay_two_and_it_is_said() {
    assert_eq!(
        csv(
            "name\nModerate Ferry Friends (Norway)\n",
            "name\nFerry Friends (Norway)\n"
        ),
        [
            "gone, like another: Moderate Ferry Friends (Norway) → –",
            "joined: – → Ferry Friends (Norway)"
        ]
    );
}

#[test]
fn another_country_is_another_party_where_the_list_has_several_of_the_name() {
    let old = "name,country\nWorkers Party,NO\nWorkers Party,SE\n";
    let new = "name,country\nWorkers Party,NO\nWorkers Party,FI\n";
    assert_eq!(
        csv(old, new),
        ["gone: Workers Party → –", "joined: – → Workers Party"]
    );
    let old = "name,country\nLenz Walkers Alliance,NO\n";
    let new = "name,country\nLenz Walkers Alliance,SE\n";
    assert_eq!(
        csv(old, new),
        ["country?: Lenz Walkers Alliance → Lenz Walkers Alliance"]
    );
}

#[test]
fn the_right_one_of_namesakes_is_missing() {
    let old = "name,kind\nJan Smit,person\nIlse Marwick,person\nJan Smit,person\nOdo Bell,person\nJan Smit,person\n";
    let new = "name,kind\nJan Smit,person\nIlse Marwick,person\nOdo Bell,person\nJan Smit,person\n";
    let (old, new) = (read("people.csv", old), read("people.csv", new));
    let compared = compare(&old.side(), &new.side(), false);
    assert_eq!(shown(&old, &new, &compared), ["gone: Jan Smit → –"]);
    assert_eq!(compared.events[0].old, Some(2));
}

#[test]
fn a_party_that_is_one_with_another_now_has_not_withdrawn() {
    let two = entry(
        "wal",
        "Walkers Alliance of Lenz",
        "as-signed = \"Walkers Alliance of Lenz\"",
    ) + &entry(
        "lw",
        "Lenz Footpath Club",
        "as-signed = \"Lenz Footpath Club\"",
    );
    let one = entry(
        "wal",
        "Walkers Alliance of Lenz",
        "as-signed = [\"Walkers Alliance of Lenz\", \"Lenz Footpath Club\"]",
    );
    assert_eq!(
        toml(&two, &one),
        ["merged: Lenz Footpath Club → Walkers Alliance of Lenz"]
    );
    assert_eq!(
        toml(&one, &two),
        ["parted: Walkers Alliance of Lenz → Lenz Footpath Club"]
    );
    let decision = "[[decision]]\nis = \"same\"\nof = [\"wal\", \"lw\"]\n";
    assert_eq!(
        toml(&two, &(two.clone() + decision)),
        ["merged: Lenz Footpath Club → Walkers Alliance of Lenz"]
    );
}

#[test]
fn who_is_not_listed_is_told_only_on_request() {
    let old = entry("a", "Union of Bakers", "status = \"pending\"")
        + &entry("b", "Guild of Cooks", "status = \"pending\"")
        + &entry("c", "Walkers Aliance", "status = \"pending\"");
    let new = entry("a", "Union of Bakers", "status = \"declined\"")
        + &entry("c", "Walkers Alliance", "status = \"pending\"")
        + &entry("d", "Riders Club", "status = \"pending\"");
    assert_eq!(toml(&old, &new), Vec::<String>::new());
    assert_eq!(
        events_of("signatories.toml", &old, &new, true),
        [
            "status: Guild of Cooks → –",
            "status: Union of Bakers → Union of Bakers",
            "corrected: Walkers Aliance → Walkers Alliance",
            "status: – → Riders Club",
        ]
    );
}

#[test]
fn a_distinct_decision_is_obeyed() {
    let old = entry("a", "Walkers Aliance of Lenz", "");
    let new = entry("b", "Walkers Alliance of Lenz", "")
        + "[[decision]]\nis = \"distinct\"\nof = [\"a\", \"b\"]\nas-signed = [\"Walkers Aliance of Lenz\", \"Walkers Alliance of Lenz\"]\n";
    assert_eq!(
        toml(&old, &new),
        [
            "gone: Walkers Aliance of Lenz → –",
            "joined: – → Walkers Alliance of Lenz"
        ]
    );
}

#[test]
fn under_a_statement_its_signatures_count() {
    let project = SignedStatements {
        names: vec!["iran".into(), "peace".into()],
    };
    let signed = |names: &str| entry("a", "Union of Bakers", &format!("signed = [{names}]"));
    let (both, one) = (
        signed("{ statement = \"iran\" }, { statement = \"peace\" }"),
        signed("{ statement = \"peace\" }"),
    );
    let (old, new) = (
        read("signatories.toml", &both),
        read("signatories.toml", &one),
    );
    let under = |statement: &str| {
        let side = |read| Side {
            under: Some((statement.to_string(), &project)),
            ..Read::side(read)
        };
        compare(&side(&old), &side(&new), false)
    };
    let compared = under("iran");
    assert_eq!(
        shown(&old, &new, &compared),
        ["gone: Union of Bakers → Union of Bakers"]
    );
    assert_eq!(compared.listed, [1, 0]);
    assert_eq!(under("peace").events, []);
}

#[test]
fn places_matter_where_the_file_gives_them() {
    let settings = |text: &str| format!("[roster]\n{text}\n\n");
    let (a, b, c) = (
        entry("a", "Union of Bakers", "country = \"NO\""),
        entry("b", "Guild of Cooks", "country = \"SE\""),
        entry("c", "Ilse Marwick", "kind = \"person\""),
    );
    let (abc, cba) = (format!("{a}{b}{c}"), format!("{c}{b}{a}"));
    // People print in a list of their own, so that only the two others have changed places.
    assert_eq!(
        toml(&abc, &cba),
        ["reordered: Union of Bakers → Union of Bakers"]
    );
    let by_name = settings("order = \"name\"");
    assert_eq!(
        toml(&(by_name.clone() + &abc), &(by_name + &cba)),
        Vec::<String>::new()
    );
    let first = settings("first = [\"b\"]");
    assert_eq!(
        toml(&abc, &(first.clone() + &abc)),
        ["reordered: Union of Bakers → Union of Bakers"]
    );
    assert_eq!(
        toml(&(first.clone() + &abc), &(first + &cba)),
        Vec::<String>::new()
    );
}

/// Names that nobody takes for each other.
const NAMES: [&str; 20] = [
    "Union of Bakers",
    "Guild of Cooks",
    "Riders Club",
    "Walkers Alliance of Lenz",
    "Federation of Stop Keepers",
    "House of Tea",
    "Salt Miners’ Chamber",
    "Lighthouse Fund",
    "Stenmouth Institute",
    "Orchard Society",
    "Canal Pilots",
    "Society for Moss and Peat",
    "Copper Bridge Trust",
    "Night Nurses Together",
    "Open Maps Circle",
    "Weavers’ Hall",
    "The Glass Workshop",
    "Dune Watch",
    "Committee for Quiet Streets",
    "Whale Count",
];

fn sheet(rows: &[usize]) -> String {
    let rows: Vec<&str> = rows.iter().map(|&row| NAMES[row]).collect();
    format!("name\n{}\n", rows.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn another_order_gives_only_places(
        old in Just((0..NAMES.len()).collect::<Vec<_>>()).prop_shuffle(),
        new in Just((0..NAMES.len()).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let events = csv(&sheet(&old), &sheet(&new));
        prop_assert!(events.iter().all(|event| event.contains("reordered: ")), "{events:?}");
        prop_assert_eq!(events.is_empty(), old == new);
    }

    #[test]
    fn who_stays_is_found_and_who_left_or_joined_is_told(
        old in proptest::sample::subsequence((0..NAMES.len()).collect::<Vec<_>>(), 0..NAMES.len()),
        new in proptest::sample::subsequence((0..NAMES.len()).collect::<Vec<_>>(), 0..NAMES.len()),
    ) {
        let mut events = csv(&sheet(&old), &sheet(&new));
        let left = old.iter().filter(|row| !new.contains(row));
        let left = left.map(|&row| format!("gone: {} → –", NAMES[row]));
        let joined = new.iter().filter(|row| !old.contains(row));
        let mut wanted: Vec<String> = joined.map(|&row| format!("joined: – → {}", NAMES[row])).chain(left).collect();
        events.sort();
        wanted.sort();
        prop_assert_eq!(events, wanted);
    }

    #[test]
    fn a_longest_ascending_subsequence_stays(items in Just((0..9).collect::<Vec<usize>>()).prop_shuffle()) {
        let stays = order::in_order(&items);
        let kept: Vec<usize> = items.iter().zip(&stays).filter(|(_, stays)| **stays).map(|(item, _)| *item).collect();
        prop_assert!(kept.is_sorted());
        let longest = (0u32..1 << items.len()).filter(|chosen| {
            let chosen: Vec<usize> = (0..items.len()).filter(|at| chosen >> at & 1 == 1).map(|at| items[at]).collect();
            chosen.is_sorted()
        }).map(u32::count_ones).max();
        prop_assert_eq!(Some(kept.len() as u32), longest);
    }
}
