//! What each token is worth: rare words much, small words little, punctuation hardly anything.

use super::blocks::Text;
use super::tokens::{Kind, Token};

/// What one rare word is worth; every weight and cost is counted in these.
pub const WHOLE: i32 = 1000;

/// Weighs the tokens of both texts, and sums them up in the blocks. `keys` is how many keys there are.
pub fn weigh<'t>(old: &mut Text<'t>, new: &mut Text<'t>, keys: usize) {
    let blocks = old.blocks.len() + new.blocks.len();
    let mut found_in = vec![0u32; keys];
    let mut last = vec![u32::MAX; keys];
    let mut number = 0;
    for text in [&*old, &*new] {
        for block in &text.blocks {
            for token in &text.tokens[block.tokens.clone()] {
                let key = token.key as usize;
                if last[key] != number {
                    last[key] = number;
                    found_in[key] += 1;
                }
            }
            number += 1;
        }
    }
    // From 0 for what stands in every block to nearly 1 for what stands in one.
    let blocks = blocks as f64 + 20.0;
    let whole = blocks.ln();
    let rarity: Vec<f64> = found_in
        .iter()
        .map(|&count| (blocks / (f64::from(count) + 1.0)).ln() / whole)
        .collect();
    for text in [old, new] {
        for token in &mut text.tokens {
            token.weight = weight(token.kind, rarity[token.key as usize]);
        }
        sum_up(text);
    }
}

fn weight(kind: Kind, rarity: f64) -> u16 {
    let share = match kind {
        Kind::Word => 0.25 + 0.75 * rarity,
        Kind::Character => 0.12 + 0.35 * rarity,
        Kind::Address => 0.10 + 0.15 * rarity,
        Kind::Punctuation => 0.10,
        Kind::Markup | Kind::Marker => 0.06,
    };
    (share * f64::from(WHOLE)).round() as u16
}

fn sum_up(text: &mut Text) {
    for block in &mut text.blocks {
        let tokens = &text.tokens[block.tokens.clone()];
        block.hash = hash(tokens);
        block.weight = tokens.iter().map(|token| u32::from(token.weight)).sum();
        block.words = tokens.iter().filter(|token| token.kind.is_word()).count() as u32;
    }
}

/// Of the keys in their order.
fn hash(tokens: &[Token]) -> u64 {
    tokens.iter().fold(0xcbf2_9ce4_8422_2325, |hash, token| {
        (hash ^ u64::from(token.key))
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(23)
    })
}
