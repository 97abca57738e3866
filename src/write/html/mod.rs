//! One HTML file that needs nothing but itself: no script, no picture, no font from elsewhere.
//!
//! It shows one document, or all editions of a comparison. What it holds stands in the order of the plain text.
//! Whatever a user wrote goes through `markup::escape`; the page forbids scripts besides.

mod body;
mod marks;
mod markup;

use std::collections::HashSet;

use crate::model::body::{Block, RunKind};
use crate::model::document::{
    Annex, Contact, Direction, Document, Entry, Issuer, Press, Redline, RosterList,
};
use crate::model::levels::Levels;
use crate::model::mark::{Mark, Words};
use crate::model::statement::{Form, NotesPosition};
use crate::tables::labels::Labels;
use crate::wording::Voice;
use marks::class_of;
use markup::{element, escape, line};

const STYLE: &str = include_str!("page.css");
/// Nothing is fetched and nothing runs, whatever comes to stand in the page.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The documents as one page, UTF-8, with LF line ends; its language is the first one's. It is XML as well.
pub fn html(documents: &[&Document]) -> String {
    let Some(first) = documents.first() else {
        return String::new();
    };
    let titles: Vec<&str> = documents
        .iter()
        .map(|document| document.info.title.as_str())
        .collect();
    let mut main = String::from("\n");
    if documents.len() > 1 {
        main += &contents(documents);
    }
    for (at, document) in documents.iter().enumerate() {
        main += &Edition::new(document, &prefix(documents, at)).article();
    }
    let policy = [
        ("http-equiv", "Content-Security-Policy"),
        ("content", POLICY),
    ];
    let view = [
        ("name", "viewport"),
        ("content", "width=device-width, initial-scale=1"),
    ];
    let head = [
        String::from("<meta charset=\"utf-8\"/>"),
        empty("meta", &policy),
        empty("meta", &view),
        element("title", &[], &escape(&titles.join(" · "))),
        element("style", &[], &format!("\n{STYLE}")),
    ];
    let head = element("head", &[], &format!("\n{}\n", head.join("\n")));
    let main = element("main", &[], &main);
    let body = element("body", &[], &format!("\n{main}\n"));
    let attributes = [
        ("lang", first.lang.tag()),
        ("dir", direction(first.direction)),
    ];
    let html = element("html", &attributes, &format!("\n{head}\n{body}\n"));
    format!("<!DOCTYPE html>\n{html}\n")
}

/// What stands before the ids of an edition: nothing where it is the only one.
fn prefix(documents: &[&Document], at: usize) -> String {
    match documents.len() {
        1 => String::new(),
        _ => format!("e{}-", at + 1),
    }
}

/// An element that never has content.
fn empty(name: &str, attributes: &[(&str, &str)]) -> String {
    element(name, attributes, "").replace(&format!("></{name}>"), "/>")
}

/// Links to the editions, each in its own language.
fn contents(documents: &[&Document]) -> String {
    let links = documents.iter().enumerate().map(|(at, document)| {
        let href = format!("#{}top", prefix(documents, at));
        let attributes = [
            ("href", href.as_str()),
            ("lang", document.lang.tag()),
            ("dir", direction(document.direction)),
        ];
        element(
            "li",
            &[],
            &element("a", &attributes, &escape(&document.info.title)),
        ) + "\n"
    });
    let list = element("ul", &[], &format!("\n{}", links.collect::<String>()));
    element("nav", &[], &list) + "\n"
}

fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::LeftToRight => "ltr",
        Direction::RightToLeft => "rtl",
    }
}

/// One document on its way into the page.
struct Edition<'d> {
    document: &'d Document,
    labels: &'static Labels,
    /// Stands before its ids, so that those of one file differ.
    prefix: String,
    /// Those given so far.
    ids: HashSet<String>,
    levels: Levels,
    /// Ends of moves that bear a label; true where the text stands now.
    moves: HashSet<(u32, bool)>,
}

