//! Blocking: which pairs are worth comparing.

use std::collections::HashMap;

use crate::linkage::standard::Standard;

/// Pairs with the same core, the earlier record first. In a block, each record is paired with every
/// other up to this many; beyond it, blocks would grow quadratic on a damaged file.
const LARGEST_BLOCK: usize = 500;

pub fn candidate_pairs(records: &[Standard]) -> Vec<(usize, usize)> {
    let mut blocks: HashMap<(bool, String), Vec<usize>> = HashMap::new();
    for (index, record) in records.iter().enumerate() {
        blocks
            .entry((record.person, record.core.concat()))
            .or_default()
            .push(index);
    }
    let mut pairs = Vec::new();
    for block in blocks.values() {
        for (at, &first) in block.iter().enumerate() {
            pairs.extend(
                block[at + 1..]
                    .iter()
                    .take(LARGEST_BLOCK)
                    .map(|&second| (first, second)),
            );
        }
    }
    pairs.sort_unstable();
    pairs
}
