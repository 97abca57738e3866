//! Projects the marks of a comparison on the texts' bodies: one body that holds what stayed, came and went.
//!
//! Tokens and runs both know their bytes. A *line* is the runs of one paragraph, heading or cell; it is
//! *gone* where nothing of it stayed where it stood. Lines that are gone become blocks of their own, at
//! the place where they were; other words that are gone stand in the line that the rest of theirs became.

use std::collections::HashMap;
use std::ops::Range;

use crate::diff::text::Compared;
use crate::diff::text::blocks::{BlockKind as Kind, Text};
use crate::diff::text::tokens::Token;
use crate::diff::text::words::Step;
use crate::model::body::{Block, BlockKind, Body, Footnote, Run, RunKind, Voice};
use crate::model::mark::Mark;

/// Puts both bodies together. Runs that are gone have empty spans, at the place in the new text where they stand.
pub fn body(compared: &Compared, old: &Body, new: &Body) -> Body {
    let mut marker = Marker {
        marks: [
            vec![Mark::None; compared.old.tokens.len()],
            vec![Mark::None; compared.new.tokens.len()],
        ],
        became: vec![None; compared.old.tokens.len()],
        gone: Vec::new(),
    };
    marker.steps(&compared.steps, None);
    let sides = [Side::new(&compared.old, old), Side::new(&compared.new, new)];
    marker.unprinted(&sides);
    let (stays, partner) = partners(&marker, &sides);
    let mut projection = Projection {
        texts: [&compared.old, &compared.new],
        marks: marker.marks,
        stays,
        partner,
        insertions: HashMap::new(),
        sides,
        numbered: [0, 0],
        in_notes: false,
        at: new.span.start,
        notes: Vec::new(),
        gone_notes: Vec::new(),
        first_gone_note: new.footnotes.len(),
    };
    projection.insert(&marker.gone, &marker.became);
    projection.notes = projection.paired_notes(&marker.became, [old, new]);
    let blocks = projection.blocks((&old.blocks, 0), (&new.blocks, 0));
    let footnotes = projection.footnotes(&old.footnotes, &new.footnotes);
    Body {
        blocks,
        footnotes,
        span: new.span.clone(),
    }
}

/// Which old lines have words that stayed where they stood, and which old line each new one was.
fn partners(marker: &Marker, sides: &[Side; 2]) -> (Vec<bool>, Vec<Option<usize>>) {
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

/// A text and its body: which line each token stands in.
struct Side<'b> {
    /// The runs of each line.
    runs: Vec<&'b [Run]>,
    line_of: Vec<Option<usize>>,
    /// The first line of each footnote, and the end.
    footnotes: Vec<usize>,
    /// From the first token of each line to its last; a note's may stand between. Empty where it has none.
    tokens: Vec<Range<usize>>,
}

