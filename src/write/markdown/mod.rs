//! GitHub's Markdown, which reads well as it is written, too: a redline to paste into a discussion.
//!
//! It shows one document, or all editions of a comparison, in the order of the plain text. Whatever a user wrote goes
//! through `escape::escape`; the forms of the marks are in `marks`.

mod body;
mod escape;
mod marks;

use crate::model::document::{Contact, Direction, Document, Issuer, Press, Redline, RosterList};
use crate::model::levels::Levels;
use crate::model::mark::{Mark, Words};
use crate::model::statement::{Form, NotesPosition};
use crate::tables::labels::Labels;
use crate::wording::Voice;
use body::{heading, lines};
use escape::{begun, escape};

/// A new line within a paragraph.
const BREAK: &str = "\\\n";

/// The documents as one text, with LF line ends.
pub fn markdown(documents: &[&Document]) -> String {
    let editions = documents.iter().enumerate().map(|(at, document)| {
        let prefix = match documents.len() {
            1 => String::new(),
            _ => format!("{}-", at + 1),
        };
        Edition {
            document,
            labels: Voice::of(&document.lang).labels,
            prefix,
            levels: Levels::below_title(document),
        }
        .whole()
    });
    let editions: Vec<String> = editions.collect();
    editions.join("\n\n* * *\n\n") + "\n"
}

/// One document on its way into the text.
struct Edition<'d> {
    document: &'d Document,
    labels: &'static Labels,
    /// Stands before the names of its footnotes, so that those of one file differ.
    prefix: String,
    levels: Levels,
}

