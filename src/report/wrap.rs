//! Breaks lines at the terminal's width: between words, with colours, marks and letters whole.

use unicode_general_category::{GeneralCategory, get_general_category};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Ends every colour.
const RESET: &str = "\u{1b}[0m";

/// The marks of a comparison: each is one letter here.
const MARKS: [&str; 4] = ["[-", "{+", "-]", "+}"];

/// Breaks the lines of a text so that none is wider than `columns`.
///
/// A line breaks at spaces, and between two characters of which one is wide, as Chinese and Japanese
/// are written; a word that no line has room for breaks between graphemes. The new lines have the
/// indentation of the one that they are made of. Colours (`ESC [ … m`) take no room; one that goes on
/// behind a break ends before it and begins again on the next line.
pub fn wrap(text: &str, columns: usize) -> String {
    let mut wrapper = Wrapper {
        out: String::with_capacity(text.len() + text.len() / 16),
        columns,
        indentation: "",
        filled: 0,
        spaces: 0,
        colours: String::new(),
    };
    for line in text.split_inclusive('\n') {
        wrapper.line(line.strip_suffix('\n').unwrap_or(line));
        wrapper
            .out
            .push_str(if line.ends_with('\n') { "\n" } else { "" });
    }
    wrapper.out
}

struct Wrapper<'t> {
    out: String,
    columns: usize,
    indentation: &'t str,
    /// Columns behind the indentation, and spaces that follow unless the line breaks there.
    filled: usize,
    spaces: usize,
    /// The colours that are switched on.
    colours: String,
}

impl<'t> Wrapper<'t> {
    fn line(&mut self, line: &'t str) {
        let words = line.trim_start_matches(' ');
        self.indentation = &line[..line.len() - words.len()];
        self.out.push_str(self.indentation);
        (self.filled, self.spaces) = (0, 0);
        // The word that is being read, its last letter, and where the colours behind that begin.
        let (mut start, mut last, mut behind) = (0, "", 0);
        let mut at = 0;
        while at < words.len() {
            let atom = first(&words[at..]);
            let end = at + atom.len();
            if atom == " " {
                self.word(&words[start..at]);
                self.spaces += 1;
                (start, last, behind) = (end, "", end);
            } else if atom == RESET {
                behind = end;
            } else if !is_colour(atom) {
                if breaks_between(last, atom) {
                    self.word(&words[start..behind]);
                    start = behind;
                }
                (last, behind) = (atom, end);
            }
            at = end;
        }
        self.word(&words[start..]);
    }

    /// Sets a word, on the next line where this one has no room for it.
    fn word(&mut self, word: &str) {
        let mut atoms = Vec::new();
        let mut rest = word;
        while !rest.is_empty() {
            atoms.push(first(rest));
            rest = &rest[atoms[atoms.len() - 1].len()..];
        }
        let width: usize = atoms.iter().map(|atom| columns(atom)).sum();
        if width > 0 && self.filled > 0 && !self.has_room(self.spaces + width) {
            self.break_line();
        } else if width > 0 {
            self.out.extend(std::iter::repeat_n(' ', self.spaces));
            self.filled += std::mem::take(&mut self.spaces);
        }
        for atom in atoms {
            if self.filled > 0 && !self.has_room(columns(atom)) {
                self.break_line();
            }
            self.out.push_str(atom);
            self.filled += columns(atom);
            if atom == RESET {
                self.colours.clear();
            } else if is_colour(atom) {
                self.colours.push_str(atom);
            }
        }
    }

    fn has_room(&self, width: usize) -> bool {
        self.indentation.len() + self.filled + width <= self.columns
    }

    fn break_line(&mut self) {
        if !self.colours.is_empty() {
            self.out.push_str(RESET);
        }
        self.out.push('\n');
        self.out.push_str(self.indentation);
        self.out.push_str(&self.colours);
        (self.filled, self.spaces) = (0, 0);
    }
}

/// What a text begins with that is never broken: a colour, a mark, a grapheme.
fn first(text: &str) -> &str {
    if text.starts_with("\u{1b}[")
        && let Some(end) = text.find('m')
    {
        return &text[..=end];
    }
    let mark = MARKS.into_iter().find(|mark| text.starts_with(mark));
    mark.or_else(|| text.graphemes(true).next()).unwrap_or(text)
}

