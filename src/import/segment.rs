//! Says of every line of a text what it is: body, roster, heading, front matter, empty, left over.
//!
//! The roster is the stretch of lines that look most like entries, headings counting for it. The rest
//! is the body, before it or, where the roster comes first, behind it.

use std::ops::Range;

use chrono::NaiveDate;
use unicode_script::{Script, UnicodeScript};

use crate::import::date::place_and_date;
use crate::import::row::{Marker, Row, lists_with_commas, rows, without_conjunction};
use crate::source::Source;
use crate::standardise::mend;
use crate::standardise::person::{self, Evidence};
use crate::standardise::{Hint, contacts};
use crate::tables::fold::words;
use crate::tables::words::{self as vocabulary, Heading};

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// Part of a paragraph.
    Body,
    /// An entry, several, or part of one.
    Roster,
    /// A heading of the roster or a rule: found, not kept.
    Heading,
    /// Title, place and date, sign-off.
    Front,
    /// No character that prints.
    Empty,
    /// Nothing was made of it; the text says why.
    LeftOver(&'static str),
}

/// A paragraph of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Its lines, counted from 0.
    pub lines: Range<usize>,
    /// Mended, its lines joined.
    pub text: String,
}

/// An entry of the roster as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawEntry {
    /// Its lines, counted from 0.
    pub lines: Range<usize>,
    /// Bytes of the source.
    pub range: Range<usize>,
    /// Verbatim; the lines of a wrapped entry are joined by a space.
    pub as_signed: String,
    /// Without bullet, number and the list's own punctuation.
    pub content: String,
    pub hint: Hint,
}

/// A text, cut up.
#[derive(Debug, Default)]
pub struct Segments {
    /// One for each line of the source.
    pub lines: Vec<LineKind>,
    pub title: Option<String>,
    pub place: Option<String>,
    pub date: Option<NaiveDate>,
    pub sign_off: Option<String>,
    pub paragraphs: Vec<Paragraph>,
    pub entries: Vec<RawEntry>,
}

/// Cuts a text into statement and roster.
pub fn segment(source: &Source) -> Segments {
    let rows = rows(source);
    let mut segments = Segments {
        lines: vec![LineKind::Empty; rows.len()],
        ..Segments::default()
    };
    let roster = roster_lines(&rows);
    let body = body_lines(&rows, &roster, &mut segments);
    front_matter(&rows, &body, &roster, &mut segments);
    paragraphs(&rows, &body, &mut segments);
    entries(source, &rows, roster, &mut segments);
    segments
}

/// The lines of the roster; empty where there is none.
fn roster_lines(rows: &[Row]) -> Range<usize> {
    let weights = region_weights(rows);
    let (mut best, mut best_sum) = (0..0, 0.0f32);
    let (mut start, mut sum) = (0, 0.0f32);
    for (i, weight) in weights.iter().enumerate() {
        if sum <= 0.0 {
            (start, sum) = (i, 0.0);
        }
        sum += weight;
        if sum > best_sum {
            (best, best_sum) = (start..i + 1, sum);
        }
    }
    let mut region = trimmed(rows, best);
    // A last entry that looks like nothing in particular still stands in the list.
    while !region.is_empty() && rows.get(region.end).is_some_and(goes_on) {
        region.end += 1;
    }
    // What stands above the list's own heading is the text, however short its lines are.
    let announced = region.clone().find(|&i| announces_list(rows, i, &region));
    if let Some(i) = announced.filter(|&i| {
        rows[region.start..i]
            .iter()
            .all(|row| row.heading.is_none())
    }) {
        region = trimmed(rows, i..region.end);
    }
    let entry = |i: &usize| !rows[*i].is_blank() && !rows[*i].is_rule && rows[*i].heading.is_none();
    let has_heading = region
        .clone()
        .any(|i| rows[i].heading.is_some() || rows[i].inline_heading.is_some());
    // A title above a list that fills the text is no entry.
    let first_entries: Vec<usize> = region.clone().filter(entry).take(3).collect();
    if let [first, second, ..] = first_entries[..]
        && first == region.start
        && rows[..first].iter().all(Row::is_blank)
        && is_title(&rows[first])
        && (first..second).any(|i| {
            rows[i].is_blank()
                || rows[i].heading.is_some()
                || rows[i].is_rule
                || rows[first].is_marked_heading
        })
    {
        region = trimmed(rows, first + 1..region.end);
    }
    let count = region.clone().filter(entry).count();
    let splits = region.clone().any(|i| {
        rows[i].inline_heading.is_some()
            || rows[i].content.matches(';').count() >= 2
            || lists_with_commas(&rows[i].content)
    });
    if best_sum < 1.0 || (count < 2 && !(count == 1 && (has_heading || splits))) {
        0..0
    } else {
        region
    }
}

