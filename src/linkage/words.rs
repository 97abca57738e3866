//! The vocabulary of a roster: every word that is compared, with a number, how often it stands, and its weight.
//!
//! Numbers are ranks in the order of the words' letters, so they are the same whatever the order of
//! the rows and however many threads read them.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::tables::linkage as tables;

/// What a word belongs to: the same letters are another word in another domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Domain {
    /// Names of organisations, acronyms included, in their base form.
    Name,
    /// Names of people, letter by letter.
    Person,
    /// Affiliations of people, addresses of organisations.
    Affiliation,
    /// Handles: "@name" without its mark.
    Handle,
}

impl Domain {
    /// The byte that stands before the letters of a word of this domain.
    const fn mark(self) -> u8 {
        match self {
            Domain::Name => b'n',
            Domain::Person => b'p',
            Domain::Affiliation => b'a',
            Domain::Handle => b'h',
        }
    }
}

/// Words as they are met, numbered in that order; [`Words`] orders them.
#[derive(Default)]
pub struct Met {
    numbers: FxHashMap<Box<str>, u32>,
    buffer: String,
}

impl Met {
    pub fn number(&mut self, domain: Domain, word: &str) -> u32 {
        self.buffer.clear();
        self.buffer.push(char::from(domain.mark()));
        self.buffer.push_str(word);
        if let Some(&number) = self.numbers.get(self.buffer.as_str()) {
            return number;
        }
        let number = self.numbers.len() as u32;
        self.numbers.insert(self.buffer.as_str().into(), number);
        number
    }
}

/// All words of a roster.
pub struct Words {
    /// With the domain's mark in front; sorted.
    texts: Vec<Box<str>>,
    /// How many standard forms hold the word.
    pub records: Vec<u32>,
    /// How many of the names behind the tables' counts hold it.
    pub known: Vec<u32>,
    /// How much an agreement in it tells: the natural logarithm of its rarity, from .3 to 7.
    pub weights: Vec<f32>,
    groups: FxHashMap<u32, Vec<u32>>,
    concepts: FxHashMap<u32, Concepts>,
    street_words: FxHashSet<u32>,
    /// Facets by word; most have none.
    facets: FxHashMap<u32, Facet>,
}

/// What a common word of organisations means, whatever its language.
struct Concepts {
    /// BCP 47 tags joined by spaces.
    languages: &'static str,
    numbers: Vec<u32>,
}

/// A word that tells a body from a sister body of nearly the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facet {
    /// "youth", "north".
    pub name: &'static str,
    /// `veto`: two different ones mean two bodies; `level`: a branch of a larger body; `organ`: its organ.
    pub strength: &'static str,
}

/// The least and the greatest weight of a word.
const WEIGHTS: (f32, f32) = (0.3, 7.0);
/// A number tells little by itself: there is a "Local 12" in every town.
const NUMBER_WEIGHT: f32 = 1.5;
/// As if this many names of people had been seen before the roster's own, each with another name.
const PEOPLE_BEFORE: f32 = 3000.0;

