//! Footnotes of both texts: which one became which, and those that are gone.

use std::collections::HashMap;

use crate::diff::marked::projection::{Lines, NEW, OLD, Projection};
use crate::diff::text::tokens::Token;
use crate::model::body::{Body, Footnote, RunKind};

impl Projection<'_, '_> {
    /// The footnotes of the new text that old ones became: those whose marks are the same, and those whose
    /// words are.
    pub fn paired_notes(&self, became: &[Option<usize>], bodies: [&Body; 2]) -> Vec<Option<usize>> {
        let mut notes = vec![None; bodies[OLD].footnotes.len()];
        let mut taken = vec![false; bodies[NEW].footnotes.len()];
        // The first token of each note's mark; the first mark counts.
        let marks = |side: usize| -> HashMap<usize, usize> {
            let tokens = &self.texts[side].tokens;
            let mut marks = HashMap::new();
            for run in bodies[side].runs() {
                if let RunKind::Footnote(note) = run.kind {
                    let before = |token: &Token| token.end as usize <= run.span.start;
                    marks.entry(tokens.partition_point(before)).or_insert(note);
                }
            }
            marks
        };
        let (old_marks, new_marks) = (marks(OLD), marks(NEW));
        let mut old_marks: Vec<_> = old_marks.into_iter().collect();
        old_marks.sort_unstable();
        let by_mark = old_marks.into_iter().filter_map(|(token, note)| {
            let becomes = (*became.get(token)?)?;
            Some((note, *new_marks.get(&becomes)?))
        });
        let (old, new) = (&self.sides[OLD].footnotes, &self.sides[NEW].footnotes);
        let by_words = new.windows(2).enumerate().filter_map(|(j, lines)| {
            let was = (lines[0]..lines[1]).find_map(|line| self.partner[line]);
            let was = was.filter(|was| *was >= old[0])?;
            Some((old.partition_point(|&first| first <= was) - 1, j))
        });
        for (i, j) in by_mark.chain(by_words) {
            if notes[i].is_none() && !taken[j] {
                (notes[i], taken[j]) = (Some(j), true);
            }
        }
        notes
    }

    /// The index of an old footnote among those of both texts.
    pub fn note(&mut self, old: usize) -> usize {
        if let Some(new) = self.notes[old] {
            return new;
        }
        let known = self.gone_notes.iter().position(|&gone| gone == old);
        let at = known.unwrap_or_else(|| {
            self.gone_notes.push(old);
            self.gone_notes.len() - 1
        });
        self.first_gone_note + at
    }

    /// The new text's footnotes, then those that are gone.
    pub fn footnotes(&mut self, old: &[Footnote], new: &[Footnote]) -> Vec<Footnote> {
        self.in_notes = true;
        let firsts = [OLD, NEW].map(|side| self.sides[side].footnotes.clone());
        let mut was: Vec<Option<usize>> = vec![None; new.len()];
        for (i, j) in self.notes.iter().enumerate() {
            if let Some(j) = *j {
                was[j] = Some(i);
            }
        }
        let mut out = Vec::new();
        for (j, note) in new.iter().enumerate() {
            let before: Lines = match was[j] {
                Some(i) => (&old[i].blocks, firsts[OLD][i]),
                None => (&[], 0),
            };
            let blocks = self.blocks(before, (&note.blocks, firsts[NEW][j]));
            out.push(Footnote { blocks });
        }
        let mut at = 0;
        // A note that is gone may hold the mark of another.
        while let Some(&i) = self.gone_notes.get(at) {
            let blocks = self.blocks((&old[i].blocks, firsts[OLD][i]), (&[], 0));
            out.push(Footnote { blocks });
            at += 1;
        }
        out
    }
}
