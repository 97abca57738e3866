//! A redline: the documents of two versions become one, with marks on what changed and the changes in words.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::compose::counts::native;
use crate::diff::changes::{Change, Spot};
use crate::diff::class::Class;
use crate::diff::fields::{Fields, is_signed};
use crate::diff::roster::{self, Event, Kind, Naming, Side};
use crate::diff::text::blocks::Text;
use crate::diff::text::words::Step;
use crate::diff::text::{Compared, Style, compare};
use crate::model::Signatory;
use crate::model::body::{Block, Run, RunKind};
use crate::model::document::{Document, Entry, Group, Note, Redline, RosterList};
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
        (Some(old), Some(new)) => Some(differing(old, new)),
        (Some(old), None) => Some(Words::whole(old, Mark::Deleted)),
        (None, Some(new)) => Some(Words::whole(new, Mark::Inserted)),
        (None, None) => None,
    };
    document.title = one(&old.title, &document.title);
    document.subtitle = one(&old.subtitle, &document.subtitle);
    document.addressee = lines(&old.addressee, &document.addressee);
    document.lead = lines(&old.lead, &document.lead);
    document.sign_off = lines(&old.sign_off, &document.sign_off);
    document.terms = lines(&old.terms, &document.terms);
    if let (Some(before), Some(press)) = (&old.press, &mut document.press) {
        let notes = |notes: &[(String, Words)]| -> Vec<Words> {
            notes.iter().map(|(_, note)| note.clone()).collect()
        };
        let marked = lines(&notes(&before.notes), &notes(&press.notes));
        let numbered = marked.into_iter().enumerate().map(|(at, note)| {
            let number = format!("{}.", native(&voice, &(at + 1).to_string()));
            (number, note)
        });
        press.notes = numbered.collect();
    }
    let became = versions.rosters.map(|rosters| rosters.became());
    let became = became.unwrap_or_default();
    let printed = [printed(old), printed(&document)];
    match (&old.roster, &mut document.roster) {
        (Some(old), Some(new)) => list(old, new, &became),
        (Some(old), new @ None) => {
            let mut list = old.clone();
            change_all(&mut list, Mark::Deleted);
            *new = Some(list);
        }
        (None, Some(new)) => change_all(new, Mark::Inserted),
        (None, None) => {}
    }
    if let (Some(before), Some(annex)) = (&old.annex, &mut document.annex) {
        list(&before.roster, &mut annex.roster, &became);
        annex.terms = lines(&before.terms, &annex.terms);
    }
    label_moves(&mut document, versions, &voice);
    let title = voice
        .labels
        .fill("redline.title", &[("title", &document.info.title)]);
    document.info.title = title;
    document.redline = Some(facts(versions, &printed, &voice));
    document
}

/// A field with the words that came and went.
fn differing(old: &str, new: &str) -> Words {
    if old == new {
        return new.into();
    }
    let compared = compare(old, new, [Style::Plain; 2], false);
    Words::of(pieces(&compared))
}

/// The marks of a comparison, spaces at their ends left unmarked.
fn pieces(compared: &Compared) -> Vec<(Mark, String)> {
    let mut out = Vec::new();
    let mut put = |mark: Mark, text: &Text, range: &Range<usize>| {
        let Some(last) = range.end.checked_sub(1).filter(|_| !range.is_empty()) else {
            return;
        };
        let (start, end) = (text.tokens[range.start].start, text.tokens[last].end);
        let next = text.tokens.get(range.end);
        let behind = next.map_or(text.raw.len(), |token| token.start as usize);
        out.push((mark, text.raw[start as usize..end as usize].to_string()));
        out.push((Mark::None, text.raw[end as usize..behind].to_string()));
    };
    fn walk(steps: &[Step], compared: &Compared, put: &mut dyn FnMut(Mark, &Text, &Range<usize>)) {
        for step in steps {
            match step {
                Step::Kept { new, .. } => put(Mark::None, &compared.new, new),
                Step::Inserted(new) => put(Mark::Inserted, &compared.new, new),
                Step::Deleted(old) => put(Mark::Deleted, &compared.old, old),
                // In a line of a field a move is a deletion and an insertion.
                Step::MovedAway(_, old) => put(Mark::Deleted, &compared.old, old),
                Step::MovedIn(_, inner) => {
                    for step in inner {
                        if let Step::Kept { new, .. } | Step::Inserted(new) = step {
                            put(Mark::Inserted, &compared.new, new);
                        }
                    }
                }
            }
        }
    }
    walk(&compared.steps, compared, &mut put);
    if let Some((Mark::None, last)) = out.last_mut() {
        last.truncate(last.trim_end().len());
    }
    out
}

