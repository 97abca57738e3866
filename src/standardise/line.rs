//! Takes a line of a roster apart: name, acronym, country, kind, and for people role and organisation.

use crate::standardise::countries::{How, Mention, mentions};
use crate::standardise::person::{self, Evidence};
use crate::standardise::{contacts, mend, reservation_mark};
use crate::tables::countries as table;
use crate::tables::fold::words;
use crate::tables::words::{self as vocabulary, Preposition};

/// What is known about a line before it is read, from a heading or from its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Hint {
    #[default]
    Unknown,
    Organisation,
    Person,
    /// The list is one of people: a line built like a name is a person's.
    MostlyPeople,
}

/// A line taken apart. What follows from the line is filled, the rest is None.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// Mended, without what the other fields hold. A country that is part of the name stays.
    pub name: String,
    pub acronym: Option<String>,
    /// Its range is in bytes of the mended line without contact data.
    pub country: Option<Mention>,
    /// The line's own word for the country, where the tables don't have it, or where the printed
    /// name is contested and the word is another one.
    pub country_name: Option<String>,
    /// From the words of the name; `person` for people.
    pub kind: Option<&'static str>,
    pub is_person: bool,
    pub role: Option<String>,
    pub organisation: Option<String>,
    /// "Family, Given", where the line says it so.
    pub sort: Option<String>,
}

/// Takes a line apart.
pub fn take_apart(line: &str, hint: Hint) -> Line {
    let bare = contacts::without(line).replace('\t', " – ");
    let text = mend::name(&bare).text;
    let segments = segments(&text);
    if is_person(&segments, hint) {
        person_line(&segments, &text)
    } else {
        organisation_line(&text)
    }
}

/// A part of a line and what stood before it.
struct Segment<'t> {
    separator: &'t str,
    text: &'t str,
}

const DASHES: [&str; 5] = [" – ", " — ", " - ", " | ", " ‒ "];

