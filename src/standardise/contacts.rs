//! Contact data in a text: e-mail addresses, telephone numbers, handles.

use std::ops::Range;

use crate::tables::fold::fold;
use crate::tables::words::{self as vocabulary, ContactLabel as Label};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContactKind {
    EMail,
    Telephone,
    /// A name at a service: "@name".
    Handle,
}

impl ContactKind {
    /// What stands in a public file in place of the data.
    pub fn placeholder(self) -> &'static str {
        match self {
            ContactKind::EMail => "‹e-mail›",
            ContactKind::Telephone => "‹telephone›",
            ContactKind::Handle => "‹handle›",
        }
    }
}

/// The contact data in a text, in order. Years, dates, postal codes, numbers of locals and
/// conventions, registration numbers and ISBNs are no telephones.
pub fn contacts(text: &str) -> Vec<(Range<usize>, ContactKind)> {
    let mut found = Vec::new();
    let lower = text.to_lowercase();
    let spelt = lower.contains(" at ") && lower.contains(" dot ");
    if spelt
        || lower.contains(['@', '＠', '/'])
        || ["(at)", "[at]", "{at}"].iter().any(|at| lower.contains(at))
    {
        found.extend(
            e_mails(text)
                .into_iter()
                .map(|range| (range, ContactKind::EMail)),
        );
        let handles: Vec<_> = handles(text)
            .into_iter()
            .filter(|range| !overlaps(&found, range))
            .collect();
        found.extend(
            handles
                .into_iter()
                .map(|range| (range, ContactKind::Handle)),
        );
    }
    if text.chars().filter(|c| c.is_numeric()).count() >= 5 {
        let telephones: Vec<_> = telephones(text)
            .into_iter()
            .filter(|range| !overlaps(&found, range))
            .collect();
        found.extend(
            telephones
                .into_iter()
                .map(|range| (range, ContactKind::Telephone)),
        );
    }
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// The text with each piece of contact data replaced by what it was: `‹e-mail›`.
pub fn cut(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, kind) in contacts(text) {
        out.push_str(&text[at..range.start]);
        out.push_str(kind.placeholder());
        at = range.end;
    }
    out + &text[at..]
}

/// The text without contact data, the words that announce it and the brackets around it: what is
/// left of a line of a roster.
pub fn without(text: &str) -> String {
    let found = contacts(text);
    if found.is_empty() {
        return text.to_owned();
    }
    let mut parts = Vec::new();
    let mut at = 0;
    for (range, _) in found {
        parts.push(without_label(&text[at..range.start]).to_owned());
        at = range.end;
    }
    parts.push(text[at..].to_owned());
    let mut out = String::new();
    for part in parts {
        let part = part.trim_start_matches(['>', ')', ']']);
        let gap = !out.is_empty() && !part.trim().is_empty();
        out.push_str(if gap && part.starts_with(char::is_alphanumeric) {
            " "
        } else {
            ""
        });
        // Of two separators around what was cut one is enough.
        let part = if out.trim_end().ends_with([',', ';', '–', '—', '|']) {
            part.trim_start_matches([',', ';', ' ', '–', '—', '|', '\t'])
        } else {
            part
        };
        out.push_str(part);
    }
    out.trim_end_matches(|c: char| c.is_whitespace() || ",;:–—-|·/<([".contains(c))
        .to_owned()
}

/// A stretch before contact data, without the words that announce it: "Tel.:", "e-mail".
fn without_label(text: &str) -> &str {
    let mut text = text;
    loop {
        let trimmed = text.trim_end_matches(|c: char| c.is_whitespace() || "<([:=".contains(c));
        let start = trimmed
            .rfind(|c: char| c.is_whitespace() || ",;([|/".contains(c))
            .map_or(0, |at| {
                at + trimmed[at..].chars().next().map_or(1, char::len_utf8)
            });
        let word = fold(trimmed[start..].trim_end_matches('.'));
        match vocabulary::contact_label(&word) {
            Some(Label::Telephone | Label::Address) if word.chars().count() > 1 => {
                text = &trimmed[..start]
            }
            _ if trimmed.len() < text.len() => {
                return if text[trimmed.len()..].contains(['<', '(', '[', ':']) {
                    trimmed
                } else {
                    text
                };
            }
            _ => return text,
        }
    }
}

