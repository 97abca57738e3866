//! The list in two versions: who joined and who is gone, each in their place.

use std::collections::{HashMap, HashSet};

use crate::compose::redline::fields::differing;
use crate::model::document::{Document, Entry, Group, RosterList};
use crate::model::mark::Mark;

/// Says of everyone in a list that they came, or that they went.
pub fn change_all(list: &mut RosterList, mark: Mark) {
    for section in &mut list.sections {
        let groups = section.groups.iter_mut();
        groups
            .flat_map(|group| &mut group.entries)
            .for_each(|entry| entry.change = mark);
    }
}

/// The line of everyone who is listed, by id.
pub fn printed(document: &Document) -> HashMap<String, String> {
    let annexed = document.annex.as_ref().map(|annex| &annex.roster);
    let list = document.roster.as_ref().or(annexed);
    let entries = list.into_iter().flat_map(RosterList::entries);
    entries
        .map(|entry| (entry.id.clone(), entry.name.clone() + &entry.detail))
        .collect()
}

/// Marks who joined in the new list, and puts in who is gone from the old one, below whom they followed.
/// A line that reads otherwise stands there twice: as it was, and as it is.
pub fn mark(old: &RosterList, new: &mut RosterList, became: &HashMap<String, String>) {
    let was: HashMap<&str, &Entry> = old
        .entries()
        .filter_map(|entry| Some((became.get(&entry.id)?.as_str(), entry)))
        .collect();
    let printed: HashSet<String> = new.entries().map(|entry| entry.id.clone()).collect();
    let headings: Vec<(bool, &str)> = old
        .sections
        .iter()
        .map(|section| (section.people, &*section.heading))
        .collect();
    for section in &mut new.sections {
        let before = headings
            .iter()
            .find(|(people, _)| *people == section.people);
        if let Some((_, before)) = before {
            section.heading = differing(before, &section.heading);
        }
        for group in &mut section.groups {
            let entries = std::mem::take(&mut group.entries);
            for mut entry in entries {
                match was.get(entry.id.as_str()) {
                    Some(before) if before.line() == entry.line() => {}
                    Some(before) => {
                        group.entries.push(Entry {
                            change: Mark::Deleted,
                            ..(*before).clone()
                        });
                        entry.change = Mark::Inserted;
                    }
                    None => entry.change = Mark::Inserted,
                }
                group.entries.push(entry);
            }
        }
    }
    for section in &old.sections {
        for group in &section.groups {
            // Below whom the next one that is gone is put.
            let mut above: Option<String> = None;
            for entry in &group.entries {
                match became.get(&entry.id).filter(|id| printed.contains(*id)) {
                    Some(id) => above = Some(id.clone()),
                    None => {
                        let gone = Entry {
                            change: Mark::Deleted,
                            ..entry.clone()
                        };
                        put(new, gone, above.as_deref(), section.people, group);
                        above = Some(entry.id.clone());
                    }
                }
            }
        }
    }
}

/// Puts an entry below another one, else at the head of its group, else into a group of its own.
fn put(list: &mut RosterList, entry: Entry, above: Option<&str>, people: bool, group: &Group) {
    let groups = list
        .sections
        .iter_mut()
        .flat_map(|section| &mut section.groups);
    if let Some(above) = above {
        for known in groups {
            if let Some(at) = known.entries.iter().rposition(|known| known.id == above) {
                known.entries.insert(at + 1, entry);
                return;
            }
        }
    }
    let section = list
        .sections
        .iter()
        .position(|section| section.people == people)
        .unwrap_or(0);
    let Some(section) = list.sections.get_mut(section) else {
        return;
    };
    let same = section
        .groups
        .iter_mut()
        .find(|known| known.heading == group.heading);
    match same {
        Some(known) => known.entries.insert(0, entry),
        None => section.groups.push(Group {
            heading: group.heading.clone(),
            entries: vec![entry],
        }),
    }
}
