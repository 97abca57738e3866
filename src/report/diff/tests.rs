//! What holds for every comparison, however it is shown.

use proptest::prelude::*;
use serde_json::Value;

use super::{Comparison, Difference, human, json, stat};
use crate::diff::changes::changes;
use crate::diff::class::Known;
use crate::diff::fields::is_signed;
use crate::diff::text::tests::versions;
use crate::diff::text::{Style, compare};

/// Adds the text that ops say was there: `old` with what was taken out, or the new one.
fn text(ops: &Value, old: bool, out: &mut String) {
    for op in ops.as_array().unwrap() {
        let last = |op: &Value| op.as_array().unwrap().len() - 1;
        let stays = match op[0].as_str().unwrap() {
            "=" if old => op[1].as_str(),
            "=" => op[last(op)].as_str(),
            "-" if old => op[1].as_str(),
            "+" if !old => op[1].as_str(),
            "mv-" if old => op[2].as_str(),
            "mv+" if !old => {
                text(&op[2], false, out);
                None
            }
            _ => None,
        };
        out.push_str(stays.unwrap_or_default());
    }
}

const ESCAPE: char = '\u{1b}';

proptest! {
    #[test]
    fn any_two_texts_are_shown_and_come_back((old, new) in versions(), colour: bool, context in 0..9usize) {
        for style in [Style::Markdown, Style::Typst, Style::Plain] {
            let compared = compare(&old, &new, [style; 2], false);
            let changes = changes(&compared, &Known::default());
            let texts = [Difference {
                old: "old".into(),
                new: "new".into(),
                is_signed: is_signed(&compared),
                compared,
                changes,
                shared: Vec::new(),
            }];
            let comparison = Comparison {
                old: "old",
                new: "new",
                texts: &texts,
                rosters: None,
                is_of_files: true,
            };
            let mut written = Vec::new();
            json::comparison(&comparison, &mut written).unwrap();
            let read: Value = serde_json::from_slice(&written).unwrap();
            let (mut a, mut b) = (String::new(), String::new());
            text(&read["ops"], true, &mut a);
            text(&read["ops"], false, &mut b);
            prop_assert_eq!((&a, &b), (&old, &new));

            // Nothing of a text reaches the terminal as a command.
            let shown = human::comparison(&comparison, context, colour);
            let commands = shown.chars().filter(|c| c.is_control() && *c != '\n' && *c != ESCAPE);
            prop_assert_eq!(commands.count(), 0, "{:?}", shown);
            prop_assert!(colour || !shown.contains(ESCAPE), "{:?}", shown);
            prop_assert!(stat(&comparison).ends_with(" kept\n"));
            prop_assert_eq!(old == new, shown.ends_with("nothing changed\n"));
        }
    }
}
