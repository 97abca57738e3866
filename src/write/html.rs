//! One page of HTML that stands alone: no script, no face, no picture, nothing from elsewhere.
//!
//! The elements of what came and went are HTML's own, `<ins>` and `<del>`. What was taken out stands in
//! brackets, so that it is told in grey and in copied text; words that only screen readers say (`aside`)
//! tell the marks apart where no colour does.

use std::fmt::Write;

use crate::model::body::{Align, Block, BlockKind, Footnote, Run, RunKind};
use crate::model::document::{Direction, Document, Entry, Note, Redline, RosterList};
use crate::model::{Mark, Words};
use crate::write::parts::{Part, harmless, parts};

/// The document as a page, with LF line ends. Every element is closed, so that XML's readers take it, too.
pub fn html(document: &Document) -> String {
    let mut page = Page {
        document,
        out: String::new(),
        noted: vec![false; document.footnotes.len()],
    };
    page.head();
    if let Some(redline) = &document.redline {
        page.redline(redline);
    }
    page.out.push_str("<main>\n");
    for part in parts(document) {
        page.part(&part);
    }
    page.out.push_str("</main>\n");
    if let Some(redline) = &document.redline {
        page.changes(redline);
    }
    page.out.push_str("</body>\n</html>\n");
    harmless(page.out)
}

struct Page<'d> {
    document: &'d Document,
    out: String,
    /// Which footnotes the text has named.
    noted: Vec<bool>,
}

