//! The standard form of a record: what is compared, never what is printed.

use std::collections::BTreeSet;

use crate::model::{Record, Roster};
use crate::standardise::{self, How};
use crate::tables::words;

/// A record, taken apart for comparison.
#[derive(Debug, Clone)]
pub struct Standard {
    pub person: bool,
    /// The words of the name, folded; country, acronym and stop words taken out.
    pub core: Vec<String>,
    /// Whether every word of the core is one that the names of many organisations share.
    pub generic: bool,
    pub acronym: Option<String>,
    /// Initials of the words, without and with stop words.
    pub initials: [String; 2],
    /// The country in the field.
    pub country: Option<String>,
    /// Countries that the name is about.
    pub topics: BTreeSet<&'static str>,
    /// Whether the name says "in" a country: another party than the one "of" it.
    pub inside: bool,
    pub role: String,
    pub organisation: String,
}

impl Standard {
    /// What the record is about: the countries of its name, else of its field.
    pub fn places(&self) -> BTreeSet<&str> {
        if self.topics.is_empty() {
            self.country.iter().map(String::as_str).collect()
        } else {
            self.topics.clone()
        }
    }
}

pub fn standardise(roster: &Roster) -> Vec<Standard> {
    roster.records.iter().map(standard_form).collect()
}

fn standard_form(record: &Record) -> Standard {
    let person = record.is_person();
    let mut name = standardise::mend::name(&record.name.value).text;
    let mut acronym = record
        .acronym
        .as_ref()
        .map(|acronym| acronym_form(&acronym.value));
    // The name may hold its acronym even where the field has it too.
    if !person {
        let line = standardise::take_apart(&name, standardise::Hint::Organisation);
        if let Some(found) = line.acronym {
            name = line.name;
            acronym.get_or_insert_with(|| acronym_form(&found));
        }
    }
    let mentions = if person {
        Vec::new()
    } else {
        standardise::mentions(&name)
    };
    let mut rest = name.clone();
    for mention in mentions.iter().rev() {
        rest.replace_range(mention.range.clone(), &format!(" {COUNTRY} "));
    }
    let words = words_of(&rest);
    let core = if person {
        words
            .into_iter()
            .filter(|word| words::honorific(word).is_none())
            .collect()
    } else {
        core_of(words).unwrap_or_else(|| words_of(&name))
    };
    let stop = |word: &String| words::is_stop_word(word);
    let all = words_of(&name);
    let initials = [
        all.iter()
            .filter(|word| !stop(word))
            .cloned()
            .collect::<Vec<_>>(),
        all,
    ]
    .map(|words| {
        words
            .iter()
            .filter_map(|word| word.chars().next())
            .collect::<String>()
    });
    let folded = |field: &Option<crate::source::Located<String>>| {
        field
            .as_ref()
            .map(|text| standardise::fold(&text.value))
            .unwrap_or_default()
    };
    // Nobody can say what a name with unprintable characters means: it is compared with nothing.
    let core = if standardise::unprintable(&record.name.value).is_some() {
        Vec::new()
    } else {
        core
    };
    Standard {
        person,
        generic: core.iter().all(|word| words::is_organisation_word(word)),
        core,
        acronym,
        initials,
        country: record.country.as_ref().map(|country| country.value.clone()),
        topics: mentions.iter().map(|mention| mention.code).collect(),
        inside: mentions.iter().any(|mention| mention.how == How::In),
        role: folded(&record.role),
        organisation: folded(&record.organisation),
    }
}

/// Stands for a country while the words around it are looked at; no folded word is like it.
const COUNTRY: &str = "0country0";

/// The words that make a name: without the country and the small words that lead to it, without an
/// article in front and without small words between others. At the edges small words count: "Al Nour",
/// "Section A". None where nothing is left.
fn core_of(words: Vec<String>) -> Option<Vec<String>> {
    let small = |word: &str| words::is_stop_word(word);
    let mut core: Vec<String> = Vec::new();
    for word in words {
        if word == COUNTRY {
            while core
                .last()
                .is_some_and(|last| words::preposition(last).is_some())
            {
                core.pop();
            }
        } else {
            core.push(word);
        }
    }
    if core.first().is_some_and(|first| first == "the") {
        core.remove(0);
    }
    let last = core.len().saturating_sub(1);
    let kept: Vec<String> = core
        .into_iter()
        .enumerate()
        .filter(|(at, word)| *at == 0 || *at == last || !small(word))
        .map(|(_, word)| word)
        .collect();
    (!kept.is_empty()).then_some(kept)
}

/// Letters and digits only, in small letters: "W.F.D.Y." is "wfdy".
fn acronym_form(acronym: &str) -> String {
    standardise::fold(acronym)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// Words of letters and digits; an apostrophe doesn't part them.
fn words_of(text: &str) -> Vec<String> {
    let folded = standardise::fold(text);
    let joined: String = folded
        .chars()
        .filter(|c| !matches!(c, '\'' | '’'))
        .collect();
    joined
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_string)
        .collect()
}
