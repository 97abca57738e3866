//! A body written as Markdown, whatever it was written in, so that bodies in different markup can be compared.
//!
//! Each block is a line; emphasis is left out, because it is layout.

use std::ops::Range;

use crate::model::{Block, BlockKind, Body, Run, RunKind};

/// A text, and where its parts come from.
pub struct Rendered {
    pub text: String,
    /// In order: the byte of `text` where a run begins, its bytes in the source, and whether they are the same.
    runs: Vec<(usize, Range<usize>, bool)>,
}

impl Rendered {
    /// A stretch of the source as it is. The empty line above keeps a first line `+++` from being read as front matter.
    pub fn as_written(source: &str, range: Range<usize>) -> Rendered {
        Rendered {
            text: format!("\n{}", &source[range.clone()]),
            runs: vec![(1, range, true)],
        }
    }

    pub fn of(body: &Body, source: &str) -> Rendered {
        let mut writer = Writer {
            rendered: Rendered {
                text: String::new(),
                runs: Vec::new(),
            },
            source,
            quotes: 0,
        };
        writer.blocks(&body.blocks, "");
        for (number, note) in body.footnotes.iter().enumerate() {
            writer.blocks(&note.blocks, &format!("[^{}]: ", number + 1));
        }
        writer.rendered
    }

    /// The bytes of the source that a stretch of the text comes from.
    pub fn source(&self, stretch: Range<usize>) -> Range<usize> {
        let at = |offset: usize, is_end: bool| -> usize {
            let behind = self.runs.partition_point(|(start, ..)| *start <= offset);
            let Some((start, span, is_same)) = self.runs.get(behind.saturating_sub(1)) else {
                return 0;
            };
            match is_same {
                true => (span.start + offset.saturating_sub(*start)).min(span.end),
                false if is_end => span.end,
                false => span.start,
            }
        };
        let start = at(stretch.start, false);
        match stretch.is_empty() {
            true => start..start,
            false => start..at(stretch.end, true).max(start),
        }
    }
}

struct Writer<'s> {
    rendered: Rendered,
    source: &'s str,
    quotes: usize,
}

impl Writer<'_> {
    /// Writes blocks; the first stands behind a marker.
    fn blocks(&mut self, blocks: &[Block], marker: &str) {
        for (at, block) in blocks.iter().enumerate() {
            let marker = if at == 0 { marker } else { "" };
            match &block.kind {
                BlockKind::Paragraph(runs) => self.line(marker, |writer| writer.runs(runs)),
                BlockKind::Heading { runs, .. } => self.line("# ", |writer| writer.runs(runs)),
                BlockKind::List { start, items } => {
                    for (number, item) in (start.unwrap_or_default()..).zip(items) {
                        match start {
                            Some(_) => self.blocks(item, &format!("{number}. ")),
                            None => self.blocks(item, "- "),
                        }
                    }
                }
                BlockKind::Quote(blocks) => {
                    self.quotes += 1;
                    self.blocks(blocks, "");
                    self.quotes -= 1;
                }
                BlockKind::Table { head, rows, .. } => {
                    for row in std::iter::once(head).chain(rows) {
                        self.line("|", |writer| {
                            for cell in row {
                                writer.runs(cell);
                                writer.push(" | ");
                            }
                        });
                    }
                }
                BlockKind::Code(run) => self.line("", |writer| {
                    writer.push("```\n");
                    writer.verbatim(run);
                    writer.push("\n```");
                }),
                BlockKind::Rule => self.line("---", |_| {}),
            }
        }
    }

    fn line(&mut self, marker: &str, write: impl FnOnce(&mut Self)) {
        let quotes = "> ".repeat(self.quotes);
        self.push(&quotes);
        self.push(marker);
        write(self);
        self.push("\n");
        // A line of quotes alone would end the quote for the next block.
        self.push(quotes.trim_end());
        self.push("\n");
    }

    fn runs(&mut self, runs: &[Run]) {
        for (at, run) in runs.iter().enumerate() {
            let same_link = |other: Option<&Run>| other.is_some_and(|other| other.link == run.link);
            let before = at.checked_sub(1).map(|at| &runs[at]);
            if run.link.is_some() && !same_link(before) {
                self.push("[");
            }
            match &run.kind {
                RunKind::Text(_) if run.voice.code => {
                    self.push("`");
                    self.verbatim(run);
                    self.push("`");
                }
                RunKind::Text(text) => {
                    let marks = if run.voice.strikethrough { "~~" } else { "" };
                    self.push(marks);
                    self.text(text, run);
                    self.push(marks);
                }
                RunKind::Break => self.push(" "),
                RunKind::Footnote(number) => {
                    self.begin(run, false);
                    self.push(&format!("[^{}]", number + 1));
                }
                RunKind::Label(_) => {}
            }
            if let Some(target) = run.link.as_ref().filter(|_| !same_link(runs.get(at + 1))) {
                self.push(&format!("]({target})"));
            }
        }
    }

    /// Writes words; what would be markup among them is escaped.
    fn text(&mut self, text: &str, run: &Run) {
        let marks = |c: char| matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '~');
        let at_start = self.rendered.text.is_empty() || self.rendered.text.ends_with(['\n', ' ']);
        // At the begin of a line more is markup, such as `1.` or `#`.
        let opens = |at: usize, c: char| {
            at_start && at < 5 && matches!(c, '#' | '>' | '+' | '-' | '=' | '|' | '.' | ')' | '(')
        };
        let is_same = self.source.get(run.span.clone()) == Some(text)
            && !text.char_indices().any(|(at, c)| marks(c) || opens(at, c));
        self.begin(run, is_same);
        for (at, c) in text.char_indices() {
            if marks(c) || opens(at, c) {
                self.rendered.text.push('\\');
            }
            self.rendered.text.push(if c == '\n' { ' ' } else { c });
        }
    }

    fn verbatim(&mut self, run: &Run) {
        if let RunKind::Text(text) = &run.kind {
            self.begin(run, self.source.get(run.span.clone()) == Some(text));
            self.rendered.text.push_str(text);
        }
    }

    fn begin(&mut self, run: &Run, is_same: bool) {
        let start = self.rendered.text.len();
        self.rendered.runs.push((start, run.span.clone(), is_same));
    }

    fn push(&mut self, text: &str) {
        self.rendered.text.push_str(text);
    }
}
