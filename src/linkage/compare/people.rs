//! Measures two people.

use crate::linkage::compare::Context;
use crate::linkage::compare::align::{self, Alignment, Likeness, align};
use crate::linkage::compare::letters;
use crate::linkage::compare::measures::People;
use crate::linkage::compare::organisations::fit;
use crate::linkage::standard::Form;
use crate::linkage::words::Words;

/// A pair whose names share less of their weight, and less of their letters, isn't measured further,
/// unless a handle or a nickname speaks for it.
const LEAST: (f32, f32) = (0.5, 0.6);

/// None for a pair that shares too little to be one person.
pub fn measure(context: &Context, a: &Form, b: &Form) -> Option<People> {
    let words = &context.forms.words;
    let mut m = People::default();
    let mut names = align(words, &a.core, &b.core, align::of_people);
    drop_misplaced_initials(&mut names, a, b);
    m.dice = names.dice();
    handles(context, a, b, &mut m);
    let spoken_for = m.handle_equal + m.handle_is_name + m.nickname_matches > 0.0;
    let letters = letters::compare(words, a, b);
    let much = m.dice >= LEAST.0 || letters.similarity.max(letters.sorted_similarity) >= LEAST.1;
    if !much && !spoken_for {
        return None;
    }
    let last = |at: usize, form: &Form| at + 1 == form.core.len();
    let full = |word: u32| words.text(word).len() > 1;
    for pair in &names.pairs {
        let (i, j) = pair.at;
        let both_last = last(i, a) && last(j, b);
        if both_last {
            m.family = m.family.max(pair.similarity);
        } else if i == 0 && j == 0 {
            m.given = m.given.max(pair.similarity);
        } else if last(i, a) != last(j, b)
            && (i == 0 || j == 0)
            && full(a.core[i])
            && full(b.core[j])
        {
            m.crossed = m.crossed.max(pair.similarity);
        } else if pair.likeness == Likeness::Exact {
            m.middle_equal = 1.0;
        }
    }
    let middles = |form: &Form| form.core.len() > 2;
    m.middle_one = f32::from(middles(a) != middles(b));
    let in_middle = |left: &[usize], form: &Form| left.iter().any(|&at| at > 0 && !last(at, form));
    m.middle_differs = f32::from(in_middle(&names.left.0, a) && in_middle(&names.left.1, b));
    m.exact = names.count(Likeness::Exact) as f32;
    m.slips = names.count(Likeness::Slip) as f32;
    m.nicknames = names.count(Likeness::Nickname) as f32;
    m.sounds = names.count(Likeness::Sound) as f32;
    m.initials = names.count(Likeness::Initial) as f32;
    m.joined = names.count(Likeness::Joined) as f32;
    let left = |left: &[usize], form: &Form, wanted: bool| {
        left.iter()
            .filter(|&&at| full(form.core[at]) == wanted)
            .count()
    };
    let (full_a, full_b) = (left(&names.left.0, a, true), left(&names.left.1, b, true));
    m.full_left_less = full_a.min(full_b) as f32;
    m.full_left_more = full_a.max(full_b) as f32;
    m.initials_left = (left(&names.left.0, a, false) + left(&names.left.1, b, false)) as f32;
    m.names_less = a.core.len().min(b.core.len()).min(5) as f32;
    m.inversion = names.inversion();
    m.letters_equal = f32::from(letters.equal);
    m.letters_similarity = letters.similarity;
    m.sorted_similarity = letters.sorted_similarity;
    m.core_equal = f32::from(a.sorted == b.sorted);
    surprise(context, &names, a, b, &mut m);

    affiliation(context, a, b, &mut m);
    match (a.places.is_empty(), b.places.is_empty()) {
        (false, false) if fit(&a.places, &b.places) => m.place_equal = 1.0,
        (false, false) => m.place_differs = 1.0,
        (true, true) => {}
        _ => m.place_one = 1.0,
    }
    if a.role != 0 && b.role != 0 {
        m.role_equal = f32::from(a.role == b.role);
        m.role_differs = 1.0 - m.role_equal;
    }
    m.roster_size = context.size;
    Some(m)
}

