//! Texts of many shapes, and the real statement that the project starts from.

use std::path::PathBuf;

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, TagEnd};

use super::*;
use crate::model::{Record, Roster, Status};
use crate::source::{Located, Place, Source, SourceId, Sources};

fn plan_of(text: &str) -> Plan {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("text.txt", text));
    plan(sources.get(id), id)
}

/// Lines of all kinds together; they must make up the whole.
fn accounted(plan: &Plan, source: &Source) -> usize {
    let roster = segment(source)
        .lines
        .iter()
        .filter(|kind| **kind == LineKind::Roster)
        .count();
    plan.body_lines()
        + roster
        + plan.headings.len()
        + plan.front.len()
        + plan.empty
        + plan.left_over.len()
}

/// Paragraphs, names, and what was left over.
struct Shape {
    what: &'static str,
    text: &'static str,
    paragraphs: &'static [&'static str],
    /// Name, country (may be empty).
    entries: &'static [(&'static str, &'static str)],
    left_over: usize,
}

const P1: &str = "We, the undersigned organisations, call for an end to the noise over Lenz.";
const P2: &str =
    "The people of the valley have a right to sleep, and the works must stop at night.";

const SHAPES: &[Shape] = &[
    Shape {
        what: "heading in English",
        text: "We, the undersigned organisations, call for an end to the noise over Lenz.\n\nSigned by:\n\nQuiet Valley Union (Austria)\nSleep Party of Greece\n",
        paragraphs: &[P1],
        entries: &[
            ("Quiet Valley Union", "AT"),
            ("Sleep Party of Greece", "GR"),
        ],
        left_over: 0,
    },
    Shape {
        what: "heading and one entry",
        text: "We, the undersigned organisations, call for an end to the noise over Lenz.\n\nSignatories\nQuiet Valley Union\n",
        paragraphs: &[P1],
        entries: &[("Quiet Valley Union", "")],
        left_over: 0,
    },
    Shape {
        what: "German heading",
        text: "Wir fordern ein Ende des Lärms über Lenz und sprechen für alle Menschen im Tal.\n\nUnterzeichnet von:\nRuhepartei (Österreich)\nSchlafbund e. V., Deutschland\n",
        paragraphs: &[
            "Wir fordern ein Ende des Lärms über Lenz und sprechen für alle Menschen im Tal.",
        ],
        entries: &[("Ruhepartei", "AT"), ("Schlafbund e. V.", "DE")],
        left_over: 0,
    },
    Shape {
        what: "French heading",
        text: "Nous demandons la fin du bruit sur la vallée et parlons pour tous ses habitants.\n\nSignataires :\n- Parti du silence (Belgique)\n- Syndicat des dormeurs, Suisse\n",
        paragraphs: &[
            "Nous demandons la fin du bruit sur la vallée et parlons pour tous ses habitants.",
        ],
        entries: &[("Parti du silence", "BE"), ("Syndicat des dormeurs", "CH")],
        left_over: 0,
    },
    Shape {
        what: "Spanish heading",
        text: "Exigimos el fin del ruido en el valle y hablamos por toda su gente.\n\nFirmantes:\nPartido del Silencio (Chile)\nSindicato del Sueño (Perú)\n",
        paragraphs: &["Exigimos el fin del ruido en el valle y hablamos por toda su gente."],
        entries: &[
            ("Partido del Silencio", "CL"),
            ("Sindicato del Sueño", "PE"),
        ],
        left_over: 0,
    },
    Shape {
        what: "numbered lines",
        text: "We, the undersigned organisations, call for an end to the noise over Lenz.\n\n1. Quiet Valley Union\n2. Sleep Party of Greece\n3) Night Front (Malta)\n",
        paragraphs: &[P1],
        entries: &[
            ("Quiet Valley Union", ""),
            ("Sleep Party of Greece", "GR"),
            ("Night Front", "MT"),
        ],
        left_over: 0,
    },
    Shape {
        what: "bulleted lines with a wrapped entry",
        text: "We, the undersigned organisations, call for an end to the noise over Lenz.\n\n• Quiet Valley Union\n• International Committee of the Friends of the Night and\n  of Good Sleep (Ireland)\n• Night Front (Malta)\n",
        paragraphs: &[P1],
        entries: &[
            ("Quiet Valley Union", ""),
            (
                "International Committee of the Friends of the Night and of Good Sleep",
                "IE",
            ),
            ("Night Front", "MT"),
        ],
        left_over: 0,
    },
    Shape {
        what: "separated by semicolons",
        text: "We, the undersigned organisations, call for an end to the noise over Lenz.\n\nSigned by: Quiet Valley Union (Austria); Sleep Party of Greece; Night Front, Malta; and Dream Workers’ Party.\n",
        paragraphs: &[P1],
        entries: &[
            ("Quiet Valley Union", "AT"),
            ("Sleep Party of Greece", "GR"),
            ("Night Front", "MT"),
            ("Dream Workers’ Party", ""),
        ],
        left_over: 0,
    },
    Shape {
        what: "semicolons over wrapped lines",
        text: "We, the undersigned organisations, call for an end to the noise over Lenz.\n\nSignatories:\nQuiet Valley Union (Austria); Sleep Party of\nGreece; Night Front, Malta;\nDream Workers’ Party\n",
        paragraphs: &[P1],
        entries: &[
            ("Quiet Valley Union", "AT"),
            ("Sleep Party of Greece", "GR"),
            ("Night Front", "MT"),
            ("Dream Workers’ Party", ""),
        ],
        left_over: 0,
    },
    Shape {
        what: "a semicolon behind each line",
        text: "We, the undersigned organisations, call for an end to the noise over Lenz.\n\nQuiet Valley Union;\nSleep Party of Greece;\nNight Front (Malta).\n",
        paragraphs: &[P1],
        entries: &[
            ("Quiet Valley Union", ""),
            ("Sleep Party of Greece", "GR"),
            ("Night Front", "MT"),
        ],
        left_over: 0,
    },
    Shape {
        what: "blank lines between",
        text: "We, the undersigned organisations, call for an end to the noise over Lenz.\n\nThe people of the valley have a right to sleep, and the works must stop at night.\n\nQuiet Valley Union\n\nSleep Party of Greece\n\nNight Front (Malta)\n",
        paragraphs: &[P1, P2],
        entries: &[
            ("Quiet Valley Union", ""),
            ("Sleep Party of Greece", "GR"),
            ("Night Front", "MT"),
        ],
        left_over: 0,
    },
    Shape {
        what: "wrapped paragraphs",
        text: "We, the undersigned organisations, call for\nan end to the noise over Lenz.\nThe people of the valley have a right to\nsleep, and the works must stop at night.\n\nQuiet Valley Union\nSleep Party of Greece\n",
        paragraphs: &[P1, P2],
        entries: &[("Quiet Valley Union", ""), ("Sleep Party of Greece", "GR")],
        left_over: 0,
    },
    Shape {
        what: "wrapped paragraphs with CRLF and the roster straight on",
        text: "We, the undersigned organisations, call for\r\nan end to the noise over Lenz.\r\nQuiet Valley Union\r\nSleep Party of Greece\r\nNight Front (Malta)\r\n",
        paragraphs: &[P1],
        entries: &[
            ("Quiet Valley Union", ""),
            ("Sleep Party of Greece", "GR"),
            ("Night Front", "MT"),
        ],
        left_over: 0,
    },
    Shape {
        what: "organisations and individuals",
        text: "We, the undersigned organisations, call for an end to the noise over Lenz.\n\nOrganisations\nQuiet Valley Union\nNight Front (Malta)\n\nIndividuals\nProf. Ilse Marwick, University of Lenz\nDr. Tom Barrow, acoustician\n",
        paragraphs: &[P1],
        entries: &[
            ("Quiet Valley Union", ""),
            ("Night Front", "MT"),
            ("Prof. Ilse Marwick", ""),
            ("Dr. Tom Barrow", ""),
        ],
        left_over: 0,
    },
    Shape {
        what: "people with affiliations",
        text: "We, the undersigned organisations, call for an end to the noise over Lenz.\n\nAnna Smith, Professor of Law, University of Lenz\nMaria Jones – Chair, Sleep Union – Lenz\nJohn Barrow (Night Institute)\n",
        paragraphs: &[P1],
        entries: &[("Anna Smith", ""), ("Maria Jones", ""), ("John Barrow", "")],
        left_over: 0,
    },
    Shape {
        what: "a roster before the text",
        text: "Signatories:\nQuiet Valley Union\nSleep Party of Greece\n\nWe, the undersigned organisations, call for an end to the noise over Lenz.\n\nThe people of the valley have a right to sleep, and the works must stop at night.\n",
        paragraphs: &[P1, P2],
        entries: &[("Quiet Valley Union", ""), ("Sleep Party of Greece", "GR")],
        left_over: 0,
    },
    Shape {
        what: "a roster before the text, without heading",
        text: "Quiet Valley Union (Austria)\nSleep Party of Greece\nNight Front (Malta)\n\nWe, the undersigned organisations, call for an end to the noise over Lenz.\n\nThe people of the valley have a right to sleep, and the works must stop at night.\n",
        paragraphs: &[P1, P2],
        entries: &[
            ("Quiet Valley Union", "AT"),
            ("Sleep Party of Greece", "GR"),
            ("Night Front", "MT"),
        ],
        left_over: 0,
    },
    Shape {
        what: "no roster",
        text: "We, the undersigned organisations, call for an end to the noise over Lenz.\n\nThe people of the valley have a right to sleep, and the works must stop at night.\n",
        paragraphs: &[P1, P2],
        entries: &[],
        left_over: 0,
    },
    Shape {
        what: "no body",
        text: "Quiet Valley Union (Austria)\nSleep Party of Greece\nNight Front (Malta)\n",
        paragraphs: &[],
        entries: &[
            ("Quiet Valley Union", "AT"),
            ("Sleep Party of Greece", "GR"),
            ("Night Front", "MT"),
        ],
        left_over: 0,
    },
    Shape {
        what: "right to left, Persian",
        text: "ما احزاب امضاکننده خواستار پایان سرکوب در ایران هستیم و از مبارزه مردم برای صلح و آزادی پشتیبانی می‌کنیم.\n\nامضاکنندگان:\nحزب توده ایران\nحزب کمونیست یونان\n",
        paragraphs: &[
            "ما احزاب امضاکننده خواستار پایان سرکوب در ایران هستیم و از مبارزه مردم برای صلح و آزادی پشتیبانی می‌کنیم.",
        ],
        entries: &[("حزب توده ایران", "IR"), ("حزب کمونیست یونان", "GR")],
        left_over: 0,
    },
    Shape {
        what: "right to left, Arabic, without heading",
        text: "نحن الأحزاب الموقعة أدناه نطالب بوقف القمع وإطلاق سراح جميع المعتقلين السياسيين فورا ومن دون شروط.\n\nالحزب الشيوعي اللبناني\nالحزب الشيوعي العراقي\nحزب الشعب الفلسطيني\n",
        paragraphs: &[
            "نحن الأحزاب الموقعة أدناه نطالب بوقف القمع وإطلاق سراح جميع المعتقلين السياسيين فورا ومن دون شروط.",
        ],
        entries: &[
            ("الحزب الشيوعي اللبناني", ""),
            ("الحزب الشيوعي العراقي", ""),
            ("حزب الشعب الفلسطيني", ""),
        ],
        left_over: 0,
    },
    Shape {
        what: "numbered demands are body",
        text: "We, the undersigned organisations, call for an end to the noise over Lenz.\n\n1. The works must stop at night.\n2. The people must be heard before new works are built.\n\nQuiet Valley Union\nNight Front (Malta)\n",
        paragraphs: &[
            P1,
            "1. The works must stop at night.",
            "2. The people must be heard before new works are built.",
        ],
        entries: &[("Quiet Valley Union", ""), ("Night Front", "MT")],
        left_over: 0,
    },
    Shape {
        what: "a contact behind the roster",
        text: "We, the undersigned organisations, call for an end to the noise over Lenz.\n\nSigned by:\nQuiet Valley Union\nNight Front (Malta)\n\nFor more information write to press@example.org or call us at any time of the day.\n",
        paragraphs: &[P1],
        entries: &[("Quiet Valley Union", ""), ("Night Front", "MT")],
        left_over: 1,
    },
    Shape {
        what: "a line under a line of dashes",
        text: "We, the undersigned organisations, call for an end to the noise over Lenz.\n-----\nQuiet Valley Union\nNight Front (Malta)\n",
        paragraphs: &[P1],
        entries: &[("Quiet Valley Union", ""), ("Night Front", "MT")],
        left_over: 0,
    },
    Shape {
        what: "right to left, straight on, with a Latin acronym at the end",
        text: "ما خواستار آزادی زندانیان سیاسی هستیم و از مبارزه مردم برای صلح پشتیبانی می‌کنیم.\nحزب تودهٔ ایران\nآکل (قبرس)\nفدراسیون جهانی جوانان دموکرات (WFDY)\n",
        paragraphs: &[
            "ما خواستار آزادی زندانیان سیاسی هستیم و از مبارزه مردم برای صلح پشتیبانی می‌کنیم.",
        ],
        entries: &[
            ("حزب تودهٔ ایران", "IR"),
            ("آکل", "CY"),
            ("فدراسیون جهانی جوانان دموکرات", ""),
        ],
        left_over: 0,
    },
    Shape {
        what: "signatures in blocks",
        text: "We, the undersigned organisations, call for an end to the noise over Lenz.\n\nYours sincerely,\n\nAnna Smith\nChair, Sleep Union\n\nMaria Jones\nReader\n",
        paragraphs: &[P1],
        entries: &[("Anna Smith", ""), ("Maria Jones", "")],
        left_over: 0,
    },
    Shape {
        what: "one line with commas",
        text: "We, the undersigned organisations, call for an end to the noise over Lenz.\n\nThe following organisations have signed:\nWorkers Party of Ireland, Communist Party of Malta, Left Front of Peru, Dockers Union\n",
        paragraphs: &[P1],
        entries: &[
            ("Workers Party of Ireland", "IE"),
            ("Communist Party of Malta", "MT"),
            ("Left Front of Peru", "PE"),
            ("Dockers Union", ""),
        ],
        left_over: 0,
    },
    Shape {
        what: "tabs between columns",
        text: "We, the undersigned organisations, call for an end to the noise over Lenz.\n\nAnna Smith\tSleep Union\tIreland\nMaria Jones\tNight Institute\tMalta\n",
        paragraphs: &[P1],
        entries: &[("Anna Smith", "IE"), ("Maria Jones", "MT")],
        left_over: 0,
    },
];

