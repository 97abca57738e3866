//! `undersigned diff`: read both versions, pair their texts, compare, list the changes, show them.

mod git;
mod pairs;
mod redline;
mod roster;
mod version;

use std::path::{self, Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use rustc_hash::FxHashSet;

use crate::cli::{Diff, DiffTo, Only};
use crate::command::consent;
use crate::command::project::{self, find_root, nearest_roster};
use crate::command::terminal::{Terminal, say, stream, tell};
use crate::command::{pager, progress};
use crate::compose::redline::Rosters;
use crate::diagnostic::Findings;
use crate::diff::changes::{Change, Spot, changes};
use crate::diff::class::{Class, Known};
use crate::diff::fields::{Fields, is_signed};
use crate::diff::fold::folds_yeh_and_kaf;
use crate::diff::roster::compare as compare_rosters;
use crate::diff::signed;
use crate::diff::text::{Compared, Style, compare};
use crate::import::language;
use crate::model::{Document, Language};
use crate::output;
use crate::report::diff::{self, Comparison, Difference, SharedField};
use crate::report::wrap::wrap;
use crate::source::{Source, Sources};
use crate::typeset::{self, Faces};
use crate::write;
use pairs::{Pair, pairs};
use redline::Resolved;
use version::Version;

/// Something to write: to a file, or to standard output where there is none.
struct Output {
    path: Option<PathBuf>,
    content: Content,
}

enum Content {
    /// For people to read: on a terminal page by page.
    Page(String),
    /// A file's.
    Bytes(Vec<u8>),
    /// Made while it is written: it may be many times as large as the texts.
    Json,
}

pub fn run(flags: Diff, terminal: &Terminal) -> anyhow::Result<ExitCode> {
    if flags.consent {
        return consent::run(&flags);
    }
    let lang = settle(&flags)?;
    let (old, new) = (Version::read(&flags.old)?, Version::read(&flags.new)?);
    let with_rosters = roster::are_compared(&old, &new, flags.only)?;
    let pairs = match flags.only {
        Some(Only::Roster) => Vec::new(),
        _ => pairs(&old, &new, lang.as_ref())?,
    };
    if pairs.is_empty() && !with_rosters {
        bail!("there is no text in {} and {}", old.name, new.name);
    }
    let names = names(&old, &new, &flags.new)?;
    let texts: Vec<Difference> = pairs
        .iter()
        .map(|pair| difference(&old, &new, pair, &names))
        .collect();
    let is_marked = flags.to.iter().any(|to| to.is_document());
    let resolved = (with_rosters || is_marked).then(|| {
        progress::during("comparing the entries of the rosters", || {
            [Resolved::new(&old), Resolved::new(&new)]
        })
    });
    let sides = resolved.as_ref().filter(|_| with_rosters);
    let sides = sides.map(roster::sides);
    let rosters = sides
        .as_ref()
        .map(|sides| roster::compared(sides, [&old, &new], flags.all));
    let comparison = Comparison {
        old: &old.name,
        new: &new.name,
        texts: &texts,
        rosters: rosters.as_ref(),
        is_of_files: old.is_file && new.is_file,
    };
    // Who isn't listed is in no document, whatever was asked for on the terminal.
    let listed = sides.as_ref().filter(|_| flags.all);
    let listed = listed.map(|[old, new]| compare_rosters(old, new, false));
    let published = sides.as_ref().zip(rosters.as_ref());
    let published = published.map(|(sides, rosters)| Rosters {
        sides,
        compared: listed.as_ref().unwrap_or(&rosters.compared),
    });
    let redlines = match resolved.as_ref().filter(|_| is_marked) {
        Some(sides) => redlines(sides, &pairs, &texts, published, flags.minor)?,
        None => Vec::new(),
    };
    let documents: Vec<&Document> = redlines.iter().map(|redline| &redline.document).collect();
    let mut outputs = Vec::new();
    for &to in &flags.to {
        let content = match to {
            DiffTo::Human if flags.stat => Content::Page(diff::stat(&comparison)),
            DiffTo::Human => {
                let colour = terminal.colour_out && flags.output.is_none();
                let page = diff::human::comparison(&comparison, flags.context, colour);
                Content::Page(page)
            }
            DiffTo::Json => Content::Json,
            DiffTo::Pdf => {
                outputs.extend(pdfs(&redlines, &new, &flags)?);
                continue;
            }
            DiffTo::Html => Content::Bytes(write::html::html(&documents).into_bytes()),
            DiffTo::Md => Content::Bytes(write::markdown::markdown(&documents).into_bytes()),
        };
        outputs.push(Output {
            path: place(&flags, &new, None, to),
            content,
        });
    }
    if flags.output.is_some() && outputs.len() != 1 {
        bail!(
            "--output takes one output, and this would make {}\n  help: choose one format with --to, and one text with --lang",
            outputs.len()
        );
    }
    for output in outputs {
        deliver(output, &comparison, flags.no_pager, terminal)?;
    }
    Ok(match flags.exit_code && comparison.differs() {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    })
}

/// The language that is asked for, where the flags fit together.
fn settle(flags: &Diff) -> anyhow::Result<Option<Language>> {
    if flags.old == Path::new("-") && flags.new == Path::new("-") {
        bail!(
            "both versions are `-`, and there is only one standard input\n  help: name a file for one of them"
        );
    }
    if let Some(path) = &flags.output {
        let here = std::env::current_dir().context("cannot tell the current folder")?;
        let read = [flags.old.clone(), flags.new.clone()].into_iter();
        project::spare_sources(path, find_root(&here).as_deref(), read)?;
    }
    let Some(tag) = &flags.lang else {
        return Ok(None);
    };
    let lang = Language::parse(tag).with_context(|| {
        format!("--lang {tag}: this is no language tag, such as en, fa or pt-BR")
    })?;
    Ok(Some(lang))
}

/// The document of a text with its changes marked, before it gets a format.
struct Redline<'a> {
    pair: &'a Pair<'a>,
    /// What the new text is called.
    name: &'a str,
    document: Document,
}

