//! Asks one question at a time and writes each answer at once, so that leaving loses nothing.

use std::collections::HashSet;
use std::io::{BufRead, Write};
use std::path::PathBuf;

use chrono::NaiveDate;

use crate::command::changes::{self, Change, Outcome};
use crate::command::check::{Checked, read_and_check};
use crate::command::review::answer::{self, Answer, Signature};
use crate::command::review::questions::{Asked, Key, Question, questions};
use crate::command::review::show;
use crate::diagnostic::LEAD_IN_BODY;
use crate::model::roster::Judgement;

/// What is reviewed, and what the answers say about who answers.
pub struct Job {
    pub files: Vec<PathBuf>,
    pub by: Option<String>,
    pub why: Option<String>,
    pub today: NaiveDate,
    /// In columns.
    pub width: usize,
}

/// What was done, so that it can be taken back.
enum Done {
    Written(Vec<Change>),
    Later(Key),
    /// A certain duplicate is asked about entry by entry, by the id of its first.
    Apart(String),
}

/// What a reply to a question means.
enum Reply<'q> {
    Answer(Answer<'q>),
    Apart(String),
    Later,
    Undo,
    Quit,
}

/// Asks until nothing is open, the input ends or someone quits.
pub fn ask(job: &Job, input: &mut impl BufRead, out: &mut impl Write) -> anyhow::Result<()> {
    let mut checked = read_and_check(&job.files)?;
    let mut later: HashSet<Key> = HashSet::new();
    let mut apart: HashSet<String> = HashSet::new();
    let mut done: Vec<Done> = Vec::new();
    let open = questions(&checked, &apart).len();
    if open == 0 {
        writeln!(out, "no question is open")?;
        return Ok(());
    }
    let are = if open == 1 {
        "question is"
    } else {
        "questions are"
    };
    writeln!(
        out,
        "{open} {are} open. Each answer is written at once; u takes the last one back, q ends."
    )?;
    let Some(by) = who(job, input, out)? else {
        return Ok(());
    };
    loop {
        let open: Vec<Question> = questions(&checked, &apart)
            .into_iter()
            .filter(|question| !later.contains(&question.key(&checked)))
            .collect();
        let Some(question) = open.first() else {
            // The last answer can be taken back too.
            let ends = "\nNothing more is open. [u]ndo, or Enter to end > ";
            let typed = if done.is_empty() {
                None
            } else {
                line(ends, input, out)?
            };
            if !typed.is_some_and(|typed| typed.to_lowercase().starts_with('u')) {
                break;
            }
            take_back(&checked, &mut done, &mut later, &mut apart, out)?;
            checked = read_and_check(&job.files)?;
            continue;
        };
        let behind = done
            .iter()
            .filter(|done| !matches!(done, Done::Apart(_)))
            .count();
        let rule = format!("── {} of {} ", behind + 1, behind + open.len());
        writeln!(
            out,
            "\n{rule}{}",
            "─".repeat(job.width.saturating_sub(rule.chars().count()))
        )?;
        write!(out, "{}", show::question(&checked, question, job.width))?;
        match reply(&checked, question, job.width, input, out)? {
            Reply::Quit => break,
            Reply::Later => {
                let key = question.key(&checked);
                later.insert(key.clone());
                done.push(Done::Later(key));
                continue;
            }
            Reply::Apart(first) => {
                apart.insert(first.clone());
                done.push(Done::Apart(first));
                continue;
            }
            Reply::Undo => take_back(&checked, &mut done, &mut later, &mut apart, out)?,
            Reply::Answer(answer) => {
                let why = match (&job.why, &answer) {
                    (Some(why), _) => Some(why.clone()),
                    (None, Answer::Decide { .. } | Answer::Accept(_)) => {
                        line("Why? (Enter: no reason given) ", input, out)?
                            .filter(|why| !why.is_empty())
                    }
                    (None, _) => None,
                };
                let signature = Signature {
                    by: &by,
                    why: why.as_deref(),
                    on: job.today,
                };
                match answer::write(&checked, &answer, &signature) {
                    Ok(Outcome::Written(changes)) => {
                        writeln!(out, "Written to {}.", names(&changes))?;
                        done.push(Done::Written(changes));
                    }
                    Ok(Outcome::Outdated(path)) => writeln!(
                        out,
                        "{} was changed by something else in the meantime: it is read again, nothing was written.",
                        path.display()
                    )?,
                    Err(error) => {
                        writeln!(out, "error: {error:#}")?;
                        later.insert(question.key(&checked));
                    }
                }
            }
        }
        checked = read_and_check(&job.files)?;
    }
    let answered = done.iter().filter(|done| matches!(done, Done::Written(_)));
    let left = questions(&checked, &apart).len();
    writeln!(out, "\n{} answered, {left} open", answered.count())?;
    Ok(())
}

