//! A document with nothing left to decide: what stands on the pages of one edition, in words.
//!
//! Order, groups, labels, counts and the form of every line are settled. A writer only places them.
//! Absent parts are None or empty; no writer prints a label without its content. All text is in
//! NFC, free of control characters, with variables filled in and numbers in the edition's digits.

use chrono::NaiveDate;

use crate::model::body::{Block, Footnote};
use crate::model::language::Language;
use crate::model::mark::{Mark, Words};
use crate::model::statement::{Form, NotesPosition, Paper};
use crate::source::{Place, SourceId};

#[derive(Debug, Clone)]
pub struct Document {
    pub form: Form,
    pub paper: Paper,
    pub lang: Language,
    pub direction: Direction,
    pub info: Info,
    /// "DRAFT" in the edition's language: stands on every page and at the head of the text.
    pub draft: Option<String>,
    /// "EMBARGO: not for publication …": first thing of the text, repeated on every page.
    pub embargo: Option<String>,
    /// "For immediate release": a press release without an embargo.
    pub immediate: Option<String>,

    /// The publisher's: above the first rule (statement), in the head (press release).
    pub issuer: Option<Issuer>,
    /// The publisher's introduction, paragraphs. A press release's lead paragraph.
    pub lead: Vec<Words>,

    /// "Joint statement", "Press release".
    pub form_label: String,
    /// A press release's headline.
    pub title: Option<Words>,
    /// A press release's subhead.
    pub subtitle: Option<Words>,
    /// One string a line.
    pub addressee: Vec<Words>,
    /// "Lenz, 24 November 2026": an open letter's.
    pub place_and_date: Option<String>,
    /// The date of a press release, with its weekday.
    pub release_date: Option<String>,
    /// Date, place, counts beside a joint statement: label and lines.
    pub rail: Vec<(String, Vec<String>)>,
    /// Opens the first paragraph of a press release, with its dash: "LONDON, 1 December 2026 —".
    pub dateline: Option<String>,

    /// The source of the body's spans.
    pub source: SourceId,
    pub body: Vec<Block>,
    pub footnotes: Vec<Footnote>,
    /// One string a line.
    pub sign_off: Vec<Words>,
    /// A statement's or letter's roster.
    pub roster: Option<RosterList>,
    /// Signed terms under the roster: disclaimers, consent, which text is authentic.
    pub terms: Vec<Words>,
    /// The publisher's, below the last rule: as-of line, ordering rule, where the list is kept.
    pub foot: Vec<String>,

    pub press: Option<Press>,
    /// The announced statement's text and list, on a page of its own.
    pub annex: Option<Annex>,
    pub folio: Folio,
    /// What only a redline has.
    pub redline: Option<Redline>,
}

/// What a redline says about itself and about the changes, in the edition's language.
#[derive(Debug, Clone)]
pub struct Redline {
    /// In the head of every page: the versions, and what tells them apart.
    pub versions: Vec<String>,
    /// In the head of every page: each kind of mark on the word that names it.
    pub legend: Vec<(Mark, String)>,
    /// "Changes".
    pub annex_title: String,
    /// What matters first, paragraphs.
    pub summary: Vec<String>,
    /// Headings of parts ("Text", "Signatories") and the changes there, in reading order.
    pub parts: Vec<(String, Vec<Note>)>,
}

/// A change in words.
#[derive(Debug, Clone)]
pub struct Note {
    /// "1.", counted through all parts.
    pub number: String,
    /// Where, and of which class: "Paragraph 3 · material: a number".
    pub about: String,
    /// What went and what came; may be empty.
    pub words: Words,
    /// "Ask again: yes"; may be empty.
    pub consequence: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    LeftToRight,
    RightToLeft,
}

/// What the PDF says about itself.
#[derive(Debug, Clone)]
pub struct Info {
    pub title: String,
    /// The issuer, if any.
    pub author: Option<String>,
    pub date: NaiveDate,
}

#[derive(Debug, Clone)]
pub struct Issuer {
    /// "Published by".
    pub label: String,
    pub name: String,
    pub address: Option<String>,
    pub url: Option<String>,
}

