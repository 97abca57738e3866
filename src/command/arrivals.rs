//! `undersigned check ARRIVALS --against ROSTER`: which entries that came in later the roster has already.

use std::path::{Path, PathBuf};

use crate::check::Subject;
use crate::check::rules::duplicates;
use crate::command::progress;
use crate::command::project::roster;
use crate::diagnostic::{Findings, Severity};
use crate::linkage;
use crate::model::signatories::SignedStatements;
use crate::read::caps;
use crate::source::Sources;

/// Duplicates that an arrival is part of, and what can't be read. The roster's own decisions apply; those of the
/// arrivals don't, because they name entries by ids of another file.
pub fn check(files: &[PathBuf], against: &Path) -> anyhow::Result<(Sources, Findings)> {
    anyhow::ensure!(
        !files.is_empty(),
        "--against needs the arrivals: `undersigned check ARRIVALS --against ROSTER`"
    );
    let mut sources = Sources::default();
    let mut findings = Findings::default();
    let cap = caps::CHECKED_ROSTER;
    let mut read = |file: &Path| roster(Path::new(""), file, cap, &mut sources, &mut findings);
    let mut joined = read(against)?;
    let first_arrival = joined.records.len();
    for file in files {
        let arrivals = read(file)?;
        joined.records.extend(arrivals.records);
    }
    findings
        .list
        .retain(|finding| finding.severity == Severity::Error);
    // What else linkage finds, such as a stale decision, is about the roster alone.
    let label = format!("comparing {} entries", joined.records.len());
    let mut linked = progress::during(&label, || {
        linkage::resolve(&sources, &joined, &mut Findings::default())
    });
    linked.duplicates.retain(|found| {
        found
            .records()
            .iter()
            .any(|&record| record >= first_arrival)
    });
    let subject = Subject {
        sources: &sources,
        statements: &[],
        versions: &[],
        roster: &joined,
        linked: &linked,
        signed: &SignedStatements::default(),
        fonts: &[],
    };
    duplicates::check_duplicates(&subject, &mut findings);
    findings.sort(&sources);
    Ok((sources, findings))
}
