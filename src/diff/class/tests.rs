//! One pair of texts for each rule, on both sides of the line.

use super::Class::{self, Layout, Material, Order, Orthographic, Publisher, Terms, Typographic};
use super::{Known, words_of_names};
use crate::diff::changes::changes;
use crate::diff::text::{Style, compare};

/// The gravest class of the changes, and why.
fn verdict(old: &str, new: &str) -> Option<(Class, &'static str)> {
    verdict_among(&Known::default(), old, new)
}

fn verdict_among(known: &Known, old: &str, new: &str) -> Option<(Class, &'static str)> {
    let compared = compare(old, new, [Style::Markdown; 2], known.yeh_kaf);
    let changes = changes(&compared, known);
    changes
        .iter()
        .map(|change| (change.class, change.reason))
        .max_by_key(|(class, _)| *class)
}

fn expect(class: Class, pairs: &[(&str, &str)]) {
    for (old, new) in pairs {
        for (a, b) in [(old, new), (new, old)] {
            let found = verdict(a, b);
            assert_eq!(
                found.map(|(class, _)| class),
                Some(class),
                "{a:?} → {b:?}: {found:?}"
            );
        }
    }
}

#[test]
fn nothing_changed_has_no_class() {
    assert_eq!(verdict("We ask for peace.", "We ask for peace."), None);
    // Something did.
    for new in [
        "We ask for peace.\n",
        "\n\nWe ask for peace.",
        "\u{feff}We ask for peace.",
    ] {
        assert_eq!(
            verdict("We ask for peace.", new),
            Some((Layout, "line breaks or spaces"))
        );
    }
}

#[test]
fn layout_is_white_space_and_markup() {
    expect(
        Layout,
        &[
            ("We ask\nfor peace.", "We ask for\npeace."),
            (
                "We ask for peace and bread now. We ask for work.",
                "We ask for peace and bread now.\n\nWe ask for work.",
            ),
            ("- peace\n- bread", "* peace\n* bread"),
            ("# Peace\n\nNow.", "## Peace\n\nNow."),
            ("We **must** act.", "We must act."),
            ("1. peace", "1) peace"),
            ("Peace now.\n\nBread.", "- Peace now.\n\nBread."),
            ("1. peace\n2. bread", "1. peace\n1. bread"),
        ],
    );
}

#[test]
fn typographic_is_equal_under_the_fold() {
    expect(
        Typographic,
        &[
            ("the people’s “right”", "the people's \"right\""),
            ("peace \u{2014} now", "peace \u{2013} now"),
            ("agree\u{ad}ment", "agreement"),
            ("and so on…", "and so on..."),
        ],
    );
}

#[test]
fn orthographic_is_a_closed_list() {
    expect(
        Orthographic,
        &[
            ("We ask for Peace.", "We ask for peace."),
            ("We ask for for peace.", "We ask for peace."),
            (
                "We ask for bread, peace and land.",
                "We ask for bread, peace, and land.",
            ),
            (
                "Therefore we ask for peace.",
                "Therefore, we ask for peace.",
            ),
            ("We ask for peace", "We ask for peace."),
            ("We ask for these: bread.", "We ask for these; bread."),
            ("We met Dr Orlov there.", "We met Dr. Orlov there."),
            ("We ask for bread", "We ask for bread."),
            ("We vorgle-schnapp on.", "We vorgleschnapp on."),
        ],
    );
    // Several close together.
    let pair = (
        "The bench stads at the the lake. A bench stands for all.",
        "The bench stands at the lake. A bench stands for all.",
    );
    assert_eq!(
        verdict(pair.0, pair.1).map(|(class, _)| class),
        Some(Orthographic)
    );
    // One way only: what was no word has become one.
    let pair = (
        "The harvst failed. A harvest feeds us.",
        "The harvest failed. A harvest feeds us.",
    );
    assert_eq!(verdict(pair.0, pair.1), Some((Orthographic, "spelling")));
    assert_eq!(
        verdict(pair.1, pair.0).map(|(class, _)| class),
        Some(Material)
    );
}

