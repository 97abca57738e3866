//! Which words of one name stand for which of another.

use crate::linkage::block::sound;
use crate::linkage::words::Words;

/// Why two words are taken for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    Exact,
    /// One or two letters differ.
    Slip,
    /// The same stem: "socialist", "socialism".
    Stem,
    /// A letter that may stand for the word.
    Initial,
    /// "Bill" for "William", "Alex" for "Alexander".
    Nickname,
    /// They sound alike.
    Sound,
    /// Two words written as one.
    Joined,
}

/// Two words taken for one.
#[derive(Debug, Clone, Copy)]
pub struct Pair {
    /// Positions in the two names.
    pub at: (usize, usize),
    pub likeness: Likeness,
    /// From 0 to 1.
    pub similarity: f32,
}

/// Words matched between two names.
#[derive(Debug, Default)]
pub struct Alignment {
    pub pairs: Vec<Pair>,
    /// Positions in each name that nothing stands for.
    pub left: (Vec<usize>, Vec<usize>),
    /// Weight of all words and of the matched ones, of each name.
    pub total: (f32, f32),
    pub matched: (f32, f32),
}

impl Alignment {
    /// Weighted Dice coefficient, from 0 to 1.
    pub fn dice(&self) -> f32 {
        (self.matched.0 + self.matched.1) / (self.total.0 + self.total.1).max(0.1)
    }

    /// The larger share of a name that the other holds, from 0 to 1.
    pub fn containment(&self) -> f32 {
        let share = |matched: f32, total: f32| matched / total.max(0.1);
        share(self.matched.0, self.total.0)
            .max(share(self.matched.1, self.total.1))
            .min(1.0)
    }

    pub fn count(&self, likeness: Likeness) -> usize {
        self.pairs
            .iter()
            .filter(|pair| pair.likeness == likeness)
            .count()
    }

    /// The share of neighbouring matches that stand in the other order, from 0 to 1.
    pub fn inversion(&self) -> f32 {
        let mut order: Vec<(usize, usize)> = self.pairs.iter().map(|pair| pair.at).collect();
        order.sort_unstable();
        let inversions = order.windows(2).filter(|two| two[1].1 < two[0].1).count();
        if order.len() > 1 {
            inversions as f32 / (order.len() - 1) as f32
        } else {
            0.0
        }
    }
}

/// Most words of a name that are looked at.
const MOST: usize = 48;

/// Aligns two lists of words greedily: equal ones first, then the most similar.
pub fn align(words: &Words, a: &[u32], b: &[u32], similarity: Similarity) -> Alignment {
    let (a, b) = (&a[..a.len().min(MOST)], &b[..b.len().min(MOST)]);
    let mut found = Alignment::default();
    let (mut used_a, mut used_b) = ([false; MOST], [false; MOST]);
    let weight = |word: u32| words.weight(word);
    found.total = (
        a.iter().map(|&word| weight(word)).sum(),
        b.iter().map(|&word| weight(word)).sum(),
    );
    let take = |found: &mut Alignment, i: usize, j: usize, likeness, similarity: f32| {
        found.matched.0 += similarity * weight(a[i]);
        found.matched.1 += similarity * weight(b[j]);
        found.pairs.push(Pair {
            at: (i, j),
            likeness,
            similarity,
        });
    };
    for (i, &word) in a.iter().enumerate() {
        if let Some(j) = (0..b.len()).find(|&j| !used_b[j] && b[j] == word) {
            (used_a[i], used_b[j]) = (true, true);
            take(&mut found, i, j, Likeness::Exact, 1.0);
        }
    }
    let mut near: Vec<(f32, Likeness, usize, usize)> = Vec::new();
    for i in (0..a.len()).filter(|&i| !used_a[i]) {
        for j in (0..b.len()).filter(|&j| !used_b[j]) {
            if let Some((likeness, value)) = similarity(words, a[i], b[j]) {
                near.push((value, likeness, i, j));
            }
        }
    }
    near.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.2, x.3).cmp(&(y.2, y.3))));
    for (value, likeness, i, j) in near {
        if !used_a[i] && !used_b[j] {
            (used_a[i], used_b[j]) = (true, true);
            take(&mut found, i, j, likeness, value);
        }
    }
    join(words, a, b, &mut used_a, &mut used_b, &mut found, false);
    join(words, b, a, &mut used_b, &mut used_a, &mut found, true);
    found.left.0 = (0..a.len()).filter(|&i| !used_a[i]).collect();
    found.left.1 = (0..b.len()).filter(|&j| !used_b[j]).collect();
    found
}

/// Two words of `parts` that are one of `whole`: "sinn fein", "sinnfein".
fn join(
    words: &Words,
    parts: &[u32],
    whole: &[u32],
    used_parts: &mut [bool; MOST],
    used_whole: &mut [bool; MOST],
    found: &mut Alignment,
    swapped: bool,
) {
    for j in 0..whole.len() {
        let joined = words.text(whole[j]);
        for i in 0..parts.len().saturating_sub(1) {
            if used_whole[j] || used_parts[i] || used_parts[i + 1] {
                continue;
            }
            let (first, second) = (words.text(parts[i]), words.text(parts[i + 1]));
            let length = first.len() + second.len();
            if length < 5 || length.abs_diff(joined.len()) > 1 {
                continue;
            }
            if strsim::osa_distance(&format!("{first}{second}"), joined) > 1 {
                continue;
            }
            (used_parts[i], used_parts[i + 1], used_whole[j]) = (true, true, true);
            let weights = (
                words.weight(parts[i]) + words.weight(parts[i + 1]),
                words.weight(whole[j]),
            );
            let (in_a, in_b, at) = if swapped {
                (weights.1, weights.0, (j, i))
            } else {
                (weights.0, weights.1, (i, j))
            };
            found.matched.0 += in_a;
            found.matched.1 += in_b;
            found.pairs.push(Pair {
                at,
                likeness: Likeness::Joined,
                similarity: 1.0,
            });
        }
    }
}

