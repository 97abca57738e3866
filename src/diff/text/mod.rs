//! Compares two texts: exact marks over their bytes, by paragraphs first and by words inside.
//!
//! # Steps
//! - **cut** ([`blocks`], [`tokens`]): each text becomes blocks of tokens.
//! - **weigh** (`weights`): rare words count more than small ones.
//! - **pair** (`pairing`, `groups`): which blocks belong together, which moved, split or joined.
//! - **align** ([`words`]): what changed inside them.
//! - **moves** (`moves`): sentences that turn up elsewhere.
//! - **ops** ([`ops`]): the marks, cut out of both texts' own bytes.

mod bag;
pub mod blocks;
mod groups;
mod moves;
pub mod ops;
mod pairing;
mod segment;
pub mod tokens;
mod typst;
mod weights;
pub mod words;

use std::ops::Range;
use std::path::Path;

use blocks::Text;
use groups::Group;
use tokens::{Keys, Kind};
use words::{Step, align, change, keep, kept_weight};

/// How a text is marked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `*` and `_` around words are emphasis, `\` keeps a character from being markup.
    Markdown,
    /// Typst markup; its emphasis and escapes are as in Markdown, its calls and comments no words.
    Typst,
    /// They are characters.
    Plain,
}

impl Style {
    /// What the ending of a file's name says.
    pub fn of(path: &Path) -> Style {
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        match ending.to_ascii_lowercase().as_str() {
            "md" | "markdown" => Style::Markdown,
            "typ" => Style::Typst,
            _ => Style::Plain,
        }
    }

    /// The styles of two texts that are compared: beside a plain one the other is plain too.
    pub fn of_both(old: Style, new: Style) -> [Style; 2] {
        match old == Style::Plain || new == Style::Plain {
            true => [Style::Plain; 2],
            false => [old, new],
        }
    }
}

/// Two texts, compared.
pub struct Compared<'t> {
    pub old: Text<'t>,
    pub new: Text<'t>,
    pub keys: Keys<'t>,
    /// They take every token of both texts once, those of the new one in order. Those of the old are in
    /// order but for what lies in moves.
    pub steps: Vec<Step>,
}

/// What is kept of two blocks, from 0 to 1, below which the one replaces the other.
const REPLACED: f32 = 0.22;

/// Compares two texts, each shorter than 4 GiB and with a style of its own. `yeh_kaf`: see
/// [`crate::diff::fold::folds_yeh_and_kaf`].
pub fn compare<'t>(old: &'t str, new: &'t str, styles: [Style; 2], yeh_kaf: bool) -> Compared<'t> {
    let mut keys = Keys::new(yeh_kaf);
    let mut old = blocks::cut(old, styles[0], &mut keys);
    let mut new = blocks::cut(new, styles[1], &mut keys);
    weights::weigh(&mut old, &mut new, keys.count());
    let pairing = pairing::pair(&old, &new);
    let groups = groups::group(&old, &new, &pairing);
    let (steps, next) = walk(&old, &new, &groups);
    let steps = tidy(&old, &new, steps);
    let steps = moves::sentences(&old, &new, steps, next);
    let steps = tidy(&old, &new, steps);
    Compared {
        old,
        new,
        keys,
        steps,
    }
}

/// Walks through both texts, group by group; returns the steps and the next move's number.
fn walk(old: &Text, new: &Text, groups: &[Group]) -> (Vec<Step>, u32) {
    let mut walk = Walk {
        old,
        new,
        away: groups
            .iter()
            .filter(|group| group.moved)
            .map(|group| group.old.clone())
            .zip(1..)
            .collect(),
        steps: Vec::new(),
        i: 0,
        j: 0,
    };
    walk.away.sort_by_key(|(range, _)| range.start);
    let mut number = 0;
    for group in groups {
        if group.moved {
            number += 1;
            walk.insert_to(group.new.start);
            let mut edits = Vec::new();
            align(
                old,
                new,
                tokens(old, &group.old),
                tokens(new, &group.new),
                &mut edits,
            );
            walk.steps.push(Step::MovedIn(number, edits));
        } else {
            walk.delete_to(group.old.start);
            walk.insert_to(group.new.start);
            walk.edit(group);
            walk.i = group.old.end;
        }
        walk.j = group.new.end;
    }
    walk.delete_to(old.blocks.len());
    walk.insert_to(new.blocks.len());
    (walk.steps, number + 1)
}

struct Walk<'a, 't> {
    old: &'a Text<'t>,
    new: &'a Text<'t>,
    /// Blocks that moved away, in the order of the old text, and their moves' numbers.
    away: Vec<(Range<usize>, u32)>,
    steps: Vec<Step>,
    /// The next block of each text.
    i: usize,
    j: usize,
}

