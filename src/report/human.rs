//! Findings for people: the line, the place marked, what is wrong, what to do.

use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Findings, Severity};
use crate::source::{Place, Sources};

/// Of the same code, this many are shown in full; `--format short` lists all.
const SHOWN_OF_A_CODE: usize = 50;

/// Bytes of a line shown before and behind a marked place: a line can be a whole file.
const AROUND: usize = 240;

/// Findings in full, at most fifty of a code; the others are counted. `width` is in columns.
pub fn findings(sources: &Sources, findings: &Findings, colour: bool, width: usize) -> String {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    }
    .term_width(width);
    let mut out = String::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &findings.list {
        let seen = seen.entry(finding.code.name).or_default();
        *seen += 1;
        if *seen <= SHOWN_OF_A_CODE {
            out.push_str(&render(&renderer, sources, finding));
            out.push_str("\n\n");
        }
    }
    for (code, seen) in seen.into_iter().filter(|(_, seen)| *seen > SHOWN_OF_A_CODE) {
        let more = seen - SHOWN_OF_A_CODE;
        out.push_str(&format!(
            "… and {more} more of [{code}]: `undersigned check --format short` lists all\n\n"
        ));
    }
    out
}

/// "2 errors, 1 warning, 3 notes"; "no findings".
pub fn summary(findings: &Findings) -> String {
    let parts: Vec<String> = Severity::ALL
        .iter()
        .rev()
        .map(|&severity| (findings.count(severity), severity))
        .filter(|(count, _)| *count > 0)
        .map(|(count, severity)| format!("{count} {severity}{}", if count == 1 { "" } else { "s" }))
        .collect();
    if parts.is_empty() {
        "no findings".into()
    } else {
        parts.join(", ")
    }
}

fn render(renderer: &Renderer, sources: &Sources, finding: &Diagnostic) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = Group::with_title(
        level
            .primary_title(finding.message.as_str())
            .id(finding.code.name),
    );
    // The places, primary first; each shows its own lines only, so that a large file isn't walked for one.
    let mut places: Vec<(Place, &str, bool)> = finding
        .place
        .iter()
        .map(|&place| (place, finding.mark.as_str(), true))
        .collect();
    places.extend(
        finding
            .labels
            .iter()
            .map(|(place, text)| (*place, text.as_str(), false)),
    );
    places.sort_by_key(|(place, ..)| {
        (
            Some(place.source) != finding.place.map(|place| place.source),
            place.start(),
        )
    });
    let shown: Vec<Shown> = places
        .into_iter()
        .map(|(place, text, primary)| excerpt(sources, place, text, primary))
        .collect();
    for Shown {
        path,
        line,
        number,
        span,
        text,
        primary,
        ..
    } in &shown
    {
        let kind = if *primary {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        let mut mark = kind.span(span.clone());
        if !text.is_empty() {
            mark = mark.label(*text);
        }
        group = group.element(
            Snippet::source(line.as_str())
                .path(path.as_str())
                .line_start(*number)
                .annotation(mark),
        );
    }
    for help in &finding.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let mut out = renderer.render(&[group]);
    // The name of a cell says it all: a line and a column behind it would only be odd.
    for cell in shown.iter().filter(|shown| shown.is_cell) {
        out = without_position(&out, &cell.path);
    }
    out
}

/// Takes the line and column out that follow a path.
fn without_position(text: &str, path: &str) -> String {
    let mut parts = text.split(path);
    let mut out = parts.next().unwrap_or_default().to_string();
    for part in parts {
        out.push_str(path);
        out.push_str(part.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit()));
    }
    out
}

/// A marked stretch of a line.
struct Shown<'a> {
    path: String,
    /// The line, or what of it stands around the place.
    line: String,
    /// From 1.
    number: usize,
    /// The marked bytes of `line`.
    span: Range<usize>,
    text: &'a str,
    primary: bool,
    /// Whether `path` names a cell of a spreadsheet.
    is_cell: bool,
}

fn excerpt<'a>(sources: &Sources, place: Place, text: &'a str, primary: bool) -> Shown<'a> {
    let source = sources.get(place.source);
    let number = source.line_of(place.start());
    let line = source.line_range(number);
    let first = if number == 0 {
        source.start().min(line.end)
    } else {
        line.start
    };
    let start = place.start().clamp(first, line.end);
    let end = place.end().clamp(start, line.end).min(start + AROUND);
    let near = |mut at: usize| {
        while !source.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (from, to) = (
        near(start.saturating_sub(AROUND)).max(first),
        near((end + AROUND).min(line.end)),
    );
    let end = near(end).max(start);
    let is_cell = source.cell_at(place.start()).is_some();
    let (path, number) = match is_cell {
        true => (
            source.place_name(place.start()),
            source.position(place.start()).line,
        ),
        false => (source.path.display().to_string(), number + 1),
    };
    Shown {
        path,
        line: source.text[from..to].to_string(),
        number,
        span: start - from..end - from,
        text,
        primary,
        is_cell,
    }
}
