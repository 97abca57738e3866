//! The parts of a document in reading order, so that the writers of flowing text agree on it.

use crate::model::Words;
use crate::model::document::{Contact, Document, Press, RosterList};
use crate::model::statement::{Form, NotesPosition};

/// A text without what is no text: commands to a terminal, and overrides that show letters in another order.
pub fn harmless(text: String) -> String {
    let is_harmful = |c: char| match c {
        '\n' | '\t' => false,
        '\u{202d}' | '\u{202e}' => true,
        c => c.is_control(),
    };
    match text.contains(is_harmful) {
        true => text.replace(is_harmful, "\u{fffd}"),
        false => text,
    }
}

/// A part of a document; a writer gives it its form.
pub enum Part<'d> {
    /// An embargo, "DRAFT", "For immediate release".
    Notice(&'d str),
    /// The form's name above a title: "Joint statement".
    Label(&'d str),
    /// What heads the document: its title, or the form's name.
    Title(Words),
    Subtitle(&'d Words),
    /// Lines that stand together, such as an address.
    Lines(Role, Vec<Words>),
    Paragraphs(Role, Vec<Words>),
    /// The text, with its footnotes.
    Body,
    Signatories(&'d RosterList),
    /// A heading of what follows.
    Heading(&'d str),
    /// Numbers and texts.
    Numbered(&'d [(String, Words)]),
}

/// What lines or paragraphs are, so that a writer may set them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Issuer,
    Lead,
    Addressee,
    /// Dates, places, counts.
    Facts,
    SignOff,
    Terms,
    Foot,
    /// "– ENDS –".
    Ends,
    Contact,
    Boilerplate,
}

impl Role {
    pub fn name(self) -> &'static str {
        match self {
            Role::Issuer => "issuer",
            Role::Lead => "lead",
            Role::Addressee => "addressee",
            Role::Facts => "facts",
            Role::SignOff => "sign-off",
            Role::Terms => "terms",
            Role::Foot => "foot",
            Role::Ends => "ends",
            Role::Contact => "contact",
            Role::Boilerplate => "boilerplate",
        }
    }
}

/// The parts that aren't empty; those of a redline's own (head, changes) left out.
pub fn parts(document: &Document) -> Vec<Part<'_>> {
    let notices = [&document.embargo, &document.draft, &document.immediate];
    let mut parts: Vec<Part> = notices
        .into_iter()
        .flatten()
        .map(|notice| Part::Notice(notice))
        .collect();
    match document.form {
        Form::PressRelease => press_release(document, &mut parts),
        Form::JointStatement | Form::OpenLetter => statement(document, &mut parts),
    }
    parts.retain(|part| match part {
        Part::Notice(text) | Part::Label(text) | Part::Heading(text) => !text.is_empty(),
        Part::Title(text) => !text.is_empty(),
        Part::Subtitle(text) => !text.is_empty(),
        Part::Lines(_, lines) | Part::Paragraphs(_, lines) => !lines.is_empty(),
        Part::Numbered(notes) => !notes.is_empty(),
        Part::Body | Part::Signatories(_) => true,
    });
    parts
}

fn statement<'d>(document: &'d Document, parts: &mut Vec<Part<'d>>) {
    issuer(document, parts);
    parts.push(Part::Paragraphs(Role::Lead, document.lead.clone()));
    parts.push(Part::Lines(Role::Addressee, document.addressee.clone()));
    parts.push(Part::Lines(Role::Facts, plain(&document.place_and_date)));
    heading(document, document.form == Form::JointStatement, parts);
    let rail = document.rail.iter();
    let rail = rail.map(|(label, lines)| format!("{label}: {}", lines.join(" / ")).into());
    parts.push(Part::Lines(Role::Facts, rail.collect()));
    parts.push(Part::Body);
    parts.push(Part::Lines(Role::SignOff, document.sign_off.clone()));
    parts.extend(document.roster.iter().map(Part::Signatories));
    parts.push(Part::Paragraphs(Role::Terms, document.terms.clone()));
    parts.push(Part::Lines(Role::Foot, plain(&document.foot)));
}

fn press_release<'d>(document: &'d Document, parts: &mut Vec<Part<'d>>) {
    issuer(document, parts);
    heading(document, true, parts);
    parts.push(Part::Lines(Role::Facts, plain(&document.release_date)));
    let mut lead = document.lead.clone();
    if let Some(dateline) = &document.dateline {
        match lead.first_mut() {
            Some(first) => {
                let head = (Default::default(), format!("{dateline} "));
                let words = first.pieces().into_iter();
                let words = words.map(|(mark, piece)| (mark, piece.to_string()));
                *first = Words::of(std::iter::once(head).chain(words).collect::<Vec<_>>());
            }
            None => lead.push(dateline.as_str().into()),
        }
    }
    parts.push(Part::Paragraphs(Role::Lead, lead));
    parts.push(Part::Body);
    let Some(press) = &document.press else { return };
    if press.notes_position == NotesPosition::Before {
        notes(press, parts);
    }
    parts.push(Part::Lines(Role::Ends, plain([&press.ends])));
    if !press.contacts.is_empty() {
        parts.push(Part::Heading(&press.contacts_label));
        let contacts = press.contacts.iter();
        parts.extend(contacts.map(|contact| Part::Lines(Role::Contact, lines(contact))));
    }
    if press.notes_position == NotesPosition::After {
        notes(press, parts);
    }
    for (heading, paragraphs) in &press.boilerplate {
        parts.push(Part::Heading(heading));
        parts.push(Part::Paragraphs(Role::Boilerplate, plain(paragraphs)));
    }
    if let Some(annex) = &document.annex {
        parts.push(Part::Heading(&annex.title));
        parts.push(Part::Signatories(&annex.roster));
        parts.push(Part::Paragraphs(Role::Terms, annex.terms.clone()));
        parts.push(Part::Lines(Role::Foot, plain(&annex.foot)));
    }
}

fn issuer<'d>(document: &'d Document, parts: &mut Vec<Part<'d>>) {
    if let Some(issuer) = &document.issuer {
        let name = match issuer.label.as_str() {
            "" => issuer.name.clone(),
            label => format!("{label}: {}", issuer.name),
        };
        let lines = [Some(&name), issuer.address.as_ref(), issuer.url.as_ref()];
        parts.push(Part::Lines(
            Role::Issuer,
            plain(lines.into_iter().flatten()),
        ));
    }
}

fn heading<'d>(document: &'d Document, is_labelled: bool, parts: &mut Vec<Part<'d>>) {
    match &document.title {
        Some(title) => {
            parts.extend(is_labelled.then_some(Part::Label(&document.form_label)));
            parts.push(Part::Title(title.clone()));
        }
        None => parts.push(Part::Title(document.form_label.as_str().into())),
    }
    parts.extend(document.subtitle.iter().map(Part::Subtitle));
}

fn notes<'d>(press: &'d Press, parts: &mut Vec<Part<'d>>) {
    if !press.notes.is_empty() {
        parts.push(Part::Heading(&press.notes_label));
        parts.push(Part::Numbered(&press.notes));
    }
}

fn lines(contact: &Contact) -> Vec<Words> {
    let person = contact.name.iter().chain(&contact.role);
    plain(person.chain(&contact.telephones).chain(&contact.e_mail))
}

fn plain<'l>(lines: impl IntoIterator<Item = &'l String>) -> Vec<Words> {
    lines.into_iter().map(|line| line.as_str().into()).collect()
}
