//! Which signatory of the old roster is which of the new one.
//!
//! The surest evidence pairs first: the same id with the same name or acronym; all as it was; the same name and affiliation; the
//! line that it signed as, or an alias; the same name alone; in TOML the same id alone. Who is left goes through linkage
//! ([`alike`]). In a sheet an id pairs two names only where these are alike too: its rows may have been numbered anew.

use std::hash::Hash;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::diff::roster::letters::telling;
use crate::diff::roster::{Doubt, Side, alike};
use crate::model::{Record, Roster, Signatory};
use crate::standardise::words;

/// Two signatories that are one.
pub struct Pair {
    pub old: usize,
    pub new: usize,
    pub how: How,
}

/// What says that they are one.
#[derive(Debug, Clone, PartialEq)]
pub enum How {
    /// Their id, or a line that both signed as.
    Known,
    /// The same, and linkage holds their names for the same too.
    KnownAndAlike,
    /// Their names, which are equal when folded.
    Named,
    /// Their names, which are alike.
    Alike(Doubt),
}

/// How the signatories of two rosters belong together. Indices are those of the signatories.
pub struct Pairing {
    /// In the order of the old side. Nobody is in two of them.
    pub pairs: Vec<Pair>,
    /// Of the old side: those that are part of a signatory of the new side that has another partner.
    pub merged: Vec<(usize, usize)>,
    /// Of the new side: those that were part of one of the old side; old, new.
    pub parted: Vec<(usize, usize)>,
    /// Old and new without partners that may be the same, but hardly.
    pub alike: Vec<(usize, usize, Doubt)>,
}

pub fn pair(old: &Side, new: &Side) -> Pairing {
    let keys = [keys(old), keys(new)];
    let mut pairs = Pairs::new(&keys);
    let same_name =
        |a: &Keys, b: &Keys| a.name == b.name || (!a.acronym.is_empty() && a.acronym == b.acronym);
    pairs.unique(|keys| &keys.ids, same_name, How::Known);
    pairs.equal(|keys| (&keys.whole, &keys.beside));
    pairs.equal(|keys| &keys.whole);
    let ambiguous = ambiguous(&keys);
    // "Communist Party" of one country is not that of another, where the list has several.
    let may_be_one = |a: &Keys, b: &Keys| {
        let moved = !a.is_person && a.country.is_some() && b.country.is_some();
        !(moved && a.country != b.country && ambiguous.contains(a.name.as_str()))
    };
    pairs.counted(|keys| (&keys.name, &keys.affiliation), may_be_one);
    let one_is_a_line = |a: &Keys, b: &Keys| a.name != b.name;
    pairs.unique(|keys| &keys.lines, one_is_a_line, How::Known);
    pairs.counted(|keys| &keys.name, may_be_one);
    // In a roster that people keep, an id is never given to another: whoever bears it has a new name.
    if [old, new]
        .into_iter()
        .all(|side| side.roster.is_toml(side.sources))
    {
        pairs.unique(|keys| &keys.ids, |_, _| true, How::Known);
    }

    let merged = pairs.part_of(new, 0);
    let parted = pairs.part_of(old, 1);
    let parted: Vec<(usize, usize)> = parted.into_iter().map(|(new, old)| (old, new)).collect();
    let gone: [FxHashSet<usize>; 2] = [
        merged.iter().map(|&(old, _)| old).collect(),
        parted.iter().map(|&(_, new)| new).collect(),
    ];
    let alike = alike::pair(old, new, &mut pairs, &gone);
    Pairing {
        pairs: pairs.finish(),
        merged,
        parted,
        alike,
    }
}

/// What a signatory is found again by.
pub struct Keys<'a> {
    /// Ids that are written; those made from a name say no more than the name.
    pub ids: Vec<String>,
    /// Folded to words, a person's title left out.
    pub name: String,
    affiliation: String,
    acronym: String,
    country: Option<&'a str>,
    is_person: bool,
    /// All that is printed in its line.
    whole: String,
    /// What else tells equal lines apart: status and note.
    beside: String,
    /// Its name, the lines that it signed as, its aliases; folded to words, each once.
    lines: Vec<String>,
}

fn keys<'a>(side: &Side<'a>) -> Vec<Keys<'a>> {
    let all = &side.signatories.all;
    let roster = side.roster;
    all.par_iter()
        .map(|signatory| keys_of(roster, signatory))
        .collect()
}