fn overlaps(found: &[(Range<usize>, ContactKind)], range: &Range<usize>) -> bool {
    found
        .iter()
        .any(|(other, _)| other.start < range.end && range.start < other.end)
}

fn is_local(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(
            c,
            '.' | '_' | '%' | '+' | '-' | '\'' | '’' | '&' | '=' | '~'
        )
}

fn is_domain(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-')
}

/// Addresses with @, and those that hide it: "name (at) example (dot) org".
fn e_mails(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for sign in [
        "@", "＠", "(at)", "[at]", "{at}", "(AT)", "[AT]", "(@)", "[@]", " at ",
    ] {
        for (at, _) in text.match_indices(sign) {
            let before = text[..at].trim_end_matches(' ');
            let after = text[at + sign.len()..].trim_start_matches(' ');
            let gap = before.len() < at || after.len() < text.len() - at - sign.len();
            if gap && sign.chars().count() == 1 {
                continue;
            }
            let local = before
                .chars()
                .rev()
                .take_while(|&c| is_local(c))
                .map(char::len_utf8)
                .sum::<usize>();
            let domain = domain(after);
            // "at" is a word of its own where no "dot" follows.
            if sign == " at " && !after[..domain].contains(" dot ") {
                continue;
            }
            if local == 0 || domain == 0 {
                continue;
            }
            let start = before.len() - local;
            let start = start + before[start..].len()
                - before[start..]
                    .trim_start_matches(['.', '\'', '’', '-', '=', '&'])
                    .len();
            let start = if text[..start].ends_with("mailto:") {
                start - "mailto:".len()
            } else {
                start
            };
            if text[..start].ends_with('@') {
                continue;
            }
            let range = start..text.len() - after.len() + domain;
            if start < at
                && !found
                    .iter()
                    .any(|other| other.start < range.end && range.start < other.end)
            {
                found.push(range);
            }
        }
    }
    found.sort_by_key(|range| range.start);
    found
}

/// The length of a domain with at least one dot at the start of a text, in bytes; 0 if there is none.
fn domain(text: &str) -> usize {
    let mut length = text
        .chars()
        .take_while(|&c| is_domain(c))
        .map(char::len_utf8)
        .sum::<usize>();
    for dot in [
        " (dot) ", "(dot)", " [dot] ", "[dot]", " dot ", "(.)", "[.]",
    ] {
        while let Some(rest) = text[length..].strip_prefix(dot) {
            let next = rest
                .chars()
                .take_while(|&c| is_domain(c))
                .map(char::len_utf8)
                .sum::<usize>();
            if next == 0 {
                break;
            }
            length += dot.len() + next;
        }
    }
    let trimmed = text[..length].trim_end_matches(['.', '-']);
    let last = trimmed.rsplit(['.', ' ', ')', ']']).next().unwrap_or("");
    let has_dot = trimmed.contains('.') || trimmed.contains("dot");
    if has_dot && last.chars().count() >= 2 && last.chars().all(|c| c.is_alphanumeric() || c == '-')
    {
        trimmed.len()
    } else {
        0
    }
}

fn handles(text: &str) -> Vec<Range<usize>> {
    let mut found = profiles(text);
    found.extend(
        mentioned_handles(text)
            .into_iter()
            .filter(|range| {
                !found
                    .iter()
                    .any(|other| other.start < range.end && range.start < other.end)
            })
            .collect::<Vec<_>>(),
    );
    found
}

/// Addresses of a person's own page: "t.me/name".
fn profiles(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for word in text.split_inclusive(|c: char| c.is_whitespace() || ",;()<>".contains(c)) {
        let bare = word.trim_end_matches(|c: char| c.is_whitespace() || ",;()<>.".contains(c));
        let lower = bare.to_ascii_lowercase();
        let address = lower
            .trim_start_matches("https://")
            .trim_start_matches("http://")
            .trim_start_matches("www.");
        if vocabulary::profile_sites()
            .any(|site| address.len() > site.len() && address.starts_with(site))
        {
            found.push(start..start + bare.len());
        }
        start += word.len();
    }
    found
}

