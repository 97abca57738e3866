//! A comparison for people: the summary, then each changed paragraph with its marks; the rosters come last.
//!
//! `[-taken out-]`, `{+put in+}`, `[moved to …]` and `{moved from …}` stand in the text with and without
//! colours, so that a copy of it can be read anywhere.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::lines::{Line, Part, Side, lines};
use super::summary::{name, places, summary};
use super::{Comparison, Difference, SharedField, harmless, roster};
use crate::diff::changes::{Change, spot};
use crate::diff::class::{Class, Reason};
use crate::diff::text::blocks::Text;
use crate::diff::text::ops::slice;

/// Words of a moved stretch that are shown where it was.
const MOVED_WORDS: usize = 8;

/// Shows a comparison; `context` is how many words are shown around each change.
pub fn comparison(comparison: &Comparison, context: usize, colour: bool) -> String {
    let texts = comparison.texts.iter();
    let texts = texts.map(|text| difference(text, context, colour));
    let rosters = comparison.rosters.iter();
    let rosters = rosters.map(|rosters| roster::human(rosters, colour));
    texts.chain(rosters).collect::<Vec<_>>().join("\n")
}

fn difference(difference: &Difference, context: usize, colour: bool) -> String {
    let moves = difference.changes.iter();
    let page = Page {
        difference,
        context,
        colour,
        moves: moves
            .filter_map(|change| Some((change.moved?, change)))
            .collect(),
    };
    let mut out = summary(difference);
    for field in &difference.shared {
        out.push_str(&page.shared(field));
    }
    // What nobody reads otherwise is named, not shown.
    let mut quiet: BTreeMap<Reason, Vec<&Change>> = BTreeMap::new();
    for line in lines(difference) {
        if line.moved_away() || line.changes.iter().any(|change| change.class.is_read()) {
            out.push_str(&page.line(&line));
        } else {
            line.changes
                .iter()
                .for_each(|change| quiet.entry(change.reason).or_default().push(change));
        }
    }
    for (at, (reason, changes)) in quiet.into_iter().enumerate() {
        let gap = if at == 0 { "\n" } else { "" };
        let places = places(changes.into_iter());
        out.push_str(&format!(
            "{gap}{}\n",
            page.dim(&format!("{reason}: {places}"))
        ));
    }
    out
}

struct Page<'a, 't> {
    difference: &'a Difference<'t>,
    context: usize,
    colour: bool,
    moves: HashMap<u32, &'a Change>,
}

impl Page<'_, '_> {
    fn shared(&self, field: &SharedField) -> String {
        let place = format!("the field “{}”", field.key);
        let told = "terms: in the file that all statements share";
        let mut words = Vec::new();
        if !field.old.is_empty() {
            words.push(self.paint("31;9", &format!("[-{}-]", harmless(&field.old))));
        }
        if !field.new.is_empty() {
            words.push(self.paint("32;4", &format!("{{+{}+}}", harmless(&field.new))));
        }
        format!(
            "\n{}  {}\n  {}\n",
            self.bold(&place),
            self.dim(told),
            words.join(" ")
        )
    }

    fn line(&self, line: &Line) -> String {
        let compared = &self.difference.compared;
        let place = match line.block {
            Side::New(block) => name(&spot(&compared.new, block)),
            Side::Old(block) => format!("{} of the old version", name(&spot(&compared.old, block))),
        };
        let mut reasons: BTreeMap<Reverse<Class>, Vec<Reason>> = BTreeMap::new();
        for change in &line.changes {
            let reasons = reasons.entry(Reverse(change.class)).or_default();
            if !reasons.contains(&change.reason) {
                reasons.push(change.reason);
            }
        }
        let classes: Vec<String> = reasons
            .into_iter()
            .map(|(Reverse(class), reasons)| format!("{}: {}", class.name(), reasons.join(", ")))
            .collect();
        let heading = format!("{}  {}", self.bold(&place), self.dim(&classes.join("; ")));
        format!(
            "\n{}\n  {}\n",
            heading.trim_end(),
            self.parts(&line.parts).trim_end()
        )
    }

