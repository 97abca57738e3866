//! Composes one edition: language, labels, order, groups and counts are settled, and nothing is left to decide.

mod annex;
pub mod counts;
pub mod dates;
mod list;
mod order;
mod press;
pub mod redline;
pub mod variables;

use chrono::NaiveDate;

use crate::model::body::{RunKind, edges, joined};
use crate::model::document::{Document, Folio, Info, Issuer};
use crate::model::signatories::SignedStatements;
use crate::model::statement::{Form, FrontMatter, ListSettings, Paper};
use crate::model::{Language, Roster, Signatories, Signatory, Statement, Words};
use crate::source::Located;
use crate::standardise::mend;
use crate::standardise::stretch::stretch;
use crate::wording::{Voice, name_in};
use counts::Counts;
use variables::Variables;

/// What a document is made of.
pub struct Edition<'a> {
    pub statement: &'a Statement,
    /// The edition of the statement that a press release announces.
    pub about: Option<&'a Statement>,
    pub roster: &'a Roster,
    /// False where the roster stands for one that isn't there: nobody can be counted.
    pub is_counted: bool,
    pub signatories: &'a Signatories,
    pub project: &'a SignedStatements,
    /// Leaves out signatures of a later day.
    pub as_of: Option<NaiveDate>,
    pub draft: bool,
    /// From the command line, above the statement's own.
    pub paper: Option<Paper>,
}

impl Edition<'_> {
    /// The statement whose list is printed.
    fn listed(&self) -> Option<&Statement> {
        if self.statement.front.form().is_signed() {
            Some(self.statement)
        } else {
            self.about
        }
    }

    /// Who is printed, in the roster's order.
    pub fn printed(&self) -> Vec<&Signatory> {
        let Some(listed) = self.listed() else {
            return Vec::new();
        };
        self.signatories
            .all
            .iter()
            .filter(|signatory| signatory.is_printed(&listed.name, self.project, self.as_of))
            .collect()
    }

    /// The settings of the list: the statement's, above `[roster]`.
    pub fn settings(&self) -> ListSettings {
        let under = match self.about {
            Some(about) => about.front.list.over(&self.roster.list),
            None => self.roster.list.clone(),
        };
        self.statement.front.list.over(&under)
    }
}