fn mentioned_handles(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('@') {
        let before = text[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '/') {
            continue;
        }
        let name = text[at + 1..]
            .chars()
            .take_while(|&c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '@'))
            .map(char::len_utf8)
            .sum::<usize>();
        let name = text[at + 1..at + 1 + name].trim_end_matches(['.', '-', '@']);
        let end = at + 1 + name.len();
        // "@SUM(1)" is no handle, and a name may start with the sign: "@home Lenz".
        let starts_name = text[..at].trim().is_empty() && !text[end..].trim().is_empty();
        if name.chars().count() >= 2 && !text[end..].starts_with('(') && !starts_name {
            found.push(at..end);
        }
    }
    // "@a@b.c" is one handle, found once at its start.
    let mut end = 0;
    found.retain(|range: &Range<usize>| {
        let keep = range.start >= end;
        end = end.max(range.end);
        keep
    });
    found
}

fn telephones(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let Some(start) = text[at..]
            .find(|c: char| c.is_numeric() || c == '+' || c == '(')
            .map(|offset| at + offset)
        else {
            break;
        };
        let end = start + number_length(&text[start..]);
        if end == start {
            at = start + text[start..].chars().next().map_or(1, char::len_utf8);
            continue;
        }
        let inside_word = text[..start]
            .chars()
            .next_back()
            .is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '_' | '='));
        if !inside_word && is_telephone(&text[..start], &text[start..end]) {
            found.push(start..end);
        }
        at = end;
    }
    found
}

/// The length of a run of digits and the signs that telephone numbers have between them, in bytes.
fn number_length(text: &str) -> usize {
    let mut end = 0;
    let mut open = false;
    let mut gap = 0;
    let mut digits = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if c.is_numeric() => {
                end = at + c.len_utf8();
                digits = true;
                gap = 0;
            }
            '+' if at == 0 || text[..at].ends_with('(') => {}
            '(' if !open && gap <= 1 => open = true,
            ')' if open => {
                open = false;
                end = if digits { at + 1 } else { end };
            }
            ' ' | '\u{a0}' | '-' | '.' | '/' | '\u{2011}' | '–' | '\u{202f}'
                if digits && gap < 3 =>
            {
                gap += 1
            }
            _ => break,
        }
    }
    if digits { end } else { 0 }
}

fn is_telephone(before: &str, number: &str) -> bool {
    let digits = number.chars().filter(|c| c.is_numeric()).count();
    if !(5..=17).contains(&digits) {
        return false;
    }
    let folded = fold(
        before
            .trim_end()
            .trim_end_matches([':', '.', ')', '#', '=']),
    );
    let label = folded
        .rsplit([' ', '(', ',', ';', '/'])
        .next()
        .unwrap_or("");
    match vocabulary::contact_label(label.trim_end_matches('.')) {
        Some(Label::Telephone) => return true,
        Some(Label::Other) => return false,
        _ if label.starts_with("isbn") => return false,
        _ => {}
    }
    let number = number.trim_start_matches('(');
    if number.starts_with('+') {
        return digits >= 7;
    }
    let groups: Vec<&str> = number
        .split(|c: char| !c.is_numeric())
        .filter(|group| !group.is_empty())
        .collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.chars().count()).collect();
    if is_date_or_years(&groups) || is_isbn(&groups, digits) {
        return false;
    }
    let starts_with_nought = groups
        .first()
        .is_some_and(|group| group.starts_with(['0', '۰', '٠']));
    match digits {
        9..=15 if starts_with_nought => true,
        7..=8 if starts_with_nought && groups.len() >= 2 => true,
        10 if lengths == [3, 3, 4] => true,
        11 if lengths == [1, 3, 3, 4] => true,
        _ => false,
    }
}

