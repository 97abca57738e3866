//! The open questions as a list, each with the commands that answer it: for where nobody can be asked.

use std::path::PathBuf;

use crate::command::check::Checked;
use crate::command::review::questions::{Asked, Question};
use crate::command::review::show;

pub fn list(checked: &Checked, files: &[PathBuf], questions: &[Question]) -> String {
    if questions.is_empty() {
        return "no question is open\n".into();
    }
    let mut out = String::new();
    for question in questions {
        out.push_str(&describe(checked, question));
        for (meaning, flags) in commands(checked, question) {
            let file: String = files
                .iter()
                .map(|file| format!(" {}", quoted(&file.display().to_string())))
                .collect();
            out.push_str(&format!(
                "    {meaning}: undersigned review{file} {flags}\n"
            ));
        }
        out.push('\n');
    }
    let count = questions.len();
    let are = if count == 1 {
        "question is"
    } else {
        "questions are"
    };
    out.push_str(&format!(
        "{count} {are} open; in a terminal `undersigned review` asks them one at a time\n"
    ));
    out
}

fn describe(checked: &Checked, question: &Question) -> String {
    let project = &checked.project;
    let Asked::Duplicate { found, records } = &question.asked else {
        let at = show::at(checked, question);
        return format!("{at}\n  {}\n", question.finding.message);
    };
    let mut out = format!("{}\n", show::why(found));
    for &record in records {
        let record = &project.roster.records[record];
        out.push_str(&format!(
            "  “{}” ({})\n",
            record.line(),
            show::spot(&project.sources, record.name.place)
        ));
    }
    out
}

/// Each answer, with the flags that give it.
fn commands(checked: &Checked, question: &Question) -> Vec<(String, String)> {
    let ids = question
        .ids(checked)
        .iter()
        .map(|id| quoted(id))
        .collect::<Vec<_>>();
    let ids = ids.join(" ");
    let of = of(checked, question).map_or(ids.clone(), |statement| quoted(&statement));
    let code = question.code().name;
    match &question.asked {
        Asked::Duplicate { .. } => vec![
            ("one".into(), format!("--same {ids} --by NAME")),
            ("not one".into(), format!("--distinct {ids} --by NAME")),
        ],
        Asked::Country { code, names } => names
            .iter()
            .map(|name| {
                let pair = quoted(&format!("{code}={name}"));
                ("print".into(), format!("--country {pair}"))
            })
            .collect(),
        Asked::Proposal { .. } => vec![
            ("yes".into(), format!("--correct {code} --of {of}")),
            ("no".into(), format!("--accept {code} --of {of} --by NAME")),
        ],
    }
}

/// The statement that a finding is about, where it is about no entry.
pub fn of(checked: &Checked, question: &Question) -> Option<String> {
    if !question.finding.records.is_empty() {
        return None;
    }
    let place = question.finding.place?;
    let statements = &checked.project.statements;
    let found = statements.iter().find(|one| one.source == place.source)?;
    Some(found.name.clone())
}

/// As a shell takes it for one word.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.:/=".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_string()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
