//! Cleans a name for comparison and cuts it into parts. Nothing of this is ever printed.

use unicode_normalization::UnicodeNormalization;

/// Compatibility form, invisible characters out, one kind of quote, dash and space; marks and the
/// numbers of lists off the edges.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if text.is_ascii() {
        text.chars().for_each(|c| push(c, &mut out));
    } else {
        text.nfkc().for_each(|c| push(c, &mut out));
    }
    out.truncate(out.trim_end().len());
    let bare = without_edges(&out);
    if bare.is_empty() || bare.len() == out.len() {
        return out;
    }
    bare.to_string()
}

fn push(c: char, out: &mut String) {
    match c {
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}'
        | '\u{ad}'
        | '\u{fe0e}'
        | '\u{fe0f}' => {}
        '’' | '‘' | '`' | '´' | 'ʼ' | '′' | 'ʻ' => out.push('\''),
        '“' | '”' | '„' | '«' | '»' => out.push('"'),
        '–' | '—' | '−' | '‐' | '‑' | '‒' | '―' => out.push('-'),
        '،' => out.push(','),
        c if c.is_whitespace() || c.is_control() => {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        }
        c => out.push(c),
    }
}

fn without_edges(text: &str) -> &str {
    const MARKS: &[char] = &[
        '_', '*', '~', '#', '|', ';', ':', ',', '!', '•', '·', '"', ' ', '†', '‡',
    ];
    let mut text = text;
    loop {
        let before = text.len();
        text = text
            .trim_matches(MARKS)
            .trim_end_matches([' ', '-', '.'])
            .trim_start_matches(['-', '.', ' ']);
        text = without_list_number(text);
        if text.len() == before {
            return text;
        }
    }
}

/// A text without the "12. " or "3) " of a list.
fn without_list_number(text: &str) -> &str {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[digits..];
    let is_marker = (1..5).contains(&digits) && (rest.starts_with(". ") || rest.starts_with(") "));
    if is_marker { &rest[2..] } else { text }
}

/// A text with its brackets taken out, and what stands in each. A bracket that never closes reaches to the end.
pub fn brackets(text: &str) -> (String, Vec<String>) {
    let (mut outside, mut inside) = (String::with_capacity(text.len()), Vec::new());
    let mut depth = 0;
    let mut current = String::new();
    for c in text.chars() {
        match c {
            '(' | '[' | '{' => {
                depth += 1;
                if depth == 1 {
                    outside.push(' ');
                } else {
                    current.push(' ');
                }
            }
            ')' | ']' | '}' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    inside.push(std::mem::take(&mut current));
                } else {
                    current.push(' ');
                }
            }
            ')' | ']' | '}' => {}
            c if depth > 0 => current.push(c),
            c => outside.push(c),
        }
    }
    if !current.is_empty() {
        inside.push(current);
    }
    (outside, inside)
}

/// The parts between spaced dashes, commas, semicolons, bars, spaced slashes and colons.
pub fn segments(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let space = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_none_or(|&b| b == b' ');
    let mut out = Vec::new();
    let mut start = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        let (before, after) = (space(at.checked_sub(1)), space(Some(at + 1)));
        let cuts = match byte {
            b',' | b'|' | b';' => true,
            b'-' => before && after,
            b'/' => before || after,
            b':' => after,
            _ => false,
        };
        if cuts {
            out.push(text[start..at].trim());
            start = at + 1;
        }
    }
    out.push(text[start..].trim());
    out.retain(|segment| !segment.is_empty());
    out
}

/// The runs of letters and digits; an apostrophe inside a word belongs to it.
pub fn runs(text: &str) -> impl Iterator<Item = &str> {
    let inside = |c: char| {
        c.is_alphanumeric() || c == '\'' || unicode_normalization::char::is_combining_mark(c)
    };
    text.split(move |c: char| !inside(c))
        .map(|run| run.trim_matches('\''))
        .filter(|run| !run.is_empty())
}

/// Whether a text is written like an acronym: one word of two to nine letters, most of them capitals.
pub fn is_acronym(text: &str) -> bool {
    let (mut letters, mut capitals) = (0, 0);
    for c in text.chars() {
        if c == ' ' {
            return false;
        }
        letters += usize::from(c.is_alphabetic());
        capitals += usize::from(c.is_uppercase());
    }
    (2..=9).contains(&letters) && capitals >= 2 && capitals * 10 >= letters * 6
}

/// The number that a Roman numeral up to XV stands for.
pub fn roman(lower: &str) -> Option<u32> {
    const NUMERALS: [&str; 15] = [
        "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv",
        "xv",
    ];
    NUMERALS
        .iter()
        .position(|&numeral| numeral == lower)
        .map(|at| at as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_and_list_numbers_go() {
        for (text, wanted) in [
            ("  12. Red–Green\u{a0} Alliance_ ", "Red-Green Alliance"),
            ("• “Peace” Council;", "Peace\" Council"),
            ("Teamsters Local 21.", "Teamsters Local 21"),
            ("1199 Union", "1199 Union"),
            ("***", "***"),
        ] {
            assert_eq!(clean(text), wanted, "{text}");
        }
    }

    #[test]
    fn names_are_cut_at_marks() {
        assert_eq!(
            segments("KKE - Communist Party, Greece"),
            ["KKE", "Communist Party", "Greece"]
        );
        assert_eq!(segments("Red-Green Alliance"), ["Red-Green Alliance"]);
        let (outside, inside) = brackets("A (B [C]) D (E");
        assert_eq!(
            (outside.as_str(), inside),
            ("A   D  ", vec!["B  C ".to_string(), "E".into()])
        );
    }
}