/// Whether a line says that the list begins: a heading for signatories, or, below a sentence, a few
/// words with a colon.
fn announces_list(rows: &[Row], i: usize, region: &Range<usize>) -> bool {
    if rows[i].heading == Some(Heading::Signatories) || rows[i].inline_heading.is_some() {
        return true;
    }
    let below_sentence = rows[region.start..i].iter().any(|row| row.ends_sentence);
    below_sentence && rows[i].words <= 6 && rows[i].content.ends_with([':', '：'])
}

/// Whether a line among the entries heads those below it: a few words with a colon, or a country alone
/// where most lines are not.
fn heads_entries(row: &Row, countries_head: bool) -> bool {
    let colon = row.marker.is_none() && row.words <= 6 && row.content.ends_with([':', '：']);
    colon || (countries_head && is_country(row))
}

fn is_country(row: &Row) -> bool {
    row.marker.is_none()
        && crate::tables::countries::find(row.content.trim_end_matches(':')).is_some()
}

/// Whether a line directly under a roster may be its next entry.
fn goes_on(row: &Row) -> bool {
    !row.is_blank()
        && !row.is_rule
        && !row.ends_sentence
        && !row.is_prose()
        && row.weight > -0.8
        && !is_contact_line(row)
}

/// The lines' own weights, and what a heading adds to those under it.
fn region_weights(rows: &[Row]) -> Vec<f32> {
    let mut weights: Vec<f32> = rows.iter().map(|row| row.weight).collect();
    let mut under_heading = false;
    for (i, row) in rows.iter().enumerate() {
        if row.is_blank() || row.is_rule {
            continue;
        }
        if let Some(heading) = row.heading {
            let next = rows[i + 1..]
                .iter()
                .find(|row| !row.is_blank() && !row.is_rule);
            under_heading = next.is_some_and(|next| !next.is_prose());
            if !under_heading {
                weights[i] = -0.5;
            } else if heading == Heading::Signatories {
                weights[i] += 1.0;
            }
        } else if row.is_sign_off {
            under_heading = true;
        } else if under_heading {
            under_heading = !(row.weight <= -1.5 && row.words >= 10);
            weights[i] += if under_heading { 1.0 } else { 0.0 };
        } else if i > 0
            && !rows[i - 1].is_blank()
            && row.text.starts_with(char::is_lowercase)
            && rows[i - 1].is_prose()
        {
            // The end of a wrapped paragraph is short, and no entry.
            weights[i] = weights[i].min(-0.5);
        }
    }
    weights
}

/// A range without blank lines and rules at its edges.
fn trimmed(rows: &[Row], range: Range<usize>) -> Range<usize> {
    let idle = |i: &usize| rows[*i].is_blank() || rows[*i].is_rule;
    let Some(start) = range.clone().find(|i| !idle(i)) else {
        return 0..0;
    };
    let end = range
        .rev()
        .find(|i| !idle(i))
        .map_or(start, |last| last + 1);
    start..end
}

