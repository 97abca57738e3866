//! The text of a statement: blocks of runs, each with its place in the source.

use std::ops::Range;

use crate::model::mark::Mark;

/// A text as blocks. Its runs lie in the source in order and don't overlap, so that they tile it:
/// every byte belongs to a run, a marker or a gap ([`Body::tiles`]).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Body {
    pub blocks: Vec<Block>,
    /// In the order of their first mark in the text; [`RunKind::Footnote`] counts from 0.
    pub footnotes: Vec<Footnote>,
    /// The bytes of the source that hold the text: behind the front matter, to the end.
    pub span: Range<usize>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Footnote {
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    pub kind: BlockKind,
    /// Bytes of the source, markers included.
    pub span: Range<usize>,
    /// A paragraph's number, as it is printed beside it in a redline.
    pub number: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum BlockKind {
    Paragraph(Vec<Run>),
    Heading {
        /// From 1; in print the statement's title stands above level 1.
        level: u8,
        runs: Vec<Run>,
    },
    List {
        /// The first number of an ordered list.
        start: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    Quote(Vec<Block>),
    Table {
        align: Vec<Align>,
        head: Vec<Vec<Run>>,
        rows: Vec<Vec<Vec<Run>>>,
    },
    /// A block of code, line breaks kept.
    Code(Run),
    /// A thematic break.
    Rule,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Start,
    Center,
    End,
}

/// A stretch of text in one voice.
///
/// The text of a run as it was read is, byte for byte, what its span holds; or the run is a unit that
/// is never cut: an escape, an entity, a shorthand, a line end that is a space, a block of code. So a
/// run may be cut anywhere its span may, and words in one voice may be several runs; in print they are
/// one ([`joined`]).
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    pub kind: RunKind,
    /// Bytes of the source.
    pub span: Range<usize>,
    pub voice: Voice,
    /// The target of the link that the run belongs to: http, https or mailto.
    pub link: Option<String>,
    /// In a redline.
    pub mark: Mark,
}

#[derive(Debug, Clone, PartialEq)]
pub enum RunKind {
    Text(String),
    /// A hard line break.
    Break,
    /// A mark of the footnote with that index in [`Body::footnotes`].
    Footnote(usize),
    /// A redline's own words, in neither version: where something moved.
    Label(String),
}

/// How a run is set; all of them may come together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Voice {
    pub emphasis: bool,
    pub strong: bool,
    pub strikethrough: bool,
    pub code: bool,
}

/// What a stretch of the source is to the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tile {
    Run,
    /// Markup: `**`, `#`, a list marker, a link's target.
    Marker,
    /// White space between.
    Gap,
}

impl Body {
    /// The source's stretches in order, without holes or overlaps, from `span.start` to `span.end`.
    pub fn tiles(&self, text: &str) -> Vec<(Tile, Range<usize>)> {
        let mut runs: Vec<Range<usize>> = self
            .runs()
            .map(|run| run.span.clone())
            .filter(|span| !span.is_empty())
            .collect();
        runs.sort_by_key(|span| span.start);
        let mut tiles = Vec::new();
        let mut at = self.span.start;
        for span in runs {
            between(text, at..span.start, &mut tiles);
            at = span.end;
            tiles.push((Tile::Run, span));
        }
        between(text, at..self.span.end, &mut tiles);
        tiles
    }

    /// All runs, those of the footnotes last.
    pub fn runs(&self) -> impl Iterator<Item = &Run> {
        let notes = self.footnotes.iter().flat_map(|note| &note.blocks);
        let mut all = Vec::new();
        for block in self.blocks.iter().chain(notes) {
            block.visit(&mut |run| all.push(run));
        }
        all.into_iter()
    }

    /// All runs as they are printed, those of the footnotes last.
    pub fn printed(&self) -> Vec<Run> {
        let notes = self.footnotes.iter().flat_map(|note| &note.blocks);
        let mut all = Vec::new();
        for block in self.blocks.iter().chain(notes) {
            block.visit_lines(&mut |runs| all.extend(joined(runs)));
        }
        all
    }

    /// Whether nothing would be printed.
    pub fn is_empty(&self) -> bool {
        self.runs().all(|run| match &run.kind {
            RunKind::Text(text) => text.trim().is_empty(),
            RunKind::Break | RunKind::Label(_) => true,
            RunKind::Footnote(_) => false,
        })
    }
}

