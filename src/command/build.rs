//! `undersigned build`: statement and roster become PDF and text.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use chrono::NaiveDate;

use crate::check;
use crate::cli::{Build, PaperName, To};
use crate::command::project::{self, Project};
use crate::command::terminal::{Terminal, tell};
use crate::compose::{self, Edition};
use crate::diagnostic::{
    BROKEN_FILE, CONSENT_OUTDATED, CONTACT_DATA, Code, Diagnostic, Findings, MISSING_GLYPH,
    NOT_TEXT, SIGNATURE_UNDATED, Severity, TEXT_CHANGED_SINCE_FREEZE, UNPRINTABLE_CHARACTER,
};
use crate::linkage;
use crate::model::statement::Paper;
use crate::model::{Language, Signatories, Statement};
use crate::output;
use crate::read::fields::nearest;
use crate::report;
use crate::typeset::{self, Faces};
use crate::write;

/// What no draft is made in spite of: it would leak, or print something else than was written.
const NEVER_DRAFTED: [&Code; 5] = [
    BROKEN_FILE,
    CONTACT_DATA,
    MISSING_GLYPH,
    NOT_TEXT,
    UNPRINTABLE_CHARACTER,
];

/// The flags, settled.
struct Job {
    statement: Option<String>,
    formats: Vec<To>,
    output: Option<PathBuf>,
    lang: Option<Language>,
    paper: Option<Paper>,
    as_of: Option<NaiveDate>,
    draft: bool,
    system_fonts: bool,
    deny: Severity,
}

/// A file to write.
struct Output {
    path: PathBuf,
    bytes: Vec<u8>,
    signatories: usize,
}

pub fn run(flags: Build, terminal: &Terminal) -> anyhow::Result<ExitCode> {
    let job = settle(flags)?;
    let mut findings = Findings::default();
    let here = std::env::current_dir().context("cannot tell the current folder")?;

    let project = Project::read(&here, &mut findings)?;
    let linked = linkage::resolve(&project.sources, &project.roster, &mut findings);
    check::check(&project.subject(&linked), &mut findings);
    // Statements that can't be read are findings; only a project without any is wrong usage.
    let unread = project.statements.is_empty() && findings.has_errors();
    let editions = if unread {
        Vec::new()
    } else {
        editions(&job, &project, &linked.signatories)?
    };
    if job.draft {
        allow_drafts(&mut findings);
    }
    if let Some(path) = &job.output {
        let ids = project.sources.ids();
        let read = ids.map(|id| project.root.join(&project.sources.get(id).path));
        project::spare_sources(path, Some(&project.root), read)?;
    }
    let mut outputs = Vec::new();
    if findings.at_least(job.deny) == 0 {
        let faces = Faces::new(
            project
                .fonts
                .iter()
                .map(|font| (font.path.clone(), font.bytes.clone()))
                .collect(),
            job.system_fonts,
        );
        for edition in &editions {
            note_undated(edition, &mut findings);
            let document = compose::compose(edition);
            for &to in &job.formats {
                let bytes = match to {
                    To::Pdf => typeset::typeset(&document, &faces, &mut findings),
                    To::Txt => Some(write::text::text(&document).into_bytes()),
                };
                outputs.extend(bytes.map(|bytes| Output {
                    path: path(&job, edition, to),
                    bytes,
                    signatories: edition.printed().len(),
                }));
            }
        }
    }
    let stopped = findings.at_least(job.deny) > 0;
    let unagreed = |finding: &Diagnostic| {
        let codes = [TEXT_CHANGED_SINCE_FREEZE, CONSENT_OUTDATED];
        finding.severity >= job.deny && codes.contains(&finding.code)
    };
    let unagreed = findings.list.iter().any(unagreed);
    report(&project, &mut findings, job.deny, terminal);
    if stopped {
        tell(match unagreed {
            true => "nothing was printed: it says what the signatories haven’t agreed to\n",
            false => "nothing was written\n",
        });
        return Ok(ExitCode::FAILURE);
    }
    for output in &outputs {
        deliver(&project.root, output, job.output.is_some())?;
    }
    Ok(ExitCode::SUCCESS)
}

