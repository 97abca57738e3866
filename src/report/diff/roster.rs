//! What changed between two rosters, for people and as JSON.
//!
//! Each line begins with a mark that says what happened without colours: `+` joined, `-` left, `~` changed, `?` a
//! question, `⇄` stands elsewhere.

use chrono::NaiveDate;
use serde::Serialize;

use super::human::tidy;
use crate::compose::dates;
use crate::diff::roster::letters::differ_in_form_only;
use crate::diff::roster::{Compared, Doubt, Event, Kind, Naming, Side};
use crate::model::roster::Status;
use crate::model::{Language, Signatory};
use crate::report::json::{Spot, spot};
use crate::wording::{Voice, country};

/// Two rosters compared, to be shown.
pub struct Rosters<'a> {
    /// What the versions are called.
    pub names: [String; 2],
    /// The old side and the new one.
    pub sides: [&'a Side<'a>; 2],
    pub compared: Compared,
    /// In which countries are named.
    pub lang: Language,
    /// Whether the comparison tells of those who are not listed too.
    pub all: bool,
}

/// An event in words.
pub struct Line {
    pub mark: Mark,
    /// On one line, without control characters.
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Joined,
    Left,
    Changed,
    Question,
    Elsewhere,
}

impl Mark {
    pub fn sign(self) -> char {
        match self {
            Mark::Joined => '+',
            Mark::Left => '-',
            Mark::Changed => '~',
            Mark::Question => '?',
            Mark::Elsewhere => '⇄',
        }
    }

    /// For the terminal.
    fn colour(self) -> &'static str {
        match self {
            Mark::Joined => "32",
            Mark::Left => "31",
            Mark::Changed => "0",
            Mark::Question => "33",
            Mark::Elsewhere => "34",
        }
    }
}

/// The summary, then a line for each event.
pub fn human(rosters: &Rosters, colour: bool) -> String {
    let mut out = stat(rosters);
    for (at, line) in lines(rosters).into_iter().enumerate() {
        let gap = if at == 0 { "\n" } else { "" };
        let text = format!("{} {}", line.mark.sign(), line.text);
        let text = match colour {
            true => format!("\u{1b}[{}m{text}\u{1b}[0m", line.mark.colour()),
            false => text,
        };
        out.push_str(&format!("{gap}{text}\n"));
    }
    out
}

/// What is compared, and the summary.
pub fn stat(rosters: &Rosters) -> String {
    let [old, new] = &rosters.names;
    format!("{old} → {new}\n{}\n", summary(&rosters.compared))
}

/// "3 joined, 1 withdrew, 1 renamed: 27 → 29 signatories".
pub fn summary(compared: &Compared) -> String {
    let mut counted: Vec<(&str, usize)> = COUNTED.iter().map(|word| (*word, 0)).collect();
    for event in &compared.events {
        let (word, count) = counted_as(&event.kind);
        let known = counted.iter_mut().find(|(known, _)| *known == word);
        known.expect("every word is in the list").1 += count;
    }
    counted.retain(|(_, count)| *count > 0);
    let counted: Vec<String> = counted
        .iter()
        .map(|(word, count)| format!("{count} {word}"))
        .collect();
    let [old, new] = compared.listed;
    let signatories = if new == 1 { "signatory" } else { "signatories" };
    match counted.is_empty() {
        true => format!("nothing changed: {new} {signatories}"),
        false => format!("{}: {old} → {new} {signatories}", counted.join(", ")),
    }
}

/// The words of the summary, in its order.
const COUNTED: [&str; 14] = [
    "joined",
    "counted apart now",
    "withdrew",
    "no longer listed",
    "now one with another",
    "renamed",
    "corrected",
    "perhaps corrected",
    "with another country",
    "with another affiliation",
    "with another note",
    "of another kind",
    "elsewhere in the list",
    "with another status, not listed",
];

/// How an event is counted, and for how many.
fn counted_as(kind: &Kind) -> (&'static str, usize) {
    let word = match kind {
        Kind::Joined => "joined",
        Kind::Parted => "counted apart now",
        Kind::Withdrew { is_said: true, .. } => "withdrew",
        Kind::Withdrew { .. } => "no longer listed",
        Kind::Merged => "now one with another",
        Kind::Name { what, .. } => match what {
            Naming::Renamed => "renamed",
            Naming::Corrected => "corrected",
            Naming::Perhaps(_) => "perhaps corrected",
        },
        Kind::Country { .. } => "with another country",
        Kind::Affiliation => "with another affiliation",
        Kind::Note => "with another note",
        Kind::Sort => "of another kind",
        Kind::Reordered { .. } => "elsewhere in the list",
        Kind::ManyReordered(count) => return ("elsewhere in the list", *count),
        Kind::Status => "with another status, not listed",
    };
    (word, 1)
}

