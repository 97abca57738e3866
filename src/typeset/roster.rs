//! Where every signatory stands: how many columns, which lines in which column of which page.
//!
//! All lines stand on one grid, so that a column's height follows from the number of its lines.
//! The lines of an entry are estimated first; [`Roster::correct`] takes what the finished page
//! shows, so that in the end nothing is guessed.

use crate::model::document::{Entry, RosterList};
use crate::typeset::ruler::Ruler;
use crate::typeset::text::under_name;

/// How a list is set. Lengths in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setting {
    /// Of all columns with their gutters.
    pub measure: f64,
    pub gutter: f64,
    pub size: f64,
    /// From baseline to baseline.
    pub distance: f64,
    /// Between entries, above the distance of lines.
    pub gap: f64,
    /// The indent of turned-over lines.
    pub hang: f64,
    /// The name on a line of its own, the rest under it.
    pub stacked: bool,
    /// Between two sections.
    pub between: f64,
    /// Under a section's heading.
    pub under_heading: f64,
    /// Columns beyond what the widths ask for.
    pub more_columns: usize,
    pub most_columns: usize,
}

/// From a list's first line down to the foot of its first page, and of every later one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Room {
    pub first: f64,
    pub page: f64,
    /// What stands above the list and goes with it to a new page: the rule, its space.
    pub lead: f64,
}

impl Room {
    /// Of a page without an end, for a list that is hoped to fit.
    pub const ENDLESS: Room = Room {
        first: f64::INFINITY,
        page: f64::INFINITY,
        lead: 0.0,
    };
}

/// Columns side by side on one page.
#[derive(Debug, Clone, PartialEq)]
pub struct Board {
    pub section: usize,
    /// Whether it is the first of its section and carries the heading.
    pub opens: bool,
    /// Whether a page break goes before it.
    pub on_new_page: bool,
    /// How many columns the measure is cut into; fewer may be filled.
    pub count: usize,
    pub columns: Vec<Vec<Line>>,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// The heading of a group of the section, by its index.
    Group(usize),
    /// An entry, by its number in the list.
    Entry(usize),
}

/// A list with the lines that each entry takes.
pub struct Roster<'d> {
    list: &'d RosterList,
    setting: Setting,
    sections: Vec<Section>,
    /// By number of the entry.
    lines: Vec<usize>,
}

struct Section {
    items: Vec<Line>,
    columns: usize,
    /// Lines of the heading, 0 if there is none.
    heading: usize,
}

/// A name may be this many columns wide before there are fewer columns: it turns over once.
const TURN_OVER: f64 = 1.3;
/// Bare names in great number are read like a directory: four columns, and nothing turned over.
const DIRECTORY: usize = 400;
/// Fewer entries stand in one column.
const FEW: usize = 8;
/// Signatories that stay with their heading.
const TOGETHER: usize = 3;

impl<'d> Roster<'d> {
    pub fn new(list: &'d RosterList, setting: Setting) -> Self {
        let regular = Ruler::new(400);
        let strong = Ruler::new(600);
        let entries: Vec<&Entry> = list.entries().collect();
        let widths: Vec<f64> = entries
            .iter()
            .map(|entry| {
                if setting.stacked {
                    let name = strong.width(&entry.name, setting.size);
                    name.max(regular.width(under_name(&entry.detail), setting.size))
                } else {
                    regular.width(&entry.line(), setting.size)
                }
            })
            .collect();
        let mut number = 0;
        let mut sections = Vec::new();
        for section in &list.sections {
            let first = number;
            let mut items = Vec::new();
            for (index, group) in section.groups.iter().enumerate() {
                if group.heading.is_some() && !group.entries.is_empty() {
                    items.push(Line::Group(index));
                }
                items.extend((number..number + group.entries.len()).map(Line::Entry));
                number += group.entries.len();
            }
            let people = section.people;
            let wanted = match list.columns {
                Some(columns) => usize::from(columns.max(1)),
                None => choose(&widths[first..number], entries.len(), people, &setting),
            };
            // A word that is wider than its column would stick out of it.
            let ruler = if setting.stacked { &strong } else { &regular };
            let widest = entries[first..number]
                .iter()
                .map(|entry| {
                    ruler
                        .lines(&entry.line(), setting.size, 0.0, setting.hang)
                        .1
                })
                .fold(0.0, f64::max);
            let columns = (1..=wanted)
                .rev()
                .find(|&count| widest <= setting.column(count))
                .unwrap_or(1);
            let heading = match &*section.heading {
                "" => 0,
                text => regular.lines(text, setting.size, setting.measure, 0.0).0,
            };
            sections.push(Section {
                items,
                columns,
                heading,
            });
        }
        let mut lines = vec![1; entries.len()];
        for section in &sections {
            let column = setting.column(section.columns);
            for item in &section.items {
                let Line::Entry(number) = *item else { continue };
                if widths[number] < column * 0.97 && !setting.stacked {
                    continue;
                }
                let entry = entries[number];
                let count = |ruler: &Ruler, text: &str| {
                    ruler.lines(text, setting.size, column, setting.hang).0
                };
                lines[number] = if setting.stacked {
                    let under = under_name(&entry.detail);
                    count(&strong, &entry.name)
                        + if under.is_empty() {
                            0
                        } else {
                            count(&regular, under)
                        }
                } else {
                    count(&regular, &entry.line())
                };
            }
        }
        Roster {
            list,
            setting,
            sections,
            lines,
        }
    }

