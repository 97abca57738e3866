//! One row of a sheet becomes one record: words for kinds, countries by name, what is missing.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use crate::diagnostic::{
    COUNTRY_UNREADABLE, Diagnostic, Findings, INVALID_VALUE, MISSING_NAME, TOO_LARGE,
    UNKNOWN_STATUS,
};
use crate::model::Record;
use crate::model::roster::{Signature, Status};
use crate::read::caps;
use crate::read::fields::unknown_word;
use crate::read::sheet::Column;
use crate::source::{Located, Place, SourceId};
use crate::standardise::person::{Evidence, evidence};
use crate::standardise::{self, mend};
use crate::tables::fold::words;
use crate::tables::{countries, sheets};

/// The fields of one row, as written.
pub struct Row<'t> {
    /// As people count: the first row of the sheet is 1.
    pub number: usize,
    pub place: Place,
    fields: [Option<Located<Cow<'t, str>>>; Column::COUNT],
}

impl<'t> Row<'t> {
    pub fn new(number: usize, place: Place) -> Self {
        Row {
            number,
            place,
            fields: Default::default(),
        }
    }

    /// Sets a field; an empty one is none.
    pub fn set(&mut self, column: Column, value: Cow<'t, str>, place: Place) {
        if !value.trim().is_empty() {
            self.fields[column as usize] = Some(Located::new(value, place));
        }
    }

    fn is_empty(&self) -> bool {
        self.fields.iter().all(Option::is_none)
    }

    fn take(&mut self, column: Column) -> Option<Located<String>> {
        let field = self.fields[column as usize].take()?;
        Some(Located::new(field.value.into_owned(), field.place))
    }

    /// A field of which white space at the edges is no part.
    fn take_trimmed(&mut self, column: Column) -> Option<Located<String>> {
        let field = self.fields[column as usize].take()?;
        Some(Located::new(field.value.trim().to_string(), field.place))
    }
}

/// Makes records of rows.
pub struct Records<'f> {
    pub source: SourceId,
    pub findings: &'f mut Findings,
    records: Vec<Record>,
    /// The code of each country as written: a sheet says the same few again and again.
    countries: HashMap<String, Option<Country>>,
}

/// What a text in the column `country` means.
#[derive(Clone, Copy)]
struct Country {
    code: &'static str,
    /// Whether the word is one that no table spells so: then it stays the signatory's own.
    own_word: bool,
}

impl<'f> Records<'f> {
    pub fn new(source: SourceId, findings: &'f mut Findings) -> Self {
        Records {
            source,
            findings,
            records: Vec::new(),
            countries: HashMap::new(),
        }
    }

    pub fn finish(mut self) -> Vec<Record> {
        self.records.shrink_to_fit();
        self.records
    }

    /// Makes a record of a row. Empty rows are none; a row without a name is a finding.
    pub fn push(&mut self, mut row: Row) {
        if row.is_empty() {
            return;
        }
        let named = row.fields[Column::Name as usize].is_some();
        self.refuse_long(&mut row);
        let refused = named && row.fields[Column::Name as usize].is_none();
        let id = row.take_trimmed(Column::Id);
        let id_place = id.as_ref().map(|id| id.place);
        let id = id.map_or_else(|| format!("row:{}", row.number), |id| id.value);
        let acronym = row.take(Column::Acronym);
        let mut country_name = row.take(Column::CountryName);
        let written = row.take_trimmed(Column::Country);
        let country = written.and_then(|written| {
            let country = self.country(&written, &id)?;
            let place = written.place;
            if country.own_word && country_name.is_none() {
                country_name = Some(written);
            }
            Some(Located::new(country.code.to_string(), place))
        });
        let status = self.status(&mut row);
        let status_on = self.day(&mut row);
        let Some(name) = row
            .take(Column::Name)
            .filter(|name| !mend::name(&name.value).text.is_empty())
        else {
            // A name that is too long is reported already.
            if refused {
                return;
            }
            let finding = Diagnostic::new(
                MISSING_NAME,
                row.place,
                format!(
                    "row {} has no name: nothing can be printed for it",
                    row.number
                ),
            );
            self.findings.push(
                finding
                    .record(id)
                    .help("write a name with letters or digits into the row, or take the row out"),
            );
            return;
        };
        let signed = self.signatures(&mut row);
        let role = row.take(Column::Role);
        let kind = match row.take_trimmed(Column::Kind) {
            Some(kind) => {
                let known = sheets::kind(&words(&kind.value)).map(str::to_string);
                Some(Located::new(known.unwrap_or(kind.value), kind.place))
            }
            None => guessed_kind(&name, role.is_some(), acronym.is_some()),
        };
        self.records.push(Record {
            place: row.place,
            id,
            id_place,
            name,
            acronym,
            country,
            country_name: country_name.map(Box::new),
            location: row.take(Column::Place).map(Box::new),
            kind,
            sort: row.take(Column::Sort).map(Box::new),
            role,
            organisation: row.take(Column::Organisation),
            as_signed: row.take(Column::AsSigned).into_iter().collect(),
            signed,
            names: BTreeMap::new(),
            aliases: Vec::new(),
            status,
            status_on,
            status_note: row.take(Column::StatusNote).map(Box::new),
            note: row.take(Column::Note).map(Box::new),
            lang: row.take_trimmed(Column::Lang).map(Box::new),
        });
    }

