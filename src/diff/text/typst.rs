//! Cuts Typst markup: it is written as the Markdown that says the same, which is cut, and every token
//! finds its way back to the bytes it came from.
//!
//! So both kinds of text have the same tokens for the same words, and one set of rules. What isn't
//! printed, such as a comment, is no token: it hangs on its neighbours, as white space does. Code is
//! compared as it is written.

use std::borrow::Cow;
use std::ops::Range;

use typst::syntax::ast;
use typst::syntax::{LinkedNode, SyntaxKind, is_newline};

use super::Style;
use super::blocks::{self, Text};
use super::tokens::Keys;
use crate::read::typst::calls::{self, Call};
use crate::read::typst::parsed;

/// Larger texts are no statements, and are cut as plain ones: parsing takes some fifty times their size.
const LARGEST: usize = 16 << 20;
/// Quotes in quotes that are told apart.
const DEEPEST: usize = 8;

/// Cuts a text. Its tokens have no weights yet.
pub fn cut<'t>(raw: &'t str, keys: &mut Keys<'t>) -> Text<'t> {
    let plain = |keys| blocks::cut(raw, Style::Plain, keys);
    if raw.len() > LARGEST {
        return plain(keys);
    }
    let Some(writer) = write(raw) else {
        return plain(keys);
    };
    let mut own = keys.empty();
    let mut text = blocks::cut(&writer.text, Style::Markdown, &mut own);
    let forms = own.forms().into_iter();
    let numbers: Vec<u32> = forms
        .map(|form| keys.number(Cow::Owned(form.to_string())))
        .collect();
    let mut end = 0;
    for token in &mut text.tokens {
        let source = writer.source(token.start as usize..token.end as usize);
        // Of two tokens that come from the same bytes the first has them.
        let start = source.start.max(end);
        end = source.end.max(start);
        token.key = numbers[token.key as usize];
        (token.start, token.end) = (start as u32, end as u32);
    }
    Text {
        raw,
        style: Style::Typst,
        tokens: text.tokens,
        blocks: text.blocks,
    }
}

/// A stretch of the Markdown and where it comes from.
struct Piece {
    /// Where it begins in the Markdown.
    at: usize,
    source: Range<usize>,
    form: Form,
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    /// The same bytes.
    Same,
    /// Other bytes, or bytes of nothing.
    Other,
    /// Marks that belong to the token behind, or before; no bytes of Markdown.
    Opens,
    Closes,
}

struct Writer<'t> {
    raw: &'t str,
    /// Where what was parsed begins.
    shift: usize,
    text: String,
    pieces: Vec<Piece>,
    /// Whether a block has begun.
    in_block: bool,
    /// How deep in quotes.
    quotes: usize,
    /// How deep in items of lists.
    items: usize,
    /// The brackets of quotes that no block has begun in.
    opened: Vec<Range<usize>>,
    /// Above 0 where all must stay in one line.
    flat: usize,
}

/// None where the text can't be parsed byte for byte.
fn write(raw: &str) -> Option<Writer<'_>> {
    let body = body_start(raw);
    let root = parsed(&raw[body..])?;
    let mut writer = Writer {
        raw,
        shift: body,
        text: String::with_capacity(raw.len() + raw.len() / 8),
        pieces: Vec::new(),
        in_block: false,
        quotes: 0,
        items: 0,
        opened: Vec::new(),
        flat: 0,
    };
    writer.same(0..body);
    writer.markup(&LinkedNode::new(&root));
    Some(writer)
}

/// The byte behind the byte order mark and the front matter.
fn body_start(raw: &str) -> usize {
    let start = raw.len() - raw.trim_start_matches('\u{feff}').len();
    let mut lines = blocks::lines(raw, start);
    let is_fence = |line: &Range<usize>| raw[line.clone()].trim_end() == "+++";
    if !lines.next().is_some_and(|first| is_fence(&first)) {
        return start;
    }
    match lines.find(is_fence) {
        Some(close) => {
            let behind = &raw[close.end..];
            let ends = ["\r\n", "\n", "\r"];
            close.end
                + ends
                    .iter()
                    .find(|end| behind.starts_with(**end))
                    .map_or(0, |end| end.len())
        }
        None => raw.len(),
    }
}

