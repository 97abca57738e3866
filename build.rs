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

const TABLES: [(&str, Extra); 16] = [
    ("acronym-stop-words", Extra::Third),
    ("conjunctions", Extra::Third),
    ("demonyms", Extra::Written),
    ("function-words", Extra::Third),
    ("given-names", Extra::Third),
    ("headings", Extra::Third),
    ("honorifics", Extra::Third),
    ("kinds", Extra::Third),
    ("months", Extra::Third),
    ("organisation-words", Extra::Third),
    ("particles", Extra::Third),
    ("prepositions", Extra::Third),
    ("qualifiers", Extra::Third),
    ("roles", Extra::Third),
    ("sign-offs", Extra::Third),
    ("title-words", Extra::Third),
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
