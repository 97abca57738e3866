//! Pairs the blocks of two texts: equal ones, edited ones where they stand, edited ones that moved.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::bag::Bag;
use super::blocks::{BlockKind, Text};
use super::weights::WHOLE;
use super::words::equal_runs;

/// How alike blocks in place must be, from 0 to 1: the weighted Dice coefficient, or [`CONTAINED`] of
/// the share of the smaller one that lies in the larger.
const IN_PLACE: f32 = 0.30;
const CONTAINED: f32 = 0.8;
/// The same where a gap is too large to compare all with all.
const IN_LARGE_GAP: f32 = 0.45;
/// How alike blocks must be that don't stand where they stood.
const OUT_OF_PLACE: f32 = 0.62;
/// Blocks with fewer words aren't looked for elsewhere, edited.
const OUT_OF_PLACE_WORDS: u32 = 5;
/// Blocks with fewer words never count as moved.
const MOVED_WORDS: u32 = 4;
/// What likeness between a heading and another block counts.
const HEADING_TO_TEXT: f32 = 0.7;
/// Pairs that are compared one by one in a gap.
const GAP: usize = 400_000;
/// Rare words by which candidates are looked for where there are more.
const CANDIDATE_WORDS: usize = 24;
/// A word in more blocks is no help in that.
const COMMON_WORD: usize = 200;
/// Candidates that are compared for each block.
const CANDIDATES: usize = 8;

/// Which blocks belong together.
pub struct Pairing {
    /// For each old block, its new one.
    pub of_old: Vec<Option<usize>>,
    /// For each new block, its old one.
    pub of_new: Vec<Option<usize>>,
    /// For each old block, whether it and its new one stand where they stood; the others moved.
    pub in_place: Vec<bool>,
}

pub fn pair(old: &Text, new: &Text) -> Pairing {
    let mut pairing = Pairing {
        of_old: vec![None; old.blocks.len()],
        of_new: vec![None; new.blocks.len()],
        in_place: vec![false; old.blocks.len()],
    };
    pairing.equal(old, new);
    pairing.spread(old, new);
    pairing.repeated(old, new);
    pairing.spread(old, new);
    let bags = Bags {
        old: unpaired(old, &pairing.of_old),
        new: unpaired(new, &pairing.of_new),
    };
    let mut tried = FxHashSet::default();
    pairing.gaps(old, new, &bags, &mut tried);
    pairing.out_of_place(old, new, &bags);
    // What moved may have stood for what stayed; now that more is known, the gaps are others.
    pairing.gaps(old, new, &bags, &mut tried);
    pairing.settle(old);
    pairing
}

/// The bags of blocks that have no equal.
struct Bags {
    old: Vec<Option<Bag>>,
    new: Vec<Option<Bag>>,
}

fn unpaired(text: &Text, pairs: &[Option<usize>]) -> Vec<Option<Bag>> {
    let bag = |(block, pair): (usize, &Option<usize>)| pair.is_none().then(|| Bag::of(text, block));
    pairs.iter().enumerate().map(bag).collect()
}

impl Pairing {
    fn set(&mut self, i: usize, j: usize) {
        self.of_old[i] = Some(j);
        self.of_new[j] = Some(i);
    }

    fn is_free(&self, i: usize, j: usize) -> bool {
        self.of_old[i].is_none() && self.of_new[j].is_none()
    }

    /// Pairs equal blocks that stand once in each text.
    fn equal(&mut self, old: &Text, new: &Text) {
        let (a, b) = (once(old), once(new));
        for (hash, &i) in &a {
            if let (Some(i), Some(Some(j))) = (i, b.get(hash)) {
                self.set(i, *j);
            }
        }
    }

    /// Pairs equal blocks that follow, or come before, a pair.
    fn spread(&mut self, old: &Text, new: &Text) {
        let equal = |i: usize, j: usize| old.blocks[i].hash == new.blocks[j].hash;
        for i in 1..self.of_old.len() {
            if let Some(j) = self.of_old[i - 1].map(|j| j + 1)
                && j < self.of_new.len()
                && self.is_free(i, j)
                && equal(i, j)
            {
                self.set(i, j);
            }
        }
        for i in (1..self.of_old.len()).rev() {
            if let Some(j) = self.of_old[i].and_then(|j| j.checked_sub(1))
                && self.is_free(i - 1, j)
                && equal(i - 1, j)
            {
                self.set(i - 1, j);
            }
        }
    }

