//! Class A: what is mended in print, and characters that can't be printed at all.

use crate::check::Subject;
use crate::check::rules::for_each_record;
use crate::diagnostic::{Confidence, Diagnostic, Findings, UNPRINTABLE_CHARACTER};
use crate::edit::{Edit, rewrite};
use crate::model::Statement;
use crate::model::body::{Run, RunKind, edges};
use crate::source::{Located, Place};
use crate::standardise;
use crate::standardise::mend::{self, MendKind, Mended};
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
            for (at, run) in runs.iter().enumerate() {
                check_run(subject, statement, run, edges(runs, at), findings);
            }
        });
    }
}

fn check_run(
    subject: &Subject,
    statement: &Statement,
    run: &Run,
    (starts, ends): (bool, bool),
    findings: &mut Findings,
) {
    let RunKind::Text(words) = &run.kind else {
        return;
    };
    let place = Place::new(statement.source, run.span.clone());
    if check_unprintable(
        &words.replace(['\n', '\r', '\t'], " "),
        place,
        None,
        findings,
    ) || run.voice.code
    {
        return;
    }
    // Only a run that stands in the source as it reads can be edited by byte.
    let verbatim = subject.sources.slice(place) == words;
    for mend in stretch(words, starts, ends).mends {
        // Beside what was left out, white space is nobody's blemish.
        if !verbatim && mend.kind == MendKind::WhiteSpace {
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
        if verbatim {
            let at = Place::new(
                statement.source,
                run.span.start + mend.range.start..run.span.start + mend.range.end,
            );
            finding.place = Some(at);
            finding = finding
                .help("`undersigned check --fix` writes it so into the file")
                .fix(
                    Confidence::Safe,
                    vec![Edit {
                        place: at,
                        replacement: mend.replacement,
                    }],
                );
        }
        findings.push(finding);
    }
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
