//! Countries in a name: in brackets, behind a comma or a dash, behind "of", as an adjective.

use std::ops::Range;

use crate::standardise::characters::alphanumeric_runs;
use crate::tables::countries::{self, Named};
use crate::tables::fold::words;
use crate::tables::words::{self as vocabulary, Preposition};

/// How a country is written in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// "AKEL (Cyprus)".
    Bracket,
    /// "Ettajdid Movement, Tunisia".
    Comma,
    /// "KKE – Greece".
    Dash,
    /// "Communist Party of Iraq".
    Of,
    /// "Communist Party in Denmark".
    In,
    /// "Hungarian Workers’ Party".
    Demonym,
    /// "Oxfam Canada".
    Name,
}

impl How {
    /// Whether the country stands beside the name, and is no part of it.
    pub fn is_apart(self) -> bool {
        matches!(self, How::Bracket | How::Comma | How::Dash)
    }
}

/// A country in a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The country's own words, in bytes of the name.
    pub range: Range<usize>,
    pub code: &'static str,
    pub how: How,
    /// The table's spelling, where the name has a typo.
    pub near: Option<&'static str>,
}

/// The longest name of a country in the tables, in words.
const LONGEST: usize = 10;

/// The countries that a name mentions, in order. Names and English adjectives count only with a
/// capital, and "US" and "UK" only in capitals.
pub fn mentions(name: &str) -> Vec<Mention> {
    let text = Text::new(name);
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.runs.len() {
        // The longer reading counts: "New South Wales" is no Wales, "South Africa" no look-alike.
        let other = text.no_country(at).unwrap_or(0);
        let named = text.named(at).filter(|(length, ..)| *length > other);
        if let Some((length, named, how)) = named {
            found.push(text.mention(at, length, named.code, how, None));
            at += length;
        } else if other > 0 {
            at += other;
        } else if let Some((length, code, spelling, how)) = text.near(at) {
            found.push(text.mention(at, length, code, how, Some(spelling)));
            at += length;
        } else {
            at += 1;
        }
    }
    found
}

/// A name cut into words, folded once.
struct Text<'t> {
    name: &'t str,
    runs: Vec<Range<usize>>,
    /// The folded words, joined by spaces; `spans` are their bytes.
    folded: String,
    spans: Vec<Range<usize>>,
}

impl<'t> Text<'t> {
    fn new(name: &'t str) -> Self {
        let mut folded = String::with_capacity(name.len());
        let mut spans = Vec::new();
        let mut runs = Vec::new();
        for run in alphanumeric_runs(name) {
            let word = words(&name[run.clone()]);
            if word.is_empty() {
                continue;
            }
            if !folded.is_empty() {
                folded.push(' ');
            }
            spans.push(folded.len()..folded.len() + word.len());
            folded.push_str(&word);
            runs.push(run);
        }
        Text {
            name,
            runs,
            folded,
            spans,
        }
    }

    fn word(&self, at: usize) -> &str {
        &self.folded[self.spans[at].clone()]
    }

    fn key(&self, at: usize, length: usize) -> &str {
        &self.folded[self.spans[at].start..self.spans[at + length - 1].end]
    }