impl<'t> Writer<'t> {
    /// The bytes of Typst that a stretch of the Markdown comes from.
    fn source(&self, range: Range<usize>) -> Range<usize> {
        let piece_of = |at: usize| {
            let behind = self.pieces.partition_point(|piece| piece.at <= at);
            // Marks without bytes stand before the piece that holds the byte.
            behind.saturating_sub(1)
        };
        let (first, last) = (piece_of(range.start), piece_of(range.end - 1));
        let start = match &self.pieces[first] {
            piece if piece.form == Form::Same => piece.source.start + range.start - piece.at,
            piece => piece.source.start,
        };
        let opens = self.pieces[..first].iter().rev();
        let start = opens
            .take_while(|piece| piece.form == Form::Opens && piece.at == range.start)
            .last()
            .map_or(start, |piece| piece.source.start);
        let end = match &self.pieces[last] {
            piece if piece.form == Form::Same => piece.source.start + range.end - piece.at,
            piece => piece.source.end,
        };
        let closes = self.pieces[last + 1..].iter();
        let end = closes
            .take_while(|piece| piece.form == Form::Closes && piece.at == range.end)
            .last()
            .map_or(end, |piece| piece.source.end);
        start..end.max(start)
    }

    /// Writes bytes as they are.
    fn same(&mut self, source: Range<usize>) {
        if !source.is_empty() {
            let text = &self.raw[source.clone()];
            self.push(text, source, Form::Same);
        }
    }

    fn push(&mut self, text: &str, source: Range<usize>, form: Form) {
        self.pieces.push(Piece {
            at: self.text.len(),
            source,
            form,
        });
        self.text.push_str(text);
    }

    /// Where the next bytes that are of nothing stand.
    fn here(&self) -> Range<usize> {
        let end = self.pieces.last().map_or(0, |piece| piece.source.end);
        end..end
    }

    fn range(&self, node: &LinkedNode) -> Range<usize> {
        let range = node.range();
        range.start + self.shift..range.end + self.shift
    }

    /// Begins a block, where none is begun.
    fn begin(&mut self) {
        if std::mem::replace(&mut self.in_block, true) {
            return;
        }
        if !self.text.is_empty() {
            self.push("\n\n", self.here(), Form::Other);
        }
        let depth = self.quotes.min(DEEPEST);
        let opened = std::mem::take(&mut self.opened);
        for _ in opened.len()..depth {
            self.push("> ", self.here(), Form::Other);
        }
        for bracket in opened.into_iter().take(depth) {
            self.push("> ", bracket, Form::Other);
        }
        for _ in 0..self.items.min(DEEPEST) {
            self.push("    ", self.here(), Form::Other);
        }
    }

    /// Ends the block; where all must stay in one line, a space ends it.
    fn end(&mut self) {
        match self.flat {
            0 => self.in_block = false,
            _ => self.space(self.here()),
        }
    }

    fn space(&mut self, source: Range<usize>) {
        if self.in_block && !self.text.ends_with([' ', '\n']) {
            self.push(" ", source, Form::Other);
        }
    }

    /// Writes a mark that has other bytes in Markdown.
    fn mark(&mut self, mark: &str, source: Range<usize>) {
        self.begin();
        self.push(mark, source, Form::Other);
    }

    /// Writes words as they are; line ends are spaces, and what could be taken for Markdown is escaped.
    fn words(&mut self, source: Range<usize>, escape: &[char]) {
        let raw = self.raw;
        if source.is_empty() {
            return;
        }
        let is_first = !self.in_block;
        self.begin();
        let mut at = source.start;
        let special = |c: char| is_newline(c) || escape.contains(&c);
        if is_first && raw[source.clone()].starts_with(['>', '|']) {
            self.push("\\", at..at, Form::Other);
        }
        for (offset, c) in raw[source.clone()]
            .char_indices()
            .filter(|(_, c)| special(*c))
        {
            let place = source.start + offset..source.start + offset + c.len_utf8();
            self.same(at..place.start);
            match is_newline(c) {
                true => self.space(place.clone()),
                false => self.push(&format!("\\{c}"), place.clone(), Form::Other),
            }
            at = place.end;
        }
        self.same(at..source.end);
    }

