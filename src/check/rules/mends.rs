//! Class A: what is mended in print, and characters that can't be printed at all.

use std::ops::Range;

use crate::check::Subject;
use crate::check::rules::for_each_record;
use crate::diagnostic::{Confidence, Diagnostic, Findings, UNPRINTABLE_CHARACTER};
use crate::edit::{Edit, rewrite};
use crate::model::Statement;
use crate::model::body::{Run, RunKind, edges, joined, stretches};
use crate::source::{Located, Place};
use crate::standardise;
use crate::standardise::mend::{self, Mend, MendKind, Mended};
use crate::standardise::stretch::stretch;

pub fn check(subject: &Subject, findings: &mut Findings) {
    for_each_record(subject, findings, |record, findings| {
        for field in record.printed_texts().chain(record.sort.as_deref()) {
            check_field(subject, field, Some(&record.id), findings);
        }
    });
    for statement in subject.statements {
        for field in statement.front.printed_texts() {
            check_unprintable(
                &field.value.replace(['\n', '\r'], " "),
                field.place,
                None,
                findings,
            );
        }
        check_body(subject, statement, findings);
    }
}

fn check_field(
    subject: &Subject,
    field: &Located<String>,
    id: Option<&str>,
    findings: &mut Findings,
) {
    if check_unprintable(&field.value, field.place, id, findings) {
        return;
    }
    let mended: Mended = mend::name(&field.value);
    let Some(first) = mended.mends.first() else {
        return;
    };
    // One finding a field: the first kind names it, the fix mends all.
    let edit = rewrite(subject.sources, field.place, &mended.text);
    let help = match &edit {
        Some(_) => "`undersigned check --fix` writes it so into the file",
        None => "spreadsheets are read only: correct the cell in the program it comes from",
    };
    let message = format!(
        "“{}” is printed as “{}”",
        visible(&field.value),
        mended.text
    );
    let mut finding = Diagnostic::new(first.kind.code(), field.place, message)
        .help(help)
        .fix(Confidence::Safe, edit);
    finding.records.extend(id.map(str::to_string));
    findings.push(finding);
}

/// Reports a character that can't be printed faithfully; true where there is one.
fn check_unprintable(text: &str, place: Place, id: Option<&str>, findings: &mut Findings) -> bool {
    let Some((_, c, what)) = standardise::unprintable(text) else {
        return false;
    };
    let mut finding = Diagnostic::new(
        UNPRINTABLE_CHARACTER,
        place,
        format!(
            "“{}” holds U+{:04X}, {what}: it can't be printed faithfully",
            visible(text),
            c as u32
        ),
    )
    .help("retype the words around it; nobody can tell what was meant");
    finding.records.extend(id.map(str::to_string));
    findings.push(finding);
    true
}

/// The body's runs are mended in print as well; the file is changed by `--fix`.
fn check_body(subject: &Subject, statement: &Statement, findings: &mut Findings) {
    let notes = statement
        .body
        .footnotes
        .iter()
        .flat_map(|note| &note.blocks);
    for block in statement.body.blocks.iter().chain(notes) {
        block.visit_lines(&mut |runs| {
            let printed = joined(runs);
            for (at, pieces) in stretches(runs).enumerate() {
                let edges = edges(&printed, at);
                check_stretch(subject, statement, &printed[at], pieces, edges, findings);
            }
        });
    }
}

/// Checks a stretch as it is printed; `pieces` are the runs that it was read as.
fn check_stretch(
    subject: &Subject,
    statement: &Statement,
    printed: &Run,
    pieces: &[Run],
    (starts, ends): (bool, bool),
    findings: &mut Findings,
) {
    let RunKind::Text(words) = &printed.kind else {
        return;
    };
    let place = Place::new(statement.source, printed.span.clone());
    if check_unprintable(
        &words.replace(['\n', '\r', '\t'], " "),
        place,
        None,
        findings,
    ) || printed.voice.code
    {
        return;
    }
    let text = &subject.sources.get(statement.source).text;
    for mend in stretch(words, starts, ends).mends {
        let written = written(text, pieces, &mend);
        // Beside what was left out, white space is nobody's blemish.
        if written.is_none() && mend.kind == MendKind::WhiteSpace {
            continue;
        }
        let message = match mend.kind {
            MendKind::WhiteSpace => "white space that nobody sees is left out of print".to_string(),
            _ => format!(
                "“{}” is printed as “{}”",
                visible(&words[mend.range.clone()]),
                mend.replacement
            ),
        };
        let mut finding = Diagnostic::new(mend.kind.code(), place, message);
        if let Some(span) = written {
            let at = Place::new(statement.source, span.clone());
            finding.place = Some(at);
            finding = match makes_markup(text, &span, &mend.replacement) {
                true => finding.help(
                    "take it out yourself: what stands around it could then be read as markup",
                ),
                false => finding
                    .help("`undersigned check --fix` writes it so into the file")
                    .fix(
                        Confidence::Safe,
                        vec![Edit {
                            place: at,
                            replacement: mend.replacement,
                        }],
                    ),
            };
        }
        findings.push(finding);
    }
}

/// Where the words of a mend stand in the source. None where they don't stand there as they read, or,
/// of white space, at the border of two pieces, between which something was left out.
fn written(text: &str, pieces: &[Run], mend: &Mend) -> Option<Range<usize>> {
    let (mut start, mut is_first) = (0, true);
    let mut rest = pieces.iter().peekable();
    while let Some(piece) = rest.next() {
        let RunKind::Text(words) = &piece.kind else {
            return None;
        };
        let end = start + words.len();
        if start <= mend.range.start && mend.range.end <= end && !mend.range.is_empty() {
            let at_border = (!is_first && mend.range.start == start)
                || (rest.peek().is_some() && mend.range.end == end);
            let stands = text[piece.span.clone()] == *words
                && !(at_border && mend.kind == MendKind::WhiteSpace);
            let shift = piece.span.start;
            return stands
                .then(|| mend.range.start - start + shift..mend.range.end - start + shift);
        }
        (start, is_first) = (end, false);
    }
    None
}

/// Whether taking characters out, or putting a space in their place, could make markup of what stands around:
/// a list item of "\u{200b}- we ask", a dash of "-\u{200b}-".
fn makes_markup(text: &str, span: &Range<usize>, replacement: &str) -> bool {
    let only_folds_spaces = replacement == " " && text[span.clone()].bytes().all(|b| b == b' ');
    if only_folds_spaces || !replacement.trim().is_empty() {
        return false;
    }
    let before = text[..span.start].chars().next_back();
    let after = text[span.end..].chars().next();
    let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let closes = |c: Option<char>| c.is_some_and(|c| ",;.!?)”’»،؛؟".contains(c));
    let fits = match is_space(before) {
        true => is_letter(after),
        false => (is_word(before) || closes(before)) && (is_word(after) || is_space(after)),
    };
    !fits
}

/// The text with what nobody sees made visible: "␠" for odd spaces, "‹U+200B›" for the rest.
pub fn visible(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().take(200) {
        match c {
            ' ' => out.push(' '),
            '\n' => out.push('⏎'),
            '\u{a0}' => out.push('⍽'),
            // What the program can't print, or leaves out of print, is named instead.
            c if mend::name(&format!("a{c}a")).text == "aa"
                || standardise::unprintable(&c.to_string()).is_some() =>
            {
                out.push_str(&format!("‹U+{:04X}›", c as u32));
            }
            c => out.push(c),
        }
    }
    out
}
