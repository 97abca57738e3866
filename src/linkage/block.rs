//! Blocking: which pairs of forms are worth comparing.
//!
//! Every form gets keys; forms that share one are candidates. A key that many share costs no more
//! than linear time: such a block is ordered twice, and each form meets only its neighbours there.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::linkage::compare::align::edits;
use crate::linkage::standard::{Form, Forms};
use crate::linkage::words::{Domain, Words};

/// A word counts as rare enough for a key of its own in up to so many forms.
const RARE: u32 = 48;
/// How thoroughly blocks are compared. In a large roster more names look alike by chance, and a shared
/// key tells less.
#[derive(Clone, Copy)]
struct Effort {
    /// Up to so many forms in a block each meets each other.
    block: usize,
    /// In a larger block each meets so many behind it, in each of two orders.
    window: usize,
}

impl Effort {
    fn for_roster(forms: usize) -> Effort {
        let effort = |block, window| Effort { block, window };
        match forms {
            0..8_000 => effort(40, 5),
            8_000..30_000 => effort(24, 3),
            30_000..300_000 => effort(12, 1),
            _ => effort(10, 1),
        }
    }
}

/// Words of a name that give keys, the rarest.
const KEY_WORDS: usize = 6;

/// Words of a roster that are one slip apart: of each the commoner ones near it.
pub type Slips = FxHashMap<u32, Vec<u32>>;

/// Finds for each rare word the words within one edit that stand at least as often.
///
/// Words with an equal rest after taking one letter out are near: the deletion neighbourhood. At most
/// six for each word.
pub fn slips(words: &Words) -> Slips {
    const MOST: usize = 6;
    let long = |&word: &u32| {
        let text = words.text(word);
        let least = if words.domain_is(word, Domain::Affiliation) {
            5
        } else {
            4
        };
        words.records[word as usize] > 0
            && (least..40).contains(&text.len())
            && !text.bytes().any(|b| b.is_ascii_digit())
    };
    let all: Vec<u32> = (0..words.count() as u32).filter(long).collect();
    let mut rests: Vec<(u64, u32)> = all
        .par_chunks(4096)
        .flat_map_iter(|chunk| {
            let mut out = Vec::new();
            for &word in chunk {
                let text = words.text(word).as_bytes();
                let domain = u64::from(words.domain_mark(word));
                out.push((hash(domain, text, text.len()), word));
                for gap in 1..text.len() {
                    if text[gap] != text[gap - 1] || gap == 1 {
                        out.push((hash(domain, text, gap), word));
                    }
                }
            }
            out
        })
        .collect();
    rests.par_sort_unstable();
    let mut slips: Slips = FxHashMap::default();
    for equal in rests.chunk_by(|a, b| a.0 == b.0) {
        if !(2..=24).contains(&equal.len()) {
            continue;
        }
        for &(_, word) in equal {
            let often = words.records[word as usize];
            if often > 6 {
                continue;
            }
            for &(_, other) in equal {
                let commoner = (words.records[other as usize], other) > (often, word);
                if commoner && is_slip(words.text(word), words.text(other)) {
                    let near = slips.entry(word).or_default();
                    if near.len() < MOST && !near.contains(&other) {
                        near.push(other);
                    }
                }
            }
        }
    }
    slips
}

fn is_slip(a: &str, b: &str) -> bool {
    edits(a.as_bytes(), b.as_bytes(), 1).is_some()
}

