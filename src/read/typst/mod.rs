//! Reads Typst markup into a [`Body`].
//!
//! The text is parsed and never evaluated. What is markup becomes the words that Typst would print;
//! a few calls are markup too ([`calls`]); all other code, formulas, labels and references are findings.

pub mod calls;

use std::ops::Range;
use std::str::FromStr;

use typst::foundations::Smart;
use typst::syntax::ast;
use typst::syntax::{LinkedNode, SyntaxKind, SyntaxNode, is_newline, parse};
use typst::text::{Lang, Region, SmartQuoter, SmartQuotes};
use unicode_normalization::char::is_combining_mark;

use crate::diagnostic::{
    BROKEN_FILE, CODE_IN_BODY, Diagnostic, Findings, IMAGE_LEFT_OUT, Severity, TOO_LARGE,
};
use crate::model::body::{Block, BlockKind, Body, Footnote, Run, RunKind, Voice};
use crate::model::{Language, Mark};
use crate::read::links::{self, first_words};
use crate::read::{caps, typst::calls::Call};
use crate::source::{Place, SourceId};

/// So many findings of one kind are listed; a damaged file would have as many as it has characters.
const MOST_FINDINGS: usize = 100;
/// The largest number of a list item, as in Markdown.
const LARGEST_NUMBER: u64 = 999_999_999;

/// Parses a text; None where the nodes don't hold it byte for byte, so that places in it would be wrong.
pub fn parsed(text: &str) -> Option<SyntaxNode> {
    fn holds(node: &SyntaxNode, rest: &mut &str) -> bool {
        if node.children().len() > 0 {
            return node.children().all(|child| holds(child, rest));
        }
        let found = rest.strip_prefix(node.leaf_text().as_str());
        found.map(|behind| *rest = behind).is_some()
    }
    let root = parse(text);
    let mut rest = text;
    (holds(&root, &mut rest) && rest.is_empty()).then_some(root)
}

/// Reads the text at `range` of a source. Quotation marks become those of the language.
pub fn body(
    text: &str,
    range: Range<usize>,
    lang: &Language,
    source: SourceId,
    findings: &mut Findings,
) -> Body {
    let Some(root) = parsed(&text[range.clone()]) else {
        let message = "this text can't be read as Typst: its parser loses bytes of it, as it may where backticks stand beside a lone carriage return";
        let finding = Diagnostic::new(
            BROKEN_FILE,
            Place::new(source, range.start..range.start),
            message,
        );
        findings.push(
            finding
                .help("take the backticks or carriage returns out, or save the text as Markdown"),
        );
        return Body {
            span: range,
            ..Body::default()
        };
    };
    let auto = Smart::Auto;
    let region = lang
        .region()
        .and_then(|region| Region::from_str(region).ok());
    let typst_lang = Lang::from_str(lang.primary()).unwrap_or(Lang::ENGLISH);
    let mut reader = Reader {
        text,
        shift: range.start,
        source,
        findings,
        quotes: SmartQuotes::get(&auto, typst_lang, region, false),
        open: vec![Vec::new()],
        line: Line::new(),
        voice: Voice::default(),
        link: None,
        quoted: 0,
        in_heading: false,
        notes: Vec::new(),
        code: 0,
        broken: 0,
        too_deep: false,
    };
    let root = LinkedNode::new(&root);
    if root.diagnosis().either() {
        reader.syntax_errors(&root);
    }
    let blocks = reader.blocks(&root);
    let mut footnotes = Vec::new();
    // Those in footnotes come behind those of the text.
    while let Some(note) = reader.notes.get(footnotes.len()).cloned() {
        reader.voice = Voice::default();
        reader.link = None;
        reader.quoted = 0;
        footnotes.push(Footnote {
            blocks: reader.blocks(&note),
        });
    }
    Body {
        blocks,
        footnotes,
        span: range,
    }
}

struct Reader<'t, 'n, 'f> {
    text: &'t str,
    /// Where the text that was parsed begins in the source.
    shift: usize,
    source: SourceId,
    findings: &'f mut Findings,
    quotes: SmartQuotes<'n>,
    /// The blocks of every container that isn't closed yet, the innermost last.
    open: Vec<Vec<Block>>,
    line: Line,
    voice: Voice,
    link: Option<String>,
    /// How many inline quotes are open.
    quoted: usize,
    in_heading: bool,
    /// What stands in footnotes, in the order of their marks.
    notes: Vec<LinkedNode<'n>>,
    /// How much code, and how many errors of syntax were found.
    code: usize,
    broken: usize,
    too_deep: bool,
}

