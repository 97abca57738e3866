use super::*;
use crate::diagnostic::Findings;
use crate::diff::text::{Style, compare};
use crate::model::body::{Block, BlockKind, RunKind};
use crate::read::{markdown, typst};
use crate::source::{Source, Sources};
use proptest::prelude::*;

fn read(text: &str) -> Body {
    let id = Sources::default().add(Source::new("x.md", text));
    markdown::body(text, 0..text.len(), id, &mut Findings::default())
}

fn read_typst(text: &str) -> Body {
    try_typst(text).expect("it can be printed")
}

/// None where something in it can't be printed.
fn try_typst(text: &str) -> Option<Body> {
    let id = Sources::default().add(Source::new("x.typ", text));
    let lang = crate::model::Language::english();
    let findings = &mut Findings::default();
    let body = typst::body(text, 0..text.len(), &lang, id, findings);
    (!findings.has_errors()).then_some(body)
}

fn marked_typst(old: &str, new: &str) -> Body {
    let compared = compare(old, new, [Style::Typst; 2], false);
    body(&compared, &read_typst(old), &read_typst(new))
}

fn marked(old: &str, new: &str) -> Body {
    let compared = compare(old, new, [Style::Markdown; 2], false);
    body(&compared, &read(old), &read(new))
}

/// The words of a body as a redline shows them: `[-…-]`, `{+…+}`, `<…>` moved in, `>…<` moved away; a
/// block a line.
fn shown(body: &Body) -> String {
    let mut out = String::new();
    let notes = body.footnotes.iter().flat_map(|note| &note.blocks);
    for block in body.blocks.iter().chain(notes) {
        block.visit_lines(&mut |runs| {
            for run in runs {
                let text = match &run.kind {
                    RunKind::Text(text) => text.clone(),
                    RunKind::Footnote(note) => format!("^{note}"),
                    RunKind::Break | RunKind::Label(_) => "/".into(),
                };
                out.push_str(&match run.mark {
                    Mark::None => text,
                    Mark::Inserted => format!("{{+{text}+}}"),
                    Mark::Deleted => format!("[-{text}-]"),
                    Mark::MovedIn(n) => format!("<{n} {text}>"),
                    Mark::MovedAway(n) => format!(">{n} {text}<"),
                });
            }
            out.push('\n');
        });
    }
    out
}

#[test]
fn words_are_marked_where_they_stand() {
    for (old, new, expected) in [
        (
            "We ask for 4 boats.",
            "We ask for 5 boats.",
            "We ask for [-4-] {+5+} boats.\n",
        ),
        (
            "We ask, for boats.",
            "We ask for boats.",
            "We ask[-,-] for boats.\n",
        ),
        ("We ask.", "We ask now.", "We ask {+now+}.\n"),
        ("We all ask.", "We ask.", "We [-all-] ask.\n"),
        ("We *all* ask.", "We **all** ask!", "We all ask[-.-]{+!+}\n"),
        ("Now we ask.", "we ask.", "[-Now-] we ask.\n"),
        (
            "我们要求五艘船。",
            "我们要求六艘船。",
            "我们要求[-五-]{+六+}艘船。\n",
        ),
    ] {
        assert_eq!(shown(&marked(old, new)), expected, "{old} → {new}");
    }
}

#[test]
fn typst_is_marked_as_markdown_is() {
    for (old, new, expected) in [
        (
            "We ask for 4\nboats -- \"now\".",
            "We ask for 5\nboats -- \"now\".",
            "We ask for [-4-] {+5+} boats – “now”.\n",
        ),
        (
            "We *all* ask.",
            "We _all_ ask #strike[now].",
            "We all ask {+now+}.\n",
        ),
        (
            "We ask#footnote[Since 2016.] you and stay by the river.",
            "We ask#footnote[Since 2018.] you and go by the river.",
            "We ask^0 you and [-stay-] {+go+} by the river.\nSince [-2016-]{+2018+}.\n",
        ),
        (
            "We ask you#footnote[Since 2016.] now.",
            "We ask you now.",
            "We ask you[-^0-] now.\n[-Since 2016.-]\n",
        ),
        (
            "+ one here\n+ two there\n",
            "+ one here\n+ and a third\n+ two there\n",
            "one here\n{+and a third+}\ntwo there\n",
        ),
        (
            "= Boats\nWe ask.",
            "= Boats now\nWe ask.",
            "Boats {+now+}\nWe ask.\n",
        ),
    ] {
        assert_eq!(shown(&marked_typst(old, new)), expected, "{old} → {new}");
    }
}

#[test]
fn what_is_wholly_gone_or_new_is_a_block_of_its_own() {
    let old = "One we stay.\n\n- first\n- second\n- third\n\nLast line here.\n";
    let new = "One we stay.\n\n- first\n- third\n- fourth\n\nNew words come between.\n\nLast line here.\n";
    let body = marked(old, new);
    assert_eq!(
        shown(&body),
        "One we stay.\nfirst\n[-second-]\nthird\n{+fourth+}\n{+New words come between.+}\nLast line here.\n"
    );
    let BlockKind::List { items, .. } = &body.blocks[1].kind else {
        panic!("the list stays one");
    };
    assert_eq!(items.len(), 4);
    let number = |item: &Vec<Block>| item[0].number.clone().unwrap();
    let numbers: Vec<String> = items.iter().map(number).collect();
    assert_eq!(numbers, ["2", "[3]", "3", "4"]);
}

