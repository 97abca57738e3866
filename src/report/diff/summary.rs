//! The summary of a comparison: what matters first, where, and whom it concerns.

use super::{Comparison, Difference, harmless, roster};
use crate::diff::changes::Change;
use crate::diff::class::Class;
use crate::diff::places::{self, list};
use crate::diff::text::tokens::Token;
use crate::diff::text::words::Step;

pub use crate::diff::places::name;

/// What is compared, what matters and where, and who is asked.
pub fn summary(difference: &Difference) -> String {
    format!(
        "{} → {}\n{}",
        harmless(&difference.old),
        harmless(&difference.new),
        of_changes(&difference.changes, difference.is_signed)
    )
}

/// "2 material changes, in paragraphs 3 and 5; also 1 of spelling or punctuation", and who is asked.
fn of_changes(changes: &[Change], is_signed: bool) -> String {
    let count = |class: Class| {
        changes
            .iter()
            .filter(|change| change.class == class)
            .count()
    };
    if changes.is_empty() {
        return "nothing changed\n".into();
    }
    let first = |class: Class| match is_signed {
        true => class.reconfirms(),
        false => class == Class::Publisher,
    };
    let grave: Vec<String> = Class::ALL
        .into_iter()
        .filter(|&class| first(class) && count(class) > 0)
        .map(|class| {
            let found = changes.iter().filter(|change| change.class == class);
            let count = counted(count(class), class, is_signed);
            format!("{count}, {}", places(found))
        })
        .collect();
    let others: Vec<String> = Class::ALL
        .into_iter()
        .filter(|&class| !first(class) && count(class) > 0)
        .map(|class| counted(count(class), class, is_signed))
        .collect();
    let counts = match (grave.is_empty(), others.is_empty()) {
        (true, _) => format!("no material change; {}", list(&others)),
        (_, true) => grave.join("; "),
        _ => format!("{}; also {}", grave.join("; "), list(&others)),
    };
    format!("{counts}\n{}\n", consequence(changes, is_signed))
}

/// Who is asked again.
fn consequence(changes: &[Change], is_signed: bool) -> &'static str {
    if !is_signed {
        return "nobody signed this: it is a press release";
    }
    match changes.iter().map(|change| change.class).max() {
        Some(Class::Material | Class::Terms) => "who signed the old version must be asked again",
        Some(Class::Order | Class::Orthographic) => {
            "an officer confirms it, and who signed the old version is told; nobody need be asked again"
        }
        _ => "nobody need be asked again",
    }
}

fn counted(count: usize, class: Class, is_signed: bool) -> String {
    let many = count != 1;
    let (one, more) = match class {
        Class::Terms => ("change of the terms", "changes of the terms"),
        Class::Material => ("material change", "material changes"),
        Class::Order => ("move", "moves"),
        Class::Orthographic => ("slip of the pen mended", "slips of the pen mended"),
        Class::Typographic => ("typographic", "typographic"),
        Class::Layout => ("of layout", "of layout"),
        Class::Publisher if !is_signed => ("change", "changes"),
        Class::Publisher => (
            "in the publisher’s own fields",
            "in the publisher’s own fields",
        ),
    };
    format!("{count} {}", if many { more } else { one })
}

/// "in paragraphs 3 and 5", "in the title".
pub fn places<'a>(changes: impl Iterator<Item = &'a Change>) -> String {
    places::places(changes.map(|change| (change.old_spot.as_ref(), change.new_spot.as_ref())))
}

/// The summary of each text, and how many words were taken away, put in and moved; that of the rosters.
pub fn stat(comparison: &Comparison) -> String {
    let texts = comparison.texts.iter().map(stat_of);
    let rosters = comparison.rosters.iter();
    let rosters = rosters.map(|rosters| roster::stat(rosters));
    texts.chain(rosters).collect::<Vec<_>>().join("\n")
}

fn stat_of(difference: &Difference) -> String {
    let mut words = Words::default();
    words.count(difference, &difference.compared.steps, false);
    format!(
        "{}words: {} taken out, {} put in, {} moved, {} kept\n",
        summary(difference),
        words.deleted,
        words.inserted,
        words.moved,
        words.kept
    )
}

#[derive(Default)]
struct Words {
    deleted: usize,
    inserted: usize,
    moved: usize,
    kept: usize,
}

impl Words {
    fn count(&mut self, difference: &Difference, steps: &[Step], in_move: bool) {
        let words = |tokens: &[Token]| tokens.iter().filter(|token| token.kind.is_word()).count();
        let (old, new) = (
            &difference.compared.old.tokens,
            &difference.compared.new.tokens,
        );
        for step in steps {
            match step {
                Step::Kept { new: range, .. } if in_move => {
                    self.moved += words(&new[range.clone()])
                }
                Step::Kept { new: range, .. } => self.kept += words(&new[range.clone()]),
                Step::Deleted(range) => self.deleted += words(&old[range.clone()]),
                Step::Inserted(range) => self.inserted += words(&new[range.clone()]),
                Step::MovedAway(..) => {}
                Step::MovedIn(_, inner) => self.count(difference, inner, true),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::changes::Spot;

    fn change(class: Class, new: Option<Spot>, old: Option<Spot>) -> Change {
        Change {
            class,
            reason: "a number",
            old: 0..1,
            new: 0..1,
            old_spot: old,
            new_spot: new,
            moved: None,
        }
    }

    #[test]
    fn what_matters_comes_first() {
        let paragraph = |number| Some(Spot::Paragraph(number));
        let changes = [
            change(Class::Layout, paragraph(1), paragraph(1)),
            change(Class::Material, paragraph(3), paragraph(3)),
            change(Class::Material, paragraph(5), paragraph(5)),
            change(Class::Terms, Some(Spot::Field("title".into())), None),
            change(Class::Material, None, paragraph(9)),
        ];
        assert_eq!(
            of_changes(&changes, true),
            "1 change of the terms, in the field “title”; 3 material changes, in paragraphs 3 and 5 and paragraph 9 of the old version; also 1 of layout\n\
             who signed the old version must be asked again\n"
        );
        assert_eq!(
            of_changes(&changes[..1], true),
            "no material change; 1 of layout\nnobody need be asked again\n"
        );
        assert_eq!(of_changes(&[], true), "nothing changed\n");
    }

    #[test]
    fn nobody_signed_a_press_release() {
        let paragraph = |number| Some(Spot::Paragraph(number));
        let changes = [
            change(Class::Publisher, paragraph(2), paragraph(2)),
            change(Class::Layout, paragraph(1), paragraph(1)),
        ];
        assert_eq!(
            of_changes(&changes, false),
            "1 change, in paragraph 2; also 1 of layout\nnobody signed this: it is a press release\n"
        );
    }
}
