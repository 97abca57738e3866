//! The statement file that an import writes: front matter and a body that reads back verbatim.

use crate::edit::toml_string;
use crate::import::plan::Plan;

/// The text of the statement file.
pub fn statement_text(plan: &Plan) -> String {
    let mut out = String::from("+++\n");
    let mut field = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            out.push_str(&format!("{name} = {}\n", toml_string(value, "")));
        }
    };
    field("title", plan.title.as_deref());
    field("lang", plan.lang.as_ref().map(|lang| lang.tag()));
    field("place", plan.place.as_deref());
    field("sign-off", plan.sign_off.as_deref());
    if let Some(date) = plan.date {
        out.push_str(&format!("date = {date}\n"));
    }
    out.push_str("+++\n");
    for paragraph in &plan.paragraphs {
        out.push('\n');
        out.push_str(&escaped(paragraph));
        out.push('\n');
    }
    out
}

/// A paragraph of plain text as Markdown (CommonMark, footnotes, tables, strikethrough) that reads
/// back as the same words.
pub fn escaped(text: &str) -> String {
    let text = text.trim();
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.char_indices().peekable();
    let mut before = None;
    let start = start_marker(text);
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let escape = match c {
            '\\' | '*' | '`' | '[' | ']' | '<' | '~' => true,
            // Inside a word an underscore is no emphasis.
            '_' => !(word(before) && word(next)),
            '&' => is_entity(&text[at..]),
            '|' => true,
            _ => start == Some(at),
        };
        if escape {
            out.push('\\');
        }
        // A line end would start another line of Markdown.
        out.push(if matches!(c, '\n' | '\r') { ' ' } else { c });
        before = Some(c);
    }
    out
}

/// The sign at the start of a text, as a byte offset, that would make it a heading, quotation, list or rule.
fn start_marker(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match text.as_bytes().get(digits) {
        Some(b'.' | b')') if (1..=9).contains(&digits) => return Some(digits),
        _ => {}
    }
    text.starts_with(['#', '>', '-', '+', '=', ':'])
        .then_some(0)
}

/// Whether an ampersand starts a character reference.
fn is_entity(text: &str) -> bool {
    let rest = text[1..].trim_start_matches('#');
    let name = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    name > 0 && rest[name..].starts_with(';')
}