/// Every event in words, in reading order.
pub fn lines(rosters: &Rosters) -> Vec<Line> {
    let events = rosters.compared.events.iter();
    events.map(|event| rosters.line(event)).collect()
}

/// What an event is from and to, where it is no name.
type Change = (Option<String>, Option<String>);

impl<'a> Rosters<'a> {
    /// Whether anything happened.
    pub fn differ(&self) -> bool {
        !self.compared.events.is_empty()
    }

    fn before(&self, event: &Event) -> Option<&'a Signatory> {
        Some(self.sides[0].at(event.old?))
    }

    fn after(&self, event: &Event) -> Option<&'a Signatory> {
        Some(self.sides[1].at(event.new?))
    }

    fn line(&self, event: &Event) -> Line {
        let old = self.before(event).map(|signatory| self.whole(0, signatory));
        let new = self.after(event).map(|signatory| self.whole(1, signatory));
        let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
        let named = [self.after(event), self.before(event)];
        let named = named.into_iter().flatten().next();
        let name = named.map(Signatory::full_name).unwrap_or_default();
        let (from, to) = self.change(event);
        let change = |what: &str| {
            let shown = |value: &Option<String>| match (what, value) {
                (_, None) => format!("no {what}"),
                ("note", Some(note)) => format!("“{note}”"),
                ("place", Some(place)) => format!("place {place}"),
                (_, Some(value)) => value.clone(),
            };
            format!("{name}: {} → {}", shown(&from), shown(&to))
        };
        let (mark, text) = match &event.kind {
            Kind::Joined => (Mark::Joined, new),
            Kind::Parted => (
                Mark::Joined,
                format!("{new}, counted apart from “{old}” now"),
            ),
            Kind::Withdrew { is_said, on, like } => {
                let how = self.leaving(event, *is_said, *on);
                let like = like.as_ref().map(|(other, doubt)| {
                    let other = self.sides[1].at(*other).full_name();
                    format!("; “{other}” may be the same: {}", doubt.evidence.join(", "))
                });
                (
                    Mark::Left,
                    format!("{old}, {how}{}", like.unwrap_or_default()),
                )
            }
            Kind::Merged => (Mark::Left, format!("{old}, now one with “{new}”")),
            Kind::Name { what, .. } => {
                let mark = match what {
                    Naming::Perhaps(_) => Mark::Question,
                    _ => Mark::Changed,
                };
                (mark, self.naming(event, what))
            }
            Kind::Country { is_question: true } => (
                Mark::Question,
                format!(
                    "{} (country; or another of the same name)",
                    change("country")
                ),
            ),
            Kind::Country { .. } => (Mark::Changed, change("country") + " (country)"),
            Kind::Affiliation => (Mark::Changed, change("affiliation") + " (affiliation)"),
            Kind::Note => (Mark::Changed, change("note") + " (note)"),
            Kind::Sort => (Mark::Changed, change("kind") + " (kind)"),
            Kind::Status => (Mark::Changed, change("entry") + " (status, not listed)"),
            Kind::Reordered { .. } => (
                Mark::Elsewhere,
                change("place") + " (elsewhere in the list)",
            ),
            Kind::ManyReordered(count) => (
                Mark::Elsewhere,
                format!("{count} signatories stand elsewhere in the list"),
            ),
        };
        Line {
            mark,
            text: tidy(&(text + &self.unlisted(event))),
        }
    }

    /// "withdrew on 3 May 2026".
    fn leaving(&self, event: &Event, is_said: bool, on: Option<NaiveDate>) -> String {
        let status = self.after(event).map(|signatory| signatory.status);
        match (is_said, on, status) {
            (true, Some(day), _) => {
                let day = dates::date(&Voice::of(&Language::english()), day);
                format!("withdrew on {day}")
            }
            (true, None, _) => "withdrew".into(),
            (false, _, Some(Status::Pending | Status::Declined)) if self.all => {
                format!("no longer listed: {}", status.map_or("", word))
            }
            _ => "no longer listed".into(),
        }
    }

    fn naming(&self, event: &Event, what: &Naming) -> String {
        let (from, to) = self.change(event);
        let none = || "no name in this language".to_string();
        let (from, to) = (from.unwrap_or_else(none), to.unwrap_or_else(none));
        let lang = match &event.kind {
            Kind::Name {
                lang: Some(lang), ..
            } => format!(", in the language {lang}"),
            _ => String::new(),
        };
        let form = if differ_in_form_only(&from, &to) {
            ", form only"
        } else {
            ""
        };
        let how = match what {
            Naming::Renamed => "renamed".to_string(),
            Naming::Corrected => format!("corrected{form}"),
            Naming::Perhaps(doubt) => format!("corrected? {}", doubt.evidence.join(", ")),
        };
        format!("{from} → {to} ({how}{lang})")
    }

    /// What changed, before and after, as it is printed.
    fn change(&self, event: &Event) -> Change {
        let (old, new) = (self.before(event), self.after(event));
        let both = |of: &dyn Fn(usize, &Signatory) -> Option<String>| {
            (
                old.and_then(|signatory| of(0, signatory)),
                new.and_then(|signatory| of(1, signatory)),
            )
        };
        match &event.kind {
            Kind::Name { lang: None, .. } => both(&|_, signatory| Some(signatory.full_name())),
            Kind::Name {
                lang: Some(lang), ..
            } => both(&|_, signatory| signatory.names.get(lang).cloned()),
            Kind::Country { .. } => both(&|side, signatory| self.country(side, signatory)),
            Kind::Affiliation => both(&|_, signatory| affiliation(signatory)),
            Kind::Note => both(&|_, signatory| signatory.note.clone()),
            Kind::Sort => both(&|_, signatory| signatory.kind.clone()),
            Kind::Status => both(&|_, signatory| Some(word(signatory.status).to_string())),
            Kind::Reordered { from, to } => (Some(from.to_string()), Some(to.to_string())),
            _ => (None, None),
        }
    }

    /// " [pending]", where it is listed on neither side.
    fn unlisted(&self, event: &Event) -> String {
        let sides = [(0, self.before(event)), (1, self.after(event))];
        let is_listed = |&(side, signatory): &(usize, Option<&Signatory>)| {
            signatory.is_some_and(|signatory| self.sides[side].lists(signatory))
        };
        let told = matches!(event.kind, Kind::Status | Kind::ManyReordered(_));
        match self.after(event) {
            Some(new) if !told && !sides.iter().any(is_listed) => {
                format!(" [{}]", word(new.status))
            }
            _ => String::new(),
        }
    }

    /// A signatory's line: name and acronym; a person's role and organisation; the country, unless the name says it;
    /// a note.
    fn whole(&self, side: usize, signatory: &Signatory) -> String {
        let mut out = signatory.full_name();
        if let Some(affiliation) = affiliation(signatory).filter(|_| signatory.is_person()) {
            out.push_str(&format!(", {affiliation}"));
        }
        let roster = self.sides[side].roster;
        let country = country::name(signatory, roster, &self.lang)
            .filter(|country| !country::is_said(&signatory.name, signatory, country));
        if let Some(country) = country {
            // As on the page, where brackets stand already.
            let text = country.text;
            out.push_str(&match out.ends_with(')') {
                true => format!(", {text}"),
                false => format!(" ({text})"),
            });
        }
        if let Some(note) = &signatory.note {
            out.push_str(&format!(", with the note “{note}”"));
        }
        out
    }

    fn country(&self, side: usize, signatory: &Signatory) -> Option<String> {
        let name = country::name(signatory, self.sides[side].roster, &self.lang);
        name.map(|country| country.text)
    }
}

