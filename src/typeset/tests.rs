//! Documents made by hand, set and looked at.

use chrono::NaiveDate;

use crate::diagnostic::Findings;
use crate::model::Mark;
use crate::model::body::{Align, Block, BlockKind, Footnote, Run, RunKind, Voice};
use crate::model::document::*;
use crate::model::language::Language;
use crate::model::statement::{Form, NotesPosition, Paper};
use crate::source::{Place, Source, SourceId, Sources};
use crate::typeset::roster::{Room, Roster};
use crate::typeset::sheet::{self, Sheet, Tightness};
use crate::typeset::{Faces, typeset};

const NAMES: &[(&str, &str)] = &[
    ("Association of Talva Dockers (ATD)", ", Estavia"),
    ("Lungs for Life", ", Northport"),
    ("Green Quay Network", ""),
    ("Parents’ Council of Eastbank Schools", ""),
    ("Talva Valley Medical Society", ""),
    ("Residents of Eastbank", ""),
    ("Συνδικάτο Λιμενεργατών Λάρνεσκ", ""),
    ("Union of Lighthouse Keepers (ULK)", ", Morrovia"),
    ("Syndicat des infirmières du Soron", ", Soronia"),
    ("Seafarers’ Mission of St. Brannoc", ""),
    ("Kapitänsverband Ostsund", ", Ostsund"),
    ("Verein Saubere Luft e. V.", ""),
    ("Cape Merrow Lifeboat Institution", ""),
    ("Красный Маяк", ", Volna"),
];
const PEOPLE: &[(&str, &str)] = &[
    (
        "Prof. Ilse Marwick",
        ", Professor of Pedagogy, University of Lenz",
    ),
    ("Dr. Tomáš Havelka", ", acoustician"),
    ("Adaeze Okonjo", ", novelist"),
    (
        "María del Carmen Ruiz y Soto",
        ", Head of Teacher Training, Teachers’ College, Valdehierro",
    ),
    ("J. P. O’Rourke", ""),
    (
        "Nguyễn Thị Lan",
        ", President, National Library Association",
    ),
    (
        "Άννα Παπαδοπούλου",
        ", librarian, 13th Primary School of Larnesk",
    ),
];
const PERSIAN: &[(&str, &str)] = &[
    ("انجمن باراندازان تالوا (ATD)", "، استاویا"),
    ("Lungs for Life", "، نورت‌پورت"),
    ("شبکهٔ اسکلهٔ سبز", ""),
    ("شورای اولیای مدارس ایست‌بنک", ""),
    ("Verein Saubere Luft e. V.", ""),
    ("اتحادیهٔ نگهبانان فانوس دریایی (ULK)", "، موروویا"),
    ("Красный Маяк", "، ولنا"),
    ("پزشکان برای خواب", ""),
    ("مؤسسهٔ اقتصاد بندر", ""),
];
const PARAGRAPHS: &[&str] = &[
    "We, the undersigned, work in harbours, live beside them and care for the people who fall ill there. In Northport alone, 38,000 people live within a kilometre of a berth. Measurements that the port itself has taken since 2019, and has not published, show noise above the lawful limit on two nights out of three.",
    "Every ship at berth must be able to take its power from the shore by 2030. The plugs exist; the ships that call at Larnesk already use them. What is missing is a date.",
    "Until then we ask the port authorities to publish their measurements of noise and exhaust every week, to have auxiliary engines switched off between 22.00 and 06.00 wherever a berth can be served otherwise, and to charge no more for shore power than it costs.",
    "The cost must not be laid on those who load and unload. We expect that no job is lost through this change, and that training is paid for by the ports that profit from it.",
];
const PERSIAN_PARAGRAPHS: &[&str] = &[
    "ما امضاکنندگان این بیانیه در بندرها کار می‌کنیم، در کنار آنها زندگی می‌کنیم و از کسانی که در آنجا بیمار می‌شوند مراقبت می‌کنیم. تنها در نورت‌پورت ۳۸٬۰۰۰ نفر در فاصلهٔ کمتر از یک کیلومتری اسکله زندگی می‌کنند. اندازه‌گیری‌هایی که خود بندر (Northport Authority) از سال ۲۰۱۹ انجام داده و منتشر نکرده است، نشان می‌دهد که سروصدا از هر سه شب در دو شب از حد قانونی بیشتر است.",
    "هر کشتی باید تا سال ۲۰۳۰ بتواند در اسکله برق خود را از ساحل بگیرد. پریزها موجودند و کشتی‌هایی که به لارنسک می‌آیند هم‌اکنون از آنها استفاده می‌کنند. آنچه کم است، یک تاریخ است.",
    "تا آن زمان از مقامات بندری می‌خواهیم که اندازه‌گیری‌های سروصدا و دود را هر هفته منتشر کنند، موتورهای کمکی را از ساعت ۲۲:۰۰ تا ۰۶:۰۰ خاموش نگه دارند، و برای برق ساحلی بیش از هزینهٔ آن نگیرند.",
];

