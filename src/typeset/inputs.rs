//! The document as values for the templates: structure as dictionaries, words as content.

use typst::foundations::{Array, Content, Datetime, Dict, IntoValue, Value};

use chrono::Datelike;

use crate::model::Words;
use crate::model::body::{Align, Block, BlockKind};
use crate::model::document::{Annex, Contact, Direction, Document, Press, Redline};
use crate::model::language::Language;
use crate::model::levels::Levels;
use crate::model::statement::{Form, NotesPosition};
use crate::typeset::faces::{self, Faces};
use crate::typeset::marks;
use crate::typeset::roster::{Board, Line, Roster};
use crate::typeset::ruler::Ruler;
use crate::typeset::sheet::{Sheet, Tightness, pt};
use crate::typeset::text::Text;

/// Builds the value of `sys.inputs`.
pub fn inputs(
    document: &Document,
    faces: &Faces,
    sheet: &Sheet,
    roster: Option<(&Roster, &[Board])>,
    tightness: Tightness,
    text: &mut Text,
) -> Dict {
    let arabic = text.right_to_left;
    let title_size = match (document.form, arabic) {
        (Form::JointStatement, false) => 21.0,
        (Form::JointStatement, true) => 22.0,
        (Form::OpenLetter, _) => 17.0,
        (Form::PressRelease, _) => 19.0,
    };
    let subtitle_size = 12.0;
    let title_measure = match document.form {
        Form::PressRelease => sheet.measure * 0.7,
        _ => sheet.measure,
    };
    let strong = Ruler::new(600);
    let mut levels = Levels::below_title(document);
    let mut field = |name: &'static str, value: &Option<String>| match value {
        Some(value) => text.field(name, value).into_value(),
        None => Value::None,
    };
    let mut out = dict([
        ("sheet", sheet.inputs().into_value()),
        ("air", tightness.air().into_value()),
        ("dense", (tightness == Tightness::Text).into_value()),
        ("info", info(document)),
        ("lang", document.lang.primary().into_value()),
        ("region", region(&document.lang)),
        (
            "rtl",
            (document.direction == Direction::RightToLeft).into_value(),
        ),
        ("fonts", fonts(arabic, faces)),
        ("draft", field("the draft's mark", &document.draft)),
        ("embargo", field("the embargo", &document.embargo)),
        ("immediate", field("the release line", &document.immediate)),
        (
            "place-and-date",
            field("the place and date", &document.place_and_date),
        ),
        ("release-date", field("the date", &document.release_date)),
        ("dateline", field("the dateline", &document.dateline)),
        ("title-size", pt(title_size)),
        (
            "title-width",
            pt(even(
                &strong,
                document.title.as_deref(),
                title_size,
                title_measure,
            )),
        ),
        ("subtitle-size", pt(subtitle_size)),
        (
            "subtitle-width",
            pt(even(
                &strong,
                document.subtitle.as_deref(),
                subtitle_size,
                title_measure,
            )),
        ),
    ]);
    let mut marked = |name: &'static str, words: &Option<Words>| {
        option(
            words
                .as_ref()
                .map(|words| text.words(name, words).into_value()),
        )
    };
    out.extend(dict([
        ("title", marked("the title", &document.title)),
        ("subtitle", marked("the subtitle", &document.subtitle)),
    ]));
    let label = Some(document.form_label.clone()).filter(|label| !label.is_empty());
    let press = document
        .press
        .as_ref()
        .map(|press| self::press(press, text));
    let issuer = document.issuer.as_ref().map(|issuer| {
        let mut field = |value: &str| text.field("the issuer", value).into_value();
        let label = Some(issuer.label.as_str()).filter(|label| !label.is_empty());
        dict([
            ("label", option(label.map(&mut field))),
            ("name", field(&issuer.name)),
            ("address", option(issuer.address.as_deref().map(&mut field))),
            ("url", option(issuer.url.as_deref().map(&mut field))),
        ])
    });
    let rail = document.rail.iter().map(|(label, lines)| {
        let label = text.field("the margin", label).into_value();
        Value::Array(
            [label, fields("the margin", lines, text)]
                .into_iter()
                .collect(),
        )
    });
    let rail = Value::Array(rail.collect());
    out.extend(dict([
        (
            "label",
            option(label.map(|label| text.field("the form's name", &label).into_value())),
        ),
        ("issuer", option(issuer.map(Value::Dict))),
        ("rail", rail),
        ("lead", words("the lead", &document.lead, text)),
        (
            "addressee",
            words("the addressee", &document.addressee, text),
        ),
        ("salutation", has_salutation(document).into_value()),
        ("body", blocks(&document.body, &mut levels, text)),
        ("sign-off", words("the sign-off", &document.sign_off, text)),
        ("terms", words("the terms", &document.terms, text)),
        ("foot", fields("the foot", &document.foot, text)),
        ("press", option(press.map(Value::Dict))),
        ("folio", folio(document, text)),
        (
            "list",
            option(roster.map(|(roster, boards)| list(roster, boards, text))),
        ),
    ]));
    let redline = document
        .redline
        .as_ref()
        .map(|redline| self::redline(redline, text));
    let redline = redline.map(|mut redline| {
        redline.insert("level".into(), levels.clamp(2).into_value());
        Value::Dict(redline)
    });
    out.insert("redline".into(), option(redline));
    let base = if document.annex.is_some() { 3 } else { 2 };
    out.insert("list-level".into(), levels.clamp(base).into_value());
    let annex = document
        .annex
        .as_ref()
        .map(|annex| self::annex(annex, sheet, text));
    out.insert("annex".into(), option(annex.map(Value::Dict)));
    out
}

