//! Measures two organisations.

use crate::linkage::compare::Context;
use crate::linkage::compare::align::{self, Likeness, align};
use crate::linkage::compare::letters;
use crate::linkage::compare::measures::Organisations;
use crate::linkage::standard::Form;
use crate::linkage::standard::place::Place;

/// A pair that shares less than each of these of its words, of the shorter name and of its letters isn't
/// measured further, unless an acronym, an address or a translation speaks for it.
const LEAST: (f32, f32, f32) = (0.45, 0.65, 0.45);

/// None for a pair that shares too little to be one organisation.
pub fn measure(context: &Context, a: &Form, b: &Form) -> Option<Organisations> {
    let words = &context.forms.words;
    let mut m = Organisations::default();
    let core = align(words, &a.core, &b.core, align::of_organisations);
    m.dice = core.dice();
    m.containment = core.containment();
    acronyms(context, a, b, &mut m);
    address(context, a, b, &mut m);
    m.concepts = concepts(context, a, b);
    parts(context, a, b, &mut m);
    let spoken_for = m.acronym_equal + m.acronym_is_initials + m.acronym_is_name + m.part_equal
        > 0.0
        || m.address_similarity > 0.4
        || m.concepts > 0.5;
    let much = m.dice >= LEAST.0 || m.containment >= LEAST.1;
    let letters = letters::compare(words, a, b);
    if !much && !spoken_for && letters.trigrams < LEAST.2 {
        return None;
    }
    let (mut left_a, mut left_b): (Vec<u32>, Vec<u32>) = (
        core.left.0.iter().map(|&at| a.core[at]).collect(),
        core.left.1.iter().map(|&at| b.core[at]).collect(),
    );
    // A word left over that the other side holds in brackets is matched, not missing.
    let before = left_a.len() + left_b.len();
    left_a.retain(|word| !b.qualifiers.contains(word));
    left_b.retain(|word| !a.qualifiers.contains(word));
    m.qualifier_matches = (before - left_a.len() - left_b.len()) as f32;

    let weight = |word: &u32| words.weight(*word);
    let heaviest = |left: &[u32]| left.iter().map(weight).fold(0.0, f32::max);
    let sum = |left: &[u32]| left.iter().map(weight).sum::<f32>();
    let less_more = |a: f32, b: f32| (a.min(b), a.max(b));
    m.weight_matched = core.matched.0.min(core.matched.1).min(20.0);
    (m.weight_left_less, m.weight_left_more) = less_more(sum(&left_a), sum(&left_b));
    (m.heaviest_left_less, m.heaviest_left_more) = less_more(heaviest(&left_a), heaviest(&left_b));
    (m.words_left_less, m.words_left_more) = less_more(left_a.len() as f32, left_b.len() as f32);
    m.words_less = a.core.len().min(b.core.len()).min(6) as f32;
    m.words_matched = core.pairs.len() as f32;
    for pair in &core.pairs {
        let (x, y) = (a.core[pair.at.0], b.core[pair.at.1]);
        m.heaviest_matched = m
            .heaviest_matched
            .max(weight(&x).min(weight(&y)) * pair.similarity);
    }
    let rarest = core
        .pairs
        .iter()
        .map(|pair| {
            words.records[a.core[pair.at.0] as usize].min(words.records[b.core[pair.at.1] as usize])
        })
        .min();
    m.records_of_match = rarest.map_or(12.0, |records| (1.0 + records as f32).ln());
    m.weight_less = core.total.0.min(core.total.1).min(25.0);
    m.slips = core.count(Likeness::Slip) as f32;
    m.stems = core.count(Likeness::Stem) as f32;
    m.joined = core.count(Likeness::Joined) as f32;
    m.inversion = core.inversion();
    m.turned = f32::from(is_turned(a, b) || is_turned(b, a));
    m.only_common_left = f32::from(
        !(left_a.is_empty() && left_b.is_empty())
            && left_a
                .iter()
                .chain(&left_b)
                .all(|&word| words.known[word as usize] >= 40),
    );
    let first = |form: &Form| form.core.first().copied();
    m.first_equal = f32::from(first(a) == first(b));
    m.last_equal = f32::from(a.core.last() == b.core.last());

    m.letters_equal = f32::from(letters.equal);
    m.letters_similarity = letters.similarity;
    m.trigrams = letters.trigrams;
    m.prefix = letters.prefix;
    m.sorted_similarity = letters.sorted_similarity;
    m.core_equal = f32::from(a.sorted == b.sorted && !a.sorted.is_empty());
    places(a, b, &mut m);
    m.number_equal = f32::from(!a.numbers.is_empty() && a.numbers == b.numbers);
    m.number_one = f32::from(a.numbers.is_empty() != b.numbers.is_empty());
    facets(context, a, b, &left_a, &left_b, &mut m);
    qualifiers(context, a, b, &mut m);
    let located = m.place_equal + m.topic_equal + m.topic_covered > 0.0;
    m.all_equal = f32::from(
        m.core_equal > 0.0 && located && m.topic_uncertain == 0.0 && a.qualifiers == b.qualifiers,
    );
    let (places_a, records_a) = context.generic(a);
    let (places_b, records_b) = context.generic(b);
    if !located {
        m.generic_places = (1.0 + places_a.max(places_b) as f32).ln();
    }
    m.core_records = (records_a.max(records_b) as f32).ln();
    Some(m)
}

