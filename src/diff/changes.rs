//! The changes between two texts, one by one: what was taken away and put in, where, and of which class.

use std::ops::Range;

use crate::diff::class::{Class, Context, Known, Reason, judge};
use crate::diff::fields::{FORM, Fields, is_signed};
use crate::diff::fold::fold1;
use crate::diff::text::blocks::{Block, BlockKind, Text};
use crate::diff::text::ops::slice;
use crate::diff::text::tokens::{Kind, Token};
use crate::diff::text::words::Step;
use crate::diff::text::{Compared, Style};

/// One change.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub class: Class,
    pub reason: Reason,
    /// The tokens taken away, and those put in; of both texts where the words stay.
    pub old: Range<usize>,
    pub new: Range<usize>,
    /// Where it stands in each text; None where that text has nothing of it, nor the paragraph around.
    pub old_spot: Option<Spot>,
    pub new_spot: Option<Spot>,
    /// The number of the move that this is.
    pub moved: Option<u32>,
}

/// A place as people name it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Spot {
    /// A field of the front matter, by its key.
    Field(String),
    /// Counted from 1.
    Paragraph(u32),
    /// The heading above the paragraph of that number.
    Heading(u32),
    /// Code, or a line between parts, behind the paragraph of that number.
    Behind(u32),
}

/// Lists the changes in reading order.
pub fn changes(compared: &Compared, known: &Known) -> Vec<Change> {
    let mut lister = Lister {
        context: Context::new(compared, known),
        is_signed: is_signed(compared),
        fronts: [&compared.old, &compared.new].map(|text| Fields::of(text.raw)),
        compared,
        changes: Vec::new(),
        has_levels: has_levels(&compared.old) || has_levels(&compared.new),
        quoted: None,
        i: 0,
        j: 0,
    };
    lister.steps(&compared.steps);
    if lister.changes.is_empty() && compared.old.raw != compared.new.raw {
        // Before the first word, or behind the last.
        lister.push(Class::Layout, SPACES, 0..0, 0..0, None);
    }
    lister.changes
}

const SPACES: Reason = "line breaks or spaces";

struct Lister<'a, 't> {
    context: Context<'a, 't>,
    is_signed: bool,
    fronts: [Fields; 2],
    compared: &'a Compared<'t>,
    changes: Vec<Change>,
    has_levels: bool,
    /// The blocks whose levels were compared last.
    quoted: Option<(usize, usize)>,
    /// The next token of each text.
    i: usize,
    j: usize,
}

impl Lister<'_, '_> {
    fn steps(&mut self, steps: &[Step]) {
        let mut at = 0;
        while let Some(step) = steps.get(at) {
            at += 1;
            match step {
                Step::Kept { old, new } => {
                    self.kept(old, new);
                    (self.i, self.j) = (old.end, new.end);
                }
                Step::Deleted(old) => match steps.get(at) {
                    Some(Step::Inserted(new)) if self.replaces(old, new) => {
                        at += 1;
                        self.edit(old.clone(), new.clone());
                    }
                    _ => self.edit(old.clone(), self.j..self.j),
                },
                Step::Inserted(new) => self.edit(self.i..self.i, new.clone()),
                Step::MovedAway(_, old) => self.i = old.end,
                Step::MovedIn(number, inner) => self.moved(*number, inner),
            }
        }
    }

    /// Whether what was put in stands for what was taken away: not if both are whole blocks, unless
    /// they were compared and too little was kept.
    fn replaces(&self, old: &Range<usize>, new: &Range<usize>) -> bool {
        let is_whole = |text: &Text, range: &Range<usize>| {
            block(text, range.start).is_some_and(|block| block.tokens == *range)
        };
        !is_whole(&self.compared.old, old) || !is_whole(&self.compared.new, new)
    }

    fn edit(&mut self, old: Range<usize>, new: Range<usize>) {
        let (class, reason) = match self.is_renumbered(&old, &new) {
            true => (Class::Layout, "renumbered"),
            false => judge(&self.context, old.clone(), new.clone()),
        };
        (self.i, self.j) = (old.end, new.end);
        self.push(class, reason, old, new, None);
    }

