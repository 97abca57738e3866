//! Proposals for what only a human can decide (class P): spelling, articles, capitals.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use unicode_script::{Script, UnicodeScript};

use crate::standardise::characters::alphanumeric_runs;
use crate::standardise::countries::{How, Mention, mentions};
use crate::tables::countries as table;
use crate::tables::fold::words;
use crate::tables::words as vocabulary;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProposalKind {
    Spelling,
    CountrySpelling,
    MissingArticle,
    AllCapitals,
}

/// Another wording for a stretch of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Bytes of the name.
    pub range: Range<usize>,
    pub replacement: String,
    /// Half a sentence: what speaks for it.
    pub why: String,
    pub kind: ProposalKind,
}

/// The words of a roster, folded: how often each stands there, once per name, and what it may be a
/// slip of. A roster says the same words again and again; each is looked up once.
#[derive(Debug, Clone, Default)]
pub struct RosterWords {
    counts: HashMap<String, usize>,
    /// By the word: the word that it may be a slip of.
    slips: HashMap<String, String>,
    /// The words that stand in several names: what a rare one may be a slip of. By their looks.
    common: HashMap<Looks, Vec<String>>,
}

/// What a word and its slip have in common: first and last letter, and nearly the length in bytes.
type Looks = (char, char, usize);

/// A word of the roster's own is believed when this many names have it.
const COMMON: usize = 3;

/// In letters: shorter words are too near to others.
const SHORTEST: usize = 6;

impl RosterWords {
    pub fn new<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut words_of_roster = RosterWords::default();
        for name in names {
            let folded = words(name);
            let mut all: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
            all.sort_unstable();
            all.dedup();
            for word in all {
                match words_of_roster.counts.get_mut(word) {
                    Some(count) => *count += 1,
                    None => {
                        words_of_roster.counts.insert(word.to_owned(), 1);
                    }
                }
            }
        }
        for (word, count) in &words_of_roster.counts {
            if *count >= COMMON
                && word.len() >= SHORTEST
                && let Some(looks) = looks(word)
            {
                let alike = words_of_roster.common.entry(looks).or_default();
                alike.push(word.clone());
            }
        }
        let slips = words_of_roster
            .counts
            .par_iter()
            .map(|(word, _)| word)
            .filter_map(|word| Some((word.clone(), slip_of(word, &words_of_roster)?)))
            .collect();
        words_of_roster.slips = slips;
        words_of_roster
    }

    fn count(&self, word: &str) -> usize {
        self.counts.get(word).copied().unwrap_or(0)
    }

    /// The word that a folded word may be a slip of.
    fn slip_of(&self, word: &str) -> Option<String> {
        match self.counts.contains_key(word) {
            true => self.slips.get(word).cloned(),
            false => slip_of(word, self),
        }
    }

    /// The common words that a word may be a slip of by their looks.
    fn alike(&self, word: &str) -> impl Iterator<Item = &str> {
        looks_of_slips(word)
            .filter_map(|looks| self.common.get(&looks))
            .flatten()
            .map(String::as_str)
    }
}

/// The looks of the words that a word may be a slip of.
fn looks_of_slips(word: &str) -> impl Iterator<Item = Looks> + use<> {
    let looks = looks(word);
    let lengths = word.len().saturating_sub(1)..=word.len() + 1;
    lengths.filter_map(move |length| looks.map(|(first, last, _)| (first, last, length)))
}

/// The words of organisations' names that a word may be a slip of by their looks.
fn organisation_words_alike(word: &str) -> impl Iterator<Item = &'static str> + use<> {
    static WORDS: OnceLock<FxHashMap<Looks, Vec<&str>>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        let mut words: FxHashMap<Looks, Vec<&str>> = FxHashMap::default();
        for word in vocabulary::all_organisation_words() {
            if let Some(looks) = looks(word) {
                words.entry(looks).or_default().push(word);
            }
        }
        words
    });
    looks_of_slips(word)
        .filter_map(|looks| words.get(&looks))
        .flatten()
        .copied()
}