/// Lines of a field: those that are the same stay, those that stand for each other are compared.
fn lines(old: &[Words], new: &[Words]) -> Vec<Words> {
    let texts =
        |lines: &[Words]| -> Vec<String> { lines.iter().map(|line| line.to_string()).collect() };
    let (a, b) = (texts(old), texts(new));
    let mut out = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &a, &b) {
        let (olds, news) = (&a[op.old_range()], &b[op.new_range()]);
        if let DiffOp::Equal { .. } = op {
            out.extend(news.iter().map(|line| line.as_str().into()));
            continue;
        }
        let pairs = olds.len().min(news.len());
        out.extend((0..pairs).map(|at| differing(&olds[at], &news[at])));
        let gone = olds[pairs..].iter();
        out.extend(gone.map(|line| Words::whole(line, Mark::Deleted)));
        let come = news[pairs..].iter();
        out.extend(come.map(|line| Words::whole(line, Mark::Inserted)));
    }
    out
}

fn change_all(list: &mut RosterList, mark: Mark) {
    for section in &mut list.sections {
        let groups = section.groups.iter_mut();
        groups
            .flat_map(|group| &mut group.entries)
            .for_each(|entry| entry.change = mark);
    }
}

/// The line of everyone who is listed, by id.
fn printed(document: &Document) -> HashMap<String, String> {
    let annexed = document.annex.as_ref().map(|annex| &annex.roster);
    let list = document.roster.as_ref().or(annexed);
    let entries = list.into_iter().flat_map(RosterList::entries);
    entries
        .map(|entry| (entry.id.clone(), entry.name.clone() + &entry.detail))
        .collect()
}

/// Marks who joined in the new list, and puts in who is gone from the old one, below whom they followed.
/// A line that reads otherwise stands there twice: as it was, and as it is.
fn list(old: &RosterList, new: &mut RosterList, became: &HashMap<String, String>) {
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
    use crate::model::BlockKind;
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
    use crate::model::BlockKind;
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

/// What the head of the pages and the annex say.
fn facts(versions: &Versions, printed: &[HashMap<String, String>; 2], voice: &Voice) -> Redline {
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
        ids[0] || ids[1] || matches!(event.kind, Kind::ManyReordered(_))
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
            Kind::Joined => ("joined", came()),
            Kind::Parted => ("parted", came()),
            Kind::Withdrew { is_said: true, .. } => ("withdrew", went()),
            Kind::Withdrew { .. } => ("gone", went()),
            Kind::Merged => ("merged", went()),
            // An edition may print a name that stayed.
            Kind::Name { .. } if was == is => return None,
            Kind::Name { what, .. } => {
                let key = match what {
                    Naming::Renamed => "renamed",
                    Naming::Corrected => "corrected",
                    Naming::Perhaps(_) => "perhaps",
                };
                (key, replaced())
            }
            Kind::Country { is_question: true } => ("perhaps", replaced()),
            Kind::Country { .. } => ("country", replaced()),
            Kind::Affiliation => ("affiliation", replaced()),
            Kind::Note => ("note", field(&|one| one.note.clone())),
            Kind::Sort => ("kind", field(&|one| one.kind.clone())),
            Kind::Status => ("status", Words::default()),
            Kind::Reordered { from, to } => {
                let place = |at: &usize| Some(native(voice, &at.to_string()));
                ("reordered", about(place(from), place(to)))
            }
            Kind::ManyReordered(count) => {
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
        Spot::Behind(number) => numbered("place.behind", *number),
    }
}
