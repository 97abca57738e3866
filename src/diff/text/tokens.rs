//! A text as tokens: words, characters of Chinese and Japanese, punctuation, the words of addresses.
//!
//! White space and marks of emphasis are no tokens. They hang on their neighbours, so that the tokens'
//! stretches tile the text, and changing them changes no word.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::Style;
use super::segment;
use crate::diff::fold;

/// What stands between two white spaces, or less.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// In bytes of the text; opening marks of emphasis included.
    pub start: u32,
    /// In bytes; closing marks included, white space not.
    pub end: u32,
    /// Equal for tokens that say the same; see [`Keys`].
    pub key: u32,
    /// What it is worth to keep it, in thousandths of a rare word. Set by `weights`.
    pub weight: u16,
    pub kind: Kind,
    /// What ends behind it.
    pub edge: Edge,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Word,
    /// A character of a script that writes no spaces: Chinese, kana, Thai.
    Character,
    /// A word of an address or of a link's target.
    Address,
    Punctuation,
    /// Punctuation of an address, and what is left of markup.
    Markup,
    /// What a block begins with: `-`, `##`. All bullets are one, and all levels of headings.
    Marker,
}

impl Kind {
    /// Whether readers would count it as a word.
    pub fn is_word(self) -> bool {
        matches!(self, Kind::Word | Kind::Character | Kind::Address)
    }
}

/// How well a change may begin or end at a place; the better, the higher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edge {
    /// Inside a compound or an address.
    Inside,
    Word,
    Clause,
    Sentence,
}

/// Numbers for the folded forms of tokens, shared by the texts that are compared.
pub struct Keys<'t> {
    numbers: FxHashMap<Cow<'t, str>, u32>,
    yeh_kaf: bool,
}

impl<'t> Keys<'t> {
    pub fn new(yeh_kaf: bool) -> Self {
        Keys {
            numbers: FxHashMap::default(),
            yeh_kaf,
        }
    }

    /// Numbers for other texts that are folded in the same way.
    pub fn empty<'o>(&self) -> Keys<'o> {
        Keys::new(self.yeh_kaf)
    }

    /// How many different forms there are; keys count from 0.
    pub fn count(&self) -> usize {
        self.numbers.len()
    }

    /// The forms by their keys.
    pub fn forms(&self) -> Vec<&str> {
        let mut forms = vec![""; self.numbers.len()];
        for (form, &key) in &self.numbers {
            forms[key as usize] = form;
        }
        forms
    }

    /// The number of a form that is folded.
    pub fn number(&mut self, form: Cow<'t, str>) -> u32 {
        let next = self.numbers.len() as u32;
        *self.numbers.entry(form).or_insert(next)
    }

    /// The key of a token's own bytes; None where the fold leaves nothing of it.
    fn key(&mut self, form: &'t str, before: &str, after: &str) -> Option<u32> {
        if form.is_ascii() && !form.contains('`') {
            return Some(self.number(Cow::Borrowed(form)));
        }
        let mut folded = String::with_capacity(form.len());
        let dash_folds = || {
            fold::between(before.chars().next_back())
                && fold::between(after.chars().next())
                && !fold::number_follows(after.chars())
        };
        for c in form.nfc().filter(|&c| !fold::is_invisible(c)) {
            if fold::is_dash(c) && dash_folds() {
                folded.push(fold::DASH);
            } else {
                fold::push(c, self.yeh_kaf, &mut folded);
            }
        }
        (!folded.is_empty()).then(|| self.number(Cow::Owned(folded)))
    }
}

/// Cuts one block after the other.
pub struct Tokenizer<'t, 'k> {
    raw: &'t str,
    style: Style,
    keys: &'k mut Keys<'t>,
    pub tokens: Vec<Token>,
    /// Where the marks begin that belong to the next token.
    lead: Option<usize>,
    /// Marks of emphasis that no mark has closed yet.
    open: Vec<Mark>,
    /// Whether a sentence has ended and only closing quotes and brackets stood behind.
    sentence_ended: bool,
}

/// An opening mark of emphasis.
struct Mark {
    byte: u8,
    length: usize,
    /// The token that it hangs on.
    token: usize,
}

impl<'t, 'k> Tokenizer<'t, 'k> {
    pub fn new(raw: &'t str, style: Style, keys: &'k mut Keys<'t>) -> Self {
        Tokenizer {
            raw,
            style,
            keys,
            tokens: Vec::with_capacity(raw.len() / 5),
            lead: None,
            open: Vec::new(),
            sentence_ended: false,
        }
    }

