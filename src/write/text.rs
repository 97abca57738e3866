//! Plain text: what a press officer pastes into an e-mail.
//!
//! One paragraph a line, one signatory a line, an embargo first. It holds every word of the pages
//! but what only pages carry: folios, repeated heads, "more follows".

use crate::model::body::{Block, BlockKind, Footnote, Run, RunKind};
use crate::model::document::{Contact, Document, Press, RosterList};
use crate::model::statement::{Form, NotesPosition};

/// The document as text, with LF line ends.
pub fn text(document: &Document) -> String {
    let mut page = Page::default();
    page.block(document.embargo.iter());
    page.block(document.draft.iter());
    page.block(document.immediate.iter());
    match document.form {
        Form::PressRelease => press_release(document, &mut page),
        Form::JointStatement | Form::OpenLetter => statement(document, &mut page),
    }
    page.out
}

/// Collects blocks, one empty line between them.
#[derive(Default)]
struct Page {
    out: String,
}

impl Page {
    fn block(&mut self, lines: impl Iterator<Item = impl AsRef<str>>) {
        let mut lines = lines
            .filter(|line| !line.as_ref().trim().is_empty())
            .peekable();
        if lines.peek().is_none() {
            return;
        }
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        for line in lines {
            self.out.push_str(line.as_ref());
            self.out.push('\n');
        }
    }

    fn line(&mut self, line: impl AsRef<str>) {
        self.block([line].iter());
    }

    /// Each paragraph a block of its own.
    fn paragraphs(&mut self, paragraphs: &[impl AsRef<str>]) {
        for paragraph in paragraphs {
            self.line(paragraph);
        }
    }
}

fn statement(document: &Document, page: &mut Page) {
    if let Some(issuer) = &document.issuer {
        page.block(
            [
                Some(format!("{}: {}", issuer.label, issuer.name)),
                issuer.address.clone(),
                issuer.url.clone(),
            ]
            .into_iter()
            .flatten(),
        );
    }
    page.paragraphs(&document.lead);
    page.block(document.addressee.iter());
    page.block(document.place_and_date.iter());
    if document.form == Form::JointStatement || document.title.is_none() {
        page.line(&document.form_label);
    }
    page.block(document.title.iter());
    page.block(document.subtitle.iter());
    page.block(
        document
            .rail
            .iter()
            .map(|(label, lines)| format!("{label}: {}", lines.join(" / "))),
    );
    body(document, page);
    page.block(document.sign_off.iter());
    if let Some(list) = &document.roster {
        roster(list, page);
    }
    page.paragraphs(&document.terms);
    page.block(document.foot.iter());
}

fn press_release(document: &Document, page: &mut Page) {
    if let Some(issuer) = &document.issuer {
        page.block(
            [
                Some(issuer.name.clone()),
                issuer.address.clone(),
                issuer.url.clone(),
            ]
            .into_iter()
            .flatten(),
        );
    }
    page.block(
        [Some(&document.form_label), document.release_date.as_ref()]
            .into_iter()
            .flatten(),
    );
    page.block(document.title.iter());
    page.block(document.subtitle.iter());
    match (&document.dateline, document.lead.split_first()) {
        (Some(dateline), Some((first, rest))) => {
            page.line(format!("{dateline} {}", &**first));
            page.paragraphs(rest);
        }
        (Some(dateline), None) => page.line(dateline),
        (None, _) => page.paragraphs(&document.lead),
    }
    body(document, page);
    let Some(press) = &document.press else { return };
    if press.notes_position == NotesPosition::Before {
        notes(press, page);
    }
    page.line(&press.ends);
    if !press.contacts.is_empty() {
        page.line(&press.contacts_label);
        for contact in &press.contacts {
            page.block(contact_lines(contact).iter());
        }
    }
    if press.notes_position == NotesPosition::After {
        notes(press, page);
    }
    for (heading, paragraphs) in &press.boilerplate {
        page.block(std::iter::once(heading).chain(paragraphs));
    }
    if let Some(annex) = &document.annex {
        page.line(&annex.title);
        roster(&annex.roster, page);
        page.paragraphs(&annex.terms);
        page.block(annex.foot.iter());
    }
}

fn contact_lines(contact: &Contact) -> Vec<String> {
    let mut lines: Vec<String> = contact.name.iter().chain(&contact.role).cloned().collect();
    lines.extend(contact.telephones.iter().cloned());
    lines.extend(contact.e_mail.clone());
    lines
}

fn notes(press: &Press, page: &mut Page) {
    if press.notes.is_empty() {
        return;
    }
    let numbered = press
        .notes
        .iter()
        .map(|(number, note)| format!("{number} {}", note.replace('\n', " ")));
    page.block(std::iter::once(press.notes_label.clone()).chain(numbered));
}