/// Cuts a line at commas, semicolons, spaced dashes and brackets.
fn segments(text: &str) -> Vec<Segment<'_>> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut separator = "";
    let mut at = 0;
    let mut cut = |separator: &'static str, range: std::ops::Range<usize>| {
        if !text[range.clone()].trim().is_empty() {
            out.push(Segment {
                separator,
                text: text[range].trim(),
            });
        }
    };
    while at < text.len() {
        let rest = &text[at..];
        let found = DASHES
            .iter()
            .find(|dash| rest.starts_with(**dash))
            .map(|dash| (*dash, dash.len()));
        let found = found.or_else(|| {
            rest.starts_with([',', '،', ';', '،'])
                .then(|| (", ", rest.chars().next().map_or(1, char::len_utf8)))
        });
        let found =
            found.or_else(|| (rest.starts_with('(') || rest.starts_with('[')).then_some(("(", 1)));
        let found =
            found.or_else(|| (rest.starts_with(')') || rest.starts_with(']')).then_some((", ", 1)));
        match found {
            Some((next, length)) => {
                cut(separator, start..at);
                separator = next;
                at += length;
                start = at;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    cut(separator, start..text.len());
    out
}

fn is_person(segments: &[Segment], hint: Hint) -> bool {
    let Some(first) = segments.first() else {
        return false;
    };
    match hint {
        Hint::Person => return true,
        Hint::Organisation => return false,
        Hint::Unknown | Hint::MostlyPeople => {}
    }
    match person::evidence(first.text) {
        Evidence::Sure => true,
        Evidence::Against => {
            // "Smith, Anna": family and given name, each one word.
            hint == Hint::MostlyPeople && is_inverted(segments)
        }
        Evidence::Shape if hint == Hint::MostlyPeople => true,
        Evidence::Shape => segments[1..].iter().any(|segment| {
            segment.text.split_whitespace().all(person::is_degree)
                || (table::find(segment.text).is_none()
                    && (is_role(segment.text) || names_organisation(segment.text)))
        }),
    }
}

fn is_inverted(segments: &[Segment]) -> bool {
    let [family, given, ..] = segments else {
        return false;
    };
    let given_name = given
        .text
        .split_whitespace()
        .next()
        .is_some_and(|word| vocabulary::is_given_name(&words(word)));
    given.separator == ", "
        && given_name
        && given.text.split_whitespace().count() <= 3
        && family.text.split_whitespace().count() <= 2
        && !vocabulary::is_given_name(&words(family.text))
        && table::find(given.text).is_none()
        && !names_organisation(family.text)
}

/// Whether a segment says what a person does: it starts or ends with a word of roles.
fn is_role(text: &str) -> bool {
    let all: Vec<String> = text
        .split_whitespace()
        .map(words)
        .filter(|word| !word.is_empty())
        .collect();
    let at = (0..all.len().min(3)).find(|&start| {
        (1..=3).any(|length| {
            start + length <= all.len()
                && vocabulary::is_role(&all[start..start + length].join(" "))
        })
    });
    let Some(at) = at else {
        return all.last().is_some_and(|last| vocabulary::is_role(last))
            && !names_organisation(text);
    };
    // "Students for Peace" and "Teachers’ Union" start with a role and are organisations.
    if !names_organisation(text) {
        return true;
    }
    let next = all.get(at + 1).map(String::as_str);
    at == 0
        && next.is_some_and(|word| {
            vocabulary::preposition(word).is_some()
                || word == "at"
                || word == "and"
                || vocabulary::is_role(word)
        })
        || at > 0 && at + 1 == all.len()
}

fn names_organisation(text: &str) -> bool {
    let folded = words(text);
    kind_of(&folded).is_some() || folded.split(' ').any(vocabulary::is_organisation_word)
}

fn person_line(segments: &[Segment], text: &str) -> Line {
    let mut line = Line {
        is_person: true,
        kind: Some("person"),
        ..Line::default()
    };
    let Some((first, mut rest)) = segments.split_first() else {
        return line;
    };
    line.name = first.text.to_owned();
    if is_inverted(segments) {
        line.sort = Some(format!("{}, {}", first.text, rest[0].text));
        line.name = format!("{} {}", rest[0].text, first.text);
        rest = &rest[1..];
    }
    for (i, segment) in rest.iter().enumerate() {
        let is_last = i + 1 == rest.len();
        if i == 0 && segment.text.split_whitespace().all(person::is_degree) {
            line.name = format!("{}, {}", line.name, segment.text);
        } else if line.country.is_none()
            && is_last
            && let Some((mention, own)) = whole_country(segment.text, text)
        {
            line.country = Some(mention);
            line.country_name = own;
        } else {
            affiliation(&mut line, segment);
        }
    }
    line
}

/// Puts a segment behind a person's name into role or organisation.
fn affiliation(line: &mut Line, segment: &Segment) {
    let role = is_role(segment.text);
    let small =
        segment.text.starts_with(char::is_lowercase) && kind_of(&words(segment.text)).is_none();
    let separator = if segment.separator == "(" {
        ", "
    } else {
        segment.separator
    };
    match (&mut line.role, &mut line.organisation) {
        (None, None) if role || small => line.role = Some(segment.text.to_owned()),
        (role_field @ None, Some(_)) if role => *role_field = Some(segment.text.to_owned()),
        (Some(said), None) if role || small => {
            said.push_str(separator);
            said.push_str(segment.text);
        }
        (_, None) => line.organisation = Some(segment.text.to_owned()),
        (_, Some(said)) => {
            said.push_str(separator);
            said.push_str(segment.text);
        }
    }
}

/// A segment that is a country and nothing else, with its own word where that is to be kept.
fn whole_country(segment: &str, text: &str) -> Option<(Mention, Option<String>)> {
    let at = text.find(segment).unwrap_or(0);
    let range = at..at + segment.len();
    if let Some(code) = table::find(segment) {
        return Some((
            Mention {
                range,
                code,
                how: How::Comma,
                near: None,
            },
            own_word(segment, code),
        ));
    }
    if vocabulary::is_organisation_word(&words(segment)) || !segment.starts_with(char::is_uppercase)
    {
        return None;
    }
    let (code, spelling) = table::find_near(segment)?;
    Some((
        Mention {
            range,
            code,
            how: How::Comma,
            near: Some(spelling),
        },
        Some(segment.to_owned()),
    ))
}

/// A signatory's own word for its country, where print would put another.
fn own_word(written: &str, code: &'static str) -> Option<String> {
    let written = written.trim();
    let bare = written.strip_prefix("the ").unwrap_or(written);
    let known = table::find(bare) == Some(code) || table::is_code(bare);
    // Print must not choose another name than the one that was signed: "Czech Republic", "UK".
    let printed = |lang: &&str| words(table::name(code, lang)) == words(bare);
    let differs = !table::LANGUAGES.iter().any(printed) && !table::is_code(bare);
    (!known || differs).then(|| bare.to_owned())
}

fn organisation_line(text: &str) -> Line {
    let (body, mark) = match reservation_mark(text) {
        Some(range) => (text[..range.start].trim_end(), &text[range]),
        None => (text, ""),
    };
    let mut line = Line::default();
    let mut name = body;
    while let Some(rest) = cut_one(name, body, &mut line) {
        name = rest;
    }
    line.name = name.to_owned();
    if line.country.is_none() {
        line.country = country_in(name, body);
    }
    if line.acronym.as_deref() == Some(name) {
        line.acronym = None;
    }
    let all = words(name);
    line.kind = kind_of(&all).or_else(|| {
        line.acronym
            .as_ref()
            .and_then(|acronym| kind_of(&words(acronym)))
    });
    line.name.push_str(mark);
    line
}

/// Takes one part off a name's edge, if it is a country or an acronym: what is left of the name.
fn cut_one<'t>(name: &'t str, line_text: &str, line: &mut Line) -> Option<&'t str> {
    if let Some((inside, rest)) = last_bracket(name)
        && !rest.is_empty()
        && take_pieces(inside, rest, line_text, How::Bracket, line)
    {
        return Some(rest);
    }
    for (separator, how) in [(", ", How::Comma), ("، ", How::Comma)]
        .into_iter()
        .chain(DASHES.map(|dash| (dash, How::Dash)))
    {
        let Some((rest, last)) = name.rsplit_once(separator) else {
            continue;
        };
        let (rest, last) = (rest.trim(), last.trim());
        if !rest.is_empty()
            && !last.is_empty()
            && balanced(last)
            && take_pieces(last, rest, line_text, how, line)
        {
            return Some(rest);
        }
    }
    for separator in DASHES.into_iter().chain([": "]) {
        let Some((first, rest)) = name.split_once(separator) else {
            continue;
        };
        let (first, rest) = (first.trim(), rest.trim());
        if !first.is_empty()
            && !rest.is_empty()
            && balanced(first)
            && take_pieces(first, rest, line_text, How::Dash, line)
        {
            return Some(rest);
        }
    }
    None
}

