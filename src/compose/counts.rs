//! Counts of those printed, in words and digits.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Roster, Signatory};
use crate::wording::Voice;

/// More kinds than this are counted together as organisations.
const KINDS_NAMED: usize = 2;

#[derive(Debug, Default)]
pub struct Counts {
    pub all: usize,
    pub people: usize,
    pub organisations: usize,
    pub countries: usize,
    /// By kind as written, people included.
    pub kinds: BTreeMap<String, usize>,
    /// Whether kinds may be printed: the roster says in `expect` which it is for, and every entry has
    /// one. A kind that import guessed is nothing that a party wrote.
    kinds_are_said: bool,
}

impl Counts {
    pub fn of(printed: &[&Signatory], roster: &Roster) -> Counts {
        let people = printed
            .iter()
            .filter(|signatory| signatory.is_person())
            .count();
        let mut kinds = BTreeMap::new();
        for kind in printed
            .iter()
            .filter_map(|signatory| signatory.kind.clone())
        {
            *kinds.entry(kind).or_default() += 1;
        }
        let countries: BTreeSet<&str> = printed
            .iter()
            .filter_map(|signatory| signatory.country.as_deref())
            .collect();
        Counts {
            all: printed.len(),
            people,
            organisations: printed.len() - people,
            countries: countries.len(),
            kinds,
            kinds_are_said: !roster.expect.is_empty()
                && printed.iter().all(|signatory| signatory.kind.is_some()),
        }
    }

    /// "26 parties", "1 international organisation", "3 people": by kind while that tells something.
    pub fn by_kind(&self, voice: &Voice) -> Vec<String> {
        let mut lines = self.organisations_by_kind(voice);
        if self.people > 0 {
            lines.push(counted(voice, "count.person", self.people));
        }
        lines
    }

    pub fn organisations_by_kind(&self, voice: &Voice) -> Vec<String> {
        let kinds: Vec<(&String, &usize)> = self
            .kinds
            .iter()
            .filter(|(kind, _)| *kind != "person")
            .collect();
        let named = |kind: &str| voice.labels.find(&format!("count.{kind}.other")).is_some();
        if self.kinds_are_said
            && kinds.len() <= KINDS_NAMED
            && kinds.iter().all(|(kind, _)| named(kind))
        {
            let mut kinds = kinds;
            kinds.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
            return kinds
                .into_iter()
                .map(|(kind, count)| counted(voice, &format!("count.{kind}"), *count))
                .collect();
        }
        if self.organisations == 0 {
            Vec::new()
        } else {
            vec![counted(voice, "count.organisation", self.organisations)]
        }
    }
}

/// A number with its noun, in the language's plural: "24 organisations".
pub fn counted(voice: &Voice, key: &str, n: usize) -> String {
    crate::tables::labels::fill(voice.labels.plural(key, n), &[("n", &number(voice, n))])
}

/// A whole number in the edition's digits; from 10,000 on in groups of three.
pub fn number(voice: &Voice, n: usize) -> String {
    let plain = n.to_string();
    let group = voice.labels.get("number.group");
    let mut out = String::new();
    for (at, digit) in plain.chars().enumerate() {
        if at > 0 && plain.len() > 4 && (plain.len() - at).is_multiple_of(3) {
            out.push_str(group);
        }
        out.push(digit);
    }
    native(voice, &out)
}

/// The text with ASCII digits in the edition's own.
pub fn native(voice: &Voice, text: &str) -> String {
    let digits = voice.labels.digits();
    text.chars()
        .map(|c| {
            c.to_digit(10)
                .filter(|_| c.is_ascii())
                .map_or(c, |digit| digits[digit as usize])
        })
        .collect()
}

/// "A, B and C".
pub fn joined(voice: &Voice, parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [start @ .., last] => voice.labels.fill(
            "and.two",
            &[
                ("a", &start.join(voice.labels.get("separator.list"))),
                ("b", last),
            ],
        ),
    }
}
