//! Mends a stretch of a paragraph, whose other stretches stand in another voice.

use crate::standardise::mend::{Mend, MendKind, Mended, prose};

/// Mends a stretch of running text. White space at its edges parts it from its neighbours and stays,
/// as one space; at the start or the end of a line it goes.
pub fn stretch(text: &str, starts_line: bool, ends_line: bool) -> Mended {
    // What no reader sees goes, see `prose`: behind a space it must not take the space along.
    let is_invisible = |c: char| {
        matches!(
            c,
            '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{180e}'
        )
    };
    let is_space = |c: char| c.is_whitespace() || matches!(c, '\u{3164}' | '\u{ffa0}');
    let is_edge = |c: char| is_space(c) || is_invisible(c);
    let core = text.trim_matches(is_edge);
    let start = if core.is_empty() {
        text.len()
    } else {
        text.len() - text.trim_start_matches(is_edge).len()
    };
    let end = start + core.len();
    let mended = prose(core);
    let mut mends = Vec::new();
    let mut edge = |range: std::ops::Range<usize>, goes: bool| {
        let written = &text[range.clone()];
        // A lone no-break space inside a line was put there on purpose.
        let has_space = written.contains(is_space);
        let kept = if goes || !has_space {
            ""
        } else if written == "\u{a0}" || written == "\u{202f}" {
            written
        } else {
            " "
        };
        if kept != written {
            mends.push(Mend {
                kind: match has_space {
                    true => MendKind::WhiteSpace,
                    false => MendKind::Invisible,
                },
                range,
                replacement: kept.to_string(),
            });
        }
        kept.to_string()
    };
    let before = edge(0..start, starts_line || (core.is_empty() && ends_line));
    let after = edge(end..text.len(), ends_line);
    mends.extend(mended.mends.into_iter().map(|mend| Mend {
        range: mend.range.start + start..mend.range.end + start,
        ..mend
    }));
    mends.sort_by_key(|mend| mend.range.start);
    Mended {
        text: format!("{before}{}{after}", mended.text),
        mends,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_part_a_stretch_from_its_neighbours() {
        let cases = [
            (("We ask  for ", true, false), "We ask for "),
            (("  and \u{a0}", false, false), " and "),
            (("end \u{a0}", false, true), "end"),
            ((" \u{a0}", false, false), " "),
            ((" ", true, true), ""),
            (("\u{a0}", false, false), "\u{a0}"),
            (("it's", false, false), "it’s"),
            (("may \u{200b}", true, false), "may "),
            (("\u{200b} may\u{ad}", false, true), " may"),
            (("may\u{200b}", true, false), "may"),
        ];
        for ((text, starts, ends), expected) in cases {
            let mended = stretch(text, starts, ends);
            assert_eq!(mended.text, expected, "{text:?}");
            let mut applied = text.to_string();
            for mend in mended.mends.iter().rev() {
                applied.replace_range(mend.range.clone(), &mend.replacement);
            }
            assert_eq!(applied, expected, "{text:?}");
        }
    }
}
