//! A body in Typst markup, read without evaluating anything, has the words that Typst itself prints.

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