impl Page<'_> {
    fn head(&mut self) {
        let document = self.document;
        let direction = direction(document.direction);
        let _ = write!(
            self.out,
            "<!DOCTYPE html>\n<html lang=\"{}\" dir=\"{direction}\">\n<head>\n<meta charset=\"utf-8\"/>\n\
             <meta name=\"viewport\" content=\"width=device-width\"/>\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n\
             <title>{}</title>\n",
            escaped(document.lang.tag()),
            escaped(&document.info.title)
        );
        if let Some(author) = &document.info.author {
            let author = escaped(author);
            let _ = writeln!(self.out, "<meta name=\"author\" content=\"{author}\"/>");
        }
        let style = include_str!("page.css");
        let _ = write!(self.out, "<style>\n{style}</style>\n</head>\n<body>\n");
    }

    /// What is compared, what the marks mean, and what matters.
    fn redline(&mut self, redline: &Redline) {
        let title = escaped(&self.document.info.title);
        let _ = write!(self.out, "<header class=\"redline\">\n<h1>{title}</h1>\n");
        for line in &redline.versions {
            self.element("p", "versions", &escaped(line));
        }
        for line in &redline.summary {
            self.element("p", "", &escaped(line));
        }
        let legend = redline.legend.iter().map(|(mark, word)| match mark {
            Mark::None => format!("<li class=\"bar\">{}</li>\n", escaped(word)),
            mark => format!("<li>{}</li>\n", marked(*mark, "", &escaped(word))),
        });
        let legend: String = legend.collect();
        let title = escaped(&redline.annex_title);
        let _ = write!(
            self.out,
            "<ul class=\"legend\">\n{legend}</ul>\n<p><a href=\"#changes\">{title}</a></p>\n</header>\n"
        );
    }

    fn changes(&mut self, redline: &Redline) {
        let title = escaped(&redline.annex_title);
        let _ = write!(self.out, "<section id=\"changes\">\n<h2>{title}</h2>\n");
        for (heading, notes) in &redline.parts {
            self.element("h3", "", &escaped(heading));
            self.out.push_str("<ol class=\"changes\">\n");
            notes.iter().for_each(|note| self.note(note));
            self.out.push_str("</ol>\n");
        }
        self.out.push_str("</section>\n");
    }

    fn note(&mut self, note: &Note) {
        self.out.push_str("<li>\n");
        let about = format!("{} {}", escaped(&note.number), escaped(&note.about));
        self.element("p", "about", &about);
        if !note.words.is_empty() {
            let words = self.words(&note.words);
            self.element("p", "", &words);
        }
        if !note.consequence.is_empty() {
            self.element("p", "consequence", &escaped(&note.consequence));
        }
        self.out.push_str("</li>\n");
    }

    fn part(&mut self, part: &Part) {
        match part {
            Part::Notice(text) => self.element("p", "notice", &escaped(text)),
            Part::Label(text) => self.element("p", "label", &escaped(text)),
            Part::Title(words) => {
                let class = format!("title{}", changed_words(words));
                let (level, words) = (self.level(0), self.words(words));
                self.element(&level, &class, &words);
            }
            Part::Subtitle(words) => self.line("p", "subtitle", words),
            Part::Heading(text) => {
                let level = self.level(1);
                self.element(&level, "", &escaped(text));
            }
            Part::Paragraphs(role, paragraphs) => {
                for words in paragraphs {
                    self.line("p", role.name(), words);
                }
            }
            Part::Lines(role, lines) => {
                let is_changed = lines.iter().any(Words::is_marked);
                let class = format!("{}{}", role.name(), changed(is_changed));
                let lines: Vec<String> = lines.iter().map(|line| self.words(line)).collect();
                self.element("p", &class, &lines.join("<br/>\n"));
            }
            Part::Numbered(notes) => {
                for (number, words) in *notes {
                    let class = changed_words(words);
                    let words = format!("{} {}", escaped(number), self.words(words));
                    self.element("p", class.trim_start(), &words);
                }
            }
            Part::Body => self.body(),
            Part::Signatories(list) => self.signatories(list),
        }
    }

    fn body(&mut self) {
        let document = self.document;
        self.blocks(&document.body);
        if document.footnotes.is_empty() {
            return;
        }
        self.out.push_str("<section class=\"notes\">\n");
        for (at, Footnote { blocks }) in document.footnotes.iter().enumerate() {
            let mark = self.footnote_mark(at);
            let back = match self.noted[at] {
                true => format!("<a href=\"#mark-{}\">{}</a>", at + 1, mark.trim()),
                false => mark.trim().to_string(),
            };
            let _ = writeln!(self.out, "<div id=\"note-{}\">", at + 1);
            match blocks.split_first() {
                Some((
                    Block {
                        kind: BlockKind::Paragraph(runs),
                        ..
                    },
                    rest,
                )) => {
                    let words = format!("{back} {}", self.runs(runs));
                    self.element("p", changed_runs(runs).trim_start(), &words);
                    self.blocks(rest);
                }
                _ => {
                    self.element("p", "", &back);
                    self.blocks(blocks);
                }
            }
            self.out.push_str("</div>\n");
        }
        self.out.push_str("</section>\n");
    }

    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Paragraph(runs) => {
                let class = self.class_of(block, runs);
                let words = self.numbered(block, runs);
                self.element("p", &class, &words);
            }
            BlockKind::Heading { level, runs } => {
                let (level, words) = (self.level(*level), self.runs(runs));
                self.element(&level, changed_runs(runs).trim_start(), &words);
            }
            BlockKind::List { start, items } => {
                match start {
                    Some(start) => {
                        let _ = writeln!(self.out, "<ol start=\"{start}\">");
                    }
                    None => self.out.push_str("<ul>\n"),
                }
                items.iter().for_each(|item| self.item(item));
                self.out.push_str(if start.is_some() {
                    "</ol>\n"
                } else {
                    "</ul>\n"
                });
            }
            BlockKind::Quote(blocks) => {
                self.out.push_str("<blockquote>\n");
                self.blocks(blocks);
                self.out.push_str("</blockquote>\n");
            }
            BlockKind::Table { align, head, rows } => self.table(align, head, rows),
            BlockKind::Code(run) => {
                let runs = std::slice::from_ref(run);
                let words = self.runs(runs);
                let class = changed_runs(runs);
                let _ = writeln!(
                    self.out,
                    "<pre dir=\"ltr\"{}>{words}</pre>",
                    attribute(class.trim_start())
                );
            }
            BlockKind::Rule => self.out.push_str("<hr/>\n"),
        }
    }

    /// An item of one paragraph is its words.
    fn item(&mut self, item: &[Block]) {
        match item {
            [
                block @ Block {
                    kind: BlockKind::Paragraph(runs),
                    ..
                },
            ] => {
                let class = self.class_of(block, runs);
                let words = self.numbered(block, runs);
                self.element("li", &class, &words);
            }
            blocks => {
                self.out.push_str("<li>\n");
                self.blocks(blocks);
                self.out.push_str("</li>\n");
            }
        }
    }

    fn table(&mut self, align: &[Align], head: &[Vec<Run>], rows: &[Vec<Vec<Run>>]) {
        self.out.push_str("<table>\n<thead>\n");
        self.row("th", align, head);
        self.out.push_str("</thead>\n<tbody>\n");
        rows.iter().for_each(|cells| self.row("td", align, cells));
        self.out.push_str("</tbody>\n</table>\n");
    }

    fn row(&mut self, name: &str, align: &[Align], cells: &[Vec<Run>]) {
        self.out.push_str("<tr>");
        for (at, cell) in cells.iter().enumerate() {
            let side = match align.get(at) {
                Some(Align::Center) => "center",
                Some(Align::End) => "end",
                Some(Align::Start) | None => "",
            };
            let class = format!("{side}{}", changed_runs(cell));
            let class = attribute(class.trim_start());
            let words = self.runs(cell);
            let _ = write!(self.out, "<{name}{class}>{words}</{name}>");
        }
        self.out.push_str("</tr>\n");
    }

    fn signatories(&mut self, list: &RosterList) {
        self.out.push_str("<section class=\"signatories\">\n");
        for section in &list.sections {
            let (level, heading) = (self.level(1), &section.heading);
            if !heading.is_empty() {
                self.line(&level, "", heading);
            }
            for group in &section.groups {
                if let Some(heading) = &group.heading {
                    let level = self.level(2);
                    self.element(&level, "", &escaped(heading));
                }
                self.out.push_str("<ul>\n");
                group.entries.iter().for_each(|entry| self.entry(entry));
                self.out.push_str("</ul>\n");
            }
        }
        for (mark, note) in &list.notes {
            let note = format!("{} {}", escaped(mark.trim()), escaped(note));
            self.element("p", "foot", &note);
        }
        self.out.push_str("</section>\n");
    }

    fn entry(&mut self, entry: &Entry) {
        let mut words = escaped(&entry.name);
        if entry.direction != self.document.direction {
            words = format!("<bdi dir=\"{}\">{words}</bdi>", direction(entry.direction));
        }
        if !entry.detail.is_empty() {
            words += &format!("<span class=\"detail\">{}</span>", escaped(&entry.detail));
        }
        words += &escaped(&entry.mark);
        let class = changed(entry.change != Mark::None);
        let words = self.marked(entry.change, &words);
        self.element("li", class.trim_start(), &words);
    }

    /// A line of a field, with its marks.
    fn line(&mut self, name: &str, class: &str, words: &Words) {
        let class = format!("{class}{}", changed_words(words));
        let words = self.words(words);
        self.element(name, class.trim_start(), &words);
    }

    fn element(&mut self, name: &str, class: &str, content: &str) {
        let class = attribute(class);
        let _ = writeln!(self.out, "<{name}{class}>{content}</{name}>");
    }

    /// The element of a heading so far below the document's title. A redline has a title of its own.
    fn level(&self, below: u8) -> String {
        let title = 1 + u8::from(self.document.redline.is_some());
        format!("h{}", title.saturating_add(below).min(6))
    }

    fn words(&self, words: &Words) -> String {
        let pieces = words.pieces().into_iter();
        pieces
            .map(|(mark, piece)| self.marked(mark, &escaped(piece)))
            .collect()
    }

    /// A paragraph's words behind its number.
    fn numbered(&mut self, block: &Block, runs: &[Run]) -> String {
        let number = block.number.iter();
        let number: String = number
            .map(|number| format!("<span class=\"number\">{}</span> ", escaped(number)))
            .collect();
        number + &self.runs(runs)
    }

    fn class_of(&self, block: &Block, runs: &[Run]) -> String {
        let numbered = block.number.as_ref().map_or("", |_| "numbered");
        let class = format!("{numbered}{}", changed_runs(runs));
        class.trim_start().to_string()
    }

    fn runs(&mut self, runs: &[Run]) -> String {
        let mut out = String::new();
        for group in runs.chunk_by(|a, b| a.mark == b.mark) {
            let words = self.linked(group);
            out.push_str(&self.marked(group[0].mark, &words));
        }
        out
    }

    fn linked(&mut self, runs: &[Run]) -> String {
        let mut out = String::new();
        for group in runs.chunk_by(|a, b| a.link == b.link) {
            let words: String = group.iter().map(|run| self.run(run)).collect();
            match &group[0].link {
                Some(target) => {
                    let _ = write!(out, "<a href=\"{}\">{words}</a>", escaped(target));
                }
                None => out.push_str(&words),
            }
        }
        out
    }

    fn run(&mut self, run: &Run) -> String {
        let mut words = match &run.kind {
            RunKind::Text(text) => escaped(text),
            RunKind::Break => return "<br/>\n".into(),
            RunKind::Footnote(at) => return self.footnote(*at),
            RunKind::Label(text) => return label(run.mark, text),
        };
        let voice = run.voice;
        for (is_so, name) in [
            (voice.code, "code"),
            (voice.emphasis, "em"),
            (voice.strong, "strong"),
            (voice.strikethrough, "s"),
        ] {
            if is_so {
                words = format!("<{name}>{words}</{name}>");
            }
        }
        words
    }

    /// The mark of a footnote; only the first can be gone back to.
    fn footnote(&mut self, at: usize) -> String {
        let mark = self.footnote_mark(at);
        let Some(noted) = self.noted.get_mut(at) else {
            return mark;
        };
        let number = at + 1;
        match std::mem::replace(noted, true) {
            true => format!("<a href=\"#note-{number}\">{mark}</a>"),
            false => format!("<a id=\"mark-{number}\" href=\"#note-{number}\">{mark}</a>"),
        }
    }

    fn footnote_mark(&self, at: usize) -> String {
        crate::model::document::footnote_mark(&self.document.folio.digits, at + 1)
    }

    /// Words with their mark, and what screen readers say of it.
    fn marked(&self, mark: Mark, words: &str) -> String {
        let same = |other: Mark| std::mem::discriminant(&other) == std::mem::discriminant(&mark);
        let legend = self
            .document
            .redline
            .iter()
            .flat_map(|redline| &redline.legend);
        let said = legend.into_iter().find(|(other, _)| same(*other));
        marked(mark, said.map_or("", |(_, said)| said), words)
    }
}