/// "2019-2024", "24.11.2026", "2026-11-24", "09.05.2021–10.05.2021".
fn is_date_or_years(groups: &[&str]) -> bool {
    let year =
        |group: &&str| group.len() == 4 && (group.starts_with("19") || group.starts_with("20"));
    let day = |group: &&str| group.len() <= 2;
    groups.iter().any(year) && groups.iter().all(|group| year(group) || day(group))
}

fn is_isbn(groups: &[&str], digits: usize) -> bool {
    digits == 13 && groups.concat().starts_with("97")
        || (digits == 10 && groups.len() == 4 && groups[3].len() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contact_data_is_cut() {
        for (text, wanted) in [
            ("Anna Smith, anna.smith@example.org", "Anna Smith, ‹e-mail›"),
            ("Anna <a_b+c@mail.example.co.uk>.", "Anna <‹e-mail›>."),
            ("Anna, anna (at) example (dot) org", "Anna, ‹e-mail›"),
            ("Anna [mailto:anna@example.org]", "Anna [‹e-mail›]"),
            ("Anna, tel. 030 1234567", "Anna, tel. ‹telephone›"),
            ("Anna, +44 20 7946 0000", "Anna, ‹telephone›"),
            ("Anna, +44 (0)20 7946 0000 (day)", "Anna, ‹telephone› (day)"),
            ("Anna (020) 7946 0000", "Anna ‹telephone›"),
            ("Anna, 555-123-4567", "Anna, ‹telephone›"),
            ("Anna: 0151/12345678", "Anna: ‹telephone›"),
            ("Anna, Phone: 1234567", "Anna, Phone: ‹telephone›"),
            ("Anna, تلفن: ۰۲۱۱۲۳۴۵۶۷۸", "Anna, تلفن: ‹telephone›"),
            ("Anna @annasmith", "Anna ‹handle›"),
            ("Anna @anna@social.example", "Anna ‹handle›"),
        ] {
            assert_eq!(cut(text), wanted);
        }
    }

    #[test]
    fn lines_are_left_clean() {
        for (text, wanted) in [
            (
                "Anna Smith, University of Lenz, anna@example.org",
                "Anna Smith, University of Lenz",
            ),
            (
                "Anna Smith, anna@example.org, University of Lenz",
                "Anna Smith, University of Lenz",
            ),
            ("Anna Smith <anna@example.org>", "Anna Smith"),
            ("Anna Smith (anna@example.org), Lenz", "Anna Smith, Lenz"),
            (
                "Anna Smith, Tel.: +44 20 7946 0000, e-mail: anna@example.org",
                "Anna Smith",
            ),
            ("Anna Smith – Lenz", "Anna Smith – Lenz"),
        ] {
            assert_eq!(without(text), wanted);
        }
    }

    #[test]
    fn other_numbers_stay() {
        for text in [
            "Local 1199",
            "ILO 169",
            "Campaign 2019-2024",
            "24.11.2026",
            "2026-11-24",
            "09.05.2021",
            "10115 Berlin",
            "ISBN 978-3-16-148410-0",
            "Charity no. 1234567",
            "26th of July Movement",
            "Resolution 1325 (2000)",
            "50,000 people in 1,200 towns",
            "meet @ noon",
            "@SUM(1+1)",
            "@home Lenz",
            "(1) first (2) second",
            "https://example.org/@name/1234567890",
        ] {
            assert_eq!(cut(text), text);
        }
    }

    #[test]
    fn spelt_out_addresses_and_own_pages_are_cut() {
        for (text, left) in [
            ("Bob Fox, bob at fox dot example", "Bob Fox"),
            ("Greta Oh, https://t.me/gretaoh", "Greta Oh"),
            ("Nils Ek, facebook.com/nils.ek", "Nils Ek"),
            ("Lars Bo, lars＠example.dk", "Lars Bo"),
            ("Friends at Home and Abroad", "Friends at Home and Abroad"),
            ("Society for and/or against", "Society for and/or against"),
        ] {
            assert_eq!(without(text), left);
        }
    }
}
