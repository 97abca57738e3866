//! What the marks of a redline are called, for whoever can't see them.

use crate::model::Mark;
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
