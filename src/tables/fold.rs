//! The form of a text in which it is compared, never printed.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds a text for comparison: NFKC, invisible characters out, quotes and dashes one each, marks
/// off, lower case, white space single and none at the edges.
///
/// Persian and Arabic yeh and kaf are one letter each, tatweel and the joiners are left out.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    let mut push = |c: char| {
        if c.is_whitespace() {
            space = true;
            return;
        }
        if space && !out.is_empty() {
            out.push(' ');
        }
        space = false;
        push_folded(c, &mut out);
    };
    if text.is_ascii() {
        text.chars().for_each(&mut push);
    } else {
        text.nfkd().filter(|&c| !drops_out(c)).for_each(&mut push);
    }
    if out.is_ascii() {
        out
    } else {
        out.nfkc().collect()
    }
}

/// The words of a folded text, single spaces between: what the tables' keys are compared in.
pub fn words(text: &str) -> String {
    let folded = fold(text);
    let mut out = String::with_capacity(folded.len());
    for c in folded.chars() {
        if c.is_alphanumeric() || is_combining_mark(c) {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn push_folded(c: char, out: &mut String) {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' | '\u{60}' | '\u{b4}' | '\u{2032}' => {
            out.push('\'')
        }
        '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' => out.push('"'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{5be}' => out.push('-'),
        'ß' | 'ẞ' => out.push_str("ss"),
        'ø' | 'Ø' => out.push('o'),
        'ł' | 'Ł' => out.push('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'ı' => out.push('i'),
        'ς' => out.push('σ'),
        'ي' | 'ى' => out.push('ی'),
        'ك' => out.push('ک'),
        _ if c.is_ascii() => out.push(c.to_ascii_lowercase()),
        _ => out.extend(c.to_lowercase().filter(|&lower| lower != '\u{307}')),
    }
}

/// Whether a character of a decomposed text doesn't count: it is invisible, or a mark that readers
/// of its script leave out. Vowel signs of Indic scripts are marks too, and stay.
fn drops_out(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{591}'..='\u{5bd}' | '\u{5bf}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}'
        | '\u{670}' | '\u{640}' | '\u{6d6}'..='\u{6ed}'
        | '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_what_readers_do_not_tell_apart() {
        for (a, b) in [
            ("  People’s\u{a0} Party", "people's party"),
            ("Jose\u{301}", "josé"),
            ("Red–Green", "red-green"),
            ("Straße", "STRASSE"),
            ("Türkiye", "turkiye"),
            ("İstanbul", "istanbul"),
            ("Zajedničko\u{200b}", "zajednicko"),
            ("كردستان", "کردستان"),
            ("ＡＢＣ", "abc"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} / {b}");
        }
        assert_ne!(fold("किसान"), fold("कसन"));
    }

    #[test]
    fn words_have_single_spaces() {
        assert_eq!(words("  Workers’ – “Party”  (M.-L.) "), "workers party m l");
    }
}
