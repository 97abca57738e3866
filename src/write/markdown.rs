//! Markdown to paste into an issue, a wiki or an e-mail: CommonMark with GitHub's tables and footnotes.
//!
//! What came and went stands in `<ins>` and `<del>`, which Markdown lets through and GitHub shows; what was
//! taken out is in brackets as well, as on the other pages.

use crate::model::body::{Align, Block, BlockKind, Run, RunKind};
use crate::model::document::{Direction, Document, Note, Redline, RosterList};
use crate::model::{Mark, Words};
use crate::write::parts::{Part, harmless, parts};

/// A line break inside a paragraph.
const BREAK: &str = "\\\n";

/// The document as Markdown, with LF line ends.
pub fn markdown(document: &Document) -> String {
    let page = Page { document };
    let mut blocks: Vec<String> = Vec::new();
    if let Some(redline) = &document.redline {
        page.redline(redline, &mut blocks);
    }
    for part in parts(document) {
        page.part(&part, &mut blocks);
    }
    if let Some(redline) = &document.redline {
        page.changes(redline, &mut blocks);
    }
    if document.direction == Direction::RightToLeft {
        blocks.insert(0, "<div dir=\"rtl\">".into());
        blocks.push("</div>".into());
    }
    blocks.retain(|block| !block.is_empty());
    harmless(blocks.join("\n\n") + "\n")
}

struct Page<'d> {
    document: &'d Document,
}

impl Page<'_> {
    /// What is compared, what matters, and what the marks mean.
    fn redline(&self, redline: &Redline, blocks: &mut Vec<String>) {
        blocks.push(heading(1, &escaped(&self.document.info.title)));
        let lines = redline.versions.iter().chain(&redline.summary);
        blocks.push(paragraph(lines.map(|line| escaped(line))));
        // There is no margin where a bar could stand.
        let legend = redline
            .legend
            .iter()
            .filter(|(mark, _)| *mark != Mark::None);
        let legend: Vec<String> = legend
            .map(|(mark, word)| marked(*mark, &escaped(word)))
            .collect();
        blocks.push(legend.join(" · "));
        blocks.push("* * *".into());
    }

    fn changes(&self, redline: &Redline, blocks: &mut Vec<String>) {
        blocks.push("* * *".into());
        blocks.push(heading(2, &escaped(&redline.annex_title)));
        for (title, notes) in &redline.parts {
            blocks.push(heading(3, &escaped(title)));
            blocks.extend(notes.iter().map(note));
        }
    }

    fn part(&self, part: &Part, blocks: &mut Vec<String>) {
        match part {
            Part::Notice(text) => blocks.push(format!("**{}**", escaped(text))),
            Part::Label(text) => blocks.push(paragraph([escaped(text)])),
            Part::Title(title) => blocks.push(heading(self.level(0), &words(title))),
            Part::Subtitle(text) => blocks.push(paragraph([words(text)])),
            Part::Heading(text) => blocks.push(heading(self.level(1), &escaped(text))),
            Part::Paragraphs(_, paragraphs) => {
                blocks.extend(paragraphs.iter().map(|text| paragraph([words(text)])));
            }
            Part::Lines(_, lines) => blocks.push(paragraph(lines.iter().map(words))),
            Part::Numbered(notes) => {
                let notes = notes.iter();
                blocks.extend(notes.map(|(number, text)| {
                    paragraph([format!("{} {}", escaped(number), words(text))])
                }));
            }
            Part::Body => self.body(blocks),
            Part::Signatories(list) => self.signatories(list, blocks),
        }
    }

    fn body(&self, blocks: &mut Vec<String>) {
        blocks.extend(self.document.body.iter().map(|block| self.block(block)));
        for (at, note) in self.document.footnotes.iter().enumerate() {
            let mark = format!("[^{}]: ", at + 1);
            blocks.push(behind(&mark, "    ", &self.blocks(&note.blocks)));
        }
    }

    fn blocks(&self, blocks: &[Block]) -> String {
        let blocks: Vec<String> = blocks.iter().map(|block| self.block(block)).collect();
        blocks.join("\n\n")
    }

    fn block(&self, block: &Block) -> String {
        match &block.kind {
            BlockKind::Paragraph(runs) => {
                let text = paragraph(inline(runs).split(BREAK).map(str::to_string));
                match &block.number {
                    Some(number) => format!("¶{number} {text}"),
                    None => text,
                }
            }
            BlockKind::Heading { level, runs } => {
                heading(self.level(*level), &inline(runs).replace(BREAK, " "))
            }
            BlockKind::List { start, items } => {
                let marker = |at: usize| match start {
                    Some(start) => format!("{}. ", start.saturating_add(at as u64)),
                    None => "- ".to_string(),
                };
                let rows = items.iter().enumerate().map(|(at, item)| {
                    let marker = marker(at);
                    behind(&marker, &" ".repeat(marker.len()), &self.blocks(item))
                });
                let rows: Vec<String> = rows.collect();
                let is_tight = items.iter().all(|item| item.len() == 1);
                rows.join(if is_tight { "\n" } else { "\n\n" })
            }
            BlockKind::Quote(blocks) => behind("> ", "> ", &self.blocks(blocks)),
            BlockKind::Table { align, head, rows } => table(align, head, rows),
            BlockKind::Code(run) => code_block(run),
            BlockKind::Rule => "* * *".into(),
        }
    }

    fn signatories(&self, list: &RosterList, blocks: &mut Vec<String>) {
        for section in &list.sections {
            if !section.heading.is_empty() {
                blocks.push(heading(self.level(1), &words(&section.heading)));
            }
            for group in &section.groups {
                if let Some(title) = &group.heading {
                    blocks.push(heading(self.level(2), &escaped(title)));
                }
                let entries = group.entries.iter().map(|entry| {
                    let line = line_start(&escaped(&entry.line()));
                    format!("- {}", marked(entry.change, &line))
                });
                blocks.push(entries.collect::<Vec<_>>().join("\n"));
            }
        }
        let notes = list.notes.iter();
        blocks.extend(
            notes.map(|(mark, note)| paragraph([format!("{} {}", mark.trim(), escaped(note))])),
        );
    }

    /// The level of a heading so far below the document's title. A redline has a title of its own.
    fn level(&self, below: u8) -> u8 {
        1 + u8::from(self.document.redline.is_some()) + below
    }
}

