//! Mends that lose nothing (class A): Unicode form, white space, invisible characters, stray marks,
//! apostrophes and hyphens.

use std::ops::Range;

use unicode_general_category::{GeneralCategory, get_general_category};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;

use crate::diagnostic::{Code, INVISIBLE_CHARACTER, STRAY_MARK, TYPOGRAPHY, WHITE_SPACE};
use crate::tables::words;

/// What was wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MendKind {
    WhiteSpace,
    Invisible,
    StrayMark,
    Typography,
}

impl MendKind {
    /// The finding that tells of it.
    pub fn code(self) -> &'static Code {
        match self {
            MendKind::WhiteSpace => WHITE_SPACE,
            MendKind::Invisible => INVISIBLE_CHARACTER,
            MendKind::StrayMark => STRAY_MARK,
            MendKind::Typography => TYPOGRAPHY,
        }
    }
}

/// One mend: a stretch of the given text and what stands there now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mend {
    pub kind: MendKind,
    /// Bytes of the given text.
    pub range: Range<usize>,
    pub replacement: String,
}

/// A mended text. Applying the mends to the given text yields it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    pub text: String,
    pub mends: Vec<Mend>,
}

/// Mends a name, a field or a line of a roster.
pub fn name(text: &str) -> Mended {
    mend(text, true)
}

/// Mends a paragraph of running text: layout and typography only, never words or punctuation.
///
/// Direction marks stay: beside punctuation in right-to-left text they change what is read.
pub fn prose(text: &str) -> Mended {
    mend(text, false)
}

/// A stretch of the given text and its mended form. Units tile the text.
#[derive(Debug, Clone)]
struct Unit {
    source: Range<usize>,
    out: String,
    /// None where nothing was mended.
    kind: Option<MendKind>,
}

impl Unit {
    fn first(&self) -> Option<char> {
        self.out.chars().next()
    }

    fn set(&mut self, kind: MendKind, out: &str) {
        if self.out != out {
            self.kind = Some(kind);
            self.out = out.to_owned();
        }
    }
}

fn mend(text: &str, is_name: bool) -> Mended {
    if is_plain(text, is_name) {
        return Mended {
            text: text.to_owned(),
            mends: Vec::new(),
        };
    }
    thoroughly(text, is_name)
}

fn thoroughly(text: &str, is_name: bool) -> Mended {
    let mut units = units(text);
    // One mend can lay bare another: a bullet behind an invisible character. Each round takes
    // something away or changes a character for good, so few rounds are needed.
    for _ in 0..8 {
        let before = joined(&units);
        drop_invisible(&mut units, is_name);
        fold_white_space(&mut units, is_name);
        if is_name {
            drop_stray_marks(&mut units);
            fold_white_space(&mut units, is_name);
            close_hyphens(&mut units);
        }
        turn_apostrophes(&mut units);
        units = renormalised(units);
        if joined(&units) == before {
            break;
        }
    }
    Mended {
        text: joined(&units),
        mends: mends(units),
    }
}

/// Whether a text surely needs no mending: the common case, decided without building anything.
///
/// It has letters, digits, single spaces and signs that no mend touches; a joiner only between
/// Arabic letters, where it is needed; a hyphen only inside a word; and it is in NFC.
fn is_plain(text: &str, is_name: bool) -> bool {
    let inside = |c: char| {
        c.is_alphanumeric() && !matches!(c, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}')
    };
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        let arabic = |c: char| matches!(c, '\u{620}'..='\u{64a}' | '\u{671}'..='\u{6d3}');
        let fits = match c {
            ' ' => before != ' ' && after != ' ',
            '-' => inside(before) && inside(after),
            '\u{200c}' => arabic(before) && arabic(after),
            ',' | '.' | '(' | ')' | '&' | '/' | ':' | '’' | '،' | '؛' => true,
            ';' | '!' | '?' | '؟' | '“' | '”' | '«' | '»' | '–' | '—' | '%' => !is_name,
            c => inside(c),
        };
        if !fits {
            return false;
        }
        before = c;
    }
    let edge = |c: Option<char>| c.is_some_and(|c| inside(c) || c == ')' || (!is_name && c != ' '));
    edge(text.chars().next())
        && edge(text.chars().next_back())
        && unicode_normalization::is_nfc(text)
}

