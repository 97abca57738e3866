//! Text as Typst content, built here and never parsed, with spans that name where it was written.

use typst::foundations::{Content, Label, NativeElement, Smart};
use typst::layout::{BoxElem, Dir, Em, HElem};
use typst::model::{
    Destination, EmphElem, FootnoteElem, LinkElem, LinkTarget, ParElem, ParbreakElem, StrongElem,
    Url,
};
use typst::syntax::Span;
use typst::text::{
    FontFamily, FontList, FontWeight, LinebreakElem, StrikeElem, TextDir, TextElem, TextSize,
};
use typst::utils::PicoStr;
use typst::visualize::{Color, Luma, Paint, ProcessColor};
use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;

use crate::model::body::{Block, BlockKind, Footnote, Run, RunKind};
use crate::model::document::{Direction, Entry};
use crate::model::{Mark, Words};
use crate::typeset::marks::Beside;
use crate::typeset::origin::{Origin, Origins};
use crate::typeset::{faces, marks};

/// Latin letters among Arabic ones, whose face looks larger.
const LATIN_AMONG_ARABIC: f64 = 1.0 / 1.12;
/// DejaVu's letters are tall.
const CODE_SIZE: f64 = 0.84;
/// Of what follows a name: it may be skipped, so it is grey, 7 : 1 on white.
const GREY: f32 = 0.35;
/// Of role and affiliation under a name.
const DARK: f32 = 0.25;

/// What is never parted from the word that follows it.
const TITLES: &[&str] = &[
    "Prof.", "Dr.", "St.", "Mr.", "Mrs.", "Ms.", "Sr.", "Rev.", "Hon.", "Msgr.", "Fr.", "e.", "Dr",
    "Mr", "Mrs", "Ms", "St", "Prof",
];

/// Builds the content of one document and numbers its origins.
pub struct Text<'d> {
    pub origins: Origins,
    pub right_to_left: bool,
    footnotes: &'d [Footnote],
    /// Which footnotes have been set in full; a second mark only refers to them.
    set: Vec<bool>,
    /// Whether a footnote is being set.
    in_note: bool,
}

impl<'d> Text<'d> {
    pub fn new(direction: Direction, footnotes: &'d [Footnote]) -> Self {
        Text {
            origins: Origins::new(),
            right_to_left: direction == Direction::RightToLeft,
            footnotes,
            set: vec![false; footnotes.len()],
            in_note: false,
        }
    }

    /// A field's text.
    pub fn field(&mut self, name: &'static str, text: &str) -> Content {
        let span = self.origins.span(Origin::Field(name));
        self.plain(text, span)
    }

    /// A field's text, with its marks.
    pub fn words(&mut self, name: &'static str, words: &Words) -> Content {
        let span = self.origins.span(Origin::Field(name));
        let pieces = words.pieces();
        let set = pieces
            .into_iter()
            .map(|(mark, piece)| marks::marked(mark, Beside::Page, self.plain(piece, span)));
        Content::sequence(set.collect::<Vec<_>>())
    }

    /// A signatory's line as a paragraph; with `stacked`, the name stands out and the rest is
    /// under it.
    pub fn entry(&mut self, index: usize, entry: &Entry, stacked: bool) -> Content {
        let span = self.origins.span(Origin::Entry(index));
        let foreign = self.right_to_left != (entry.direction == Direction::RightToLeft);
        let name = if foreign {
            let dir = if self.right_to_left {
                Dir::LTR
            } else {
                Dir::RTL
            };
            let name = TextElem::packed(entry.name.as_str()).spanned(span);
            let name = if self.right_to_left {
                among_arabic(name)
            } else {
                name
            };
            name.set(TextElem::dir, TextDir(Smart::Custom(dir)))
        } else {
            self.name(&entry.name, span)
        };
        let mark = self.plain(&entry.mark, span);
        let line = if stacked {
            let weight = FontWeight::from_number(if self.right_to_left { 700 } else { 600 });
            let name = name.set(TextElem::weight, weight);
            let under = under_name(&entry.detail);
            if under.is_empty() {
                Content::sequence([name, mark])
            } else {
                let under = self.plain(under, span).set(TextElem::fill, grey(DARK));
                Content::sequence([name, mark, LinebreakElem::shared().clone(), under])
            }
        } else {
            let detail = self
                .detail(&entry.detail, span)
                .set(TextElem::fill, grey(GREY));
            Content::sequence([name, detail, mark])
        };
        ParElem::new(marks::marked(entry.change, Beside::Entry, line)).pack()
    }

