//! Blocks, runs and footnotes of a text as HTML.

use super::Edition;
use super::marks::class_of;
use super::markup::{element, escape};
use crate::model::Mark;
use crate::model::body::{Align, Block, BlockKind, Run, RunKind};
use crate::model::document::footnote_mark;
use crate::write::marks::is_gone;
use crate::write::safe::target;

impl Edition<'_> {
    /// Blocks; `opening` stands in the first paragraph, where the text begins with one, else above it. `depth`: in how
    /// many lists and quotes they stand.
    pub fn blocks(&mut self, blocks: &[Block], opening: &str, depth: usize) -> String {
        let opens =
            matches!(blocks.first(), Some(block) if matches!(block.kind, BlockKind::Paragraph(_)));
        let mut out = match opens || opening.is_empty() {
            true => String::new(),
            false => element("p", &[], opening) + "\n",
        };
        for (at, block) in blocks.iter().enumerate() {
            let opening = if at == 0 && opens { opening } else { "" };
            out.push_str(&self.block(block, opening, depth));
            out.push('\n');
        }
        out
    }

    fn block(&mut self, block: &Block, opening: &str, depth: usize) -> String {
        match &block.kind {
            BlockKind::Paragraph(runs) => {
                let (id, number) = self.number(block.number.as_deref());
                let words = format!("{number}{opening}{}", self.runs(runs));
                element(
                    "p",
                    &[("id", &id), ("class", class_of(is_marked(runs)))],
                    &words,
                )
            }
            BlockKind::Heading { level, runs } => {
                let name = format!("h{}", self.levels.next(usize::from(*level) + 1));
                let class = class_of(is_marked(runs));
                let step = format!("step{} {class}", (*level).min(2));
                element(&name, &[("class", step.trim_end())], &self.runs(runs))
            }
            BlockKind::List { start, items } => self.list(*start, items, depth + 1),
            BlockKind::Quote(inner) => {
                let inner = self.blocks(inner, "", depth + 1);
                element(
                    "blockquote",
                    &[("style", &deep(depth + 1))],
                    &format!("\n{inner}"),
                )
            }
            BlockKind::Table { align, head, rows } => self.table(align, head, rows),
            BlockKind::Code(run) => {
                let RunKind::Text(text) = &run.kind else {
                    return String::new();
                };
                let code = element("code", &[], &escape(text.trim_end_matches('\n')));
                let class = class_of(run.mark != Mark::None);
                let code = self.marked(run.mark, &code);
                element("pre", &[("class", class), ("dir", "ltr")], &code)
            }
            BlockKind::Rule => "<hr/>".into(),
        }
    }

    /// An ordered list counts the items that the new version has.
    fn list(&mut self, start: Option<u64>, items: &[Vec<Block>], depth: usize) -> String {
        let gone: Vec<bool> = items.iter().map(|item| is_gone(item)).collect();
        let mut next = start.unwrap_or(1);
        let mut rows = String::from("\n");
        for (item, &gone_item) in items.iter().zip(&gone) {
            let mut value = String::new();
            if start.is_some() && !gone_item {
                if gone.contains(&true) {
                    value = next.to_string();
                }
                next += 1;
            }
            let class = match start.is_some() && gone_item {
                true => "gone",
                false => "",
            };
            let content = self.blocks(item, "", depth);
            rows.push_str(&element(
                "li",
                &[("value", &value), ("class", class)],
                content.trim_end(),
            ));
            rows.push('\n');
        }
        let first = start
            .filter(|&start| start != 1)
            .map(|start| start.to_string());
        let name = if start.is_some() { "ol" } else { "ul" };
        let first = first.unwrap_or_default();
        element(name, &[("start", &first), ("style", &deep(depth))], &rows)
    }

    fn table(&mut self, align: &[Align], head: &[Vec<Run>], rows: &[Vec<Vec<Run>>]) -> String {
        let side = |at: usize| match align.get(at) {
            Some(Align::Center) => "center",
            Some(Align::End) => "end",
            Some(Align::Start) | None => "",
        };
        let mut row = |name: &str, scope: &str, cells: &[Vec<Run>]| {
            let mut content = String::new();
            for (at, cell) in cells.iter().enumerate() {
                let words = self.runs(cell);
                content += &element(name, &[("scope", scope), ("class", side(at))], &words);
            }
            let is_changed = cells.iter().any(|cell| is_marked(cell));
            element("tr", &[("class", class_of(is_changed))], &content) + "\n"
        };
        let head = row("th", "col", head);
        let rows: String = rows.iter().map(|cells| row("td", "", cells)).collect();
        let parts = [element("thead", &[], &head), element("tbody", &[], &rows)];
        let table = element("table", &[], &parts.join("\n"));
        element("div", &[("class", "wide")], &table)
    }

    /// A paragraph's id, and its number as a link to itself: to be cited.
    fn number(&mut self, number: Option<&str>) -> (String, String) {
        let Some(number) = number else {
            return (String::new(), String::new());
        };
        // Numbers of the old version stand in brackets.
        let kind = if number.starts_with('[') { "was" } else { "p" };
        let digits = self.document.folio.digits;
        let ascii = number.chars().filter_map(|c| {
            let digit = digits.iter().position(|&digit| digit == c);
            digit.map(|digit| digit.to_string())
        });
        let name = format!("{kind}{}", ascii.collect::<String>());
        let id = self.id(&name);
        let link = match id.as_str() {
            "" => String::new(),
            id => format!("#{id}"),
        };
        let number = element(
            "a",
            &[("class", "number"), ("href", &link)],
            &(escape(number) + " "),
        );
        (id, number)
    }

    /// Runs in their voices, those of one mark and of one link together.
    pub fn runs(&mut self, runs: &[Run]) -> String {
        let mut out = String::new();
        let alike = |a: &Run, b: &Run| a.mark == b.mark && is_label(a) == is_label(b);
        for part in runs.chunk_by(alike) {
            let mut content = String::new();
            for linked in part.chunk_by(|a, b| link(a) == link(b)) {
                let words: String = linked.iter().map(|run| self.run(run)).collect();
                content += &match link(&linked[0]) {
                    Some(target) => element("a", &[("href", &target)], &words),
                    None => words,
                };
            }
            out += &match is_label(&part[0]) {
                true => content,
                false => self.marked(part[0].mark, &content),
            };
        }
        out
    }

    fn run(&mut self, run: &Run) -> String {
        let mut content = match &run.kind {
            RunKind::Label(text) => return self.move_label(run.mark, text),
            RunKind::Footnote(index) => return self.footnote_link(*index),
            RunKind::Break => return "<br/>\n".into(),
            RunKind::Text(text) => escape(text),
        };
        let voice = run.voice;
        let voices = [
            (voice.code, "code"),
            (voice.emphasis, "em"),
            (voice.strong, "strong"),
            (voice.strikethrough, "s"),
        ];
        for (_, name) in voices.iter().filter(|(is_so, _)| *is_so) {
            content = element(name, &[], &content);
        }
        content
    }

    /// Where something moved from or to: a link to its other end, where that is labelled as well.
    fn move_label(&mut self, mark: Mark, text: &str) -> String {
        let (Mark::MovedIn(number) | Mark::MovedAway(number)) = mark else {
            return escape(text);
        };
        let ends = ["is", "was"].map(|end| format!("m{number}-{end}"));
        let [here, there] = match mark.is_new() {
            true => ends,
            false => [ends[1].clone(), ends[0].clone()],
        };
        let is_labelled = self.moves.contains(&(number, !mark.is_new()));
        let href = match is_labelled {
            true => format!("#{}{there}", self.prefix),
            false => String::new(),
        };
        let id = self.id(&here);
        let attributes = [("class", "label"), ("id", &id), ("href", &href)];
        element("a", &attributes, &escape(text.trim_end())) + " "
    }

    fn footnote_link(&mut self, index: usize) -> String {
        let mark = footnote_mark(&self.document.folio.digits, index + 1);
        let id = self.id(&format!("to-note{}", index + 1));
        let href = format!("#{}note{}", self.prefix, index + 1);
        let attributes = [
            ("class", "note"),
            ("id", &id),
            ("href", &href),
            ("role", "doc-noteref"),
        ];
        element("a", &attributes, &escape(&mark))
    }

    /// The footnotes, each with a link back to its first mark.
    pub fn footnotes(&mut self) -> String {
        let notes = &self.document.footnotes;
        if notes.is_empty() {
            return String::new();
        }
        let mut items = String::from("\n");
        for (index, note) in notes.iter().enumerate() {
            let mark = footnote_mark(&self.document.folio.digits, index + 1);
            let mut back = format!("{}to-note{}", self.prefix, index + 1);
            match self.ids.contains(&back) {
                true => back.insert(0, '#'),
                false => back.clear(),
            }
            let title = self.labels.get("footnotes.back");
            let attributes = [("class", "number"), ("href", &back), ("title", title)];
            let link = element("a", &attributes, &(escape(mark.trim()) + " "));
            let content = self.blocks(&note.blocks, &link, 0);
            let id = format!("{}note{}", self.prefix, index + 1);
            items.push_str(&element("li", &[("id", &id)], content.trim_end()));
            items.push('\n');
        }
        let title = self.labels.get("footnotes");
        let attributes = [
            ("class", "footnotes"),
            ("role", "list"),
            ("aria-label", title),
        ];
        element("ol", &attributes, &items) + "\n"
    }
}

/// The target of a run's link. A footnote's mark leads to the footnote.
fn link(run: &Run) -> Option<String> {
    match run.kind {
        RunKind::Footnote(_) | RunKind::Label(_) => None,
        RunKind::Text(_) | RunKind::Break => run.link.as_deref().and_then(target),
    }
}

fn is_label(run: &Run) -> bool {
    matches!(run.kind, RunKind::Label(_))
}

fn is_marked(runs: &[Run]) -> bool {
    runs.iter().any(|run| run.mark != Mark::None)
}

/// How deep blocks stand, for the style: numbers and bars stand in one column all the same.
fn deep(depth: usize) -> String {
    format!("--depth:{depth}")
}
