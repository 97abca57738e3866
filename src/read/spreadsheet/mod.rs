//! Spreadsheets (XLSX, ODS) become a text: tab-separated, a row a line, with the name of each cell.
//!
//! What follows then reads that text as it reads a CSV. Spreadsheets are read only, so the text is
//! never written back. A damaged or hostile file is refused within bounds: see `package.rs`.

mod ods;
mod package;
mod xlsx;
mod xml;

use std::path::Path;

use crate::read::caps;
use crate::read::sheet::Column;
use crate::source::{Cells, Source, cell_name};

/// Why a spreadsheet can't be read, in words for the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    pub message: String,
    pub help: String,
}

impl Unreadable {
    fn new(message: impl Into<String>) -> Self {
        Unreadable {
            message: message.into(),
            help: "open it in the program it comes from and save it again, as .xlsx, .ods or .csv"
                .into(),
        }
    }
}

/// A spreadsheet as a source.
#[derive(Debug)]
pub struct Spreadsheet {
    pub source: Source,
    /// Names of the sheets that are not read.
    pub others: Vec<String>,
}

/// Receives the cells of a sheet, row by row and from left to right: row and column from 0, value.
/// It says what is wrong when it can take no more.
type Take<'t> = dyn FnMut(u32, u32, &str) -> Result<(), Unreadable> + 't;

/// Rows and columns of the largest sheet that programs write.
const ROWS: u32 = 1 << 20;
const COLUMNS: u32 = 1 << 14;

/// All text that is taken from a sheet, in bytes: a small file can repeat a long cell without end.
const TEXT: usize = 128 << 20;

/// Reads the first visible sheet whose first row names a column that is known, else the first.
pub fn spreadsheet(path: &Path, bytes: &[u8]) -> Result<Spreadsheet, Unreadable> {
    let mut package = package::Package::open(bytes)?;
    let is_ods = package.has("content.xml");
    let sheets = match is_ods {
        true => ods::sheets(&mut package)?,
        false => xlsx::sheets(&mut package)?,
    };
    let mut chosen: Option<(usize, Grid)> = None;
    for (at, sheet) in sheets
        .iter()
        .enumerate()
        .filter(|(_, sheet)| sheet.is_visible)
    {
        let mut grid = Grid::default();
        let mut take = |row, column, value: &str| grid.take(row, column, value);
        match is_ods {
            true => ods::cells(&mut package, at, &mut take)?,
            false => xlsx::cells(&mut package, &sheet.part, &mut take)?,
        }
        let known = grid.has_known_header();
        if known || chosen.is_none() {
            chosen = Some((at, grid));
        }
        if known {
            break;
        }
    }
    let Some((chosen, grid)) = chosen else {
        return Err(Unreadable::new("it has no visible sheet"));
    };
    let others = sheets
        .iter()
        .enumerate()
        .filter(|(at, _)| *at != chosen)
        .map(|(_, sheet)| sheet.name.clone())
        .collect();
    let source = grid.into_source(path, sheets[chosen].name.clone())?;
    Ok(Spreadsheet { source, others })
}

/// A sheet of a workbook.
struct Sheet {
    name: String,
    is_visible: bool,
    /// XLSX: the name of its part in the package.
    part: String,
}

/// The cells of a sheet that are not empty.
#[derive(Default)]
struct Grid {
    /// Their values, one behind the other.
    text: String,
    /// Row, column, and where the value ends in `text`.
    cells: Vec<(u32, u32, usize)>,
}

impl Grid {
    fn take(&mut self, row: u32, column: u32, value: &str) -> Result<(), Unreadable> {
        if row >= ROWS || column >= COLUMNS {
            return Err(Unreadable::new(format!(
                "a cell stands in row {} and column {}, outside any sheet",
                u64::from(row) + 1,
                u64::from(column) + 1
            )));
        }
        if value.is_empty() {
            return Ok(());
        }
        // Enough of a long value to be told that it is too long.
        let mut end = value.len().min(caps::FIELD + 4);
        while !value.is_char_boundary(end) {
            end -= 1;
        }
        self.text.push_str(&value[..end]);
        if self.text.len() > TEXT {
            return Err(Unreadable::new(format!(
                "its cells hold more than {} MiB of text, the limit",
                TEXT >> 20
            )));
        }
        self.cells.push((row, column, self.text.len()));
        Ok(())
    }

    /// Row, column and value of each cell.
    fn iter(&self) -> impl Iterator<Item = (u32, u32, &str)> {
        let starts = std::iter::once(0).chain(self.cells.iter().map(|(_, _, end)| *end));
        self.cells
            .iter()
            .zip(starts)
            .map(|(&(row, column, end), start)| (row, column, &self.text[start..end]))
    }

