//! Blocks, runs and footnotes of a text as Markdown.

use super::Edition;
use super::escape::{begun, code, escape, longest_run, push, trimmed};
use crate::model::Mark;
use crate::model::body::{Align, Block, BlockKind, Run, RunKind, Voice};
use crate::write::marks::{begins, is_gone};
use crate::write::safe::{self, target};

/// Where a line stands, which says how it may break.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Paragraph,
    /// On one line.
    Heading,
    /// On one line, and no bar may stand in it.
    Cell,
}

impl Edition<'_> {
    /// Blocks, an empty line between them; `opening` stands before the first paragraph's words.
    pub fn blocks(&mut self, blocks: &[Block], opening: &str) -> String {
        let opens =
            matches!(blocks.first(), Some(block) if matches!(block.kind, BlockKind::Paragraph(_)));
        let mut parts: Vec<String> = Vec::new();
        if !opens && !opening.is_empty() {
            parts.push(begun(opening));
        }
        let mut lists = 0;
        for (at, block) in blocks.iter().enumerate() {
            // Two lists that follow one another would be one, were their markers the same.
            lists = match block.kind {
                BlockKind::List { .. } => lists + 1,
                _ => 0,
            };
            let opening = if at == 0 && opens { opening } else { "" };
            parts.push(self.block(block, opening, lists % 2 == 0));
        }
        parts.retain(|part| !part.is_empty());
        parts.join("\n\n")
    }

    fn block(&mut self, block: &Block, opening: &str, is_second: bool) -> String {
        match &block.kind {
            BlockKind::Paragraph(runs) => {
                let number = block.number.as_deref().map_or(String::new(), number);
                let words = lines(&self.line(runs, Place::Paragraph));
                match (number.as_str(), opening) {
                    ("", "") => words,
                    _ => format!("{number}{opening}{words}"),
                }
            }
            BlockKind::Heading { level, runs } => {
                let level = self.levels.next(usize::from(*level) + 1);
                heading(level, &self.line(runs, Place::Heading))
            }
            BlockKind::List { start, items } => self.list(*start, items, is_second),
            BlockKind::Quote(inner) => indented(&self.blocks(inner, ""), "> ", "> "),
            BlockKind::Table { align, head, rows } => self.table(align, head, rows),
            BlockKind::Code(run) => self.code_block(run),
            BlockKind::Rule => "* * *".into(),
        }
    }

    /// An ordered list counts the items that the new version has; the others stand between them.
    fn list(&mut self, start: Option<u64>, items: &[Vec<Block>], is_second: bool) -> String {
        let is_tight = items.iter().all(|item| match item.as_slice() {
            [block] => matches!(block.kind, BlockKind::Paragraph(_)),
            [first, second] => {
                let starts = match second.kind {
                    BlockKind::List { start, .. } => start.unwrap_or(1) == 1,
                    _ => false,
                };
                matches!(first.kind, BlockKind::Paragraph(_)) && starts
            }
            _ => false,
        });
        let bullet = if is_second { "* " } else { "- " };
        let mut next = start.unwrap_or(1);
        let mut was_gone = None;
        let mut out = String::new();
        for item in items {
            let gone = start.is_some() && is_gone(item);
            let marker = match start.is_some() && !gone {
                true => {
                    next += 1;
                    format!("{}{} ", next - 1, if is_second { ')' } else { '.' })
                }
                false => bullet.to_string(),
            };
            let content = match (is_tight, item.as_slice()) {
                (true, [first, rest @ ..]) => {
                    let first = self.block(first, "", false);
                    let rest = self.blocks(rest, "");
                    let parts = [first, rest].into_iter().filter(|part| !part.is_empty());
                    parts.collect::<Vec<_>>().join("\n")
                }
                _ => self.blocks(item, ""),
            };
            let changes_kind = was_gone.is_some_and(|was| was != gone);
            if !out.is_empty() {
                out.push_str(if is_tight && !changes_kind {
                    "\n"
                } else {
                    "\n\n"
                });
            }
            was_gone = Some(gone);
            out.push_str(&indented(&content, &marker, &" ".repeat(marker.len())));
        }
        out
    }

    fn table(&mut self, align: &[Align], head: &[Vec<Run>], rows: &[Vec<Vec<Run>>]) -> String {
        let mut row = |cells: &[Vec<Run>]| {
            let cells = cells.iter().map(|cell| {
                let words = self.line(cell, Place::Cell);
                words.trim().to_string()
            });
            format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
        };
        let mut out = vec![row(head)];
        let sides = (0..head.len()).map(|at| match align.get(at) {
            Some(Align::Center) => ":-:",
            Some(Align::End) => "--:",
            Some(Align::Start) | None => "---",
        });
        out.push(format!("| {} |", sides.collect::<Vec<_>>().join(" | ")));
        out.extend(rows.iter().map(|cells| row(cells)));
        out.join("\n")
    }

    /// Nothing can be marked within code, so that words before it say what happened.
    fn code_block(&self, run: &Run) -> String {
        let RunKind::Text(text) = &run.kind else {
            return String::new();
        };
        let text = safe::text(text);
        let fence = "`".repeat(longest_run(&text).max(2) + 1);
        let block = format!("{fence}\n{}\n{fence}", text.trim_end_matches('\n'));
        match run.mark {
            Mark::None => block,
            mark => {
                let begins = begins(mark, self.labels);
                format!("*{}*\n\n{block}", escape(begins.trim()))
            }
        }
    }

    /// Runs in their voices, those of one mark and of one link together.
    fn line(&mut self, runs: &[Run], place: Place) -> String {
        let mut out = String::new();
        let mut labelled = Mark::None;
        let alike = |a: &Run, b: &Run| a.mark == b.mark && is_label(a) == is_label(b);
        for part in runs.chunk_by(alike) {
            if let RunKind::Label(text) = &part[0].kind {
                labelled = part[0].mark;
                push(&mut out, &format!("*{}* ", escape(text.trim())));
                continue;
            }
            let mut content = String::new();
            for linked in part.chunk_by(|a, b| link(a) == link(b)) {
                let mut words = String::new();
                for run in linked {
                    push(&mut words, &self.run(run, place));
                }
                let piece = match link(&linked[0]) {
                    Some(target) => linking(&words, &target),
                    None => words,
                };
                push(&mut content, &piece);
            }
            let is_labelled = labelled == part[0].mark;
            push(&mut out, &self.marked(part[0].mark, &content, is_labelled));
            labelled = Mark::None;
        }
        out
    }

    fn run(&self, run: &Run, place: Place) -> String {
        match (&run.kind, place) {
            (RunKind::Text(text), _) => {
                let text = match run.voice.code {
                    true => code(text),
                    false => escape(text),
                };
                // A bar ends a cell even in code.
                let text = match run.voice.code && place == Place::Cell {
                    true => text.replace('|', "\\|"),
                    false => text,
                };
                voiced(&text, run.voice)
            }
            (RunKind::Footnote(index), _) => format!("[^{}{}]", self.prefix, index + 1),
            (RunKind::Break, Place::Paragraph) => "\\\n".into(),
            (RunKind::Break, Place::Heading) => " ".into(),
            (RunKind::Break, Place::Cell) => "<br>".into(),
            (RunKind::Label(text), _) => escape(text),
        }
    }

    pub fn footnotes(&mut self) -> String {
        let notes = self.document.footnotes.iter().enumerate();
        let notes = notes.map(|(index, note)| {
            let first = format!("[^{}{}]: ", self.prefix, index + 1);
            indented(&self.blocks(&note.blocks, ""), &first, "    ")
        });
        notes.collect::<Vec<_>>().join("\n\n")
    }
}

