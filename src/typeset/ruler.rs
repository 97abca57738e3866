//! Estimates how wide text will be, from the advances of its glyphs alone.
//!
//! Kerning, ligatures and the joining of Arabic letters are left out, which mostly makes a line
//! seem wider than it is. Whoever needs certainty looks at the finished page.

use std::cell::OnceCell;

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

use crate::tables::faces::Slant;
use crate::typeset::faces::{self, Faces};

/// Arabic letters joined to their neighbours are narrower than alone; the mean over names.
const JOINED: f64 = 0.75;

/// One family in one weight.
pub struct Ruler {
    latin: Face,
    arabic: OnceCell<Face>,
    weight: u16,
}

/// Advances in thousandths of the size.
struct Face {
    font: FontRef<'static>,
    ascii: [f32; 128],
}

impl Ruler {
    pub fn new(weight: u16) -> Self {
        Ruler {
            latin: Face::new(faces::LATIN, weight),
            arabic: OnceCell::new(),
            weight,
        }
    }

    /// In points, at a size in points.
    pub fn width(&self, text: &str, size: f64) -> f64 {
        text.chars().map(|c| self.advance(c)).sum::<f64>() * size
    }

    /// The number of lines of a ragged paragraph, and the width of the longest, in points. Lines
    /// after the first are indented by `hang`.
    pub fn lines(&self, text: &str, size: f64, measure: f64, hang: f64) -> (usize, f64) {
        let (mut lines, mut at, mut widest) = (1, 0.0, 0.0_f64);
        for word in text.split_inclusive([' ', '-', '–', '—', '/']) {
            let ink = self.width(word.trim_end(), size);
            if at > 0.0 && at + ink > measure {
                lines += 1;
                at = hang;
            }
            widest = widest.max(at + ink);
            at += self.width(word, size);
        }
        (lines, widest)
    }

    fn advance(&self, c: char) -> f64 {
        if let Some(advance) = self.latin.ascii.get(c as usize) {
            return f64::from(*advance);
        }
        let arabic = || {
            self.arabic
                .get_or_init(|| Face::new(faces::ARABIC, self.weight))
        };
        match self.latin.advance(c) {
            Some(advance) => advance,
            // Half an em for what neither has.
            None => arabic().advance(c).map_or(0.5, |advance| advance * JOINED),
        }
    }
}

impl Face {
    fn new(family: &str, weight: u16) -> Self {
        let font = FontRef::new(Faces::data(family, weight, Slant::Normal))
            .expect("the compiled-in fonts can be read");
        let mut face = Face {
            font,
            ascii: [0.0; 128],
        };
        face.ascii = std::array::from_fn(|i| {
            char::from_u32(i as u32)
                .and_then(|c| face.advance(c))
                .unwrap_or(0.0) as f32
        });
        face
    }

    /// In em.
    fn advance(&self, c: char) -> Option<f64> {
        let glyph = self.font.charmap().map(c)?;
        let metrics = self
            .font
            .glyph_metrics(Size::unscaled(), LocationRef::default());
        let units = self
            .font
            .metrics(Size::unscaled(), LocationRef::default())
            .units_per_em;
        metrics
            .advance_width(glyph)
            .map(|advance| f64::from(advance) / f64::from(units))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_turns_over_and_a_short_one_does_not() {
        let ruler = Ruler::new(400);
        assert_eq!(ruler.lines("Lungs for Life", 9.3, 139.0, 9.3).0, 1);
        assert_eq!(
            ruler
                .lines(
                    "Cape Merrow Lifeboat Institution of Merrow",
                    9.3,
                    139.0,
                    9.3
                )
                .0,
            2
        );
    }
}
