//! Answers: what each writes into the user's files.

use std::collections::HashSet;

use anyhow::bail;
use chrono::NaiveDate;

use crate::check::merge::table::{self, Table};
use crate::command::changes::{self, Change, Outcome, edited};
use crate::command::check::Checked;
use crate::command::project::{Project, beside};
use crate::diagnostic::{Diagnostic, Findings, TEXT_CORRECTED_SINCE_FREEZE};
use crate::diff::signed;
use crate::edit::{Edit, toml_string};
use crate::model::Record;
use crate::model::roster::Judgement;
use crate::read::{caps, fields};
use crate::source::{self, OpenError, Place, Source};
use crate::standardise::fold;

pub enum Answer<'a> {
    /// The entries, as indices into `Roster::records`, are one signatory, or each is another.
    Decide { is: Judgement, records: Vec<usize> },
    /// The finding is right as it stands.
    Accept(&'a Diagnostic),
    /// What the finding proposes is right.
    Correct(&'a [Edit]),
    /// The project prints a country by this name.
    Country { code: &'a str, name: String },
}

/// Who answers, and when.
pub struct Signature<'a> {
    pub by: &'a str,
    pub why: Option<&'a str>,
    pub on: NaiveDate,
}

/// Writes an answer into the files that it concerns.
///
/// # Errors
/// When an answer can't be written as text that this program would read again, and when a file can't be written.
pub fn write(checked: &Checked, answer: &Answer, by: &Signature) -> anyhow::Result<Outcome> {
    let project = &checked.project;
    let changes = match answer {
        Answer::Correct(edits) => edited(project, edits.to_vec()),
        Answer::Country { code, name } => edited(project, country_edits(project, code, name)?),
        Answer::Decide { is, records } => {
            let decision = Decision {
                is: *is,
                code: None,
                statement: None,
                digest: None,
                records: entries(project, records),
            };
            vec![appended(project, &decision, by)?]
        }
        Answer::Accept(finding) => vec![appended(project, &acceptance(project, finding), by)?],
    };
    changes::write(&project.root, changes)
}

/// A row in `[countries]`, which is made above the first entry where it is missing.
fn country_edits(project: &Project, code: &str, name: &str) -> anyhow::Result<Vec<Edit>> {
    let (sources, id) = (&project.sources, project.roster.source);
    let source = sources.get(id);
    let start = source.start();
    let document = fields::parse(
        sources,
        id,
        start..source.text.len(),
        &mut Findings::default(),
    );
    let literal = toml_string(name, "\"\"");
    let Some((key, value)) = document.get_key_value("countries") else {
        let newline = table::newline(source, start);
        let at = above_first_entry(source, &project.roster.records);
        let row = format!("[countries]{newline}{code} = {literal}{newline}{newline}");
        return Ok(vec![Edit {
            place: Place::new(id, at..at),
            replacement: row,
        }]);
    };
    let mut top = Table::new(sources, id, start, &document);
    let pair = (code.to_string(), literal.clone());
    if let Ok(()) = top.append_pairs("countries", &[pair]) {
        return Ok(top.finish(start));
    }
    let Some(inner) = value.get_ref().as_table() else {
        bail!("`countries` is no table; nothing was written\n  help: write it as [countries]");
    };
    let mut countries = Table::new(sources, id, start, inner);
    countries.add(code, &literal);
    Ok(countries.finish(key.span().end + start))
}

/// Above the first entry and the comments that lead up to it.
fn above_first_entry(source: &Source, records: &[Record]) -> usize {
    let Some(first) = records.first() else {
        return source.text.len();
    };
    let mut line = source.line_of(first.place.start());
    while line > 0 && source.text[source.line_range(line - 1)].starts_with('#') {
        line -= 1;
    }
    source.line_range(line).start.max(source.start())
}

/// What a `[[decision]]` says, by whom it is said apart.
struct Decision<'a> {
    is: Judgement,
    code: Option<&'a str>,
    statement: Option<&'a str>,
    digest: Option<String>,
    records: Vec<&'a Record>,
}

fn entries<'p>(project: &'p Project, records: &[usize]) -> Vec<&'p Record> {
    let all = &project.roster.records;
    records.iter().map(|&record| &all[record]).collect()
}

