//! The signed text of an edition: what parties agreed to, in the form in which two versions of it are equal.
//!
//! Signed are the body and eight fields; see [`FIELDS`]. What the classes call layout or typographic doesn't
//! enter: line breaks, paragraphs, bullets, levels of headings, emphasis, forms of quotes. Equal signed texts
//! mean that nobody needs to be asked again; of unequal ones [`changes()`] tells what changed.

use std::cell::OnceCell;
use std::iter;
use std::ops::Range;

use rustc_hash::FxHashSet;
use sha2::{Digest, Sha256};

use crate::diff::changes::{self, Spot};
use crate::diff::class::{Class, Known, Reason, words_of_names};
use crate::diff::fold::{fold1, folds_yeh_and_kaf, is_dash};
use crate::diff::rendered::Rendered;
use crate::diff::text::blocks::{Block as Stretch, Text};
use crate::diff::text::ops::slice;
use crate::diff::text::{Style, compare};
use crate::model::{Block, BlockKind, FrontMatter, Record, Roster, Run, RunKind, Statement};
use crate::source::{Located, Place, Source, Sources};

/// The fields that are signed with the body, as front matter names them.
pub const FIELDS: [&str; 8] = [
    "form",
    "title",
    "subtitle",
    "addressee",
    "sign-off",
    "disclaimers",
    "consent",
    "authentic",
];

/// The signed text of an edition, folded.
#[derive(Debug, PartialEq, Eq)]
struct SignedText {
    /// In the order of [`FIELDS`]. None: not written.
    fields: [Option<Vec<String>>; 8],
    /// The words of the body and its footnotes. Each [`MARK`] stands for the next of `marks`.
    words: String,
    /// What stands between words and is no layout: a quote's begin, a link's target, the mark of a footnote.
    marks: Vec<String>,
}

/// No text that is read holds it: `source` refuses NUL.
const MARK: char = '\0';

impl SignedText {
    fn of(statement: &Statement, yeh_kaf: bool) -> SignedText {
        let mut writer = Writer {
            yeh_kaf,
            ..Writer::default()
        };
        writer.blocks(&statement.body.blocks);
        for (number, note) in statement.body.footnotes.iter().enumerate() {
            writer.mark(format!("footnote {number}"));
            writer.blocks(&note.blocks);
        }
        SignedText {
            fields: fields(&statement.front, yeh_kaf),
            words: fold1(&writer.words, yeh_kaf),
            marks: writer.marks,
        }
    }

    /// Everything, each text with its length before it, so that no two signed texts give the same bytes.
    fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let number = |out: &mut Vec<u8>, n: usize| out.extend((n as u64).to_le_bytes());
        let list = |texts: &[String], out: &mut Vec<u8>| {
            number(out, texts.len());
            for text in texts {
                number(out, text.len());
                out.extend(text.as_bytes());
            }
        };
        for field in &self.fields {
            out.push(u8::from(field.is_some()));
            list(field.as_deref().unwrap_or_default(), &mut out);
        }
        list(std::slice::from_ref(&self.words), &mut out);
        list(&self.marks, &mut out);
        out
    }
}

/// The digest of an edition's signed text: `fold1:sha256:` and 64 digits.
pub fn digest(statement: &Statement) -> String {
    let yeh_kaf = folds_yeh_and_kaf(statement.lang.primary());
    format!(
        "fold1:{}",
        sha256(&SignedText::of(statement, yeh_kaf).bytes())
    )
}

/// The digest of bytes as they lie: `sha256:` and 64 digits.
pub fn sha256(bytes: &[u8]) -> String {
    let digits: String = Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("sha256:{digits}")
}

/// The signed fields, folded. A text without a letter in it is not printed, so it is not there; no disclaimer
/// at all (`disclaimers = []`) is something else than leaving the usual one to the program.
fn fields(front: &FrontMatter, yeh_kaf: bool) -> [Option<Vec<String>>; 8] {
    let fold = |text: &Located<String>| {
        let folded = fold1(&text.value, yeh_kaf);
        (!folded.is_empty()).then_some(folded)
    };
    let one = |field: &Option<Located<String>>| Some(vec![fold(field.as_ref()?)?]);
    [
        Some(vec![front.form().name().to_string()]),
        one(&front.title),
        one(&front.subtitle),
        one(&front.addressee),
        one(&front.sign_off),
        front
            .disclaimers
            .as_ref()
            .map(|all| all.iter().filter_map(fold).collect()),
        one(&front.consent),
        one(&front.authentic),
    ]
}

