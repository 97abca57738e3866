//! A block as a bag of words, to tell how much two blocks have in common whatever their order.

use super::blocks::Text;
use super::tokens::Kind;

/// How often each key stands in a block, with its weight; sorted by key.
#[derive(Debug, Clone, Default)]
pub struct Bag {
    entries: Vec<Entry>,
    /// Sum of the weights, each as often as it stands there.
    pub weight: f32,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    key: u32,
    count: u32,
    weight: f32,
}

impl Bag {
    pub fn of(text: &Text, block: usize) -> Bag {
        let tokens = &text.tokens[text.blocks[block].tokens.clone()];
        let entries = tokens
            .iter()
            .filter(|token| !matches!(token.kind, Kind::Markup | Kind::Marker));
        Bag::from(
            entries
                .map(|token| Entry {
                    key: token.key,
                    count: 1,
                    weight: f32::from(token.weight),
                })
                .collect(),
        )
    }

    /// Several bags in one.
    pub fn union(bags: impl Iterator<Item = Bag>) -> Bag {
        Bag::from(bags.flat_map(|bag| bag.entries).collect())
    }

    fn from(mut entries: Vec<Entry>) -> Bag {
        entries.sort_unstable_by_key(|entry| entry.key);
        entries.dedup_by(|next, kept| {
            let same = next.key == kept.key;
            kept.count += if same { next.count } else { 0 };
            same
        });
        let weight = entries.iter().map(Entry::total).sum();
        Bag { entries, weight }
    }

    /// The weight of what two bags have in common.
    pub fn common(&self, other: &Bag) -> f32 {
        let (mut a, mut b) = (self.entries.as_slice(), other.entries.as_slice());
        let mut sum = 0.0;
        while let ([x, more_a @ ..], [y, more_b @ ..]) = (a, b) {
            if x.key == y.key {
                sum += x.count.min(y.count) as f32 * x.weight;
            }
            if x.key <= y.key {
                a = more_a;
            }
            if y.key <= x.key {
                b = more_b;
            }
        }
        sum
    }

    /// What is left when another bag's words are taken out.
    pub fn without(&self, other: &Bag) -> Bag {
        let mut taken = other.entries.iter().peekable();
        let mut entries = self.entries.clone();
        for entry in &mut entries {
            while taken.next_if(|other| other.key < entry.key).is_some() {}
            if let Some(other) = taken.next_if(|other| other.key == entry.key) {
                entry.count = entry.count.saturating_sub(other.count);
            }
        }
        entries.retain(|entry| entry.count > 0);
        Bag::from(entries)
    }

    /// The keys of words, the heaviest first, at most `count` of them.
    pub fn rarest(&self, count: usize) -> impl Iterator<Item = (u32, f32)> {
        let mut keys: Vec<(u32, f32)> = self
            .entries
            .iter()
            .map(|entry| (entry.key, entry.weight))
            .collect();
        keys.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        keys.truncate(count);
        keys.into_iter()
    }

    pub fn keys(&self) -> impl Iterator<Item = u32> {
        self.entries.iter().map(|entry| entry.key)
    }
}

impl Entry {
    fn total(&self) -> f32 {
        self.count as f32 * self.weight
    }
}
