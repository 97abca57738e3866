//! Clusters: certain pairs become groups, strongest first; possible pairs become questions between groups.
//!
//! No group holds two entries that contradict each other or that a decision calls distinct, so that
//! A, B and C are one only where A and C may be. Possible pairs never chain.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::linkage::compare::evidence::{self, Written};
use crate::linkage::compare::score::{self, POSSIBLE};
use crate::linkage::compare::{Context, Scored, is_contradicted};
use crate::linkage::decide::Decisions;
use crate::linkage::standard::Name;
use crate::linkage::{Duplicate, Level};

/// Records joined into groups.
pub struct Clusters {
    /// The earliest record of each record's group.
    root: Vec<u32>,
    /// The records of each group of two or more, by its root; ascending once all is joined.
    members: FxHashMap<u32, Vec<u32>>,
    /// The weakest pair that joined each group, by its root.
    weakest: FxHashMap<u32, Edge>,
}

/// Two forms and how probable it is that they are one signatory.
#[derive(Debug, Clone, Copy)]
struct Edge {
    forms: (u32, u32),
    probability: f32,
}

impl Clusters {
    pub fn root(&self, record: u32) -> u32 {
        self.root[record as usize]
    }

    /// The records of a group, by its root.
    fn of(&self, root: u32) -> Vec<u32> {
        self.members
            .get(&root)
            .cloned()
            .unwrap_or_else(|| vec![root])
    }

    /// All groups, each ascending, in the order of their first records.
    pub fn all(&self) -> Vec<Vec<usize>> {
        (0..self.root.len() as u32)
            .filter(|&record| self.root(record) == record)
            .map(|root| {
                self.of(root)
                    .iter()
                    .map(|&record| record as usize)
                    .collect()
            })
            .collect()
    }

    /// Joins groups by their roots, the first with each other.
    fn join(&mut self, roots: &[u32], edge: Option<Edge>) {
        let into = *roots.iter().min().expect("there are groups to join");
        let mut edges: Vec<Edge> = edge.into_iter().collect();
        let mut group = self.members.remove(&into).unwrap_or_else(|| vec![into]);
        edges.extend(self.weakest.remove(&into));
        for &from in roots.iter().filter(|&&root| root != into) {
            let moved = self.members.remove(&from).unwrap_or_else(|| vec![from]);
            for &record in &moved {
                self.root[record as usize] = into;
            }
            group.extend(moved);
            edges.extend(self.weakest.remove(&from));
        }
        group.sort_unstable();
        self.members.insert(into, group);
        let weakest = edges.into_iter().min_by(|x, y| {
            let probability = x.probability.total_cmp(&y.probability);
            probability.then(x.forms.cmp(&y.forms))
        });
        if let Some(edge) = weakest {
            self.weakest.insert(into, edge);
        }
    }

    /// The groups that records belong to, ascending.
    fn roots(&self, records: &[u32]) -> Vec<u32> {
        let mut roots: Vec<u32> = records.iter().map(|&record| self.root(record)).collect();
        roots.sort_unstable();
        roots.dedup();
        roots
    }
}

/// Joins what decisions call the same, then what is certain.
pub fn clusters(context: &Context, scored: &[Scored], decisions: &Decisions) -> Clusters {
    let forms = context.forms;
    let records = forms.main.len();
    let mut clusters = Clusters {
        root: (0..records as u32).collect(),
        members: FxHashMap::default(),
        weakest: FxHashMap::default(),
    };
    for &(a, b) in &decisions.same {
        let (a, b) = (clusters.root(a as u32), clusters.root(b as u32));
        if a != b {
            clusters.join(&[a, b], None);
        }
    }
    for (form, records) in forms.records.iter().enumerate() {
        let alike = &forms.all[form];
        let is_certain = records.len() > 1
            && score::score(context, alike, alike).is_some_and(score::Score::is_certain);
        if is_certain {
            let edge = Edge {
                forms: (form as u32, form as u32),
                probability: 1.0,
            };
            let roots = clusters.roots(records);
            if decisions.distinct.is_empty() {
                clusters.join(&roots, Some(edge));
            } else {
                join_where_possible(context, &mut clusters, decisions, (&roots, &roots), edge);
            }
        }
    }
    let mut edges: Vec<Edge> = scored
        .iter()
        .filter(|pair| pair.score.is_certain())
        .map(|pair| Edge {
            forms: pair.forms,
            probability: pair.score.probability,
        })
        .collect();
    edges.sort_by(|x, y| {
        y.probability
            .total_cmp(&x.probability)
            .then(x.forms.cmp(&y.forms))
    });
    for edge in edges {
        let of = |form: u32| clusters.roots(&forms.records[form as usize]);
        let (ones, others) = (of(edge.forms.0), of(edge.forms.1));
        join_where_possible(context, &mut clusters, decisions, (&ones, &others), edge);
    }
    clusters
}

/// Joins each group of the one list with each of the other where nothing stands against it.
fn join_where_possible(
    context: &Context,
    clusters: &mut Clusters,
    decisions: &Decisions,
    (ones, others): (&[u32], &[u32]),
    edge: Edge,
) {
    for &one in ones {
        for &other in others {
            let (a, b) = (clusters.root(one), clusters.root(other));
            if a != b && may_be_one(context, clusters, decisions, a, b) {
                clusters.join(&[a, b], Some(edge));
            }
        }
    }
}

