//! The annex of a press release: the full list of the statement that it announces.

use crate::compose::{Edition, foot, list, terms};
use crate::model::Signatory;
use crate::model::document::Annex;
use crate::wording::Voice;

pub fn annex(edition: &Edition, voice: &Voice, printed: &[&Signatory]) -> Option<Annex> {
    let about = edition.about?;
    if printed.is_empty() {
        return None;
    }
    let roster = list::list(edition, voice, printed);
    let title = about
        .front
        .title
        .as_ref()
        .map_or(about.name.as_str(), |title| title.value.as_str());
    Some(Annex {
        title: voice.labels.fill("annex.title", &[("title", title)]),
        terms: terms(&about.front, edition, voice, printed),
        foot: foot(edition, voice, printed),
        roster,
    })
}
