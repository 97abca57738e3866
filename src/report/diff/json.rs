//! A comparison as JSON: `{"version":1,"old":…,"new":…,"summary":{…},"changes":[…],"ops":[…]}` of two files;
//! `{"version":1,"old":…,"new":…,"files":[{"old":…,"new":…,"summary":…,"changes":…,"ops":…}]}` of what holds several.
//! Where rosters are compared `"roster":{"old":…,"new":…,"events":[…]}` follows; two roster files have no `files`.
//!
//! The ops lie over the whole of both texts, byte for byte:
//! - `["=", text]`, or `["=", old, new]` where the bytes differ and the words don't
//! - `["-", text]` and `["+", text]`
//! - `["mv-", number, text]` where it stood, `["mv+", number, [ops]]` where it stands now
//!
//! The old text is that of `=`, `-` and `mv-`; the new one that of `=`, `+` and, inside `mv+`, `=` and `+`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::ser::SerializeTuple;
use serde::{Serialize, Serializer};

use super::roster::{self, Roster};
use super::summary::name;
use super::{Comparison, Difference};
use crate::diff::changes::Spot;
use crate::diff::class::Class;
use crate::diff::text::ops::{Op, ops, slice};

#[derive(Serialize)]
struct One<'a, 't> {
    version: u32,
    #[serde(flatten)]
    file: File<'a, 't>,
}

#[derive(Serialize)]
struct Several<'a, 't> {
    version: u32,
    old: &'a str,
    new: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    files: Option<Vec<File<'a, 't>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    roster: Option<Roster<'a>>,
}

/// A text in two versions; its lists are made when they are written.
struct File<'a, 't>(&'a Difference<'t>);

#[derive(Serialize)]
struct Report<'a, C: Serialize, O: Serialize> {
    old: &'a str,
    new: &'a str,
    summary: Summary,
    changes: C,
    ops: O,
}

/// What an iterator gives, as a list: each item is made when it is written.
struct List<I>(I);

impl<I: Iterator<Item: Serialize> + Clone> Serialize for List<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.clone())
    }
}

#[derive(Serialize)]
struct Summary {
    /// How many changes each class has.
    classes: BTreeMap<&'static str, usize>,
    /// Whether parties sign the text.
    signed: bool,
    /// Whether those who signed must be asked again.
    reconfirm: bool,
}

#[derive(Serialize)]
struct Change<'a> {
    class: &'static str,
    reason: &'static str,
    /// Where it stands, in words; of the new version, unless only the old one has it.
    place: Option<String>,
    /// Counted from 1 in each version; null elsewhere than in paragraphs.
    old_paragraph: Option<u32>,
    new_paragraph: Option<u32>,
    old: &'a str,
    new: &'a str,
    /// The number of the move in the ops.
    #[serde(rename = "move")]
    moved: Option<u32>,
}

/// An op as a list.
struct Mark<'a>(&'a Op<'a>);

impl Serialize for Mark<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Op::Same { old, new } if old == new => ("=", old).serialize(serializer),
            Op::Same { old, new } => ("=", old, new).serialize(serializer),
            Op::Deleted(text) => ("-", text).serialize(serializer),
            Op::Inserted(text) => ("+", text).serialize(serializer),
            Op::MovedAway(number, text) => ("mv-", number, text).serialize(serializer),
            Op::MovedIn(number, inner) => {
                let mut tuple = serializer.serialize_tuple(3)?;
                tuple.serialize_element("mv+")?;
                tuple.serialize_element(number)?;
                tuple.serialize_element(&List(inner.iter().map(Mark)))?;
                tuple.end()
            }
        }
    }
}

/// Writes a comparison, piece by piece: the texts may be large.
pub fn comparison(comparison: &Comparison, out: &mut impl Write) -> io::Result<()> {
    match comparison.texts {
        [text] if comparison.is_of_files => {
            let file = File(text);
            serde_json::to_writer(&mut *out, &One { version: 1, file })?;
        }
        texts => {
            let several = Several {
                version: 1,
                old: comparison.old,
                new: comparison.new,
                files: (!comparison.is_of_files).then(|| texts.iter().map(File).collect()),
                roster: comparison.rosters.map(roster::json),
            };
            serde_json::to_writer(&mut *out, &several)?;
        }
    }
    out.write_all(b"\n")
}

impl Serialize for File<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        report(self.0, serializer)
    }
}

fn report<S: Serializer>(difference: &Difference, serializer: S) -> Result<S::Ok, S::Error> {
    let compared = &difference.compared;
    let paragraph = |spot: &Option<Spot>| match spot {
        Some(Spot::Paragraph(number)) => Some(*number),
        _ => None,
    };
    let changes = difference.changes.iter().map(|change| Change {
        class: change.class.name(),
        reason: change.reason,
        place: change
            .new_spot
            .as_ref()
            .or(change.old_spot.as_ref())
            .map(name),
        old_paragraph: paragraph(&change.old_spot),
        new_paragraph: paragraph(&change.new_spot),
        old: slice(&compared.old, &change.old),
        new: slice(&compared.new, &change.new),
        moved: change.moved,
    });
    let count = |class: Class| {
        difference
            .changes
            .iter()
            .filter(|change| change.class == class)
            .count()
    };
    let ops = ops(compared);
    let report = Report {
        old: &difference.old,
        new: &difference.new,
        summary: Summary {
            classes: Class::ALL
                .into_iter()
                .map(|class| (class.name(), count(class)))
                .collect(),
            signed: difference.is_signed,
            reconfirm: difference
                .changes
                .iter()
                .any(|change| change.class.reconfirms()),
        },
        changes: List(changes),
        ops: List(ops.iter().map(Mark)),
    };
    report.serialize(serializer)
}
