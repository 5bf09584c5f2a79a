//! The command line as written.

use std::path::PathBuf;

use clap::builder::styling::{self as anstyle, Styles};
use clap::builder::{NonEmptyStringValueParser, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::case_arguments::{Cases, DataArguments, Explain, New, Tables};
use super::commentary::Commentary;
use super::complete;
use super::diff::Diff;
use super::formats::formats;
use super::list::{self, Listing};
use super::settings::parse_month;
use super::stack::Stack;
use super::terminal::Terminal;
use super::test::Test;
use super::trend_arguments::Trend;
use scorecard::calendar::{self, Day, Month};
use scorecard::definitions::Since;
use scorecard::definitions::by::Only;
use scorecard::definitions::settings::Settings;
use scorecard::formats::Format;
use scorecard::render::ansi;
use scorecard::render::formats::{Look, SCORECARDS};
use scorecard::scorecard::{Audience, By, Document};

/// Colours that are read on any ground, as those of tables and problems.
const STYLES: Styles = Styles::styled().error(painted(ansi::RED)).valid(painted(ansi::GREEN)).invalid(painted(ansi::AMBER));

const fn painted(colour: u8) -> anstyle::Style {
    anstyle::Style::new().fg_color(Some(anstyle::Color::Ansi256(anstyle::Ansi256Color(colour)))).bold()
}

/// Pledge scorecards for children in care and care leavers, from case-level extracts.
#[derive(Debug, Parser)]
#[command(name = "scorecard", version, max_term_width = 100, propagate_version = true, styles = STYLES)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// What every command takes.
    #[command(flatten)]
    pub common: Common,
}

/// What every command takes.
#[derive(Clone, Debug, Args)]
pub struct Common {
    /// Folder of definitions, on top of those built in; may be given several times, each on top of the one before
    /// [default: ./indicators if there is one]
    #[arg(long, global = true, value_name = "DIR")]
    pub indicators: Vec<PathBuf>,
    /// Leave out scorecard.toml of the current folder
    #[arg(long, global = true)]
    pub no_config: bool,
    /// What scorecard.toml says.
    #[arg(skip)]
    pub settings: Settings,
    /// Say nothing but results and errors
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Show every problem in full
    #[arg(long, short, global = true)]
    pub verbose: bool,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: When,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Compute scorecards from a folder of extracts
    Compute(Compute),
    /// Check definitions and extracts: every problem, nothing computed
    Check(Check),
    /// List what there is
    List(List),
    /// Explain an indicator; with data, how each step narrows its cohort
    Explain(Explain),
    /// List the children behind a figure; case-level, not for boards
    Cases(Cases),
    /// Show every month of a scorecard or an indicator, with control charts
    Trend(Trend),
    /// Write the derived tables of a month; case-level, not for boards
    Tables(Tables),
    /// List what two runs differ in, from the JSON of each
    Diff(Diff),
    /// Put CSV files of several months or councils together, with the one .meta.csv that describes them
    Stack(Stack),
    /// List the red rows as a sheet to fill in: what is behind each figure, and what is being done
    Commentary(Commentary),
    /// Run cases worked by hand against the definitions
    Test(Test),
    /// Make a working folder of one's own, to begin from
    New(New),
    /// Write shell completions
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// Write manual pages
    Man {
        /// The folder they are written to, one for each command; without it the program's own is shown.
        #[arg(long, value_name = "DIR")]
        output: Option<PathBuf>,
    },
}

/// `scorecard compute`.
#[derive(Debug, Args)]
pub struct Compute {
    /// Scorecards, by id or by path to a TOML file [default: those in scorecard.toml, else national]
    #[arg(value_name = "SCORECARD", add = complete::scorecards())]
    pub scorecards: Vec<String>,
    /// Which data.
    #[command(flatten)]
    pub data: DataArguments,
    /// Date printed on outputs [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_day)]
    pub today: Option<Day>,
    /// Format of what goes to standard output [default: table, and nothing where --output is given]
    #[arg(long, value_name = "FORMAT", value_parser = formats(&SCORECARDS))]
    pub format: Option<&'static Format<Document, Look>>,
    /// Write to a file, the format by its ending; may be given several times
    #[arg(long, value_name = "FILE")]
    pub output: Vec<PathBuf>,
    /// For whom it is: public outputs hide small counts and all that gives them away [default: internal]
    #[arg(long, value_name = "WHO", value_parser = audiences())]
    pub audience: Option<Audience>,
    /// Begin Markdown with the month in brief: what moved, what is more than chance; papers have it in any case
    #[arg(long)]
    pub brief: bool,
    /// Give pages filters, sorting, search and charts that open; one file as ever, which works without its script too
    #[arg(long)]
    pub interactive: bool,
    /// Months of history before the period [default: 12 where an output draws it, else 0]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(i32).range(0..=120))]
    pub months: Option<i32>,
    /// Since when travel is, and what stands in the column before it [default: as the scorecard says, else month]
    #[arg(long, value_name = "SINCE", value_parser = sinces())]
    pub travel: Option<Since>,
    /// Which months histories and charts have: every month, or the ends of quarters
    #[arg(long, value_name = "TIME", default_value = "month")]
    pub every: Every,
    /// Figures of the last outturns, 31 March, beside those of the month: of up to three years
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=3))]
    pub outturns: u32,
    /// Break figures down by the groups of a column: sex, age-band, ethnic-group, disability, placement-type, legal-status,
    /// need or any other of words, codes, or yes and no; several with commas between are crossed; may be given several
    /// times [default: as the scorecard says]
    #[arg(long, value_name = "COLUMN", add = complete::breakdowns(), value_parser = breakdowns())]
    pub by: Vec<By>,
    /// Compute of one group alone, such as team=North; may be given several times, of several columns
    #[arg(long, value_name = "COLUMN=GROUP", add = complete::only(), value_parser = parse_only, conflicts_with = "published")]
    pub only: Vec<Only>,
    /// Folder of figures that the Department publishes, as downloaded, to compare with
    #[arg(long, value_name = "DIR")]
    pub benchmarks: Option<PathBuf>,
    /// What is behind the figures and what is being done [default: commentary.toml and commentary*.csv beside the extracts]
    #[arg(long, value_name = "FILE")]
    pub commentary: Option<PathBuf>,
    /// Word document of the council's own, .docx or .dotx, in whose styles and page Word papers are written [default: as the
    /// scorecard says]
    #[arg(long, value_name = "FILE")]
    pub template: Option<PathBuf>,
    /// JSON of an earlier run: figures that are no longer what it reported are marked
    #[arg(long, value_name = "FILE")]
    pub previous: Option<PathBuf>,
    /// Folder of the public JSON of earlier months and other scorecards: what is hidden must not follow from these either
    #[arg(long, value_name = "DIR")]
    pub published: Option<PathBuf>,
    /// Exit with status 3 when one of these is found; may be given several times
    #[arg(long, value_name = "WHAT")]
    pub fail_on: Vec<FailOn>,
}