    fn refuse_long(&mut self, row: &mut Row) {
        for (name, column) in Column::NAMES {
            let field = &mut row.fields[column as usize];
            let Some(long) = field.take_if(|field| field.value.len() > caps::FIELD) else {
                continue;
            };
            let place = Place::new(long.place.source, long.place.start()..long.place.start());
            let message = format!(
                "`{name}` of row {} is {} bytes long; the limit is {}",
                row.number,
                long.value.len(),
                caps::FIELD
            );
            self.findings.push(
                Diagnostic::new(TOO_LARGE, place, message)
                    .help("shorten it, or look whether a quotation mark is missing before it"),
            );
        }
    }

    /// A sheet says of a signature only which version it is of.
    fn signatures(&mut self, row: &mut Row) -> Vec<Signature> {
        let Some(written) = row.take_trimmed(Column::SignedVersion) else {
            return Vec::new();
        };
        let number = written
            .value
            .parse()
            .ok()
            .filter(|&number: &u32| number > 0);
        if number.is_none() {
            let message = format!("“{}” is no number of a version", written.value);
            let finding = Diagnostic::new(INVALID_VALUE, written.place, message);
            self.findings
                .push(finding.help("write the number alone: 2 for the second version"));
        }
        let signature = |number| Signature {
            place: written.place,
            statement: None,
            version: Some(Located::new(number, written.place)),
            lang: None,
            on: None,
            said: Vec::new(),
        };
        number.map(signature).into_iter().collect()
    }

    fn status(&mut self, row: &mut Row) -> Status {
        let Some(mut text) = row.take_trimmed(Column::Status) else {
            return Status::Signed;
        };
        text.value = text.value.to_lowercase();
        let known = Status::NAMES.iter().find(|(word, _)| *word == text.value);
        if let Some((_, status)) = known {
            return *status;
        }
        self.findings.push(unknown_word(
            UNKNOWN_STATUS,
            "status",
            &text,
            &Status::NAMES,
        ));
        Status::Unknown
    }

    /// The day since which the status holds.
    fn day(&mut self, row: &mut Row) -> Option<Located<NaiveDate>> {
        let text = row.take_trimmed(Column::StatusOn)?;
        match text.value.parse() {
            Ok(day) => Some(Located::new(day, text.place)),
            Err(_) => {
                let message = format!("“{}” is no day: nothing was read from it", text.value);
                let finding = Diagnostic::new(INVALID_VALUE, text.place, message);
                self.findings
                    .push(finding.help("write the day as 2026-05-03"));
                None
            }
        }
    }

    /// The country that a cell means; where nobody can tell, a finding.
    fn country(&mut self, written: &Located<String>, id: &str) -> Option<Country> {
        let country = match self.countries.get(&written.value) {
            Some(known) => *known,
            None => {
                let found = country(&written.value);
                self.countries.insert(written.value.clone(), found);
                found
            }
        };
        if country.is_none() {
            self.findings.push(
                Diagnostic::new(
                    COUNTRY_UNREADABLE,
                    written.place,
                    format!(
                        "no table knows the country “{}”: the entry goes on without one",
                        written.value
                    ),
                )
                .record(id)
                .help("write its name or its code of ISO 3166-1, such as “GR”")
                .help("what is no country belongs into the column `place`"),
            );
        }
        country
    }
}

/// A code, a name in any language, an adjective, a name with a slip, or a text that names one country.
fn country(written: &str) -> Option<Country> {
    let known = |code| {
        Some(Country {
            code,
            own_word: false,
        })
    };
    let upper = written.to_uppercase();
    if let Some(code) = countries::code(&upper) {
        return known(code);
    }
    if let Some(code) = countries::find(written).or_else(|| countries::demonym(written)) {
        return known(code);
    }
    if let Some((code, _)) = countries::find_near(written) {
        return Some(Country {
            code,
            own_word: true,
        });
    }
    let mentions = standardise::mentions(written);
    let first = mentions.first()?.code;
    if mentions.iter().any(|mention| mention.code != first) {
        return None;
    }
    known(first)
}

/// A person, where the name says so beyond doubt, or looks so and has a role.
fn guessed_kind(
    name: &Located<String>,
    has_role: bool,
    has_acronym: bool,
) -> Option<Located<String>> {
    let sure = match evidence(&name.value) {
        Evidence::Sure => !has_acronym,
        Evidence::Shape => has_role,
        Evidence::Against => false,
    };
    sure.then(|| Located::new("person".to_string(), name.place))
}

#[cfg(test)]
mod tests {
    use super::country;

    #[test]
    fn countries_are_read_in_any_form() {
        for (written, code) in [
            ("gr", "GR"),
            ("Deutschland", "DE"),
            ("Hungarian", "HU"),
            ("Morroco", "MA"),
            ("GB-SCT", "GB-SCT"),
            ("Greece (Hellas)", "GR"),
        ] {
            assert_eq!(
                country(written).map(|found| found.code),
                Some(code),
                "{written}"
            );
        }
        for written in ["Atlantis", "Greece / Turkey", "n/a"] {
            assert!(country(written).is_none(), "{written}");
        }
    }
}
