//! Similarity of two names letter by letter.

use std::cell::RefCell;

use crate::linkage::standard::Form;
use crate::linkage::words::Words;

thread_local! {
    static TRIGRAMS: RefCell<(Vec<u32>, Vec<u32>)> = const { RefCell::new((Vec::new(), Vec::new())) };
    static BUFFERS: RefCell<(Vec<u8>, Vec<u8>)> = const { RefCell::new((Vec::new(), Vec::new())) };
}

/// Two names compared letter by letter.
pub struct Letters {
    pub equal: bool,
    /// Each from 0 to 1.
    pub similarity: f32,
    pub trigrams: f32,
    /// The share of the shorter name that both begin with.
    pub prefix: f32,
    /// The similarity with the words in the order of the vocabulary.
    pub sorted_similarity: f32,
}

pub fn compare(words: &Words, a: &Form, b: &Form) -> Letters {
    BUFFERS.with_borrow_mut(|(x, y)| {
        write(words, &a.raw, x);
        write(words, &b.raw, y);
        let common = x.iter().zip(y.iter()).take_while(|(a, b)| a == b).count();
        let mut letters = Letters {
            equal: x == y && !x.is_empty(),
            similarity: similarity(x, y),
            trigrams: trigrams(x, y),
            prefix: common as f32 / x.len().min(y.len()).max(1) as f32,
            sorted_similarity: 0.0,
        };
        write(words, &a.sorted, x);
        write(words, &b.sorted, y);
        letters.sorted_similarity = similarity(x, y);
        letters
    })
}

fn write(words: &Words, all: &[u32], out: &mut Vec<u8>) {
    out.clear();
    for &word in all {
        out.extend_from_slice(words.text(word).as_bytes());
    }
}

/// Up to so many letters are compared by edits; longer texts by their trigrams.
const LONGEST: usize = 64;

/// One less the share of letters to edit, from 0 to 1.
fn similarity(x: &[u8], y: &[u8]) -> f32 {
    let longer = x.len().max(y.len());
    if longer == 0 {
        return 0.0;
    }
    if longer > LONGEST {
        return trigrams(x, y);
    }
    1.0 - edits(x, y) as f32 / longer as f32
}

/// Edits between two texts of at most 64 letters, a swap of neighbours being two: the bit-parallel
/// algorithm of Myers (1999) in Hyyrö's form.
fn edits(x: &[u8], y: &[u8]) -> usize {
    if x.is_empty() || y.is_empty() {
        return x.len().max(y.len());
    }
    let mut places = [0u64; 256];
    for (at, &byte) in x.iter().enumerate() {
        places[usize::from(byte)] |= 1 << at;
    }
    let (mut plus, mut minus) = (u64::MAX, 0u64);
    let mut distance = x.len();
    let last = 1u64 << (x.len() - 1);
    for &byte in y {
        let equal = places[usize::from(byte)];
        let diagonal = (((equal & plus).wrapping_add(plus)) ^ plus) | equal | minus;
        let mut up = minus | !(diagonal | plus);
        let down = plus & diagonal;
        if up & last != 0 {
            distance += 1;
        }
        if down & last != 0 {
            distance -= 1;
        }
        up = (up << 1) | 1;
        plus = (down << 1) | !(diagonal | up);
        minus = up & diagonal;
    }
    distance
}

/// Dice coefficient of the sets of three neighbouring letters, from 0 to 1.
fn trigrams(x: &[u8], y: &[u8]) -> f32 {
    TRIGRAMS.with_borrow_mut(|(a, b)| {
        fill(x, a);
        fill(y, b);
        dice(a, b)
    })
}

/// The sorted set of three neighbouring letters.
fn fill(text: &[u8], all: &mut Vec<u32>) {
    let three =
        |three: &[u8]| u32::from(three[0]) << 16 | u32::from(three[1]) << 8 | u32::from(three[2]);
    all.clear();
    all.extend(text.windows(3).map(three));
    all.sort_unstable();
    all.dedup();
}

fn dice(a: &[u32], b: &[u32]) -> f32 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let (mut i, mut j, mut both) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                both += 1;
                i += 1;
                j += 1;
            }
        }
    }
    2.0 * both as f32 / (a.len() + b.len()) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_compared() {
        assert_eq!(edits(b"kitten", b"sitting"), 3);
        assert_eq!(edits(b"abc", b""), 3);
        assert_eq!(edits(b"same", b"same"), 0);
        assert_eq!(similarity(b"abcd", b"abce"), 0.75);
        assert_eq!(trigrams(b"abcd", b"abcd"), 1.0);
        let long = vec![b'a'; 64];
        assert_eq!(edits(&long, &long[..63]), 1);
    }
}
