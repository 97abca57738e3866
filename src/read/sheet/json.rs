//! Reads a roster in JSON: a list of objects, or an object that holds one under `signatories`.
//!
//! The values are read by serde_json, one at a time; this module walks the punctuation between
//! them, because a finding needs the byte of each value.

use std::borrow::Cow;
use std::ops::Range;

use serde::de::{DeserializeOwned, IgnoredAny};

use crate::diagnostic::{BROKEN_FILE, DUPLICATE_COLUMN, Diagnostic, HEADER_MISSING, INVALID_VALUE};
use crate::read::sheet::columns::{Column, known};
use crate::read::sheet::record::{Records, Row};
use crate::source::{Place, Source};

/// What can't be read, and the byte where it begins.
struct Broken {
    at: usize,
    why: String,
}

/// Reads the objects of the list.
pub fn rows(source: &Source, records: &mut Records) {
    let text = &source.text;
    let mut walk = Walk {
        text,
        at: source.start(),
    };
    if walk.peek().is_none() {
        return;
    }
    if let Err(broken) = document(&mut walk, records) {
        let end = text[broken.at..].chars().next().map_or(0, char::len_utf8);
        records.findings.push(
            Diagnostic::new(
                BROKEN_FILE,
                Place::new(records.source, broken.at..broken.at + end),
                format!("this can't be read as JSON: {}", broken.why),
            )
            .help("nothing behind it was read: mend it and run the command again"),
        );
    }
}

fn document(walk: &mut Walk, records: &mut Records) -> Result<(), Broken> {
    let mut found = false;
    match walk.peek() {
        Some(b'[') => {
            found = true;
            list(walk, records)?;
        }
        Some(b'{') => walk.each(b'{', b'}', |walk| {
            let (key, _): (String, _) = walk.value()?;
            walk.expect(b':')?;
            if !matches!(key.as_str(), "signatories" | "signatory") {
                return walk.value::<IgnoredAny>().map(drop);
            }
            if found {
                return Err(walk.broken("this is a second list of signatories"));
            }
            found = true;
            list(walk, records)
        })?,
        _ => {
            walk.value::<IgnoredAny>()?;
        }
    }
    if walk.peek().is_some() {
        return Err(walk.broken("the text goes on behind its end"));
    }
    if !found {
        records.findings.push(
            Diagnostic::new(
                HEADER_MISSING,
                Place::new(records.source, 0..0),
                "no list of signatories is in it: nothing was read",
            )
            .help(format!(
                "write [{{ \"name\": \"…\" }}, …]; an entry takes {}",
                known()
            )),
        );
    }
    Ok(())
}

fn list(walk: &mut Walk, records: &mut Records) -> Result<(), Broken> {
    let mut number = 0;
    walk.each(b'[', b']', |walk| {
        number += 1;
        let start = walk.at;
        if walk.peek() != Some(b'{') {
            let (_, range) = walk.value::<IgnoredAny>()?;
            let finding = Diagnostic::new(
                INVALID_VALUE,
                Place::new(records.source, range),
                format!("row {number} is no object: nothing was read from it"),
            );
            records.findings.push(finding.help("write { \"name\": \"…\" }"));
            return Ok(());
        }
        // The fields are collected first: the place of a row ends behind them.
        let mut fields: Vec<(Column, Cow<str>, Place)> = Vec::new();
        walk.each(b'{', b'}', |walk| {
            let (key, key_range): (String, _) = walk.value()?;
            walk.expect(b':')?;
            let Some(column) = Column::of(&key) else {
                return walk.value::<IgnoredAny>().map(drop);
            };
            let (value, range) = field(walk, column)?;
            let place = Place::new(records.source, range);
            if let Some((_, _, first)) = fields.iter().find(|(other, ..)| *other == column) {
                let name = column.name();
                records.findings.push(
                    Diagnostic::new(
                        DUPLICATE_COLUMN,
                        Place::new(records.source, key_range),
                        format!("this object gives `{name}` twice: nobody can tell which counts; this one is not read"),
                    )
                    .label(*first, "given here already")
                    .help("take one of them out"),
                );
                return Ok(());
            }
            match value {
                Some(value) => fields.push((column, Cow::Owned(value), place)),
                None => records.findings.push(
                    Diagnostic::new(
                        INVALID_VALUE,
                        place,
                        format!("`{}` takes a text, and this is none", column.name()),
                    )
                    .help("write a text in double quotes"),
                ),
            }
            Ok(())
        })?;
        let mut row = Row::new(number, Place::new(records.source, start..walk.at));
        for (column, value, place) in fields {
            row.set(column, value, place);
        }
        records.push(row);
        Ok(())
    })
}

