//! A line that says where and when a statement was made, and nothing else.

use chrono::NaiveDate;

use crate::tables::fold::words;
use crate::tables::words::{self as vocabulary, Preposition};

/// Place and date of a line such as "Lenz, 24 November 2026"; None unless nothing else can be meant.
///
/// Dates in digits count only as 2026-11-24 and as 24.11.2026: with slashes nobody knows the month.
pub fn place_and_date(line: &str) -> Option<(Option<String>, NaiveDate)> {
    let line = line.trim().trim_end_matches('.');
    if let Some(date) = date(line) {
        return Some((None, date));
    }
    for (at, _) in line.match_indices(',') {
        let (place, rest) = (line[..at].trim(), line[at + 1..].trim());
        let is_place = (1..=4).contains(&place.split_whitespace().count())
            && place
                .chars()
                .all(|c| c.is_alphabetic() || " -’'.".contains(c))
            && place.starts_with(char::is_uppercase);
        if is_place && let Some(date) = date(rest) {
            return Some((Some(place.to_owned()), date));
        }
    }
    None
}

/// A date and nothing else.
fn date(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    for format in ["%Y-%m-%d", "%d.%m.%Y"] {
        if text.len() <= 10
            && let Ok(date) = NaiveDate::parse_from_str(text, format)
        {
            return plausible(date);
        }
    }
    let folded = words(text);
    let small = |word: &&str| {
        let joins = matches!(
            vocabulary::preposition(word),
            Some(Preposition::Of | Preposition::Article)
        );
        !joins && !["den", "der", "am", "on", "г", "года"].contains(word)
    };
    let mut parts: Vec<&str> = folded.split(' ').filter(small).collect();
    let [a, b, year] = parts.as_mut_slice() else {
        return None;
    };
    let (day, month) = if vocabulary::month(a).is_some() {
        (&*b, &*a)
    } else {
        (&*a, &*b)
    };
    let day = day.trim_end_matches(|c: char| c.is_alphabetic());
    let date = NaiveDate::from_ymd_opt(
        year.parse().ok()?,
        vocabulary::month(month)?,
        day.parse().ok()?,
    )?;
    plausible(date)
}

fn plausible(date: NaiveDate) -> Option<NaiveDate> {
    use chrono::Datelike;
    (1800..2200).contains(&date.year()).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_with_a_date_are_read() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 24);
        for (line, place) in [
            ("Lenz, 24 November 2026", Some("Lenz")),
            ("New Harcourt, November 24th, 2026", Some("New Harcourt")),
            ("24. November 2026", None),
            ("2026-11-24", None),
            ("24.11.2026", None),
            ("Lenz, le 24 novembre 2026", Some("Lenz")),
            ("Lenz, 24 de noviembre de 2026", Some("Lenz")),
        ] {
            assert_eq!(
                place_and_date(line),
                date.map(|date| (place.map(str::to_owned), date)),
                "{line}"
            );
        }
        for line in [
            "24/11/2026",
            "On 24 November 2026 we met",
            "November 2026",
            "Anna Smith, Lenz",
            "",
            "31 February 2026",
        ] {
            assert_eq!(place_and_date(line), None, "{line}");
        }
    }
}
