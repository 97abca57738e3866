//! One file a command. Each turns its flags into a settled job, runs the stages, and says what it did.

mod arrivals;
mod build;
mod changes;
mod check;
mod consent;
mod diff;
mod explain;
mod freeze;
pub mod frozen;
mod import;
mod pager;
mod private;
mod progress;
pub mod project;
mod reconfirm;
mod review;
mod terminal;
mod withdraw;

use std::process::ExitCode;

use crate::cli::{Cli, Command};
use crate::diagnostic::Severity;

/// Runs a command. An error is the environment's: usage or input and output.
pub fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let terminal = terminal::Terminal::new(cli.color);
    match cli.command {
        Command::Import(flags) => import::run(flags, &terminal),
        Command::Check(flags) => check::run(flags, &terminal),
        Command::Review(flags) => review::run(flags, &terminal),
        Command::Build(flags) => build::run(flags, &terminal),
        Command::Diff(flags) => diff::run(flags, &terminal),
        Command::Withdraw(flags) => withdraw::run(flags),
        Command::Freeze(flags) => freeze::run(flags, &terminal),
        Command::Reconfirm(flags) => reconfirm::run(flags),
        Command::Explain(flags) => explain::run(flags),
    }
}

impl From<crate::cli::Deny> for Severity {
    fn from(deny: crate::cli::Deny) -> Severity {
        match deny {
            crate::cli::Deny::Note => Severity::Note,
            crate::cli::Deny::Warning => Severity::Warning,
            crate::cli::Deny::Error => Severity::Error,
        }
    }
}
