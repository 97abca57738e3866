//! Reads `signatories.toml` into a [`Roster`], and the decisions that lie beside a sheet.

use std::collections::{BTreeMap, HashMap, HashSet};

use toml::de::{DeTable, DeValue};

use crate::diagnostic::{
    DUPLICATE_ID, Diagnostic, Findings, INVALID_VALUE, MISSING_NAME, Severity, TOO_LARGE,
    UNKNOWN_COUNTRY, UNKNOWN_FIELD, UNKNOWN_STATUS,
};
use crate::model::roster::{Decision, Judgement, Record, Roster, Signature, Status};
use crate::model::statement::{GroupBy, ListSettings, Order};
use crate::read::caps;
use crate::read::fields::{self, Fields, nearest, unknown_word};
use crate::source::{Located, Place, SourceId, Sources};
use crate::standardise;
use crate::tables::countries;

/// Reads a roster. Every entry of the file becomes a record, in the file's order, also those with findings.
pub fn roster(sources: &Sources, source: SourceId, findings: &mut Findings) -> Roster {
    let text = &sources.get(source).text;
    let start = sources.get(source).start();
    let before = findings.count(Severity::Error);
    let document = fields::parse(sources, source, start..text.len(), findings);
    let mut top = Fields::new(&document, "signatories.toml", source, start, caps::FIELD);
    let mut roster = Roster::empty(source);
    if let Some((table, _)) = top.table("roster", findings) {
        let mut settings = top.inner(table, "[roster]");
        roster.expect = settings.texts("expect", findings).unwrap_or_default();
        roster.list = list_settings(&mut settings, findings);
        settings.finish(findings);
    }
    if let Some((table, _)) = top.table("countries", findings) {
        read_countries(&mut roster, top.inner(table, "[countries]"), findings);
    }
    let headers = headers(&document, start);
    for (table, place) in top.tables("signatory", findings).unwrap_or_default() {
        if roster.records.len() == caps::SIGNATORIES {
            let message = format!(
                "the roster has more than {} entries, the limit of one document",
                caps::SIGNATORIES
            );
            findings.push(
                Diagnostic::new(TOO_LARGE, place, message)
                    .help("split the list into several statements"),
            );
            break;
        }
        let whole = place.until(end_of(&headers, place, text));
        roster.records.extend(record(
            top.inner(table, "a [[signatory]]"),
            place,
            whole,
            findings,
        ));
    }
    for (table, place) in top.tables("decision", findings).unwrap_or_default() {
        roster.decisions.extend(decision(
            top.inner(table, "a [[decision]]"),
            place,
            About::Ids,
            findings,
        ));
    }
    top.finish(findings);
    roster.is_whole = findings.count(Severity::Error) == before;
    name_ids(&mut roster.records, findings);
    roster
}

/// The settings of a list, in `[roster]` and in front matter alike.
pub fn list_settings(fields: &mut Fields, findings: &mut Findings) -> ListSettings {
    ListSettings {
        order: fields.choice("order", &Order::NAMES, findings),
        group_by: fields.choice("group-by", &GroupBy::NAMES, findings),
        line: fields.text("line", findings),
        line_person: fields.text("line-person", findings),
        first: fields.texts("first", findings).unwrap_or_default(),
        short: fields.texts("short", findings).unwrap_or_default(),
        columns: fields
            .number("columns", 1..=6, findings)
            .map(|columns| Located::new(columns.value as u8, columns.place)),
    }
}

fn read_countries(roster: &mut Roster, mut fields: Fields, findings: &mut Findings) {
    let rows: Vec<_> = fields.all().collect();
    for (name, place, value) in rows {
        if let DeValue::Table(table) = value.get_ref() {
            let mut inner = BTreeMap::new();
            let rows: Vec<_> = fields.inner(table, "[countries]").all().collect();
            for (code, place, value) in rows {
                if let Some(text) = fields.as_text(code, value, findings) {
                    inner.extend(known_country(code, place, findings).map(|code| (code, text)));
                }
            }
            roster.countries_by_language.insert(name.to_string(), inner);
        } else if let Some(text) = fields.as_text(name, value, findings) {
            roster
                .countries
                .extend(known_country(name, place, findings).map(|code| (code, text)));
        }
    }
}

/// The code as the tables write it; a finding where they don't know it.
fn known_country(code: &str, place: Place, findings: &mut Findings) -> Option<String> {
    let upper = code.trim().to_uppercase();
    if countries::is_code(&upper) {
        return Some(upper);
    }
    let finding = Diagnostic::new(
        UNKNOWN_COUNTRY,
        place,
        format!("“{code}” is no country code"),
    );
    let named = countries::find(code).or_else(|| countries::find_near(code).map(|(code, _)| code));
    findings.push(match named {
        Some(named) => finding.help(format!("the code of {} is \"{named}\"", countries::name(named, "en"))),
        None => finding
            .help("write the two letters of ISO 3166-1, such as \"GR\", or the region's code, such as \"GB-SCT\"")
            .help("for a place without a code write `place = \"…\"`"),
    });
    None
}

