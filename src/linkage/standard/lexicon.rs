//! What is known of a word as it is written, looked up once for each spelling.

use rustc_hash::FxHashMap;

use crate::linkage::standard::place::{self, Place};
use crate::linkage::standard::text;
use crate::linkage::words::{Domain, Met};
use crate::tables::fold;
use crate::tables::words as vocabulary;
use crate::tables::words::Preposition;
use crate::tables::{countries, linkage as tables};

/// A spelling with all that the tables say of it.
#[derive(Debug, Clone)]
pub struct Word {
    /// For the tables: folded, an apostrophe as a space.
    pub key: Box<str>,
    /// In Latin letters without marks, lower case.
    pub plain: Box<str>,
    /// The number of `plain` among the words of names.
    pub raw: u32,
    /// The number of the base form; None for a word that names skip.
    pub base: Option<u32>,
    /// Whether a name of a country, an adjective of one or a phrase that only looks like one may start here.
    pub may_be_place: bool,
    pub preposition: Option<Preposition>,
    /// In digits or as a Roman numeral in capitals.
    pub number: Option<u32>,
    pub is_roman: bool,
    /// A legal form: "Inc", "e. V.".
    pub is_legal_form: bool,
    pub is_capital: bool,
    /// Looked up when first asked for.
    is_title: Option<bool>,
    near: Option<Option<Place>>,
}

/// The words met by one thread.
#[derive(Default)]
pub struct Lexicon {
    pub met: Met,
    words: FxHashMap<Box<str>, u32>,
    all: Vec<Word>,
    near: FxHashMap<String, Option<Place>>,
}

impl Lexicon {
    /// Looks a run of letters up, see [`text::runs`].
    pub fn word(&mut self, run: &str) -> u32 {
        if let Some(&at) = self.words.get(run) {
            return at;
        }
        let word = self.describe(run);
        let at = self.all.len() as u32;
        self.all.push(word);
        self.words.insert(run.into(), at);
        at
    }

    pub fn get(&self, at: u32) -> &Word {
        &self.all[at as usize]
    }

    fn describe(&mut self, run: &str) -> Word {
        let key = fold::words(run);
        let joined: String = run.chars().filter(|&c| c != '\'').collect();
        let plain = latin(&joined);
        let raw = self.met.number(Domain::Name, &plain);
        let base = base(&key, &plain);
        let is_stop =
            vocabulary::is_stop_word(&key) || (plain != key && vocabulary::is_stop_word(&plain));
        let is_roman = run.chars().all(|c| c.is_ascii_uppercase()) && text::roman(&plain).is_some();
        let digits = !plain.is_empty() && plain.bytes().all(|b| b.is_ascii_digit());
        let number = if digits {
            plain.parse().ok()
        } else {
            text::roman(&plain).filter(|_| is_roman)
        };
        let base_number = if is_stop {
            None
        } else {
            Some(self.met.number(Domain::Name, &base))
        };
        Word {
            raw,
            base: base_number,
            may_be_place: place::may_start(&key),
            preposition: vocabulary::preposition(&key),
            number,
            is_roman,
            is_legal_form: vocabulary::is_legal_form(run) || place::is_legal_form(&plain),
            is_capital: run.chars().all(|c| !c.is_lowercase()),
            is_title: None,
            near: None,
            key: key.into(),
            plain: plain.into(),
        }
    }

    /// The country that an unknown word is one slip away from.
    pub fn near_place(&mut self, at: u32) -> Option<Place> {
        let word = &mut self.all[at as usize];
        let key = &*word.key;
        *word.near.get_or_insert_with(|| {
            // What the tables know is no misspelt country.
            let known = word.base.is_none()
                || tables::count(&word.plain) > 0
                || vocabulary::is_organisation_word(key)
                || vocabulary::kind(key).is_some()
                || vocabulary::is_given_name(key);
            if known {
                return None;
            }
            countries::find_near(key).map(|(code, _)| place::place(code))
        })
    }

    /// The number of a word's base form among those of affiliations; None for a word that names skip.
    pub fn affiliation_word(&mut self, at: u32) -> Option<u32> {
        let word = &self.all[at as usize];
        word.base?;
        // Not the singular: "Studies" and "Study" are told by their letters.
        let base = tables::base(&word.plain).map_or_else(|| word.plain.to_string(), latin);
        Some(self.met.number(Domain::Affiliation, &base))
    }

    /// Whether a word is a title or an addition to a person's name, and no name.
    pub fn is_title(&mut self, at: u32) -> bool {
        let word = &mut self.all[at as usize];
        *word.is_title.get_or_insert_with(|| {
            vocabulary::honorific(&word.plain).is_some()
                || vocabulary::honorific(&format!("{}.", word.plain)).is_some()
                || tables::is_suffix(&word.plain)
        })
    }

    /// The country that a whole bracket or segment is one slip away from.
    pub fn near_phrase(&mut self, key: String) -> Option<Place> {
        if let Some(&found) = self.near.get(&key) {
            return found;
        }
        let found = countries::find_near(&key).map(|(code, _)| place::place(code));
        self.near.insert(key, found);
        found
    }
}

/// Latin letters without marks, lower case; letters and digits only.
pub fn latin(text: &str) -> String {
    if text.is_ascii() {
        return text
            .bytes()
            .filter(u8::is_ascii_alphanumeric)
            .map(|b| char::from(b.to_ascii_lowercase()))
            .collect();
    }
    any_ascii::any_ascii(&fold::fold(text))
        .bytes()
        .filter(u8::is_ascii_alphanumeric)
        .map(|b| char::from(b.to_ascii_lowercase()))
        .collect()
}

/// The form in which a word is compared: a variant's base, the singular.
fn base(key: &str, plain: &str) -> String {
    let listed = |word: &str| tables::base(word).map(latin);
    listed(key)
        .or_else(|| (plain != key).then(|| listed(plain)).flatten())
        .or_else(|| {
            let single = singular(plain)?;
            Some(listed(single.as_ref()).unwrap_or_else(|| single.into_owned()))
        })
        .unwrap_or_else(|| plain.to_string())
}

/// An English plural's singular.
fn singular(word: &str) -> Option<std::borrow::Cow<'_, str>> {
    if word.len() > 4
        && let Some(stem) = word.strip_suffix("ies")
    {
        return Some(format!("{stem}y").into());
    }
    let is_plural = word.len() > 3
        && word.ends_with('s')
        && !["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    is_plural.then(|| word[..word.len() - 1].into())
}
