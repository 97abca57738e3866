//! The changes in words: what the head of the pages and the last pages of a redline say.

use std::collections::HashMap;
use std::ops::Range;

use crate::compose::counts::native;
use crate::compose::redline::fields::differing;
use crate::compose::redline::{Rosters, Versions, place};
use crate::diff::changes::{Change, Spot};
use crate::diff::class::Class;
use crate::diff::fields::{Fields, is_signed};
use crate::diff::roster::{Event, Kind as Happened, Naming};
use crate::diff::text::Compared;
use crate::diff::text::blocks::Text;
use crate::diff::text::tokens::Kind;
use crate::model::Signatory;
use crate::model::document::{Note, Redline};
use crate::model::mark::{Mark, Words};
use crate::wording::Voice;

/// What the head of the pages and the annex say.
pub fn facts(
    versions: &Versions,
    printed: &[HashMap<String, String>; 2],
    voice: &Voice,
) -> Redline {
    let labels = voice.labels;
    let legend = [
        (Mark::Inserted, "redline.legend.inserted"),
        (Mark::Deleted, "redline.legend.deleted"),
        (Mark::MovedIn(0), "redline.legend.moved-in"),
        (Mark::MovedAway(0), "redline.legend.moved-away"),
        (Mark::None, "redline.legend.bar"),
    ];
    let has_moves = versions.changes.iter().any(|change| change.moved.is_some());
    let is_shown =
        |mark: &Mark| has_moves || !matches!(mark, Mark::MovedIn(_) | Mark::MovedAway(_));
    let legend = legend
        .into_iter()
        .filter(|(mark, _)| is_shown(mark))
        .map(|(mark, key)| (mark, labels.get(key).to_string()));
    let names = [("old", versions.old), ("new", versions.new)];
    let mut about = vec![labels.fill("redline.versions", &names)];
    if let Some([old, new]) = &versions.digests {
        let key = match old == new {
            true => "redline.digest-same",
            false => "redline.digests",
        };
        let digests = [("old", &*short(old)), ("new", &*short(new))];
        about.push(labels.fill(key, &digests));
    }
    let shown: Vec<&Change> = versions
        .changes
        .iter()
        .filter(|change| versions.minor || change.class.is_read())
        .collect();
    let mut count = 0;
    let mut numbered = |note: Note| {
        count += 1;
        let number = format!("{}.", native(voice, &count.to_string()));
        Note { number, ..note }
    };
    let text: Vec<Note> = notes(&shown, versions.compared, voice)
        .into_iter()
        .map(&mut numbered)
        .collect();
    let roster: Vec<Note> = versions
        .rosters
        .iter()
        .flat_map(|rosters| events(rosters, printed, voice))
        .map(&mut numbered)
        .collect();
    let mut summary = summary(versions, text.is_empty() && roster.is_empty(), voice);
    if !roster.is_empty() {
        let counted = counted(&roster, voice);
        let line = format!("{}: {counted}", labels.get("redline.signatories"));
        summary.insert(summary.len() - 1, line);
    }
    let parts = [("redline.text", text), ("redline.signatories", roster)];
    let parts = parts
        .into_iter()
        .filter(|(_, notes)| !notes.is_empty())
        .map(|(key, notes)| (labels.get(key).to_string(), notes));
    Redline {
        versions: about,
        legend: legend.collect(),
        annex_title: labels.get("redline.changes").to_string(),
        summary,
        parts: parts.collect(),
    }
}

