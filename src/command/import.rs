//! `undersigned import`: a text as it arrives becomes a statement and roster entries.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, bail};

use crate::check;
use crate::cli::Import;
use crate::command::project::{Project, ROSTER, STATEMENTS, find_root};
use crate::command::terminal::{Terminal, say, tell};
use crate::diagnostic::{
    ALL_CAPITALS, COUNTRY_CONTRADICTED, COUNTRY_NAME_NEEDS_CHOICE, COUNTRY_SPELLING, Code,
    Diagnostic, EMPTY_BODY, Findings, LEAD_IN_BODY, MISSING_ARTICLE, MIXED_SCRIPTS, NOT_TEXT,
    RESERVATION_MARK, SPELLING, UNPRINTABLE_CHARACTER,
};
use crate::edit;
use crate::import::{self, Additions, Plan};
use crate::linkage::{self, Level};
use crate::output;
use crate::read::caps;
use crate::report;
use crate::source::{self, Place, Source, Sources, Undecodable};
use crate::standardise::ids::slug;

pub const PRIVATE: &str = "signatories.private.toml";
const IGNORED: &str = "signatories.private.toml\nout/\n";

/// Findings that ask a human something.
const QUESTIONS: [&Code; 9] = [
    ALL_CAPITALS,
    COUNTRY_CONTRADICTED,
    COUNTRY_NAME_NEEDS_CHOICE,
    COUNTRY_SPELLING,
    LEAD_IN_BODY,
    MISSING_ARTICLE,
    MIXED_SCRIPTS,
    RESERVATION_MARK,
    SPELLING,
];

/// The flags, settled.
struct Job {
    root: PathBuf,
    /// Whether the folder holds no project yet.
    is_new: bool,
    name: Option<String>,
    dry_run: bool,
    force: bool,
}

/// A file to be written: its path in the project, and its content.
type Write = (PathBuf, Vec<u8>);

pub fn run(flags: Import, terminal: &Terminal) -> anyhow::Result<ExitCode> {
    let here = std::env::current_dir().context("cannot tell the current folder")?;
    let found = find_root(&here);
    let mut job = Job {
        is_new: found.is_none(),
        root: found.unwrap_or(here),
        name: flags.name,
        dry_run: flags.dry_run,
        force: flags.force,
    };
    anyhow::ensure!(
        job.name.is_none() || flags.files.len() == 1,
        "--name names one statement; import the files one at a time"
    );
    for file in &flags.files {
        let code = import_one(&job, file, terminal)?;
        if code != ExitCode::SUCCESS {
            return Ok(code);
        }
        job.is_new &= job.dry_run;
    }
    Ok(ExitCode::SUCCESS)
}

/// Read, segment, plan, show, write.
fn import_one(job: &Job, file: &Path, terminal: &Terminal) -> anyhow::Result<ExitCode> {
    let mut sources = Sources::default();
    let mut findings = Findings::default();
    let source = open(file, &mut sources, &mut findings)?;
    let id = sources.add(source);
    let plan = import::plan(sources.get(id), id);
    refuse_what_holds_nothing(&plan, &mut findings);
    if findings.has_errors() {
        return Ok(refused(&sources, &mut findings, terminal));
    }
    say(&shown(&plan));

    let name = statement_name(job, file)?;
    let existing = existing_roster(job, &mut findings)?;
    if findings.has_errors() {
        let project = existing.context("findings about the roster come from reading it")?;
        return Ok(refused(&project.sources, &mut findings, terminal));
    }
    let roster = existing.as_ref().map(|project| &project.roster);
    let signing = Signing::of(&plan, existing.as_ref(), &name);
    let additions = import::roster_text(&plan, roster, signing.statement.as_deref());
    let mut writes = Vec::new();
    writes.extend(private_write(job, &additions)?);
    writes.extend(statement_write(job, &plan, &name)?);
    writes.extend(roster_write(job, existing.as_ref(), &additions, &signing));
    if job.is_new && !job.root.join(".gitignore").exists() {
        writes.insert(
            0,
            (PathBuf::from(".gitignore"), IGNORED.as_bytes().to_vec()),
        );
    }
    if writes.is_empty() {
        say("nothing new: the statement and all entries are there already\n");
        return Ok(ExitCode::SUCCESS);
    }
    let names: Vec<String> = writes
        .iter()
        .map(|(path, _)| path.display().to_string())
        .collect();
    if job.dry_run {
        say(&format!(
            "would write {}; nothing was written\n",
            names.join(", ")
        ));
        return Ok(ExitCode::SUCCESS);
    }
    for (path, bytes) in &writes {
        output::write(&job.root.join(path), bytes)?;
    }
    say(&format!("wrote {}\n", names.join(", ")));
    say(&outlook(job, &plan)?);
    Ok(ExitCode::SUCCESS)
}