/// Writes the body as words and marks.
#[derive(Default)]
struct Writer {
    words: String,
    marks: Vec<String>,
    yeh_kaf: bool,
    /// The link and the struck words that are open.
    link: Option<String>,
    struck: Option<String>,
    /// How many items of lists it stands in.
    level: usize,
}

impl Writer {
    fn mark(&mut self, mark: impl Into<String>) {
        // A number may follow behind the mark: a dash before it stays what it is.
        if let Some(dash) = self
            .words
            .trim_end()
            .chars()
            .next_back()
            .filter(|&c| is_dash(c))
        {
            self.words.push(MARK);
            self.marks.push(format!("behind {dash}"));
        }
        self.words.push(MARK);
        self.marks.push(mark.into());
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph(runs) | BlockKind::Heading { runs, .. } => self.runs(runs),
                BlockKind::List { start, items } => {
                    // What stands under an item is said of it.
                    let is_inner = self.level > 0;
                    self.level += 1;
                    if is_inner {
                        self.mark("list");
                    }
                    for (number, item) in (start.unwrap_or_default()..).zip(items) {
                        if start.is_some() {
                            self.mark(format!("number {number}"));
                        }
                        self.blocks(item);
                    }
                    self.level -= 1;
                    if is_inner {
                        self.mark("end of list");
                    }
                }
                BlockKind::Quote(blocks) => {
                    self.mark("quote");
                    self.blocks(blocks);
                    self.mark("end of quote");
                }
                BlockKind::Table { head, rows, .. } => {
                    self.mark("table");
                    for row in iter::once(head).chain(rows) {
                        self.mark("row");
                        for cell in row {
                            self.mark("cell");
                            self.runs(cell);
                        }
                    }
                    self.mark("end of table");
                }
                BlockKind::Code(run) => self.runs(std::slice::from_ref(run)),
                BlockKind::Rule => self.mark("rule"),
            }
        }
    }

    /// Writes a paragraph; the next goes on behind a space.
    fn runs(&mut self, runs: &[Run]) {
        for run in runs {
            if run.link != self.link {
                self.end_link();
                if let Some(target) = &run.link {
                    self.mark(format!("link {target}"));
                }
                self.link.clone_from(&run.link);
            }
            match (run.voice.strikethrough, self.struck.is_some()) {
                (true, false) => {
                    self.mark("struck");
                    self.struck = Some(String::new());
                }
                (false, true) => self.end_struck(),
                _ => {}
            }
            match &run.kind {
                RunKind::Text(text) if run.voice.code => self.mark(format!("code {text}")),
                RunKind::Text(text) => {
                    let text = text.replace(MARK, "\u{fffd}");
                    self.words.push_str(&text);
                    self.struck
                        .iter_mut()
                        .for_each(|struck| struck.push_str(&text));
                }
                RunKind::Break => self.words.push(' '),
                // Words about a change: of a redline, no statement has any.
                RunKind::Label(_) => {}
                RunKind::Footnote(number) => self.mark(format!("mark of footnote {number}")),
            }
        }
        self.end_struck();
        self.end_link();
        self.words.push(' ');
    }

    fn end_link(&mut self) {
        if self.link.take().is_some() {
            self.mark("end of link");
        }
    }

    fn end_struck(&mut self) {
        if let Some(struck) = self.struck.take() {
            self.mark(format!("end of struck {}", fold1(&struck, self.yeh_kaf)));
        }
    }
}

/// A change of the signed text that readers can tell: layout and typography are none.
#[derive(Debug, Clone, PartialEq)]
pub struct SignedChange {
    pub class: Class,
    pub reason: Reason,
    pub old_spot: Option<Spot>,
    pub new_spot: Option<Spot>,
    /// What was taken out and put in; either may be empty. Both, where they moved, are the words moved.
    pub old: String,
    pub new: String,
    /// A few words of the new version around it, in the same paragraph; none around a field.
    pub before: String,
    pub behind: String,
    /// Where it is in the new edition's source; empty where only something was taken out.
    pub place: Place,
}