fn source() -> SourceId {
    Sources::default().add(Source::new("statement.md", "text"))
}

pub fn run(text: &str) -> Run {
    Run {
        kind: RunKind::Text(text.into()),
        span: 0..1,
        voice: Voice::default(),
        link: None,
        mark: Mark::None,
    }
}

fn voiced(text: &str, voice: Voice) -> Run {
    Run { voice, ..run(text) }
}

fn block(kind: BlockKind) -> Block {
    Block::new(kind, 0..1)
}

pub fn paragraph(text: &str) -> Block {
    block(BlockKind::Paragraph(vec![run(text)]))
}

fn foreign(name: &str) -> Direction {
    let arabic = name.chars().any(|c| ('\u{600}'..'\u{700}').contains(&c));
    if arabic {
        Direction::RightToLeft
    } else {
        Direction::LeftToRight
    }
}

fn entries(from: &[(&str, &str)], count: usize) -> Vec<Entry> {
    let entry = |(i, (name, detail)): (usize, &(&str, &str))| Entry {
        change: Mark::None,
        name: name.to_string(),
        detail: detail.to_string(),
        mark: if i == 2 { "¹".into() } else { String::new() },
        direction: foreign(name),
        id: format!("entry-{i}"),
        place: Place::new(source(), 0..1),
    };
    from.iter()
        .cycle()
        .take(count)
        .enumerate()
        .map(entry)
        .collect()
}

fn section(heading: &str, people: bool, entries: Vec<Entry>) -> Section {
    let groups = vec![Group {
        heading: None,
        entries,
    }];
    Section {
        heading: heading.into(),
        people,
        groups,
    }
}

/// A document of a form with so many signatories, every optional part absent.
pub fn bare(form: Form, count: usize) -> Document {
    let names = if form == Form::OpenLetter {
        PEOPLE
    } else {
        NAMES
    };
    let list = RosterList {
        sections: vec![section(
            &format!("Signed by {count} organisations"),
            form == Form::OpenLetter,
            entries(names, count),
        )],
        notes: Vec::new(),
        columns: None,
    };
    let press = form == Form::PressRelease;
    Document {
        redline: None,
        form,
        paper: Paper::A4,
        lang: Language::parse("en-GB").unwrap(),
        direction: Direction::LeftToRight,
        info: Info {
            title: "Shore power in every harbour by 2030".into(),
            author: Some("Quiet Harbours Coalition".into()),
            date: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(),
        },
        draft: None,
        embargo: None,
        immediate: press.then(|| "For immediate release".into()),
        issuer: None,
        lead: Vec::new(),
        form_label: match form {
            Form::JointStatement => "Joint statement".into(),
            Form::OpenLetter => String::new(),
            Form::PressRelease => "Press release".into(),
        },
        title: Some("Shore power in every harbour by 2030".into()),
        subtitle: None,
        addressee: Vec::new(),
        place_and_date: None,
        release_date: press.then(|| "Tuesday 1 December 2026".into()),
        rail: Vec::new(),
        dateline: None,
        source: source(),
        body: PARAGRAPHS.iter().map(|text| paragraph(text)).collect(),
        footnotes: Vec::new(),
        sign_off: Vec::new(),
        roster: (!press).then(|| list.clone()),
        terms: Vec::new(),
        foot: Vec::new(),
        press: press.then(|| Press {
            contacts_label: "Contact".into(),
            contacts: Vec::new(),
            ends: "– ENDS –".into(),
            notes_label: "Notes to editors".into(),
            notes: Vec::new(),
            notes_position: NotesPosition::After,
            boilerplate: Vec::new(),
            more_follows: "more follows".into(),
        }),
        annex: (press && count > 0).then(|| Annex {
            title: "Signatories of “Shore power in every harbour by 2030”".into(),
            roster: list,
            terms: Vec::new(),
            foot: Vec::new(),
        }),
        folio: Folio {
            title: "Shore power in every harbour by 2030".into(),
            pattern: if press {
                "page {page} of {pages}".into()
            } else {
                "{page} / {pages}".into()
            },
            digits: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
        },
    }
}

