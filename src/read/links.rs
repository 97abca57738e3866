//! Targets of links in a body: those that are kept, and the finding about the others.

use crate::diagnostic::{Diagnostic, Findings, LINK_LEFT_OUT};
use crate::source::Place;

/// The target where it is a web or an e-mail address, else None and a finding.
pub fn target(target: &str, place: Place, findings: &mut Findings) -> Option<String> {
    let scheme = target
        .split_once(':')
        .map(|(scheme, _)| scheme.to_ascii_lowercase());
    let safe = matches!(scheme.as_deref(), Some("http" | "https" | "mailto"));
    if !safe {
        let message = format!(
            "the link to “{}” is left out; its words stay",
            first_words(target)
        );
        findings.push(
            Diagnostic::new(LINK_LEFT_OUT, place, message)
                .help("links lead to https:, http: or mailto: addresses"),
        );
    }
    safe.then(|| target.to_string())
}

/// The beginning of a text, for a message.
pub fn first_words(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default();
    match line.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_string(),
    }
}