/// The paragraph or heading that is being read.
struct Line {
    runs: Vec<Run>,
    /// Whether the last run's text is what its span holds.
    verbatim: bool,
    /// A space that counts if words follow.
    space: Option<Run>,
    /// Whether words stand before, so that a space may follow.
    takes_space: bool,
    quoter: SmartQuoter,
    /// What stands before, for quotation marks.
    before: Option<char>,
    /// Bytes of the source, markers included.
    span: Option<Range<usize>>,
}

impl Line {
    fn new() -> Self {
        Line {
            runs: Vec::new(),
            verbatim: false,
            space: None,
            takes_space: false,
            quoter: SmartQuoter::new(),
            before: None,
            span: None,
        }
    }

    fn push(&mut self, run: Run, source: &str) {
        let RunKind::Text(text) = &run.kind else {
            self.verbatim = false;
            self.runs.push(run);
            return;
        };
        // A mark that is written apart from its letter, and what nobody sees, are passed over.
        let stands = |c: &char| {
            !is_combining_mark(*c)
                && !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        };
        self.before = text.chars().rfind(stands).or(self.before);
        let verbatim = source[run.span.clone()] == *text;
        let follows_verbatim = std::mem::replace(&mut self.verbatim, verbatim);
        match self.runs.last_mut() {
            Some(last)
                if verbatim
                    && follows_verbatim
                    && last.voice == run.voice
                    && last.link == run.link
                    && last.span.end == run.span.start =>
            {
                if let RunKind::Text(before) = &mut last.kind {
                    before.push_str(text);
                }
                last.span.end = run.span.end;
            }
            _ => self.runs.push(run),
        }
    }
}

/// The list that a sequence of items belongs to.
struct List {
    /// The first number; None where the items have none.
    start: Option<u64>,
    items: Vec<Vec<Block>>,
    span: Range<usize>,
}

impl List {
    /// Whether an item goes on with it. `number` is what stands before the item, if it bears one.
    fn takes(&self, numbered: bool, number: Option<u64>) -> bool {
        match self.start {
            None => !numbered,
            Some(start) => numbered && number.is_none_or(|n| n == start + self.items.len() as u64),
        }
    }
}

impl<'n> Reader<'_, 'n, '_> {
    /// Reads a node's markup as blocks of their own.
    fn blocks(&mut self, markup: &LinkedNode<'n>) -> Vec<Block> {
        self.open.push(Vec::new());
        self.markup(markup);
        self.flush();
        self.open.pop().expect("it was opened above")
    }

    /// Reads a sequence of markup into the open container.
    fn markup(&mut self, markup: &LinkedNode<'n>) {
        let mut list: Option<List> = None;
        let mut hash = None;
        for node in markup.children() {
            let kind = node.kind();
            if matches!(kind, SyntaxKind::ListItem | SyntaxKind::EnumItem) {
                self.item(&node, &mut list);
                continue;
            }
            let goes_on = kind == SyntaxKind::Parbreak || kind.is_trivia();
            if !goes_on {
                self.close(&mut list);
            }
            let start = self.range(&node).start;
            match kind {
                SyntaxKind::Hash => hash = Some(start),
                SyntaxKind::Semicolon => {}
                _ => self.node(&node, hash.take()),
            }
        }
        self.close(&mut list);
    }

    /// Reads a node of markup; `hash` is where the `#` before it stands.
    fn node(&mut self, node: &LinkedNode<'n>, hash: Option<usize>) {
        let range = self.range(node);
        if hash.is_some() {
            let range = hash.unwrap_or(range.start)..range.end;
            return self.call(node, range);
        }
        match node.kind() {
            SyntaxKind::Space => self.space(range),
            SyntaxKind::Parbreak if self.in_heading => self.refuse_in_heading(range),
            SyntaxKind::Parbreak => self.flush(),
            SyntaxKind::LineComment | SyntaxKind::BlockComment | SyntaxKind::Error => {}
            SyntaxKind::Heading => {
                let level = node
                    .cast::<ast::Heading>()
                    .map_or(1, |heading| heading.depth().get());
                let level = calls::heading_level(level).unwrap_or(1);
                self.heading(level, calls::inside(node), range);
            }
            SyntaxKind::TermItem => self.term(node, range),
            SyntaxKind::Raw if self.is_code_block(node) => self.code_block(node, range),
            _ => self.inline(range, |reader, range| reader.inline_node(node, range)),
        }
    }