    /// Whether only what a list item is numbered with changed. Markdown counts the items of a list itself,
    /// from the first one's number on; Typst those that have no number of their own.
    fn is_renumbered(&self, old: &Range<usize>, new: &Range<usize>) -> bool {
        let (a, b) = (&self.compared.old, &self.compared.new);
        if old.len() != 1 || new.len() != 1 {
            return false;
        }
        let (Some(x), Some(y)) = (numbered(a, old.start), numbered(b, new.start)) else {
            return false;
        };
        match (a.style, b.style) {
            (Style::Plain, _) | (_, Style::Plain) => false,
            (Style::Markdown, Style::Markdown) => follows_item(a, x) && follows_item(b, y),
            _ => printed_number(a, x).is_some() && printed_number(a, x) == printed_number(b, y),
        }
    }

    fn moved(&mut self, number: u32, inner: &[Step]) {
        let tokens = |step: &Step| match step {
            Step::Kept { old, new } => (old.clone(), new.clone()),
            Step::Deleted(old) => (old.clone(), 0..0),
            Step::Inserted(new) => (0..0, new.clone()),
            _ => (0..0, 0..0),
        };
        let span = |ranges: Vec<Range<usize>>| -> Range<usize> {
            let mut ranges = ranges.into_iter().filter(|range| !range.is_empty());
            let first = ranges.next().unwrap_or(0..0);
            first.start..ranges.next_back().map_or(first.end, |last| last.end)
        };
        let (olds, news): (Vec<_>, Vec<_>) = inner.iter().map(tokens).unzip();
        let (old, new) = (span(olds), span(news));
        let numbered = |text: &Text, at: usize| {
            block(text, at).is_some_and(|block| block.kind == BlockKind::Item(true))
        };
        let (class, reason) = match numbered(&self.compared.old, old.start)
            || numbered(&self.compared.new, new.start)
        {
            true => (Class::Material, "moved in a numbered list"),
            false if introduces(&self.compared.old, &old) => (Class::Material, ANNOUNCED),
            false
                if is_announced_otherwise(
                    (&self.compared.old, old.start),
                    (&self.compared.new, new.start),
                ) =>
            {
                (Class::Material, ANNOUNCED)
            }
            false => (Class::Order, "moved"),
        };
        let i = self.i;
        self.push(class, reason, old.clone(), new.clone(), Some(number));
        (self.i, self.j) = (old.start, new.start);
        self.steps(inner);
        (self.i, self.j) = (i, new.end);
    }

    fn push(
        &mut self,
        class: Class,
        reason: Reason,
        old: Range<usize>,
        new: Range<usize>,
        moved: Option<u32>,
    ) {
        let (old_spot, new_spot) = (
            spot_of(&self.compared.old, &old),
            spot_of(&self.compared.new, &new),
        );
        let (class, reason) = match self.is_signed {
            true => self.of_field(class, reason, &old, &new),
            false if class <= Class::Typographic => (class, reason),
            false => (Class::Publisher, reason),
        };
        self.changes.push(Change {
            class,
            reason,
            old,
            new,
            old_spot,
            new_spot,
            moved,
        });
    }

    /// A change in the front matter: of a signed field, or the publisher's.
    fn of_field(
        &self,
        class: Class,
        reason: Reason,
        old: &Range<usize>,
        new: &Range<usize>,
    ) -> (Class, Reason) {
        let compared = self.compared;
        let fields = [
            field_around(&compared.old, old),
            field_around(&compared.new, new),
        ];
        let keys: Vec<&str> = fields.into_iter().flatten().map(key).collect();
        if keys.is_empty() {
            return (class, reason);
        }
        let [a, b] = &self.fronts;
        if keys
            .iter()
            .all(|key| a.is_publishers(key) || b.is_publishers(key))
        {
            return (Class::Publisher, reason);
        }
        let folded = |fields: &Fields, key: &str| {
            Some(fold1(&fields.text(key)?, self.context.known.yeh_kaf))
        };
        let says_the_same = match keys[..] {
            [FORM] | [FORM, FORM] => a.form() == b.form(),
            [key, other] if key == other => {
                folded(a, key).is_some() && folded(a, key) == folded(b, key)
            }
            _ => false,
        };
        match says_the_same {
            true => (class.min(Class::Typographic), "written another way"),
            false if class <= Class::Typographic => (class, reason),
            false => (Class::Terms, reason),
        }
    }

