//! What a change stands in: both texts, and how often each word stands in them.

use std::collections::HashMap;
use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::diff::text::Compared;
use crate::diff::text::blocks::Text;
use crate::diff::text::tokens::{Edge, Kind};
use crate::tables::fold;
use crate::tables::guarded::{Guard, guard};
use crate::tables::{countries, words};

/// What is known of two texts beside what they say.
#[derive(Default)]
pub struct Known {
    /// See [`crate::diff::fold::folds_yeh_and_kaf`].
    pub yeh_kaf: bool,
    /// The words of the signatories' names, see [`words_of_names`].
    pub names: FxHashSet<String>,
}

/// The words that tell names apart, folded: neither small words nor those that stand in the names of
/// many organisations, such as "party".
pub fn words_of_names<'n>(names: impl IntoIterator<Item = &'n str>) -> FxHashSet<String> {
    let names = names.into_iter().map(fold::words);
    let mut words: FxHashSet<String> = names
        .flat_map(|name| name.split(' ').map(str::to_string).collect::<Vec<_>>())
        .collect();
    words.retain(|word| word.chars().nth(1).is_some() && !is_common(word));
    words
}

pub struct Context<'a, 't> {
    pub compared: &'a Compared<'t>,
    pub known: &'a Known,
    /// Of the tokens, by their keys.
    forms: Vec<&'a str>,
    /// How often each lower-case form stands in both texts.
    counts: HashMap<String, u32>,
}

/// A token of a change: its folded form and what it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Piece<'a> {
    pub form: &'a str,
    pub kind: Kind,
}

impl Piece<'_> {
    pub fn is_number(&self) -> bool {
        self.kind.is_word() && self.form.contains(char::is_numeric)
    }

    pub fn lower(&self) -> String {
        self.form.to_lowercase()
    }

    pub fn guard(&self) -> Option<Guard> {
        self.kind.is_word().then(|| guard(self.form)).flatten()
    }

    /// Whether it is a word that looks like a slip of another.
    pub fn is_lookalike(&self) -> bool {
        words::is_lookalike(&fold::words(self.form))
    }

    /// Whether it stands in one of the tool's tables.
    pub fn is_in_tables(&self) -> bool {
        let word = fold::words(self.form);
        words::is_organisation_word(&word) || self.guard().is_some() || is_of_tables(&word)
    }
}

/// Whether a folded word is small, or names a person, a country, a month, a title, a role, a kind. What
/// stands in many names of organisations is a word like others.
fn is_of_tables(word: &str) -> bool {
    let is_fact = words::is_given_name(word)
        || words::month(word).is_some()
        || words::honorific(word).is_some()
        || countries::find_folded(word).is_some()
        || countries::demonym_folded(word).is_some()
        || words::function_word(word).is_some()
        || words::preposition(word).is_some()
        || words::is_conjunction(word);
    let is_term =
        || words::kind(word).is_some() || words::is_role(word) || countries::is_in_name(word);
    is_fact || (is_term() && !words::is_organisation_word(word))
}

/// Whether two words that differ in case alone may be two words: "US" and "us", "Polish" and "polish", "WHO" and "who".
pub fn is_other_word(a: &Piece, b: &Piece) -> bool {
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    let is_acronym = |word: &str| {
        word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !word.contains(char::is_lowercase)
    };
    let is_fact = |word: &str| {
        words::month(word).is_some()
            || words::is_given_name(word)
            || countries::find_folded(word).is_some()
            || countries::demonym_folded(word).is_some()
    };
    let emphasised = matches!(
        a.guard(),
        Some(Guard::Negation | Guard::Modal | Guard::Quantifier)
    );
    if is_capital(a.form) != is_capital(b.form) {
        let becomes_acronym = is_acronym(a.form) != is_acronym(b.form);
        return (becomes_acronym && !emphasised) || is_fact(&fold::words(a.form));
    }
    // "Us" and "US": capitals alone may be a heading's, but not of a fact's name that short.
    is_acronym(a.form) != is_acronym(b.form) && a.form.len() < 4 && is_fact(&fold::words(a.form))
}

/// Whether a folded word stands in many names.
fn is_common(word: &str) -> bool {
    words::is_organisation_word(word)
        || words::function_word(word).is_some()
        || guard(word).is_some()
}

impl<'a, 't> Context<'a, 't> {
    pub fn new(compared: &'a Compared<'t>, known: &'a Known) -> Self {
        let forms = compared.keys.forms();
        let mut by_key = vec![0u32; forms.len()];
        for token in compared.old.tokens.iter().chain(&compared.new.tokens) {
            by_key[token.key as usize] += 1;
        }
        let mut counts: HashMap<String, u32> = HashMap::with_capacity(forms.len());
        for (form, count) in forms.iter().zip(by_key) {
            *counts.entry(form.to_lowercase()).or_default() += count;
        }
        Context {
            compared,
            known,
            forms,
            counts,
        }
    }

    pub fn old_pieces(&self, range: &Range<usize>) -> Vec<Piece<'a>> {
        self.pieces(&self.compared.old, range)
    }

    pub fn new_pieces(&self, range: &Range<usize>) -> Vec<Piece<'a>> {
        self.pieces(&self.compared.new, range)
    }

    /// The tokens of a stretch, without the markers of blocks.
    fn pieces(&self, text: &Text, range: &Range<usize>) -> Vec<Piece<'a>> {
        let tokens = text.tokens[range.clone()].iter();
        tokens
            .filter(|token| token.kind != Kind::Marker)
            .map(|token| Piece {
                form: self.forms[token.key as usize],
                kind: token.kind,
            })
            .collect()
    }

    /// The token at a place, if it is one of the same sentence or block as its neighbour.
    pub fn piece(&self, text: &Text, at: Option<usize>) -> Option<Piece<'a>> {
        let token = text.tokens.get(at?)?;
        Some(Piece {
            form: self.forms[token.key as usize],
            kind: token.kind,
        })
    }

    /// Whether a word is of a signatory's name.
    pub fn is_name(&self, word: &Piece) -> bool {
        let is_name = |word: &str| self.known.names.contains(word);
        // "People's" is two words when folded.
        word.kind.is_word() && fold::words(word.form).split(' ').any(is_name)
    }

    /// Whether a word may not be corrected without asking: a number, a name, a word of the tables.
    pub fn is_guarded(&self, word: &Piece) -> bool {
        word.is_number()
            || word.guard().is_some()
            || is_of_tables(&fold::words(word.form))
            || self.is_name(word)
    }

    /// The tokens of the sentence that a place lies in.
    pub fn sentence(&self, text: &Text, range: &Range<usize>) -> Range<usize> {
        let ends = |at: usize| text.tokens[at].edge == Edge::Sentence;
        let start = (0..range.start).rev().take_while(|&at| !ends(at)).count();
        let mut end = range.end;
        while end < text.tokens.len() && (end == range.start - start || !ends(end - 1)) {
            end += 1;
        }
        range.start - start..end
    }

    /// How often a word stands in both texts, in any case, beside those of a change.
    pub fn elsewhere(&self, word: &Piece, change: &[&Piece]) -> u32 {
        let lower = word.lower();
        let here = change.iter().filter(|piece| piece.lower() == lower).count();
        let all = self.counts.get(&lower).copied().unwrap_or(0);
        all.saturating_sub(here as u32)
    }
}