/// Takes back what was done last, and says what came of it.
fn take_back(
    checked: &Checked,
    done: &mut Vec<Done>,
    later: &mut HashSet<Key>,
    apart: &mut HashSet<String>,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    match done.pop() {
        None => writeln!(out, "There is nothing to take back.")?,
        Some(Done::Later(key)) => {
            later.remove(&key);
        }
        Some(Done::Apart(first)) => {
            apart.remove(&first);
        }
        Some(Done::Written(changes)) => {
            match changes::take_back(&checked.project.root, &changes)? {
                None => writeln!(out, "Taken back: {} as before.", names(&changes))?,
                Some(path) => writeln!(
                    out,
                    "{} was changed by something else since: nothing was taken back.",
                    path.display()
                )?,
            }
        }
    }
    Ok(())
}

/// Who decides; asked once. None: the input ended.
fn who(
    job: &Job,
    input: &mut impl BufRead,
    out: &mut impl Write,
) -> anyhow::Result<Option<String>> {
    if let Some(by) = &job.by {
        return Ok(Some(by.clone()));
    }
    loop {
        let Some(name) = line("Who decides? (your name or office) ", input, out)? else {
            return Ok(None);
        };
        if !name.is_empty() {
            return Ok(Some(name));
        }
    }
}

/// Asks until the reply is one of those that the question has.
fn reply<'q>(
    checked: &Checked,
    question: &'q Question,
    width: usize,
    input: &mut impl BufRead,
    out: &mut impl Write,
) -> anyhow::Result<Reply<'q>> {
    let choices = show::wrapped(&choices(question), width - 3).join("\n");
    writeln!(out)?;
    loop {
        let Some(typed) = line(&format!("{choices} > "), input, out)? else {
            writeln!(out)?;
            return Ok(Reply::Quit);
        };
        let letter = typed.chars().next().map(|c| c.to_ascii_lowercase());
        match letter {
            Some('q') => return Ok(Reply::Quit),
            Some('u') => return Ok(Reply::Undo),
            Some('l') => return Ok(Reply::Later),
            Some('?') => writeln!(out, "\n{}\n", help(question))?,
            Some(letter) => match answer(checked, question, letter, &typed, input, out)? {
                Some(reply) => return Ok(reply),
                None if letter == 'b' => {}
                None => writeln!(out, "“{typed}” is none of the answers; ? explains them.")?,
            },
            None => {}
        }
    }
}

