//! A redline: the documents of two versions become one, with marks on what changed and the changes in words.

mod fields;
mod list;
mod notes;

use std::collections::{HashMap, HashSet};

use crate::compose::counts::native;
use crate::diff::changes::{Change, Spot};
use crate::diff::roster::{self, Side};
use crate::diff::text::Compared;
use crate::model::BlockKind;
use crate::model::body::{Block, Run, RunKind};
use crate::model::document::Document;
use crate::model::mark::{Mark, Words};
use crate::wording::Voice;

/// What a redline tells of two versions.
pub struct Versions<'a> {
    /// What they are called.
    pub old: &'a str,
    pub new: &'a str,
    /// Of the signed text, where there is one: `fold1:sha256:…`.
    pub digests: Option<[String; 2]>,
    pub compared: &'a Compared<'a>,
    pub changes: &'a [Change],
    /// Whether changes of layout and typography are listed in the annex.
    pub minor: bool,
    /// Where both versions have a roster.
    pub rosters: Option<Rosters<'a>>,
}

/// The rosters of two versions, compared.
#[derive(Clone, Copy)]
pub struct Rosters<'a> {
    pub sides: &'a [Side<'a>; 2],
    /// Of those who are listed: the others are not for publication.
    pub compared: &'a roster::Compared,
}

impl Rosters<'_> {
    /// Who of the old list is who of the new one, by id.
    fn became(&self) -> HashMap<String, String> {
        let [old, new] = self.sides;
        let pairs = self.compared.pairs.iter();
        pairs
            .map(|&(a, b)| (old.at(a).id.clone(), new.at(b).id.clone()))
            .collect()
    }
}

/// Puts the documents of both versions together. The body of `new` bears its marks already
/// ([`crate::diff::marked`]).
pub fn redline(old: &Document, new: Document, versions: &Versions) -> Document {
    let mut document = new;
    let lang = document.lang.clone();
    let voice = Voice::of(&lang);
    let one = |old: &Option<Words>, new: &Option<Words>| match (old, new) {
        (Some(old), Some(new)) => Some(fields::differing(old, new)),
        (Some(old), None) => Some(Words::whole(old, Mark::Deleted)),
        (None, Some(new)) => Some(Words::whole(new, Mark::Inserted)),
        (None, None) => None,
    };
    document.title = one(&old.title, &document.title);
    document.subtitle = one(&old.subtitle, &document.subtitle);
    document.addressee = fields::lines(&old.addressee, &document.addressee);
    document.lead = fields::lines(&old.lead, &document.lead);
    document.sign_off = fields::lines(&old.sign_off, &document.sign_off);
    document.terms = fields::lines(&old.terms, &document.terms);
    if let (Some(before), Some(press)) = (&old.press, &mut document.press) {
        let notes = |notes: &[(String, Words)]| -> Vec<Words> {
            notes.iter().map(|(_, note)| note.clone()).collect()
        };
        let marked = fields::lines(&notes(&before.notes), &notes(&press.notes));
        let numbered = marked.into_iter().enumerate().map(|(at, note)| {
            let number = format!("{}.", native(&voice, &(at + 1).to_string()));
            (number, note)
        });
        press.notes = numbered.collect();
    }
    let became = versions.rosters.map(|rosters| rosters.became());
    let became = became.unwrap_or_default();
    let printed = [list::printed(old), list::printed(&document)];
    match (&old.roster, &mut document.roster) {
        (Some(old), Some(new)) => list::mark(old, new, &became),
        (Some(old), new @ None) => {
            let mut list = old.clone();
            list::change_all(&mut list, Mark::Deleted);
            *new = Some(list);
        }
        (None, Some(new)) => list::change_all(new, Mark::Inserted),
        (None, None) => {}
    }
    if let (Some(before), Some(annex)) = (&old.annex, &mut document.annex) {
        list::mark(&before.roster, &mut annex.roster, &became);
        annex.terms = fields::lines(&before.terms, &annex.terms);
    }
    label_moves(&mut document, versions, &voice);
    let title = voice
        .labels
        .fill("redline.title", &[("title", &document.info.title)]);
    document.info.title = title;
    document.redline = Some(notes::facts(versions, &printed, &voice));
    document
}

