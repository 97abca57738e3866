//! The text against what the signatories agreed to: its frozen versions.

use crate::check::Subject;
use crate::diagnostic::{
    CONSENT_OUTDATED, Diagnostic, Findings, Severity, TEXT_CHANGED_SINCE_FREEZE,
    TEXT_CORRECTED_SINCE_FREEZE, UNKNOWN_VERSION,
};
use crate::diff::consent::{
    Asks, Edition, Standing, are_others, asks, editions, since, where_changed,
};
use crate::diff::places::list;
use crate::diff::signed::{Around, SignedChange};
use crate::edit::toml_string;
use crate::model::{Frozen, Signatory, Statement};
use crate::source::Place;

pub fn check(subject: &Subject, findings: &mut Findings) {
    check_numbers(subject, findings);
    check_names(subject, findings);
    let around = Around::new(subject.sources, subject.roster);
    for name in &subject.signed.names {
        let versions: Vec<&Frozen> = subject
            .versions
            .iter()
            .filter(|version| version.name == *name)
            .collect();
        let signatories = subject.linked.signatories.all.iter();
        let standing = since(&around, signatories, subject.signed, &versions);
        let (Some(latest), Some(standing)) = (versions.last(), standing) else {
            continue;
        };
        check_text(subject, &around, latest, &standing, findings);
        check_signatories(subject, &versions, latest, &standing, findings);
    }
}

/// Versions that signatures name and nobody froze. Where a statement has none at all, they may be kept elsewhere: a
/// warning, once, since nothing can be compared then.
fn check_numbers(subject: &Subject, findings: &mut Findings) {
    let mut without: Vec<&str> = Vec::new();
    for record in &subject.roster.records {
        for signature in &record.signed {
            let Some(version) = &signature.version else {
                continue;
            };
            let statement = match &signature.statement {
                Some(name) => Some(&name.value),
                None => subject
                    .signed
                    .names
                    .first()
                    .filter(|_| subject.signed.is_sole()),
            };
            let Some(statement) = statement else { continue };
            let known: Vec<&Frozen> = subject
                .versions
                .iter()
                .filter(|frozen| frozen.name == *statement)
                .collect();
            if known.iter().any(|frozen| frozen.number == version.value) {
                continue;
            }
            if known.is_empty() {
                if !without.contains(&statement.as_str()) {
                    without.push(statement);
                    let message = format!(
                        "signatures name versions of “{statement}”, and versions/ has none: nobody can tell whether the text is still what they agreed to"
                    );
                    findings.push(
                        Diagnostic::new(UNKNOWN_VERSION, version.place, message)
                            .severity(Severity::Warning)
                            .help(format!("bring versions/{statement}@{} back", version.value)),
                    );
                }
                continue;
            }
            let known: Vec<String> = known.iter().map(|frozen| frozen.to_string()).collect();
            let message = format!(
                "“{}” signed {statement}@{}, which was never frozen: nobody can tell what it agreed to",
                record.name.value, version.value
            );
            findings.push(
                Diagnostic::new(UNKNOWN_VERSION, version.place, message)
                    .record(record.id.clone())
                    .help(format!("frozen are {}", list(&known))),
            );
        }
    }
}

/// A statement that has no version, where another that is gone has: those who name no statement signed that one.
fn check_names(subject: &Subject, findings: &mut Findings) {
    let [name] = &subject.signed.names[..] else {
        return;
    };
    let gone = subject.versions.iter().rfind(|version| {
        let is_gone = subject
            .statements
            .iter()
            .all(|one| one.name != version.name);
        is_gone && version.name != *name
    });
    let is_frozen = subject.versions.iter().any(|version| version.name == *name);
    let (Some(gone), false) = (gone, is_frozen) else {
        return;
    };
    let unnamed = |signatory: &&Signatory| {
        let mut entries = signatory.signatures(name, subject.signed);
        signatory.is_printed(name, subject.signed, None)
            && entries.all(|entry| entry.statement.is_none())
    };
    let signatories = subject.linked.signatories.all.iter();
    let count = signatories.filter(unnamed).count();
    let statement = subject.statements.iter().find(|one| one.name == *name);
    let (Some(statement), 1..) = (statement, count) else {
        return;
    };
    let message = format!(
        "{gone} is frozen, and there is no “{}” any more: nobody can tell whether {} printed under “{name}” agreed to it",
        gone.name,
        match count {
            1 => "the 1 signatory".to_string(),
            _ => format!("the {count} signatories"),
        }
    );
    let place = Place::new(statement.source, 0..0);
    findings.push(
        Diagnostic::new(TEXT_CHANGED_SINCE_FREEZE, place, message)
            .help(format!("if it is the same statement, give it its name back: “{}”", gone.name))
            .help(format!(
                "if it is another that they signed as well, each entry says so: signed = [{{ statement = {} }}]",
                toml_string(name, "\"\"")
            )),
    );
}