    /// Finds paragraphs that came into a block quote or out of it with the same words: all but its first
    /// bear no mark that could have changed. And items that came under another one, or out of it.
    fn quoted(&mut self, old: &Range<usize>, new: &Range<usize>) {
        let (a, b) = (&self.compared.old, &self.compared.new);
        for (i, j) in old.clone().zip(new.clone()) {
            let pair = (block_at(a, i), block_at(b, j));
            if self.quoted.replace(pair) == Some(pair) {
                continue;
            }
            let (x, y) = (&a.blocks[pair.0], &b.blocks[pair.1]);
            let bears_mark = match x.quotes > y.quotes {
                true => bytes(a, &a.tokens[x.tokens.start]).starts_with(['>', '#']),
                false => bytes(b, &b.tokens[y.tokens.start]).starts_with(['>', '#']),
            };
            let is_plain = a.style == Style::Plain || b.style == Style::Plain;
            if x.quotes != y.quotes && !bears_mark && !is_plain {
                self.push(Class::Material, "a block quote", i..i + 1, j..j + 1, None);
            }
            if x.level != y.level && x.level.min(y.level) > 0 {
                let reason = "an item of a list under another";
                self.push(Class::Material, reason, i..i + 1, j..j + 1, None);
            }
        }
    }

    /// Finds what differs where the words are the same: the form of characters, emphasis, paragraphs.
    fn kept(&mut self, old: &Range<usize>, new: &Range<usize>) {
        let (a, b) = (&self.compared.old, &self.compared.new);
        // Front matter comes first.
        let [x, y] = [(a, old), (b, new)].map(|(text, range)| {
            let fields = text
                .blocks
                .partition_point(|block| block.kind == BlockKind::Field);
            let end = fields
                .checked_sub(1)
                .map_or(0, |last| text.blocks[last].tokens.end);
            end.clamp(range.start, range.end) - range.start
        });
        if x != y {
            let (from, to) = (x.min(y), x.max(y));
            let in_old = old.start + from..old.start + to;
            let in_new = new.start + from..new.start + to;
            let reason = "a fence of the front matter";
            self.push(Class::Material, reason, in_old, in_new, None);
        }
        if self.has_levels {
            self.quoted(old, new);
        }
        if slice(a, old) == slice(b, new) {
            return;
        }
        // One change of each kind for a paragraph.
        let mut layout: Option<(Reason, Range<usize>, Range<usize>)> = None;
        for (i, j) in old.clone().zip(new.clone()) {
            let (x, y) = (&a.tokens[i], &b.tokens[j]);
            if bytes(a, x) != bytes(b, y) {
                let (class, reason) = form(bytes(a, x), bytes(b, y), x.kind, y.kind);
                self.push(class, reason, i..i + 1, j..j + 1, None);
            }
            if i + 1 == old.end || gap(a, i) == gap(b, j) {
                continue;
            }
            let reason = match (ends_block(a, i), ends_block(b, j)) {
                (false, true) => "a paragraph split",
                (true, false) => "paragraphs joined",
                _ => SPACES,
            };
            let same_paragraph = |other: &Range<usize>| block_at(b, other.start) == block_at(b, j);
            match &mut layout {
                Some((known, p, q)) if *known == reason && same_paragraph(q) => {
                    (p.end, q.end) = (i + 2, j + 2)
                }
                _ => {
                    if let Some((reason, p, q)) = layout.replace((reason, i..i + 2, j..j + 2)) {
                        self.push(Class::Layout, reason, p, q, None);
                    }
                }
            }
        }
        if let Some((reason, p, q)) = layout {
            self.push(Class::Layout, reason, p, q, None);
        }
    }
}