    pub fn setting(&self) -> &Setting {
        &self.setting
    }

    pub fn list(&self) -> &'d RosterList {
        self.list
    }

    /// Takes the number of lines that an entry has on the page.
    pub fn correct(&mut self, number: usize, lines: usize) {
        self.lines[number] = lines;
    }

    /// The height of the list set in one stretch.
    pub fn height(&self) -> f64 {
        let boards = self.boards(Room::ENDLESS);
        let each = boards.iter().map(|board| {
            let section = &self.sections[board.section];
            let tallest = board
                .columns
                .iter()
                .map(|c| self.column_height(c))
                .fold(0.0, f64::max);
            self.head(section) + tallest
        });
        let between = self.setting.between * boards.len().saturating_sub(1) as f64;
        each.sum::<f64>() + between
    }

    /// Cuts the list into boards: columns filled to the foot of each page, those of a section's
    /// last page level.
    pub fn boards(&self, room: Room) -> Vec<Board> {
        let mut boards: Vec<Board> = Vec::new();
        let mut left = room.first;
        let mut fresh = false;
        for (index, section) in self.sections.iter().enumerate() {
            let mut at = 0;
            if !boards.is_empty() && !fresh {
                left -= self.setting.between;
            }
            while at < section.items.len() {
                let opens = at == 0;
                let head = if opens { self.head(section) } else { 0.0 };
                let space = left - head;
                let lead = if boards.is_empty() { room.lead } else { 0.0 };
                let rest = &section.items[at..];
                let needed = self.opening(rest).min(room.page - lead - head);
                let fits = self.fill(rest, section.columns, space).1 == rest.len();
                if space + 0.01 < needed && !fits && !fresh {
                    left = room.page - lead;
                    fresh = true;
                    continue;
                }
                let count = section.columns;
                let (cuts, end) = self.fill(rest, count, space);
                let (columns, end) = if end == rest.len() {
                    (self.level(rest, count, space), end)
                } else if end == 0 {
                    // Taller than a page: it goes in all the same, and Typst breaks it.
                    (vec![rest[..1].to_vec()], 1)
                } else {
                    (
                        cuts.iter().map(|cut| rest[cut.clone()].to_vec()).collect(),
                        end,
                    )
                };
                let tallest = columns
                    .iter()
                    .map(|c| self.column_height(c))
                    .fold(0.0, f64::max);
                boards.push(Board {
                    section: index,
                    opens,
                    on_new_page: fresh,
                    count,
                    columns,
                });
                at += end;
                left = space - tallest;
                fresh = false;
                if at < section.items.len() {
                    left = room.page;
                    fresh = true;
                }
            }
        }
        boards
    }

    /// The height of what stays together at the start of a stretch.
    fn opening(&self, rest: &[Line]) -> f64 {
        let mut end = 0;
        let mut entries = 0;
        while end < rest.len() && entries < TOGETHER {
            entries += usize::from(matches!(rest[end], Line::Entry(_)));
            end += 1;
        }
        self.column_height(&rest[..end])
    }

    fn head(&self, section: &Section) -> f64 {
        match section.heading {
            0 => 0.0,
            lines => lines as f64 * self.setting.distance + self.setting.under_heading,
        }
    }

    /// Fills columns of a height, one after the other: their cuts, and the first item left over.
    fn fill(
        &self,
        items: &[Line],
        count: usize,
        height: f64,
    ) -> (Vec<std::ops::Range<usize>>, usize) {
        let mut cuts = Vec::with_capacity(count);
        let mut at = 0;
        for _ in 0..count {
            let start = at;
            let mut filled = 0.0;
            while at < items.len() {
                // A group's heading takes its first entry along, a long group its first two.
                let unit = match items[at] {
                    Line::Entry(_) => 1,
                    Line::Group(_) => {
                        let entries = items[at + 1..].iter().take(2);
                        1 + entries.take_while(|i| matches!(i, Line::Entry(_))).count()
                    }
                };
                let unit: f64 = (at..at + unit)
                    .map(|i| self.item_height(items[i], i == start))
                    .sum();
                if filled + unit - self.setting.gap > height + 0.01 {
                    break;
                }
                filled += self.item_height(items[at], at == start);
                at += 1;
            }
            cuts.push(start..at);
        }
        (cuts, at)
    }

    /// Columns as level as they can be, none taller than `limit`.
    fn level(&self, items: &[Line], count: usize, limit: f64) -> Vec<Vec<Line>> {
        let all: f64 = items
            .iter()
            .map(|item| self.item_height(*item, false))
            .sum();
        let (mut low, mut high) = (0.0, all.min(limit));
        while high - low > self.setting.distance / 8.0 {
            let middle = (low + high) / 2.0;
            if self.fill(items, count, middle).1 == items.len() {
                high = middle;
            } else {
                low = middle;
            }
        }
        let (cuts, _) = self.fill(items, count, high);
        cuts.into_iter()
            .filter(|cut| !cut.is_empty())
            .map(|cut| items[cut].to_vec())
            .collect()
    }

    fn column_height(&self, items: &[Line]) -> f64 {
        let sum: f64 = items
            .iter()
            .enumerate()
            .map(|(i, item)| self.item_height(*item, i == 0))
            .sum();
        (sum - self.setting.gap).max(0.0)
    }

    fn item_height(&self, item: Line, at_top: bool) -> f64 {
        match item {
            Line::Entry(number) => {
                self.lines[number] as f64 * self.setting.distance + self.setting.gap
            }
            // A line is left free above it, except at the top of a column.
            Line::Group(_) if at_top => self.setting.distance + self.setting.gap,
            Line::Group(_) => 2.0 * self.setting.distance + self.setting.gap,
        }
    }
}