/// The lines of the body, in order, and the kinds of all lines outside the roster.
fn body_lines(rows: &[Row], roster: &Range<usize>, segments: &mut Segments) -> Vec<usize> {
    let count = |range: Range<usize>| rows[range].iter().map(|row| row.words).sum::<usize>();
    let end = if roster.is_empty() {
        rows.len()
    } else {
        roster.start
    };
    let behind = if roster.is_empty() {
        rows.len()..rows.len()
    } else {
        roster.end..rows.len()
    };
    // A paragraph before the roster is the text, and what stands behind it is somebody's remark, unless
    // it is much longer: then the paragraph only introduces the list.
    let paragraph = |i: usize| rows[i].words >= 8 && (rows[i].is_prose() || rows[i].ends_sentence);
    let introduced = rows[..end].iter().any(|row| row.is_prose()) || (0..end).any(paragraph);
    let roster_first =
        behind.clone().any(paragraph) && (!introduced || count(behind.clone()) > 4 * count(0..end));
    let mut body = Vec::new();
    for i in (0..end).chain(behind) {
        segments.lines[i] = if rows[i].is_blank() {
            LineKind::Empty
        } else if rows[i].is_rule || (i >= end && rows[i].heading.is_some()) {
            LineKind::Heading
        } else if i >= end && !roster_first {
            LineKind::LeftOver("it stands behind the list of signatories")
        } else if is_contact_line(&rows[i]) {
            LineKind::LeftOver("it is contact data, which no public file may hold")
        } else {
            body.push(i);
            LineKind::Body
        };
    }
    body
}

/// Whether a line is there for its e-mail address or telephone number.
fn is_contact_line(row: &Row) -> bool {
    row.words <= 14
        && !contacts::contacts(&row.content).is_empty()
        && contacts::without(&row.content).split_whitespace().count() <= 6
}

fn is_title(row: &Row) -> bool {
    if row.is_marked_heading {
        return true;
    }
    let folded = words(&row.content);
    let named = folded.split(' ').any(vocabulary::is_title_word);
    named && row.words <= 20 && !row.ends_sentence && !row.content.ends_with(',')
}

/// Takes title, place and date, and sign-off out of the body's lines.
fn front_matter(rows: &[Row], body: &[usize], roster: &Range<usize>, segments: &mut Segments) {
    let Some(&first) = body.first() else { return };
    let taken = title_lines(rows, body, roster);
    if taken > 0 {
        let parts: Vec<&str> = body[..taken]
            .iter()
            .map(|&i| rows[i].content.as_str())
            .collect();
        segments.title = Some(contacts::cut(&parts.join(" ")));
        for &i in &body[..taken] {
            segments.lines[i] = LineKind::Front;
        }
    }
    let near_top = body.get(taken).copied();
    let last = body.last().copied().filter(|_| body.len() > taken);
    for i in [near_top, last].into_iter().flatten() {
        let alone = i == first
            || Some(i) == last
            || i == 0
            || rows[i - 1].is_blank()
            || segments.lines[i - 1] != LineKind::Body;
        if segments.date.is_none()
            && alone
            && body.len() > 1
            && let Some((place, date)) = place_and_date(&rows[i].content)
        {
            (segments.place, segments.date) = (place, Some(date));
            segments.lines[i] = LineKind::Front;
        }
    }
    sign_off(rows, roster, segments);
}

/// How many lines at the start of the body are its title.
fn title_lines(rows: &[Row], body: &[usize], roster: &Range<usize>) -> usize {
    let first = &rows[body[0]];
    let followed = body.len() > 1 || !roster.is_empty();
    if first.is_marked_heading {
        return 1;
    }
    let underlined = rows.get(body[0] + 1).is_some_and(|row| row.is_rule);
    let plain = !first.ends_sentence
        && !first.content.ends_with([',', ';', ':', '.'])
        && first.words <= 20
        && first.length <= 150;
    if !plain
        || !followed
        || first.marker == Some(Marker::Bullet)
        || place_and_date(&first.content).is_some()
    {
        return 0;
    }
    if underlined {
        return 1;
    }
    let gap = rows.get(body[0] + 1).is_none_or(Row::is_blank);
    let Some(&next) = body.get(1) else {
        return usize::from(gap && is_title(first));
    };
    if gap {
        return usize::from(
            is_title(first)
                || (!rows[next].content.starts_with(char::is_lowercase) && first.words <= 15),
        );
    }
    let second = &rows[next];
    let two = next == body[0] + 1 && rows.get(next + 1).is_some_and(Row::is_blank);
    if two
        && is_title(first)
        && !second.ends_sentence
        && second.words <= 15
        && !second.content.ends_with(',')
    {
        return 2;
    }
    let shouts = !first.content.chars().any(char::is_lowercase)
        && first.content.chars().any(char::is_uppercase);
    usize::from(
        (is_title(first) || shouts)
            && first.length < second.length
            && second.content.starts_with(|c: char| !c.is_lowercase()),
    )
}

