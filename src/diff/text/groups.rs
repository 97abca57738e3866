//! Groups of blocks that are compared together: a pair, and the neighbours that were split off or joined to it.

use std::ops::Range;

use super::bag::Bag;
use super::blocks::Text;
use super::pairing::Pairing;

/// How much of a block must lie in what its neighbour's partner has too much, to belong to it.
const OUT_OF_SURPLUS: f32 = 0.6;
/// Blocks with fewer words are not split, and none joins them.
const LEAST_WORDS: u32 = 6;
/// How many blocks away parts of one block are looked for.
const REACH: usize = 40;

/// Old blocks and the new ones they became; both ranges are never empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    pub old: Range<usize>,
    pub new: Range<usize>,
    pub moved: bool,
}

/// The groups in the order of the new text; blocks in none were deleted or inserted.
pub fn group(old: &Text, new: &Text, pairing: &Pairing) -> Vec<Group> {
    // For each block, the one of the other text that it is a part of.
    let mut owner_of_new = pairing.of_new.clone();
    let mut owner_of_old = pairing.of_old.clone();
    // Twice, so that a block may be split in three.
    for _ in 0..2 {
        join(old, new, &mut owner_of_new);
        join(new, old, &mut owner_of_old);
    }
    let mut groups = Vec::new();
    let mut j = 0;
    while j < new.blocks.len() {
        let Some(i) = owner_of_new[j] else {
            j += 1;
            continue;
        };
        let length = owner_of_new[j..]
            .iter()
            .take_while(|&&owner| owner == Some(i))
            .count();
        let partner = pairing.of_old[i];
        let joined = |x: &usize| {
            pairing.of_old[*x].is_none() && owner_of_old[*x] == partner && partner.is_some()
        };
        let before = (0..i).rev().take_while(joined).count();
        let behind = (i + 1..old.blocks.len()).take_while(joined).count();
        let group = Group {
            old: i - before..i + 1 + behind,
            new: j..j + length,
            moved: !pairing.in_place[i],
        };
        j += length;
        // A part that doesn't stand beside its pair is an insertion.
        if partner.is_some_and(|partner| group.new.contains(&partner)) {
            groups.push(group);
        }
    }
    groups
}

/// Gives blocks without a pair to the owner of a neighbour whose words they took away.
fn join(whole: &Text, parts: &Text, owners: &mut [Option<usize>]) {
    for at in 0..owners.len() {
        if owners[at].is_some() {
            continue;
        }
        let neighbours = [
            at.checked_sub(1),
            Some(at + 1).filter(|&next| next < owners.len()),
        ];
        for neighbour in neighbours.into_iter().flatten() {
            let Some(owner) = owners[neighbour] else {
                continue;
            };
            if whole.blocks[owner].words < LEAST_WORDS {
                continue;
            }
            let near = neighbour.saturating_sub(REACH)..owners.len().min(neighbour + REACH);
            let taken = Bag::union(
                near.filter(|&x| owners[x] == Some(owner))
                    .map(|x| Bag::of(parts, x)),
            );
            let surplus = Bag::of(whole, owner).without(&taken);
            let part = Bag::of(parts, at);
            if surplus.common(&part) >= OUT_OF_SURPLUS * part.weight.max(1.0) {
                owners[at] = Some(owner);
                break;
            }
        }
    }
}
