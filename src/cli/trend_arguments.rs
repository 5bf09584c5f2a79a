//! The command line of `trend`, as written.

use std::path::PathBuf;

use clap::Args;

use super::arguments::{Every, audiences, parse_day};
use super::case_arguments::{DataArguments, GroupArguments};
use super::complete;
use super::formats::{files_of, formats};
use scorecard::calendar::Day;
use scorecard::formats::Format;
use scorecard::render::formats::{Look, TRENDS};
use scorecard::scorecard::{Audience, Document};

/// `scorecard trend`.
#[derive(Debug, Args)]
pub struct Trend {
    /// A scorecard, by id or by path to a TOML file; an indicator, by id; or a row as papers show it, such as KN-15
    #[arg(value_name = "SCORECARD|INDICATOR|ROW", add = complete::all())]
    pub name: String,
    /// The scorecard of the row or the indicator, whose target it then has
    #[arg(long, value_name = "SCORECARD", add = complete::scorecards())]
    pub scorecard: Option<String>,
    /// Which data.
    #[command(flatten)]
    pub data: DataArguments,
    /// How many months, the reporting month the last of them
    #[arg(long, value_name = "N", default_value_t = 13, value_parser = clap::value_parser!(i32).range(2..=121))]
    pub months: i32,
    /// Which of them are shown: every month, or the ends of quarters and the reporting month
    #[arg(long, value_name = "TIME", default_value = "month")]
    pub every: Every,
    /// Which groups.
    #[command(flatten)]
    pub groups: GroupArguments,
    /// Date printed on outputs [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_day)]
    pub today: Option<Day>,
    /// For whom it is: public outputs hide small counts and all that gives them away [default: internal]
    #[arg(long, value_name = "WHO", value_parser = audiences())]
    pub audience: Option<Audience>,
    /// Folder of the public JSON of earlier months and other scorecards: what is hidden must not follow from these either
    #[arg(long, value_name = "DIR")]
    pub published: Option<PathBuf>,
    /// Format of what goes to standard output [default: table, and nothing where --output is given]
    #[arg(long, value_name = "FORMAT", value_parser = formats(&TRENDS))]
    pub format: Option<&'static Format<Document, Look>>,
    /// The files to write.
    #[arg(long, value_name = "FILE", help = files_of(&TRENDS))]
    pub output: Vec<PathBuf>,
}