/// Composes an edition.
pub fn compose(edition: &Edition) -> Document {
    let statement = edition.statement;
    let front = &statement.front;
    let form = front.form();
    let voice = Voice::of(&statement.lang);
    let printed = edition.printed();
    let counts = Counts::of(&printed, edition.roster);
    let date = date(front, &printed, edition);
    let variables = Variables {
        counts: edition.is_counted.then_some(&counts),
        date,
        voice: &voice,
        short: short(edition, &voice, &counts),
    };
    let publisher = |text: &Option<Located<String>>| {
        text.as_ref()
            .map(|text| variables.expand(&clean(&text.value)))
    };
    let signed = |text: &Option<Located<String>>| {
        text.as_ref()
            .map(|text| clean(&text.value))
            .filter(|text| !text.is_empty())
    };

    let (title, subtitle) = match form {
        Form::PressRelease => (
            publisher(&front.headline).or_else(|| signed(&front.title)),
            publisher(&front.subhead),
        ),
        _ => (signed(&front.title), signed(&front.subtitle)),
    };
    let issuer_name = front
        .issuer
        .as_ref()
        .and_then(|issuer| publisher(&issuer.name));
    let form_label = voice
        .labels
        .get(&format!("form.{}", form.name()))
        .to_uppercase();
    // At the foot of the pages never the file's name.
    let running_title = title
        .clone()
        .or_else(|| first_heading(statement))
        .or_else(|| issuer_name.clone())
        .unwrap_or_default();
    let pdf_title = title
        .clone()
        .or_else(|| first_heading(statement))
        .unwrap_or_else(|| {
            let whose = issuer_name
                .clone()
                .unwrap_or_else(|| statement.name.clone());
            format!(
                "{} – {whose}",
                voice.labels.get(&format!("form.{}", form.name()))
            )
        });
    let roster =
        (form.is_signed() && !printed.is_empty()).then(|| list::list(edition, &voice, &printed));
    let mut body = statement.body.blocks.clone();
    let mut footnotes = statement.body.footnotes.clone();
    let notes = footnotes.iter_mut().flat_map(|note| &mut note.blocks);
    for block in body.iter_mut().chain(notes) {
        block.visit_lines_mut(&mut |runs| {
            *runs = joined(runs);
            for at in 0..runs.len() {
                let (starts, ends) = edges(runs, at);
                let run = &mut runs[at];
                if let RunKind::Text(text) = &mut run.kind
                    && !run.voice.code
                {
                    *text = stretch(text, starts, ends).text;
                    if !form.is_signed() {
                        *text = variables.expand(text);
                    }
                }
            }
        });
    }
    let stamp = edition.draft.then(|| voice.labels.get("draft").to_string());
    Document {
        form,
        paper: edition
            .paper
            .or(front.paper.as_ref().map(|paper| paper.value))
            .unwrap_or_default(),
        lang: statement.lang.clone(),
        direction: voice.direction,
        info: Info {
            title: stamp
                .iter()
                .cloned()
                .chain([pdf_title.clone()])
                .collect::<Vec<_>>()
                .join(" – "),
            author: issuer_name.clone(),
            date: date.unwrap_or_default(),
        },
        draft: stamp,
        embargo: front
            .embargo
            .as_ref()
            .map(|embargo| dates::embargo(&voice, &embargo.value)),
        immediate: (form == Form::PressRelease && front.embargo.is_none())
            .then(|| voice.labels.get("immediate").to_string()),
        issuer: issuer_name.map(|name| Issuer {
            label: voice.labels.get("published-by").to_string(),
            name,
            // In a release's head; of a statement the address stands below the second rule.
            address: (form == Form::PressRelease)
                .then(|| publisher_address(front, &publisher))
                .flatten(),
            url: (form == Form::PressRelease)
                .then(|| publisher_url(front, &publisher))
                .flatten(),
        }),
        lead: words(publisher(&front.lead).map(|lead| paragraphs(&lead))),
        form_label,
        title: title.map(Words::from),
        subtitle: subtitle.map(Words::from),
        addressee: words(signed(&front.addressee).map(|text| lines(&text))),
        place_and_date: (form == Form::OpenLetter)
            .then(|| place_and_date(front, &voice))
            .flatten(),
        release_date: (form == Form::PressRelease)
            .then(|| release_date(front, &voice))
            .flatten(),
        rail: if form == Form::JointStatement {
            rail(front, &voice, &counts)
        } else {
            Vec::new()
        },
        dateline: publisher(&front.dateline)
            .filter(|_| form == Form::PressRelease)
            .map(|dateline| format!("{dateline} —")),
        source: statement.source,
        body,
        footnotes,
        sign_off: words(signed(&front.sign_off).map(|text| lines(&text))),
        terms: if form.is_signed() {
            terms(front, edition, &voice, &printed)
        } else {
            Vec::new()
        },
        foot: if form.is_signed() {
            foot(edition, &voice, &printed)
        } else {
            Vec::new()
        },
        annex: annex::annex(edition, &voice, &printed),
        press: (form == Form::PressRelease).then(|| press::press(front, &voice, &variables)),
        folio: Folio {
            title: running_title,
            pattern: voice
                .labels
                .get(if form == Form::PressRelease {
                    "page"
                } else {
                    "folio"
                })
                .to_string(),
            digits: voice.labels.digits(),
        },
        roster,
        redline: None,
    }
}

type Field<'f> = &'f dyn Fn(&Option<Located<String>>) -> Option<String>;

fn publisher_address(front: &FrontMatter, publisher: Field) -> Option<String> {
    front
        .issuer
        .as_ref()
        .and_then(|issuer| publisher(&issuer.address))
}

fn publisher_url(front: &FrontMatter, publisher: Field) -> Option<String> {
    front
        .issuer
        .as_ref()
        .and_then(|issuer| publisher(&issuer.url))
}

