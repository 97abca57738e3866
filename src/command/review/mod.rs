//! `undersigned review`: a human answers the questions that a check leaves open, and the answers are written down.

mod answer;
mod ask;
mod list;
mod questions;
mod show;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::io::{self, IsTerminal};
use std::process::ExitCode;

use anyhow::{Context, bail};

use crate::cli::Review;
use crate::command::changes::Outcome;
use crate::command::check::{Checked, read_and_check};
use crate::command::review::answer::{Answer, Signature};
use crate::command::review::ask::Job;
use crate::command::review::questions::{Asked, Question, questions};
use crate::command::terminal::{Terminal, say, tell};
use crate::diagnostic::{self, Findings};
use crate::linkage::decide;
use crate::model::roster::Judgement;
use crate::read::fields::nearest;
use crate::read::roster::nearest_id;
use crate::tables::countries;

pub fn run(flags: Review, terminal: &Terminal) -> anyhow::Result<ExitCode> {
    let job = Job {
        files: flags.file.iter().cloned().collect(),
        by: flags.by.clone().filter(|by| !by.trim().is_empty()),
        why: flags.why.clone().filter(|why| !why.trim().is_empty()),
        // Nothing but `freeze` asks the clock beside this: a decision says when it was made.
        today: chrono::Local::now().date_naive(),
        width: terminal.width,
    };
    if has_answer(&flags) {
        answer_given(&flags, &job)?;
    } else if io::stdin().is_terminal() && io::stdout().is_terminal() {
        ask::ask(&job, &mut io::stdin().lock(), &mut io::stdout().lock())?;
    } else {
        let checked = read_and_check(&job.files)?;
        let questions = questions(&checked, &HashSet::new());
        say(&list::list(&checked, &job.files, &questions));
    }
    Ok(ExitCode::SUCCESS)
}

fn has_answer(flags: &Review) -> bool {
    !flags.same.is_empty()
        || !flags.distinct.is_empty()
        || flags.accept.is_some()
        || flags.correct.is_some()
        || flags.country.is_some()
}

/// Writes the answer that the flags give.
fn answer_given(flags: &Review, job: &Job) -> anyhow::Result<()> {
    let checked = read_and_check(&job.files)?;
    let questions = questions(&checked, &HashSet::new());
    let answer = if let Some(code) = &flags.accept {
        Answer::Accept(finding(&checked, code, &flags.of)?)
    } else if let Some(code) = &flags.correct {
        correction(&checked, &questions, code, &flags.of)?
    } else if let Some(pair) = &flags.country {
        country(pair)?
    } else {
        match decision(&checked, flags)? {
            Some(answer) => answer,
            None => {
                tell("that was decided already; nothing was written\n");
                return Ok(());
            }
        }
    };
    let by = match (&answer, &job.by) {
        (Answer::Correct(_) | Answer::Country { .. }, _) => "",
        (_, Some(by)) => by,
        (_, None) => {
            bail!("a decision says who made it: add --by NAME, your name or office")
        }
    };
    let signature = Signature {
        by,
        why: job.why.as_deref(),
        on: job.today,
    };
    match answer::write(&checked, &answer, &signature)? {
        Outcome::Written(changes) => {
            for change in changes {
                tell(&format!("written to {}\n", change.path.display()));
            }
            Ok(())
        }
        Outcome::Outdated(path) => bail!(
            "{} was changed by something else in the meantime; nothing was written\n  help: run the command again",
            path.display()
        ),
    }
}