/// The redline of each text.
fn redlines<'a>(
    sides: &[Resolved; 2],
    pairs: &'a [Pair<'a>],
    texts: &'a [Difference],
    rosters: Option<Rosters>,
    minor: bool,
) -> anyhow::Result<Vec<Redline<'a>>> {
    if pairs.is_empty() {
        bail!(
            "there is no text in these versions whose changes could be marked\n  help: rosters are shown with --to human or json"
        );
    }
    let redline = |(pair, text): (&'a Pair<'a>, &'a Difference)| {
        Some(Redline {
            pair,
            name: &text.new,
            document: redline::document(&sides[0], &sides[1], pair, text, rosters, minor)?,
        })
    };
    Ok(pairs.iter().zip(texts).filter_map(redline).collect())
}

/// Each redline as a PDF.
fn pdfs(redlines: &[Redline], new: &Version, flags: &Diff) -> anyhow::Result<Vec<Output>> {
    let here = std::env::current_dir().context("cannot tell the current folder")?;
    let fonts = match find_root(&here) {
        Some(root) => project::fonts(&root)?,
        None => Vec::new(),
    };
    let fonts = fonts.into_iter().map(|font| (font.path, font.bytes));
    let faces = Faces::new(fonts.collect(), false);
    let mut outputs = Vec::new();
    for redline in redlines {
        let mut findings = Findings::default();
        let Some(bytes) = typeset::typeset(&redline.document, &faces, &mut findings) else {
            let why = findings.list.first();
            let why = why.map_or("it can't be set", |finding| finding.message.as_str());
            bail!("no PDF of {} can be made: {why}", redline.name);
        };
        outputs.push(Output {
            path: place(flags, new, Some(redline.pair), DiffTo::Pdf),
            content: Content::Bytes(bytes),
        });
    }
    Ok(outputs)
}

/// Where an output goes: to --output, to `out/<name>-redline.<ending>`, or to standard output.
fn place(flags: &Diff, new: &Version, pair: Option<&Pair>, to: DiffTo) -> Option<PathBuf> {
    let ending = match to {
        DiffTo::Pdf => "pdf",
        DiffTo::Html => "html",
        DiffTo::Md => "md",
        DiffTo::Json => "json",
        DiffTo::Human => "txt",
    };
    if let Some(path) = &flags.output {
        return Some(path.clone()).filter(|path| path != Path::new("-"));
    }
    let is_page = matches!(to, DiffTo::Pdf | DiffTo::Html);
    if to == DiffTo::Human || (!is_page && flags.to.len() == 1) {
        return None;
    }
    let typed = Path::new(&new.name);
    let stem = typed.file_stem().unwrap_or_default().to_string_lossy();
    let whole = match &new.statement {
        Some(name) => name.clone(),
        None => stem.replace([':', '/', '\\'], "-"),
    };
    let part = pair.map_or(String::new(), |pair| pair.name.replace('/', "-"));
    // A project's texts are told apart by their own names.
    let name = match (new.is_file || new.statement.is_some(), part.is_empty()) {
        (false, false) => part,
        (_, true) => Some(whole)
            .filter(|name| !name.is_empty())
            .unwrap_or("changes".into()),
        (true, false) => format!("{whole}-{part}"),
    };
    let path = PathBuf::from("out").join(format!("{name}-redline.{ending}"));
    Some(path)
}