/// A formula directly before the roster that belongs to the text: "Signed,", "The signatory parties:".
fn sign_off(rows: &[Row], roster: &Range<usize>, segments: &mut Segments) {
    let Some(i) = (0..roster.start)
        .rev()
        .find(|&i| !rows[i].is_blank() && !rows[i].is_rule)
    else {
        return;
    };
    let row = &rows[i];
    let formula = row.is_sign_off;
    let announces = row.content.ends_with([':', '：']);
    let greets = row.content.ends_with(',') && !row.is_prose();
    let short = row.words <= 8 && (announces || greets);
    if segments.lines[i] == LineKind::Body && (formula || short) && row.words <= 12 {
        segments.lines[i] = LineKind::Front;
        segments.sign_off = Some(contacts::cut(&row.content));
    }
}

/// Joins the lines of the body to paragraphs.
fn paragraphs(rows: &[Row], body: &[usize], segments: &mut Segments) {
    let body: Vec<usize> = body
        .iter()
        .copied()
        .filter(|&i| segments.lines[i] == LineKind::Body)
        .collect();
    let width = wrap_width(rows, &body);
    for &i in &body {
        let joined = segments
            .paragraphs
            .last_mut()
            .filter(|last| last.lines.end == i && joins(&rows[i - 1], &rows[i], width));
        match joined {
            Some(last) => {
                let spaced = !is_unspaced(last.text.chars().next_back())
                    || !is_unspaced(rows[i].text.chars().next());
                if spaced {
                    last.text.push(' ');
                }
                last.text.push_str(&rows[i].text);
                last.lines.end = i + 1;
            }
            None => segments.paragraphs.push(Paragraph {
                lines: i..i + 1,
                text: rows[i].text.clone(),
            }),
        }
    }
    for paragraph in &mut segments.paragraphs {
        // Joining may bring a quotation mark to its other half.
        paragraph.text = mend::prose(&paragraph.text).text;
    }
}

/// The width at which the body's lines were wrapped, in characters; None where they weren't.
fn wrap_width(rows: &[Row], body: &[usize]) -> Option<usize> {
    let longest = body.iter().map(|&i| rows[i].length).max()?;
    let wrapped = body.windows(2).filter(|pair| {
        pair[1] == pair[0] + 1
            && !rows[pair[0]].ends_sentence
            && rows[pair[1]].marker.is_none()
            && (rows[pair[1]].content.starts_with(char::is_lowercase)
                || rows[pair[0]].length * 10 >= longest * 6)
    });
    (longest <= 130 && wrapped.count() > 0).then_some(longest)
}

/// Whether the second of two adjacent lines goes on with the paragraph of the first.
fn joins(before: &Row, row: &Row, width: Option<usize>) -> bool {
    if row.marker.is_some() || before.is_marked_heading || row.is_marked_heading {
        return false;
    }
    let small = row.text.starts_with(char::is_lowercase);
    if !before.ends_sentence && small {
        return true;
    }
    let Some(width) = width else { return false };
    // The line was broken because the next word would not have fitted.
    let next = row
        .text
        .split_whitespace()
        .next()
        .map_or(0, |word| word.chars().count());
    let next = if is_unspaced(row.text.chars().next()) {
        1
    } else {
        next
    };
    let full = before.length + next + 1 > width;
    if before.ends_sentence {
        full && before.length * 10 >= width * 8
    } else {
        full || before.length * 10 >= width * 7
    }
}

/// Whether a character belongs to a script that writes without spaces.
fn is_unspaced(c: Option<char>) -> bool {
    c.is_some_and(|c| {
        matches!(
            c.script(),
            Script::Han | Script::Hiragana | Script::Katakana | Script::Thai
        ) || ('\u{3000}'..='\u{303f}').contains(&c)
            || ('\u{ff00}'..='\u{ffef}').contains(&c)
    })
}