const ANNOUNCED: Reason = "moved under other words that announce it";

/// Whether tokens are of a heading, or end with a colon: they say what the words behind them are.
fn introduces(text: &Text, tokens: &Range<usize>) -> bool {
    let is_heading =
        block(text, tokens.start).is_some_and(|block| block.kind == BlockKind::Heading);
    is_heading || ends_with_colon(text, tokens)
}

fn ends_with_colon(text: &Text, tokens: &Range<usize>) -> bool {
    slice(text, tokens).trim_end().ends_with([':', '：'])
}

/// Whether other words announce a token of the old text than one of the new: the heading above it, or the
/// paragraph that ends with a colon before it or before the list that it stands in.
fn is_announced_otherwise(old: (&Text, usize), new: (&Text, usize)) -> bool {
    let is_heading = |_: &Text, block: &Block| block.kind == BlockKind::Heading;
    let has_colon = |text: &Text, block: &Block| ends_with_colon(text, &block.tokens);
    let heading = |(text, token): (&Text, usize)| {
        let before = &text.blocks[..block_at(text, token)];
        before.iter().rposition(|block| is_heading(text, block))
    };
    let colon = |(text, token): (&Text, usize)| {
        let at = block_at(text, token);
        let is_item = |at: usize| {
            let block = text.blocks.get(at);
            block.is_some_and(|block| matches!(block.kind, BlockKind::Item(_)))
        };
        let above = (0..at)
            .rev()
            .find(|&above| !(is_item(at) && is_item(above)));
        above.filter(|&above| has_colon(text, &text.blocks[above]))
    };
    // The words of an announcement may have changed in their place.
    let differ = |x: Option<usize>, y: Option<usize>, is_one: &dyn Fn(&Text, &Block) -> bool| {
        let count = |text: &Text, end: usize| {
            let blocks = text.blocks[..end].iter();
            blocks.filter(|block| is_one(text, block)).count()
        };
        let whole = |text: &Text| count(text, text.blocks.len());
        match (x, y) {
            (Some(x), Some(y)) if whole(old.0) == whole(new.0) => {
                count(old.0, x) != count(new.0, y)
            }
            (Some(x), Some(y)) => {
                slice_of(old.0, &old.0.blocks[x]).trim() != slice_of(new.0, &new.0.blocks[y]).trim()
            }
            (x, y) => x.is_some() != y.is_some(),
        }
    };
    differ(heading(old), heading(new), &is_heading) || differ(colon(old), colon(new), &has_colon)
}

/// Whether something stands in a block quote, or in an item of a list. In plain text nothing tells where a quote ends.
fn has_levels(text: &Text) -> bool {
    let is_plain = text.style == Style::Plain;
    let mut blocks = text.blocks.iter();
    blocks.any(|block| (block.quotes > 0 && !is_plain) || block.level > 1)
}