fn keys_of<'a>(roster: &Roster, signatory: &'a Signatory) -> Keys<'a> {
    let field = |text: &Option<String>| text.as_deref().map(words).unwrap_or_default();
    let name = telling(signatory).join(" ");
    let affiliation = field(&signatory.organisation);
    let acronym = field(&signatory.acronym);
    let whole = [
        name.as_str(),
        &affiliation,
        &acronym,
        &field(&signatory.role),
        signatory.country.as_deref().unwrap_or_default(),
        &field(&signatory.location),
    ]
    .join("\n");
    let records = || records(roster, signatory);
    let aliases = records().flat_map(|record| &record.aliases);
    let aliases = aliases.map(|alias| &alias.value);
    let mut known = FxHashSet::default();
    let lines = std::iter::once(&signatory.name)
        .chain(&signatory.as_signed)
        .chain(aliases)
        .map(|text| words(text))
        .filter(|line| known.insert(line.clone()));
    Keys {
        ids: written_ids(roster, signatory).map(str::to_string).collect(),
        affiliation,
        acronym,
        country: signatory.country.as_deref(),
        is_person: signatory.is_person(),
        beside: format!("{:?}\n{}", signatory.status, field(&signatory.note)),
        lines: lines.collect(),
        name,
        whole,
    }
}

pub fn records<'a>(
    roster: &'a Roster,
    signatory: &'a Signatory,
) -> impl Iterator<Item = &'a Record> {
    signatory.records.iter().map(|&at| &roster.records[at])
}

pub fn written_ids<'a>(
    roster: &'a Roster,
    signatory: &'a Signatory,
) -> impl Iterator<Item = &'a str> {
    records(roster, signatory)
        .filter(|record| record.id_place.is_some())
        .map(|record| record.id.as_str())
}

/// Names that organisations of several countries bear on one side.
fn ambiguous<'k>(keys: &'k [Vec<Keys>; 2]) -> FxHashSet<&'k str> {
    let mut ambiguous = FxHashSet::default();
    for side in keys {
        let mut seen: FxHashMap<&str, &str> = FxHashMap::default();
        for keys in side {
            let Some(country) = keys.country else {
                continue;
            };
            if *seen.entry(&keys.name).or_insert(country) != country {
                ambiguous.insert(keys.name.as_str());
            }
        }
    }
    ambiguous
}

/// Pairs as they are found. An index 0 stands for the old side, 1 for the new.
pub struct Pairs<'k> {
    pub keys: &'k [Vec<Keys<'k>>; 2],
    pub partner: [Vec<Option<usize>>; 2],
    /// Of the old side.
    pub how: Vec<How>,
}

