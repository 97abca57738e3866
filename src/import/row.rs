//! One line of a text with what can be seen on it alone: marker, heading, how much it looks like an
//! entry of a roster.

use std::ops::Range;

use unicode_script::{Script, UnicodeScript};

use crate::source::Source;
use crate::standardise::countries::mentions;
use crate::standardise::person::{self, Evidence};
use crate::standardise::{contacts, line, mend};
use crate::tables::countries;
use crate::tables::fold::words;
use crate::tables::words::{self as vocabulary, Heading};

/// What a line starts with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    Bullet,
    Number,
}

/// A line and its looks.
#[derive(Debug)]
pub struct Row {
    /// Bytes of the source, without the line's end.
    pub range: Range<usize>,
    /// Mended, its marker included.
    pub text: String,
    pub marker: Option<Marker>,
    /// Mended, without marker.
    pub content: String,
    /// White space before the text, in characters.
    pub indent: usize,
    /// Of the text, in characters.
    pub length: usize,
    pub words: usize,
    /// Whether the last sign ends a sentence: no abbreviation's stop.
    pub ends_sentence: bool,
    /// Dashes, stars or the like and nothing else.
    pub is_rule: bool,
    /// A Markdown heading's `#`.
    pub is_marked_heading: bool,
    pub heading: Option<Heading>,
    /// A formula between a text and its signatures: "Yours sincerely,".
    pub is_sign_off: bool,
    /// The heading before a colon, where the list starts on the same line: its length in `content`.
    pub inline_heading: Option<(Heading, usize)>,
    /// Above 0: looks like an entry of a roster; below: like running text.
    pub weight: f32,
}

impl Row {
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether the line is running text beyond doubt.
    pub fn is_prose(&self) -> bool {
        self.weight <= -1.0 && self.words >= 5
    }
}

/// The lines of a source. What follows the last line end, if it is empty, is no line.
pub fn rows(source: &Source) -> Vec<Row> {
    let mut count = source.line_count();
    if count > 0
        && source.line_range(count - 1).len() <= if count == 1 { source.start() } else { 0 }
    {
        count -= 1;
    }
    (0..count).map(|number| row(source, number)).collect()
}

fn row(source: &Source, number: usize) -> Row {
    let mut range = source.line_range(number);
    if number == 0 {
        range.start = source.start().min(range.end);
    }
    let raw = &source.text[range.clone()];
    let text = mend::prose(raw).text;
    let indent = raw
        .chars()
        .take_while(|c| c.is_whitespace())
        .map(|c| if c == '\t' { 4 } else { 1 })
        .sum();
    let hashes = text.chars().take_while(|&c| c == '#').count();
    let is_marked_heading = (1..=6).contains(&hashes) && text[hashes..].starts_with(' ');
    let (marker, start) = if is_marked_heading {
        (None, hashes)
    } else {
        marker(&text)
    };
    let content = bare(text[start..].trim_start(), is_marked_heading).to_owned();
    let length = text.chars().count();
    let count = content.split_whitespace().count();
    let is_rule = length >= 3 && text.chars().all(|c| "-=_*~–—·•# ".contains(c));
    let heading = (!is_rule).then(|| heading(&content)).flatten();
    let inline_heading = if heading.is_some() {
        None
    } else {
        inline_heading(&content)
    };
    let is_sign_off = heading.is_none() && count <= 12 && vocabulary::is_sign_off(&words(&content));
    let mut row = Row {
        range,
        is_sign_off,
        marker,
        indent,
        length,
        words: count,
        ends_sentence: ends_sentence(&content),
        is_rule,
        is_marked_heading,
        heading,
        inline_heading,
        weight: 0.0,
        text,
        content,
    };
    row.weight = weight(&row);
    row
}

/// A heading's text without Markdown's closing hashes; a line's without emphasis all around it.
fn bare(text: &str, is_marked_heading: bool) -> &str {
    let text = if is_marked_heading {
        text.trim_end_matches('#').trim_end()
    } else {
        text
    };
    for sign in ["**", "__"] {
        if let Some(inner) = text.strip_prefix(sign).and_then(|rest| {
            rest.strip_suffix(sign)
                .or_else(|| rest.strip_suffix(&format!("{sign}:")))
        }) && !inner.contains(sign)
            && !inner.is_empty()
        {
            return inner.trim();
        }
    }
    text
}