    /// Writes a character that is written in another way.
    fn character(&mut self, c: char, source: Range<usize>) {
        match c {
            c if is_newline(c) => self.space(source),
            c if c.is_ascii_punctuation() => self.mark(&format!("\\{c}"), source),
            c => self.mark(c.encode_utf8(&mut [0; 4]), source),
        }
    }

    fn markup(&mut self, markup: &LinkedNode) {
        let mut hash = None;
        for node in markup.children() {
            let range = self.range(&node);
            match (node.kind(), hash.take()) {
                (SyntaxKind::Hash, _) => hash = Some(range.start),
                (_, Some(start)) => self.call(&node, start..range.end),
                (_, None) => self.node(&node, range),
            }
        }
    }

    fn node(&mut self, node: &LinkedNode, range: Range<usize>) {
        match node.kind() {
            SyntaxKind::Space => self.space(range),
            SyntaxKind::Parbreak => self.end(),
            SyntaxKind::LineComment | SyntaxKind::BlockComment | SyntaxKind::Semicolon => {}
            SyntaxKind::Text => self.words(range, &['*']),
            SyntaxKind::Escape => {
                let c = node.cast::<ast::Escape>().map_or(' ', ast::Escape::get);
                self.character(c, range);
            }
            SyntaxKind::Shorthand => {
                let c = node
                    .cast::<ast::Shorthand>()
                    .map_or(' ', ast::Shorthand::get);
                self.character(c, range);
            }
            SyntaxKind::Strong | SyntaxKind::Emph => {
                self.emphasis(node);
            }
            SyntaxKind::Raw => self.raw(node),
            SyntaxKind::Heading => {
                let level = node
                    .cast::<ast::Heading>()
                    .map_or(1, |heading| heading.depth().get());
                let inner = calls::inside(node);
                self.heading(calls::heading_level(level).unwrap_or(1), inner, range);
            }
            SyntaxKind::ListItem => self.item(node, "- "),
            SyntaxKind::TermItem => self.item(node, "- "),
            SyntaxKind::EnumItem => self.item(node, "1."),
            _ => self.words(range, &[]),
        }
    }

    /// Reads words between marks that hang on them.
    fn emphasis(&mut self, node: &LinkedNode) {
        let mut form = Form::Opens;
        for part in node.children() {
            let range = self.range(&part);
            match part.kind() {
                SyntaxKind::Star | SyntaxKind::Underscore => {
                    self.hang(range, form);
                    form = Form::Closes;
                }
                SyntaxKind::Markup => self.markup(&part),
                _ => self.node(&part, range),
            }
        }
    }

    fn hang(&mut self, source: Range<usize>, form: Form) {
        if form == Form::Opens {
            self.begin();
        }
        self.push("", source, form);
    }

    /// Reads a call whose brackets are marks that hang on words.
    fn hanging(&mut self, block: &LinkedNode, range: Range<usize>) {
        let Some(inner) = calls::inside(block) else {
            return;
        };
        let inside = self.range(&inner);
        self.hang(range.start..inside.start, Form::Opens);
        self.markup(&inner);
        self.hang(inside.end..range.end, Form::Closes);
    }

