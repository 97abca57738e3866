//! The questions that a checked project leaves open, the weightiest first.

use std::collections::{HashMap, HashSet};

use crate::command::check::Checked;
use crate::diagnostic::{
    COUNTRY_NAME_NEEDS_CHOICE, Code, Confidence, DUPLICATE_SIGNATORY, Diagnostic, Findings,
    LEAD_IN_BODY, POSSIBLE_DUPLICATE,
};
use crate::edit::Edit;
use crate::linkage::{Duplicate, Level, decide};
use crate::tables::countries;

/// One question.
pub struct Question<'c> {
    pub finding: &'c Diagnostic,
    pub asked: Asked<'c>,
}

pub enum Asked<'c> {
    /// Are these entries one signatory?
    Duplicate {
        found: &'c Duplicate,
        /// Indices into `Roster::records`: one for each group, where a group is one signatory already.
        records: Vec<usize>,
    },
    /// Which of these names does the project print?
    Country {
        code: String,
        names: Vec<&'static str>,
    },
    /// Is this how it should be written?
    Proposal { edits: &'c [Edit] },
}

/// What makes a question the same after other answers.
pub type Key = (&'static str, Vec<String>, String);

impl Question<'_> {
    pub fn code(&self) -> &'static Code {
        self.finding.code
    }

    /// The ids of the records it is about; of a pair out of a larger duplicate, those of the pair.
    pub fn ids(&self, checked: &Checked) -> Vec<String> {
        match &self.asked {
            Asked::Duplicate { records, .. } => records
                .iter()
                .map(|&record| checked.project.roster.records[record].id.clone())
                .collect(),
            _ => self.finding.records.clone(),
        }
    }

    pub fn key(&self, checked: &Checked) -> Key {
        let text = match self.asked {
            Asked::Duplicate { .. } => String::new(),
            _ => self.finding.message.clone(),
        };
        (self.code().name, self.ids(checked), text)
    }
}

/// Every open question. Certain duplicates of many entries are one question each, save those that `apart` names by
/// their first id: there each other entry is a question of its own.
pub fn questions<'c>(checked: &'c Checked, apart: &HashSet<String>) -> Vec<Question<'c>> {
    let duplicates = duplicates_by_ids(checked);
    let mut all = Vec::new();
    for finding in &checked.findings.list {
        let proposal = finding
            .fix
            .as_ref()
            .filter(|fix| fix.confidence == Confidence::Proposed);
        if [DUPLICATE_SIGNATORY, POSSIBLE_DUPLICATE].contains(&finding.code) {
            if let Some(found) = duplicates.get(&finding.records) {
                let pairs = records(checked, found, apart).into_iter();
                all.extend(pairs.map(|records| Question {
                    finding,
                    asked: Asked::Duplicate { found, records },
                }));
            }
        } else if finding.code == COUNTRY_NAME_NEEDS_CHOICE {
            let asked = country(checked, finding);
            all.extend(asked.map(|asked| Question { finding, asked }));
        } else if let Some(fix) = proposal {
            let asked = Asked::Proposal { edits: &fix.edits };
            all.push(Question { finding, asked });
        }
    }
    all.sort_by(|a, b| {
        let score = |question: &Question| question.finding.score.unwrap_or_default();
        rank(a).cmp(&rank(b)).then(score(b).total_cmp(&score(a)))
    });
    all
}

fn rank(question: &Question) -> u8 {
    match question.asked {
        Asked::Duplicate { found, .. } if found.level == Level::Certain => 0,
        Asked::Duplicate { .. } => 1,
        Asked::Proposal { .. } if question.finding.severity > crate::diagnostic::Severity::Note => {
            2
        }
        Asked::Country { .. } => 3,
        Asked::Proposal { .. } if question.code() == LEAD_IN_BODY => 4,
        Asked::Proposal { .. } => 5,
    }
}

fn duplicates_by_ids(checked: &Checked) -> HashMap<Vec<String>, &Duplicate> {
    let id = |record: usize| checked.project.roster.records[record].id.clone();
    let duplicates = checked.linked.duplicates.iter();
    duplicates
        .map(|found| (found.records().into_iter().map(id).collect(), found))
        .collect()
}

/// The entries of each question that a duplicate is.
fn records(checked: &Checked, found: &Duplicate, apart: &HashSet<String>) -> Vec<Vec<usize>> {
    let [one, others] = &found.groups;
    if found.level == Level::Possible {
        return vec![vec![one[0], others[0]]];
    }
    let project = &checked.project;
    if !apart.contains(&project.roster.records[one[0]].id) {
        return vec![found.records()];
    }
    let decisions = decide::applicable(&project.sources, &project.roster, &mut Findings::default());
    let pair = |&other: &usize| vec![one[0], other];
    let open = |pair: &Vec<usize>| !decisions.are_same(pair);
    others.iter().map(pair).filter(open).collect()
}

fn country<'c>(checked: &'c Checked, finding: &Diagnostic) -> Option<Asked<'c>> {
    let id = finding.records.first()?;
    let signatory = checked.linked.signatories.by_id(id)?;
    let code = signatory.country.clone()?;
    let names = countries::contested(&code)?.split('|').map(str::trim);
    Some(Asked::Country {
        names: names.collect(),
        code,
    })
}
