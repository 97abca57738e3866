//! What happened to each token of both texts, and in which line of its body it stands.

use std::collections::HashMap;
use std::ops::Range;

use crate::diff::text::blocks::Text;
use crate::diff::text::words::Step;
use crate::model::body::{Block, Body, Run};
use crate::model::mark::Mark;

/// A text and its body: which line each token stands in.
pub struct Side<'b> {
    /// The runs of each line.
    pub runs: Vec<&'b [Run]>,
    pub line_of: Vec<Option<usize>>,
    /// The first line of each footnote, and the end.
    pub footnotes: Vec<usize>,
    /// From the first token of each line to its last; a note's may stand between. Empty where it has none.
    pub tokens: Vec<Range<usize>>,
}

impl<'b> Side<'b> {
    pub fn new(text: &Text, body: &'b Body) -> Side<'b> {
        let mut runs: Vec<&[Run]> = Vec::new();
        let visit = |blocks: &'b [Block], runs: &mut Vec<&'b [Run]>| {
            blocks
                .iter()
                .for_each(|block| block.visit_lines(&mut |line| runs.push(line)));
        };
        visit(&body.blocks, &mut runs);
        let mut footnotes = vec![runs.len()];
        for note in &body.footnotes {
            visit(&note.blocks, &mut runs);
            footnotes.push(runs.len());
        }
        // Stretches of lines in the order of their bytes. Notes may stand anywhere, in Typst in the midst of
        // a line, whose runs then are several stretches.
        let mut spans: Vec<(Range<usize>, usize)> = runs
            .iter()
            .enumerate()
            .flat_map(|(line, runs)| runs.iter().map(move |run| (run.span.clone(), line)))
            .filter(|(span, _)| !span.is_empty())
            .collect();
        spans.sort_by_key(|(span, _)| span.start);
        let mut stretches: Vec<(Range<usize>, usize)> = Vec::new();
        for (span, line) in spans {
            match stretches.last_mut() {
                Some((known, of)) if *of == line => known.end = span.end,
                _ => stretches.push((span, line)),
            }
        }
        let mut line_of = vec![None; text.tokens.len()];
        let mut tokens = vec![0..0; runs.len()];
        let mut next = 0;
        for (at, token) in text.tokens.iter().enumerate() {
            let (start, end) = (token.start as usize, token.end as usize);
            while stretches
                .get(next)
                .is_some_and(|(span, _)| span.end <= start)
            {
                next += 1;
            }
            let Some((span, line)) = stretches.get(next) else {
                break;
            };
            if span.start < end {
                line_of[at] = Some(*line);
                let known = &mut tokens[*line];
                if known.end == 0 {
                    known.start = at;
                }
                known.end = at + 1;
            }
        }
        Side {
            runs,
            line_of,
            footnotes,
            tokens,
        }
    }
}

/// How many lines some blocks have.
pub fn count(blocks: &[Block]) -> usize {
    let mut count = 0;
    for block in blocks {
        block.visit_lines(&mut |_| count += 1);
    }
    count
}

/// Old tokens that are gone from where they stood, or were left out on a move.
pub struct Gone {
    pub old: Range<usize>,
    pub mark: Mark,
    /// Whether they were left out on a move: shown where the rest of theirs moved to.
    pub on_a_move: bool,
}

/// What happened to each token.
pub struct Marker {
    /// Of the old text and of the new one.
    pub marks: [Vec<Mark>; 2],
    /// The new token that an old one became, where it stayed or moved.
    pub became: Vec<Option<usize>>,
    /// In the order of the steps.
    pub gone: Vec<Gone>,
}

impl Marker {
    pub fn steps(&mut self, steps: &[Step], moved: Option<u32>) {
        for step in steps {
            match step {
                Step::Kept { old, new } => {
                    for (i, j) in old.clone().zip(new.clone()) {
                        self.became[i] = Some(j);
                        self.marks[1][j] = moved.map_or(Mark::None, Mark::MovedIn);
                    }
                }
                Step::Inserted(new) => self.marks[1][new.clone()].fill(Mark::Inserted),
                Step::Deleted(old) => self.goes(old, Mark::Deleted, moved.is_some()),
                Step::MovedAway(number, old) => self.goes(old, Mark::MovedAway(*number), false),
                Step::MovedIn(number, inner) => self.steps(inner, Some(*number)),
            }
        }
    }

    /// Words that stand in both files, and are printed in one version only, came or went: those of a
    /// footnote without a mark.
    pub fn unprinted(&mut self, sides: &[Side; 2]) {
        for (i, j) in self.became.iter().enumerate() {
            let Some(j) = *j else { continue };
            match (sides[0].line_of[i], sides[1].line_of[j]) {
                (Some(_), None) => self.marks[0][i] = Mark::Deleted,
                (None, Some(_)) => self.marks[1][j] = Mark::Inserted,
                _ => {}
            }
        }
    }

    fn goes(&mut self, old: &Range<usize>, mark: Mark, on_a_move: bool) {
        // Where it stood, the whole of a move is shown as moved.
        if !on_a_move {
            self.marks[0][old.clone()].fill(mark);
        }
        self.gone.push(Gone {
            old: old.clone(),
            mark,
            on_a_move,
        });
    }
}

/// Which old lines have words that stayed where they stood, and which old line each new one was.
pub fn partners(marker: &Marker, sides: &[Side; 2]) -> (Vec<bool>, Vec<Option<usize>>) {
    let mut shared: HashMap<(usize, usize), usize> = HashMap::new();
    let mut stays = vec![false; sides[0].runs.len()];
    for (i, j) in marker.became.iter().enumerate() {
        let stayed = marker.marks[0][i] == Mark::None;
        let (Some(j), Some(x), true) = (*j, sides[0].line_of[i], stayed) else {
            continue;
        };
        stays[x] = true;
        if let Some(y) = sides[1].line_of[j] {
            *shared.entry((y, x)).or_default() += 1;
        }
    }
    let mut most: Vec<Option<(usize, usize)>> = vec![None; sides[1].runs.len()];
    let mut shared: Vec<_> = shared.into_iter().collect();
    shared.sort_unstable();
    for ((y, x), count) in shared {
        if most[y].is_none_or(|(_, most)| count > most) {
            most[y] = Some((x, count));
        }
    }
    let partner = most.into_iter().map(|found| Some(found?.0)).collect();
    (stays, partner)
}
