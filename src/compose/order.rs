//! The order of signatories: by ICU collation in the edition's language, stable where nothing decides.

use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};

use crate::compose::Edition;
use crate::model::Signatory;
use crate::model::statement::Order;
use crate::standardise;
use crate::tables::countries;
use crate::wording::{Voice, country, name_in};

/// The label of the rule that is printed under the list; the file's order prints none.
pub fn rule(order: Order) -> Option<&'static str> {
    match order {
        Order::AsListed => None,
        Order::Name => Some("order.name"),
        Order::Country => Some("order.country"),
        Order::Kind => Some("order.kind"),
        Order::Date => Some("order.date"),
        Order::Un => Some("order.un"),
    }
}

/// Sorts signatories; those without a country, kind or date come last.
pub fn sort(signatories: &mut [&Signatory], order: Order, edition: &Edition, voice: &Voice) {
    if order == Order::AsListed {
        return;
    }
    let collator = collator(voice.lang.tag());
    let english = if order == Order::Un {
        self::collator("en")
    } else {
        self::collator(voice.lang.tag())
    };
    let mut keyed: Vec<(Option<String>, String, &Signatory)> = signatories
        .iter()
        .map(|signatory| {
            (
                key(signatory, order, edition, voice),
                sort_name(signatory, voice),
                *signatory,
            )
        })
        .collect();
    keyed.sort_by(|(a, name_a, _), (b, name_b, _)| {
        let first = match (a, b) {
            (Some(a), Some(b)) => english.compare(a, b),
            (None, None) => Ordering::Equal,
            (a, b) => b.is_some().cmp(&a.is_some()),
        };
        // Among those of one day the file's order says who came first.
        if order == Order::Date {
            first
        } else {
            first.then_with(|| collator.compare(name_a, name_b))
        }
    });
    for (place, (_, _, signatory)) in signatories.iter_mut().zip(keyed) {
        *place = signatory;
    }
}

/// What decides before the name; constant where the name alone does.
fn key(signatory: &Signatory, order: Order, edition: &Edition, voice: &Voice) -> Option<String> {
    match order {
        Order::AsListed | Order::Name => Some(String::new()),
        Order::Country => {
            country::name(signatory, edition.roster, voice.lang).map(|country| country.text)
        }
        Order::Kind => {
            signatory
                .kind
                .as_ref()
                .map(|kind| match voice.labels.find(&format!("kind.{kind}")) {
                    Some(label) => label.to_string(),
                    None => kind.clone(),
                })
        }
        Order::Date => {
            let listed = edition.about.unwrap_or(edition.statement);
            signatory
                .signature(&listed.name, edition.project)
                .flatten()
                .map(|day| day.to_string())
        }
        Order::Un => {
            let code = signatory.country.as_deref()?;
            Some(
                countries::un_name(code)
                    .unwrap_or_else(|| countries::name(code, "en"))
                    .to_string(),
            )
        }
    }
}

/// What a name is sorted by: of people the family name first.
pub fn sort_name(signatory: &Signatory, voice: &Voice) -> String {
    let name = name_in(signatory, voice.lang);
    // A name given for this edition is in its own script: the sort key of another says nothing about it.
    if !signatory.is_person() || name != signatory.name {
        return name.to_string();
    }
    signatory
        .sort
        .clone()
        .unwrap_or_else(|| standardise::person::sort_key(name))
}

/// Collation by ICU's compiled data; an unknown language sorts by the root rules.
pub fn collator(tag: &str) -> CollatorBorrowed<'static> {
    let preferences = tag
        .parse::<icu_locale::Locale>()
        .map(CollatorPreferences::from)
        .unwrap_or_default();
    Collator::try_new(preferences, CollatorOptions::default())
        .expect("the root collation is compiled in")
}
