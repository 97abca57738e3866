//! The command line: flags as typed. Each command settles its flags into a job once.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::builder::FalseyValueParser;
use clap::{Parser, Subcommand, ValueEnum};

/// Assembles documents that many parties sign: joint statements, open letters, and the press releases about them.
#[derive(Parser)]
#[command(version, max_term_width = 100, after_help = AFTER_HELP)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,

    /// Colours in messages
    #[arg(
        long,
        global = true,
        value_enum,
        default_value = "auto",
        env = "UNDERSIGNED_COLOR"
    )]
    pub color: Colour,
}

const AFTER_HELP: &str = "Exit codes: 0 done, nothing at or above --deny; 1 findings, nothing was written; 2 could not run.
Every flag has a twin in the environment: --deny is UNDERSIGNED_DENY.";

#[derive(Subcommand)]
pub enum Command {
    Import(Import),
    #[command(alias = "validate")]
    Check(Check),
    Review(Review),
    #[command(alias = "render")]
    Build(Build),
    Diff(Diff),
    Freeze(Freeze),
    Reconfirm(Reconfirm),
    Withdraw(Withdraw),
    Explain(Explain),
}

/// Turn a text as it arrives into a statement and a roster
#[derive(clap::Args)]
pub struct Import {
    /// The text: body and list of signatories; `-` reads standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The statement's name [default: from the file's name]
    #[arg(long, env = "UNDERSIGNED_NAME")]
    pub name: Option<String>,
    /// Show what would be written, and write nothing
    #[arg(long, env = "UNDERSIGNED_DRY_RUN", value_parser = FalseyValueParser::new())]
    pub dry_run: bool,
    /// Replace a statement that is there and differs
    #[arg(long, env = "UNDERSIGNED_FORCE", value_parser = FalseyValueParser::new())]
    pub force: bool,
}

/// List every blemish and every duplicate, with place, reason and fix
#[derive(clap::Args)]
pub struct Check {
    /// Files to check [default: the whole project]
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Apply safe fixes; with `=certain` also merge certain duplicates
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "safe", env = "UNDERSIGNED_FIX")]
    pub fix: Option<FixLevel>,
    /// With --fix: show the changes, and write nothing
    #[arg(long, requires = "fix", env = "UNDERSIGNED_DRY_RUN", value_parser = FalseyValueParser::new())]
    pub dry_run: bool,
    /// Report only what this roster has already: the FILEs are new arrivals, still apart from it
    #[arg(
        long,
        value_name = "ROSTER",
        conflicts_with = "fix",
        env = "UNDERSIGNED_AGAINST"
    )]
    pub against: Option<PathBuf>,
    /// The mildest finding that makes the exit code 1
    #[arg(long, value_enum, default_value = "error", env = "UNDERSIGNED_DENY")]
    pub deny: Deny,
    /// How findings are shown
    #[arg(long, value_enum, default_value = "human", env = "UNDERSIGNED_FORMAT")]
    pub format: Format,
}

/// Answer the open questions one at a time: duplicates, spellings, names of countries
#[derive(clap::Args)]
#[command(after_help = AFTER_REVIEW)]
pub struct Review {
    /// File to review [default: the whole project]
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Decide without being asked: these entries are one signatory
    #[arg(long, value_name = "ID", num_args = 2.., group = "answer")]
    pub same: Vec<String>,
    /// Decide without being asked: each of these entries is another signatory
    #[arg(long, value_name = "ID", num_args = 2.., group = "answer")]
    pub distinct: Vec<String>,
    /// Accept a finding: it is right as it stands
    #[arg(long, value_name = "CODE", requires = "of", group = "answer")]
    pub accept: Option<String>,
    /// Write what a finding proposes
    #[arg(long, value_name = "CODE", requires = "of", group = "answer")]
    pub correct: Option<String>,
    /// The entries, or the statement, that the finding is about
    #[arg(long, value_name = "ID", num_args = 1.., requires = "answer")]
    pub of: Vec<String>,
    /// How this project prints a country
    #[arg(long, value_name = "CODE=NAME", group = "answer")]
    pub country: Option<String>,
    /// Who decides; it is written beside the decision
    #[arg(long, value_name = "NAME", env = "UNDERSIGNED_BY")]
    pub by: Option<String>,
    /// The reason; it is written beside the decision
    #[arg(long, value_name = "TEXT", env = "UNDERSIGNED_WHY")]
    pub why: Option<String>,
}

const AFTER_REVIEW: &str = "Every answer is written at once, and `u` takes the last one back. Without a terminal the questions are
listed, each with the command that answers it. Answers are never taken from the environment.";

/// Make the PDF, and the text to paste into an e-mail
#[derive(clap::Args)]
pub struct Build {
    /// Name of the statement [default: every statement]
    #[arg(value_name = "STATEMENT")]
    pub statement: Option<String>,
    /// What to make
    #[arg(long, value_enum, value_delimiter = ',', env = "UNDERSIGNED_TO")]
    pub to: Vec<To>,
    /// Write one output to this file; `-` is standard output
    #[arg(short, long, value_name = "FILE", env = "UNDERSIGNED_OUTPUT")]
    pub output: Option<PathBuf>,
    /// Only the edition in this language
    #[arg(long, env = "UNDERSIGNED_LANG")]
    pub lang: Option<String>,
    /// The paper, above what the statement says
    #[arg(long, value_enum, env = "UNDERSIGNED_PAPER")]
    pub paper: Option<PaperName>,
    /// Leave out signatures of a later day
    #[arg(long, value_name = "DATE", env = "UNDERSIGNED_AS_OF")]
    pub as_of: Option<NaiveDate>,
    /// Build in spite of what is missing, and stamp every page
    #[arg(long, env = "UNDERSIGNED_DRAFT", value_parser = FalseyValueParser::new())]
    pub draft: bool,
    /// Take missing characters from the typefaces of this machine
    #[arg(long, env = "UNDERSIGNED_SYSTEM_FONTS", value_parser = FalseyValueParser::new())]
    pub system_fonts: bool,
    /// The mildest finding that stops the build
    #[arg(long, value_enum, default_value = "error", env = "UNDERSIGNED_DENY")]
    pub deny: Deny,
}

