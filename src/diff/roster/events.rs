//! What happened to each signatory, from how the two sides belong together.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use crate::diff::roster::letters::{self, Nature};
use crate::diff::roster::order;
use crate::diff::roster::pairing::{How, Pair, Pairing};
use crate::diff::roster::{Doubt, Event, Kind, Naming, Side};
use crate::model::Signatory;
use crate::model::roster::Status;
use crate::tables::countries;

/// Up to so many who stand elsewhere are told one by one.
const FEW: usize = 8;

/// All events, in reading order.
pub fn events(old: &Side, new: &Side, pairing: &Pairing, all: bool) -> Vec<Event> {
    let mut found: Vec<Event> = Vec::new();
    for pair in &pairing.pairs {
        found.extend(of_pair(old, new, pair, all));
    }
    found.extend(of_left(old, new, pairing, all));
    let places = [order::in_print(old), order::in_print(new)];
    let stayed = stayed(old, new, &pairing.pairs, &places);
    found.extend(reordered(old, new, &stayed));
    in_reading_order(found, &stayed, &places)
}

/// Events of one that both sides have.
fn of_pair(old: &Side, new: &Side, pair: &Pair, all: bool) -> Vec<Event> {
    let (one, other) = (old.at(pair.old), new.at(pair.new));
    let event = |kind| Event {
        kind,
        old: Some(pair.old),
        new: Some(pair.new),
    };
    match (old.lists(one), new.lists(other)) {
        (true, false) => {
            let is_said = other.status == Status::Withdrawn;
            let on = withdrawn_on(new, other).filter(|_| is_said);
            let like = None;
            vec![event(Kind::Withdrew { is_said, on, like })]
        }
        (false, true) => vec![event(Kind::Joined)],
        (true, true) => changes(one, other, &pair.how)
            .into_iter()
            .map(event)
            .collect(),
        // Of those who signed something else nothing is told.
        (false, false) if all && (one.status, other.status) != (Status::Signed, Status::Signed) => {
            let status = (one.status != other.status).then_some(Kind::Status);
            let kinds = status.into_iter().chain(changes(one, other, &pair.how));
            kinds.map(event).collect()
        }
        (false, false) => Vec::new(),
    }
}

fn withdrawn_on(side: &Side, signatory: &Signatory) -> Option<NaiveDate> {
    let records = signatory.records.iter();
    let mut withdrawn = records
        .map(|&at| &side.roster.records[at])
        .filter(|record| record.status == Status::Withdrawn);
    withdrawn.find_map(|record| Some(record.status_on.as_ref()?.value))
}

/// What changed about one that is listed on both sides.
fn changes(old: &Signatory, new: &Signatory, how: &How) -> Vec<Kind> {
    let mut changes = Vec::new();
    if (&old.name, &old.acronym) != (&new.name, &new.acronym) {
        let what = naming(old, new, how);
        changes.push(Kind::Name { lang: None, what });
    }
    let tags: BTreeSet<&String> = old.names.keys().chain(new.names.keys()).collect();
    for tag in tags {
        let what = match (old.names.get(tag), new.names.get(tag)) {
            (one, other) if one == other => continue,
            (Some(one), Some(other)) if !letters::differ_in_form_only(one, other) => {
                Naming::Renamed
            }
            _ => Naming::Corrected,
        };
        let lang = Some(tag.clone());
        changes.push(Kind::Name { lang, what });
    }
    if place(old) != place(new) {
        let moved = old.country.is_some() && new.country.is_some() && old.country != new.country;
        let by_name = matches!(how, How::Named | How::Alike(_));
        // A person may move; one who works elsewhere too may be a namesake.
        let stays = new.is_person() && old.organisation == new.organisation;
        let is_question = moved && by_name && !stays;
        changes.push(Kind::Country { is_question });
    }
    let is_person = old.is_person() || new.is_person();
    if is_person && (&old.role, &old.organisation) != (&new.role, &new.organisation) {
        changes.push(Kind::Affiliation);
    }
    if old.note != new.note {
        changes.push(Kind::Note);
    }
    // A sheet often leaves the kind out, and a guess is no change.
    if old.kind.is_some() && new.kind.is_some() && old.kind != new.kind {
        changes.push(Kind::Sort);
    }
    changes
}

/// What is printed of its country: the code, its own word or else the table's, and what stands in place of a country.
fn place(signatory: &Signatory) -> (Option<&str>, Option<&str>, Option<&str>) {
    let code = signatory.country.as_deref();
    let listed = code.map(|code| countries::name(code, "en"));
    let word = signatory.country_name.as_deref().or(listed);
    (code, word, signatory.location.as_deref())
}

fn naming(old: &Signatory, new: &Signatory, how: &How) -> Naming {
    let nature = letters::nature(old, new);
    match how {
        _ if nature == Nature::Form => Naming::Corrected,
        How::Alike(doubt) => Naming::Perhaps(doubt.clone()),
        How::Known if nature == Nature::Other => Naming::Renamed,
        How::Known | How::KnownAndAlike | How::Named => Naming::Corrected,
    }
}

