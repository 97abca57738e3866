//! Characters that no compiled-in typeface has. The project's own faces are asked by `build`, which sees the glyphs.

use std::collections::BTreeSet;

use crate::check::Subject;
use crate::diagnostic::{Diagnostic, Findings, MISSING_GLYPH};
use crate::model::body::RunKind;
use crate::source::Place;
use crate::standardise::{self, mend};
use crate::tables::faces;

pub fn check(subject: &Subject, findings: &mut Findings) {
    let printed: BTreeSet<usize> = subject
        .printed()
        .flat_map(|signatory| signatory.records.clone())
        .collect();
    for (index, record) in subject
        .roster
        .records
        .iter()
        .enumerate()
        .filter(|(index, _)| printed.contains(index))
    {
        for field in record.printed_texts() {
            report(
                subject,
                &mend::name(&field.value).text,
                field.place,
                Some(&subject.roster.records[index].id),
                findings,
            );
        }
    }
    for statement in subject.statements {
        for field in statement.front.printed_texts() {
            report(subject, &field.value, field.place, None, findings);
        }
        for run in statement.body.printed() {
            if let RunKind::Text(text) = &run.kind {
                report(
                    subject,
                    &mend::prose(text).text,
                    Place::new(statement.source, run.span.clone()),
                    None,
                    findings,
                );
            }
        }
    }
}

fn report(
    subject: &Subject,
    text: &str,
    place: Place,
    id: Option<&String>,
    findings: &mut Findings,
) {
    let missing = text.chars().find(|&c| {
        !c.is_whitespace()
            && !c.is_control()
            && !subject.has_glyph(c)
            && standardise::unprintable(&c.to_string()).is_none()
    });
    let Some(c) = missing else { return };
    let words: String = text.chars().take(60).collect();
    let mut finding = Diagnostic::new(MISSING_GLYPH, place, format!("no typeface here has “{c}” (U+{:04X}) of “{words}”: it can't be printed", c as u32))
        .help("put a typeface that has it (.ttf or .otf) into the project's folder fonts/, or use --system-fonts")
        .help("or correct the character, if it is a slip");
    finding.records.extend(id.cloned());
    findings.push(finding);
}

impl Subject<'_> {
    /// Whether a compiled-in face or one of the project's has the character.
    fn has_glyph(&self, c: char) -> bool {
        faces::covered(c) || self.fonts.iter().any(|font| font.has(c))
    }
}
