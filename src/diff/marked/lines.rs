//! The runs of a line with their marks, and the places of old words in it.

use std::ops::Range;

use crate::diff::marked::pieces::{gap, pieces, space};
use crate::diff::marked::projection::{Insertion, NEW, OLD, Projection};
use crate::diff::marked::tokens::Gone;
use crate::diff::text::blocks::BlockKind as Kind;
use crate::model::body::{Run, RunKind};
use crate::model::mark::Mark;

impl Projection<'_, '_> {
    /// Finds the places of old words whose lines have others that stayed.
    pub fn insert(&mut self, gone: &[Gone], became: &[Option<usize>]) {
        for Gone {
            old,
            mark,
            on_a_move,
        } in gone
        {
            let mut start = old.start;
            while start < old.end {
                let line = self.sides[OLD].line_of[start];
                let same = |&i: &usize| self.sides[OLD].line_of[i] == line;
                let end = (start..old.end)
                    .take_while(same)
                    .last()
                    .map_or(start, |i| i)
                    + 1;
                let part = start..end;
                start = end;
                let Some(line) = line.filter(|&line| *on_a_move || self.stays[line]) else {
                    continue;
                };
                // Words beside it that are still there, in the same line.
                let is_there = |&i: &usize| {
                    became[i].is_some() && (self.marks[OLD][i] == Mark::None) != *on_a_move
                };
                let in_line = |&i: &usize| self.sides[OLD].line_of[i] == Some(line);
                let whole = self.sides[OLD].tokens[line].clone();
                let mut above = (whole.start..part.start).rev().filter(in_line);
                let before = above.find(is_there);
                let behind = || (part.end..whole.end).filter(in_line).find(is_there);
                let found = match before {
                    Some(i) => became[i].map(|j| self.behind(j, &part)),
                    None => behind()
                        .and_then(|i| became[i])
                        .map(|j| self.before(j, &part)),
                };
                if let Some(Some((line, at, spaces))) = found {
                    self.insertions.entry(line).or_default().push(Insertion {
                        at,
                        old: part,
                        mark: *mark,
                        spaces,
                    });
                }
            }
        }
        for insertions in self.insertions.values_mut() {
            insertions.sort_by_key(|insertion| insertion.at);
        }
    }

    /// The place behind a new token: its line, the byte, and the spaces that are needed there.
    pub fn behind(&self, j: usize, part: &Range<usize>) -> Option<(usize, usize, (bool, bool))> {
        let line = self.sides[NEW].line_of[j]?;
        let tokens = &self.texts[NEW].tokens;
        let here = tokens[j].end as usize;
        if !gap(self.texts[OLD], part.start - 1) {
            return Some((line, here, (false, false)));
        }
        let follows = self.sides[NEW].line_of.get(j + 1) == Some(&Some(line));
        match follows && gap(self.texts[NEW], j) {
            true => {
                let space = gap(self.texts[OLD], part.end - 1);
                Some((line, tokens[j + 1].start as usize, (false, space)))
            }
            false => Some((line, here, (true, false))),
        }
    }

    /// The place before a new token.
    pub fn before(&self, j: usize, part: &Range<usize>) -> Option<(usize, usize, (bool, bool))> {
        let line = self.sides[NEW].line_of[j]?;
        let space = gap(self.texts[OLD], part.end - 1);
        let at = self.texts[NEW].tokens[j].start as usize;
        Some((line, at, (false, space)))
    }

    /// The runs of a new line with their marks, and with what is gone from it.
    pub fn line(&mut self, line: usize, runs: &[Run]) -> Vec<Run> {
        let stretches = self.stretches(NEW, line);
        let insertions = self.insertions.remove(&line).unwrap_or_default();
        let cuts: Vec<usize> = insertions.iter().map(|insertion| insertion.at).collect();
        let mut insertions = insertions.into_iter().peekable();
        let mut out = Vec::new();
        for run in runs {
            for piece in pieces(run, self.texts[NEW].raw, &stretches, &cuts) {
                while let Some(next) = insertions.next_if(|next| next.at <= piece.span.start) {
                    self.at = next.at;
                    self.put(&next, &mut out);
                }
                out.push(piece);
            }
        }
        self.at = runs.last().map_or(self.at, |run| run.span.end);
        for rest in insertions {
            self.put(&rest, &mut out);
        }
        out
    }