    /// Pairs equal blocks that stand several times, where that crosses no pair.
    fn repeated(&mut self, old: &Text, new: &Text) {
        for (a, b) in self.free_in_gaps(old) {
            let hash = |text: &Text, blocks: &[usize]| -> Vec<u64> {
                blocks
                    .iter()
                    .map(|&block| text.blocks[block].hash)
                    .collect()
            };
            for (x, y, length) in equal_runs(&hash(old, &a), &hash(new, &b)) {
                (0..length).for_each(|k| self.set(a[x + k], b[y + k]));
            }
        }
    }

    /// Pairs edited blocks between pairs that stand where they stood.
    ///
    /// `tried` holds the gaps that were looked at: where they begin, and how many blocks they have.
    fn gaps(&mut self, old: &Text, new: &Text, bags: &Bags, tried: &mut FxHashSet<[usize; 4]>) {
        let likeness = |i: usize, j: usize| bags.in_place(old, new, i, j);
        for (a, b) in self.free_in_gaps(old) {
            let known = !tried.insert([a[0], a.len(), b[0], b.len()]);
            if known {
                continue;
            }
            if a.len() * b.len() <= GAP {
                self.best_in_order(&a, &b, bags, &likeness);
            } else {
                self.candidates(&a, &b, bags, IN_LARGE_GAP, &likeness);
            }
        }
    }

    /// Pairs edited blocks that stand elsewhere.
    fn out_of_place(&mut self, old: &Text, new: &Text, bags: &Bags) {
        let large = |text: &Text, pairs: &[Option<usize>]| -> Vec<usize> {
            let blocks = text.blocks.iter().zip(pairs).enumerate();
            blocks
                .filter(|(_, (block, pair))| pair.is_none() && block.words >= OUT_OF_PLACE_WORDS)
                .map(|(at, _)| at)
                .collect()
        };
        let (a, b) = (large(old, &self.of_old), large(new, &self.of_new));
        let likeness = |i: usize, j: usize| bags.dice(i, j);
        self.candidates(&a, &b, bags, OUT_OF_PLACE, &likeness);
    }

    /// Tells what moved, and takes pairs apart that are too small to have moved.
    fn settle(&mut self, old: &Text) {
        for i in self.backbone(old) {
            self.in_place[i] = true;
        }
        for i in 0..self.of_old.len() {
            if !self.in_place[i]
                && old.blocks[i].words < MOVED_WORDS
                && let Some(j) = self.of_old[i].take()
            {
                self.of_new[j] = None;
            }
        }
    }

    /// The blocks without a pair in each gap of the backbone that has some on both sides.
    fn free_in_gaps(&self, old: &Text) -> Vec<(Vec<usize>, Vec<usize>)> {
        let free = |range: Range<usize>, pairs: &[Option<usize>]| -> Vec<usize> {
            range.filter(|&block| pairs[block].is_none()).collect()
        };
        let (mut i, mut j) = (0, 0);
        let mut gaps = Vec::new();
        let ends = self.backbone(old).into_iter();
        let ends = ends.filter_map(|i| Some((i, self.of_old[i]?)));
        for (p, q) in ends.chain([(self.of_old.len(), self.of_new.len())]) {
            let (a, b) = (free(i..p, &self.of_old), free(j..q, &self.of_new));
            if !a.is_empty() && !b.is_empty() {
                gaps.push((a, b));
            }
            (i, j) = (p + 1, q + 1);
        }
        gaps
    }

    /// The old blocks of the heaviest pairs that stand in the same order in both texts.
    ///
    /// Takes n log n: a Fenwick tree holds the heaviest chain that ends at or before a new block.
    fn backbone(&self, old: &Text) -> Vec<usize> {
        #[derive(Clone, Copy, Default)]
        struct Chain {
            weight: u64,
            /// Its last old block, from 1; 0 for none.
            last: usize,
        }
        let mut best = vec![Chain::default(); self.of_new.len() + 1];
        let mut before = vec![0; self.of_old.len()];
        let mut heaviest = Chain::default();
        for (i, j) in self.of_old.iter().enumerate() {
            let Some(j) = *j else { continue };
            let mut chain = Chain::default();
            let mut at = j;
            while at > 0 {
                if best[at].weight > chain.weight {
                    chain = best[at];
                }
                at &= at - 1;
            }
            before[i] = chain.last;
            let chain = Chain {
                weight: chain.weight + u64::from(old.blocks[i].weight.max(1)),
                last: i + 1,
            };
            if chain.weight > heaviest.weight {
                heaviest = chain;
            }
            let mut at = j + 1;
            while at < best.len() {
                if chain.weight > best[at].weight {
                    best[at] = chain;
                }
                at += at & at.wrapping_neg();
            }
        }
        let mut blocks = Vec::new();
        let mut at = heaviest.last;
        while at > 0 {
            blocks.push(at - 1);
            at = before[at - 1];
        }
        blocks.reverse();
        blocks
    }

