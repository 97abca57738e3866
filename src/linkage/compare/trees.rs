//! The fitted part of a score: sums of small decision trees over the measures of a pair.
//!
//! The tables `src/linkage/fitted/*.tsv` hold the trees; `benches/linkage/fit.py` makes them, and
//! `build.rs` lays them out as bytes, so that a start reads no text.

use std::sync::OnceLock;

/// A node: a question about a measure, or a leaf.
struct Node {
    /// Index of the measure; [`LEAF`] for a leaf.
    measure: u16,
    /// At most this goes left. Of a leaf: what it adds to the log-odds.
    value: f32,
    /// The node to go to, counted from the tree's first.
    left: u16,
    right: u16,
}

const LEAF: u16 = u16::MAX;
/// After so many trees it is looked whether a pair is hopeless.
const ROUND: usize = 32;
/// Log-odds of one in a hundred.
const HOPELESS: f32 = -4.6;
/// Bytes of a node: measure, left, right, value.
const NODE: usize = 10;

/// Trees whose leaves add up to log-odds.
pub struct Trees {
    nodes: Vec<Node>,
    /// Where each tree begins.
    roots: Vec<usize>,
}

impl Trees {
    /// Reads the layout of `build.rs`: for each tree the number of its nodes, then the nodes.
    fn read(mut bytes: &'static [u8]) -> Trees {
        let mut trees = Trees {
            nodes: Vec::new(),
            roots: Vec::new(),
        };
        let word = |bytes: &[u8], at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
        while !bytes.is_empty() {
            let count = usize::from(word(bytes, 0));
            bytes = &bytes[2..];
            trees.roots.push(trees.nodes.len());
            for node in bytes[..count * NODE].chunks_exact(NODE) {
                trees.nodes.push(Node {
                    measure: word(node, 0),
                    left: word(node, 2),
                    right: word(node, 4),
                    value: f32::from_le_bytes([node[6], node[7], node[8], node[9]]),
                });
            }
            bytes = &bytes[count * NODE..];
        }
        trees
    }

    /// The probability that a pair with these measures is one signatory, from 0 to 1. Trees come in the
    /// order in which they were fitted, so that each corrects those before it: a pair that is hopeless
    /// after the first ones stays so, and the others aren't asked.
    pub fn probability(&self, measures: &[f32]) -> f32 {
        let mut odds = 0.0;
        for (asked, &root) in self.roots.iter().enumerate() {
            if asked % ROUND == 0 && odds < HOPELESS && asked > 0 {
                break;
            }
            let mut node = &self.nodes[root];
            while node.measure != LEAF {
                let left = measures[usize::from(node.measure)] <= node.value;
                node = &self.nodes[root + usize::from(if left { node.left } else { node.right })];
            }
            odds += node.value;
        }
        1.0 / (1.0 + (-odds).exp())
    }
}

macro_rules! fitted {
    ($name:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".trees"))
    };
}

pub fn of_organisations() -> &'static Trees {
    static TREES: OnceLock<Trees> = OnceLock::new();
    TREES.get_or_init(|| Trees::read(fitted!("organisations")))
}

pub fn of_people() -> &'static Trees {
    static TREES: OnceLock<Trees> = OnceLock::new();
    TREES.get_or_init(|| Trees::read(fitted!("people")))
}

#[cfg(test)]
mod tests {
    use crate::linkage::compare::measures::{Organisations, People};

    #[test]
    fn the_tables_name_the_measures_in_their_order() {
        for (table, names) in [
            (
                include_str!("../fitted/organisations.tsv"),
                Organisations::NAMES,
            ),
            (include_str!("../fitted/people.tsv"), People::NAMES),
        ] {
            let header = table
                .lines()
                .find_map(|line| line.strip_prefix("# measures: "))
                .expect("the header lists the measures");
            assert_eq!(header.split(' ').collect::<Vec<_>>(), names);
        }
    }
}