/// A change in words.
fn note(note: &Note) -> String {
    let about = format!("**{}** {}", escaped(&note.number), escaped(&note.about));
    let lines = [about, words(&note.words), escaped(&note.consequence)];
    paragraph(lines.into_iter().filter(|line| !line.is_empty()))
}

fn heading(level: u8, text: &str) -> String {
    let text = text.trim();
    // At the end of a heading they would be left out.
    let text = match text.strip_suffix('#') {
        Some(head) => format!("{head}\\#"),
        None => text.to_string(),
    };
    format!("{} {text}", "#".repeat(level.min(6).into()))
}

/// Lines that stand together; none of them begins a block of another kind.
fn paragraph(lines: impl IntoIterator<Item = String>) -> String {
    let lines = lines.into_iter().map(|line| line_start(line.trim()));
    lines.collect::<Vec<_>>().join(BREAK)
}

/// A text behind a marker; its other lines behind what is as wide.
fn behind(marker: &str, indent: &str, text: &str) -> String {
    let mut out = String::from(marker);
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push('\n');
            out.push_str(if line.is_empty() {
                indent.trim_end()
            } else {
                indent
            });
        }
        out.push_str(line);
    }
    out
}

fn table(align: &[Align], head: &[Vec<Run>], rows: &[Vec<Vec<Run>>]) -> String {
    let row = |cells: &[Vec<Run>]| {
        let cells = cells.iter().map(|cell| {
            let text = inline(cell).replace(BREAK, "<br>");
            // In code no bar is escaped yet.
            let text = text.replace("\\|", "|").replace('|', "\\|");
            format!(" {} |", text.trim())
        });
        format!("|{}", cells.collect::<String>())
    };
    let sides = (0..head.len()).map(|at| match align.get(at) {
        Some(Align::Center) => " :-: |",
        Some(Align::End) => " --: |",
        Some(Align::Start) | None => " --- |",
    });
    let sides = format!("|{}", sides.collect::<String>());
    let rows = rows.iter().map(|cells| row(cells));
    let lines = [row(head), sides].into_iter().chain(rows);
    lines.collect::<Vec<_>>().join("\n")
}

/// Between fences; with a mark as HTML, for marks between fences would be characters.
fn code_block(run: &Run) -> String {
    let RunKind::Text(text) = &run.kind else {
        return String::new();
    };
    let text = text.trim_end_matches('\n');
    if run.mark == Mark::None {
        let fence = "`".repeat(longest_run(text, '`').max(2) + 1);
        return format!("{fence}\n{text}\n{fence}");
    }
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    // An empty line would end the HTML.
    let text = text.replace("\n\n", "\n&#32;\n");
    format!("<pre>{}</pre>", marked(run.mark, &text))
}

/// A line of a field, with its marks.
fn words(words: &Words) -> String {
    let pieces = words.pieces().into_iter();
    pieces
        .map(|(mark, piece)| marked(mark, &escaped(piece)))
        .collect()
}

/// Runs, with their marks; breaks are [`BREAK`].
fn inline(runs: &[Run]) -> String {
    let groups = runs.chunk_by(|a, b| a.mark == b.mark);
    groups
        .map(|group| marked(group[0].mark, &linked(group)))
        .collect()
}

