//! The sheet and the list's setting for each form: paper, margins, sizes, how far they tighten.

use typst::foundations::{Dict, IntoValue};
use typst::layout::Abs;

use crate::model::document::{Direction, Document, RosterList};
use crate::model::statement::{Form, Paper};
use crate::typeset::roster::Setting;
use crate::typeset::text::under_name;

const MM: f64 = 72.0 / 25.4;

/// Paper and margins, in points.
#[derive(Debug, Clone, Copy)]
pub struct Sheet {
    pub width: f64,
    pub height: f64,
    pub top: f64,
    pub bottom: f64,
    /// Of the widest thing on the page.
    pub measure: f64,
}

impl Sheet {
    /// US Letter keeps the measure and gives the rest to the margins.
    pub fn of(document: &Document, tightness: Tightness) -> Sheet {
        let (width, height) = match document.paper {
            Paper::A4 => (210.0, 297.0),
            Paper::UsLetter => (215.9, 279.4),
        };
        let (measure, top, bottom) = match document.form {
            Form::JointStatement => (160.0, 24.0, 26.0),
            Form::OpenLetter => (136.0, 28.0, 26.0),
            Form::PressRelease => (160.0, 22.0, 26.0),
        };
        let less = if tightness == Tightness::Text {
            3.0
        } else {
            0.0
        };
        Sheet {
            width: width * MM,
            height: height * MM,
            top: (top - less) * MM,
            bottom: (bottom - less) * MM,
            measure: measure * MM,
        }
    }

    /// The height of the text area.
    pub fn page(&self) -> f64 {
        self.height - self.top - self.bottom
    }

    /// The y of the text area's end.
    pub fn foot(&self) -> f64 {
        self.height - self.bottom
    }

    pub fn inputs(&self) -> Dict {
        let lengths = [
            ("width", self.width),
            ("height", self.height),
            ("top", self.top),
            ("bottom", self.bottom),
            ("side", (self.width - self.measure) / 2.0),
        ];
        lengths
            .into_iter()
            .map(|(name, length)| (name.into(), pt(length)))
            .collect()
    }
}

/// A length for a template.
pub fn pt(points: f64) -> typst::foundations::Value {
    Abs::pt(points).into_value()
}

/// How far a list is drawn together to save a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tightness {
    None,
    /// Less space around the list.
    Air,
    /// Smaller letters on narrower lines as well.
    Size,
    /// And a column more.
    Column,
    /// Instead of the column: a denser text and narrower margins at head and foot.
    Text,
}

impl Tightness {
    pub const STEPS: [Tightness; 4] = [
        Tightness::Air,
        Tightness::Size,
        Tightness::Column,
        Tightness::Text,
    ];

    /// What is left of the space around the list.
    pub fn air(self) -> f64 {
        if self == Tightness::None { 1.0 } else { 0.6 }
    }
}

/// How the list of a document is set.
pub fn setting(
    document: &Document,
    sheet: &Sheet,
    list: &RosterList,
    tightness: Tightness,
) -> Setting {
    let arabic = document.direction == Direction::RightToLeft;
    let small = tightness >= Tightness::Size;
    let letter = document.form == Form::OpenLetter;
    let stacked = letter
        && list
            .entries()
            .any(|entry| !under_name(&entry.detail).is_empty());
    let (size, distance) = match (arabic, letter, small) {
        (false, false, false) => (9.3, 12.0),
        (false, true, false) => (9.6, 12.4),
        (false, _, true) => (9.0, 11.4),
        (true, _, false) => (10.0, 15.0),
        (true, _, true) => (9.6, 14.2),
    };
    let air = tightness.air();
    Setting {
        measure: sheet.measure,
        gutter: if letter { 8.0 } else { 6.0 } * MM,
        size,
        distance,
        gap: if stacked { 4.6 * air } else { 0.0 },
        hang: if stacked { 0.0 } else { size },
        stacked,
        between: 15.0 * air,
        under_heading: 5.0 * air,
        more_columns: usize::from(tightness == Tightness::Column),
        most_columns: if letter { 2 } else { 3 },
    }
}