/// Whether no entry of one group stands against one of the other.
fn may_be_one(
    context: &Context,
    clusters: &Clusters,
    decisions: &Decisions,
    a: u32,
    b: u32,
) -> bool {
    let (one, other) = (clusters.of(a), clusters.of(b));
    let distinct = !decisions.distinct.is_empty()
        && one.iter().any(|&x| {
            other
                .iter()
                .any(|&y| decisions.are_distinct(x as usize, y as usize))
        });
    if distinct {
        return false;
    }
    let forms = context.forms;
    let (one, other) = (main_forms(context, &one), main_forms(context, &other));
    one.iter().all(|&x| {
        other.iter().all(|&y| {
            !is_contradicted(&forms.words, &forms.all[x as usize], &forms.all[y as usize])
        })
    })
}

/// The forms of records' own names, each once.
fn main_forms(context: &Context, records: &[u32]) -> Vec<u32> {
    let main = records
        .iter()
        .map(|&record| context.forms.main[record as usize]);
    let mut main: Vec<u32> = main.collect();
    main.sort_unstable();
    main.dedup();
    main
}

/// What is known of the pairs between two groups.
struct Between {
    strongest: Edge,
    sum: f32,
}

/// A duplicate before it is put into words.
struct Found {
    level: Level,
    groups: [Vec<u32>; 2],
    /// The pair of forms that speaks for it.
    edge: Edge,
    score: f32,
}

impl Found {
    fn worded(self, context: &Context, names: &[Name]) -> Duplicate {
        let forms = context.forms;
        let written = |form: u32| Written {
            form: &forms.all[form as usize],
            name: names[forms.first_name[form as usize] as usize].written(),
        };
        let [one, other] = [self.edge.forms.0, self.edge.forms.1].map(written);
        Duplicate {
            level: self.level,
            groups: self
                .groups
                .map(|group| group.into_iter().map(|record| record as usize).collect()),
            // Two places are what a score is good for.
            score: (f64::from(self.score) * 100.0).round() / 100.0,
            evidence: evidence::evidence(context, &one, &other),
        }
    }
}

/// The certain groups and the possible pairs of groups, in the order of their earliest entries.
pub fn duplicates(
    context: &Context,
    names: &[Name],
    scored: &[Scored],
    clusters: &Clusters,
    decisions: &Decisions,
) -> Vec<Duplicate> {
    let forms = context.forms;
    let mut found: Vec<Found> = Vec::new();
    for (&root, group) in &clusters.members {
        let Some(&edge) = clusters.weakest.get(&root) else {
            continue;
        };
        let groups = [vec![group[0]], group[1..].to_vec()];
        found.push(Found {
            level: Level::Certain,
            groups,
            edge,
            score: edge.probability,
        });
    }
    let mut between: FxHashMap<(u32, u32), Between> = FxHashMap::default();
    // Equal entries that nothing tells apart are asked about together, under the first of them.
    let mut alike: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    let mut first_root: Vec<u32> = Vec::with_capacity(forms.all.len());
    for records in &forms.records {
        let roots = clusters.roots(records);
        first_root.push(roots[0]);
        if roots.len() > 1 {
            alike.insert(roots[0], roots);
        }
    }
    let group = |root: u32| -> Vec<u32> {
        let roots = alike.get(&root).cloned().unwrap_or_else(|| vec![root]);
        let mut all: Vec<u32> = roots
            .into_iter()
            .flat_map(|root| clusters.of(root))
            .collect();
        all.sort_unstable();
        all
    };
    for pair in scored {
        let edge = Edge {
            forms: pair.forms,
            probability: pair.score.probability,
        };
        let one = first_root[pair.forms.0 as usize];
        let other = first_root[pair.forms.1 as usize];
        if one == other {
            continue;
        }
        let known = between
            .entry((one.min(other), one.max(other)))
            .or_insert(Between {
                strongest: edge,
                sum: 0.0,
            });
        known.sum += edge.probability;
        if edge.probability > known.strongest.probability {
            known.strongest = edge;
        }
    }
    let size = |root: u32| main_forms(context, &group(root)).len() as f32;
    for ((one, other), known) in between {
        // Half the strongest pair, half the mean of all: a group that fits in one spelling only fits less.
        let mean = (known.sum / (size(one) * size(other))).min(known.strongest.probability);
        let score = 0.5 * known.strongest.probability + 0.5 * mean;
        if score >= POSSIBLE {
            let groups = [group(one), group(other)];
            found.push(Found {
                level: Level::Possible,
                groups,
                edge: known.strongest,
                score,
            });
        }
    }
    for (form, records) in forms.records.iter().enumerate() {
        let roots = clusters.roots(records);
        if roots.len() > 1 {
            let alike = &forms.all[form];
            let score = score::score(context, alike, alike).map_or(0.0, |score| score.probability);
            let edge = Edge {
                forms: (form as u32, form as u32),
                probability: score,
            };
            if score >= POSSIBLE {
                let others = roots[1..]
                    .iter()
                    .flat_map(|&root| clusters.of(root))
                    .collect();
                found.push(Found {
                    level: Level::Possible,
                    groups: [clusters.of(roots[0]), others],
                    edge,
                    score,
                });
            }
        }
    }
    let mut duplicates: Vec<Duplicate> = found
        .into_par_iter()
        .map(|found| found.worded(context, names))
        .filter(|duplicate| !decisions.settle(duplicate))
        .collect();
    duplicates.sort_by(|x, y| x.groups.cmp(&y.groups));
    duplicates
}