/// What is known around the editions that are compared.
pub struct Around<'a> {
    pub sources: &'a Sources,
    roster: &'a Roster,
    /// The words of the signatories' names, made when two texts differ.
    names: OnceCell<FxHashSet<String>>,
}

impl<'a> Around<'a> {
    pub fn new(sources: &'a Sources, roster: &'a Roster) -> Around<'a> {
        Around {
            sources,
            roster,
            names: OnceCell::new(),
        }
    }

    fn known(&self, yeh_kaf: bool) -> Known {
        let names = self.names.get_or_init(|| names(&self.roster.records));
        Known {
            yeh_kaf,
            names: names.clone(),
        }
    }
}

/// The words of the names in a roster: changed in a text, they are no slips of the pen.
pub fn names<'r>(records: impl IntoIterator<Item = &'r Record>) -> FxHashSet<String> {
    words_of_names(records.into_iter().flat_map(|record| {
        let names = iter::once(&record.name).chain(&record.acronym);
        let others = record.aliases.iter().chain(record.names.values());
        names.chain(others).map(|name| name.value.as_str())
    }))
}

/// Whether front matter, such as that which all statements share, says anything that is signed.
pub fn has_signed_fields(front: &FrontMatter) -> bool {
    let texts = [
        &front.title,
        &front.subtitle,
        &front.addressee,
        &front.sign_off,
        &front.consent,
        &front.authentic,
    ];
    front.form.is_some() || front.disclaimers.is_some() || texts.iter().any(|text| text.is_some())
}

/// Which signed fields say something else, those that all statements share among them.
pub fn field_changes(old: &Statement, new: &Statement) -> Vec<SignedChange> {
    let yeh_kaf = [old, new]
        .into_iter()
        .all(|edition| folds_yeh_and_kaf(edition.lang.primary()));
    let (a, b) = (fields(&old.front, yeh_kaf), fields(&new.front, yeh_kaf));
    (0..FIELDS.len())
        .filter(|&at| a[at] != b[at])
        .map(|at| of_field(at, old, new))
        .collect()
}

/// What changed between two versions of an edition, the fields first, then the body in reading order.
pub fn changes(around: &Around, old: &Statement, new: &Statement) -> Vec<SignedChange> {
    let yeh_kaf = [old, new]
        .into_iter()
        .all(|edition| folds_yeh_and_kaf(edition.lang.primary()));
    let (a, b) = (SignedText::of(old, yeh_kaf), SignedText::of(new, yeh_kaf));
    let mut found = field_changes(old, new);
    if (&a.words, &a.marks) == (&b.words, &b.marks) {
        return found;
    }
    let body = of_body(around.sources, old, new, &around.known(yeh_kaf));
    let has_material = body.iter().any(|change| change.class.reconfirms());
    found.extend(body);
    // What stands between words is no layout: if nothing that was found tells of it, it is material. So are words
    // that run together, as by "we**ask**" in place of "we **ask**".
    let reason = match a.marks != b.marks {
        true => Some("strikethrough, links, quotes, notes, numbers or levels of lists"),
        false => (found.is_empty() && words_apart(&a.words) != words_apart(&b.words))
            .then_some("words that run together, or apart"),
    };
    if let Some(reason) = reason.filter(|_| !has_material) {
        found.push(SignedChange {
            class: Class::Material,
            reason,
            old_spot: None,
            new_spot: None,
            old: String::new(),
            new: String::new(),
            before: String::new(),
            behind: String::new(),
            place: Place::new(new.source, new.body.span.start..new.body.span.start),
        });
    }
    found
}

/// A text without the spaces beside punctuation: French has one before a colon, English has none.
fn words_apart(text: &str) -> String {
    let divides = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric() && c != MARK);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().filter(|c| *c != '\n').peekable();
    while let Some(c) = rest.next() {
        if c == ' ' && (divides(out.chars().next_back()) || divides(rest.peek().copied())) {
            continue;
        }
        out.push(c);
    }
    out
}