impl<'k> Pairs<'k> {
    fn new(keys: &'k [Vec<Keys<'k>>; 2]) -> Self {
        Pairs {
            partner: [vec![None; keys[0].len()], vec![None; keys[1].len()]],
            how: vec![How::Known; keys[0].len()],
            keys,
        }
    }

    pub fn join(&mut self, old: usize, new: usize, how: How) {
        self.partner[0][old] = Some(new);
        self.partner[1][new] = Some(old);
        self.how[old] = how;
    }

    fn is_free(&self, side: usize, at: usize) -> bool {
        self.partner[side][at].is_none()
    }

    pub fn are_free(&self, old: usize, new: usize) -> bool {
        self.is_free(0, old) && self.is_free(1, new)
    }

    fn free(&self, side: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.partner[side].len()).filter(move |&at| self.is_free(side, at))
    }

    /// Pairs those who alone on their sides have a key.
    fn unique(
        &mut self,
        keys: impl Fn(&'k Keys<'k>) -> &'k [String],
        accept: impl Fn(&Keys, &Keys) -> bool,
        how: How,
    ) {
        /// Several have the key.
        const SEVERAL: usize = usize::MAX;
        let all = self.keys;
        let of = |side: usize| {
            let mut found: FxHashMap<&str, usize> = FxHashMap::default();
            for at in self.free(side) {
                for key in keys(&all[side][at]) {
                    let other = found.entry(key).or_insert(at);
                    if *other != at {
                        *other = SEVERAL;
                    }
                }
            }
            found
        };
        let (olds, news) = (of(0), of(1));
        for old in 0..all[0].len() {
            for key in keys(&all[0][old]) {
                let (one, other) = (olds.get(key.as_str()), news.get(key.as_str()));
                let (Some(&one), Some(&new)) = (one, other) else {
                    continue;
                };
                let is_pair = one == old && new != SEVERAL && self.are_free(old, new);
                if is_pair && accept(&all[0][old], &all[1][new]) {
                    self.join(old, new, how.clone());
                }
            }
        }
    }

    /// Those without partners by their key: for each key that both sides have, who has it, in order.
    fn groups<K: Hash + Eq>(
        &self,
        key: impl Fn(&'k Keys<'k>) -> K,
    ) -> Vec<(Vec<usize>, Vec<usize>)> {
        let mut groups: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
        let mut of_key: FxHashMap<K, usize> = FxHashMap::default();
        for old in self.free(0) {
            let group = *of_key
                .entry(key(&self.keys[0][old]))
                .or_insert(groups.len());
            if group == groups.len() {
                groups.push(Default::default());
            }
            groups[group].0.push(old);
        }
        for new in self.free(1) {
            if let Some(&group) = of_key.get(&key(&self.keys[1][new])) {
                groups[group].1.push(new);
            }
        }
        groups.retain(|(_, news)| !news.is_empty());
        groups
    }

    /// Pairs those who are alike in all that the key holds. Of more on one side than on the other, neighbours of pairs
    /// go first: then the right one of three "J. Smith" is missing.
    fn equal<K: Hash + Eq>(&mut self, key: impl Fn(&'k Keys<'k>) -> K) {
        let groups = self.groups(&key);
        let (even, odd): (Vec<_>, Vec<_>) = groups
            .into_iter()
            .partition(|(olds, news)| olds.len() == news.len());
        for (olds, news) in even {
            for (old, new) in olds.into_iter().zip(news) {
                self.join(old, new, How::Named);
            }
        }
        let candidates: Vec<usize> = odd.iter().flat_map(|(olds, _)| olds).copied().collect();
        let forward = candidates.iter().map(|&old| (old, old.checked_sub(1), 1));
        let backward = candidates.iter().rev().map(|&old| (old, Some(old + 1), -1));
        for (old, neighbour, step) in forward.chain(backward) {
            let beside = neighbour.and_then(|at| *self.partner[0].get(at)?);
            let new = beside.and_then(|at| at.checked_add_signed(step));
            let Some(new) = new.filter(|&new| new < self.keys[1].len()) else {
                continue;
            };
            if self.are_free(old, new) && key(&self.keys[0][old]) == key(&self.keys[1][new]) {
                self.join(old, new, How::Named);
            }
        }
        for (mut olds, mut news) in odd {
            olds.retain(|&old| self.is_free(0, old));
            news.retain(|&new| self.is_free(1, new));
            for (old, new) in olds.into_iter().zip(news) {
                self.join(old, new, How::Named);
            }
        }
    }

    /// Pairs those who share a key, in order, where as many have it on both sides.
    fn counted<K: Hash + Eq>(
        &mut self,
        key: impl Fn(&'k Keys<'k>) -> K,
        accept: impl Fn(&Keys, &Keys) -> bool,
    ) {
        let groups = self.groups(key).into_iter();
        for (olds, news) in groups.filter(|(olds, news)| olds.len() == news.len()) {
            for (old, new) in olds.into_iter().zip(news) {
                if accept(&self.keys[0][old], &self.keys[1][new]) {
                    self.join(old, new, How::Named);
                }
            }
        }
    }

    /// Those of a side without partners that are part of a signatory of the other side that has one: a signatory of
    /// several entries, or several lines as signed.
    fn part_of(&self, other: &Side, side: usize) -> Vec<(usize, usize)> {
        let mut parts: FxHashMap<String, usize> = FxHashMap::default();
        for (at, signatory) in other.signatories.all.iter().enumerate() {
            let is_several = signatory.records.len() > 1 || signatory.as_signed.len() > 1;
            if !is_several || self.is_free(1 - side, at) {
                continue;
            }
            let lines = signatory.as_signed.iter().map(|line| words(line));
            let names = records(other.roster, signatory).map(|record| words(&record.name.value));
            let ids = written_ids(other.roster, signatory).map(id_key);
            for part in lines.chain(names).chain(ids) {
                parts.entry(part).or_insert(at);
            }
        }
        let whole = |at: usize| {
            let keys = &self.keys[side][at];
            let ids = keys.ids.iter().map(|id| id_key(id));
            let mut all = ids.chain(keys.lines.iter().cloned());
            all.find_map(|key| parts.get(&key).copied())
        };
        self.free(side)
            .filter_map(|at| Some((at, whole(at)?)))
            .collect()
    }

    fn finish(self) -> Vec<Pair> {
        let partners = self.partner[0].iter().zip(self.how).enumerate();
        partners
            .filter_map(|(old, (&new, how))| {
                Some(Pair {
                    old,
                    new: new?,
                    how,
                })
            })
            .collect()
    }
}

/// An id among texts: no text folds to this.
pub fn id_key(id: &str) -> String {
    format!("#{id}")
}