/// Opens what is to be imported; what is no text becomes a finding.
fn open(file: &Path, sources: &mut Sources, findings: &mut Findings) -> anyhow::Result<Source> {
    let not_text = |why: Undecodable, sources: &mut Sources, findings: &mut Findings| {
        let id = sources.add(*why.shown);
        let finding = Diagnostic::new(
            NOT_TEXT,
            Place::new(id, why.byte..why.byte),
            format!("{}: {}", file.display(), why.message),
        );
        findings.push(
            finding
                .help(why.help)
                .help("from a word processor: save as “plain text”, encoding UTF-8"),
        );
        Source::new(file, "")
    };
    let bytes = if file == Path::new("-") {
        source::read_capped(std::io::stdin(), "standard input", caps::ROSTER)?
    } else {
        source::read_bytes(file, file, caps::ROSTER)?
    };
    Ok(source::decode(file, &bytes).unwrap_or_else(|why| not_text(why, sources, findings)))
}

fn refuse_what_holds_nothing(plan: &Plan, findings: &mut Findings) {
    if plan.paragraphs.is_empty() && plan.entries.is_empty() && !findings.has_errors() {
        let finding = Diagnostic::new(
            EMPTY_BODY,
            Place::new(plan.source, 0..0),
            "there is neither a text nor a list of signatories in it",
        );
        findings.push(finding.help("give the file that holds the statement; nothing was written"));
    }
}

fn refused(sources: &Sources, findings: &mut Findings, terminal: &Terminal) -> ExitCode {
    findings.sort(sources);
    tell(&report::human::findings(
        sources,
        findings,
        terminal.colour,
        terminal.width,
    ));
    tell("nothing was written\n");
    ExitCode::FAILURE
}

/// What was read and what becomes of it; lines of which nothing was made, with their places.
fn shown(plan: &Plan) -> String {
    let mut counts = vec![
        counted(plan.paragraphs.len(), "paragraph", "paragraphs"),
        counted(plan.entries.len(), "entry", "entries"),
    ];
    if !plan.headings.is_empty() {
        counts.push(counted(plan.headings.len(), "heading", "headings"));
    }
    if !plan.front.is_empty() {
        counts.push(counted(
            plan.front.len(),
            "line for the front matter",
            "lines for the front matter",
        ));
    }
    counts.push(counted(plan.empty, "empty line", "empty lines"));
    let left = match plan.left_over.len() {
        0 => "nothing left over".to_string(),
        n => format!("{} left over:", counted(n, "line", "lines")),
    };
    let mut out = format!(
        "read {}: {}; {left}\n",
        counted(plan.lines_read, "line", "lines"),
        counts.join(", ")
    );
    if plan.entries.is_empty() {
        out.push_str("        no list of signatories was found: one name a line, under a line such as “Signed by:”\n");
    }
    if plan.paragraphs.is_empty() {
        out.push_str("        no text was found: only the roster is written\n");
    }
    for (line, text, why) in &plan.left_over {
        out.push_str(&format!("        line {line}: “{text}” ({why})\n"));
    }
    for (line, kind) in &plan.cut_from_body {
        out.push_str(&format!(
            "        line {line}: {} was cut out of the text\n",
            kind.placeholder()
        ));
    }
    let with_contacts = plan
        .entries
        .iter()
        .filter(|entry| !entry.contacts.is_empty())
        .count();
    if with_contacts > 0 {
        out.push_str(&format!(
            "        contact data of {} kept apart in {PRIVATE}\n",
            counted(with_contacts, "entry", "entries")
        ));
    }
    out
}

fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// The statement's name: what --name says, else the slug of the file's stem.
fn statement_name(job: &Job, file: &Path) -> anyhow::Result<String> {
    if let Some(name) = &job.name {
        let odd = name.is_empty()
            || name.starts_with('.')
            || name.contains(['/', '\\', '@'])
            || name.chars().any(char::is_control);
        if odd {
            bail!("--name “{name}”: a statement's name is a file's name, without / and @");
        }
        return Ok(name.clone());
    }
    let stem = file
        .file_stem()
        .filter(|_| file != Path::new("-"))
        .map(|stem| slug(&stem.to_string_lossy()));
    Ok(stem
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "statement".into()))
}

