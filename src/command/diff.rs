//! `undersigned diff`: read, read, compare, list the changes, show them.

mod roster;

use std::io;
use std::path::Path;
use std::process::ExitCode;

use anyhow::bail;

use crate::cli::{Diff, DiffTo, Only};
use crate::command::terminal::{Terminal, say};
use crate::diff::changes::{changes, field};
use crate::diff::fold::folds_yeh_and_kaf;
use crate::diff::text::{Style, compare};
use crate::import::language;
use crate::model::Language;
use crate::read::caps;
use crate::report::diff::{self, Difference};
use crate::source::{self, OpenError, Source, Undecodable};

pub fn run(flags: Diff, terminal: &Terminal) -> anyhow::Result<ExitCode> {
    if flags.old == Path::new("-") && flags.new == Path::new("-") {
        bail!(
            "both versions are `-`, and there is only one standard input\n  help: name a file for one of them"
        );
    }
    let rosters = [&flags.old, &flags.new].map(|path| roster::is_roster(path));
    match (flags.only, rosters) {
        (Some(Only::Text), _) | (None, [false, false]) => {}
        (_, [true, true]) => return roster::files(&flags, terminal),
        (_, [old, _]) => bail!(
            "{} is no roster, and a roster is compared with a roster\n  help: name two of .toml, .csv, .tsv, .json, .xlsx, .ods",
            if old { &flags.new } else { &flags.old }.display()
        ),
    }
    let (old, new) = (read(&flags.old)?, read(&flags.new)?);
    let style = style(&flags.old, &flags.new);
    let yeh_kaf = [&old, &new]
        .into_iter()
        .all(|source| folds_yeh_and_kaf(&language_of(source)));
    let compared = compare(&old.text, &new.text, style, yeh_kaf);
    let changes = changes(&compared, yeh_kaf);
    let difference = Difference {
        old: &flags.old.display().to_string(),
        new: &flags.new.display().to_string(),
        compared: &compared,
        changes: &changes,
    };
    say(&match (flags.stat, flags.to) {
        (true, _) => diff::stat(&difference),
        (_, DiffTo::Human) => {
            diff::human::difference(&difference, flags.context, terminal.colour_out)
        }
        (_, DiffTo::Json) => diff::json::difference(&difference),
    });
    Ok(match flags.exit_code && old.text != new.text {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    })
}

fn read(path: &Path) -> anyhow::Result<Source> {
    let decoded = match path == Path::new("-") {
        true => {
            let bytes = source::read_capped(io::stdin(), "standard input", caps::COMPARED)?;
            source::decode(path, &bytes)
        }
        false => match source::open(path, path, caps::COMPARED) {
            Ok(source) => Ok(source),
            Err(OpenError::Io(error)) => return Err(error),
            Err(OpenError::Undecodable(why)) => Err(why),
        },
    };
    decoded.map_err(|why| {
        let Undecodable { message, help, .. } = why;
        anyhow::anyhow!("{message}\n  help: {help}")
            .context(format!("cannot compare {}", path.display()))
    })
}

/// Markdown where a name says so and the other doesn't say otherwise; what has no name agrees to all.
fn style(old: &Path, new: &Path) -> Style {
    let is_markdown = |path: &Path| {
        let extension = path.extension().and_then(|extension| extension.to_str());
        match path == Path::new("-") {
            true => None,
            false => Some(matches!(extension, Some("md" | "markdown"))),
        }
    };
    match (is_markdown(old), is_markdown(new)) {
        (Some(true), Some(true) | None) | (None, Some(true)) => Style::Markdown,
        _ => Style::Plain,
    }
}

/// The language's primary tag: the front matter says it, or the text shows it, or the file's name does.
/// The name comes last: `new.md` is seldom in Newari.
fn language_of(source: &Source) -> String {
    /// So much of a text tells its language. In characters.
    const ENOUGH: usize = 4000;
    let stem = source
        .path
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned());
    let said = field(&source.text, "lang").and_then(|tag| Language::parse(&tag));
    let named = || Language::parse(&stem.filter(|stem| stem.len() <= 3)?);
    let shown = || language::guess(&source.text.chars().take(ENOUGH).collect::<String>());
    said.or_else(shown)
        .or_else(named)
        .map_or_else(String::new, |language| language.primary().to_string())
}
