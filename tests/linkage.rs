//! Linkage as a whole: which entries it takes for one, and what must not change what it says.

use proptest::prelude::*;

use undersigned::diagnostic::Findings;
use undersigned::linkage::{Level, Linked, resolve};
use undersigned::model::Roster;
use undersigned::read;
use undersigned::source::{Source, Sources};

fn linked(toml: &str) -> (Sources, Roster, Linked) {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("signatories.toml", toml));
    let mut findings = Findings::default();
    let roster = read::roster(&sources, id, &mut findings);
    assert!(!findings.has_errors(), "{:?}", findings.list);
    let linked = resolve(&sources, &roster, &mut findings);
    (sources, roster, linked)
}

/// A roster of organisations; behind a bar stands the country.
fn roster(names: &[&str]) -> String {
    let entry = |name: &&str| {
        let (name, country) = name.split_once(" | ").unwrap_or((name, ""));
        let country = match country {
            "" => String::new(),
            code => format!("country = \"{code}\"\n"),
        };
        format!("[[signatory]]\nname = \"{name}\"\nkind = \"organisation\"\n{country}")
    };
    names.iter().map(entry).collect()
}

fn level(toml: &str) -> Option<Level> {
    linked(toml)
        .2
        .duplicates
        .iter()
        .map(|found| found.level)
        .max()
}

/// Names that make the others of a small roster as common as they are in a large one.
const COMPANY: [&str; 6] = [
    "Communist Party of Brazil",
    "Peace Council of Finland",
    "Teachers’ Union of Nepal",
    "Socialist Party (Ireland)",
    "National Union of Students (Malta)",
    "Workers’ Party of Hungary",
];

fn pair(a: &str, b: &str) -> Option<Level> {
    let mut names = COMPANY.to_vec();
    names.extend([a, b]);
    level(&roster(&names))
}

#[test]
fn the_same_written_otherwise_is_certain() {
    for (a, b) in [
        ("AKEL (Cyprus)", "AKEL, Cyprus"),
        (
            "World Federation of Stop Keepers",
            "World Federation of Stop Keepers (WFSK)",
        ),
        (
            "Communist Party of Greece",
            "KKE - Communist Party of Greece",
        ),
        ("Iraqi Communist Party", "Communist Party of Iraq"),
        ("Tudeh Party of Iran", "Tudeh Party, Iran"),
        (
            "Morroco - Annahj Addimocrati",
            "Annahj Addimocrati, Morocco",
        ),
        ("Teamsters Local 21", "TEAMSTERS LOCAL 21."),
        ("Trades Council of Paris", "Paris Trades Council"),
        ("Jewish Voice for Peace", "Jewish Voice for Peace - JVP"),
        ("Austrian Labour Party", "Party of Labor of Austria"),
        ("The Walkers’ League (Norway)", "Walkers League | NO"),
    ] {
        assert_eq!(pair(a, b), Some(Level::Certain), "{a} / {b}");
    }
}

#[test]
fn what_is_open_is_asked_about() {
    for (a, b) in [
        ("Communist Party in Denmark", "Communist Party of Denmark"),
        ("Partido Comunista Português", "Portuguese Communist Party"),
        (
            "Gewerkschaft Erziehung und Wissenschaft (Germany)",
            "Education and Science Union (Germany)",
        ),
        ("Front des travailleurs (France)", "Workers’ Front (France)"),
        ("Women’s League A", "Women’s League"),
        ("Communist Party of Mexico", "Comunist Party of Mexico"),
    ] {
        assert_eq!(pair(a, b), Some(Level::Possible), "{a} / {b}");
    }
}

#[test]
fn look_alikes_are_left_alone() {
    for (a, b) in [
        ("Communist Party of Greece", "Communist Party of France"),
        ("Communist Party of Iraq", "Communist Party of Iran"),
        ("Austrian Peace League", "Australian Peace League"),
        ("Teamsters Local 21", "Teamsters Local 12"),
        (
            "Youth of the Socialist Party of Qatar",
            "Women of the Socialist Party of Qatar",
        ),
        (
            "Committee for Peace in the North",
            "Committee for Peace in the South",
        ),
        ("Green Party (Germany)", "Green Party (Ireland)"),
        (
            "University of Paris Students Association",
            "University of Oslo Students Association",
        ),
        ("Democratic Left (Greece)", "Synaspismos (Greece)"),
    ] {
        assert_eq!(pair(a, b), None, "{a} / {b}");
    }
}

fn people(entries: &[[&str; 3]]) -> Option<Level> {
    let entry = |[name, role, organisation]: &[&str; 3]| {
        let mut out = format!("[[signatory]]\nname = \"{name}\"\nkind = \"person\"\n");
        for (field, value) in [("role", role), ("organisation", organisation)] {
            if !value.is_empty() {
                out.push_str(&format!("{field} = \"{value}\"\n"));
            }
        }
        out
    };
    let toml: String = entries.iter().map(entry).collect();
    level(&toml)
}