/// Words with their mark; `said` is what screen readers say before. Spaces at the end stay outside.
fn marked(mark: Mark, said: &str, words: &str) -> String {
    let (bare, space) = words.split_at(words.trim_end().len());
    if bare.is_empty() || mark == Mark::None {
        return words.to_string();
    }
    let aside = |said: String| format!("<span class=\"aside\">{said}</span>");
    let said = match said {
        "" => String::new(),
        said => format!("{}: ", escaped(said)),
    };
    let moved = match mark {
        Mark::MovedIn(_) | Mark::MovedAway(_) => " class=\"moved\"",
        _ => "",
    };
    match (mark.is_new(), said.is_empty()) {
        (true, true) => format!("<ins{moved}>{bare}</ins>{space}"),
        (true, false) => {
            let (opens, closes) = (aside(format!("[{said}")), aside("]".into()));
            format!("<ins{moved}>{opens}{bare}{closes}</ins>{space}")
        }
        (false, true) => format!("<del{moved}>[{bare}]</del>{space}"),
        (false, false) => format!("<del{moved}>[{}{bare}]</del>{space}", aside(said)),
    }
}

/// The redline's own words at one end of a move: a link to the other.
fn label(mark: Mark, text: &str) -> String {
    let (here, there, number) = match mark {
        Mark::MovedIn(number) => ("here", "from", number),
        Mark::MovedAway(number) => ("from", "here", number),
        _ => return escaped(text),
    };
    let (bare, space) = text.split_at(text.trim_end().len());
    format!(
        "<a class=\"move\" id=\"move-{number}-{here}\" href=\"#move-{number}-{there}\">{}</a>{space}",
        escaped(bare)
    )
}

fn changed_runs(runs: &[Run]) -> &'static str {
    changed(runs.iter().any(|run| run.mark != Mark::None))
}

fn changed_words(words: &Words) -> &'static str {
    changed(words.is_marked())
}

/// The class of what stands beside a bar, behind other classes.
fn changed(is_changed: bool) -> &'static str {
    if is_changed { " changed" } else { "" }
}

fn attribute(class: &str) -> String {
    match class {
        "" => String::new(),
        class => format!(" class=\"{class}\""),
    }
}

fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::LeftToRight => "ltr",
        Direction::RightToLeft => "rtl",
    }
}

/// A text as content or as an attribute's value.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}