fn dict<const N: usize>(pairs: [(&str, Value); N]) -> Dict {
    pairs
        .into_iter()
        .map(|(name, value)| (name.into(), value))
        .collect()
}

fn option(value: Option<Value>) -> Value {
    value.unwrap_or(Value::None)
}

fn fields(name: &'static str, lines: &[String], text: &mut Text) -> Value {
    Value::Array(
        lines
            .iter()
            .map(|line| text.field(name, line).into_value())
            .collect(),
    )
}

/// The same of lines with marks.
fn words(name: &'static str, lines: &[Words], text: &mut Text) -> Value {
    Value::Array(
        lines
            .iter()
            .map(|line| text.words(name, line).into_value())
            .collect(),
    )
}

/// What the PDF says about itself: no control characters, which would make its XMP malformed.
fn info(document: &Document) -> Value {
    let clean = |text: &str| text.replace(|c: char| c.is_control(), " ").into_value();
    let date = document.info.date;
    let date = Datetime::from_ymd(date.year(), date.month() as u8, date.day() as u8);
    let author = document.info.author.as_deref().map(clean);
    Value::Dict(dict([
        ("title", clean(&document.info.title)),
        ("author", option(author)),
        ("date", date.expect("chrono's dates exist").into_value()),
    ]))
}

/// Typst takes regions of two letters only.
fn region(lang: &Language) -> Value {
    option(
        lang.region()
            .filter(|region| region.len() == 2)
            .map(|region| region.into_value()),
    )
}

fn fonts(arabic: bool, faces: &Faces) -> Value {
    let ours = if arabic {
        [faces::ARABIC, faces::LATIN]
    } else {
        [faces::LATIN, faces::ARABIC]
    };
    let project = faces.project().iter().map(String::as_str);
    let all = ours.into_iter().chain(project).chain([faces::MODERN]);
    Value::Array(all.map(IntoValue::into_value).collect())
}

