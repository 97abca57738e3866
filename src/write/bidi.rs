//! Keeps what a text says about its direction within that text.

use std::borrow::Cow;

const POP_EMBEDDING: char = '\u{202c}';
const POP_ISOLATE: char = '\u{2069}';

/// The text with every embedding, override and isolate closed (Unicode Standard Annex 9), and without closing
/// characters that close nothing: so that it turns no letter of what stands around it.
pub fn enclosed(text: &str) -> Cow<'_, str> {
    let is_control = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !text.contains(is_control) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    // What closes each of those that are open.
    let mut open: Vec<char> = Vec::new();
    for c in text.chars() {
        match c {
            '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}' => open.push(POP_EMBEDDING),
            '\u{2066}'..='\u{2068}' => open.push(POP_ISOLATE),
            POP_EMBEDDING if open.last() == Some(&POP_EMBEDDING) => drop(open.pop()),
            POP_ISOLATE => match open.iter().rposition(|&close| close == POP_ISOLATE) {
                // It closes the embeddings within the isolate, too.
                Some(at) => open.truncate(at),
                None => continue,
            },
            POP_EMBEDDING => continue,
            _ => {}
        }
        out.push(c);
    }
    out.extend(open.iter().rev());
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_opened_is_closed_and_nothing_else() {
        for (text, expected) in [
            ("plain", "plain"),
            ("\u{202e}abc", "\u{202e}abc\u{202c}"),
            ("a\u{202c}b\u{2069}c", "abc"),
            ("\u{2067}a\u{202d}b\u{2069}c", "\u{2067}a\u{202d}b\u{2069}c"),
            ("\u{2066}a\u{202b}b", "\u{2066}a\u{202b}b\u{202c}\u{2069}"),
            ("\u{2066}a\u{202c}b\u{2069}", "\u{2066}ab\u{2069}"),
        ] {
            assert_eq!(enclosed(text), expected);
        }
    }
}