    /// Reads what stands in a line, and counts its bytes among those of the paragraph.
    fn inline(&mut self, range: Range<usize>, read: impl FnOnce(&mut Self, Range<usize>)) {
        self.line.span.get_or_insert(range.start..range.start);
        read(self, range.clone());
        if let Some(span) = &mut self.line.span {
            span.end = range.end;
        }
    }

    fn inline_node(&mut self, node: &LinkedNode<'n>, range: Range<usize>) {
        match node.kind() {
            SyntaxKind::Text => self.words(node.leaf_text(), range),
            SyntaxKind::Escape => {
                let c = node.cast::<ast::Escape>().map(ast::Escape::get);
                self.words(&String::from_iter(c), range);
            }
            SyntaxKind::Shorthand => {
                let c = node.cast::<ast::Shorthand>().map(ast::Shorthand::get);
                self.words(&String::from_iter(c), range);
            }
            SyntaxKind::SmartQuote => {
                self.place_space();
                let double = node.leaf_text() == "\"";
                let quote = self
                    .line
                    .quoter
                    .quote(self.line.before, &self.quotes, double);
                self.words(quote, range);
            }
            SyntaxKind::Linebreak => self.line_break(range),
            SyntaxKind::Strong => {
                self.voiced(|voice| voice.strong = true, calls::inside(node).as_ref());
                self.warn_of_double(node, range, "strong");
            }
            SyntaxKind::Emph => {
                self.voiced(turn_emphasis, calls::inside(node).as_ref());
                self.warn_of_double(node, range, "emphasised");
            }
            SyntaxKind::Raw => self.raw(node),
            SyntaxKind::Link => {
                let target = node.leaf_text();
                let place = Place::new(self.source, range.clone());
                let link = links::target(target, place, self.findings);
                self.linked(link, |reader| reader.words(target, range));
            }
            SyntaxKind::Equation => self.refuse(node, range, "a formula", "$"),
            SyntaxKind::Label => self.refuse(node, range, "a label", "<"),
            SyntaxKind::Ref => self.refuse(node, range, "a reference", "@"),
            _ => self.refuse(node, range, "code", "#"),
        }
    }

    /// Reads what stands behind a `#`.
    fn call(&mut self, node: &LinkedNode<'n>, range: Range<usize>) {
        match calls::call(node) {
            Some(Call::Heading(level, block)) => self.heading(level, calls::inside(&block), range),
            Some(Call::BlockQuote(block)) => self.quote(calls::inside(&block), range),
            Some(Call::Image) => {
                let finding = Diagnostic::new(
                    IMAGE_LEFT_OUT,
                    Place::new(self.source, range),
                    "this image is left out: parties sign text",
                );
                self.findings
                    .push(finding.help("take it out; nothing is fetched or read for it"));
            }
            Some(call) => self.inline(range, |reader, range| reader.inline_call(call, range)),
            None if node.kind() == SyntaxKind::Error => {}
            None => self.refuse(node, range, "code", "#"),
        }
    }

    fn inline_call(&mut self, call: Call<'n>, range: Range<usize>) {
        match call {
            Call::Footnote(block) => {
                let Some(note) = calls::inside(&block) else {
                    return;
                };
                // The mark is what stands before the note, whose words are runs of their own.
                let mark = range.start..self.range(&note).start;
                self.notes.push(note);
                // Typst sets the mark close to the word before.
                self.line.space = None;
                self.run(RunKind::Footnote(self.notes.len() - 1), mark);
                self.line.takes_space = true;
                self.line.before = Some('\u{fffc}');
            }
            Call::Quote(block) => self.quoted(&block),
            Call::Link(target, words) => {
                let written = self.range(&target);
                let literal = target
                    .cast::<ast::Str>()
                    .map(ast::Str::get)
                    .unwrap_or_default();
                let place = Place::new(self.source, range);
                let link = links::target(&literal, place, self.findings);
                self.linked(link, |reader| match &words {
                    Some(block) => reader.content(block),
                    None => reader.address(&literal, written),
                });
            }
            Call::Emphasis(block) => self.voiced(turn_emphasis, calls::inside(&block).as_ref()),
            Call::Strong(block) => {
                self.voiced(|voice| voice.strong = true, calls::inside(&block).as_ref());
            }
            Call::Strikethrough(block) => {
                self.voiced(
                    |voice| voice.strikethrough = true,
                    calls::inside(&block).as_ref(),
                );
            }
            Call::Linebreak => self.line_break(range),
            Call::Heading(..) | Call::BlockQuote(_) | Call::Image => {
                unreachable!("these are no part of a line")
            }
        }
    }

