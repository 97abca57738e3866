//! Countries: names the tool would have to choose, and fields that deny the name.

use std::collections::BTreeSet;

use crate::check::Subject;
use crate::check::rules::{accept, assignment, for_each_record};
use crate::diagnostic::{COUNTRY_CONTRADICTED, COUNTRY_NAME_NEEDS_CHOICE, Diagnostic, Findings};
use crate::standardise::{self, How};
use crate::tables::countries;
use crate::wording::{country, name_in};

pub fn check(subject: &Subject, findings: &mut Findings) {
    check_choice(subject, findings);
    for_each_record(subject, findings, |record, findings| {
        let Some(field) = record.country.as_ref().filter(|_| !record.is_person()) else {
            return;
        };
        let mentions = standardise::mentions(&record.name.value);
        // Only the forms that say where a party is; "Friends of Palestine" may be anywhere.
        let says = mentions
            .iter()
            .find(|mention| matches!(mention.how, How::Bracket | How::Comma | How::Dash));
        let all_elsewhere = mentions.iter().all(|mention| mention.code != field.value);
        if let Some(mention) = says.filter(|_| all_elsewhere) {
            findings.push(
                Diagnostic::new(
                    COUNTRY_CONTRADICTED,
                    field.place,
                    format!(
                        "“{}” says {}, and the field says {}",
                        record.name.value,
                        countries::name(mention.code, "en"),
                        countries::name(&field.value, "en")
                    ),
                )
                .label(record.name.place, "the name")
                .record(record.id.clone())
                .help(format!(
                    "write {}, or correct the name",
                    assignment(subject, field.place, "country", mention.code)
                ))
                .help(accept(subject, COUNTRY_CONTRADICTED, record)),
            );
        }
    });
}

/// Asks once for each contested country whose name the tool would take from its own table.
fn check_choice(subject: &Subject, findings: &mut Findings) {
    let mut asked = BTreeSet::new();
    for statement in subject.statements {
        if !statement.front.form().is_signed() {
            continue;
        }
        for signatory in &subject.linked.signatories.all {
            let Some(code) = signatory
                .country
                .as_deref()
                .filter(|code| countries::contested(code).is_some())
            else {
                continue;
            };
            if asked.contains(code) || !signatory.is_printed(&statement.name, subject.signed, None)
            {
                continue;
            }
            let Some(name) = country::name(signatory, subject.roster, &statement.lang)
                .filter(|name| name.from_table)
            else {
                continue;
            };
            // The signatory's own word, as it stands in the line that was signed, is no choice of ours.
            let own = signatory.as_signed.iter().any(|line| {
                standardise::mentions(line).iter().any(|mention| {
                    mention.code == code
                        && standardise::fold(&line[mention.range.clone()])
                            .contains(&standardise::fold(&name.text))
                })
            });
            if own || country::is_said(name_in(signatory, &statement.lang), signatory, &name) {
                continue;
            }
            asked.insert(code.to_string());
            let record = &subject.roster.records[signatory.records[0]];
            let place = record
                .country
                .as_ref()
                .map_or(record.name.place, |country| country.place);
            findings.push(
                Diagnostic::new(
                    COUNTRY_NAME_NEEDS_CHOICE,
                    place,
                    format!(
                        "“{}” would be printed with “{}”, a name that others contest",
                        signatory.name, name.text
                    ),
                )
                .record(signatory.id.clone())
                .help(format!(
                    "it goes by {}: choose one, once for all signatories",
                    countries::contested(code).unwrap_or_default()
                ))
                .help(match subject.roster.is_toml(subject.sources) {
                    true => format!(
                        "add to signatories.toml:\n[countries]\n{code} = \"{}\"",
                        name.text
                    ),
                    false => "write it into the column `country-name` of each".to_string(),
                }),
            );
        }
    }
}
