//! What a text's front matter says, and whose its fields are: signed with the text, or the publisher's.

use toml::{Table, Value};

use crate::diff::signed;
use crate::diff::text::{Compared, Style};
use crate::model::statement::Form;

/// The field that tells whether a text is signed. Nobody signs a letter by agreeing to a statement: it
/// counts as signed itself.
pub const FORM: &str = "form";

/// The fields of a text's front matter, as TOML reads them; none where it is no TOML.
pub struct Fields(Table);

impl Fields {
    pub fn of(text: &str) -> Fields {
        let mut lines = text.trim_start_matches('\u{feff}').lines();
        let is_fence = |line: &str| line.trim_end() == "+++";
        if !lines.next().is_some_and(is_fence) {
            return Fields(Table::new());
        }
        let fields: Vec<&str> = lines.take_while(|line| !is_fence(line)).collect();
        Fields(fields.join("\n").parse().unwrap_or_default())
    }

    /// What a field says; several texts joined by empty lines.
    pub fn text(&self, key: &str) -> Option<String> {
        match self.0.get(key)? {
            Value::String(text) => Some(text.clone()),
            Value::Array(texts) => {
                let texts: Option<Vec<_>> = texts.iter().map(Value::as_str).collect();
                Some(texts?.join("\n\n"))
            }
            _ => None,
        }
    }

    /// Whether the text itself has a field.
    pub fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// The form that the text says it has.
    pub fn form(&self) -> &str {
        let said = self.0.get(FORM).and_then(Value::as_str);
        said.unwrap_or(Form::default().name())
    }

    /// Whether a key is that of a field which may change without asking anyone. One that isn't there
    /// is not: a line that looks like a field may belong to the text of another.
    pub fn is_publishers(&self, key: &str) -> bool {
        key != FORM && !signed::FIELDS.contains(&key) && has(&self.0, key)
    }
}

/// Whether parties sign the text. A press release that was one before has none who could be asked.
pub fn is_signed(compared: &Compared) -> bool {
    let is_release = |text: &str| Fields::of(text).form() == Form::PressRelease.name();
    let both = is_release(compared.old.raw) && is_release(compared.new.raw);
    compared.new.style == Style::Plain || !both
}

/// Whether a table has a field of that name, or one of the tables in it has.
fn has(table: &Table, key: &str) -> bool {
    let inside = |value: &Value| match value {
        Value::Table(table) => has(table, key),
        Value::Array(values) => {
            let mut tables = values.iter().filter_map(Value::as_table);
            tables.any(|table| has(table, key))
        }
        _ => false,
    };
    table.contains_key(key) || table.values().any(inside)
}