fn of_field(at: usize, old: &Statement, new: &Statement) -> SignedChange {
    let written = |front: &FrontMatter| -> Vec<Located<String>> {
        let one = |field: &Option<Located<String>>| field.iter().cloned().collect();
        match FIELDS[at] {
            "form" => {
                let form = front.form.iter();
                form.map(|form| Located::new(form.value.name().to_string(), form.place))
                    .collect()
            }
            "title" => one(&front.title),
            "subtitle" => one(&front.subtitle),
            "addressee" => one(&front.addressee),
            "sign-off" => one(&front.sign_off),
            "disclaimers" => front.disclaimers.clone().unwrap_or_default(),
            "consent" => one(&front.consent),
            _ => one(&front.authentic),
        }
    };
    let (before, after) = (written(&old.front), written(&new.front));
    let joined = |texts: &[Located<String>]| {
        let texts: Vec<&str> = texts.iter().map(|text| text.value.trim()).collect();
        texts.join("\n")
    };
    // A field may stand in the file that all statements share.
    let place = after.first().map(|text| text.place);
    let spot = || Some(Spot::Field(FIELDS[at].into()));
    SignedChange {
        class: Class::Terms,
        reason: match (before.is_empty(), after.is_empty()) {
            (true, false) => "put in",
            (false, true) => "taken out",
            _ => "other words",
        },
        old_spot: spot(),
        new_spot: spot(),
        old: joined(&before),
        new: joined(&after),
        before: String::new(),
        behind: String::new(),
        place: place.unwrap_or(Place::new(new.source, 0..0)),
    }
}

fn of_body(
    sources: &Sources,
    old: &Statement,
    new: &Statement,
    known: &Known,
) -> Vec<SignedChange> {
    // Front matter is compared apart: a sentence that moved from the body into a publisher's field has gone.
    let all_markdown = [old, new]
        .iter()
        .all(|edition| is_markdown(sources.get(edition.source)));
    let text = |edition: &Statement| {
        let written = &sources.get(edition.source).text;
        match all_markdown {
            true => Rendered::as_written(written, edition.body.span.clone()),
            false => Rendered::of(&edition.body, written),
        }
    };
    let (before, after) = (text(old), text(new));
    let compared = compare(
        &before.text,
        &after.text,
        [Style::Markdown; 2],
        known.yeh_kaf,
    );
    let place = |range: &Range<usize>| {
        let tokens = &compared.new.tokens;
        let start = tokens
            .get(range.start)
            .map_or(after.text.len(), |token| token.start as usize);
        let end = match range.is_empty() {
            true => start,
            false => tokens[range.end - 1].end as usize,
        };
        Place::new(new.source, after.source(start..end))
    };
    changes::changes(&compared, known)
        .into_iter()
        .filter(|change| change.class > Class::Typographic)
        .map(|change| {
            let (before, behind) = match change.new_spot {
                Some(_) => words_around(&compared.new, &change.new),
                None => Default::default(),
            };
            SignedChange {
                class: change.class,
                reason: change.reason,
                old: slice(&compared.old, &change.old).trim().to_string(),
                new: slice(&compared.new, &change.new).trim().to_string(),
                before,
                behind,
                place: place(&change.new),
                old_spot: change.old_spot,
                new_spot: change.new_spot,
            }
        })
        .collect()
}

/// The words before and behind some tokens, as far as their paragraph goes. A change of whole paragraphs has none.
fn words_around(text: &Text, tokens: &Range<usize>) -> (String, String) {
    const WORDS: usize = 5;
    let whole =
        |block: &Stretch| block.tokens.start >= tokens.start && block.tokens.end <= tokens.end;
    let inside = |block: &&Stretch| {
        block.tokens.start <= tokens.start && tokens.end <= block.tokens.end && !whole(block)
    };
    let Some(block) = text.blocks.iter().find(inside) else {
        return (String::new(), String::new());
    };
    let shown = |range: Range<usize>| slice(text, &range).trim().to_string();
    let start = block.tokens.start.max(tokens.start.saturating_sub(WORDS));
    let end = block.tokens.end.min(tokens.end + WORDS);
    let mark = |cut: bool| if cut { "… " } else { "" };
    let before = format!(
        "{}{}",
        mark(start > block.tokens.start),
        shown(start..tokens.start)
    );
    let behind = format!(
        "{}{}",
        shown(tokens.end..end),
        if end < block.tokens.end { " …" } else { "" }
    );
    (before, behind)
}

