//! Changes to a user's file: a list of (place, replacement), applied as text in one place.
//!
//! Comments, quotes, CRLF, BOM and order stay by construction, because nothing is printed from a
//! parsed value.

use crate::source::{Place, Sources, Syntax};

/// Replaces the bytes at a place. An insertion has an empty place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub place: Place,
    pub replacement: String,
}

/// Applies the edits of one source to its text, in order of place.
///
/// Of two edits that overlap the one that starts first wins and the other is returned, so that it
/// can be applied in a second run over the changed text. The same edit given twice counts once.
pub fn apply<'e>(text: &str, edits: &[&'e Edit]) -> (String, Vec<&'e Edit>) {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| (edit.place.start(), edit.place.end()));
    edits.dedup();
    let mut refused = Vec::new();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        if edit.place.start() < at {
            refused.push(edit);
            continue;
        }
        out.push_str(&text[at..edit.place.start()]);
        out.push_str(&edit.replacement);
        at = edit.place.end();
    }
    out.push_str(&text[at..]);
    (out, refused)
}

/// Writes a value at the place of another, in the syntax of its file. None where the file is read only.
pub fn rewrite(sources: &Sources, place: Place, value: &str) -> Option<Edit> {
    let like = sources.slice(place);
    let replacement = match sources.get(place.source).syntax() {
        Syntax::Toml => toml_string(value, like),
        Syntax::Csv => csv_cell(value, like),
        Syntax::Json => json_string(value),
        Syntax::Cells => return None,
    };
    Some(Edit { place, replacement })
}

/// A cell of CSV for `value`: in quotes where `like`, the cell that it replaces, was, and where it must be.
fn csv_cell(value: &str, like: &str) -> String {
    let needs = value.contains(['"', ',', ';', '\t', '\n', '\r']) || value.trim() != value;
    if like.trim_start_matches(' ').starts_with('"') || needs {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value.to_string()
    }
}

/// A text as JSON writes it.
pub fn json_string(value: &str) -> String {
    serde_json::to_string(value).expect("a text is always JSON")
}

/// A TOML string literal for `value` in the quote style of `like`, the literal that it replaces.
pub fn toml_string(value: &str, like: &str) -> String {
    let plain = !value.chars().any(|c| c.is_control() && c != '\t');
    if like.starts_with('\'') && !like.starts_with("'''") && plain && !value.contains('\'') {
        return format!("'{value}'");
    }
    let mut out = String::with_capacity(value.len() + 2);
    out.push('"');
    for c in value.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Source, Sources};

    #[test]
    fn overlapping_edits_are_given_back() {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("x", "abcdef"));
        let edit = |range: std::ops::Range<usize>, text: &str| Edit {
            place: Place::new(id, range),
            replacement: text.into(),
        };
        let edits = [
            edit(1..3, "X"),
            edit(2..4, "Y"),
            edit(5..5, "Z"),
            edit(1..3, "X"),
        ];
        let (text, refused) = apply("abcdef", &edits.iter().collect::<Vec<_>>());
        assert_eq!(text, "aXdeZf");
        assert_eq!(refused, [&edits[1]]);
    }

    #[test]
    fn a_value_is_written_in_the_syntax_of_its_file() {
        for (path, like, value, wanted) in [
            ("a.toml", "'x'", "y", Some("'y'")),
            ("a.csv", "x", "y", Some("y")),
            ("a.csv", "\"x\"", "y", Some("\"y\"")),
            ("a.csv", "x", "y, z", Some("\"y, z\"")),
            ("a.tsv", "x", "say \"y\"", Some("\"say \"\"y\"\"\"")),
            ("a.json", "\"x\"", "y\"", Some("\"y\\\"\"")),
            ("a.xlsx", "x", "y", None),
        ] {
            let mut sources = Sources::default();
            let id = sources.add(Source::new(path, like));
            let edit = rewrite(&sources, Place::new(id, 0..like.len()), value);
            assert_eq!(edit.map(|edit| edit.replacement).as_deref(), wanted);
        }
    }

    #[test]
    fn strings_keep_their_quote_style_where_they_can() {
        assert_eq!(toml_string("a\"b", "'x'"), "'a\"b'");
        assert_eq!(toml_string("O'Brien", "'x'"), "\"O'Brien\"");
        assert_eq!(toml_string("a\\b\u{1}", "\"x\""), "\"a\\\\b\\u0001\"");
    }
}
