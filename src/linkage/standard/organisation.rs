//! The name of an organisation, taken apart: words, countries, acronyms, numbers, what stands in brackets.

use crate::linkage::standard::lexicon::{Lexicon, latin};
use crate::linkage::standard::place::{self, Place};
use crate::linkage::standard::{Form, text};
use crate::linkage::words::Domain;
use crate::tables::countries;
use crate::tables::linkage as tables;
use crate::tables::words::Preposition;

/// The longest name of a country in the tables, in words.
const LONGEST: usize = 10;

/// What is gathered while the parts of a name are gone through.
#[derive(Default)]
struct Gathered {
    core: Vec<u32>,
    parts: Vec<u8>,
    turns: Vec<u8>,
    /// Spellings, see [`Lexicon::word`].
    raw: Vec<u32>,
    places: Vec<Place>,
    topics: Vec<Place>,
    inside: bool,
    /// As written.
    acronyms: Vec<String>,
    numbers: Vec<u32>,
    qualifiers: Vec<u32>,
}

/// Takes a cleaned name apart. `address` is cleaned too.
pub fn form(lexicon: &mut Lexicon, name: &str, address: &str) -> Form {
    let (outside, inside) = text::brackets(name);
    let shouts = !name.chars().any(char::is_lowercase);
    let mut gathered = Gathered::default();
    let segments = text::segments(&outside);
    let mut core: Vec<&str> = Vec::new();
    for &segment in &segments {
        if segments.len() > 1 {
            if let Some(place) = country(lexicon, segment) {
                gathered.places.push(place);
                continue;
            }
            if text::is_acronym(segment) && (!shouts || segment.len() <= 5) {
                gathered.acronyms.push(segment.to_string());
                continue;
            }
            if let Some(place) = near_country(lexicon, segment, 2) {
                gathered.places.push(place);
                continue;
            }
        }
        core.push(segment);
    }
    if core.is_empty() && !segments.is_empty() {
        // Only acronyms and countries: the first acronym is the name, else the first country is.
        let acronym = segments
            .iter()
            .position(|segment| text::is_acronym(segment));
        if acronym.is_none() {
            gathered.places.remove(0);
        }
        core.push(segments[acronym.unwrap_or(0)]);
    }
    let alone = core.len() == 1;
    for segment in core {
        if alone && text::is_acronym(segment) {
            gathered.acronyms.push(segment.to_string());
        }
        walk(lexicon, segment, &mut gathered);
    }
    for bracket in &inside {
        read_bracket(lexicon, &text::clean(bracket), shouts, &mut gathered);
    }
    finish(lexicon, gathered, address)
}

/// The spellings of a text's words.
fn spellings(lexicon: &mut Lexicon, text: &str) -> Vec<u32> {
    text::runs(text).map(|run| lexicon.word(run)).collect()
}

fn key(lexicon: &Lexicon, words: &[u32]) -> String {
    let mut key = String::new();
    for &word in words {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(&lexicon.get(word).key);
    }
    key
}

/// The country that a whole segment or bracket names.
fn country(lexicon: &mut Lexicon, text: &str) -> Option<Place> {
    let words = spellings(lexicon, text);
    if words.is_empty() || words.len() > LONGEST {
        return None;
    }
    let starts = lexicon.get(words[0]).may_be_place || &*lexicon.get(words[0]).key == "the";
    if !starts {
        return None;
    }
    let key = key(lexicon, &words);
    let bare = key.strip_prefix("the ").unwrap_or(&key);
    let named = countries::find_folded(&key).or_else(|| countries::find_folded(bare))?;
    let short = countries::is_short(bare);
    (!short || text.chars().all(|c| !c.is_lowercase())).then(|| place::place(named.code))
}

/// The country that a segment or bracket of a few unknown words is one slip away from.
fn near_country(lexicon: &mut Lexicon, text: &str, most: usize) -> Option<Place> {
    let words = spellings(lexicon, text);
    let long = |word: &u32| {
        let word = lexicon.get(*word);
        word.plain.len() >= 4 || word.plain.len() == 2
    };
    if words.is_empty() || words.len() > most || !words.iter().all(long) {
        return None;
    }
    if let [word] = words[..] {
        return lexicon.near_place(word);
    }
    let key = key(lexicon, &words);
    lexicon.near_phrase(key)
}

