//! TOML tables as fields: each is asked for by name and kind, and what nobody asked for is a finding.

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{
    BROKEN_FILE, Diagnostic, Findings, INVALID_VALUE, TOO_LARGE, UNKNOWN_FIELD,
};
use crate::source::{Located, Place, SourceId, Sources};

/// Parses a stretch of a source as TOML, from `offset` on; syntax errors become findings.
pub fn parse<'s>(
    sources: &'s Sources,
    source: SourceId,
    range: std::ops::Range<usize>,
    findings: &mut Findings,
) -> DeTable<'s> {
    let text = &sources.get(source).text;
    let (table, errors) = DeTable::parse_recoverable(&text[range.clone()]);
    for error in errors.iter().take(20) {
        let mut span = error.span().unwrap_or(0..0);
        span = span.start + range.start..span.end + range.start;
        // An unclosed quote is reported at its line's end; the user looks for where it began.
        while !text.is_char_boundary(span.start) {
            span.start -= 1;
        }
        while !text.is_char_boundary(span.end) {
            span.end += 1;
        }
        findings.push(
            Diagnostic::new(
                BROKEN_FILE,
                Place::new(source, span),
                format!("this can't be read as TOML: {}", error.message()),
            )
            .help("texts stand in double quotes, lists in [ ], and every line is `name = value`")
            .help("nothing was guessed: mend the line and run the command again"),
        );
    }
    table.into_inner()
}

/// One table, its fields taken one by one.
pub struct Fields<'d, 'i> {
    table: &'d DeTable<'i>,
    known: Vec<&'static str>,
    /// "a [[signatory]]": what the fields belong to, for messages.
    what: &'static str,
    source: SourceId,
    /// Where the parsed stretch begins in the source.
    offset: usize,
    /// In bytes, of one text.
    cap: usize,
}

type Value<'d, 'i> = &'d Spanned<DeValue<'i>>;

impl<'d, 'i> Fields<'d, 'i> {
    pub fn new(
        table: &'d DeTable<'i>,
        what: &'static str,
        source: SourceId,
        offset: usize,
        cap: usize,
    ) -> Self {
        Fields {
            table,
            known: Vec::new(),
            what,
            source,
            offset,
            cap,
        }
    }

    /// The fields of a table inside this one.
    pub fn inner(&self, table: &'d DeTable<'i>, what: &'static str) -> Fields<'d, 'i> {
        Fields {
            table,
            known: Vec::new(),
            what,
            ..*self
        }
    }

    pub fn place(&self, span: std::ops::Range<usize>) -> Place {
        Place::new(
            self.source,
            span.start + self.offset..span.end + self.offset,
        )
    }

    /// The value as parsed, whatever it is.
    pub fn raw(&mut self, name: &'static str) -> Option<Value<'d, 'i>> {
        self.known.push(name);
        self.table.get(name)
    }

    fn wrong(&self, name: &str, value: Value, wanted: &str, findings: &mut Findings) {
        let kind = value.get_ref().type_str();
        findings.push(
            Diagnostic::new(
                INVALID_VALUE,
                self.place(value.span()),
                format!(
                    "`{name}` of {} takes {wanted}, and this is a {kind}",
                    self.what
                ),
            )
            .help(format!("write `{name} = …` with {wanted}")),
        );
    }

    pub fn text(&mut self, name: &'static str, findings: &mut Findings) -> Option<Located<String>> {
        let value = self.raw(name)?;
        self.as_text(name, value, findings)
    }

