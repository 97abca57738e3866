//! Finds sentences that left one place and turn up in another.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::blocks::Text;
use super::tokens::{Edge, Kind};
use super::words::{Step, align};

/// Tokens in a row that make two places worth a look.
const SEED: usize = 5;
/// How much of a sentence must be the same to have moved as a whole.
const OF_SENTENCE: f32 = 0.7;
/// Words that make a stretch a move that is not a sentence.
const WORDS: f32 = 9.0;
/// Words that any move has at least.
const LEAST_WORDS: f32 = 5.0;
/// Places of one seed that are looked at.
const PLACES: usize = 50;

/// A stretch of the old text and what became of it elsewhere.
struct Move {
    number: u32,
    old: Range<usize>,
    new: Range<usize>,
}

/// Turns deletions and insertions that are one sentence into moves, numbered from `next`.
pub fn sentences(old: &Text, new: &Text, steps: Vec<Step>, next: u32) -> Vec<Step> {
    let (mut deleted, mut inserted) = (Vec::new(), Vec::new());
    for step in &steps {
        match step {
            Step::Deleted(range) => deleted.push(range.clone()),
            Step::Inserted(range) => inserted.push(range.clone()),
            _ => {}
        }
    }
    let moves = find(old, new, &deleted, &inserted, next);
    if moves.is_empty() {
        return steps;
    }
    let mut by_old: Vec<&Move> = moves.iter().collect();
    by_old.sort_by_key(|moved| moved.old.start);
    let mut by_new: Vec<&Move> = moves.iter().collect();
    by_new.sort_by_key(|moved| moved.new.start);
    let mut out = Vec::new();
    for step in steps {
        match step {
            Step::Deleted(range) => {
                let mut at = range.start;
                let first = by_old.partition_point(|moved| moved.old.start < range.start);
                for moved in by_old[first..]
                    .iter()
                    .take_while(|moved| moved.old.end <= range.end)
                {
                    if at < moved.old.start {
                        out.push(Step::Deleted(at..moved.old.start));
                    }
                    out.push(Step::MovedAway(moved.number, moved.old.clone()));
                    at = moved.old.end;
                }
                if at < range.end {
                    out.push(Step::Deleted(at..range.end));
                }
            }
            Step::Inserted(range) => {
                let mut at = range.start;
                let first = by_new.partition_point(|moved| moved.new.start < range.start);
                for moved in by_new[first..]
                    .iter()
                    .take_while(|moved| moved.new.end <= range.end)
                {
                    if at < moved.new.start {
                        out.push(Step::Inserted(at..moved.new.start));
                    }
                    let mut edits = Vec::new();
                    align(old, new, moved.old.clone(), moved.new.clone(), &mut edits);
                    out.push(Step::MovedIn(moved.number, edits));
                    at = moved.new.end;
                }
                if at < range.end {
                    out.push(Step::Inserted(at..range.end));
                }
            }
            step => out.push(step),
        }
    }
    out
}

/// Finds the moves: the longest first, none twice.
fn find(
    old: &Text,
    new: &Text,
    deleted: &[Range<usize>],
    inserted: &[Range<usize>],
    next: u32,
) -> Vec<Move> {
    let mut matches = matches(old, new, deleted, inserted);
    matches.sort_by(|x, y| {
        let key = |m: &Match| (m.old, m.new);
        y.words.total_cmp(&x.words).then(key(x).cmp(&key(y)))
    });
    let mut taken_old = Taken::default();
    let mut taken_new = Taken::default();
    let mut moves: Vec<Move> = Vec::new();
    for found in matches {
        let Some((a, b)) = stretch(old, new, &found) else {
            continue;
        };
        if taken_old.overlaps(&a) || taken_new.overlaps(&b) {
            continue;
        }
        taken_old.add(&a);
        taken_new.add(&b);
        moves.push(Move {
            number: next + moves.len() as u32,
            old: a,
            new: b,
        });
    }
    moves
}

/// Ranges that are no longer free.
#[derive(Default)]
struct Taken(std::collections::BTreeMap<usize, usize>);

impl Taken {
    fn overlaps(&self, range: &Range<usize>) -> bool {
        let last = self.0.range(..range.end).next_back();
        last.is_some_and(|(_, &end)| end > range.start)
    }

    fn add(&mut self, range: &Range<usize>) {
        self.0.insert(range.start, range.end);
    }
}

