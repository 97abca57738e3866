//! Projects the marks of a comparison on the texts' bodies: one body that holds what stayed, came and went.
//!
//! Tokens and runs both know their bytes. A *line* is the runs of one paragraph, heading or cell; it is
//! *gone* where nothing of it stayed where it stood. Lines that are gone become blocks of their own, at
//! the place where they were; other words that are gone stand in the line that the rest of theirs became.
//!
//! - **tokens** (`tokens`): what happened to each, and which line it stands in.
//! - **projection** (`projection`): blocks, items and rows of both texts in one order; `notes` does so for footnotes.
//! - **lines** (`lines`): old words in the lines of the new text.
//! - **pieces** (`pieces`): runs, cut where their marks change.

mod lines;
mod notes;
mod pieces;
mod projection;
#[cfg(test)]
mod tests;
mod tokens;

use std::collections::HashMap;

use crate::diff::text::Compared;
use crate::model::body::Body;
use crate::model::mark::Mark;
pub use pieces::plain;
use projection::Projection;
use tokens::{Marker, Side, partners};

/// Puts both bodies together. Runs that are gone have empty spans, at the place in the new text where they stand.
pub fn body(compared: &Compared, old: &Body, new: &Body) -> Body {
    let mut marker = Marker {
        marks: [
            vec![Mark::None; compared.old.tokens.len()],
            vec![Mark::None; compared.new.tokens.len()],
        ],
        became: vec![None; compared.old.tokens.len()],
        gone: Vec::new(),
    };
    marker.steps(&compared.steps, None);
    let sides = [Side::new(&compared.old, old), Side::new(&compared.new, new)];
    marker.unprinted(&sides);
    let (stays, partner) = partners(&marker, &sides);
    let mut projection = Projection {
        texts: [&compared.old, &compared.new],
        marks: marker.marks,
        stays,
        partner,
        insertions: HashMap::new(),
        sides,
        numbered: [0, 0],
        in_notes: false,
        at: new.span.start,
        notes: Vec::new(),
        gone_notes: Vec::new(),
        first_gone_note: new.footnotes.len(),
    };
    projection.insert(&marker.gone, &marker.became);
    projection.notes = projection.paired_notes(&marker.became, [old, new]);
    let blocks = projection.blocks((&old.blocks, 0), (&new.blocks, 0));
    let footnotes = projection.footnotes(&old.footnotes, &new.footnotes);
    Body {
        blocks,
        footnotes,
        span: new.span.clone(),
    }
}
