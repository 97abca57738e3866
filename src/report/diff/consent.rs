//! Whom a new version concerns: what changed of the signed text, and lists of names to paste, one a line.

use crate::diff::class::Class;
use crate::diff::consent::{Asks, Edition, Standing, asks, where_changed};
use crate::diff::places::name;
use crate::diff::signed::SignedChange;
use crate::model::Signatory;

/// A version against an older one, to be shown.
pub struct Consent<'a> {
    /// What they are called: `iran@1` and `iran@2`, or `iran` as it is now.
    pub old: &'a str,
    pub new: &'a str,
    /// The statement's name, and the old version's number.
    pub statement: &'a str,
    pub number: u32,
    pub editions: &'a [Edition<'a>],
    pub standing: &'a Standing<'a>,
}

/// Shows what changed, who must be asked again, who is told, and who has agreed.
pub fn consent(consent: &Consent) -> String {
    let mut out = format!("{} → {}: {}\n", consent.old, consent.new, summary(consent));
    for edition in consent.editions {
        out += &changes(edition);
    }
    let Standing {
        asked,
        told,
        agreed,
    } = consent.standing;
    let of_old = |(signatory, number): &(&Signatory, u32)| {
        (*number == consent.number).then(|| signatory.full_name())
    };
    let list = |heading: String, names: Vec<String>| match names.is_empty() {
        true => String::new(),
        false => format!("\n{heading} ({}):\n{}\n", names.len(), names.join("\n")),
    };
    out += &list(
        "to be asked again".into(),
        asked.iter().filter_map(of_old).collect(),
    );
    out += &list(
        "to be told only".into(),
        told.iter().filter_map(of_old).collect(),
    );
    let names = agreed
        .iter()
        .map(|signatory| signatory.full_name())
        .collect();
    out += &list(format!("agreed to what {} says", consent.new), names);
    // Their own version tells what they must be asked about.
    let mut others: Vec<u32> = asked
        .iter()
        .chain(told)
        .map(|(_, number)| *number)
        .collect();
    others.retain(|number| *number != consent.number);
    others.sort_unstable();
    others.dedup();
    for number in others {
        let names = asked
            .iter()
            .chain(told)
            .filter(|(_, other)| *other == number);
        let version = format!("{}@{number}", consent.statement);
        out += &list(
            format!(
                "agreed to {version}, see `undersigned diff {version} {} --consent`",
                consent.new
            ),
            names.map(|(signatory, _)| signatory.full_name()).collect(),
        );
    }
    out
}

/// "signatories must agree to it again, in paragraphs 3 and 5".
fn summary(consent: &Consent) -> String {
    let changes = consent.editions.iter().flat_map(Edition::changes).cloned();
    let changes: Vec<SignedChange> = changes.collect();
    match asks(consent.editions) {
        Asks::Consent => format!(
            "signatories must agree to it again, because of changes {}",
            where_changed(&changes)
        ),
        Asks::ToBeTold if changes.is_empty() => {
            "the text is the same; editions came or went, and signatories are told".into()
        }
        Asks::ToBeTold => format!(
            "nobody need be asked again; signatories are told of corrections {}",
            where_changed(&changes)
        ),
        Asks::Nothing => "it says the same; nobody need be asked again".into(),
    }
}

/// The changes of an edition that readers can tell, those first that ask for consent.
fn changes(edition: &Edition) -> String {
    let statement = edition.statement();
    let heading = match edition {
        Edition::Added(_) => return format!("\nthe edition “{}” is new\n", statement.lang),
        Edition::Gone(_) => return format!("\nthe edition “{}” is gone\n", statement.lang),
        Edition::Both { .. } if statement.has_editions => {
            format!("the edition “{}”", statement.lang)
        }
        Edition::Both { .. } => "the text".into(),
    };
    let (grave, slight): (Vec<&SignedChange>, Vec<&SignedChange>) = edition
        .changes()
        .iter()
        .partition(|change| change.class.reconfirms());
    let mut out = String::new();
    for (what, changes) in [("to be agreed to", grave), ("corrected", slight)] {
        if !changes.is_empty() {
            out += &format!("\n{heading}, {what}:\n");
        }
        for change in changes {
            out += &format!("  {}\n", one(change));
        }
    }
    out
}

/// "paragraph 3, a number: … ask for [-48-] {+47+} benches …"
fn one(change: &SignedChange) -> String {
    let spot = change.new_spot.as_ref().or(change.old_spot.as_ref());
    let place = spot.map_or("the text".into(), name);
    let place = match (&change.new_spot, &change.old_spot) {
        (None, Some(_)) => format!("{place} of the old version"),
        _ => place,
    };
    let mut out = format!("{place}, {}", change.reason);
    if change.class == Class::Order || change.old == change.new {
        if let Some(from) = &change.old_spot {
            out += &format!(", from {} of the old version", name(from));
        }
        if !change.new.is_empty() {
            out += &format!(": {}", line(&change.new));
        }
        return out;
    }
    let mut parts = vec![line(&change.before)];
    if !change.old.is_empty() {
        parts.push(format!("[-{}-]", line(&change.old)));
    }
    if !change.new.is_empty() {
        parts.push(format!("{{+{}+}}", line(&change.new)));
    }
    parts.push(line(&change.behind));
    parts.retain(|part| !part.is_empty());
    out + ": " + &parts.join(" ")
}

/// A text on one line; a character of it never reaches a terminal as a command.
fn line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let shown = words.join(" ");
    shown
        .chars()
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect()
}
