//! Reads finished pages: which glyphs are missing, where the list stands, how full the last page is.

use typst::foundations::Label;
use typst::introspection::Tag;
use typst::layout::{Abs, Frame, FrameItem, Point};
use typst::model::FootnoteEntry;
use typst::text::TextItem;
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

use crate::tables::faces;
use crate::typeset::origin::{Origin, Origins};
use crate::typeset::sheet::Sheet;

/// What the pages show. Pages are counted from 0, lengths in points from the top of the page.
#[derive(Debug, Default)]
pub struct Reading {
    pub missing: Vec<Missing>,
    /// Families that the pages are set in.
    pub families: Vec<String>,
    /// By number of the entry.
    pub entries: Vec<Option<Seen>>,
    /// Page and place where the list, with the rule above it, begins.
    pub list: Option<(usize, f64)>,
    /// The page on which an annex begins.
    pub annex: Option<usize>,
    /// Where the footnotes of a page begin, if it has any.
    pub footnotes: Vec<Option<f64>>,
    /// Lines of text on the last page, head and foot left out.
    pub last_lines: usize,
    /// Where the text of the last page ends.
    pub last_end: f64,
}

/// A character without a glyph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    pub c: char,
    pub origin: Option<Origin>,
    pub page: usize,
}

/// An entry on the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen {
    pub lines: usize,
    pub first_page: usize,
    pub last_page: usize,
    y: f64,
}

/// A roster in a script that no face has would fill the screen.
const MOST_MISSING: usize = 50;

/// Walks through all pages once.
pub fn read(document: &PagedDocument, origins: &Origins, sheet: &Sheet, entries: usize) -> Reading {
    let mut reader = Reader {
        origins,
        page: 0,
        baselines: Vec::new(),
        reading: Reading {
            entries: vec![None; entries],
            ..Reading::default()
        },
        labels: [label("list"), label("annex")],
    };
    for (page, sheet_of_paper) in document.pages().iter().enumerate() {
        reader.page = page;
        reader.baselines.clear();
        reader.reading.footnotes.push(None);
        reader.frame(&sheet_of_paper.frame, Point::zero());
    }
    let mut reading = reader.reading;
    let mut baselines = reader.baselines;
    baselines.retain(|y| *y > sheet.top && *y < sheet.foot());
    baselines.sort_by(f64::total_cmp);
    baselines.dedup_by(|a, b| (*a - *b).abs() < 4.0);
    reading.last_lines = baselines.len();
    reading.last_end = baselines.last().copied().unwrap_or(sheet.top);
    reading
}

fn label(name: &str) -> Label {
    Label::new(PicoStr::intern(name)).expect("the name isn't empty")
}

struct Reader<'o> {
    origins: &'o Origins,
    page: usize,
    /// Of the page.
    baselines: Vec<f64>,
    reading: Reading,
    labels: [Label; 2],
}

impl Reader<'_> {
    fn frame(&mut self, frame: &Frame, at: Point) {
        for (offset, item) in frame.items() {
            let at = at + *offset;
            match item {
                FrameItem::Group(group) => {
                    let shift = Point::new(group.transform.tx, group.transform.ty);
                    self.frame(&group.frame, at + shift);
                }
                FrameItem::Text(text) => self.text(text, at.y),
                FrameItem::Tag(Tag::Start(content, _)) => {
                    let [list, annex] = self.labels;
                    if content.label() == Some(list) {
                        self.reading.list = Some((self.page, at.y.to_pt()));
                    } else if content.label() == Some(annex) {
                        self.reading.annex = Some(self.page);
                    } else if content.is::<FootnoteEntry>() {
                        let first = &mut self.reading.footnotes[self.page];
                        *first = Some(first.unwrap_or(f64::INFINITY).min(at.y.to_pt()));
                    }
                }
                _ => {}
            }
        }
    }

    fn text(&mut self, text: &TextItem, y: Abs) {
        let y = y.to_pt();
        self.baselines.push(y);
        let family = &text.font.font().info().family;
        if !self.reading.families.contains(family) {
            self.reading.families.push(family.clone());
        }
        let mut last = None;
        for glyph in &text.glyphs {
            if glyph.id == 0 {
                self.missing(&text.text[glyph.range()], glyph.span.0);
            }
            if last == Some(glyph.span.0) {
                continue;
            }
            last = Some(glyph.span.0);
            if let Some(Origin::Entry(number)) = self.origins.of(glyph.span.0) {
                self.entry(*number, y);
            }
        }
    }

    fn entry(&mut self, number: usize, y: f64) {
        let page = self.page;
        let Some(place) = self.reading.entries.get_mut(number) else {
            return;
        };
        match place {
            None => {
                *place = Some(Seen {
                    lines: 1,
                    first_page: page,
                    last_page: page,
                    y,
                })
            }
            Some(seen) if seen.last_page != page || (seen.y - y).abs() > 4.0 => {
                *seen = Seen {
                    lines: seen.lines + 1,
                    last_page: page,
                    y,
                    ..*seen
                };
            }
            Some(_) => {}
        }
    }

    fn missing(&mut self, cluster: &str, span: typst::syntax::Span) {
        let origin = self.origins.of(span).cloned();
        for c in cluster.chars().filter(|c| !faces::needs_no_glyph(*c)) {
            let missing = Missing {
                c,
                origin: origin.clone(),
                page: self.page,
            };
            let known =
                |m: &Missing| m.c == c && (m.origin == missing.origin || missing.origin.is_none());
            if self.reading.missing.len() < MOST_MISSING && !self.reading.missing.iter().any(known)
            {
                self.reading.missing.push(missing);
            }
        }
    }
}