/// The text as it is now against the latest version.
fn check_text(
    subject: &Subject,
    around: &Around,
    latest: &Frozen,
    standing: &Standing,
    findings: &mut Findings,
) {
    let now: Vec<&Statement> = subject
        .statements
        .iter()
        .filter(|statement| statement.name == latest.name)
        .collect();
    let editions = editions(around, &latest.editions, now.iter().copied());
    if let Some(statement) = now.first().filter(|_| are_others(&editions)) {
        let message = format!(
            "none of the editions that were frozen in {latest} is there any more: those who signed haven’t seen {}",
            match now.len() {
                1 => format!("the edition “{}”", statement.lang),
                _ => "these".into(),
            }
        );
        let place = Place::new(statement.source, 0..0);
        findings.push(
            Diagnostic::new(TEXT_CHANGED_SINCE_FREEZE, place, message)
                .help(format!(
                    "what they agreed to is in {}: bring one of its editions back",
                    latest.path.display()
                ))
                .help(format!(
                    "or freeze what there is and ask them: `undersigned freeze {}`",
                    latest.name
                )),
        );
        return;
    }
    for edition in editions {
        let one = std::slice::from_ref(&edition);
        match asks(one) {
            Asks::Nothing => {}
            Asks::ToBeTold => findings.push(corrected(latest, &edition, &now)),
            Asks::Consent => findings.push(changed(latest, &edition, standing)),
        }
    }
}

/// So many changes are shown in their places; `undersigned diff` shows all.
const SHOWN: usize = 5;

fn changed(latest: &Frozen, edition: &Edition, standing: &Standing) -> Diagnostic {
    let name = &latest.name;
    let agreed = standing.agreed.len() + standing.told.len();
    let text = text_of(edition);
    let places = where_changed(edition.changes());
    let message = match agreed {
        0 => format!("{text} has changed since {latest} was frozen, {places}"),
        1 => format!("1 signatory agreed to {latest}; {text} has changed since, {places}"),
        _ => format!("{agreed} signatories agreed to {latest}; {text} has changed since, {places}"),
    };
    let material = edition
        .changes()
        .iter()
        .filter(|change| change.class.reconfirms());
    marked(Diagnostic::new(TEXT_CHANGED_SINCE_FREEZE, None, message), material)
        .help(format!(
            "ask them again: `undersigned diff {latest} {name} --consent` says whom and about what, `undersigned freeze {name}` makes the version to give them"
        ))
        .help(format!("or go back: what they agreed to is in {}", latest.path.display()))
}

/// A text that differs in slips of the pen, or an edition that came or went.
fn corrected(latest: &Frozen, edition: &Edition, now: &[&Statement]) -> Diagnostic {
    let name = &latest.name;
    let lang = &edition.statement().lang;
    let finding = match edition {
        Edition::Both { changes, .. } => {
            let message = format!(
                "{} has been corrected since {latest} was frozen, {}: nobody need be asked again",
                text_of(edition),
                where_changed(changes)
            );
            marked(Diagnostic::new(TEXT_CORRECTED_SINCE_FREEZE, None, message), changes.iter())
        }
        Edition::Added(statement) => Diagnostic::new(
            TEXT_CORRECTED_SINCE_FREEZE,
            Place::new(statement.source, 0..0),
            format!("the edition “{lang}” came after {latest} was frozen: those who signed haven’t seen it"),
        )
        .help("let someone vouch that it says the same as the others"),
        // In the place of the edition that is gone stands another of the statement.
        Edition::Gone(_) => Diagnostic::new(
            TEXT_CORRECTED_SINCE_FREEZE,
            now.first().map(|statement| Place::new(statement.source, 0..0)),
            format!("the edition “{lang}” is gone, which was frozen in {latest}: those who signed it find their text no more"),
        )
        .help(format!("it is kept in {}", latest.path.display())),
    };
    finding.help(format!(
        "if it is right, an officer says so: `undersigned review --accept {} --of {name} --by NAME`; tell the signatories",
        TEXT_CORRECTED_SINCE_FREEZE.name
    ))
}

