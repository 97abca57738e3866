//! Reads `version.toml`, the record of a frozen version.

use crate::diagnostic::Findings;
use crate::model::version::{Record, RecordedFile};
use crate::read::caps;
use crate::read::fields::{self, Fields};
use crate::source::{SourceId, Sources};

/// Reads a record; None where something is missing from it. What is wrong in it is in `findings`, as for any file:
/// the caller says what it means.
pub fn record(sources: &Sources, source: SourceId, findings: &mut Findings) -> Option<Record> {
    let start = sources.get(source).start();
    let range = start..sources.get(source).text.len();
    let document = fields::parse(sources, source, range, findings);
    let mut top = Fields::new(&document, "version.toml", source, start, caps::FIELD);
    let statement = top.text("statement", findings);
    let version = top.number("version", 1..=u32::MAX, findings);
    let on = top.date("on", findings);
    let previous = top.text("previous", findings);
    let mut files = Vec::new();
    let mut is_whole = true;
    for (list, is_edition) in [("edition", true), ("file", false)] {
        for (table, _) in top.tables(list, findings).unwrap_or_default() {
            let mut fields = top.inner(table, "a file of version.toml");
            let (name, bytes) = (
                fields.text("file", findings),
                fields.text("bytes", findings),
            );
            let digest = match is_edition {
                true => {
                    fields.text("lang", findings);
                    fields.text("digest", findings)
                }
                false => None,
            };
            fields.finish(findings);
            match (name, bytes) {
                (Some(name), Some(bytes)) if digest.is_some() == is_edition => {
                    files.push(RecordedFile {
                        name,
                        bytes,
                        digest,
                    });
                }
                _ => is_whole = false,
            }
        }
    }
    top.finish(findings);
    Some(Record {
        statement: statement?,
        version: version?,
        on: on?,
        previous,
        files,
    })
    .filter(|_| is_whole)
}
