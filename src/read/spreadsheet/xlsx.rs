//! Cells of an XLSX workbook, as text: ECMA-376, SpreadsheetML.
//!
//! Of formulas the value is taken that the program has stored. Numbers and days are written as a
//! sheet shows them by default; other number formats are not followed.

use chrono::{Days, NaiveDate};

use crate::read::spreadsheet::package::Package;
use crate::read::spreadsheet::xml::{Elements, Next};
use crate::read::spreadsheet::{COLUMNS, ROWS, Sheet, Take, Unreadable};

/// The workbook's sheets, in its order.
pub fn sheets(package: &mut Package) -> Result<Vec<Sheet>, Unreadable> {
    let Some(workbook) = workbook_name(package) else {
        return Err(Unreadable::new("its archive holds no workbook"));
    };
    let (folder, name) = workbook.rsplit_once('/').unwrap_or(("", &workbook));
    let targets = targets(package, &format!("{folder}/_rels/{name}.rels"))?;
    let text = package.part(&workbook)?.unwrap_or_default();
    let mut elements = Elements::new(&text, &workbook);
    let mut sheets = Vec::new();
    loop {
        match elements.next()? {
            Next::Start(element) if element.name() == "sheet" => {
                let id = element.attribute("id").unwrap_or_default();
                let target = targets.iter().find(|(known, _)| *known == id);
                let part = target.map_or(String::new(), |(_, target)| {
                    match target.strip_prefix('/') {
                        Some(absolute) => absolute.to_string(),
                        None if folder.is_empty() => target.clone(),
                        None => format!("{folder}/{target}"),
                    }
                });
                sheets.push(Sheet {
                    name: element.attribute("name").unwrap_or_default(),
                    is_visible: element
                        .attribute("state")
                        .is_none_or(|state| state == "visible"),
                    part,
                });
            }
            Next::Eof => return Ok(sheets),
            _ => {}
        }
    }
}

fn workbook_name(package: &Package) -> Option<String> {
    let usual = "xl/workbook.xml";
    if package.has(usual) {
        return Some(usual.to_string());
    }
    let mut names = package.names();
    names.find(|name| name.ends_with("workbook.xml"))
}

/// The parts that a part refers to, by id.
fn targets(package: &mut Package, part: &str) -> Result<Vec<(String, String)>, Unreadable> {
    let text = package.part(part)?.unwrap_or_default();
    let mut elements = Elements::new(&text, part);
    let mut targets = Vec::new();
    loop {
        match elements.next()? {
            Next::Start(element) if element.name() == "Relationship" => {
                if let (Some(id), Some(target)) =
                    (element.attribute("Id"), element.attribute("Target"))
                {
                    targets.push((id, target));
                }
            }
            Next::Eof => return Ok(targets),
            _ => {}
        }
    }
}

