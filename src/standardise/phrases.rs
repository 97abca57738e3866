//! Finds names in a text, word by word: in time that grows with the text, however many names are looked for.

use std::ops::Range;

use rustc_hash::FxHashMap;
use unicode_segmentation::UnicodeSegmentation;

use crate::standardise::fold;

/// Names to look for, each with what it stands for.
#[derive(Default)]
pub struct Phrases {
    /// By their first word, folded.
    by_first: FxHashMap<String, Vec<Phrase>>,
}

struct Phrase {
    /// Folded.
    words: Vec<String>,
    /// As written, where that counts too.
    written: Option<Vec<String>>,
    value: usize,
}

/// A name found in a text.
#[derive(Debug, PartialEq, Eq)]
pub struct Found {
    /// In bytes of the text.
    pub range: Range<usize>,
    /// What the longest name there stands for; several may share it.
    pub values: Vec<usize>,
}

impl Phrases {
    /// Looks for a text in any case and typography.
    pub fn add(&mut self, text: &str, value: usize) {
        self.push(text, false, value);
    }

    /// Looks for a text as it is written: an acronym, or a name of one word, which may be a word like others.
    pub fn add_as_written(&mut self, text: &str, value: usize) {
        self.push(text, true, value);
    }

    fn push(&mut self, text: &str, as_written: bool, value: usize) {
        let all = words(text);
        let Some(first) = all.first() else { return };
        let written = all.iter().map(|word| word.written.to_string());
        let phrase = Phrase {
            words: all.iter().map(|word| word.folded.clone()).collect(),
            written: as_written.then(|| written.collect()),
            value,
        };
        self.by_first
            .entry(first.folded.clone())
            .or_default()
            .push(phrase);
    }

    /// The names that stand in a text, none inside another.
    pub fn find(&self, text: &str) -> Vec<Found> {
        let all = words(text);
        let mut found = Vec::new();
        let mut at = 0;
        while at < all.len() {
            let rest = &all[at..];
            let known = self.by_first.get(&rest[0].folded);
            let here = known.into_iter().flatten();
            let here: Vec<&Phrase> = here.filter(|phrase| phrase.begins(rest)).collect();
            let Some(length) = here.iter().map(|phrase| phrase.words.len()).max() else {
                at += 1;
                continue;
            };
            let longest = here.iter().filter(|phrase| phrase.words.len() == length);
            found.push(Found {
                range: rest[0].range.start..rest[length - 1].range.end,
                values: longest.map(|phrase| phrase.value).collect(),
            });
            at += length;
        }
        found
    }
}

impl Phrase {
    fn begins(&self, rest: &[Word]) -> bool {
        let Some(here) = rest.get(..self.words.len()) else {
            return false;
        };
        let written = self.written.iter().flatten();
        self.words.iter().eq(here.iter().map(|word| &word.folded))
            && written
                .zip(here)
                .all(|(written, word)| written == word.written)
    }
}

struct Word<'t> {
    range: Range<usize>,
    written: &'t str,
    folded: String,
}

/// The words of a text by UAX #29; of a possessive ("the Union's") the name alone.
fn words(text: &str) -> Vec<Word<'_>> {
    let bare = |word: &str| -> usize {
        let end = ["'s", "’s", "'S", "’S"]
            .iter()
            .find_map(|end| word.strip_suffix(end));
        end.map_or(word.len(), str::len)
    };
    text.unicode_word_indices()
        .map(|(start, word)| {
            let written = &word[..bare(word)];
            Word {
                range: start..start + written.len(),
                written,
                folded: fold(written),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(phrases: &Phrases, text: &'t str) -> Vec<(&'t str, Vec<usize>)> {
        let all = phrases.find(text).into_iter();
        all.map(|found| (&text[found.range], found.values))
            .collect()
    }

    #[test]
    fn names_are_found_in_any_case_and_acronyms_as_written() {
        let mut phrases = Phrases::default();
        phrases.add("Bakers’ Union of Lenz", 0);
        phrases.add_as_written("BUL", 0);
        phrases.add("حزب تودهٔ ایران", 1);
        for (text, wanted) in [
            (
                "We thank the bakers' UNION of Lenz.",
                vec![("bakers' UNION of Lenz", vec![0])],
            ),
            ("The Bakers' Union", vec![]),
            ("(BUL), not bul, BULs", vec![("BUL", vec![0])]),
            ("BUL’s plea", vec![("BUL", vec![0])]),
            ("نامهٔ حزب توده ایران", vec![("حزب توده ایران", vec![1])]),
        ] {
            assert_eq!(found(&phrases, text), wanted, "{text}");
        }
    }

    #[test]
    fn the_longest_name_counts() {
        let mut phrases = Phrases::default();
        phrases.add("Workers Party", 0);
        phrases.add("New Workers Party of Lenz", 1);
        phrases.add("Workers Party", 2);
        assert_eq!(
            found(&phrases, "New Workers Party of Lenz and Workers Party"),
            [
                ("New Workers Party of Lenz", vec![1]),
                ("Workers Party", vec![0, 2])
            ]
        );
    }
}
