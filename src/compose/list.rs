//! The list of signatories: sections, groups, entries and notes to names.

use std::collections::HashMap;

use unicode_script::{Script, UnicodeScript};

use crate::compose::counts::{self, Counts};
use crate::compose::{Edition, order};
use crate::model::Mark;
use crate::model::Signatory;
use crate::model::document::{Direction, Entry, Group, RosterList, Section, footnote_mark};
use crate::model::statement::GroupBy;
use crate::standardise::mend;
use crate::wording::{Voice, country, line, name_in};

/// Composes the list of those printed.
pub fn list(edition: &Edition, voice: &Voice, printed: &[&Signatory]) -> RosterList {
    let settings = edition.settings();
    let mut ordered = printed.to_vec();
    order::sort(
        &mut ordered,
        settings
            .order
            .as_ref()
            .map(|order| order.value)
            .unwrap_or_default(),
        edition,
        voice,
    );
    let rank: HashMap<&str, usize> = settings
        .first
        .iter()
        .enumerate()
        .map(|(rank, id)| (id.value.as_str(), rank))
        .collect();
    let pinned = |signatory: &Signatory| {
        std::iter::once(&signatory.id)
            .chain(&signatory.other_ids)
            .filter_map(|id| rank.get(id.as_str()))
            .min()
            .copied()
    };
    ordered.sort_by_key(|signatory| pinned(signatory).unwrap_or(usize::MAX));

    let mut list = RosterList {
        sections: Vec::new(),
        notes: Vec::new(),
        columns: settings.columns.as_ref().map(|columns| columns.value),
    };
    let (people, organisations): (Vec<_>, Vec<_>) = ordered
        .into_iter()
        .partition(|signatory| signatory.is_person());
    let group_by = settings
        .group_by
        .as_ref()
        .map(|group_by| group_by.value)
        .unwrap_or_default();
    let counted = Counts::of(printed, edition.roster);
    if !organisations.is_empty() {
        let heading = counts::joined(voice, &counted.organisations_by_kind(voice));
        let heading = voice.labels.fill("signed-by", &[("counts", &heading)]);
        let groups = groups(&organisations, group_by, edition, voice, &mut list.notes);
        list.sections.push(Section {
            heading: heading.to_uppercase().into(),
            people: false,
            groups,
        });
    }
    if !people.is_empty() {
        let key = if organisations.is_empty() {
            "signed-by"
        } else {
            "and-by"
        };
        let heading = voice.labels.fill(
            key,
            &[(
                "counts",
                &counts::counted(voice, "count.person", people.len()),
            )],
        );
        let group_by = if group_by == GroupBy::Kind {
            GroupBy::None
        } else {
            group_by
        };
        let groups = groups(&people, group_by, edition, voice, &mut list.notes);
        list.sections.push(Section {
            heading: heading.to_uppercase().into(),
            people: true,
            groups,
        });
    }
    list
}

/// Cuts into groups, in the order in which each group first appears; those that belong to none come last.
fn groups(
    signatories: &[&Signatory],
    group_by: GroupBy,
    edition: &Edition,
    voice: &Voice,
    notes: &mut Vec<(String, String)>,
) -> Vec<Group> {
    let heading = |signatory: &Signatory| match group_by {
        GroupBy::None => None,
        GroupBy::Country => {
            country::name(signatory, edition.roster, voice.lang).map(|country| country.text)
        }
        GroupBy::Kind => {
            let kind = signatory.kind.as_deref().unwrap_or("organisation");
            Some(
                voice
                    .labels
                    .find(&format!("kind.{kind}"))
                    .unwrap_or(kind)
                    .to_string(),
            )
        }
    };
    let mut cut: Vec<(Option<String>, Vec<&Signatory>)> = Vec::new();
    for signatory in signatories {
        let heading = heading(signatory);
        match cut.iter_mut().find(|(known, _)| *known == heading) {
            Some((_, members)) => members.push(signatory),
            None => cut.push((heading, vec![signatory])),
        }
    }
    cut.sort_by_key(|(heading, _)| heading.is_none());
    let none = (group_by != GroupBy::None && cut.len() > 1)
        .then(|| voice.labels.get("group.none").to_string());
    cut.into_iter()
        .map(|(heading, members)| Group {
            entries: members
                .iter()
                .map(|signatory| entry(signatory, group_by, edition, voice, notes))
                .collect(),
            heading: heading.or_else(|| none.clone()),
        })
        .collect()
}