/// Byte offsets at which something of the top level begins, in order.
fn headers(document: &DeTable, offset: usize) -> Vec<usize> {
    let mut starts = Vec::new();
    for (name, value) in document.iter() {
        match value.get_ref() {
            DeValue::Array(array) => {
                starts.extend(array.iter().map(|item| item.span().start + offset))
            }
            _ => starts.push(value.span().start.min(name.span().start) + offset),
        }
    }
    starts.sort_unstable();
    starts
}

/// Where a table ends: before the comments that lead up to the next header.
fn end_of(headers: &[usize], place: Place, text: &str) -> usize {
    let next = headers[headers.partition_point(|&start| start <= place.start())..].first();
    let Some(&next) = next else { return text.len() };
    let mut end = next;
    for line in text[place.end()..next].lines().rev() {
        let line_start = text[..end]
            .trim_end_matches(['\n', '\r'])
            .len()
            .saturating_sub(line.len());
        let bare = line.trim_start();
        if line_start <= place.end() || !bare.starts_with('#') {
            break;
        }
        end = line_start;
    }
    end
}

fn record(
    mut fields: Fields,
    header: Place,
    whole: Place,
    findings: &mut Findings,
) -> Option<Record> {
    let id = fields.text("id", findings);
    let name = fields.text("name", findings);
    let acronym = fields.text("acronym", findings);
    let country = fields.text("country", findings);
    let country_name = fields.text("country-name", findings);
    let location = fields.text("place", findings);
    let kind = fields.text("kind", findings);
    let sort = fields.text("sort", findings);
    let role = fields.text("role", findings);
    let organisation = fields.text("organisation", findings);
    let as_signed = fields.texts("as-signed", findings).unwrap_or_default();
    let signed = signatures(&mut fields, findings);
    let mut names = BTreeMap::new();
    if let Some((table, _)) = fields.table("names", findings) {
        let rows: Vec<_> = fields.inner(table, "names").all().collect();
        for (tag, _, value) in rows {
            names.extend(
                fields
                    .as_text("names", value, findings)
                    .map(|text| (tag.to_string(), text)),
            );
        }
    }
    let aliases = fields.texts("aliases", findings).unwrap_or_default();
    let status = status(&mut fields, findings);
    let status_on = fields.date("status-on", findings);
    let status_note = fields.text("status-note", findings);
    let note = fields.text("note", findings);
    let lang = fields.text("lang", findings);
    let name_place = name.as_ref().map(|name| name.place);
    let written = fields.raw("name").is_some();
    fields.finish(findings);

    let country = country.and_then(|written| {
        known_country(&written.value, written.place, findings)
            .map(|code| Located::new(code, written.place))
    });
    // A name of another type, or too long, is reported already.
    let Some(name) = name.filter(|name| !standardise::mend::name(&name.value).text.is_empty())
    else {
        if !written || name_place.is_some() {
            let finding = Diagnostic::new(
                MISSING_NAME,
                name_place.unwrap_or(header),
                "this entry has no name: nothing can be printed for it",
            );
            findings.push(
                finding.help("write `name = \"…\"` with letters or digits, or take the entry out"),
            );
        }
        return None;
    };
    Some(Record {
        place: whole,
        id_place: id.as_ref().map(|id| id.place),
        id: id.map(|id| id.value).unwrap_or_default(),
        name,
        acronym,
        country,
        country_name: country_name.map(Box::new),
        location: location.map(Box::new),
        kind,
        sort: sort.map(Box::new),
        role,
        organisation,
        as_signed,
        signed,
        names,
        aliases,
        status,
        status_on,
        status_note: status_note.map(Box::new),
        note: note.map(Box::new),
        lang: lang.map(Box::new),
    })
}

fn status(fields: &mut Fields, findings: &mut Findings) -> Status {
    let Some(text) = fields.text("status", findings) else {
        return if fields.raw("status").is_some() {
            Status::Unknown
        } else {
            Status::Signed
        };
    };
    match Status::NAMES.iter().find(|(word, _)| *word == text.value) {
        Some((_, status)) => *status,
        None => {
            findings.push(unknown_word(
                UNKNOWN_STATUS,
                "status",
                &text,
                &Status::NAMES,
            ));
            Status::Unknown
        }
    }
}