/// The content of a bracket at the end of a name, and what stands before it.
fn last_bracket(name: &str) -> Option<(&str, &str)> {
    for (open, close) in [('(', ')'), ('[', ']'), ('（', '）')] {
        if let Some(body) = name.strip_suffix(close)
            && let Some(at) = body.rfind(open)
            && !body[at..].contains(close)
        {
            return Some((body[at + open.len_utf8()..].trim(), body[..at].trim_end()));
        }
    }
    None
}

fn balanced(text: &str) -> bool {
    text.matches(['(', '[']).count() == text.matches([')', ']']).count()
}

/// Takes the pieces of a bracket or segment into the line if each of them is a country or an acronym.
fn take_pieces(inside: &str, rest: &str, line_text: &str, how: How, line: &mut Line) -> bool {
    let pieces: Vec<&str> = inside
        .split([',', ';', '/', '–', '—', '،'])
        .flat_map(|piece| piece.split(" - "))
        .map(str::trim)
        .collect();
    let (mut acronym, mut country, mut own) = (None, None, None);
    for piece in pieces {
        if country.is_none()
            && line.country.is_none()
            && !spells(piece, rest)
            && let Some((mention, word)) = piece_country(piece, line_text, how)
        {
            (country, own) = (Some(mention), word);
        } else if acronym.is_none() && line.acronym.is_none() && is_acronym(piece) {
            acronym = Some(piece.to_owned());
        } else {
            return false;
        }
    }
    // An acronym that stands before or behind a dash or comma is the name's own only if there is a name.
    let only_acronym = acronym.is_some() && country.is_none();
    if only_acronym && how != How::Bracket && rest.split_whitespace().count() < 2 {
        return false;
    }
    line.acronym = line.acronym.take().or(acronym);
    if country.is_some() {
        (line.country, line.country_name) = (country, own);
    }
    true
}

fn piece_country(piece: &str, line_text: &str, how: How) -> Option<(Mention, Option<String>)> {
    if let Some((mention, own)) = whole_country(piece, line_text) {
        return Some((Mention { how, ..mention }, own));
    }
    let is_code =
        piece.len() == 2 && how == How::Bracket && piece.bytes().all(|b| b.is_ascii_uppercase());
    let row = if is_code {
        table::COUNTRIES.row(piece)
    } else {
        None
    };
    let code = row?.split('\t').next()?;
    let at = line_text.rfind(piece).unwrap_or(0);
    Some((
        Mention {
            range: at..at + piece.len(),
            code,
            how,
            near: None,
        },
        None,
    ))
}

/// Whether a text is written like an acronym: one word, mostly capitals, at least two.
fn is_acronym(text: &str) -> bool {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    let capitals = letters.iter().filter(|c| c.is_uppercase()).count();
    (2..=12).contains(&letters.len())
        && capitals >= 2
        && capitals * 2 >= letters.len()
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || "-.&+’'".contains(c))
        && !vocabulary::is_qualifier(&words(text))
        && !vocabulary::is_legal_form(text)
}