/// Cuts what lies between two runs into markers and gaps.
fn between(text: &str, range: Range<usize>, tiles: &mut Vec<(Tile, Range<usize>)>) {
    let mut at = range.start;
    while at < range.end {
        let rest = &text[at..range.end];
        let white = rest.starts_with(char::is_whitespace);
        let len = rest
            .find(|c: char| c.is_whitespace() != white)
            .unwrap_or(rest.len());
        tiles.push((if white { Tile::Gap } else { Tile::Marker }, at..at + len));
        at += len;
    }
}

impl Block {
    /// A block of one version.
    pub fn new(kind: BlockKind, span: Range<usize>) -> Block {
        Block {
            kind,
            span,
            number: None,
        }
    }

    /// Calls `f` for each run, in reading order.
    pub fn visit<'a>(&'a self, f: &mut dyn FnMut(&'a Run)) {
        self.visit_lines(&mut |runs| runs.iter().for_each(&mut *f));
    }

    /// Calls `f` for the runs of each paragraph, heading, cell or block of code, in reading order.
    pub fn visit_lines<'a>(&'a self, f: &mut dyn FnMut(&'a [Run])) {
        match &self.kind {
            BlockKind::Paragraph(runs) | BlockKind::Heading { runs, .. } => f(runs),
            BlockKind::List { items, .. } => items
                .iter()
                .flatten()
                .for_each(|block| block.visit_lines(f)),
            BlockKind::Quote(blocks) => blocks.iter().for_each(|block| block.visit_lines(f)),
            BlockKind::Table { head, rows, .. } => head
                .iter()
                .chain(rows.iter().flatten())
                .for_each(|runs| f(runs)),
            BlockKind::Code(run) => f(std::slice::from_ref(run)),
            BlockKind::Rule => {}
        }
    }

    /// The same, to change the runs; blocks of code left out, which are one run each.
    pub fn visit_lines_mut(&mut self, f: &mut dyn FnMut(&mut Vec<Run>)) {
        match &mut self.kind {
            BlockKind::Paragraph(runs) | BlockKind::Heading { runs, .. } => f(runs),
            BlockKind::List { items, .. } => items
                .iter_mut()
                .flatten()
                .for_each(|block| block.visit_lines_mut(f)),
            BlockKind::Quote(blocks) => {
                blocks.iter_mut().for_each(|block| block.visit_lines_mut(f))
            }
            BlockKind::Table { head, rows, .. } => {
                head.iter_mut().chain(rows.iter_mut().flatten()).for_each(f);
            }
            BlockKind::Code(_) | BlockKind::Rule => {}
        }
    }

    /// The words of the block, footnote marks left out, breaks as spaces.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.visit(&mut |run| match &run.kind {
            RunKind::Text(text) => out.push_str(text),
            RunKind::Break => out.push(' '),
            RunKind::Footnote(_) | RunKind::Label(_) => {}
        });
        out
    }
}

/// Cuts the runs of a line into stretches: those whose text follows one another in one voice, with one mark.
pub fn stretches(runs: &[Run]) -> impl Iterator<Item = &[Run]> {
    runs.chunk_by(|run, next| {
        let both_text = matches!(
            (&run.kind, &next.kind),
            (RunKind::Text(_), RunKind::Text(_))
        );
        both_text
            && run.voice == next.voice
            && run.link == next.link
            && run.mark == next.mark
            && run.span.end <= next.span.start
    })
}

/// The runs of a line as they are printed: each stretch is one, whose text is no longer what its span holds.
pub fn joined(runs: &[Run]) -> Vec<Run> {
    let one = |stretch: &[Run]| {
        let mut run = stretch[0].clone();
        for next in &stretch[1..] {
            if let (RunKind::Text(text), RunKind::Text(more)) = (&mut run.kind, &next.kind) {
                text.push_str(more);
            }
            run.span.end = next.span.end;
        }
        run
    };
    stretches(runs).map(one).collect()
}

/// Whether a run begins a line and whether it ends one; `at` is its index among the runs of its paragraph.
pub fn edges(runs: &[Run], at: usize) -> (bool, bool) {
    let is_break = |run: &Run| run.kind == RunKind::Break;
    let starts = at == 0 || is_break(&runs[at - 1]);
    let ends = runs.get(at + 1).is_none_or(is_break);
    (starts, ends)
}