/// Cuts the lines of the roster into entries.
fn entries(source: &Source, rows: &[Row], roster: Range<usize>, segments: &mut Segments) {
    let listed =
        |i: &usize| !rows[*i].is_blank() && !rows[*i].is_rule && rows[*i].heading.is_none();
    let all: Vec<usize> = roster.clone().filter(listed).collect();
    let most = |test: &dyn Fn(&Row) -> bool| {
        let count = all.iter().filter(|i| test(&rows[**i])).count();
        count >= 2 && count * 10 >= all.len() * 6
    };
    let style = Style {
        numbered: most(&|row| row.marker == Some(Marker::Number)),
        marked: most(&|row| row.marker.is_some()),
        stopped: most(&|row| row.content.ends_with('.')),
        blocks: false,
        separated: most(&|row| row.content.ends_with([';', '؛', ',', '،'])),
        last: all.last().copied(),
        semicolons: all
            .iter()
            .map(|&i| {
                rows[i]
                    .content
                    .trim_end_matches([';', '؛'])
                    .matches([';', '؛'])
                    .count()
            })
            .sum::<usize>()
            >= 2,
    };
    let style = Style {
        blocks: style.semicolons == style.marked && are_blocks(rows, &roster),
        ..style
    };
    // Where states sign, their names are the entries.
    let countries_head = all.iter().filter(|&&i| is_country(&rows[i])).count() * 2 < all.len();
    let mut hint = Hint::Unknown;
    for i in roster {
        let row = &rows[i];
        segments.lines[i] = if row.is_blank() {
            LineKind::Empty
        } else if row.is_rule {
            LineKind::Heading
        } else if let Some(heading) = row.heading {
            hint = hint_of(heading);
            LineKind::Heading
        } else if row.inline_heading.is_none() && heads_entries(row, countries_head) {
            LineKind::Heading
        } else if row.inline_heading.is_none() && is_sentence_among_entries(row) {
            LineKind::LeftOver("it is a sentence among the signatories")
        } else {
            if let Some((heading, _)) = row.inline_heading {
                hint = hint_of(heading);
            }
            add(source, rows, i, hint, &style, segments);
            LineKind::Roster
        };
    }
    if style.semicolons {
        split(&mut segments.entries, &[';', '؛']);
    } else if let [only] = segments.entries.as_slice()
        && lists_with_commas(&only.content)
    {
        split(&mut segments.entries, &[',', '،', '、']);
    }
    segments.entries.retain(|entry| {
        !mend::name(&contacts::without(&entry.content))
            .text
            .is_empty()
    });
    let mut kept = vec![false; rows.len()];
    for line in segments
        .entries
        .iter()
        .flat_map(|entry| entry.lines.clone())
    {
        kept[line] = true;
    }
    for (i, kind) in segments.lines.iter_mut().enumerate() {
        if *kind == LineKind::Roster && !kept[i] {
            *kind = LineKind::LeftOver("it holds no name");
        }
    }
    settle_hints(&mut segments.entries);
}

/// How a roster is written.
struct Style {
    numbered: bool,
    /// Bullets or numbers, so that a line without one goes on with the line before.
    marked: bool,
    /// Blocks of two or three lines: a person, then what the person is.
    blocks: bool,
    /// Every entry ends with a full stop.
    stopped: bool,
    /// Lines end with a separator, the last one perhaps with a full stop.
    separated: bool,
    last: Option<usize>,
    /// Entries are separated by semicolons inside lines.
    semicolons: bool,
}

/// Whether the roster is one of signatures in blocks: a name on the first line, role and affiliation
/// on the next, a blank line between.
fn are_blocks(rows: &[Row], roster: &Range<usize>) -> bool {
    let mut blocks: Vec<Range<usize>> = Vec::new();
    for i in roster
        .clone()
        .filter(|&i| !rows[i].is_blank() && !rows[i].is_rule && rows[i].heading.is_none())
    {
        match blocks.last_mut() {
            Some(last) if last.end == i => last.end = i + 1,
            _ => blocks.push(i..i + 1),
        }
    }
    blocks.len() >= 2
        && blocks.iter().all(|block| {
            let second = rows[block.end - 1].content.as_str();
            (2..=4).contains(&block.len())
                && person::evidence(&rows[block.start].content) >= Evidence::Shape
                && person::evidence(second) != Evidence::Sure
        })
}

fn hint_of(heading: Heading) -> Hint {
    match heading {
        Heading::Signatories => Hint::Unknown,
        Heading::Organisations => Hint::Organisation,
        Heading::People => Hint::Person,
    }
}