fn acceptance<'a>(project: &'a Project, finding: &'a Diagnostic) -> Decision<'a> {
    let named: HashSet<&str> = finding.records.iter().map(String::as_str).collect();
    let records = project.roster.records.iter();
    let source = finding.place.map(|place| place.source);
    let mut statements = project.statements.iter();
    let statement = statements.find(|statement| Some(statement.source) == source);
    // A correction is accepted as it is, not the next one.
    let corrected = statement.filter(|_| finding.code == TEXT_CORRECTED_SINCE_FREEZE);
    Decision {
        is: Judgement::Accept,
        code: Some(finding.code.name),
        statement: statement.map(|statement| statement.name.as_str()),
        digest: corrected.map(signed::digest),
        records: records
            .filter(|record| named.contains(record.id.as_str()))
            .collect(),
    }
}

/// The file of decisions with one more at its end: the roster itself, or the file beside a sheet.
fn appended(project: &Project, decision: &Decision, by: &Signature) -> anyhow::Result<Change> {
    let roster = project.sources.get(project.roster.source);
    let is_sheet = !project.roster.is_toml(&project.sources);
    let path = if is_sheet {
        beside(&roster.path)
    } else {
        roster.path.clone()
    };
    let text = decision_text(project, decision, by, is_sheet)?;
    let source = match source::open(&project.root.join(&path), &path, caps::ROSTER) {
        Ok(source) => source,
        Err(_) if is_sheet && !project.root.join(&path).exists() => {
            return Ok(Change {
                path,
                before: None,
                after: text.into_bytes(),
            });
        }
        Err(OpenError::Io(error)) => return Err(error),
        Err(OpenError::Undecodable(why)) => bail!("{}: {}", path.display(), why.message),
    };
    let newline = table::newline(&source, source.start());
    let mut whole = source.text.clone();
    if !whole.is_empty() && !whole.ends_with('\n') {
        whole.push_str(newline);
    }
    if !whole[source.start()..].is_empty() {
        whole.push_str(newline);
    }
    whole.push_str(&text.replace('\n', newline));
    // Read again since the check: what changed in between shows when the two are compared.
    let before = if is_sheet { &source } else { roster };
    Ok(Change {
        path,
        before: Some(before.encode(&before.text)),
        after: source.encode(&whole),
    })
}

fn decision_text(
    project: &Project,
    decision: &Decision,
    by: &Signature,
    is_sheet: bool,
) -> anyhow::Result<String> {
    let (word, _) = Judgement::NAMES
        .iter()
        .find(|(_, judgement)| *judgement == decision.is)
        .expect("every judgement has its word");
    let mut out = format!("[[decision]]\nis = \"{word}\"\n");
    let mut row = |field: &str, value: &str| {
        out.push_str(&format!("{field} = {value}\n"));
    };
    let quoted = |text: &str| toml_string(text, "\"\"");
    let list = |texts: &[String]| {
        let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
        format!("[{}]", texts.join(", "))
    };
    if let Some(code) = decision.code {
        row("code", &quoted(code));
    }
    if let Some(statement) = decision.statement {
        row("statement", &quoted(statement));
    }
    if let Some(digest) = &decision.digest {
        row("digest", &quoted(digest));
    }
    let ids: Vec<String> = decision.records.iter().map(|r| r.id.clone()).collect();
    let mut texts: Vec<String> = decision
        .records
        .iter()
        .map(|record| record.signed_text(&project.sources))
        .collect();
    if is_sheet {
        let all = texts.len();
        let mut known = HashSet::new();
        texts.retain(|text| known.insert(fold(text)));
        if decision.is == Judgement::Distinct && texts.len() < all {
            bail!(
                "rows of a sheet are known by their text, and these have the same: a decision can't tell them apart; nothing was written\n  \
                 help: add a column that does, such as `country` or `as-signed`"
            );
        }
    } else if !ids.is_empty() {
        row("of", &list(&ids));
    }
    if !texts.is_empty() {
        row("as-signed", &list(&texts));
    }
    row("by", &quoted(by.by));
    row("on", &by.on.to_string());
    if let Some(why) = by.why {
        row("why", &quoted(why));
    }
    Ok(out)
}
