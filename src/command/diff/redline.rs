//! The document that shows the changes of a text: both editions composed, marked, and put together.

use super::pairs::Pair;
use super::version::{Text, Version};
use crate::compose::redline::{Rosters, Versions, redline};
use crate::compose::{self, Edition};
use crate::diagnostic::Findings;
use crate::diff::text::Style;
use crate::diff::{marked, signed};
use crate::linkage;
use crate::model::{Body, Document, Roster, Signatories, Statement};
use crate::report::diff::Difference;
use crate::source::{Source, Sources};

/// A version whose signatories are known.
pub struct Resolved<'v> {
    pub version: &'v Version,
    pub roster: Roster,
    pub signatories: Signatories,
}

impl<'v> Resolved<'v> {
    pub fn new(version: &'v Version) -> Resolved<'v> {
        let roster = version.roster.clone().unwrap_or_else(|| {
            let nowhere = Sources::default().add(Source::new("", ""));
            Roster::empty(nowhere)
        });
        // A text alone names nobody.
        let signatories = match &version.roster {
            Some(roster) => {
                linkage::resolve(&version.sources, roster, &mut Findings::default()).signatories
            }
            None => Signatories::default(),
        };
        Resolved {
            version,
            roster,
            signatories,
        }
    }

    fn compose(&self, statement: &Statement) -> Document {
        let about = self.about(statement);
        compose::compose(&Edition {
            statement,
            about: about.as_ref(),
            roster: &self.roster,
            is_counted: self.version.roster.is_some(),
            signatories: &self.signatories,
            project: &self.version.signed,
            as_of: None,
            draft: false,
            paper: None,
        })
    }

    /// The statement that a press release announces, in its language if there is one.
    fn about(&self, statement: &Statement) -> Option<Statement> {
        let about = statement.front.about.as_ref()?;
        let sources = &self.version.sources;
        let texts = self
            .version
            .texts
            .iter()
            .map(|text| text.statement(sources));
        let mut editions: Vec<Statement> = texts
            .filter(|other| other.name == about.value && other.front.form().is_signed())
            .collect();
        let same = editions
            .iter()
            .position(|other| other.lang == statement.lang)
            .unwrap_or(0);
        (!editions.is_empty()).then(|| editions.swap_remove(same))
    }
}

/// The redline of a pair; a text that is missing on one side is empty there.
pub fn document(
    old: &Resolved,
    new: &Resolved,
    pair: &Pair,
    difference: &Difference,
    rosters: Option<Rosters>,
    minor: bool,
) -> Option<Document> {
    let compared = &difference.compared;
    let read = |resolved: &Resolved, text: Option<&Text>| {
        text.map(|text| text.statement(&resolved.version.sources))
    };
    let (mut before, mut after) = (read(old, pair.old), read(new, pair.new));
    for (statement, text) in [(&mut before, &compared.old), (&mut after, &compared.new)] {
        if let (Some(statement), Style::Plain) = (statement, text.style) {
            statement.body = marked::plain(text);
        }
    }
    let empty = |other: &Statement| Statement {
        body: Body::default(),
        front: Default::default(),
        ..other.clone()
    };
    let (before, mut after) = match (before, after) {
        (Some(before), Some(after)) => (before, after),
        (Some(before), None) => {
            let after = empty(&before);
            (before, after)
        }
        (None, Some(after)) => (empty(&after), after),
        (None, None) => return None,
    };
    let is_signed = before.front.form().is_signed() && after.front.form().is_signed();
    let is_edition = !(old.version.is_file && new.version.is_file);
    let digests = [&before, &after].map(signed::digest);
    after.body = marked::body(compared, &before.body, &after.body);
    let (before, mut after) = (old.compose(&before), new.compose(&after));
    // A text of nobody's project is no joint statement only because nothing says what it is.
    if new.version.is_file && after.title.is_none() {
        after.form_label.clear();
    }
    let versions = Versions {
        old: &difference.old,
        new: &difference.new,
        digests: Some(digests).filter(|_| is_signed && is_edition),
        compared,
        changes: &difference.changes,
        minor,
        rosters,
    };
    Some(redline(&before, after, &versions))
}
