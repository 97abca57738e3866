//! Compares two rosters: who joined, who withdrew, and what changed about those who stayed.
//!
//! # Steps
//! - **pair** (`pairing`, `alike`): signatories of both sides become pairs, by the surest evidence first.
//! - **list** (`events`): pairs, and those who are left over, become events.
//! - **order** (`order`): who stands elsewhere among the others.
//!
//! Nothing here reads what must stay private: lines as signed serve to find a signatory again and are no event.

mod alike;
mod events;
pub mod letters;
mod order;
mod pairing;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use crate::model::roster::Status;
use crate::model::signatories::SignedStatements;
use crate::model::statement::ListSettings;
use crate::model::{Roster, Signatories, Signatory};
use crate::source::Sources;

/// One side of a comparison: a roster, resolved.
pub struct Side<'a> {
    pub sources: &'a Sources,
    pub roster: &'a Roster,
    pub signatories: &'a Signatories,
    /// The statement whose list it is, and the statements of its project: who is printed there counts. None: a
    /// roster by itself, of which all count whose status is signed.
    pub under: Option<(String, &'a SignedStatements)>,
    /// How the list is laid out: the statement's settings over those of the roster.
    pub list: ListSettings,
}

impl<'a> Side<'a> {
    /// A roster by itself.
    pub fn of_roster(
        sources: &'a Sources,
        roster: &'a Roster,
        signatories: &'a Signatories,
    ) -> Self {
        Side {
            sources,
            roster,
            signatories,
            under: None,
            list: roster.list.clone(),
        }
    }

    /// Whether a signatory is in the list that is compared.
    pub fn lists(&self, signatory: &Signatory) -> bool {
        match &self.under {
            Some((statement, project)) => signatory.is_printed(statement, project, None),
            None => signatory.status == Status::Signed,
        }
    }

    /// A signatory by its index.
    pub fn at(&self, signatory: usize) -> &'a Signatory {
        &self.signatories.all[signatory]
    }
}

/// What changed between two rosters.
#[derive(Debug)]
pub struct Compared {
    /// How many stand in the list, in the old and in the new one.
    pub listed: [usize; 2],
    /// Who of the old side is who of the new one, as indices, listed or not.
    pub pairs: Vec<(usize, usize)>,
    /// In reading order: that of the new list, with those who left where they stood.
    pub events: Vec<Event>,
}

/// Something that happened to one signatory.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    pub kind: Kind,
    /// Index into the old side's signatories; None where it was not there.
    pub old: Option<usize>,
    /// The same in the new side.
    pub new: Option<usize>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// It is listed now and was not. Its old self, if there, was not signed or signed something else.
    Joined,
    /// It was listed and is no longer.
    Withdrew {
        /// The roster says that it withdrew; else its entry or signature is just gone.
        is_said: bool,
        on: Option<NaiveDate>,
        /// One who joined and may be the same, by the index in the new side, and why.
        like: Option<(usize, Doubt)>,
    },
    /// Two that were listed apart are one now: `old` is part of `new`.
    Merged,
    /// One that was listed once is listed twice now: `new` was part of `old`.
    Parted,
    /// It has another name, or writes it otherwise.
    Name {
        /// The tag of the language whose name changed; None: the name itself, or its acronym.
        lang: Option<String>,
        what: Naming,
    },
    Country {
        /// Nothing but the name says that the two are one: another may bear it.
        is_question: bool,
    },
    /// A person's role or organisation.
    Affiliation,
    /// What is printed under the list about it, such as a reservation.
    Note,
    /// A party became a union, or the like.
    Sort,
    /// Of one that is not listed: pending, withdrawn, declined. Only where all are asked for.
    Status,
    /// It stands elsewhere among those who stayed: its place in the list, from 1, before and after.
    Reordered { from: usize, to: usize },
    /// So many stand elsewhere that they are only counted.
    ManyReordered(usize),
}

/// How a name changed.
#[derive(Debug, Clone, PartialEq)]
pub enum Naming {
    /// The same name, written otherwise: case, spaces, an acronym, a slip of the pen mended.
    Corrected,
    /// Another name.
    Renamed,
    /// The two names alone say that they are one signatory: somebody should confirm it.
    Perhaps(Doubt),
}

/// How probable it is that two are one, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubt {
    /// From 0 to 1.
    pub score: f64,
    /// In words, strongest first; what speaks against it comes last.
    pub evidence: Vec<String>,
}

/// Compares two rosters; in time that grows with their lengths, but for what `linkage` takes for those whose names
/// are on one side only.
///
/// `all`: also those who are not listed, such as the pending. Their names are not for publication.
pub fn compare(old: &Side, new: &Side, all: bool) -> Compared {
    let pairing = pairing::pair(old, new);
    let listed = [old, new].map(|side| {
        let signatories = side.signatories.all.iter();
        signatories
            .filter(|signatory| side.lists(signatory))
            .count()
    });
    Compared {
        listed,
        pairs: pairing
            .pairs
            .iter()
            .map(|pair| (pair.old, pair.new))
            .collect(),
        events: events::events(old, new, &pairing, all),
    }
}
