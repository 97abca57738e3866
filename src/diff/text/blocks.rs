//! A text as blocks: headings, paragraphs, list items, table rows, blocks of code, fields of front matter.
//!
//! One look at each line, for Markdown and plain text alike: nothing in a text can make it fail. Typst
//! markup is written as Markdown first.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::tokens::{Keys, Token, Tokenizer};
use super::{Style, typst};

/// A text, cut.
pub struct Text<'t> {
    pub raw: &'t str,
    pub style: Style,
    /// In order; they tile the text, with the white space between.
    pub tokens: Vec<Token>,
    /// In order; every token belongs to one, and none is empty.
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone)]
pub struct Block {
    /// Into [`Text::tokens`].
    pub tokens: Range<usize>,
    pub kind: BlockKind,
    /// Counted from 1; headings, front matter and code have the number of the paragraph before them.
    pub paragraph: u32,
    /// How many block quotes it stands in, up to 255.
    pub quotes: u8,
    /// How many items of lists a list item stands in, itself among them, up to 255; 0 for other blocks.
    pub level: u8,
    /// Of the keys; equal blocks have equal hashes. Set by `weights`, like what follows.
    pub hash: u64,
    pub weight: u32,
    pub words: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    Heading,
    Paragraph,
    /// Of a list; `true` where it has a number or letter.
    Item(bool),
    Row,
    Code,
    /// A line between two parts.
    Rule,
    /// A field of the front matter.
    Field,
}

impl BlockKind {
    /// Whether readers count it when they speak of the third paragraph.
    fn is_counted(self) -> bool {
        matches!(
            self,
            BlockKind::Paragraph | BlockKind::Item(_) | BlockKind::Row
        )
    }
}

/// In plain text, a longer line is a paragraph of its own: nobody wraps there. In characters, marks on letters
/// left out, so that it doesn't matter how a letter with a mark is written.
const WRAPPED: usize = 160;

/// What a line begins with.
struct Line {
    /// Where the quotes' marks begin, and where they end.
    start: usize,
    unquoted: usize,
    /// Where the words begin, behind the marker.
    words: usize,
    end: usize,
    /// How many `>` stand before.
    quotes: usize,
    mark: Mark,
}

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    None,
    Heading,
    Bullet,
    /// `1.`, `(a)`: its characters are words.
    Number {
        /// Whether it may stand behind a line of a paragraph: 1 and what is like it.
        interrupts: bool,
        /// Where the `.` or `)` stands behind it, if no bracket stands before.
        stop: Option<usize>,
    },
    Row,
    /// Of a table: `|---|---|`.
    RowOfLines,
    Fence,
    /// `---` or `***` alone.
    Rule,
    /// `===` alone.
    Underline,
}

/// Cuts a text. Its tokens have no weights yet.
pub fn cut<'t>(raw: &'t str, style: Style, keys: &mut Keys<'t>) -> Text<'t> {
    if style == Style::Typst {
        return typst::cut(raw, keys);
    }
    let mut cutter = Cutter {
        raw,
        style,
        tokenizer: Tokenizer::new(raw, style, keys),
        blocks: Vec::new(),
        open: None,
        quotes: 0,
        items: Vec::new(),
        level: 0,
        paragraph: 0,
    };
    let mut place = Place::Start;
    let start = raw.len() - raw.trim_start_matches('\u{feff}').len();
    for line in lines(raw, start) {
        place = cutter.line(line, place);
    }
    cutter.close();
    Text {
        raw,
        style,
        tokens: cutter.tokenizer.tokens,
        blocks: cutter.blocks,
    }
}

/// Where the reading of lines stands.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Start,
    FrontMatter,
    Body,
    /// In code; the byte of its fences.
    Code(u8),
}

/// The lines of a text, without their ends: LF, CRLF or a lone CR.
pub fn lines(raw: &str, mut at: usize) -> impl Iterator<Item = Range<usize>> {
    std::iter::from_fn(move || {
        let rest = raw.as_bytes().get(at..).filter(|rest| !rest.is_empty())?;
        let length = rest
            .iter()
            .position(|byte| matches!(byte, b'\n' | b'\r'))
            .unwrap_or(rest.len());
        let line = at..at + length;
        let pair = rest[length..].starts_with(b"\r\n");
        at += length + 1 + usize::from(pair);
        Some(line)
    })
}

struct Cutter<'t, 'k> {
    raw: &'t str,
    style: Style,
    tokenizer: Tokenizer<'t, 'k>,
    blocks: Vec<Block>,
    /// Kind and first token of the block that is being read.
    open: Option<(BlockKind, usize)>,
    /// How deep the last block stood in quotes.
    quotes: usize,
    /// Where the words of the list items begin that are open, in columns of their lines.
    items: Vec<usize>,
    /// Of the open block.
    level: usize,
    paragraph: u32,
}

