//! Prints what record linkage sees of a roster, for `fit.py`: `pairs FILE measures` or `pairs FILE words`.
//!
//! `measures`: one pair of forms a line, tab-separated: `p` or `o`, the ids of the records of each side joined by
//! a space, then the measures. `words`: the base forms of organisations' words and how many forms hold each.

use std::io::{BufWriter, Write};
use std::path::Path;

use undersigned::command::project::Project;
use undersigned::diagnostic::Findings;
use undersigned::linkage::{self, compare::measures};

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, what] = &arguments[..] else {
        anyhow::bail!("usage: pairs FILE measures|words");
    };
    let roster = Project::of_file(Path::new(file), &mut Findings::default())?.roster;
    let mut out = BufWriter::new(std::io::stdout().lock());
    if what == "words" {
        for (word, records) in linkage::word_counts(&roster) {
            writeln!(out, "{word}\t{records}")?;
        }
        return Ok(());
    }
    writeln!(
        out,
        "# organisations {}",
        measures::Organisations::NAMES.join(" ")
    )?;
    writeln!(out, "# people {}", measures::People::NAMES.join(" "))?;
    for pair in linkage::measured(&roster) {
        let ids = pair.records.map(|records| {
            let ids: Vec<&str> = records
                .iter()
                .map(|&at| roster.records[at as usize].id.as_str())
                .collect();
            ids.join(" ")
        });
        let values: Vec<String> = pair.values.iter().map(f32::to_string).collect();
        let kind = if pair.is_person { "p" } else { "o" };
        writeln!(out, "{kind}\t{}\t{}\t{}", ids[0], ids[1], values.join("\t"))?;
    }
    Ok(())
}