/// Equal tokens in a deleted and an inserted run.
struct Match {
    words: f32,
    old: usize,
    new: usize,
    length: usize,
    /// The runs that they lie in.
    deleted: Range<usize>,
    inserted: Range<usize>,
}

fn matches(
    old: &Text,
    new: &Text,
    deleted: &[Range<usize>],
    inserted: &[Range<usize>],
) -> Vec<Match> {
    let seed = |text: &Text, at: usize| -> [u32; SEED] {
        std::array::from_fn(|k| text.tokens[at + k].key)
    };
    let mut places: FxHashMap<[u32; SEED], Vec<(usize, usize)>> = FxHashMap::default();
    for (run, range) in deleted.iter().enumerate() {
        for at in range.start..(range.end + 1).saturating_sub(SEED).max(range.start) {
            let known = places.entry(seed(old, at)).or_default();
            if known.len() < PLACES {
                known.push((at, run));
            }
        }
    }
    let mut found = Vec::new();
    if places.is_empty() {
        return found;
    }
    for range in inserted {
        let mut at = range.start;
        while at + SEED <= range.end {
            let known = places.get(&seed(new, at)).into_iter().flatten();
            let grown = known.map(|&(place, run)| grow(old, new, place, at, &deleted[run], range));
            // The first of the longest.
            let longest = grown.reduce(|best, next| {
                if next.length > best.length {
                    next
                } else {
                    best
                }
            });
            match longest {
                Some(longest) => {
                    at = (longest.new + longest.length).max(at + 1);
                    found.push(longest);
                }
                None => at += 1,
            }
        }
    }
    found
}

/// Grows a seed to all equal tokens around it.
fn grow(
    old: &Text,
    new: &Text,
    a: usize,
    b: usize,
    deleted: &Range<usize>,
    inserted: &Range<usize>,
) -> Match {
    let same = |i: usize, j: usize| old.tokens[i].key == new.tokens[j].key;
    let room = (a - deleted.start).min(b - inserted.start);
    let before = (1..=room).take_while(|&k| same(a - k, b - k)).count();
    let room = (deleted.end - a).min(inserted.end - b);
    let behind = (0..room).take_while(|&k| same(a + k, b + k)).count();
    let (a, b, length) = (a - before, b - before, before + behind);
    Match {
        words: words(old, a..a + length),
        old: a,
        new: b,
        length,
        deleted: deleted.clone(),
        inserted: inserted.clone(),
    }
}

/// The stretches that moved, if it is enough: the whole sentences around, else the equal tokens.
fn stretch(old: &Text, new: &Text, found: &Match) -> Option<(Range<usize>, Range<usize>)> {
    if found.words < LEAST_WORDS {
        return None;
    }
    let (a, b) = (
        found.old..found.old + found.length,
        found.new..found.new + found.length,
    );
    let whole_a = sentence(old, a.clone(), &found.deleted);
    let whole_b = sentence(new, b.clone(), &found.inserted);
    let most = |text, range: &Range<usize>| found.words >= OF_SENTENCE * words(text, range.clone());
    if most(old, &whole_a) && most(new, &whole_b) {
        return Some((whole_a, whole_b));
    }
    if found.words < WORDS {
        return None;
    }
    // Punctuation at the ends stays where it was.
    let is_word =
        |at: &usize| old.tokens[*at].kind.is_word() || old.tokens[*at].kind == Kind::Markup;
    let before = a.clone().take_while(|at| !is_word(at)).count();
    let behind = a.clone().rev().take_while(|at| !is_word(at)).count();
    Some((
        a.start + before..a.end - behind,
        b.start + before..b.end - behind,
    ))
}

/// The sentences that a stretch lies in, within a run.
fn sentence(text: &Text, range: Range<usize>, run: &Range<usize>) -> Range<usize> {
    let ends = |at: usize| text.tokens[at].edge == Edge::Sentence;
    let start = (run.start..range.start)
        .rev()
        .take_while(|&at| !ends(at))
        .count();
    let mut end = range.end;
    while end < run.end && !ends(end - 1) {
        end += 1;
    }
    range.start - start..end
}

/// How many words a stretch has; two characters of Chinese count as one.
fn words(text: &Text, range: Range<usize>) -> f32 {
    let count = |kind| match kind {
        Kind::Character => 0.5,
        kind if kind.is_word() => 1.0,
        _ => 0.0,
    };
    text.tokens[range]
        .iter()
        .map(|token| count(token.kind))
        .sum()
}
