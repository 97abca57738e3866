//! Cells of an ODS spreadsheet, as text: OASIS OpenDocument 1.2. A cell's text is what the program showed.

use crate::read::spreadsheet::package::Package;
use crate::read::spreadsheet::xml::{Element, Elements, Next};
use crate::read::spreadsheet::{COLUMNS, ROWS, Sheet, Take, Unreadable};

const PART: &str = "content.xml";

/// The tables of the document, in its order.
pub fn sheets(package: &mut Package) -> Result<Vec<Sheet>, Unreadable> {
    let text = package.part(PART)?.unwrap_or_default();
    let mut elements = Elements::new(&text, PART);
    let mut sheets = Vec::new();
    let mut depth = 0;
    loop {
        match elements.next()? {
            Next::Start(element) if element.name() == "table" => {
                depth += 1;
                if depth == 1 {
                    sheets.push(Sheet {
                        name: element.attribute("name").unwrap_or_default(),
                        is_visible: true,
                        part: String::new(),
                    });
                }
            }
            Next::End(name) if name == "table" => depth -= 1,
            Next::Eof => return Ok(sheets),
            _ => {}
        }
    }
}

/// Gives the cells of the sheet with that number.
pub fn cells(package: &mut Package, sheet: usize, take: &mut Take) -> Result<(), Unreadable> {
    let text = package.part(PART)?.unwrap_or_default();
    let mut elements = Elements::new(&text, PART);
    let (mut seen, mut depth) = (0, 0);
    let mut row = 0u32;
    loop {
        match elements.next()? {
            Next::Start(element) if element.name() == "table" => {
                depth += 1;
                seen += usize::from(depth == 1);
            }
            Next::End(name) if name == "table" => {
                depth -= 1;
                if depth == 0 && seen == sheet + 1 {
                    return Ok(());
                }
            }
            Next::Start(element)
                if element.name() == "table-row" && depth == 1 && seen == sheet + 1 =>
            {
                let repeated = element.number("number-rows-repeated").unwrap_or(1);
                let cells = row_cells(&mut elements)?;
                // Empty rows are repeated to the end of the sheet.
                let rows = if cells.is_empty() { 0 } else { repeated };
                for row in row..row.saturating_add(rows).min(ROWS + 1) {
                    for (column, value) in &cells {
                        take(row, *column, value)?;
                    }
                }
                row = row.saturating_add(repeated);
            }
            Next::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The cells of a row that has begun, those with a text.
fn row_cells(elements: &mut Elements) -> Result<Vec<(u32, String)>, Unreadable> {
    let mut cells = Vec::new();
    let mut column = 0u32;
    loop {
        match elements.next()? {
            Next::Start(element)
                if matches!(element.name(), "table-cell" | "covered-table-cell") =>
            {
                let repeated = element.number("number-columns-repeated").unwrap_or(1);
                let text = cell_text(elements, &element)?;
                let columns = if text.is_empty() { 0 } else { repeated };
                for column in column..column.saturating_add(columns).min(COLUMNS + 1) {
                    cells.push((column, text.clone()));
                }
                column = column.saturating_add(repeated);
            }
            Next::End(name) if name == "table-row" => return Ok(cells),
            Next::Eof => return Ok(cells),
            _ => {}
        }
    }
}

/// The text of a cell that has begun: its paragraphs, without comments.
fn cell_text(elements: &mut Elements, cell: &Element) -> Result<String, Unreadable> {
    let mut text = String::new();
    let (mut paragraphs, mut inside, mut aside, mut depth) = (0, 0, 0, 0);
    loop {
        match elements.next()? {
            Next::Start(element) => match element.name() {
                "annotation" | "note" | "ruby-text" | "table" => aside += 1,
                "p" | "h" if aside == 0 => {
                    if paragraphs > 0 && inside == 0 {
                        text.push('\n');
                    }
                    paragraphs += 1;
                    inside += 1;
                }
                "s" if inside > 0 && aside == 0 => {
                    let count = element.number("c").unwrap_or(1).min(100);
                    text.extend(std::iter::repeat_n(' ', count as usize));
                }
                "tab" if inside > 0 && aside == 0 => text.push('\t'),
                "line-break" if inside > 0 && aside == 0 => text.push('\n'),
                name if name == cell.name() => depth += 1,
                _ => {}
            },
            Next::Text(written) if inside > 0 && aside == 0 => text.push_str(&written),
            Next::Text(_) => {}
            Next::End(name) => match name.as_str() {
                "annotation" | "note" | "ruby-text" | "table" => aside -= 1,
                "p" | "h" if aside == 0 => inside -= 1,
                name if name == cell.name() && depth == 0 => return Ok(text),
                name if name == cell.name() => depth -= 1,
                _ => {}
            },
            Next::Eof => return Ok(text),
        }
    }
}
