//! Texts that stay texts in GitHub's Markdown, and pieces of it put side by side.

use crate::write::safe;

/// A text on one line, in which nothing is markup. What would be markup only where a line begins is for [`begun`].
pub fn escape(text: &str) -> String {
    let text = safe::text(text).replace(['\n', '\t'], " ");
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = None;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let behind = rest.as_str().chars().next();
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_markup = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' | '|' | '$' => true,
            // Within a word it slants nothing.
            '_' => !(is_word(before) && is_word(behind)),
            // An entity may go on in the next piece.
            '&' => behind.is_none_or(|c| c.is_alphanumeric() || c == '#'),
            // An address would become a link, and take what follows it, marks too.
            ':' => rest.as_str().starts_with("//"),
            '.' => out.to_ascii_lowercase().ends_with("www"),
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// A line that begins neither a heading, a list, a quote nor a table.
pub fn begun(line: &str) -> String {
    let line = line.trim();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = line.split_at(digits);
    match rest.chars().next() {
        Some('.' | ')') if digits > 0 => format!("{number}\\{rest}"),
        Some('#' | '+' | '-' | '=' | '>' | ':') if digits == 0 => format!("\\{rest}"),
        _ => line.to_string(),
    }
}

/// Puts a piece behind others, so that both mean what they meant.
pub fn push(out: &mut String, piece: &str) {
    // Brackets that aren't a link's, before what would make them one.
    if out.ends_with(']') && piece.starts_with(['(', ':']) {
        out.push('\\');
    }
    // A link, not a picture.
    if out.ends_with('!') && piece.starts_with('[') {
        out.pop();
        out.push_str("\\!");
    }
    out.push_str(piece);
}

/// Splits off the white space at both ends: no mark of Markdown may stand beside it.
pub fn trimmed(text: &str) -> (&str, &str, &str) {
    let core = text.trim();
    let start = match core.is_empty() {
        true => text.len(),
        false => text.len() - text.trim_start().len(),
    };
    (&text[..start], core, &text[start + core.len()..])
}

/// A text of code, with as many backticks around it as it needs.
pub fn code(text: &str) -> String {
    let text = safe::text(text).replace(['\n', '\t'], " ");
    let fence = "`".repeat(longest_run(&text) + 1);
    match text.starts_with('`') || text.ends_with('`') {
        true => format!("{fence} {text} {fence}"),
        false => format!("{fence}{text}{fence}"),
    }
}

/// How many backticks stand together, at most.
pub fn longest_run(text: &str) -> usize {
    let runs = text.split(|c| c != '`').map(str::len);
    runs.max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        for (text, expected) in [
            ("a*b_c_d", "a\\*b_c_d"),
            (
                "_x_ <b> [y](z) ~~k~~ a|b",
                "\\_x\\_ \\<b> \\[y\\](z) \\~\\~k\\~\\~ a\\|b",
            ),
            ("A & B &lt; C &", "A & B \\&lt; C \\&"),
            (
                "https://a.example www.b.example",
                "https\\://a.example www\\.b.example",
            ),
            ("5\n$6", "5 \\$6"),
        ] {
            assert_eq!(escape(text), expected);
        }
    }

    #[test]
    fn nothing_begins_a_block() {
        for (line, expected) in [
            ("# a", "\\# a"),
            ("1. a", "1\\. a"),
            ("12) a", "12\\) a"),
            ("- a", "\\- a"),
            ("===", "\\==="),
            (":-:", "\\:-:"),
            ("    a", "a"),
            ("2026 was", "2026 was"),
            ("", ""),
        ] {
            assert_eq!(begun(line), expected);
        }
    }

    #[test]
    fn pieces_make_no_link_and_no_picture() {
        let join = |a: &str, b: &str| {
            let mut out = a.to_string();
            push(&mut out, b);
            out
        };
        assert_eq!(join("[~~a~~]", "(b)"), "[~~a~~]\\(b)");
        assert_eq!(join("[~~a~~]", ": b"), "[~~a~~]\\: b");
        assert_eq!(join("Look!", "[a](<https://b>)"), "Look\\![a](<https://b>)");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`a"), "`` `a ``");
    }
}