fn looks(word: &str) -> Option<Looks> {
    Some((word.chars().next()?, word.chars().next_back()?, word.len()))
}

/// What a human may want to correct in the name of an organisation. A word of another language, a
/// surname or a place is no slip: where that can't be ruled out nothing is proposed.
pub fn proposals(name: &str, roster_words: &RosterWords) -> Vec<Proposal> {
    let mut found = Vec::new();
    let mentioned = mentions(name);
    for mention in &mentioned {
        if let Some(spelling) = mention.near {
            found.push(country_proposal(
                mention.range.clone(),
                &name[mention.range.clone()],
                spelling,
            ));
        }
    }
    found.extend(missing_articles(name, &mentioned));
    let capitals = all_capitals(name);
    if capitals.is_none() {
        let taken: Vec<Range<usize>> = mentioned.into_iter().map(|mention| mention.range).collect();
        found.extend(spelling(name, roster_words, &taken));
    }
    found.extend(capitals);
    found.sort_by_key(|proposal| (proposal.range.start, proposal.range.end));
    found
}

/// The spelling of a country that stands alone, as in `country-name`.
pub fn country_spelling(word: &str) -> Option<Proposal> {
    let (_, spelling) = table::find_near(word)?;
    Some(country_proposal(0..word.len(), word, spelling))
}

fn country_proposal(range: Range<usize>, written: &str, spelling: &str) -> Proposal {
    let why =
        format!("no table of countries has “{written}”, and “{spelling}” is the only name so near");
    Proposal {
        range,
        replacement: spelling.to_owned(),
        why,
        kind: ProposalKind::CountrySpelling,
    }
}

fn missing_articles(name: &str, mentioned: &[Mention]) -> Vec<Proposal> {
    let mut found = Vec::new();
    for mention in mentioned {
        let written = &name[mention.range.clone()];
        let before = name[..mention.range.start].trim_end();
        let english = before.ends_with(" of") || before.ends_with(" in");
        if english && matches!(mention.how, How::Of | How::In) && table::takes_article(written) {
            found.push(Proposal {
                range: mention.range.clone(),
                replacement: format!("the {written}"),
                why: format!("“the {written}” is usual"),
                kind: ProposalKind::MissingArticle,
            });
        }
    }
    found
}

/// A name that shouts: several words of four and more letters, or one of nine, and no small letter.
fn all_capitals(name: &str) -> Option<Proposal> {
    if name.chars().any(char::is_lowercase) || !name.chars().any(char::is_uppercase) {
        return None;
    }
    let runs = alphanumeric_runs(name);
    let long = runs
        .iter()
        .filter(|run| {
            name[(*run).clone()]
                .chars()
                .filter(|c| c.is_uppercase())
                .count()
                >= 4
        })
        .count();
    let longest = runs
        .iter()
        .map(|run| {
            name[run.clone()]
                .chars()
                .filter(|c| c.is_uppercase())
                .count()
        })
        .max()?;
    if long < 2 && longest < 9 {
        return None;
    }
    let mut replacement = String::new();
    let mut at = 0;
    for run in runs {
        replacement.push_str(&name[at..run.start]);
        let word = &name[run.clone()];
        let folded = words(word);
        let before = &name[..run.start];
        let small = vocabulary::is_stop_word(&folded)
            || vocabulary::preposition(&folded).is_some()
            || vocabulary::is_conjunction(&folded);
        let possessive = before.ends_with(['\'', '’']) && word.chars().count() == 1;
        if possessive || (small && !before.trim().is_empty()) {
            replacement.push_str(&word.to_lowercase());
        } else {
            let mut chars = word.chars();
            replacement.extend(chars.next());
            replacement.push_str(&chars.as_str().to_lowercase());
        }
        at = run.end;
    }
    replacement.push_str(&name[at..]);
    let why = "the whole name is in capitals".to_owned();
    Some(Proposal {
        range: 0..name.len(),
        replacement,
        why,
        kind: ProposalKind::AllCapitals,
    })
}