    fn written(&self, at: usize, length: usize) -> &'t str {
        &self.name[self.runs[at].start..self.runs[at + length - 1].end]
    }

    fn lengths(&self, at: usize) -> impl Iterator<Item = usize> {
        (1..=LONGEST.min(self.runs.len() - at)).rev()
    }

    fn mention(
        &self,
        at: usize,
        length: usize,
        code: &'static str,
        how: How,
        near: Option<&'static str>,
    ) -> Mention {
        let mut range = self.runs[at].start..self.runs[at + length - 1].end;
        // "U.K." ends with its stop.
        if self.name[range.clone()].contains('.') && self.name[range.end..].starts_with('.') {
            range.end += 1;
        }
        Mention {
            range,
            code,
            how,
            near,
        }
    }

    /// The length of a phrase at a word that only looks like a country.
    fn no_country(&self, at: usize) -> Option<usize> {
        if !countries::starts_no_country(self.word(at)) {
            return None;
        }
        self.lengths(at)
            .find(|&length| countries::is_no_country(self.key(at, length)))
    }

    fn named(&self, at: usize) -> Option<(usize, Named, How)> {
        if countries::starts_name(self.word(at)) {
            for length in self.lengths(at) {
                let written = self.written(at, length);
                let key = self.key(at, length);
                let capital = if countries::is_short(key) {
                    written.chars().all(|c| !c.is_lowercase())
                } else {
                    written.chars().next().is_some_and(|c| !c.is_lowercase())
                };
                if !capital || crosses_mark(written) {
                    continue;
                }
                if let Some(named) = countries::find_folded(key) {
                    // In a name that shouts, short capitals tell nothing: "JOIN US NOW".
                    let how = self.how(at, length).unwrap_or(How::Name);
                    if countries::is_short(key) && how == How::Name && self.shouts() {
                        continue;
                    }
                    return Some((length, named, how));
                }
            }
        }
        // Two words at most: "South African", "sri-lankische".
        for length in [2, 1] {
            if at + length > self.runs.len() {
                continue;
            }
            let written = self.written(at, length);
            if crosses_mark(written) {
                continue;
            }
            let Some(named) = countries::demonym_folded(self.key(at, length)) else {
                continue;
            };
            let table_has_capital = named.name.chars().next().is_some_and(char::is_uppercase);
            if !table_has_capital || written.chars().next().is_some_and(|c| !c.is_lowercase()) {
                return Some((length, named, How::Demonym));
            }
        }
        None
    }

    /// A misspelt name, looked for only where a country is expected.
    fn near(&self, at: usize) -> Option<(usize, &'static str, &'static str, How)> {
        if self.word(at).len() < 4
            || !self.name[self.runs[at].clone()].starts_with(char::is_uppercase)
        {
            return None;
        }
        for length in (1..=3.min(self.runs.len() - at)).rev() {
            let key = self.key(at, length);
            let Some(how) = self.how(at, length) else {
                continue;
            };
            if crosses_mark(self.written(at, length)) || !self.ends_part(at + length - 1) {
                continue;
            }
            let known = (at..at + length).any(|i| {
                let word = self.word(i);
                vocabulary::is_organisation_word(word)
                    || vocabulary::kind(word).is_some()
                    || vocabulary::is_role(word)
            });
            // A word behind "of" may be anything; a whole bracket or segment is most often a country.
            if known
                || (!how.is_apart() && (key.chars().count() < 6 || vocabulary::is_given_name(key)))
            {
                continue;
            }
            if let Some((code, spelling)) = countries::find_near(key) {
                return Some((length, code, spelling, how));
            }
        }
        None
    }

    fn shouts(&self) -> bool {
        self.name.chars().all(|c| !c.is_lowercase()) && self.runs.len() > 1
    }

    /// Whether a word is the last of its segment: an end, a bracket, a comma or a dash follows.
    fn ends_part(&self, at: usize) -> bool {
        let after = self.name[self.runs[at].end..].trim_start();
        after.is_empty()
            || after.starts_with([')', ']', '）', ',', ';', '(', '/', '–', '—', '*', '†', '،'])
            || after.starts_with("- ")
            || after.starts_with("._")
            || after.starts_with('_')
            || after == "."
    }

    /// What joins the words to the name; None where nothing does.
    fn how(&self, at: usize, length: usize) -> Option<How> {
        let before = &self.name[..self.runs[at].start];
        let after = self.name[self.runs[at + length - 1].end..].trim_start_matches('.');
        let edge_before = before.trim_end();
        let whole = self.ends_part(at + length - 1);
        // An article inside a bracket or behind a comma: "(the Netherlands)".
        let bare = edge_before
            .strip_suffix("the")
            .or_else(|| edge_before.strip_suffix("The"))
            .map_or(edge_before, str::trim_end);
        let (open, close) = (
            before.rfind(['(', '[', '（']),
            before.rfind([')', ']', '）']),
        );
        let inside = open > close && open.is_some();
        if inside && whole && bare.ends_with(['(', '[', '（', ',', '–', '—', '-', '/', ';']) {
            return Some(How::Bracket);
        }
        if whole && bare.ends_with([',', '،', ';']) {
            return Some(How::Comma);
        }
        let dash_before = bare.ends_with(['–', '—'])
            || bare.ends_with(" -")
            || bare.ends_with('|')
            || bare.ends_with('\t');
        if dash_before && whole {
            return Some(How::Dash);
        }
        let dash_after = after.starts_with(" –")
            || after.starts_with(" —")
            || after.starts_with(" - ")
            || after.starts_with(':');
        if edge_before.is_empty() && dash_after {
            return Some(How::Dash);
        }
        let mut i = at;
        while i > 0 {
            let between = &self.name[self.runs[i - 1].end..self.runs[i].start];
            if between.contains([',', '(', ')', ';']) {
                return None;
            }
            i -= 1;
            match vocabulary::preposition(self.word(i)) {
                Some(Preposition::Of) => return Some(How::Of),
                Some(Preposition::In) => return Some(How::In),
                Some(Preposition::Article) if at - i <= 2 => {}
                _ => return None,
            }
        }
        None
    }
}

