//! Shows a long text page by page, as git does.

use std::env;
use std::io::Write;
use std::process::{Command, Stdio};
#[cfg(unix)]
use std::sync::atomic::AtomicBool;

use crate::command::terminal::{Terminal, say};

/// What a pager is told in its environment, unless the user tells it something: `less` ends by itself
/// where a text fits the screen, and shows colours.
const SETTINGS: [(&str, &str); 2] = [("LESS", "FRX"), ("LV", "-c")];

/// Shows a text through the user's pager where standard output is a terminal, else prints it.
///
/// The pager is `UNDERSIGNED_PAGER`, else `PAGER`, else `less`. Empty or `cat` is none, and one that
/// isn't there is none either.
pub fn show(text: &str, terminal: &Terminal) {
    let pager = terminal.is_output.then(pager).flatten();
    if !pager.is_some_and(|pager| is_shown(text, pager)) {
        say(text);
    }
}

/// The command that shows pages; None where the user wants none.
fn pager() -> Option<Command> {
    let named = ["UNDERSIGNED_PAGER", "PAGER"].into_iter();
    let named = named.filter_map(|name| env::var(name).ok()).next();
    command(named.as_deref().unwrap_or("less"))
}

/// A line as typed: words, or a line for the shell where only a shell can read it.
fn command(line: &str) -> Option<Command> {
    /// The same as git's, but for white space.
    const OF_SHELLS: [char; 20] = [
        '|', '&', ';', '<', '>', '(', ')', '$', '`', '\\', '"', '\'', '*', '?', '[', '#', '~', '=',
        '%', '\n',
    ];
    if line.contains(OF_SHELLS) {
        let mut shell = Command::new("sh");
        shell.args(["-c", line]);
        return Some(shell);
    }
    let mut words = line.split_whitespace();
    let program = words.next()?;
    if program == "cat" {
        return None;
    }
    let mut command = Command::new(program);
    command.args(words);
    Some(command)
}

/// Hands a text to a pager and waits until its reader is done; false where there is no such pager.
fn is_shown(text: &str, mut pager: Command) -> bool {
    /// What a shell ends with that can't start a command, or doesn't find it.
    const NOT_STARTED: [i32; 2] = [126, 127];
    for (name, value) in SETTINGS {
        if env::var_os(name).is_none() {
            pager.env(name, value);
        }
    }
    // Ctrl-C is meant for the pager. Were it to end this program first, shell and pager would both
    // read the keyboard.
    #[cfg(unix)]
    let _ = {
        static PRESSED: AtomicBool = AtomicBool::new(false);
        signal_hook::flag::register(signal_hook::consts::SIGINT, &PRESSED)
    };
    let Ok(mut child) = pager.stdin(Stdio::piped()).spawn() else {
        return false;
    };
    if let Some(mut pages) = child.stdin.take() {
        // A reader who has seen enough closes the pager: no error.
        let _ = pages.write_all(text.as_bytes());
    }
    let code = child.wait().ok().and_then(|status| status.code());
    !code.is_some_and(|code| NOT_STARTED.contains(&code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_words_or_for_the_shell() {
        let line = |line: &str| {
            let command = command(line)?;
            let words = std::iter::once(command.get_program()).chain(command.get_args());
            Some(
                words
                    .map(|word| word.to_string_lossy().into_owned())
                    .collect::<Vec<_>>(),
            )
        };
        assert_eq!(line("less"), Some(vec!["less".into()]));
        assert_eq!(line(" more  -s "), Some(vec!["more".into(), "-s".into()]));
        assert_eq!(
            line("LESS=R less"),
            Some(vec!["sh".into(), "-c".into(), "LESS=R less".into()])
        );
        assert_eq!(line("cat"), None);
        assert_eq!(line(""), None);
    }
}
