//! Places of changes in words: "in paragraphs 3 and 5".

use std::collections::BTreeSet;

use crate::diff::changes::Spot;

/// "in paragraphs 3 and 5", "in the title".
///
/// Of each change its place in the old and in the new version, where it has one.
pub fn places<'a>(spots: impl Iterator<Item = (Option<&'a Spot>, Option<&'a Spot>)>) -> String {
    /// More places than that are counted.
    const SHOWN: usize = 12;
    const SHOWN_OTHERS: usize = 4;
    let (mut new, mut old, mut others) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for (old_spot, new_spot) in spots {
        match (new_spot, old_spot) {
            (Some(Spot::Paragraph(number)), _) => drop(new.insert(*number)),
            (None, Some(Spot::Paragraph(number))) => drop(old.insert(*number)),
            (Some(spot), _) | (None, Some(spot)) => drop(others.insert(spot)),
            (None, None) => {}
        }
    }
    let numbered = |numbers: BTreeSet<u32>, behind: &str| {
        let shown: Vec<String> = numbers.iter().take(SHOWN).map(u32::to_string).collect();
        match (numbers.len(), numbers.len() - shown.len()) {
            (0, _) => None,
            (1, _) => Some(format!("paragraph {}{behind}", shown[0])),
            (_, 0) => Some(format!("paragraphs {}{behind}", list(&shown))),
            (_, more) => Some(format!(
                "paragraphs {} and {more} more{behind}",
                shown.join(", ")
            )),
        }
    };
    // Fields and headings.
    let more = others.len().saturating_sub(SHOWN_OTHERS);
    let mut others: Vec<String> = others.into_iter().take(SHOWN_OTHERS).map(name).collect();
    others.extend((more > 0).then(|| format!("{more} more headings and the like")));
    let all: Vec<String> = others
        .into_iter()
        .chain(numbered(new, ""))
        .chain(numbered(old, " of the old version"))
        .collect();
    match all.is_empty() {
        true => "in the text".into(),
        false => format!("in {}", list(&all)),
    }
}

/// A place as a person names it.
pub fn name(spot: &Spot) -> String {
    match spot {
        Spot::Field(key) => format!("the field “{}”", key.replace(char::is_control, "\u{fffd}")),
        Spot::Paragraph(number) => format!("paragraph {number}"),
        Spot::Heading(number) => format!("the heading above paragraph {number}"),
        Spot::Behind(0) => "what stands above paragraph 1".into(),
        Spot::Behind(number) => format!("what stands below paragraph {number}"),
    }
}

/// "a, b and c".
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
