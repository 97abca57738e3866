//! Compares candidate pairs: evidence for, and contradictions that veto.

use std::collections::{BTreeSet, HashMap};

use crate::linkage::standard::Standard;

/// A pair of records that are one signatory.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// Indices into `Roster::records`, the earlier first.
    pub pair: (usize, usize),
    /// From 0 to 1; certain matches only have 1.
    pub score: f64,
    /// In words, strongest first.
    pub evidence: Vec<String>,
}

pub fn matches(records: &[Standard], candidates: &[(usize, usize)]) -> Vec<Match> {
    let places = places_by_core(records);
    candidates
        .iter()
        .filter_map(|&(a, b)| {
            let evidence = compare(&records[a], &records[b], &places)?;
            Some(Match {
                pair: (a, b),
                score: 1.0,
                evidence,
            })
        })
        .collect()
}

/// The places in which each core is seen: "Green Party" in two countries is two parties.
fn places_by_core(records: &[Standard]) -> HashMap<String, BTreeSet<&str>> {
    let mut places: HashMap<String, BTreeSet<&str>> = HashMap::new();
    for record in records.iter().filter(|record| !record.person) {
        places
            .entry(record.core.concat())
            .or_default()
            .extend(record.places());
    }
    places
}

/// Why two records are the same for certain; None where they may not be.
fn compare(
    a: &Standard,
    b: &Standard,
    places: &HashMap<String, BTreeSet<&str>>,
) -> Option<Vec<String>> {
    if a.core.is_empty() {
        return None;
    }
    if a.person {
        compare_people(a, b)
    } else {
        compare_organisations(a, b, places)
    }
}

fn compare_organisations(
    a: &Standard,
    b: &Standard,
    places: &HashMap<String, BTreeSet<&str>>,
) -> Option<Vec<String>> {
    let mut evidence = vec!["same words".to_string()];
    // Contradictions first.
    if a.inside != b.inside {
        return None;
    }
    if let (Some(one), Some(other)) = (&a.country, &b.country)
        && one != other
    {
        return None;
    }
    let (here, there) = (a.places(), b.places());
    if !here.is_empty() && !there.is_empty() {
        if here != there {
            return None;
        }
        evidence.push("same country".into());
    } else if here != there {
        // A country on one side only: enough where the name is its own, not where many share it.
        let elsewhere = places
            .get(&a.core.concat())
            .is_some_and(|places| places.len() > 1);
        if elsewhere || a.generic {
            return None;
        }
    }
    match (&a.acronym, &b.acronym) {
        (Some(one), Some(other)) if one != other => return None,
        (Some(one), Some(_)) => evidence.push(format!("same acronym {}", one.to_uppercase())),
        (Some(one), None) | (None, Some(one)) => {
            if a.initials.contains(one) {
                evidence.push(format!("{} = their initials", one.to_uppercase()));
            }
        }
        (None, None) => {}
    }
    Some(evidence)
}

/// An equal name alone is no proof that two people are one: role and affiliation must agree as well.
fn compare_people(a: &Standard, b: &Standard) -> Option<Vec<String>> {
    let agrees = !a.organisation.is_empty()
        && a.organisation == b.organisation
        && !a.role.is_empty()
        && a.role == b.role;
    let apart = matches!((&a.country, &b.country), (Some(one), Some(other)) if one != other);
    (agrees && !apart && a.core.len() > 1).then(|| {
        vec![
            "same name".into(),
            "same role".into(),
            "same affiliation".into(),
        ]
    })
}
