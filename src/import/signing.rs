//! Who signed which statement, once a project has more than one: entries then must say it.

use std::collections::HashSet;

use crate::edit::{Edit, toml_string};
use crate::model::{Record, Roster};
use crate::source::{Place, Source};

/// Edits of a roster that name statements in its entries.
///
/// `new` is the statement that is being imported, `sole` the one that the project had until now, if
/// it had just one: entries that don't say what they signed, signed that one. Entries in
/// `signed_new` (ids) signed the new one as well.
pub fn name_statements(
    roster: &Roster,
    source: &Source,
    new: &str,
    sole: Option<&str>,
    signed_new: &HashSet<String>,
) -> Vec<Edit> {
    let mut edits = Vec::new();
    for record in &roster.records {
        let says_new = record.signed.iter().any(|signature| {
            signature
                .statement
                .as_ref()
                .is_some_and(|name| name.value == new)
        });
        let added = (signed_new.contains(&record.id) && !says_new).then_some(new);
        if record.signed.is_empty() {
            let names: Vec<String> = sole.into_iter().chain(added).map(entry).collect();
            if !names.is_empty() {
                edits.push(line_below_name(
                    record,
                    source,
                    &format!("signed = [{}]", names.join(", ")),
                ));
            }
            continue;
        }
        for signature in record
            .signed
            .iter()
            .filter(|signature| signature.statement.is_none())
        {
            let Some(sole) = sole else { continue };
            if source.text[signature.place.range()].starts_with('{') {
                let at = signature.place.start() + 1;
                let replacement = format!(" statement = {},", toml_string(sole, "\"\""));
                edits.push(Edit {
                    place: Place::new(signature.place.source, at..at),
                    replacement,
                });
            }
        }
        if let (Some(new), Some(last)) = (added, record.signed.last())
            && source.text[last.place.range()].starts_with('{')
        {
            edits.push(Edit {
                place: last.place.at_end(),
                replacement: format!(", {}", entry(new)),
            });
        }
    }
    edits
}

/// `{ statement = "name" }`
pub fn entry(statement: &str) -> String {
    format!("{{ statement = {} }}", toml_string(statement, "\"\""))
}

/// A new line of an entry, below its name.
fn line_below_name(record: &Record, source: &Source, line: &str) -> Edit {
    let end = source
        .line_range(source.line_of(record.name.place.end()))
        .end;
    let newline = if source.text.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    Edit {
        place: Place::new(record.name.place.source, end..end),
        replacement: format!("{newline}{line}"),
    }
}
