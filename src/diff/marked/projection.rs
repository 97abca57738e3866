//! Puts the blocks of both texts in one order, and the words that are gone where they were.

use std::collections::HashMap;
use std::ops::Range;

use crate::diff::marked::pieces::{gap, pieces, ranges, space};
use crate::diff::marked::tokens::{Gone, Side, count};
use crate::diff::text::blocks::{BlockKind as Kind, Text};
use crate::diff::text::tokens::Token;
use crate::model::body::{Block, BlockKind, Body, Footnote, Run, RunKind};
use crate::model::mark::Mark;

/// Old words that are shown in a line of the new text.
pub struct Insertion {
    /// The byte of the new text that they stand before.
    at: usize,
    old: Range<usize>,
    mark: Mark,
    /// Whether a space stands before and behind.
    spaces: (bool, bool),
}

pub struct Projection<'a, 't> {
    pub texts: [&'a Text<'t>; 2],
    pub sides: [Side<'a>; 2],
    pub marks: [Vec<Mark>; 2],
    /// Whether an old line has words that stayed.
    pub stays: Vec<bool>,
    /// The old line that most words of a new one come from.
    pub partner: Vec<Option<usize>>,
    /// By the new line that they stand in, in order.
    pub insertions: HashMap<usize, Vec<Insertion>>,
    /// The last paragraph whose number was given, of each text.
    pub numbered: [u32; 2],
    pub in_notes: bool,
    /// The end of the new text's line that was put in last.
    pub at: usize,
    /// The new footnote that an old one became.
    pub notes: Vec<Option<usize>>,
    /// Old footnotes that are gone, in the order of their marks.
    pub gone_notes: Vec<usize>,
    /// The index of the first of them among all.
    pub first_gone_note: usize,
}

/// Blocks with the number of their first line.
type Lines<'b> = (&'b [Block], usize);

/// A unit of one text or of both: a block, an item, a row. Indices into the lists that were aligned.
enum Slot {
    Old(usize),
    New(usize),
    Both(usize, usize),
}