    /// Cuts a stretch of a line.
    pub fn line(&mut self, range: Range<usize>) {
        let (mut at, mut plain) = (range.start, range.start);
        let bytes = self.raw.as_bytes();
        // Addresses are found by bytes that seldom stand in words.
        while at < range.end {
            let address = match bytes[at] {
                b']' | b':' | b'.' => address(&self.raw[..range.end], range.start, at),
                _ => None,
            };
            match address {
                Some(address) if address.start >= plain => {
                    self.stretch(plain..address.start, false);
                    self.stretch(address.clone(), true);
                    (at, plain) = (address.end, address.end);
                }
                _ => at += 1,
            }
        }
        self.stretch(plain..range.end, false);
    }

    /// Takes the marks `>` that begin a quote, `depth` of them.
    pub fn quote(&mut self, cover: Range<usize>, depth: usize) {
        let end = cover.start + self.raw[cover.clone()].trim_end().len();
        self.written(cover.start..end, ">".repeat(depth), Kind::Markup);
    }

    /// Takes the marker of a list item or heading; `form` is what all of its kind are.
    pub fn marker(&mut self, cover: Range<usize>, form: &'static str) {
        let end = cover.start + self.raw[cover.clone()].trim_end().len();
        let key = self.keys.number(Cow::Borrowed(form));
        self.add(cover.start..end, key, Kind::Marker);
    }

    /// Takes a line between parts, which may be drawn in several ways.
    pub fn rule(&mut self, cover: Range<usize>) {
        self.written(cover, "---".into(), Kind::Markup);
    }

    /// Takes the stop or bracket behind the number of a list item: one is as good as the other.
    pub fn stop(&mut self, cover: Range<usize>) {
        self.written(cover, ".".into(), Kind::Punctuation);
    }

    /// Adds a token whose form isn't its bytes.
    fn written(&mut self, cover: Range<usize>, form: String, kind: Kind) {
        let key = self.keys.number(Cow::Owned(form));
        self.add(cover, key, kind);
    }

    /// Ends a block, whose tokens begin at `first`.
    pub fn end_block(&mut self, first: usize) {
        for mark in std::mem::take(&mut self.open) {
            self.spell_out(mark);
        }
        self.lead = None;
        self.sentence_ended = false;
        if self.tokens.len() > first
            && let Some(last) = self.tokens.last_mut()
        {
            last.edge = Edge::Sentence;
        }
    }

    fn stretch(&mut self, range: Range<usize>, address: bool) {
        let text = &self.raw[..range.end];
        let mut at = range.start;
        while at < range.end {
            let end = segment::end(text, at);
            at = self.segment(at..end, range.end, address);
        }
    }

    /// Takes one segment, or a few that belong together, and returns where it ends.
    fn segment(&mut self, segment: Range<usize>, limit: usize, address: bool) -> usize {
        let form = &self.raw[segment.clone()];
        let first = self.raw.as_bytes()[segment.start];
        if form.chars().all(char::is_whitespace) {
            return segment.end;
        }
        let markdown = self.style == Style::Markdown && !address;
        if markdown && matches!(first, b'*' | b'_') && is_marks(form) {
            return self.marks(segment.start, limit);
        }
        if markdown
            && first == b'\\'
            && self
                .raw
                .as_bytes()
                .get(segment.end)
                .is_some_and(u8::is_ascii_punctuation)
        {
            self.lead.get_or_insert(segment.start);
            // What is escaped is a character like others.
            let next = segment.end..segment::end(&self.raw[..limit], segment.end);
            let kind = kind(&self.raw[next.clone()], address);
            self.push(next.clone(), next.clone(), kind);
            return next.end;
        }
        if matches!(form, "'" | "’" | "‘" | "‛") && self.begins_word(segment.clone()) {
            let end = segment::end(&self.raw[..limit], segment.end);
            if end > segment.end {
                self.push(segment.start..end, segment.start..end, Kind::Word);
                return end;
            }
        }
        let kind = kind(form, address);
        if markdown && kind == Kind::Word && (first == b'_' || form.ends_with('_')) {
            self.underlined(segment.clone());
            return segment.end;
        }
        let end = match kind {
            Kind::Punctuation | Kind::Markup => self.run_end(segment.clone(), limit),
            _ => segment.end,
        };
        self.push(segment.start..end, segment.start..end, kind);
        end
    }

