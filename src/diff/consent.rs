//! Which changes between two versions of a statement concern those who signed it, and who they are.

use crate::diff::places::places;
use crate::diff::signed::{Around, SignedChange, changes};
use crate::model::signatories::SignedStatements;
use crate::model::{Frozen, Signatory, Statement};

/// An edition in two versions, or in one of them.
pub enum Edition<'a> {
    Both {
        old: &'a Statement,
        new: &'a Statement,
        /// What readers can tell.
        changes: Vec<SignedChange>,
    },
    /// In a language that the old version didn't have.
    Added(&'a Statement),
    /// In a language that the new version doesn't have.
    Gone(&'a Statement),
}

impl Edition<'_> {
    pub fn statement(&self) -> &Statement {
        match self {
            Edition::Both { new, .. } => new,
            Edition::Added(one) | Edition::Gone(one) => one,
        }
    }

    pub fn changes(&self) -> &[SignedChange] {
        match self {
            Edition::Both { changes, .. } => changes,
            _ => &[],
        }
    }
}

/// What a version asks of those who agreed to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asks {
    /// It says the same.
    Nothing,
    /// Slips of the pen, or editions that came or went: they are told.
    ToBeTold,
    /// Their consent.
    Consent,
}

/// Compares the editions of a statement: each with that of the same language.
pub fn editions<'a>(
    around: &Around,
    old: impl IntoIterator<Item = &'a Statement>,
    new: impl IntoIterator<Item = &'a Statement>,
) -> Vec<Edition<'a>> {
    let mut gone: Vec<&Statement> = old.into_iter().collect();
    let mut rest = Vec::new();
    let mut editions = Vec::new();
    let mut pair = |gone: &mut Vec<&'a Statement>, at: usize, new: &'a Statement| {
        let old = gone.remove(at);
        let changes = changes(around, old, new);
        editions.push(Edition::Both { old, new, changes });
    };
    // By the file's name first: a language may have been written into the front matter in between.
    for new in new {
        let file = |one: &Statement| {
            around
                .sources
                .get(one.source)
                .path
                .file_name()
                .map(|n| n.to_owned())
        };
        match gone.iter().position(|old| file(old) == file(new)) {
            Some(at) => pair(&mut gone, at, new),
            None => rest.push(new),
        }
    }
    for new in std::mem::take(&mut rest) {
        match gone.iter().position(|old| old.lang == new.lang) {
            Some(at) => pair(&mut gone, at, new),
            None => rest.push(new),
        }
    }
    editions.extend(rest.into_iter().map(Edition::Added));
    editions.extend(gone.into_iter().map(Edition::Gone));
    editions
}

/// Whether no edition of the old version is there any more, and others are: nobody who signed knows any of them.
pub fn are_others(editions: &[Edition]) -> bool {
    let has = |wanted: fn(&Edition) -> bool| editions.iter().any(wanted);
    has(|one| matches!(one, Edition::Gone(_)))
        && has(|one| matches!(one, Edition::Added(_)))
        && !has(|one| matches!(one, Edition::Both { .. }))
}

/// What the changes ask, taken together.
///
/// A further edition in another language is no change of the text: whether a translation says the same is for a human
/// to vouch for, not for every signatory to read.
pub fn asks(editions: &[Edition]) -> Asks {
    if are_others(editions) {
        return Asks::Consent;
    }
    let of = |edition: &Edition| match edition {
        Edition::Added(_) | Edition::Gone(_) => Asks::ToBeTold,
        Edition::Both { changes, .. } => match changes.iter().map(|change| change.class).max() {
            Some(class) if class.reconfirms() => Asks::Consent,
            Some(_) => Asks::ToBeTold,
            None => Asks::Nothing,
        },
    };
    editions.iter().map(of).max().unwrap_or(Asks::Nothing)
}

/// "in paragraphs 3 and 5": where the changes are that ask for consent, or, where none does, all others.
pub fn where_changed(changes: &[SignedChange]) -> String {
    let gravest = changes.iter().any(|change| change.class.reconfirms());
    let shown = changes
        .iter()
        .filter(|change| change.class.reconfirms() == gravest);
    places(shown.map(|change| (change.old_spot.as_ref(), change.new_spot.as_ref())))
}

/// Those who are printed under a statement, by what a new version asks of them.
#[derive(Debug, Default)]
pub struct Standing<'a> {
    /// They agreed to a version since which the text has changed: with the number of that version.
    pub asked: Vec<(&'a Signatory, u32)>,
    /// They agreed to a version that differs in slips of the pen.
    pub told: Vec<(&'a Signatory, u32)>,
    /// They agreed to the new version, or to one that says the same.
    pub agreed: Vec<&'a Signatory>,
}

/// The same for the latest of a statement's versions; None where it has none.
pub fn since<'a>(
    around: &Around,
    signatories: impl Iterator<Item = &'a Signatory>,
    signed: &SignedStatements,
    versions: &[&Frozen],
) -> Option<Standing<'a>> {
    let latest = versions.last()?;
    let editions: Vec<&Statement> = latest.editions.iter().collect();
    let new = (&editions[..], Some(latest.number));
    Some(standing(around, signatories, signed, versions, new))
}

/// Sorts those who are printed under a statement by what a version asks of them: `new`, its editions, and its number
/// where it is frozen.
///
/// A signature without a number counts as one of the first version; one of a version that was never frozen is another
/// finding, and counts as agreement here.
pub fn standing<'a>(
    around: &Around,
    signatories: impl Iterator<Item = &'a Signatory>,
    signed: &SignedStatements,
    versions: &[&Frozen],
    new: (&[&Statement], Option<u32>),
) -> Standing<'a> {
    let (editions_of_new, number) = new;
    let mut standing = Standing::default();
    let Some(first) = versions.first() else {
        return standing;
    };
    // Of each version, compared once.
    let mut known: Vec<(u32, Asks)> = Vec::new();
    for signatory in signatories.filter(|one| one.is_printed(&first.name, signed, None)) {
        let agreed = signatory
            .version(&first.name, signed)
            .unwrap_or(first.number);
        let found = known
            .iter()
            .find(|(number, _)| *number == agreed)
            .map(|(_, asks)| *asks);
        let asks = found.unwrap_or_else(|| {
            let version = versions.iter().find(|version| version.number == agreed);
            let asks = match version {
                Some(_) if number.is_some_and(|number| agreed >= number) => Asks::Nothing,
                Some(version) => asks(&editions(
                    around,
                    &version.editions,
                    editions_of_new.iter().copied(),
                )),
                None => Asks::Nothing,
            };
            known.push((agreed, asks));
            asks
        });
        match asks {
            Asks::Nothing => standing.agreed.push(signatory),
            Asks::ToBeTold => standing.told.push((signatory, agreed)),
            Asks::Consent => standing.asked.push((signatory, agreed)),
        }
    }
    standing
}
