//! The rosters of two versions: whether they are compared, and whose list counts.

use anyhow::bail;

use super::redline::Resolved;
use super::version::Version;
use crate::cli::Only;
use crate::command::progress;
use crate::diff::roster::{Side, compare};
use crate::model::Language;
use crate::model::statement::ListSettings;
use crate::report::diff::roster::Rosters;

/// Whether the rosters of two versions are compared.
///
/// # Errors
/// Where a roster is to be compared with something that is none, and where one can't be read whole.
pub fn are_compared(old: &Version, new: &Version, only: Option<Only>) -> anyhow::Result<bool> {
    let wanted = match only {
        Some(Only::Text) => return Ok(false),
        Some(Only::Roster) => true,
        None => old.is_file && new.is_file && (old.roster.is_some() || new.roster.is_some()),
    };
    match [old, new].iter().find(|version| version.roster.is_none()) {
        Some(without) if wanted => bail!(
            "there is no roster in {}, and a roster is compared with a roster\n  \
             help: name two of .toml, .csv, .tsv, .json, .xlsx, .ods, or two versions that have one",
            without.name
        ),
        Some(_) => Ok(false),
        None => {
            // What can't be read would seem to have left the list.
            let is_broken = |version: &&&Version| {
                let roster = version.roster.as_ref();
                roster.is_some_and(|roster| !roster.is_whole)
            };
            match [old, new].iter().find(is_broken) {
                Some(broken) => bail!(
                    "cannot compare {}: its roster can't be read whole\n  \
                     help: `undersigned check` says what is wrong; --only text leaves the rosters out",
                    broken.name
                ),
                None => Ok(true),
            }
        }
    }
}

/// Both sides of a comparison of rosters. Where one of the versions is a statement's, its list counts on both sides.
pub fn sides<'v>(resolved: &'v [Resolved<'v>; 2]) -> [Side<'v>; 2] {
    let statement = |side: &Resolved<'v>| side.version.statement.clone();
    let statement = resolved.iter().rev().find_map(statement);
    let listings = resolved
        .each_ref()
        .map(|side| listing(side.version, statement.as_deref()));
    let under = listings.iter().flatten().map(|(under, _)| under).next();
    let side = |at: usize| {
        let Resolved {
            version,
            roster,
            signatories,
        } = &resolved[at];
        let under = under.map(|under| (under.clone(), &version.signed));
        let list = listings[at]
            .as_ref()
            .map(|(_, list)| list.over(&roster.list));
        Side {
            under,
            list: list.unwrap_or_else(|| roster.list.clone()),
            ..Side::of_roster(&version.sources, roster, signatories)
        }
    };
    [side(0), side(1)]
}

/// Compares the rosters.
pub fn compared<'v>(sides: &'v [Side<'v>; 2], versions: [&Version; 2], all: bool) -> Rosters<'v> {
    let [old, new] = sides;
    let name = |version: &Version, side: &Side| match version.is_file {
        true => version.name.clone(),
        false => {
            let path = &side.sources.get(side.roster.source).path;
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            format!("{}/{file}", version.name.trim_end_matches('/'))
        }
    };
    Rosters {
        names: [name(versions[0], old), name(versions[1], new)],
        sides: [old, new],
        compared: progress::during("comparing the rosters", || compare(old, new, all)),
        lang: Language::english(),
        all,
    }
}

/// Whose list a version prints under a statement: its own, or of a press release the one that it is about; and how.
fn listing(version: &Version, statement: Option<&str>) -> Option<(String, ListSettings)> {
    let name = statement?;
    let mut texts = version
        .texts
        .iter()
        .map(|text| text.statement(&version.sources));
    let text = texts.find(|text| version.statement.is_some() || text.name == name)?;
    let under = match text.front.form().is_signed() {
        true => name.to_string(),
        false => text.front.about?.value,
    };
    Some((under, text.front.list))
}