fn affiliation(signatory: &Signatory) -> Option<String> {
    let fields = [&signatory.role, &signatory.organisation];
    let fields: Vec<&str> = fields.into_iter().flatten().map(String::as_str).collect();
    (!fields.is_empty()).then(|| fields.join(", "))
}

fn word(status: Status) -> &'static str {
    let known = Status::NAMES.iter().find(|(_, known)| *known == status);
    known.map_or("unknown", |(word, _)| word)
}

/// A comparison of rosters in JSON: a document's `roster`.
#[derive(Serialize)]
pub struct Roster<'a> {
    /// How many are listed.
    old: usize,
    new: usize,
    /// In reading order.
    events: Vec<RosterEvent<'a>>,
}

#[derive(Serialize)]
struct RosterEvent<'a> {
    event: &'static str,
    /// That of the new roster, else of the old one; null where it is about many.
    id: Option<&'a str>,
    /// Where it differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    old_id: Option<&'a str>,
    /// The names as printed; null where it was not, or is not there.
    old: Option<String>,
    new: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    /// The tag of the language whose name changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'a str>,
    /// Of who withdrew: whether the roster says so, and for which day.
    #[serde(skip_serializing_if = "Option::is_none")]
    said: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<String>,
    /// Of many who stand elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<usize>,
    /// Whether somebody should say if it is so.
    question: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    evidence: &'a [String],
    /// Of who withdrew: the id of one who joined and may be the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    like: Option<&'a str>,
    /// Where the names are written.
    old_place: Option<Spot>,
    new_place: Option<Spot>,
}