/// Gives the cells of one sheet.
pub fn cells(package: &mut Package, part: &str, take: &mut Take) -> Result<(), Unreadable> {
    let Some(text) = package.part(part)? else {
        return Err(Unreadable::new(format!(
            "its archive has no part {part}, which it names"
        )));
    };
    let folder = part
        .split_once("worksheets/")
        .map_or("xl/", |(folder, _)| folder);
    let strings = Strings::read(package, &format!("{folder}sharedStrings.xml"))?;
    let days = Days1900::read(package, folder)?;
    let mut elements = Elements::new(&text, part);
    // Where a row or a cell does not say its place, it is the next one.
    let (mut row, mut column) = (0, 0);
    loop {
        match elements.next()? {
            Next::Start(element) if element.name() == "row" => {
                row = match element.attribute("r") {
                    Some(number) => row_number(&number).ok_or_else(|| outside(&number))?,
                    None => row,
                };
                column = 0;
            }
            Next::Start(element) if element.name() == "c" => {
                if let Some(name) = element.attribute("r") {
                    (row, column) = position(&name).ok_or_else(|| outside(&name))?;
                }
                let kind = element.attribute("t").unwrap_or_default();
                let style = element.number("s").unwrap_or(0);
                let written = value(&mut elements)?;
                match kind.as_str() {
                    "s" => {
                        let shared = strings.get(written.trim()).ok_or_else(|| {
                            Unreadable::new(format!(
                                "it names a shared text “{written}” that is not there"
                            ))
                        })?;
                        take(row, column, shared)?;
                    }
                    "" | "n" => take(row, column, &days.shown(&written, style))?,
                    "b" => take(
                        row,
                        column,
                        if written.trim() == "1" {
                            "TRUE"
                        } else {
                            "FALSE"
                        },
                    )?,
                    _ => take(row, column, &unescaped(&written))?,
                }
                column += 1;
            }
            Next::End(name) if name == "row" => row += 1,
            Next::End(name) if name == "sheetData" => return Ok(()),
            Next::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn outside(name: &str) -> Unreadable {
    let name: String = name.chars().take(20).collect();
    Unreadable::new(format!(
        "a cell is named “{name}”, which is outside any sheet"
    ))
}

/// "B4" is row 3 and column 1, from 0.
fn position(name: &str) -> Option<(u32, u32)> {
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = name.split_at(digits);
    if letters.is_empty()
        || letters.len() > 3
        || !letters.bytes().all(|byte| byte.is_ascii_alphabetic())
    {
        return None;
    }
    let column = letters.bytes().fold(0, |column, byte| {
        column * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1
    });
    Some((
        row_number(digits)?,
        (column - 1 < COLUMNS).then_some(column - 1)?,
    ))
}

fn row_number(digits: &str) -> Option<u32> {
    let number: u32 = digits.parse().ok()?;
    (1..=ROWS).contains(&number).then(|| number - 1)
}

/// What stands in a cell that has begun: its value, or its own text.
fn value(elements: &mut Elements) -> Result<String, Unreadable> {
    let mut value = String::new();
    let (mut counts, mut aside) = (false, 0);
    loop {
        match elements.next()? {
            Next::Start(element) => match element.name() {
                "v" | "t" => counts = true,
                // A formula, and how a word is read aloud.
                "f" | "rPh" => aside += 1,
                _ => {}
            },
            Next::Text(text) if counts && aside == 0 => value.push_str(&text),
            Next::End(name) => match name.as_str() {
                "v" | "t" => counts = false,
                "f" | "rPh" => aside -= 1,
                "c" | "si" => return Ok(value),
                _ => {}
            },
            Next::Eof => return Ok(value),
            Next::Text(_) => {}
        }
    }
}

/// "_x000D_" stands for a character that XML doesn't take.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let code = rest
            .get(at + 2..at + 6)
            .filter(|_| rest.as_bytes().get(at + 6) == Some(&b'_'));
        let c = code
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32);
        match c {
            Some(c) => {
                out.push_str(&rest[..at]);
                out.push(c);
                rest = &rest[at + 7..];
            }
            None => {
                out.push_str(&rest[..at + 2]);
                rest = &rest[at + 2..];
            }
        }
    }
    out + rest
}

/// The texts that cells share, by number.
struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    fn read(package: &mut Package, part: &str) -> Result<Self, Unreadable> {
        let written = package.part(part)?.unwrap_or_default();
        let mut elements = Elements::new(&written, part);
        let mut strings = Strings {
            text: String::new(),
            ends: Vec::new(),
        };
        loop {
            match elements.next()? {
                Next::Start(element) if element.name() == "si" => {
                    strings.text.push_str(&unescaped(&value(&mut elements)?));
                    strings.ends.push(strings.text.len());
                }
                Next::Eof => return Ok(strings),
                _ => {}
            }
        }
    }

    fn get(&self, number: &str) -> Option<&str> {
        let number: usize = number.parse().ok()?;
        let end = *self.ends.get(number)?;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(&self.text[start..end])
    }
}

/// Which styles show a number as a day, and from which day numbers count.
struct Days1900 {
    /// By the number of the style.
    is_day: Vec<bool>,
    from_1904: bool,
}