/// Puts numbers into the edition's digits, and says at each end of a move where the other one is.
fn label_moves(document: &mut Document, versions: &Versions, voice: &Voice) {
    let moves: HashMap<u32, &Change> = versions
        .changes
        .iter()
        .filter_map(|change| Some((change.moved?, change)))
        .collect();
    let mut labelled: HashSet<(u32, bool)> = HashSet::new();
    let label = |mark: Mark| -> Option<String> {
        let (number, key, spot) = match mark {
            Mark::MovedIn(number) => (number, "redline.moved-from", &moves.get(&number)?.old_spot),
            Mark::MovedAway(number) => (number, "redline.moved-to", &moves.get(&number)?.new_spot),
            _ => return None,
        };
        let place = match spot.as_ref()? {
            Spot::Paragraph(at) => format!("¶{}", native(voice, &at.to_string())),
            spot => place(spot, false, voice),
        };
        let number = native(voice, &number.to_string());
        Some(voice.labels.fill(key, &[("n", &number), ("place", &place)]))
    };
    let mut visit = |block: &mut Block| {
        number(block, voice);
        block_lines(block, &mut |runs| {
            let mut out = Vec::with_capacity(runs.len());
            for run in std::mem::take(runs) {
                if let Mark::MovedIn(n) | Mark::MovedAway(n) = run.mark
                    && labelled.insert((n, run.mark.is_new()))
                    && let Some(label) = label(run.mark)
                {
                    let kind = RunKind::Label(format!("{label} "));
                    out.push(Run {
                        kind,
                        span: run.span.start..run.span.start,
                        link: None,
                        ..run.clone()
                    });
                }
                out.push(run);
            }
            *runs = out;
        });
    };
    document.body.iter_mut().for_each(&mut visit);
    let notes = document.footnotes.iter_mut();
    notes.flat_map(|note| &mut note.blocks).for_each(&mut visit);
}

/// Paragraphs' numbers, also those in lists and quotes, in the edition's digits.
fn number(block: &mut Block, voice: &Voice) {
    if let Some(number) = &mut block.number {
        *number = native(voice, number);
    }
    match &mut block.kind {
        BlockKind::List { items, .. } => items
            .iter_mut()
            .flatten()
            .for_each(|block| number(block, voice)),
        BlockKind::Quote(blocks) => blocks.iter_mut().for_each(|block| number(block, voice)),
        _ => {}
    }
}

/// Calls `f` for the runs of each paragraph, heading and cell.
fn block_lines(block: &mut Block, f: &mut dyn FnMut(&mut Vec<Run>)) {
    match &mut block.kind {
        BlockKind::Paragraph(runs) | BlockKind::Heading { runs, .. } => f(runs),
        BlockKind::List { items, .. } => items
            .iter_mut()
            .flatten()
            .for_each(|block| block_lines(block, f)),
        BlockKind::Quote(blocks) => blocks.iter_mut().for_each(|block| block_lines(block, f)),
        BlockKind::Table { head, rows, .. } => {
            head.iter_mut().chain(rows.iter_mut().flatten()).for_each(f)
        }
        BlockKind::Code(_) | BlockKind::Rule => {}
    }
}

/// Where a change stands.
fn place(spot: &Spot, of_old: bool, voice: &Voice) -> String {
    let numbered = |key: &str, number: u32| {
        let number = native(voice, &number.to_string());
        voice.labels.fill(key, &[("n", &number)])
    };
    match spot {
        Spot::Field(key) => voice.labels.fill("place.field", &[("name", key)]),
        Spot::Paragraph(number) if of_old => numbered("place.paragraph.old", *number),
        Spot::Paragraph(number) => numbered("place.paragraph", *number),
        Spot::Heading(number) => numbered("place.heading", *number),
        Spot::Behind(0) => voice.labels.get("place.above").to_string(),
        Spot::Behind(number) => numbered("place.behind", *number),
    }
}
