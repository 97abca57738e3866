//! Why two entries may be one, in words that a secretary understands; what speaks against it comes last.

use crate::linkage::compare::align::{self, Likeness, align};
use crate::linkage::compare::{Context, organisations, people};
use crate::linkage::standard::lexicon::latin;
use crate::linkage::standard::place::Place;
use crate::linkage::standard::{Form, text};
use crate::linkage::words::Words;
use crate::tables::countries;

/// A form with the name it was made from, for quoting.
pub struct Written<'r> {
    pub form: &'r Form,
    pub name: &'r str,
}

/// Words quoted of a name at most.
const QUOTED: usize = 3;

pub fn evidence(context: &Context, a: &Written, b: &Written) -> Vec<String> {
    if a.form.person {
        of_people(context, a, b)
    } else {
        of_organisations(context, a, b)
    }
}

/// The words of a name as it writes them, by their letters in Latin script.
fn quote(words: &Words, name: &str, wanted: impl Iterator<Item = u32>) -> String {
    let cleaned = text::clean(name);
    let runs: Vec<(&str, String)> = text::runs(&cleaned).map(|run| (run, latin(run))).collect();
    let mut quoted: Vec<String> = Vec::new();
    for word in wanted.take(QUOTED) {
        let letters = words.text(word);
        let near = |plain: &str| {
            let common = plain
                .bytes()
                .zip(letters.bytes())
                .take_while(|(a, b)| a == b)
                .count();
            common * 3 >= letters.len() * 2
        };
        let written = runs
            .iter()
            .find(|(_, plain)| plain == letters)
            .or_else(|| runs.iter().find(|(_, plain)| near(plain)));
        quoted.push(written.map_or(letters, |(run, _)| run).to_string());
    }
    format!("“{}”", quoted.join(" "))
}

fn shared_place(a: &[Place], b: &[Place]) -> Option<Place> {
    a.iter().find(|x| b.iter().any(|y| x.fits(*y))).copied()
}

fn of_organisations(context: &Context, a: &Written, b: &Written) -> Vec<String> {
    let words = &context.forms.words;
    let (x, y) = (a.form, b.form);
    let m = organisations::measure(context, x, y).unwrap_or_default();
    let is = |flag: f32| flag > 0.0;
    let (mut why, mut against) = (Vec::new(), Vec::new());
    let found = align(words, &x.core, &y.core, align::of_organisations);
    if is(m.core_equal) {
        why.push("same words".to_string());
    } else {
        let mut same: Vec<u32> = found
            .pairs
            .iter()
            .filter(|pair| pair.likeness == Likeness::Exact)
            .map(|pair| x.core[pair.at.0])
            .collect();
        same.sort_by(|&p, &q| words.weight(q).total_cmp(&words.weight(p)).then(p.cmp(&q)));
        same.truncate(QUOTED);
        same.sort_by_key(|word| x.core.iter().position(|other| other == word));
        if !same.is_empty() {
            why.push(format!(
                "both say {}",
                quote(words, a.name, same.into_iter())
            ));
        }
        for pair in &found.pairs {
            let (one, other) = (x.core[pair.at.0], y.core[pair.at.1]);
            let quoted = |what: &str| {
                format!(
                    "{} and {} {what}",
                    quote(words, a.name, std::iter::once(one)),
                    quote(words, b.name, std::iter::once(other))
                )
            };
            match pair.likeness {
                Likeness::Slip => why.push(quoted("are a slip apart")),
                Likeness::Stem => why.push(quoted("have the same stem")),
                Likeness::Joined => why.push("the same words, written together and apart".into()),
                _ => {}
            }
        }
        if m.concepts >= 0.6 {
            why.push("the words mean the same in two languages".into());
        }
        if is(m.part_equal) {
            why.push("a whole part of one name is the other".into());
        }
    }
    let acronym = |form: &Form, other: &[u32]| {
        form.acronyms
            .iter()
            .find(|word| other.contains(word))
            .map(|&word| words.text(word).to_uppercase())
    };
    if let Some(same) = acronym(x, &y.acronyms) {
        why.push(format!("same acronym {same}"));
    } else if let Some(initials) = acronym(x, &y.initials).or_else(|| acronym(y, &x.initials)) {
        why.push(format!("{initials} = their initials"));
    } else if let Some(name) = acronym(x, &y.core).or_else(|| acronym(y, &x.core)) {
        why.push(format!("{name} is the other’s acronym"));
    } else if is(m.acronym_differs) {
        let first = |form: &Form| words.text(form.acronyms[0]).to_uppercase();
        against.push(format!("different acronyms, {} and {}", first(x), first(y)));
    }
    let place = shared_place(&x.places, &y.places)
        .or_else(|| shared_place(&x.topics, &y.topics))
        .or_else(|| shared_place(&x.places, &y.topics))
        .or_else(|| shared_place(&x.topics, &y.places));
    if let Some(place) = place {
        why.push(format!(
            "same country, {}",
            countries::name(place.code(), "en")
        ));
    } else if x.places.len() + x.topics.len() + y.places.len() + y.topics.len() > 0 {
        against.push("a country with one only".into());
    }
    if is(m.number_equal) {
        why.push("same number".into());
    }
    if is(m.qualifier_equal) {
        why.push("same addition in brackets".into());
    }
    if m.address_similarity >= 0.8 {
        why.push("same address".into());
    } else if is(m.house_equal) {
        why.push("same house number".into());
    } else if is(m.address_differs) {
        against.push("different addresses".into());
    }
    if is(m.inside_differs) {
        against.push("“in” the country against “of” it".into());
    }
    if is(m.number_one) {
        against.push("a number with one only".into());
    }
    if is(m.qualifier_one) || is(m.qualifier_differs) {
        for (one, other) in [(a, b), (b, a)] {
            let own = one.form.qualifiers.iter().copied().filter(|word| {
                !other.form.qualifiers.contains(word) && !other.form.core.contains(word)
            });
            let own: Vec<u32> = own.collect();
            if !own.is_empty() {
                against.push(format!(
                    "only one says ({})",
                    quote(words, one.name, own.into_iter()).trim_matches(['“', '”'])
                ));
            }
        }
    }
    // What is the same in another language is not missing.
    let is_translated = m.concepts >= 1.0;
    for (one, left) in [(a, &found.left.0), (b, &found.left.1)] {
        if !left.is_empty() && !is_translated {
            let own = left.iter().map(|&at| one.form.core[at]);
            against.push(format!("only one says {}", quote(words, one.name, own)));
        }
    }
    if x.edges != y.edges {
        for (one, other) in [(a, b), (b, a)] {
            let own = one.form.edges.iter().flatten().copied();
            let own: Vec<u32> = own
                .filter(|word| !other.form.edges.contains(&Some(*word)))
                .collect();
            if !own.is_empty() {
                against.push(format!(
                    "only one says {}",
                    quote(words, one.name, own.into_iter())
                ));
            }
        }
    }
    if m.inversion > 0.0 && is(m.core_equal) {
        against.push("in another order".into());
    }
    why.extend(against);
    why
}

