//! Where a stretch of text on the page comes from: carried through Typst as the text's span.

use std::num::NonZeroU64;
use std::ops::Range;

use typst::syntax::{FileId, Span};

use crate::typeset::world;

/// What a stretch of text on the page was, before it was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A signatory, counted through the document's list from 0.
    Entry(usize),
    /// Bytes of the document's source.
    Body(Range<usize>),
    /// A field, in words: "the title".
    Field(&'static str),
}

/// The origins of a document's text, numbered.
pub struct Origins {
    list: Vec<Origin>,
    file: FileId,
}

/// The low bits of a span hold its number; Typst keeps 0 and 1 for itself.
const NUMBER_BITS: u32 = 48;
const FIRST: u64 = 2;

impl Origins {
    pub fn new() -> Self {
        Origins {
            list: Vec::new(),
            file: world::file("/document"),
        }
    }

    /// A span that stands for `origin`.
    pub fn span(&mut self, origin: Origin) -> Span {
        let number = self.list.len() as u64 + FIRST;
        self.list.push(origin);
        let file = u64::from(self.file.into_raw().get());
        let raw = NonZeroU64::new((file << NUMBER_BITS) | number).expect("numbers start from 2");
        Span::from_raw(raw)
    }

    /// What a span stands for; None for the template's own text.
    pub fn of(&self, span: Span) -> Option<&Origin> {
        if span.id() != Some(self.file) {
            return None;
        }
        let number = span.into_raw().get() & ((1 << NUMBER_BITS) - 1);
        self.list.get(number.checked_sub(FIRST)? as usize)
    }
}
