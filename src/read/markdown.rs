//! Reads Markdown (CommonMark with footnotes, tables and strikethrough) into a [`Body`].
//!
//! Images and raw HTML are findings and left out. Nothing is ever read as Typst source.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::diagnostic::{Diagnostic, Findings, HTML_LEFT_OUT, IMAGE_LEFT_OUT, TOO_LARGE};
use crate::model::Mark;
use crate::model::body::{Align, Block, BlockKind, Body, Footnote, Run, RunKind, Voice};
use crate::read::caps;
use crate::read::links::{self, first_words};
use crate::source::{Place, SourceId};

/// Reads the text at `range` of a source.
pub fn body(text: &str, range: Range<usize>, source: SourceId, findings: &mut Findings) -> Body {
    let options =
        Options::ENABLE_FOOTNOTES | Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut reader = Reader {
        text,
        source,
        findings,
        open: vec![Open {
            container: Container::Document,
            span: range.clone(),
            blocks: Vec::new(),
        }],
        runs: Vec::new(),
        verbatim: false,
        voice: Voice::default(),
        links: Vec::new(),
        hidden: 0,
        definitions: HashMap::new(),
        labels: Vec::new(),
        too_deep: false,
    };
    for (event, span) in Parser::new_ext(&text[range.clone()], options).into_offset_iter() {
        reader.event(event, span.start + range.start..span.end + range.start);
    }
    reader.finish(range)
}

/// A block that holds others, not closed yet.
struct Open {
    container: Container,
    span: Range<usize>,
    blocks: Vec<Block>,
}

