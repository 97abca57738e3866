//! Findings, one a line: `file:line:column: severity[code]: message`; of a spreadsheet
//! `file: sheet "Name", cell B4: …`.

use crate::diagnostic::Findings;
use crate::source::Sources;

pub fn findings(sources: &Sources, findings: &Findings) -> String {
    let mut out = String::new();
    for finding in &findings.list {
        if let Some(place) = finding.place {
            let name = sources.get(place.source).place_name(place.start());
            out.push_str(&format!("{name}: "));
        }
        out.push_str(&format!(
            "{}[{}]: {}\n",
            finding.severity, finding.code.name, finding.message
        ));
    }
    out
}