impl Edition<'_> {
    fn whole(mut self) -> String {
        let document = self.document;
        let mut parts: Vec<String> = Vec::new();
        if let Some(redline) = &document.redline {
            parts.extend(self.head(redline));
        }
        for stamp in [&document.embargo, &document.draft, &document.immediate] {
            parts.extend(stamp.as_deref().map(strong));
        }
        match document.form {
            Form::PressRelease => self.press_release(&mut parts),
            Form::JointStatement | Form::OpenLetter => self.statement(&mut parts),
        }
        if let Some(redline) = &document.redline {
            self.changes(redline, &mut parts);
        }
        parts.retain(|part| !part.is_empty());
        let text = parts.join("\n\n");
        match document.direction {
            Direction::LeftToRight => text,
            Direction::RightToLeft => {
                let lang = document.lang.tag();
                format!("<div lang=\"{lang}\" dir=\"rtl\">\n\n{text}\n\n</div>")
            }
        }
    }

    /// What is compared, and what the marks mean; there is no margin for a bar.
    fn head(&self, redline: &Redline) -> [String; 2] {
        let versions: Vec<String> = redline.versions.iter().map(|line| escape(line)).collect();
        let marks = redline
            .legend
            .iter()
            .filter(|(mark, _)| *mark != Mark::None);
        let samples = marks.map(|(mark, word)| self.marked(*mark, &escape(word), false));
        let samples: Vec<String> = samples.collect();
        [begun(&versions.join(" · ")), samples.join(" · ")]
    }

    fn statement(&mut self, parts: &mut Vec<String>) {
        let document = self.document;
        parts.extend(document.issuer.as_ref().map(issuer));
        parts.extend(self.paragraphs(&document.lead));
        let addressee = self.lines(&document.addressee);
        let is_letter = document.form == Form::OpenLetter;
        if is_letter {
            parts.push(addressee.clone());
            parts.extend(document.place_and_date.as_deref().map(line));
        }
        self.title(parts);
        let rail = document.rail.iter();
        let rail = rail.map(|(label, lines)| line(&format!("{label}: {}", lines.join(" / "))));
        parts.push(rail.collect::<Vec<_>>().join(BREAK));
        if !is_letter {
            parts.push(addressee);
        }
        parts.push(self.blocks(&document.body, ""));
        parts.push(self.lines(&document.sign_off));
        let level = self.levels.clamp(2);
        if let Some(list) = &document.roster {
            self.roster(list, level, parts);
        }
        parts.extend(self.paragraphs(&document.terms));
        parts.extend(document.foot.iter().map(|text| line(text)));
        parts.push(self.footnotes());
    }

    fn press_release(&mut self, parts: &mut Vec<String>) {
        let document = self.document;
        parts.extend(document.issuer.as_ref().map(issuer));
        parts.extend(document.release_date.as_deref().map(line));
        self.title(parts);
        let mut dateline = match &document.dateline {
            Some(dateline) => escape(dateline) + " ",
            None => String::new(),
        };
        for paragraph in &document.lead {
            parts.push(begun(
                &(std::mem::take(&mut dateline) + &self.words(paragraph)),
            ));
        }
        parts.push(self.blocks(&document.body, &dateline));
        parts.push(self.lines(&document.sign_off));
        if let Some(press) = &document.press {
            let mut notes = self.notes(press);
            if press.notes_position == NotesPosition::Before {
                parts.append(&mut notes);
            }
            parts.push(strong(&press.ends));
            if !press.contacts.is_empty() {
                parts.push(heading(
                    self.levels.clamp(2),
                    &escape(&press.contacts_label),
                ));
                parts.extend(press.contacts.iter().map(contact));
            }
            parts.append(&mut notes);
            for (title, paragraphs) in &press.boilerplate {
                parts.push(heading(self.levels.clamp(2), &escape(title)));
                parts.extend(paragraphs.iter().map(|text| line(text)));
            }
        }
        if let Some(annex) = &document.annex {
            parts.push(heading(self.levels.clamp(2), &escape(&annex.title)));
            self.roster(&annex.roster, self.levels.clamp(3), parts);
            parts.extend(self.paragraphs(&annex.terms));
            parts.extend(annex.foot.iter().map(|text| line(text)));
        }
        parts.push(self.footnotes());
    }

    /// The form's name, title and subtitle; without a title the form's name is the heading.
    fn title(&self, parts: &mut Vec<String>) {
        let document = self.document;
        let label =
            Some(escape(&document.form_label)).filter(|_| document.form != Form::OpenLetter);
        match (label, &document.title) {
            (Some(label), Some(_)) => parts.push(begun(&label)),
            (Some(label), None) => parts.push(heading(1, &label)),
            (None, _) => {}
        }
        let title = document.title.as_ref();
        parts.extend(title.map(|title| heading(1, &self.words(title))));
        let subtitle = document.subtitle.as_ref();
        parts.extend(subtitle.map(|subtitle| begun(&self.words(subtitle))));
    }

    /// A paragraph for each field.
    fn paragraphs(&self, paragraphs: &[Words]) -> Vec<String> {
        let paragraphs = paragraphs.iter();
        paragraphs.map(|words| begun(&self.words(words))).collect()
    }

    /// One paragraph with a line for each field.
    fn lines(&self, lines: &[Words]) -> String {
        self.paragraphs(lines).join(BREAK)
    }

    fn roster(&self, list: &RosterList, level: usize, parts: &mut Vec<String>) {
        for section in &list.sections {
            parts.push(heading(level, &self.words(&section.heading)));
            for group in &section.groups {
                let title = group.heading.as_deref().unwrap_or_default();
                parts.push(heading((level + 1).min(6), &escape(title)));
                let entries = group.entries.iter().map(|entry| {
                    let parts = [&entry.name, &entry.detail, &entry.mark];
                    let line: String = parts.iter().map(|part| escape(part)).collect();
                    let words = self.marked(entry.change, &line, false);
                    format!("- {}", begun(&words))
                });
                parts.push(entries.collect::<Vec<_>>().join("\n"));
            }
        }
        let notes = list.notes.iter();
        parts.extend(notes.map(|(mark, note)| line(&format!("{} {note}", mark.trim()))));
    }

    fn notes(&self, press: &Press) -> Vec<String> {
        if press.notes.is_empty() {
            return Vec::new();
        }
        let notes = press
            .notes
            .iter()
            .map(|(number, note)| begun(&format!("{} {}", escape(number), self.words(note))));
        let title = heading(self.levels.clamp(2), &escape(&press.notes_label));
        std::iter::once(title).chain(notes).collect()
    }

    /// The changes in words.
    fn changes(&self, redline: &Redline, parts: &mut Vec<String>) {
        let level = self.levels.clamp(2);
        parts.push(heading(level, &escape(&redline.annex_title)));
        parts.extend(redline.summary.iter().map(|text| line(text)));
        for (title, notes) in &redline.parts {
            parts.push(heading((level + 1).min(6), &escape(title)));
            for note in notes {
                let about = format!("{} {}", strong(&note.number), escape(&note.about));
                let rows = [
                    about,
                    begun(&self.words(&note.words)),
                    line(&note.consequence),
                ];
                let rows = rows.into_iter().filter(|row| !row.is_empty());
                parts.push(rows.collect::<Vec<_>>().join(BREAK));
            }
        }
    }
}

/// A text as a line of its own.
fn line(text: &str) -> String {
    lines(&escape(text))
}

fn strong(text: &str) -> String {
    format!("**{}**", escape(text.trim()))
}

fn issuer(issuer: &Issuer) -> String {
    let name = match issuer.label.as_str() {
        "" => line(&issuer.name),
        label => line(&format!("{label}: {}", issuer.name)),
    };
    let rest = issuer.address.iter().chain(&issuer.url);
    let rows = std::iter::once(name).chain(rest.map(|text| line(text)));
    rows.collect::<Vec<_>>().join(BREAK)
}

fn contact(contact: &Contact) -> String {
    let who = contact.name.iter().chain(&contact.role);
    let rows = who.chain(&contact.telephones).chain(&contact.e_mail);
    rows.map(|text| line(text)).collect::<Vec<_>>().join(BREAK)
}
