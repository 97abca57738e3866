//! Findings, one a line: `file:line:column: severity[code]: message`.

use crate::diagnostic::Findings;
use crate::source::Sources;

pub fn findings(sources: &Sources, findings: &Findings) -> String {
    let mut out = String::new();
    for finding in &findings.list {
        if let Some(place) = finding.place {
            let position = sources.position(place);
            let path = sources.get(place.source).path.display();
            out.push_str(&format!("{path}:{}:{}: ", position.line, position.column));
        }
        out.push_str(&format!(
            "{}[{}]: {}\n",
            finding.severity, finding.code.name, finding.message
        ));
    }
    out
}