    /// Pairs the blocks of a gap so that the sum of their likeness is highest and no pairs cross.
    fn best_in_order(
        &mut self,
        a: &[usize],
        b: &[usize],
        bags: &Bags,
        likeness: &dyn Fn(usize, usize) -> f32,
    ) {
        let width = b.len() + 1;
        let mut best = vec![0f32; (a.len() + 1) * width];
        for (u, &i) in a.iter().enumerate() {
            for (v, &j) in b.iter().enumerate() {
                let like = likeness(i, j);
                let apart = best[u * width + v + 1].max(best[(u + 1) * width + v]);
                // Long blocks count more, but not in proportion.
                let size = bags.smaller(i, j).sqrt();
                let together = match like >= IN_PLACE {
                    true => best[u * width + v] + like * size,
                    false => 0.0,
                };
                best[(u + 1) * width + v + 1] = apart.max(together);
            }
        }
        let (mut u, mut v) = (a.len(), b.len());
        while u > 0 && v > 0 {
            let here = best[u * width + v];
            if here == best[(u - 1) * width + v] {
                u -= 1;
            } else if here == best[u * width + v - 1] {
                v -= 1;
            } else {
                (u, v) = (u - 1, v - 1);
                self.set(a[u], b[v]);
            }
        }
    }

    /// Pairs blocks that share rare words, the most alike first.
    fn candidates(
        &mut self,
        a: &[usize],
        b: &[usize],
        bags: &Bags,
        least: f32,
        likeness: &dyn Fn(usize, usize) -> f32,
    ) {
        if a.is_empty() || b.is_empty() {
            return;
        }
        let mut blocks_with: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
        for &j in b {
            for key in bags.new[j].iter().flat_map(Bag::keys) {
                blocks_with.entry(key).or_default().push(j);
            }
        }
        let mut pairs = Vec::new();
        for &i in a {
            let mut votes: FxHashMap<usize, f32> = FxHashMap::default();
            let rare = bags.old[i]
                .iter()
                .flat_map(|bag| bag.rarest(CANDIDATE_WORDS));
            for (key, weight) in rare {
                let found = blocks_with
                    .get(&key)
                    .filter(|found| found.len() <= COMMON_WORD);
                for &j in found.into_iter().flatten() {
                    *votes.entry(j).or_default() += weight;
                }
            }
            let mut votes: Vec<(usize, f32)> = votes.into_iter().collect();
            votes.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
            votes.truncate(CANDIDATES);
            for (j, _) in votes {
                let like = likeness(i, j);
                if like >= least {
                    pairs.push((like, i, j));
                }
            }
        }
        pairs.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
        for (_, i, j) in pairs {
            if self.is_free(i, j) {
                self.set(i, j);
            }
        }
    }
}

/// Where each hash stands; None for one that stands several times.
fn once(text: &Text) -> FxHashMap<u64, Option<usize>> {
    let mut places = FxHashMap::default();
    for (at, block) in text.blocks.iter().enumerate() {
        places
            .entry(block.hash)
            .and_modify(|place| *place = None)
            .or_insert(Some(at));
    }
    places
}

impl Bags {
    fn both(&self, i: usize, j: usize) -> Option<(&Bag, &Bag)> {
        Some((self.old[i].as_ref()?, self.new[j].as_ref()?))
    }

    /// The weight of the smaller of two blocks.
    fn smaller(&self, i: usize, j: usize) -> f32 {
        self.both(i, j)
            .map_or(0.0, |(a, b)| a.weight.min(b.weight) / WHOLE as f32)
    }

    /// Twice what two blocks have in common, divided by all they have.
    fn dice(&self, i: usize, j: usize) -> f32 {
        self.both(i, j).map_or(0.0, |(a, b)| {
            2.0 * a.common(b) / (a.weight + b.weight).max(1.0)
        })
    }

    /// How alike two blocks are that stand in the same place.
    fn in_place(&self, old: &Text, new: &Text, i: usize, j: usize) -> f32 {
        let Some((a, b)) = self.both(i, j) else {
            return 0.0;
        };
        let common = a.common(b);
        let dice = 2.0 * common / (a.weight + b.weight).max(1.0);
        let is_heading = |text: &Text, block: usize| text.blocks[block].kind == BlockKind::Heading;
        if is_heading(old, i) != is_heading(new, j) {
            return HEADING_TO_TEXT * dice;
        }
        // What is contained in a few words says little.
        let smaller = a.weight.min(b.weight).max(1.5 * WHOLE as f32);
        dice.max(CONTAINED * common / smaller)
    }
}
