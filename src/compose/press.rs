//! What only a press release has: contacts, ENDS, notes to editors, boilerplate.

use crate::compose::counts::native;
use crate::compose::variables::Variables;
use crate::compose::{clean, paragraphs};
use crate::model::document::{Contact, Press};
use crate::model::statement::{self, FrontMatter};
use crate::source::Located;
use crate::wording::Voice;

pub fn press(front: &FrontMatter, voice: &Voice, variables: &Variables) -> Press {
    let text = |text: &Option<Located<String>>| {
        text.as_ref()
            .map(|text| variables.expand(&clean(&text.value)))
            .filter(|text| !text.is_empty())
    };
    let contacts: Vec<Contact> = front
        .contacts
        .iter()
        .flatten()
        .map(|from| contact(from, voice, &text))
        .collect();
    let notes: Vec<&Located<String>> = front.notes.iter().flatten().collect();
    let ends = match &front.end_mark {
        Some(own) => clean(&own.value),
        None => format!("– {} –", voice.labels.get("ends")),
    };
    Press {
        contacts_label: voice.labels.plural("contacts", contacts.len()).to_string(),
        contacts,
        ends,
        notes_label: voice.labels.plural("notes", notes.len()).to_string(),
        notes: notes
            .iter()
            .enumerate()
            .map(|(at, note)| {
                (
                    format!("{}.", native(voice, &(at + 1).to_string())),
                    variables.expand(&clean(&note.value)).into(),
                )
            })
            .collect(),
        notes_position: front
            .notes_position
            .as_ref()
            .map(|position| position.value)
            .unwrap_or_default(),
        boilerplate: front
            .boilerplate
            .iter()
            .flatten()
            .map(|from| boilerplate(from, voice, variables))
            .collect(),
        more_follows: voice.labels.get("more-follows").to_string(),
    }
}

fn contact(
    from: &statement::Contact,
    voice: &Voice,
    text: &dyn Fn(&Option<Located<String>>) -> Option<String>,
) -> Contact {
    let (day, night) = (text(&from.telephone), text(&from.out_of_hours));
    // "(day)" tells something only beside a number for the night.
    let both = day.is_some() && night.is_some();
    let labelled = |number: String, key: &str| format!("{number} ({})", voice.labels.get(key));
    let mut telephones = Vec::new();
    telephones.extend(day.map(|number| {
        if both {
            labelled(number, "contact.day")
        } else {
            number
        }
    }));
    telephones.extend(night.map(|number| labelled(number, "contact.out-of-hours")));
    Contact {
        name: text(&from.name),
        role: text(&from.role),
        telephones,
        e_mail: text(&from.e_mail),
    }
}

fn boilerplate(
    from: &statement::Boilerplate,
    voice: &Voice,
    variables: &Variables,
) -> (String, Vec<String>) {
    let heading = from.about.as_ref().map(|about| {
        voice
            .labels
            .fill("about", &[("name", &clean(&about.value))])
    });
    (
        heading.unwrap_or_default(),
        paragraphs(&variables.expand(&clean(&from.text.value))),
    )
}