impl Setting {
    /// The width of one of so many columns.
    pub fn column(&self, count: usize) -> f64 {
        (self.measure - self.gutter * (count as f64 - 1.0)) / count as f64
    }
}

/// As many columns as the widths of four entries out of five allow.
fn choose(widths: &[f64], in_list: usize, people: bool, setting: &Setting) -> usize {
    let mut sorted = widths.to_vec();
    sorted.sort_by(f64::total_cmp);
    let usual = sorted
        .get(sorted.len() * 4 / 5)
        .or(sorted.last())
        .copied()
        .unwrap_or(0.0);
    let fits = |count: usize| {
        let turn = if people || count > 3 || setting.stacked {
            1.0
        } else {
            TURN_OVER
        };
        usual <= setting.column(count) * turn
    };
    let most = match widths.len() {
        _ if in_list < FEW && !setting.stacked => 1,
        n if n >= DIRECTORY => setting.most_columns.max(4),
        _ => setting.most_columns,
    };
    let least = if setting.stacked { 2 } else { 1 };
    let chosen = (1..=most).rev().find(|&count| fits(count)).unwrap_or(1);
    // A letter keeps its two columns.
    let more = if setting.stacked {
        0
    } else {
        setting.more_columns
    };
    chosen.max(least.min(in_list)) + more
}
