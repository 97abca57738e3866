//! Additions to one table of a TOML file, as text: nothing that stands in it is written anew.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml_parser::lexer::TokenKind;

use crate::edit::Edit;
use crate::source::{Place, Source, SourceId, Sources};

/// A parsed table and what is to be added to it.
pub struct Table<'s> {
    source: &'s Source,
    id: SourceId,
    /// Where the parsed stretch begins in the source.
    offset: usize,
    table: &'s DeTable<'s>,
    edits: Vec<Edit>,
    /// New lines of the table.
    lines: String,
}

/// The table has the field in a form that nothing can be added to: under a header of its own, or with dots.
#[derive(Debug)]
pub struct OtherForm;

impl<'s> Table<'s> {
    pub fn new(sources: &'s Sources, id: SourceId, offset: usize, table: &'s DeTable<'s>) -> Self {
        Table {
            source: sources.get(id),
            id,
            offset,
            table,
            edits: Vec::new(),
            lines: String::new(),
        }
    }

    /// The value of a field, and its text in the file.
    pub fn get(&self, field: &str) -> Option<(&'s DeValue<'s>, &'s str)> {
        let value = self.table.get(field)?;
        Some((value.get_ref(), self.text(value)))
    }

    /// The fields in the order of the file.
    pub fn fields(&self) -> Vec<&'s str> {
        let mut all: Vec<_> = self.table.iter().collect();
        all.sort_by_key(|(name, _)| name.span().start);
        all.into_iter()
            .map(|(name, _)| name.get_ref().as_ref())
            .collect()
    }

    /// A value as it is written.
    pub fn text(&self, value: &Spanned<DeValue>) -> &'s str {
        &self.source.text[self.range(value.span())]
    }

    fn range(&self, span: Range<usize>) -> Range<usize> {
        span.start + self.offset..span.end + self.offset
    }

    /// Adds a line `field = literal`. The table has no such field.
    pub fn add(&mut self, field: &str, literal: &str) {
        let newline = newline(self.source, self.offset);
        let key = key(field);
        self.lines.push_str(&format!("{newline}{key} = {literal}"));
    }

    /// Gives a field a value: in the place of the one that it has, else in a new line.
    pub fn set(&mut self, field: &str, literal: &str) {
        match self.table.get(field) {
            Some(value) => {
                let place = Place::new(self.id, self.range(value.span()));
                self.replace(place, literal.to_string());
            }
            None => self.add(field, literal),
        }
    }

    /// Writes another value in the place of the one that stands.
    pub fn replace(&mut self, place: Place, literal: String) {
        self.edits.push(Edit {
            place,
            replacement: literal,
        });
    }

    /// Adds items to a list. One text without brackets becomes a list with it in front.
    pub fn append(&mut self, field: &str, items: &[String]) -> Result<(), OtherForm> {
        if items.is_empty() {
            return Ok(());
        }
        let items = items.join(", ");
        let Some(value) = self.table.get(field) else {
            self.add(field, &format!("[{items}]"));
            return Ok(());
        };
        match (value.get_ref(), self.text(value)) {
            (DeValue::Array(array), _) if self.is_behind_its_name(field) => {
                let last = array.iter().last();
                match last {
                    Some(last) => match self.own_line(last.span(), value.span()) {
                        Some(indent) => self.insert_line(last.span().end, indent, &items),
                        None => self.insert(last.span().end, format!(", {items}")),
                    },
                    None => self.insert(value.span().start + 1, items),
                }
            }
            (DeValue::String(_), text) => {
                let place = Place::new(self.id, self.range(value.span()));
                self.replace(place, format!("[{text}, {items}]"));
            }
            _ => return Err(OtherForm),
        }
        Ok(())
    }

    /// Adds names and values to an inline table `{ … }`.
    pub fn append_pairs(
        &mut self,
        field: &str,
        pairs: &[(String, String)],
    ) -> Result<(), OtherForm> {
        if pairs.is_empty() {
            return Ok(());
        }
        let pairs: Vec<String> = pairs
            .iter()
            .map(|(name, literal)| format!("{} = {literal}", key(name)))
            .collect();
        let pairs = pairs.join(", ");
        let Some(value) = self.table.get(field) else {
            self.add(field, &format!("{{ {pairs} }}"));
            return Ok(());
        };
        match value.get_ref() {
            DeValue::Table(inner) if self.is_behind_its_name(field) => {
                match inner.iter().map(|(_, value)| value.span().end).max() {
                    Some(end) => self.insert(end, format!(", {pairs}")),
                    None => self.insert(value.span().start + 1, format!(" {pairs} ")),
                }
                Ok(())
            }
            _ => Err(OtherForm),
        }
    }

    /// Whether a field is written `name = value`, and not as a header or with dots.
    fn is_behind_its_name(&self, field: &str) -> bool {
        self.table
            .get_key_value(field)
            .and_then(|(name, value)| {
                let between = self.range(name.span().end..value.span().start.max(name.span().end));
                self.source.text.get(between)
            })
            .is_some_and(|between| between.trim() == "=")
    }

    /// The white space before an item of a list, where each begins a line of its own.
    fn own_line(&self, item: Range<usize>, list: Range<usize>) -> Option<&'s str> {
        let before = &self.source.text[self.range(list.start..item.start)];
        let line = &before[before.rfind('\n')? + 1..];
        line.trim().is_empty().then(|| {
            let end = self.range(item).start;
            &self.source.text[end - line.len()..end]
        })
    }

    /// Adds items on a line below that of the last one, which ends at a byte; a comment behind it stays there.
    fn insert_line(&mut self, last: usize, indent: &str, items: &str) {
        let end = last + self.offset;
        let lexed = toml_parser::Source::new(&self.source.text[end..])
            .lex()
            .into_vec();
        let comma = lexed
            .iter()
            .find(|token| {
                matches!(
                    token.kind(),
                    TokenKind::Comma | TokenKind::RightSquareBracket
                )
            })
            .filter(|token| token.kind() == TokenKind::Comma)
            .map(|token| end + token.span().end());
        let at = comma.unwrap_or(end);
        let line = self.source.line_range(self.source.line_of(at)).end;
        let newline = newline(self.source, at);
        // `]` may stand behind the last item.
        let rest = self.source.text[at..line].trim();
        let at = if rest.is_empty() || rest.starts_with('#') {
            line
        } else {
            at
        };
        let (before, behind) = if comma.is_some() {
            ("", ",")
        } else {
            (",", "")
        };
        if at == end {
            self.insert(last, format!("{before}{newline}{indent}{items}{behind}"));
        } else {
            if !before.is_empty() {
                self.insert(last, before.to_string());
            }
            let replacement = format!("{newline}{indent}{items}{behind}");
            let place = Place::new(self.id, at..at);
            self.edits.push(Edit { place, replacement });
        }
    }

    fn insert(&mut self, at: usize, replacement: String) {
        let place = Place::new(self.id, self.range(at..at));
        self.edits.push(Edit { place, replacement });
    }

    /// The edits. New lines come below the line in which the byte `below` of the source stands, so that a comment
    /// at its end stays beside it.
    pub fn finish(mut self, below: usize) -> Vec<Edit> {
        if !self.lines.is_empty() {
            let end = self.source.line_range(self.source.line_of(below)).end;
            self.edits.push(Edit {
                place: Place::new(self.id, end..end),
                replacement: std::mem::take(&mut self.lines),
            });
        }
        self.edits
    }
}

/// A name as TOML spells it: bare where it may be.
pub fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !name.is_empty() && name.chars().all(bare) {
        name.to_string()
    } else {
        crate::edit::toml_string(name, "\"\"")
    }
}

/// How the line that holds a byte ends.
pub fn newline(source: &Source, at: usize) -> &'static str {
    let end = source.line_range(source.line_of(at)).end;
    if source.text[end..].starts_with("\r\n") {
        "\r\n"
    } else {
        "\n"
    }
}

/// The comments of a stretch that goes, each on its line, with the empty lines behind the stretch: nobody
/// asked to lose them. Empty where there is none.
pub fn comments(stretch: &str, newline: &str) -> String {
    let lexed = toml_parser::Source::new(stretch).lex().into_vec();
    let comments: String = lexed
        .iter()
        .filter(|token| token.kind() == TokenKind::Comment)
        .map(|token| stretch[token.span().start()..token.span().end()].to_string() + newline)
        .collect();
    let blank = &stretch[stretch.trim_end().len()..];
    let blank = blank.find('\n').map_or("", |end| &blank[end + 1..]);
    if comments.is_empty() {
        comments
    } else {
        comments + blank
    }
}