/// Show what changed between two versions, and whether signatories must be asked again
#[derive(clap::Args)]
#[command(after_help = AFTER_DIFF)]
pub struct Diff {
    /// The old version
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// The new version
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    /// How it is shown: for the terminal, as data, or as a document with every change marked
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        default_value = "human",
        env = "UNDERSIGNED_DIFF_TO"
    )]
    pub to: Vec<DiffTo>,
    /// Write one output to this file; `-` is standard output [default: out/ for PDF and HTML, else standard output]
    #[arg(short, long, value_name = "FILE", env = "UNDERSIGNED_OUTPUT")]
    pub output: Option<PathBuf>,
    /// Only the edition in this language
    #[arg(long, env = "UNDERSIGNED_LANG")]
    pub lang: Option<String>,
    /// Say which signatories must agree again: OLD is a frozen version, NEW another, or the statement’s name
    #[arg(long, conflicts_with_all = ["to", "stat"], env = "UNDERSIGNED_CONSENT", value_parser = FalseyValueParser::new())]
    pub consent: bool,
    /// Compare only the texts, or only the rosters
    #[arg(long, value_enum, value_name = "WHAT", env = "UNDERSIGNED_ONLY")]
    pub only: Option<Only>,
    /// Of rosters also those who are not listed: pending, declined. They are not for publication
    #[arg(long, env = "UNDERSIGNED_ALL", value_parser = FalseyValueParser::new())]
    pub all: bool,
    /// Show only the summary, and count words
    #[arg(long, conflicts_with = "to", env = "UNDERSIGNED_STAT", value_parser = FalseyValueParser::new())]
    pub stat: bool,
    /// List changes of layout and typography in a document, too
    #[arg(long, env = "UNDERSIGNED_MINOR", value_parser = FalseyValueParser::new())]
    pub minor: bool,
    /// Words shown around each change
    #[arg(
        long,
        value_name = "N",
        default_value_t = 8,
        env = "UNDERSIGNED_CONTEXT"
    )]
    pub context: usize,
    /// Don't show it page by page
    #[arg(long, env = "UNDERSIGNED_NO_PAGER", value_parser = FalseyValueParser::new())]
    pub no_pager: bool,
    /// End with exit code 1 where the versions differ
    #[arg(long, env = "UNDERSIGNED_EXIT_CODE", value_parser = FalseyValueParser::new())]
    pub exit_code: bool,
}

const AFTER_DIFF: &str = "A version is a file (a text, or a roster), a folder (a project, or texts), a statement’s name (as it is now), name@N (as it was
frozen), REV:path (a revision of git), or `-` (standard input).

On a terminal it is shown page by page: by UNDERSIGNED_PAGER, else PAGER, else `less`; `cat` is none.";

/// Mark a signatory as withdrawn in the roster: it stays there and is printed no longer
#[derive(clap::Args)]
pub struct Withdraw {
    /// The signatory's id
    #[arg(value_name = "ID")]
    pub id: String,
    /// The day on which it withdrew
    #[arg(long, value_name = "DATE")]
    pub on: NaiveDate,
    /// Why, or who said so; kept in the roster and never printed
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

/// Keep a statement as it is now, to be given to the signatories
#[derive(clap::Args)]
#[command(after_help = AFTER_FREEZE)]
pub struct Freeze {
    /// Name of the statement
    #[arg(value_name = "STATEMENT")]
    pub statement: String,
    /// The day of the version [default: today]
    #[arg(long, value_name = "DATE", env = "UNDERSIGNED_ON")]
    pub on: Option<NaiveDate>,
}

const AFTER_FREEZE: &str = "Every edition and the public roster are kept in versions/<name>@<N>/, read-only. From then on the text is
compared with that version: what signatories must agree to again stops the build.";

/// Enter that signatories agreed to a version
#[derive(clap::Args)]
pub struct Reconfirm {
    /// Name of the statement
    #[arg(value_name = "STATEMENT")]
    pub statement: String,
    /// The signatories, as signatories.toml names them
    #[arg(value_name = "ID", required = true)]
    pub ids: Vec<String>,
    /// The version [default: the latest]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub version: Option<u32>,
    /// The day on which they agreed
    #[arg(long, value_name = "DATE")]
    pub on: NaiveDate,
    /// Who agreed for them; never printed
    #[arg(long, value_name = "TEXT")]
    pub by: Option<String>,
    /// How they agreed, such as e-mail; never printed
    #[arg(long, value_name = "TEXT")]
    pub via: Option<String>,
    /// The edition that they agreed to
    #[arg(long, value_name = "TAG")]
    pub lang: Option<String>,
}

/// Say what a finding means and what to do about it
#[derive(clap::Args)]
pub struct Explain {
    /// The code in brackets; without one, all are listed
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FixLevel {
    Safe,
    Certain,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    Note,
    Warning,
    Error,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Human,
    Short,
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum To {
    Pdf,
    Txt,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DiffTo {
    Human,
    Json,
    Pdf,
    Html,
    Md,
}

impl DiffTo {
    /// Whether it is a document with every change marked.
    pub fn is_document(self) -> bool {
        matches!(self, DiffTo::Pdf | DiffTo::Html | DiffTo::Md)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Only {
    Text,
    Roster,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PaperName {
    A4,
    UsLetter,
}
