//! What kind of change a change is, and so whether those who signed must be asked again.
//!
//! A closed list of what is harmless; everything else is material. Where it is in doubt, it is material.

mod context;
mod punctuation;
mod spelling;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub use context::{Context, Known, words_of_names};

use crate::diff::fold::fold1;
use crate::diff::text::blocks::Text;
use crate::diff::text::ops::slice;
use crate::diff::text::tokens::Kind;
use crate::diff::text::words::equal_runs;
use crate::tables::guarded::Guard;
use context::Piece;

/// The classes, from what concerns nobody to what is shown first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// In a field of the front matter that is the publisher's: nobody signed it.
    Publisher,
    /// White space, breaks between paragraphs, bullets, emphasis, levels of headings.
    Layout,
    /// Equal under [`fold1`].
    Typographic,
    /// Case, a comma, one misspelt word: an officer confirms, signatories are told.
    Orthographic,
    /// Moved, with the same words: signatories are told.
    Order,
    /// Everything else: signatories are asked again.
    Material,
    /// In a signed field of the front matter: they are asked again, and it is shown first.
    Terms,
}

impl Class {
    pub const ALL: [Class; 7] = [
        Class::Terms,
        Class::Material,
        Class::Order,
        Class::Orthographic,
        Class::Typographic,
        Class::Layout,
        Class::Publisher,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Class::Publisher => "publisher",
            Class::Layout => "layout",
            Class::Typographic => "typographic",
            Class::Orthographic => "orthographic",
            Class::Order => "order",
            Class::Material => "material",
            Class::Terms => "terms",
        }
    }

    /// Whether readers would see another text, so that it is shown and not only named.
    pub fn is_read(self) -> bool {
        !matches!(self, Class::Layout | Class::Typographic)
    }

    /// Whether those who signed must be asked again.
    pub fn reconfirms(self) -> bool {
        self >= Class::Material
    }
}

/// Why a change has its class, in a few words: "a number", "letter case".
pub type Reason = &'static str;

/// Judges a change by the tokens taken away and put in; either range may be empty.
///
/// Slips that stand close together are one change to readers; each is judged, and the gravest counts.
pub fn judge(context: &Context, old: Range<usize>, new: Range<usize>) -> (Class, Reason) {
    /// In tokens. In longer changes there is something material.
    const SHORT: usize = 60;
    let whole = judge_whole(context, old.clone(), new.clone());
    if !whole.0.reconfirms() || old.is_empty() || new.is_empty() || old.len() + new.len() > SHORT {
        return whole;
    }
    let keys = |text: &Text, range: &Range<usize>| -> Vec<u32> {
        let tokens = text.tokens[range.clone()].iter();
        tokens.map(|token| token.key).collect()
    };
    let compared = context.compared;
    let runs = equal_runs(&keys(&compared.old, &old), &keys(&compared.new, &new));
    let (mut i, mut j) = (old.start, new.start);
    let mut gravest = (Class::Layout, whole.1);
    for (x, y, length) in runs.into_iter().chain([(old.len(), new.len(), 0)]) {
        let (x, y) = (old.start + x, new.start + y);
        if i < x || j < y {
            let (class, reason) = judge_whole(context, i..x, j..y);
            if class > gravest.0 {
                gravest = (class, reason);
            }
        }
        (i, j) = (x + length, y + length);
    }
    if gravest.0.reconfirms() {
        whole
    } else {
        gravest
    }
}

