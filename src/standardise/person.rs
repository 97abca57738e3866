//! Names of people: how they are told from organisations, and what they are sorted by.

use crate::tables::fold::words;
use crate::tables::words::{self as vocabulary, Honorific, Particle, Preposition};

/// How sure it is that a text is the name of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// It holds a word of organisations, or isn't built like a name.
    Against,
    /// Two to four capitalised words, none of them known.
    Shape,
    /// A title, or a known given name in front.
    Sure,
}

/// Judges a name without affiliation: "Prof. Ilse Marwick".
pub fn evidence(name: &str) -> Evidence {
    let all: Vec<&str> = name.split_whitespace().collect();
    if all.is_empty()
        || all.len() > 8
        || name
            .chars()
            .any(|c| c.is_numeric() || "()[]/:;&".contains(c))
    {
        return Evidence::Against;
    }
    let titles = titles_before(&all);
    let mut rest = &all[titles..];
    let mut degree = false;
    while rest.len() > 2 && rest.last().is_some_and(|word| is_degree(word)) {
        rest = &rest[..rest.len() - 1];
        degree = true;
    }
    if rest.is_empty() || rest.len() > 5 {
        return Evidence::Against;
    }
    let folded: Vec<String> = rest.iter().map(|word| words(word)).collect();
    // The second half of "de la" is a particle only behind the first.
    let is_particle = |i: usize| {
        vocabulary::particle(rest[i]).is_some()
            || (i > 0
                && vocabulary::particle(rest[i - 1]).is_some()
                && vocabulary::preposition(&folded[i]) == Some(Preposition::Article))
    };
    let is_small =
        |i: usize| is_particle(i) || is_initial(rest[i]) || vocabulary::is_given_name(&folded[i]);
    let last = rest.len() - 1;
    // "Anna Green" is a person though organisations are green; "Maria Foundation" is none.
    let is_family = last > 0
        && vocabulary::is_given_name(&folded[0])
        && (0..last).all(is_small)
        && vocabulary::kind(&folded[last]).is_none();
    let known_as_other = (0..rest.len())
        .any(|i| !is_small(i) && !(i == last && is_family) && is_word_of_organisations(&folded[i]));
    if known_as_other || vocabulary::kind(&folded.join(" ")).is_some() {
        return Evidence::Against;
    }
    let built_like_one = (0..rest.len()).all(|i| {
        let first = rest[i].chars().find(|c| c.is_alphabetic());
        first.is_some_and(|c| !c.is_lowercase()) || is_particle(i)
    });
    if !built_like_one {
        return Evidence::Against;
    }
    let shouts = rest.len() == 1
        && rest[0]
            .chars()
            .filter(|c| c.is_alphabetic())
            .all(char::is_uppercase);
    if (titles > 0 || degree) && !shouts {
        return Evidence::Sure;
    }
    if rest.len() < 2 {
        return Evidence::Against;
    }
    let given = folded
        .iter()
        .zip(rest)
        .find(|(_, written)| !is_initial(written))
        .map(|(folded, _)| folded.as_str());
    let given = given.is_some_and(|word| {
        word.split(' ')
            .next()
            .is_some_and(vocabulary::is_given_name)
    });
    if given {
        return Evidence::Sure;
    }
    let cased = rest.iter().all(|word| {
        word.chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || c.is_lowercase())
    });
    if rest.len() <= 4 && cased {
        Evidence::Shape
    } else {
        Evidence::Against
    }
}

/// How many words at the start are titles: "Prof. Dr." has two.
fn titles_before(all: &[&str]) -> usize {
    all.iter()
        .take_while(|word| {
            let before = matches!(
                vocabulary::honorific(word),
                Some(Honorific::Before | Honorific::Both)
            );
            // A word that is a title only with its stop or a capital isn't one inside "dr".
            before
                && (word.ends_with('.') || word.chars().next().is_some_and(|c| !c.is_lowercase()))
        })
        .count()
}

/// Whether a word behind a name is a degree or an addition: "PhD", "Jr.".
pub fn is_degree(word: &str) -> bool {
    matches!(
        vocabulary::honorific(word.trim_matches(',')),
        Some(Honorific::After | Honorific::Both)
    ) && word.chars().any(char::is_uppercase)
}

fn is_initial(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() == 1
        || (word.ends_with('.') && word.chars().count() <= 3)
}

/// Whether a folded word is one that organisations use in their names, and families hardly do.
pub fn is_word_of_organisations(folded: &str) -> bool {
    vocabulary::kind(folded).is_some()
        || vocabulary::is_organisation_word(folded)
        || crate::tables::countries::demonym_folded(folded).is_some()
        || vocabulary::preposition(folded).is_some() && vocabulary::particle(folded).is_none()
        || vocabulary::is_conjunction(folded)
}

/// The form by which a person is sorted, "Family, Given", guessed from a name "Given Family".
///
/// Titles and degrees are left out; particles stay with the family name or go behind the given one,
/// as the table says. A family name in capitals is taken at its word, wherever it stands.
pub fn sort_key(name: &str) -> String {
    let name = name.split(',').next().unwrap_or(name);
    let all: Vec<&str> = name.split_whitespace().collect();
    let mut rest = &all[titles_before(&all).min(all.len().saturating_sub(1))..];
    while rest.len() > 2 && rest.last().is_some_and(|word| is_degree(word)) {
        rest = &rest[..rest.len() - 1];
    }
    if rest.len() < 2 {
        return rest.join(" ");
    }
    let shouting = |word: &str| {
        word.chars().filter(|c| c.is_alphabetic()).count() > 1
            && !word.chars().any(char::is_lowercase)
            && word.chars().any(char::is_uppercase)
    };
    if rest.iter().any(|word| shouting(word)) && !rest.iter().all(|word| shouting(word)) {
        let (family, given): (Vec<&str>, Vec<&str>) =
            rest.iter().copied().partition(|word| shouting(word));
        return format!("{}, {}", family.join(" "), given.join(" "));
    }
    let mut family = rest.len() - 1;
    let mut first_skipped = None;
    while family > 1 {
        let word = rest[family - 1];
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        match vocabulary::particle(word) {
            Some(Particle::Sort) => family -= 1,
            Some(Particle::Skip) if capital => family -= 1,
            Some(Particle::Skip) => {
                first_skipped.get_or_insert(family);
                family -= 1;
            }
            None => break,
        }
    }
    let family = first_skipped.unwrap_or(family);
    format!("{}, {}", rest[family..].join(" "), rest[..family].join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_told_from_organisations() {
        for (name, wanted) in [
            ("Prof. Ilse Marwick", Evidence::Sure),
            ("Anna Smith", Evidence::Sure),
            ("Maria de la Cruz", Evidence::Sure),
            ("J. Smith", Evidence::Shape),
            ("Debes Rufevind", Evidence::Shape),
            ("Debes Rufevind PhD", Evidence::Sure),
            ("World Federation of Democratic Youth", Evidence::Against),
            ("Communist Party", Evidence::Against),
            ("Synaspismos", Evidence::Against),
            ("Workers’ Union 1199", Evidence::Against),
        ] {
            assert_eq!(evidence(name), wanted, "{name}");
        }
    }

    #[test]
    fn sort_keys_are_guessed() {
        for (name, wanted) in [
            ("Prof. Ilse Marwick", "Marwick, Ilse"),
            ("Anna SMITH JONES", "SMITH JONES, Anna"),
            ("Plato", "Plato"),
            ("Anna Maria Smith, PhD", "Smith, Anna Maria"),
        ] {
            assert_eq!(sort_key(name), wanted);
        }
    }
}