/// Whether a word is made of the initials of a name, with or without its small words.
pub fn spells(acronym: &str, name: &str) -> bool {
    let wanted = words(acronym).replace(' ', "");
    if wanted.chars().count() < 2 {
        return false;
    }
    let initials = |stop: bool| -> String {
        words(name)
            .split(' ')
            .filter(|word| !(stop && vocabulary::is_stop_word(word)))
            .filter_map(|word| word.chars().next())
            .collect()
    };
    initials(true) == wanted || initials(false) == wanted
}

/// The country that a name itself says, if it says one: of "of", then "in", then adjectives and names.
/// What the name is only about, as in "Friends of Palestine", is no seat.
fn country_in(name: &str, line_text: &str) -> Option<Mention> {
    let found: Vec<Mention> = mentions(name)
        .into_iter()
        .filter(|mention| !is_subject(name, mention))
        .collect();
    let offset = line_text.find(name).unwrap_or(0);
    for group in [
        &[How::Of][..],
        &[How::In],
        &[How::Demonym, How::Name],
        &[How::Bracket, How::Comma, How::Dash],
    ] {
        let mut of_group = found.iter().filter(|mention| group.contains(&mention.how));
        let Some(first) = of_group.next() else {
            continue;
        };
        if of_group.any(|other| other.code != first.code) {
            return None;
        }
        let range = first.range.start + offset..first.range.end + offset;
        return Some(Mention {
            range,
            ..first.clone()
        });
    }
    None
}

fn is_subject(name: &str, mention: &Mention) -> bool {
    let before = words(&name[..mention.range.start]);
    let mut nearest = before.split(' ').rev().filter(|word| {
        !matches!(
            vocabulary::preposition(word),
            Some(Preposition::Of | Preposition::In | Preposition::Article)
        )
    });
    let mut is_for = |words: usize| {
        nearest
            .by_ref()
            .take(words)
            .any(|word| vocabulary::preposition(word) == Some(Preposition::For))
    };
    let behind = words(&name[mention.range.end..]);
    let first_behind = behind.split(' ').next().unwrap_or("");
    is_for(if mention.how == How::Demonym || mention.how == How::Name {
        1
    } else {
        2
    }) || (vocabulary::preposition(first_behind) == Some(Preposition::For)
        && mention.how == How::Name)
}