fn judge_whole(context: &Context, old: Range<usize>, new: Range<usize>) -> (Class, Reason) {
    let (a, b) = (context.old_pieces(&old), context.new_pieces(&new));
    if a.iter()
        .map(|piece| piece.form)
        .eq(b.iter().map(|piece| piece.form))
    {
        return (Class::Layout, "a bullet or heading");
    }
    let joined = |pieces: &[Piece]| pieces.iter().map(|piece| piece.form).collect::<String>();
    if joined(&a) == joined(&b) {
        let compared = context.compared;
        let fold = |text: &str| fold1(text, context.known.yeh_kaf);
        if fold(slice(&compared.old, &old)) == fold(slice(&compared.new, &new)) {
            return (Class::Typographic, "quotes, dashes or invisible characters");
        }
    }
    let numbers = |pieces: &[Piece]| -> Vec<String> {
        let numbers = pieces.iter().filter(|piece| piece.is_number());
        numbers.map(|piece| piece.form.to_string()).collect()
    };
    if numbers(&a) != numbers(&b) {
        return (Class::Material, "a number");
    }
    let of_kind = |pieces: &[Piece], kind: Kind| -> Vec<String> {
        let found = pieces.iter().filter(|piece| piece.kind == kind);
        found.map(|piece| piece.form.to_string()).collect()
    };
    if of_kind(&a, Kind::Address) != of_kind(&b, Kind::Address) {
        return (Class::Material, "an address");
    }
    if let Some(verdict) = spelling::joints(context, &old, &new, &a, &b) {
        return verdict;
    }
    let (x, y) = (words(&a), words(&b));
    let same_words = x
        .iter()
        .map(|word| word.form)
        .eq(y.iter().map(|word| word.form));
    if let Some(reason) = punctuation::material(context, &old, &new, &a, &b) {
        // What the words say comes first.
        let reason = match same_words {
            true => reason,
            false => wording(context, &x, &y),
        };
        return (Class::Material, reason);
    }
    if same_words {
        return (Class::Orthographic, "punctuation");
    }
    if x.iter()
        .map(|word| word.lower())
        .eq(y.iter().map(|word| word.lower()))
    {
        let changed = || x.iter().zip(&y).filter(|(a, b)| a != b);
        return if changed().any(|(a, _)| context.is_name(a)) {
            (Class::Material, NAME)
        } else if changed().any(|(a, b)| context::is_other_word(a, b)) {
            (Class::Material, "another word in other letters")
        } else if is_unit(context, &old, &x) {
            (Class::Material, "a unit")
        } else {
            (Class::Orthographic, "letter case")
        };
    }
    if spelling::is_doubled(context, &old, &new, &x, &y) {
        return (Class::Orthographic, "a doubled word");
    }
    if spelling::is_corrected(context, &x, &y) {
        return (Class::Orthographic, "spelling");
    }
    (Class::Material, wording(context, &x, &y))
}

/// Whether a change begins with a unit: "5 Mb" is not "5 MB".
fn is_unit(context: &Context, old: &Range<usize>, words: &[&Piece]) -> bool {
    /// In letters.
    const LONGEST: usize = 3;
    let before = old.start.checked_sub(1);
    let number = context.piece(&context.compared.old, before);
    let short = |word: &&Piece| word.form.chars().count() <= LONGEST;
    number.is_some_and(|piece| piece.is_number()) && words.first().is_some_and(short)
}

const NAME: Reason = "a signatory’s name";

fn words<'p, 'a>(pieces: &'p [Piece<'a>]) -> Vec<&'p Piece<'a>> {
    pieces.iter().filter(|piece| piece.kind.is_word()).collect()
}

/// The gravest word of a change that has no harmless class.
fn wording(context: &Context, old: &[&Piece], new: &[&Piece]) -> Reason {
    let is_in =
        |piece: &Piece, there: &[&Piece]| there.iter().any(|other| other.form == piece.form);
    /// Of longer changes nobody would say that they are about a small word. In words.
    const SHORT: usize = 12;
    /// The same where words are only put in, or only taken out.
    const FEW: usize = 4;
    let limit = if old.is_empty() || new.is_empty() {
        FEW
    } else {
        SHORT
    };
    if old.len() + new.len() <= limit {
        let gone = old.iter().filter(|piece| !is_in(piece, new));
        let come = new.iter().filter(|piece| !is_in(piece, old));
        let changed: Vec<&&Piece> = gone.chain(come).collect();
        let guards: Vec<Guard> = changed.iter().filter_map(|piece| piece.guard()).collect();
        for (guard, reason) in [
            (Guard::Negation, "a negation"),
            (Guard::Modal, "a modal"),
            (Guard::Quantifier, "a quantifier"),
            (Guard::Preposition, "a preposition"),
        ] {
            if guards.contains(&guard) {
                return reason;
            }
        }
        if changed.iter().any(|piece| context.is_name(piece)) {
            return NAME;
        }
    }
    match (old.is_empty(), new.is_empty()) {
        (true, _) => "words put in",
        (_, true) => "words taken out",
        _ => "other words",
    }
}
