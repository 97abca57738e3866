//! The program: parse, run, report, exit.

use std::process::ExitCode;

use clap::Parser;
use undersigned::cli::Cli;

/// Could not run: usage, input and output.
const COULD_NOT_RUN: u8 = 2;

fn main() -> ExitCode {
    match undersigned::command::run(Cli::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(COULD_NOT_RUN)
        }
    }
}