impl Days1900 {
    fn read(package: &mut Package, folder: &str) -> Result<Self, Unreadable> {
        let part = format!("{folder}styles.xml");
        let text = package.part(&part)?.unwrap_or_default();
        let mut elements = Elements::new(&text, &part);
        let mut formats: Vec<u32> = Vec::new();
        let mut is_day = Vec::new();
        let mut in_cells = false;
        loop {
            match elements.next()? {
                Next::Start(element) => match element.name() {
                    "numFmt" => {
                        let code = element.attribute("formatCode").unwrap_or_default();
                        if is_format_of_days(&code) {
                            formats.extend(element.number("numFmtId"));
                        }
                    }
                    "cellXfs" => in_cells = true,
                    "xf" if in_cells => {
                        let format = element.number("numFmtId").unwrap_or(0);
                        // 18.8.30: the built-in formats of days, with and without a time.
                        is_day.push(matches!(format, 14..=17 | 22) || formats.contains(&format));
                    }
                    _ => {}
                },
                Next::End(name) if name == "cellXfs" => in_cells = false,
                Next::Eof => break,
                _ => {}
            }
        }
        let workbook = workbook_name(package).unwrap_or_default();
        let text = package.part(&workbook)?.unwrap_or_default();
        let from_1904 = ["date1904=\"1\"", "date1904=\"true\""]
            .iter()
            .any(|on| text.contains(on));
        Ok(Days1900 { is_day, from_1904 })
    }

    /// A number as it is shown: a day as 2026-11-26, else without superfluous digits.
    fn shown(&self, written: &str, style: u32) -> String {
        let Some(number) = written
            .trim()
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite())
        else {
            return written.to_string();
        };
        let is_day = self.is_day.get(style as usize).copied().unwrap_or(false);
        // Day 0 is 1899-12-30, because the first program took 1900 for a leap year.
        let first = match self.from_1904 {
            true => NaiveDate::from_ymd_opt(1904, 1, 1),
            false => NaiveDate::from_ymd_opt(1899, 12, 30),
        };
        let day = first
            .filter(|_| is_day && (1.0..3_000_000.0).contains(&number))
            .and_then(|first| first.checked_add_days(Days::new(number as u64)));
        match day {
            Some(day) => day.to_string(),
            // Fifteen digits are what a sheet keeps: 0.1 + 0.2 is 0.3.
            None => format!("{number:.14e}")
                .parse::<f64>()
                .unwrap_or(number)
                .to_string(),
        }
    }
}

/// Whether a format has a letter of day and year outside its quotes and brackets.
fn is_format_of_days(code: &str) -> bool {
    let mut bare = String::new();
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    for c in code.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '[' => bracketed = true,
            ']' => bracketed = false,
            _ if bracketed => {}
            _ => bare.push(c.to_ascii_lowercase()),
        }
    }
    bare.contains('d') && bare.contains(['m', 'y']) || bare.contains("yy")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_cells_are_places() {
        assert_eq!(position("B4"), Some((3, 1)));
        assert_eq!(position("XFD1048576"), Some((ROWS - 1, COLUMNS - 1)));
        for name in ["XFE1", "ZZZZZZZ1", "A0", "A1048577", "4", "", "Ä1"] {
            assert_eq!(position(name), None, "{name}");
        }
    }

    #[test]
    fn numbers_and_days_are_written_as_shown() {
        let days = Days1900 {
            is_day: vec![false, true],
            from_1904: false,
        };
        for (written, style, wanted) in [
            ("42", 0, "42"),
            ("0.30000000000000004", 0, "0.3"),
            ("1E2", 0, "100"),
            ("46352", 1, "2026-11-26"),
            ("46352", 9, "46352"),
            ("text", 1, "text"),
        ] {
            assert_eq!(days.shown(written, style), wanted, "{written}");
        }
        assert!(is_format_of_days("yyyy\\-mm\\-dd") && is_format_of_days("d.m.yy"));
        assert!(!is_format_of_days("0.00\"day\"") && !is_format_of_days("[Red]0"));
    }

    #[test]
    fn escapes_of_characters_are_undone() {
        assert_eq!(unescaped("a_x000D_b _x12 _xzzzz_"), "a\rb _x12 _xzzzz_");
    }
}
