//! Takes a CSV or TSV text apart: rows of cells, each with its bytes, and every fault of quoting.
//!
//! RFC 4180 as people write it: any line end, spaces around quotes, line breaks in quotes. A reader
//! that only gives values would not do: findings and fixes need the place of each cell, and what
//! lenient readers swallow (a quotation mark that is never closed) must be told.

use std::borrow::Cow;
use std::ops::Range;

/// A cell as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell<'t> {
    /// Its bytes in the text, quotes and spaces around them included.
    pub range: Range<usize>,
    /// Its value.
    pub value: Cow<'t, str>,
}

/// What is wrong with quotes. The cell is then read as it stands, up to the next separator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The quotation mark at this byte is never closed.
    Unclosed(usize),
    /// A quoted cell goes on behind its closing mark.
    Behind { opening: usize, behind: usize },
}

/// Goes through a text, row by row.
pub struct Rows<'t> {
    text: &'t str,
    at: usize,
    separator: u8,
    /// After a mark that is never closed, every cell must end on its line: or each further one
    /// would be searched for to the end of the file.
    within_line: bool,
    /// Faults found so far; the caller takes them.
    pub faults: Vec<Fault>,
}

impl<'t> Rows<'t> {
    pub fn new(text: &'t str, start: usize, separator: u8) -> Self {
        Rows {
            text,
            at: start,
            separator,
            within_line: false,
            faults: Vec::new(),
        }
    }

    /// Puts the cells of the next row into `cells` and returns the row's bytes, without its line end.
    /// None at the end; an empty line is a row with one empty cell.
    pub fn next(&mut self, cells: &mut Vec<Cell<'t>>) -> Option<Range<usize>> {
        cells.clear();
        let start = self.at;
        if start >= self.text.len() {
            return None;
        }
        loop {
            cells.push(self.cell());
            match self.byte(self.at) {
                Some(byte) if byte == self.separator => self.at += 1,
                _ => break,
            }
        }
        let end = self.at;
        if self.byte(self.at) == Some(b'\r') {
            self.at += 1;
        }
        if self.byte(self.at) == Some(b'\n') {
            self.at += 1;
        }
        Some(start..end)
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// The cell that starts here; leaves the place at the separator, line end or end of the text behind it.
    fn cell(&mut self) -> Cell<'t> {
        let start = self.at;
        let opening = self.spaces(start);
        let mut from = start;
        if self.byte(opening) == Some(b'"') {
            match self.quoted(opening) {
                Ok((end, value)) => {
                    self.at = end;
                    return Cell {
                        range: start..end,
                        value,
                    };
                }
                Err(at) => from = at,
            }
        }
        let separator = self.separator;
        let rest = &self.text.as_bytes()[from..];
        let length = rest
            .iter()
            .position(|&byte| byte == separator || byte == b'\n' || byte == b'\r');
        self.at = length.map_or(self.text.len(), |length| from + length);
        Cell {
            range: start..self.at,
            value: Cow::Borrowed(&self.text[start..self.at]),
        }
    }

    /// Where a quoted cell ends, and its value; or where to go on when it is to be read as it stands.
    fn quoted(&mut self, opening: usize) -> Result<(usize, Cow<'t, str>), usize> {
        let bytes = self.text.as_bytes();
        let inside = opening + 1;
        let mut doubled = false;
        let mut at = inside;
        let closing = loop {
            let stops = |byte: &u8| {
                *byte == b'"' || (self.within_line && (*byte == b'\n' || *byte == b'\r'))
            };
            match bytes[at..].iter().position(stops) {
                Some(length) if bytes[at + length] == b'"' => at += length,
                _ => {
                    self.within_line = true;
                    self.faults.push(Fault::Unclosed(opening));
                    return Err(opening);
                }
            }
            if self.byte(at + 1) != Some(b'"') {
                break at;
            }
            doubled = true;
            at += 2;
        };
        let end = self.spaces(closing + 1);
        let ends = |byte: u8| byte == self.separator || byte == b'\n' || byte == b'\r';
        if !self.byte(end).is_none_or(ends) {
            self.faults.push(Fault::Behind {
                opening,
                behind: closing + 1,
            });
            // A mark that closes lines later belongs to another cell: this one ends on its line.
            let lines = bytes[inside..closing]
                .iter()
                .any(|byte| matches!(byte, b'\n' | b'\r'));
            return Err(if lines { opening } else { closing + 1 });
        }
        let value = &self.text[inside..closing];
        let value = if doubled {
            Cow::Owned(value.replace("\"\"", "\""))
        } else {
            Cow::Borrowed(value)
        };
        Ok((end, value))
    }

