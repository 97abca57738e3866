//! `fold1`: the form of a signed text in which two spellings of the same words are one.
//!
//! Texts with equal folds say the same to every reader: nobody needs to be asked again. The name stands
//! in every digest, so that the fold can change one day: a changed fold is `fold2`.
//!
//! Not folded: case, punctuation, strikethrough, targets of links, the minus sign, marks of direction.

use unicode_normalization::UnicodeNormalization;

/// Folds a text: NFC, white space single and none at the ends of blocks, quotes, hyphens and dashes
/// one each, invisible characters away.
///
/// Blocks are divided by empty lines, and stay so. `yeh_kaf`: see [`folds_yeh_and_kaf`].
pub fn fold1(text: &str, yeh_kaf: bool) -> String {
    let text: String = text.nfc().filter(|&c| !is_invisible(c)).collect();
    let mut out = String::with_capacity(text.len());
    let (mut space, mut ends) = (false, 0);
    let mut rest = text.chars().peekable();
    let mut before = None;
    while let Some(c) = rest.next() {
        if c.is_whitespace() {
            let second = rest.peek() == Some(&'\n');
            ends += u32::from(c == '\n' || (c == '\r' && !second));
            space = true;
            before = Some(c);
            continue;
        }
        if space && !out.is_empty() {
            out.push_str(if ends > 1 { "\n\n" } else { " " });
        }
        (space, ends) = (false, 0);
        if is_dash(c) {
            let folds =
                between(before) && between(rest.peek().copied()) && !number_follows(rest.clone());
            out.push(if folds { DASH } else { c });
        } else {
            push(c, yeh_kaf, &mut out);
        }
        before = Some(c);
    }
    out
}

/// What a dash becomes.
pub const DASH: char = '\u{2013}';

pub fn is_dash(c: char) -> bool {
    matches!(c, '\u{2012}'..='\u{2015}')
}

/// Whether a dash may stand beside it and fold: a space, a word, or the text's end.
pub fn between(neighbour: Option<char>) -> bool {
    neighbour.is_none_or(|c| c.is_whitespace() || c.is_alphanumeric())
}

/// Whether a number comes next: a dash before it may be a minus.
pub fn number_follows(mut rest: impl Iterator<Item = char>) -> bool {
    rest.find(|c| !c.is_whitespace())
        .is_some_and(char::is_numeric)
}

/// Whether a language writes yeh and kaf in one way only, so that the Arabic letters are slips of the
/// keyboard. In Arabic they are not: U+0649 makes على "on" of علي "Ali", and is never folded.
pub fn folds_yeh_and_kaf(language: &str) -> bool {
    matches!(language, "fa" | "ur" | "ckb")
}

/// Appends a character folded; dashes are the caller's, who knows what stands beside them.
pub fn push(c: char, yeh_kaf: bool, out: &mut String) {
    out.push(match c {
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{60}' | '\u{b4}' => '\'',
        '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' => '"',
        '\u{2010}' | '\u{2011}' => '-',
        '\u{2026}' => return out.push_str("..."),
        'ي' if yeh_kaf => 'ی',
        'ك' if yeh_kaf => 'ک',
        c => c,
    });
}

/// Whether the fold leaves a character away: soft hyphen, zero-width space, joiners, tatweel, a byte order mark.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{640}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_what_says_the_same() {
        for (a, b) in [
            ("  We\r\nask \u{a0}for peace. ", "We ask for peace."),
            ("cafe\u{301}", "café"),
            ("the people’s “right”", "the people's \"right\""),
            ("«droit»", "„droit“"),
            ("co\u{2011}operation", "co-operation"),
            ("peace \u{2014} now", "peace \u{2013} now"),
            ("peace\u{2014}now", "peace\u{2013}now"),
            ("and so on…", "and so on..."),
            ("agree\u{ad}ment", "agreement"),
            ("سـلام", "سلام"),
            ("one\n\n\n\ntwo", "one\r\n\r\ntwo"),
        ] {
            assert_eq!(fold1(a, false), fold1(b, false), "{a} / {b}");
        }
        assert_eq!(fold1("می\u{200c}شود", true), fold1("ميشود", true));
    }

    #[test]
    fn keeps_apart_what_does_not() {
        for (a, b) in [
            ("We ask", "we ask"),
            ("ill.", "ill?"),
            ("\u{2212}5 %", "5 %"),
            ("\u{2013}5", "\u{2014}5"),
            ("1990 \u{2013} 1995", "1990 \u{2014} 1995"),
            ("~~not~~", "not"),
            ("على", "علي"),
            ("one\n\ntwo", "one two"),
            ("re-sign", "resign"),
            ("\u{202e}abc", "abc"),
        ] {
            for yeh_kaf in [false, true] {
                assert_ne!(fold1(a, yeh_kaf), fold1(b, yeh_kaf), "{a} / {b}");
            }
        }
        assert_ne!(fold1("علي", false), fold1("علی", false));
        assert_ne!(fold1("على", true), fold1("علي", true));
    }
}