/// A document of a form in which every part is there.
pub fn full(form: Form, count: usize) -> Document {
    let mut document = bare(form, count);
    document.issuer = Some(Issuer {
        label: if form == Form::JointStatement {
            "Published by".into()
        } else {
            String::new()
        },
        name: "Quiet Harbours Coalition".into(),
        address: Some("12 Quay Road, Northport".into()),
        url: Some("quietharbours.example".into()),
    });
    document.lead = vec!["Ships at the quay run their engines day and night. Unions of dockers, doctors and residents around the Talva Sea have agreed on what has to change.".into()];
    document.rail = vec![
        ("Date".into(), vec!["24 November 2026".into()]),
        ("Place".into(), vec!["Northport".into()]),
        (
            "Signed by".into(),
            vec![format!("{count} organisations"), "3 people".into()],
        ),
    ];
    document.foot = vec![
        "Signatures as of 24 November 2026. The list is kept at quietharbours.example/statement."
            .into(),
        "In alphabetical order by country.".into(),
    ];
    document.terms =
        vec!["Affiliations are given for identification only and do not imply endorsement.".into()];
    if form != Form::PressRelease {
        document.addressee = vec![
            "To the Minister of Education".into(),
            "Parliament Square 1".into(),
            "Lenz".into(),
        ];
        document.sign_off = vec!["Yours sincerely,".into()];
    }
    document.subtitle =
        Some("Unions, doctors and residents call on ports to end engine noise at night".into());
    document.place_and_date = Some("Lenz, 24 November 2026".into());
    document.footnotes = vec![Footnote {
        blocks: vec![paragraph(
            "Port of Northport, Noise Register 2019–2025, table 4.",
        )],
    }];
    let mark = Run {
        kind: RunKind::Footnote(0),
        ..run("")
    };
    let emphasis = Voice {
        emphasis: true,
        ..Voice::default()
    };
    let strong = Voice {
        strong: true,
        ..Voice::default()
    };
    let struck = Voice {
        strikethrough: true,
        ..Voice::default()
    };
    let code = Voice {
        code: true,
        ..Voice::default()
    };
    let link = Run {
        link: Some("https://quietharbours.example/list".into()),
        ..run("the public list")
    };
    document.body[1] = block(BlockKind::Paragraph(vec![
        run("Every ship"),
        mark.clone(),
        run(" at berth "),
        voiced("must", emphasis),
        run(" be able to take its "),
        voiced("power from the shore", strong),
        run(" by "),
        voiced("2035", struck),
        run(" 2030, see "),
        link,
        run(" and "),
        voiced("berth --all", code),
        run(". What is missing is a date."),
        mark,
    ]));
    let cell = |text: &str| vec![run(text)];
    document.body.extend([
        block(BlockKind::Heading { level: 1, runs: vec![run("What we ask")] }),
        block(BlockKind::List { start: Some(1), items: vec![
            vec![paragraph("weekly publication of the measurements of noise and exhaust that the ports already take,")],
            vec![paragraph("engines off between 22.00 and 06.00,")],
            vec![paragraph("a date.")],
        ] }),
        block(BlockKind::Heading { level: 3, runs: vec![run("In their words")] }),
        block(BlockKind::Quote(vec![paragraph("We have measured it in our own bedrooms. Nobody who signed this statement asks for the harbour to close. We ask for a plug.")])),
        block(BlockKind::Table { align: vec![Align::Start, Align::End], head: vec![cell("Harbour"), cell("Berths")],
            rows: vec![vec![cell("Northport"), cell("14")], vec![cell("Larnesk"), cell("9")]] }),
        block(BlockKind::Rule),
        paragraph("We will meet again in Larnesk on 1 December 2026 and will then say, harbour by harbour, who has answered and how."),
    ]);
    let people = section("And by 3 people", true, entries(PEOPLE, 3));
    let list = document
        .roster
        .as_mut()
        .or(document.annex.as_mut().map(|annex| &mut annex.roster));
    if let Some(list) = list {
        if form != Form::OpenLetter {
            list.sections.push(people);
        }
        list.notes = vec![("¹".into(), "With reservation on paragraph 3.".into())];
    }
    if let Some(annex) = &mut document.annex {
        annex.terms = std::mem::take(&mut document.terms);
        annex.foot = std::mem::take(&mut document.foot);
    }
    if let Some(press) = &mut document.press {
        press.contacts = vec![Contact {
            name: Some("Jonas Weir".into()),
            role: Some("press officer".into()),
            telephones: vec!["+00 555 0100 (day)".into(), "+00 555 0101 (evening)".into()],
            e_mail: Some("press@quietharbours.example".into()),
        }];
        press.notes = vec![
            ("1.".into(), "The full statement with all signatories follows on the next pages, and is at quietharbours.example/statement.".into()),
            ("2.".into(), "Photographs of the Northport quay in print resolution: quietharbours.example/pictures.".into()),
        ];
        press.boilerplate = vec![("About Quiet Harbours".into(), vec!["The Quiet Harbours Coalition was founded in 2019. It works with unions, doctors and port towns for ports that people can live beside.".into()])];
        document.embargo = Some(
            "EMBARGO: not for publication or broadcast before 00.01 GMT, Tuesday 1 December 2026"
                .into(),
        );
        document.immediate = None;
        document.dateline = Some("LONDON, 1 December 2026 —".into());
    }
    document
}

