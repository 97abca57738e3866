//! Pages of changes: well-formed whatever the text, and either version comes back from the marks.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{root, scratch, text, undersigned};
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;

/// The page that compares two files of a folder.
fn page(folder: &Path, old: &str, new: &str) -> String {
    let output = undersigned(folder, &["diff", old, new, "--to", "html", "-o", "-"]);
    let said = text(&output.stderr);
    assert!(output.status.success(), "{}: {said}", folder.display());
    text(&output.stdout)
}

/// The letters that a page shows as one version's text: all but those that the other alone has, and but
/// the page's own words.
fn letters_of(page: &str, is_new: bool) -> String {
    let mut reader = Reader::from_str(page);
    let mut out = String::new();
    // The open elements, each with whether its words count.
    let mut open: Vec<bool> = Vec::new();
    let mut in_main = false;
    loop {
        let event = reader.read_event().expect("the page is well-formed");
        let counts = in_main && open.iter().all(|&counts| counts);
        match event {
            Event::Start(start) => {
                let class = start.try_get_attribute("class").expect("attributes, too");
                let class = class
                    .map(|class| class.value.to_string())
                    .unwrap_or_default();
                in_main |= start.name().as_ref() == "main";
                open.push(match start.name().as_ref() {
                    "ins" => is_new,
                    "del" => !is_new,
                    _ => !["aside", "number", "move"].contains(&class.as_str()),
                });
            }
            Event::End(end) => {
                in_main &= end.name().as_ref() != "main";
                open.pop();
            }
            Event::Text(words) if counts => out.push_str(&words),
            Event::GeneralRef(name) if counts => {
                out.push_str(&unescape(&format!("&{};", &*name)).unwrap());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty(), "every element is closed");
    letters(&out)
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[test]
fn either_version_comes_back_from_the_marks() {
    let [a, b, c] = [
        "The members of this council ask every party to keep the peace.\n\n",
        "Bread & work were <em>promised</em> to us in the \"spring\" of last year; see [this](it).\n\n",
        "No one may be held without a charge for longer than one day.\n\n",
    ];
    let hostile = "<script>alert(1)</script> <!-- no --> ]]> </main> *a* _b_ `c` &amp; \u{202e}d\u{2069} \u{1f469}\u{200d}\u{1f33e}.\n\n";
    let pairs = [
        ([a, b, c].concat(), [b, c, a].concat()),
        ([a, b].concat(), [a, hostile, b].concat()),
        (
            [a, hostile, c].concat(),
            [a, &hostile.replace("alert", "ask"), c].concat(),
        ),
        (a.to_string(), String::new()),
        (String::new(), hostile.to_string()),
        (
            "مؤتمر على السلام في الربيع\n\nنریم".to_string(),
            "مؤتمر علي السلام في الربيع\n\nنریم".to_string(),
        ),
    ];
    for (at, (old, new)) in pairs.iter().enumerate() {
        let folder = scratch(&format!("redline-{at}"));
        fs::write(folder.join("old.txt"), old).unwrap();
        fs::write(folder.join("new.txt"), new).unwrap();
        let page = page(&folder, "old.txt", "new.txt");
        assert_eq!(letters_of(&page, false), letters(old), "{page}");
        assert_eq!(letters_of(&page, true), letters(new), "{page}");
    }
}

#[test]
fn pages_of_all_cases_are_well_formed() {
    let cases = fs::read_dir(root().join("tests/cases/diff")).unwrap();
    let folders = cases.map(|case| case.unwrap().path().join("in"));
    let mut count = 0;
    for folder in folders {
        for ending in ["md", "txt"] {
            let sides: [PathBuf; 2] =
                ["old", "new"].map(|side| folder.join(side).with_extension(ending));
            let is_text = |path: &PathBuf| fs::read_to_string(path).is_ok();
            if sides.iter().all(is_text) {
                let page = page(&folder, &format!("old.{ending}"), &format!("new.{ending}"));
                letters_of(&page, true);
                count += 1;
            }
        }
    }
    assert!(count > 8, "the cases are found");
}
