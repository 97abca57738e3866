//! What the terminal can show: colour and width.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use crate::cli::Colour;

pub struct Terminal {
    /// Colours on standard error, where messages go.
    pub colour: bool,
    /// Colours on standard output, where `check` lists its findings.
    pub colour_out: bool,
    /// Whether standard output is a terminal: a person reads it as it comes.
    pub is_output: bool,
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
        let is_output = io::stdout().is_terminal();
        let said = std::env::var("COLUMNS").ok();
        let real = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let width = said
            .and_then(|columns| columns.parse().ok())
            .or_else(real)
            .unwrap_or(100);
        Terminal {
            colour: wanted(io::stderr().is_terminal()),
            colour_out: wanted(is_output),
            is_output,
            width: std::cmp::max(width, 40),
        }
    }
}

/// Prints data on standard output. A reader that has gone, such as `head`, is no error.
pub fn say(data: &(impl AsRef<[u8]> + ?Sized)) {
    let _ = io::stdout()
        .write_all(data.as_ref())
        .and_then(|()| io::stdout().flush());
}

/// Prints data on standard output as it is made; like [`say`], it doesn't mind a reader that has gone.
pub fn stream(write: impl FnOnce(&mut BufWriter<StdoutLock>) -> io::Result<()>) {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let _ = write(&mut out).and_then(|()| out.flush());
}

/// Prints a message on standard error.
pub fn tell(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}