impl<'d> Edition<'d> {
    fn new(document: &'d Document, prefix: &str) -> Self {
        let notes = document.footnotes.iter().flat_map(|note| &note.blocks);
        let mut moves = HashSet::new();
        let mut visit = |block: &Block| {
            block.visit(&mut |run| {
                if let (RunKind::Label(_), Mark::MovedIn(n) | Mark::MovedAway(n)) =
                    (&run.kind, run.mark)
                {
                    moves.insert((n, run.mark.is_new()));
                }
            });
        };
        document.body.iter().chain(notes).for_each(&mut visit);
        Edition {
            document,
            labels: Voice::of(&document.lang).labels,
            prefix: prefix.to_string(),
            ids: HashSet::new(),
            levels: Levels::below_title(document),
            moves,
        }
    }

    /// An id that no other element has; empty where the name was given before.
    fn id(&mut self, name: &str) -> String {
        let id = format!("{}{name}", self.prefix);
        match self.ids.insert(id.clone()) {
            true => id,
            false => String::new(),
        }
    }

    fn article(mut self) -> String {
        let document = self.document;
        let mut out = String::from("\n");
        if let Some(redline) = &document.redline {
            out += &self.head(redline);
        }
        for stamp in [&document.embargo, &document.draft, &document.immediate]
            .into_iter()
            .flatten()
        {
            out += &line("p", "stamp", stamp);
        }
        out += &match document.form {
            Form::PressRelease => self.press_release(),
            Form::JointStatement | Form::OpenLetter => self.statement(),
        };
        if let Some(redline) = &document.redline {
            out += &self.changes(redline);
        }
        let id = self.id("top");
        // Numbers of lists are the text's own.
        let digits = match document.folio.digits[0] {
            '۰' => " persian-digits",
            '٠' => " arabic-digits",
            _ => "",
        };
        let attributes = [
            ("id", id.as_str()),
            ("class", &format!("{}{digits}", document.form.name())),
            ("lang", document.lang.tag()),
            ("dir", direction(document.direction)),
        ];
        element("article", &attributes, &out) + "\n"
    }

    /// What is compared, and what the marks mean.
    fn head(&mut self, redline: &Redline) -> String {
        let mut versions: Vec<String> = redline.versions.iter().map(|line| escape(line)).collect();
        let changes = format!("#{}changes", self.prefix);
        versions.push(element(
            "a",
            &[("href", &changes)],
            &escape(&redline.annex_title),
        ));
        let samples = redline.legend.iter();
        let samples: Vec<String> = samples
            .map(|(mark, word)| marks::sample(*mark, word))
            .collect();
        let versions = element("p", &[], &versions.join(" · "));
        let legend = element("p", &[("class", "legend")], &samples.join(" "));
        element("header", &[], &format!("\n{versions}\n{legend}\n")) + "\n"
    }

    fn statement(&mut self) -> String {
        let document = self.document;
        let mut publisher = document.issuer.as_ref().map_or(String::new(), issuer);
        publisher += &self.paragraphs("lead", &document.lead);
        let mut out = match publisher.as_str() {
            "" => String::new(),
            publisher => {
                element("div", &[("class", "publisher")], &format!("\n{publisher}")) + "\n"
            }
        };
        let addressee = self.lines("addressee", &document.addressee);
        let place = document.place_and_date.as_deref().unwrap_or_default();
        let place = line("p", "place", place);
        let is_letter = document.form == Form::OpenLetter;
        if is_letter {
            out += &format!("{addressee}{place}");
        }
        out += &self.title();
        let rail: String = document
            .rail
            .iter()
            .map(|(label, lines)| rail(label, lines))
            .collect();
        if !rail.is_empty() {
            out += &(element("dl", &[("class", "rail")], &format!("\n{rail}")) + "\n");
        }
        let mut text = String::from("\n");
        if !is_letter {
            text += &addressee;
        }
        text += &self.blocks(&document.body, "", 0);
        text += &self.lines("sign-off", &document.sign_off);
        text += &self.footnotes();
        out += &(element("div", &[("class", "text")], &text) + "\n");
        let level = self.levels.clamp(2);
        if let Some(list) = &document.roster {
            out += &self.roster(list, level);
        }
        out += &self.below(&document.terms, &document.foot);
        out
    }