fn handles(context: &Context, a: &Form, b: &Form, m: &mut People) {
    if a.handle.is_none() && b.handle.is_none() && a.nicknames.is_empty() && b.nicknames.is_empty()
    {
        return;
    }
    let words = &context.forms.words;
    match (a.handle, b.handle) {
        (Some(x), Some(y)) if x == y => m.handle_equal = 1.0,
        (Some(_), Some(_)) => m.handle_differs = 1.0,
        _ => {}
    }
    let together =
        |form: &Form| -> String { form.raw.iter().map(|&word| words.text(word)).collect() };
    for (one, other) in [(a, b), (b, a)] {
        if one
            .handle
            .is_some_and(|handle| words.text(handle) == together(other))
        {
            m.handle_is_name = 1.0;
        }
        if one
            .nicknames
            .iter()
            .any(|nickname| other.nicknames.contains(nickname) || other.core.contains(nickname))
        {
            m.nickname_matches = 1.0;
        }
    }
}

/// An initial stands for a name in the same place: never a given name's for the family name, unless
/// the whole name is written the other way round.
fn drop_misplaced_initials(names: &mut Alignment, a: &Form, b: &Form) {
    let misplaced = |at: (usize, usize)| (at.0 + 1 == a.core.len()) != (at.1 + 1 == b.core.len());
    let turned = names.pairs.iter().any(|pair| {
        pair.likeness != Likeness::Initial
            && misplaced(pair.at)
            && (pair.at.0 == 0 || pair.at.1 == 0)
    });
    if turned {
        return;
    }
    for pair in &names.pairs {
        if pair.likeness == Likeness::Initial && misplaced(pair.at) {
            names.left.0.push(pair.at.0);
            names.left.1.push(pair.at.1);
        }
    }
    names
        .pairs
        .retain(|pair| pair.likeness != Likeness::Initial || !misplaced(pair.at));
}

/// How surprising it would be if two people of the roster shared these names by chance: the natural
/// logarithm of one in so many rosters. Below 0 namesakes are to be expected.
fn surprise(context: &Context, names: &Alignment, a: &Form, b: &Form, m: &mut People) {
    let words = &context.forms.words;
    let people = context.people.max(2.0);
    let mut total = 0.0;
    let mut fewest = f32::MAX;
    for pair in &names.pairs {
        let (x, y) = (a.core[pair.at.0], b.core[pair.at.1]);
        if words.text(x).len() < 2 || words.text(y).len() < 2 {
            // A letter narrows the names down to some twentieth.
            total += 2.0;
            continue;
        }
        let records = words.records[x as usize]
            .max(words.records[y as usize])
            .max(1) as f32;
        let rarity = ((people + 3000.0) / (records + 0.5)).ln();
        total += match pair.likeness {
            Likeness::Exact | Likeness::Joined => rarity,
            // Many names are near a name: a slip tells less.
            _ => (rarity - 3.0).max(0.0) * pair.similarity,
        };
        fewest = fewest.min(records);
    }
    m.surprise = total - people.ln();
    m.rarest = if fewest == f32::MAX {
        12.0
    } else {
        fewest.ln()
    };
    let records = |word: Option<&u32>| {
        word.map_or(0.0, |&word| {
            (1.0 + words.records[word as usize] as f32).ln()
        })
    };
    m.family_records = records(a.core.last()).max(records(b.core.last()));
    m.given_records = records(a.core.first()).max(records(b.core.first()));
}

fn affiliation(context: &Context, a: &Form, b: &Form, m: &mut People) {
    match (a.affiliation.is_empty(), b.affiliation.is_empty()) {
        (true, true) => m.affiliation_none = 1.0,
        (false, false) => {
            let found = align(
                &context.forms.words,
                &a.affiliation,
                &b.affiliation,
                align::of_organisations,
            );
            m.affiliation_similarity = found.dice().max(0.9 * found.containment()).min(1.0);
            let words = &context.forms.words;
            if abbreviates(words, &a.affiliation, &b.affiliation)
                || abbreviates(words, &b.affiliation, &a.affiliation)
            {
                m.affiliation_similarity = m.affiliation_similarity.max(0.8);
            }
            m.affiliation_differs = f32::from(m.affiliation_similarity < 0.25);
            m.affiliation_weight = found.matched.0.min(found.matched.1).min(20.0);
        }
        _ => m.affiliation_one = 1.0,
    }
}

/// Whether a word of one affiliation is made of the initials of the other: "SIT", "Stenmouth Institute of Technology".
fn abbreviates(words: &Words, one: &[u32], other: &[u32]) -> bool {
    let initials: String = other
        .iter()
        .filter_map(|&word| words.text(word).chars().next())
        .collect();
    one.iter().any(|&word| {
        let letters = words.text(word);
        letters.len() >= 3 && initials.contains(letters)
    })
}