fn linked(runs: &[Run]) -> String {
    let mut out = String::new();
    for group in runs.chunk_by(|a, b| a.link == b.link) {
        let words: String = group.iter().map(run).collect();
        match &group[0].link {
            Some(target) => {
                let target = target.replace('<', "%3C").replace('>', "%3E");
                out.push_str(&format!("[{words}](<{target}>)"));
            }
            None => out.push_str(&words),
        }
    }
    out
}

fn run(run: &Run) -> String {
    let voice = run.voice;
    let text = match &run.kind {
        RunKind::Text(text) if voice.code => code(text),
        RunKind::Text(text) | RunKind::Label(text) => escaped(text),
        RunKind::Break => return BREAK.into(),
        RunKind::Footnote(at) => return format!("[^{}]", at + 1),
    };
    let mut text = text;
    for (is_so, mark, name) in [
        (voice.emphasis, "*", "em"),
        (voice.strong, "**", "strong"),
        (voice.strikethrough, "~~", "s"),
    ] {
        if is_so {
            text = emphasised(&text, mark, name);
        }
    }
    text
}

/// Emphasis, its spaces outside. Markdown's marks count as such only beside letters: else HTML's are set.
fn emphasised(text: &str, mark: &str, name: &str) -> String {
    let start = text.len() - text.trim_start().len();
    let bare = text.trim();
    let (before, behind) = (&text[..start], &text[start + bare.len()..]);
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let inner = bare.chars();
    match bare {
        "" => text.to_string(),
        bare if is_letter(inner.clone().next()) && is_letter(inner.clone().next_back()) => {
            format!("{before}{mark}{bare}{mark}{behind}")
        }
        bare => format!("{before}<{name}>{bare}</{name}>{behind}"),
    }
}

fn code(text: &str) -> String {
    let ticks = "`".repeat(longest_run(text, '`') + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

fn longest_run(text: &str, of: char) -> usize {
    let runs = text.split(|c| c != of).map(str::len);
    runs.max().unwrap_or(0)
}

/// Words with their mark; spaces at the end stay outside.
fn marked(mark: Mark, words: &str) -> String {
    let (bare, space) = words.split_at(words.trim_end_matches([' ', '\n']).len());
    match mark {
        _ if bare.is_empty() => words.to_string(),
        Mark::None => words.to_string(),
        Mark::Inserted | Mark::MovedIn(_) => format!("<ins>{bare}</ins>{space}"),
        Mark::Deleted | Mark::MovedAway(_) => format!("<del>[{bare}]</del>{space}"),
    }
}

/// A text in which nothing is markup, on one line.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before: Option<char> = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_markup = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '~' | '|' | '&' | '$' => true,
            // Inside a word an underscore is no emphasis, and addresses stay whole.
            '_' => !(is_word(before) && is_word(chars.peek().copied())),
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(if matches!(c, '\n' | '\r') { ' ' } else { c });
        before = Some(c);
    }
    out
}

/// A line that begins no heading, list or rule.
fn line_start(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let at = match line.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 => digits,
        _ if line.starts_with(['#', '+', '-', '=', ':']) => 0,
        _ => return line.to_string(),
    };
    format!("{}\\{}", &line[..at], &line[at..])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser};

    use super::*;

    /// The words of a paragraph as Markdown's readers see them; None where there is anything else.
    fn read(markdown: &str) -> Option<String> {
        let options =
            Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
        let mut out = String::new();
        let mut blocks = 0;
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Text(text) => out.push_str(&text),
                Event::Start(pulldown_cmark::Tag::Paragraph) => blocks += 1,
                Event::End(pulldown_cmark::TagEnd::Paragraph) => {}
                _ => return None,
            }
        }
        (blocks < 2).then_some(out)
    }

    const PIECES: &str = "(peace|the |a|1|12\\. |#|# |- |\\+|=|:|>|\\*|\\*\\*|_|~|~~|`|\\[|\\]|\\(|\\)|<|<b>|&|&amp;|\\||\\\\|!|\\^|\\$|é|和|“|\\PC)";

    proptest! {
        #[test]
        fn nothing_of_a_text_is_markup(pieces in prop::collection::vec(PIECES, 0..16)) {
            // A document's text has no spaces at its ends.
            let text = pieces.concat();
            let text = text.trim();
            prop_assert_eq!(read(&paragraph([escaped(text)])), Some(text.to_string()), "{}", escaped(text));
        }

        #[test]
        fn code_is_read_as_it_is(text in "[a-z`*]{1,12}") {
            let written = code(&text);
            let parsed: Vec<Event> = Parser::new(&written).collect();
            prop_assert!(parsed.contains(&Event::Code(text.as_str().into())), "{:?}", parsed);
        }
    }

    #[test]
    fn emphasis_is_set_so_that_it_is_read() {
        assert_eq!(emphasised("must ", "**", "strong"), "**must** ");
        assert_eq!(
            emphasised("“must”", "**", "strong"),
            "<strong>“must”</strong>"
        );
        assert_eq!(emphasised(" ", "*", "em"), " ");
    }
}
