//! Signatories as meant: one for each party, whatever number of entries it has in the roster.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::model::roster::Status;
use crate::source::Place;

/// The roster, resolved.
///
/// From here on: each party is there once; names are mended (class A) and in NFC; every country is
/// a code of the tables; decisions have been applied; the order is the file's.
#[derive(Debug, Clone, Default)]
pub struct Signatories {
    /// In the order of their earliest entries.
    pub all: Vec<Signatory>,
}

impl Signatories {
    /// The signatory whose earliest entry is that index into `Roster::records`.
    pub fn of_earliest(&self, record: usize) -> Option<&Signatory> {
        let earliest = |signatory: &Signatory| signatory.records.first().copied();
        let found = self
            .all
            .binary_search_by_key(&Some(record), earliest)
            .ok()?;
        Some(&self.all[found])
    }

    /// Goes through all: not for use once per entry.
    pub fn by_id(&self, id: &str) -> Option<&Signatory> {
        self.all.iter().find(|signatory| {
            signatory.id == id || signatory.other_ids.iter().any(|other| other == id)
        })
    }
}

/// One party or person.
#[derive(Debug, Clone)]
pub struct Signatory {
    /// The id of its earliest entry.
    pub id: String,
    /// Ids of the entries merged into it.
    pub other_ids: Vec<String>,
    /// Its entries, as indices into `Roster::records`, the earliest first.
    pub records: Vec<usize>,
    /// Where the printed name is written.
    pub place: Place,
    pub name: String,
    pub acronym: Option<String>,
    pub country: Option<String>,
    /// Its own word for the country, with the language it was signed in, if known.
    pub country_name: Option<String>,
    pub location: Option<String>,
    pub kind: Option<String>,
    pub sort: Option<String>,
    pub role: Option<String>,
    pub organisation: Option<String>,
    pub names: BTreeMap<String, String>,
    /// The lines as signed, of all entries, in order.
    pub as_signed: Vec<String>,
    pub status: Status,
    pub signed: Vec<SignedOn>,
    pub note: Option<String>,
    /// BCP 47 tag of the language that the entry is written in, where it says so.
    pub lang: Option<String>,
}

impl Signatory {
    pub fn is_person(&self) -> bool {
        self.kind.as_deref() == Some("person")
    }

    /// The name with its acronym, for messages.
    pub fn full_name(&self) -> String {
        match &self.acronym {
            Some(acronym) if !self.name.contains(acronym.as_str()) => {
                format!("{} ({acronym})", self.name)
            }
            _ => self.name.clone(),
        }
    }
}

/// A signature under a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedOn {
    /// None: the project's only signed statement.
    pub statement: Option<String>,
    /// The frozen version; None: nothing says it, and it counts as the first.
    pub version: Option<u32>,
    pub on: Option<NaiveDate>,
}

/// Which statements of a project parties sign.
#[derive(Debug, Clone, Default)]
pub struct SignedStatements {
    /// Names, sorted. The language editions of a statement are one.
    pub names: Vec<String>,
}

impl SignedStatements {
    /// Whether an entry may leave the statement's name out.
    pub fn is_sole(&self) -> bool {
        self.names.len() < 2
    }
}

impl Signatory {
    /// The day on which it signed a statement, None where no day is written; outer None: it didn't sign it.
    ///
    /// A missing `signed`, or a missing name in it, counts only where the project has one signed statement.
    pub fn signature(
        &self,
        statement: &str,
        project: &SignedStatements,
    ) -> Option<Option<NaiveDate>> {
        if self.signed.is_empty() {
            return project.is_sole().then_some(None);
        }
        let mut days = self
            .signatures(statement, project)
            .map(|signed| signed.on)
            .peekable();
        days.peek()?;
        Some(days.flatten().min())
    }

    /// What it wrote about its signatures under a statement: may be empty where it signed.
    pub fn signatures(
        &self,
        statement: &str,
        project: &SignedStatements,
    ) -> impl Iterator<Item = &SignedOn> {
        self.signed
            .iter()
            .filter(move |signed| match &signed.statement {
                Some(name) => name == statement,
                None => project.is_sole(),
            })
    }

    /// The newest version of a statement that it agreed to, by number; None where none is written.
    pub fn version(&self, statement: &str, project: &SignedStatements) -> Option<u32> {
        self.signatures(statement, project)
            .filter_map(|signed| signed.version)
            .max()
    }

    /// Whether it is printed and counted under a statement.
    pub fn is_printed(
        &self,
        statement: &str,
        project: &SignedStatements,
        as_of: Option<NaiveDate>,
    ) -> bool {
        let late =
            |on: Option<NaiveDate>| matches!((on, as_of), (Some(on), Some(as_of)) if on > as_of);
        self.status == Status::Signed
            && self
                .signature(statement, project)
                .is_some_and(|on| !late(on))
    }
}
