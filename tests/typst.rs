//! A body in Typst markup, read without evaluating anything, has the words that Typst itself prints.

mod common;

use std::fs;

use proptest::prelude::*;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::layout::{Frame, FrameItem};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;

use undersigned::diagnostic::Findings;
use undersigned::model::Language;
use undersigned::model::body::{Block, BlockKind};
use undersigned::source::{self, Sources};

struct Page {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: Source,
}

impl World for Page {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }
    fn main(&self) -> FileId {
        self.main.id()
    }
    fn source(&self, _: FileId) -> FileResult<Source> {
        Ok(self.main.clone())
    }
    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }
    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// The words that Typst prints, on lines so long that none is broken. Lists have no markers.
fn printed(markup: &str, lang: &str) -> Option<String> {
    let fonts: Vec<Font> = typst_assets::fonts()
        .flat_map(|bytes| Font::iter(Bytes::new(bytes)))
        .collect();
    let rules = format!(
        "#set page(width: 9999pt, height: auto)\n#set text(lang: \"{lang}\", ligatures: false)\n#set list(marker: [])\n#set enum(numbering: n => [])\n\
         #show raw: set text(font: \"Libertinus Serif\")\n"
    );
    let path = VirtualPath::new("/main.typ").unwrap();
    let id = RootedPath::new(VirtualRoot::Project, path).intern();
    let page = Page {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        main: Source::new(id, rules + markup),
    };
    let document = typst::compile::<PagedDocument>(&page).output.ok()?;
    let mut out = String::new();
    for page in document.pages() {
        collect(&page.frame, &mut out);
    }
    Some(out)
}

fn collect(frame: &Frame, out: &mut String) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect(&group.frame, out),
            FrameItem::Text(text) => out.push_str(&text.text),
            _ => {}
        }
    }
}

/// The words of a body, block by block; None where something in it is refused.
fn read(markup: &str, lang: &str) -> Option<String> {
    let mut sources = Sources::default();
    let id = sources.add(source::Source::new("x.typ", markup));
    let mut findings = Findings::default();
    let lang = Language::parse(lang).unwrap();
    let body = undersigned::read::typst::body(markup, 0..markup.len(), &lang, id, &mut findings);
    findings
        .list
        .is_empty()
        .then(|| body.blocks.iter().map(words).collect())
}

fn words(block: &Block) -> String {
    match &block.kind {
        BlockKind::List { items, .. } => items.iter().flatten().map(words).collect(),
        BlockKind::Quote(blocks) => blocks.iter().map(words).collect(),
        _ => {
            let mut out = String::new();
            block.visit(&mut |run| {
                if let undersigned::model::RunKind::Text(text) = &run.kind {
                    out.push_str(text);
                }
            });
            out
        }
    }
}

const FRONT: &str = "+++\ntitle = \"Benches\"\nlang = \"en\"\ndate = 2026-11-24\nplace = \"Lenz\"\nissuer = \"I\"\n+++\n\n";

/// The text and the pages of a statement in a file of that name.
fn built(file: &str, body: &str) -> (String, Vec<u8>) {
    let folder = common::scratch(&format!("same-{}", file.replace('.', "-")));
    fs::create_dir(folder.join("statements")).unwrap();
    fs::write(
        folder.join("statements").join(file),
        format!("{FRONT}{body}"),
    )
    .unwrap();
    fs::write(
        folder.join("signatories.toml"),
        "[[signatory]]\nname = \"Walkers of Lenz\"\n",
    )
    .unwrap();
    let output = common::undersigned(&folder, &["build"]);
    assert!(output.status.success(), "{}", common::text(&output.stderr));
    let text = fs::read_to_string(folder.join("out/benches.txt")).unwrap();
    (text, fs::read(folder.join("out/benches.pdf")).unwrap())
}

#[test]
fn a_text_in_typst_and_the_same_in_markdown_are_the_same_pages() {
    let typst = built(
        "benches.typ",
        "== What we ask\n\nWe ask for _benches_,\\\n*soon*, #strike[never] always #footnote[A footnote with _stress_.], see\n\
         #link(\"https://benches.example\")[the *list*].\n\n\"It's time\" -- so we say... R\\&D at `a  b`, 5~%.\n\n\
         + one\n+ two\n  - deep\n\n#quote(block: true)[Sit down. // not up\n\nAnd stay.]\n\n```\na  b\n```\n",
    );
    let markdown = built(
        "benches.md",
        "## What we ask\n\nWe ask for *benches*,\\\n**soon**, ~~never~~ always[^1], see\n\
         [the **list**](https://benches.example).\n\n“It’s time” – so we say… R&D at `a  b`, 5&nbsp;%.\n\n\
         1. one\n2. two\n   - deep\n\n> Sit down.\n>\n> And stay.\n\n```\na  b\n```\n\n[^1]: A footnote with *stress*.\n",
    );
    assert_eq!(typst.0, markdown.0);
    assert!(typst.1 == markdown.1, "the PDFs differ");
}

const PIECES: &str = "(peace|war|a |b|7|[.,:!?] | |  |\n|\n\n|\t|\\* |\\*|_|_ |'|\"|\" |~|--|---|\\.\\.\\.|-5|\\\\ |\\\\\\*|\\\\u\\{e9\\}|\
    /\\* c \\*/|// d\n|\\(|\\)|`e  f`|#quote\\[|#emph\\[|#strong\\[|#strike\\[|\\]|#quote\\(block: true\\)\\[|#linebreak\\(\\)|\n- |\n\\+ |\n= |\
    #link\\(\"https://a\\.example\"\\)|#link\\(\"mailto:g@h\\.example\"\\)\\[|https://a\\.example/b|;|é)";

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_body_has_the_words_that_typst_prints(pieces in prop::collection::vec(PIECES, 0..14), lang in "(en|de|fr|sv)") {
        // Brackets that close what is open, so that few texts are broken.
        let mut text = pieces.concat();
        let open = text.matches('[').count().saturating_sub(text.matches(']').count());
        text.push_str(&"]".repeat(open));
        if let (Some(read), Some(printed)) = (read(&text, &lang), printed(&text, &lang)) {
            prop_assert_eq!(read, printed, "{:?}", text);
        }
    }
}
