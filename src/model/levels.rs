//! Levels of headings without a gap: a reader by ear goes from one to the next, and PDF/UA-1 refuses a level that skips one.

use crate::model::document::Document;
use crate::model::statement::Form;

/// The last level that was given, from 1; 0 before the first heading.
pub struct Levels {
    last: usize,
}

impl Levels {
    /// As they stand below the document's title, or below the form's name where there is none.
    pub fn below_title(document: &Document) -> Self {
        let label_heads = document.form != Form::OpenLetter && !document.form_label.is_empty();
        Levels {
            last: usize::from(document.title.is_some() || label_heads),
        }
    }

    /// The level of the next heading, which would be `wanted`.
    pub fn next(&mut self, wanted: usize) -> usize {
        self.last = self.clamp(wanted);
        self.last
    }

    /// The level that a heading may have here, at most 6.
    pub fn clamp(&self, wanted: usize) -> usize {
        wanted.min(self.last + 1).min(6)
    }
}
