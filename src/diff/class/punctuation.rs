//! Changes of punctuation: which are slips, and which turn a sentence.

use std::ops::Range;

use super::Reason;
use super::context::{Context, Piece};
use crate::diff::text::blocks::Text;
use crate::tables::guarded::Guard;

/// Words before a comma that may introduce a sentence: "In the spring, we ask".
const INTRODUCTION: usize = 3;

fn is_comma(form: &str) -> bool {
    matches!(form, "," | "،" | "，" | "、")
}

/// Semicolons, colons and full stops: they divide, and enclose nothing.
fn divides(form: &str) -> bool {
    matches!(form, ";" | "؛" | "；" | ":" | "：" | "." | "。" | "۔")
}

const CLAUSE: Reason = "commas around a clause";
const STOP: Reason = "a stop between words";

/// Why the punctuation of a change is material; None where it is the same, or harmless.
pub fn material(
    context: &Context,
    old: &Range<usize>,
    new: &Range<usize>,
    a: &[Piece],
    b: &[Piece],
) -> Option<Reason> {
    let marks = |pieces: &[Piece]| -> Vec<String> {
        let marks = pieces.iter().filter(|piece| !piece.kind.is_word());
        marks.map(|piece| piece.form.to_string()).collect()
    };
    let (x, y) = (marks(a), marks(b));
    let grave = |form: &&String| !is_comma(form) && !divides(form);
    // A bracket that another word stands in, a stroke that goes through another, a stop behind another.
    if let Some(moved) = moved(a, b) {
        return Some(match &moved[..] {
            form if is_comma(form) => CLAUSE,
            form if divides(form) => STOP,
            form => reason(form),
        });
    }
    if x == y {
        return None;
    }
    if !x.iter().filter(grave).eq(y.iter().filter(grave)) {
        let other = |here: &[String], there: &[String]| {
            here.iter()
                .find(|form| grave(form) && !there.contains(form))
                .cloned()
        };
        let form = other(&x, &y).or_else(|| other(&y, &x)).unwrap_or_default();
        return Some(reason(&form));
    }
    let dividers = |forms: &[String]| forms.iter().filter(|form| divides(form)).count();
    if dividers(&x) != dividers(&y) {
        let (text, range) = match dividers(&x) > dividers(&y) {
            true => (&context.compared.old, old),
            false => (&context.compared.new, new),
        };
        if !range.clone().all(|at| divides_nothing(context, text, at)) {
            return Some(STOP);
        }
    }
    let commas = |forms: &[String]| forms.iter().filter(|form| is_comma(form)).count();
    if commas(&x) == commas(&y) {
        return None;
    }
    let (text, range) = match commas(&x) > commas(&y) {
        true => (&context.compared.old, old),
        false => (&context.compared.new, new),
    };
    match commas(&x).abs_diff(commas(&y)) == 1 && is_harmless(context, text, range) {
        true => None,
        false => Some(CLAUSE),
    }
}

/// Whether a token is no stop that divides words: one at a paragraph's end does not, nor one of an
/// abbreviation such as "Dr." does. Elsewhere it tells which sentence the words around it belong to.
fn divides_nothing(context: &Context, text: &Text, at: usize) -> bool {
    /// An abbreviation has at most so many letters.
    const LETTERS: usize = 4;
    let piece = |at: usize| context.piece(text, Some(at));
    if !piece(at).is_some_and(|piece| divides(piece.form)) {
        return true;
    }
    let block = text.blocks.partition_point(|block| block.tokens.end <= at);
    let end = text.blocks.get(block).map_or(at, |block| block.tokens.end);
    let ends = !(at + 1..end).any(|at| piece(at).is_some_and(|piece| piece.kind.is_word()));
    let before = at.checked_sub(1).and_then(piece);
    let shortened = before.is_some_and(|before| {
        before.form.starts_with(char::is_uppercase)
            && before.form.chars().count() <= LETTERS
            && before.guard().is_none()
    });
    ends || (shortened && piece(at).is_some_and(|piece| piece.form == "."))
}

