//! What the marks of a redline are called, for whoever can't see them, and what they make of blocks.

use crate::model::body::{Block, RunKind};
use crate::model::mark::Mark;
use crate::tables::labels::Labels;

/// "taken out: ", before what was; empty where nothing happened.
pub fn begins(mark: Mark, labels: &Labels) -> String {
    let what = match mark {
        Mark::None => return String::new(),
        Mark::Inserted => "redline.legend.inserted",
        Mark::Deleted => "redline.legend.deleted",
        Mark::MovedIn(_) => "redline.legend.moved-in",
        Mark::MovedAway(_) => "redline.legend.moved-away",
    };
    labels.fill("redline.begins", &[("what", labels.get(what))])
}

/// " (end)", behind it.
pub fn ends(labels: &Labels) -> &'static str {
    labels.get("redline.ends")
}

/// Whether the new version has nothing of these blocks.
pub fn is_gone(blocks: &[Block]) -> bool {
    let mut gone = !blocks.is_empty();
    for block in blocks {
        block.visit(&mut |run| {
            let is_blank = matches!(&run.kind, RunKind::Text(text) if text.trim().is_empty());
            gone &= is_blank || !run.mark.is_new();
        });
    }
    gone
}
