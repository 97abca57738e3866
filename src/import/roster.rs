//! The entries that an import appends to a roster, and the contact data that it keeps apart.

use std::collections::HashSet;

use crate::edit::toml_string;
use crate::import::plan::{Entry, Plan};
use crate::import::signing;
use crate::model::Roster;
use crate::standardise::contacts::ContactKind;
use crate::standardise::ids;

/// What is to be appended, as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Additions {
    /// `[[signatory]]` tables for signatories.toml, a blank line between; empty where nothing is new.
    pub text_to_append: String,
    pub new_ids: Vec<String>,
    /// Ids of the entries that the roster had already.
    pub already_there: Vec<String>,
    /// Tables for signatories.private.toml, by id; empty where no line has contact data.
    pub private_text: String,
}

/// Spells the entries that a roster doesn't have yet. An entry is there if its line as signed is.
/// `statement` is named in new entries where the project has several.
pub fn roster_text(plan: &Plan, existing: Option<&Roster>, statement: Option<&str>) -> Additions {
    let records = existing.map_or(&[][..], |roster| &roster.records);
    let mut ids: HashSet<String> = records.iter().map(|record| record.id.clone()).collect();
    let known: std::collections::HashMap<&str, &str> = records
        .iter()
        .flat_map(|record| {
            record
                .as_signed
                .iter()
                .map(|line| (line.value.as_str(), record.id.as_str()))
        })
        .collect();
    let mut additions = Additions::default();
    for entry in &plan.entries {
        if let Some(id) = known.get(entry.as_signed.as_str()) {
            additions.already_there.push((*id).to_owned());
            continue;
        }
        let id = ids::id(&entry.parts.name, entry.parts.acronym.as_deref(), &|id| {
            ids.contains(id)
        });
        ids.insert(id.clone());
        if !additions.text_to_append.is_empty() || existing.is_some() {
            additions.text_to_append.push('\n');
        }
        additions
            .text_to_append
            .push_str(&table(entry, &id, statement));
        if !entry.contacts.is_empty() {
            if !additions.private_text.is_empty() {
                additions.private_text.push('\n');
            }
            additions.private_text.push_str(&private_table(entry, &id));
        }
        additions.new_ids.push(id);
    }
    additions
}

fn table(entry: &Entry, id: &str, statement: Option<&str>) -> String {
    let parts = &entry.parts;
    let mut out = String::from("[[signatory]]\n");
    let mut field = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            out.push_str(&format!("{name} = {}\n", toml_string(value, "")));
        }
    };
    field("id", Some(id));
    field("name", Some(&parts.name));
    field("sort", parts.sort.as_deref());
    field("acronym", parts.acronym.as_deref());
    field(
        "country",
        parts.country.as_ref().map(|mention| mention.code),
    );
    field("country-name", parts.country_name.as_deref());
    field("kind", parts.kind);
    field("role", parts.role.as_deref());
    field("organisation", parts.organisation.as_deref());
    out.push_str(&format!(
        "as-signed = [{}]\n",
        toml_string(&entry.as_signed, "")
    ));
    if let Some(statement) = statement {
        out.push_str(&format!("signed = [{}]\n", signing::entry(statement)));
    }
    out
}

fn private_table(entry: &Entry, id: &str) -> String {
    let mut out = format!("[{id}]\nline = {}\n", toml_string(&entry.full, ""));
    for (kind, name) in [
        (ContactKind::EMail, "e-mail"),
        (ContactKind::Telephone, "telephone"),
        (ContactKind::Handle, "handle"),
    ] {
        let values: Vec<String> = entry
            .contacts
            .iter()
            .filter(|(other, _)| *other == kind)
            .map(|(_, value)| toml_string(value, ""))
            .collect();
        match values.as_slice() {
            [] => {}
            [only] => out.push_str(&format!("{name} = {only}\n")),
            _ => out.push_str(&format!("{name} = [{}]\n", values.join(", "))),
        }
    }
    out
}