#[test]
fn an_equal_name_alone_is_no_proof() {
    let possible = Some(Level::Possible);
    assert_eq!(
        people(&[["Ilse Marwick", "", ""], ["Ilse Marwick", "", ""]]),
        possible
    );
    assert_eq!(
        people(&[
            ["Ilse Marwick", "", ""],
            ["Marwick, Ilse", "", "University of Lenz"]
        ]),
        possible
    );
    let full = ["Ilse Marwick", "Professor of Law", "University of Lenz"];
    let titled = [
        "Prof. Ilse Marwick",
        "Professor of Law",
        "University of Lenz",
    ];
    assert_eq!(people(&[full, titled]), Some(Level::Certain));
    assert_eq!(
        people(&[["Ilse Marwick", "", ""], ["Tom Barrow", "", ""]]),
        None
    );
    // An initial stands for a name in its own place.
    let initials = [["Debes N. Rufevind", "", ""], ["Debes R. Niharo", "", ""]];
    assert_eq!(people(&initials), None);
}

#[test]
fn what_a_decision_joined_is_known_by_every_name() {
    let decided = r#"
[[signatory]]
id = "cpd"
name = "Communist Party of Denmark"
as-signed = ["Communist Party of Denmark"]
kind = "party"
country = "DK"
[[signatory]]
id = "dkp"
name = "Danmarks Kommunistiske Parti"
acronym = "DKP"
as-signed = ["Danmarks Kommunistiske Parti (DKP)"]
kind = "party"
country = "DK"
"#;
    let decision = r#"
[[decision]]
is = "same"
of = ["cpd", "dkp"]
by = "secretariat"
"#;
    let arrival = r#"
[[signatory]]
id = "new"
name = "DKP (Denmark)"
kind = "party"
"#;
    let (_, _, linked) = linked(&format!("{decided}{arrival}{decision}"));
    let party = linked.signatories.by_id("cpd").unwrap();
    assert!(party.records.len() >= 2, "the decision joins");
    let asks = linked
        .duplicates
        .iter()
        .any(|found| found.records().contains(&2));
    assert!(
        asks || party.records.contains(&2),
        "{:?}",
        linked.duplicates
    );
}

/// Words that give names with much in common.
fn name() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "Peace",
        "Workers",
        "Council",
        "Union",
        "Party",
        "Harbour",
        "Lenz",
        "Youth",
        "of Greece",
        "of Norway",
        "(Malta)",
        "(PCU)",
        "12",
        "Naitonal",
        "National",
        "Al",
        "Weavers",
        "Weavrs",
    ]);
    prop::collection::vec(word, 1..5).prop_map(|words| words.join(" "))
}

/// A level and the ids of the entries it is about.
type Question = (Level, Vec<String>);

/// The ids of every group of one signatory, and of every question.
fn groups(toml: &str) -> (Vec<Vec<String>>, Vec<Question>) {
    let (_, roster, linked) = linked(toml);
    let names = |records: &[usize]| {
        let mut names: Vec<String> = records
            .iter()
            .map(|&at| roster.records[at].id.clone())
            .collect();
        names.sort();
        names
    };
    let mut signatories: Vec<_> = linked
        .signatories
        .all
        .iter()
        .map(|one| names(&one.records))
        .collect();
    let mut questions: Vec<_> = linked
        .duplicates
        .iter()
        .map(|found| (found.level, names(&found.records())))
        .collect();
    signatories.sort();
    questions.sort();
    (signatories, questions)
}

fn with_ids(entries: &[(usize, String)]) -> String {
    let entry = |(id, name): &(usize, String)| {
        format!("[[signatory]]\nid = \"e{id}\"\nname = \"{name}\"\nkind = \"organisation\"\n")
    };
    entries.iter().map(entry).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_entries_changes_no_cluster(
        (entries, shuffled) in prop::collection::vec(name(), 2..30).prop_flat_map(|names| {
            let entries: Vec<(usize, String)> = names.into_iter().enumerate().collect();
            (Just(entries.clone()), Just(entries).prop_shuffle())
        })
    ) {
        prop_assert_eq!(groups(&with_ids(&entries)), groups(&with_ids(&shuffled)));
    }

    #[test]
    fn the_number_of_threads_changes_nothing(names in prop::collection::vec(name(), 2..40)) {
        let entries: Vec<(usize, String)> = names.into_iter().enumerate().collect();
        let toml = with_ids(&entries);
        let on = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| {
                let (_, _, linked) = linked(&toml);
                (linked.duplicates, groups(&toml))
            })
        };
        prop_assert_eq!(on(1), on(2));
    }

    #[test]
    fn no_group_holds_what_contradicts_itself(countries in prop::collection::vec(0usize..4, 2..12)) {
        let codes = ["GR", "FR", "NO", ""];
        let names: Vec<String> = countries
            .iter()
            .map(|&at| format!("Green Harbour Weavers | {}", codes[at]))
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let (_, roster, linked) = linked(&roster(&names));
        for signatory in &linked.signatories.all {
            let mut seen: Vec<&str> = signatory
                .records
                .iter()
                .filter_map(|&at| roster.records[at].country.as_ref().map(|code| code.value.as_str()))
                .collect();
            seen.sort_unstable();
            seen.dedup();
            prop_assert!(seen.len() < 2, "{seen:?}");
        }
    }

    #[test]
    fn any_text_is_taken_apart(names in prop::collection::vec("\\PC{0,40}", 2..6)) {
        let entries: Vec<(usize, String)> = names
            .into_iter()
            .map(|name| name.replace(['"', '\\'], "'"))
            .map(|name| format!("x{name}"))
            .enumerate()
            .collect();
        groups(&with_ids(&entries));
    }
}
