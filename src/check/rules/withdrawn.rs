//! Parties that withdrew and whose name still stands in a text.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::check::Subject;
use crate::check::rules::accept;
use crate::diagnostic::{Diagnostic, Findings, WITHDRAWN_NAMED_IN_TEXT};
use crate::model::roster::Status;
use crate::model::signatories::SignedStatements;
use crate::model::{Block, Roster, Run, RunKind, Signatories, Signatory, Statement};
use crate::source::{Located, Place, SourceId, Sources};
use crate::standardise::phrases::Phrases;

/// Of many places, this many are marked beside the first.
const MARKED: usize = 4;

pub fn check(subject: &Subject, findings: &mut Findings) {
    let texts = Texts {
        sources: subject.sources,
        statements: subject.statements,
        roster: subject.roster,
        signatories: &subject.linked.signatories,
        signed: subject.signed,
    };
    let withdrew = |signatory: &Signatory| signatory.status == Status::Withdrawn;
    for (signatory, places) in texts.naming(&withdrew) {
        let signatory = &subject.linked.signatories.all[signatory];
        let times = match places.len() {
            1 => String::new(),
            times => format!(" {times} times"),
        };
        let mut finding = Diagnostic::new(
            WITHDRAWN_NAMED_IN_TEXT,
            places[0],
            format!(
                "“{}” withdrew, and the text still names it{times}",
                signatory.full_name()
            ),
        )
        .label(signatory.place, "withdrawn in the roster");
        for &place in places[1..].iter().take(MARKED) {
            finding = finding.label(place, "and here");
        }
        let record = &subject.roster.records[signatory.records[0]];
        findings.push(
            finding
                .record(record.id.clone())
                .help("take the name out, or let the text say that it withdrew; those who signed must agree to another text")
                .help(accept(subject, WITHDRAWN_NAMED_IN_TEXT, record)),
        );
    }
}

/// The texts of a project and who may be named in them.
pub struct Texts<'a> {
    pub sources: &'a Sources,
    pub statements: &'a [Statement],
    pub roster: &'a Roster,
    pub signatories: &'a Signatories,
    pub signed: &'a SignedStatements,
}

impl Texts<'_> {
    /// Where texts name the signatories that `sought` tells: their index, and the places in one file, in order. Only
    /// texts that they signed count, and press releases about these. A name that another signatory shares, or that is
    /// part of a longer one of another, is not theirs.
    pub fn naming(&self, sought: &dyn Fn(&Signatory) -> bool) -> Vec<(usize, Vec<Place>)> {
        let all = &self.signatories.all;
        if !all.iter().any(sought) {
            return Vec::new();
        }
        let mut phrases = Phrases::default();
        for (at, signatory) in all.iter().enumerate() {
            self.add(&mut phrases, signatory, at);
        }
        // A file of fields that several statements share is searched with each of them.
        let mut found: BTreeSet<(Place, usize)> = BTreeSet::new();
        for statement in self.statements {
            let concerns = |at: usize| sought(&all[at]) && self.signed(statement, &all[at]);
            let mut search = |text: &str, place: &dyn Fn(Range<usize>) -> Place| {
                for name in phrases.find(text) {
                    if name.values.iter().all(|&at| concerns(at)) {
                        found.insert((place(name.range), name.values[0]));
                    }
                }
            };
            for field in statement.front.printed_texts() {
                search(&field.value, &|range| self.in_field(field, range));
            }
            let notes = statement
                .body
                .footnotes
                .iter()
                .flat_map(|note| &note.blocks);
            for block in statement.body.blocks.iter().chain(notes) {
                visit_lines(block, &mut |line| {
                    search(&line.text, &|range| line.place(statement.source, range));
                });
            }
        }
        let mut by_file: BTreeMap<(SourceId, usize), Vec<Place>> = BTreeMap::new();
        for (place, at) in found {
            by_file.entry((place.source, at)).or_default().push(place);
        }
        by_file
            .into_iter()
            .map(|((_, at), places)| (at, places))
            .collect()
    }

    /// The names that a signatory goes by.
    fn add(&self, phrases: &mut Phrases, signatory: &Signatory, at: usize) {
        let records = signatory.records.iter();
        let aliases = records
            .flat_map(|&record| &self.roster.records[record].aliases)
            .map(|alias| &alias.value);
        let mut known: Vec<&str> = Vec::new();
        let names = std::iter::once(&signatory.name).chain(signatory.names.values());
        for name in names.chain(aliases) {
            // "Union of Bakers (UB)" goes by both.
            let short = name.split(" (").next().unwrap_or(name);
            for name in [name, short] {
                if known.contains(&name) {
                    continue;
                }
                known.push(name);
                match name.split_whitespace().nth(1) {
                    Some(_) => phrases.add(name, at),
                    None => phrases.add_as_written(name, at),
                }
            }
        }
        let acronym = signatory.acronym.as_deref();
        let acronym = acronym.filter(|acronym| !known.contains(acronym));
        if let Some(acronym) = acronym.filter(|acronym| acronym.chars().count() > 1) {
            phrases.add_as_written(acronym, at);
        }
    }

    /// Whether a signatory signed a statement, or that which a press release is about.
    fn signed(&self, statement: &Statement, signatory: &Signatory) -> bool {
        let about = statement.front.about.as_ref().map(|about| &about.value);
        match (statement.front.form().is_signed(), about) {
            (true, _) => signatory.signature(&statement.name, self.signed).is_some(),
            (false, Some(about)) => signatory.signature(about, self.signed).is_some(),
            (false, None) => true,
        }
    }

    /// The place of a stretch of a field's value in its literal; the whole literal where it is written otherwise.
    fn in_field(&self, field: &Located<String>, range: Range<usize>) -> Place {
        let name = &field.value[range.clone()];
        let before = field.value[..range.start].matches(name).count();
        let literal = self.sources.slice(field.place);
        match literal.match_indices(name).nth(before) {
            Some((at, _)) => {
                let start = field.place.start() + at;
                Place::new(field.place.source, start..start + name.len())
            }
            None => field.place,
        }
    }
}

/// A paragraph, heading or cell as one text.
struct Line<'a> {
    text: String,
    /// The runs with words, and where each begins in the text.
    runs: Vec<(usize, &'a Run)>,
}

fn visit_lines<'a>(block: &'a Block, f: &mut dyn FnMut(&Line<'a>)) {
    block.visit_lines(&mut |runs| {
        let mut line = Line {
            text: String::new(),
            runs: Vec::new(),
        };
        for run in runs {
            match &run.kind {
                RunKind::Text(text) => {
                    line.runs.push((line.text.len(), run));
                    line.text.push_str(text);
                }
                RunKind::Break => line.text.push(' '),
                RunKind::Footnote(_) | RunKind::Label(_) => {}
            }
        }
        f(&line);
    });
}

impl Line<'_> {
    /// The place of a stretch of the text in the source.
    fn place(&self, source: SourceId, range: Range<usize>) -> Place {
        let run = |at: usize| {
            let index = self.runs.partition_point(|(start, _)| *start <= at);
            self.runs[index - 1]
        };
        let (first, last) = (run(range.start), run(range.end - 1));
        // A run with an escape or an entity in it is marked whole.
        let exact = |(start, run): (usize, &Run), at: usize| match &run.kind {
            RunKind::Text(text) if text.len() == run.span.len() => {
                Some(run.span.start + at - start)
            }
            _ => None,
        };
        let start = exact(first, range.start).unwrap_or(first.1.span.start);
        let end = exact(last, range.end).unwrap_or(last.1.span.end);
        Place::new(source, start..end)
    }
}
