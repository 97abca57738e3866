//! A statement as written: front matter and body of one language edition.

use crate::model::{Body, Language};
use crate::source::{Located, SourceId};

/// One edition of a statement, as written.
#[derive(Debug, Clone)]
pub struct Statement {
    /// The file's stem, or its folder's name where a statement has a file for each language.
    pub name: String,
    pub source: SourceId,
    /// From the front matter, else from the file's name, else English.
    pub lang: Language,
    /// Whether the file is `<name>/<lang>.md` or `.typ`, one of several editions.
    pub has_editions: bool,
    /// False where the language is the default because nothing says it.
    pub lang_known: bool,
    pub front: FrontMatter,
    pub body: Body,
}

/// Which conventions a statement follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    #[default]
    JointStatement,
    OpenLetter,
    PressRelease,
}

impl Form {
    pub const NAMES: [(&'static str, Form); 3] = [
        ("joint-statement", Form::JointStatement),
        ("open-letter", Form::OpenLetter),
        ("press-release", Form::PressRelease),
    ];

    /// The word in front matter and label tables.
    pub fn name(self) -> &'static str {
        Self::NAMES
            .iter()
            .find(|(_, form)| *form == self)
            .expect("every form has a name")
            .0
    }

    /// Whether parties sign it; a press release is the publisher's alone.
    pub fn is_signed(self) -> bool {
        self != Form::PressRelease
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paper {
    #[default]
    A4,
    UsLetter,
}

impl Paper {
    pub const NAMES: [(&'static str, Paper); 2] =
        [("a4", Paper::A4), ("us-letter", Paper::UsLetter)];
}

/// The order in which signatories are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// The file's.
    #[default]
    AsListed,
    Name,
    Country,
    Kind,
    /// Of signature.
    Date,
    /// By the United Nations' English short name of the country.
    Un,
}

impl Order {
    pub const NAMES: [(&'static str, Order); 6] = [
        ("as-listed", Order::AsListed),
        ("name", Order::Name),
        ("country", Order::Country),
        ("kind", Order::Kind),
        ("date", Order::Date),
        ("un", Order::Un),
    ];
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum GroupBy {
    #[default]
    None,
    Country,
    Kind,
}

impl GroupBy {
    pub const NAMES: [(&'static str, GroupBy); 3] = [
        ("none", GroupBy::None),
        ("country", GroupBy::Country),
        ("kind", GroupBy::Kind),
    ];
}

/// Where the notes to editors stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NotesPosition {
    #[default]
    After,
    Before,
}

impl NotesPosition {
    pub const NAMES: [(&'static str, NotesPosition); 2] = [
        ("after", NotesPosition::After),
        ("before", NotesPosition::Before),
    ];
}

/// How a roster is laid out under a statement. The front matter overrides `[roster]`.
#[derive(Debug, Clone, Default)]
pub struct ListSettings {
    pub order: Option<Located<Order>>,
    pub group_by: Option<Located<GroupBy>>,
    /// A pattern with {name}, {acronym}, {country} …, or `as-signed`.
    pub line: Option<Located<String>>,
    pub line_person: Option<Located<String>>,
    /// Ids of the initiators, printed before the others.
    pub first: Vec<Located<String>>,
    /// Ids of the signatories that a press text may name.
    pub short: Vec<Located<String>>,
    /// From 1 to 6; the template chooses where it is left out.
    pub columns: Option<Located<u8>>,
}

impl ListSettings {
    /// These settings, and `under` where they say nothing.
    pub fn over(&self, under: &ListSettings) -> ListSettings {
        let ids = |mine: &Vec<_>, theirs: &Vec<_>| {
            if mine.is_empty() {
                theirs.clone()
            } else {
                mine.clone()
            }
        };
        ListSettings {
            order: self.order.clone().or_else(|| under.order.clone()),
            group_by: self.group_by.clone().or_else(|| under.group_by.clone()),
            line: self.line.clone().or_else(|| under.line.clone()),
            line_person: self
                .line_person
                .clone()
                .or_else(|| under.line_person.clone()),
            first: ids(&self.first, &under.first),
            short: ids(&self.short, &under.short),
            columns: self.columns.clone().or_else(|| under.columns.clone()),
        }
    }
}

/// Who publishes.
#[derive(Debug, Clone, Default)]
pub struct Issuer {
    pub name: Option<Located<String>>,
    pub address: Option<Located<String>>,
    pub url: Option<Located<String>>,
}

/// Whom a newsroom may call.
#[derive(Debug, Clone, Default)]
pub struct Contact {
    pub name: Option<Located<String>>,
    pub role: Option<Located<String>>,
    pub telephone: Option<Located<String>>,
    pub out_of_hours: Option<Located<String>>,
    pub e_mail: Option<Located<String>>,
}

/// A paragraph about an organisation, printed at the end of a press release.
#[derive(Debug, Clone)]
pub struct Boilerplate {
    pub about: Option<Located<String>>,
    pub text: Located<String>,
}

/// The moment before which nothing may be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Embargo {
    pub at: chrono::DateTime<chrono_tz::Tz>,
}

/// The fields above the body. Those of `statements/defaults.toml` fill the gaps of a statement's own.
#[derive(Debug, Clone, Default)]
pub struct FrontMatter {
    pub form: Option<Located<Form>>,

    // Signed together with the body.
    pub title: Option<Located<String>>,
    pub subtitle: Option<Located<String>>,
    pub addressee: Option<Located<String>>,
    pub sign_off: Option<Located<String>>,
    /// None: the line on affiliations where affiliations are printed. Empty: none at all.
    pub disclaimers: Option<Vec<Located<String>>>,
    pub consent: Option<Located<String>>,
    /// Tags of the editions that are authentic, or a sentence about them.
    pub authentic: Option<Located<String>>,

    pub lang: Option<Located<Language>>,
    pub date: Option<Located<chrono::NaiveDate>>,
    pub place: Option<Located<String>>,
    pub open_until: Option<Located<chrono::NaiveDate>>,

    // The publisher's.
    pub issuer: Option<Issuer>,
    pub lead: Option<Located<String>>,
    pub headline: Option<Located<String>>,
    pub subhead: Option<Located<String>>,
    pub dateline: Option<Located<String>>,
    pub embargo: Option<Located<Embargo>>,
    pub contacts: Option<Vec<Contact>>,
    pub notes: Option<Vec<Located<String>>>,
    pub notes_position: Option<Located<NotesPosition>>,
    pub boilerplate: Option<Vec<Boilerplate>>,
    pub end_mark: Option<Located<String>>,
    pub url: Option<Located<String>>,
    /// The statement whose text and roster a press release announces.
    pub about: Option<Located<String>>,

    pub list: ListSettings,
    pub paper: Option<Located<Paper>>,
}

impl FrontMatter {
    /// The form, `joint-statement` where nothing says it.
    pub fn form(&self) -> Form {
        self.form
            .as_ref()
            .map(|form| form.value)
            .unwrap_or_default()
    }

    /// Every text that may be printed.
    pub fn printed_texts(&self) -> impl Iterator<Item = &Located<String>> {
        let single = [
            &self.title,
            &self.subtitle,
            &self.addressee,
            &self.sign_off,
            &self.consent,
            &self.authentic,
            &self.place,
            &self.lead,
            &self.headline,
            &self.subhead,
            &self.dateline,
            &self.end_mark,
            &self.url,
        ];
        let issuer = self
            .issuer
            .iter()
            .flat_map(|issuer| [&issuer.name, &issuer.address, &issuer.url]);
        let contacts = self.contacts.iter().flatten().flat_map(|contact| {
            [
                &contact.name,
                &contact.role,
                &contact.telephone,
                &contact.out_of_hours,
                &contact.e_mail,
            ]
        });
        let boilerplate = self.boilerplate.iter().flatten();
        let about = boilerplate
            .clone()
            .filter_map(|boilerplate| boilerplate.about.as_ref());
        let lists = self.disclaimers.iter().chain(&self.notes).flatten();
        single
            .into_iter()
            .chain(issuer)
            .chain(contacts)
            .flatten()
            .chain(about)
            .chain(boilerplate.map(|boilerplate| &boilerplate.text))
            .chain(lists)
    }
}