/// The Persian edition of `full`.
pub fn persian(form: Form, count: usize) -> Document {
    let mut document = bare(form, count);
    document.lang = Language::parse("fa").unwrap();
    document.direction = Direction::RightToLeft;
    document.title = Some("برق ساحلی در همهٔ بندرها تا سال ۲۰۳۰".into());
    document.info.title = "برق ساحلی در همهٔ بندرها تا سال ۲۰۳۰".into();
    document.form_label = "بیانیهٔ مشترک".into();
    document.body = PERSIAN_PARAGRAPHS
        .iter()
        .map(|text| paragraph(text))
        .collect();
    let mark = Run {
        kind: RunKind::Footnote(0),
        ..run("")
    };
    document.body[1] = block(BlockKind::Paragraph(vec![run(PERSIAN_PARAGRAPHS[1]), mark]));
    document.footnotes = vec![Footnote {
        blocks: vec![paragraph("دفتر ثبت سروصدای بندر، جدول ۴.")],
    }];
    document.issuer = Some(Issuer {
        label: "ناشر".into(),
        name: "ائتلاف بندرهای آرام".into(),
        address: None,
        url: Some("quietharbours.example".into()),
    });
    document.lead = vec!["کشتی‌ها شب و روز در اسکله موتورهای خود را روشن نگه می‌دارند. اتحادیه‌های باراندازان، پزشکان و ساکنان کرانه‌های دریای تالوا دربارهٔ آنچه باید تغییر کند به توافق رسیده‌اند.".into()];
    document.rail = vec![
        (
            "تاریخ".into(),
            vec!["۳ آذر ۱۴۰۵".into(), "۲۴ نوامبر ۲۰۲۶".into()],
        ),
        ("محل".into(), vec!["نورت‌پورت".into()]),
        ("امضاکنندگان".into(), vec!["۲۴ سازمان و ۳ تن".into()]),
    ];
    document.place_and_date = Some("لنتس، ۳ آذر ۱۴۰۵".into());
    document.foot = vec![
        "امضاها تا ۳ آذر ۱۴۰۵. فهرست در نشانی quietharbours.example/statement نگهداری می‌شود."
            .into(),
    ];
    document.terms = vec!["وابستگی سازمانی تنها برای شناسایی آمده است.".into()];
    let list = document
        .roster
        .as_mut()
        .or(document.annex.as_mut().map(|annex| &mut annex.roster));
    if let Some(list) = list {
        list.sections = vec![section("امضای ۲۴ سازمان", false, entries(PERSIAN, count))];
    }
    document.folio.title = "برق ساحلی در همهٔ بندرها تا سال ۲۰۳۰".into();
    document.folio.digits = ['۰', '۱', '۲', '۳', '۴', '۵', '۶', '۷', '۸', '۹'];
    if let Some(press) = &mut document.press {
        document.form_label = "خبرنامهٔ مطبوعاتی".into();
        document.release_date = Some("سه‌شنبه ۱۰ آذر ۱۴۰۵".into());
        document.immediate = Some("برای انتشار فوری".into());
        document.folio.pattern = "صفحهٔ {page} از {pages}".into();
        press.ends = "– پایان –".into();
        press.more_follows = "ادامه دارد".into();
        press.contacts_label = "تماس".into();
        press.contacts = vec![Contact {
            name: Some("یوناس ویر".into()),
            role: None,
            telephones: vec!["۰۱۰۰ ۵۵۵ ۰۰+".into()],
            e_mail: Some("press@quietharbours.example".into()),
        }];
    }
    if let Some(annex) = &mut document.annex {
        annex.title = "امضاکنندگان «برق ساحلی»".into();
        annex.terms = std::mem::take(&mut document.terms);
        annex.foot = std::mem::take(&mut document.foot);
    }
    document
}