    /// The first byte from here that is no space.
    fn spaces(&self, mut at: usize) -> usize {
        while self.byte(at) == Some(b' ') {
            at += 1;
        }
        at
    }
}

/// The separator that a line `sep=;` names, as Excel writes it, and where the rows begin.
pub fn named_separator(text: &str, start: usize) -> Option<(u8, usize)> {
    let line_end = text[start..]
        .find(['\n', '\r'])
        .map_or(text.len(), |length| start + length);
    let line = text[start..line_end].trim_matches('"');
    let (word, separator) = line.split_at_checked(4)?;
    let ascii = separator.len() == 1 && separator.is_ascii() && separator != "\"";
    if !word.eq_ignore_ascii_case("sep=") || !ascii {
        return None;
    }
    let rest = &text[line_end..];
    let ending = if rest.starts_with("\r\n") {
        2
    } else {
        rest.len().min(1)
    };
    Some((separator.as_bytes()[0], line_end + ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, separator: u8) -> (Vec<Vec<String>>, Vec<Fault>) {
        let mut rows = Rows::new(text, 0, separator);
        let mut all = Vec::new();
        let mut cells = Vec::new();
        while rows.next(&mut cells).is_some() {
            for cell in &cells {
                assert!(text.get(cell.range.clone()).is_some());
            }
            all.push(cells.iter().map(|cell| cell.value.to_string()).collect());
        }
        (all, rows.faults)
    }

    #[test]
    fn quotes_and_line_ends_are_understood() {
        let (rows, faults) = read("a,b\r\n\"x, \"\"y\"\"\", z \n \"1\n2\" ,\rÄ,\n\nlast", b',');
        assert!(faults.is_empty());
        let wanted: [&[&str]; 6] = [
            &["a", "b"],
            &["x, \"y\"", " z "],
            &["1\n2", ""],
            &["Ä", ""],
            &[""],
            &["last"],
        ];
        assert_eq!(rows, wanted);
        assert_eq!(read("say \"hi\";5\" x", b';').0, [["say \"hi\"", "5\" x"]]);
    }

    #[test]
    fn a_mark_that_is_never_closed_costs_no_row() {
        let (rows, faults) = read("\"Anna,A\nBob,\"B\nCarl,C\n", b',');
        assert_eq!(rows, [["\"Anna", "A"], ["Bob", "\"B"], ["Carl", "C"]]);
        assert_eq!(
            faults,
            [
                Fault::Behind {
                    opening: 0,
                    behind: 13
                },
                Fault::Unclosed(12)
            ]
        );
        let (rows, faults) = read("\"Anna,A\nBob,B\n", b',');
        assert_eq!(rows, [["\"Anna", "A"], ["Bob", "B"]]);
        assert_eq!(faults, [Fault::Unclosed(0)]);
    }

    #[test]
    fn text_behind_a_closing_mark_stays_in_its_cell() {
        let (rows, faults) = read("\"Anna \\\"Ann\\\" Smith\",A\nBob,B", b',');
        assert_eq!(rows, [["\"Anna \\\"Ann\\\" Smith\"", "A"], ["Bob", "B"]]);
        assert_eq!(faults.len(), 1);
    }

    #[test]
    fn the_separator_can_be_named() {
        assert_eq!(named_separator("sep=;\r\nname", 0), Some((b';', 7)));
        assert_eq!(
            named_separator("\u{feff}\"SEP=\t\"\nname", 3),
            Some((b'\t', 11))
        );
        assert_eq!(named_separator("sep=;;\n", 0), None);
        assert_eq!(named_separator("seé=;", 0), None);
    }
}