fn is_markdown(source: &Source) -> bool {
    source
        .path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("md"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Findings;
    use crate::diff::places::name;
    use crate::read;

    fn compared(old: &str, new: &str) -> (bool, Option<Class>) {
        let mut sources = Sources::default();
        let mut read = |text: &str| {
            let id = sources.add(Source::new("statements/a.md", text));
            read::statement(
                &sources,
                id,
                &FrontMatter::default(),
                &mut Findings::default(),
            )
        };
        let (old, new) = (read(old), read(new));
        let id = sources.add(Source::new(
            "signatories.toml",
            "[[signatory]]\nname = \"Tarnfields\"\n",
        ));
        let roster = read::roster(&sources, id, &mut Findings::default());
        let gravest = changes(&Around::new(&sources, &roster), &old, &new)
            .iter()
            .map(|change| change.class)
            .max();
        (digest(&old) == digest(&new), gravest)
    }

    #[test]
    fn words_that_run_together_are_material() {
        for (old, new) in [
            ("We **ask** now.", "We**ask** now."),
            ("See `now` here.", "See`now` here."),
            (
                "See [now](https://a.example) here.",
                "See[now](https://a.example) here.",
            ),
        ] {
            for (a, b) in [(old, new), (new, old)] {
                assert_eq!(compared(a, b), (false, Some(Class::Material)), "{a} → {b}");
            }
        }
        assert_eq!(compared("We ask: now.", "We ask : now.").1, None);
    }

    #[test]
    fn a_body_in_typst_is_compared_with_one_in_markdown() {
        let classes =
            |old: (&str, &str), new: (&str, &str)| -> Vec<(Class, String, String, String)> {
                let mut sources = Sources::default();
                let findings = &mut Findings::default();
                let mut read = |(ending, text): (&str, &str)| {
                    let id = sources.add(Source::new(format!("statements/a.{ending}"), text));
                    read::statement(&sources, id, &FrontMatter::default(), findings)
                };
                let (old, new) = (read(old), read(new));
                let id = sources.add(Source::new("signatories.toml", ""));
                let roster = Roster::empty(id);
                changes(&Around::new(&sources, &roster), &old, &new)
                    .into_iter()
                    .map(|change| {
                        let spot = change.new_spot.as_ref().map_or("".into(), name);
                        (
                            change.class,
                            spot,
                            change.old,
                            sources.slice(change.place).to_string(),
                        )
                    })
                    .collect()
            };
        let typst = "= Why\n\nWe ask #strike[never] for _48_ benches#footnote[Of wood.]:\n\n+ red *ones*\n+ blue ones\n\n#quote(block: true)[\n  Sit down.\n]\n\n1 \\* 2 costs #link(\"https://a.example\")[this].\n";
        let markdown = "# Why\n\nWe ask ~~never~~ for 48 benches[^1]:\n\n1. red ones\n2. blue ones\n\n> Sit down.\n\n1 \\* 2 costs [this](https://a.example).\n\n[^1]: Of wood.\n";
        assert_eq!(classes(("typ", typst), ("md", markdown)), []);
        assert_eq!(classes(("md", markdown), ("typ", typst)), []);
        let of = |class, spot: &str, old: &str, new: &str| {
            vec![(class, spot.to_string(), old.to_string(), new.to_string())]
        };
        for (from, to, expected) in [
            ("48", "47", of(Class::Material, "paragraph 1", "48", "47")),
            (
                "blue",
                "Blue",
                of(Class::Orthographic, "paragraph 3", "blue", "Blue"),
            ),
            (
                "wood",
                "iron",
                of(Class::Material, "paragraph 6", "wood", "iron"),
            ),
        ] {
            let layout = typst
                .replace("= Why", "=== Why")
                .replace("_48_", "48")
                .replace("*ones*", "ones");
            assert_eq!(
                classes(("typ", typst), ("typ", &layout.replace(from, to))),
                expected
            );
            let places = classes(
                ("typ", &layout.replace(to, from)),
                ("md", &markdown.replace(from, to)),
            );
            assert_eq!(places, expected);
        }
    }

    #[test]
    fn layout_and_typography_leave_the_digest_as_it_is() {
        for (old, new) in [
            ("We ask\nfor peace.", "We ask for\npeace."),
            ("We ask.\n\nNow.", "We ask. Now."),
            ("- peace\n- bread", "* peace\n\n* bread"),
            ("# Peace\n\nNow.", "### Peace\n\nNow."),
            ("We **must** act.", "We *must* act."),
            ("1. peace\n2. bread", "1) peace\n1) bread"),
            ("the people’s “right”", "the people's \"right\""),
            ("peace \u{2014} now", "peace \u{2013} now"),
            ("One[^a].\n\n[^a]: Note.", "One[^1].\n\n[^1]: Note."),
            ("[a](http://a.example)", "[a][1]\n\n[1]: http://a.example"),
            (
                "+++\ntitle = \"A\"\n+++\n\nB.",
                "+++\ntitle = ' A'\nlead = \"C\"\n+++\n\nB.",
            ),
            ("+++\ntitle = \"\"\n+++\n\nB.", "B."),
        ] {
            assert_eq!(compared(old, new), (true, None), "{old:?} → {new:?}");
        }
    }

    #[test]
    fn everything_else_changes_the_digest() {
        for (class, old, new) in [
            (
                Class::Orthographic,
                "We ask for Peace.",
                "We ask for peace.",
            ),
            (Class::Material, "We do not agree.", "We do ~~not~~ agree."),
            (Class::Material, "\\~\\~not\\~\\~ now", "~~not~~ now"),
            (Class::Material, "Peace now.", "> Peace now."),
            // A signatory's name is no slip of the pen.
            (
                Class::Orthographic,
                "We harvst. We harvest.",
                "We harvest. We harvest.",
            ),
            (
                Class::Material,
                "We of Tarnfeld. Tarnfields.",
                "We of Tarnfields. Tarnfields.",
            ),
            (
                Class::Terms,
                "We ask.",
                "+++\nform = \"open-letter\"\n+++\n\nWe ask.",
            ),
            (Class::Material, "1. peace", "2. peace"),
            (Class::Material, "- peace\n- bread", "1. peace\n2. bread"),
            (
                Class::Material,
                "[a](http://a.example)",
                "[a](http://b.example)",
            ),
            (
                Class::Material,
                "[a](http://a.example/’)",
                "[a](http://a.example/')",
            ),
            (Class::Material, "One.", "One[^1].\n\n[^1]: Note."),
            (
                Class::Material,
                "One[^1].\n\n[^1]: Note.",
                "One[^1].\n\n[^1]: Knot.",
            ),
            (Class::Material, "We ask.\n\nNow.", "We ask."),
            // A sentence that becomes the publisher's is signed no more.
            (
                Class::Material,
                "Six parties met in Lenz.\n\nWe ask.",
                "+++\nlead = \"Six parties met in Lenz.\"\n+++\n\nWe ask.",
            ),
            // No front matter hides in a body.
            (
                Class::Material,
                "+++\n+++\n\n+++\nnotes = 1\n+++\n\nWe ask.",
                "+++\n+++\n\n+++\nnotes = 2\n+++\n\nWe ask.",
            ),
            (
                Class::Terms,
                "We ask.",
                "+++\ntitle = \"A\"\n+++\n\nWe ask.",
            ),
            (
                Class::Terms,
                "We ask.",
                "+++\ndisclaimers = []\n+++\n\nWe ask.",
            ),
            (
                Class::Terms,
                "+++\ntitle = \"A\"\n+++\n\nWe ask.",
                "+++\nsubtitle = \"A\"\n+++\n\nWe ask.",
            ),
        ] {
            assert_eq!(
                compared(old, new),
                (false, Some(class)),
                "{old:?} → {new:?}"
            );
        }
    }

    /// Versions that lie in archives bear it: if it changes, the fold has become another and needs its name.
    #[test]
    fn the_digest_is_the_same_for_ever() {
        let mut sources = Sources::default();
        let text = "+++\ntitle = \"Open the pools\"\ndisclaimers = [\"No endorsement.\"]\n+++\n\n# Why\n\nWe ask “now”[^1] for [two](https://pools.example) ~~three~~ `four`:\n\n1. water\n2. > light — 5\n\n| a | b |\n|---|---|\n| c | d |\n\n---\n\n[^1]: Today.\n";
        let id = sources.add(Source::new("statements/pools.md", text));
        let read = read::statement(
            &sources,
            id,
            &FrontMatter::default(),
            &mut Findings::default(),
        );
        assert_eq!(
            digest(&read),
            "fold1:sha256:b7b21ecaff306ab12c569f1c6757100bbe41c3055d47ada503b2e93c14015621"
        );
    }
}