    /// Runs of the body, in their voices.
    pub fn runs(&mut self, runs: &[Run]) -> Content {
        let parts: Vec<Content> = runs.iter().map(|run| self.run(run)).collect();
        Content::sequence(parts)
    }

    fn run(&mut self, run: &Run) -> Content {
        let span = self.origins.span(Origin::Body(run.span.clone()));
        let mut content = match &run.kind {
            RunKind::Label(text) => return marks::label(run.mark, self.plain(text, span)),
            RunKind::Text(text) if run.voice.code => code(text, span),
            RunKind::Text(text) => self.plain(text, span),
            RunKind::Break => LinebreakElem::shared().clone(),
            RunKind::Footnote(index) => self.footnote(*index),
        };
        if run.voice.emphasis {
            content = EmphElem::new(content).pack();
        }
        if run.voice.strong {
            content = StrongElem::new(content).pack();
        }
        if run.voice.strikethrough {
            content = match run.mark {
                Mark::Inserted | Mark::MovedIn(_) => marks::through(content),
                _ => StrikeElem::new(content).pack(),
            };
        }
        let content = match run.link.as_deref().map(Url::new) {
            Some(Ok(url)) => {
                let target = LinkTarget::Dest(Destination::Url(url));
                LinkElem::new(target, content).pack().spanned(span)
            }
            // Longer than any browser takes: its words are enough.
            Some(Err(_)) | None => content,
        };
        let beside = match self.in_note {
            true => Beside::Page,
            false => Beside::Text,
        };
        marks::marked(run.mark, beside, content)
    }

    /// Lines of code, their spaces and breaks kept.
    pub fn code_block(&mut self, run: &Run) -> Content {
        let span = self.origins.span(Origin::Body(run.span.clone()));
        let RunKind::Text(text) = &run.kind else {
            return Content::empty();
        };
        let lines = text.trim_end_matches('\n').split('\n');
        let set = lines.map(|line| marks::marked(run.mark, Beside::Text, code(line, span)));
        let breaks = std::iter::repeat(LinebreakElem::shared().clone());
        let mut parts: Vec<Content> = set.zip(breaks).flat_map(|(a, b)| [a, b]).collect();
        parts.pop();
        Content::sequence(parts)
    }

    fn footnote(&mut self, index: usize) -> Content {
        let Some(note) = self.footnotes.get(index) else {
            return Content::empty();
        };
        let label = Label::new(PicoStr::intern(&format!("footnote-{index}")))
            .expect("the name isn't empty");
        if std::mem::replace(&mut self.set[index], true) {
            return FootnoteElem::with_label(label).pack();
        }
        // Parts the text from its number.
        let mut parts = vec![HElem::new(Em::new(0.3).into()).pack()];
        let outer = std::mem::replace(&mut self.in_note, true);
        for block in &note.blocks {
            if parts.len() > 1 {
                parts.push(ParbreakElem::shared().clone());
            }
            self.note_block(block, &mut parts);
        }
        self.in_note = outer;
        FootnoteElem::with_content(Content::sequence(parts))
            .pack()
            .labelled(label)
    }