/// Lines of a field, none where it isn't there.
fn words(lines: Option<Vec<String>>) -> Vec<Words> {
    lines.into_iter().flatten().map(Words::from).collect()
}

/// A field as printed: mended line by line.
fn clean(text: &str) -> String {
    text.lines()
        .map(|line| mend::prose(line).text)
        .collect::<Vec<_>>()
        .join("\n")
        .trim()
        .to_string()
}

fn lines(text: &str) -> Vec<String> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_string)
        .collect()
}

/// Paragraphs, divided by empty lines; single line ends inside are spaces.
fn paragraphs(text: &str) -> Vec<String> {
    text.split("\n\n")
        .map(|paragraph| lines(paragraph).join(" "))
        .filter(|paragraph| !paragraph.is_empty())
        .collect()
}

fn first_heading(statement: &Statement) -> Option<String> {
    use crate::model::BlockKind;
    let heading = statement
        .body
        .blocks
        .iter()
        .find(|block| matches!(block.kind, BlockKind::Heading { .. }))?;
    Some(mend::prose(&heading.text()).text.trim().to_string()).filter(|text| !text.is_empty())
}

/// The document's date: its own, else the newest signature's; never the clock.
fn date(front: &FrontMatter, printed: &[&Signatory], edition: &Edition) -> Option<NaiveDate> {
    front
        .date
        .as_ref()
        .map(|date| date.value)
        .or_else(|| newest(printed, edition))
}

/// The newest day on which one of those printed signed.
fn newest(printed: &[&Signatory], edition: &Edition) -> Option<NaiveDate> {
    let listed = edition.listed()?;
    printed
        .iter()
        .filter_map(|signatory| signatory.signature(&listed.name, edition.project).flatten())
        .max()
}

fn place_and_date(front: &FrontMatter, voice: &Voice) -> Option<String> {
    let date = front
        .date
        .as_ref()
        .map(|date| dates::date(voice, date.value));
    match (front.place.as_ref().map(|place| clean(&place.value)), date) {
        (Some(place), Some(date)) => Some(
            voice
                .labels
                .fill("place-and-date", &[("place", &place), ("date", &date)]),
        ),
        (place, date) => place.or(date),
    }
}

/// A release bears its release date: the embargo's day, where there is one.
fn release_date(front: &FrontMatter, voice: &Voice) -> Option<String> {
    let embargo = front
        .embargo
        .as_ref()
        .map(|embargo| embargo.value.at.date_naive());
    Some(dates::with_weekday(
        voice,
        embargo.or(front.date.as_ref().map(|date| date.value))?,
    ))
}

fn rail(front: &FrontMatter, voice: &Voice, counts: &Counts) -> Vec<(String, Vec<String>)> {
    let mut rail = Vec::new();
    let mut entry = |key: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            rail.push((voice.labels.get(key).to_string(), lines));
        }
    };
    entry(
        "rail.date",
        front
            .date
            .iter()
            .flat_map(|date| dates::in_all_calendars(voice, date.value))
            .collect(),
    );
    entry(
        "rail.place",
        front
            .place
            .iter()
            .map(|place| clean(&place.value))
            .collect(),
    );
    entry("rail.signed-by", counts.by_kind(voice));
    rail
}

/// What the parties agreed to besides the text: disclaimers, consent, which edition is authentic.
/// `front` is that of the statement whose list is printed.
fn terms(
    front: &FrontMatter,
    edition: &Edition,
    voice: &Voice,
    printed: &[&Signatory],
) -> Vec<Words> {
    let affiliations = printed.iter().any(|signatory| {
        signatory.is_person()
            && signatory.organisation.is_some()
            && list::pattern(signatory, edition, voice).contains("{organisation}")
    });
    let mut terms: Vec<String> = match &front.disclaimers {
        Some(own) => own
            .iter()
            .map(|text| clean(&text.value))
            .filter(|text| !text.is_empty())
            .collect(),
        None if affiliations => vec![voice.labels.get("disclaimer.identification").to_string()],
        None => Vec::new(),
    };
    terms.extend(
        front
            .consent
            .iter()
            .flat_map(|consent| paragraphs(&clean(&consent.value))),
    );
    terms.extend(
        front
            .authentic
            .as_ref()
            .map(|text| authentic(&clean(&text.value), voice)),
    );
    words(Some(terms))
}

