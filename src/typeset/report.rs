//! What the finished pages say about the user's files, as findings.

use typst::diag::SourceDiagnostic;
use unicode_script::UnicodeScript;

use crate::diagnostic::{
    Diagnostic, Findings, MISSING_GLYPH, NOT_TYPESET, PAGE_LIMIT, SYSTEM_FACE, Severity,
};
use crate::model::Document;
use crate::model::document::Entry;
use crate::model::statement::Form;
use crate::source::Place;
use crate::typeset::faces::Faces;
use crate::typeset::fit::{Refusal, Set, thin};
use crate::typeset::origin::Origin;
use crate::typeset::reading::{Missing, Reading};
use crate::typeset::sheet::Tightness;

/// Pages that a newsroom reads, before the annex.
const RELEASE_PAGES: usize = 2;

/// The value, or a finding that says why there is none.
pub fn or_finding<T>(result: Result<T, Refusal>, findings: &mut Findings) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(errors) => {
            findings.push(refusal(&errors));
            None
        }
    }
}

fn refusal(errors: &[SourceDiagnostic]) -> Diagnostic {
    let said: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    let message = format!(
        "nothing was printed: the typesetter refused: {}",
        said.join("; ")
    );
    let hints = errors.iter().flat_map(|error| &error.hints);
    hints.fold(
        Diagnostic::new(NOT_TYPESET, None, message),
        |finding, hint| finding.help(hint.v.to_string()),
    )
}

/// An error for each character without a glyph, once for each line that it is in.
pub fn missing_glyphs(document: &Document, reading: &Reading, findings: &mut Findings) {
    for missing in &reading.missing {
        findings.push(missing_glyph(document, missing));
    }
}

fn missing_glyph(document: &Document, missing: &Missing) -> Diagnostic {
    let script = missing.c.script();
    let shown = format!(
        "{} (U+{:04X}, {})",
        missing.c,
        missing.c as u32,
        script.full_name()
    );
    let nobody = format!("no typeface at hand has {shown}");
    let finding = match &missing.origin {
        Some(Origin::Entry(number)) => match entry(document, *number) {
            Some(entry) => Diagnostic::new(
                MISSING_GLYPH,
                entry.place,
                format!("“{}” can't be printed: {nobody}", entry.line()),
            )
            .record(&entry.id),
            None => Diagnostic::new(MISSING_GLYPH, None, nobody),
        },
        Some(Origin::Body(span)) => Diagnostic::new(
            MISSING_GLYPH,
            Place::new(document.source, span.clone()),
            nobody,
        )
        .mark("in this stretch of the text"),
        Some(Origin::Field(name)) => Diagnostic::new(
            MISSING_GLYPH,
            None,
            format!("{nobody}; it stands in {name}"),
        ),
        None => Diagnostic::new(
            MISSING_GLYPH,
            None,
            format!("{nobody}; it stands on page {}", missing.page + 1),
        ),
    };
    finding
        .help("put a typeface that has it into the project's folder fonts/, or build with --system-fonts")
        .help("if it is a slip, correct the character")
}

fn entry(document: &Document, number: usize) -> Option<&Entry> {
    let list = document
        .roster
        .as_ref()
        .or(document.annex.as_ref().map(|annex| &annex.roster));
    list?.entries().nth(number)
}

/// A note for each family of the machine that the pages are set in.
pub fn system_faces(faces: &Faces, reading: &Reading, findings: &mut Findings) {
    for family in reading.families.iter().filter(|family| !faces.has(family)) {
        findings.push(
            Diagnostic::new(SYSTEM_FACE, None, format!("{family}, a typeface of this machine, is used"))
                .help("put it into the project's folder fonts/, so that every machine makes the same pages"),
        );
    }
}

/// Warnings for a release that is too long and for a last page with hardly anything on it.
pub fn page_limits(document: &Document, set: &Set, findings: &mut Findings) {
    let pages = set.pages.pages().len();
    let release = set.reading.annex.unwrap_or(pages);
    if document.form == Form::PressRelease && release > RELEASE_PAGES {
        findings.push(
            Diagnostic::new(
                PAGE_LIMIT,
                None,
                format!(
                    "the press release runs to {release} pages; newsrooms read {RELEASE_PAGES}"
                ),
            )
            .help("shorten the text or the notes"),
        );
    }
    if set.tightness != Tightness::None {
        findings.push(
            Diagnostic::new(
                PAGE_LIMIT,
                None,
                match set.tightness {
                    Tightness::Text => {
                        "list and text are set more tightly than usual, which saves a page"
                    }
                    _ => "the list is set more tightly than usual, which saves a page",
                },
            )
            .severity(Severity::Note)
            .help("shorten the text, or set `columns`, if it should have more air"),
        );
    }
    let lines = set.reading.last_lines;
    if thin(set) {
        let lines = match lines {
            1 => "one line".into(),
            lines => format!("{lines} lines"),
        };
        findings.push(
            Diagnostic::new(
                PAGE_LIMIT,
                None,
                format!("the last of {pages} pages holds only {lines}, and tightening list and text did not draw them back"),
            )
            .help("shorten the text by as much, or set `columns`"),
        );
    }
}
