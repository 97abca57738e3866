//! How a signatory's line prints: a pattern with fields, where empty ones take their brackets and commas with them.

use crate::tables::labels;

/// A line in two voices: name and acronym, and what follows.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    pub name: String,
    /// With its separator first; may be empty.
    pub detail: String,
}

/// A stretch of a pattern between separators, with the separator before it.
struct Piece<'p> {
    separator: &'p str,
    pattern: &'p str,
}

/// Fills a pattern such as `{name} ({acronym}), {country}`.
pub fn fill(pattern: &str, values: &[(&str, &str)]) -> Line {
    let mut name = String::new();
    let mut detail = String::new();
    let mut named = false;
    for piece in pieces(pattern) {
        let without_brackets = without_empty_brackets(piece.pattern, values);
        let holds = |text: &str| {
            values
                .iter()
                .any(|(field, _)| text.contains(&format!("{{{field}}}")))
        };
        let full = |text: &str| {
            values
                .iter()
                .any(|(field, value)| !value.is_empty() && text.contains(&format!("{{{field}}}")))
        };
        if holds(piece.pattern) && !full(&without_brackets) {
            continue;
        }
        let text = labels::fill(&without_brackets, values);
        let text = text
            .split(' ')
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        let into = if named { &mut detail } else { &mut name };
        if !into.is_empty() || named {
            into.push_str(piece.separator);
        }
        into.push_str(&text);
        named |= piece.pattern.contains("{name}");
    }
    Line { name, detail }
}

/// Cuts a pattern at its separators: comma, semicolon, colon, dash or slash, outside brackets, white space included.
fn pieces(pattern: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut start, mut separator, mut depth) = (0, "", 0i32);
    let mut chars = pattern.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ',' | '،' | ';' | '؛' | ':' | '–' | '—' | '/' | '·' | '|' if depth == 0 => {
                let before = pattern[start..at].trim_end();
                pieces.push(Piece {
                    separator,
                    pattern: before,
                });
                let mut end = at + c.len_utf8();
                while let Some((next, space)) =
                    chars.peek().copied().filter(|(_, c)| c.is_whitespace())
                {
                    end = next + space.len_utf8();
                    chars.next();
                }
                separator = &pattern[start + before.len()..end];
                start = end;
            }
            _ => {}
        }
    }
    pieces.push(Piece {
        separator,
        pattern: &pattern[start..],
    });
    pieces
}

/// Takes out brackets whose fields are all empty, with the space before them.
fn without_empty_brackets(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(open) = rest.find(['(', '[']) {
        let Some(len) = rest[open..].find([')', ']']) else {
            break;
        };
        let group = &rest[open..=open + len];
        let fields: Vec<_> = values
            .iter()
            .filter(|(field, _)| group.contains(&format!("{{{field}}}")))
            .collect();
        let empty = !fields.is_empty() && fields.iter().all(|(_, value)| value.is_empty());
        out.push_str(if empty {
            rest[..open].trim_end()
        } else {
            &rest[..=open + len]
        });
        rest = &rest[open + len + 1..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(pattern: &str, name: &str, acronym: &str, country: &str) -> (String, String) {
        let line = fill(
            pattern,
            &[("name", name), ("acronym", acronym), ("country", country)],
        );
        (line.name, line.detail)
    }

    #[test]
    fn empty_fields_take_brackets_and_commas_with_them() {
        let pattern = "{name} ({acronym}), {country}";
        let cases = [
            (("A", "B", "C"), ("A (B)", ", C")),
            (("A", "", "C"), ("A", ", C")),
            (("A", "B", ""), ("A (B)", "")),
            (("A", "", ""), ("A", "")),
        ];
        for ((name, acronym, country), (first, rest)) in cases {
            assert_eq!(
                filled(pattern, name, acronym, country),
                (first.to_string(), rest.to_string())
            );
        }
        assert_eq!(
            filled("{country}: {name}", "A", "", "C"),
            ("C: A".into(), "".into())
        );
        assert_eq!(
            filled("{country}: {name}", "A", "", ""),
            ("A".into(), "".into())
        );
        assert_eq!(
            filled("{name} ({acronym}, {country})", "A", "", ""),
            ("A".into(), "".into())
        );
    }
}
