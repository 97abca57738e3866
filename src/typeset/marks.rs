//! How a redline looks: legible in colour, in grey, and when it is copied as text.
//!
//! What was taken out stands in square brackets and is struck; what was put in is underlined; what moved is
//! underlined twice where it stands and struck with dots where it stood. The colours reach 8 : 1 on white.

use typst::foundations::{Content, Dict, IntoValue, Label, NativeElement, Smart, Value};
use typst::introspection::MetadataElem;
use typst::layout::{Abs, Em, Length};
use typst::text::{StrikeElem, TextElem, TextSize, UnderlineElem};
use typst::utils::PicoStr;
use typst::visualize::{Color, DashPattern, Paint, Stroke};

use crate::model::Mark;

const DARK_BLUE: [u8; 3] = [0x0b, 0x3d, 0x91];
const DARK_RED: [u8; 3] = [0x9b, 0x1c, 0x1c];
const DARK_GREEN: [u8; 3] = [0x1f, 0x5f, 0x3a];
/// Of the size of the text around.
const LABEL_SIZE: f64 = 0.8;

/// Sets a stretch as its mark says, without the bar in the margin.
pub fn look(mark: Mark, content: Content) -> Content {
    match mark {
        Mark::None => content,
        Mark::Inserted => coloured(DARK_BLUE, underlined(DARK_BLUE, 0.9, 2.2, content)),
        Mark::Deleted => {
            let struck = struck(DARK_RED, 0.9, None, content);
            coloured(DARK_RED, bracketed(struck))
        }
        Mark::MovedIn(_) => {
            let once = underlined(DARK_GREEN, 0.7, 2.0, content);
            coloured(DARK_GREEN, underlined(DARK_GREEN, 0.7, 3.6, once))
        }
        Mark::MovedAway(_) => {
            let dots = DashPattern {
                array: vec![
                    typst::visualize::DashLength::LineWidth,
                    typst::visualize::DashLength::Length(Abs::pt(1.4).into()),
                ],
                phase: Length::zero(),
            };
            coloured(DARK_GREEN, struck(DARK_GREEN, 0.9, Some(dots), content))
        }
    }
}

/// Strikes words that are underlined as well: PDF/UA has one kind of line for a stretch, so both are underlines.
pub fn through(content: Content) -> Content {
    UnderlineElem::new(content)
        .with_offset(Smart::Custom(Em::new(-0.25).into()))
        .with_evade(false)
        .pack()
}

/// Beside what a bar stands.
#[derive(Clone, Copy)]
pub enum Beside {
    /// The column of the text.
    Text,
    /// All of the page's width.
    Page,
    /// An entry of the list, in its column.
    Entry,
}

/// Sets a stretch, and leaves marks that the bar beside it is drawn from.
pub fn marked(mark: Mark, beside: Beside, content: Content) -> Content {
    match mark {
        Mark::None => content,
        _ => Content::sequence([bar(beside, false), look(mark, content), bar(beside, true)]),
    }
}

/// Words of the redline itself, about a move.
pub fn label(mark: Mark, content: Content) -> Content {
    let colour = match mark {
        Mark::Inserted => DARK_BLUE,
        Mark::Deleted => DARK_RED,
        _ => DARK_GREEN,
    };
    coloured(colour, content).set(TextElem::size, TextSize(Em::new(LABEL_SIZE).into()))
}

/// Where a bar begins or ends: the template looks for it.
fn bar(beside: Beside, ends: bool) -> Content {
    let beside = match beside {
        Beside::Text => "text",
        Beside::Page => "page",
        Beside::Entry => "entry",
    };
    let value: Dict = [
        ("ends".into(), ends.into_value()),
        ("beside".into(), beside.into_value()),
    ]
    .into_iter()
    .collect();
    let label = Label::new(PicoStr::intern("bar")).expect("the name isn't empty");
    MetadataElem::new(Value::Dict(value)).pack().labelled(label)
}

fn paint([r, g, b]: [u8; 3]) -> Paint {
    Color::from_u8(r, g, b, 255).into()
}

fn coloured(colour: [u8; 3], content: Content) -> Content {
    content.set(TextElem::fill, paint(colour))
}

fn bracketed(content: Content) -> Content {
    Content::sequence([TextElem::packed("["), content, TextElem::packed("]")])
}

fn stroke(colour: [u8; 3], points: f64, dash: Option<DashPattern<Length>>) -> Smart<Stroke> {
    Smart::Custom(Stroke {
        paint: Smart::Custom(paint(colour)),
        thickness: Smart::Custom(Abs::pt(points).into()),
        dash: dash.map_or(Smart::Auto, |dash| Smart::Custom(Some(dash))),
        ..Stroke::default()
    })
}

fn underlined(colour: [u8; 3], points: f64, below: f64, content: Content) -> Content {
    UnderlineElem::new(content)
        .with_stroke(stroke(colour, points, None))
        .with_offset(Smart::Custom(Abs::pt(below).into()))
        .with_evade(false)
        .pack()
}

fn struck(
    colour: [u8; 3],
    points: f64,
    dash: Option<DashPattern<Length>>,
    content: Content,
) -> Content {
    StrikeElem::new(content)
        .with_stroke(stroke(colour, points, dash))
        .pack()
}
