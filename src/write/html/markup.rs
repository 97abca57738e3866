//! Elements of HTML that are XML as well, and texts that are never markup.

use crate::write::safe;

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
    for c in safe::text(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

/// An element with a class around a text; nothing where there is no text.
pub fn line(name: &str, class: &str, text: &str) -> String {
    match text {
        "" => String::new(),
        text => element(name, &[("class", class)], &escape(text)) + "\n",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_never_markup() {
        let text = "<script>\u{202e}\"a\" & 'b'\u{0}";
        let expected = "&lt;script&gt;\u{fffd}&quot;a&quot; &amp; 'b'\u{fffd}";
        assert_eq!(escape(text), expected);
        let quoted = element("p", &[("title", "\" onclick=\"x"), ("id", "")], "");
        assert_eq!(quoted, "<p title=\"&quot; onclick=&quot;x\"></p>");
    }
}