#[test]
fn everything_else_is_material() {
    expect(
        Material,
        &[
            // Named in the design as wrong in the research prototype.
            ("We do not agree.", "We do ~~not~~ agree."),
            ("مؤتمر على السلام", "مؤتمر علي السلام"),
            ("a loss of \u{2212}5 % a year", "a loss of 5 % a year"),
            ("a loss of -5 % a year", "a loss of 5 % a year"),
            ("the free press", "the “free” press"),
            ("They are ill.", "They are ill?"),
            (
                "Free the prisoners who are ill.",
                "Free the prisoners, who are ill.",
            ),
            (
                "Free the prisoners who are ill now.",
                "Free the prisoners, who are ill, now.",
            ),
            (
                "Free members elected in spring now.",
                "Free members, elected in spring, now.",
            ),
            ("They re-sign the treaty.", "They resign the treaty."),
            ("It is now here to be seen.", "It is nowhere to be seen."),
            // A stop tells which sentence words belong to.
            (
                "We fight if they attack. In autumn we stop.",
                "We fight. If they attack in autumn we stop.",
            ),
            (
                "We fight if they attack: in autumn we stop.",
                "We fight: if they attack in autumn we stop.",
            ),
            (
                "We stop; if they do not we go.",
                "We stop if they do not; we go.",
            ),
            (
                "In spring, we ask for bread.",
                "In spring. We ask for bread.",
            ),
            (
                "They refuse to stop. The war is bad.",
                "They refuse. To stop the war is bad.",
            ),
            ("Hang him not, let him go.", "Hang him, not let him go."),
            ("One; two, three of us.", "One, two; three of us."),
            ("They killed, all\n\nWe ask.", "They killed all\n\nWe ask."),
            ("Only, he said so to us.", "Only he said so to us."),
            ("a file of 5 Mb", "a file of 5 MB"),
            ("No. One of us agrees.", "No one of us agrees."),
            ("No, one of us agrees.", "No one of us agrees."),
            ("Let us eat, comrades.", "Let us eat comrades."),
            // Another word, though its letters are the same.
            ("We ask the US to go.", "We ask the us to go."),
            ("They buy Polish goods.", "They buy polish goods."),
            ("We march in spring.", "We March in spring."),
            ("We ask WHO now.", "We ask who now."),
            // Its other rules.
            ("We do agree.", "We do not agree."),
            ("We do not agree.", "We do now agree."),
            (
                "We are bound, but not otherwise.",
                "We are bound, but not not otherwise.",
            ),
            ("All parties shall meet.", "All parties may meet."),
            ("All parties meet.", "Some parties meet."),
            ("We march for them.", "We march with them."),
            ("in 15 days", "in 16 days"),
            ("on 3 May 2011", "on 3 May 2012"),
            (
                "[peace](https://a.example/b)",
                "[peace](https://a.example/c)",
            ),
            ("We ask Iran.", "We ask Iraq."),
            ("the peace (of all)", "the peace of all"),
            ("the peace (of all) here", "the peace (of) all here"),
            ("We ~~do not~~ agree.", "We ~~do~~ not agree."),
            ("We ask for peace!", "We ask for peace."),
            ("> We ask for peace.", "We ask for peace."),
            ("We ask for peace.[^1]\n\n[^1]: Now.", "We ask for peace."),
            ("the front*", "the front"),
            ("x^2^", "x2"),
            ("1. peace\n2. bread", "3. peace\n2. bread"),
            ("a) peace\nb) bread", "a) peace\nc) bread"),
            (
                "We ask for peace.\n\nAnd bread for all of us.",
                "We ask for peace.",
            ),
            (
                "1. We ask for land and bread.\n2. We want peace and work.\n3. No more war on us.\n",
                "1. We ask for land and bread.\n2. No more war on us.\n3. We want peace and work.\n",
            ),
        ],
    );
}

/// The gravest class of two texts, each in a style.
fn verdict_in(old: &str, new: &str, styles: [Style; 2]) -> Option<(Class, &'static str)> {
    let compared = compare(old, new, styles, false);
    let changes = changes(&compared, &Known::default());
    let classes = changes.iter().map(|change| (change.class, change.reason));
    classes.max_by_key(|(class, _)| *class)
}

