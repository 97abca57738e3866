//! Which texts of two versions are compared with each other.

use anyhow::bail;

use super::version::{Text, Version};
use crate::model::Language;

/// A text in both versions, or in one of them.
pub struct Pair<'a> {
    /// What it is called beside others; empty where it is the only one.
    pub name: String,
    pub old: Option<&'a Text>,
    pub new: Option<&'a Text>,
}

/// Pairs the texts of two versions, in the order of the new one: by their paths, and alone by being the
/// only ones. `lang` leaves the editions in that language.
pub fn pairs<'a>(
    old: &'a Version,
    new: &'a Version,
    lang: Option<&Language>,
) -> anyhow::Result<Vec<Pair<'a>>> {
    let (olds, news) = (of_language(old, lang)?, of_language(new, lang)?);
    match (&olds[..], &news[..]) {
        ([a], [b]) => {
            return Ok(vec![Pair {
                name: String::new(),
                old: Some(a),
                new: Some(b),
            }]);
        }
        ([one], many) | (many, [one]) if one.key.is_empty() && many.len() > 1 => {
            let keys: Vec<&str> = many.iter().map(|text| text.key.as_str()).collect();
            bail!(
                "one text is to be compared with {} at once: {}\n  help: choose one with --lang, or name its file",
                many.len(),
                keys.join(", ")
            );
        }
        _ => {}
    }
    let partner = |text: &Text, others: &[&'a Text]| {
        others.iter().copied().find(|other| other.key == text.key)
    };
    let mut pairs: Vec<Pair> = news
        .iter()
        .map(|&text| Pair {
            name: text.key.clone(),
            old: partner(text, &olds),
            new: Some(text),
        })
        .collect();
    let gone = olds.iter().filter(|text| partner(text, &news).is_none());
    pairs.extend(gone.map(|&text| Pair {
        name: text.key.clone(),
        old: Some(text),
        new: None,
    }));
    Ok(pairs)
}

/// The texts of a version that are in a language; all where none is asked for.
fn of_language<'a>(version: &'a Version, lang: Option<&Language>) -> anyhow::Result<Vec<&'a Text>> {
    let Some(lang) = lang else {
        return Ok(version.texts.iter().collect());
    };
    let speaks = |text: &&Text| {
        let spoken = text.statement(&version.sources).lang;
        spoken == *lang || spoken.primary() == lang.tag()
    };
    let found: Vec<&Text> = version.texts.iter().filter(speaks).collect();
    if found.is_empty() && !version.texts.is_empty() {
        bail!("{} has no text in “{lang}”", version.name);
    }
    Ok(found)
}