/// Goes through the words of a part of the name.
fn walk(lexicon: &mut Lexicon, segment: &str, gathered: &mut Gathered) {
    let words = spellings(lexicon, segment);
    let start = gathered.core.len();
    let mut at = 0;
    while at < words.len() {
        if let Some((length, place)) = country_at(lexicon, &words, at) {
            let before = at.checked_sub(1).map(|at| lexicon.get(words[at]));
            if before.is_some_and(|word| word.preposition == Some(Preposition::In)) {
                gathered.inside = true;
            }
            gathered.topics.push(place);
            gathered.raw.extend_from_slice(&words[at..at + length]);
            at += length;
            continue;
        }
        let here = words[at];
        gathered.raw.push(here);
        at += 1;
        let word = lexicon.get(here);
        if word.preposition == Some(Preposition::Of) {
            gathered.turns.push(gathered.core.len().min(255) as u8);
        }
        let last = at == words.len();
        if let Some(number) = word.number {
            let before = (at >= 2).then(|| &*lexicon.get(words[at - 2]).plain);
            let counted = !word.is_roman
                || word.plain.len() >= 2
                || before.is_some_and(|word| {
                    tables::facet(word).is_some_and(|(_, strength)| strength == "level")
                })
                || (last && &*word.plain != "v" && &*word.plain != "i");
            if counted {
                gathered.numbers.push(number);
                let digits = lexicon.met.number(Domain::Name, &number.to_string());
                gathered.core.push(digits);
                continue;
            }
        }
        if word.is_legal_form && last && gathered.core.len() > start {
            continue;
        }
        // A misspelt country behind "of" is no rare word of the name.
        let led = at >= 2
            && matches!(
                lexicon.get(words[at - 2]).preposition,
                Some(Preposition::Of | Preposition::In | Preposition::Article)
            );
        let base = word.base;
        if led
            && word.plain.len() >= 6
            && last
            && let Some(place) = lexicon.near_place(here)
        {
            gathered.topics.push(place);
            continue;
        }
        gathered.core.extend(base);
    }
    if gathered.core.len() > start {
        gathered.parts.push(gathered.core.len().min(255) as u8);
    }
}

/// The country named at a word: how many words, and which.
fn country_at(lexicon: &Lexicon, words: &[u32], at: usize) -> Option<(usize, Place)> {
    let first = lexicon.get(words[at]);
    if !first.may_be_place {
        return None;
    }
    for length in (1..=LONGEST.min(words.len() - at)).rev() {
        let key = if length == 1 {
            first.key.to_string()
        } else {
            key(lexicon, &words[at..at + length])
        };
        if countries::is_no_country(&key) {
            return None;
        }
        let short = countries::is_short(&key);
        if short
            && !words[at..at + length]
                .iter()
                .all(|&word| lexicon.get(word).is_capital)
        {
            continue;
        }
        let named = countries::find_folded(&key).or_else(|| {
            (length <= 2)
                .then(|| countries::demonym_folded(&key))
                .flatten()
        });
        if let Some(named) = named {
            return Some((length, place::place(named.code)));
        }
    }
    None
}

fn read_bracket(lexicon: &mut Lexicon, text: &str, shouts: bool, gathered: &mut Gathered) {
    if let Some(place) = country(lexicon, text) {
        gathered.places.push(place);
        return;
    }
    let single = !text.contains(' ');
    if text::is_acronym(text) || (shouts && single && text.len() <= 7 && !text.is_empty()) {
        gathered.acronyms.push(text.to_string());
        return;
    }
    if let Some(place) = near_country(lexicon, text, 3) {
        gathered.places.push(place);
        return;
    }
    for segment in text::segments(text) {
        if segment.len() < text.len() {
            if let Some(place) = country(lexicon, segment) {
                gathered.places.push(place);
                continue;
            }
            if text::is_acronym(segment) {
                gathered.acronyms.push(segment.to_string());
                continue;
            }
        }
        for word in spellings(lexicon, segment) {
            let word = lexicon.get(word);
            // A year in brackets is no number of a branch.
            let year = word
                .number
                .is_some_and(|number| !word.is_roman && (1800..2100).contains(&number));
            if let Some(number) = word.number.filter(|_| !year && !word.is_roman) {
                gathered.numbers.push(number);
            }
            gathered.qualifiers.extend(word.base);
        }
    }
}