enum Container {
    Document,
    Quote,
    List {
        start: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    Item,
    Table {
        align: Vec<Align>,
        head: Vec<Vec<Run>>,
        rows: Vec<Vec<Vec<Run>>>,
    },
    Footnote(String),
}

struct Reader<'t, 'f> {
    text: &'t str,
    source: SourceId,
    findings: &'f mut Findings,
    open: Vec<Open>,
    runs: Vec<Run>,
    /// Whether the last run's text is what its span holds.
    verbatim: bool,
    voice: Voice,
    links: Vec<Option<String>>,
    /// Above 0 inside what is left out.
    hidden: usize,
    definitions: HashMap<String, Vec<Block>>,
    /// Labels of footnotes in the order of their marks, those in footnotes included.
    labels: Vec<String>,
    too_deep: bool,
}

impl Reader<'_, '_> {
    fn event(&mut self, event: Event, span: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Text(text) => self.words(text.into_string(), span),
            Event::Code(text) => {
                let code = std::mem::replace(&mut self.voice.code, true);
                let span = self.inside(&text, span);
                self.run(RunKind::Text(text.into_string()), span);
                self.voice.code = code;
            }
            Event::SoftBreak => self.run(RunKind::Text(" ".into()), span),
            Event::HardBreak => self.run(RunKind::Break, span),
            Event::FootnoteReference(label) => {
                let label = label.into_string();
                let index = self
                    .labels
                    .iter()
                    .position(|known| *known == label)
                    .unwrap_or_else(|| {
                        self.labels.push(label);
                        self.labels.len() - 1
                    });
                self.run(RunKind::Footnote(index), span);
            }
            Event::Rule => self.block(BlockKind::Rule, span),
            Event::InlineHtml(html) | Event::Html(html) => {
                let message = format!("“{}” is HTML: it is left out", first_words(&html));
                let finding = Diagnostic::new(
                    HTML_LEFT_OUT,
                    Place::new(self.source, trim(self.text, span)),
                    message,
                );
                self.findings
                    .push(finding.help("write it in Markdown, or take it out"));
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.run(RunKind::Text(text.into_string()), span)
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag, span: Range<usize>) {
        let container = match tag {
            Tag::BlockQuote(_) => Container::Quote,
            Tag::List(start) => Container::List {
                start,
                items: Vec::new(),
            },
            Tag::Item => Container::Item,
            Tag::FootnoteDefinition(label) => Container::Footnote(label.into_string()),
            Tag::Table(align) => {
                if align.len() > caps::TABLE_COLUMNS {
                    self.too_large(
                        &span,
                        format!(
                            "this table has {} columns; the limit is {}",
                            align.len(),
                            caps::TABLE_COLUMNS
                        ),
                    );
                }
                Container::Table {
                    align: align.into_iter().map(alignment).collect(),
                    head: Vec::new(),
                    rows: Vec::new(),
                }
            }
            Tag::TableRow => {
                if let Some(Container::Table { rows, .. }) =
                    self.open.last_mut().map(|open| &mut open.container)
                {
                    rows.push(Vec::new());
                }
                return;
            }
            Tag::Emphasis => return self.voice.emphasis = true,
            Tag::Strong => return self.voice.strong = true,
            Tag::Strikethrough => return self.voice.strikethrough = true,
            Tag::Link { dest_url, .. } => {
                let place = Place::new(self.source, span);
                let target = links::target(&dest_url, place, self.findings);
                return self.links.push(target);
            }
            Tag::Image { .. } => {
                self.hidden += 1;
                let finding = Diagnostic::new(
                    IMAGE_LEFT_OUT,
                    Place::new(self.source, span),
                    "this image is left out: parties sign text",
                );
                self.findings
                    .push(finding.help("take it out; nothing is fetched or read for it"));
                return;
            }
            Tag::CodeBlock(kind) => {
                let _: CodeBlockKind = kind;
                self.flush(&span);
                return self.voice.code = true;
            }
            Tag::Paragraph | Tag::Heading { .. } => return self.flush(&span),
            // Cells and heads collect runs; HTML blocks are reported by their content.
            _ => return,
        };
        self.flush(&span);
        if self.open.len() > caps::NESTING && !self.too_deep {
            self.too_deep = true;
            self.too_large(
                &span,
                format!(
                    "quotes and lists are nested more than {} deep",
                    caps::NESTING
                ),
            );
        }
        self.open.push(Open {
            container,
            span,
            blocks: Vec::new(),
        });
    }

    fn end(&mut self, tag: TagEnd, span: Range<usize>) {
        match tag {
            TagEnd::Paragraph => {
                let runs = self.take_runs();
                if !runs.is_empty() {
                    self.block(BlockKind::Paragraph(runs), span);
                }
            }
            TagEnd::Heading(level) => {
                let runs = self.take_runs();
                self.block(
                    BlockKind::Heading {
                        level: level as u8,
                        runs,
                    },
                    span,
                );
            }
            TagEnd::CodeBlock => {
                self.voice.code = false;
                let runs = self.take_runs();
                let text = runs
                    .iter()
                    .filter_map(|run| match &run.kind {
                        RunKind::Text(text) => Some(text.as_str()),
                        _ => None,
                    })
                    .collect();
                let inner = match (runs.first(), runs.last()) {
                    (Some(first), Some(last)) => first.span.start..last.span.end,
                    _ => span.start..span.start,
                };
                let voice = Voice {
                    code: true,
                    ..Voice::default()
                };
                self.block(
                    BlockKind::Code(Run {
                        kind: RunKind::Text(text),
                        span: inner,
                        voice,
                        link: None,
                        mark: Mark::None,
                    }),
                    span,
                );
            }
            TagEnd::TableCell => {
                let runs = self.take_runs();
                if let Some(Container::Table { head, rows, .. }) =
                    self.open.last_mut().map(|open| &mut open.container)
                {
                    rows.last_mut().unwrap_or(head).push(runs);
                }
            }
            TagEnd::Emphasis => self.voice.emphasis = false,
            TagEnd::Strong => self.voice.strong = false,
            TagEnd::Strikethrough => self.voice.strikethrough = false,
            TagEnd::Link => drop(self.links.pop()),
            TagEnd::Image => self.hidden -= 1,
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::Table
            | TagEnd::FootnoteDefinition => self.close(),
            _ => {}
        }
    }

    /// Closes the innermost open block.
    fn close(&mut self) {
        let span = self
            .open
            .last()
            .expect("the document itself is never closed here")
            .span
            .clone();
        self.flush(&span);
        let Open {
            container,
            span,
            blocks,
        } = self
            .open
            .pop()
            .expect("a block was opened for every one closed");
        match container {
            Container::Quote => self.block(BlockKind::Quote(blocks), span),
            Container::List { start, items } => self.block(BlockKind::List { start, items }, span),
            Container::Item => {
                if let Some(Container::List { items, .. }) =
                    self.open.last_mut().map(|open| &mut open.container)
                {
                    items.push(blocks);
                }
            }
            Container::Table { align, head, rows } => {
                self.block(BlockKind::Table { align, head, rows }, span)
            }
            Container::Footnote(label) => drop(self.definitions.entry(label).or_insert(blocks)),
            Container::Document => unreachable!("the document is taken apart in finish"),
        }
    }

    /// Makes a paragraph of the runs of a tight list item, which has no paragraph of its own.
    fn flush(&mut self, before: &Range<usize>) {
        let runs = self.take_runs();
        if let (Some(first), Some(last)) = (runs.first(), runs.last()) {
            let span = first.span.start..last.span.end.min(before.end.max(last.span.end));
            self.block(BlockKind::Paragraph(runs), span);
        }
    }

    fn block(&mut self, kind: BlockKind, span: Range<usize>) {
        let deep = self.open.len() > caps::NESTING;
        if self.hidden == 0 && !deep {
            self.open
                .last_mut()
                .expect("the document is always open")
                .blocks
                .push(Block::new(kind, span));
        }
    }

    fn take_runs(&mut self) -> Vec<Run> {
        std::mem::take(&mut self.runs)
    }

    /// Adds words. An escape is a unit with its backslash, which the parser leaves between two texts.
    fn words(&mut self, text: String, span: Range<usize>) {
        let read = self.runs.last().map_or(0, |run| run.span.end);
        let is_escape = self.text[..span.start].ends_with('\\')
            && read < span.start
            && text.starts_with(|c: char| c.is_ascii_punctuation());
        if !is_escape {
            return self.run(RunKind::Text(text), span);
        }
        let (escaped, rest) = text.split_at(1);
        let end = span.start + 1;
        self.run(RunKind::Text(escaped.to_string()), span.start - 1..end);
        if !rest.is_empty() {
            self.run(RunKind::Text(rest.to_string()), end..span.end);
        }
    }

    /// The bytes between the backticks of a code span, where they are its text.
    fn inside(&self, code: &str, span: Range<usize>) -> Range<usize> {
        let written = &self.text[span.clone()];
        let inner = written.trim_start_matches('`');
        match inner.find(code) {
            Some(at) if !code.is_empty() => {
                let start = span.start + written.len() - inner.len() + at;
                start..start + code.len()
            }
            _ => span,
        }
    }

    /// Adds a run, joined to the one before where the voice is the same and the text is still what the
    /// span holds.
    fn run(&mut self, kind: RunKind, span: Range<usize>) {
        if self.hidden > 0 {
            return;
        }
        let link = self.links.last().cloned().flatten();
        let verbatim = matches!(&kind, RunKind::Text(text) if self.text[span.clone()] == *text);
        let follows_verbatim = std::mem::replace(&mut self.verbatim, verbatim);
        if verbatim
            && follows_verbatim
            && let (RunKind::Text(more), Some(last)) = (&kind, self.runs.last_mut())
            && let RunKind::Text(text) = &mut last.kind
            && last.voice == self.voice
            && last.link == link
            && last.span.end == span.start
        {
            text.push_str(more);
            last.span.end = span.end;
            return;
        }
        self.runs.push(Run {
            kind,
            span,
            voice: self.voice,
            link,
            mark: Mark::None,
        });
    }

    fn too_large(&mut self, span: &Range<usize>, message: String) {
        let place = Place::new(self.source, span.start..span.start);
        self.findings.push(
            Diagnostic::new(TOO_LARGE, place, message)
                .help("nobody could read it in print: make it simpler"),
        );
    }

    fn finish(mut self, range: Range<usize>) -> Body {
        self.flush(&range);
        let mut blocks = self.open.pop().map(|open| open.blocks).unwrap_or_default();
        let defined: Vec<bool> = self
            .labels
            .iter()
            .map(|label| self.definitions.contains_key(label))
            .collect();
        let mut footnotes: Vec<Footnote> = self
            .labels
            .iter()
            .map(|label| Footnote {
                blocks: self.definitions.remove(label).unwrap_or_default(),
            })
            .collect();
        // A mark without a note would point nowhere; pulldown-cmark gives none, but a deep one may be cut off.
        let drop_marks = |block: &mut Block, goes: &dyn Fn(usize) -> bool| {
            block.visit_lines_mut(&mut |runs| {
                runs.retain(|run| !matches!(run.kind, RunKind::Footnote(index) if goes(index)));
            });
        };
        blocks
            .iter_mut()
            .for_each(|block| drop_marks(block, &|index| !defined[index]));
        // A note that names itself or an earlier one would never end: such marks are dropped.
        for (index, note) in footnotes.iter_mut().enumerate() {
            note.blocks
                .iter_mut()
                .for_each(|block| drop_marks(block, &|other| other <= index));
        }
        Body {
            blocks,
            footnotes,
            span: range,
        }
    }
}

fn alignment(align: Alignment) -> Align {
    match align {
        Alignment::None | Alignment::Left => Align::Start,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::End,
    }
}

/// A span without white space at its end.
fn trim(text: &str, span: Range<usize>) -> Range<usize> {
    span.start..span.start + text[span.clone()].trim_end().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::body::{Tile, joined};
    use crate::source::{Source, Sources};
    use proptest::prelude::*;

    fn read(text: &str) -> (Body, Findings) {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("x.md", text));
        let mut findings = Findings::default();
        (body(text, 0..text.len(), id, &mut findings), findings)
    }