    fn press_release(&mut self) -> String {
        let document = self.document;
        let mut out = document.issuer.as_ref().map_or(String::new(), issuer);
        out += &line(
            "p",
            "place",
            document.release_date.as_deref().unwrap_or_default(),
        );
        out += &self.title();
        let mut text = String::from("\n");
        let mut dateline = match &document.dateline {
            Some(dateline) => escape(dateline) + " ",
            None => String::new(),
        };
        for paragraph in &document.lead {
            let words = std::mem::take(&mut dateline) + &self.words(paragraph);
            let class = class_of(paragraph.is_marked());
            text += &(element("p", &[("class", class)], &words) + "\n");
        }
        text += &self.blocks(&document.body, &dateline, 0);
        text += &self.lines("sign-off", &document.sign_off);
        if let Some(press) = &document.press {
            let notes = self.notes(press);
            let (before, after) = match press.notes_position {
                NotesPosition::Before => (notes, String::new()),
                NotesPosition::After => (String::new(), notes),
            };
            text += &before;
            text += &line("p", "ends", &press.ends);
            text += &self.contacts(press);
            text += &after;
            for (heading, paragraphs) in &press.boilerplate {
                text += &line(&self.heading(2), "", heading);
                text += &paragraphs
                    .iter()
                    .map(|text| line("p", "", text))
                    .collect::<String>();
            }
        }
        text += &self.footnotes();
        out += &(element("div", &[("class", "text")], &text) + "\n");
        if let Some(annex) = &document.annex {
            out += &self.annex(annex);
        }
        out
    }

    fn annex(&mut self, annex: &Annex) -> String {
        let title = line(&self.heading(2), "annex", &annex.title);
        let list = self.roster(&annex.roster, self.levels.clamp(3));
        title + &list + &self.below(&annex.terms, &annex.foot)
    }

    /// The form's name, title and subtitle; without a title the form's name is the heading.
    fn title(&self) -> String {
        let document = self.document;
        let is_named = document.form != Form::OpenLetter;
        let name = match (is_named, document.title.is_some()) {
            (false, _) => String::new(),
            (true, true) => line("p", "form", &document.form_label),
            (true, false) => line("h1", "form", &document.form_label),
        };
        let mut out = name;
        for (element_name, class, words) in [
            ("h1", "title", &document.title),
            ("p", "subtitle", &document.subtitle),
        ] {
            if let Some(words) = words {
                let class = format!("{class} {}", class_of(words.is_marked()));
                let attributes = [("class", class.trim_end())];
                out += &(element(element_name, &attributes, &self.words(words)) + "\n");
            }
        }
        out
    }

    fn heading(&mut self, wanted: usize) -> String {
        format!("h{}", self.levels.clamp(wanted))
    }

    /// A paragraph for each field.
    fn paragraphs(&self, class: &str, paragraphs: &[Words]) -> String {
        let paragraphs = paragraphs.iter().map(|words| {
            let class = format!("{class} {}", class_of(words.is_marked()));
            element("p", &[("class", class.trim_end())], &self.words(words)) + "\n"
        });
        paragraphs.collect()
    }

    /// One paragraph with a line for each field; nothing where there is none.
    fn lines(&self, class: &str, lines: &[Words]) -> String {
        if lines.is_empty() {
            return String::new();
        }
        let is_changed = lines.iter().any(Words::is_marked);
        let lines: Vec<String> = lines.iter().map(|line| self.words(line)).collect();
        let class = format!("{class} {}", class_of(is_changed));
        element("p", &[("class", class.trim_end())], &lines.join("<br/>\n")) + "\n"
    }

    fn roster(&self, list: &RosterList, level: usize) -> String {
        let mut out = String::from("\n");
        for section in &list.sections {
            let words = self.words(&section.heading);
            let class = class_of(section.heading.is_marked());
            out += &(element(&format!("h{level}"), &[("class", class)], &words) + "\n");
            for group in &section.groups {
                let heading = group.heading.as_deref().unwrap_or_default();
                out += &line(&format!("h{}", (level + 1).min(6)), "", heading);
                let entries = group.entries.iter().map(|entry| self.entry(entry));
                let entries = format!("\n{}", entries.collect::<String>());
                let class = if section.people {
                    "names people"
                } else {
                    "names"
                };
                out += &(element("ul", &[("class", class), ("role", "list")], &entries) + "\n");
            }
        }
        for (mark, note) in &list.notes {
            out += &line("p", "note", &format!("{} {note}", mark.trim()));
        }
        element("section", &[("class", "signatories")], &out) + "\n"
    }

