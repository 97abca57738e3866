//! What holds for every pair of texts, and what readers should see of some.

use proptest::prelude::*;

use super::ops::{Op, ops};
use super::{Style, compare};
use crate::diff::changes::changes;
use crate::diff::class::Known;

/// The texts that the marks give back: all rejected, all accepted.
fn sides(ops: &[Op]) -> (String, String) {
    let (mut old, mut new) = (String::new(), String::new());
    for op in ops {
        match op {
            Op::Same { old: a, new: b } => {
                old.push_str(a);
                new.push_str(b);
            }
            Op::Deleted(text) | Op::MovedAway(_, text) => old.push_str(text),
            Op::Inserted(text) => new.push_str(text),
            Op::MovedIn(_, inner) => new.push_str(&sides(inner).1),
        }
    }
    (old, new)
}

/// The marks in short: `[-deleted-]`, `{+inserted+}`, `<1 moved away>`, `>1 moved in<`; what is the same as it is new.
fn shown(old: &str, new: &str) -> String {
    fn show(ops: &[Op]) -> String {
        let one = |op: &Op| match op {
            Op::Same { new, .. } => new.to_string(),
            Op::Deleted(text) => format!("[-{text}-]"),
            Op::Inserted(text) => format!("{{+{text}+}}"),
            Op::MovedAway(number, text) => format!("<{number} {text}>"),
            Op::MovedIn(number, inner) => format!(">{number} {}<", show(inner)),
        };
        ops.iter().map(one).collect()
    }
    show(&ops(&compare(old, new, [Style::Markdown; 2], false)))
}

/// Whether nothing is marked.
fn is_quiet(old: &str, new: &str, style: Style) -> bool {
    let compared = compare(old, new, [style; 2], false);
    ops(&compared)
        .iter()
        .all(|op| matches!(op, Op::Same { .. }))
}

const STYLES: [Style; 3] = [Style::Markdown, Style::Typst, Style::Plain];

const PIECES: &str = "(the |not |peace |# |- |1\\. |> |\\*\\*|_|~~|`|```|\\|a\\|b\\||[.,;:!?] |\n|\r\n|\n\n|\r\n\r\n|\r|\
     https://a.example/b-c/d|\\]\\(x y\\)|“|’|'|e\u{301}|é|\u{200d}|\u{feff}|\u{301}|می\u{200c}شود |على |和平。|ひらカタ|\\+\\+\\+\n|\
     title = \"the peace\"\n|\\[\\[contacts\\]\\]\n|\u{200f}|\u{202e}|\u{2066}|\u{2069}|\u{85}|\u{2028}|\u{0}|\
     = |\\+ |3\\. |//|/\\*|\\*/|\\\\|#strike\\[|#quote\\(block: true\\)\\[|#footnote\\[|#emph\\[|\\]|\
     #link\\(\"https://a.example\"\\)\\[|\\\\u\\{e9\\}|#x|\\$|\\PC)";

fn texts() -> impl Strategy<Value = String> {
    (FRONT, prop::collection::vec(PIECES, 0..60))
        .prop_map(|(front, pieces)| front + &pieces.concat())
}

/// What a text may begin with: front matter of several shapes, whole and broken.
const FRONT: &str = "|\u{feff}?\\+\\+\\+(\n|\r\n)(form = \"press-release\"(\n|\r\n))?(title = \"the (peace|not)\"(\n|\r\n))?\
     (lead = \"[a-c“]*\"?(\n|\r\n|\r))?(\\+\\+\\+(\n|\r\n))?";