fn is_sentence_among_entries(row: &Row) -> bool {
    row.ends_sentence && row.words >= 7 && row.weight <= -1.2
}

/// Adds a line as an entry, or to the entry that it goes on with.
fn add(
    source: &Source,
    rows: &[Row],
    i: usize,
    hint: Hint,
    style: &Style,
    segments: &mut Segments,
) {
    let row = &rows[i];
    let raw = &source.text[row.range.clone()];
    let continues = segments.entries.last().is_some_and(|last| {
        let before = &rows[last.lines.end - 1];
        let small = row.text.starts_with(char::is_lowercase) || row.text.starts_with('(');
        let hanging = row.indent > before.indent
            && (style.marked || small || before.content.ends_with([',', '،']));
        last.lines.end == i
            && (style.semicolons
                || style.blocks
                || (style.marked
                    && row.marker.is_none()
                    && before.marker.is_some()
                    && (small || hanging))
                || (hanging && row.marker.is_none()))
    });
    let content = match (row.inline_heading, row.marker) {
        (Some((_, length)), _) => row.content[length..].trim(),
        (None, Some(Marker::Number)) if !style.numbered => row.text.as_str(),
        _ => row.content.as_str(),
    };
    let stop =
        style.stopped || content.ends_with(").") || (style.separated && style.last == Some(i));
    let content = if stop {
        content.strip_suffix('.').unwrap_or(content)
    } else {
        content
    };
    // The heading before the first names of a line isn't what anyone signed.
    let signed = match row.inline_heading {
        Some(_) => raw
            .split_once([':', '：'])
            .map_or(raw, |(_, rest)| rest.trim_start()),
        None => raw,
    };
    // The tab between columns is lost in the mended text; a comma stands for it.
    let content =
        if raw.trim().contains('\t') && row.marker.is_none() && row.inline_heading.is_none() {
            raw.trim()
        } else {
            content
        };
    if let Some(last) = segments.entries.last_mut().filter(|_| continues) {
        last.as_signed = format!("{} {}", last.as_signed.trim_end(), signed.trim_start());
        let joint = if style.blocks { "," } else { "" };
        last.content = format!("{}{joint} {content}", last.content);
        last.lines.end = i + 1;
        last.range.end = row.range.end;
    } else {
        let range = row.range.clone();
        segments.entries.push(RawEntry {
            lines: i..i + 1,
            range,
            as_signed: signed.to_owned(),
            content: content.to_owned(),
            hint,
        });
    }
}

/// Cuts entries at signs between names.
fn split(entries: &mut Vec<RawEntry>, signs: &[char]) {
    let whole = std::mem::take(entries);
    for entry in whole {
        let (signed, content): (Vec<&str>, Vec<&str>) = (
            entry.as_signed.split(signs).collect(),
            entry.content.split(signs).collect(),
        );
        if signed.len() != content.len() || content.len() < 2 {
            entries.push(entry);
            continue;
        }
        let count = content.len();
        for (at, (signed, content)) in signed.into_iter().zip(content).enumerate() {
            let (signed, mut content) = (signed.trim(), content.trim());
            if signed.is_empty() {
                continue;
            }
            if at + 1 == count {
                content = without_conjunction(content.strip_suffix('.').unwrap_or(content));
            }
            entries.push(RawEntry {
                as_signed: signed.to_owned(),
                content: content.to_owned(),
                ..entry.clone()
            });
        }
    }
}

/// In a list where most names are people's, a name of that build is a person's.
fn settle_hints(entries: &mut [RawEntry]) {
    let open: Vec<usize> = (0..entries.len())
        .filter(|&i| entries[i].hint == Hint::Unknown)
        .collect();
    let name = |entry: &RawEntry| {
        entry
            .content
            .split([',', '(', '–', '—', '\t'])
            .next()
            .map(|name| person::evidence(name.trim()))
    };
    let people = open
        .iter()
        .filter(|&&i| name(&entries[i]) == Some(Evidence::Sure))
        .count();
    if people * 2 >= open.len() {
        for i in open {
            entries[i].hint = Hint::MostlyPeople;
        }
    }
}
