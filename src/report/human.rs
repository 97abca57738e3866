//! Findings for people: the line, the place marked, what is wrong, what to do.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Findings, Severity};
use crate::source::{Place, Sources};

/// Findings in full, then a line of counts. `width` is in columns.
pub fn findings(sources: &Sources, findings: &Findings, colour: bool, width: usize) -> String {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    }
    .term_width(width);
    let mut out = String::new();
    for finding in &findings.list {
        out.push_str(&render(&renderer, sources, finding));
        out.push_str("\n\n");
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
            place.start,
        )
    });
    let shown: Vec<(String, String, usize, std::ops::Range<usize>, &str, bool)> = places
        .into_iter()
        .map(|(place, text, primary)| {
            let source = sources.get(place.source);
            let first = source.line_of(place.start);
            let lines = source.line_range(first);
            let start = place
                .start
                .max(if first == 0 { source.start() } else { 0 })
                .min(lines.end);
            let from = if first == 0 {
                source.start().min(lines.end)
            } else {
                lines.start
            };
            let span = start - from..place.end.clamp(start, lines.end) - from;
            (
                source.path.display().to_string(),
                source.text[from..lines.end].to_string(),
                first + 1,
                span,
                text,
                primary,
            )
        })
        .collect();
    for (path, line, number, span, text, primary) in &shown {
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
    renderer.render(&[group])
}