    #[test]
    fn reads_blocks_and_voices() {
        let (body, findings) = read(
            "# H\n\nOne *two* **three** ~~four~~ `five`\nsix\\\nseven[^n] [eight](https://a.example)\n\n- a\n- b\n\n> q\n\n| x | y |\n|---|--:|\n| 1 | 2 |\n\n---\n\n[^n]: note\n",
        );
        assert!(findings.list.is_empty(), "{findings:?}");
        let shapes: Vec<String> = body
            .blocks
            .iter()
            .map(|block| match &block.kind {
                BlockKind::Paragraph(runs) => format!("p{}", runs.len()),
                BlockKind::Heading { level, .. } => format!("h{level}"),
                BlockKind::List { items, .. } => format!("l{}", items.len()),
                BlockKind::Quote(inner) => format!("q{}", inner.len()),
                BlockKind::Table { head, rows, .. } => format!("t{}x{}", head.len(), rows.len()),
                BlockKind::Code(_) => "c".into(),
                BlockKind::Rule => "r".into(),
            })
            .collect();
        assert_eq!(shapes, ["h1", "p15", "l2", "q1", "t2x1", "r"]);
        assert_eq!(body.footnotes.len(), 1);
        assert_eq!(
            body.blocks[1].text(),
            "One two three four five six seven eight"
        );
    }