#[test]
fn typst_has_the_same_classes() {
    for (class, old, new) in [
        (
            Layout,
            "= Peace\nWe *ask* now.",
            "== Peace\n\nWe\n_ask_ now. // soon",
        ),
        (Layout, "We ask now.", "We #strong[ask] now."),
        (Layout, "We ask // a\nnow.", "We ask // b\nnow."),
        (Layout, "- peace\n- bread\n", "/ peace\n/ bread\n"),
        (Layout, "+ peace\n+ bread\n", "1. peace\n2. bread\n"),
        (Layout, "+ peace\n+ bread\n", "+ peace\n2. bread\n"),
        (Typographic, "\"so\" it's -- now", "“so” it’s – now"),
        (Typographic, "caf\\u{e9} now", "café now"),
        (Orthographic, "We ask now.", "we ask now."),
        (Material, "We ask now.", "We do not ask now."),
        (Material, "We #strike[ask] now.", "We ask now."),
        (Material, "We ask now.", "We ask now.#footnote[Perhaps.]"),
        (
            Material,
            "We ask #footnote[a b] now.",
            "We ask #footnote[a] b now.",
        ),
        (
            Material,
            "#link(\"https://a.example\")[We] ask.",
            "#link(\"https://b.example\")[We] ask.",
        ),
        (Material, "#link(\"https://a.example\")[We] ask.", "We ask."),
        (Material, "#quote(block: true)[We ask.]", "We ask."),
        (
            Material,
            "#quote(block: true)[We ask.\n\nThey say.]",
            "#quote(block: true)[We ask.]\n\nThey say.",
        ),
        (Material, "#quote[We ask.]", "We ask."),
        (Material, "+ peace\n+ bread\n", "+ peace\n5. bread\n"),
        (Material, "3. peace", "+ peace"),
        (
            Material,
            "#image(\"a.png\") We ask.",
            "#image(\"b.png\") We ask.",
        ),
        (Material, "#let n = 4\nWe ask.", "#let n = 5\nWe ask."),
    ] {
        for (a, b) in [(old, new), (new, old)] {
            let found = verdict_in(a, b, [Style::Typst; 2]);
            let found_class = found.map(|(class, _)| class);
            assert_eq!(found_class, Some(class), "{a:?} → {b:?}: {found:?}");
        }
    }
    for (old, new, reason) in [
        ("We #strike[ask] now.", "We ask now.", "strikethrough"),
        ("#quote(block: true)[We ask.]", "We ask.", "a block quote"),
        (
            "#link(\"https://a.example\")[a b]",
            "#link(\"https://b.example\")[a b]",
            "an address",
        ),
    ] {
        let found = verdict_in(old, new, [Style::Typst; 2]);
        assert_eq!(found, Some((Material, reason)), "{old} / {new}");
    }
}

#[test]
fn a_text_in_markdown_and_the_same_in_typst_differ_in_layout() {
    let old = "# We *ask*\n\nFor **boats**, ~~never~~ always\nnow – it is so.\n\n1. one\n2. two\n\n> Sit down.\n>\n> And stay.\n";
    let new = "= We _ask_\nFor *boats*, #strike[never] always\nnow – it is so.\n+ one\n+ two\n\n#quote(block: true)[Sit down.\n\nAnd stay.]\n";
    let found = verdict_in(old, new, [Style::Markdown, Style::Typst]);
    assert_eq!(found.map(|(class, _)| class), Some(Layout), "{found:?}");
    let less = new.replace("\n\nAnd stay.]", "]\n\nAnd stay.");
    let found = verdict_in(old, &less, [Style::Markdown, Style::Typst]);
    assert_eq!(found, Some((Material, "a block quote")));
}

#[test]
fn a_paragraph_that_leaves_a_quote_is_material() {
    let old = "> We ask for peace and for bread.\n>\n> They say that it is too early for that.\n";
    let new = "> We ask for peace and for bread.\n\nThey say that it is too early for that.\n";
    for (a, b) in [(old, new), (new, old)] {
        assert_eq!(verdict(a, b), Some((Material, "a block quote")));
    }
    // A paragraph that is split in a quote stays in it.
    let split = "> We ask for peace and for bread. They say that it is too early for that.\n";
    let found = verdict(old, split);
    assert_eq!(found, Some((Layout, "paragraphs joined")));
}