/// Whether one name is the other turned around at an "of" or a comma: "Trades Council of Paris",
/// "Paris Trades Council".
fn is_turned(a: &Form, b: &Form) -> bool {
    a.core.len() == b.core.len()
        && a.turns.iter().chain(&a.parts).any(|&at| {
            let at = usize::from(at).min(a.core.len());
            let (before, after) = a.core.split_at(at);
            !before.is_empty() && b.core.starts_with(after) && b.core.ends_with(before)
        })
}

/// Whether a whole part ("X – Y") of a name is the other name or a part of it.
fn parts(context: &Context, a: &Form, b: &Form, m: &mut Organisations) {
    let words = &context.forms.words;
    let mut check = |p: &Form, q: &Form| {
        if p.parts.len() < 2 {
            return;
        }
        for part in parts_of(p) {
            let equal = part[..] == q.sorted[..] || parts_of(q).contains(&part);
            if equal && !part.is_empty() {
                let weight: f32 = part.iter().map(|&word| words.weight(word)).sum();
                m.part_equal = 1.0;
                m.part_weight = m.part_weight.max(weight.min(20.0));
            }
        }
    };
    check(a, b);
    check(b, a);
}

/// The words of each part, sorted.
fn parts_of(form: &Form) -> Vec<Vec<u32>> {
    let mut start = 0;
    let mut out = Vec::new();
    for &end in &form.parts {
        let end = usize::from(end).min(form.core.len());
        let mut part = form.core[start..end].to_vec();
        part.sort_unstable();
        part.dedup();
        out.push(part);
        start = end;
    }
    out
}

/// Whether two lists of places share one, or places that fit.
pub fn fit(a: &[Place], b: &[Place]) -> bool {
    a.iter().any(|x| b.iter().any(|y| x.fits(*y)))
}

fn places(a: &Form, b: &Form, m: &mut Organisations) {
    match (a.places.is_empty(), b.places.is_empty()) {
        (false, false) if a.places.iter().any(|place| b.places.contains(place)) => {
            m.place_equal = 1.0;
        }
        (false, false) => m.place_part = 1.0,
        (true, true) => {}
        _ => m.place_one = 1.0,
    }
    match (a.topics.is_empty(), b.topics.is_empty()) {
        (false, false) => {
            if a.topics.iter().any(|place| b.topics.contains(place)) {
                m.topic_equal = 1.0;
            }
            if a.topics != b.topics {
                m.topic_uncertain = 1.0;
            }
        }
        (true, true) => {}
        (none, _) => {
            let (topics, other) = if none { (&b.topics, a) } else { (&a.topics, b) };
            if fit(topics, &other.places) {
                m.topic_covered = 1.0;
            } else {
                m.topic_uncertain = 1.0;
            }
        }
    }
    m.inside_differs =
        f32::from(a.inside != b.inside && !a.topics.is_empty() && !b.topics.is_empty());
}

fn acronyms(context: &Context, a: &Form, b: &Form, m: &mut Organisations) {
    let share = |x: &[u32], y: &[u32]| x.iter().any(|word| y.contains(word));
    if share(&a.acronyms, &b.acronyms) {
        m.acronym_equal = 1.0;
    } else if share(&a.acronyms, &b.initials) || share(&b.acronyms, &a.initials) {
        m.acronym_is_initials = 1.0;
    } else if !a.acronyms.is_empty() && !b.acronyms.is_empty() {
        m.acronym_differs = 1.0;
    } else if a.acronyms.is_empty() != b.acronyms.is_empty() {
        m.acronym_one = 1.0;
    }
    m.initials_equal = f32::from(share(&a.initials, &b.initials));
    for (one, other) in [(a, b), (b, a)] {
        if let [word] = one.core[..] {
            let long = context.forms.words.text(word).len() >= 2;
            if long && (other.acronyms.contains(&word) || other.initials.contains(&word)) {
                m.acronym_is_name = 1.0;
            }
        }
    }
}

