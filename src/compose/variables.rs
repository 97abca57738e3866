//! Variables in the publisher's fields: {count}, {date} and their kin.

use chrono::NaiveDate;

use crate::compose::counts::{Counts, number};
use crate::compose::dates;
use crate::wording::{Voice, variables::find};

/// What the variables stand for in one document.
pub struct Variables<'a> {
    /// None: of a text alone nobody knows who signed it, and its variables stay as they are written.
    pub counts: Option<&'a Counts>,
    pub date: Option<NaiveDate>,
    pub voice: &'a Voice<'a>,
    /// "A, B and 24 others".
    pub short: String,
}

impl Variables<'_> {
    /// The text with its variables filled. Unknown ones stay: `check` has reported them.
    pub fn expand(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for range in find(text) {
            out.push_str(&text[at..range.start]);
            match self.value(&text[range.start + 1..range.end - 1]) {
                // A number in words that opens the text takes a capital.
                Some(value) if out.trim().is_empty() => out.push_str(&capitalised(&value)),
                Some(value) => out.push_str(&value),
                None => out.push_str(&text[range.clone()]),
            }
            at = range.end;
        }
        out + &text[at..]
    }

    fn value(&self, name: &str) -> Option<String> {
        let (name, words) = match name.strip_suffix(":words") {
            Some(name) => (name, true),
            None => (name, false),
        };
        if name == "date" {
            return self.date.map(|date| dates::date(self.voice, date));
        }
        let counts = self.counts?;
        let n = match name {
            "short" => return Some(self.short.clone()),
            "count" => counts.all,
            "count.organisations" => counts.organisations,
            "count.people" => counts.people,
            "count.countries" => counts.countries,
            kind => *counts.kinds.get(kind.strip_prefix("count.")?).unwrap_or(&0),
        };
        let in_words = || {
            self.voice
                .labels
                .find(&format!("number.{n}"))
                .map(str::to_string)
        };
        words
            .then(in_words)
            .flatten()
            .or_else(|| Some(number(self.voice, n)))
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}