/// What happened to those who are listed, in words.
fn events(rosters: &Rosters, printed: &[HashMap<String, String>; 2], voice: &Voice) -> Vec<Note> {
    let labels = voice.labels;
    // A roster may have more than this document's list.
    let is_printed = |event: &&Event| {
        let ids = [(0, event.old), (1, event.new)].map(|(side, index)| {
            index.is_some_and(|index| printed[side].contains_key(&rosters.sides[side].at(index).id))
        });
        ids[0] || ids[1] || matches!(event.kind, Happened::ManyReordered(_))
    };
    let shown = rosters.compared.events.iter().filter(is_printed);
    let notes = shown.filter_map(|event| {
        let [old, new] = [(0, event.old), (1, event.new)]
            .map(|(side, index)| index.map(|index| (side, rosters.sides[side].at(index))));
        // As the list prints it.
        let line = |of: Option<(usize, &Signatory)>| {
            let (side, signatory) = of?;
            let line = printed[side].get(&signatory.id).cloned();
            Some(line.unwrap_or_else(|| signatory.full_name()))
        };
        let (was, is) = (line(old), line(new));
        let name = is.clone().or(was.clone()).unwrap_or_default();
        // "Name: [before] after".
        let about = |before: Option<String>, after: Option<String>| {
            let gap = before.is_some() && after.is_some();
            Words::of([
                (Mark::None, format!("{name}: ")),
                (Mark::Deleted, before.unwrap_or_default()),
                (Mark::None, self::gap(gap)),
                (Mark::Inserted, after.unwrap_or_default()),
            ])
        };
        let field = |of: &dyn Fn(&Signatory) -> Option<String>| {
            about(
                old.and_then(|(_, one)| of(one)),
                new.and_then(|(_, one)| of(one)),
            )
        };
        let replaced = || {
            Words::of([
                (Mark::Deleted, was.clone().unwrap_or_default()),
                (Mark::None, " ".into()),
                (Mark::Inserted, is.clone().unwrap_or_default()),
            ])
        };
        let came = || Words::whole(is.as_deref().unwrap_or_default(), Mark::Inserted);
        let went = || Words::whole(was.as_deref().unwrap_or_default(), Mark::Deleted);
        let (key, words) = match &event.kind {
            Happened::Joined => ("joined", came()),
            Happened::Parted => ("parted", came()),
            Happened::Withdrew { is_said: true, .. } => ("withdrew", went()),
            Happened::Withdrew { .. } => ("gone", went()),
            Happened::Merged => ("merged", went()),
            // An edition may print a name that stayed.
            Happened::Name { .. } if was == is => return None,
            Happened::Name { what, .. } => {
                let key = match what {
                    Naming::Renamed => "renamed",
                    Naming::Corrected => "corrected",
                    Naming::Perhaps(_) => "perhaps",
                };
                (key, replaced())
            }
            Happened::Country { is_question: true } => ("perhaps", replaced()),
            Happened::Country { .. } => ("country", replaced()),
            Happened::Affiliation => ("affiliation", replaced()),
            Happened::Note => ("note", field(&|one| one.note.clone())),
            Happened::Sort => ("kind", field(&|one| one.kind.clone())),
            Happened::Status => ("status", Words::default()),
            Happened::Reordered { from, to } => {
                let place = |at: &usize| Some(native(voice, &at.to_string()));
                ("reordered", about(place(from), place(to)))
            }
            Happened::ManyReordered(count) => {
                let count = native(voice, &count.to_string());
                ("many-reordered", count.as_str().into())
            }
        };
        Some(Note {
            number: String::new(),
            about: labels.get(&format!("event.{key}")).to_string(),
            words,
            consequence: String::new(),
        })
    });
    notes.collect()
}

/// A digest, short enough to be read out.
fn short(digest: &str) -> String {
    /// As many as git shows of larger repositories.
    const SHOWN: usize = 12;
    match digest.rsplit_once(':') {
        Some((head, hex)) => format!("{head}:{}…", &hex[..hex.len().min(SHOWN)]),
        None => digest.to_string(),
    }
}

/// "joined 7 · withdrew 1": how often each thing happened, as it first comes.
fn counted(roster: &[Note], voice: &Voice) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for note in roster {
        match counts.iter_mut().find(|(about, _)| *about == note.about) {
            Some((_, count)) => *count += 1,
            None => counts.push((&note.about, 1)),
        }
    }
    let counts = counts.into_iter();
    let counts =
        counts.map(|(about, count)| format!("{about} {}", native(voice, &count.to_string())));
    counts.collect::<Vec<_>>().join(" · ")
}