/// A mark that stands elsewhere between as many words.
fn moved(a: &[Piece], b: &[Piece]) -> Option<String> {
    let words = |pieces: &[Piece]| pieces.iter().filter(|piece| piece.kind.is_word()).count();
    let places = |pieces: &[Piece]| -> Vec<(usize, String)> {
        let marks = (0..pieces.len()).filter(|&at| !pieces[at].kind.is_word());
        marks
            .map(|at| (words(&pieces[..at]), pieces[at].form.to_string()))
            .collect()
    };
    let (x, y) = (places(a), places(b));
    if words(a) != words(b) || x.len() != y.len() {
        return None;
    }
    // "one; two, three" and "one, two; three" have the same marks, each in another place.
    let is_other = |(x, y): &(&(usize, String), &(usize, String))| {
        x.0 != y.0 || is_comma(&x.1) != is_comma(&y.1)
    };
    let has_same =
        |marks: &[(usize, String)]| marks.iter().filter(|mark| is_comma(&mark.1)).count();
    if has_same(&x) != has_same(&y) {
        return None;
    }
    let moved = x.iter().zip(&y).find(is_other);
    moved.map(|((_, form), _)| form.clone())
}

/// Whether the comma in a change closes no pair around a clause: it stands before "and" in a list, or
/// behind the first words of a sentence that has no other; and nowhere near a relative clause.
fn is_harmless(context: &Context, text: &Text, change: &Range<usize>) -> bool {
    let at = |at: usize| context.piece(text, Some(at));
    let form = |index: usize| at(index).map(|piece| piece.form);
    let Some(comma) = change
        .clone()
        .find(|&index| form(index).is_some_and(is_comma))
    else {
        return false;
    };
    let mut sentence = context.sentence(text, change);
    // Where no stop stands at a paragraph's end, the sentence ends with it.
    let block = text
        .blocks
        .partition_point(|block| block.tokens.end <= comma);
    if let Some(block) = text.blocks.get(block) {
        sentence.start = sentence.start.max(block.tokens.start);
        sentence.end = sentence.end.min(block.tokens.end);
    }
    let kind = |index: usize| at(index).and_then(|piece| piece.guard());
    let relative = sentence
        .clone()
        .any(|index| kind(index) == Some(Guard::Relative));
    let commas = sentence
        .clone()
        .filter(|&index| form(index).is_some_and(is_comma))
        .count();
    let words = |range: Range<usize>| {
        range.filter(|&index| at(index).is_some_and(|piece| piece.kind.is_word()))
    };
    // "No, one is good"; "Let us eat, comrades".
    let turns = |kind| {
        matches!(
            kind,
            Some(Guard::Negation | Guard::Quantifier | Guard::Modal)
        )
    };
    let denies = words(sentence.start..comma).any(|index| turns(kind(index)));
    let addresses = words(comma + 1..sentence.end).count() < 2;
    let in_list = commas > 1 && kind(comma + 1) == Some(Guard::Conjunction);
    let introduces = commas == 1
        && (1..=INTRODUCTION).contains(&words(sentence.start..comma).count())
        && !denies
        && !addresses;
    !relative && (in_list || introduces)
}

/// What a mark is, in words.
fn reason(form: &str) -> Reason {
    match form.chars().next().unwrap_or(' ') {
        '"' | '\'' | '‚' | '‹' | '›' | '「' | '」' | '『' | '』' | '《' | '》' => {
            "quotation marks"
        }
        '(' | ')' | '[' | ']' | '{' | '}' | '（' | '）' => "brackets",
        '?' | '؟' | '？' | '!' | '！' | '¿' | '¡' => "a question or exclamation mark",
        '~' => "strikethrough",
        '^' => "a footnote or superscript",
        '>' => "a block quote",
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '+' | '±' => "a sign or dash",
        '*' | '†' | '‡' | '§' => "a mark at a word",
        '%' | '‰' | '$' | '€' | '£' | '°' => "a unit",
        _ => "a character",
    }
}