/// The place of each known value of an object that was read; and of its last item, known or not, the start of its key
/// and the end of its value.
pub fn values(source: &Source, object: Place) -> (Vec<(Column, Place)>, Option<Range<usize>>) {
    let mut walk = Walk {
        text: &source.text,
        at: object.start(),
    };
    let (mut known, mut last) = (Vec::new(), None);
    // What is broken here would not have become a record.
    let _ = walk.each(b'{', b'}', |walk| {
        let (key, key_range): (String, _) = walk.value()?;
        walk.expect(b':')?;
        let (_, range) = walk.value::<IgnoredAny>()?;
        last = Some(key_range.start..range.end);
        if let Some(column) = Column::of(&key) {
            known.push((column, Place::new(object.source, range)));
        }
        Ok(())
    });
    (known, last)
}

/// A text, a number as it is written, null as an empty text; None for anything else.
fn field(walk: &mut Walk, column: Column) -> Result<(Option<String>, Range<usize>), Broken> {
    match walk.peek() {
        Some(b'"') => walk.value().map(|(text, range)| (Some(text), range)),
        Some(b'[') if column == Column::AsSigned => {
            // A list of one, as in signatories.toml.
            let start = walk.at;
            let (lines, range): (Vec<String>, _) = walk.value()?;
            let inner = walk.text[start + 1..range.end - 1].trim();
            let offset = inner.as_ptr() as usize - walk.text.as_ptr() as usize;
            match lines.as_slice() {
                [line] => Ok((Some(line.clone()), offset..offset + inner.len())),
                [] => Ok((Some(String::new()), range)),
                _ => Ok((None, range)),
            }
        }
        Some(b'-' | b'0'..=b'9') => {
            let (_, range) = walk.value::<serde_json::Number>()?;
            Ok((Some(walk.text[range.clone()].to_string()), range))
        }
        Some(b'n') => {
            let (_, range) = walk.value::<()>()?;
            Ok((Some(String::new()), range))
        }
        _ => {
            let (_, range) = walk.value::<IgnoredAny>()?;
            Ok((None, range))
        }
    }
}

/// A place in the text that moves on, value by value.
struct Walk<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Walk<'t> {
    /// The next byte that is no white space.
    fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while matches!(bytes.get(self.at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    fn broken(&self, why: impl Into<String>) -> Broken {
        Broken {
            at: self.at,
            why: why.into(),
        }
    }

    fn expect(&mut self, byte: u8) -> Result<(), Broken> {
        if self.peek() != Some(byte) {
            return Err(self.broken(format!("`{}` is missing here", byte as char)));
        }
        self.at += 1;
        Ok(())
    }

    /// Goes through what stands between brackets, parted by commas.
    fn each(
        &mut self,
        open: u8,
        close: u8,
        mut item: impl FnMut(&mut Self) -> Result<(), Broken>,
    ) -> Result<(), Broken> {
        self.expect(open)?;
        if self.peek() == Some(close) {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.peek();
            item(self)?;
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(byte) if byte == close => {
                    self.at += 1;
                    return Ok(());
                }
                _ => {
                    return Err(
                        self.broken(format!("a comma or `{}` is missing here", close as char))
                    );
                }
            }
        }
    }

    /// The next value and its bytes.
    fn value<T: DeserializeOwned>(&mut self) -> Result<(T, Range<usize>), Broken> {
        self.peek();
        let start = self.at;
        let mut values = serde_json::Deserializer::from_str(&self.text[start..]).into_iter();
        let value = values.next();
        match value {
            Some(Ok(value)) => {
                self.at = start + values.byte_offset();
                Ok((value, start..self.at))
            }
            Some(Err(error)) => Err(self.broken(plain(&error))),
            None => Err(self.broken("the text breaks off here")),
        }
    }
}

/// The parser's message without its own count of lines, which begins at the value.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_string()
}
