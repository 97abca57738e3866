//! A word diff as one would build it on `imara-diff`: histogram over UAX #29 words, marks on standard output.

use std::io::Write;
use std::{env, fs, io};

use imara_diff::{Algorithm, Diff, InternedInput};
use unicode_segmentation::UnicodeSegmentation;

fn main() -> io::Result<()> {
    let mut paths = env::args().skip(1);
    let mut read = || fs::read_to_string(paths.next().expect("OLD NEW"));
    let (old, new) = (read()?, read()?);
    let mut input = InternedInput::default();
    input.update_before(old.split_word_bounds());
    input.update_after(new.split_word_bounds());
    let diff = Diff::compute(Algorithm::Histogram, &input);

    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut write = |before: &str, tokens: &[imara_diff::Token], behind: &str| -> io::Result<()> {
        if tokens.is_empty() {
            return Ok(());
        }
        write!(out, "{before}")?;
        for &token in tokens {
            write!(out, "{}", input.interner[token])?;
        }
        write!(out, "{behind}")
    };
    let mut at = 0;
    for hunk in diff.hunks() {
        let [before, after] = [hunk.before, hunk.after].map(|range| range.start as usize..range.end as usize);
        write("", &input.after[at..after.start], "")?;
        write("[-", &input.before[before], "-]")?;
        at = after.end;
        write("{+", &input.after[after], "+}")?;
    }
    write("", &input.after[at..], "")
}