fn joined(units: &[Unit]) -> String {
    units.iter().map(|unit| unit.out.as_str()).collect()
}

fn mends(units: Vec<Unit>) -> Vec<Mend> {
    let mut mends: Vec<Mend> = Vec::new();
    for unit in units {
        let Some(kind) = unit.kind else { continue };
        match mends.last_mut() {
            Some(last) if last.kind == kind && last.range.end == unit.source.start => {
                last.range.end = unit.source.end;
                last.replacement.push_str(&unit.out);
            }
            _ => mends.push(Mend {
                kind,
                range: unit.source,
                replacement: unit.out,
            }),
        }
    }
    mends
}

/// Cuts a text into characters, or clusters where normalisation joins them (NFC).
fn units(text: &str) -> Vec<Unit> {
    let mut units = Vec::new();
    for (at, cluster) in text
        .grapheme_indices(true)
        .flat_map(|(at, cluster)| without_joiners(at, cluster))
    {
        let nfc: String = cluster.nfc().collect();
        if nfc == cluster {
            for (offset, c) in cluster.char_indices() {
                let start = at + offset;
                units.push(Unit {
                    source: start..start + c.len_utf8(),
                    out: c.to_string(),
                    kind: None,
                });
            }
        } else {
            units.extend(normalised(at..at + cluster.len(), &nfc));
        }
    }
    units
}

/// What normalisation makes of a stretch, each character by itself as if it had been written so: the first one stands
/// for the whole stretch, the others for nothing behind it.
fn normalised(source: Range<usize>, nfc: &str) -> impl Iterator<Item = Unit> {
    let end = source.end;
    let sources = std::iter::once(source).chain(std::iter::repeat(end..end));
    sources.zip(nfc.chars()).map(|(source, c)| Unit {
        source,
        out: c.to_string(),
        kind: Some(MendKind::Typography),
    })
}

/// A cluster cut before and behind its invisible characters, which normalisation never joins.
fn without_joiners(at: usize, cluster: &str) -> Vec<(usize, &str)> {
    let invisible = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0020}'..='\u{e01ef}');
    let mut parts = Vec::new();
    let mut start = 0;
    for (offset, c) in cluster.char_indices() {
        if invisible(c) {
            parts.extend([(start, offset), (offset, offset + c.len_utf8())]);
            start = offset + c.len_utf8();
        }
    }
    parts.push((start, cluster.len()));
    parts
        .into_iter()
        .filter(|(from, to)| from < to)
        .map(|(from, to)| (at + from, &cluster[from..to]))
        .collect()
}

/// Taking out what stood between can leave a letter beside a mark that joins it, so NFC is looked at again.
fn renormalised(units: Vec<Unit>) -> Vec<Unit> {
    let text = joined(&units);
    if unicode_normalization::is_nfc(&text) {
        return units;
    }
    let mut out: Vec<Unit> = Vec::with_capacity(units.len());
    for unit in units {
        let joins = unit.first().is_some_and(is_combining_mark)
            || !unicode_normalization::is_nfc(&unit.out);
        // What was taken out stands between no longer.
        let before = out.iter().rposition(|last| !last.out.is_empty());
        let joins = joins
            || before.is_some_and(|at| {
                !unicode_normalization::is_nfc(&format!("{}{}", out[at].out, unit.out))
            });
        match before {
            Some(at) if joins => {
                let last = out.swap_remove(at);
                out.truncate(at);
                let nfc: String = format!("{}{}", last.out, unit.out).nfc().collect();
                out.extend(normalised(last.source.start..unit.source.end, &nfc));
            }
            _ => out.push(unit),
        }
    }
    let text = joined(&out);
    if unicode_normalization::is_nfc(&text) {
        return out;
    }
    // Long runs of marks out of order reach across units: the whole text is one mend then.
    let end = out.last().map_or(0, |unit| unit.source.end);
    normalised(0..end, &text.nfc().collect::<String>()).collect()
}

