//! The order of a list in print, as far as it is the file's, and who left it.

use std::collections::HashMap;

use crate::diff::roster::Side;
use crate::model::statement::{GroupBy, Order};

/// Whether a list is printed in the file's order: in any other nobody stands where somebody put it.
pub fn is_the_files(side: &Side) -> bool {
    let order = side.list.order.as_ref().map(|order| order.value);
    order.unwrap_or_default() == Order::AsListed
}

/// Signatories in the order in which a list in the file's order is printed: organisations, then people; groups by
/// their first member, those without one last; initiators in front.
pub fn in_print(side: &Side) -> Vec<usize> {
    let ranks = side.list.first.iter().enumerate();
    let ranks: HashMap<&str, usize> = ranks.map(|(rank, id)| (id.value.as_str(), rank)).collect();
    let rank = |at: usize| {
        let signatory = side.at(at);
        let ids = std::iter::once(&signatory.id).chain(&signatory.other_ids);
        let found = ids.filter_map(|id| ranks.get(id.as_str())).min();
        found.copied().unwrap_or(usize::MAX)
    };
    let mut all: Vec<usize> = (0..side.signatories.all.len()).collect();
    all.sort_by_cached_key(|&at| (side.at(at).is_person(), rank(at)));
    let group_by = side.list.group_by.as_ref().map(|group_by| group_by.value);
    let group = |at: usize| {
        let signatory = side.at(at);
        match group_by.unwrap_or_default() {
            GroupBy::Country => signatory.country.as_ref().or(signatory.location.as_ref()),
            GroupBy::Kind if !signatory.is_person() => signatory.kind.as_ref(),
            _ => None,
        }
    };
    let mut groups = HashMap::new();
    for &at in all.iter().filter(|&&at| side.lists(side.at(at))) {
        let next = groups.len();
        if let Some(group) = group(at) {
            groups.entry(group).or_insert(next);
        }
    }
    all.sort_by_cached_key(|&at| {
        let group = group(at).and_then(|group| groups.get(group));
        (
            side.at(at).is_person(),
            group.copied().unwrap_or(usize::MAX),
        )
    });
    all
}

/// Whether each item belongs to a longest ascending subsequence; the items differ from each other.
pub fn in_order(items: &[usize]) -> Vec<bool> {
    // Of the subsequences of each length: where the one with the least end ends.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        let length = ends.partition_point(|&end| items[end] < *item);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut stays = vec![false; items.len()];
    let mut next = ends.last().copied();
    while let Some(at) = next {
        stays[at] = true;
        next = before[at];
    }
    stays
}
