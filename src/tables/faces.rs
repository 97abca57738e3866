//! The compiled-in faces as a table, so that a character can be looked up without a typesetter.

use std::sync::OnceLock;

/// One row a face, in the order in which `typeset` numbers them. A test there compares the rows
/// with the fonts.
const TABLE: &str = include_str!("font-book.tsv");

/// What is known about a face without reading its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    pub family: &'static str,
    pub slant: Slant,
    /// From 100 to 900.
    pub weight: u16,
    /// In thousandths of the normal width.
    pub stretch: u16,
    /// Typst's font flags.
    pub flags: u32,
    /// How many code points are missing, present, missing …, from U+0000.
    pub coverage: Vec<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slant {
    Normal,
    Italic,
    Oblique,
}

impl Slant {
    pub const NAMES: [(&'static str, Slant); 3] = [
        ("normal", Slant::Normal),
        ("italic", Slant::Italic),
        ("oblique", Slant::Oblique),
    ];
}

/// All compiled-in faces.
pub fn faces() -> impl Iterator<Item = Face> {
    TABLE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| face(line).expect("the test of the font book has read every row"))
}

fn face(line: &'static str) -> Option<Face> {
    let mut cells = line.split('\t');
    let family = cells.next()?;
    let slant = cells.next()?;
    Some(Face {
        family,
        slant: Slant::NAMES.iter().find(|(name, _)| *name == slant)?.1,
        weight: cells.next()?.parse().ok()?,
        stretch: cells.next()?.parse().ok()?,
        flags: cells.next()?.parse().ok()?,
        coverage: cells
            .next()?
            .split(' ')
            .map(|run| run.parse().ok())
            .collect::<Option<_>>()?,
    })
}

/// Whether a compiled-in face has the character, or the character needs no glyph of its own:
/// white space, joiners, variation selectors.
pub fn covered(c: char) -> bool {
    if c.is_ascii_graphic() || needs_no_glyph(c) {
        return true;
    }
    let ranges = ranges();
    let after = ranges.partition_point(|&(start, _)| start <= c as u32);
    after > 0 && (c as u32) < ranges[after - 1].1
}

/// White space and Unicode's Default_Ignorable_Code_Point, as far as text holds them.
pub fn needs_no_glyph(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

/// What any face covers: sorted, disjoint, ends not included. Built at the first question.
fn ranges() -> &'static [(u32, u32)] {
    static RANGES: OnceLock<Vec<(u32, u32)>> = OnceLock::new();
    RANGES.get_or_init(|| {
        let mut all: Vec<(u32, u32)> = faces().flat_map(|face| present(&face.coverage)).collect();
        all.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::new();
        for (start, end) in all {
            match merged.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => merged.push((start, end)),
            }
        }
        merged
    })
}

fn present(coverage: &[u32]) -> Vec<(u32, u32)> {
    let mut at = 0;
    let pairs = coverage.chunks_exact(2).map(|pair| {
        let start = at + pair[0];
        at = start + pair[1];
        (start, at)
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_of_europe_and_arabic_are_covered_and_others_are_not() {
        for c in "aŁệΩж´א، ۳ پ\u{200c}·¹Հა".chars() {
            assert!(covered(c), "{c}");
        }
        for c in "अ漢한ไ😀".chars() {
            assert!(!covered(c), "{c}");
        }
    }
}