fn spelling(name: &str, roster_words: &RosterWords, taken: &[Range<usize>]) -> Vec<Proposal> {
    let runs = alphanumeric_runs(name);
    let folded: Vec<String> = runs.iter().map(|run| words(&name[run.clone()])).collect();
    let mut found = Vec::new();
    for (i, run) in runs.iter().enumerate() {
        let word = folded[i].as_str();
        let written = &name[run.clone()];
        let Some(candidate) = roster_words.slip_of(word) else {
            continue;
        };
        let candidate = candidate.as_str();
        if taken
            .iter()
            .any(|range| range.start < run.end && run.start < range.end)
            || !is_latin(written)
        {
            continue;
        }
        let languages: Vec<&str> = vocabulary::organisation_languages(candidate).collect();
        let others = folded
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != i)
            .map(|(_, word)| word.as_str());
        if !speaks(others, &languages) {
            continue;
        }
        let count = roster_words.count(candidate);
        let why = if count > 0 {
            format!(
                "“{candidate}” stands in {count} other {} of the roster",
                if count == 1 { "name" } else { "names" }
            )
        } else {
            format!("names of organisations have the word “{candidate}”, one letter away")
        };
        found.push(Proposal {
            range: run.clone(),
            replacement: like(written, candidate),
            why,
            kind: ProposalKind::Spelling,
        });
    }
    found
}

/// The only word of the tables and of the roster that a folded word may be a slip of; none for a word
/// that some table has.
fn slip_of(word: &str, roster_words: &RosterWords) -> Option<String> {
    if word.chars().count() < SHORTEST || is_known(word) {
        return None;
    }
    let own = (roster_words.count(word) <= 1).then(|| roster_words.alike(word));
    let mut all = organisation_words_alike(word)
        .map(|word| -> &str { word })
        .chain(own.into_iter().flatten())
        .filter(|candidate| {
            candidate.len() >= 5
                && !candidate.contains(' ')
                && candidate.len().abs_diff(word.len()) <= 1
                && is_slip(word, candidate)
        });
    let best = all.next()?;
    all.all(|other| other == best).then(|| best.to_string())
}

/// Whether a folded word needs no correction: some table has it.
fn is_known(word: &str) -> bool {
    vocabulary::is_organisation_word(word)
        || vocabulary::kind(word).is_some()
        || vocabulary::is_given_name(word)
        || vocabulary::is_role(word)
        || vocabulary::function_word(word).is_some()
        || vocabulary::is_stop_word(word)
        || vocabulary::is_title_word(word)
        || table::demonym_folded(word).is_some()
        || table::find_folded(word).is_some()
        || table::is_no_country(word)
        // A plural or a possessive of a known word.
        || word.strip_suffix('s').is_some_and(|stem| vocabulary::is_organisation_word(stem) || vocabulary::kind(stem).is_some())
}

fn is_latin(word: &str) -> bool {
    word.chars().all(|c| c.script() == Script::Latin)
        && !word.chars().skip(1).any(char::is_uppercase)
}

