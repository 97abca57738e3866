//! The language of a text, where it can be told reliably.

use std::collections::BTreeMap;

use unicode_script::{Script, UnicodeScript};

use crate::model::Language;
use crate::tables::fold::words;
use crate::tables::words as vocabulary;

/// Guesses the language of a text: from its small words, else from its letters as whatlang knows them.
/// None where the answer isn't reliable.
pub fn guess(text: &str) -> Option<Language> {
    let tag = arabic_script(text)
        .or_else(|| small_words(text))
        .or_else(|| {
            let info = whatlang::detect(text)?;
            let long = text.chars().filter(|c| c.is_alphabetic()).count() >= 40;
            (info.is_reliable() && long)
                .then(|| vocabulary::language_tag(info.lang().code()))
                .flatten()
        })?;
    Language::parse(tag)
}

/// Persian has letters that Arabic lacks; whatlang takes short Persian for Arabic and the reverse.
fn arabic_script(text: &str) -> Option<&'static str> {
    let arabic = text
        .chars()
        .filter(|c| c.script() == Script::Arabic)
        .count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if arabic < 10 || arabic * 2 < letters {
        return None;
    }
    let count = |set: &[char]| text.chars().filter(|c| set.contains(c)).count();
    let (persian, arabic) = (
        count(&['پ', 'چ', 'ژ', 'گ', 'ک', 'ی']),
        count(&['ي', 'ك', 'ة', 'ى', 'إ', 'أ', 'ؤ']),
    );
    let other = count(&[
        'ٹ', 'ڈ', 'ڑ', 'ے', 'ں', 'ھ', 'ە', 'ێ', 'ۆ', 'ڕ', 'ڵ', 'ټ', 'ډ', 'ړ', 'ښ', 'ې',
    ]);
    // Urdu, Kurdish and Pashto have letters of their own: whatlang may know them.
    (other * 20 < letters && persian != arabic).then_some(if persian > arabic {
        "fa"
    } else {
        "ar"
    })
}

/// Counts the commonest words of languages; the best must have clearly more than the next.
fn small_words(text: &str) -> Option<&'static str> {
    let folded = words(text);
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for word in folded.split(' ') {
        if let Some((languages, _)) = vocabulary::function_word(word) {
            for lang in languages.split(' ') {
                *counts.entry(lang).or_default() += 1;
            }
        }
    }
    let (&lang, &most) = counts.iter().max_by_key(|(_, count)| **count)?;
    let next = counts
        .iter()
        .filter(|(other, _)| **other != lang)
        .map(|(_, count)| *count)
        .max()
        .unwrap_or(0);
    let all = folded.split(' ').count();
    (most >= 3 && most * 6 >= all && most * 4 > next * 5).then_some(lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_guessed_or_left_open() {
        for (text, tag) in [
            (
                "We call for the immediate release of all prisoners and for peace.",
                "en",
            ),
            (
                "Wir fordern die sofortige Freilassung der Gefangenen und den Frieden.",
                "de",
            ),
            (
                "Nous exigeons la libération immédiate des prisonniers et la paix pour tous.",
                "fr",
            ),
            (
                "Exigimos la libertad inmediata de los presos y la paz para el pueblo.",
                "es",
            ),
            (
                "ما خواستار آزادی فوری زندانیان سیاسی هستیم و از صلح پشتیبانی می‌کنیم",
                "fa",
            ),
            (
                "نحن نطالب بالإفراج الفوري عن جميع السجناء السياسيين وإلى السلام",
                "ar",
            ),
            (
                "Мы требуем немедленного освобождения всех политических заключенных и мира для народа.",
                "ru",
            ),
        ] {
            assert_eq!(guess(text).as_ref().map(Language::tag), Some(tag), "{text}");
        }
        for text in ["", "AKEL", "Zorblatt 12"] {
            assert_eq!(guess(text), None, "{text}");
        }
    }
}