    /// The cells of the first row that has any.
    fn header(&self) -> impl Iterator<Item = (u32, &str)> {
        let first = self.cells.first().map(|(row, ..)| *row);
        self.iter()
            .take_while(move |(row, ..)| Some(*row) == first)
            .map(|(_, column, value)| (column, value))
    }

    fn has_known_header(&self) -> bool {
        self.header().any(|(_, value)| Column::of(value).is_some())
    }

    /// The text: under each column of the header its cells, behind them what stands under none.
    fn into_source(self, path: &Path, sheet: String) -> Result<Source, Unreadable> {
        let mut columns: Vec<u32> = self.header().map(|(column, _)| column).collect();
        columns.sort_unstable();
        columns.dedup();
        let mut text = String::new();
        let mut cells = Cells::new(sheet);
        let mut all = self.iter().peekable();
        let mut next_row = 0;
        while let Some(&(row, ..)) = all.peek() {
            // Rows that are empty keep their line, so that people count as the program does.
            for _ in next_row..row {
                text.push('\n');
            }
            next_row = row + 1;
            let mut values: Vec<(u32, &str)> = Vec::new();
            while let Some((_, column, value)) = all.next_if(|cell| cell.0 == row) {
                values.push((column, value));
            }
            if all.peek().is_some_and(|cell| cell.0 < row) {
                return Err(Unreadable::new(format!(
                    "row {} stands behind row {}: its rows are out of order",
                    all.peek().map_or(0, |cell| cell.0 + 1),
                    row + 1
                )));
            }
            values.sort_by_key(|(column, _)| *column);
            if let Some(pair) = values.windows(2).find(|pair| pair[0].0 == pair[1].0) {
                return Err(Unreadable::new(format!(
                    "the cell {} stands there twice",
                    cell_name(row, pair[0].0)
                )));
            }
            push_row(&mut text, &mut cells, row, &columns, &values);
            if text.len() > 2 * TEXT {
                return Err(Unreadable::new("its rows are too wide and too many"));
            }
        }
        Ok(Source::spreadsheet(path, text, cells))
    }
}

fn push_row(
    text: &mut String,
    cells: &mut Cells,
    row: u32,
    columns: &[u32],
    values: &[(u32, &str)],
) {
    cells.push(text.len(), row, columns.first().copied().unwrap_or(0));
    let value = |column: u32| {
        let found = values.binary_search_by_key(&column, |(column, _)| *column);
        found.ok().map(|at| values[at].1)
    };
    for (at, &column) in columns.iter().enumerate() {
        if at > 0 {
            text.push('\t');
        }
        if let Some(value) = value(column) {
            cells.push(text.len(), row, column);
            push_value(text, value);
        }
    }
    for (column, value) in values {
        if columns.binary_search(column).is_err() {
            text.push('\t');
            cells.push(text.len(), row, *column);
            push_value(text, value);
        }
    }
    text.push('\n');
}

/// In quotes where it holds what would end a cell.
fn push_value(text: &mut String, value: &str) {
    if value.contains(['\t', '\n', '\r', '"']) {
        text.push('"');
        text.push_str(&value.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(cells: &[(u32, u32, &str)]) -> Result<Source, Unreadable> {
        let mut grid = Grid::default();
        for &(row, column, value) in cells {
            grid.take(row, column, value)?;
        }
        grid.into_source(Path::new("a.xlsx"), "S".into())
    }

    #[test]
    fn cells_become_a_text_and_keep_their_names() {
        let cells = [
            (1, 1, "name"),
            (1, 3, "org"),
            (3, 1, "Anna\nBell"),
            (4, 2, "stray"),
            (4, 3, "\"O\""),
        ];
        let source = source(&cells).unwrap();
        let text = "\nname\torg\n\n\"Anna\nBell\"\t\n\t\"\"\"O\"\"\"\tstray\n";
        assert_eq!(source.text, text);
        for (part, name) in [
            ("name", "B2"),
            ("org", "D2"),
            ("\"Anna", "B4"),
            ("stray", "C5"),
        ] {
            let at = text.find(part).unwrap();
            assert_eq!(source.cell_at(at).unwrap().1, name, "{part}");
        }
        assert_eq!(source.position(text.find("stray").unwrap()).line, 5);
    }

    #[test]
    fn what_is_no_sheet_is_refused() {
        assert!(source(&[(0, COLUMNS, "x")]).is_err());
        assert!(source(&[(2, 0, "x"), (1, 0, "y")]).is_err());
        assert!(source(&[(1, 0, "x"), (1, 0, "y")]).is_err());
        assert!(source(&[(ROWS - 1, COLUMNS - 1, "x")]).is_ok());
    }
}
