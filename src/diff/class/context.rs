//! What a change stands in: both texts, and how often each word stands in them.

use std::collections::HashMap;
use std::ops::Range;

use crate::diff::text::Compared;
use crate::diff::text::blocks::Text;
use crate::diff::text::tokens::{Edge, Kind};
use crate::tables::fold;
use crate::tables::guarded::{Guard, guard};
use crate::tables::{countries, words};

pub struct Context<'a, 't> {
    pub compared: &'a Compared<'t>,
    pub yeh_kaf: bool,
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

    /// Whether it stands in one of the tool's tables: small words, names, roles, countries.
    pub fn is_in_tables(&self) -> bool {
        let word = fold::words(self.form);
        guard(self.form).is_some()
            || is_name(&word)
            || words::function_word(&word).is_some()
            || words::preposition(&word).is_some()
            || words::kind(&word).is_some()
            || words::is_role(&word)
            || words::is_organisation_word(&word)
            || words::is_conjunction(&word)
            || words::honorific(&word).is_some()
    }

    /// Whether it may not be corrected without asking: a small word, or a name of the tables.
    pub fn is_guarded(&self) -> bool {
        self.is_number() || self.guard().is_some() || is_name(&fold::words(self.form))
    }
}

fn is_name(word: &str) -> bool {
    words::is_given_name(word)
        || words::month(word).is_some()
        || countries::find(word).is_some()
        || countries::demonym(word).is_some()
}

impl<'a, 't> Context<'a, 't> {
    pub fn new(compared: &'a Compared<'t>, yeh_kaf: bool) -> Self {
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
            yeh_kaf,
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
