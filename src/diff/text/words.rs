//! Aligns the words of two stretches: what is kept, what was taken away, what was put in.
//!
//! A path through a table with two states, kept and changed. Keeping a token earns its weight; beginning
//! a change costs `HUNK`, so that close changes join to phrases; beginning or ending one costs by the
//! [`Edge`] at that place, so that changes slide to the ends of words, clauses and sentences.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::blocks::Text;
use super::tokens::{Edge, Token};
use super::weights::WHOLE;

/// What happened to stretches of tokens, in reading order.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Tokens of both texts, as many of one as of the other, with equal keys.
    Kept {
        old: Range<usize>,
        new: Range<usize>,
    },
    Deleted(Range<usize>),
    Inserted(Range<usize>),
    /// It stood here and moved; the number is the move's.
    MovedAway(u32, Range<usize>),
    /// It moved here, and may have been edited on the way.
    MovedIn(u32, Vec<Step>),
}

/// What it costs to begin a change.
const HUNK: i32 = 950 * WHOLE / 1000;
/// Cells of the largest table that is filled. In bytes of memory, too.
const TABLE: usize = 16_000_000;
/// Kept tokens in a row that cut a larger problem in two.
const ANCHOR: usize = 12;
/// Equal tokens at the ends of a stretch that stay in the table, so that changes can slide.
const ROOM: usize = 40;

/// What it costs to begin or end a change at an edge.
fn cost(edge: Edge) -> i32 {
    match edge {
        Edge::Sentence => 0,
        Edge::Clause => 60 * WHOLE / 1000,
        Edge::Word => 100 * WHOLE / 1000,
        Edge::Inside => 240 * WHOLE / 1000,
    }
}

/// Aligns tokens of two texts, and appends what happened.
pub fn align(old: &Text, new: &Text, a: Range<usize>, b: Range<usize>, steps: &mut Vec<Step>) {
    let (x, y) = (&old.tokens[a.clone()], &new.tokens[b.clone()]);
    let same = |(x, y): &(&Token, &Token)| x.key == y.key;
    let before = x.iter().zip(y).take_while(same).count();
    if before == x.len() && before == y.len() {
        return keep(a.start, b.start, before, steps);
    }
    let behind = x[before..].iter().rev().zip(y[before..].iter().rev());
    let behind = behind.take_while(same).count();
    let (before, behind) = (before.saturating_sub(ROOM), behind.saturating_sub(ROOM));
    keep(a.start, b.start, before, steps);
    let (p, q) = (
        a.start + before..a.end - behind,
        b.start + before..b.end - behind,
    );
    if p.len() * q.len() <= TABLE {
        fill(old, new, p.clone(), q.clone(), steps);
    } else {
        cut(old, new, p.clone(), q.clone(), steps);
    }
    keep(p.end, q.end, behind, steps);
}

/// The weight of what both texts keep.
pub fn kept_weight(text: &Text, steps: &[Step]) -> u32 {
    let weight = |range: &Range<usize>| -> u32 {
        let tokens = text.tokens[range.clone()].iter();
        tokens.map(|token| u32::from(token.weight)).sum()
    };
    let kept = steps.iter().map(|step| match step {
        Step::Kept { old, .. } => weight(old),
        _ => 0,
    });
    kept.sum()
}

/// Adds kept tokens, to those before where they go on.
pub fn keep(old: usize, new: usize, length: usize, steps: &mut Vec<Step>) {
    if length == 0 {
        return;
    }
    match steps.last_mut() {
        Some(Step::Kept { old: a, new: b }) if a.end == old && b.end == new => {
            a.end += length;
            b.end += length;
        }
        _ => steps.push(Step::Kept {
            old: old..old + length,
            new: new..new + length,
        }),
    }
}

/// Adds what was taken away and what was put in for it.
pub fn change(old: Range<usize>, new: Range<usize>, steps: &mut Vec<Step>) {
    if !old.is_empty() {
        steps.push(Step::Deleted(old));
    }
    if !new.is_empty() {
        steps.push(Step::Inserted(new));
    }
}

/// Cuts a problem that is too large for the table at long runs of equal tokens.
fn cut(old: &Text, new: &Text, a: Range<usize>, b: Range<usize>, steps: &mut Vec<Step>) {
    let keys = |tokens: &[Token]| tokens.iter().map(|token| token.key).collect::<Vec<_>>();
    let runs = equal_runs(&keys(&old.tokens[a.clone()]), &keys(&new.tokens[b.clone()]));
    let long = runs.iter().any(|run| run.2 >= ANCHOR);
    let (mut i, mut j) = (a.start, b.start);
    let between = |i: usize, j: usize, p: usize, q: usize, steps: &mut Vec<Step>| {
        if (p - i) * (q - j) <= TABLE {
            return fill(old, new, i..p, j..q, steps);
        }
        // Too large even so: what the runs say is good enough.
        let (mut i, mut j) = (i, j);
        for &(x, y, length) in &runs {
            let (x, y) = (a.start + x, b.start + y);
            if x >= i && y >= j && x + length <= p && y + length <= q {
                change(i..x, j..y, steps);
                keep(x, y, length, steps);
                (i, j) = (x + length, y + length);
            }
        }
        change(i..p, j..q, steps);
    };
    for &(x, y, length) in runs.iter().filter(|run| !long || run.2 >= ANCHOR) {
        let (x, y) = (a.start + x, b.start + y);
        between(i, j, x, y, steps);
        keep(x, y, length, steps);
        (i, j) = (x + length, y + length);
    }
    between(i, j, a.end, b.end, steps);
}