/// The least width at which a title takes no more lines than at the full one, in points.
fn even(ruler: &Ruler, title: Option<&str>, size: f64, measure: f64) -> f64 {
    let Some(title) = title else { return measure };
    // Estimates err; a title that nearly fills its lines isn't squeezed.
    let slack = 1.02;
    let lines = ruler.lines(title, size * slack, measure, 0.0).0;
    if lines < 2 {
        return measure;
    }
    let (mut low, mut high) = (measure / 3.0, measure);
    while high - low > 1.0 {
        let middle = (low + high) / 2.0;
        if ruler.lines(title, size * slack, middle, 0.0).0 <= lines {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

fn blocks(blocks: &[Block], levels: &mut Levels, text: &mut Text) -> Value {
    Value::Array(
        blocks
            .iter()
            .map(|block| Value::Dict(self::block(block, levels, text)))
            .collect(),
    )
}

fn block(block: &Block, levels: &mut Levels, text: &mut Text) -> Dict {
    let kind = |name: &str| ("kind", name.into_value());
    match &block.kind {
        BlockKind::Paragraph(runs) => {
            let number = block
                .number
                .as_deref()
                .map(|number| text.field("a paragraph's number", number).into_value());
            dict([
                kind("paragraph"),
                ("number", option(number)),
                ("body", text.runs(runs).into_value()),
            ])
        }
        BlockKind::Heading { level, runs } => dict([
            kind("heading"),
            ("level", levels.next(usize::from(*level) + 1).into_value()),
            // The step in print stays what the author wrote.
            ("step", i64::from(*level).into_value()),
            ("body", text.runs(runs).into_value()),
        ]),
        BlockKind::List { start, items } => dict([
            kind("list"),
            (
                "start",
                option(start.map(|start| (start as i64).into_value())),
            ),
            (
                "items",
                Value::Array(
                    items
                        .iter()
                        .map(|item| blocks(item, levels, text))
                        .collect(),
                ),
            ),
        ]),
        BlockKind::Quote(inner) => dict([kind("quote"), ("body", blocks(inner, levels, text))]),
        BlockKind::Table { align, head, rows } => {
            let mut row = |cells: &Vec<Vec<_>>| -> Value {
                Value::Array(
                    cells
                        .iter()
                        .map(|cell| text.runs(cell).into_value())
                        .collect(),
                )
            };
            let align = align.iter().map(|align| match align {
                Align::Start => "start".into_value(),
                Align::Center => "center".into_value(),
                Align::End => "end".into_value(),
            });
            dict([
                kind("table"),
                ("align", Value::Array(align.collect())),
                ("head", row(head)),
                ("rows", Value::Array(rows.iter().map(row).collect())),
            ])
        }
        BlockKind::Code(run) => dict([kind("code"), ("body", text.code_block(run).into_value())]),
        BlockKind::Rule => dict([kind("rule")]),
    }
}

fn list(roster: &Roster, boards: &[Board], text: &mut Text) -> Value {
    let entries: Vec<_> = roster.list().entries().collect();
    let setting = *roster.setting();
    let boards = boards.iter().map(|board| {
        let section = &roster.list().sections[board.section];
        let heading = (board.opens && !section.heading.is_empty()).then(|| {
            text.words("the list's heading", &section.heading)
                .into_value()
        });
        let columns = board.columns.iter().map(|column| {
            let mut parts = Array::new();
            let mut run: Vec<Content> = Vec::new();
            for line in column {
                match *line {
                    Line::Entry(number) => {
                        run.push(text.entry(number, entries[number], setting.stacked));
                    }
                    Line::Group(index) => {
                        if !run.is_empty() {
                            parts.push(Content::sequence(std::mem::take(&mut run)).into_value());
                        }
                        let heading = section.groups[index].heading.as_deref().unwrap_or_default();
                        let heading = text.field("a group's heading", heading).into_value();
                        parts.push(Value::Dict(dict([("group", heading)])));
                    }
                }
            }
            if !run.is_empty() {
                parts.push(Content::sequence(run).into_value());
            }
            Value::Array(parts)
        });
        let columns = Value::Array(columns.collect());
        Value::Dict(dict([
            ("on-new-page", board.on_new_page.into_value()),
            ("heading", option(heading)),
            ("count", board.count.into_value()),
            ("columns", columns),
        ]))
    });
    let boards = Value::Array(boards.collect());
    let notes = roster.list().notes.iter().map(|(mark, note)| {
        let pair = [mark, note].map(|part| text.field("a note to a name", part).into_value());
        Value::Array(pair.into_iter().collect())
    });
    let notes = Value::Array(notes.collect());
    Value::Dict(dict([
        ("size", pt(setting.size)),
        ("distance", pt(setting.distance)),
        ("gutter", pt(setting.gutter)),
        ("gap", pt(setting.gap)),
        ("hang", pt(setting.hang)),
        ("between", pt(setting.between)),
        ("under-heading", pt(setting.under_heading)),
        ("boards", boards),
        ("notes", notes),
    ]))
}

/// What a redline says: its head, its legend, and the annex of changes.
fn redline(redline: &Redline, text: &mut Text) -> Dict {
    let legend = redline.legend.iter().map(|(mark, word)| {
        let word = text.field("the legend", word);
        marks::look(*mark, word).into_value()
    });
    let legend = Value::Array(legend.collect());
    let parts = redline.parts.iter().map(|(heading, notes)| {
        let heading = text.field("the changes", heading).into_value();
        let notes = notes.iter().map(|note| {
            let mut field = |part: &str| text.field("the changes", part).into_value();
            let (number, about) = (field(&note.number), field(&note.about));
            let consequence = match note.consequence.as_str() {
                "" => Value::None,
                consequence => field(consequence),
            };
            let words = note.words.pieces().into_iter().map(|(mark, piece)| {
                let piece = text.field("the changes", piece);
                marks::look(mark, piece)
            });
            let words: Vec<Content> = words.collect();
            let words = match words.is_empty() {
                true => Value::None,
                false => Content::sequence(words).into_value(),
            };
            Value::Array([number, about, words, consequence].into_iter().collect())
        });
        let notes = Value::Array(notes.collect());
        Value::Array([heading, notes].into_iter().collect())
    });
    let parts = Value::Array(parts.collect());
    dict([
        ("versions", fields("the versions", &redline.versions, text)),
        ("legend", legend),
        (
            "title",
            text.field("the changes", &redline.annex_title).into_value(),
        ),
        ("summary", fields("the changes", &redline.summary, text)),
        ("parts", parts),
    ])
}

fn press(press: &Press, text: &mut Text) -> Dict {
    let contacts = press
        .contacts
        .iter()
        .map(|contact| Value::Array(self::contact(contact, text)));
    let contacts = Value::Array(contacts.collect());
    let notes = press.notes.iter().map(|(number, note)| {
        let number = text.field("the notes", number).into_value();
        let note = text.words("the notes", note).into_value();
        Value::Array([number, note].into_iter().collect())
    });
    let notes = Value::Array(notes.collect());
    let boilerplate = press.boilerplate.iter().map(|(heading, paragraphs)| {
        let heading = match heading.as_str() {
            "" => Value::None,
            heading => text.field("the boilerplate", heading).into_value(),
        };
        let paragraphs = fields("the boilerplate", paragraphs, text);
        Value::Array([heading, paragraphs].into_iter().collect())
    });
    let boilerplate = Value::Array(boilerplate.collect());
    dict([
        (
            "contacts-label",
            text.field("the contacts", &press.contacts_label)
                .into_value(),
        ),
        ("contacts", contacts),
        ("ends", text.field("the end mark", &press.ends).into_value()),
        (
            "notes-label",
            text.field("the notes", &press.notes_label).into_value(),
        ),
        ("notes", notes),
        (
            "notes-before",
            (press.notes_position == NotesPosition::Before).into_value(),
        ),
        ("boilerplate", boilerplate),
        (
            "more-follows",
            text.field("the foot", &press.more_follows).into_value(),
        ),
    ])
}

/// The lines of a contact, in blocks: who, telephones, e-mail.
fn contact(contact: &Contact, text: &mut Text) -> Array {
    let who: Vec<String> = contact.name.iter().chain(&contact.role).cloned().collect();
    let mail: Vec<String> = contact.e_mail.iter().cloned().collect();
    [who, contact.telephones.clone(), mail]
        .into_iter()
        .filter(|lines| !lines.is_empty())
        .map(|lines| fields("the contacts", &lines, text))
        .collect()
}

fn annex(annex: &Annex, sheet: &Sheet, text: &mut Text) -> Dict {
    let width = even(&Ruler::new(600), Some(&annex.title), 15.0, sheet.measure);
    dict([
        (
            "title",
            text.field("the annex's title", &annex.title).into_value(),
        ),
        ("title-width", pt(width)),
        ("terms", words("the terms", &annex.terms, text)),
        ("foot", fields("the foot", &annex.foot, text)),
    ])
}

/// Whether the body opens with a line such as "Dear Minister,", which stands apart.
fn has_salutation(document: &Document) -> bool {
    let [first, _, ..] = document.body.as_slice() else {
        return false;
    };
    let words = first.text();
    let words = words.trim_end();
    matches!(first.kind, BlockKind::Paragraph(_))
        && words.chars().count() <= 80
        && words.ends_with([',', '،', ':', '!'])
}

fn folio(document: &Document, text: &mut Text) -> Value {
    let digits = document
        .folio
        .digits
        .iter()
        .map(|digit| digit.to_string().into_value());
    let digits = Value::Array(digits.collect());
    Value::Dict(dict([
        (
            "title",
            text.field("the foot", &document.folio.title).into_value(),
        ),
        ("pattern", document.folio.pattern.as_str().into_value()),
        ("digits", digits),
    ]))
}