    /// Puts old words in.
    pub fn put(&mut self, insertion: &Insertion, out: &mut Vec<Run>) {
        if insertion.spaces.0 {
            out.push(space(self.at));
        }
        let tokens = &self.texts[OLD].tokens;
        let Insertion { old, mark, .. } = insertion;
        let bytes = tokens[old.start].start as usize..tokens[old.end - 1].end as usize;
        let line = self.sides[OLD].line_of[old.start];
        let runs = line.map_or(&[][..], |line| self.sides[OLD].runs[line]);
        let stretch = [(bytes.clone(), *mark)];
        // A line may have thousands of runs, and as many insertions: only those that the words stand in are cut.
        let holds = |run: &&Run| {
            let span = &run.span;
            bytes.start < span.end.max(span.start + 1) && span.start < bytes.end
        };
        for run in runs.iter().filter(holds) {
            let pieces = pieces(run, self.texts[OLD].raw, &stretch, &[]);
            let within = pieces.into_iter().filter(|piece| piece.mark == *mark);
            let old: Vec<Run> = within.map(|piece| self.old_run(piece)).collect();
            out.extend(old);
        }
        if insertion.spaces.1 {
            out.push(space(self.at));
        }
    }

    /// The runs of an old line that is gone, with their marks.
    pub fn old_line(&mut self, line: usize, runs: &[Run]) -> Vec<Run> {
        let stretches = self.stretches(OLD, line);
        let mut out = Vec::new();
        for run in runs {
            for piece in pieces(run, self.texts[OLD].raw, &stretches, &[]) {
                out.push(self.old_run(piece));
            }
        }
        out
    }

    /// A run of the old text, to stand in the new one.
    pub fn old_run(&mut self, run: Run) -> Run {
        let kind = match run.kind {
            RunKind::Footnote(note) => RunKind::Footnote(self.note(note)),
            kind => kind,
        };
        Run {
            kind,
            span: self.at..self.at,
            ..run
        }
    }

    /// The marked stretches of a line, as bytes.
    pub fn stretches(&self, side: usize, line: usize) -> Vec<(Range<usize>, Mark)> {
        let mut out: Vec<(Range<usize>, Mark)> = Vec::new();
        let mut last = None;
        for at in self.tokens_of(side, line) {
            let (token, mark) = (&self.texts[side].tokens[at], self.marks[side][at]);
            match out.last_mut() {
                Some((range, known)) if *known == mark && last == Some(at) => {
                    range.end = token.end as usize;
                }
                _ if mark != Mark::None => {
                    out.push((token.start as usize..token.end as usize, mark));
                }
                _ => {}
            }
            last = Some(at + 1).filter(|_| mark != Mark::None);
        }
        out
    }

    pub fn tokens_of(&self, side: usize, line: usize) -> impl Iterator<Item = usize> + use<'_> {
        let line_of = &self.sides[side].line_of;
        let tokens = self.sides[side].tokens[line].clone();
        tokens.filter(move |&at| line_of[at] == Some(line))
    }

    pub fn mark_of(&self, side: usize, line: usize) -> Mark {
        let first = self.tokens_of(side, line).next();
        first.map_or(Mark::None, |first| self.marks[side][first])
    }

    /// Whether something came into a new line or went from it.
    pub fn is_changed(&self, line: usize) -> bool {
        let marked = |at: usize| self.marks[NEW][at] != Mark::None;
        self.insertions.contains_key(&line) || self.tokens_of(NEW, line).any(marked)
    }

    /// The number of the paragraph that begins with a line; old ones in brackets.
    pub fn number(&mut self, side: usize, line: usize) -> Option<String> {
        let first = self
            .tokens_of(side, line)
            .next()
            .filter(|_| !self.in_notes)?;
        let blocks = &self.texts[side].blocks;
        let block = blocks.get(blocks.partition_point(|block| block.tokens.end <= first))?;
        let is_counted = matches!(block.kind, Kind::Paragraph | Kind::Item(_));
        let number = block.paragraph;
        let is_next = std::mem::replace(&mut self.numbered[side], number) != number;
        (is_counted && is_next).then(|| match side {
            OLD => format!("[{number}]"),
            _ => number.to_string(),
        })
    }
}