    #[test]
    fn images_html_and_odd_links_are_findings_and_left_out() {
        let (body, findings) = read(
            "![x](/etc/passwd) <b>raw</b> [go](javascript:alert(1))\n\n<script>alert(1)</script>\n",
        );
        let codes: Vec<&str> = findings
            .list
            .iter()
            .map(|finding| finding.code.name)
            .collect();
        assert_eq!(
            codes,
            [
                "image-left-out",
                "html-left-out",
                "html-left-out",
                "link-left-out",
                "html-left-out"
            ]
        );
        assert_eq!(
            body.blocks
                .iter()
                .map(|block| block.text())
                .collect::<String>()
                .trim(),
            "raw go"
        );
    }

    #[test]
    fn footnotes_that_name_each_other_end() {
        let (body, _) = read("a[^1]\n\n[^1]: b[^2]\n\n[^2]: c[^1]\n");
        assert_eq!(body.footnotes.len(), 2);
        let marks = body
            .runs()
            .filter(|run| matches!(run.kind, RunKind::Footnote(_)))
            .count();
        assert_eq!(marks, 2);
    }

    #[test]
    fn ten_thousand_nested_quotes_are_refused_and_do_not_overflow() {
        let (_, findings) = read(&">".repeat(10_000));
        assert!(findings.has_errors());
    }