    /// Whether an apostrophe stands where a word begins: 'tis, 's Gravenhage.
    fn begins_word(&self, apostrophe: Range<usize>) -> bool {
        let before = self.raw[..apostrophe.start].chars().next_back();
        let after = self.raw[apostrophe.end..].chars().next();
        after.is_some_and(char::is_alphabetic) && !before.is_some_and(char::is_alphanumeric)
    }

    /// The end of a run of one punctuation mark, such as `---` or `...`.
    fn run_end(&self, segment: Range<usize>, limit: usize) -> usize {
        let bytes = self.raw.as_bytes();
        let first = bytes[segment.start];
        if segment.len() != 1
            || !matches!(
                first,
                b'-' | b'=' | b'.' | b'#' | b'~' | b'`' | b'+' | b'|' | b'/'
            )
        {
            return segment.end;
        }
        let more = bytes[segment.end..limit]
            .iter()
            .take_while(|&&byte| byte == first);
        let end = segment.end + more.count();
        // A mark that belongs to the last of them would be cut off.
        if bytes.get(end).is_none_or(u8::is_ascii) {
            end
        } else {
            segment.end
        }
    }

    /// Takes marks of emphasis that stand apart from words' letters.
    fn marks(&mut self, start: usize, limit: usize) -> usize {
        let bytes = self.raw.as_bytes();
        let byte = bytes[start];
        let end = start
            + bytes[start..limit]
                .iter()
                .take_while(|&&other| other == byte)
                .count();
        let after = self.raw[end..limit].chars().next();
        let end_of_last = segment::end(&self.raw[..limit], end - 1);
        if end_of_last > end && byte == b'*' {
            // A combining mark sits on the last of them.
            let end = end_of_last;
            self.push(start..end, start..end, Kind::Markup);
            return end;
        }
        let touches = self
            .tokens
            .last()
            .is_some_and(|token| token.end as usize == start)
            && self.lead.is_none();
        let opens = after.is_some_and(|c| !c.is_whitespace()) && end < limit;
        if touches && self.close(byte, end - start) {
            let last = self.tokens.last_mut().expect("it touches the last token");
            last.end = end as u32;
        } else if opens {
            self.lead.get_or_insert(start);
            self.open.push(Mark {
                byte,
                length: end - start,
                token: self.tokens.len(),
            });
        } else {
            self.push(start..end, start..end, Kind::Markup);
        }
        end
    }

    /// Takes a word that begins or ends with underscores, which are letters of words to Unicode.
    fn underlined(&mut self, segment: Range<usize>) {
        let form = &self.raw[segment.clone()];
        let before = form.len() - form.trim_start_matches('_').len();
        let behind = form.len() - form.trim_end_matches('_').len();
        let token = self.tokens.len();
        if before > 0 {
            self.open.push(Mark {
                byte: b'_',
                length: before,
                token,
            });
        }
        let closed = behind > 0 && self.close(b'_', behind);
        let inner_end = if closed || behind == 0 {
            segment.end - behind
        } else {
            segment.end
        };
        self.push(
            segment.clone(),
            segment.start + before..inner_end,
            Kind::Word,
        );
    }

    /// Closes the nearest open mark of that kind.
    fn close(&mut self, byte: u8, length: usize) -> bool {
        /// Marks that are open inside one another and are looked at.
        const DEEP: usize = 64;
        let last = self.open.len().saturating_sub(DEEP);
        let found = self.open[last..]
            .iter()
            .rposition(|mark| mark.byte == byte && mark.length == length);
        found.map(|at| self.open.truncate(last + at)).is_some()
    }

    /// A mark that nothing closes is printed as it stands: it belongs to its token's form.
    fn spell_out(&mut self, mark: Mark) {
        let raw = self.raw;
        let Some(token) = self.tokens.get_mut(mark.token) else {
            return;
        };
        let form = raw[token.start as usize..token.end as usize].trim_start();
        token.key = self.keys.number(Cow::Borrowed(form));
    }

    /// Adds a token: the bytes it covers, and those that tell it apart.
    fn push(&mut self, cover: Range<usize>, form: Range<usize>, kind: Kind) {
        let (before, after) = (&self.raw[..form.start], &self.raw[form.end..]);
        let Some(key) = self.keys.key(&self.raw[form.clone()], before, after) else {
            return;
        };
        self.add(cover, key, kind);
    }

    fn add(&mut self, cover: Range<usize>, key: u32, kind: Kind) {
        let start = self.lead.take().unwrap_or(cover.start);
        self.set_edge(start);
        self.tokens.push(Token {
            start: start as u32,
            end: cover.end as u32,
            key,
            weight: 0,
            kind,
            edge: Edge::Inside,
        });
    }

