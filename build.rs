//! Folds the keys of the tables that are looked up by folded words, so that the program need not at
//! every start: `src/tables/<name>.tsv` becomes `$OUT_DIR/<name>.tsv`, sorted by the folded key.
//!
//! A row is: folded key, value, extra. Values of keys that fold alike are joined by spaces.

use std::collections::BTreeMap;
use std::path::Path;

#[allow(dead_code)]
#[path = "src/tables/fold.rs"]
mod fold;

/// What the third column of a folded table holds.
#[derive(Clone, Copy)]
enum Extra {
    /// The key as the table writes it.
    Written,
    /// The table's own third column.
    Third,
}

const TABLES: [(&str, Extra); 24] = [
    ("acronym-stop-words", Extra::Third),
    ("address-words", Extra::Third),
    ("concepts", Extra::Third),
    ("conjunctions", Extra::Third),
    ("demonyms", Extra::Written),
    ("facets", Extra::Third),
    ("function-words", Extra::Third),
    ("given-name-forms", Extra::Third),
    ("given-names", Extra::Third),
    ("headings", Extra::Third),
    ("honorifics", Extra::Third),
    ("kinds", Extra::Third),
    ("months", Extra::Third),
    ("organisation-words", Extra::Third),
    ("particles", Extra::Third),
    ("party-words", Extra::Third),
    ("person-words", Extra::Third),
    ("prepositions", Extra::Third),
    ("qualifiers", Extra::Third),
    ("roles", Extra::Third),
    ("sign-offs", Extra::Third),
    ("title-words", Extra::Third),
    ("variants", Extra::Third),
    ("word-frequencies", Extra::Third),
];

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=src/tables");
    for (name, extra) in TABLES {
        let mut folded = Folded::default();
        for row in read(name).lines().filter(|line| !line.starts_with('#')) {
            let mut columns = row.split('\t');
            let key = columns.next().unwrap_or_default();
            let value = columns.next().unwrap_or_default();
            let third = columns.next().unwrap_or_default();
            folded.add(
                key,
                value,
                if matches!(extra, Extra::Written) {
                    key
                } else {
                    third
                },
            );
        }
        folded.write(name);
    }
    folded_countries().write("names-of-countries");
    println!("cargo:rerun-if-changed=src/linkage/fitted");
    for name in ["organisations", "people"] {
        write_trees(name);
    }
}

/// Lays fitted trees out as bytes, see `src/linkage/compare/trees.rs`: for each tree the number of its
/// nodes, then of each node the measure, the two nodes behind it, and the value.
fn write_trees(name: &str) {
    let path = format!("src/linkage/fitted/{name}.tsv");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut measures: Vec<&str> = Vec::new();
    let mut trees: Vec<Vec<u8>> = Vec::new();
    for line in text.lines() {
        if let Some(names) = line.strip_prefix("# measures: ") {
            measures = names.split(' ').collect();
        }
        if line.starts_with('#') {
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let number = |at: usize| -> u16 { fields[at].parse().expect("a node's number") };
        let value = |at: usize| -> f32 { fields[at].parse().expect("a number") };
        if fields[0] == "0" {
            trees.push(Vec::new());
        }
        let tree = trees.last_mut().expect("a tree begins with node 0");
        let (measure, left, right, value) = match fields[1] {
            "leaf" => (u16::MAX, 0, 0, value(2)),
            name => {
                let known = measures.iter().position(|measure| *measure == name);
                let measure = known.unwrap_or_else(|| panic!("{path}: no measure {name}"));
                (measure as u16, number(3), number(4), value(2))
            }
        };
        for word in [measure, left, right] {
            tree.extend(word.to_le_bytes());
        }
        tree.extend(value.to_le_bytes());
    }
    let mut bytes = Vec::new();
    for tree in trees {
        bytes.extend(((tree.len() / 10) as u16).to_le_bytes());
        bytes.extend(tree);
    }
    let folder = std::env::var_os("OUT_DIR").expect("cargo names the folder for what is made");
    std::fs::write(Path::new(&folder).join(format!("{name}.trees")), bytes)
        .expect("cargo's folder can be written");
}

/// Every name of a country: those printed first, so that they give the spelling, then the others.
fn folded_countries() -> Folded {
    let mut folded = Folded::default();
    for row in read("countries")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let (code, names) = row.split_once('\t').unwrap_or((row, ""));
        names
            .split('\t')
            .for_each(|name| folded.add(name, code, name));
    }
    for row in read("country-names")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let (name, code) = row.split_once('\t').unwrap_or((row, ""));
        folded.add(name, code, name);
    }
    folded
}

/// Values and extra column by folded key.
#[derive(Default)]
struct Folded(BTreeMap<String, (Vec<String>, String)>);

impl Folded {
    fn add(&mut self, key: &str, value: &str, extra: &str) {
        let folded = fold::words(key);
        if folded.is_empty() {
            return;
        }
        let (values, _) = self
            .0
            .entry(folded)
            .or_insert_with(|| (Vec::new(), extra.to_string()));
        if !values.iter().any(|known| known == value) {
            values.push(value.to_string());
        }
    }

    fn write(&self, name: &str) {
        let rows: String = self
            .0
            .iter()
            .map(|(key, (values, extra))| format!("{key}\t{}\t{extra}\n", values.join(" ")))
            .collect();
        let folder = std::env::var_os("OUT_DIR").expect("cargo names the folder for what is made");
        std::fs::write(Path::new(&folder).join(format!("{name}.tsv")), rows)
            .expect("cargo's folder can be written");
    }
}

fn read(name: &str) -> String {
    std::fs::read_to_string(format!("src/tables/{name}.tsv"))
        .unwrap_or_else(|error| panic!("src/tables/{name}.tsv: {error}"))
}