#[test]
fn texts_of_many_shapes_are_cut_up() {
    let mut wrong = String::new();
    for shape in SHAPES {
        let plan = plan_of(shape.text);
        let entries: Vec<(&str, &str)> = plan
            .entries
            .iter()
            .map(|entry| {
                (
                    entry.parts.name.as_str(),
                    entry
                        .parts
                        .country
                        .as_ref()
                        .map_or("", |mention| mention.code),
                )
            })
            .collect();
        if plan.paragraphs != shape.paragraphs
            || entries != shape.entries
            || plan.left_over.len() != shape.left_over
        {
            wrong.push_str(&format!(
                "{}: {:#?}\n{entries:?}\n{:?} {:?}\n",
                shape.what, plan.paragraphs, plan.left_over, plan.front
            ));
        }
        let source = Source::new("x", shape.text);
        assert_eq!(accounted(&plan, &source), plan.lines_read, "{}", shape.what);
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn titles_places_and_sign_offs_are_found() {
    let plan = plan_of(
        "Joint Statement on Sleep\n\nLenz, 24 November 2026\n\nWe, the undersigned organisations, call for an end to the noise over Lenz.\n\nYours sincerely,\n\nQuiet Valley Union\nNight Front (Malta)\n",
    );
    assert_eq!(plan.title.as_deref(), Some("Joint Statement on Sleep"));
    assert_eq!(plan.place.as_deref(), Some("Lenz"));
    assert_eq!(
        plan.date.map(|date| date.to_string()).as_deref(),
        Some("2026-11-24")
    );
    assert_eq!(plan.sign_off.as_deref(), Some("Yours sincerely,"));
    assert_eq!(plan.paragraphs, [P1]);
    let text = statement_text(&plan);
    assert!(text.starts_with("+++\ntitle = \"Joint Statement on Sleep\"\nlang = \"en\"\nplace = \"Lenz\"\nsign-off = \"Yours sincerely,\"\ndate = 2026-11-24\n+++\n\nWe,"), "{text}");
    for (text, title) in [
        (
            "# Sleep now\n\nWe call for an end to the noise.\n\nThe works must stop at night.\n",
            Some("Sleep now"),
        ),
        (
            "Sleep now\n=========\nWe call for an end to the noise.\n",
            Some("Sleep now"),
        ),
        (
            "OPEN LETTER TO THE COUNCIL\nWe call for an end to the noise, and we speak for all.\n",
            Some("OPEN LETTER TO THE COUNCIL"),
        ),
        (
            "We call for an end to the noise.\n\nThe works must stop at night.\n",
            None,
        ),
        (
            "Dear councillors,\n\nWe call for an end to the noise.\n",
            None,
        ),
    ] {
        assert_eq!(plan_of(text).title.as_deref(), title, "{text}");
    }
}

#[test]
fn contact_data_reaches_the_private_file_only() {
    let plan = plan_of(
        "We, the undersigned organisations, call for an end to the noise. Write to press@example.org.\n\nAnna Smith, Sleep Union, anna@example.org, +44 20 7946 0000\nNight Front (Malta)\n",
    );
    let additions = roster_text(&plan, None, None);
    for public in [&statement_text(&plan), &additions.text_to_append] {
        assert!(
            !public.contains('@') && !public.contains("7946"),
            "{public}"
        );
    }
    assert!(
        additions
            .text_to_append
            .contains("as-signed = [\"Anna Smith, Sleep Union, ‹e-mail›, ‹telephone›\"]")
    );
    assert_eq!(
        additions.private_text,
        "[anna-smith]\nline = \"Anna Smith, Sleep Union, anna@example.org, +44 20 7946 0000\"\ne-mail = \"anna@example.org\"\ntelephone = \"+44 20 7946 0000\"\n"
    );
    assert_eq!(plan.cut_from_body.len(), 1);
}

/// A roster as it reads after its text was written.
fn existing(source: SourceId, lines: &[(&str, &str)]) -> Roster {
    let place = Place::new(source, 0..0);
    let at = |value: &str| Located::new(value.to_owned(), place);
    let mut roster = Roster::empty(source);
    for (id, line) in lines {
        roster.records.push(Record {
            place,
            id: (*id).into(),
            id_place: None,
            name: at(line),
            acronym: None,
            country: None,
            country_name: None,
            location: None,
            kind: None,
            sort: None,
            role: None,
            organisation: None,
            as_signed: vec![at(line)],
            signed: vec![],
            names: Default::default(),
            aliases: vec![],
            status: Status::Signed,
            status_on: None,
            status_note: None,
            note: None,
            lang: None,
        });
    }
    roster
}

#[test]
fn entries_already_there_are_nothing_new() {
    let plan = plan_of(
        "We, the undersigned, call for quiet.\n\nSigned by:\nAKEL (Cyprus)\nNight Front, anna@example.org\n",
    );
    let first = roster_text(&plan, None, None);
    assert_eq!(first.new_ids, ["akel", "night-front"]);
    let roster = existing(
        plan.source,
        &[
            ("akel", "AKEL (Cyprus)"),
            ("night-front", "Night Front, ‹e-mail›"),
        ],
    );
    let again = roster_text(&plan, Some(&roster), None);
    assert_eq!(
        (again.text_to_append.as_str(), again.private_text.as_str()),
        ("", "")
    );
    assert_eq!(again.already_there, ["akel", "night-front"]);
    let other = existing(plan.source, &[("akel", "AKEL")]);
    let clash = roster_text(&plan, Some(&other), None);
    assert_eq!(clash.new_ids, ["akel-2", "night-front"]);
    assert!(
        clash
            .text_to_append
            .starts_with("\n[[signatory]]\nid = \"akel-2\"\nname = \"AKEL\"\ncountry = \"CY\"\n")
    );
}

/// The words of a statement's body as Markdown readers see them, a line for each paragraph.
fn read_back(text: &str) -> Vec<String> {
    let body = text.splitn(3, "+++\n").nth(2).unwrap();
    let options =
        Options::ENABLE_FOOTNOTES | Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut out = Vec::new();
    let mut now = String::new();
    for event in Parser::new_ext(body, options) {
        match event {
            Event::Text(text) => now.push_str(&text),
            Event::End(TagEnd::Paragraph) => out.push(std::mem::take(&mut now)),
            Event::Start(_) => {}
            other => now.push_str(&format!("‼{other:?}")),
        }
    }
    out.extend((!now.is_empty()).then_some(now));
    out
}

#[test]
fn bodies_read_back_verbatim() {
    for text in [
        "1. We call *now* for quiet.",
        "12) We call.",
        "# We call",
        "> quoted",
        "- item",
        "+ item",
        "a_b_c and _so_ and __so__ it is",
        "[link](x) and ![picture](y) and [^1]",
        "<b>AT&T</b> &amp; &copy; & so",
        "back\\slash \\* `code` ~~struck~~ ~~~",
        "| a | b |",
        "---",
        "===",
        "***",
        "a:b http://example.org/a_b_*c*",
        "+++",
    ] {
        let plan = Plan {
            paragraphs: vec!["Before.".into(), text.into(), "After.".into()],
            ..plan_of("")
        };
        assert_eq!(
            read_back(&statement_text(&plan)),
            ["Before.", text, "After."]
        );
    }
}

/// The folder of shared material beside the project, if it is there.
fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("UNDERSIGNED_SHARED").map(PathBuf::from);
    let folder =
        folder.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"));
    folder.is_dir().then_some(folder)
}

#[test]
fn the_real_statement_is_read_whole() {
    let Some(folder) = shared() else { return };
    let text = std::fs::read_to_string(folder.join("seed/statement.txt")).unwrap();
    let plan = plan_of(&text);
    assert_eq!(
        (
            plan.lines_read,
            plan.paragraphs.len(),
            plan.entries.len(),
            plan.empty
        ),
        (34, 5, 28, 1)
    );
    assert_eq!(
        (plan.left_over.len(), plan.headings.len(), plan.front.len()),
        (0, 0, 0)
    );
    assert_eq!(
        plan.paragraph_lines,
        [(1, 1), (3, 3), (4, 4), (5, 5), (6, 6)]
    );
    assert_eq!(plan.lang.as_ref().map(|lang| lang.tag()), Some("en"));
    let codes: Vec<&str> = plan
        .entries
        .iter()
        .map(|entry| {
            entry
                .parts
                .country
                .as_ref()
                .map_or("–", |mention| mention.code)
        })
        .collect();
    assert_eq!(
        codes.join(" "),
        "IR CY TR IQ LB JO PS IL EG SD TN IT RU HU MT GB GR PT FR DK MA – DE NO DK GR GR –"
    );
    assert!(
        plan.paragraphs[0].contains("workers’ parties")
            && plan.paragraphs[1].contains("in Iran. The theocratic")
    );
    assert!(
        plan.paragraphs
            .iter()
            .all(|paragraph| !paragraph.contains('\u{a0}'))
    );
    let names: Vec<&str> = plan
        .entries
        .iter()
        .map(|entry| entry.parts.name.as_str())
        .collect();
    for (line, name) in [
        (8, "AKEL"),
        (9, "Communist Party of Turkey"),
        (17, "Ettajdid Movement"),
        (18, "Party of Italian Communists"),
        (19, "Communist Party of Russian Federation"),
        (20, "Hungarian Communist Workers’ Party"),
        (26, "Communist Party in Denmark"),
        (27, "Party of Progress and Socialism"),
        (29, "De Linke"),
        (30, "Socialist Left Party"),
        (31, "Red-Green Aliance"),
        (34, "World Federation of Democratic Youth"),
    ] {
        assert_eq!(names[line - 7], name);
    }
    assert_eq!(
        plan.entries[20].parts.country_name.as_deref(),
        Some("Morroco")
    );
    assert_eq!(plan.entries[27].parts.acronym.as_deref(), Some("WFDY"));
    assert_eq!(plan.entries[27].parts.kind, Some("international"));
    assert!(plan.entries.iter().all(|entry| !entry.parts.is_person));
    let additions = roster_text(&plan, None, None);
    assert_eq!(
        (
            additions.new_ids[1].as_str(),
            additions.new_ids[2].as_str(),
            additions.new_ids[27].as_str()
        ),
        ("akel", "communist-party-of-turkey", "wfdy")
    );
    assert_eq!(additions.private_text, "");
    // What was written stands on in the body, but for layout and apostrophes.
    let words = |text: &str| crate::standardise::words(text);
    let body: Vec<String> = text
        .lines()
        .take(6)
        .filter(|line| !line.is_empty())
        .map(words)
        .collect();
    assert_eq!(
        read_back(&statement_text(&plan))
            .iter()
            .map(|text| words(text))
            .collect::<Vec<_>>(),
        body
    );
}

#[test]
fn the_real_statements_questions_are_found() {
    use crate::standardise::spelling::{ProposalKind, RosterWords, country_spelling, proposals};
    let Some(folder) = shared() else { return };
    let plan = plan_of(&std::fs::read_to_string(folder.join("seed/statement.txt")).unwrap());
    let names: Vec<&str> = plan
        .entries
        .iter()
        .map(|entry| entry.parts.name.as_str())
        .collect();
    let roster_words = RosterWords::new(names.iter().copied());
    let found: Vec<(String, ProposalKind)> = names
        .iter()
        .flat_map(|name| proposals(name, &roster_words))
        .map(|proposal| (proposal.replacement, proposal.kind))
        .collect();
    assert_eq!(
        found,
        [
            (
                "the Russian Federation".to_owned(),
                ProposalKind::MissingArticle
            ),
            ("Alliance".to_owned(), ProposalKind::Spelling)
        ]
    );
    assert!(country_spelling("Morroco").is_some());
}

proptest! {
    #[test]
    fn every_line_is_accounted_for(text in "(([A-Za-z]{1,9} ?){0,12}[.;:,)(]?(\n|\r\n|\n\n)){0,12}|(\\PC|\n){0,60}|(Signed by:|1\\. |• |\t|We are here\\.|Anna Smith|AKEL \\(Cyprus\\); |\n| ){0,20}") {
        let source = Source::new("x", text.clone());
        let plan = plan_of(&text);
        prop_assert_eq!(accounted(&plan, &source), plan.lines_read);
        prop_assert!(plan.entries.iter().all(|entry| !entry.parts.name.is_empty()));
        let additions = roster_text(&plan, None, None);
        prop_assert_eq!(additions.new_ids.len(), plan.entries.len());
    }

    #[test]
    fn any_body_reads_back(text in "[ -~é\u{a0}‹›’]{1,60}|[*_\\[\\]<>&\\\\`~|#+=0-9.) a-]{1,20}") {
        let text = crate::standardise::mend::prose(&text).text;
        prop_assume!(!text.is_empty());
        let plan = Plan { paragraphs: vec![text.clone()], ..plan_of("") };
        prop_assert_eq!(read_back(&statement_text(&plan)), [text]);
    }
}