fn of_people(context: &Context, a: &Written, b: &Written) -> Vec<String> {
    let words = &context.forms.words;
    let (x, y) = (a.form, b.form);
    let m = people::measure(context, x, y).unwrap_or_default();
    let is = |flag: f32| flag > 0.0;
    let (mut why, mut against) = (Vec::new(), Vec::new());
    if x.core == y.core {
        why.push("same name".to_string());
    } else if is(m.core_equal) {
        why.push("same names in another order".into());
    } else {
        let found = align(words, &x.core, &y.core, align::of_people);
        let same: Vec<u32> = found
            .pairs
            .iter()
            .filter(|pair| pair.likeness == Likeness::Exact)
            .map(|pair| x.core[pair.at.0])
            .collect();
        if !same.is_empty() {
            why.push(format!("both {}", quote(words, a.name, same.into_iter())));
        }
        for pair in &found.pairs {
            let quoted = |what: &str| {
                format!(
                    "{} and {} {what}",
                    quote(words, a.name, std::iter::once(x.core[pair.at.0])),
                    quote(words, b.name, std::iter::once(y.core[pair.at.1]))
                )
            };
            match pair.likeness {
                Likeness::Slip => why.push(quoted("are a slip apart")),
                Likeness::Initial => why.push(quoted("may be one, an initial")),
                Likeness::Nickname => why.push(quoted("are forms of one name")),
                Likeness::Sound => why.push(quoted("sound alike")),
                Likeness::Joined => why.push("the same names, written together and apart".into()),
                Likeness::Exact | Likeness::Stem => {}
            }
        }
        for (one, left) in [(a, &found.left.0), (b, &found.left.1)] {
            if !left.is_empty() {
                let own = left.iter().map(|&at| one.form.core[at]);
                against.push(format!("only one has {}", quote(words, one.name, own)));
            }
        }
    }
    if is(m.handle_equal) {
        why.push("same handle".into());
    } else if is(m.handle_is_name) {
        why.push("the handle of one is the name of the other".into());
    }
    if is(m.nickname_matches) {
        why.push("same nickname".into());
    }
    if is(m.role_equal) {
        why.push("same role".into());
    }
    if m.affiliation_similarity >= 0.95 {
        why.push("same affiliation".into());
    } else if m.affiliation_similarity >= 0.5 {
        why.push("similar affiliation".into());
    } else if is(m.affiliation_differs) {
        against.push("different affiliations".into());
    } else if is(m.affiliation_one) {
        against.push("an affiliation with one only".into());
    } else if is(m.affiliation_none) && !is(m.handle_equal) {
        against.push("nothing but the name to go by".into());
    }
    if let Some(place) = shared_place(&x.places, &y.places) {
        why.push(format!(
            "same country, {}",
            countries::name(place.code(), "en")
        ));
    } else if is(m.place_differs) {
        against.push("different countries".into());
    }
    if is(m.handle_differs) {
        against.push("different handles".into());
    }
    if is(m.role_differs) {
        against.push("different roles".into());
    }
    why.extend(against);
    why
}