/// A text and a version of it: pieces taken out, put in, turned round.
pub(crate) fn versions() -> impl Strategy<Value = (String, String)> {
    (
        (FRONT, FRONT),
        prop::collection::vec(PIECES, 0..80),
        prop::collection::vec((0..100usize, 0..4u8, PIECES), 0..8),
    )
        .prop_map(|(fronts, old, edits)| {
            let mut new = old.clone();
            for (at, what, piece) in edits {
                let at = at % (new.len() + 1);
                match what {
                    0 => new.insert(at, piece),
                    1 => drop((at < new.len()).then(|| new.remove(at))),
                    2 => new.rotate_left(at),
                    _ => new[at..].reverse(),
                }
            }
            (fronts.0 + &old.concat(), fronts.1 + &new.concat())
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn marks_give_both_texts_back(old in texts(), new in texts()) {
        for style in STYLES {
            prop_assert_eq!(sides(&ops(&compare(&old, &new, [style; 2], true))), (old.clone(), new.clone()));
        }
    }

    #[test]
    fn marks_give_both_versions_back((old, new) in versions()) {
        for style in STYLES {
            prop_assert_eq!(sides(&ops(&compare(&old, &new, [style; 2], false))), (old.clone(), new.clone()));
        }
    }

    #[test]
    fn any_characters_come_back(old in "\\PC*|(?s).*", new in "\\PC*|(?s).*") {
        for styles in [[Style::Markdown; 2], [Style::Typst; 2], [Style::Plain; 2], [Style::Markdown, Style::Typst]] {
            prop_assert_eq!(sides(&ops(&compare(&old, &new, styles, true))), (old.clone(), new.clone()));
        }
    }

    #[test]
    fn a_text_and_itself_are_one(text in texts()) {
        for style in STYLES {
            let compared = compare(&text, &text, [style; 2], false);
            let all = match text.is_empty() {
                true => Vec::new(),
                false => vec![Op::Same { old: &text, new: &text }],
            };
            prop_assert_eq!(ops(&compared), all);
            prop_assert_eq!(changes(&compared, &Known::default()), vec![]);
        }
    }
}

#[test]
fn tables_that_are_too_large_are_cut_and_stay_exact() {
    // One paragraph of 6,000 words, each third one another.
    let words = |edited: bool| -> String {
        (0..6000)
            .map(|n| match n % 3 == 0 && edited {
                true => format!("other{n} "),
                false => format!("word{} ", n % 700),
            })
            .collect()
    };
    let (old, new) = (words(false), words(true));
    let compared = compare(&old, &new, [Style::Plain; 2], false);
    assert_eq!(sides(&ops(&compared)), (old.clone(), new.clone()));
}

#[test]
fn form_alone_marks_nothing() {
    for (old, new) in [
        ("We ask\nfor peace now.\n", "We ask for\r\npeace now."),
        ("We ask for peace now.\n", "We ask for\n\npeace now."),
        (
            "One.\nTwo three four five six seven.\n",
            "One. Two three four five six seven.\n",
        ),
        (
            "We ask for peace. We ask for bread.\n",
            "We ask for peace.\n\nWe ask for bread.\n",
        ),
        ("- peace\n- bread\n", "* peace\n* bread\n"),
        ("1. peace\n2. bread\n", "1) peace\n2) bread\n"),
        ("# Peace\n", "## Peace\n"),
        ("We **must** act.\n", "We _must_ act.\n"),
        ("We **must** act.\n", "We must act.\n"),
        ("the people’s “right”\n", "the people's \"right\"\n"),
        ("peace \u{2014} now\n", "peace \u{2013} now\n"),
        ("Jose\u{301} agre\u{ad}es\n", "José agrees\n"),
        (
            "> We ask for peace\n> and bread.\n",
            "> We ask for peace and\n> bread.\n",
        ),
        (
            "| a | b |\n|---|---|\n| c | d |\n",
            "| a  | b  |\n|:---|:---|\n| c  | d  |\n",
        ),
        ("“‘Now’,” we said.", "\"'Now',\" we said."),
    ] {
        assert!(is_quiet(old, new, Style::Markdown), "{}", shown(old, new));
    }
    // In plain text they are characters.
    assert!(!is_quiet("We **must** act.", "We must act.", Style::Plain));
}

#[test]
fn form_alone_marks_nothing_in_typst() {
    for (old, new) in [
        ("We ask\nfor peace now.", "We ask for\n\npeace now."),
        ("We ask. // not yet", "We /* all */ ask."),
        ("one two/* c */three", "one twothree"),
        ("= Peace\nWe ask.", "== Peace\n\nWe ask."),
        ("= Peace", "#heading(level: 2)[Peace]"),
        ("- peace\n- bread", "/ peace\n\n/ bread"),
        ("+ peace\n+ bread\n", "1. peace\n+ bread\n"),
        ("We *must* act.", "We _must_ act."),
        ("We *must* act.", "We #emph[must] act."),
        ("We *must* act.", "We must act."),
        ("a #emph[b]c", "a bc"),
        ("it's \"so\" -- or --- not...", "it’s “so” – or — not…"),
        ("R\\&D caf\\u{e9} 5~m", "R&D café 5\u{a0}m"),
        ("#strike[ not ] now", "#strike[not] now"),
        ("see #link(\"https://a.example\")", "see https://a.example"),
        (
            "#quote(block: true)[We\n ask]",
            "#quote(block: true)[\n\n  We ask\n]",
        ),
        ("`a` b", "``` a``` b"),
    ] {
        assert!(is_quiet(old, new, Style::Typst), "{old:?} {new:?}");
    }
    for (old, new) in [
        ("We ask. Now.", "We #strike[ask.] Now."),
        ("We ask.", "#quote(block: true)[We ask.]"),
        ("We ask.", "#quote[We ask.]"),
        ("We ask.", "We ask#footnote[Not]."),
        (
            "#link(\"https://a.example\")[a]",
            "#link(\"https://b.example\")[a]",
        ),
        ("#link(\"https://a.example\")[a]", "a"),
        ("3. a", "+ a"),
        ("- a", "+ a"),
        ("#let x = 1\na", "#let x = 2\na"),
        ("$x$ a", "x a"),
        ("#image(\"a\") b", "#image(\"c\") b"),
        ("-5", "5"),
        ("a `b c`", "a b c"),
    ] {
        assert!(!is_quiet(old, new, Style::Typst), "{old:?} {new:?}");
    }
}

#[test]
fn the_same_in_markdown_and_in_typst_marks_nothing() {
    let markdown = "+++\ntitle = \"Boats\"\n+++\n\n# We *ask*\n\nFor **boats**, ~~never~~ always \\\nnow – “so”\nit’s R\\&D… 5 %.\n\n\
        1. one\n1. two\n   - deep\n\n> Sit\n> down.\n>\n> - stay\n\n`a  b` https://a.example/b\n\n```\na  b\nc\n```\n";
    let typst = "+++\ntitle = \"Boats\"\n+++\n= We _ask_\nFor *boats*, #strike[never] always \\\nnow -- \"so\" it's R\\&D... 5~%.\n\
        + one\n+ two\n  - deep\n\n#quote(block: true)[Sit down. // not up\n\n- stay]\n`a  b` https://a.example/b\n```\na  b\nc\n```\n";
    for (old, new, styles) in [
        (markdown, typst, [Style::Markdown, Style::Typst]),
        (typst, markdown, [Style::Typst, Style::Markdown]),
    ] {
        let compared = compare(old, new, styles, false);
        let ops = ops(&compared);
        let marked: Vec<&Op> = ops
            .iter()
            .filter(|op| !matches!(op, Op::Same { .. }))
            .collect();
        assert!(marked.is_empty(), "{marked:?}");
        assert_eq!(sides(&ops), (old.to_string(), new.to_string()));
    }
}

#[test]
fn what_says_something_else_is_marked() {
    for (old, new) in [
        ("We do act.", "We do ~~not~~ act."),
        ("a loss of \u{2212}5 %", "a loss of 5 %"),
        ("It is ill.", "It is ill?"),
        ("على", "علي"),
        ("We ask for peace.", "> We ask for peace."),
        ("The front* agrees.", "The front agrees."),
        (
            "[peace](https://a.example/b)",
            "[peace](https://a.example/c)",
        ),
        ("the free press", "the “free” press"),
        ("re-sign it", "resign it"),
    ] {
        assert!(!is_quiet(old, new, Style::Markdown), "{old} / {new}");
    }
}

#[test]
fn marks_read_as_a_person_would_set_them() {
    for (old, new, marks) in [
        (
            "We are bound, but not otherwise.",
            "We are bound, but not not otherwise.",
            "We are bound, but not {+not +}otherwise.",
        ),
        (
            "All parties shall meet in spring. They shall vote.",
            "All parties may meet in spring. They shall vote.",
            "All parties [-shall -]{+may +}meet in spring. They shall vote.",
        ),
        (
            "see https://a.example/list/2024/names.html for it",
            "see https://a.example/list/2025/names.html for it",
            "see https://a.example/list/[-2024-]{+2025+}/names.html for it",
        ),
        (
            "We call for peace. We call for bread. We call for work.",
            "We call for peace. We call for land. We call for bread. We call for work.",
            "We call for peace. {+We call for land. +}We call for bread. We call for work.",
        ),
        (
            "- peace\n- bread\n",
            "- peace\n- land\n- bread\n",
            "- peace\n{+- land\n+}- bread\n",
        ),
    ] {
        assert_eq!(shown(old, new), marks);
    }
}

#[test]
fn paragraphs_and_sentences_move() {
    let [a, b, c] = [
        "The members of this council ask every party to keep the peace.\n\n",
        "Bread and work were promised to us in the spring of last year.\n\n",
        "No one may be held without a charge for longer than one day.\n\n",
    ];
    assert_eq!(
        shown(&[a, b, c].concat(), &[b, c, a].concat()),
        format!("<1 {a}>{b}{c}>1 {a}<")
    );
    let sentence = "Nobody may be held without a charge for longer than a day.";
    let old = format!(
        "We met in spring at the lake. {sentence} We ask for bread.\n\nWe will meet again in the autumn of this year.\n"
    );
    let new = format!(
        "We met in spring at the lake. We ask for bread.\n\nWe will meet again in the autumn of this year. {sentence}\n"
    );
    assert_eq!(
        shown(&old, &new),
        format!(
            "We met in spring at the lake. <1 {sentence} >We ask for bread.\n\nWe will meet again in the autumn of this year. >1 {sentence}\n<"
        )
    );
}