    fn entry(&self, entry: &Entry) -> String {
        let name = escape(&entry.name);
        let name = match entry.direction == self.document.direction {
            true => name,
            false => element("span", &[("dir", direction(entry.direction))], &name),
        };
        let detail = match entry.detail.as_str() {
            "" => String::new(),
            detail => element("span", &[("class", "detail")], &escape(detail)),
        };
        let words = format!("{name}{detail}{}", escape(&entry.mark));
        let class = class_of(entry.change != Mark::None);
        element(
            "li",
            &[("class", class)],
            &self.marked(entry.change, &words),
        ) + "\n"
    }

    /// What stands below the list: the signed terms, and what the publisher adds.
    fn below(&self, terms: &[Words], foot: &[String]) -> String {
        let foot: String = foot.iter().map(|text| line("p", "", text)).collect();
        let foot = match foot.as_str() {
            "" => String::new(),
            foot => element("footer", &[], &format!("\n{foot}")) + "\n",
        };
        self.paragraphs("terms", terms) + &foot
    }

    fn notes(&mut self, press: &Press) -> String {
        if press.notes.is_empty() {
            return String::new();
        }
        let notes = press.notes.iter().map(|(number, note)| {
            let words = format!("{} {}", escape(number), self.words(note));
            element("p", &[("class", class_of(note.is_marked()))], &words) + "\n"
        });
        let notes: String = notes.collect();
        line(&self.heading(2), "", &press.notes_label) + &notes
    }

    fn contacts(&mut self, press: &Press) -> String {
        if press.contacts.is_empty() {
            return String::new();
        }
        let contacts: String = press.contacts.iter().map(contact).collect();
        line(&self.heading(2), "", &press.contacts_label) + &contacts
    }

    /// The changes in words.
    fn changes(&mut self, redline: &Redline) -> String {
        let level = self.levels.clamp(2);
        let mut out = String::from("\n") + &line(&format!("h{level}"), "", &redline.annex_title);
        for paragraph in &redline.summary {
            out += &line("p", "", paragraph);
        }
        for (heading, notes) in &redline.parts {
            out += &line(&format!("h{}", (level + 1).min(6)), "", heading);
            let mut items = String::from("\n");
            for note in notes {
                let mut item = line("p", "about", &format!("{} {}", note.number, note.about));
                if !note.words.is_empty() {
                    item += &(element("p", &[], &self.words(&note.words)) + "\n");
                }
                item += &line("p", "consequence", &note.consequence);
                items += &(element("li", &[], item.trim_end()) + "\n");
            }
            out += &(element("ol", &[("role", "list")], &items) + "\n");
        }
        let id = self.id("changes");
        element("section", &[("class", "changes"), ("id", &id)], &out) + "\n"
    }
}

fn issuer(issuer: &Issuer) -> String {
    let mut lines = Vec::new();
    if !issuer.label.is_empty() {
        lines.push(element(
            "span",
            &[("class", "detail")],
            &escape(&issuer.label),
        ));
    }
    lines.push(element("strong", &[], &escape(&issuer.name)));
    let rest = issuer.address.iter().chain(&issuer.url);
    lines.extend(rest.map(|line| element("bdi", &[], &escape(line))));
    element("p", &[("class", "issuer")], &lines.join("<br/>\n")) + "\n"
}

fn rail(label: &str, lines: &[String]) -> String {
    let lines = lines.iter().map(|text| line("dd", "", text));
    let content = line("dt", "", label) + &lines.collect::<String>();
    element("div", &[], content.trim_end()) + "\n"
}

/// Telephones and addresses keep their own direction.
fn contact(contact: &Contact) -> String {
    let who = contact
        .name
        .iter()
        .chain(&contact.role)
        .map(|line| escape(line));
    let how = contact.telephones.iter().chain(&contact.e_mail);
    let how = how.map(|line| element("bdi", &[], &escape(line)));
    let lines: Vec<String> = who.chain(how).collect();
    element("p", &[("class", "contact")], &lines.join("<br/>\n")) + "\n"
}
