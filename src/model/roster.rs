//! A roster as written: records, settings and decisions, each with its place.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::model::statement::ListSettings;
use crate::source::{Located, Place, SourceId, Sources, Syntax};

/// A roster as written. Every record of the file is here, usable or not.
#[derive(Debug, Clone)]
pub struct Roster {
    pub source: SourceId,
    /// Whether the whole file could be read. Where it could not, what is missing is no finding.
    pub is_whole: bool,
    pub list: ListSettings,
    /// Kinds that the roster is for; empty: any.
    pub expect: Vec<Located<String>>,
    /// How this project prints a country: by code, for every edition.
    pub countries: BTreeMap<String, Located<String>>,
    /// The same for one language: by language tag, then by code.
    pub countries_by_language: BTreeMap<String, BTreeMap<String, Located<String>>>,
    pub records: Vec<Record>,
    pub decisions: Vec<Decision>,
}

impl Roster {
    pub fn empty(source: SourceId) -> Self {
        Roster {
            source,
            is_whole: true,
            list: ListSettings::default(),
            expect: Vec::new(),
            countries: BTreeMap::new(),
            countries_by_language: BTreeMap::new(),
            records: Vec::new(),
            decisions: Vec::new(),
        }
    }
}

impl Roster {
    /// Whether entries are `[[signatory]]` tables, which can be added to; else they are rows of a sheet.
    pub fn is_toml(&self, sources: &Sources) -> bool {
        sources.get(self.source).syntax() == Syntax::Toml
    }
}

/// One `[[signatory]]` as written, or one row of a sheet.
#[derive(Debug, Clone)]
pub struct Record {
    /// The whole table, from its header to the byte before the next header; the whole row.
    pub place: Place,
    /// As written, else made from acronym or name; in a sheet `row:N`. Unique where no finding says otherwise.
    pub id: String,
    /// None where the id was made.
    pub id_place: Option<Place>,
    pub name: Located<String>,
    pub acronym: Option<Located<String>>,
    /// A code that the tables know, upper-case.
    pub country: Option<Located<String>>,
    /// The signatory's own word for its country.
    pub country_name: Option<Rare>,
    /// Where there is no code: a town, a region.
    pub location: Option<Rare>,
    pub kind: Option<Located<String>>,
    /// A person's: "Family, Given".
    pub sort: Option<Rare>,
    pub role: Option<Located<String>>,
    pub organisation: Option<Located<String>>,
    /// Verbatim, one per line of the sources, contact data cut out.
    pub as_signed: Vec<Located<String>>,
    pub signed: Vec<Signature>,
    /// The name in other languages, by tag.
    pub names: BTreeMap<String, Located<String>>,
    pub aliases: Vec<Located<String>>,
    pub status: Status,
    pub status_on: Option<Located<NaiveDate>>,
    /// Never printed.
    pub status_note: Option<Rare>,
    /// Printed as a numbered note under the list.
    pub note: Option<Rare>,
    pub lang: Option<Rare>,
}

/// A text that few entries have: a roster of a million is not to hold room for it.
pub type Rare = Box<Located<String>>;

impl Record {
    pub fn is_person(&self) -> bool {
        self.kind
            .as_ref()
            .is_some_and(|kind| kind.value == "person")
    }

    /// The texts that may be printed, names in other languages included.
    pub fn printed_texts(&self) -> impl Iterator<Item = &Located<String>> {
        let single = [
            Some(&self.name),
            self.acronym.as_ref(),
            self.country_name.as_deref(),
            self.location.as_deref(),
            self.role.as_ref(),
            self.organisation.as_ref(),
            self.note.as_deref(),
        ];
        single.into_iter().flatten().chain(self.names.values())
    }

    /// The text by which a decision knows the entry: the line as signed. A sheet's row that keeps none
    /// is its name, acronym, affiliation and country as written, those that are there.
    pub fn signed_text(&self, sources: &Sources) -> String {
        let is_sheet = sources.get(self.place.source).syntax() != Syntax::Toml;
        if !is_sheet || !self.as_signed.is_empty() {
            return self.line().to_string();
        }
        let country = self
            .country
            .as_ref()
            .map(|country| sources.cell(country.place));
        let own = |field: &Option<Located<String>>| {
            field.as_ref().map(|text| text.value.trim().to_string())
        };
        let cells = [
            Some(self.name.value.trim().to_string()),
            own(&self.acronym),
            own(&self.organisation),
            country.map(|country| country.trim().to_string()),
        ];
        cells.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// The line as signed, or the name where none was kept.
    pub fn line(&self) -> &str {
        self.as_signed.first().unwrap_or(&self.name).value.as_str()
    }
}

/// Where a signature stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Status {
    #[default]
    Signed,
    Pending,
    Withdrawn,
    Declined,
    /// Written, but none of the four: never read as signed.
    Unknown,
}

impl Status {
    pub const NAMES: [(&'static str, Status); 4] = [
        ("signed", Status::Signed),
        ("pending", Status::Pending),
        ("withdrawn", Status::Withdrawn),
        ("declined", Status::Declined),
    ];
}

/// One signature under one version of one statement.
#[derive(Debug, Clone)]
pub struct Signature {
    pub place: Place,
    pub statement: Option<Located<String>>,
    pub version: Option<Located<u32>>,
    pub lang: Option<String>,
    pub on: Option<NaiveDate>,
    /// By whom and how, as written: printed nowhere.
    pub said: Vec<Located<String>>,
}

/// What a human judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// The entries are one signatory.
    Same,
    /// They are not, whatever they look like.
    Distinct,
    /// The finding is known and is as it should be.
    Accept,
}

impl Judgement {
    pub const NAMES: [(&'static str, Judgement); 3] = [
        ("same", Judgement::Same),
        ("distinct", Judgement::Distinct),
        ("accept", Judgement::Accept),
    ];
}

/// One `[[decision]]` as written.
#[derive(Debug, Clone)]
pub struct Decision {
    pub place: Place,
    pub is: Judgement,
    /// Ids of the entries it is about; none where it is about a sheet.
    pub of: Vec<Located<String>>,
    /// Their lines as signed, in the same order, so that it can be told when it no longer fits. About a
    /// sheet: the entries' [`Record::signed_text`], by which alone it finds them.
    pub as_signed: Vec<Located<String>>,
    /// Who decided.
    pub by: Option<Located<String>>,
    pub on: Option<Located<NaiveDate>>,
    pub why: Option<Located<String>>,
    /// For `accept`: the finding's code.
    pub code: Option<Located<String>>,
    /// For `accept` of a text: the digest of its signed text, see `diff::signed`, so that it settles no later one.
    pub digest: Option<Located<String>>,
    /// For `accept`: the statement it is about, if one.
    pub statement: Option<Located<String>>,
}
