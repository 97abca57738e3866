//! The name of a person, taken apart: given and family names, nicknames, handle, affiliation.

use crate::linkage::standard::lexicon::{Lexicon, latin};
use crate::linkage::standard::{Form, text};
use crate::linkage::words::Domain;

/// Takes a cleaned name apart. What is no part of the name joins the affiliation.
pub fn form(lexicon: &mut Lexicon, name: &str, affiliation: &str) -> Form {
    let mut form = Form {
        person: true,
        ..Form::default()
    };
    let mut nicknames: Vec<u32> = Vec::new();
    let (outside, inside) = text::brackets(name);
    let bare = without_quoted(&outside, |nickname| {
        for word in text::runs(nickname) {
            nicknames.push(lexicon.met.number(Domain::Person, &latin(word)));
        }
    });
    let mut handle = None;
    // Spellings, see [`Lexicon::word`].
    let mut parts: Vec<Vec<u32>> = Vec::new();
    let mut others: Vec<u32> = Vec::new();
    for part in bare.split([',', ';']) {
        let mut words = Vec::new();
        let (name, behind) = part.split_once(" - ").unwrap_or((part, ""));
        others.extend(text::runs(behind).map(|run| lexicon.word(run)));
        for word in name.split_whitespace() {
            match handle_of(word) {
                Some(found) => handle = Some(found),
                None => words.extend(text::runs(word).map(|run| lexicon.word(run))),
            }
        }
        if !words.is_empty() {
            parts.push(words);
        }
    }
    let mut names: Vec<u32> = Vec::new();
    let mut is_turned = false;
    for (at, words) in parts.into_iter().enumerate() {
        let mut untitled = |words: &[u32]| {
            words
                .iter()
                .filter(|&&word| !lexicon.is_title(word))
                .count()
        };
        let family_alone = untitled(&names) <= 2;
        let untitled = untitled(&words);
        if at == 0 {
            names = words;
        } else if untitled == 0 {
            // "Anna Smith, PhD".
        } else if at == 1 && !is_turned && untitled <= 3 && family_alone {
            // "Smith, Anna".
            is_turned = true;
            names = words.into_iter().chain(names).collect();
        } else {
            others.extend(words);
        }
    }
    for bracket in &inside {
        let words: Vec<&str> = bracket.split_whitespace().collect();
        if let Some(found) = words.iter().find_map(|word| handle_of(word)) {
            handle = handle.or(Some(found));
            continue;
        }
        if let [word] = words[..] {
            let plain = latin(word);
            if plain.len() >= 3 && nicknames.is_empty() && !text::is_acronym(word) {
                nicknames.push(lexicon.met.number(Domain::Person, &plain));
            }
        }
        others.extend(text::runs(bracket).map(|run| lexicon.word(run)));
    }
    if names.iter().any(|&word| !lexicon.is_title(word)) {
        names.retain(|&word| !lexicon.is_title(word));
    }
    let number = |lexicon: &mut Lexicon, domain, word: u32| {
        let plain = lexicon.get(word).plain.clone();
        lexicon.met.number(domain, &plain)
    };
    form.core = names
        .iter()
        .map(|&word| number(lexicon, Domain::Person, word))
        .collect();
    form.raw = form.core.clone();
    form.parts = [form.core.len().min(255) as u8].into();
    form.nicknames = nicknames.into();
    form.handle = handle.map(|handle| lexicon.met.number(Domain::Handle, &handle));
    others.extend(text::runs(affiliation).map(|run| lexicon.word(run)));
    let mut words: Vec<u32> = Vec::new();
    for word in others {
        let Some(base) = lexicon.affiliation_word(word) else {
            continue;
        };
        if !words.contains(&base) {
            words.push(base);
        }
    }
    form.affiliation = words.into();
    form
}

/// A name without what stands in quotes, which goes to `nickname`. A quote that never closes is none.
fn without_quoted(name: &str, mut nickname: impl FnMut(&str)) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, quoted)) = rest.split_once('"') {
        out.push_str(before);
        let Some((inside, after)) = quoted.split_once('"') else {
            rest = quoted;
            continue;
        };
        nickname(inside);
        out.push(' ');
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The letters of a handle: "@name", "u/name".
fn handle_of(word: &str) -> Option<String> {
    let rest = word.strip_prefix('@').or_else(|| word.strip_prefix("u/"))?;
    let letters = latin(rest);
    (letters.len() >= 2).then_some(letters)
}
