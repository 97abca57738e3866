//! `undersigned diff`: read, read, compare, list the changes, show them.

use std::io;
use std::path::{self, Path};
use std::process::ExitCode;

use anyhow::bail;
use rustc_hash::FxHashSet;

use crate::cli::{Diff, DiffTo};
use crate::command::pager;
use crate::command::project::nearest_roster;
use crate::command::terminal::{Terminal, say, stream};
use crate::diagnostic::Findings;
use crate::diff::changes::changes;
use crate::diff::class::{Known, words_of_names};
use crate::diff::fields::{Fields, is_signed};
use crate::diff::fold::folds_yeh_and_kaf;
use crate::diff::text::{Style, compare};
use crate::import::language;
use crate::model::Language;
use crate::read::caps;
use crate::report::diff::{self, Difference};
use crate::report::wrap::wrap;
use crate::source::{self, OpenError, Source, Sources, Undecodable};

pub fn run(flags: Diff, terminal: &Terminal) -> anyhow::Result<ExitCode> {
    if flags.old == Path::new("-") && flags.new == Path::new("-") {
        bail!(
            "both versions are `-`, and there is only one standard input\n  help: name a file for one of them"
        );
    }
    let (old, new) = (read(&flags.old)?, read(&flags.new)?);
    let style = style(&flags.old, &flags.new);
    let yeh_kaf = [&old, &new]
        .into_iter()
        .all(|source| folds_yeh_and_kaf(&language_of(source)));
    let known = Known {
        yeh_kaf,
        names: names_around(&flags.new)?,
    };
    let compared = compare(&old.text, &new.text, style, yeh_kaf);
    let changes = changes(&compared, &known);
    let difference = Difference {
        old: &flags.old.display().to_string(),
        new: &flags.new.display().to_string(),
        compared: &compared,
        changes: &changes,
        is_signed: is_signed(&compared),
    };
    match (flags.stat, flags.to) {
        (true, _) => show(diff::stat(&difference), flags.no_pager, terminal),
        (_, DiffTo::Human) => show(
            diff::human::difference(&difference, flags.context, terminal.colour_out),
            flags.no_pager,
            terminal,
        ),
        (_, DiffTo::Json) => stream(|out| diff::json::difference(&difference, out)),
    }
    Ok(match flags.exit_code && old.text != new.text {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    })
}

/// Shows a text to people: on a terminal in its width and page by page.
fn show(mut text: String, no_pager: bool, terminal: &Terminal) {
    if terminal.is_output {
        text = wrap(&text, terminal.width);
    }
    match no_pager {
        true => say(&text),
        false => pager::show(&text, terminal),
    }
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

/// The words of the signatories' names, if the file lies in a project.
fn names_around(path: &Path) -> anyhow::Result<FxHashSet<String>> {
    let Ok(path) = path::absolute(path) else {
        return Ok(FxHashSet::default());
    };
    let folder = path.parent().unwrap_or(&path);
    let mut sources = Sources::default();
    // What is wrong with the roster is for `check` to say.
    let roster = nearest_roster(folder, &mut sources, &mut Findings::default())?;
    let records = roster.iter().flat_map(|roster| &roster.records);
    Ok(words_of_names(records.flat_map(|record| {
        let names = [&record.name].into_iter().chain(&record.acronym);
        let others = record.aliases.iter().chain(record.names.values());
        names.chain(others).map(|name| name.value.as_str())
    })))
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
    let said = Fields::of(&source.text)
        .text("lang")
        .and_then(|tag| Language::parse(&tag));
    let named = || Language::parse(&stem.filter(|stem| stem.len() <= 3)?);
    let shown = || language::guess(&source.text.chars().take(ENOUGH).collect::<String>());
    said.or_else(shown)
        .or_else(named)
        .map_or_else(String::new, |language| language.primary().to_string())
}
