//! Who is left when all exact evidence is used up: linkage says whose names are alike.
//!
//! Both sides' leftovers go through it as one roster, so that it costs nothing where little changed.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::Findings;
use crate::diff::roster::pairing::{How, Pairs, id_key, records, written_ids};
use crate::diff::roster::{Doubt, Side};
use crate::linkage::{self, Duplicate, Level};
use crate::model::roster::Judgement;
use crate::model::{Record, Roster};
use crate::standardise::fold;

/// From this score on, two names that are each left over are taken for one signatory's, as a question. By
/// `benches/roster-diff.py`, where a third leaves and a third joins: from 0.6 on a third more links are false, and one
/// survivor in 12,000 more is found.
const ENOUGH: f64 = 0.75;

/// Pairs those who are left by what linkage says of their names; gives back whom it finds a little alike. `gone` are
/// those of each side that are part of another.
pub fn pair(
    old: &Side,
    new: &Side,
    pairs: &mut Pairs,
    gone: &[FxHashSet<usize>; 2],
) -> Vec<(usize, usize, Doubt)> {
    let mut alike = Vec::new();
    for link in links(old, new, pairs, gone) {
        let Link { old, new, .. } = link;
        if pairs.partner[0][old] == Some(new) {
            if link.is_certain && pairs.how[old] == How::Known {
                pairs.how[old] = How::KnownAndAlike;
            }
        } else if !pairs.are_free(old, new) {
            // Each has found another.
        } else if link.same_id {
            let how = match link.is_certain {
                true => How::KnownAndAlike,
                false => How::Known,
            };
            pairs.join(old, new, how);
        } else if link.is_certain || link.doubt.score >= ENOUGH {
            pairs.join(old, new, How::Alike(link.doubt));
        } else {
            alike.push((old, new, link.doubt));
        }
    }
    alike.retain(|&(old, new, _)| pairs.are_free(old, new));
    alike
}

/// What linkage says about an old and a new signatory.
struct Link {
    old: usize,
    new: usize,
    /// Whether both have the same id written.
    same_id: bool,
    is_certain: bool,
    doubt: Doubt,
}

/// All links between those who are left, and those paired under two names; the strongest first.
fn links(old: &Side, new: &Side, pairs: &Pairs, gone: &[FxHashSet<usize>; 2]) -> Vec<Link> {
    let is_asked = |side: usize, at: usize| match pairs.partner[side][at] {
        None => !gone[side].contains(&at),
        Some(other) => pairs.keys[side][at].name != pairs.keys[1 - side][other].name,
    };
    let mut joined = Roster::empty(new.roster.source);
    // Side and index of the signatory that each record is of.
    let mut owner: Vec<(usize, usize)> = Vec::new();
    for (side, list) in [old, new].into_iter().enumerate() {
        for at in (0..pairs.keys[side].len()).filter(|&at| is_asked(side, at)) {
            for record in records(list.roster, list.at(at)) {
                joined.records.push(own_name_alone(record));
                owner.push((side, at));
            }
        }
    }
    let sides = owner.iter().map(|(side, _)| side);
    if sides.clone().all(|&side| side == 0) || sides.clone().all(|&side| side == 1) {
        return Vec::new();
    }
    let linked = linkage::resolve(new.sources, &joined, &mut Findings::default());
    let apart = Apart::new(old, new);
    let mut links = Vec::new();
    for found in &linked.duplicates {
        for (one, other) in across(found, &owner) {
            let ids = &pairs.keys[1][other].ids;
            let link = Link {
                old: one,
                new: other,
                same_id: pairs.keys[0][one].ids.iter().any(|id| ids.contains(id)),
                is_certain: found.level == Level::Certain,
                doubt: Doubt {
                    score: found.score,
                    evidence: found.evidence.clone(),
                },
            };
            if !apart.tells(old, one, new, other) {
                links.push(link);
            }
        }
    }
    links.sort_by(|x, y| {
        let ranks = (y.same_id, y.is_certain).cmp(&(x.same_id, x.is_certain));
        let score = y.doubt.score.total_cmp(&x.doubt.score);
        ranks.then(score).then((x.old, x.new).cmp(&(y.old, y.new)))
    });
    links
}

/// A record as linkage is to see it: lines as signed and aliases have had their say.
fn own_name_alone(record: &Record) -> Record {
    Record {
        as_signed: Vec::new(),
        aliases: Vec::new(),
        names: BTreeMap::new(),
        ..record.clone()
    }
}

/// The pairs of an old and a new signatory that a finding is about.
fn across(found: &Duplicate, owner: &[(usize, usize)]) -> Vec<(usize, usize)> {
    /// Of a group of namesakes so many are paired with so many others.
    const MOST: usize = 8;
    let of = |side: usize, records: &[usize]| -> Vec<usize> {
        let owners = records.iter().map(|&record| owner[record]);
        let own = owners.filter(|&(owned, _)| owned == side);
        let mut all: Vec<usize> = own.map(|(_, at)| at).collect();
        all.dedup();
        all.truncate(MOST);
        all
    };
    let product = |olds: &[usize], news: &[usize]| {
        let news = of(1, news);
        let olds = of(0, olds).into_iter();
        let pairs = olds.flat_map(|old| news.iter().map(move |&new| (old, new)));
        pairs.collect::<Vec<_>>()
    };
    let [one, other] = &found.groups;
    match found.level {
        // All of them are one.
        Level::Certain => product(&found.records(), &found.records()),
        Level::Possible => [product(one, other), product(other, one)].concat(),
    }
}

/// Who is told apart by a decision of either roster.
struct Apart {
    /// For each id and each line as signed, folded: the decision, and under which of its names it is.
    names: FxHashMap<String, Vec<(usize, usize)>>,
}

impl Apart {
    fn new(old: &Side, new: &Side) -> Self {
        let mut names: FxHashMap<String, Vec<(usize, usize)>> = FxHashMap::default();
        let all = old.roster.decisions.iter().chain(&new.roster.decisions);
        let distinct = all.filter(|decision| decision.is == Judgement::Distinct);
        for (number, decision) in distinct.enumerate() {
            let ids = decision.of.iter().map(|id| id_key(&id.value));
            let lines = decision.as_signed.iter().map(|line| fold(&line.value));
            for (at, name) in ids.enumerate().chain(lines.enumerate()) {
                names.entry(name).or_default().push((number, at));
            }
        }
        Apart { names }
    }

    fn tells(&self, old: &Side, one: usize, new: &Side, other: usize) -> bool {
        if self.names.is_empty() {
            return false;
        }
        let (one, other) = (self.named(old, one), self.named(new, other));
        one.iter().any(|(decision, at)| {
            let same = other.iter().filter(|(number, _)| number == decision);
            same.clone().count() > 0 && same.into_iter().all(|(_, place)| place != at)
        })
    }

    /// The decisions that name a signatory, and under which of their names.
    fn named(&self, side: &Side, at: usize) -> Vec<(usize, usize)> {
        let signatory = side.at(at);
        let ids = written_ids(side.roster, signatory).map(id_key);
        let lines = signatory.as_signed.iter().map(|line| fold(line));
        let texts =
            records(side.roster, signatory).map(|record| fold(&record.signed_text(side.sources)));
        let all = ids.chain(lines).chain(texts);
        all.filter_map(|name| self.names.get(&name))
            .flatten()
            .copied()
            .collect()
    }
}