/// A bullet or number at a line's start, and its length in bytes.
fn marker(text: &str) -> (Option<Marker>, usize) {
    let Some(first) = text.chars().next() else {
        return (None, 0);
    };
    let rest = &text[first.len_utf8()..];
    if "•‣◦▪■●○·∙➢►▶✓✔❖◆".contains(first) {
        return (Some(Marker::Bullet), first.len_utf8());
    }
    if "-–—*+".contains(first) && rest.starts_with(char::is_whitespace) {
        return (Some(Marker::Bullet), first.len_utf8());
    }
    let open = usize::from(text.starts_with(['(', '[']));
    let digits: usize = text[open..]
        .chars()
        .take_while(|c| c.is_numeric())
        .map(char::len_utf8)
        .sum();
    let after = &text[open + digits..];
    if digits > 0 && text[open..open + digits].chars().count() <= 4 {
        let closing = after
            .chars()
            .next()
            .filter(|c| ".)]:-،٫–".contains(*c) && (open == 0 || ")]".contains(*c)));
        if let Some(closing) = closing {
            let behind = &after[closing.len_utf8()..];
            if behind.starts_with(char::is_whitespace)
                || (closing != '-' && behind.starts_with(char::is_alphabetic))
            {
                return (Some(Marker::Number), open + digits + closing.len_utf8());
            }
        }
        if open == 0 && after.starts_with('\t') {
            return (Some(Marker::Number), digits);
        }
    }
    (None, 0)
}

/// What a line that stands alone announces: "Signatories (28):".
fn heading(content: &str) -> Option<Heading> {
    if content.split_whitespace().count() > 12 || content.ends_with(',') {
        return None;
    }
    let key = heading_key(content);
    if let Some(found) = vocabulary::heading(&key) {
        return Some(found);
    }
    // "Signed by the following organisations:" starts with a phrase that is a heading.
    let colon = content.trim_end().ends_with([':', '：']);
    colon.then(|| starts_with_heading(&key)).flatten()
}

fn starts_with_heading(key: &str) -> Option<Heading> {
    let all: Vec<&str> = key.split(' ').collect();
    (1..all.len())
        .rev()
        .find_map(|length| vocabulary::heading(&all[..length].join(" ")))
}

/// The folded words of a heading without its count and without what brackets add.
fn heading_key(content: &str) -> String {
    let before_bracket = content
        .split(['(', '['])
        .next()
        .filter(|text| !text.trim().is_empty())
        .unwrap_or(content);
    let folded = words(before_bracket);
    folded
        .split(' ')
        .filter(|word| !word.chars().all(char::is_numeric))
        .collect::<Vec<_>>()
        .join(" ")
}

fn inline_heading(content: &str) -> Option<(Heading, usize)> {
    let colon = content.find([':', '：'])?;
    let length = content[colon..].chars().next().map_or(1, char::len_utf8);
    if content[colon + length..].trim().is_empty()
        || content[..colon].split_whitespace().count() > 8
    {
        return None;
    }
    let key = heading_key(&content[..colon]);
    let found = vocabulary::heading(&key).or_else(|| starts_with_heading(&key))?;
    Some((found, colon + length))
}

/// Whether a text's last sign ends a sentence, quotation marks and brackets left aside.
pub fn ends_sentence(text: &str) -> bool {
    let text = text
        .trim_end()
        .trim_end_matches(['"', '”', '’', '»', '“', ')', ']', '\'']);
    let last = text.rsplit(char::is_whitespace).next().unwrap_or("");
    if text.ends_with([
        '!', '?', '…', '。', '！', '？', '؟', '۔', '।', ':', ';', '؛',
    ]) {
        return true;
    }
    text.ends_with('.')
        && !vocabulary::is_abbreviation(last)
        && last.chars().filter(|c| c.is_alphabetic()).count() > 1
}