#[test]
fn an_item_that_comes_under_another_is_material() {
    let material = Some((Material, "an item of a list under another"));
    for (old, new) in [
        (
            "- We reject:\n  - the plan\n- peace\n",
            "- We reject:\n  - the plan\n  - peace\n",
        ),
        (
            "1. We reject:\n   - the plan\n   - war\n\n      - all\n",
            "1. We reject:\n   - the plan\n   - war\n   - all\n",
        ),
        ("- We reject\n\t- the plan\n", "- We reject\n- the plan\n"),
    ] {
        for (a, b) in [(old, new), (new, old)] {
            assert_eq!(verdict(a, b), material, "{a:?} → {b:?}");
        }
    }
    for (old, new) in [
        (
            "- We reject:\n  - the plan\n- peace\n",
            "- We reject:\n  - the plan\n  - peace\n",
        ),
        ("+ We reject:\n  - the plan\n", "+ We reject:\n- the plan\n"),
    ] {
        assert_eq!(verdict_in(old, new, [Style::Typst; 2]), material);
        assert_eq!(
            verdict_in(old, new, [Style::Markdown, Style::Typst]),
            material
        );
    }
    // Indented another way.
    for new in [
        "*   We reject:\n    * the plan\n*   peace\n",
        "- We reject:\n\t- the plan\n- peace\n",
        " - We reject:\n   - the plan\n - peace\n",
    ] {
        let old = "- We reject:\n  - the plan\n- peace\n";
        assert_eq!(verdict(old, new).map(|(class, _)| class), Some(Layout));
    }
}

#[test]
fn reasons_name_what_matters() {
    for (old, new, reason) in [
        ("We do agree.", "We do not agree.", "a negation"),
        ("Wir stimmen zu.", "Wir stimmen nicht zu.", "a negation"),
        ("They shall vote.", "They may vote.", "a modal"),
        ("All of them.", "Some of them.", "a quantifier"),
        ("in 15 days", "in 16 days", "a number"),
        ("We do agree.", "We do ~~agree~~.", "strikethrough"),
    ] {
        assert_eq!(verdict(old, new), Some((Material, reason)), "{old} / {new}");
    }
}

#[test]
fn another_form_of_a_word_is_another_word() {
    for (old, new) in [
        ("harvest", "harvests"),
        ("dependent", "independent"),
        ("possible", "impossible"),
        ("evolution", "revolution"),
        ("unidas", "unidos"),
        ("Bruder", "Brüder"),
        ("عامل", "عمال"),
    ] {
        let with = |word: &str| format!("We met it {word} there. We know {new} well.");
        let class = verdict(&with(old), &with(new)).map(|(class, _)| class);
        assert_eq!(class, Some(Material), "{old} → {new}");
    }
}

#[test]
fn a_word_that_looks_like_a_slip_of_another_is_none() {
    for (old, new) in [
        ("untied", "united"),
        ("martial", "marital"),
        ("casual", "causal"),
        ("prosecuted", "persecuted"),
        ("complement", "compliment"),
        ("repeal", "reveal"),
        ("contest", "context"),
    ] {
        for (a, b) in [(old, new), (new, old)] {
            let with = |word: &str| format!("We met it {word} there. We know {b} well.");
            let class = verdict(&with(a), &with(b)).map(|(class, _)| class);
            assert_eq!(class, Some(Material), "{a} → {b}");
        }
    }
}

#[test]
fn words_of_the_tables_are_never_corrected() {
    // A word that is right elsewhere in the text is corrected, unless a table has it.
    let found = |wrong: &str, right: &str| {
        verdict(
            &format!("We met {wrong} there. We know {right} well."),
            &format!("We met {right} there. We know {right} well."),
        )
    };
    for (wrong, right) in [
        ("havrest", "harvest"),
        ("goverment", "government"),
        ("statment", "statement"),
    ] {
        assert_eq!(
            found(wrong, right),
            Some((Orthographic, "spelling")),
            "{wrong}"
        );
    }
    for (wrong, right) in [
        ("Morroco", "Morocco"),       // a country
        ("Zealnd", "Zealand"),        // of a country's name
        ("Morocan", "Moroccan"),      // its people
        ("Janurary", "January"),      // a month
        ("Elisbeth", "Elisabeth"),    // a person
        ("profesor", "professor"),    // a title
        ("chiarwoman", "chairwoman"), // a role
        ("tehir", "their"),           // a small word
        ("shuold", "should"),         // that turns a sentence
    ] {
        let class = found(wrong, right).map(|(class, _)| class);
        assert_eq!(class, Some(Material), "{wrong}");
    }
}