/// Tags become a sentence with the languages' names; a sentence stays one.
fn authentic(text: &str, voice: &Voice) -> String {
    let names: Option<Vec<String>> = text
        .split(',')
        .map(|tag| {
            let lang = Language::parse(tag)?;
            voice
                .labels
                .find(&format!("language.{}", lang.primary()))
                .map(str::to_string)
        })
        .collect();
    match names {
        Some(names) => fill(
            voice,
            &format!(
                "authentic.{}",
                if names.len() == 1 { "one" } else { "other" }
            ),
            &names,
        ),
        None => text.to_string(),
    }
}

fn fill(voice: &Voice, key: &str, names: &[String]) -> String {
    voice
        .labels
        .fill(key, &[("languages", &counts::joined(voice, names))])
}

/// Below the last rule, the publisher's: until when the list is open, as of when, in what order, kept where.
fn foot(edition: &Edition, voice: &Voice, printed: &[&Signatory]) -> Vec<String> {
    let front = &edition.listed().unwrap_or(edition.statement).front;
    let mut foot = Vec::new();
    if let Some(day) = edition
        .as_of
        .or_else(|| newest(printed, edition))
        .filter(|_| !printed.is_empty())
    {
        foot.push(
            voice
                .labels
                .fill("as-of", &[("date", &dates::date(voice, day))]),
        );
    }
    let order = edition
        .settings()
        .order
        .map(|order| order.value)
        .unwrap_or_default();
    foot.extend(
        order::rule(order)
            .filter(|_| printed.len() > 1)
            .map(|key| voice.labels.get(key).to_string()),
    );
    if let Some(until) = &front.open_until {
        foot.push(
            voice
                .labels
                .fill("open-until", &[("date", &dates::date(voice, until.value))]),
        );
    }
    if let Some(url) = &front.url {
        foot.push(voice.labels.fill("list-at", &[("url", &clean(&url.value))]));
    }
    let sentences = foot.join(" ");
    let issuer = edition.statement.front.issuer.as_ref();
    let address = issuer
        .and_then(|issuer| issuer.address.as_ref())
        .filter(|_| edition.statement.front.form().is_signed());
    let url = issuer
        .and_then(|issuer| issuer.url.as_ref())
        .filter(|_| address.is_some() || front.url.is_none());
    let url = url.filter(|_| edition.statement.front.form().is_signed());
    let parts: Vec<String> = address
        .into_iter()
        .chain(url)
        .map(|part| lines(&clean(&part.value)).join(", "))
        .collect();
    let mut address = parts.join(" · ");
    if let (Some(name), false) = (
        issuer.and_then(|issuer| issuer.name.as_ref()),
        address.is_empty(),
    ) {
        address = format!("{} · {address}", clean(&name.value));
    }
    [sentences, address]
        .into_iter()
        .filter(|line| !line.is_empty())
        .collect()
}

/// "A, B and 24 others": the names that `short` gives and are printed, else the counts alone.
fn short(edition: &Edition, voice: &Voice, counts: &Counts) -> String {
    let printed = edition.printed();
    let mut parts: Vec<String> = edition
        .settings()
        .short
        .iter()
        .filter_map(|id| {
            printed.iter().find(|signatory| {
                signatory.id == id.value || signatory.other_ids.contains(&id.value)
            })
        })
        .map(|signatory| name_in(signatory, voice.lang).to_string())
        .collect();
    if parts.is_empty() {
        return counts::joined(voice, &counts.by_kind(voice));
    }
    let others = counts.all - parts.len();
    if others > 0 {
        parts.push(counts::counted(voice, "count.other", others));
    }
    counts::joined(voice, &parts)
}