impl Cutter<'_, '_> {
    /// Takes a line, and tells where the next one stands.
    fn line(&mut self, range: Range<usize>, place: Place) -> Place {
        let fence = self.raw[range.clone()].trim_end() == "+++";
        match place {
            Place::Start if fence && self.style == Style::Markdown => Place::FrontMatter,
            Place::FrontMatter if fence => {
                self.close();
                Place::Body
            }
            Place::FrontMatter => {
                self.field(range);
                Place::FrontMatter
            }
            Place::Start | Place::Body => self.body(&look(self.raw, range)),
            Place::Code(byte) => {
                let line = look(self.raw, range);
                self.tokenizer.line(line.start..line.end);
                if line.mark == Mark::Fence && self.raw.as_bytes()[line.unquoted] == byte {
                    self.close();
                    return Place::Body;
                }
                place
            }
        }
    }

    fn body(&mut self, line: &Line) -> Place {
        if line.words >= line.end && line.mark == Mark::None {
            self.close();
            return Place::Body;
        }
        if line.quotes > self.quotes {
            self.close();
        }
        let open = self.open.map(|(kind, _)| kind);
        let in_paragraph = open == Some(BlockKind::Paragraph);
        match line.mark {
            Mark::Heading => self.single(BlockKind::Heading, line),
            Mark::Row => self.single(BlockKind::Row, line),
            Mark::RowOfLines => self.close(),
            Mark::Fence => {
                self.begin(BlockKind::Code, line);
                return Place::Code(self.raw.as_bytes()[line.unquoted]);
            }
            // Under a paragraph it makes a heading of it.
            Mark::Rule | Mark::Underline if in_paragraph => {
                self.open = self.open.map(|(_, first)| (BlockKind::Heading, first));
                self.close();
            }
            Mark::Rule => self.single(BlockKind::Rule, line),
            Mark::Bullet => self.begin(BlockKind::Item(false), line),
            Mark::Number { interrupts, .. } if interrupts || !in_paragraph => {
                self.begin(BlockKind::Item(true), line);
            }
            Mark::Number { .. } | Mark::None | Mark::Underline => match open {
                Some(_) => self.tokenizer.line(line.unquoted..line.end),
                None => self.begin(BlockKind::Paragraph, line),
            },
        }
        let line = &self.raw[line.start..line.end];
        let is_long = |line: &str| {
            let letters = line.nfc().filter(|c| !is_combining_mark(*c));
            line.len() > WRAPPED && letters.count() > WRAPPED
        };
        if self.style == Style::Plain && is_long(line) {
            self.close();
        }
        Place::Body
    }

    /// A line of the front matter: a key begins a field.
    fn field(&mut self, range: Range<usize>) {
        let text = &self.raw[range.clone()];
        let key = text.split(['=', ' ', '\t']).next().unwrap_or_default();
        let is_key = !key.is_empty()
            && text[key.len()..].trim_start().starts_with('=')
            && key
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
        if is_key || text.starts_with('[') || self.open.is_none() {
            self.close();
            self.open = Some((BlockKind::Field, self.tokenizer.tokens.len()));
        }
        self.tokenizer.line(range);
    }

    fn single(&mut self, kind: BlockKind, line: &Line) {
        self.begin(kind, line);
        self.close();
    }

    /// Begins a block with a line: its marks, then its words.
    fn begin(&mut self, kind: BlockKind, line: &Line) {
        self.close();
        self.open = Some((kind, self.tokenizer.tokens.len()));
        self.level = self.level(kind, line);
        if line.quotes > self.quotes {
            self.tokenizer
                .quote(line.start..line.unquoted, line.quotes - self.quotes);
        }
        self.quotes = line.quotes;
        let marker = line.unquoted..line.words;
        match line.mark {
            Mark::Rule => return self.tokenizer.rule(line.unquoted..line.end),
            Mark::Bullet => self.tokenizer.marker(marker, "-"),
            Mark::Heading => self.tokenizer.marker(marker, "#"),
            Mark::Number {
                stop: Some(stop), ..
            } => {
                self.tokenizer.line(line.words..stop);
                self.tokenizer.stop(stop..stop + 1);
                return self.tokenizer.line(stop + 1..line.end);
            }
            _ => {}
        }
        self.tokenizer.line(line.words..line.end);
    }

