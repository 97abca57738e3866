//! Marks as `ins` and `del`: to be seen in colour, in grey and in a copy, and to be heard.
//!
//! Many screen readers pass over both elements, so that words say it to them. What was taken out stands in square
//! brackets, which a copy keeps. An unmarked text is left as it is.

use super::Edition;
use super::markup::{element, escape};
use crate::model::mark::{Mark, Words};
use crate::write::marks;

impl Edition<'_> {
    /// A field with its marks.
    pub fn words(&self, words: &Words) -> String {
        let pieces = words.pieces().into_iter();
        pieces
            .map(|(mark, piece)| self.marked(mark, &escape(piece)))
            .collect()
    }

    /// Content with its mark.
    pub fn marked(&self, mark: Mark, content: &str) -> String {
        if mark == Mark::None {
            return content.to_string();
        }
        let said = |words: &str| element("span", &[("class", "said")], &escape(words));
        let begins = said(&marks::begins(mark, self.labels));
        let ends = said(marks::ends(self.labels));
        look(mark, &begins, content, &ends)
    }
}

/// A mark on a word that only names it.
pub fn sample(mark: Mark, word: &str) -> String {
    match mark {
        Mark::None => element("span", &[("class", "bar")], &escape(word)),
        mark => look(mark, "", &escape(word), ""),
    }
}

/// The class of a block in which something changed: it has a bar beside it.
pub fn class_of(is_changed: bool) -> &'static str {
    if is_changed { "changed" } else { "" }
}

fn look(mark: Mark, before: &str, content: &str, behind: &str) -> String {
    let struck = element("span", &[], content);
    match mark {
        Mark::None => content.to_string(),
        Mark::Inserted => element("ins", &[], &format!("{before}{content}{behind}")),
        Mark::MovedIn(_) => {
            let moved = format!("{before}{content}{behind}");
            element("ins", &[("class", "moved")], &moved)
        }
        // The line goes through the words, not through the brackets.
        Mark::Deleted => element("del", &[], &format!("{before}[{struck}]{behind}")),
        Mark::MovedAway(_) => {
            let moved = format!("{before}{struck}{behind}");
            element("del", &[("class", "moved")], &moved)
        }
    }
}