/// The kind of organisation that the folded words of a name tell; the longest phrase wins, of equals the first.
pub fn kind_of(folded: &str) -> Option<&'static str> {
    let all: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    for length in (1..=5.min(all.len())).rev() {
        if let Some(kind) = all
            .windows(length)
            .find_map(|phrase| vocabulary::kind(&phrase.join(" ")))
        {
            return Some(kind);
        }
    }
    // German and its kin join words: "Arbeiterpartei", "Jugendverband".
    all.iter().find_map(|word| {
        word.char_indices()
            .map(|(at, _)| &word[at..])
            .skip(3)
            .take_while(|tail| tail.chars().count() >= 6)
            .find_map(vocabulary::kind)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Name, acronym, country, kind, role, organisation.
    fn parts(text: &str, hint: Hint) -> [String; 6] {
        let line = take_apart(text, hint);
        let country = line.country.map(|mention| mention.code.to_owned());
        [
            Some(line.name),
            line.acronym,
            country,
            line.kind.map(str::to_owned),
            line.role,
            line.organisation,
        ]
        .map(Option::unwrap_or_default)
    }

    #[test]
    fn organisations_are_taken_apart() {
        for (text, wanted) in [
            ("AKEL (Cyprus)", ["AKEL", "", "CY"]),
            (
                "Ettajdid Movement, Tunisia",
                ["Ettajdid Movement", "", "TN"],
            ),
            (
                "Communist Party of Turkey",
                ["Communist Party of Turkey", "", "TR"],
            ),
            (
                "Party of Progress and Socialism, Morroco",
                ["Party of Progress and Socialism", "", "MA"],
            ),
            (
                "Party of Italian Communists",
                ["Party of Italian Communists", "", "IT"],
            ),
            ("De Linke (Germany)_", ["De Linke", "", "DE"]),
            (
                "Red- Green Aliance (Denmark)",
                ["Red-Green Aliance", "", "DK"],
            ),
            (
                "Communist Party in Denmark",
                ["Communist Party in Denmark", "", "DK"],
            ),
            (
                "Communist Party of Britain",
                ["Communist Party of Britain", "", "GB"],
            ),
            (
                "World Federation of Democratic Youth (WFDY)",
                ["World Federation of Democratic Youth", "WFDY", ""],
            ),
            (
                "Communist Party of Greece (KKE)",
                ["Communist Party of Greece", "KKE", "GR"],
            ),
            (
                "KKE – Communist Party of Greece",
                ["Communist Party of Greece", "KKE", "GR"],
            ),
            (
                "Democratic Left (DIMAR, Greece)",
                ["Democratic Left", "DIMAR", "GR"],
            ),
            (
                "Workers’ Party (WP) (Ireland)",
                ["Workers’ Party", "WP", "IE"],
            ),
            ("Workers’ Party – Ireland", ["Workers’ Party", "", "IE"]),
            ("Ireland: Workers’ Party", ["Workers’ Party", "", "IE"]),
            (
                "Communist Party (Marxist–Leninist)",
                ["Communist Party (Marxist–Leninist)", "", ""],
            ),
            (
                "Communist Party of India (M)",
                ["Communist Party of India (M)", "", "IN"],
            ),
            (
                "United Students Association (USA)",
                ["United Students Association", "USA", ""],
            ),
            ("Left Bloc (Portugal)*", ["Left Bloc*", "", "PT"]),
            ("Friends of Palestine", ["Friends of Palestine", "", ""]),
            ("Greens (DE)", ["Greens", "", "DE"]),
            (
                "Workers’ Union, office@example.org",
                ["Workers’ Union", "", ""],
            ),
            ("Oxfam Canada", ["Oxfam Canada", "", "CA"]),
        ] {
            let [name, acronym, country, ..] = parts(text, Hint::Organisation);
            assert_eq!([name.as_str(), &acronym, &country], wanted, "{text}");
        }
    }

    #[test]
    fn people_are_taken_apart() {
        for (text, wanted) in [
            (
                "Prof. Ilse Marwick, University of Lenz",
                ["Prof. Ilse Marwick", "", "University of Lenz", ""],
            ),
            (
                "Dr. Tom Barrow, acoustician",
                ["Dr. Tom Barrow", "acoustician", "", ""],
            ),
            (
                "Anna Smith – Chair, Workers’ Union – Lenz",
                ["Anna Smith", "Chair", "Workers’ Union – Lenz", ""],
            ),
            (
                "Anna Smith, Professor of Law, University of Lenz, Austria",
                ["Anna Smith", "Professor of Law", "University of Lenz", "AT"],
            ),
            (
                "Anna Smith, PhD, University of Lenz",
                ["Anna Smith, PhD", "", "University of Lenz", ""],
            ),
            (
                "Anna Smith (University of Lenz)",
                ["Anna Smith", "", "University of Lenz", ""],
            ),
            ("Anna Smith (Greece)", ["Anna Smith", "", "", "GR"]),
            (
                "Anna Smith\tWorkers’ Union\tIreland",
                ["Anna Smith", "", "Workers’ Union", "IE"],
            ),
            ("Anna Smith, anna@example.org", ["Anna Smith", "", "", ""]),
        ] {
            let [name, _, country, kind, role, organisation] = parts(text, Hint::Unknown);
            assert_eq!(
                [name.as_str(), &role, &organisation, &country],
                wanted,
                "{text}"
            );
            assert_eq!(kind, "person");
        }
        let line = take_apart("Smith, Anna", Hint::Person);
        assert_eq!(
            (line.name.as_str(), line.sort.as_deref()),
            ("Anna Smith", Some("Smith, Anna"))
        );
    }

    #[test]
    fn own_words_for_countries_are_kept_where_print_would_differ() {
        for (text, wanted) in [
            ("Party of Progress and Socialism, Morroco", Some("Morroco")),
            ("AKEL (Cyprus)", None),
            ("Socialist Left Party (Norway)", None),
            ("Socialist Left Party (Norge)", Some("Norge")),
            ("Labour Party (Turkey)", Some("Turkey")),
            ("Parti communiste (Turquie)", None),
        ] {
            assert_eq!(
                take_apart(text, Hint::Organisation).country_name.as_deref(),
                wanted,
                "{text}"
            );
        }
    }

    #[test]
    fn kinds_follow_from_words() {
        for (text, wanted) in [
            ("Communist Party of Turkey", "party"),
            ("World Federation of Democratic Youth", "international"),
            ("Hungarian Communist Workers’ Party", "party"),
            ("Sozialistische Arbeiterpartei", "party"),
            ("Zzz", ""),
        ] {
            assert_eq!(parts(text, Hint::Organisation)[3], wanted, "{text}");
        }
    }
}