    /// A block of a footnote; there is no room for more than its words.
    fn note_block(&mut self, block: &Block, parts: &mut Vec<Content>) {
        match &block.kind {
            BlockKind::Paragraph(runs) => parts.push(self.runs(runs)),
            _ => {
                let mut runs = Vec::new();
                block.visit(&mut |run| runs.push(run));
                for run in runs {
                    parts.push(self.run(run));
                    parts.push(TextElem::packed(" "));
                }
            }
        }
    }

    /// What follows a name; a country of two or three words stays whole.
    fn detail(&mut self, detail: &str, span: Span) -> Content {
        let rest = detail.trim_start_matches(|c: char| !c.is_alphanumeric());
        let words = rest.split(' ').count();
        if !(2..=3).contains(&words) || rest.chars().count() > COUNTRY || rest.contains(',') {
            return self.name(detail, span);
        }
        let separator = self.plain(&detail[..detail.len() - rest.len()], span);
        let whole = self.plain(rest, span);
        Content::sequence([separator, BoxElem::new().with_body(Some(whole)).pack()])
    }

    /// A name, whose title stays on the line of what follows it, and whose hyphens end no line. A box
    /// does that and, unlike a no-break space, leaves an ordinary space in copied text.
    fn name(&mut self, name: &str, span: Span) -> Content {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut words = name.split(' ').peekable();
        let mut first = true;
        while let Some(word) = words.next() {
            if !std::mem::take(&mut first) {
                plain.push(' ');
            }
            if TITLES.contains(&word) && words.peek().is_some() {
                let mut bound = word.to_owned();
                for next in words.by_ref() {
                    bound = bound + " " + next;
                    if !TITLES.contains(&next) {
                        break;
                    }
                }
                parts.push(self.plain(&plain, span));
                plain.clear();
                let bound = self.plain(&bound, span);
                parts.push(BoxElem::new().with_body(Some(bound)).pack());
            } else if word.contains('-') && word.len() <= UNBROKEN {
                parts.push(self.plain(&plain, span));
                plain.clear();
                let whole = self.plain(word, span);
                parts.push(BoxElem::new().with_body(Some(whole)).pack());
            } else {
                plain.push_str(word);
            }
        }
        parts.push(self.plain(&plain, span));
        if parts.len() == 1 {
            parts.remove(0)
        } else {
            Content::sequence(parts)
        }
    }

    /// Text in the voice around it. A word that no line could hold may break anywhere: boxes allow
    /// that and, unlike a zero-width space, leave nothing in copied text.
    fn plain(&mut self, text: &str, span: Span) -> Content {
        // Addresses break behind their signs, so that a narrow column holds them.
        let is_address = |word: &str| word.len() > ADDRESS && word.contains('@');
        let endless =
            |word: &str| is_address(word) || word.len() > ENDLESS && word.chars().count() > ENDLESS;
        if !text.split(' ').any(endless) {
            return self.stretch(text, span);
        }
        let mut parts = Vec::new();
        for word in text.split_inclusive(' ') {
            if !endless(word.trim_end()) {
                parts.push(self.stretch(word, span));
                continue;
            }
            let pieces: Vec<String> = if is_address(word) {
                word.split_inclusive(['@', '.', '-', '_'])
                    .map(str::to_owned)
                    .collect()
            } else {
                let graphemes: Vec<&str> = word.graphemes(true).collect();
                graphemes.chunks(PIECE).map(<[&str]>::concat).collect()
            };
            for piece in pieces {
                let piece = self.stretch(&piece, span);
                parts.push(BoxElem::new().with_body(Some(piece)).pack());
            }
        }
        Content::sequence(parts)
    }