impl<'b> Side<'b> {
    fn new(text: &Text, body: &'b Body) -> Side<'b> {
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
fn count(blocks: &[Block]) -> usize {
    let mut count = 0;
    for block in blocks {
        block.visit_lines(&mut |_| count += 1);
    }
    count
}

/// Old tokens that are gone from where they stood, or were left out on a move.
struct Gone {
    old: Range<usize>,
    mark: Mark,
    /// Whether they were left out on a move: shown where the rest of theirs moved to.
    on_a_move: bool,
}

/// What happened to each token.
struct Marker {
    /// Of the old text and of the new one.
    marks: [Vec<Mark>; 2],
    /// The new token that an old one became, where it stayed or moved.
    became: Vec<Option<usize>>,
    /// In the order of the steps.
    gone: Vec<Gone>,
}

impl Marker {
    fn steps(&mut self, steps: &[Step], moved: Option<u32>) {
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
    fn unprinted(&mut self, sides: &[Side; 2]) {
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

/// Old words that are shown in a line of the new text.
struct Insertion {
    /// The byte of the new text that they stand before.
    at: usize,
    old: Range<usize>,
    mark: Mark,
    /// Whether a space stands before and behind.
    spaces: (bool, bool),
}

struct Projection<'a, 't> {
    texts: [&'a Text<'t>; 2],
    sides: [Side<'a>; 2],
    marks: [Vec<Mark>; 2],
    /// Whether an old line has words that stayed.
    stays: Vec<bool>,
    /// The old line that most words of a new one come from.
    partner: Vec<Option<usize>>,
    /// By the new line that they stand in, in order.
    insertions: HashMap<usize, Vec<Insertion>>,
    /// The last paragraph whose number was given, of each text.
    numbered: [u32; 2],
    in_notes: bool,
    /// The end of the new text's line that was put in last.
    at: usize,
    /// The new footnote that an old one became.
    notes: Vec<Option<usize>>,
    /// Old footnotes that are gone, in the order of their marks.
    gone_notes: Vec<usize>,
    /// The index of the first of them among all.
    first_gone_note: usize,
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
    fn insert(&mut self, gone: &[Gone], became: &[Option<usize>]) {
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
    fn blocks(&mut self, old: Lines, new: Lines) -> Vec<Block> {
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
    fn paired_notes(&self, became: &[Option<usize>], bodies: [&Body; 2]) -> Vec<Option<usize>> {
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
    fn footnotes(&mut self, old: &[Footnote], new: &[Footnote]) -> Vec<Footnote> {
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

/// Cuts a run where its mark changes and at further places. What isn't written as it reads, such as `&amp;`, isn't cut.
fn pieces(run: &Run, raw: &str, stretches: &[(Range<usize>, Mark)], cuts: &[usize]) -> Vec<Run> {
    let span = &run.span;
    let reach = |from: usize| stretches.partition_point(|(range, _)| range.end <= from);
    let text = match &run.kind {
        RunKind::Text(text) if raw.get(span.clone()) == Some(text.as_str()) => text,
        _ => {
            let first = stretches.get(reach(span.start));
            let within = first.filter(|(range, _)| range.start < span.end.max(span.start + 1));
            let mark = within.map_or(Mark::None, |(_, mark)| *mark);
            return vec![Run {
                mark,
                ..run.clone()
            }];
        }
    };
    let near = stretches[reach(span.start)..]
        .iter()
        .take_while(|(range, _)| range.start < span.end);
    let mut edges: Vec<usize> = near
        .flat_map(|(range, _)| [range.start, range.end])
        .chain(
            cuts[cuts.partition_point(|&cut| cut <= span.start)..]
                .iter()
                .copied(),
        )
        .filter(|&edge| edge > span.start && edge < span.end)
        .collect();
    edges.push(span.end);
    edges.sort_unstable();
    edges.dedup();
    let mut start = span.start;
    let mut out = Vec::with_capacity(edges.len());
    for end in edges {
        let found = stretches.get(reach(start));
        let mark = found
            .filter(|(range, _)| range.contains(&start))
            .map_or(Mark::None, |(_, mark)| *mark);
        out.push(Run {
            kind: RunKind::Text(text[start - span.start..end - span.start].to_string()),
            span: start..end,
            mark,
            ..run.clone()
        });
        start = end;
    }
    out
}

/// A space between old words and new ones.
fn space(at: usize) -> Run {
    Run {
        kind: RunKind::Text(" ".into()),
        span: at..at,
        voice: Voice::default(),
        link: None,
        mark: Mark::None,
    }
}

/// Ranges of lines, from their counts.
fn ranges(counts: impl Iterator<Item = usize>, first: usize) -> Vec<Range<usize>> {
    let with_start = counts.scan(first, |line, count| {
        let start = *line;
        *line += count;
        Some(start..*line)
    });
    with_start.collect()
}

/// Whether white space stands behind a token.
fn gap(text: &Text, token: usize) -> bool {
    let end = text.tokens[token].end as usize;
    text.raw[end..].starts_with(char::is_whitespace)
}

/// The body of a plain text: a paragraph for each of its blocks, whatever stands in it.
pub fn plain(text: &Text) -> Body {
    let voice = Voice::default();
    let blocks = text.blocks.iter().filter_map(|block| {
        let (first, last) = (block.tokens.start, block.tokens.end.checked_sub(1)?);
        let span = text.tokens[first].start as usize..text.tokens[last].end as usize;
        let mut runs: Vec<Run> = Vec::new();
        let mut at = span.start;
        for line in text.raw[span.clone()].split_inclusive(['\n', '\r']) {
            let words = line.trim_end_matches(['\n', '\r']);
            let run = |words: &str, span: Range<usize>| Run {
                kind: RunKind::Text(words.to_string()),
                span,
                voice,
                link: None,
                mark: Mark::None,
            };
            if !words.is_empty() {
                runs.push(run(words, at..at + words.len()));
            }
            if words.len() < line.len() {
                runs.push(run(" ", at + words.len()..at + line.len()));
            }
            at += line.len();
        }
        Some(Block::new(BlockKind::Paragraph(runs), span))
    });
    Body {
        blocks: blocks.collect(),
        footnotes: Vec::new(),
        span: 0..text.raw.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Findings;
    use crate::diff::text::{Style, compare};
    use crate::read::{markdown, typst};
    use crate::source::{Source, Sources};
    use proptest::prelude::*;

    fn read(text: &str) -> Body {
        let id = Sources::default().add(Source::new("x.md", text));
        markdown::body(text, 0..text.len(), id, &mut Findings::default())
    }

    fn read_typst(text: &str) -> Body {
        try_typst(text).expect("it can be printed")
    }

    /// None where something in it can't be printed.
    fn try_typst(text: &str) -> Option<Body> {
        let id = Sources::default().add(Source::new("x.typ", text));
        let lang = crate::model::Language::english();
        let findings = &mut Findings::default();
        let body = typst::body(text, 0..text.len(), &lang, id, findings);
        (!findings.has_errors()).then_some(body)
    }

    fn marked_typst(old: &str, new: &str) -> Body {
        let compared = compare(old, new, [Style::Typst; 2], false);
        body(&compared, &read_typst(old), &read_typst(new))
    }

    fn marked(old: &str, new: &str) -> Body {
        let compared = compare(old, new, [Style::Markdown; 2], false);
        body(&compared, &read(old), &read(new))
    }

    /// The words of a body as a redline shows them: `[-…-]`, `{+…+}`, `<…>` moved in, `>…<` moved away; a
    /// block a line.
    fn shown(body: &Body) -> String {
        let mut out = String::new();
        let notes = body.footnotes.iter().flat_map(|note| &note.blocks);
        for block in body.blocks.iter().chain(notes) {
            block.visit_lines(&mut |runs| {
                for run in runs {
                    let text = match &run.kind {
                        RunKind::Text(text) => text.clone(),
                        RunKind::Footnote(note) => format!("^{note}"),
                        RunKind::Break | RunKind::Label(_) => "/".into(),
                    };
                    out.push_str(&match run.mark {
                        Mark::None => text,
                        Mark::Inserted => format!("{{+{text}+}}"),
                        Mark::Deleted => format!("[-{text}-]"),
                        Mark::MovedIn(n) => format!("<{n} {text}>"),
                        Mark::MovedAway(n) => format!(">{n} {text}<"),
                    });
                }
                out.push('\n');
            });
        }
        out
    }

    #[test]
    fn words_are_marked_where_they_stand() {
        for (old, new, expected) in [
            (
                "We ask for 4 boats.",
                "We ask for 5 boats.",
                "We ask for [-4-] {+5+} boats.\n",
            ),
            (
                "We ask, for boats.",
                "We ask for boats.",
                "We ask[-,-] for boats.\n",
            ),
            ("We ask.", "We ask now.", "We ask {+now+}.\n"),
            ("We all ask.", "We ask.", "We [-all-] ask.\n"),
            ("We *all* ask.", "We **all** ask!", "We all ask[-.-]{+!+}\n"),
            ("Now we ask.", "we ask.", "[-Now-] we ask.\n"),
            (
                "我们要求五艘船。",
                "我们要求六艘船。",
                "我们要求[-五-]{+六+}艘船。\n",
            ),
        ] {
            assert_eq!(shown(&marked(old, new)), expected, "{old} → {new}");
        }
    }

    #[test]
    fn typst_is_marked_as_markdown_is() {
        for (old, new, expected) in [
            (
                "We ask for 4\nboats -- \"now\".",
                "We ask for 5\nboats -- \"now\".",
                "We ask for [-4-] {+5+} boats – “now”.\n",
            ),
            (
                "We *all* ask.",
                "We _all_ ask #strike[now].",
                "We all ask {+now+}.\n",
            ),
            (
                "We ask#footnote[Since 2016.] you and stay by the river.",
                "We ask#footnote[Since 2018.] you and go by the river.",
                "We ask^0 you and [-stay-] {+go+} by the river.\nSince [-2016-]{+2018+}.\n",
            ),
            (
                "We ask you#footnote[Since 2016.] now.",
                "We ask you now.",
                "We ask you[-^0-] now.\n[-Since 2016.-]\n",
            ),
            (
                "+ one here\n+ two there\n",
                "+ one here\n+ and a third\n+ two there\n",
                "one here\n{+and a third+}\ntwo there\n",
            ),
            (
                "= Boats\nWe ask.",
                "= Boats now\nWe ask.",
                "Boats {+now+}\nWe ask.\n",
            ),
        ] {
            assert_eq!(shown(&marked_typst(old, new)), expected, "{old} → {new}");
        }
    }

    #[test]
    fn what_is_wholly_gone_or_new_is_a_block_of_its_own() {
        let old = "One we stay.\n\n- first\n- second\n- third\n\nLast line here.\n";
        let new = "One we stay.\n\n- first\n- third\n- fourth\n\nNew words come between.\n\nLast line here.\n";
        let body = marked(old, new);
        assert_eq!(
            shown(&body),
            "One we stay.\nfirst\n[-second-]\nthird\n{+fourth+}\n{+New words come between.+}\nLast line here.\n"
        );
        let BlockKind::List { items, .. } = &body.blocks[1].kind else {
            panic!("the list stays one");
        };
        assert_eq!(items.len(), 4);
        let number = |item: &Vec<Block>| item[0].number.clone().unwrap();
        let numbers: Vec<String> = items.iter().map(number).collect();
        assert_eq!(numbers, ["2", "[3]", "3", "4"]);
    }

    #[test]
    fn cells_keep_their_rows_and_footnotes_their_marks() {
        let old = "| a | b |\n|---|---|\n| one | 4 |\n| two | 5 |\n";
        let new = "| a | b |\n|---|---|\n| one | 6 |\n| three | 7 |\n";
        let body = marked(old, new);
        let BlockKind::Table { rows, .. } = &body.blocks[0].kind else {
            panic!("the table stays one");
        };
        assert!(rows.iter().all(|row| row.len() == 2));
        assert!(shown(&body).contains("[-4-] {+6+}"), "{}", shown(&body));

        let old = "We ask[^a] and stay[^b].\n\n[^a]: Since 2016.\n\n[^b]: By the river.\n";
        let new = "We ask and stay[^b].\n\n[^b]: By the river bank.\n";
        let body = marked(old, new);
        assert_eq!(
            shown(&body),
            "We ask[-^1-] and stay^0.\nBy the river {+bank+}.\n[-Since 2016.-]\n"
        );

        let old = "We ask[^a] now and here.\n\n[^a]: Since 2016\n";
        let new = "We ask[^a] now and here.\n\n[^a]: By the river\n";
        assert_eq!(
            shown(&marked(old, new)),
            "We ask^0 now and here.\n[-Since 2016-]\n{+By the river+}\n"
        );
    }

    #[test]
    fn no_cell_that_is_gone_is_lost() {
        // A column that is taken out.
        let old = "| a | b |\n|---|---|\n| one | four |\n";
        let marks = shown(&marked(old, "| a |\n|---|\n| one |\n"));
        assert!(
            marks.contains("[-b-]") && marks.contains("[-four-]"),
            "{marks}"
        );
        // A table that has become a paragraph.
        let marks = shown(&marked(old, "| a | | |\n|---|---|\n| one | |\n"));
        assert!(
            marks.contains("[-b-]") && marks.contains("[-four-]"),
            "{marks}"
        );
        assert_eq!(marks.matches("one").count(), 1, "{marks}");
    }

    #[test]
    fn moves_are_shown_at_both_ends() {
        let old = "We cannot swim in any of the lakes here.\n\nWe ask the council for a pool.\n\nThat is all we have to say.\n";
        let new = "We ask the council for a pool.\n\nThat is all we have to say.\n\nWe cannot swim in some of the lakes here.\n";
        let shown = shown(&marked(old, new));
        assert!(
            shown.starts_with(">1 We cannot swim in any of the lakes here.<\n"),
            "{shown}"
        );
        assert!(shown.contains("<1 We cannot swim in>"), "{shown}");
        assert!(shown.contains("[-any-]"), "{shown}");
    }

    /// Holds a redline to both texts: the new one is there whole, and no word of the old one is lost.
    fn expect_whole(merged: &Body, old: &Body, new: &Body) {
        let words = |body: &Body, keep: &dyn Fn(Mark) -> bool| -> String {
            let mut words = String::new();
            let notes = body.footnotes.iter().flat_map(|note| &note.blocks);
            for block in body.blocks.iter().chain(notes) {
                block.visit_lines(&mut |runs| {
                    for run in runs.iter().filter(|run| keep(run.mark)) {
                        if let RunKind::Text(text) = &run.kind {
                            words.push_str(text);
                        }
                    }
                });
            }
            // Without spaces: those between old and new words are nobody's.
            words.split_whitespace().collect()
        };
        let all = |_: Mark| true;
        assert_eq!(words(merged, &Mark::is_new), words(new, &all));
        let letters = |body: &Body, keep: &dyn Fn(Mark) -> bool| {
            let mut counts = HashMap::new();
            for c in words(body, keep).chars() {
                *counts.entry(c).or_insert(0usize) += 1;
            }
            counts
        };
        let was = letters(old, &all);
        let kept = letters(merged, &|mark| {
            !matches!(mark, Mark::Inserted | Mark::MovedIn(_))
        });
        // Stars that are no emphasis after all may go with the word that they stand at.
        for (c, count) in was.into_iter().filter(|(c, _)| c.is_alphanumeric()) {
            assert!(
                kept.get(&c).is_some_and(|kept| *kept >= count),
                "{c} is lost"
            );
        }
    }

    const LINE: &str =
        "(- |1\\. |> |# )?(aye|bee|\\*sea\\*|dee|\\[\\^n\\]|five 5|&amp; |x, y\\. ){1,9}";
    const TYPST_LINE: &str = "(- |\\+ |= )?(aye|bee|\\*sea\\* |dee|#footnote\\[nota _bene_ 7\\] |#footnote\\[a\n\nb#footnote\\[c\\]\\] |\
        five\n5|x, y\\. |#strike\\[gone\\] |#quote\\(block: true\\)\\[eff\\]|#link\\(\"https://a\\.example\"\\)\\[gee\\] |/\\* no \\*/|\"so\" |--|\\\\u\\{e9\\}){1,9}";

    proptest! {
        #[test]
        fn the_new_text_stays_whole_and_no_old_word_is_lost(
            old in prop::collection::vec(LINE, 0..6), new in prop::collection::vec(LINE, 0..6),
        ) {
            let note = "\n\n[^n]: nota bene\n";
            let (old, new) = (old.join("\n\n") + note, new.join("\n\n") + note);
            expect_whole(&marked(&old, &new), &read(&old), &read(&new));
        }

        #[test]
        fn so_it_is_in_typst(
            old in prop::collection::vec(TYPST_LINE, 0..6), new in prop::collection::vec(TYPST_LINE, 0..6),
        ) {
            let (old, new) = (old.join("\n\n"), new.join("\n\n"));
            if let (Some(a), Some(b)) = (try_typst(&old), try_typst(&new)) {
                expect_whole(&marked_typst(&old, &new), &a, &b);
            }
        }
    }
}
