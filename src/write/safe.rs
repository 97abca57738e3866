//! What of a user's text and links may stand in a page, whatever the format.

use std::borrow::Cow;

const POP_EMBEDDING: char = '\u{202c}';
const POP_ISOLATE: char = '\u{2069}';

/// The text without control characters, code points that are no characters and overrides, which show letters in
/// another order than they are read; and with every embedding and isolate closed.
pub fn text(text: &str) -> String {
    let is_forbidden = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || (c as u32) & 0xfffe == 0xfffe
            || matches!(c, '\u{fdd0}'..='\u{fdef}' | '\u{202d}' | '\u{202e}')
    };
    let safe = |c: char| if is_forbidden(c) { '\u{fffd}' } else { c };
    let safe: String = text.chars().map(safe).collect();
    enclosed(&safe).into_owned()
}

/// The target of a link where it is one that may be followed: reading leaves the others out, and so does this. What
/// may not stand in an address is written in per cent.
pub fn target(link: &str) -> Option<String> {
    let (scheme, _) = link.split_once(':')?;
    let schemes = ["http", "https", "mailto"];
    let is_known = schemes
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known));
    is_known.then(|| {
        let mut out = String::with_capacity(link.len());
        for c in link.chars() {
            let is_odd = c.is_control() || c.is_whitespace() || "\"<>\\^`{|}".contains(c);
            match is_odd {
                true => c
                    .encode_utf8(&mut [0; 4])
                    .bytes()
                    .for_each(|byte| out.push_str(&format!("%{byte:02X}"))),
                false => out.push(c),
            }
        }
        out
    })
}

/// The text with every embedding, override and isolate closed (Unicode Standard Annex 9), and without closing
/// characters that close nothing: so that it turns no letter of what stands around it.
fn enclosed(text: &str) -> Cow<'_, str> {
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

    #[test]
    fn links_lead_to_the_web_or_to_an_e_mail_address() {
        assert_eq!(
            target("HTTPS://a.example/\" x").as_deref(),
            Some("HTTPS://a.example/%22%20x")
        );
        for wrong in [
            "javascript:alert(1)",
            " javascript:x",
            "data:text/html,x",
            "//a.example",
        ] {
            assert_eq!(target(wrong), None, "{wrong}");
        }
    }
}
