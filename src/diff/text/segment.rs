//! Cuts text into Unicode words (UAX #29), as `unicode-segmentation` does, faster where it is ASCII.

use unicode_segmentation::UnicodeSegmentation;

/// The end of the segment that begins at `at`, in bytes; `at` is a boundary and below `text.len()`.
///
/// From a boundary on, the rest of a text is cut as if it stood alone.
pub fn end(text: &str, at: usize) -> usize {
    ascii_end(text.as_bytes(), at).unwrap_or_else(|| {
        let rest = &text[at..];
        at + rest.split_word_bounds().next().map_or(rest.len(), str::len)
    })
}

/// What UAX #29 calls the classes of ASCII.
#[derive(Clone, Copy, PartialEq)]
enum Class {
    Letter,
    Digit,
    /// `_`, which joins everything.
    Joiner,
    /// `:` stands between letters.
    MidLetter,
    /// `,` and `;` stand between digits.
    MidDigit,
    /// `.` and `'` stand between either.
    Mid,
    Space,
    Other,
}

fn class(byte: u8) -> Class {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
        b'0'..=b'9' => Class::Digit,
        b'_' => Class::Joiner,
        b':' => Class::MidLetter,
        b',' | b';' => Class::MidDigit,
        b'.' | b'\'' => Class::Mid,
        b' ' => Class::Space,
        _ => Class::Other,
    }
}

/// The end of a segment that can be told from ASCII alone; None where another character has a say.
fn ascii_end(bytes: &[u8], at: usize) -> Option<usize> {
    let ascii = |at: usize| match bytes.get(at) {
        Some(byte) if byte.is_ascii() => Some(Some(class(*byte))),
        Some(_) => None,
        None => Some(None),
    };
    let mut last = ascii(at)??;
    let mut end = at + 1;
    match last {
        Class::Letter | Class::Digit | Class::Joiner => {}
        Class::Space => {
            while ascii(end)? == Some(Class::Space) {
                end += 1;
            }
            return Some(end);
        }
        _ => {
            let next = ascii(end)?;
            let joined = bytes[at] == b'\r' && bytes.get(end) == Some(&b'\n');
            return next.map_or(Some(end), |_| Some(end + usize::from(joined)));
        }
    }
    loop {
        let Some(next) = ascii(end)? else {
            return Some(end);
        };
        let joins = match next {
            Class::Letter | Class::Digit | Class::Joiner => true,
            Class::MidLetter | Class::MidDigit | Class::Mid => {
                let kept = match last {
                    Class::Letter => next != Class::MidDigit,
                    Class::Digit => next != Class::MidLetter,
                    _ => false,
                };
                // The character behind decides, and it may be none of ASCII's.
                if kept && ascii(end + 1)? == Some(last) {
                    end += 2;
                    continue;
                }
                // A mark of another script may stand behind and belong to this one.
                ascii(end + 1)?;
                false
            }
            _ => false,
        };
        if !joins {
            return Some(end);
        }
        last = next;
        end += 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    proptest! {
        #[test]
        fn cuts_as_the_standard_does(text in "([a-c1-3_:;,.' \"\r\n-]|\\PC|[\u{300}\u{200d}אa'é])*") {
            let mut at = 0;
            let mut ours = Vec::new();
            while at < text.len() {
                let end = super::end(&text, at);
                ours.push(&text[at..end]);
                at = end;
            }
            prop_assert_eq!(ours, text.split_word_bounds().collect::<Vec<_>>());
        }
    }
}
