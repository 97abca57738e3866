//! Cuts the marks into paragraphs, so that each is shown once, with the classes of its changes.

use std::collections::HashMap;
use std::ops::Range;

use super::Difference;
use crate::diff::changes::Change;
use crate::diff::text::blocks::Text;
use crate::diff::text::words::Step;

/// A paragraph with marks: of the new text, or one that only the old text has.
pub struct Line<'a> {
    pub block: Side,
    pub parts: Vec<Part>,
    /// In reading order.
    pub changes: Vec<&'a Change>,
}

impl Line<'_> {
    /// Whether something stood here that stands elsewhere now.
    pub fn moved_away(&self) -> bool {
        self.parts
            .iter()
            .any(|part| matches!(part, Part::MovedAway(..)))
    }
}

/// A block by its index in one of the texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    Old(usize),
    New(usize),
}

/// Tokens, and what happened to them. Those of `Same` are the new text's.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    Same(Range<usize>),
    Deleted(Range<usize>),
    Inserted(Range<usize>),
    MovedAway(u32, Range<usize>),
    /// What follows, up to its end, moved here.
    MovedIn(u32),
    MoveEnds,
}

/// The paragraphs that have changes, in reading order.
pub fn lines<'a>(difference: &'a Difference) -> Vec<Line<'a>> {
    let compared = &difference.compared;
    let mut cutter = Cutter {
        old: &compared.old,
        new: &compared.new,
        lines: Vec::new(),
        line_of: HashMap::new(),
        j: 0,
    };
    cutter.steps(&compared.steps);
    let Cutter {
        mut lines, line_of, ..
    } = cutter;
    // What is shared stands in no paragraph of this text.
    for change in difference.changes.iter().skip(difference.shared.len()) {
        let new = change
            .new_spot
            .as_ref()
            .map(|_| Side::New(block_at(&compared.new, change.new.start)));
        let old = Side::Old(block_at(&compared.old, change.old.start));
        let line = new
            .and_then(|side| line_of.get(&side))
            .or_else(|| line_of.get(&old));
        if let Some(&line) = line {
            lines[line].changes.push(change);
        }
    }
    lines.retain(|line| !line.changes.is_empty() || line.moved_away());
    lines
}

fn block_at(text: &Text, token: usize) -> usize {
    text.blocks
        .partition_point(|block| block.tokens.end <= token)
}

struct Cutter<'a, 't, 'c> {
    old: &'a Text<'t>,
    new: &'a Text<'t>,
    lines: Vec<Line<'c>>,
    /// Where a block is shown, or the first part of it.
    line_of: HashMap<Side, usize>,
    /// The next token of the new text.
    j: usize,
}

impl<'c> Cutter<'_, '_, 'c> {
    fn steps(&mut self, steps: &[Step]) {
        for step in steps {
            match step {
                Step::Kept { new, .. } => self.in_new(new.clone(), Part::Same),
                Step::Inserted(new) => self.in_new(new.clone(), Part::Inserted),
                Step::Deleted(old) => self.in_old(old, Part::Deleted(old.clone())),
                Step::MovedAway(number, old) => {
                    self.in_old(old, Part::MovedAway(*number, old.clone()))
                }
                Step::MovedIn(number, inner) => {
                    let first = inner.iter().find_map(|step| match step {
                        Step::Kept { new, .. } | Step::Inserted(new) => Some(new.start),
                        _ => None,
                    });
                    let side = Side::New(block_at(self.new, first.unwrap_or(self.j)));
                    self.line(side).parts.push(Part::MovedIn(*number));
                    self.steps(inner);
                    if let Some(line) = self.lines.last_mut() {
                        line.parts.push(Part::MoveEnds);
                    }
                }
            }
        }
    }

    /// The line of a block: the last one, or a new one.
    fn line(&mut self, side: Side) -> &mut Line<'c> {
        if self.lines.last().is_none_or(|line| line.block != side) {
            self.line_of.entry(side).or_insert(self.lines.len());
            self.lines.push(Line {
                block: side,
                parts: Vec::new(),
                changes: Vec::new(),
            });
        }
        self.lines.last_mut().expect("one was pushed")
    }

    /// Shares new tokens out among the lines of their blocks.
    fn in_new(&mut self, tokens: Range<usize>, part: fn(Range<usize>) -> Part) {
        let mut at = tokens.start;
        while at < tokens.end {
            let block = block_at(self.new, at);
            let end = self.new.blocks[block].tokens.end.min(tokens.end);
            self.line(Side::New(block)).parts.push(part(at..end));
            at = end;
        }
        self.j = tokens.end;
    }

    /// Puts old tokens where they stood: whole blocks on lines of their own, else into the paragraph
    /// that goes on, or into the next where they began theirs.
    fn in_old(&mut self, tokens: &Range<usize>, part: Part) {
        let block = block_at(self.old, tokens.start);
        let begins = self.old.blocks[block].tokens.start == tokens.start;
        let whole = begins && self.old.blocks[block].tokens.end <= tokens.end;
        let next = block_at(self.new, self.j).min(self.new.blocks.len().saturating_sub(1));
        let side = match self.lines.last() {
            _ if whole => Side::Old(block),
            _ if begins && !self.new.blocks.is_empty() => Side::New(next),
            Some(line) => line.block,
            None => Side::Old(block),
        };
        self.line(side).parts.push(part);
        let line = self.lines.len() - 1;
        self.line_of.entry(Side::Old(block)).or_insert(line);
    }
}
