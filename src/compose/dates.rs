//! Dates, times and embargoes in an edition's words, calendars and digits.

use chrono::{Datelike, NaiveDate, Timelike};
use icu_calendar::Date;
use icu_calendar::cal::Persian;

use crate::compose::counts::native;
use crate::model::statement::Embargo;
use crate::wording::Voice;

/// "24 November 2026"; in editions with a calendar of their own both dates.
pub fn date(voice: &Voice, date: NaiveDate) -> String {
    let persian = if is_persian(voice) {
        persian(voice, date)
    } else {
        String::new()
    };
    voice.labels.fill(
        "date.both",
        &[
            ("gregorian", &gregorian(voice, date)),
            ("persian", &persian),
        ],
    )
}

/// The date once for each calendar, the edition's own first.
pub fn in_all_calendars(voice: &Voice, date: NaiveDate) -> Vec<String> {
    let own = is_persian(voice).then(|| persian(voice, date));
    own.into_iter().chain([gregorian(voice, date)]).collect()
}

/// "Tuesday 1 December 2026".
pub fn with_weekday(voice: &Voice, day: NaiveDate) -> String {
    let weekday = voice
        .labels
        .get(&format!("weekday.{}", day.weekday().number_from_monday()));
    voice.labels.fill(
        "date.weekday",
        &[("weekday", weekday), ("date", &date(voice, day))],
    )
}

/// "EMBARGO: not for publication or broadcast before 00.01 GMT, Tuesday 1 December 2026".
pub fn embargo(voice: &Voice, embargo: &Embargo) -> String {
    let at = embargo.at;
    let two = |n: u32| native(voice, &format!("{n:02}"));
    let time = voice.labels.fill(
        "time",
        &[("hour", &two(at.hour())), ("minute", &two(at.minute()))],
    );
    // Zones without a name of their own are "+0330" in the database; readers know UTC.
    let zone = match at.format("%Z").to_string() {
        name if name.starts_with(['+', '-']) => format!("UTC{}", at.format("%:z")),
        name => name,
    };
    voice.labels.fill(
        "embargo",
        &[
            ("time", &time),
            ("zone", &zone),
            ("date", &with_weekday(voice, at.date_naive())),
        ],
    )
}

fn is_persian(voice: &Voice) -> bool {
    voice.labels.get("calendar") == "persian"
}

fn gregorian(voice: &Voice, date: NaiveDate) -> String {
    written(voice, "month", date.year(), date.month(), date.day())
}

/// The date of the Solar Hijri calendar.
fn persian(voice: &Voice, date: NaiveDate) -> String {
    let month = u8::try_from(date.month()).expect("months are 1 to 12");
    let day = u8::try_from(date.day()).expect("days are 1 to 31");
    let iso =
        Date::try_new_iso(date.year(), month, day).expect("chrono's dates are of the ISO calendar");
    let persian = iso.to_calendar(Persian);
    written(
        voice,
        "month.persian",
        persian.year().extended_year(),
        u32::from(persian.month().ordinal),
        u32::from(persian.day_of_month().0),
    )
}

fn written(voice: &Voice, months: &str, year: i32, month: u32, day: u32) -> String {
    let month = voice.labels.get(&format!("{months}.{month:02}"));
    // French and others write the first of a month as an ordinal: a label where the language has one.
    let day = voice
        .labels
        .find(&format!("day.{day}"))
        .map_or_else(|| native(voice, &day.to_string()), str::to_string);
    voice.labels.fill(
        "date",
        &[
            ("day", &day),
            ("month", month),
            ("year", &native(voice, &year.to_string())),
        ],
    )
}