impl Words {
    /// Joins the words that several threads met. Also returns, for each, the new number by the old one.
    pub fn join(met: Vec<Met>) -> (Words, Vec<Vec<u32>>) {
        let mut distinct: FxHashSet<&str> = FxHashSet::default();
        for one in &met {
            distinct.extend(one.numbers.keys().map(|text| &**text));
        }
        let mut texts: Vec<Box<str>> = distinct.into_iter().map(Box::from).collect();
        texts.par_sort_unstable();
        let ranks: FxHashMap<&str, u32> = texts
            .iter()
            .enumerate()
            .map(|(rank, text)| (&**text, rank as u32))
            .collect();
        let renumbered = met
            .iter()
            .map(|one| {
                let mut new = vec![0; one.numbers.len()];
                for (text, &old) in &one.numbers {
                    new[old as usize] = ranks[&**text];
                }
                new
            })
            .collect();
        drop(ranks);
        let facts: Vec<Facts> = texts.par_iter().map(|text| Facts::of(text)).collect();
        let mut names = Numbered::default();
        let mut groups = FxHashMap::default();
        let mut concepts_of = FxHashMap::default();
        let mut facets = FxHashMap::default();
        let mut street_words = FxHashSet::default();
        let mut known = Vec::with_capacity(texts.len());
        for (word, facts) in facts.into_iter().enumerate() {
            let word = word as u32;
            known.push(facts.known);
            if !facts.groups.is_empty() {
                let numbers = facts.groups.iter().map(|name| names.number(name));
                groups.insert(word, numbers.collect());
            }
            if let Some((languages, concepts)) = facts.concepts {
                let concepts = concepts.split(' ').filter(|name| !name.is_empty());
                let numbers = concepts.map(|name| names.number(name)).collect();
                concepts_of.insert(word, Concepts { languages, numbers });
            }
            if let Some(facet) = facts.facet {
                facets.insert(word, facet);
            }
            if facts.is_street_word {
                street_words.insert(word);
            }
        }
        let words = Words {
            groups,
            concepts: concepts_of,
            street_words,
            facets,
            records: vec![0; texts.len()],
            weights: vec![0.0; texts.len()],
            known,
            texts,
        };
        (words, renumbered)
    }

    /// How many words there are.
    pub fn count(&self) -> usize {
        self.texts.len()
    }

    /// The letters of a word.
    pub fn text(&self, word: u32) -> &str {
        &self.texts[word as usize][1..]
    }

    pub fn weight(&self, word: u32) -> f32 {
        self.weights[word as usize]
    }

    /// The words of organisations' names with the number of forms that hold them.
    pub fn counts(&self) -> Vec<(String, u32)> {
        let names = (0..self.count() as u32).filter(|&word| self.domain_is(word, Domain::Name));
        names
            .map(|word| (self.text(word).to_string(), self.records[word as usize]))
            .filter(|(_, records)| *records > 0)
            .collect()
    }

    /// The byte that tells the domain of a word.
    pub fn domain_mark(&self, word: u32) -> u8 {
        self.texts[word as usize].as_bytes()[0]
    }

    /// The names that a word is a form of, as numbers: "bill" of "william". Empty for most.
    pub fn groups(&self, word: u32) -> &[u32] {
        self.groups.get(&word).map_or(&[], Vec::as_slice)
    }

    /// The common words of organisations that a word stands for, as numbers; empty for most.
    pub fn concepts(&self, word: u32) -> &[u32] {
        self.concepts
            .get(&word)
            .map_or(&[], |concepts| &concepts.numbers)
    }