/// A hash of a text without the byte at `gap`.
fn hash(start: u64, text: &[u8], gap: usize) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325 ^ start;
    for (at, &byte) in text.iter().enumerate() {
        if at != gap {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}

/// Mixes the parts of a key.
fn key(parts: &[u64]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts {
        hash ^= part.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash = hash.rotate_left(29).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    }
    hash ^= hash >> 31;
    hash.wrapping_mul(0x94d0_49bb_1331_11eb) ^ (hash >> 29)
}

/// Pairs of forms worth comparing, the lower index first, sorted.
pub fn candidates(forms: &Forms, slips: &Slips) -> Vec<(u32, u32)> {
    let indices: Vec<u32> = (0..forms.all.len() as u32).collect();
    let mut postings: Vec<(u64, u32)> = indices
        .par_chunks(4096)
        .flat_map_iter(|chunk| {
            let mut out = Vec::new();
            let mut keys = Vec::new();
            for &index in chunk {
                let form = &forms.all[index as usize];
                if form.is_empty() {
                    continue;
                }
                keys.clear();
                if form.person {
                    person_keys(&forms.words, form, slips, &mut keys);
                } else {
                    organisation_keys(&forms.words, form, slips, &mut keys);
                }
                keys.sort_unstable();
                keys.dedup();
                out.extend(keys.iter().map(|&key| (key, index)));
            }
            out
        })
        .collect();
    postings.par_sort_unstable();
    let mut blocks: Vec<std::ops::Range<usize>> = Vec::new();
    let mut start = 0;
    for block in postings.chunk_by(|a, b| a.0 == b.0) {
        if block.len() > 1 {
            blocks.push(start..start + block.len());
        }
        start += block.len();
    }
    let effort = Effort::for_roster(forms.all.len());
    let mut pairs: Vec<(u32, u32)> = blocks
        .par_chunks(1024)
        .flat_map_iter(|blocks| {
            let mut out = Vec::new();
            for block in blocks {
                pair(forms, effort, &postings[block.clone()], &mut out);
            }
            out.sort_unstable();
            out.dedup();
            out
        })
        .collect();
    drop(postings);
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

/// The pairs of one block.
fn pair(forms: &Forms, effort: Effort, block: &[(u64, u32)], out: &mut Vec<(u32, u32)>) {
    let mut push = |a: u32, b: u32| out.push((a.min(b), a.max(b)));
    if block.len() <= effort.block {
        for (at, &(_, a)) in block.iter().enumerate() {
            for &(_, b) in &block[at + 1..] {
                push(a, b);
            }
        }
        return;
    }
    let form = |index: u32| &forms.all[index as usize];
    let mut ordered: Vec<u32> = block.iter().map(|&(_, index)| index).collect();
    let mut window = |ordered: &[u32]| {
        for (at, &a) in ordered.iter().enumerate() {
            for &b in ordered[at + 1..].iter().take(effort.window) {
                push(a, b);
            }
        }
    };
    // By place, then by the words in their order: the same name with and without a bracket.
    ordered.sort_by_cached_key(|&index| {
        let form = form(index);
        let place = form.places.first().or(form.topics.first()).copied();
        (place.is_none(), place, &form.sorted, index)
    });
    window(&ordered);
    // By the words as written.
    ordered.sort_by(|&a, &b| (&form(a).raw, a).cmp(&(&form(b).raw, b)));
    window(&ordered);
}

/// What a key is made of; the first part of every key.
#[repr(u64)]
#[derive(Clone, Copy)]
enum Kind {
    Whole = 1,
    Word,
    Two,
    Acronym,
    TwoInPlace,
    AcronymInPlace,
    NumberAndWord,
    NumberAndStreet,
    NameAndLetter,
    Handle,
    Sound,
    Concepts,
}

/// Marks what is no word among the parts of a key.
const PLACE: u64 = 1 << 40;
const GROUP: u64 = 1 << 41;
const SOUND: u64 = 1 << 42;

fn two(kind: Kind, a: u64, b: u64) -> u64 {
    key(&[kind as u64, a.min(b), a.max(b)])
}

/// A text without spaces, as a key: "sinn fein" and "sinnfein" share it.
fn whole(words: &Words, all: &[u32], person: bool) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for &word in all {
        for byte in words.text(word).bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    key(&[Kind::Whole as u64, u64::from(person), hash])
}

/// The rarest words first.
fn rarest(words: &Words, of: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut all: Vec<u32> = of.collect();
    all.sort_unstable();
    all.dedup();
    all.sort_by(|&a, &b| words.weight(b).total_cmp(&words.weight(a)).then(a.cmp(&b)));
    all
}

fn organisation_keys(words: &Words, form: &Form, slips: &Slips, keys: &mut Vec<u64>) {
    keys.push(whole(words, &form.raw, false));
    let mut rare = rarest(words, form.core.iter().chain(&form.qualifiers).copied());
    rare.truncate(KEY_WORDS);
    let mut spread: Vec<Vec<u64>> = rare
        .iter()
        .map(|word| {
            let near = slips.get(word).into_iter().flatten();
            std::iter::once(word)
                .chain(near)
                .map(|&word| u64::from(word))
                .collect()
        })
        .collect();
    for near in spread.iter().take(4) {
        for &word in near {
            if words.records[word as usize] <= RARE {
                keys.push(key(&[Kind::Word as u64, word]));
            }
        }
    }
    let mut places: Vec<u64> = form
        .places
        .iter()
        .chain(&form.topics)
        .map(|place| PLACE + place.number())
        .collect();
    places.sort_unstable();
    places.dedup();
    spread.extend(places.iter().take(3).map(|&place| vec![place]));
    for (at, one) in spread.iter().enumerate() {
        for other in &spread[at + 1..] {
            for &a in one {
                for &b in other {
                    keys.push(two(Kind::Two, a, b));
                }
            }
        }
    }
    // Two words and the place: keeps look-alikes of many countries apart where pairs are common.
    for &place in places.iter().take(2) {
        for (at, &a) in rare.iter().take(4).enumerate() {
            for &b in rare.iter().take(4).skip(at + 1) {
                let (a, b) = (u64::from(a), u64::from(b));
                keys.push(key(&[Kind::TwoInPlace as u64, a.min(b), a.max(b), place]));
            }
        }
    }
    // Acronyms, initials that could be one, and names of one word meet each other.
    let single = (form.core.len() == 1).then(|| form.core[0]);
    for &letters in form.acronyms.iter().chain(&form.initials).chain(&single) {
        let is_initials = form.initials.contains(&letters);
        let long = words.text(letters).len() >= 3;
        if long {
            keys.push(key(&[Kind::Acronym as u64, u64::from(letters)]));
        }
        if long || !is_initials {
            for &place in &places {
                keys.push(key(&[
                    Kind::AcronymInPlace as u64,
                    u64::from(letters),
                    place,
                ]));
            }
        }
    }
    // Addresses: the number of the house with a word of the name, and with a word of the street.
    let is_number = |word: &u32| words.text(*word).starts_with(|c: char| c.is_ascii_digit());
    for &number in form
        .affiliation
        .iter()
        .filter(|word| is_number(word))
        .take(2)
    {
        for &word in rare.iter().take(3) {
            keys.push(key(&[
                Kind::NumberAndWord as u64,
                u64::from(number),
                u64::from(word),
            ]));
        }
        for &street in form
            .affiliation
            .iter()
            .take(6)
            .filter(|&&word| word != number)
        {
            keys.push(key(&[
                Kind::NumberAndStreet as u64,
                u64::from(number),
                u64::from(street),
            ]));
        }
    }
    // Names in two languages: concepts and the place.
    let concepts = words.concept_key(&form.core);
    if let Some(concepts) = concepts {
        for &place in &places {
            keys.push(key(&[Kind::Concepts as u64, concepts, place]));
        }
    }
}

fn person_keys(words: &Words, form: &Form, slips: &Slips, keys: &mut Vec<u64>) {
    keys.push(whole(words, &form.raw, true));
    let full: Vec<u32> = form
        .core
        .iter()
        .chain(&form.nicknames)
        .copied()
        .take(KEY_WORDS)
        .collect();
    let spread: Vec<Vec<u64>> = full
        .iter()
        .map(|word| {
            let near = slips.get(word).into_iter().flatten();
            let mut all: Vec<u64> = std::iter::once(word)
                .chain(near)
                .map(|&word| u64::from(word))
                .collect();
            all.extend(
                words
                    .groups(*word)
                    .iter()
                    .map(|&group| GROUP + u64::from(group)),
            );
            if words.text(*word).len() > 2 {
                all.push(SOUND + (sound(words.text(*word)) >> 24));
            }
            all
        })
        .collect();
    for (at, near) in spread.iter().enumerate() {
        for &word in near.iter().filter(|&&word| word < PLACE) {
            let text = words.text(word as u32);
            if words.records[word as usize] <= RARE / 2 && text.len() > 3 {
                keys.push(key(&[Kind::Word as u64, word]));
            }
            for (other, &name) in full.iter().enumerate() {
                let first = words.text(name).as_bytes().first();
                if other != at
                    && let Some(&letter) = first
                    && text.len() > 1
                {
                    keys.push(key(&[Kind::NameAndLetter as u64, word, u64::from(letter)]));
                }
            }
        }
    }
    for (at, one) in spread.iter().enumerate() {
        for other in &spread[at + 1..] {
            for &a in one {
                for &b in other {
                    keys.push(two(Kind::Two, a, b));
                }
            }
        }
    }
    if let Some(handle) = form.handle {
        keys.push(key(&[Kind::Handle as u64, u64::from(handle)]));
        keys.push(whole(words, &[handle], true));
    }
    for &nickname in &form.nicknames {
        keys.push(whole(words, &[nickname], true));
    }
    let together: String = form.raw.iter().map(|&word| words.text(word)).collect();
    keys.push(key(&[Kind::Sound as u64, sound(&together)]));
}

/// A key of how a name sounds in European languages: consonants in classes, vowels behind the first
/// letter left out, doubled ones made single.
pub fn sound(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut last = 0;
    let mut at = 0;
    while at < bytes.len() {
        let (c, next) = (bytes[at], bytes.get(at + 1).copied().unwrap_or(0));
        let first = at == 0;
        let class = match (c, next) {
            (b'p', b'h') => {
                at += 1;
                b'f'
            }
            (b'c' | b'k', b'h') => {
                at += 1;
                b'x'
            }
            (b's' | b'z', b'h') | (b't', b's' | b'z') => {
                at += 1;
                b's'
            }
            (b'x' | b'c' | b'q' | b'g' | b'k', _) => b'k',
            (b'z' | b's', _) => b's',
            (b'w' | b'v', _) => b'v',
            (b'd' | b't', _) => b't',
            (b'b' | b'p', _) => b'p',
            (b'h', _) if first => b'h',
            (b'y' | b'j' | b'i', _) if first => b'i',
            (b'a' | b'e' | b'o' | b'u', _) if first => b'a',
            (b'h' | b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'j', _) => 0,
            _ => c,
        };
        if class != 0 && class != last {
            hash = (hash ^ u64::from(class)).wrapping_mul(0x0100_0000_01b3);
            last = class;
        }
        at += 1;
    }
    hash
}