#[test]
fn names_of_the_roster_are_never_slips() {
    let known = Known {
        names: words_of_names(["Harvest Front of Workers", "Pomo", "Nova-Lumina"]),
        ..Known::default()
    };
    for (old, new) in [
        (
            "The harvst front. A harvest.",
            "The harvest front. A harvest.",
        ),
        ("We met POMO.", "We met Pomo."),
        ("We met Pomo Pomo.", "We met Pomo."),
        ("We met Pomo-Lumina.", "We met Pomo Lumina."),
        ("We met Nova-Lumina.", "We met NovaLumina."),
    ] {
        let class = |known: &Known| verdict_among(known, old, new).map(|(class, _)| class);
        assert_eq!(class(&known), Some(Material), "{old} / {new}");
        assert_eq!(
            class(&Known::default()),
            Some(Orthographic),
            "{old} / {new}"
        );
    }
    assert_eq!(
        verdict_among(&known, "We met POMO.", "We met Pomo."),
        Some((Material, "a signatory’s name"))
    );
    // Words that many names have are words.
    assert_eq!(
        verdict_among(&known, "We ask all Workers.", "We ask all workers.").map(|(class, _)| class),
        Some(Orthographic)
    );
    // What stands beside a name may be mended.
    assert_eq!(
        verdict_among(&known, "We, met Pomo.", "We met Pomo.").map(|(class, _)| class),
        Some(Orthographic)
    );
}

#[test]
fn what_moved_unchanged_is_order() {
    let [a, b, c] = [
        "The members of this council ask every party to keep the peace.\n\n",
        "Bread and work were promised to us in the spring of last year.\n\n",
        "No one may be held without a charge for longer than one day.\n\n",
    ];
    assert_eq!(
        verdict(&[a, b, c].concat(), &[b, c, a].concat()),
        Some((Order, "moved"))
    );
    let announced = Some((Material, "moved under other words that announce it"));
    for (no, yes) in [
        (
            "## We reject these points\n\n",
            "## We support these points\n\n",
        ),
        (
            "We do not want any of these:\n\n",
            "We want all of these points:\n\n",
        ),
    ] {
        for (old, new) in [
            ([no, a, b, yes, c].concat(), [no, a, yes, b, c].concat()),
            ([a, no, b, c].concat(), [a, b, no, c].concat()),
            ([no, a, yes, b].concat(), [yes, a, no, b].concat()),
        ] {
            assert_eq!(verdict(&old, &new), announced, "{old} → {new}");
        }
    }
}

#[test]
fn fields_are_signed_or_the_publishers() {
    let with = |front: &str| format!("+++\n{front}\n+++\n\nWe ask for peace.\n");
    let found = |old: &str, new: &str| verdict(&with(old), &with(new)).map(|(class, _)| class);
    assert_eq!(found("title = \"Peace\"", "title = \"War\""), Some(Terms));
    assert_eq!(found("title = \"Peace\"", "title = \"peace\""), Some(Terms));
    assert_eq!(
        found("title = \"Peace\"", "title = 'Peace'"),
        Some(Typographic)
    );
    assert_eq!(found("lead = \"Peace\"", "lead = \"War\""), Some(Publisher));
    assert_eq!(
        found("lead = \"Peace\"", "lead = \"Peace\"\ntitle = \"Now\""),
        Some(Terms)
    );
    // A signed text given to another field, and lines in it that look like fields.
    assert_eq!(found("title = \"Peace\"", "lead = \"Peace\""), Some(Terms));
    assert_eq!(
        found(
            "title = \"\"\"\na\nlead = 1\"\"\"",
            "title = \"\"\"\na\nlead = 2\"\"\""
        ),
        Some(Terms)
    );
    assert_eq!(
        found(
            "[[contacts]]\nname = \"Press Office\"",
            "[[contacts]]\nname = \"Press Desk\""
        ),
        Some(Publisher)
    );
    // Words that are no longer of the text, for a fence of the front matter moved.
    let moved = |old: &str, new: &str| verdict(old, new).map(|(class, _)| class);
    let (a, b) = (
        "+++\ntitle = \"T\"\n+++\n# No war\n\nNow.\n",
        "+++\ntitle = \"T\"\n# No war\n+++\n\nNow.\n",
    );
    assert_eq!(moved(a, b), Some(Terms));
    assert_eq!(moved(b, a), Some(Terms));
    // What is broken is nobody's.
    assert_eq!(found("lead = \"Peace", "lead = \"War"), Some(Terms));
}