/// Runs that two sequences have in common, in order: where they begin in each, and their length.
pub fn equal_runs<T: std::hash::Hash + Eq + Ord + Clone>(
    a: &[T],
    b: &[T],
) -> Vec<(usize, usize, usize)> {
    let ops = capture_diff_slices(Algorithm::Histogram, a, b);
    let equal = ops.into_iter().filter_map(|op| match op {
        DiffOp::Equal {
            old_index,
            new_index,
            len,
        } => Some((old_index, new_index, len)),
        _ => None,
    });
    equal.collect()
}

/// Below any score that a path can have.
const NEVER: i32 = i32::MIN / 2;

/// How a cell of the table was come to.
mod trace {
    /// The best path that has no change open here has just closed one.
    pub const CLOSED: u8 = 1;
    /// The best path that has a change open here has just opened it.
    pub const OPENED: u8 = 2;
    /// An open change came here by a deletion; else by an insertion.
    pub const DELETED: u8 = 4;
}

/// Fills the table for two stretches and follows the best path.
fn fill(old: &Text, new: &Text, a: Range<usize>, b: Range<usize>, steps: &mut Vec<Step>) {
    if a.is_empty() || b.is_empty() {
        return change(a, b, steps);
    }
    let (x, y) = (&old.tokens[a.clone()], &new.tokens[b.clone()]);
    let width = y.len() + 1;
    let edge_before = |tokens: &[Token], at: usize| match at {
        0 => Edge::Sentence,
        at => tokens[at - 1].edge,
    };
    let new_costs: Vec<i32> = (0..width).map(|j| cost(edge_before(y, j))).collect();
    let mut traces = vec![0u8; (x.len() + 1) * width];
    // Of the row above: the best scores without, and with, a change open.
    let mut closed = vec![NEVER; width];
    let mut open = vec![NEVER; width];
    for i in 0..=x.len() {
        let old_cost = cost(edge_before(x, i));
        let token = i.checked_sub(1).map(|at| &x[at]);
        let row = &mut traces[i * width..][..width];
        // `closed[j - 1]` of the row above, and `open[j - 1]` of this one.
        let (mut diagonal, mut left) = (NEVER, NEVER);
        for j in 0..width {
            let edge = old_cost.max(new_costs[j]);
            let kept = match token {
                Some(token) if j > 0 && token.key == y[j - 1].key => {
                    diagonal + i32::from(token.weight)
                }
                None if j == 0 => 0,
                _ => NEVER,
            };
            diagonal = closed[j];
            let mut trace = 0;
            let mut changed = left;
            if open[j] > changed {
                changed = open[j];
                trace |= trace::DELETED;
            }
            let closing = changed - edge;
            closed[j] = kept;
            // Of two equal paths the one with the later change: "not" behind "not" is the new one.
            if closing >= kept && closing > NEVER {
                closed[j] = closing;
                trace |= trace::CLOSED;
            }
            let opening = kept - HUNK - edge;
            left = changed;
            if opening >= changed {
                left = opening;
                trace |= trace::OPENED;
            }
            open[j] = left;
            row[j] = trace;
        }
    }
    follow(&traces, a, b, steps);
}

/// Follows the traces from the table's end to its start, and tells the steps in order.
fn follow(traces: &[u8], a: Range<usize>, b: Range<usize>, steps: &mut Vec<Step>) {
    let width = b.len() + 1;
    let (mut i, mut j) = (a.len(), b.len());
    let mut in_change = traces[i * width + j] & trace::CLOSED != 0;
    // Stretches backwards: whether changed, and where they begin.
    let mut path = Vec::new();
    let (mut end_i, mut end_j) = (i, j);
    let mut turn = |changed: bool, i: usize, j: usize| {
        path.push((changed, i..end_i, j..end_j));
        (end_i, end_j) = (i, j);
    };
    while i > 0 || j > 0 {
        let here = traces[i * width + j];
        if in_change {
            if here & trace::DELETED != 0 {
                i -= 1;
            } else {
                j -= 1;
            }
            if traces[i * width + j] & trace::OPENED != 0 {
                in_change = false;
                turn(true, i, j);
            }
        } else {
            i -= 1;
            j -= 1;
            if (i > 0 || j > 0) && traces[i * width + j] & trace::CLOSED != 0 {
                in_change = true;
                turn(false, i, j);
            }
        }
    }
    turn(in_change, 0, 0);
    for (changed, p, q) in path.into_iter().rev() {
        let (p, q) = (
            a.start + p.start..a.start + p.end,
            b.start + q.start..b.start + q.end,
        );
        if changed {
            change(p, q, steps);
        } else {
            keep(p.start, q.start, p.len(), steps);
        }
    }
}