/// How alike two different words are; None where they are two words.
pub type Similarity = fn(&Words, u32, u32) -> Option<(Likeness, f32)>;

/// Words of organisations' names, of affiliations and addresses.
pub fn of_organisations(words: &Words, a: u32, b: u32) -> Option<(Likeness, f32)> {
    let (x, y) = (words.text(a), words.text(b));
    if has_digit(x) || has_digit(y) {
        return None;
    }
    let (x, y) = (x.as_bytes(), y.as_bytes());
    let (short, long) = (x.len().min(y.len()), x.len().max(y.len()));
    if short == 1 && long > 2 {
        return (x[0] == y[0]).then_some((Likeness::Initial, 0.4));
    }
    if short < 3 {
        return None;
    }
    if let Some(value) = slip(x, y) {
        // Two words that both occur often are two words, even one letter apart.
        let both = words.is_common(a) && words.is_common(b);
        return Some((Likeness::Slip, if both { value * 0.5 } else { value }));
    }
    let common = x.iter().zip(y).take_while(|(a, b)| a == b).count();
    if common >= 5 && common * 10 >= long * 6 && long - common <= 4 {
        return Some((Likeness::Stem, 0.75));
    }
    if common == short && common >= 4 && long - short <= 3 {
        return Some((Likeness::Stem, 0.7));
    }
    (common == short && common >= 4 && long >= 8).then_some((Likeness::Stem, 0.45))
}

/// Names of people.
pub fn of_people(words: &Words, a: u32, b: u32) -> Option<(Likeness, f32)> {
    let (x, y) = (words.text(a), words.text(b));
    if has_digit(x) || has_digit(y) || x.is_empty() || y.is_empty() {
        return None;
    }
    let (x_bytes, y_bytes) = (x.as_bytes(), y.as_bytes());
    if x.len() == 1 || y.len() == 1 {
        return (x_bytes[0] == y_bytes[0]).then_some((Likeness::Initial, 0.6));
    }
    let groups = words.groups(a);
    if words.groups(b).iter().any(|group| groups.contains(group)) {
        return Some((Likeness::Nickname, 0.85));
    }
    if let Some(value) = slip(x_bytes, y_bytes) {
        let known = words.records[a as usize] > 5 && words.records[b as usize] > 5;
        return Some((Likeness::Slip, if known { value * 0.7 } else { value }));
    }
    let (short, long) = if x.len() < y.len() { (x, y) } else { (y, x) };
    if short.len() >= 3 && long.starts_with(short) && long.len() - short.len() >= 2 {
        return Some((Likeness::Nickname, 0.7));
    }
    (short.len() >= 4 && sound(x) == sound(y)).then_some((Likeness::Sound, 0.8))
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
}

/// The similarity of two words that differ by one edit, by two from eight letters.
fn slip(x: &[u8], y: &[u8]) -> Option<f32> {
    let short = x.len().min(y.len());
    let most = if short >= 8 { 2 } else { 1 };
    if short < 3 || x.len().abs_diff(y.len()) > most {
        return None;
    }
    let distance = edits(x, y, most)?;
    let value = match (distance, short) {
        (0, _) => 1.0,
        (1, 6..) => 0.93,
        (1, 4..) => 0.85,
        (1, _) => 0.5,
        _ => 0.8,
    };
    Some(if x[0] == y[0] { value } else { value - 0.1 })
}

/// Edits between two ASCII words (a swap of neighbours is one), up to a limit of two.
pub fn edits(x: &[u8], y: &[u8], most: usize) -> Option<usize> {
    // Equal ends need no table.
    let front = x.iter().zip(y).take_while(|(a, b)| a == b).count();
    let (x, y) = (&x[front..], &y[front..]);
    let back = x
        .iter()
        .rev()
        .zip(y.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (x, y) = (&x[..x.len() - back], &y[..y.len() - back]);
    if x.len().max(y.len()) <= 1 {
        return Some(x.len().max(y.len()));
    }
    if x.len().abs_diff(y.len()) > most || x.len().min(y.len()) > 62 {
        return None;
    }
    let (mut before, mut last, mut row) = ([0u8; 64], [0u8; 64], [0u8; 64]);
    for (j, cell) in last.iter_mut().enumerate().take(y.len() + 1) {
        *cell = j as u8;
    }
    for i in 1..=x.len() {
        row[0] = i as u8;
        let mut least = row[0];
        for j in 1..=y.len() {
            let other = u8::from(x[i - 1] != y[j - 1]);
            let mut value = (last[j - 1] + other).min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1] {
                value = value.min(before[j - 2] + 1);
            }
            row[j] = value;
            least = least.min(value);
        }
        if usize::from(least) > most {
            return None;
        }
        (before, last, row) = (last, row, before);
    }
    let distance = usize::from(last[y.len()]);
    (distance <= most).then_some(distance)
}
