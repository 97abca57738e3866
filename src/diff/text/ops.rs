//! The marks: stretches of both texts' own bytes, which give either text back exactly.

use std::ops::Range;

use super::Compared;
use super::blocks::Text;
use super::words::Step;

/// A stretch and what happened to it, in reading order.
///
/// The old text is that of `Same`, `Deleted` and `MovedAway`, one after the other; the new one that of
/// `Same`, `Inserted` and what lies in `MovedIn`, but for the deleted there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Op<'t> {
    /// The same words. The bytes may differ: white space, markup, the form of quotes.
    Same {
        old: &'t str,
        new: &'t str,
    },
    Deleted(&'t str),
    Inserted(&'t str),
    /// The number is the move's.
    MovedAway(u32, &'t str),
    /// `Same`, `Deleted` and `Inserted` only.
    MovedIn(u32, Vec<Op<'t>>),
}

/// Cuts both texts by the steps.
pub fn ops<'t>(compared: &Compared<'t>) -> Vec<Op<'t>> {
    let (old, new) = (&compared.old, &compared.new);
    let mut ops = Vec::with_capacity(compared.steps.len() + 1);
    append(old, new, &compared.steps, &mut ops);
    // What stands before the first token belongs to what is the same behind it.
    let (a, b) = (start(old, 0), start(new, 0));
    if a + b > 0 {
        let end = match ops.first() {
            Some(Op::Same { old, new }) => (a + old.len(), b + new.len()),
            _ => (a, b),
        };
        let first = Op::Same {
            old: &old.raw[..end.0],
            new: &new.raw[..end.1],
        };
        match end == (a, b) {
            true => ops.insert(0, first),
            false => ops[0] = first,
        }
    }
    ops
}

fn append<'t>(old: &Text<'t>, new: &Text<'t>, steps: &[Step], ops: &mut Vec<Op<'t>>) {
    for step in steps {
        ops.push(match step {
            Step::Kept { old: a, new: b } => Op::Same {
                old: slice(old, a),
                new: slice(new, b),
            },
            Step::Deleted(range) => Op::Deleted(slice(old, range)),
            Step::Inserted(range) => Op::Inserted(slice(new, range)),
            Step::MovedAway(number, range) => Op::MovedAway(*number, slice(old, range)),
            Step::MovedIn(number, steps) => {
                let mut inner = Vec::new();
                append(old, new, steps, &mut inner);
                Op::MovedIn(*number, inner)
            }
        });
    }
}

/// The bytes of tokens, with the white space behind them.
pub fn slice<'t>(text: &Text<'t>, tokens: &Range<usize>) -> &'t str {
    &text.raw[start(text, tokens.start)..start(text, tokens.end)]
}

/// Where a token begins; behind the last, the text's end.
fn start(text: &Text, token: usize) -> usize {
    text.tokens
        .get(token)
        .map_or(text.raw.len(), |token| token.start as usize)
}
