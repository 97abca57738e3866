//! Puts the blocks of both texts in one order, and the words that are gone where they were.

use std::collections::HashMap;
use std::ops::Range;

use crate::diff::marked::pieces::{ranges, space};
use crate::diff::marked::tokens::{Side, count};
use crate::diff::text::blocks::Text;
use crate::model::body::{Block, BlockKind, Run};
use crate::model::mark::Mark;

/// Old words that are shown in a line of the new text.
pub struct Insertion {
    /// The byte of the new text that they stand before.
    pub at: usize,
    pub old: Range<usize>,
    pub mark: Mark,
    /// Whether a space stands before and behind.
    pub spaces: (bool, bool),
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
pub type Lines<'b> = (&'b [Block], usize);

/// A unit of one text or of both: a block, an item, a row. Indices into the lists that were aligned.
enum Slot {
    Old(usize),
    New(usize),
    Both(usize, usize),
}

pub const OLD: usize = 0;
pub const NEW: usize = 1;

impl Projection<'_, '_> {
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
}