    /// The level of a block in lists: an item whose mark stands below another's words is part of that one.
    fn level(&mut self, kind: BlockKind, line: &Line) -> usize {
        if line.quotes != self.quotes {
            self.items.clear();
        }
        let begin = self.raw[..line.start]
            .rfind(['\n', '\r'])
            .map_or(0, |at| at + 1);
        let column = columns(&self.raw[begin..line.unquoted]);
        while self.items.last().is_some_and(|&words| column < words) {
            self.items.pop();
        }
        if !matches!(kind, BlockKind::Item(_)) {
            return 0;
        }
        let words = match line.mark {
            Mark::Number {
                stop: Some(stop), ..
            } => stop + 2,
            _ => line.words,
        };
        let words = columns(&self.raw[begin..words.min(line.end)]);
        self.items.push(words.max(column + 1));
        self.items.len()
    }

    fn close(&mut self) {
        let Some((kind, first)) = self.open.take() else {
            return;
        };
        self.tokenizer.end_block(first);
        let end = self.tokenizer.tokens.len();
        if first == end {
            return;
        }
        self.paragraph += u32::from(kind.is_counted());
        self.blocks.push(Block {
            tokens: first..end,
            kind,
            paragraph: self.paragraph,
            quotes: self.quotes.min(255) as u8,
            level: self.level.min(255) as u8,
            hash: 0,
            weight: 0,
            words: 0,
        });
    }
}

/// How wide the start of a line is; tabs reach to the next fourth column.
fn columns(start: &str) -> usize {
    start.chars().fold(0, |column, c| match c {
        '\t' => column / 4 * 4 + 4,
        _ => column + 1,
    })
}

fn look(raw: &str, range: Range<usize>) -> Line {
    let bytes = raw.as_bytes();
    let skip = |at: usize| {
        let spaces = bytes[at..range.end].iter();
        at + spaces
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count()
    };
    let start = skip(range.start);
    let (mut unquoted, mut quotes) = (start, 0);
    while unquoted < range.end && bytes[unquoted] == b'>' {
        quotes += 1;
        unquoted = skip(unquoted + 1);
    }
    let text = raw[unquoted..range.end].trim_end();
    let (mut mark, length) = mark(text);
    if let Mark::Number {
        stop: Some(stop), ..
    } = &mut mark
    {
        *stop += unquoted;
    }
    Line {
        start,
        unquoted,
        words: skip(unquoted + length),
        end: unquoted + text.len(),
        quotes,
        mark,
    }
}

/// What a line begins with, and how many bytes of it aren't words.
fn mark(text: &str) -> (Mark, usize) {
    let bytes = text.as_bytes();
    let Some(&first) = bytes.first() else {
        return (Mark::None, 0);
    };
    let run = bytes.iter().take_while(|&&byte| byte == first).count();
    let space_at = |at: usize| matches!(bytes.get(at), None | Some(b' ' | b'\t'));
    let only = |allowed: &[u8]| bytes.iter().all(|byte| allowed.contains(byte));
    match first {
        b'`' | b'~' if run >= 3 => (Mark::Fence, 0),
        b'|' if only(b"|-: \t") && text.contains('-') => (Mark::RowOfLines, 0),
        b'|' => (Mark::Row, 0),
        b'#' if run <= 6 && space_at(run) && run < bytes.len() => (Mark::Heading, run),
        b'=' if run == bytes.len() => (Mark::Underline, 0),
        b'-' | b'*' | b'_'
            if only(&[first, b' ', b'\t']) && text.matches(first as char).count() >= 3 =>
        {
            (Mark::Rule, 0)
        }
        b'-' | b'*' | b'+' if space_at(1) && bytes.len() > 1 => (Mark::Bullet, 1),
        0xe2 if text.starts_with('•') && space_at('•'.len_utf8()) => {
            (Mark::Bullet, '•'.len_utf8())
        }
        b'(' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => (number(text), 0),
        _ => (Mark::None, 0),
    }
}

/// The number or letter of a list item at a line's start: `1.`, `2)`, `a)`, `(iv)`.
fn number(text: &str) -> Mark {
    /// Longer ones are words.
    const LONGEST: usize = 4;
    let bracket = usize::from(text.starts_with('('));
    let length = text.as_bytes()[bracket..]
        .iter()
        .take(LONGEST + 1)
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count();
    let inner = &text[bracket..bracket + length];
    let delimiter = bracket + length;
    let behind = &text.as_bytes()[delimiter..];
    let is_number = inner.bytes().all(|byte| byte.is_ascii_digit());
    let fits = (1..=LONGEST).contains(&length)
        && match behind.first() {
            Some(b'.') => is_number && bracket == 0,
            Some(b')') => true,
            _ => false,
        }
        && matches!(behind.get(1), Some(b' ' | b'\t'));
    match fits {
        true => Mark::Number {
            interrupts: inner == "1" || (inner == "a" && bracket == 1),
            stop: (bracket == 0).then_some(delimiter),
        },
        false => Mark::None,
    }
}
