//! The XML of a spreadsheet's parts: elements by their local names, text with its references resolved.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use crate::read::spreadsheet::Unreadable;

/// A part's elements, one by one. DTDs are refused: nothing outside the part is ever named.
pub struct Elements<'t> {
    reader: Reader<&'t [u8]>,
    part: &'t str,
}

/// What comes next.
pub enum Next<'t> {
    Start(Element<'t>),
    /// The local name of an element that ends.
    End(String),
    Text(String),
    Eof,
}

/// The start of an element.
pub struct Element<'t>(BytesStart<'t>);

impl Element<'_> {
    /// Its name without prefix.
    pub fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The value of the first attribute with that local name, its references resolved.
    pub fn attribute(&self, name: &str) -> Option<String> {
        // Comparing each attribute with all before it would take quadratic time.
        let mut all = self.0.attributes();
        let mut all = all.with_checks(false).flatten();
        let found = all.find(|attribute| attribute.key.local_name().into_inner() == name)?;
        let value = found.normalized_value(XmlVersion::Implicit1_0).ok()?;
        Some(value.into_owned())
    }

    /// The value of an attribute that is a whole number.
    pub fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.trim().parse().ok()
    }
}

impl<'t> Elements<'t> {
    pub fn new(text: &'t str, part: &'t str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Elements { reader, part }
    }

    fn broken(&self, why: impl std::fmt::Display) -> Unreadable {
        Unreadable::new(format!("its part {} is no sound XML: {why}", self.part))
    }

    pub fn next(&mut self) -> Result<Next<'t>, Unreadable> {
        loop {
            let event = self
                .reader
                .read_event()
                .map_err(|error| self.broken(error))?;
            return Ok(match event {
                Event::Start(start) => Next::Start(Element(start)),
                Event::End(end) => Next::End(end.local_name().into_inner().to_string()),
                Event::Text(text) => Next::Text(text.xml10_content().into_owned()),
                Event::CData(text) => Next::Text(text.xml10_content().into_owned()),
                Event::GeneralRef(reference) => {
                    let name = reference.xml10_content();
                    let known = match &*name {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => reference.resolve_char_ref().ok().flatten(),
                    };
                    match known {
                        Some(c) => Next::Text(c.to_string()),
                        None => return Err(self.broken(format!("nothing defines &{name};"))),
                    }
                }
                Event::DocType(_) => return Err(self.broken("it holds a DTD, which is not read")),
                Event::Eof => Next::Eof,
                _ => continue,
            });
        }
    }
}