/// The reply that a letter means for a question of its kind.
fn answer<'q>(
    checked: &Checked,
    question: &'q Question,
    letter: char,
    typed: &str,
    input: &mut impl BufRead,
    out: &mut impl Write,
) -> anyhow::Result<Option<Reply<'q>>> {
    let project = &checked.project;
    let reply = match (&question.asked, letter) {
        (Asked::Duplicate { records, .. }, 's' | 'd') => {
            let is = match letter {
                's' => Judgement::Same,
                _ => Judgement::Distinct,
            };
            let records = records.clone();
            Reply::Answer(Answer::Decide { is, records })
        }
        (Asked::Duplicate { records, .. }, 'o') if records.len() > 2 => {
            Reply::Apart(project.roster.records[records[0]].id.clone())
        }
        (Asked::Duplicate { records, .. }, 'b') => {
            for &record in records {
                let record = &project.roster.records[record];
                writeln!(out, "\n{}", show::in_full(&project.sources, record))?;
            }
            return Ok(None);
        }
        (Asked::Proposal { edits }, 'y') => Reply::Answer(Answer::Correct(edits)),
        (Asked::Proposal { .. }, 'n') => Reply::Answer(Answer::Accept(question.finding)),
        (Asked::Country { code, names }, '0'..='9') => {
            let number: usize = typed.parse().unwrap_or_default();
            match number.checked_sub(1).and_then(|at| names.get(at)) {
                Some(name) => Reply::Answer(Answer::Country {
                    code,
                    name: (*name).to_string(),
                }),
                None => return Ok(None),
            }
        }
        (Asked::Country { code, .. }, 'o') => {
            let name = line("Which name? (Enter: none of them) ", input, out)?;
            match name.filter(|name| !name.is_empty()) {
                Some(name) => Reply::Answer(Answer::Country { code, name }),
                None => return Ok(None),
            }
        }
        _ => return Ok(None),
    };
    Ok(Some(reply))
}

fn choices(question: &Question) -> String {
    let own = match &question.asked {
        Asked::Duplicate { records, .. } if records.len() > 2 => {
            "[s]ame, all · [d]istinct, all · [o]ne by one · [b] in full".to_string()
        }
        Asked::Duplicate { .. } => "[s]ame · [d]istinct · [b]oth in full".to_string(),
        Asked::Country { names, .. } => format!("[1–{}] · [o]ther name", names.len()),
        Asked::Proposal { .. } => "[y]es · [n]o".to_string(),
    };
    format!("{own} · [l]ater · [u]ndo · [q]uit · [?]")
}

fn help(question: &Question) -> String {
    let own = match &question.asked {
        Asked::Duplicate { records, .. } => {
            let mut own = "s  they are one signatory: printed once; `check --fix=certain` merges them\n\
                           d  they are not, whatever they look like: each is printed\n\
                           b  shows the entries as they stand in the file"
                .to_string();
            if records.len() > 2 {
                own.push_str("\no  asks about the first with each of the others");
            }
            own
        }
        Asked::Country { .. } => "1, 2 …, or o for another name: it is written into [countries] and printed\n   for every signatory from there".to_string(),
        Asked::Proposal { .. } if question.code() == LEAD_IN_BODY => {
            "y  moves it to `lead` in the front matter: printed above the rule, and not\n   part of what the parties sign\n\
             n  it belongs to the text that they sign"
                .to_string()
        }
        Asked::Proposal { .. } => "y  writes what is proposed; the line as it was signed stays in `as-signed`\n\
                                   n  it is right as it stands, and isn’t asked about again"
            .to_string(),
    };
    format!(
        "{own}\nl  leaves it open and goes on\nu  takes the last answer back\nq  ends; what was answered is written already"
    )
}

/// Asks for a line; trimmed. None: the input has ended.
fn line(
    prompt: &str,
    input: &mut impl BufRead,
    out: &mut impl Write,
) -> anyhow::Result<Option<String>> {
    write!(out, "{prompt}")?;
    out.flush()?;
    let mut typed = Vec::new();
    if input.read_until(b'\n', &mut typed)? == 0 {
        return Ok(None);
    }
    Ok(Some(String::from_utf8_lossy(&typed).trim().to_string()))
}

/// "signatories.toml"; several are joined.
fn names(changes: &[Change]) -> String {
    let names: Vec<String> = changes
        .iter()
        .map(|change| change.path.display().to_string())
        .collect();
    names.join(" and ")
}