    fn content(&mut self, block: &LinkedNode<'n>) {
        if let Some(markup) = calls::inside(block) {
            self.markup(&markup);
        }
    }

    fn voiced(&mut self, change: impl FnOnce(&mut Voice), markup: Option<&LinkedNode<'n>>) {
        let outside = self.voice;
        change(&mut self.voice);
        if let Some(markup) = markup {
            self.markup(markup);
        }
        self.voice = outside;
    }

    fn linked(&mut self, link: Option<String>, read: impl FnOnce(&mut Self)) {
        let outside = std::mem::replace(&mut self.link, link);
        read(self);
        self.link = outside;
    }

    /// A quote in the line: its brackets are printed as quotation marks.
    fn quoted(&mut self, block: &LinkedNode<'n>) {
        let double = self.quoted.is_multiple_of(2);
        let bracket = |kind: SyntaxKind| block.children().find(|child| child.kind() == kind);
        if let Some(open) = bracket(SyntaxKind::LeftBracket) {
            let range = self.range(&open);
            self.words(self.quotes.open(double), range);
            self.line.takes_space = false;
        }
        self.quoted += 1;
        self.content(block);
        self.quoted -= 1;
        if let Some(close) = bracket(SyntaxKind::RightBracket) {
            let range = self.range(&close);
            self.line.space = None;
            self.words(self.quotes.close(double), range);
        }
    }

    /// A link's target as its words, as Typst prints it: without `mailto:`.
    fn address(&mut self, target: &str, written: Range<usize>) {
        let words = ["mailto:", "tel:"]
            .iter()
            .find_map(|scheme| target.strip_prefix(scheme))
            .unwrap_or(target);
        let inner = written.start + 1..(written.end - 1).max(written.start + 1);
        let verbatim = self.text[inner.clone()].ends_with(words);
        let span = match verbatim {
            true => inner.end - words.len()..inner.end,
            false => written,
        };
        self.words(words, span);
    }

    fn words(&mut self, words: &str, span: Range<usize>) {
        if words.is_empty() {
            return;
        }
        self.place_space();
        self.run(RunKind::Text(words.to_string()), span);
        self.line.takes_space = true;
    }

    fn line_break(&mut self, span: Range<usize>) {
        self.line.space = None;
        self.run(RunKind::Break, span);
        self.line.takes_space = false;
        self.line.before = Some('\n');
    }

    /// Spaces and line ends count once, between words, as in Typst.
    fn space(&mut self, span: Range<usize>) {
        if self.line.takes_space {
            self.line.takes_space = false;
            self.line.space = Some(self.new_run(RunKind::Text(" ".into()), span));
        }
    }

    /// Puts the space where words follow it.
    fn place_space(&mut self) {
        if let Some(space) = self.line.space.take() {
            self.line.push(space, self.text);
        }
    }

    fn run(&mut self, kind: RunKind, span: Range<usize>) {
        let run = self.new_run(kind, span);
        self.line.push(run, self.text);
    }

    fn new_run(&self, kind: RunKind, span: Range<usize>) -> Run {
        Run {
            kind,
            span,
            voice: self.voice,
            link: self.link.clone(),
            mark: Mark::None,
        }
    }

    /// Raw text in the line; its line ends are kept.
    fn raw(&mut self, node: &LinkedNode<'n>) {
        let code = std::mem::replace(&mut self.voice.code, true);
        for part in node.children() {
            let range = self.range(&part);
            match part.kind() {
                SyntaxKind::Text => self.words(part.leaf_text(), range),
                SyntaxKind::RawTrimmed if part.leaf_text().contains(is_newline) => {
                    self.line_break(range);
                }
                _ => {}
            }
        }
        self.voice.code = code;
    }

    fn is_code_block(&self, node: &LinkedNode<'n>) -> bool {
        !self.in_heading && node.cast::<ast::Raw>().is_some_and(ast::Raw::block)
    }