fn finish(lexicon: &mut Lexicon, mut gathered: Gathered, address: &str) -> Form {
    if gathered.core.is_empty() {
        // The name is a country's and nothing else: then it is the name.
        gathered.core = gathered
            .raw
            .iter()
            .filter_map(|&word| lexicon.get(word).base)
            .collect();
        gathered.parts = vec![gathered.core.len().min(255) as u8];
        gathered.topics.clear();
    }
    let mut acronyms: Vec<u32> = Vec::new();
    for written in &gathered.acronyms {
        let letters = latin(written);
        if letters.len() >= 2 {
            let number = lexicon.met.number(Domain::Name, &letters);
            if !acronyms.contains(&number) {
                acronyms.push(number);
            }
        }
    }
    let initials = initials(lexicon, &gathered.raw);
    let small = |at: usize| {
        let word = lexicon.get(gathered.raw[at]);
        let is_article = at == 0 && word.preposition == Some(Preposition::Article);
        (word.base.is_none() && !is_article).then_some(word.raw)
    };
    let edges = match gathered.raw.len() {
        0 | 1 => [None, None],
        count => [small(0), small(count - 1)],
    };
    let raw = gathered
        .raw
        .iter()
        .map(|&word| lexicon.get(word))
        .filter(|word| word.base.is_some())
        .map(|word| word.raw)
        .collect();
    let sorted = |mut places: Vec<Place>| -> Box<[Place]> {
        places.sort_unstable();
        places.dedup();
        places.into()
    };
    gathered.numbers.sort_unstable();
    gathered.numbers.dedup();
    Form {
        person: false,
        core: gathered.core.into(),
        parts: gathered.parts.into(),
        turns: gathered.turns.into(),
        edges,
        raw,
        places: sorted(gathered.places),
        topics: sorted(gathered.topics),
        inside: gathered.inside,
        acronyms: acronyms.into(),
        initials: initials.into(),
        numbers: gathered.numbers.into(),
        qualifiers: gathered.qualifiers.into(),
        affiliation: self::address(lexicon, address),
        ..Form::default()
    }
}

/// The initials of a name of two words or more, with and without its small words.
fn initials(lexicon: &mut Lexicon, raw: &[u32]) -> Vec<u32> {
    let mut out = Vec::new();
    if raw.len() < 2 {
        return out;
    }
    for small_too in [true, false] {
        let letters: String = raw
            .iter()
            .map(|&word| lexicon.get(word))
            .filter(|word| small_too || word.base.is_some())
            .filter_map(|word| word.plain.chars().next())
            .collect();
        if (2..=10).contains(&letters.len()) {
            let number = lexicon.met.number(Domain::Name, &letters);
            if !out.contains(&number) {
                out.push(number);
            }
        }
    }
    out
}

/// The words of an address, in their base forms.
fn address(lexicon: &mut Lexicon, address: &str) -> Box<[u32]> {
    text::runs(address)
        .map(|run| {
            let plain = latin(run);
            let base = tables::address_word(&plain).map_or(plain.clone(), |(base, _)| latin(base));
            let base = ordinal(&base).map_or(base.clone(), str::to_string);
            lexicon.met.number(Domain::Affiliation, &base)
        })
        .collect()
}

/// "53rd" as "53".
fn ordinal(word: &str) -> Option<&str> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let ending = &word[digits..];
    (digits > 0 && ["st", "nd", "rd", "th"].contains(&ending)).then(|| &word[..digits])
}