/// Whether a bracket, comma or dash lies between words: a name of a country doesn't reach across,
/// but for "Korea, Republic of".
fn crosses_mark(written: &str) -> bool {
    written.contains(['(', ')', '[', ']', ';', '/', '–', '—'])
        || written.contains(" - ")
        || (written.contains(',')
            && !written.contains(" of")
            && !written.contains(", The")
            && !written.contains(", the"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str) -> Vec<(&str, &'static str, How)> {
        mentions(name)
            .into_iter()
            .map(|mention| (&name[mention.range], mention.code, mention.how))
            .collect()
    }

    #[test]
    fn countries_are_found_in_names() {
        for (name, word, code, how) in [
            ("AKEL (Cyprus)", "Cyprus", "CY", How::Bracket),
            ("Ettajdid Movement, Tunisia", "Tunisia", "TN", How::Comma),
            ("KKE – Greece", "Greece", "GR", How::Dash),
            ("Greece: KKE", "Greece", "GR", How::Dash),
            ("Communist Party of Turkey", "Turkey", "TR", How::Of),
            (
                "Communist Party of Russian Federation",
                "Russian Federation",
                "RU",
                How::Of,
            ),
            (
                "Communist Party of the Russian Federation",
                "Russian Federation",
                "RU",
                How::Of,
            ),
            ("Communist Party in Denmark", "Denmark", "DK", How::In),
            (
                "Hungarian Communist Workers’ Party",
                "Hungarian",
                "HU",
                How::Demonym,
            ),
            ("Party of Italian Communists", "Italian", "IT", How::Demonym),
            ("Oxfam Canada", "Canada", "CA", How::Name),
            ("Parti communiste français", "français", "FR", How::Demonym),
            ("Movimento (Brasil)", "Brasil", "BR", How::Bracket),
            ("Workers Party (UK)", "UK", "GB", How::Bracket),
            (
                "Workers Party, the Netherlands",
                "Netherlands",
                "NL",
                How::Comma,
            ),
            (
                "Workers Party (New Zealand)",
                "New Zealand",
                "NZ",
                How::Bracket,
            ),
            ("Partido Comunista de España", "España", "ES", How::Of),
            (
                "Party of Progress and Socialism, Morroco",
                "Morroco",
                "MA",
                How::Comma,
            ),
            ("KPÖ (Österreich)", "Österreich", "AT", How::Bracket),
            ("حزب توده ایران", "ایران", "IR", How::Name),
        ] {
            assert_eq!(found(name), [(word, code, how)], "{name}");
        }
    }

    #[test]
    fn look_alikes_are_no_countries() {
        for name in [
            "Latin American Council",
            "Greens New South Wales",
            "Georgia Tech Students",
            "New Mexico Peace Network",
            "Join us",
            "Turn the turkey",
            "Rosa Luxemburg Stiftung",
            "Democratic Left",
            "Synaspismos",
            "University of Granada",
            "Party of Labour",
            "Party of Peace",
            "Christian Union, Leeds",
            "De Linke",
        ] {
            assert_eq!(found(name), [], "{name}");
        }
    }
}