#[test]
fn nobody_signs_a_press_release() {
    let text = |front: &str, word: &str| {
        format!("+++\n{front}title = \"The {word}\"\n+++\n\nWe ask for {word}.\n")
    };
    let (release, statement) = ("form = \"press-release\"\n", "form = \"joint-statement\"\n");
    let letter = "form = \"open-letter\"\n";
    let class = |old: &str, new: &str| verdict(old, new).map(|(class, _)| class);
    // One before and one after: the publisher's alone, whatever changed.
    assert_eq!(
        class(&text(release, "peace"), &text(release, "bread")),
        Some(Publisher)
    );
    assert_eq!(
        verdict(
            "+++\nform = \"press-release\"\n+++\nAsk\nnow.",
            "+++\nform = \"press-release\"\n+++\nAsk now."
        ),
        Some((Layout, "line breaks or spaces"))
    );
    // One that was signed before, or is now, is not.
    for (old, new) in [(release, statement), (release, ""), (release, letter)] {
        for (a, b) in [(old, new), (new, old)] {
            assert_eq!(
                class(&text(a, "peace"), &text(b, "peace")),
                Some(Terms),
                "{a} {b}"
            );
            let compared = (text(a, "peace"), text(b, "bread"));
            assert_eq!(class(&compared.0, &compared.1), Some(Terms), "{a} {b}");
        }
    }
    // A letter speaks to someone, a statement doesn't: who signed one hasn't signed the other.
    assert_eq!(
        class(&text(statement, "peace"), &text(letter, "peace")),
        Some(Terms)
    );
    assert_eq!(
        class(&text("", "peace"), &text(letter, "peace")),
        Some(Terms)
    );
    // Saying what goes without saying is no change.
    assert_eq!(
        verdict(&text("", "peace"), &text(statement, "peace")),
        Some((Typographic, "written another way"))
    );
}

mod of_form_alone {
    //! Copies that differ in form alone have no material change, whatever the words.

    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::{Class, Known, Style, changes, compare};

    const WORDS: &str = "(peace|bread|not|shall|15|Übung|déjà|people's|\"free\"|a\\.example|may|سلام|和平|we,|now;|why\\?)";

    fn texts() -> impl Strategy<Value = String> {
        let sentence = prop::collection::vec(WORDS, 1..12).prop_map(|words| words.join(" ") + ".");
        let paragraph = prop::collection::vec(sentence, 1..5).prop_map(|all| all.join(" "));
        let block = ("(|# |- |1\\. |> )", paragraph).prop_map(|(mark, words)| mark + &words);
        let front = "(|\\+\\+\\+\ntitle = \"The people's bread\"\nlead = \"Übung\"\n\\+\\+\\+\n\n)";
        (front, prop::collection::vec(block, 1..6))
            .prop_map(|(front, blocks)| front + &blocks.join("\n\n") + "\n")
    }

    /// Breaks the lines of paragraphs where a number tells so.
    fn wrapped(text: &str, every: usize, end: &str) -> String {
        let wrap = |line: &str| -> String {
            // A heading ends with its line, and so does a field. Words behind a quote's lines go on.
            if line.starts_with('#') || line.contains(" = ") {
                return line.to_string();
            }
            let words: Vec<&str> = line.split(' ').collect();
            let lines: Vec<String> = words
                .chunks(every + 1)
                .map(|words| words.join(" "))
                .collect();
            lines.join(end)
        };
        text.split('\n').map(wrap).collect::<Vec<_>>().join(end)
    }

    /// With other quotes, but for those that TOML reads.
    fn curled(text: &str) -> String {
        if let Some(end) = text.find("+++\n\n") {
            let (front, body) = text.split_at(end + "+++\n\n".len());
            return front.replace('\'', "’") + &curled(body);
        }
        text.replace(" \"", " “")
            .replace("\n\"", "\n“")
            .replace('"', "”")
            .replace('\'', "’")
    }

    proptest! {
        #[test]
        fn nobody_is_asked_again(text in texts(), every in 2..9usize, crlf: bool) {
            let end = if crlf { "\r\n" } else { "\n" };
            let copies = [
                wrapped(&text, every, end),
                text.nfd().collect(),
                curled(&text),
                wrapped(&curled(&text), every, end).nfd().collect(),
            ];
            for copy in copies {
                for (old, new, style) in [
                    (&text, &copy, Style::Markdown),
                    (&copy, &text, Style::Markdown),
                    (&text, &copy, Style::Plain),
                    (&copy, &text, Style::Plain),
                ] {
                    let compared = compare(old, new, [style; 2], false);
                    for change in changes(&compared, &Known::default()) {
                        prop_assert!(change.class <= Class::Typographic, "{old:?} {new:?} {change:?}");
                    }
                }
            }
        }
    }
}
