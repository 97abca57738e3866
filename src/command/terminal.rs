//! What the terminal can show: colour and width.

use std::io::IsTerminal;

use crate::cli::Colour;

pub struct Terminal {
    /// Colours on standard error, where messages go.
    pub colour: bool,
    /// Colours on standard output, where `check` lists its findings.
    pub colour_out: bool,
    /// In columns.
    pub width: usize,
}

impl Terminal {
    pub fn new(colour: Colour) -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let wanted = |is_terminal: bool| match colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => is_terminal && !plain,
        };
        let width = std::env::var("COLUMNS")
            .ok()
            .and_then(|columns| columns.parse().ok())
            .unwrap_or(100);
        Terminal {
            colour: wanted(std::io::stderr().is_terminal()),
            colour_out: wanted(std::io::stdout().is_terminal()),
            width: std::cmp::max(width, 40),
        }
    }
}