fn is_colour(atom: &str) -> bool {
    atom.starts_with('\u{1b}')
}

fn columns(atom: &str) -> usize {
    if is_colour(atom) { 0 } else { atom.width() }
}

/// Whether a line may break between two letters: next to a wide one, not behind what opens, not before
/// what closes.
fn breaks_between(before: &str, after: &str) -> bool {
    use GeneralCategory::*;
    let is_wide = |letter: &str| letter.width() > 1 && !MARKS.contains(&letter);
    let category = |letter: &str| letter.chars().next().map(get_general_category);
    let opens = MARKS[..2].contains(&before)
        || matches!(before, "\"" | "'")
        || matches!(category(before), Some(OpenPunctuation | InitialPunctuation));
    let closes = MARKS[2..].contains(&after)
        || matches!(
            category(after),
            Some(ClosePunctuation | FinalPunctuation | OtherPunctuation)
        );
    !before.is_empty() && (is_wide(before) || is_wide(after)) && !opens && !closes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_break_between_words_and_keep_their_indentation() {
        assert_eq!(
            wrap("one two three\n\n  four five six\n", 9),
            "one two\nthree\n\n  four\n  five\n  six\n"
        );
        // Spaces at a break go, others stay; there is no line end where there was none.
        assert_eq!(wrap("one  two three", 8), "one  two\nthree");
    }

    #[test]
    fn colours_end_with_the_line_and_begin_again() {
        let red = "\u{1b}[31;9m";
        assert_eq!(
            wrap(
                &format!("  we {red}[-ask for-]{RESET} {red}[-peace-]{RESET}."),
                12
            ),
            format!("  we {red}[-ask{RESET}\n  {red}for-]{RESET}\n  {red}[-peace-]{RESET}.")
        );
    }

    #[test]
    fn wide_letters_break_anywhere_but_at_punctuation() {
        assert_eq!(wrap("我们要和平。", 6), "我们要\n和平。");
        // A full stop begins no line, a bracket ends none.
        assert_eq!(wrap("我们要。和平", 6), "我们\n要。和\n平");
        assert_eq!(wrap("我们（和平）", 6), "我们\n（和\n平）");
        assert_eq!(wrap("我们[-和平-]{+面包+}", 8), "我们[-和\n平-]{+面\n包+}");
    }

    #[test]
    fn long_words_break_between_graphemes() {
        assert_eq!(
            wrap("a longish e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}", 4),
            "a\nlong\nish\ne\u{301}e\u{301}e\u{301}e\u{301}\ne\u{301}"
        );
        assert_eq!(wrap("می\u{200c}شود", 2).lines().count(), 3);
    }

    const PIECES: &str = "( |  |\n|word|longer-word|\\[-|-\\]|\\{\\+|\\+\\}|“|”|\\(|\\)|和|平|。|、|ひ|e\u{301}|می\u{200c}شود|👩\u{200d}🌾|\u{1b}\\[31;9m|\u{1b}\\[0m)";

    /// The letters of a text, each with whether it is coloured.
    fn letters(text: &str) -> Vec<(&str, bool)> {
        let mut coloured = false;
        let mut letters = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let atom = first(rest);
            rest = &rest[atom.len()..];
            match is_colour(atom) {
                true => coloured = atom != RESET,
                false => letters.push((atom, coloured)),
            }
        }
        letters
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_line_is_too_wide(
            pieces in prop::collection::vec(PIECES, 0..60),
            columns in 8..30usize,
        ) {
            let text = pieces.concat();
            let wrapped = wrap(&text, columns);
            let (before, after) = (letters(&text), letters(&wrapped));
            let is_word = |letter: &&(&str, bool)| letter.0.trim() != "";
            prop_assert_eq!(
                after.iter().filter(is_word).collect::<Vec<_>>(),
                before.iter().filter(is_word).collect::<Vec<_>>()
            );
            let coloured_ends =
                |all: &[(&str, bool)]| all.iter().filter(|&&letter| letter == ("\n", true)).count();
            prop_assert_eq!(coloured_ends(&after), coloured_ends(&before));
            for line in wrapped.lines() {
                let indentation = line.len() - line.trim_start_matches(' ').len();
                let width: usize = letters(line).iter().map(|(letter, _)| letter.width()).sum();
                prop_assert!(indentation + 2 > columns || width <= columns, "{:?}", line);
            }
        }
    }
}
