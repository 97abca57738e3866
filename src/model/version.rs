//! Frozen versions: what was given to the signatories, as it lies in `versions/<name>@<N>/`.

use std::fmt;
use std::path::PathBuf;

use chrono::NaiveDate;

use crate::model::{Roster, Statement};
use crate::source::{Located, SourceId};

/// A version of a statement, in all its editions.
#[derive(Debug, Clone)]
pub struct Frozen {
    /// The statement's.
    pub name: String,
    /// From 1; it counts the statement, not the edition.
    pub number: u32,
    /// In the project: `versions/<name>@<N>`.
    pub path: PathBuf,
    /// Of its `version.toml`; empty where that is missing.
    pub source: SourceId,
    /// What `version.toml` says; None where it is missing or broken, which is a finding.
    pub record: Option<Record>,
    /// In the order of the files' names.
    pub editions: Vec<Statement>,
    /// Who was printed under the statement when it was frozen.
    pub roster: Roster,
}

/// `iran@1`
impl fmt::Display for Frozen {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}@{}", self.name, self.number)
    }
}

/// A `version.toml`: what lies in the folder, so that a change of it can be told.
#[derive(Debug, Clone)]
pub struct Record {
    pub statement: Located<String>,
    pub version: Located<u32>,
    /// The day on which it was frozen.
    pub on: Located<NaiveDate>,
    /// The digest of the `version.toml` of the version before.
    pub previous: Option<Located<String>>,
    pub files: Vec<RecordedFile>,
}

/// A file of a version, `version.toml` itself apart.
#[derive(Debug, Clone)]
pub struct RecordedFile {
    pub name: Located<String>,
    /// The digest of its bytes.
    pub bytes: Located<String>,
    /// Of an edition: the digest of its signed text, see `diff::signed`.
    pub digest: Option<Located<String>>,
}

/// The statement and number that a folder or an operand names: `iran@1`. None where it names no version.
pub fn parse(name: &str) -> Option<(&str, u32)> {
    let (statement, digits) = name.rsplit_once('@')?;
    let plain = !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
    let fits = plain && !statement.is_empty() && !statement.contains(['@', '/', '\\', ':']);
    Some((statement, digits.parse().ok()?)).filter(|_| fits)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn versions_have_a_name_and_a_number() {
        assert_eq!(parse("iran@12"), Some(("iran", 12)));
        for none in [
            "iran",
            "iran@",
            "@1",
            "iran@0",
            "iran@01",
            "iran@+1",
            "a@b@1",
            "a/b@1",
            "iran@99999999999",
        ] {
            assert_eq!(parse(none), None, "{none}");
        }
    }
}