/// A list of signatories as printed.
#[derive(Debug, Clone)]
pub struct RosterList {
    /// Organisations and people in one roster are two sections.
    pub sections: Vec<Section>,
    /// Numbered notes to names: mark and text.
    pub notes: Vec<(String, String)>,
    /// From 1 to 6, where the author chose.
    pub columns: Option<u8>,
}

impl RosterList {
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.sections
            .iter()
            .flat_map(|section| &section.groups)
            .flat_map(|group| &group.entries)
    }
}

#[derive(Debug, Clone)]
pub struct Section {
    /// "Signed by 24 organisations".
    pub heading: Words,
    /// Whether the entries are people: set in wider columns.
    pub people: bool,
    /// At least one; a single group without a heading where nothing is grouped.
    pub groups: Vec<Group>,
}

#[derive(Debug, Clone)]
pub struct Group {
    /// A country, a kind.
    pub heading: Option<String>,
    pub entries: Vec<Entry>,
}

/// One signatory as printed. In plain text it is name, detail and mark in a row.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Name and acronym.
    pub name: String,
    /// What follows the name, its separator first (", Cyprus"); may be empty.
    pub detail: String,
    /// The mark of its note, in superscript digits: "¹".
    pub mark: String,
    /// Wholly foreign names keep their own direction.
    pub direction: Direction,
    /// In a redline: whether the line came or went.
    pub change: Mark,
    /// The signatory's id, for findings about this line.
    pub id: String,
    /// Where the name is written.
    pub place: Place,
}

impl Entry {
    /// The line as it reads in plain text.
    pub fn line(&self) -> String {
        format!("{}{}{}", self.name, self.detail, self.mark)
    }
}

/// What only a press release has.
#[derive(Debug, Clone)]
pub struct Press {
    /// "Contact" or "Contacts"; used where `contacts` isn't empty.
    pub contacts_label: String,
    pub contacts: Vec<Contact>,
    /// "– ENDS –".
    pub ends: String,
    /// "Notes to editors"; used where `notes` isn't empty.
    pub notes_label: String,
    /// Numbers and texts.
    pub notes: Vec<(String, Words)>,
    pub notes_position: NotesPosition,
    /// Heading ("About …", may be empty) and paragraphs.
    pub boilerplate: Vec<(String, Vec<String>)>,
    /// "more follows", at the foot of all pages but the last.
    pub more_follows: String,
}

/// A contact, as lines: name, role, telephones with their labels, e-mail.
#[derive(Debug, Clone)]
pub struct Contact {
    pub name: Option<String>,
    pub role: Option<String>,
    /// "+44 20 7946 0000 (day)"; never broken.
    pub telephones: Vec<String>,
    pub e_mail: Option<String>,
}

/// What a press release attaches.
#[derive(Debug, Clone)]
pub struct Annex {
    /// "Signatories of “…”".
    pub title: String,
    pub roster: RosterList,
    pub terms: Vec<Words>,
    pub foot: Vec<String>,
}

/// The foot of the pages.
#[derive(Debug, Clone)]
pub struct Folio {
    /// Beside the page number, from two pages on; may be empty.
    pub title: String,
    /// With {page} and {pages}.
    pub pattern: String,
    /// The ten digits of the edition, from 0.
    pub digits: [char; 10],
}

/// The mark of a numbered note: "¹" in superscript digits; "(۱)" behind a no-break space where the
/// digits are not ASCII, since those have no superscript forms. `n` counts from 1.
pub fn footnote_mark(digits: &[char; 10], n: usize) -> String {
    const SUPERSCRIPT: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let in_digits = |digits: &[char; 10]| -> String {
        n.to_string()
            .chars()
            .filter_map(|c| c.to_digit(10))
            .map(|digit| digits[digit as usize])
            .collect()
    };
    if digits[0] == '0' {
        in_digits(&SUPERSCRIPT)
    } else {
        format!("\u{a0}({})", in_digits(digits))
    }
}