    pub fn as_text(
        &self,
        name: &str,
        value: Value,
        findings: &mut Findings,
    ) -> Option<Located<String>> {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong(name, value, "a text in quotes", findings);
            return None;
        };
        let place = self.place(value.span());
        if text.len() > self.cap {
            let message = format!(
                "`{name}` of {} is {} bytes long; the limit is {}",
                self.what,
                text.len(),
                self.cap
            );
            findings.push(
                Diagnostic::new(TOO_LARGE, place.at_start(), message)
                    .help("shorten it, or look whether a quotation mark is missing before it"),
            );
            return None;
        }
        Some(Located::new(text.to_string(), place))
    }

    /// A list of texts; one text counts as a list of one.
    pub fn texts(
        &mut self,
        name: &'static str,
        findings: &mut Findings,
    ) -> Option<Vec<Located<String>>> {
        let value = self.raw(name)?;
        match value.get_ref() {
            DeValue::Array(array) => Some(
                array
                    .iter()
                    .filter_map(|item| self.as_text(name, item, findings))
                    .collect(),
            ),
            DeValue::String(_) => Some(self.as_text(name, value, findings).into_iter().collect()),
            _ => {
                self.wrong(name, value, "a list of texts", findings);
                None
            }
        }
    }

    pub fn date(
        &mut self,
        name: &'static str,
        findings: &mut Findings,
    ) -> Option<Located<NaiveDate>> {
        let value = self.raw(name)?;
        let date = match value.get_ref() {
            DeValue::Datetime(moment) => moment.date.and_then(|date| {
                NaiveDate::from_ymd_opt(
                    i32::from(date.year),
                    u32::from(date.month),
                    u32::from(date.day),
                )
            }),
            DeValue::String(text) => text.parse().ok(),
            _ => None,
        };
        if date.is_none() {
            self.wrong(
                name,
                value,
                "a date such as 2026-12-01, without quotes",
                findings,
            );
        }
        Some(Located::new(date?, self.place(value.span())))
    }

    pub fn number(
        &mut self,
        name: &'static str,
        range: std::ops::RangeInclusive<u32>,
        findings: &mut Findings,
    ) -> Option<Located<u32>> {
        let value = self.raw(name)?;
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|digits| u32::from_str_radix(digits.as_str(), digits.radix()).ok());
        match number.filter(|number| range.contains(number)) {
            Some(number) => Some(Located::new(number, self.place(value.span()))),
            None => {
                self.wrong(
                    name,
                    value,
                    &format!("a whole number from {} to {}", range.start(), range.end()),
                    findings,
                );
                None
            }
        }
    }

    /// One of a few words. An unknown one is a finding, and None.
    pub fn choice<T: Copy>(
        &mut self,
        name: &'static str,
        choices: &[(&'static str, T)],
        findings: &mut Findings,
    ) -> Option<Located<T>> {
        let text = self.text(name, findings)?;
        match choices.iter().find(|(word, _)| *word == text.value) {
            Some((_, choice)) => Some(Located::new(*choice, text.place)),
            None => {
                findings.push(unknown_word(INVALID_VALUE, name, &text, choices));
                None
            }
        }
    }

    pub fn table(
        &mut self,
        name: &'static str,
        findings: &mut Findings,
    ) -> Option<(&'d DeTable<'i>, Place)> {
        let value = self.raw(name)?;
        match value.get_ref() {
            DeValue::Table(table) => Some((table, self.place(value.span()))),
            _ => {
                self.wrong(name, value, "a table", findings);
                None
            }
        }
    }

    /// The tables of a list, each with its place (of its header, where it has one).
    pub fn tables(
        &mut self,
        name: &'static str,
        findings: &mut Findings,
    ) -> Option<Vec<(&'d DeTable<'i>, Place)>> {
        let value = self.raw(name)?;
        let DeValue::Array(array) = value.get_ref() else {
            self.wrong(
                name,
                value,
                &format!("tables, each under its own `[[{name}]]`"),
                findings,
            );
            return None;
        };
        let mut tables = Vec::new();
        for item in array.iter() {
            match item.get_ref() {
                DeValue::Table(table) => tables.push((table, self.place(item.span()))),
                _ => self.wrong(name, item, "a table", findings),
            }
        }
        Some(tables)
    }

    /// All fields, for tables whose names are data.
    pub fn all(&mut self) -> impl Iterator<Item = (&'d str, Place, Value<'d, 'i>)> {
        let (source, offset) = (self.source, self.offset);
        self.table.iter().map(move |(name, value)| {
            let span = name.span();
            (
                name.get_ref().as_ref(),
                Place::new(source, span.start + offset..span.end + offset),
                value,
            )
        })
    }

    /// Reports the fields that nobody asked for, with the nearest that exists.
    pub fn finish(self, findings: &mut Findings) {
        for (name, _) in self.table.iter() {
            let written: &str = name.get_ref().as_ref();
            if self.known.contains(&written) {
                continue;
            }
            let mut finding = Diagnostic::new(
                UNKNOWN_FIELD,
                self.place(name.span()),
                format!("{} has no field `{written}`", self.what),
            );
            finding = match nearest(written, self.known.iter().copied()) {
                Some(known) => finding.help(format!("did you mean `{known}`?")),
                None => finding.help(format!("it takes {}", self.known.join(", "))),
            };
            findings.push(finding);
        }
    }
}

/// A finding that a word is none of those possible.
pub fn unknown_word<T>(
    code: &'static crate::diagnostic::Code,
    name: &str,
    written: &Located<String>,
    choices: &[(&'static str, T)],
) -> Diagnostic {
    let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
    let finding = Diagnostic::new(
        code,
        written.place,
        format!("`{name}` can't be “{}”", written.value),
    )
    .help(format!("it takes {}", words.join(", ")));
    match nearest(&written.value, words.iter().copied()) {
        Some(word) => finding.help(format!("did you mean “{word}”?")),
        None => finding,
    }
}

/// The nearest of some words, where it is near enough to be a slip.
pub fn nearest<'w>(written: &str, words: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    let written = written.to_lowercase();
    words
        .map(|word| (strsim::osa_distance(&written, word), word))
        .filter(|(distance, word)| *distance <= 1 + word.len() / 5)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}
