//! Findings as JSON: `{"version":1,"findings":[…],"summary":{…}}`.

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Findings, Severity};
use crate::source::{Place, Sources};

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    findings: Vec<Finding<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    notes: usize,
}

/// A place: lines and columns from 1, the column in code points, the span in bytes of the decoded text.
/// Of a spreadsheet: its row and column, and the span in the text that `read::spreadsheet` makes of it.
#[derive(Serialize)]
pub(super) struct Spot {
    file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<String>,
    line: usize,
    column: usize,
    span: [usize; 2],
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(flatten)]
    spot: Option<Spot>,
    labels: Vec<Label<'a>>,
    help: &'a [String],
    records: &'a [String],
    score: Option<f64>,
    evidence: &'a [String],
    fix: Option<Fix<'a>>,
}

#[derive(Serialize)]
struct Label<'a> {
    #[serde(flatten)]
    spot: Spot,
    text: &'a str,
}

#[derive(Serialize)]
struct Fix<'a> {
    confidence: &'a str,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    #[serde(flatten)]
    spot: Spot,
    replacement: &'a str,
}

pub fn findings(sources: &Sources, findings: &Findings) -> String {
    let report = Report {
        version: 1,
        findings: findings
            .list
            .iter()
            .map(|found| finding(sources, found))
            .collect(),
        summary: Summary {
            errors: findings.count(Severity::Error),
            warnings: findings.count(Severity::Warning),
            notes: findings.count(Severity::Note),
        },
    };
    serde_json::to_string_pretty(&report).expect("strings and numbers are always JSON") + "\n"
}

fn finding<'a>(sources: &Sources, found: &'a Diagnostic) -> Finding<'a> {
    Finding {
        code: found.code.name,
        severity: found.severity.name(),
        message: &found.message,
        spot: found.place.map(|place| spot(sources, place)),
        labels: found
            .labels
            .iter()
            .map(|(place, text)| Label {
                spot: spot(sources, *place),
                text,
            })
            .collect(),
        help: &found.help,
        records: &found.records,
        score: found.score,
        evidence: &found.evidence,
        fix: found.fix.as_ref().map(|fix| Fix {
            confidence: fix.confidence.name(),
            edits: fix
                .edits
                .iter()
                .map(|edit| Edit {
                    spot: spot(sources, edit.place),
                    replacement: &edit.replacement,
                })
                .collect(),
        }),
    }
}

pub(super) fn spot(sources: &Sources, place: Place) -> Spot {
    let source = sources.get(place.source);
    let position = source.position(place.start());
    let (sheet, cell) = source.cell_at(place.start()).unzip();
    Spot {
        file: source.path.display().to_string(),
        sheet: sheet.map(str::to_string),
        cell,
        line: position.line,
        column: position.column,
        span: [place.start(), place.end()],
    }
}
