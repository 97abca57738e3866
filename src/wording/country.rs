//! How a signatory's country prints in an edition, and whether the tool would have to choose a contested name.

use unicode_script::{Script, UnicodeScript};

use crate::model::{Language, Roster, Signatory};
use crate::standardise::{self, How};
use crate::tables::countries;

/// A country's name in print, and who chose it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountryName {
    pub text: String,
    /// The tool took it from its own table.
    pub from_table: bool,
}

/// The name of a signatory's country: its own word, else the project's, else the table's.
pub fn name(signatory: &Signatory, roster: &Roster, lang: &Language) -> Option<CountryName> {
    let own = signatory
        .country_name
        .as_ref()
        .filter(|own| signed_in(signatory, lang) && same_script(own, lang));
    if let Some(own) = own {
        return Some(CountryName {
            text: own.clone(),
            from_table: false,
        });
    }
    let Some(code) = &signatory.country else {
        return signatory.location.clone().map(|text| CountryName {
            text,
            from_table: false,
        });
    };
    let by_language = [lang.tag(), lang.primary()]
        .into_iter()
        .find_map(|tag| roster.countries_by_language.get(tag)?.get(code));
    let by_project = by_language.or_else(|| {
        roster
            .countries
            .get(code)
            .filter(|text| same_script(&text.value, lang))
    });
    Some(match by_project {
        Some(text) => CountryName {
            text: text.value.clone(),
            from_table: false,
        },
        None => match own_word(signatory, code, lang) {
            Some(text) => CountryName {
                text,
                from_table: false,
            },
            None => CountryName {
                text: countries::name(code, lang.primary()).to_string(),
                from_table: true,
            },
        },
    })
}

/// In an edition whose language has no column of names, the word of the line as signed.
fn own_word(signatory: &Signatory, code: &str, lang: &Language) -> Option<String> {
    if countries::LANGUAGES.contains(&lang.primary()) {
        return None;
    }
    signatory.as_signed.iter().find_map(|line| {
        let mention = standardise::mentions(line)
            .into_iter()
            .find(|mention| mention.code == code && mention.how != How::Demonym)?;
        let word = line[mention.range].to_string();
        same_script(&word, lang).then_some(word)
    })
}

/// Whether a printed name says the country already: "Communist Party of Turkey".
pub fn is_said(printed: &str, signatory: &Signatory, country: &CountryName) -> bool {
    let code = signatory.country.as_deref();
    let mentions = standardise::mentions(printed);
    if code.is_some_and(|code| mentions.iter().any(|mention| mention.code == code)) {
        return true;
    }
    let name = format!(" {} ", standardise::fold(printed));
    name.contains(&format!(" {} ", standardise::fold(&country.text)))
}

/// The signatory's own word is for editions of the language that it signed in, where that is known.
fn signed_in(signatory: &Signatory, lang: &Language) -> bool {
    match signatory.lang.as_deref().and_then(Language::parse) {
        Some(own) => own.primary() == lang.primary(),
        None => true,
    }
}

/// Whether a text is in the script that the language is written in, as far as editions differ by it.
pub fn same_script(text: &str, lang: &Language) -> bool {
    let script = text
        .chars()
        .map(|c| c.script())
        .find(|script| !matches!(script, Script::Common | Script::Inherited));
    script.is_none_or(|script| script == script_of(lang))
}

/// The script of an edition: what its tag says, else its language's usual one.
pub fn script_of(lang: &Language) -> Script {
    let written = lang.tag().split('-').find(|part| part.len() == 4);
    if let Some(script) = written.and_then(Script::from_short_name) {
        return script;
    }
    match lang.primary() {
        "ar" | "fa" | "ur" | "ps" | "ckb" | "sd" | "ug" => Script::Arabic,
        "bg" | "ru" | "uk" | "sr" | "mk" | "be" | "kk" | "ky" | "mn" | "tg" => Script::Cyrillic,
        "el" => Script::Greek,
        "he" | "yi" => Script::Hebrew,
        "hy" => Script::Armenian,
        "ka" => Script::Georgian,
        "hi" | "mr" | "ne" => Script::Devanagari,
        "bn" => Script::Bengali,
        "ta" => Script::Tamil,
        "th" => Script::Thai,
        "am" | "ti" => Script::Ethiopic,
        "zh" => Script::Han,
        "ja" => Script::Han,
        "ko" => Script::Hangul,
        _ => Script::Latin,
    }
}