/// How much a line looks like an entry, from its words, capitals, length and marks.
fn weight(row: &Row) -> f32 {
    if row.is_blank() || row.is_rule {
        return 0.0;
    }
    // What follows a formula are signatures, but the formula is text.
    if row.is_sign_off {
        return -0.5;
    }
    match row.heading {
        Some(Heading::Signatories) => return 2.0,
        Some(_) => return 0.8,
        None => {}
    }
    if row
        .inline_heading
        .is_some_and(|(heading, _)| heading == Heading::Signatories)
    {
        return 3.0;
    }
    let content = row.content.as_str();
    let semicolons = content.trim_end_matches(';').matches([';', '؛']).count();
    if semicolons >= 2 {
        let parts: Vec<&str> = content.split([';', '؛']).collect();
        let short = parts
            .iter()
            .filter(|part| part.split_whitespace().count() <= 9)
            .count();
        if short == parts.len() && parts.iter().all(|part| prose_words(part) == 0) {
            return 2.0;
        }
    }
    if row.words > 8 && lists_with_commas(content) {
        return 1.5;
    }
    let mut weight = 0.3f32;
    let letters = content.chars().filter(|c| c.is_alphabetic()).count();
    let with_case = content
        .chars()
        .filter(|c| c.is_uppercase() || c.is_lowercase());
    // A Latin acronym in an Arabic line says nothing about capitals.
    let cased = with_case.count() * 2 > letters;
    let prose = prose_words(content);
    weight -= match row.words {
        0..=9 => 0.0,
        10..=16 => 0.6,
        17..=25 => 1.5,
        _ => 3.0,
    };
    if !cased && row.words > 8 {
        weight -= 0.8;
    }
    if !cased
        && content
            .chars()
            .filter(|c| {
                matches!(
                    c.script(),
                    Script::Han | Script::Hiragana | Script::Katakana | Script::Thai
                )
            })
            .count()
            > 30
    {
        weight -= 2.0;
    }
    weight -= 0.7 * prose.min(4) as f32;
    if row.ends_sentence && (row.words >= 5 || prose > 0) {
        weight -= if content.ends_with([';', '؛']) {
            0.2
        } else {
            1.0
        };
    }
    if cased {
        let share = capital_share(content);
        weight += if share >= 0.6 {
            0.7
        } else if share < 0.4 {
            -0.9
        } else {
            0.0
        };
        if content.starts_with(char::is_lowercase) {
            weight -= 0.6;
        }
    } else if row.words <= 6 {
        weight += 0.4;
    }
    if row.words <= 14 {
        weight += evidence(content);
    }
    if row.marker.is_some() {
        weight += 0.2;
    }
    // What ends with a colon announces something, and signs nothing.
    if content.ends_with([':', '：']) {
        weight = weight.min(-0.3);
    }
    weight
}

/// What on a short line belongs to names: a country apart, a kind, an acronym, a title.
fn evidence(content: &str) -> f32 {
    let mut weight = 0.0;
    if mentions(content)
        .iter()
        .any(|mention| mention.how.is_apart())
    {
        weight += 0.8;
    }
    if line::kind_of(&words(content)).is_some() {
        weight += 0.5;
    }
    let name = content
        .split([',', '(', '–', '—', '\t'])
        .next()
        .unwrap_or(content);
    match person::evidence(name.trim()) {
        Evidence::Sure => weight += 0.7,
        Evidence::Shape => weight += 0.3,
        Evidence::Against => {}
    }
    if !contacts::contacts(content).is_empty() && name.len() < content.len() {
        weight += 0.3;
    }
    weight
}

fn prose_words(content: &str) -> usize {
    words(content)
        .split(' ')
        .filter(|word| vocabulary::function_word(word).is_some_and(|(_, prose)| prose))
        .count()
}

/// The share of words of four and more letters that start with a capital.
fn capital_share(content: &str) -> f32 {
    let long = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() >= 4;
    let all = content.split_whitespace().filter(long).count();
    let capitals = content
        .split_whitespace()
        .filter(long)
        .filter(|word| {
            word.chars()
                .find(|c| c.is_alphabetic())
                .is_some_and(char::is_uppercase)
        })
        .count();
    if all == 0 {
        0.6
    } else {
        capitals as f32 / all as f32
    }
}

/// The last of several names without the "and" before it.
pub fn without_conjunction(text: &str) -> &str {
    match text.split_once(' ') {
        Some((first, rest))
            if first.chars().all(char::is_lowercase)
                && vocabulary::is_conjunction(&words(first)) =>
        {
            rest.trim_start()
        }
        _ => text,
    }
}

/// Whether one line lists several names with commas: at least three, most of them surely a person or an
/// organisation, none a country or what a person does.
pub fn lists_with_commas(content: &str) -> bool {
    let parts: Vec<&str> = content
        .split([',', '،', '、'])
        .map(|part| without_conjunction(part.trim().trim_end_matches('.')))
        .collect();
    let named = |part: &&&str| {
        person::evidence(part) >= Evidence::Shape || line::kind_of(&words(part)).is_some()
    };
    parts.len() >= 3
        && parts.iter().all(|part| {
            !part.is_empty()
                && !part.starts_with(char::is_lowercase)
                && countries::find(part).is_none()
                && !vocabulary::is_role(&words(part))
        })
        && parts.iter().filter(named).count() * 3 >= parts.len() * 2
}
