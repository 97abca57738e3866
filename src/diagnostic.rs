//! Findings: what is wrong in the user's files, where, why and what to do about it.
//!
//! A [`Code`] is defined once, in [`CODES`]; `undersigned explain` and the README's list are read
//! from there.

use std::collections::HashMap;
use std::fmt;
use std::path::Path;

use crate::edit::Edit;
use crate::source::{Place, SourceId, Sources};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Listed by `check`.
    Note,
    /// The document is built, and the finding is listed at the end.
    Warning,
    /// `build` writes nothing.
    Error,
}

impl Severity {
    pub const ALL: [Severity; 3] = [Severity::Note, Severity::Warning, Severity::Error];

    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A kind of finding.
#[derive(Debug)]
pub struct Code {
    /// Kebab-case, says what is wrong.
    pub name: &'static str,
    pub severity: Severity,
    /// One paragraph for `undersigned explain`: what it means, why it matters, what to do.
    pub explanation: &'static str,
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Code {}

/// How sure a fix is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Lossless, class A: `check --fix` applies it.
    Safe,
    /// A certain duplicate merged: `check --fix=certain` applies it.
    Certain,
    /// Class P: shown, never applied. A human answers.
    Proposed,
}

impl Confidence {
    pub fn name(self) -> &'static str {
        match self {
            Confidence::Safe => "safe",
            Confidence::Certain => "certain",
            Confidence::Proposed => "proposed",
        }
    }
}

/// A way to settle a finding: edits of the user's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    pub confidence: Confidence,
    pub edits: Vec<Edit>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    pub code: &'static Code,
    /// The code's severity, unless the case is milder or graver.
    pub severity: Severity,
    /// None only where the finding is about the project as a whole.
    pub place: Option<Place>,
    /// One sentence, the consequence first; no full stop at its end.
    pub message: String,
    /// Text at the place itself, shown under the marked line; may be empty.
    pub mark: String,
    /// Other places, each with a few words.
    pub labels: Vec<(Place, String)>,
    /// What to do, one sentence each.
    pub help: Vec<String>,
    /// Ids of the records it is about.
    pub records: Vec<String>,
    /// For a pair: from 0 to 1. Never shown without `evidence`.
    pub score: Option<f64>,
    /// Why, in words, strongest first.
    pub evidence: Vec<String>,
    pub fix: Option<Fix>,
}

impl Diagnostic {
    pub fn new(
        code: &'static Code,
        place: impl Into<Option<Place>>,
        message: impl Into<String>,
    ) -> Self {
        Diagnostic {
            code,
            severity: code.severity,
            place: place.into(),
            message: message.into(),
            mark: String::new(),
            labels: Vec::new(),
            help: Vec::new(),
            records: Vec::new(),
            score: None,
            evidence: Vec::new(),
            fix: None,
        }
    }

    pub fn mark(mut self, text: impl Into<String>) -> Self {
        self.mark = text.into();
        self
    }

    pub fn label(mut self, place: Place, text: impl Into<String>) -> Self {
        self.labels.push((place, text.into()));
        self
    }

    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    pub fn record(mut self, id: impl Into<String>) -> Self {
        self.records.push(id.into());
        self
    }

    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Without an edit there is no fix: the file may be read only.
    pub fn fix(mut self, confidence: Confidence, edits: impl IntoIterator<Item = Edit>) -> Self {
        let edits: Vec<Edit> = edits.into_iter().collect();
        self.fix = (!edits.is_empty()).then_some(Fix { confidence, edits });
        self
    }
}

/// Collects findings; reading and checking go on after each.
#[derive(Debug, Default)]
pub struct Findings {
    pub list: Vec<Diagnostic>,
}

impl Findings {
    pub fn push(&mut self, finding: Diagnostic) {
        self.list.push(finding);
    }

    pub fn has_errors(&self) -> bool {
        self.at_least(Severity::Error) > 0
    }

    /// How many weigh at least as much as `severity`.
    pub fn at_least(&self, severity: Severity) -> usize {
        self.list
            .iter()
            .filter(|finding| finding.severity >= severity)
            .count()
    }

    pub fn count(&self, severity: Severity) -> usize {
        self.list
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    }

    /// Puts findings in the order of their places, file by file; those without a place come last.
    pub fn sort(&mut self, sources: &Sources) {
        let mut paths: Vec<&Path> = sources.ids().map(|id| &*sources.get(id).path).collect();
        paths.sort_unstable();
        paths.dedup();
        let rank = |id: SourceId| paths.binary_search(&&*sources.get(id).path);
        let ranks: HashMap<SourceId, _> = sources.ids().map(|id| (id, rank(id))).collect();
        self.list.sort_by_cached_key(|finding| {
            let key = finding
                .place
                .map(|place| (ranks[&place.source], place.start(), place.end()));
            (key.is_none(), key, finding.code.name)
        });
        self.list.dedup();
    }
}

/// Finds the code of that name.
pub fn code(name: &str) -> Option<&'static Code> {
    CODES.iter().copied().find(|code| code.name == name)
}

macro_rules! codes {
    ($($constant:ident $severity:ident $name:literal $explanation:literal)*) => {
        $(pub const $constant: &Code = &Code { name: $name, severity: Severity::$severity, explanation: $explanation };)*
        /// Every code, in alphabetical order.
        pub const CODES: &[&Code] = &[$($constant),*];
    };
}

include!("codes.rs");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_unique_and_kebab_case() {
        assert!(CODES.windows(2).all(|pair| pair[0].name < pair[1].name));
        assert!(CODES.iter().all(|code| {
            code.name
                .chars()
                .all(|c| c.is_ascii_lowercase() || c == '-')
        }));
    }
}