    fn stretch(&mut self, text: &str, span: Span) -> Content {
        if !self.right_to_left || text.is_ascii() && !text.bytes().any(|b| b.is_ascii_alphabetic())
        {
            return TextElem::packed(text).spanned(span);
        }
        // Without a letter that runs right to left, all of it keeps its own direction: telephones,
        // addresses, whole sentences with their full stops.
        if !text.chars().any(runs_right_to_left) && text.chars().any(char::is_alphanumeric) {
            let content = TextElem::packed(text).spanned(span);
            return left_to_right(if text.chars().any(char::is_alphabetic) {
                among_arabic(content)
            } else {
                content
            });
        }
        let pieces = stretches(text).into_iter().map(|(foreign, piece)| {
            let content = TextElem::packed(piece).spanned(span);
            if foreign {
                left_to_right(among_arabic(content))
            } else {
                content
            }
        });
        Content::sequence(pieces.collect::<Vec<_>>())
    }
}

fn grey(part: f32) -> Paint {
    Color::Process(ProcessColor::Luma(Luma::new(part, 1.0))).into()
}

fn code(text: &str, span: Span) -> Content {
    let families = FontList(vec![
        FontFamily::new(faces::CODE),
        FontFamily::new(faces::LATIN),
    ]);
    TextElem::packed(text)
        .spanned(span)
        .set(TextElem::font, families)
        .set(TextElem::size, TextSize(Em::new(CODE_SIZE).into()))
        .set(TextElem::hyphenate, Smart::Custom(false))
}

fn left_to_right(content: Content) -> Content {
    content.set(TextElem::dir, TextDir(Smart::Custom(Dir::LTR)))
}

/// Letters, and digits that are written among them.
fn runs_right_to_left(c: char) -> bool {
    matches!(
        c.script(),
        Script::Arabic | Script::Hebrew | Script::Syriac | Script::Thaana
    )
}

fn among_arabic(content: Content) -> Content {
    content
        .set(
            TextElem::font,
            FontList(vec![FontFamily::new(faces::LATIN)]),
        )
        .set(TextElem::size, TextSize(Em::new(LATIN_AMONG_ARABIC).into()))
}

/// The detail without the separator that parted it from the name.
pub fn under_name(detail: &str) -> &str {
    detail.trim_start_matches([',', '،', ' '])
}

/// In characters: what follows a name and is longer may turn over.
const COUNTRY: usize = 26;
/// In bytes: a longer word of a name may end its line at a hyphen.
const UNBROKEN: usize = 40;
/// In bytes: a longer e-mail address may break behind its signs.
const ADDRESS: usize = 26;
/// In characters: a longer word is broken where its line ends.
const ENDLESS: usize = 60;
/// In graphemes: what of such a word stays together.
const PIECE: usize = 8;

/// Cuts text into stretches of European letters, with the digits, marks and spaces between them,
/// and all others.
fn stretches(text: &str) -> Vec<(bool, &str)> {
    let european = |c: char| {
        matches!(c.script(), Script::Latin | Script::Greek | Script::Cyrillic) && c.is_alphabetic()
    };
    let neutral =
        |c: char| c.is_ascii_digit() || matches!(c, ' ' | '’' | '\'' | '.' | '/' | '-' | '@' | '&');
    let mut out = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let rest = &text[start..];
        let foreign = rest.starts_with(european);
        let mut end = 0;
        for (at, c) in rest.char_indices() {
            let mark = unicode_normalization::char::is_combining_mark(c);
            if foreign && (european(c) || mark || c == '.') {
                end = at + c.len_utf8();
            } else if foreign && !neutral(c) || !foreign && european(c) {
                break;
            } else if !foreign {
                end = at + c.len_utf8();
            }
        }
        out.push((foreign, &rest[..end]));
        start += end;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn european_words_among_arabic_ones_stay_together() {
        let cut = stretches("اتحادیه (ULK 2)، Lungs for Life، ۳ e. V.");
        let foreign: Vec<&str> = cut.iter().filter(|(f, _)| *f).map(|(_, s)| *s).collect();
        assert_eq!(foreign, ["ULK", "Lungs for Life", "e. V."]);
        let whole: String = cut.iter().map(|(_, s)| *s).collect();
        assert_eq!(whole, "اتحادیه (ULK 2)، Lungs for Life، ۳ e. V.");
    }
}
