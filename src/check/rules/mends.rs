//! Class A: what is mended in print, and characters that can't be printed at all.

use std::collections::HashSet;
use std::ops::Range;

use crate::check::Subject;
use crate::check::rules::for_each_record;
use crate::diagnostic::{Confidence, Diagnostic, Findings, UNPRINTABLE_CHARACTER};
use crate::edit::{Edit, rewrite};
use crate::model::Statement;
use crate::model::body::{Body, Run, RunKind, edges, joined, stretches};
use crate::read;
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

/// The body is mended in print as well; the file is changed by `--fix`, where that changes nothing that is printed.
fn check_body(subject: &Subject, statement: &Statement, findings: &mut Findings) {
    let safe = safe(subject, statement);
    for_each_stretch(&statement.body, |printed, pieces, edges| {
        check_stretch(subject, statement, printed, pieces, edges, &safe, findings);
    });
}

/// Calls `f` for each stretch: as it is printed, the runs it was read as, whether it begins and ends a line.
fn for_each_stretch(body: &Body, mut f: impl FnMut(&Run, &[Run], (bool, bool))) {
    let notes = body.footnotes.iter().flat_map(|note| &note.blocks);
    for block in body.blocks.iter().chain(notes) {
        block.visit_lines(&mut |runs| {
            let printed = joined(runs);
            for (at, pieces) in stretches(runs).enumerate() {
                f(&printed[at], pieces, edges(&printed, at));
            }
        });
    }
}

fn check_stretch(
    subject: &Subject,
    statement: &Statement,
    printed: &Run,
    pieces: &[Run],
    (starts, ends): (bool, bool),
    safe: &HashSet<(Range<usize>, String)>,
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
        if mend.kind == MendKind::WhiteSpace && !matches!(written, Some(Written::AsRead(_))) {
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
        let at = |span: Range<usize>| Place::new(statement.source, span);
        let finding = |place| Diagnostic::new(mend.kind.code(), place, message);
        findings.push(match written {
            Some(Written::AsRead(span)) => {
                let place = at(span.clone());
                let fix = (span, mend.replacement);
                if safe.contains(&fix) {
                    let edit = Edit {
                        place,
                        replacement: fix.1,
                    };
                    finding(place)
                        .help("`undersigned check --fix` writes it so into the file")
                        .fix(Confidence::Safe, vec![edit])
                } else {
                    finding(place).help(
                        "change it yourself: what stands around it would then be read as markup",
                    )
                }
            }
            Some(Written::InMarkup(span)) => {
                finding(at(span)).help("it is written in markup here: change it yourself")
            }
            None => finding(place),
        });
    }
}

/// Where the words of a mend stand in the source.
enum Written {
    /// There, byte for byte.
    AsRead(Range<usize>),
    /// As an escape, an entity or a shorthand.
    InMarkup(Range<usize>),
}

/// None where the words don't stand together, or, of white space, at the border of two pieces, between
/// which something was left out.
fn written(text: &str, pieces: &[Run], mend: &Mend) -> Option<Written> {
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
            if at_border && mend.kind == MendKind::WhiteSpace {
                return None;
            }
            let shifted = |at: usize| at - start + piece.span.start;
            return Some(match text[piece.span.clone()] == *words {
                true => Written::AsRead(shifted(mend.range.start)..shifted(mend.range.end)),
                false => Written::InMarkup(piece.span.clone()),
            });
        }
        (start, is_first) = (end, false);
    }
    None
}

/// The mends of a body that can be written into its file: with them the same is printed. A list item
/// would become of "\u{200b}- we ask", a dash of "-\u{200b}-", and a link, a tag or a comment of others.
fn safe(subject: &Subject, statement: &Statement) -> HashSet<(Range<usize>, String)> {
    /// Mends that are tried one by one where not all of them are safe.
    const TRIED: usize = 100;
    let source = subject.sources.get(statement.source);
    let text = &source.text;
    let mut mends = Vec::new();
    for_each_stretch(&statement.body, |printed, pieces, (starts, ends)| {
        if let (RunKind::Text(words), false) = (&printed.kind, printed.voice.code) {
            for mend in stretch(words, starts, ends).mends {
                if let Some(Written::AsRead(span)) = written(text, pieces, &mend) {
                    mends.push((span, mend.replacement));
                }
            }
        }
    });
    // Footnotes may stand anywhere in the text.
    mends.sort_by_key(|(span, _)| span.start);
    let before = as_printed(&statement.body);
    let is_safe = |mends: &[(Range<usize>, String)]| {
        let mut mended = text.clone();
        for (span, replacement) in mends.iter().rev() {
            mended.replace_range(span.clone(), replacement);
        }
        let range = statement.body.span.start..mended.len();
        let body = read::body(
            &source.path,
            &mended,
            range,
            &statement.lang,
            statement.source,
            &mut Findings::default(),
        );
        as_printed(&body) == before
    };
    if mends.is_empty() || is_safe(&mends) {
        return mends.into_iter().collect();
    }
    mends.truncate(TRIED);
    mends.retain(|mend| is_safe(std::slice::from_ref(mend)));
    match is_safe(&mends) {
        true => mends.into_iter().collect(),
        false => HashSet::new(),
    }
}

/// The runs of a body as they are printed, mended; their places left out.
fn as_printed(body: &Body) -> Vec<Run> {
    let mut all = Vec::new();
    for_each_stretch(body, |printed, _, (starts, ends)| {
        let mut run = printed.clone();
        run.span = 0..0;
        if let (RunKind::Text(words), false) = (&mut run.kind, run.voice.code) {
            *words = stretch(words, starts, ends).text;
        }
        if run.kind != RunKind::Text(String::new()) {
            all.push(run);
        }
    });
    all
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
