//! The text against the roster: counts that it denies, and a lead that stands in the body.

use crate::check::Subject;
use crate::diagnostic::{COUNT_DENIED, Confidence, Diagnostic, Findings, LEAD_IN_BODY};
use crate::edit::{Edit, toml_string};
use crate::model::{BlockKind, Statement};
use crate::source::{Place, Sources};
use crate::standardise;
use crate::tables::speech;

pub fn check(subject: &Subject, findings: &mut Findings) {
    for statement in subject
        .statements
        .iter()
        .filter(|statement| statement.front.form().is_signed())
    {
        check_lead(subject.sources, statement, findings);
        check_counts(subject, statement, findings);
    }
}

/// A first paragraph in the third person before one that begins "We, …" is the publisher's.
fn check_lead(sources: &Sources, statement: &Statement, findings: &mut Findings) {
    let mut paragraphs = statement
        .body
        .blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Paragraph(_)));
    let (Some(first), Some(second)) = (paragraphs.next(), paragraphs.next()) else {
        return;
    };
    let speaks = |text: &str| {
        let folded = standardise::fold(text);
        folded
            .split(|c: char| !c.is_alphanumeric())
            .take(3)
            .any(speech::is_first_person)
    };
    let anywhere = |text: &str| {
        standardise::fold(text)
            .split(|c: char| !c.is_alphanumeric())
            .any(speech::is_first_person)
    };
    // "Dear Minister," is a salutation.
    if first.text().trim_end().ends_with([',', '،', ':', '!']) {
        return;
    }
    if statement.front.lead.is_some() || !speaks(&second.text()) || anywhere(&first.text()) {
        return;
    }
    let place = Place::new(statement.source, first.span.clone());
    findings.push(
        Diagnostic::new(LEAD_IN_BODY, place, "this paragraph speaks about the signatories, the next one in their name: it may be the publisher’s lead, not signed text")
            .help("if so, move it to `lead = \"…\"` in the front matter: it is then printed above the rule")
            .fix(Confidence::Proposed, lead_edits(sources, statement, first.text().trim(), place)),
    );
}

/// Moves the paragraph into the front matter.
fn lead_edits(sources: &Sources, statement: &Statement, words: &str, place: Place) -> Vec<Edit> {
    let source = sources.get(statement.source);
    let row = format!("lead = {}\n", toml_string(words, "\"\""));
    let text = &source.text;
    let blank =
        text[place.end()..].len() - text[place.end()..].trim_start_matches(['\n', '\r']).len();
    let taken = Edit {
        place: place.until(place.end() + blank),
        replacement: String::new(),
    };
    let start = source.start();
    let fenced = text[start..].starts_with("+++");
    let at = if fenced {
        source.line_range(0).end + 1
    } else {
        start
    };
    let row = if fenced {
        row
    } else {
        format!("+++\n{row}+++\n\n")
    };
    let added = Edit {
        place: Place::new(place.source, at.min(text.len())..at.min(text.len())),
        replacement: row,
    };
    vec![added, taken]
}

/// "48 parties" in the title or subtitle, where the roster has another number.
fn check_counts(subject: &Subject, statement: &Statement, findings: &mut Findings) {
    let printed: Vec<_> = subject
        .linked
        .signatories
        .all
        .iter()
        .filter(|signatory| signatory.is_printed(&statement.name, subject.signed, None))
        .collect();
    let people = printed
        .iter()
        .filter(|signatory| signatory.is_person())
        .count();
    let countries = printed
        .iter()
        .filter_map(|signatory| signatory.country.as_deref())
        .collect::<std::collections::BTreeSet<_>>()
        .len();
    let front = &statement.front;
    for field in [&front.title, &front.subtitle, &front.lead]
        .into_iter()
        .flatten()
    {
        let folded = standardise::fold(&field.value);
        let all: Vec<&str> = folded
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        for (at, number) in all.iter().enumerate() {
            let Some(said) = number.parse::<usize>().ok().filter(|&said| said < 1900) else {
                continue;
            };
            // The noun stands within the next three words: "48 Communist and Workers' Parties".
            let Some(what) = all[at + 1..]
                .iter()
                .take(4)
                .find_map(|word| speech::counted(word))
            else {
                continue;
            };
            let is = match what {
                "countries" => countries,
                "people" => people,
                "organisations" => printed.len() - people,
                _ => printed.len(),
            };
            if is != said && !printed.is_empty() {
                findings.push(
                    Diagnostic::new(
                        COUNT_DENIED,
                        field.place,
                        format!("the text says {said} {what}, and the roster prints {is}"),
                    )
                    .help("correct the number while nobody has signed it, or complete the roster"),
                );
            }
        }
    }
}
