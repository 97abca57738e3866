//! `undersigned diff OLD NEW --consent`: whom a version of a statement concerns who agreed to an older one.

use std::process::ExitCode;

use anyhow::{Context, bail};

use crate::cli::Diff;
use crate::command::check::read_and_check;
use crate::command::frozen;
use crate::command::terminal::{say, tell};
use crate::diff::consent::{Asks, asks, editions, standing};
use crate::diff::signed::Around;
use crate::model::{Frozen, Statement, version};
use crate::read::fields::nearest;
use crate::report::diff::consent::{self, Consent};

pub fn run(flags: &Diff) -> anyhow::Result<ExitCode> {
    let (old, new) = (flags.old.to_string_lossy(), flags.new.to_string_lossy());
    let checked = read_and_check(&[])?;
    let project = &checked.project;
    let (name, number) = version::parse(&old).with_context(|| {
        format!("--consent compares with what was agreed to, and “{old}” is no frozen version\n  help: name one, such as lake@1")
    })?;
    let known: Vec<&Frozen> = project
        .versions
        .iter()
        .filter(|version| version.name == name)
        .collect();
    let find = |number: u32| {
        let found = known
            .iter()
            .copied()
            .find(|version| version.number == number);
        found.ok_or_else(|| frozen::not_there(&project.root, name, number))
    };
    let before = find(number)?;
    let (editions_of_new, new_number): (Vec<&Statement>, Option<u32>) = match version::parse(&new) {
        Some((other, number)) if other == name => {
            (find(number)?.editions.iter().collect(), Some(number))
        }
        None if new == name => {
            let now = project
                .statements
                .iter()
                .filter(|statement| statement.name == name);
            (now.collect(), None)
        }
        _ => bail!(
            "--consent compares versions of one statement, and “{new}” is none of “{name}”\n  help: name `{name}`, the text as it is now, or another version of it"
        ),
    };
    if editions_of_new.is_empty() {
        let names = project
            .statements
            .iter()
            .map(|statement| statement.name.as_str());
        match nearest(name, names) {
            Some(near) => bail!("there is no statement “{name}” any more; did you mean “{near}”?"),
            None => bail!("there is no statement “{name}” any more"),
        }
    }
    let around = Around::new(&project.sources, &project.roster);
    let compared = editions(&around, &before.editions, editions_of_new.iter().copied());
    let standing = standing(
        &around,
        checked.linked.signatories.all.iter(),
        &project.signed,
        &known,
        (&editions_of_new, new_number),
    );
    say(&consent::consent(&Consent {
        old: &old,
        new: &new,
        statement: name,
        number,
        editions: &compared,
        standing: &standing,
    }));
    if asks(&compared) == Asks::Consent {
        tell(&match new_number {
            None => format!("next    undersigned freeze {name}\n"),
            Some(number) => format!(
                "next    undersigned reconfirm {name} ID --version {number} --on DATE     for each who agrees\n"
            ),
        });
    }
    Ok(ExitCode::SUCCESS)
}