const OLD: usize = 0;
const NEW: usize = 1;

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
    fn behind(&self, j: usize, part: &Range<usize>) -> Option<(usize, usize, (bool, bool))> {
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
    fn before(&self, j: usize, part: &Range<usize>) -> Option<(usize, usize, (bool, bool))> {
        let line = self.sides[NEW].line_of[j]?;
        let space = gap(self.texts[OLD], part.end - 1);
        let at = self.texts[NEW].tokens[j].start as usize;
        Some((line, at, (false, space)))
    }

    /// Puts two lists of blocks together.
    pub fn blocks(&mut self, old: Lines, new: Lines) -> Vec<Block> {
        let lines = |(blocks, first): Lines| {
            let counts = blocks
                .iter()
                .map(|block| count(std::slice::from_ref(block)));
            ranges(counts, first)
        };
        let (olds, news) = (lines(old), lines(new));
        let alike = |o: usize, n: usize| {
            let kind = |block: &Block| std::mem::discriminant(&block.kind);
            kind(&old.0[o]) == kind(&new.0[n])
        };
        let mut out = Vec::new();
        for slot in self.align(&olds, &news, &alike) {
            match slot {
                Slot::Old(o) => out.extend(self.gone(&old.0[o], olds[o].start)),
                Slot::New(n) => self.block(None, &new.0[n], news[n].start, &mut out),
                Slot::Both(o, n) => {
                    let old = Some((&old.0[o], olds[o].start));
                    self.block(old, &new.0[n], news[n].start, &mut out);
                }
            }
        }
        out
    }

    /// Puts two lists of units in one order, each given by its lines.
    fn align(
        &self,
        olds: &[Range<usize>],
        news: &[Range<usize>],
        alike: &dyn Fn(usize, usize) -> bool,
    ) -> Vec<Slot> {
        let mut slots = Vec::new();
        let mut next = 0;
        for (n, lines) in news.iter().enumerate() {
            let partner = lines.clone().find_map(|line| {
                let was = self.partner[line]?;
                let o = olds.partition_point(|old| old.end <= was);
                let fits = o >= next && olds.get(o)?.contains(&was) && alike(o, n);
                fits.then_some(o)
            });
            match partner {
                Some(o) => {
                    slots.extend((next..o).map(Slot::Old));
                    slots.push(Slot::Both(o, n));
                    next = o + 1;
                }
                None => {
                    // What stood here goes first, as in a line.
                    while olds.get(next).is_some_and(|old| self.is_gone(old.clone())) {
                        slots.push(Slot::Old(next));
                        next += 1;
                    }
                    slots.push(Slot::New(n));
                }
            }
        }
        slots.extend((next..olds.len()).map(Slot::Old));
        slots
    }

    fn is_gone(&self, mut lines: Range<usize>) -> bool {
        !lines.is_empty() && lines.all(|line| !self.stays[line])
    }

    /// Puts a block of the new text in, with what is gone of the old one that it was.
    fn block(
        &mut self,
        old: Option<(&Block, usize)>,
        new: &Block,
        line: usize,
        out: &mut Vec<Block>,
    ) {
        let kind = match (&new.kind, old.map(|(block, first)| (&block.kind, first))) {
            (BlockKind::Paragraph(runs), _) => {
                let number = self.number(NEW, line);
                let kind = BlockKind::Paragraph(self.line(line, runs));
                return out.push(Block {
                    number,
                    ..Block::new(kind, new.span.clone())
                });
            }
            (BlockKind::Heading { level, runs }, _) => BlockKind::Heading {
                level: *level,
                runs: self.line(line, runs),
            },
            (BlockKind::Quote(inner), Some((BlockKind::Quote(old), first))) => {
                BlockKind::Quote(self.blocks((old, first), (inner, line)))
            }
            (BlockKind::Quote(inner), _) => BlockKind::Quote(self.blocks((&[], 0), (inner, line))),
            (BlockKind::List { start, items }, old) => {
                let (olds, first) = match old {
                    Some((BlockKind::List { items, .. }, first)) => (items.as_slice(), first),
                    _ => (&[][..], 0),
                };
                BlockKind::List {
                    start: *start,
                    items: self.items((olds, first), (items, line)),
                }
            }
            (BlockKind::Table { align, head, rows }, old) => {
                let (old_head, old_rows, first) = match old {
                    Some((BlockKind::Table { head, rows, .. }, first)) => {
                        (head.as_slice(), rows.as_slice(), first)
                    }
                    _ => (&[][..], &[][..], 0),
                };
                let (head_row, body_line) = (head.len(), line + head.len());
                BlockKind::Table {
                    align: align.clone(),
                    head: self.row((old_head, first), (head, line)),
                    rows: self.rows(
                        (old_rows, first + old_head.len()),
                        (rows, body_line),
                        head_row,
                    ),
                }
            }
            (BlockKind::Code(run), old) => {
                // Code isn't cut: it stands there twice, as it was and as it is.
                let changed = self.is_changed(line);
                let insertions = self.insertions.remove(&line).unwrap_or_default();
                let gone = match old {
                    Some((BlockKind::Code(before), first)) if changed && self.stays[first] => {
                        Some(BlockKind::Code(Run {
                            mark: Mark::Deleted,
                            span: self.at..self.at,
                            ..before.clone()
                        }))
                    }
                    _ if insertions.is_empty() => None,
                    _ => {
                        let mut runs = Vec::new();
                        for insertion in &insertions {
                            self.put(insertion, &mut runs);
                        }
                        Some(BlockKind::Paragraph(runs))
                    }
                };
                out.extend(gone.map(|kind| Block::new(kind, self.at..self.at)));
                let mark = match changed {
                    true => Mark::Inserted,
                    false => Mark::None,
                };
                BlockKind::Code(Run {
                    mark,
                    ..run.clone()
                })
            }
            (BlockKind::Rule, _) => BlockKind::Rule,
        };
        out.push(Block::new(kind, new.span.clone()));
    }

    /// Puts the items of two lists together; each list with its first line.
    fn items(
        &mut self,
        old: (&[Vec<Block>], usize),
        new: (&[Vec<Block>], usize),
    ) -> Vec<Vec<Block>> {
        let lines = |(items, first): (&[Vec<Block>], usize)| -> Vec<Range<usize>> {
            ranges(items.iter().map(|item| count(item)), first)
        };
        let (olds, news) = (lines(old), lines(new));
        let slots = self.align(&olds, &news, &|_, _| true);
        let items = slots.into_iter().map(|slot| match slot {
            Slot::Old(o) => {
                let mut first = olds[o].start;
                let blocks = old.0[o].iter().filter_map(|block| {
                    let gone = self.gone(block, first);
                    first += count(std::slice::from_ref(block));
                    gone
                });
                blocks.collect()
            }
            Slot::New(n) => self.blocks((&[], 0), (&new.0[n], news[n].start)),
            Slot::Both(o, n) => self.blocks((&old.0[o], olds[o].start), (&new.0[n], news[n].start)),
        });
        items.filter(|item: &Vec<Block>| !item.is_empty()).collect()
    }

    /// Puts the rows of two tables together, each as many cells wide as the new one.
    fn rows(
        &mut self,
        old: (&[Vec<Vec<Run>>], usize),
        new: (&[Vec<Vec<Run>>], usize),
        width: usize,
    ) -> Vec<Vec<Vec<Run>>> {
        let lines = |(rows, first): (&[Vec<Vec<Run>>], usize)| -> Vec<Range<usize>> {
            ranges(rows.iter().map(Vec::len), first)
        };
        let (olds, news) = (lines(old), lines(new));
        let slots = self.align(&olds, &news, &|_, _| true);
        let rows = slots.into_iter().filter_map(|slot| match slot {
            Slot::Old(o) => {
                let mut row = self.old_row(&old.0[o], olds[o].start)?;
                // Cells beyond the new table's width go into its last one.
                let more: Vec<Run> = row.drain(width.min(row.len())..).flatten().collect();
                row.resize_with(width, Vec::new);
                if let Some(last) = row.last_mut() {
                    last.extend(more);
                }
                Some(row)
            }
            Slot::New(n) => Some(self.row((&[], 0), (&new.0[n], news[n].start))),
            Slot::Both(o, n) => {
                Some(self.row((&old.0[o], olds[o].start), (&new.0[n], news[n].start)))
            }
        });
        rows.collect()
    }

    /// The cells of an old row that are wholly gone, the others empty; None where there is none. What stayed
    /// of the others stands elsewhere.
    fn old_row(&mut self, cells: &[Vec<Run>], first: usize) -> Option<Vec<Vec<Run>>> {
        let goes = |this: &Self, line: usize| {
            !this.stays[line] && !this.sides[OLD].tokens[line].is_empty()
        };
        if !(first..first + cells.len()).any(|line| goes(self, line)) {
            return None;
        }
        let cells = cells.iter().zip(first..);
        let row = cells.map(|(runs, line)| match goes(self, line) {
            true => self.old_line(line, runs),
            false => Vec::new(),
        });
        Some(row.collect())
    }

    /// The cells of a row; what is wholly gone of a cell stands before what came. Cells beyond the new row's
    /// width go into its last one.
    fn row(&mut self, old: (&[Vec<Run>], usize), new: (&[Vec<Run>], usize)) -> Vec<Vec<Run>> {
        let cells = new.0.iter().enumerate().map(|(at, runs)| {
            let mut cell = Vec::new();
            let line = old.1 + at;
            if let Some(before) = old.0.get(at).filter(|_| !self.stays[line]) {
                cell = self.old_line(line, before);
                if !cell.is_empty() && !runs.is_empty() {
                    cell.push(space(self.at));
                }
            }
            cell.extend(self.line(new.1 + at, runs));
            cell
        });
        let mut cells: Vec<_> = cells.collect();
        let width = new.0.len().min(old.0.len());
        let beyond = self.old_row(&old.0[width..], old.1 + width);
        if let (Some(beyond), Some(last)) = (beyond, cells.last_mut()) {
            for cell in beyond.into_iter().filter(|cell| !cell.is_empty()) {
                last.push(space(self.at));
                last.extend(cell);
            }
        }
        cells
    }

    /// What of an old block is wholly gone, with its marks.
    fn gone(&mut self, block: &Block, line: usize) -> Option<Block> {
        let goes = |this: &Self, line: usize| {
            !this.stays[line] && !this.sides[OLD].tokens[line].is_empty()
        };
        let mut number = None;
        let kind = match &block.kind {
            BlockKind::Paragraph(runs) if goes(self, line) => {
                number = self.number(OLD, line);
                BlockKind::Paragraph(self.old_line(line, runs))
            }
            BlockKind::Heading { level, runs } if goes(self, line) => BlockKind::Heading {
                level: *level,
                runs: self.old_line(line, runs),
            },
            BlockKind::Code(run) if goes(self, line) => BlockKind::Code(Run {
                mark: self.mark_of(OLD, line),
                span: self.at..self.at,
                ..run.clone()
            }),
            BlockKind::Quote(inner) => {
                let inner = self.blocks((inner, line), (&[], 0));
                if inner.is_empty() {
                    return None;
                }
                BlockKind::Quote(inner)
            }
            BlockKind::List { start, items } => {
                let items = self.items((items, line), (&[], 0));
                if items.is_empty() {
                    return None;
                }
                BlockKind::List {
                    start: *start,
                    items,
                }
            }
            BlockKind::Table { align, head, rows } => {
                let body = line + head.len();
                let rows = self.rows((rows, body), (&[], 0), head.len());
                let width = head.len();
                let head = self.old_row(head, line);
                if rows.is_empty() && head.is_none() {
                    return None;
                }
                let head = head.unwrap_or_else(|| vec![Vec::new(); width]);
                BlockKind::Table {
                    align: align.clone(),
                    head,
                    rows,
                }
            }
            _ => return None,
        };
        Some(Block {
            number,
            ..Block::new(kind, self.at..self.at)
        })
    }

    /// The runs of a new line with their marks, and with what is gone from it.
    fn line(&mut self, line: usize, runs: &[Run]) -> Vec<Run> {
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
    fn put(&mut self, insertion: &Insertion, out: &mut Vec<Run>) {
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
    fn old_line(&mut self, line: usize, runs: &[Run]) -> Vec<Run> {
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
    fn old_run(&mut self, run: Run) -> Run {
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
    fn stretches(&self, side: usize, line: usize) -> Vec<(Range<usize>, Mark)> {
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

    fn tokens_of(&self, side: usize, line: usize) -> impl Iterator<Item = usize> + use<'_> {
        let line_of = &self.sides[side].line_of;
        let tokens = self.sides[side].tokens[line].clone();
        tokens.filter(move |&at| line_of[at] == Some(line))
    }

    fn mark_of(&self, side: usize, line: usize) -> Mark {
        let first = self.tokens_of(side, line).next();
        first.map_or(Mark::None, |first| self.marks[side][first])
    }

    /// Whether something came into a new line or went from it.
    fn is_changed(&self, line: usize) -> bool {
        let marked = |at: usize| self.marks[NEW][at] != Mark::None;
        self.insertions.contains_key(&line) || self.tokens_of(NEW, line).any(marked)
    }

    /// The number of the paragraph that begins with a line; old ones in brackets.
    fn number(&mut self, side: usize, line: usize) -> Option<String> {
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
    fn note(&mut self, old: usize) -> usize {
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