    fn code_block(&mut self, node: &LinkedNode<'n>, range: Range<usize>) {
        self.flush();
        let lines: Vec<LinkedNode> = node
            .children()
            .filter(|part| part.kind() == SyntaxKind::Text)
            .collect();
        let texts: Vec<&str> = lines.iter().map(|line| line.leaf_text().as_str()).collect();
        let span = match (lines.first(), lines.last()) {
            (Some(first), Some(last)) => self.range(first).start..self.range(last).end,
            _ => range.start..range.start,
        };
        let voice = Voice {
            code: true,
            ..Voice::default()
        };
        let run = Run {
            kind: RunKind::Text(texts.join("\n")),
            span,
            voice,
            link: None,
            mark: Mark::None,
        };
        self.block(BlockKind::Code(run), range);
    }

    fn heading(&mut self, level: u8, markup: Option<LinkedNode<'n>>, range: Range<usize>) {
        if self.in_heading {
            return self.refuse_in_heading(range);
        }
        self.flush();
        self.in_heading = true;
        if let Some(markup) = markup {
            self.markup(&markup);
        }
        self.in_heading = false;
        let runs = std::mem::replace(&mut self.line, Line::new()).runs;
        self.block(BlockKind::Heading { level, runs }, range);
    }

    fn quote(&mut self, markup: Option<LinkedNode<'n>>, range: Range<usize>) {
        if self.in_heading {
            return self.refuse_in_heading(range);
        }
        self.flush();
        self.watch_depth(&range);
        let blocks = markup
            .map(|markup| self.blocks(&markup))
            .unwrap_or_default();
        self.block(BlockKind::Quote(blocks), range);
    }

    /// `/ Term: what it means` is printed as a paragraph whose first words are strong.
    fn term(&mut self, node: &LinkedNode<'n>, range: Range<usize>) {
        if self.in_heading {
            return self.refuse_in_heading(range);
        }
        self.flush();
        self.line.span = Some(range.start..range.start);
        let outside = self.voice;
        self.voice.strong = true;
        for part in node.children() {
            let range = self.range(&part);
            match part.kind() {
                SyntaxKind::Markup => self.markup(&part),
                SyntaxKind::Colon => {
                    self.line.space = None;
                    self.words(":", range);
                    self.voice = outside;
                }
                SyntaxKind::Space => self.space(range),
                _ => {}
            }
        }
        self.voice = outside;
        self.flush();
    }

    /// Reads an item into the list that it goes on with, or into a new one.
    fn item(&mut self, node: &LinkedNode<'n>, list: &mut Option<List>) {
        let range = self.range(node);
        if self.in_heading {
            return self.refuse_in_heading(range);
        }
        self.flush();
        let numbered = node.kind() == SyntaxKind::EnumItem;
        let mut number = node.cast::<ast::EnumItem>().and_then(ast::EnumItem::number);
        if number.is_some_and(|number| number > LARGEST_NUMBER) {
            self.too_large(
                &range,
                format!("this item’s number is above {LARGEST_NUMBER}"),
            );
            number = None;
        }
        if !list
            .as_ref()
            .is_some_and(|list| list.takes(numbered, number))
        {
            // One without a number of its own counts on, unless the list begins with it.
            self.close(list);
            *list = Some(List {
                start: numbered.then(|| number.unwrap_or(1)),
                items: Vec::new(),
                span: range.clone(),
            });
        }
        self.watch_depth(&range);
        let blocks = calls::inside(node)
            .map(|markup| self.blocks(&markup))
            .unwrap_or_default();
        if let Some(list) = list {
            list.items.push(blocks);
            list.span.end = range.end;
        }
    }

    fn close(&mut self, list: &mut Option<List>) {
        if let Some(List { start, items, span }) = list.take() {
            self.block(BlockKind::List { start, items }, span);
        }
    }

    /// Makes a paragraph of the line.
    fn flush(&mut self) {
        if self.in_heading {
            return;
        }
        let Line { runs, span, .. } = std::mem::replace(&mut self.line, Line::new());
        if let (Some(first), Some(last)) = (runs.first(), runs.last()) {
            let span = span.unwrap_or(first.span.start..first.span.start);
            let span = span.start.min(first.span.start)..span.end.max(last.span.end);
            self.block(BlockKind::Paragraph(runs), span);
        }
    }

