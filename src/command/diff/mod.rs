//! `undersigned diff`: read both versions, pair their texts, compare, list the changes, show them.

mod git;
mod pairs;
mod version;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};

use crate::cli::{Diff, DiffTo};
use crate::command::terminal::{Terminal, say};
use crate::diff::changes::{changes, field};
use crate::diff::fold::folds_yeh_and_kaf;
use crate::diff::text::{Style, compare};
use crate::import::language;
use crate::model::Language;
use crate::report::diff::{self, Comparison, Difference};
use crate::source::Source;
use pairs::{Pair, pairs};
use version::Version;

pub fn run(flags: Diff, terminal: &Terminal) -> anyhow::Result<ExitCode> {
    if flags.old == Path::new("-") && flags.new == Path::new("-") {
        bail!(
            "both versions are `-`, and there is only one standard input\n  help: name a file for one of them"
        );
    }
    let lang = match &flags.lang {
        Some(tag) => Some(Language::parse(tag).with_context(|| {
            format!("--lang {tag}: this is no language tag, such as en, fa or pt-BR")
        })?),
        None => None,
    };
    let (old, new) = (Version::read(&flags.old)?, Version::read(&flags.new)?);
    let pairs = pairs(&old, &new, lang.as_ref())?;
    let texts: Vec<Difference> = pairs
        .iter()
        .map(|pair| difference(&old, &new, pair))
        .collect();
    let comparison = Comparison {
        old: &old.name,
        new: &new.name,
        texts: &texts,
        is_of_files: old.is_file && new.is_file,
    };
    say(&match (flags.stat, flags.to) {
        (true, _) => diff::stat(&comparison),
        (_, DiffTo::Human) => {
            diff::human::comparison(&comparison, flags.context, terminal.colour_out)
        }
        (_, DiffTo::Json) => diff::json::comparison(&comparison),
    });
    Ok(match flags.exit_code && comparison.differs() {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    })
}

/// Compares the texts of a pair; one that is missing is empty.
fn difference<'v>(old: &'v Version, new: &'v Version, pair: &Pair<'v>) -> Difference<'v> {
    let of = |version: &'v Version, text: Option<&version::Text>| -> Option<&'v Source> {
        Some(version.sources.get(text?.source))
    };
    let (a, b) = (of(old, pair.old), of(new, pair.new));
    let path = |source: Option<&'v Source>| source.map_or(Path::new("-"), |source| &source.path);
    let yeh_kaf = [a, b]
        .into_iter()
        .flatten()
        .all(|source| folds_yeh_and_kaf(&language_of(source)));
    let text = |source: Option<&'v Source>| source.map_or("", |source| source.text.as_str());
    let compared = compare(text(a), text(b), style(path(a), path(b)), yeh_kaf);
    let changes = changes(&compared, yeh_kaf);
    let name = |version: &Version, there: bool| match (pair.name.as_str(), there) {
        ("", _) => version.name.clone(),
        (_, false) => "nothing".into(),
        (name, true) => format!("{}/{name}", version.name),
    };
    Difference {
        old: name(old, a.is_some()),
        new: name(new, b.is_some()),
        compared,
        changes,
    }
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