impl Walk<'_, '_> {
    /// Deletes the old blocks up to one, but for those that moved away.
    fn delete_to(&mut self, end: usize) {
        while self.i < end {
            let first = self.away.partition_point(|(range, _)| range.start < self.i);
            match self.away.get(first) {
                Some((range, number)) if range.start == self.i => {
                    self.steps
                        .push(Step::MovedAway(*number, tokens(self.old, range)));
                    self.i = range.end;
                }
                next => {
                    let until = next.map_or(end, |(range, _)| range.start.min(end));
                    for block in self.i..until {
                        self.steps
                            .push(Step::Deleted(self.old.blocks[block].tokens.clone()));
                    }
                    self.i = until;
                }
            }
        }
    }

    fn insert_to(&mut self, end: usize) {
        for block in self.j..end.max(self.j) {
            self.steps
                .push(Step::Inserted(self.new.blocks[block].tokens.clone()));
        }
        self.j = end.max(self.j);
    }

    /// Aligns a group that stands where it stood; replaces it where too little is kept.
    fn edit(&mut self, group: &Group) {
        let (a, b) = (tokens(self.old, &group.old), tokens(self.new, &group.new));
        let mut edits = Vec::new();
        align(self.old, self.new, a.clone(), b.clone(), &mut edits);
        let weight = |text: &Text, blocks: &Range<usize>| -> u32 {
            text.blocks[blocks.clone()]
                .iter()
                .map(|block| block.weight)
                .sum()
        };
        let all = weight(self.old, &group.old) + weight(self.new, &group.new);
        if 2.0 * kept_weight(self.old, &edits) as f32 >= REPLACED * all as f32 {
            self.steps.append(&mut edits);
        } else {
            self.steps.extend([Step::Deleted(a), Step::Inserted(b)]);
        }
    }
}

/// Makes changes what readers would call one: joins those that only a marker stands between, such as the
/// bullet of one of two items that changed; leaves out punctuation that is the same at an end, such as
/// the comma behind a word that became another; takes back what changes nothing, such as a few words
/// that became a paragraph of their own.
fn tidy(old: &Text, new: &Text, steps: Vec<Step>) -> Vec<Step> {
    let is_change =
        |step: Option<&Step>| matches!(step, Some(Step::Deleted(_) | Step::Inserted(_)));
    let same = |&(i, j): &(usize, usize)| old.tokens[i].key == new.tokens[j].key;
    let is_whole = |text: &Text, tokens: &Range<usize>| {
        let at = text
            .blocks
            .partition_point(|block| block.tokens.end <= tokens.start);
        let first = text.blocks.get(at);
        first.is_some_and(|block| {
            block.tokens.start == tokens.start && block.tokens.end <= tokens.end
        })
    };
    let is_word = |i: usize| {
        let kind = old.tokens[i].kind;
        kind.is_word() || kind == Kind::Marker
    };
    let mut out: Vec<Step> = Vec::with_capacity(steps.len());
    let mut steps = steps.into_iter().peekable();
    while let Some(step) = steps.next() {
        match step {
            Step::Inserted(b) => {
                let Some(Step::Deleted(a)) = out.pop_if(|last| matches!(last, Step::Deleted(_)))
                else {
                    out.push(Step::Inserted(b));
                    continue;
                };
                if a.len() == b.len() && a.clone().zip(b.clone()).all(|pair| same(&pair)) {
                    keep(a.start, b.start, a.len(), &mut out);
                    continue;
                }
                // One block in another's place: no mark of it stayed.
                if is_whole(old, &a) && is_whole(new, &b) {
                    out.extend([Step::Deleted(a), Step::Inserted(b)]);
                    continue;
                }
                // Alone between two changes the punctuation would be in the way.
                let mark = |pair: &(usize, usize)| same(pair) && !is_word(pair.0);
                let stays = |step: Option<&Step>| matches!(step, None | Some(Step::Kept { .. }));
                let before = match stays(out.last()) {
                    true => a.clone().zip(b.clone()).take_while(mark).count(),
                    false => 0,
                };
                let (x, y) = (a.start + before..a.end, b.start + before..b.end);
                let behind = match stays(steps.peek()) {
                    true => x
                        .clone()
                        .rev()
                        .zip(y.clone().rev())
                        .take_while(mark)
                        .count(),
                    false => 0,
                };
                keep(a.start, b.start, before, &mut out);
                change(x.start..x.end - behind, y.start..y.end - behind, &mut out);
                keep(x.end - behind, y.end - behind, behind, &mut out);
            }
            Step::Kept { old: a, new: b } => {
                let marker = a.len() == 1 && old.tokens[a.start].kind == Kind::Marker;
                if marker && is_change(out.last()) && is_change(steps.peek()) {
                    change(a, b, &mut out);
                } else {
                    keep(a.start, b.start, a.len(), &mut out);
                }
            }
            Step::MovedIn(number, inner) => out.push(Step::MovedIn(number, tidy(old, new, inner))),
            step => out.push(step),
        }
    }
    out
}

/// The tokens of some blocks.
fn tokens(text: &Text, blocks: &Range<usize>) -> Range<usize> {
    text.blocks[blocks.start].tokens.start..text.blocks[blocks.end - 1].tokens.end
}

#[cfg(test)]
pub(crate) mod tests;