    fn call(&mut self, node: &LinkedNode, range: Range<usize>) {
        let Some(call) = calls::call(node) else {
            return self.words(range, &[]);
        };
        match call {
            Call::Emphasis(block) | Call::Strong(block) => self.hanging(&block, range),
            Call::Strikethrough(block) => self.bracketed("~~", &block, range, "~~"),
            Call::Quote(block) => self.bracketed("\"", &block, range, "\""),
            Call::Footnote(block) => {
                let Some(inner) = calls::inside(&block) else {
                    return;
                };
                let open = self.range(&inner).start - 1;
                self.mark("^", range.start..open);
                self.flat += 1;
                self.bracketed("[", &block, open..range.end, "]");
                self.flat -= 1;
            }
            Call::Link(target, words) => {
                let written = self.range(&target);
                let literal = written.start + 1..written.end - 1;
                match words {
                    None => {
                        self.hang(range.start..literal.start, Form::Opens);
                        self.words(literal.clone(), &[]);
                        self.hang(literal.end..range.end, Form::Closes);
                    }
                    Some(block) => {
                        let open = self.range(&block).start;
                        self.mark("(", range.start..literal.start);
                        self.words(literal.clone(), &[]);
                        self.mark(")", literal.end..open);
                        self.bracketed("[", &block, open..range.end, "]");
                    }
                }
            }
            Call::Linebreak => {
                self.mark("\\", range);
                self.space(self.here());
            }
            Call::Heading(level, block) => self.heading(level, calls::inside(&block), range),
            Call::BlockQuote(block) => self.quote(&block, range),
            // What they show is no text, but a change of it must be seen.
            Call::Image => self.words(range, &[]),
        }
    }

    /// Reads a call whose brackets are marks of their own.
    fn bracketed(&mut self, open: &str, block: &LinkedNode, range: Range<usize>, close: &str) {
        let Some(inner) = calls::inside(block) else {
            return;
        };
        let inside = self.range(&inner);
        self.mark(open, range.start..inside.start);
        self.flat += 1;
        self.markup(&inner);
        self.flat -= 1;
        self.mark(close, inside.end..range.end);
    }

    fn quote(&mut self, block: &LinkedNode, range: Range<usize>) {
        let Some(inner) = calls::inside(block) else {
            return;
        };
        if self.flat > 0 {
            return self.bracketed(">", block, range, ">");
        }
        self.end();
        self.quotes += 1;
        self.opened.push(range.start..self.range(&inner).start);
        self.markup(&inner);
        self.end();
        self.quotes -= 1;
        self.opened.truncate(self.quotes);
    }

    fn heading(&mut self, level: u8, inner: Option<LinkedNode>, range: Range<usize>) {
        let Some(inner) = inner else { return };
        let inside = self.range(&inner);
        self.end();
        self.mark(
            &format!("{} ", "#".repeat(level.into())),
            range.start..inside.start,
        );
        self.flat += 1;
        self.markup(&inner);
        self.flat -= 1;
        self.hang(inside.end..range.end, Form::Closes);
        self.end();
    }

    fn item(&mut self, node: &LinkedNode, marker: &str) {
        self.end();
        for part in node.children() {
            let range = self.range(&part);
            match part.kind() {
                SyntaxKind::ListMarker | SyntaxKind::TermMarker => self.mark(marker, range),
                // `+` is what `1.` is in Markdown, where it need not be 1.
                SyntaxKind::EnumMarker if part.leaf_text() == "+" => {
                    self.mark("1", range.clone());
                    self.push(".", range.end..range.end, Form::Other);
                }
                SyntaxKind::Markup => {
                    self.items += 1;
                    self.markup(&part);
                    self.items -= 1;
                }
                _ => self.node(&part, range),
            }
        }
        self.end();
    }

    fn raw(&mut self, node: &LinkedNode) {
        let is_block = node.cast::<ast::Raw>().is_some_and(ast::Raw::block) && self.flat == 0;
        if is_block {
            self.end();
        }
        let mut opened = false;
        for part in node.children() {
            let range = self.range(&part);
            match part.kind() {
                SyntaxKind::RawDelim if !is_block => self.mark("`", range),
                SyntaxKind::RawDelim if std::mem::replace(&mut opened, true) => {
                    self.push("\n```", range, Form::Other);
                }
                SyntaxKind::RawDelim => self.mark("```", range),
                SyntaxKind::RawTrimmed if is_block && part.leaf_text().contains(is_newline) => {
                    self.push("\n", range, Form::Other);
                }
                SyntaxKind::RawTrimmed => self.space(range),
                SyntaxKind::Text if is_block => self.same(range),
                _ => self.words(range, &[]),
            }
        }
        if is_block {
            self.end();
        }
    }
}