fn existing_roster(job: &Job, findings: &mut Findings) -> anyhow::Result<Option<Project>> {
    if job.is_new {
        return Ok(None);
    }
    let project = Project::read(&job.root, findings)?;
    if !project.roster.is_toml(&project.sources) {
        bail!(
            "the roster of this project is a sheet, {}, and import adds to a signatories.toml only; nothing was written\n  \
             help: import the text in an empty folder, or add the rows to the sheet",
            project.sources.get(project.roster.source).path.display()
        );
    }
    // Only a roster that can be read can be added to; statements are checked by `check`.
    let roster = project.roster.source;
    findings.list.retain(|finding| {
        finding.place.is_none_or(|place| place.source == roster) || finding.code == NOT_TEXT
    });
    Ok(Some(project))
}

/// The statement's file, where it is new; refused where another text stands there.
fn statement_write(job: &Job, plan: &Plan, name: &str) -> anyhow::Result<Option<Write>> {
    if plan.paragraphs.is_empty() {
        return Ok(None);
    }
    let path = Path::new(STATEMENTS).join(format!("{name}.md"));
    let text = import::statement_text(plan).into_bytes();
    let target = job.root.join(&path);
    let in_typst = path.with_extension("typ");
    if job.root.join(&in_typst).exists() {
        bail!(
            "{} is there, and this import would write the same statement in Markdown; nothing was written\n  \
             help: --name NAME makes another statement",
            in_typst.display()
        );
    }
    if !target.exists() {
        return Ok(Some((path, text)));
    }
    let there = source::read_bytes(&target, &path, caps::ROSTER)?;
    if there == text {
        return Ok(None);
    }
    if !job.force {
        bail!(
            "{} is there and differs from what this import would write; nothing was written\n  \
             help: --force replaces it, --name NAME makes another statement",
            path.display()
        );
    }
    Ok(Some((path, text)))
}

/// Which statement the imported entries signed, where the project has several.
struct Signing {
    /// None in a project with one signed statement, where it goes without saying.
    statement: Option<String>,
    /// The project's only statement until now.
    sole: Option<String>,
}

impl Signing {
    fn of(plan: &Plan, existing: Option<&Project>, name: &str) -> Signing {
        let known = existing.map_or(&[][..], |project| &project.signed.names);
        let others: Vec<&String> = known.iter().filter(|known| *known != name).collect();
        if plan.paragraphs.is_empty() || others.is_empty() {
            return Signing {
                statement: None,
                sole: None,
            };
        }
        let sole = (known.len() == 1).then(|| others[0].clone());
        Signing {
            statement: Some(name.to_string()),
            sole,
        }
    }
}

/// The roster with the new entries at its end. What is there stays, byte for byte; only in a project
/// that gets a second statement, entries are made to say which they signed.
fn roster_write(
    job: &Job,
    existing: Option<&Project>,
    additions: &Additions,
    signing: &Signing,
) -> Option<Write> {
    let path = PathBuf::from(ROSTER);
    let Some(project) = existing.filter(|_| !job.is_new) else {
        return Some((path, additions.text_to_append.clone().into_bytes()));
    };
    let source = project.sources.get(project.roster.source);
    let edits = signing.statement.as_ref().map_or_else(Vec::new, |new| {
        let signed_new: HashSet<String> = additions.already_there.iter().cloned().collect();
        import::signing::name_statements(
            &project.roster,
            source,
            new,
            signing.sole.as_deref(),
            &signed_new,
        )
    });
    if additions.text_to_append.is_empty() && edits.is_empty() {
        return None;
    }
    if let (Some(sole), false) = (&signing.sole, edits.is_empty()) {
        say(&format!(
            "        the project now has two statements: entries that did not say it are marked as signed under “{sole}”\n"
        ));
    }
    let newline = if source.text.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let (mut text, _) = edit::apply(&source.text, &edits.iter().collect::<Vec<_>>());
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str(newline);
    }
    text.push_str(&additions.text_to_append.replace('\n', newline));
    Some((path, source.encode(&text)))
}

