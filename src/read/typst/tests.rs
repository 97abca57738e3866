//! What is read from Typst markup, and what holds for every text.

use proptest::prelude::*;

use super::*;
use crate::model::body::{joined, stretches};
use crate::source::{Source, Sources};

fn read_in(text: &str, lang: &str) -> (Body, Vec<String>) {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("x.typ", text));
    let mut findings = Findings::default();
    let lang = Language::parse(lang).unwrap();
    let body = body(text, 0..text.len(), &lang, id, &mut findings);
    let codes = findings
        .list
        .iter()
        .map(|finding| finding.code.name.to_string());
    (body, codes.collect())
}

fn read(text: &str) -> (Body, Vec<String>) {
    read_in(text, "en")
}

/// Blocks in short: `h2(…)`, `p(…)`, `q(…)`, `l(…; …)`, `l3(…)` for a list from 3, `c(…)`; voices as in Markdown.
fn shown(text: &str) -> String {
    let (body, findings) = read(text);
    assert_eq!(findings, Vec::<String>::new(), "{text:?}");
    let mut out = all(&body.blocks);
    for (index, note) in body.footnotes.iter().enumerate() {
        out.push_str(&format!(" [{index}]: {}", all(&note.blocks)));
    }
    out
}

fn all(blocks: &[Block]) -> String {
    blocks.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn one(block: &Block) -> String {
    match &block.kind {
        BlockKind::Paragraph(runs) => format!("p({})", line(runs)),
        BlockKind::Heading { level, runs } => format!("h{level}({})", line(runs)),
        BlockKind::Quote(blocks) => format!("q({})", all(blocks)),
        BlockKind::List { start, items } => {
            let items: Vec<String> = items.iter().map(|item| all(item)).collect();
            let start = start.map(|start| start.to_string()).unwrap_or_default();
            format!("l{start}({})", items.join("; "))
        }
        BlockKind::Code(run) => format!("c({})", line(std::slice::from_ref(run))),
        BlockKind::Table { .. } | BlockKind::Rule => panic!("there is none in Typst: {block:?}"),
    }
}

fn line(runs: &[Run]) -> String {
    let one = |run: &Run| {
        let words = match &run.kind {
            RunKind::Text(text) => text.clone(),
            RunKind::Break => "⏎".into(),
            RunKind::Footnote(index) => format!("[{index}]"),
            RunKind::Label(_) => panic!("only redlines have labels"),
        };
        let voice = run.voice;
        let marks = [
            (voice.emphasis, "_"),
            (voice.strong, "*"),
            (voice.strikethrough, "~"),
            (voice.code, "`"),
        ];
        let mut out = words;
        for (is, mark) in marks {
            if is {
                out = format!("{mark}{out}{mark}");
            }
        }
        match &run.link {
            Some(link) => format!("<{link}|{out}>"),
            None => out,
        }
    };
    joined(runs).iter().map(one).collect()
}

#[test]
fn markup_is_read_as_typst_prints_it() {
    for (text, blocks) in [
        (
            "= Peace\nWe *ask* for _it_.\nNow\n\nand then.",
            "h1(Peace) p(We *ask* for _it_. Now) p(and then.)",
        ),
        ("=== A _b_\n", "h3(A _b_)"),
        (
            "- a\n- b\n  c\n\n  d\n\n- e\ntext",
            "l(p(a); p(b c) p(d); p(e)) p(text)",
        ),
        (
            "+ a\n+ b\n  - c\n  - d\n3. e\n7. f\n+ g\n- h",
            "l1(p(a); p(b) l(p(c); p(d)); p(e)) l7(p(f); p(g)) l(p(h))",
        ),
        (
            "/ Peace: what we *ask*\n/ Bread: a\n\n  b",
            "p(*Peace:* what we *ask*) p(*Bread:* a) p(b)",
        ),
        ("We \\\nask\\ for", "p(We⏎ask⏎for)"),
        ("a /* b */ c // d\n  e", "p(a c e)"),
        ("one  two *three * four", "p(one two *three *four)"),
        ("R\\&D \\*now\\* \\u{e9}t\\u{e9}", "p(R&D *now* été)"),
        (
            "a -- b --- c... d~e f-?g -5 co-op",
            "p(a – b — c… d\u{a0}e f\u{ad}g −5 co-op)",
        ),
        ("`a  b` ``` c ```", "p(`a  b` `c `)"),
        ("```rust\nfn a()\n  b\n```\nc", "c(`fn a()\n  b`) p(c)"),
        (
            "see https://a.example/b(c). Or",
            "p(see <https://a.example/b(c)|https://a.example/b(c)>. Or)",
        ),
        (
            "#link(\"https://a.example\")[our *list*]; now",
            "p(<https://a.example|our ><https://a.example|*list*> now)",
        ),
        (
            "#link(\"mailto:a@b.example\")",
            "p(<mailto:a@b.example|a@b.example>)",
        ),
        (
            "We ask #footnote[Not for *ever*.\n\nBut now.] you",
            "p(We ask[0] you) [0]: p(Not for *ever*.) p(But now.)",
        ),
        (
            "a#footnote[b#footnote[c]] d#footnote[e]",
            "p(a[0] d[1]) [0]: p(b[2]) [1]: p(e) [2]: p(c)",
        ),
        (
            "#quote(block: true)[We ask\n\n- for peace]\nnow",
            "q(p(We ask) l(p(for peace))) p(now)",
        ),
        (
            "said #quote[ we #quote[two] ask ] so",
            "p(said “we ‘two’ ask” so)",
        ),
        (
            "a #strike[b _c_] #emph[d _e_ f] #strong[g]#linebreak()h",
            "p(a ~b ~~_c_~ _d _e_ f_ *g*⏎h)",
        ),
        (
            "#heading(level: 2)[Peace]text #heading[Now]",
            "h2(Peace) p(text) h1(Now)",
        ),
        ("#emph[a\n\nb] c", "p(_a_) p(_b_ c)"),
        ("x*y*z a_b_c", "p(x*y*z a_b_c)"),
        ("a\u{200b}b [c] (d) 1) e", "p(a\u{200b}b [c] (d) 1) e)"),
        ("", ""),
        ("// nothing\n/* at all */", ""),
    ] {
        assert_eq!(
            shown(text).replace("__", ""),
            blocks.replace("__", ""),
            "{text:?}"
        );
    }
}

#[test]
fn quotation_marks_are_those_of_the_language() {
    for (lang, text, words) in [
        (
            "en",
            "\"We 'must' act\", it's said",
            "“We ‘must’ act”, it’s said",
        ),
        ("de", "\"Wir 'müssen'\"", "„Wir ‚müssen‘“"),
        ("fr", "\"l'eau\"", "«\u{202f}l’eau\u{202f}»"),
        ("de-CH", "\"so\"", "«so»"),
        ("fa", "\"صلح\"", "”صلح“"),
        ("x-unknown", "\"so\"", "“so”"),
    ] {
        let lang = Language::parse(lang).map_or("en", |_| lang);
        let (body, _) = read_in(text, lang);
        assert_eq!(body.blocks[0].text(), words, "{lang}");
    }
}

#[test]
fn what_is_no_markup_is_refused() {
    for text in [
        "#let x = 1",
        "#set text(red)",
        "#show: it => it",
        "#import \"a.typ\"",
        "#include \"a.typ\"",
        "#x",
        "#[a]",
        "#{ 1 }",
        "#footnote(numbering: \"*\")[a]",
        "#footnote[a][b]",
        "#emph(\"a\")",
        "#emph(x)",
        "#link(url)[a]",
        "#link(<a>)[b]",
        "#quote(attribution: [A])[b]",
        "#heading(level: 0)[a]",
        "#heading(level: n)[a]",
        "#strike(..a)[b]",
        "#std.emph[a]",
        "#emph[a].b",
        "#emph[a](b)",
        "#table(columns: 2)[a][b]",
        "#eval(\"1\")",
        "#sys.inputs",
        "$x^2$",
        "a @b",
        "= A <a>",
        "= #emph[a\n\nb]",
        "= #quote(block: true)[a]",
        "#!/bin/typst",
    ] {
        let (_, findings) = read(text);
        assert_eq!(findings, ["code-in-body"], "{text:?}");
    }
}

#[test]
fn what_is_broken_or_left_out_is_told() {
    for (text, codes) in [
        ("We *ask", vec!["broken-file"]),
        ("a ]", vec!["broken-file"]),
        ("#footnote[a", vec!["broken-file"]),
        ("# Peace", vec!["broken-file"]),
        ("`a", vec!["broken-file"]),
        ("**We ask**", vec!["broken-file", "broken-file"]),
        ("#image(\"a.png\", width: x)", vec!["image-left-out"]),
        ("#link(\"javascript:a\")[b]", vec!["link-left-out"]),
        ("#link(\"file.pdf\")", vec!["link-left-out"]),
        ("1000000000. a", vec!["too-large"]),
    ] {
        assert_eq!(read(text).1, codes, "{text:?}");
    }
    let (body, _) = read("#link(\"javascript:a\")[b]");
    assert_eq!(one(&body.blocks[0]), "p(b)");
}

#[test]
fn what_is_endless_is_refused_in_time() {
    let deep = |piece: &str, count: usize| read(&piece.repeat(count)).1;
    assert!(deep("#quote(block: true)[", 300).contains(&"broken-file".to_string()));
    assert!(deep("#strong[", 20_000).contains(&"broken-file".to_string()));
    assert!(deep("[", 100_000).is_empty());
    assert_eq!(deep("]", 10_000).len(), MOST_FINDINGS);
    assert_eq!(deep("#x ", 10_000).len(), MOST_FINDINGS);
    let quotes = "#quote(block: true)[".repeat(110) + &"]".repeat(110);
    assert_eq!(read(&quotes).1, ["too-large"]);
    let items: String = (0..60).map(|depth| " ".repeat(depth) + "- a\n").collect();
    assert_eq!(read(&items).1, Vec::<String>::new());
}

#[test]
fn a_paragraph_has_its_marks_in_its_span() {
    let text = "a\n\n_b_ *c* // d\n\n#emph[e]";
    let (body, _) = read(text);
    let spans: Vec<&str> = body
        .blocks
        .iter()
        .map(|block| &text[block.span.clone()])
        .collect();
    assert_eq!(spans, ["a", "_b_ *c*", "#emph[e]"]);
}

const PIECES: &str = "(the |peace|[.,:;!?] |\n|\r\n|\n\n|\r|\t|  |= |== |- |\\+ |2\\. |/ |: |\\*|_|`|```|'|\"|~|--|---|\\.\\.\\.|-\\?|-5|\
    \\\\|\\\\\\*|\\\\u\\{e9\\}|\\\\u\\{|//|/\\*|\\*/|\\[|\\]|#footnote\\[|#quote\\[|#quote\\(block: true\\)\\[|#link\\(\"https://a.example\"\\)|\
    #link\\(\"mailto:a\\\\u\\{62\\}\"\\)|#emph\\[|#strong\\[|#strike\\[|#heading\\(level: 2\\)\\[|#linebreak\\(\\)|#image\\(\"a\"\\)|\
    https://a.example/b|\\$|@a|<b>|#let x = |#\\{|\\}|\\(|\\)|;|é|e\u{301}|\u{200b}|\u{85}|صلح |和平|\\PC)";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn every_text_is_read(pieces in prop::collection::vec(PIECES, 0..40)) {
        let text = pieces.concat();
        let (body, _) = read(&text);
        let mut at = 0;
        for (_, span) in body.tiles(&text) {
            prop_assert_eq!(span.start, at);
            prop_assert!(span.end > span.start);
            at = span.end;
        }
        prop_assert_eq!(at, text.len());
        let notes = body.footnotes.iter().flat_map(|note| &note.blocks);
        for block in body.blocks.iter().chain(notes) {
            block.visit_lines(&mut |runs| {
                assert!(stretches(runs).count() <= runs.len());
                for run in runs {
                    assert!(is_exact_or_unit(run, &text), "{run:?} of {text:?}");
                }
            });
        }
    }

    #[test]
    fn any_characters_are_read(text in "\\PC*|(?s).*") {
        read(&text);
    }
}

/// Units are an escape, a shorthand, a quotation mark, a line end: two characters at most. A block of
/// code, and an address written with escapes, are one.
fn is_exact_or_unit(run: &Run, text: &str) -> bool {
    match &run.kind {
        RunKind::Text(words) => {
            text[run.span.clone()] == *words
                || words.chars().count() <= 2
                || run.voice.code
                || run.link.is_some()
        }
        _ => true,
    }
}