/// `scorecard check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Scorecards to check besides those in the definitions, by path to a TOML file [default: those in scorecard.toml]
    #[arg(value_name = "SCORECARD", add = complete::scorecards())]
    pub scorecards: Vec<String>,
    /// Folder of extracts to check as well
    #[arg(long, value_name = "DIR")]
    pub extracts: Option<PathBuf>,
    /// Reporting month [default: the newest of the extracts]
    #[arg(long, value_name = "YYYY-MM", add = complete::months(), value_parser = parse_month)]
    pub period: Option<Month>,
    /// Date taken as today [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_day)]
    pub today: Option<Day>,
    /// Format of the problems on standard output
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: CheckFormat,
    /// Exit with status 3 when there is one
    #[arg(long, value_name = "WHAT")]
    pub fail_on: Vec<CheckFailOn>,
}

/// `scorecard list`.
#[derive(Debug, Args)]
pub struct List {
    /// What to list
    #[arg(default_value = "scorecards")]
    pub what: Listed,
    /// Only what has these words; of tables and extracts also the name of one
    #[arg(value_name = "WORDS", add = complete::listed())]
    pub words: Vec<String>,
    /// The columns to show, with commas between them [default: those that the width has room for]
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    pub columns: Vec<String>,
    /// Format of the list
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = formats(&list::FORMATS))]
    pub format: &'static Format<Listing, Terminal>,
}

/// What can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Listed {
    /// The library's indicators.
    Indicators,
    /// The scorecards.
    Scorecards,
    /// The extracts and their columns.
    Extracts,
    /// The derived tables and their columns.
    Tables,
}

/// Formats of problems: the compiler asks for each where they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// Tables of text.
    Table,
    /// JSON, schema scorecard/v1.
    Json,
}

/// What makes a run fail with status 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// A red row.
    Red,
    /// An amber or red row.
    Amber,
    /// A row without data.
    NoData,
    /// A problem in definitions or extracts.
    Problems,
    /// A row whose data end before the month.
    Stale,
    /// A red row without a comment of the month.
    NoCommentary,
}

/// What makes a check fail with status 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckFailOn {
    /// A problem that is more than a note.
    Problems,
}

/// Which months of a history are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Every {
    /// Every month.
    Month,
    /// The last months of quarters, and the reporting month.
    Quarter,
}

/// The words of since when travel is.
fn sinces() -> impl TypedValueParser<Value = Since> {
    PossibleValuesParser::new(Since::WORDS)
        .try_map(|word| Since::parse(&word).ok_or_else(|| format!("'{word}' is no time that travel is since")))
}

/// The words of audiences.
pub fn audiences() -> impl TypedValueParser<Value = Audience> {
    PossibleValuesParser::new(Audience::WORDS)
        .try_map(|word| Audience::parse(&word).ok_or_else(|| format!("'{word}' is no audience")))
}

/// The words of what figures are broken down by.
pub fn breakdowns() -> impl TypedValueParser<Value = By> {
    let parse = |word: String| By::parse(&word).ok_or_else(|| format!("'{word}' is no name of a column"));
    NonEmptyStringValueParser::new().try_map(parse)
}

/// One group of a column, as arguments have it.
///
/// # Errors
/// When it is none.
pub fn parse_only(text: &str) -> Result<Only, String> {
    Only::parse(text).ok_or_else(|| format!("'{text}' is no group; write it as COLUMN=GROUP, such as team=North"))
}

/// A day as arguments have it.
///
/// # Errors
/// When it is none.
pub fn parse_day(text: &str) -> Result<Day, String> {
    let day =
        calendar::parse_iso(text).ok_or_else(|| format!("'{text}' is not a date; write it as YYYY-MM-DD, such as 2018-04-03"))?;
    let year = calendar::Month::of(day).year();
    // Spreadsheets know no day before 1900, and a paper of another century is a slip of the pen.
    if (1900..=2200).contains(&year) { Ok(day) } else { Err(format!("the year {year} is none of a board paper; 1900 to 2200")) }
}
