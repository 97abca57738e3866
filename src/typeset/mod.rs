//! A document becomes a PDF: world → pages → glyphs → limits → pdf → finish.

mod faces;
mod finish;
mod fit;
mod inputs;
mod marks;
mod origin;
mod pdf;
mod reading;
mod report;
mod roster;
mod ruler;
mod sheet;
#[cfg(test)]
mod tests;
mod text;
mod world;

pub use faces::Faces;

use crate::diagnostic::Findings;
use crate::model::Document;

/// Sets a document as PDF/A-2a and PDF/UA-1 with black text on the black plate alone.
///
/// None where a glyph is missing or Typst refuses; the findings say why. The same document and
/// faces give the same bytes.
pub fn typeset(document: &Document, faces: &Faces, findings: &mut Findings) -> Option<Vec<u8>> {
    let mut set = report::or_finding(fit::fit(document, faces), findings)?;
    if !set.reading.missing.is_empty()
        && let Some(more) = faces.with_system()
    {
        set = report::or_finding(fit::fit(document, &more), findings)?;
        report::system_faces(faces, &set.reading, findings);
    }
    report::missing_glyphs(document, &set.reading, findings);
    report::page_limits(document, &set, findings);
    if !set.reading.missing.is_empty() {
        return None;
    }
    let pdf = report::or_finding(pdf::export(document, &set.pages), findings)?;
    Some(finish::black_on_one_plate(pdf))
}