/// Sets a document that has nothing wrong with it.
fn set(name: &str, document: &Document) -> (Vec<u8>, Findings) {
    let mut findings = Findings::default();
    let pdf = typeset(document, &Faces::new(Vec::new(), false), &mut findings);
    let pdf = pdf.unwrap_or_else(|| panic!("{name}: {:?}", findings.list));
    (pdf, findings)
}

#[test]
fn every_form_is_set_at_every_length() {
    for (name, form) in Form::NAMES {
        for count in [1, 3, 28, 120, 1000] {
            set(&format!("{name}-{count}"), &bare(form, count));
        }
        set(&format!("{name}-full"), &full(form, 28));
        let mut letter = full(form, 120);
        letter.paper = Paper::UsLetter;
        letter.draft = Some("DRAFT".into());
        set(&format!("{name}-us-letter"), &letter);
        set(&format!("{name}-fa"), &persian(form, 28));
        let mut long = bare(form, 40);
        long.title = Some("Every ship at berth must be able to take its power from the shore by the year 2030, and the measurements of noise must be published weekly".into());
        long.subtitle = Some("Short".into());
        let list = long
            .roster
            .as_mut()
            .or(long.annex.as_mut().map(|annex| &mut annex.roster))
            .unwrap();
        let entries = std::mem::take(&mut list.sections[0].groups)
            .remove(0)
            .entries;
        list.sections[0].groups = entries
            .chunks(4)
            .enumerate()
            .map(|(i, entries)| Group {
                heading: Some(format!("Country {i}")),
                entries: entries.to_vec(),
            })
            .collect();
        let mut entry = list.sections[0].groups[0].entries[0].clone();
        entry.name = "International Federation of Associations for the Protection of the Coastal and Inland Waters of the Talva Sea and its Isles".into();
        list.sections[0].groups[1].entries[0] = entry.clone();
        entry.name = "Ö".into();
        list.sections[0].groups[2].entries[0] = entry;
        set(&format!("{name}-long"), &long);
        set(&format!("{name}-fa-300"), &persian(form, 300));
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let document = full(Form::JointStatement, 28);
    assert!(set("twice", &document).0 == set("twice", &document).0);
}

#[test]
fn greys_are_on_the_black_plate() {
    let (pdf, _) = set("black", &full(Form::JointStatement, 28));
    let text = String::from_utf8_lossy(&pdf);
    assert!(text.contains("obj\n/DeviceGray "));
    assert!(!text.contains("[/ICCBased"));
}

#[test]
fn a_missing_glyph_names_the_signatory_and_nothing_is_printed() {
    let mut document = bare(Form::JointStatement, 3);
    document.roster.as_mut().unwrap().sections[0].groups[0].entries[1].name =
        "Lungs for 漢 Life".into();
    let mut findings = Findings::default();
    let pdf = typeset(&document, &Faces::new(Vec::new(), false), &mut findings);
    assert!(pdf.is_none());
    assert_eq!(findings.list.len(), 1);
    let finding = &findings.list[0];
    assert_eq!(finding.records, ["entry-1"]);
    assert!(finding.place.is_some());
    assert!(
        finding.message.contains("漢 (U+6F22, Han)"),
        "{}",
        finding.message
    );
    assert!(
        finding.message.contains("Lungs for 漢 Life"),
        "{}",
        finding.message
    );
}

#[test]
fn a_missing_glyph_in_the_text_names_its_place() {
    let mut document = bare(Form::OpenLetter, 3);
    document.body[1] = paragraph("A smile 😀.");
    let mut findings = Findings::default();
    assert!(typeset(&document, &Faces::new(Vec::new(), false), &mut findings).is_none());
    assert_eq!(
        findings.list[0].place.map(|place| place.range()),
        Some(0..1)
    );
}

#[test]
fn a_list_that_nearly_fits_is_drawn_together() {
    let pages = |count| {
        let document = bare(Form::JointStatement, count);
        let faces = Faces::new(Vec::new(), false);
        let set = super::fit::fit(&document, &faces).unwrap();
        (set.pages.pages().len(), set.tightness)
    };
    let loose = (1..).find(|n| pages(*n * 4).1 != Tightness::None).unwrap() * 4;
    assert_eq!(pages(loose).0, 1, "at {loose} names");
    assert_eq!(pages(loose - 4), (1, Tightness::None));
}

#[test]
fn no_name_is_split_and_columns_are_level() {
    let mut document = persian(Form::JointStatement, 200);
    document.paper = Paper::UsLetter;
    for document in [
        document,
        full(Form::JointStatement, 500),
        full(Form::OpenLetter, 90),
    ] {
        let set = super::fit::fit(&document, &Faces::new(Vec::new(), false)).unwrap();
        for seen in &set.reading.entries {
            let seen = seen.expect("every name is on a page");
            assert_eq!(seen.first_page, seen.last_page);
        }
    }
}

#[test]
fn ten_thousand_names_are_set() {
    let start = std::time::Instant::now();
    set("ten-thousand", &bare(Form::JointStatement, 10_000));
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn a_document_with_next_to_nothing_in_it_is_set() {
    for (name, form) in Form::NAMES {
        let mut document = bare(form, 0);
        document.title = None;
        document.form_label = String::new();
        document.roster = None;
        document.immediate = None;
        document.release_date = None;
        set(&format!("{name}-empty"), &document);
        document.body.insert(
            0,
            block(BlockKind::Heading {
                level: 3,
                runs: vec![run("A heading")],
            }),
        );
        document.roster = bare(Form::OpenLetter, 3).roster;
        set(&format!("{name}-untitled"), &document);
    }
}

#[test]
fn a_number_of_columns_is_obeyed() {
    let mut document = bare(Form::JointStatement, 12);
    for columns in 1..=4 {
        document.roster.as_mut().unwrap().columns = Some(columns);
        set(&format!("columns-{columns}"), &document);
    }
    // “Kapitänsverband” is wider than one of six columns.
    document.roster.as_mut().unwrap().columns = Some(6);
    let sheet = Sheet::of(&document, Tightness::None);
    let list = document.roster.as_ref().unwrap();
    let setting = sheet::setting(&document, &sheet, list, Tightness::None);
    assert_eq!(Roster::new(list, setting).boards(Room::ENDLESS)[0].count, 5);
}

#[test]
fn a_project_face_supplies_what_the_others_lack() {
    let data = typst_assets::fonts().nth(8).unwrap();
    let mathematics = typst::text::FontInfo::new(data, 0).unwrap();
    let only_there = mathematics
        .coverage
        .iter()
        .filter_map(char::from_u32)
        .find(|c| c.is_alphabetic() && !crate::tables::faces::covered(*c))
        .unwrap();
    let mut document = bare(Form::JointStatement, 3);
    document.body[0] = paragraph(&format!("A strange letter: {only_there}."));
    let mut findings = Findings::default();
    assert!(typeset(&document, &Faces::new(Vec::new(), false), &mut findings).is_none());
    let faces = Faces::new(vec![("fonts/mathematics.otf".into(), data.to_vec())], false);
    let mut findings = Findings::default();
    assert!(
        typeset(&document, &faces, &mut findings).is_some(),
        "{findings:?}"
    );
}