/// Writes an output. `out/` lies in the project's root, or here where there is no project.
fn deliver(
    output: Output,
    comparison: &Comparison,
    no_pager: bool,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    let Some(path) = &output.path else {
        match output.content {
            Content::Page(page) => show(page, no_pager, terminal),
            Content::Bytes(bytes) => say(&bytes),
            Content::Json => stream(|out| diff::json::comparison(comparison, out)),
        }
        return Ok(());
    };
    let bytes = match output.content {
        Content::Page(page) => page.into_bytes(),
        Content::Bytes(bytes) => bytes,
        Content::Json => {
            let mut bytes = Vec::new();
            diff::json::comparison(comparison, &mut bytes).context("cannot make the JSON")?;
            bytes
        }
    };
    let here = std::env::current_dir().context("cannot tell the current folder")?;
    let root = find_root(&here).filter(|root| *root != here && path.starts_with("out"));
    let target = root.map_or(path.clone(), |root| root.join(path));
    output::write(&target, &bytes)?;
    tell(&format!("wrote {}\n", path.display()));
    Ok(())
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

/// The words of the signatories' names: of both versions, else of the project around the new file.
fn names(old: &Version, new: &Version, path: &Path) -> anyhow::Result<FxHashSet<String>> {
    let mut sources = Sources::default();
    let around = match (&old.roster, &new.roster, path::absolute(path)) {
        (None, None, Ok(path)) => {
            let folder = path.parent().unwrap_or(&path);
            // What is wrong with the roster is for `check` to say.
            nearest_roster(folder, &mut sources, &mut Findings::default())?
        }
        _ => None,
    };
    let rosters = [&old.roster, &new.roster, &around].into_iter().flatten();
    let records = rosters.flat_map(|roster| &roster.records);
    Ok(signed::names(records))
}

/// Compares the texts of a pair; one that is missing is empty.
fn difference<'v>(
    old: &'v Version,
    new: &'v Version,
    pair: &Pair<'v>,
    names: &FxHashSet<String>,
) -> Difference<'v> {
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
    let compared = compare(text(a), text(b), styles(path(a), path(b)), yeh_kaf);
    let known = Known {
        yeh_kaf,
        names: names.clone(),
    };
    let shared = match (pair.old, pair.new) {
        (Some(a), Some(b)) => shared_fields((old, a), (new, b), &compared),
        _ => Vec::new(),
    };
    let of_shared = shared.iter().map(|field| {
        let spot = Some(Spot::Field(field.key.into()));
        Change {
            class: Class::Terms,
            reason: "in the file that all statements share",
            old: 0..0,
            new: 0..0,
            old_spot: spot.clone(),
            new_spot: spot,
            moved: None,
        }
    });
    let changes = of_shared.chain(changes(&compared, &known)).collect();
    let name = |version: &Version, there: bool| match (pair.name.as_str(), there) {
        ("", _) => version.name.clone(),
        (_, false) => "nothing".into(),
        (name, true) => format!("{}/{name}", version.name),
    };
    Difference {
        old: name(old, a.is_some()),
        new: name(new, b.is_some()),
        is_signed: is_signed(&compared),
        compared,
        changes,
        shared,
    }
}

/// The signed fields that differ between two texts and stand in neither of them.
fn shared_fields(
    old: (&Version, &version::Text),
    new: (&Version, &version::Text),
    compared: &Compared,
) -> Vec<SharedField> {
    let texts = [&compared.old, &compared.new];
    let is_plain = texts.iter().any(|text| text.style == Style::Plain);
    let shares = [&old.1.shared, &new.1.shared];
    // Else the texts need not be read as statements, which takes room.
    if is_plain || !shares.into_iter().any(signed::has_signed_fields) {
        return Vec::new();
    }
    let own = [&compared.old, &compared.new].map(|text| Fields::of(text.raw));
    let statement = |(version, text): (&Version, &version::Text)| text.statement(&version.sources);
    let (a, b) = (statement(old), statement(new));
    if !a.front.form().is_signed() && !b.front.form().is_signed() {
        return Vec::new();
    }
    let differing = signed::field_changes(&a, &b).into_iter();
    let shared = differing.filter_map(|change| {
        let Some(Spot::Field(key)) = change.new_spot else {
            return None;
        };
        let key = signed::FIELDS.into_iter().find(|known| **known == *key)?;
        (!own.iter().any(|fields| fields.has(key))).then_some(SharedField {
            key,
            old: change.old,
            new: change.new,
        })
    });
    shared.collect()
}

/// What the texts' names say; one without a name is what the other is.
fn styles(old: &Path, new: &Path) -> [Style; 2] {
    let nameless = Path::new("-");
    let other = |path, other| if path == nameless { other } else { path };
    Style::of_both(Style::of(other(old, new)), Style::of(other(new, old)))
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
