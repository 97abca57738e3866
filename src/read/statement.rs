//! Reads one edition of a statement: front matter, then body.

use std::ops::Range;
use std::path::Path;

use crate::diagnostic::{BROKEN_FILE, Diagnostic, EMPTY_BODY, Findings};
use crate::model::body::Body;
use crate::model::statement::FrontMatter;
use crate::model::{Language, Statement, version};
use crate::read::{front_matter, markdown, typst};
use crate::source::{Place, SourceId, Sources};

/// Reads `statements/<name>.md` or `statements/<name>/<lang>.md`, or such a file as it lies in
/// `versions/<name>@<N>/`: a body in Markdown, or in Typst markup where the name ends in `.typ`. `shared` holds the
/// defaults of all statements.
pub fn statement(
    sources: &Sources,
    source: SourceId,
    shared: &FrontMatter,
    findings: &mut Findings,
) -> Statement {
    let file = sources.get(source);
    let (name, lang) = names(&file.path);
    let has_editions = lang.is_some();
    let (front_range, body_start) = split(file, source, findings);
    let own = match front_range {
        Some(range) => {
            front_matter::front_matter(sources, source, range, "the front matter", findings)
        }
        None => FrontMatter::default(),
    };
    let front = front_matter::over(own, shared);
    let said = front.lang.as_ref().map(|lang| lang.value.clone()).or(lang);
    let lang_known = said.is_some();
    let lang = said.unwrap_or_else(Language::english);
    let range = body_start..file.text.len();
    let body = body(&file.path, &file.text, range, &lang, source, findings);
    if body.is_empty() {
        let place = Place::new(source, body_start..body_start);
        let message = format!(
            "“{}” has no text: there would be nothing under its title",
            file.path.display()
        );
        findings.push(
            Diagnostic::new(EMPTY_BODY, place, message)
                .help("write the text below the front matter, paragraphs divided by empty lines"),
        );
    }
    Statement {
        name,
        source,
        has_editions,
        lang_known,
        lang,
        front,
        body,
    }
}

/// Reads the body of a statement's file at `range`: by the ending of the file's name Typst markup or Markdown.
pub fn body(
    path: &Path,
    text: &str,
    range: Range<usize>,
    lang: &Language,
    source: SourceId,
    findings: &mut Findings,
) -> Body {
    match path.extension().is_some_and(|ending| ending == "typ") {
        true => typst::body(text, range, lang, source, findings),
        false => markdown::body(text, range, source, findings),
    }
}

/// The statement's name and, from `<name>/<lang>.md` or `<name>@<N>/<lang>.md`, its language.
fn names(path: &Path) -> (String, Option<Language>) {
    let stem = path
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    let folder = path
        .parent()
        .and_then(Path::file_name)
        .map(|folder| folder.to_string_lossy().into_owned());
    let frozen = folder.as_deref().and_then(version::parse);
    if let Some((name, _)) = frozen {
        let lang = Language::parse(&stem).filter(|_| stem != name);
        return (name.to_string(), lang);
    }
    match (folder, Language::parse(&stem)) {
        (Some(folder), Some(lang)) if folder != "statements" => (folder, Some(lang)),
        _ => (stem, None),
    }
}

/// Finds the front matter between `+++` lines, and where the body starts.
fn split(
    file: &crate::source::Source,
    source: SourceId,
    findings: &mut Findings,
) -> (Option<Range<usize>>, usize) {
    let start = file.start();
    let is_fence = |line: usize, fence: &str| {
        file.text[file.line_range(line)]
            .trim_start_matches('\u{feff}')
            .trim_end()
            == fence
    };
    let after = |line: usize| {
        if line + 1 < file.line_count() {
            file.line_range(line + 1).start
        } else {
            file.text.len()
        }
    };
    let first = Place::new(source, start..file.line_range(0).end);
    if is_fence(0, "+++") {
        let Some(close) = (1..file.line_count()).find(|&line| is_fence(line, "+++")) else {
            findings.push(
                Diagnostic::new(
                    BROKEN_FILE,
                    first,
                    "the front matter begins here and never ends",
                )
                .help("close it with a second line `+++`, above the text"),
            );
            return (None, file.text.len());
        };
        return (Some(after(0)..file.line_range(close).start), after(close));
    }
    let yaml = is_fence(0, "---")
        && (1..file.line_count())
            .find(|&line| is_fence(line, "---"))
            .is_some_and(|close| {
                (1..close).any(|line| {
                    file.text[file.line_range(line)]
                        .split_once(':')
                        .is_some_and(|(key, _)| !key.trim().is_empty() && !key.trim().contains(' '))
                })
            });
    if yaml {
        findings.push(
            Diagnostic::new(BROKEN_FILE, first, "this looks like front matter in YAML, which is not read; it would be printed as text")
                .help("write it in TOML between two lines `+++`: name = \"value\""),
        );
    }
    (None, start)
}