fn entry(
    signatory: &Signatory,
    group_by: GroupBy,
    edition: &Edition,
    voice: &Voice,
    notes: &mut Vec<(String, String)>,
) -> Entry {
    let line = printed_line(signatory, group_by, edition, voice);
    let mark = signatory
        .note
        .as_ref()
        .map_or_else(String::new, |note| note_mark(note, voice, notes));
    Entry {
        change: Mark::None,
        direction: direction(&line.name, voice),
        name: line.name,
        detail: line.detail,
        mark,
        id: signatory.id.clone(),
        place: signatory.place,
    }
}

/// The mark of a note; the same words have one note.
fn note_mark(note: &str, voice: &Voice, notes: &mut Vec<(String, String)>) -> String {
    if let Some((mark, _)) = notes.iter().find(|(_, known)| known == note) {
        return mark.clone();
    }
    let mark = footnote_mark(&voice.labels.digits(), notes.len() + 1);
    notes.push((mark.clone(), note.to_string()));
    mark
}

/// A signatory's line in an edition.
pub fn printed_line(
    signatory: &Signatory,
    group_by: GroupBy,
    edition: &Edition,
    voice: &Voice,
) -> line::Line {
    let name = name_in(signatory, voice.lang);
    let pattern = pattern(signatory, edition, voice);
    if pattern == "as-signed" {
        let verbatim = signatory
            .as_signed
            .iter()
            .max_by_key(|line| line.chars().count());
        let name = verbatim.map_or_else(|| name.to_string(), |line| mend::name(line).text);
        return line::Line {
            name,
            detail: String::new(),
        };
    }
    let acronym = signatory
        .acronym
        .as_deref()
        .filter(|acronym| !says_acronym(name, acronym))
        .unwrap_or_default();
    let country = country::name(signatory, edition.roster, voice.lang)
        .filter(|country| {
            group_by != GroupBy::Country && !country::is_said(name, signatory, country)
        })
        .map(|country| country.text);
    let field = |text: &Option<String>| text.clone().unwrap_or_default();
    line::fill(
        &pattern,
        &[
            ("name", name),
            ("acronym", acronym),
            ("country", country.as_deref().unwrap_or_default()),
            ("role", &field(&signatory.role)),
            ("organisation", &field(&signatory.organisation)),
            ("place", &field(&signatory.location)),
        ],
    )
}

/// The pattern of a signatory's line: the author's, else the edition's usual one.
pub fn pattern(signatory: &Signatory, edition: &Edition, voice: &Voice) -> String {
    let settings = edition.settings();
    let (own, usual) = if signatory.is_person() {
        (settings.line_person, "line.person")
    } else {
        (settings.line, "line")
    };
    own.map_or_else(|| voice.labels.get(usual).to_string(), |own| own.value)
}

/// Whether the name already holds its acronym as a word.
fn says_acronym(name: &str, acronym: &str) -> bool {
    name.split(|c: char| !c.is_alphanumeric() && c != '.')
        .any(|word| word == acronym)
}

/// A name without a letter of the edition's direction keeps its own.
fn direction(name: &str, voice: &Voice) -> Direction {
    let right_to_left = |c: char| {
        matches!(
            c.script(),
            Script::Arabic
                | Script::Hebrew
                | Script::Syriac
                | Script::Thaana
                | Script::Nko
                | Script::Adlam
        )
    };
    let mut letters = name.chars().filter(|c| c.is_alphabetic()).peekable();
    if letters.peek().is_none() {
        return voice.direction;
    }
    if letters.any(right_to_left) {
        Direction::RightToLeft
    } else {
        Direction::LeftToRight
    }
}