fn signatures(fields: &mut Fields, findings: &mut Findings) -> Vec<Signature> {
    let mut signatures = Vec::new();
    for (table, place) in fields.tables("signed", findings).unwrap_or_default() {
        let mut signed = fields.inner(table, "a signature in `signed`");
        signatures.push(Signature {
            place,
            statement: signed.text("statement", findings),
            version: signed.number("version", 1..=u32::MAX, findings),
            lang: signed.text("lang", findings).map(|lang| lang.value),
            on: signed.date("on", findings).map(|date| date.value),
            said: ["by", "via"]
                .into_iter()
                .filter_map(|key| signed.text(key, findings))
                .collect(),
        });
        signed.finish(findings);
    }
    signatures
}

/// Reads the decisions about a sheet: `[[decision]]` and nothing else. They name entries by their
/// text as signed, never by id: rows move.
pub fn decisions(sources: &Sources, source: SourceId, findings: &mut Findings) -> Vec<Decision> {
    let start = sources.get(source).start();
    let range = start..sources.get(source).text.len();
    let document = fields::parse(sources, source, range, findings);
    let what = "a file of decisions";
    let mut top = Fields::new(&document, what, source, start, caps::FIELD);
    let tables = top.tables("decision", findings).unwrap_or_default();
    let decisions = tables
        .into_iter()
        .filter_map(|(table, place)| {
            let fields = top.inner(table, "a [[decision]] about a sheet");
            decision(fields, place, About::Texts, findings)
        })
        .collect();
    top.finish(findings);
    decisions
}

/// How a decision names the entries that it is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    Ids,
    /// By their text as signed.
    Texts,
}

fn decision(
    mut fields: Fields,
    header: Place,
    about: About,
    findings: &mut Findings,
) -> Option<Decision> {
    let is = fields.choice("is", &Judgement::NAMES, findings);
    let missing = fields.raw("is").is_none();
    let of = match about {
        About::Ids => fields.texts("of", findings),
        About::Texts => {
            if let Some(of) = fields.raw("of") {
                let place = fields.place(of.span());
                let message = "a decision about a sheet can't name entries by `of`: rows move";
                let finding = Diagnostic::new(UNKNOWN_FIELD, place, message);
                findings.push(finding.help("name them by their text: as-signed = [\"…\"]"));
            }
            None
        }
    };
    let decision = Decision {
        place: header,
        is: is.as_ref().map_or(Judgement::Accept, |is| is.value),
        of: of.unwrap_or_default(),
        as_signed: fields.texts("as-signed", findings).unwrap_or_default(),
        code: fields.text("code", findings),
        statement: fields.text("statement", findings),
        digest: fields.text("digest", findings),
        by: fields.text("by", findings),
        on: fields.date("on", findings),
        why: fields.text("why", findings),
    };
    fields.finish(findings);
    if missing {
        findings.push(
            Diagnostic::new(
                INVALID_VALUE,
                header,
                "this decision doesn't say what was decided",
            )
            .help("write `is = \"same\"`, `is = \"distinct\"` or `is = \"accept\"`"),
        );
    }
    is.map(|_| decision)
}

/// Gives every record an id and reports those that stand twice.
fn name_ids(records: &mut [Record], findings: &mut Findings) {
    report_ids(records, findings);
    let written = records.iter().filter(|record| record.id_place.is_some());
    let mut taken: HashSet<String> = written.map(|record| record.id.clone()).collect();
    for record in records
        .iter_mut()
        .filter(|record| record.id_place.is_none())
    {
        let acronym = record
            .acronym
            .as_ref()
            .map(|acronym| acronym.value.as_str());
        record.id = standardise::ids::id(&record.name.value, acronym, &|id| taken.contains(id));
        taken.insert(record.id.clone());
    }
}

/// Reports written ids that are empty or stand twice.
pub fn report_ids(records: &[Record], findings: &mut Findings) {
    let mut taken: HashMap<&str, Place> = HashMap::new();
    for record in records {
        let Some(place) = record.id_place else {
            continue;
        };
        if record.id.is_empty() || record.id.chars().any(char::is_control) {
            findings.push(
                Diagnostic::new(INVALID_VALUE, place, "an `id` needs at least one letter")
                    .help("write a short name in lower case"),
            );
        }
        if let Some(first) = taken.get(record.id.as_str()) {
            findings.push(
                Diagnostic::new(DUPLICATE_ID, place, format!("the id “{}” stands twice; signatures and decisions could mean either entry", record.id))
                    .label(*first, "first used here")
                    .record(record.id.clone())
                    .help("give one of them another id; decisions that name it must follow"),
            );
        } else {
            taken.insert(&record.id, place);
        }
    }
}

/// Finds the entry meant by an id, for messages: the nearest that exists.
pub fn nearest_id<'r>(roster: &'r Roster, id: &str) -> Option<&'r str> {
    nearest(id, roster.records.iter().map(|record| record.id.as_str()))
}
