//! What a redline says about each stretch of text: whether it stayed, came, went or moved.

use std::ops::{Deref, Range};

/// What happened to a stretch between two versions. In a document of one version nothing has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mark {
    #[default]
    None,
    Inserted,
    Deleted,
    /// It stands here now; the number is the move's, from 1.
    MovedIn(u32),
    /// It stood here.
    MovedAway(u32),
}

impl Mark {
    /// Whether the new version has the stretch where it stands.
    pub fn is_new(self) -> bool {
        !matches!(self, Mark::Deleted | Mark::MovedAway(_))
    }
}

/// A field of a document, as printed. In a redline it holds what came and what went, with their marks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    text: String,
    /// In order; what lies between them stayed.
    marks: Vec<(Range<usize>, Mark)>,
}

impl Words {
    /// Puts pieces together, those of one mark joined.
    pub fn of(pieces: impl IntoIterator<Item = (Mark, String)>) -> Words {
        let mut words = Words::default();
        for (mark, piece) in pieces {
            let start = words.text.len();
            words.text.push_str(&piece);
            let end = words.text.len();
            match words.marks.last_mut() {
                Some((range, last)) if *last == mark && range.end == start => range.end = end,
                _ if mark != Mark::None && end > start => words.marks.push((start..end, mark)),
                _ => {}
            }
        }
        words
    }

    /// A field that the other version doesn't have.
    pub fn whole(text: &str, mark: Mark) -> Words {
        Words::of([(mark, text.to_string())])
    }

    /// The stretches in order, with what happened to each.
    pub fn pieces(&self) -> Vec<(Mark, &str)> {
        let mut pieces = Vec::new();
        let mut at = 0;
        for (range, mark) in &self.marks {
            if at < range.start {
                pieces.push((Mark::None, &self.text[at..range.start]));
            }
            pieces.push((*mark, &self.text[range.clone()]));
            at = range.end;
        }
        if at < self.text.len() {
            pieces.push((Mark::None, &self.text[at..]));
        }
        pieces
    }

    /// Whether something came or went.
    pub fn is_marked(&self) -> bool {
        !self.marks.is_empty()
    }
}

impl From<String> for Words {
    fn from(text: String) -> Words {
        Words {
            text,
            marks: Vec::new(),
        }
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Words {
        text.to_string().into()
    }
}

impl Deref for Words {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl AsRef<str> for Words {
    fn as_ref(&self) -> &str {
        &self.text
    }
}