/// Contact data, kept apart. Refused in a git work tree that would publish the file.
fn private_write(job: &Job, additions: &Additions) -> anyhow::Result<Option<Write>> {
    if additions.private_text.is_empty() {
        return Ok(None);
    }
    let gitignore_comes = job.is_new && !job.root.join(".gitignore").exists();
    if !gitignore_comes && is_published(&job.root) {
        bail!(
            "the text holds contact data, and git would publish {PRIVATE}; nothing was written\n  \
             help: add this line to .gitignore: {PRIVATE}"
        );
    }
    let path = PathBuf::from(PRIVATE);
    let target = job.root.join(&path);
    let mut text = if target.exists() {
        let bytes = source::read_bytes(&target, &path, caps::ROSTER)?;
        source::decode(&path, &bytes)
            .map_err(|why| anyhow::anyhow!("cannot add to {PRIVATE}: {}", why.message))?
            .text
    } else {
        String::from(
            "# Contact data and full lines, by id. Never published: no output reads this file, and git ignores it.\n",
        )
    };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text.push('\n');
    text.push_str(&additions.private_text);
    Ok(Some((path, text.into_bytes())))
}

/// Whether the folder lies in a git work tree that doesn't ignore the private file.
fn is_published(root: &Path) -> bool {
    if !root.ancestors().any(|folder| folder.join(".git").exists()) {
        return false;
    }
    let asked = Command::new("git")
        .args(["check-ignore", "--quiet", PRIVATE])
        .current_dir(root)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    match asked.ok().and_then(|status| status.code()) {
        Some(code) => code != 0,
        // Without git at hand, only a plain line is understood.
        None => {
            let path = Path::new(".gitignore");
            let lines =
                source::read_bytes(&root.join(path), path, caps::STATEMENT).unwrap_or_default();
            !String::from_utf8_lossy(&lines)
                .lines()
                .any(|line| line.trim() == PRIVATE)
        }
    }
}

/// What `check` says of the new project, and what to do next.
fn outlook(job: &Job, plan: &Plan) -> anyhow::Result<String> {
    let mut findings = Findings::default();
    let project = Project::read(&job.root, &mut findings)?;
    let linked = linkage::resolve(&project.sources, &project.roster, &mut findings);
    check::check(&project.subject(&linked), &mut findings);
    findings.sort(&project.sources);

    let mut lines = Vec::new();
    let mut taken = HashSet::new();
    let mut line_of = |record: usize| {
        let signed = &project.roster.records[record].as_signed;
        let fits = |entry: &&import::Entry| {
            signed
                .first()
                .is_some_and(|line| line.value == entry.as_signed)
        };
        let line = plan
            .entries
            .iter()
            .filter(fits)
            .map(|entry| entry.line)
            .find(|line| !taken.contains(line))?;
        taken.insert(line);
        Some(line)
    };
    for found in linked
        .duplicates
        .iter()
        .filter(|found| found.level == Level::Certain)
    {
        let records = found.records();
        let record = &project.roster.records[records[0]];
        let printed = linked.signatories.by_id(&record.id).map_or_else(
            || record.name.value.clone(),
            |signatory| signatory.full_name(),
        );
        let places: Vec<String> = records
            .iter()
            .filter_map(|&record| line_of(record))
            .map(|line| line.to_string())
            .collect();
        let places = match places.split_last() {
            Some((last, before)) if !before.is_empty() => {
                format!(" (lines {} and {last})", before.join(", "))
            }
            _ => String::new(),
        };
        let times = match records.len() {
            2 => "twice".to_string(),
            times => format!("{times} times"),
        };
        lines.push(format!(
            "1 entry is there {times}{places}: printed once as “{printed}”"
        ));
    }
    // Unprintable characters stop the build: they come before questions.
    for finding in findings
        .list
        .iter()
        .filter(|finding| finding.code == UNPRINTABLE_CHARACTER)
    {
        lines.push(finding.message.clone());
    }
    let mut questions: Vec<&Diagnostic> = findings
        .list
        .iter()
        .filter(|finding| QUESTIONS.contains(&finding.code))
        .collect();
    // A name to correct is easier to answer than where the lead ends.
    questions.sort_by_key(|finding| finding.code == LEAD_IN_BODY);
    if let Some(first) = questions.first() {
        lines.push(format!(
            "{}, the first: {}",
            counted(questions.len(), "question", "questions"),
            first.message
        ));
    }
    let mut out = String::new();
    for (at, line) in lines.iter().enumerate() {
        out.push_str(&format!("{:8}{line}\n", if at == 0 { "check" } else { "" }));
    }
    out.push_str(&format!(
        "{:8}undersigned check      see every question with its place and answer\n",
        "next"
    ));
    if !project.statements.is_empty() {
        out.push_str(&format!("{:8}undersigned build      make the PDF\n", ""));
    }
    Ok(out)
}