fn drop_invisible(units: &mut [Unit], is_name: bool) {
    let isolates_balance = isolates_balance(units);
    let mut before: Option<char> = None;
    for i in 0..units.len() {
        let Some(c) = units[i].first() else { continue };
        if units[i].out.chars().nth(1).is_some() {
            before = units[i].out.chars().next_back();
            continue;
        }
        let after = units[i + 1..].iter().find_map(Unit::first);
        let replacement = match c {
            '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{180e}' => Some(""),
            '\u{200e}' | '\u{200f}' | '\u{61c}' if is_name => Some(""),
            '\u{2066}'..='\u{2069}' if is_name && isolates_balance => Some(""),
            // Hangul fillers are as wide as a letter and empty: between words they stand for a space.
            '\u{3164}' | '\u{ffa0}' => Some(" "),
            '\u{115f}' | '\u{1160}'
                if !after.is_some_and(is_jamo) && !before.is_some_and(is_jamo) =>
            {
                Some("")
            }
            '\u{200c}' | '\u{200d}' if !joiner_is_needed(before, after) => Some(""),
            '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}'
                if !before.is_some_and(takes_selector) =>
            {
                Some("")
            }
            '\u{e0020}'..='\u{e007f}' if !before.is_some_and(|b| is_symbol(b) || is_tag(b)) => {
                Some("")
            }
            _ => None,
        };
        match replacement {
            Some(out) => units[i].set(MendKind::Invisible, out),
            None => before = Some(c),
        }
    }
}

fn isolates_balance(units: &[Unit]) -> bool {
    let mut depth = 0i32;
    for unit in units {
        for c in unit.out.chars() {
            match c {
                '\u{2066}'..='\u{2068}' => depth += 1,
                '\u{2069}' => depth -= 1,
                _ => {}
            }
            if depth < 0 {
                return false;
            }
        }
    }
    depth == 0
}

/// Joiners shape Arabic, Indic and Mongolian letters and build emoji; elsewhere nobody sees them.
fn joiner_is_needed(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else {
        return false;
    };
    if is_symbol(before) || takes_selector(before) || is_selector(before) {
        return is_symbol(after);
    }
    let shapes = |c: char| {
        !matches!(
            c.script(),
            Script::Latin
                | Script::Greek
                | Script::Cyrillic
                | Script::Armenian
                | Script::Georgian
                | Script::Hebrew
                | Script::Common
                | Script::Han
                | Script::Hangul
        ) && (c.is_alphabetic() || is_combining_mark(c))
    };
    // A mark of inherited script belongs to the letter before it and says nothing itself.
    shapes(before) && before.script() != Script::Inherited && shapes(after)
        || before == '\u{200c}' && shapes(after)
}

fn is_symbol(c: char) -> bool {
    matches!(
        get_general_category(c),
        GeneralCategory::OtherSymbol | GeneralCategory::ModifierSymbol
    ) || c == '\u{2764}'
        || c == '♂'
        || c == '♀'
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}')
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0020}'..='\u{e007f}')
}

fn takes_selector(c: char) -> bool {
    is_symbol(c)
        || matches!(
            get_general_category(c),
            GeneralCategory::MathSymbol | GeneralCategory::OtherPunctuation
        )
        || c.is_ascii_digit()
        || matches!(
            c.script(),
            Script::Han | Script::Mongolian | Script::Myanmar | Script::Phags_Pa
        )
}