/// The block of a numbered item whose number a token is.
fn numbered(text: &Text, token: usize) -> Option<usize> {
    let at = block_at(text, token);
    let is_item = text.blocks.get(at)?.kind == BlockKind::Item(true);
    let is_first = text.blocks[at].tokens.start == token;
    let number = bytes(text, &text.tokens[token]);
    (is_item && is_first && (number == "+" || is_number(number))).then_some(at)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn follows_item(text: &Text, block: usize) -> bool {
    let before = block.checked_sub(1).map(|before| text.blocks[before].kind);
    before == Some(BlockKind::Item(true))
}

/// The number that an item is printed with, as far as its text tells.
fn printed_number(text: &Text, mut block: usize) -> Option<u64> {
    let own = |block: usize| -> Option<u64> {
        let number = bytes(text, &text.tokens[text.blocks[block].tokens.start]);
        number.parse().ok()
    };
    let mut before = 0;
    while follows_item(text, block) && (text.style == Style::Markdown || own(block).is_none()) {
        block -= 1;
        before += 1;
    }
    Some(own(block).unwrap_or(1) + before)
}

/// How two tokens differ that say the same.
fn form(a: &str, b: &str, x: Kind, y: Kind) -> (Class, Reason) {
    let bare = |text: &str| -> String {
        text.replace("#emph[", "")
            .replace("#strong[", "")
            .chars()
            .filter(|c| !matches!(c, '*' | '_' | '\\' | ']'))
            .collect()
    };
    // `+` of Typst is `1.`, a number and a stop.
    let numbers = |text: &str| matches!(text, "" | "+" | "." | ")") || is_number(text);
    let of_block = matches!(
        (x, y),
        (Kind::Marker, _) | (_, Kind::Marker) | (Kind::Markup, Kind::Markup)
    );
    if of_block || (numbers(a) && numbers(b)) {
        (Class::Layout, "a bullet or heading")
    } else if bare(a) == bare(b) {
        (Class::Layout, "emphasis")
    } else {
        (Class::Typographic, "quotes, dashes or invisible characters")
    }
}

fn bytes<'t>(text: &Text<'t>, token: &Token) -> &'t str {
    &text.raw[token.start as usize..token.end as usize]
}

/// What stands behind a token, up to the next.
fn gap<'t>(text: &Text<'t>, at: usize) -> &'t str {
    let next = text
        .tokens
        .get(at + 1)
        .map_or(text.raw.len(), |next| next.start as usize);
    &text.raw[text.tokens[at].end as usize..next]
}

fn block_at(text: &Text, token: usize) -> usize {
    text.blocks
        .partition_point(|block| block.tokens.end <= token)
}

fn block<'a>(text: &'a Text, token: usize) -> Option<&'a Block> {
    text.blocks.get(block_at(text, token))
}

/// The block that a stretch begins in; none for an empty one between two blocks.
fn around<'a>(text: &'a Text, range: &Range<usize>) -> Option<&'a Block> {
    let found = block(text, range.start)?;
    // Between two blocks nothing tells which one is meant.
    let between = range.is_empty() && found.tokens.start == range.start;
    (!between).then_some(found)
}

/// The field of the front matter that a stretch begins in, as written.
fn field_around<'t>(text: &Text<'t>, range: &Range<usize>) -> Option<&'t str> {
    let block = around(text, range).filter(|block| block.kind == BlockKind::Field)?;
    Some(slice_of(text, block))
}

fn ends_block(text: &Text, token: usize) -> bool {
    block(text, token).is_some_and(|block| block.tokens.end == token + 1)
}

fn spot_of(text: &Text, range: &Range<usize>) -> Option<Spot> {
    around(text, range)?;
    Some(spot(text, block_at(text, range.start)))
}

/// Where a block stands, by its index.
pub fn spot(text: &Text, block: usize) -> Spot {
    let block = &text.blocks[block];
    match block.kind {
        // Where the front matter is broken, a key may be anything: no command to a terminal.
        BlockKind::Field => {
            let key = key(slice_of(text, block));
            Spot::Field(key.replace(char::is_control, "\u{fffd}"))
        }
        BlockKind::Heading => Spot::Heading(block.paragraph + 1),
        BlockKind::Code | BlockKind::Rule => Spot::Behind(block.paragraph),
        BlockKind::Paragraph | BlockKind::Item(_) | BlockKind::Row => {
            Spot::Paragraph(block.paragraph)
        }
    }
}

fn slice_of<'t>(text: &Text<'t>, block: &Block) -> &'t str {
    slice(text, &block.tokens)
}

/// The key of a field: `title = "…"`, or the name of a table `[[contacts]]`.
fn key(field: &str) -> &str {
    let end = field
        .find(['=', ' ', '\t', '\n', '\r'])
        .unwrap_or(field.len());
    field[..end].trim_matches(['[', ']'])
}