fn roster(list: &RosterList, page: &mut Page) {
    for section in &list.sections {
        page.line(&section.heading);
        for group in &section.groups {
            let lines = group.entries.iter().map(|entry| entry.line());
            page.block(group.heading.iter().cloned().chain(lines));
        }
    }
    page.block(
        list.notes
            .iter()
            .map(|(mark, note)| format!("{} {note}", mark.trim())),
    );
}

fn body(document: &Document, page: &mut Page) {
    for block in &document.body {
        write_block(block, "", document, page);
    }
    for (index, Footnote { blocks }) in document.footnotes.iter().enumerate() {
        let mark = footnote_mark(document, index);
        let words: Vec<String> = blocks
            .iter()
            .map(|block| inline_of(block, document))
            .collect();
        page.line(format!("{} {}", mark.trim(), words.join(" ")));
    }
}

fn write_block(block: &Block, indent: &str, document: &Document, page: &mut Page) {
    match &block.kind {
        BlockKind::Paragraph(runs) | BlockKind::Heading { runs, .. } => {
            page.block(lines(runs, indent, document).iter())
        }
        BlockKind::Quote(blocks) => {
            for block in blocks {
                write_block(block, &format!("{indent}> "), document, page);
            }
        }
        BlockKind::List { start, items } => {
            let mut rows = Vec::new();
            for (at, item) in items.iter().enumerate() {
                let marker = match start {
                    Some(start) => {
                        format!("{}.", native(document, &(start + at as u64).to_string()))
                    }
                    None => "•".to_string(),
                };
                list_item(
                    item,
                    &format!("{indent}{marker} "),
                    indent,
                    document,
                    &mut rows,
                );
            }
            page.block(rows.iter());
        }
        BlockKind::Table { head, rows, .. } => {
            let row = |cells: &Vec<Vec<Run>>| {
                format!(
                    "{indent}{}",
                    cells
                        .iter()
                        .map(|cell| inline(cell, document))
                        .collect::<Vec<_>>()
                        .join("\t")
                )
            };
            page.block(std::iter::once(head).chain(rows).map(row));
        }
        BlockKind::Code(run) => {
            if let RunKind::Text(text) = &run.kind {
                page.block(text.lines().map(|line| format!("{indent}{line}")));
            }
        }
        BlockKind::Rule => page.line(format!("{indent}* * *")),
    }
}

/// An item's first paragraph stands behind its marker; what follows is indented below.
fn list_item(
    item: &[Block],
    marker: &str,
    indent: &str,
    document: &Document,
    rows: &mut Vec<String>,
) {
    let inner = format!("{indent}   ");
    let mut first = true;
    for block in item {
        match &block.kind {
            BlockKind::Paragraph(runs) | BlockKind::Heading { runs, .. } => {
                rows.extend(lines(runs, if first { marker } else { &inner }, document));
            }
            _ => {
                if first {
                    rows.push(marker.trim_end().to_string());
                }
                let mut nested = Page::default();
                write_block(block, &inner, document, &mut nested);
                rows.extend(nested.out.lines().map(str::to_string));
            }
        }
        first = false;
    }
}

/// The lines of some runs: one, and one more for each hard break.
fn lines(runs: &[Run], start: &str, document: &Document) -> Vec<String> {
    inline(runs, document)
        .split('\n')
        .map(|line| format!("{start}{}", line.trim()))
        .collect()
}

fn inline_of(block: &Block, document: &Document) -> String {
    let mut page = Page::default();
    write_block(block, "", document, &mut page);
    page.out.lines().collect::<Vec<_>>().join(" ")
}

/// Runs as text: struck words between tildes. A link is its words; its target stands in the PDF.
fn inline(runs: &[Run], document: &Document) -> String {
    let mut out = String::new();
    for run in runs {
        match &run.kind {
            RunKind::Text(text) if run.voice.strikethrough && !text.trim().is_empty() => {
                out.push_str(&format!("~{text}~"))
            }
            RunKind::Text(text) => out.push_str(text),
            RunKind::Break => out.push('\n'),
            RunKind::Label(_) => {}
            RunKind::Footnote(index) => out.push_str(&footnote_mark(document, *index)),
        }
    }
    out
}

/// A footnote's mark, the same as on the page.
fn footnote_mark(document: &Document, index: usize) -> String {
    crate::model::document::footnote_mark(&document.folio.digits, index + 1)
}

fn native(document: &Document, digits: &str) -> String {
    digits
        .chars()
        .map(|c| {
            c.to_digit(10)
                .map_or(c, |digit| document.folio.digits[digit as usize])
        })
        .collect()
}