fn is_jamo(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{a960}'..='\u{a97f}' | '\u{d7b0}'..='\u{d7ff}')
}

/// White space as mended here: control characters that Unicode counts as such are somebody else's.
fn is_space(c: char) -> bool {
    c.is_whitespace() && c != '\u{85}'
}

/// Folds runs of white space to one space and takes them off the edges. A single no-break space, or
/// another single one that was chosen, stays.
fn fold_white_space(units: &mut [Unit], is_name: bool) {
    let mut i = 0;
    let mut seen_text = false;
    while i < units.len() {
        if units[i].out.is_empty() {
            i += 1;
            continue;
        }
        if !units[i].out.chars().all(is_space) {
            seen_text = true;
            i += 1;
            continue;
        }
        let mut run = Vec::new();
        let mut end = i;
        while end < units.len() && units[end].out.chars().all(is_space) {
            if !units[end].out.is_empty() {
                run.push(end);
            }
            end += 1;
        }
        let at_edge = !seen_text || end == units.len();
        let keep = (!at_edge).then(|| space_for(units, &run, is_name));
        // The space that is kept is one that needs no change, if there is one.
        let keeper = keep.and_then(|space| {
            run.iter()
                .copied()
                .find(|&at| units[at].out == space)
                .or(run.first().copied())
                .map(|at| (at, space))
        });
        for at in run {
            match keeper {
                Some((keeper, space)) if keeper == at => units[at].set(MendKind::WhiteSpace, space),
                _ => units[at].set(MendKind::WhiteSpace, ""),
            }
        }
        i = end;
    }
}

/// What a run of white space inside a text becomes.
fn space_for(units: &[Unit], run: &[usize], is_name: bool) -> &'static str {
    let [only] = run else { return " " };
    match units[*only].out.as_str() {
        "\u{a0}" => "\u{a0}",
        "\u{202f}" => "\u{202f}",
        "\u{3000}" => "\u{3000}",
        "\u{2009}" if !is_name => "\u{2009}",
        _ => " ",
    }
}

/// Marks that belong to no name, at the start where a list was written, at the end where one was cut.
fn drop_stray_marks(units: &mut [Unit]) {
    loop {
        let visible: Vec<usize> = (0..units.len())
            .filter(|&i| !units[i].out.is_empty())
            .collect();
        let Some(&first) = visible.first() else {
            return;
        };
        let next = visible.get(1).and_then(|&i| units[i].first());
        let c = units[first].first().unwrap_or(' ');
        let stray = match c {
            '_' | ';' | ',' | '•' | '‣' | '◦' | '▪' | '■' | '●' | '○' | '·' | '∙' | '–' | '—'
            | '-' | '|' | '➢' | '►' | '▶' | '✓' | '✔' | '❖' | '◆' => true,
            '*' | '+' | '>' => next.is_some_and(is_space),
            _ => is_space(c),
        };
        if !stray {
            break;
        }
        let kind = if is_space(c) {
            MendKind::WhiteSpace
        } else {
            MendKind::StrayMark
        };
        units[first].set(kind, "");
    }
    loop {
        let Some(last) = units.iter().rposition(|unit| !unit.out.is_empty()) else {
            return;
        };
        let c = units[last].first().unwrap_or(' ');
        let stray = matches!(c, '_' | ';' | ',' | '•' | '|' | '–' | '—' | '-' | '·') || is_space(c);
        if !stray || units[last].out.chars().nth(1).is_some() {
            break;
        }
        let kind = if is_space(c) {
            MendKind::WhiteSpace
        } else {
            MendKind::StrayMark
        };
        units[last].set(kind, "");
    }
}

