//! Reads front matter: the TOML between the `+++` lines, and `statements/defaults.toml`.

use chrono::{NaiveDateTime, TimeZone};
use toml::de::DeValue;

use crate::diagnostic::{Diagnostic, EMBARGO_WITHOUT_ZONE, Findings, INVALID_VALUE};
use crate::model::Language;
use crate::model::statement::{
    Boilerplate, Contact, Embargo, Form, FrontMatter, Issuer, NotesPosition, Paper,
};
use crate::read::fields::{self, Fields};
use crate::read::{caps, roster};
use crate::source::{Located, SourceId, Sources};

/// Reads a stretch of a source as front matter; `what` names it in messages.
pub fn front_matter(
    sources: &Sources,
    source: SourceId,
    range: std::ops::Range<usize>,
    what: &'static str,
    findings: &mut Findings,
) -> FrontMatter {
    let start = range.start;
    let table = fields::parse(sources, source, range, findings);
    let mut fields = Fields::new(&table, what, source, start, caps::FRONT_MATTER_FIELD);
    let f = &mut fields;
    let front = FrontMatter {
        form: f.choice("form", &Form::NAMES, findings),
        title: f.text("title", findings),
        subtitle: f.text("subtitle", findings),
        addressee: f.text("addressee", findings),
        sign_off: f.text("sign-off", findings),
        disclaimers: f.texts("disclaimers", findings),
        consent: f.text("consent", findings),
        authentic: f.texts("authentic", findings).and_then(join),
        lang: lang(f, findings),
        date: f.date("date", findings),
        place: f.text("place", findings),
        open_until: f.date("open-until", findings),
        issuer: issuer(f, findings),
        lead: f.text("lead", findings),
        headline: f.text("headline", findings),
        subhead: f.text("subhead", findings),
        dateline: f.text("dateline", findings),
        embargo: embargo(f, findings),
        contacts: contacts(f, findings),
        notes: f.texts("notes", findings),
        notes_position: f.choice("notes-position", &NotesPosition::NAMES, findings),
        boilerplate: boilerplate(f, findings),
        end_mark: f.text("end-mark", findings),
        url: f.text("url", findings),
        about: f.text("about", findings),
        list: roster::list_settings(f, findings),
        paper: f.choice("paper", &Paper::NAMES, findings),
    };
    fields.finish(findings);
    front
}

/// Several tags as one text, separated by commas.
fn join(texts: Vec<Located<String>>) -> Option<Located<String>> {
    let place = texts.first()?.place;
    let joined: Vec<String> = texts.into_iter().map(|text| text.value).collect();
    Some(Located::new(joined.join(", "), place))
}

fn lang(fields: &mut Fields, findings: &mut Findings) -> Option<Located<Language>> {
    let text = fields.text("lang", findings)?;
    let lang = Language::parse(&text.value);
    if lang.is_none() {
        findings.push(
            Diagnostic::new(
                INVALID_VALUE,
                text.place,
                format!("“{}” is no language tag", text.value),
            )
            .help("write the tag of BCP 47, such as \"en\", \"fa\" or \"pt-BR\""),
        );
    }
    Some(Located::new(lang?, text.place))
}

fn issuer(fields: &mut Fields, findings: &mut Findings) -> Option<Issuer> {
    let value = fields.raw("issuer")?;
    if let DeValue::String(_) = value.get_ref() {
        return Some(Issuer {
            name: fields.as_text("issuer", value, findings),
            ..Issuer::default()
        });
    }
    let (table, _) = fields.table("issuer", findings)?;
    let mut inner = fields.inner(table, "`issuer`");
    let issuer = Issuer {
        name: inner.text("name", findings),
        address: inner.text("address", findings),
        url: inner.text("url", findings),
    };
    inner.finish(findings);
    Some(issuer)
}

fn contacts(fields: &mut Fields, findings: &mut Findings) -> Option<Vec<Contact>> {
    let mut contacts = Vec::new();
    for (table, _) in fields.tables("contacts", findings)? {
        let mut inner = fields.inner(table, "a contact");
        contacts.push(Contact {
            name: inner.text("name", findings),
            role: inner.text("role", findings),
            telephone: inner.text("telephone", findings),
            out_of_hours: inner.text("out-of-hours", findings),
            e_mail: inner.text("e-mail", findings),
        });
        inner.finish(findings);
    }
    Some(contacts)
}

fn boilerplate(fields: &mut Fields, findings: &mut Findings) -> Option<Vec<Boilerplate>> {
    let mut all = Vec::new();
    for (table, place) in fields.tables("boilerplate", findings)? {
        let mut inner = fields.inner(table, "a boilerplate");
        let about = inner.text("about", findings);
        match inner.text("text", findings) {
            Some(text) => all.push(Boilerplate { about, text }),
            None => findings.push(
                Diagnostic::new(INVALID_VALUE, place, "this boilerplate has no `text`")
                    .help("write `text = \"…\"`"),
            ),
        }
        inner.finish(findings);
    }
    Some(all)
}

/// An embargo: date and time to the minute, and the zone in brackets (RFC 9557 without offset).
fn embargo(fields: &mut Fields, findings: &mut Findings) -> Option<Located<Embargo>> {
    let value = fields.raw("embargo")?;
    let place = fields.place(value.span());
    let refuse = |message: String, findings: &mut Findings| {
        let help = "write it like embargo = \"2026-12-01T00:01[Europe/London]\", in quotes";
        findings.push(Diagnostic::new(EMBARGO_WITHOUT_ZONE, place, message).help(help));
        None
    };
    if value.get_ref().as_str().is_none() {
        return refuse("the embargo has no time zone: it would end at different moments in different newsrooms".into(), findings);
    }
    let text = fields.text("embargo", findings)?.value;
    let Some((moment, zone)) = text.strip_suffix(']').and_then(|text| text.split_once('[')) else {
        return refuse("the embargo has no time zone: it would end at different moments in different newsrooms".into(), findings);
    };
    let moment = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(moment, form).ok());
    let (Some(moment), Ok(zone)) = (moment, zone.parse::<chrono_tz::Tz>()) else {
        return refuse(format!("“{text}” is no date, time and time zone"), findings);
    };
    match zone.from_local_datetime(&moment).single() {
        Some(at) => Some(Located::new(Embargo { at }, place)),
        None => refuse(
            format!(
                "at {moment} the clocks of {zone} are changed: that time is there twice, or not at all"
            ),
            findings,
        ),
    }
}

/// A statement's own fields, and the shared ones where it says nothing.
pub fn over(own: FrontMatter, shared: &FrontMatter) -> FrontMatter {
    macro_rules! fill {
        ($($field:ident),*) => { FrontMatter { list: own.list.over(&shared.list), $($field: own.$field.or_else(|| shared.$field.clone())),* } };
    }
    fill!(
        form,
        title,
        subtitle,
        addressee,
        sign_off,
        disclaimers,
        consent,
        authentic,
        lang,
        date,
        place,
        open_until,
        issuer,
        lead,
        headline,
        subhead,
        dateline,
        embargo,
        contacts,
        notes,
        notes_position,
        boilerplate,
        end_mark,
        url,
        about,
        paper
    )
}