/// A heading; signs of it at its end would go.
pub fn heading(level: usize, words: &str) -> String {
    let words = words.trim();
    match (words, words.strip_suffix('#')) {
        ("", _) => String::new(),
        (_, Some(rest)) => format!("{} {rest}\\#", "#".repeat(level)),
        (_, None) => format!("{} {words}", "#".repeat(level)),
    }
}

/// Lines, none of which begins a block of another kind.
pub fn lines(words: &str) -> String {
    words.lines().map(begun).collect::<Vec<_>>().join("\n")
}

/// A paragraph's number, as the changes name it; those of the old version stand in brackets.
fn number(number: &str) -> String {
    match number
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        Some(old) => format!("*\\[¶{old}\\]* "),
        None => format!("*¶{number}* "),
    }
}

/// Puts something before the first line and before the others.
fn indented(text: &str, first: &str, rest: &str) -> String {
    let mut out = String::new();
    for (at, line) in text.lines().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let before = if at == 0 { first } else { rest };
        out.push_str(if line.is_empty() {
            before.trim_end()
        } else {
            before
        });
        out.push_str(line);
    }
    if text.is_empty() {
        out.push_str(first.trim_end());
    }
    out
}

/// Text in its voice: with stars where they surely work, beside a letter, else with elements.
fn voiced(text: &str, voice: Voice) -> String {
    let (before, core, behind) = trimmed(text);
    if core.is_empty() {
        return text.to_string();
    }
    let ends = [core.chars().next(), core.chars().next_back()];
    let is_plain = ends.into_iter().flatten().all(char::is_alphanumeric);
    let mut core = core.to_string();
    for (is_so, stars, name) in [(voice.emphasis, "*", "em"), (voice.strong, "**", "strong")] {
        core = match (is_so, is_plain) {
            (false, _) => core,
            (true, true) => format!("{stars}{core}{stars}"),
            (true, false) => format!("<{name}>{core}</{name}>"),
        };
    }
    // Tildes are the redline's.
    if voice.strikethrough {
        core = format!("<s>{core}</s>");
    }
    format!("{before}{core}{behind}")
}

fn linking(words: &str, target: &str) -> String {
    let (before, core, behind) = trimmed(words);
    if core.is_empty() {
        return words.to_string();
    }
    format!("{before}[{core}](<{}>){behind}", target.replace('&', "\\&"))
}

/// The target of a run's link. A footnote's mark leads to the footnote.
fn link(run: &Run) -> Option<String> {
    match run.kind {
        RunKind::Footnote(_) | RunKind::Label(_) => None,
        RunKind::Text(_) | RunKind::Break => run.link.as_deref().and_then(target),
    }
}

fn is_label(run: &Run) -> bool {
    matches!(run.kind, RunKind::Label(_))
}
