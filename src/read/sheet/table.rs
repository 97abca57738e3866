//! Reads a table whose first row names the columns: CSV, TSV and the cells of a spreadsheet.

use crate::diagnostic::{
    BROKEN_FILE, COLUMN_IGNORED, DUPLICATE_COLUMN, Diagnostic, HEADER_MISSING, RAGGED_ROW,
    TOO_LARGE,
};
use crate::read::caps;
use crate::read::fields::nearest;
use crate::read::sheet::columns::{Column, known};
use crate::read::sheet::csv::{Cell, Fault, Rows, named_separator};
use crate::read::sheet::record::{Records, Row};
use crate::source::{Place, Source, Syntax};

/// Reads the rows under the header.
pub fn rows(source: &Source, records: &mut Records) {
    let text = source.text.as_str();
    let (separator, start) = separator(source);
    let mut rows = Rows::new(text, start, separator);
    let mut cells = Vec::new();
    let mut number = 0;
    let columns = loop {
        let Some(range) = rows.next(&mut cells) else {
            return;
        };
        number += 1;
        if !is_empty(&cells) {
            let place = Place::new(records.source, range);
            report_faults(source, &mut rows, records);
            match header(&cells, place, records) {
                Some(columns) => break columns,
                None => return,
            }
        }
    };
    while let Some(range) = rows.next(&mut cells) {
        number += 1;
        report_faults(source, &mut rows, records);
        if is_empty(&cells) {
            continue;
        }
        let place = Place::new(records.source, range);
        report_ragged(source, number, place, &cells, columns.len(), records);
        let mut row = Row::new(number, place);
        for (cell, column) in cells.drain(..).zip(&columns) {
            if let Some(column) = column {
                row.set(*column, cell.value, Place::new(records.source, cell.range));
            }
        }
        records.push(row);
    }
}

/// The place of each known cell of a row that was read, also of the empty ones.
pub fn cells(source: &Source, row: Place) -> Vec<(Column, Place)> {
    let (separator, start) = separator(source);
    let mut header = Rows::new(&source.text, start, separator);
    let mut cells = Vec::new();
    while header.next(&mut cells).is_some() && is_empty(&cells) {}
    let mut columns: Vec<Option<Column>> = Vec::new();
    for cell in &cells {
        // Of two columns of one name the first is read.
        let column = Column::of(&cell.value).filter(|column| !columns.contains(&Some(*column)));
        columns.push(column);
    }
    Rows::new(&source.text, row.start(), separator).next(&mut cells);
    let places = cells
        .iter()
        .map(|cell| Place::new(row.source, cell.range.clone()));
    let known = columns.into_iter().zip(places);
    known
        .filter_map(|(column, place)| Some((column?, place)))
        .collect()
}

fn is_empty(cells: &[Cell]) -> bool {
    cells.iter().all(|cell| cell.value.trim().is_empty())
}

/// What parts the cells, and where the rows begin: as `sep=;` says, else the separator under which
/// the first row has most known columns.
fn separator(source: &Source) -> (u8, usize) {
    let start = source.start();
    let tabs = source.syntax() == Syntax::Cells
        || source
            .path
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("tsv"));
    if tabs {
        return (b'\t', start);
    }
    if let Some(named) = named_separator(&source.text, start) {
        return named;
    }
    let columns = |separator: u8| {
        let mut cells = Vec::new();
        let mut rows = Rows::new(&source.text, start, separator);
        while rows.next(&mut cells).is_some() && is_empty(&cells) {}
        let known = cells
            .iter()
            .filter(|cell| Column::of(&cell.value).is_some())
            .count();
        (known, cells.len())
    };
    let best = [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|&separator| columns(separator));
    (best.unwrap_or(b','), start)
}

/// The columns of the header row; None where it can't be one, which is a finding.
fn header(cells: &[Cell], place: Place, records: &mut Records) -> Option<Vec<Option<Column>>> {
    let at = |cell: &Cell| Place::new(place.source, cell.range.clone());
    if cells.len() > caps::SHEET_COLUMNS {
        let message = format!(
            "the first row has {} cells; the limit is {} columns",
            cells.len(),
            caps::SHEET_COLUMNS
        );
        let start = Place::new(place.source, place.start()..place.start());
        let finding = Diagnostic::new(TOO_LARGE, start, message);
        records
            .findings
            .push(finding.help("take the columns out that no signatory needs"));
        return None;
    }
    let mut columns: Vec<Option<Column>> = Vec::new();
    for cell in cells {
        let column = Column::of(&cell.value);
        let first = columns
            .iter()
            .position(|known| column.is_some() && *known == column);
        let (Some(column), Some(first)) = (column, first) else {
            columns.push(column);
            continue;
        };
        let name = column.name();
        records.findings.push(
            Diagnostic::new(
                DUPLICATE_COLUMN,
                at(cell),
                format!(
                    "two columns give `{name}`: nobody can tell which counts; this one is not read"
                ),
            )
            .label(at(&cells[first]), format!("`{name}` already"))
            .help("rename one of them, or put both into one column"),
        );
        columns.push(None);
    }
    if columns.iter().all(Option::is_none) {
        records.findings.push(
            Diagnostic::new(
                HEADER_MISSING,
                place,
                "the first row names no column that is known: nothing was read",
            )
            .help(format!(
                "put a row with the columns' names on top, parted as the cells are; known are {}",
                known()
            )),
        );
        return None;
    }
    report_unknown(cells, &columns, place, records);
    if !columns.contains(&Some(Column::Name)) {
        records.findings.push(
            Diagnostic::new(
                HEADER_MISSING,
                place,
                "no column is called `name`: nothing was read",
            )
            .help("call the column with the signatories' names `name`; given and family name stand in one column"),
        );
        return None;
    }
    Some(columns)
}