    proptest! {
        #[test]
        fn spans_tile_the_source(text in "[a-c*_`~>#|\\-\\[\\]()^:!<&; \n0-2]{0,120}") {
            let (body, _) = read(&text);
            let mut at = 0;
            for (_, span) in body.tiles(&text) {
                prop_assert_eq!(span.start, at);
                prop_assert!(span.end > span.start);
                at = span.end;
            }
            prop_assert_eq!(at, text.len());
        }

        #[test]
        fn a_run_is_what_its_span_holds_or_a_unit(text in "([a-c*_`~>#|\\-\\[\\]()^:!<&; \n0-2]|\\\\[*_&]|&amp;|&#33;|\r\n|\t|\0|  \n|é|\\PC){0,80}") {
            let (body, _) = read(&text);
            for block in body.blocks.iter().chain(body.footnotes.iter().flat_map(|note| &note.blocks)) {
                block.visit(&mut |run| assert!(is_exact_or_unit(run, &text), "{run:?}"));
            }
        }
    }

    /// Units are an escape, an entity or a line end: two characters at most. Code may hold line ends.
    fn is_exact_or_unit(run: &Run, text: &str) -> bool {
        match &run.kind {
            RunKind::Text(words) => {
                text[run.span.clone()] == *words || run.voice.code || words.chars().count() <= 2
            }
            _ => true,
        }
    }

    #[test]
    fn units_are_runs_of_their_own_and_printed_as_one() {
        let text = "R\\&D &amp; *A&B*\nand `` `x `` on";
        let (body, _) = read(text);
        let BlockKind::Paragraph(runs) = &body.blocks[0].kind else {
            panic!("{body:?}")
        };
        let words = |run: &Run| match &run.kind {
            RunKind::Text(words) => words.clone(),
            _ => panic!("{run:?}"),
        };
        let all: Vec<(String, &str)> = runs
            .iter()
            .map(|run| (words(run), &text[run.span.clone()]))
            .collect();
        let expected = [
            ("R", "R"),
            ("&", "\\&"),
            ("D ", "D "),
            ("&", "&amp;"),
            (" ", " "),
            ("A&B", "A&B"),
            (" ", "\n"),
            ("and ", "and "),
            ("`x", "`x"),
            (" on", " on"),
        ];
        assert_eq!(
            all,
            expected.map(|(words, bytes)| (words.to_string(), bytes))
        );
        let joined: Vec<String> = joined(runs).iter().map(words).collect();
        assert_eq!(joined, ["R&D & ", "A&B", " and ", "`x", " on"]);
    }

    #[test]
    fn tiles_tell_markers_from_gaps() {
        let text = "## A\n\n- *b*\n";
        let (body, _) = read(text);
        let tiles: Vec<(Tile, &str)> = body
            .tiles(text)
            .into_iter()
            .map(|(tile, span)| (tile, &text[span]))
            .collect();
        assert_eq!(
            tiles,
            [
                (Tile::Marker, "##"),
                (Tile::Gap, " "),
                (Tile::Run, "A"),
                (Tile::Gap, "\n\n"),
                (Tile::Marker, "-"),
                (Tile::Gap, " "),
                (Tile::Marker, "*"),
                (Tile::Run, "b"),
                (Tile::Marker, "*"),
                (Tile::Gap, "\n"),
            ]
        );
    }
}