/// Closes the gap in "Red- Green": behind a hyphen at a word's end, before a capital. A hanging
/// hyphen before a conjunction stays: "Kinder- und Jugendverband".
fn close_hyphens(units: &mut [Unit]) {
    let visible: Vec<usize> = (0..units.len())
        .filter(|&i| !units[i].out.is_empty())
        .collect();
    for window in visible.windows(4) {
        let [letter, hyphen, space, capital] = [window[0], window[1], window[2], window[3]];
        let letter = units[letter]
            .out
            .chars()
            .next_back()
            .is_some_and(char::is_alphabetic);
        if !letter || units[hyphen].out != "-" || !units[space].out.chars().all(is_space) {
            continue;
        }
        if !units[capital].first().is_some_and(char::is_uppercase) {
            continue;
        }
        let rest: String = units[capital..]
            .iter()
            .flat_map(|unit| unit.out.chars())
            .take_while(|c| c.is_alphanumeric())
            .collect();
        if !words::is_conjunction(&crate::tables::fold::words(&rest)) {
            units[space].set(MendKind::Typography, "");
        }
    }
}

/// Straight apostrophes between letters, and behind the s of a plural, become ’. The letters that
/// look like one (U+02BC and its kin) stay, and so do straight quotation marks.
fn turn_apostrophes(units: &mut [Unit]) {
    let visible: Vec<usize> = (0..units.len())
        .filter(|&i| !units[i].out.is_empty())
        .collect();
    let char_at = |at: Option<usize>| {
        at.and_then(|at| visible.get(at))
            .and_then(|&i| units[i].out.chars().next_back())
    };
    let mut quote_is_open = false;
    let mut turn = Vec::new();
    for (at, &i) in visible.iter().enumerate() {
        let c = units[i].out.as_str();
        if !matches!(c, "'" | "`" | "´") {
            continue;
        }
        let before = char_at(at.checked_sub(1));
        let after = visible.get(at + 1).and_then(|&i| units[i].first());
        let letter_before = before.is_some_and(|c| c.is_alphabetic() || is_combining_mark(c));
        let letter_after = after.is_some_and(char::is_alphabetic);
        match (letter_before, letter_after) {
            (true, true) => turn.push(i),
            (true, false)
                if c == "'"
                    && !quote_is_open
                    && before.is_some_and(|c| matches!(c, 's' | 'S' | 'x' | 'z'))
                    && after.is_none_or(|c| !c.is_alphanumeric()) =>
            {
                turn.push(i);
            }
            (false, _) if c == "'" && after.is_some_and(|c| !is_space(c)) => quote_is_open = true,
            _ => quote_is_open = false,
        }
    }
    for i in turn {
        units[i].set(MendKind::Typography, "’");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn apply(text: &str, mended: &Mended) -> String {
        let mut out = String::new();
        let mut at = 0;
        for mend in &mended.mends {
            out.push_str(&text[at..mend.range.start]);
            out.push_str(&mend.replacement);
            at = mend.range.end;
        }
        out + &text[at..]
    }

    #[test]
    fn names_are_mended() {
        for (text, wanted, kind) in [
            (
                "Hungarian Communist Workers’ Party\u{a0}",
                "Hungarian Communist Workers’ Party",
                MendKind::WhiteSpace,
            ),
            (
                "De Linke (Germany)_",
                "De Linke (Germany)",
                MendKind::StrayMark,
            ),
            (
                "Red- Green Alliance",
                "Red-Green Alliance",
                MendKind::Typography,
            ),
            ("Sinéad O'Brien", "Sinéad O’Brien", MendKind::Typography),
            ("Workers' Party", "Workers’ Party", MendKind::Typography),
            ("Jose\u{301}", "José", MendKind::Typography),
            ("• Tudeh Party", "Tudeh Party", MendKind::StrayMark),
            ("* Tudeh Party", "Tudeh Party", MendKind::StrayMark),
            ("Tudeh Party;", "Tudeh Party", MendKind::StrayMark),
            ("Anna\nSmith", "Anna Smith", MendKind::WhiteSpace),
            ("Anna \u{a0}Smith", "Anna Smith", MendKind::WhiteSpace),
            ("An\u{200b}na Smith", "Anna Smith", MendKind::Invisible),
            ("An\u{200d}na Smith", "Anna Smith", MendKind::Invisible),
            ("\u{200e}Anna Smith", "Anna Smith", MendKind::Invisible),
            ("An\u{ad}na", "Anna", MendKind::Invisible),
            ("Anna\u{3164}Smith", "Anna Smith", MendKind::Invisible),
            ("Anna\u{fe0f} Smith", "Anna Smith", MendKind::Invisible),
            (
                "\u{2067}Anna\u{2069} Smith",
                "Anna Smith",
                MendKind::Invisible,
            ),
        ] {
            let mended = name(text);
            assert_eq!(mended.text, wanted);
            assert!(
                mended.mends.iter().any(|mend| mend.kind == kind),
                "{text:?}: {:?}",
                mended.mends
            );
            assert_eq!(apply(text, &mended), wanted);
        }
    }

    #[test]
    fn what_belongs_to_a_name_stays() {
        for text in [
            "Kinder- und Jugendverband",
            "KINDER- UND JUGENDVERBAND",
            "Jean-Luc d’Arc",
            "Anna\u{a0}Smith",
            "نامه\u{200c}ها",
            "👩\u{200d}👩\u{200d}👧\u{200d}👦 Family Org",
            "❤\u{fe0f} Org",
            "क्\u{200d}ष",
            "Anna Smith*",
            "Anna Smith †",
            "ʻOkina Hawaiʻi",
            "Ba‘ath Party",
            "Workers 'United' Front",
            "Foo Ltd.",
            "Партия «Мир»",
        ] {
            assert_eq!(
                name(text),
                Mended {
                    text: text.into(),
                    mends: vec![]
                },
                "{text}"
            );
        }
    }

    #[test]
    fn prose_keeps_words_and_punctuation() {
        let text =
            "  CPs and workers' parties,  restate\u{a0} their  - well known - support.\u{a0}";
        let mended = prose(text);
        assert_eq!(
            mended.text,
            "CPs and workers’ parties, restate their - well known - support."
        );
        assert_eq!(apply(text, &mended), mended.text);
        for text in [
            "Non\u{a0}! Oui\u{202f}?",
            "he said 'yes' to the workers",
            "_so_ - Red- Green;",
            "\u{200f}سلام!\u{200f}",
        ] {
            assert_eq!(prose(text).text, text);
        }
    }

    #[test]
    fn a_sign_with_a_mark_on_it_is_mended_in_one_go() {
        for text in [
            "𞟭\u{1fef}\u{116ab}",
            "\u{2000}\u{1133b}",
            ",\u{fe0f}G\u{200d}\u{301}",
        ] {
            for mend in [name, prose] {
                let once = mend(text);
                assert_eq!(mend(&once.text).text, once.text, "{text:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn mends_are_idempotent_and_true(text in "\\PC{0,24}|[a-zA-Zé '\u{301}\u{a0}\u{200b}\u{200d}_*•,;\\-\n\u{3164}\u{1100}\u{1161}\u{fe0f}]{0,16}") {
            for mend in [name, prose] {
                let once = mend(&text);
                prop_assert_eq!(apply(&text, &once), once.text.clone());
                let twice = mend(&once.text);
                prop_assert_eq!(&twice.text, &once.text);
                prop_assert!(twice.mends.is_empty());
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_plain_is_what_mending_leaves_alone(text in "[a-cÄéß0-9 ,.()&/:’;!?“”«»–—%'_*•کیمآًٔ\u{200c}\u{3164}\u{a0}\u{301}-]{0,14}") {
            for is_name in [true, false] {
                if is_plain(&text, is_name) {
                    let mended = thoroughly(&text, is_name);
                    proptest::prop_assert_eq!(&mended.text, &text);
                    proptest::prop_assert!(mended.mends.is_empty());
                }
            }
        }
    }
}
