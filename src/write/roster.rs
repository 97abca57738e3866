//! The public roster of a frozen version: those who are printed, as they are printed, and nothing else of them.

use crate::check::merge::table::key;
use crate::edit::toml_string;
use crate::model::signatories::{SignedOn, SignedStatements};
use crate::model::statement::{GroupBy, ListSettings, Order};
use crate::model::{Decision, Judgement, Roster, Signatory, Statement};
use crate::source::Located;
use crate::standardise::mend;

/// Writes a roster that prints the same list under a statement: its settings, and an entry for each of those printed.
///
/// Left out is what no output holds: lines as signed, who signed and how, notes on the status, who decided what
/// and why. Only where the list prints lines as signed, the printed one stands in the entry; and those that were
/// judged to be distinct stay so, or a later look at the version would take two parties for one.
pub fn public_roster(
    editions: &[&Statement],
    roster: &Roster,
    printed: &[&Signatory],
    signed: &SignedStatements,
) -> String {
    let mut out = settings(&roster.list, printed);
    let rows = |countries: &mut dyn Iterator<Item = (&String, &Located<String>)>| -> String {
        countries
            .map(|(code, name)| row(&key(code), &name.value))
            .collect()
    };
    if !roster.countries.is_empty() {
        out += &format!("[countries]\n{}\n", rows(&mut roster.countries.iter()));
    }
    for (lang, countries) in &roster.countries_by_language {
        out += &format!(
            "[countries.{}]\n{}\n",
            key(lang),
            rows(&mut countries.iter())
        );
    }
    for signatory in printed {
        let own = |edition: &&Statement| {
            let settings = edition.front.list.over(&roster.list);
            let line = match signatory.is_person() {
                true => settings.line_person,
                false => settings.line,
            };
            line.is_some_and(|line| line.value == "as-signed")
        };
        let as_signed = editions.iter().any(own);
        out += &entry(signatory, &editions[0].name, signed, as_signed);
        out.push('\n');
    }
    let distinct = |decision: &&Decision| decision.is == Judgement::Distinct;
    for decision in roster.decisions.iter().filter(distinct) {
        let ids = ids(&decision.of, printed);
        if ids.len() > 1 {
            out += &format!(
                "[[decision]]\nis = \"distinct\"\nof = [{}]\n\n",
                ids.join(", ")
            );
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// Of some ids those of signatories that are printed, as TOML.
fn ids(ids: &[Located<String>], printed: &[&Signatory]) -> Vec<String> {
    let of = |id: &Located<String>| {
        let named = |one: &&&Signatory| one.id == id.value || one.other_ids.contains(&id.value);
        let one = printed.iter().find(named)?;
        Some(toml_string(&one.id, "\"\""))
    };
    ids.iter().filter_map(of).collect()
}

fn row(name: &str, value: &str) -> String {
    format!("{name} = {}\n", toml_string(value, "\"\""))
}

/// How the list is laid out; of the ids those that are printed.
fn settings(list: &ListSettings, printed: &[&Signatory]) -> String {
    let word = |names: &[(&'static str, Order)], value: Order| {
        names
            .iter()
            .find(|(_, known)| *known == value)
            .map_or("", |(word, _)| word)
    };
    let mut rows = String::new();
    if let Some(order) = &list.order {
        rows += &row("order", word(&Order::NAMES, order.value));
    }
    if let Some(group_by) = &list.group_by {
        let known = GroupBy::NAMES
            .iter()
            .find(|(_, known)| *known == group_by.value);
        rows += &row("group-by", known.map_or("", |(word, _)| word));
    }
    for (name, line) in [("line", &list.line), ("line-person", &list.line_person)] {
        if let Some(line) = line {
            rows += &row(name, &line.value);
        }
    }
    for (name, ids) in [("first", &list.first), ("short", &list.short)] {
        let ids = self::ids(ids, printed);
        if !ids.is_empty() {
            rows += &format!("{name} = [{}]\n", ids.join(", "));
        }
    }
    if let Some(columns) = &list.columns {
        rows += &format!("columns = {}\n", columns.value);
    }
    match rows.is_empty() {
        true => rows,
        false => format!("[roster]\n{rows}\n"),
    }
}

fn entry(
    signatory: &Signatory,
    statement: &str,
    signed: &SignedStatements,
    as_signed: bool,
) -> String {
    let mut out = String::from("[[signatory]]\n");
    for (name, value) in [
        ("id", Some(&signatory.id)),
        ("name", Some(&signatory.name)),
        ("acronym", signatory.acronym.as_ref()),
        ("country", signatory.country.as_ref()),
        ("country-name", signatory.country_name.as_ref()),
        ("place", signatory.location.as_ref()),
        ("kind", signatory.kind.as_ref()),
        ("sort", signatory.sort.as_ref()),
        ("role", signatory.role.as_ref()),
        ("organisation", signatory.organisation.as_ref()),
        ("note", signatory.note.as_ref()),
        ("lang", signatory.lang.as_ref()),
    ] {
        if let Some(value) = value {
            out += &row(name, value);
        }
    }
    if !signatory.names.is_empty() {
        let names = signatory.names.iter();
        let names: Vec<String> = names
            .map(|(tag, name)| row(&key(tag), name).trim_end().to_string())
            .collect();
        out += &format!("names = {{ {} }}\n", names.join(", "));
    }
    let longest = signatory
        .as_signed
        .iter()
        .max_by_key(|line| line.chars().count());
    if let Some(line) = longest.filter(|_| as_signed) {
        out += &format!(
            "as-signed = [{}]\n",
            toml_string(&mend::name(line).text, "\"\"")
        );
    }
    let mut signatures: Vec<String> = signatory
        .signatures(statement, signed)
        .map(|signature| self::signature(statement, signature))
        .collect();
    if signatures.is_empty() {
        let unsaid = SignedOn {
            statement: None,
            version: None,
            on: None,
        };
        signatures.push(self::signature(statement, &unsaid));
    }
    out + &format!("signed = [{}]\n", signatures.join(", "))
}

/// `{ statement = "iran", version = 1, on = 2026-12-01 }`
fn signature(statement: &str, signature: &SignedOn) -> String {
    let mut parts = vec![row("statement", statement).trim_end().to_string()];
    parts.extend(
        signature
            .version
            .map(|version| format!("version = {version}")),
    );
    parts.extend(signature.on.map(|on| format!("on = {on}")));
    format!("{{ {} }}", parts.join(", "))
}