/// How many changes of each class, and who is asked.
fn summary(versions: &Versions, nothing: bool, voice: &Voice) -> Vec<String> {
    let (changes, labels) = (versions.changes, voice.labels);
    let counts: Vec<String> = Class::ALL
        .into_iter()
        .filter_map(|class| {
            let count = changes
                .iter()
                .filter(|change| change.class == class)
                .count();
            let name = labels.get(&format!("class.{}", class.name()));
            (count > 0).then(|| format!("{name}: {}", native(voice, &count.to_string())))
        })
        .collect();
    let key = match changes.iter().map(|change| change.class).max() {
        Some(class) if class.reconfirms() => "redline.all.ask",
        Some(Class::Order | Class::Orthographic) => "redline.all.tell",
        _ if nothing => "redline.nothing",
        _ if !is_signed(versions.compared) => "redline.all.unsigned",
        _ => "redline.all.none",
    };
    [counts.join(" · "), labels.get(key).to_string()]
        .into_iter()
        .filter(|line| !line.is_empty())
        .collect()
}

/// The changes in words; those of one field of the front matter together.
fn notes(changes: &[&Change], compared: &Compared, voice: &Voice) -> Vec<Note> {
    let key = |change: &Change| match (&change.new_spot, &change.old_spot) {
        (Some(Spot::Field(key)), _) | (None, Some(Spot::Field(key))) => Some(key.clone()),
        _ => None,
    };
    let fields = [&compared.old, &compared.new].map(|text| Fields::of(text.raw));
    let same = |a: &&Change, b: &&Change| key(a).is_some() && key(a) == key(b);
    let mut out = Vec::new();
    for group in changes.chunk_by(same) {
        let gravest = group.iter().max_by_key(|change| change.class);
        let Some(change) = gravest else { continue };
        let mut note = note(change, compared, voice);
        let values = key(change).map(|key| {
            [0, 1].map(|side: usize| fields[side].text(&key).map(|text| text.replace('\n', " ")))
        });
        match values {
            Some([Some(old), Some(new)]) => note.words = differing(&old, &new),
            Some([Some(old), None]) => note.words = Words::whole(&old, Mark::Deleted),
            Some([None, Some(new)]) => note.words = Words::whole(&new, Mark::Inserted),
            // Tables, such as contacts, are shown as they are written.
            Some([None, None]) | None => {}
        }
        out.push(note);
    }
    out
}

/// A change in words; its number comes later.
fn note(change: &Change, compared: &Compared, voice: &Voice) -> Note {
    let labels = voice.labels;
    let spot = match (&change.new_spot, &change.old_spot) {
        (Some(spot), _) => place(spot, false, voice),
        (None, Some(spot)) => place(spot, true, voice),
        (None, None) => String::new(),
    };
    let reason = change
        .reason
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    let reason = labels
        .find(&format!("reason.{reason}"))
        .unwrap_or(change.reason);
    let class = labels.get(&format!("class.{}", change.class.name()));
    let consequence = match change.class {
        class if class.reconfirms() => "redline.ask.yes",
        Class::Order | Class::Orthographic => "redline.ask.tell",
        _ => "redline.ask.no",
    };
    let about: Vec<String> = [spot, format!("{class}: {reason}")]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    Note {
        number: String::new(),
        about: about.join(" · "),
        words: in_context(change, compared),
        consequence: labels.get(consequence).to_string(),
    }
}

