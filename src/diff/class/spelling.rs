//! Changes inside words: hyphens and spaces, doubled words, misspelt ones.

use std::ops::Range;

use strsim::osa_distance;
use unicode_script::{Script, UnicodeScript};

use super::context::{Context, Piece};
use super::{Class, Reason};
use crate::tables::fold;
use crate::tables::guarded::Guard;

/// Letters that a word has at least to be told as misspelt, and to be so in two places.
const LETTERS: usize = 4;
const LETTERS_FOR_TWO: usize = 8;

fn is_hyphen(piece: &Piece) -> bool {
    piece.form == "-"
}

/// Judges a change of hyphens and spaces alone: `co-operate` to `cooperate`, `now here` to `nowhere`.
///
/// It is harmless only where not all that is joined are words.
pub fn joints(
    context: &Context,
    old: &Range<usize>,
    new: &Range<usize>,
    a: &[Piece],
    b: &[Piece],
) -> Option<(Class, Reason)> {
    let letters = |pieces: &[Piece]| -> String {
        let letters = pieces.iter().filter(|piece| !is_hyphen(piece));
        letters.map(|piece| piece.form).collect()
    };
    if letters(a) != letters(b)
        || a.iter()
            .chain(b)
            .any(|piece| !piece.kind.is_word() && !is_hyphen(piece))
    {
        return None;
    }
    let words = |pieces: &[Piece]| pieces.iter().filter(|piece| !is_hyphen(piece)).count();
    let mut parts: Vec<Piece> = if words(a) > words(b) { a } else { b }.to_vec();
    parts.retain(|piece| !is_hyphen(piece));
    let (compared, whole) = (context.compared, if words(a) > words(b) { b } else { a });
    if parts.is_empty() {
        // A hyphen alone, between the words that stand around it.
        let before = context.piece(&compared.old, old.start.checked_sub(1));
        let after = context.piece(&compared.old, Some(old.end));
        let (Some(before), Some(after)) = (before, after) else {
            return Some((Class::Material, "a dash"));
        };
        if !before.kind.is_word()
            || !after.kind.is_word()
            || after.is_number()
            || !joined(context, old, new)
        {
            return Some((Class::Material, "a sign or dash"));
        }
        parts = vec![before, after];
    }
    // A hyphen alone leaves its neighbours in both texts, where they'd count as standing elsewhere.
    let alone = a.len() + b.len() == 1;
    let change: Vec<&Piece> = a.iter().chain(b).collect();
    let is_word = |piece: &Piece| {
        let here = if alone {
            vec![piece, piece]
        } else {
            change.clone()
        };
        piece.is_in_tables() || context.elsewhere(piece, &here) > 0
    };
    let guarded =
        |piece: &Piece| piece.is_number() || piece.guard().is_some() || context.is_name(piece);
    let apart = parts.iter().all(is_word) || parts.iter().any(guarded) || whole.iter().any(guarded);
    Some(match apart {
        true => (Class::Material, "a hyphen or space between words"),
        false => (Class::Orthographic, "a hyphen or space"),
    })
}

/// Whether a hyphen alone stands close to both its words, in the text that has it.
fn joined(context: &Context, old: &Range<usize>, new: &Range<usize>) -> bool {
    let (text, at) = match old.is_empty() {
        true => (&context.compared.new, new.start),
        false => (&context.compared.old, old.start),
    };
    let touches = |a: usize, b: usize| text.tokens[a].end == text.tokens[b].start;
    at > 0 && at + 1 < text.tokens.len() && touches(at - 1, at) && touches(at, at + 1)
}

/// Whether one word more stands there, the same as its neighbour. Twice "not", a number or a name is no slip.
pub fn is_doubled(
    context: &Context,
    old: &Range<usize>,
    new: &Range<usize>,
    x: &[&Piece],
    y: &[&Piece],
) -> bool {
    let (text, range, more, less) = match x.len() > y.len() {
        true => (&context.compared.old, old, x, y),
        false => (&context.compared.new, new, y, x),
    };
    if more.len() != less.len() + 1 {
        return false;
    }
    let same = less
        .iter()
        .zip(more)
        .take_while(|(a, b)| a.form == b.form)
        .count();
    if less[same..]
        .iter()
        .zip(&more[same + 1..])
        .any(|(a, b)| a.form != b.form)
    {
        return false;
    }
    let word = more[same];
    let counts = matches!(word.guard(), Some(Guard::Negation | Guard::Quantifier));
    if word.is_number() || counts || context.is_name(word) {
        return false;
    }
    let lower = word.lower();
    let around = [
        context.piece(text, range.start.checked_sub(1)),
        context.piece(text, Some(range.end)),
    ];
    // The words of the change itself, or those at its ends.
    let inside = same.checked_sub(1).map(|before| *more[before]);
    let outside = around.into_iter().flatten().filter(|_| less.is_empty());
    inside
        .into_iter()
        .chain(outside)
        .any(|piece| piece.kind.is_word() && piece.lower() == lower)
}

/// Whether one word was misspelt and is not: the old form is no word, the new one is, neither is guarded,
/// and they are no two forms of one word, see [`may_be_forms`].
pub fn is_corrected(context: &Context, x: &[&Piece], y: &[&Piece]) -> bool {
    if x.len() != y.len() {
        return false;
    }
    let mut differing = x.iter().zip(y).filter(|(a, b)| a.lower() != b.lower());
    let (Some((old, new)), None) = (differing.next(), differing.next()) else {
        return false;
    };
    let (a, b) = (old.lower(), new.lower());
    let letters = a.chars().count().min(b.chars().count());
    let edits = match letters {
        LETTERS_FOR_TWO.. => 2,
        LETTERS.. => 1,
        _ => return false,
    };
    let change: Vec<&Piece> = x.iter().chain(y).copied().collect();
    let is_word = |piece: &Piece| piece.is_in_tables() || context.elsewhere(piece, &change) > 0;
    osa_distance(&a, &b) <= edits
        && !may_be_forms(&a, &b)
        && !context.is_guarded(old)
        && !context.is_guarded(new)
        && !is_word(old)
        && !old.is_lookalike()
        && is_word(new)
}

/// Whether two words that differ in a letter or two may both be right, one a form of the other: they
/// differ where words are inflected or turned round ("member" and "members", "dependent" and
/// "independent"), in marks alone ("Bruder" and "Brüder"), or in a script whose words are inflected
/// inside, as Arabic's are.
fn may_be_forms(a: &str, b: &str) -> bool {
    let ends = |word: &str| -> (Option<char>, String) {
        (word.chars().next(), word.chars().rev().take(2).collect())
    };
    let is_inflected_at_ends = |c: char| {
        matches!(
            c.script(),
            Script::Latin | Script::Greek | Script::Cyrillic | Script::Common | Script::Inherited
        )
    };
    ends(a) != ends(b)
        || fold::words(a) == fold::words(b)
        || !a.chars().chain(b.chars()).all(is_inflected_at_ends)
}