fn text_of(edition: &Edition) -> String {
    let statement = edition.statement();
    match statement.has_editions {
        true => format!("the edition “{}”", statement.lang),
        false => "the text".into(),
    }
}

/// Puts a finding where the first change is, and marks the next few.
fn marked<'c>(
    mut finding: Diagnostic,
    changes: impl Iterator<Item = &'c SignedChange>,
) -> Diagnostic {
    for (at, change) in changes.take(SHOWN).enumerate() {
        let label = match (change.old.is_empty(), change.old == change.new) {
            (true, _) | (_, true) => change.reason.to_string(),
            _ => format!("{}: was “{}”", change.reason, shortened(&change.old)),
        };
        if at == 0 {
            finding.place = Some(change.place);
            finding.mark = label;
        } else {
            finding.labels.push((change.place, label));
        }
    }
    finding
}

/// So many are named; `undersigned diff --consent` names all.
const LISTED: usize = 100;

/// The first words of a text, on one line.
fn shortened(text: &str) -> String {
    const WORDS: usize = 12;
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.len() > WORDS {
        true => format!("{} …", words[..WORDS].join(" ")),
        false => words.join(" "),
    }
}

/// Those who are printed, and agreed to an older version that says something else.
fn check_signatories(
    subject: &Subject,
    versions: &[&Frozen],
    latest: &Frozen,
    standing: &Standing,
    findings: &mut Findings,
) {
    let asked = &standing.asked;
    let Some((first, _)) = asked.first() else {
        return;
    };
    let name = &latest.name;
    let (who, they) = match asked.len() {
        1 => (format!("“{}”", first.full_name()), "it"),
        more => (format!("{more} signatories"), "they"),
    };
    let mut olds: Vec<u32> = asked.iter().map(|(_, version)| *version).collect();
    olds.sort_unstable();
    olds.dedup();
    let olds: Vec<String> = olds.iter().map(|old| format!("{name}@{old}")).collect();
    let message = format!(
        "{who} agreed to {}, and {latest} says something else: {they} must be asked again",
        list(&olds)
    );
    let unwritten = |signatory: &Signatory| signatory.version(name, subject.signed).is_none();
    let mut finding = Diagnostic::new(CONSENT_OUTDATED, first.place, message);
    for (at, (signatory, version)) in asked.iter().enumerate() {
        finding.records.push(signatory.id.clone());
        let label = match unwritten(signatory) {
            true => format!("names no version: counts as {name}@{}", versions[0].number),
            false => format!("agreed to {name}@{version}"),
        };
        match at {
            0 => finding.mark = label,
            1..SHOWN => finding.labels.push((signatory.place, label)),
            _ => {}
        }
    }
    let mut names: Vec<String> = asked
        .iter()
        .take(LISTED)
        .map(|(signatory, _)| signatory.full_name())
        .collect();
    if asked.len() > LISTED {
        names.push(format!("… and {} more", asked.len() - LISTED));
    }
    finding = finding
        .help(format!("to be asked again:\n{}", names.join("\n")))
        .help(format!(
            "about what: `undersigned diff {} {latest} --consent`; who agrees is entered with its id: `undersigned reconfirm {name} {} --on DATE`",
            olds[0], first.id
        ))
        .help("who hasn’t answered is taken out of print by status = \"pending\", who declines by \"withdrawn\"");
    findings.push(finding);
}
