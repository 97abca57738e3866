//! What an import would do: the statement and the entries that a text gives, and what is left over.

use chrono::NaiveDate;

use crate::import::language;
use crate::import::segment::{LineKind, segment};
use crate::model::Language;
use crate::source::{Place, Source, SourceId};
use crate::standardise::contacts::{self, ContactKind};
use crate::standardise::{Line, take_apart};

/// One entry of the roster to be.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its first line, from 1.
    pub line: usize,
    pub place: Place,
    /// The whole line, for the private file; `as_signed` has its contact data cut out.
    pub full: String,
    pub as_signed: String,
    pub parts: Line,
    /// Contact data of the line, in order.
    pub contacts: Vec<(ContactKind, String)>,
}

/// A text, read: everything that is written follows from here, and every line is accounted for.
#[derive(Debug, Clone)]
pub struct Plan {
    pub source: SourceId,
    pub lines_read: usize,
    /// Mended, contact data cut out.
    pub paragraphs: Vec<String>,
    /// The lines of the source, from 1, that each paragraph has: the first and the last.
    pub paragraph_lines: Vec<(usize, usize)>,
    pub entries: Vec<Entry>,
    /// How many lines have no character that prints.
    pub empty: usize,
    /// Lines, from 1, that head the roster or rule it off.
    pub headings: Vec<(usize, String)>,
    /// Lines, from 1, that became title, place and date, or sign-off.
    pub front: Vec<(usize, String)>,
    /// Lines, from 1, of which nothing was made, and why.
    pub left_over: Vec<(usize, String, &'static str)>,
    pub title: Option<String>,
    pub place: Option<String>,
    pub date: Option<NaiveDate>,
    pub sign_off: Option<String>,
    /// None where it can't be told reliably.
    pub lang: Option<Language>,
    /// Lines, from 1, of paragraphs that contact data was cut out of.
    pub cut_from_body: Vec<(usize, ContactKind)>,
}

impl Plan {
    /// The lines that belong to paragraphs.
    pub fn body_lines(&self) -> usize {
        self.paragraph_lines
            .iter()
            .map(|(first, last)| last - first + 1)
            .sum()
    }
}

/// Reads a text and says what an import would make of it.
pub fn plan(source: &Source, source_id: SourceId) -> Plan {
    let segments = segment(source);
    let line_text = |i: usize| {
        source.text[source.line_range(i)]
            .trim()
            .trim_start_matches('\u{feff}')
            .to_owned()
    };
    let numbered = |wanted: &dyn Fn(&LineKind) -> bool| {
        let all = segments
            .lines
            .iter()
            .enumerate()
            .filter(|(_, kind)| wanted(kind));
        all.map(|(i, _)| (i + 1, line_text(i))).collect::<Vec<_>>()
    };
    let left_over = segments
        .lines
        .iter()
        .enumerate()
        .filter_map(|(i, kind)| match kind {
            LineKind::LeftOver(why) => Some((i + 1, line_text(i), *why)),
            _ => None,
        });
    let mut cut_from_body = Vec::new();
    let mut paragraphs = Vec::new();
    for paragraph in &segments.paragraphs {
        let found = body_contacts(&paragraph.text);
        cut_from_body.extend(
            found
                .iter()
                .map(|(_, kind)| (paragraph.lines.start + 1, *kind)),
        );
        paragraphs.push(cut(&paragraph.text, &found));
    }
    let entries = segments.entries.iter().map(|raw| Entry {
        line: raw.lines.start + 1,
        place: Place::new(source_id, raw.range.clone()),
        full: raw.as_signed.clone(),
        as_signed: contacts::cut(&raw.as_signed),
        parts: take_apart(&raw.content, raw.hint),
        contacts: contacts::contacts(&raw.as_signed)
            .into_iter()
            .map(|(range, kind)| (kind, raw.as_signed[range].to_owned()))
            .collect(),
    });
    Plan {
        source: source_id,
        lines_read: segments.lines.len(),
        entries: entries.collect(),
        empty: segments
            .lines
            .iter()
            .filter(|kind| **kind == LineKind::Empty)
            .count(),
        headings: numbered(&|kind| *kind == LineKind::Heading),
        front: numbered(&|kind| *kind == LineKind::Front),
        left_over: left_over.collect(),
        lang: language::guess(&paragraphs.join("\n")),
        paragraph_lines: segments
            .paragraphs
            .iter()
            .map(|paragraph| (paragraph.lines.start + 1, paragraph.lines.end))
            .collect(),
        paragraphs,
        cut_from_body,
        title: segments.title,
        place: segments.place,
        date: segments.date,
        sign_off: segments.sign_off,
    }
}

/// A handle in running text may be anyone's, and is part of what was agreed.
fn body_contacts(text: &str) -> Vec<(std::ops::Range<usize>, ContactKind)> {
    let mut found = contacts::contacts(text);
    found.retain(|(_, kind)| *kind != ContactKind::Handle);
    found
}

fn cut(text: &str, found: &[(std::ops::Range<usize>, ContactKind)]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for (range, kind) in found {
        out.push_str(&text[at..range.start]);
        out.push_str(kind.placeholder());
        at = range.end;
    }
    out + &text[at..]
}