#[test]
fn cells_keep_their_rows_and_footnotes_their_marks() {
    let old = "| a | b |\n|---|---|\n| one | 4 |\n| two | 5 |\n";
    let new = "| a | b |\n|---|---|\n| one | 6 |\n| three | 7 |\n";
    let body = marked(old, new);
    let BlockKind::Table { rows, .. } = &body.blocks[0].kind else {
        panic!("the table stays one");
    };
    assert!(rows.iter().all(|row| row.len() == 2));
    assert!(shown(&body).contains("[-4-] {+6+}"), "{}", shown(&body));

    let old = "We ask[^a] and stay[^b].\n\n[^a]: Since 2016.\n\n[^b]: By the river.\n";
    let new = "We ask and stay[^b].\n\n[^b]: By the river bank.\n";
    let body = marked(old, new);
    assert_eq!(
        shown(&body),
        "We ask[-^1-] and stay^0.\nBy the river {+bank+}.\n[-Since 2016.-]\n"
    );

    let old = "We ask[^a] now and here.\n\n[^a]: Since 2016\n";
    let new = "We ask[^a] now and here.\n\n[^a]: By the river\n";
    assert_eq!(
        shown(&marked(old, new)),
        "We ask^0 now and here.\n[-Since 2016-]\n{+By the river+}\n"
    );
}

#[test]
fn no_cell_that_is_gone_is_lost() {
    // A column that is taken out.
    let old = "| a | b |\n|---|---|\n| one | four |\n";
    let marks = shown(&marked(old, "| a |\n|---|\n| one |\n"));
    assert!(
        marks.contains("[-b-]") && marks.contains("[-four-]"),
        "{marks}"
    );
    // A table that has become a paragraph.
    let marks = shown(&marked(old, "| a | | |\n|---|---|\n| one | |\n"));
    assert!(
        marks.contains("[-b-]") && marks.contains("[-four-]"),
        "{marks}"
    );
    assert_eq!(marks.matches("one").count(), 1, "{marks}");
}

#[test]
fn moves_are_shown_at_both_ends() {
    let old = "We cannot swim in any of the lakes here.\n\nWe ask the council for a pool.\n\nThat is all we have to say.\n";
    let new = "We ask the council for a pool.\n\nThat is all we have to say.\n\nWe cannot swim in some of the lakes here.\n";
    let shown = shown(&marked(old, new));
    assert!(
        shown.starts_with(">1 We cannot swim in any of the lakes here.<\n"),
        "{shown}"
    );
    assert!(shown.contains("<1 We cannot swim in>"), "{shown}");
    assert!(shown.contains("[-any-]"), "{shown}");
}

/// Holds a redline to both texts: the new one is there whole, and no word of the old one is lost.
fn expect_whole(merged: &Body, old: &Body, new: &Body) {
    let words = |body: &Body, keep: &dyn Fn(Mark) -> bool| -> String {
        let mut words = String::new();
        let notes = body.footnotes.iter().flat_map(|note| &note.blocks);
        for block in body.blocks.iter().chain(notes) {
            block.visit_lines(&mut |runs| {
                for run in runs.iter().filter(|run| keep(run.mark)) {
                    if let RunKind::Text(text) = &run.kind {
                        words.push_str(text);
                    }
                }
            });
        }
        // Without spaces: those between old and new words are nobody's.
        words.split_whitespace().collect()
    };
    let all = |_: Mark| true;
    assert_eq!(words(merged, &Mark::is_new), words(new, &all));
    let letters = |body: &Body, keep: &dyn Fn(Mark) -> bool| {
        let mut counts = HashMap::new();
        for c in words(body, keep).chars() {
            *counts.entry(c).or_insert(0usize) += 1;
        }
        counts
    };
    let was = letters(old, &all);
    let kept = letters(merged, &|mark| {
        !matches!(mark, Mark::Inserted | Mark::MovedIn(_))
    });
    // Stars that are no emphasis after all may go with the word that they stand at.
    for (c, count) in was.into_iter().filter(|(c, _)| c.is_alphanumeric()) {
        assert!(
            kept.get(&c).is_some_and(|kept| *kept >= count),
            "{c} is lost"
        );
    }
}

const LINE: &str =
    "(- |1\\. |> |# )?(aye|bee|\\*sea\\*|dee|\\[\\^n\\]|five 5|&amp; |x, y\\. ){1,9}";
const TYPST_LINE: &str = "(- |\\+ |= )?(aye|bee|\\*sea\\* |dee|#footnote\\[nota _bene_ 7\\] |#footnote\\[a\n\nb#footnote\\[c\\]\\] |\
    five\n5|x, y\\. |#strike\\[gone\\] |#quote\\(block: true\\)\\[eff\\]|#link\\(\"https://a\\.example\"\\)\\[gee\\] |/\\* no \\*/|\"so\" |--|\\\\u\\{e9\\}){1,9}";

proptest! {
    #[test]
    fn the_new_text_stays_whole_and_no_old_word_is_lost(
        old in prop::collection::vec(LINE, 0..6), new in prop::collection::vec(LINE, 0..6),
    ) {
        let note = "\n\n[^n]: nota bene\n";
        let (old, new) = (old.join("\n\n") + note, new.join("\n\n") + note);
        expect_whole(&marked(&old, &new), &read(&old), &read(&new));
    }

    #[test]
    fn so_it_is_in_typst(
        old in prop::collection::vec(TYPST_LINE, 0..6), new in prop::collection::vec(TYPST_LINE, 0..6),
    ) {
        let (old, new) = (old.join("\n\n"), new.join("\n\n"));
        if let (Some(a), Some(b)) = (try_typst(&old), try_typst(&new)) {
            expect_whole(&marked_typst(&old, &new), &a, &b);
        }
    }
}