/// The comparison as data, to stand in a document.
pub fn json<'r>(rosters: &'r Rosters) -> Roster<'r> {
    let [old, new] = rosters.compared.listed;
    let events = rosters.compared.events.iter();
    Roster {
        old,
        new,
        events: events.map(|event| rosters.event(event)).collect(),
    }
}

impl<'a> Rosters<'a> {
    fn event<'r>(&'r self, event: &'r Event) -> RosterEvent<'r> {
        // What it was before it joined is nobody's business: it may have been asked and be still thinking.
        let old = self
            .before(event)
            .filter(|_| self.all || event.kind != Kind::Joined);
        // And where it stands after it left, unless the roster says that it withdrew.
        let is_told = !matches!(event.kind, Kind::Withdrew { is_said: false, .. });
        let new = self.after(event).filter(|_| self.all || is_told);
        let ids = [new, old].map(|signatory| signatory.map(|signatory| signatory.id.as_str()));
        let place = |side: usize, signatory: Option<&Signatory>| {
            signatory.map(|signatory| spot(self.sides[side].sources, signatory.place))
        };
        let (from, to) = match event.kind {
            Kind::Name { lang: None, .. } => (None, None),
            _ => self.change(event),
        };
        let doubt = doubt(&event.kind);
        let like = match &event.kind {
            Kind::Withdrew { like, .. } => like.as_ref(),
            _ => None,
        };
        let (said, on) = match event.kind {
            Kind::Withdrew { is_said, on, .. } => (Some(is_said), on),
            _ => (None, None),
        };
        RosterEvent {
            event: name(&event.kind),
            id: ids[0].or(ids[1]),
            old_id: ids[1].filter(|_| ids[0].is_some() && ids[0] != ids[1]),
            old: old.map(Signatory::full_name),
            new: new.map(Signatory::full_name),
            from,
            to,
            lang: match &event.kind {
                Kind::Name { lang, .. } => lang.as_deref(),
                _ => None,
            },
            said,
            on: on.map(|day| day.to_string()),
            count: match event.kind {
                Kind::ManyReordered(count) => Some(count),
                _ => None,
            },
            question: matches!(
                event.kind,
                Kind::Country { is_question: true }
                    | Kind::Name {
                        what: Naming::Perhaps(_),
                        ..
                    }
            ),
            score: doubt.map(|doubt| doubt.score),
            evidence: doubt.map_or(&[], |doubt| &doubt.evidence),
            like: like.map(|(other, _)| self.sides[1].at(*other).id.as_str()),
            old_place: place(0, old),
            new_place: place(1, new),
        }
    }
}

fn doubt(kind: &Kind) -> Option<&Doubt> {
    match kind {
        Kind::Name {
            what: Naming::Perhaps(doubt),
            ..
        } => Some(doubt),
        Kind::Withdrew { like, .. } => like.as_ref().map(|(_, doubt)| doubt),
        _ => None,
    }
}

fn name(kind: &Kind) -> &'static str {
    match kind {
        Kind::Joined => "joined",
        Kind::Withdrew { .. } => "withdrew",
        Kind::Merged => "merged",
        Kind::Parted => "parted",
        Kind::Name {
            what: Naming::Renamed,
            ..
        } => "renamed",
        Kind::Name { .. } => "corrected",
        Kind::Country { .. } => "country",
        Kind::Affiliation => "affiliation",
        Kind::Note => "note",
        Kind::Sort => "kind",
        Kind::Status => "status",
        Kind::Reordered { .. } | Kind::ManyReordered(_) => "reordered",
    }
}