    /// The languages in which all these words are common words of organisations.
    pub fn languages(&self, core: &[u32]) -> Vec<&'static str> {
        let of = |word: &u32| {
            self.concepts
                .get(word)
                .map_or("", |concepts| concepts.languages)
        };
        let Some((first, others)) = core.split_first() else {
            return Vec::new();
        };
        let mut common: Vec<&str> = of(first).split(' ').filter(|tag| !tag.is_empty()).collect();
        for other in others {
            common.retain(|&tag| of(other).split(' ').any(|known| known == tag));
        }
        common
    }

    /// Whether a word of an address says only that a street, floor or direction is meant.
    pub fn is_street_word(&self, word: u32) -> bool {
        self.street_words.contains(&word)
    }

    pub fn facet(&self, word: u32) -> Option<Facet> {
        self.facets.get(&word).copied()
    }

    /// A key that a name shares with its translation: its concepts. None where it has fewer than two,
    /// or a word that is no concept.
    pub fn concept_key(&self, core: &[u32]) -> Option<u64> {
        let mut all: Vec<u32> = Vec::new();
        for &word in core {
            let concepts = self.concepts(word);
            if concepts.is_empty() {
                return None;
            }
            all.extend_from_slice(concepts);
        }
        all.sort_unstable();
        all.dedup();
        (all.len() >= 2).then(|| {
            let mut hasher = std::hash::DefaultHasher::new();
            std::hash::Hash::hash(&all, &mut hasher);
            std::hash::Hasher::finish(&hasher)
        })
    }

    pub fn domain_is(&self, word: u32, domain: Domain) -> bool {
        self.texts[word as usize].as_bytes()[0] == domain.mark()
    }

    /// Finds a word by its letters.
    pub fn find(&self, domain: Domain, word: &str) -> Option<u32> {
        let key = format!("{}{word}", char::from(domain.mark()));
        self.texts
            .binary_search_by(|text| (**text).cmp(&key))
            .ok()
            .map(|rank| rank as u32)
    }

    /// Whether a word occurs often, in the roster or in the names behind the tables: two such words that
    /// differ by a letter are two words ("Austria", "Australia"), and no slip.
    pub fn is_common(&self, word: u32) -> bool {
        self.known[word as usize] >= 2 || self.records[word as usize] > 3
    }

    /// How often a word stands, in the roster and in the names behind the tables.
    pub fn occurrences(&self, word: u32) -> u32 {
        self.records[word as usize] + self.known[word as usize]
    }

    /// Weighs every word by its rarity among so many forms of organisations and of people.
    pub fn weigh(&mut self, organisations: usize, people: usize) {
        let names = organisations as f32 + tables::NAMES_BEHIND_COUNTS;
        let people = people as f32 + PEOPLE_BEFORE;
        for word in 0..self.count() {
            let text = self.texts[word].as_bytes();
            let total = if text[0] == Domain::Person.mark() {
                people
            } else {
                names
            };
            let seen = (self.records[word] + self.known[word]) as f32;
            let weight = ((total + 1.0) / (seen + 0.5)).ln();
            self.weights[word] = weight.clamp(WEIGHTS.0, WEIGHTS.1);
            if text[0] == Domain::Name.mark() && text[1..].iter().all(u8::is_ascii_digit) {
                self.weights[word] = self.weights[word].min(NUMBER_WEIGHT);
            }
        }
    }

    /// A rare word one edit from a much commoner one takes that one's weight: a slip is no rarity.
    pub fn soften(&mut self, slips: &FxHashMap<u32, Vec<u32>>) {
        let lowered: Vec<(u32, f32)> = slips
            .iter()
            .filter_map(|(&rare, near)| {
                let seen = self.occurrences(rare);
                if self.text(rare).len() < 5 || seen > 3 {
                    return None;
                }
                let common = near.iter().filter(|&&word| {
                    let often = self.occurrences(word);
                    often >= 15 * seen.max(1) && often >= 12
                });
                let least = common
                    .map(|&word| self.weight(word) + 0.4)
                    .fold(self.weight(rare), f32::min);
                Some((rare, least))
            })
            .collect();
        for (word, weight) in lowered {
            self.weights[word as usize] = weight;
        }
    }
}

/// Numbers for words of tables, in the order in which they are asked for.
#[derive(Default)]
struct Numbered(FxHashMap<&'static str, u32>);

impl Numbered {
    fn number(&mut self, word: &'static str) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(word).or_insert(next)
    }
}

/// What the tables say of a word.
#[derive(Default)]
struct Facts {
    known: u32,
    groups: Vec<&'static str>,
    /// Languages and concepts.
    concepts: Option<(&'static str, &'static str)>,
    facet: Option<Facet>,
    is_street_word: bool,
}

impl Facts {
    fn of(text: &str) -> Facts {
        let mut facts = Facts::default();
        let (mark, word) = (text.as_bytes()[0], &text[1..]);
        if mark == Domain::Person.mark() {
            facts.groups = tables::name_groups(word).collect();
        } else if mark == Domain::Affiliation.mark() {
            facts.known = tables::count(word);
            facts.is_street_word =
                tables::address_word(word).is_some_and(|(_, kind)| kind != "-" && kind != "number");
        } else if mark == Domain::Name.mark() {
            facts.known = tables::count(word);
            facts.concepts = tables::concepts(word);
            facts.facet = tables::facet(word).map(|(name, strength)| Facet { name, strength });
        }
        facts
    }
}