/// What went and what came, with a few words around.
fn in_context(change: &Change, compared: &Compared) -> Words {
    /// Tokens before and behind.
    const AROUND: usize = 5;
    // A field that stands in another file, or nothing but space.
    if change.old.is_empty() && change.new.is_empty() {
        return Words::default();
    }
    let (old, new) = (&compared.old, &compared.new);
    let at = new
        .blocks
        .partition_point(|block| block.tokens.end <= change.new.start);
    // A change that is nowhere in the new text, or is a whole block, stands alone.
    let around = new.blocks.get(at).filter(|block| {
        change.new_spot.is_some() && change.moved.is_none() && block.tokens != change.new
    });
    let (mut before, mut behind) = (0..0, 0..0);
    let (mut opens, mut closes) = ("", "");
    if let Some(block) = around {
        let start = change.new.start.clamp(block.tokens.start, block.tokens.end);
        let end = change.new.end.clamp(start, block.tokens.end);
        before = start.saturating_sub(AROUND).max(block.tokens.start)..start;
        behind = end..(end + AROUND).min(block.tokens.end);
        let is_word = |at: usize| new.tokens[at].kind.is_word();
        while before.start > block.tokens.start && before.start < start && !is_word(before.start) {
            before.start += 1;
        }
        if before.start > block.tokens.start {
            opens = "… ";
        }
        if behind.end < block.tokens.end {
            closes = " …";
        }
    }
    let (old_mark, new_mark) = match change.moved {
        Some(number) => (Mark::MovedAway(number), Mark::MovedIn(number)),
        None => (Mark::Deleted, Mark::Inserted),
    };
    let came = words(new, change.new.clone());
    // Where the words stay, one version of them is enough.
    let went =
        Some(words(old, change.old.clone())).filter(|went| change.moved.is_none() && *went != came);
    let went = went.unwrap_or_default();
    let new_mark = match went.is_empty() && change.moved.is_none() && !change.old.is_empty() {
        true => Mark::None,
        false => new_mark,
    };
    let first_gap = match went.is_empty() {
        true => spaced(new, change.new.start),
        false => spaced(old, change.old.start),
    };
    let last = match came.is_empty() {
        true => spaced(old, change.old.end) || spaced(new, behind.start),
        false => spaced(new, behind.start),
    };
    Words::of([
        (Mark::None, opens.to_string()),
        (Mark::None, words(new, before.clone())),
        (Mark::None, gap(!before.is_empty() && first_gap)),
        (old_mark, went.clone()),
        (
            Mark::None,
            gap(!went.is_empty()
                && came.starts_with(char::is_alphanumeric)
                && spaced(old, change.old.end)),
        ),
        (new_mark, came),
        (Mark::None, gap(!behind.is_empty() && last)),
        (Mark::None, words(new, behind)),
        (Mark::None, closes.to_string()),
    ])
}

/// The words of some tokens on one line; of many, the first and the last.
fn words(text: &Text, range: Range<usize>) -> String {
    // A bullet is no word of a change, unless it is all of it.
    let is_marker = |at: usize| text.tokens[at].kind == Kind::Marker;
    let markers = range.clone().take_while(|&at| is_marker(at)).count();
    let range = match markers < range.len() {
        true => range.start + markers..range.end,
        false => range,
    };
    /// In tokens.
    const MANY: usize = 80;
    let all = match range.len() > MANY {
        true => {
            let (head, tail) = (range.start + MANY * 3 / 4, range.end - MANY / 4);
            let (head, tail) = (range.start..head, tail..range.end);
            format!("{} … {}", slice_of(text, head), slice_of(text, tail))
        }
        false => slice_of(text, range).to_string(),
    };
    all.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The bytes of some tokens, without what stands behind.
fn slice_of<'t>(text: &Text<'t>, range: Range<usize>) -> &'t str {
    match (
        text.tokens.get(range.start),
        text.tokens[..range.end].last(),
    ) {
        (Some(first), Some(last)) if !range.is_empty() => {
            &text.raw[first.start as usize..last.end as usize]
        }
        _ => "",
    }
}

/// Whether white space stands before a token.
fn spaced(text: &Text, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| text.tokens.get(before));
    before.is_some_and(|token| text.raw[token.end as usize..].starts_with(char::is_whitespace))
}

fn gap(is_there: bool) -> String {
    if is_there { " ".into() } else { String::new() }
}