fn settle(flags: Build) -> anyhow::Result<Job> {
    let by_ending = flags
        .output
        .as_ref()
        .and_then(|path| match path.extension()?.to_str()? {
            "pdf" => Some(To::Pdf),
            "txt" => Some(To::Txt),
            _ => None,
        });
    let formats = match (flags.to.is_empty(), by_ending) {
        (false, _) => flags.to,
        (true, Some(to)) => vec![to],
        (true, None) => vec![To::Pdf, To::Txt],
    };
    let lang = match flags.lang {
        Some(tag) => Some(Language::parse(&tag).with_context(|| {
            format!("--lang {tag}: this is no language tag, such as en, fa or pt-BR")
        })?),
        None => None,
    };
    Ok(Job {
        statement: flags.statement,
        formats,
        output: flags.output,
        lang,
        paper: flags.paper.map(|paper| match paper {
            PaperName::A4 => Paper::A4,
            PaperName::UsLetter => Paper::UsLetter,
        }),
        as_of: flags.as_of,
        draft: flags.draft,
        system_fonts: flags.system_fonts,
        deny: flags.deny.into(),
    })
}

/// The editions that the job asks for; at least one.
fn editions<'a>(
    job: &Job,
    project: &'a Project,
    signatories: &'a Signatories,
) -> anyhow::Result<Vec<Edition<'a>>> {
    let statements = &project.statements;
    if statements.is_empty() {
        bail!(
            "there is no statement in statements/\n  help: `undersigned import FILE` makes one, or write statements/<name>.md (or .typ)"
        );
    }
    let named: Vec<&Statement> = statements
        .iter()
        .filter(|statement| {
            job.statement
                .as_deref()
                .is_none_or(|name| name == statement.name)
        })
        .collect();
    if let (true, Some(name)) = (named.is_empty(), &job.statement) {
        match nearest(
            name,
            statements.iter().map(|statement| statement.name.as_str()),
        ) {
            Some(near) => bail!("there is no statement “{name}”; did you mean “{near}”?"),
            None => bail!(
                "there is no statement “{name}”; the project has {}",
                names(statements)
            ),
        }
    }
    let speaks = |statement: &Statement, lang: &Language| {
        statement.lang == *lang || statement.lang.primary() == lang.tag()
    };
    let chosen: Vec<&Statement> = named
        .iter()
        .copied()
        .filter(|statement| job.lang.as_ref().is_none_or(|lang| speaks(statement, lang)))
        .collect();
    if let (true, Some(lang)) = (chosen.is_empty(), &job.lang) {
        let tags: Vec<&str> = named.iter().map(|statement| statement.lang.tag()).collect();
        bail!(
            "there is no edition in “{lang}”; there are {}",
            tags.join(", ")
        );
    }
    if job.output.is_some() && chosen.len() * job.formats.len() > 1 {
        bail!(
            "--output takes one output, and this would make {}\n  help: name the statement, its language (--lang) and the format (--to)",
            chosen.len() * job.formats.len()
        );
    }
    Ok(chosen
        .into_iter()
        .map(|statement| Edition {
            statement,
            about: about(statement, statements),
            roster: &project.roster,
            is_counted: true,
            signatories,
            project: &project.signed,
            as_of: job.as_of,
            draft: job.draft,
            paper: job.paper,
        })
        .collect())
}

/// The statement that a press release announces: its edition in the same language, else its first.
fn about<'a>(statement: &Statement, statements: &'a [Statement]) -> Option<&'a Statement> {
    let name = &statement
        .front
        .about
        .as_ref()
        .filter(|_| !statement.front.form().is_signed())?
        .value;
    let editions = || {
        statements
            .iter()
            .filter(|other| other.name == *name && other.front.form().is_signed())
    };
    editions()
        .find(|other| other.lang.primary() == statement.lang.primary())
        .or_else(|| editions().next())
}

