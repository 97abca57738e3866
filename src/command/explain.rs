//! `undersigned explain CODE`: what a finding means, from the table that defines the codes.

use std::process::ExitCode;

use anyhow::bail;

use crate::cli::Explain;
use crate::command::terminal::say;
use crate::diagnostic::{self, CODES};
use crate::read::fields::nearest;

pub fn run(flags: Explain) -> anyhow::Result<ExitCode> {
    let Some(name) = flags.code else {
        for code in CODES {
            say(&format!("{:8} {}\n", code.severity, code.name));
        }
        return Ok(ExitCode::SUCCESS);
    };
    let Some(code) = diagnostic::code(&name) else {
        match nearest(&name, CODES.iter().map(|code| code.name)) {
            Some(near) => bail!("there is no finding “{name}”; did you mean “{near}”?"),
            None => bail!("there is no finding “{name}”; `undersigned explain` lists all"),
        }
    };
    say(&format!(
        "{} ({})\n\n{}\n",
        code.name, code.severity, code.explanation
    ));
    Ok(ExitCode::SUCCESS)
}
