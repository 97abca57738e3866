//! Questions in words: entries side by side as they are written, and why they are asked about.

use unicode_width::UnicodeWidthStr;

use crate::command::check::Checked;
use crate::command::review::questions::{Asked, Question};
use crate::diagnostic::LEAD_IN_BODY;
use crate::linkage::{Duplicate, Level};
use crate::model::Record;
use crate::model::roster::Status;
use crate::source::{Place, Sources};

/// Columns of the fields' names.
const LABELS: usize = 14;
/// Below this many columns entries are shown one below the other.
const NARROW: usize = 72;

/// What is asked, above the choice of answers. `width` is in columns.
pub fn question(checked: &Checked, question: &Question, width: usize) -> String {
    match &question.asked {
        Asked::Duplicate { found, records } => duplicate(checked, found, records, width),
        Asked::Country { code, names } => {
            let mut out = format!(
                "{}\n{code} goes by several names, and no signatory chose one. Which does this project print, for all of them?\n\n",
                at(checked, question)
            );
            for (number, name) in names.iter().enumerate() {
                out.push_str(&format!("  {}  {name}\n", number + 1));
            }
            out
        }
        Asked::Proposal { edits } => {
            let message = &question.finding.message;
            let mut out = format!("{}\n{message}\n\n", at(checked, question));
            let sources = &checked.project.sources;
            let text = question.finding.place.map(|place| sources.slice(place));
            if question.code() == LEAD_IN_BODY {
                out.push_str(&format!("  {}\n", text.unwrap_or_default().trim()));
                return out;
            }
            let id = question.finding.records.first();
            let mut records = checked.project.roster.records.iter();
            if let Some(record) = records.find(|record| Some(&record.id) == id) {
                out.push_str(&format!("  signed    {}\n", record.line()));
            }
            for edit in edits.iter() {
                out.push_str(&format!(
                    "  now       {}\n  proposed  {}\n",
                    sources.slice(edit.place),
                    edit.replacement
                ));
            }
            out
        }
    }
}

/// "spelling · signatories.toml, line 3".
pub fn at(checked: &Checked, question: &Question) -> String {
    let code = question.code().name.replace('-', " ");
    match question.finding.place {
        Some(place) => format!("{code} · {}", spot(&checked.project.sources, place)),
        None => code,
    }
}

/// "signatories.toml, line 3"; of a spreadsheet its cell.
pub fn spot(sources: &Sources, place: Place) -> String {
    let source = sources.get(place.source);
    let path = source.path.display();
    match source.cell_at(place.start()) {
        Some((_, cell)) => format!("{path}, cell {cell}"),
        None => format!("{path}, line {}", source.position(place.start()).line),
    }
}

fn duplicate(checked: &Checked, found: &Duplicate, records: &[usize], width: usize) -> String {
    let roster = &checked.project.roster;
    let entries: Vec<&Record> = records.iter().map(|&r| &roster.records[r]).collect();
    let sources = &checked.project.sources;
    let mut out = match entries[..] {
        [one, other] if width >= NARROW => side_by_side(sources, one, other, width),
        _ => one_below_the_other(sources, &entries),
    };
    out.push_str(&format!("\n{}\n", wrapped(&why(found), width).join("\n")));
    // Behind each side of a possible duplicate may stand several entries that are one for certain.
    let more: usize = found.groups.iter().map(|group| group.len() - 1).sum();
    if found.level == Level::Possible && more > 0 {
        let entries = if more == 1 { "entry is" } else { "entries are" };
        out.push_str(&format!(
            "{more} more {entries} one of these two for certain, and the answer holds for all.\n"
        ));
    }
    out
}

/// How sure it is, in words, with the evidence.
pub fn why(found: &Duplicate) -> String {
    // What is only possible isn't shown as if nothing could be said against it.
    let words = match (found.level, found.score.min(0.99)) {
        (Level::Certain, _) => "One signatory, as far as names can tell".to_string(),
        (Level::Possible, score) if score >= 0.9 => format!("Very probably one ({score:.2})"),
        (Level::Possible, score) if score >= 0.75 => format!("Probably one ({score:.2})"),
        (Level::Possible, score) if score >= 0.5 => format!("Perhaps one ({score:.2})"),
        (Level::Possible, score) => format!("Hardly one ({score:.2})"),
    };
    if found.evidence.is_empty() {
        words
    } else {
        format!("{words}: {}", found.evidence.join(", "))
    }
}

/// An entry as it stands in its file.
pub fn in_full(sources: &Sources, record: &Record) -> String {
    let text = sources.slice(record.place).trim_end();
    let indented: String = text.lines().map(|line| format!("  {line}\n")).collect();
    format!("{}\n{indented}", spot(sources, record.place))
}