fn names(statements: &[Statement]) -> String {
    let mut names: Vec<&str> = statements
        .iter()
        .map(|statement| statement.name.as_str())
        .collect();
    names.dedup();
    names.join(", ")
}

/// In a draft, what is missing or wrong is a warning: it is stamped, and nobody takes it for the real thing.
fn allow_drafts(findings: &mut Findings) {
    for finding in &mut findings.list {
        if finding.severity == Severity::Error && !NEVER_DRAFTED.contains(&finding.code) {
            finding.severity = Severity::Warning;
        }
    }
}

/// With --as-of, signatures without a day stay; whoever builds is told.
fn note_undated(edition: &Edition, findings: &mut Findings) {
    let listed = edition.about.unwrap_or(edition.statement);
    for signatory in edition.printed().iter().filter(|_| edition.as_of.is_some()) {
        if signatory.signature(&listed.name, edition.project) == Some(None) {
            let message = format!(
                "“{}” signed on an unknown day: it stays in the list",
                signatory.name
            );
            let finding = Diagnostic::new(SIGNATURE_UNDATED, signatory.place, message)
                .record(signatory.id.clone());
            findings.push(finding.help("write the day: signed = [{ on = 2026-12-01 }]"));
        }
    }
}

/// `out/<name>[-<lang>][-DRAFT][-EMBARGO].<ext>`, or what --output says.
fn path(job: &Job, edition: &Edition, to: To) -> PathBuf {
    if let Some(path) = &job.output {
        return path.clone();
    }
    let statement = edition.statement;
    let mut name = statement.name.clone();
    if statement.has_editions {
        name.push_str(&format!("-{}", statement.lang));
    }
    if job.draft {
        name.push_str("-DRAFT");
    }
    if statement.front.embargo.is_some() {
        name.push_str("-EMBARGO");
    }
    let extension = match to {
        To::Pdf => "pdf",
        To::Txt => "txt",
    };
    Path::new("out").join(format!("{name}.{extension}"))
}

fn report(project: &Project, findings: &mut Findings, deny: Severity, terminal: &Terminal) {
    findings.sort(&project.sources);
    // What only a build can tell is shown by it; other notes are for `check`.
    let shown = |finding: &Diagnostic| {
        finding.severity > Severity::Note
            || finding.severity >= deny
            || finding.code == SIGNATURE_UNDATED
    };
    let notes = findings
        .list
        .iter()
        .filter(|finding| !shown(finding))
        .count();
    findings.list.retain(shown);
    tell(&report::human::findings(
        &project.sources,
        findings,
        terminal.colour,
        terminal.width,
    ));
    if !findings.list.is_empty() {
        let more = if notes > 0 {
            format!("; {notes} more in `undersigned check`")
        } else {
            String::new()
        };
        tell(&format!("{}{more}\n", report::human::summary(findings)));
    }
}

/// Writes an output and says so. A path given with --output counts from the current folder, `out/` from the project's root.
fn deliver(root: &Path, output: &Output, given: bool) -> anyhow::Result<()> {
    if given && output.path == Path::new("-") {
        use std::io::Write;
        return std::io::stdout()
            .write_all(&output.bytes)
            .context("cannot write to standard output");
    }
    let here = std::env::current_dir().is_ok_and(|here| here == root);
    let target = if given || here {
        output.path.clone()
    } else {
        root.join(&output.path)
    };
    output::write(&target, &output.bytes)?;
    let count = output.signatories;
    tell(&format!(
        "wrote {} ({count} signator{})\n",
        output.path.display(),
        if count == 1 { "y" } else { "ies" }
    ));
    Ok(())
}