    fn parts(&self, parts: &[Part]) -> String {
        let (old, new) = (&self.difference.compared.old, &self.difference.compared.new);
        let mut out = String::new();
        for (at, part) in parts.iter().enumerate() {
            let follows = |part: Option<&Part>| matches!(part, Some(Part::Inserted(_)));
            match part {
                // Its words are what they were: what changed is what it stands in.
                Part::Same(range) if parts.len() == 1 => {
                    out.push_str(&beginning(&shown(new, range)));
                }
                Part::Same(range) => {
                    let (first, last) = (at == 0, at + 1 == parts.len());
                    out.push_str(&self.shortened(new, range, first, last));
                }
                Part::Deleted(range) => {
                    let (text, space) = spaced(&shown(old, range));
                    out.push_str(&self.paint("31;9", &format!("[-{text}-]")));
                    if !follows(parts.get(at + 1)) {
                        out.push_str(space);
                    }
                }
                Part::Inserted(range) => {
                    let (text, space) = spaced(&shown(new, range));
                    out.push_str(&self.paint("32;4", &format!("{{+{text}+}}")));
                    out.push_str(space);
                }
                Part::MovedAway(number, range) => {
                    let (text, space) = spaced(&shown(old, range));
                    let to = self
                        .moves
                        .get(number)
                        .and_then(|change| change.new_spot.as_ref());
                    let to = to.map_or("elsewhere".into(), name);
                    let text = format!("[moved to {to}: {}]", beginning(&text));
                    out.push_str(&self.paint("34", &text));
                    out.push_str(space);
                }
                Part::MovedIn(number) => {
                    let from = self
                        .moves
                        .get(number)
                        .and_then(|change| change.old_spot.as_ref());
                    let from = from.map_or("elsewhere".into(), name);
                    out.push_str(
                        &self.paint("34", &format!("{{moved from {from} of the old version:")),
                    );
                    out.push(' ');
                }
                Part::MoveEnds => {
                    let end = out.trim_end().len();
                    let space = out.split_off(end);
                    out.push_str(&self.paint("34", "}"));
                    out.push_str(&space);
                }
            }
        }
        out
    }

    /// The words of a stretch that stand near its ends; those at an end of the paragraph only if few.
    fn shortened(&self, text: &Text, range: &Range<usize>, first: bool, last: bool) -> String {
        let words =
            |tokens: Range<usize>| tokens.filter(|&at| text.tokens[at].kind.is_word()).count();
        let before = if first { 0 } else { self.context };
        let behind = if last { 0 } else { self.context };
        if words(range.clone()) <= before + behind + 2 {
            return shown(text, range);
        }
        let (mut start, mut end) = (range.start, range.end);
        let mut count = 0;
        while start < range.end && count < before {
            count += usize::from(text.tokens[start].kind.is_word());
            start += 1;
        }
        count = 0;
        while end > start && count < behind {
            end -= 1;
            count += usize::from(text.tokens[end].kind.is_word());
        }
        let (head, tail) = (
            shown(text, &(range.start..start)),
            shown(text, &(end..range.end)),
        );
        let gap = if first {
            "… "
        } else if head.is_empty() || head.ends_with(' ') {
            "…"
        } else {
            " …"
        };
        let space = if first || last { "" } else { " " };
        format!("{head}{gap}{space}{tail}")
    }

    fn paint(&self, codes: &str, text: &str) -> String {
        match self.colour {
            true => format!("\u{1b}[{codes}m{text}\u{1b}[0m"),
            false => text.to_string(),
        }
    }

    fn bold(&self, text: &str) -> String {
        self.paint("1", text)
    }

    fn dim(&self, text: &str) -> String {
        self.paint("2", text)
    }
}

/// The bytes of tokens with the space behind, but without what else stands between blocks.
fn shown(text: &Text, range: &Range<usize>) -> String {
    let all = slice(text, range);
    let Some(last) = range.end.checked_sub(1).filter(|_| !range.is_empty()) else {
        return String::new();
    };
    let length = (text.tokens[last].end - text.tokens[range.start].start) as usize;
    let space = if length < all.len() { " " } else { "" };
    tidy(&all[..length]) + space
}

/// A text on one line: white space single.
pub(super) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        let end = word.trim_end_matches(char::is_whitespace);
        out.push_str(&harmless(end));
        if end.len() < word.len() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

/// A text on one line without the space at its end, and that space.
fn spaced(text: &str) -> (String, &'static str) {
    let trimmed = text.trim_end();
    (
        trimmed.to_string(),
        if trimmed.len() < text.len() { " " } else { "" },
    )
}

/// The first words of a text.
fn beginning(text: &str) -> String {
    match text.match_indices(' ').nth(MOVED_WORDS) {
        Some((at, _)) => format!("“{} …”", &text[..at]),
        None => format!("“{text}”"),
    }
}