/// What `--same` or `--distinct` decides; None where earlier decisions say so already.
fn decision<'a>(checked: &Checked, flags: &Review) -> anyhow::Result<Option<Answer<'a>>> {
    let roster = &checked.project.roster;
    let (is, ids) = if flags.same.is_empty() {
        (Judgement::Distinct, &flags.distinct)
    } else {
        (Judgement::Same, &flags.same)
    };
    let mut records = Vec::new();
    for id in ids {
        let Some(record) = roster.records.iter().position(|record| record.id == *id) else {
            match nearest_id(roster, id) {
                Some(near) => bail!("there is no entry with the id “{id}”; did you mean “{near}”?"),
                None => bail!(
                    "there is no entry with the id “{id}”\n  help: without flags, `undersigned review` shows the ids"
                ),
            }
        };
        if records.contains(&record) {
            bail!("the entry “{id}” is named twice");
        }
        records.push(record);
    }
    let decisions = decide::applicable(&checked.project.sources, roster, &mut Findings::default());
    let mut pairs = records
        .iter()
        .enumerate()
        .flat_map(|(at, &a)| records[at + 1..].iter().map(move |&b| (a, b)));
    let (decided, denied) = match is {
        Judgement::Same => (
            decisions.are_same(&records),
            pairs.any(|(a, b)| decisions.are_distinct(a, b)),
        ),
        _ => (
            pairs.clone().all(|(a, b)| decisions.are_distinct(a, b)),
            pairs.any(|(a, b)| decisions.are_same(&[a, b])),
        ),
    };
    if denied {
        bail!(
            "an earlier decision says the opposite of these entries; nothing was written\n  \
             help: take its [[decision]] out first"
        );
    }
    Ok((!decided).then_some(Answer::Decide { is, records }))
}

/// The finding of that code about exactly these entries, or about the statement of that name.
fn finding<'c>(
    checked: &'c Checked,
    code: &str,
    of: &[String],
) -> anyhow::Result<&'c diagnostic::Diagnostic> {
    let Some(code) = diagnostic::code(code) else {
        let known = diagnostic::CODES.iter().map(|code| code.name);
        match nearest(code, known) {
            Some(near) => bail!("there is no finding “{code}”; did you mean “{near}”?"),
            None => bail!("there is no finding “{code}”; `undersigned explain` lists all"),
        }
    };
    anyhow::ensure!(
        code.severity != diagnostic::Severity::Error,
        "[{}] is an error: it can't be accepted, only mended",
        code.name
    );
    let named = |finding: &&diagnostic::Diagnostic| {
        let statement = || {
            let place = finding.place?;
            let statements = &checked.project.statements;
            statements.iter().find(|one| one.source == place.source)
        };
        let records: HashSet<&String> = finding.records.iter().collect();
        finding.code == code
            && if records.is_empty() {
                statement().is_some_and(|statement| *of == [statement.name.clone()])
            } else {
                records == of.iter().collect()
            }
    };
    let list = &checked.findings.list;
    list.iter().find(named).with_context(|| {
        format!(
            "there is no open finding [{}] about {}; nothing was written\n  help: `undersigned check --format short` lists all",
            code.name,
            of.join(", ")
        )
    })
}

fn correction<'q>(
    checked: &Checked,
    questions: &'q [Question],
    code: &str,
    of: &[String],
) -> anyhow::Result<Answer<'q>> {
    let wanted = finding(checked, code, of)?;
    let proposed = questions.iter().find_map(|question| match question.asked {
        Asked::Proposal { edits } if std::ptr::eq(question.finding, wanted) => Some(edits),
        _ => None,
    });
    let edits = proposed.with_context(|| {
        format!("[{code}] proposes nothing that could be written: correct it in the file")
    })?;
    Ok(Answer::Correct(edits))
}

/// "PS=Palestine".
fn country<'a>(pair: &'a str) -> anyhow::Result<Answer<'a>> {
    let (code, name) = pair
        .split_once('=')
        .map(|(code, name)| (code.trim(), name.trim()))
        .filter(|(_, name)| !name.is_empty())
        .with_context(|| format!("“{pair}”: write the code and the name, as in PS=Palestine"))?;
    anyhow::ensure!(
        countries::is_code(code),
        "“{code}” is no country code; write the two letters of ISO 3166-1 in capitals"
    );
    Ok(Answer::Country {
        code,
        name: name.to_string(),
    })
}
