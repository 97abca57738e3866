//! The standard form of a record: what is compared, never what is printed.

pub mod lexicon;
mod organisation;
mod person;
pub mod place;
pub mod text;

use std::hash::{DefaultHasher, Hash, Hasher};

use rayon::prelude::*;

use crate::linkage::decide::{self, Decisions};
use crate::linkage::words::{Domain, Met, Words};
use crate::model::{Record, Roster};
use crate::standardise;
use lexicon::Lexicon;
use place::Place;

/// A name taken apart for comparison. Words are numbers into [`Words`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Form {
    pub person: bool,
    /// Of an organisation: the base forms of its words in their order, without countries and small
    /// words. Of a person: its names, the given one first.
    pub core: Box<[u32]>,
    /// The words of the core in the order of their numbers.
    pub sorted: Box<[u32]>,
    /// How many words of the core come before the end of each part ("X – Y").
    pub parts: Box<[u8]>,
    /// The small words at the edges of the whole name, an article in front excepted: "Al Nour", "Section
    /// A". They are no part of the core, and two names that differ in them may be two.
    pub edges: [Option<u32>; 2],
    /// Before which words of the core an "of" stands.
    pub turns: Box<[u8]>,
    /// The words as written, in Latin letters, without small words; with countries.
    pub raw: Box<[u32]>,
    /// The seat: the country in its field, in brackets, behind a comma or a dash. Sorted.
    pub places: Box<[Place]>,
    /// Countries inside the name: "of Iraq", "Iraqi". Sorted.
    pub topics: Box<[Place]>,
    /// Whether the name says "in" a country: perhaps another body than the one "of" it.
    pub inside: bool,
    pub acronyms: Box<[u32]>,
    /// The initials of the words, with and without small words.
    pub initials: Box<[u32]>,
    /// Sorted.
    pub numbers: Box<[u32]>,
    /// Words in brackets that are neither country nor acronym: "(Marxist)".
    pub qualifiers: Box<[u32]>,
    /// The address of an organisation, the affiliation of a person.
    pub affiliation: Box<[u32]>,
    /// A person's office, folded to a number; 0 where none is written.
    pub role: u64,
    pub handle: Option<u32>,
    /// Names in quotes or in brackets.
    pub nicknames: Box<[u32]>,
}

impl Form {
    /// Gives every word its number in the joined vocabulary.
    fn renumber(&mut self, new: &[u32]) {
        for words in [
            &mut self.core,
            &mut self.raw,
            &mut self.acronyms,
            &mut self.initials,
            &mut self.qualifiers,
            &mut self.affiliation,
            &mut self.nicknames,
        ] {
            for word in words.iter_mut() {
                *word = new[*word as usize];
            }
        }
        self.sorted = self.core.clone();
        self.sorted.sort_unstable();
        for word in self
            .handle
            .iter_mut()
            .chain(self.edges.iter_mut().flatten())
        {
            *word = new[*word as usize];
        }
    }

    /// Whether something of it can be compared.
    pub fn is_empty(&self) -> bool {
        self.core.is_empty() && self.handle.is_none()
    }
}

/// The standard forms of a roster, each once, and which records have it.
pub struct Forms {
    pub words: Words,
    /// In an order that doesn't depend on that of the records.
    pub all: Vec<Form>,
    /// For each form the records written so, ascending.
    pub records: Vec<Vec<u32>>,
    /// For each form a name written so, as an index into what was standardised.
    pub first_name: Vec<u32>,
    /// For each record the form of its own name.
    pub main: Vec<u32>,
}

/// One name to be compared: a record may have several, its own and its aliases.
pub struct Name<'r> {
    /// Index into `Roster::records`.
    pub record: u32,
    pub record_of: &'r Record,
    /// Written instead of the record's name, where it is an alias.
    pub alias: Option<&'r str>,
}

impl Name<'_> {
    pub fn written(&self) -> &str {
        self.alias.unwrap_or(&self.record_of.name.value)
    }
}

/// Every name of every record: its own, and the aliases that are known to be its own too.
pub fn names<'r>(roster: &'r Roster, decisions: &Decisions) -> Vec<Name<'r>> {
    let mut names = Vec::with_capacity(roster.records.len());
    for (at, record) in roster.records.iter().enumerate() {
        let name = |alias| Name {
            record: at as u32,
            record_of: record,
            alias,
        };
        names.push(name(None));
        let aliases = decide::aliases(record, decisions.is_decided_same(at));
        names.extend(aliases.into_iter().map(|alias| name(Some(alias))));
    }
    names
}