/// Events of those whom one side only has.
fn of_left(old: &Side, new: &Side, pairing: &Pairing, all: bool) -> Vec<Event> {
    let mut found = Vec::new();
    let paired: [Vec<bool>; 2] = {
        let mut paired = [old, new].map(|side| vec![false; side.signatories.all.len()]);
        for pair in &pairing.pairs {
            paired[0][pair.old] = true;
            paired[1][pair.new] = true;
        }
        paired
    };
    let merged: HashMap<usize, usize> = pairing.merged.iter().copied().collect();
    let parted: HashMap<usize, usize> = pairing
        .parted
        .iter()
        .map(|&(old, new)| (new, old))
        .collect();
    let mut alike: HashMap<usize, (usize, Doubt)> = HashMap::new();
    for (one, other, doubt) in &pairing.alike {
        if new.lists(new.at(*other)) {
            alike.entry(*one).or_insert((*other, doubt.clone()));
        }
    }
    for at in (0..paired[0].len()).filter(|&at| !paired[0][at]) {
        let whole = merged.get(&at).copied();
        let kind = match (old.lists(old.at(at)), whole) {
            (true, Some(whole)) if new.lists(new.at(whole)) => Kind::Merged,
            (true, _) => Kind::Withdrew {
                is_said: false,
                on: None,
                like: alike.remove(&at),
            },
            (false, _) if all && old.at(at).status != Status::Signed => Kind::Status,
            (false, _) => continue,
        };
        let new = whole.filter(|_| kind == Kind::Merged);
        let old = Some(at);
        found.push(Event { kind, old, new });
    }
    for at in (0..paired[1].len()).filter(|&at| !paired[1][at]) {
        let whole = parted.get(&at).copied();
        let kind = match (new.lists(new.at(at)), whole) {
            (true, Some(whole)) if old.lists(old.at(whole)) => Kind::Parted,
            (true, _) => Kind::Joined,
            (false, _) if all && new.at(at).status != Status::Signed => Kind::Status,
            (false, _) => continue,
        };
        let old = whole.filter(|_| kind == Kind::Parted);
        let new = Some(at);
        found.push(Event { kind, old, new });
    }
    found
}

/// One that is listed on both sides.
struct Stayed {
    old: usize,
    new: usize,
    /// Whether it stands in the same order among the others.
    in_order: bool,
    /// Its place in each list, from 1.
    places: [usize; 2],
}

/// Those who stayed, in the order of the old list.
fn stayed(old: &Side, new: &Side, pairs: &[Pair], places: &[Vec<usize>; 2]) -> Vec<Stayed> {
    let listed = |side: &Side, order: &[usize]| -> HashMap<usize, usize> {
        let listed = order.iter().filter(|&&at| side.lists(side.at(at)));
        listed.zip(1..).map(|(&at, place)| (at, place)).collect()
    };
    let (olds, news) = (listed(old, &places[0]), listed(new, &places[1]));
    let mut stayed: Vec<Stayed> = pairs
        .iter()
        .filter_map(|pair| {
            Some(Stayed {
                old: pair.old,
                new: pair.new,
                in_order: true,
                places: [*olds.get(&pair.old)?, *news.get(&pair.new)?],
            })
        })
        .collect();
    stayed.sort_by_key(|one| one.places[0]);
    let news: Vec<usize> = stayed.iter().map(|one| one.places[1]).collect();
    for (one, in_order) in stayed.iter_mut().zip(order::in_order(&news)) {
        one.in_order = in_order;
    }
    stayed
}

fn reordered(old: &Side, new: &Side, stayed: &[Stayed]) -> Vec<Event> {
    if !order::is_the_files(old) || !order::is_the_files(new) {
        return Vec::new();
    }
    let moved: Vec<&Stayed> = stayed.iter().filter(|one| !one.in_order).collect();
    if moved.len() > FEW {
        let kind = Kind::ManyReordered(moved.len());
        let (old, new) = (None, None);
        return vec![Event { kind, old, new }];
    }
    let event = |one: &Stayed| Event {
        kind: Kind::Reordered {
            from: one.places[0],
            to: one.places[1],
        },
        old: Some(one.old),
        new: Some(one.new),
    };
    moved.into_iter().map(event).collect()
}

/// Those of the new side in its order; those who left behind whom they stood behind; what is about all, last.
fn in_reading_order(
    mut found: Vec<Event>,
    stayed: &[Stayed],
    places: &[Vec<usize>; 2],
) -> Vec<Event> {
    let rank = |order: &[usize]| {
        let mut rank = vec![0; order.len()];
        order
            .iter()
            .zip(1..)
            .for_each(|(&at, place)| rank[at] = place);
        rank
    };
    let (old_rank, new_rank) = (rank(&places[0]), rank(&places[1]));
    // For each rank in the old order the rank in the new one of who stands there or before, and has kept its place.
    let mut anchor = vec![0; places[0].len() + 1];
    for one in stayed.iter().filter(|one| one.in_order) {
        anchor[old_rank[one.old]] = new_rank[one.new];
    }
    for at in 1..anchor.len() {
        anchor[at] = anchor[at].max(anchor[at - 1]);
    }
    found.sort_by_key(|event| match (event.old, event.new) {
        (Some(old), _) if is_leave(&event.kind) => (anchor[old_rank[old]], old_rank[old]),
        (_, Some(new)) => (new_rank[new], 0),
        (Some(old), None) => (anchor[old_rank[old]], old_rank[old]),
        (None, None) => (usize::MAX, 0),
    });
    found
}

fn is_leave(kind: &Kind) -> bool {
    matches!(kind, Kind::Withdrew { .. } | Kind::Merged)
}