    /// Tells what ends behind the last token, now that the next one begins.
    fn set_edge(&mut self, next: usize) {
        let Some(last) = self.tokens.last_mut() else {
            return;
        };
        let form = self.raw[last.start as usize..last.end as usize].trim_end_matches(['*', '_']);
        let space = self.raw[last.end as usize..next].contains(char::is_whitespace);
        if last.kind == Kind::Marker {
            last.edge = Edge::Sentence;
            return;
        }
        let opening =
            self.raw[next..].starts_with(['(', '[', '<', '«', '“', '„', '「', '（', '《']);
        let apart = match (space, opening) {
            (true, true) => Edge::Clause,
            (true, false) => Edge::Word,
            (false, _) => Edge::Inside,
        };
        let (Some(end), Some(begin)) = (
            form.chars().next_back().filter(|_| !last.kind.is_word()),
            self.raw[next..].chars().find(|c| !matches!(c, '*' | '_')),
        ) else {
            last.edge = apart;
            self.sentence_ended = false;
            return;
        };
        let full_stop = matches!(end, '。' | '！' | '？');
        let stop = matches!(end, '.' | '!' | '?' | '؟' | '۔');
        let closing = matches!(
            end,
            ')' | ']' | '"' | '\'' | '”' | '’' | '»' | '」' | '』' | '）' | '》'
        );
        self.sentence_ended = full_stop || stop || (self.sentence_ended && closing);
        last.edge = if full_stop || (self.sentence_ended && space && !begin.is_lowercase()) {
            Edge::Sentence
        } else if matches!(
            end,
            ',' | ';' | ':' | '،' | '؛' | '、' | '，' | '；' | '：' | '—' | '–' | ')'
        ) {
            Edge::Clause
        } else {
            apart
        };
    }
}

fn is_marks(form: &str) -> bool {
    form.bytes().all(|byte| matches!(byte, b'*' | b'_'))
}

fn kind(form: &str, address: bool) -> Kind {
    let mut chars = form.chars();
    let first = chars.next().unwrap_or(' ');
    let is_word = form.contains(char::is_alphanumeric);
    match (address, is_word) {
        (true, true) => Kind::Address,
        (true, false) => Kind::Markup,
        (false, true) if writes_no_spaces(first) && chars.next().is_none() => Kind::Character,
        (false, true) => Kind::Word,
        (false, false) if matches!(first, '`' | '#' | '~' | '|' | '\\' | '>' | '*' | '_') => {
            Kind::Markup
        }
        (false, false) => Kind::Punctuation,
    }
}

/// Han, kana and Thai: blocks of Unicode 17.
fn writes_no_spaces(c: char) -> bool {
    matches!(c as u32, 0x0e00..=0x0eff | 0x3040..=0x30ff | 0x3400..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

/// Finds the address, or link's target with its brackets, that a byte at `at` tells of.
fn address(text: &str, line: usize, at: usize) -> Option<Range<usize>> {
    /// Longer ones are no targets but text with an odd bracket. In bytes.
    const LONGEST_TARGET: usize = 2000;
    let rest = &text[at..];
    if rest.starts_with("](") {
        let end = rest
            .as_bytes()
            .iter()
            .take(LONGEST_TARGET)
            .position(|&byte| byte == b')')?;
        return Some(at..at + end + 1);
    }
    let before = &text[line..at];
    let scheme = match rest.as_bytes() {
        [b':', b'/', b'/', ..] => ["https", "http"]
            .into_iter()
            .find(|scheme| before.ends_with(scheme)),
        [b':', ..] => ["mailto"]
            .into_iter()
            .find(|scheme| before.ends_with(scheme)),
        [b'.', ..] => ["www"].into_iter().find(|scheme| before.ends_with(scheme)),
        _ => None,
    }?;
    let start = at - scheme.len();
    if text[line..start]
        .chars()
        .next_back()
        .is_some_and(char::is_alphanumeric)
    {
        return None;
    }
    let ends = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '<' | '>' | ')' | ']' | '"' | '\'' | '|' | '》' | '）' | '，' | '。'
            )
    };
    let address = &text[start..];
    let address = &address[..address.find(ends).unwrap_or(address.len())];
    let length = address
        .trim_end_matches(['.', ',', ';', ':', '*', '_'])
        .len();
    (start + length > at).then_some(start..start + length)
}