/// Whether one word is the other with a slip of the keyboard inside: a letter left out, doubled or
/// turned round. Changes at the start make other words (national, rational), changes at the end other
/// languages and forms (communiste), and a changed letter often another spelling (organisation).
fn is_slip(word: &str, candidate: &str) -> bool {
    // Most candidates differ at the second letter already, unless letters were turned round there.
    let (x, y) = (word.as_bytes(), candidate.as_bytes());
    if x.get(1) != y.get(1) && (x.get(1) != y.get(2) || x.get(2) != y.get(1)) {
        return false;
    }
    let (a, b): (Vec<char>, Vec<char>) = (word.chars().collect(), candidate.chars().collect());
    let start = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let end = a[start..]
        .iter()
        .rev()
        .zip(b[start..].iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    if start == 0 || end == 0 {
        return false;
    }
    let (middle_a, middle_b) = (&a[start..a.len() - end], &b[start..b.len() - end]);
    match (middle_a, middle_b) {
        // Behind the first letter, and not the last vowel of an ending.
        ([], [_]) | ([_], []) => start >= 2 && end >= 2,
        ([x, y], [u, v]) => x == v && y == u && end >= 1,
        ([x], [y]) => end >= 3 && start >= 2 && !interchangeable(*x, *y),
        _ => false,
    }
}

/// Letters that spellings of one word in two languages exchange.
fn interchangeable(x: char, y: char) -> bool {
    const PAIRS: [(char, char); 10] = [
        ('s', 'z'),
        ('c', 's'),
        ('c', 'k'),
        ('c', 'z'),
        ('i', 'y'),
        ('u', 'o'),
        ('e', 'i'),
        ('a', 'e'),
        ('t', 'c'),
        ('v', 'w'),
    ];
    PAIRS.contains(&(x, y)) || PAIRS.contains(&(y, x))
}

/// Whether words around are of one of those languages, and none is only of others. A word of the
/// roster's own that no table knows needs the name to be in no known language.
fn speaks<'w>(words: impl Iterator<Item = &'w str>, languages: &[&str]) -> bool {
    let mut speaks = false;
    for word in words {
        let of: Vec<&str> = vocabulary::organisation_languages(word).collect();
        let small = vocabulary::function_word(word).map_or("", |(languages, _)| languages);
        let own = languages
            .iter()
            .any(|lang| of.contains(lang) || small.split(' ').any(|known| known == *lang));
        if own {
            speaks = true;
        } else if !of.is_empty() || !small.is_empty() {
            return false;
        }
    }
    speaks
}

/// The candidate with the capitals of the written word.
fn like(written: &str, candidate: &str) -> String {
    let mut chars = candidate.chars();
    match chars.next() {
        Some(first) if written.starts_with(char::is_uppercase) => {
            first.to_uppercase().collect::<String>() + chars.as_str()
        }
        _ => candidate.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proposed(name: &str) -> Vec<(String, ProposalKind)> {
        proposals(name, &RosterWords::default())
            .into_iter()
            .map(|proposal| (proposal.replacement, proposal.kind))
            .collect()
    }

    #[test]
    fn slips_are_proposed() {
        for (name, wanted, kind) in [
            ("Red-Green Aliance", "Alliance", ProposalKind::Spelling),
            (
                "Socialist Allaince of the Left",
                "Alliance",
                ProposalKind::Spelling,
            ),
            (
                "Communist Party of Morroco",
                "Morocco",
                ProposalKind::CountrySpelling,
            ),
            (
                "Communist Party of Russian Federation",
                "the Russian Federation",
                ProposalKind::MissingArticle,
            ),
            (
                "COMMUNIST PARTY OF GREECE",
                "Communist Party of Greece",
                ProposalKind::AllCapitals,
            ),
        ] {
            assert_eq!(proposed(name), [(wanted.to_owned(), kind)], "{name}");
        }
        assert_eq!(
            country_spelling("Morroco")
                .map(|proposal| proposal.replacement)
                .as_deref(),
            Some("Morocco")
        );
    }

    #[test]
    fn other_languages_surnames_and_places_are_no_slips() {
        for name in [
            "Parti communiste français",
            "Partidul Comunist Român",
            "Ettajdid Movement",
            "Synaspismos",
            "Communist Party of the Russian Federation",
            "De Linke",
            "Tudeh Party of Iran",
            "Partito della Rifondazione Comunista",
            "Socialistisk Venstreparti",
            "Komunistická strana Čech a Moravy",
            "Rosa Luxemburg Foundation",
            "International Labor Organization",
            "International Labour Organisation",
            "Harcourt Peace Centre",
            "AKEL",
            "NATO",
            "Sinn Féin",
            "Allianz der Mitte",
        ] {
            assert_eq!(proposed(name), [], "{name}");
        }
    }

    #[test]
    fn the_rosters_own_words_count() {
        let names = [
            "Zorblatt Union North",
            "Zorblatt Union South",
            "The Zorblatt Union",
            "Zorblat Union of the East",
        ];
        let all = RosterWords::new(names);
        let found = proposals(names[3], &all);
        assert!(
            found.is_empty() || found[0].replacement == "Zorblatt",
            "{found:?}"
        );
    }
}