/// Names that one thread takes apart before its words are joined with the others', at least and at most:
/// every chunk looks its words up anew.
const CHUNK: (usize, usize) = (1024, 131_072);

/// Takes all names apart and joins equal forms.
pub fn standardise(names: &[Name]) -> Forms {
    let size = names
        .len()
        .div_ceil(rayon::current_num_threads())
        .clamp(CHUNK.0, CHUNK.1);
    let chunks: Vec<(Vec<Form>, Met)> = names
        .par_chunks(size)
        .map(|chunk| {
            let mut lexicon = Lexicon::default();
            let forms = chunk.iter().map(|name| form(&mut lexicon, name)).collect();
            (forms, lexicon.met)
        })
        .collect();
    let (forms, met): (Vec<Vec<Form>>, Vec<Met>) = chunks.into_iter().unzip();
    let (words, renumbered) = Words::join(met);
    let mut keyed: Vec<(u64, u32, Form)> = forms
        .into_par_iter()
        .zip(renumbered)
        .enumerate()
        .flat_map_iter(|(chunk, (forms, new))| {
            forms.into_iter().enumerate().map(move |(at, mut form)| {
                form.renumber(&new);
                let mut hasher = DefaultHasher::new();
                form.hash(&mut hasher);
                (hasher.finish(), (chunk * size + at) as u32, form)
            })
        })
        .collect();
    keyed.par_sort_unstable_by_key(|(hash, at, _)| (*hash, *at));
    let mut all: Vec<Form> = Vec::new();
    let mut records: Vec<Vec<u32>> = Vec::new();
    let mut first_name: Vec<u32> = Vec::new();
    let mut main = vec![0; names.last().map_or(0, |name| name.record as usize + 1)];
    let mut last = None;
    for (hash, at, form) in keyed {
        let Name { record, alias, .. } = names[at as usize];
        match records.last_mut() {
            Some(same) if last == Some(hash) && !form.is_empty() => {
                if same.last() != Some(&record) {
                    same.push(record);
                }
            }
            _ => {
                all.push(form);
                records.push(vec![record]);
                first_name.push(at);
            }
        }
        if alias.is_none() {
            main[record as usize] = all.len() as u32 - 1;
        }
        last = Some(hash);
    }
    let mut forms = Forms {
        words,
        all,
        records,
        first_name,
        main,
    };
    count(&mut forms);
    forms
}

/// Counts in how many forms each word stands, and weighs it.
fn count(forms: &mut Forms) {
    let (mut organisations, mut people) = (0, 0);
    let mut seen: Vec<u32> = Vec::new();
    for form in &forms.all {
        if form.person {
            people += 1;
        } else {
            organisations += 1;
        }
        seen.clear();
        seen.extend_from_slice(&form.core);
        seen.extend_from_slice(&form.affiliation);
        seen.sort_unstable();
        seen.dedup();
        for &word in &seen {
            forms.words.records[word as usize] += 1;
        }
    }
    forms.words.weigh(organisations, people);
}

fn form(lexicon: &mut Lexicon, name: &Name) -> Form {
    let record = name.record_of;
    let written = name.written();
    // Nobody can say what a name with unprintable characters means: it is compared with nothing.
    if standardise::unprintable(written).is_some() {
        return Form::default();
    }
    let field = |field: &Option<crate::source::Located<String>>| -> String {
        field
            .as_ref()
            .map(|text| text::clean(&text.value))
            .unwrap_or_default()
    };
    let affiliation = field(&record.organisation);
    let text = text::clean(written);
    let mut form = if record.is_person() {
        person::form(lexicon, &text, &affiliation)
    } else {
        organisation::form(lexicon, &text, &affiliation)
    };
    if let Some(country) = &record.country {
        form.places = [place::place(&country.value)].into();
    }
    if let Some(role) = &record.role {
        let mut hasher = DefaultHasher::new();
        standardise::words(&role.value).hash(&mut hasher);
        form.role = hasher.finish();
    }
    if let Some(acronym) = &record.acronym
        && !form.person
    {
        let letters = lexicon::latin(&acronym.value);
        if !letters.is_empty() {
            let number = lexicon.met.number(Domain::Name, &letters);
            if !form.acronyms.contains(&number) {
                form.acronyms = [&form.acronyms[..], &[number]].concat().into();
            }
        }
    }
    form
}
