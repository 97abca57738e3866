//! Runs cut where their marks change, and what stands between old words and new ones.

use std::ops::Range;

use crate::diff::text::blocks::Text;
use crate::model::body::{Block, BlockKind, Body, Run, RunKind, Voice};
use crate::model::mark::Mark;

/// Cuts a run where its mark changes and at further places. What isn't written as it reads, such as `&amp;`, isn't cut.
pub fn pieces(
    run: &Run,
    raw: &str,
    stretches: &[(Range<usize>, Mark)],
    cuts: &[usize],
) -> Vec<Run> {
    let span = &run.span;
    let reach = |from: usize| stretches.partition_point(|(range, _)| range.end <= from);
    let text = match &run.kind {
        RunKind::Text(text) if raw.get(span.clone()) == Some(text.as_str()) => text,
        _ => {
            let first = stretches.get(reach(span.start));
            let within = first.filter(|(range, _)| range.start < span.end.max(span.start + 1));
            let mark = within.map_or(Mark::None, |(_, mark)| *mark);
            return vec![Run {
                mark,
                ..run.clone()
            }];
        }
    };
    let near = stretches[reach(span.start)..]
        .iter()
        .take_while(|(range, _)| range.start < span.end);
    let mut edges: Vec<usize> = near
        .flat_map(|(range, _)| [range.start, range.end])
        .chain(
            cuts[cuts.partition_point(|&cut| cut <= span.start)..]
                .iter()
                .copied(),
        )
        .filter(|&edge| edge > span.start && edge < span.end)
        .collect();
    edges.push(span.end);
    edges.sort_unstable();
    edges.dedup();
    let mut start = span.start;
    let mut out = Vec::with_capacity(edges.len());
    for end in edges {
        let found = stretches.get(reach(start));
        let mark = found
            .filter(|(range, _)| range.contains(&start))
            .map_or(Mark::None, |(_, mark)| *mark);
        out.push(Run {
            kind: RunKind::Text(text[start - span.start..end - span.start].to_string()),
            span: start..end,
            mark,
            ..run.clone()
        });
        start = end;
    }
    out
}

/// A space between old words and new ones.
pub fn space(at: usize) -> Run {
    Run {
        kind: RunKind::Text(" ".into()),
        span: at..at,
        voice: Voice::default(),
        link: None,
        mark: Mark::None,
    }
}

/// Ranges of lines, from their counts.
pub fn ranges(counts: impl Iterator<Item = usize>, first: usize) -> Vec<Range<usize>> {
    let with_start = counts.scan(first, |line, count| {
        let start = *line;
        *line += count;
        Some(start..*line)
    });
    with_start.collect()
}

/// Whether white space stands behind a token.
pub fn gap(text: &Text, token: usize) -> bool {
    let end = text.tokens[token].end as usize;
    text.raw[end..].starts_with(char::is_whitespace)
}

/// The body of a plain text: a paragraph for each of its blocks, whatever stands in it.
pub fn plain(text: &Text) -> Body {
    let voice = Voice::default();
    let blocks = text.blocks.iter().filter_map(|block| {
        let (first, last) = (block.tokens.start, block.tokens.end.checked_sub(1)?);
        let span = text.tokens[first].start as usize..text.tokens[last].end as usize;
        let mut runs: Vec<Run> = Vec::new();
        let mut at = span.start;
        for line in text.raw[span.clone()].split_inclusive(['\n', '\r']) {
            let words = line.trim_end_matches(['\n', '\r']);
            let run = |words: &str, span: Range<usize>| Run {
                kind: RunKind::Text(words.to_string()),
                span,
                voice,
                link: None,
                mark: Mark::None,
            };
            if !words.is_empty() {
                runs.push(run(words, at..at + words.len()));
            }
            if words.len() < line.len() {
                runs.push(run(" ", at + words.len()..at + line.len()));
            }
            at += line.len();
        }
        Some(Block::new(BlockKind::Paragraph(runs), span))
    });
    Body {
        blocks: blocks.collect(),
        footnotes: Vec::new(),
        span: 0..text.raw.len(),
    }
}
