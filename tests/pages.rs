//! Redlines as HTML and as Markdown: whole, free of anything that runs or is fetched, with links that lead somewhere.

mod common;

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use common::{copy, root, scratch, text, undersigned};
use pulldown_cmark::{Event as Piece, Options, Parser, Tag};
use quick_xml::Reader;
use quick_xml::events::Event;

/// What is written of an element, and nothing else.
const ATTRIBUTES: &[&str] = &[
    "aria-label",
    "charset",
    "class",
    "content",
    "dir",
    "href",
    "http-equiv",
    "id",
    "lang",
    "name",
    "role",
    "scope",
    "start",
    "style",
    "title",
    "value",
];
const ELEMENTS: &[&str] = &[
    "a",
    "article",
    "bdi",
    "blockquote",
    "body",
    "br",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "ins",
    "li",
    "main",
    "meta",
    "nav",
    "ol",
    "p",
    "pre",
    "s",
    "section",
    "span",
    "strong",
    "style",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
];

/// Reads a page as XML and says what is wrong with it.
fn faults(page: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let (mut ids, mut links) = (HashSet::new(), Vec::new());
    let mut reader = Reader::from_str(page);
    loop {
        let element = match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(Event::Start(element) | Event::Empty(element)) => element,
            Ok(_) => continue,
            Err(error) => {
                faults.push(format!("byte {}: {error}", reader.error_position()));
                break;
            }
        };
        let name = element.name().as_ref().to_string();
        if !ELEMENTS.contains(&name.as_str()) {
            faults.push(format!("<{name}>"));
        }
        for attribute in element.attributes() {
            let attribute = attribute.unwrap();
            let key = attribute.key.as_ref().to_string();
            let value = attribute.value.to_string();
            match key.as_str() {
                "id" if !ids.insert(value.clone()) => faults.push(format!("id {value} twice")),
                "href" => links.push(value),
                key if !ATTRIBUTES.contains(&key) => faults.push(format!("<{name} {key}=…>")),
                _ => {}
            }
        }
    }
    for link in links {
        let leads = match link.strip_prefix('#') {
            Some(id) => ids.contains(id),
            None => ["https:", "http:", "mailto:"]
                .iter()
                .any(|scheme| link.starts_with(scheme)),
        };
        if !leads {
            faults.push(format!("a link to {link}"));
        }
    }
    if page.contains("url(") || page.contains("@import") {
        faults.push("something is fetched".into());
    }
    faults
}

/// Reads a text as GitHub's Markdown and says what is wrong with it; `page` is the same as HTML.
fn faults_of_markdown(markdown: &str, page: &str) -> Vec<String> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut faults = Vec::new();
    let (mut struck, mut inserted) = (0, 0);
    let mut said = String::new();
    for piece in Parser::new_ext(markdown, options) {
        match piece {
            Piece::Start(Tag::Strikethrough) => {
                struck += 1;
                if !said.ends_with('[') {
                    faults.push(format!("struck without a bracket: {said}"));
                }
            }
            Piece::Start(Tag::Image { dest_url, .. }) => {
                faults.push(format!("an image {dest_url}"))
            }
            Piece::Start(Tag::Link { dest_url, .. }) => {
                let schemes = ["https:", "http:", "mailto:"];
                if !schemes.iter().any(|scheme| dest_url.starts_with(scheme)) {
                    faults.push(format!("a link to {dest_url}"));
                }
            }
            Piece::Html(html) | Piece::InlineHtml(html) => {
                let name = html.trim().trim_start_matches(['<', '/']);
                let name = name.split(['>', ' ']).next().unwrap();
                inserted += usize::from(html.trim() == "<ins>");
                if !["br", "div", "em", "ins", "s", "strong"].contains(&name) {
                    faults.push(format!("an element {html}"));
                }
            }
            Piece::Text(text) | Piece::Code(text) => {
                said = text.to_string();
            }
            _ => {}
        }
    }
    // Code can't be marked in Markdown; words stand before it.
    let in_code = |name: &str| page.matches(&format!("dir=\"ltr\"><{name}>")).count();
    for (name, count) in [("del", struck), ("ins", inserted)] {
        let on_page = page.matches(&format!("<{name}")).count() - in_code(name);
        if on_page != count {
            faults.push(format!("{count} × {name}, and {on_page} in HTML"));
        }
    }
    faults
}

/// The redline of two versions in a folder; None where there is none.
fn redline(folder: &Path, versions: [&str; 2], to: &str) -> Option<String> {
    let output = undersigned(
        folder,
        &[
            "diff",
            versions[0],
            versions[1],
            "--to",
            to,
            "--output",
            "-",
        ],
    );
    output.status.success().then(|| text(&output.stdout))
}

#[test]
fn every_pair_of_the_cases_makes_whole_pages() {
    let mut seen = 0;
    for case in fs::read_dir(root().join("tests/cases/diff")).unwrap() {
        let case = case.unwrap().path();
        let line = fs::read_to_string(case.join("cmd")).unwrap();
        let words: Vec<&str> = line.split_whitespace().collect();
        let ["undersigned", "diff", old, new, ..] = words[..] else {
            continue;
        };
        let folder = scratch(&format!(
            "page-{}",
            case.file_name().unwrap().to_string_lossy()
        ));
        if case.join("in").is_dir() {
            copy(&case.join("in"), &folder);
        }
        let Some(page) = redline(&folder, [old, new], "html") else {
            continue;
        };
        let markdown = redline(&folder, [old, new], "md").expect("there is a page of it");
        seen += 1;
        let mut faults = faults(&page);
        faults.extend(faults_of_markdown(&markdown, &page));
        assert!(faults.is_empty(), "{}: {faults:#?}", case.display());
    }
    assert!(seen > 20, "{seen} pages");
}

#[test]
fn forms_of_the_default_project_make_whole_pages() {
    let folder = scratch("pages-of-the-project");
    for version in ["old", "new"] {
        copy(
            &root().join("statements"),
            &folder.join(version).join("statements"),
        );
        let roster = fs::read_to_string(root().join("signatories.toml")).unwrap();
        fs::write(folder.join(version).join("signatories.toml"), roster).unwrap();
    }
    for name in ["pools/en.md", "pools/fa.md", "pools-release.md"] {
        let path = folder.join("new/statements").join(name);
        let statement = fs::read_to_string(&path).unwrap();
        let changed: String = statement
            .lines()
            .map(|line| match line.ends_with('.') && !line.contains('=') {
                true => format!("{line} 4 + 4.\n"),
                false => format!("{line}\n"),
            })
            .collect();
        fs::write(&path, changed).unwrap();
    }
    let [page, markdown] =
        ["html", "md"].map(|to| redline(&folder, ["old", "new"], to).expect("it can be made"));
    let mut faults = faults(&page);
    faults.extend(faults_of_markdown(&markdown, &page));
    assert_eq!(faults, Vec::<String>::new());
    assert_eq!(page.matches("<article").count(), 3);
    assert!(page.contains(
        "<article id=\"e2-top\" class=\"joint-statement persian-digits\" lang=\"fa\" dir=\"rtl\">"
    ));
}
