//! Whether a name that changed is the same name: by its words and their letters, without a look at who bears it.

use std::collections::HashSet;

use crate::diff::fold::fold1;
use crate::model::Signatory;
use crate::standardise::words;
use crate::tables::words::honorific;

/// What became of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// The same words: in another order, with or without acronym or title, written together or apart.
    Form,
    /// Words that are a slip of the pen apart, or an initial and its name.
    Slip,
    Other,
}

/// Whether two printed lines differ in case, spaces and typography at most.
pub fn differ_in_form_only(old: &str, new: &str) -> bool {
    old == new || fold1(old, false).to_lowercase() == fold1(new, false).to_lowercase()
}

/// The words of a name, folded; of a person without titles, unless there is nothing else.
pub fn telling(signatory: &Signatory) -> Vec<String> {
    let name = words(&signatory.name);
    let all = || name.split(' ').map(str::to_string);
    let is_title = |word: &String| {
        signatory.is_person()
            && [word, &format!("{word}.")]
                .iter()
                .any(|word| honorific(word).is_some())
    };
    match all().filter(|word| !is_title(word)).collect::<Vec<_>>() {
        none if none.is_empty() => all().collect(),
        telling => telling,
    }
}

/// Compares the names of one signatory in two rosters.
pub fn nature(old: &Signatory, new: &Signatory) -> Nature {
    let acronyms = [old, new].map(|signatory| signatory.acronym.as_deref());
    let acronyms: HashSet<String> = acronyms.into_iter().flatten().map(words).collect();
    let without = |signatory: &Signatory| {
        let mut telling = telling(signatory);
        telling.retain(|word| !acronyms.contains(word));
        telling
    };
    nature_of_words(without(old), without(new), !acronyms.is_empty())
}

/// Compares two names as words, of which acronyms have been taken out.
fn nature_of_words(mut old: Vec<String>, mut new: Vec<String>, had_acronym: bool) -> Nature {
    let is_acronym_alone = had_acronym && (old.is_empty() || new.is_empty());
    if is_acronym_alone || old.concat() == new.concat() {
        return Nature::Form;
    }
    // The first of equal words on both sides goes, so that what is left stands in its order.
    old.retain(|word| match new.iter().position(|other| other == word) {
        Some(at) => {
            new.remove(at);
            false
        }
        None => true,
    });
    if old.is_empty() && new.is_empty() {
        return Nature::Form;
    }
    let near = old.len() == new.len() && old.iter().zip(&new).all(|(a, b)| are_near(a, b));
    if near { Nature::Slip } else { Nature::Other }
}

/// Letters that a word has at least to be misspelt in one place, and in two.
const LETTERS: usize = 4;
const LETTERS_FOR_TWO: usize = 8;

fn are_near(a: &str, b: &str) -> bool {
    let (short, long) = match a.chars().count() <= b.chars().count() {
        true => (a, b),
        false => (b, a),
    };
    let letters = short.chars().count();
    if a.chars().chain(b.chars()).any(char::is_numeric) {
        return false;
    }
    if letters == 1 {
        return long.starts_with(short);
    }
    let most = match letters {
        0..LETTERS => return false,
        LETTERS..LETTERS_FOR_TWO => 1,
        _ => 2,
    };
    strsim::osa_distance(a, b) <= most
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(old: &str, new: &str) -> Nature {
        let list = |text: &str| words(text).split(' ').map(str::to_string).collect();
        nature_of_words(list(old), list(new), false)
    }

    #[test]
    fn form_slip_and_another_name_are_told_apart() {
        for (old, new, nature) in [
            ("Union of Bakers", "union of  BAKERS", Nature::Form),
            ("Bakers’ Union", "Union, Bakers'", Nature::Form),
            ("Foot Path Club", "Footpath Club", Nature::Form),
            ("Marwick, Ilse", "Ilse Marwick", Nature::Form),
            ("Walkers Aliance", "Walkers Alliance", Nature::Slip),
            ("I. Marwick", "Ilse Marwick", Nature::Slip),
            ("Walkers Alliance", "Riders Alliance", Nature::Other),
            ("Bakers Local 12", "Bakers Local 13", Nature::Other),
            ("Guild of Cooks", "Guild of Cooks of Lenz", Nature::Other),
        ] {
            assert_eq!(between(old, new), nature, "{old} / {new}");
        }
    }

    #[test]
    fn case_spaces_and_typography_are_form_and_letters_are_not() {
        assert!(differ_in_form_only("Bakers' Union ", "BAKERS’  Union"));
        assert!(!differ_in_form_only("José", "Jose"));
        assert!(!differ_in_form_only("Bakers Union", "Bakers’ Union"));
    }
}