/// Tells which columns are kept aside: one may be a heading misspelt.
fn report_unknown(cells: &[Cell], columns: &[Option<Column>], place: Place, records: &mut Records) {
    let aside: Vec<&str> = cells
        .iter()
        .zip(columns)
        .filter(|(cell, column)| column.is_none() && Column::of(&cell.value).is_none())
        .map(|(cell, _)| cell.value.trim())
        .filter(|heading| !heading.is_empty())
        .collect();
    let Some(first) = aside.first() else { return };
    let named: Vec<String> = aside
        .iter()
        .take(8)
        .map(|heading| format!("“{heading}”"))
        .collect();
    let more = match aside.len().saturating_sub(8) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let what = if aside.len() == 1 {
        "column"
    } else {
        "columns"
    };
    let mut finding = Diagnostic::new(
        COLUMN_IGNORED,
        place,
        format!(
            "the {what} {}{more} are kept aside: no entry takes anything from there",
            named.join(", ")
        ),
    );
    if aside.len() == 1 {
        finding.message = finding.message.replace(" are kept", " is kept");
    }
    let slip = aside.iter().find_map(|heading| {
        let names = Column::NAMES.iter().map(|(name, _)| *name);
        Some((heading, nearest(heading, names)?))
    });
    finding = match slip {
        Some((heading, name)) => finding.help(format!("did you mean `{name}` by “{heading}”?")),
        None => finding.help(format!(
            "if “{first}” is one of these, call it so: {}",
            known()
        )),
    };
    records.findings.push(finding);
}

fn report_faults(source: &Source, rows: &mut Rows, records: &mut Records) {
    for fault in rows.faults.drain(..) {
        let place = |at: usize| Place::new(records.source, at..at + 1);
        let finding = match fault {
            Fault::Unclosed(opening) => Diagnostic::new(
                BROKEN_FILE,
                place(opening),
                "this quotation mark is never closed: the cell was read up to the next separator",
            )
            .help("close it, or take it out; a mark inside a quoted cell is written twice"),
            Fault::Behind { opening, behind } => {
                let after = Place::new(records.source, behind..after(&source.text, behind));
                let line = |at: usize| source.line_of(at) + 1;
                let finding = if line(opening) == line(behind) {
                    let message = "text follows the mark that closes a quoted cell";
                    Diagnostic::new(BROKEN_FILE, after, message)
                        .label(place(opening), "opened here")
                } else {
                    let message = format!(
                        "this quotation mark is closed in line {} only, and text follows there",
                        line(behind)
                    );
                    Diagnostic::new(BROKEN_FILE, place(opening), message)
                        .label(after, "the text behind it")
                };
                finding.help("a quotation mark inside a quoted cell is written twice: \"Anna \"\"Ann\"\" Smith\"")
            }
        };
        records.findings.push(finding);
    }
}

/// The end of the character that begins at a byte.
fn after(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(0, char::len_utf8)
}

/// A row with more cells or fewer than the header: perhaps its values stand in the wrong columns.
fn report_ragged(
    source: &Source,
    number: usize,
    place: Place,
    cells: &[Cell],
    columns: usize,
    records: &mut Records,
) {
    let count = match cells.len() {
        1 => "1 cell".to_string(),
        n => format!("{n} cells"),
    };
    let extra = cells
        .iter()
        .skip(columns)
        .find(|cell| !cell.value.trim().is_empty());
    let at = |cell: &Cell| Place::new(place.source, cell.range.clone());
    let finding = match extra {
        Some(extra) if source.syntax() == Syntax::Cells => Diagnostic::new(
            RAGGED_ROW,
            at(extra),
            "this cell stands in a column that the first row doesn’t name",
        )
        .help("give the column a name in the first row, or empty the cell"),
        Some(extra) => Diagnostic::new(
            RAGGED_ROW,
            at(extra),
            format!("row {number} has {count}, and the header {columns}: this one belongs to no column"),
        )
        .help("put a cell that holds a separator into quotation marks, or take the separator out"),
        None if cells.len() < columns => Diagnostic::new(
            RAGGED_ROW,
            place,
            format!("row {number} has {count}, and the header {columns}: nobody can tell which are missing"),
        )
        .help("add the separators of the empty cells; a cell with a line break needs quotation marks"),
        None => return,
    };
    records.findings.push(finding);
}