    fn block(&mut self, kind: BlockKind, span: Range<usize>) {
        if self.open.len() <= caps::NESTING {
            let blocks = self.open.last_mut().expect("the document is always open");
            blocks.push(Block::new(kind, span));
        }
    }

    fn watch_depth(&mut self, range: &Range<usize>) {
        if self.open.len() > caps::NESTING && !self.too_deep {
            self.too_deep = true;
            let message = format!(
                "quotes and lists are nested more than {} deep",
                caps::NESTING
            );
            self.too_large(range, message);
        }
    }

    fn too_large(&mut self, range: &Range<usize>, message: String) {
        let place = Place::new(self.source, range.start..range.start);
        self.findings.push(
            Diagnostic::new(TOO_LARGE, place, message)
                .help("nobody could read it in print: make it simpler"),
        );
    }

    fn refuse_in_heading(&mut self, range: Range<usize>) {
        let finding = Diagnostic::new(
            CODE_IN_BODY,
            Place::new(self.source, range),
            "a heading is one line of text, and this is none",
        );
        self.push_code(finding.help("put it below the heading"));
    }

    /// Reports what is no markup.
    fn refuse(&mut self, node: &LinkedNode<'n>, range: Range<usize>, what: &str, sign: &str) {
        // What is broken was told already.
        if node.diagnosis().errors {
            return;
        }
        let written = first_words(&self.text[range.clone()]);
        let message = format!("“{written}” is {what}, and a body is text: it can't be printed");
        let finding = Diagnostic::new(CODE_IN_BODY, Place::new(self.source, range), message);
        self.push_code(finding.help(format!(
            "write the text itself; if the sign “{sign}” is meant, write \\{sign}"
        )));
    }

    fn push_code(&mut self, finding: Diagnostic) {
        self.code += 1;
        match self.code.cmp(&MOST_FINDINGS) {
            std::cmp::Ordering::Less => self.findings.push(finding),
            std::cmp::Ordering::Equal => self.findings.push(Diagnostic {
                message: "from here on there is more code than is listed".into(),
                ..finding
            }),
            std::cmp::Ordering::Greater => {}
        }
    }

    /// Markdown's `**strong**` is nothing at all in Typst, and then plain words.
    fn warn_of_double(&mut self, node: &LinkedNode<'n>, range: Range<usize>, what: &str) {
        if range.len() != 2 || node.diagnosis().errors {
            return;
        }
        let sign = &self.text[range.start..range.start + 1];
        let finding = Diagnostic::new(
            BROKEN_FILE,
            Place::new(self.source, range),
            format!(
                "two signs {sign} with nothing between are not printed, and what follows is not {what}"
            ),
        );
        self.findings
            .push(finding.severity(Severity::Warning).help(format!(
                "in Typst one is enough: {sign}word{sign}; for the sign itself write \\{sign}"
            )));
    }

    /// Reports what the parser could make nothing of.
    fn syntax_errors(&mut self, node: &LinkedNode<'n>) {
        if !node.diagnosis().errors {
            return;
        }
        if node.kind() != SyntaxKind::Error {
            node.children().for_each(|child| self.syntax_errors(&child));
            return;
        }
        self.broken += 1;
        if self.broken > MOST_FINDINGS {
            return;
        }
        let (errors, _) = node.errors_and_warnings();
        for error in errors {
            let message = format!("this is no Typst: {}", error.message);
            let place = Place::new(self.source, self.range(node));
            let finding = Diagnostic::new(BROKEN_FILE, place, message);
            let after_hash = self.text[..self.range(node).start].ends_with('#');
            let help = match error.hints.first() {
                _ if after_hash => "in Typst a heading begins with =; the sign itself is written \\#".into(),
                Some(hint) => hint.v.to_string(),
                None => "mend the line; signs like #, *, _, $, [ and ] that are meant as such are written with a backslash before".into(),
            };
            self.findings.push(finding.help(help));
        }
    }

    /// Where a node stands in the source.
    fn range(&self, node: &LinkedNode) -> Range<usize> {
        let range = node.range();
        range.start + self.shift..range.end + self.shift
    }
}

/// Emphasis inside emphasis is upright, as Typst prints it.
fn turn_emphasis(voice: &mut Voice) {
    voice.emphasis = !voice.emphasis;
}

#[cfg(test)]
mod tests;