fn facets(
    context: &Context,
    a: &Form,
    b: &Form,
    left_a: &[u32],
    left_b: &[u32],
    m: &mut Organisations,
) {
    let words = &context.forms.words;
    let of = |all: &mut dyn Iterator<Item = u32>| -> Vec<crate::linkage::words::Facet> {
        all.filter_map(|word| words.facet(word)).collect()
    };
    let whole = |form: &Form| of(&mut form.core.iter().chain(&form.qualifiers).copied());
    let (whole_a, whole_b) = (whole(a), whole(b));
    let own = |left: &[u32], form: &Form, other: &[crate::linkage::words::Facet]| {
        let mut own = of(&mut left.iter().chain(&form.qualifiers).copied());
        own.retain(|facet| !other.iter().any(|known| known.name == facet.name));
        own
    };
    let (own_a, own_b) = (own(left_a, a, &whole_b), own(left_b, b, &whole_a));
    let veto =
        |own: &[crate::linkage::words::Facet]| own.iter().any(|facet| facet.strength == "veto");
    m.facet_one = f32::from(veto(&own_a) != veto(&own_b));
    let any = |strength: &str| {
        own_a
            .iter()
            .chain(&own_b)
            .any(|facet| facet.strength == strength)
    };
    m.level_one = f32::from(any("level"));
    m.weak_facet = f32::from(any("weak"));
    m.organ_one = f32::from(any("organ"));
}

fn qualifiers(context: &Context, a: &Form, b: &Form, m: &mut Organisations) {
    if a.qualifiers.is_empty() && b.qualifiers.is_empty() {
        return;
    }
    if a.qualifiers.is_empty() || b.qualifiers.is_empty() {
        m.qualifier_one = 1.0;
        return;
    }
    let found = align(
        &context.forms.words,
        &a.qualifiers,
        &b.qualifiers,
        align::of_organisations,
    );
    match (found.left.0.is_empty(), found.left.1.is_empty()) {
        (false, false) => m.qualifier_differs = 1.0,
        (true, true) => m.qualifier_equal = 1.0,
        _ => {}
    }
}

fn address(context: &Context, a: &Form, b: &Form, m: &mut Organisations) {
    if a.affiliation.is_empty() || b.affiliation.is_empty() {
        return;
    }
    let words = &context.forms.words;
    m.address_both = 1.0;
    let found = align(
        words,
        &a.affiliation,
        &b.affiliation,
        align::of_organisations,
    );
    m.address_similarity = found.dice().max(0.9 * found.containment()).min(1.0);
    m.address_differs = f32::from(m.address_similarity < 0.25);
    let number = |form: &Form| {
        form.affiliation
            .iter()
            .copied()
            .find(|&word| words.text(word).bytes().all(|b| b.is_ascii_digit()))
    };
    match (number(a), number(b)) {
        (Some(x), Some(y)) if x == y => m.house_equal = 1.0,
        (Some(_), Some(_)) => m.house_differs = 1.0,
        _ => {}
    }
    let street = |form: &Form| -> Vec<u32> {
        let house = number(form);
        form.affiliation
            .iter()
            .copied()
            .filter(|&word| {
                Some(word) != house && words.text(word).len() > 1 && !words.is_street_word(word)
            })
            .take(4)
            .collect()
    };
    m.street_similarity = align(words, &street(a), &street(b), align::of_organisations).dice();
}

/// How much of two names in different languages is the same after translation, from 0 to 1.
fn concepts(context: &Context, a: &Form, b: &Form) -> f32 {
    let words = &context.forms.words;
    let of = |form: &Form| -> Option<Vec<u32>> {
        let mut all = Vec::new();
        for &word in &form.core {
            let concepts = words.concepts(word);
            if concepts.is_empty() {
                return None;
            }
            all.extend_from_slice(concepts);
        }
        all.sort_unstable();
        all.dedup();
        Some(all)
    };
    let (Some(x), Some(y)) = (of(a), of(b)) else {
        return 0.0;
    };
    let spoken = words.languages(&b.core);
    if words
        .languages(&a.core)
        .iter()
        .any(|tag| spoken.contains(tag))
    {
        return 0.0;
    }
    let both = x.iter().filter(|concept| y.contains(concept)).count();
    2.0 * both as f32 / (x.len() + y.len()).max(1) as f32
}
