//! Marks that are there when Markdown is shown, when it is read as it is written, and when it is copied.
//!
//! What was put in is `<ins>new</ins>`: shown underlined, and it names itself to whoever reads the source. What was
//! taken out is `[~~old~~]`: struck where Markdown is shown, and in brackets where the lines are lost. What moved
//! bears the number of the move before every piece of it.

use super::Edition;
use super::escape::{escape, push, trimmed};
use crate::model::mark::{Mark, Words};

impl Edition<'_> {
    /// A field with its marks, on one line.
    pub fn words(&self, words: &Words) -> String {
        let mut out = String::new();
        for (mark, piece) in words.pieces() {
            push(&mut out, &self.marked(mark, &escape(piece), false));
        }
        out
    }

    /// Content with its mark; `is_labelled`: the label of the move stands before it already.
    pub fn marked(&self, mark: Mark, content: &str, is_labelled: bool) -> String {
        let (before, core, behind) = trimmed(content);
        if core.is_empty() {
            return content.to_string();
        }
        let number = match mark {
            Mark::MovedIn(number) | Mark::MovedAway(number) if !is_labelled => {
                format!("*M{}* ", self.digits(number))
            }
            _ => String::new(),
        };
        let core = match mark {
            Mark::None => return content.to_string(),
            Mark::Inserted | Mark::MovedIn(_) => format!("<ins>{core}</ins>"),
            Mark::Deleted | Mark::MovedAway(_) => format!("[~~{core}~~]"),
        };
        format!("{before}{number}{core}{behind}")
    }

    /// A number in the edition's digits; in the legend, where it stands for any, a sign for it.
    fn digits(&self, number: u32) -> String {
        if number == 0 {
            return "…".into();
        }
        let digits = number.to_string();
        let native = digits.chars().filter_map(|c| c.to_digit(10));
        native
            .map(|digit| self.document.folio.digits[digit as usize])
            .collect()
    }
}
