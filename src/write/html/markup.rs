//! Elements of HTML that are XML as well, and texts that are never markup.

use crate::write::bidi;

/// An element around content that is HTML already. Attributes without a value are left out; the values are texts.
pub fn element(name: &str, attributes: &[(&str, &str)], content: &str) -> String {
    let mut out = format!("<{name}");
    for (attribute, value) in attributes {
        if !value.is_empty() {
            out.push_str(&format!(" {attribute}=\"{}\"", escape(value)));
        }
    }
    out.push('>');
    out.push_str(content);
    out.push_str(&format!("</{name}>"));
    out
}

/// A text as HTML.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in bidi::enclosed(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            c if is_forbidden(c) => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// What may not stand in HTML: control characters, and code points that are no characters.
fn is_forbidden(c: char) -> bool {
    c.is_control() || (c as u32) & 0xfffe == 0xfffe || matches!(c, '\u{fdd0}'..='\u{fdef}')
}

/// An element with a class around a text; nothing where there is no text.
pub fn line(name: &str, class: &str, text: &str) -> String {
    match text {
        "" => String::new(),
        text => element(name, &[("class", class)], &escape(text)) + "\n",
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_never_markup() {
        let text = "<script>\u{202e}\"a\" & 'b'\u{0}";
        let expected = "&lt;script&gt;\u{202e}&quot;a&quot; &amp; 'b'\u{fffd}\u{202c}";
        assert_eq!(escape(text), expected);
        let quoted = element("p", &[("title", "\" onclick=\"x"), ("id", "")], "");
        assert_eq!(quoted, "<p title=\"&quot; onclick=&quot;x\"></p>");
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
