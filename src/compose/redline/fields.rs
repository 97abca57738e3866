//! Fields in two versions: one text that holds what stayed, came and went.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::diff::text::blocks::Text;
use crate::diff::text::words::Step;
use crate::diff::text::{Compared, Style, compare};
use crate::model::mark::{Mark, Words};

/// A field with the words that came and went.
pub fn differing(old: &str, new: &str) -> Words {
    if old == new {
        return new.into();
    }
    let compared = compare(old, new, [Style::Plain; 2], false);
    Words::of(pieces(&compared))
}

/// The marks of a comparison, spaces at their ends left unmarked.
fn pieces(compared: &Compared) -> Vec<(Mark, String)> {
    let mut out = Vec::new();
    let mut put = |mark: Mark, text: &Text, range: &Range<usize>| {
        let Some(last) = range.end.checked_sub(1).filter(|_| !range.is_empty()) else {
            return;
        };
        let (start, end) = (text.tokens[range.start].start, text.tokens[last].end);
        let next = text.tokens.get(range.end);
        let behind = next.map_or(text.raw.len(), |token| token.start as usize);
        out.push((mark, text.raw[start as usize..end as usize].to_string()));
        out.push((Mark::None, text.raw[end as usize..behind].to_string()));
    };
    fn walk(steps: &[Step], compared: &Compared, put: &mut dyn FnMut(Mark, &Text, &Range<usize>)) {
        for step in steps {
            match step {
                Step::Kept { new, .. } => put(Mark::None, &compared.new, new),
                Step::Inserted(new) => put(Mark::Inserted, &compared.new, new),
                Step::Deleted(old) => put(Mark::Deleted, &compared.old, old),
                // In a line of a field a move is a deletion and an insertion.
                Step::MovedAway(_, old) => put(Mark::Deleted, &compared.old, old),
                Step::MovedIn(_, inner) => {
                    for step in inner {
                        if let Step::Kept { new, .. } | Step::Inserted(new) = step {
                            put(Mark::Inserted, &compared.new, new);
                        }
                    }
                }
            }
        }
    }
    walk(&compared.steps, compared, &mut put);
    if let Some((Mark::None, last)) = out.last_mut() {
        last.truncate(last.trim_end().len());
    }
    out
}

/// Lines of a field: those that are the same stay, those that stand for each other are compared.
pub fn lines(old: &[Words], new: &[Words]) -> Vec<Words> {
    let texts =
        |lines: &[Words]| -> Vec<String> { lines.iter().map(|line| line.to_string()).collect() };
    let (a, b) = (texts(old), texts(new));
    let mut out = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &a, &b) {
        let (olds, news) = (&a[op.old_range()], &b[op.new_range()]);
        if let DiffOp::Equal { .. } = op {
            out.extend(news.iter().map(|line| line.as_str().into()));
            continue;
        }
        let pairs = olds.len().min(news.len());
        out.extend((0..pairs).map(|at| differing(&olds[at], &news[at])));
        let gone = olds[pairs..].iter();
        out.extend(gone.map(|line| Words::whole(line, Mark::Deleted)));
        let come = news[pairs..].iter();
        out.extend(come.map(|line| Words::whole(line, Mark::Inserted)));
    }
    out
}
