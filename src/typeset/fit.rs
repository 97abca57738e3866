//! Sets the pages: cuts the list, looks at what came out, corrects, and tightens to save a page.

use typst::diag::{SourceDiagnostic, Warned};
use typst::ecow::EcoVec;
use typst_layout::PagedDocument;

use crate::model::Document;
use crate::model::document::RosterList;
use crate::typeset::faces::Faces;
use crate::typeset::reading::{self, Reading};
use crate::typeset::roster::{Board, Line, Room, Roster};
use crate::typeset::sheet::{self, Sheet, Tightness};
use crate::typeset::text::Text;
use crate::typeset::{inputs, world};

/// Why Typst made no pages.
pub type Refusal = EcoVec<SourceDiagnostic>;

/// Finished pages and what they show.
pub struct Set {
    pub pages: PagedDocument,
    pub reading: Reading,
    pub tightness: Tightness,
}

/// A last page with fewer lines is drawn back.
const THIN: usize = 5;
/// A second page that is fuller than this is not worth a try: no list gives way that far.
const SECOND_PAGE: f64 = 0.4;
/// Corrections after which the pages are taken as they are.
const MOST_TRIES: usize = 4;
/// Kept between the list and the footnotes under it.
const ABOVE_FOOTNOTES: f64 = 18.0;
/// From the rule above a list to its first line.
const UNDER_RULE: f64 = 12.0;
/// What tightening saves around the list, at most.
const AROUND_LIST: f64 = 30.0;
/// What a denser text and narrower margins save, at most.
const IN_TEXT: f64 = 70.0;

/// Sets the document loosely, or as tightly as it takes to save a last page that is hardly filled.
pub fn fit(document: &Document, faces: &Faces) -> Result<Set, Refusal> {
    let sheet = Sheet::of(document, Tightness::None);
    let loose = set(document, faces, Tightness::None)?;
    // The list of changes ends a redline: there is no page to save.
    if document.redline.is_some() {
        return Ok(loose);
    }
    let Some(list) = list(document).filter(|_| spills(&loose, &sheet)) else {
        return Ok(loose);
    };
    let height =
        |tightness| Roster::new(list, sheet::setting(document, &sheet, list, tightness)).height();
    let spilt = loose.reading.last_end - sheet.top;
    for tightness in Tightness::STEPS {
        // Reckoned first, because setting a long list takes a while.
        let around = AROUND_LIST
            + if tightness == Tightness::Text {
                IN_TEXT
            } else {
                0.0
            };
        if height(Tightness::None) - height(tightness) + around < spilt {
            continue;
        }
        let tight = set(document, faces, tightness)?;
        if tight.pages.pages().len() < loose.pages.pages().len() {
            return Ok(tight);
        }
    }
    Ok(loose)
}

/// Whether the last page holds so little that it should not be there.
fn spills(set: &Set, sheet: &Sheet) -> bool {
    match set.pages.pages().len() {
        0 | 1 => false,
        2 if set.reading.annex.is_none() => {
            set.reading.last_end - sheet.top < sheet.page() * SECOND_PAGE
        }
        _ => thin(set),
    }
}

/// Whether the last page holds a few lines that belong to the page before it.
pub fn thin(set: &Set) -> bool {
    let pages = set.pages.pages().len();
    pages > 1 && set.reading.last_lines < THIN && set.reading.annex != Some(pages - 1)
}

/// The one list of a document.
fn list(document: &Document) -> Option<&RosterList> {
    document
        .roster
        .as_ref()
        .or(document.annex.as_ref().map(|annex| &annex.roster))
}

/// Sets the document with one tightness. A list that fits on its page is set once; one that
/// doesn't, a second time, when it is known where it begins.
fn set(document: &Document, faces: &Faces, tightness: Tightness) -> Result<Set, Refusal> {
    let sheet = Sheet::of(document, tightness);
    let mut roster = list(document)
        .map(|list| Roster::new(list, sheet::setting(document, &sheet, list, tightness)));
    let mut room = Room::ENDLESS;
    let mut boards = match &roster {
        Some(roster) if roster.height() < sheet.page() => roster.boards(room),
        // Too long for any page: only its beginning is looked for.
        _ => Vec::new(),
    };
    for attempt in 1.. {
        let of_list = roster.as_ref().map(|roster| (roster, boards.as_slice()));
        let set = compile(document, faces, &sheet, of_list, tightness)?;
        let Some(roster) = &mut roster else {
            return Ok(set);
        };
        correct(roster, &set.reading);
        let broken = boards.iter().any(|board| !on_one_page(board, &set.reading));
        let placed = boards.iter().any(|board| !board.columns.is_empty());
        if broken && room != Room::ENDLESS {
            room.page -= roster.setting().distance;
            room.first -= roster.setting().distance;
        } else if room == Room::ENDLESS
            && (broken || !placed || pages_of(&boards, &set.reading) > 1)
        {
            room = measured(&sheet, &set.reading);
        }
        let next = roster.boards(room);
        if next == boards || attempt == MOST_TRIES {
            return Ok(set);
        }
        boards = next;
    }
    unreachable!("the last attempt returns")
}

/// Takes over how many lines each entry has on the page.
fn correct(roster: &mut Roster, reading: &Reading) {
    for (number, seen) in reading.entries.iter().enumerate() {
        if let Some(seen) = seen {
            roster.correct(number, seen.lines);
        }
    }
}

fn on_one_page(board: &Board, reading: &Reading) -> bool {
    let mut pages = entries_of(board).filter_map(|number| reading.entries[number]);
    let Some(first) = pages.next() else {
        return true;
    };
    first.first_page == first.last_page
        && pages
            .all(|seen| seen.first_page == first.first_page && seen.last_page == first.first_page)
}

/// How many pages the entries stand on.
fn pages_of(boards: &[Board], reading: &Reading) -> usize {
    let seen = boards
        .iter()
        .flat_map(entries_of)
        .filter_map(|number| reading.entries[number]);
    let mut pages: Vec<usize> = seen.map(|seen| seen.last_page).collect();
    pages.dedup();
    pages.len()
}

fn entries_of(board: &Board) -> impl Iterator<Item = usize> {
    board
        .columns
        .iter()
        .flatten()
        .filter_map(|line| match line {
            Line::Entry(number) => Some(*number),
            Line::Group(_) => None,
        })
}

/// The room that the pages leave for the list.
fn measured(sheet: &Sheet, reading: &Reading) -> Room {
    let (page, start) = reading.list.unwrap_or((0, sheet.top));
    let footnotes = reading.footnotes.get(page).copied().flatten();
    let foot = footnotes.map_or(sheet.foot(), |y| y - ABOVE_FOOTNOTES);
    Room {
        first: foot - start,
        page: sheet.page(),
        lead: UNDER_RULE,
    }
}

fn compile(
    document: &Document,
    faces: &Faces,
    sheet: &Sheet,
    roster: Option<(&Roster, &[Board])>,
    tightness: Tightness,
) -> Result<Set, Refusal> {
    let mut text = Text::new(document.direction, &document.footnotes);
    let inputs = inputs::inputs(document, faces, sheet, roster, tightness, &mut text);
    let world = world::Pages::new(document.form, inputs, faces);
    let Warned { output, warnings } = typst::compile::<PagedDocument>(&world);
    debug_assert!(warnings.is_empty(), "{warnings:?}");
    let pages = output?;
    let entries = roster.map_or(0, |(roster, _)| roster.list().entries().count());
    let reading = reading::read(&pages, &text.origins, sheet, entries);
    Ok(Set {
        pages,
        reading,
        tightness,
    })
}