/// What is shown of an entry, in this order.
const FIELDS: [&str; 14] = [
    "name",
    "acronym",
    "country",
    "country-name",
    "place",
    "kind",
    "role",
    "organisation",
    "note",
    "as signed",
    "alias",
    "in languages",
    "signed",
    "status",
];

/// The fields of [`FIELDS`] that an entry has, as they are written.
fn fields(record: &Record) -> Vec<(&'static str, String)> {
    let mut all = vec![("name", record.name.value.clone())];
    let single = [
        ("acronym", record.acronym.as_ref()),
        ("country", record.country.as_ref()),
        ("country-name", record.country_name.as_deref()),
        ("place", record.location.as_deref()),
        ("kind", record.kind.as_ref()),
        ("role", record.role.as_ref()),
        ("organisation", record.organisation.as_ref()),
        ("note", record.note.as_deref()),
    ];
    for (field, value) in single {
        all.extend(value.map(|text| (field, text.value.clone())));
    }
    let lines = record.as_signed.iter().map(|line| line.value.clone());
    all.extend(lines.map(|line| ("as signed", line)));
    let aliases = record.aliases.iter().map(|alias| alias.value.clone());
    all.extend(aliases.map(|alias| ("alias", alias)));
    for (tag, name) in &record.names {
        all.push(("in languages", format!("{tag}: {}", name.value)));
    }
    for signature in &record.signed {
        let statement = signature.statement.as_ref().map(|name| name.value.clone());
        let on = signature.on.map(|on| on.to_string());
        let words: Vec<String> = statement.into_iter().chain(on).collect();
        if !words.is_empty() {
            all.push(("signed", words.join(", ")));
        }
    }
    if record.status != Status::Signed {
        let known = Status::NAMES.iter().find(|(_, s)| *s == record.status);
        all.push((
            "status",
            known.map_or("unknown", |(word, _)| word).to_string(),
        ));
    }
    all
}

fn one_below_the_other(sources: &Sources, entries: &[&Record]) -> String {
    let mut out = String::new();
    for (number, record) in entries.iter().enumerate() {
        out.push_str(&format!(
            "{} · {}\n",
            number + 1,
            spot(sources, record.name.place)
        ));
        for (field, value) in fields(record) {
            out.push_str(&format!("   {field:LABELS$}{value}\n"));
        }
    }
    out
}

/// Two entries as a table: a row for each field that one of them has.
fn side_by_side(sources: &Sources, one: &Record, other: &Record, width: usize) -> String {
    let column = (width - LABELS - 4) / 2;
    let mut out = row(
        "",
        [
            &format!("1 · {}", spot(sources, one.name.place)),
            &format!("2 · {}", spot(sources, other.name.place)),
        ],
        column,
    );
    let sides = [fields(one), fields(other)];
    for field in FIELDS {
        let [left, right] = [0, 1].map(|side: usize| {
            let values = sides[side].iter().filter(|(name, _)| *name == field);
            values.map(|(_, value)| value.as_str()).collect::<Vec<_>>()
        });
        for at in 0..left.len().max(right.len()) {
            let cell = |side: &[&str]| side.get(at).map_or("–", |text| text).to_string();
            let label = if at == 0 { field } else { "" };
            out.push_str(&row(label, [&cell(&left), &cell(&right)], column));
        }
    }
    out
}

/// A row of the table, in as many lines as its longest cell takes.
fn row(label: &str, cells: [&str; 2], column: usize) -> String {
    let [left, right] = cells.map(|cell| wrapped(cell, column));
    let mut out = String::new();
    for at in 0..left.len().max(right.len()) {
        let label = if at == 0 { label } else { "" };
        let left = left.get(at).map_or("", String::as_str);
        let right = right.get(at).map_or("", String::as_str);
        let gap = " ".repeat(column.saturating_sub(left.width()) + 2);
        let line = format!("  {label:LABELS$}{left}{gap}{right}");
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// A text in lines of at most so many columns; a longer word stands alone in its line.
pub fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("there is a first line");
        if line.is_empty() {
            line.push_str(word);
        } else if line.width() + 1 + word.width() <= columns {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_string());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_as_the_terminal_shows_them() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        // Each of these letters is two columns wide.
        assert_eq!(wrapped("平和 平和", 8), ["平和", "平和"]);
        assert_eq!(wrapped("", 8), [""]);
        let table = row("name", ["平和", "x"], 6) + &row("", ["abcd", "x"], 6);
        let columns: Vec<usize> = table
            .lines()
            .map(|line| line[..line.len() - 1].width())
            .collect();
        assert_eq!(columns[0], columns[1], "{table}");
    }
}
