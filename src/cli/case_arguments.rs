//! The command line of the commands that look at cases, as written; and of `new`.

use std::path::PathBuf;

use clap::Args;

use super::arguments::{breakdowns, parse_only};
use super::complete;
use super::formats::{files_of, formats};
use super::settings::{Authorities, parse_authorities, parse_authority, parse_month};
use scorecard::calendar::Month;
use scorecard::definitions::by::Only;
use scorecard::explain::Explanation;
use scorecard::export::{self, TableFormat};
use scorecard::formats::Format;
use scorecard::render::children::Children;
use scorecard::render::formats::{CASES, EXPLANATIONS, Look};
use scorecard::scorecard::By;

/// `scorecard explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// The indicator by id, a row as papers show it, such as KN-15, or words, which list what matches
    #[arg(value_name = "INDICATOR|ROW|WORDS", add = complete::measures(), required = true)]
    pub indicator: Vec<String>,
    /// The scorecard of the row
    #[arg(long, value_name = "SCORECARD", add = complete::scorecards())]
    pub scorecard: Option<String>,
    /// Folder of CSV files, to see how each step narrows the cohort
    #[arg(long, value_name = "DIR", requires = "period")]
    pub extracts: Option<PathBuf>,
    /// Reporting month, to see how each step narrows the cohort
    #[arg(long, value_name = "YYYY-MM", add = complete::months(), value_parser = parse_month)]
    pub period: Option<Month>,
    /// ONS code of the authority
    #[arg(long, value_name = "CODE", value_parser = parse_authority)]
    pub authority: Option<String>,
    /// Leave out extracts of months after the period
    #[arg(long)]
    pub as_reported: bool,
    /// Which groups.
    #[command(flatten)]
    pub groups: GroupArguments,
    /// Format of the explanation
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = formats(&EXPLANATIONS))]
    pub format: &'static Format<Explanation, Look>,
}

/// Which data are looked at.
#[derive(Clone, Debug, Args)]
pub struct DataArguments {
    /// Folder of CSV files, or with a folder YYYY-MM for each month [default: that of scorecard.toml]
    #[arg(long, value_name = "DIR")]
    pub extracts: Option<PathBuf>,
    /// Reporting month [default: the latest whole month of the extracts]
    #[arg(long, value_name = "YYYY-MM", add = complete::months(), value_parser = parse_month)]
    pub period: Option<Month>,
    /// ONS code of the authority, instead of the scorecard's; of compute also several with commas between, or all
    #[arg(long, value_name = "CODE", value_parser = parse_authorities)]
    pub authority: Option<Authorities>,
    /// Leave out extracts of months after the period
    #[arg(long)]
    pub as_reported: bool,
}

/// What a close look is broken down by, and of which groups it is.
#[derive(Debug, Args)]
pub struct GroupArguments {
    /// Broken down by the groups of a column, such as team; several with commas between are crossed; may be given several times
    #[arg(long, value_name = "COLUMN", add = complete::breakdowns(), value_parser = breakdowns())]
    pub by: Vec<By>,
    /// Of one group alone, such as team=North; may be given several times, of several columns
    #[arg(long, value_name = "COLUMN=GROUP", add = complete::only(), value_parser = parse_only)]
    pub only: Vec<Only>,
}

/// `scorecard cases`.
#[derive(Debug, Args)]
pub struct Cases {
    /// The indicator by id, or a row as papers show it, such as KN-15
    #[arg(value_name = "INDICATOR|ROW", add = complete::measures())]
    pub indicator: String,
    /// The scorecard of the row
    #[arg(long, value_name = "SCORECARD", add = complete::scorecards())]
    pub scorecard: Option<String>,
    /// Which data.
    #[command(flatten)]
    pub data: DataArguments,
    /// Which groups.
    #[command(flatten)]
    pub groups: GroupArguments,
    /// Who crosses a line of the indicator in the months to come, if everybody stays where they are [default: 3 months]
    #[arg(long, value_name = "MONTHS", num_args = 0..=1, default_missing_value = "3", value_parser = clap::value_parser!(i32).range(1..=36))]
    pub due: Option<i32>,
    /// Format of what goes to standard output [default: table, and nothing where --output is given]
    #[arg(long, value_name = "FORMAT", value_parser = formats(&CASES))]
    pub format: Option<&'static Format<Children, Look>>,
    /// The files to write.
    #[arg(long, value_name = "FILE", help = files_of(&CASES))]
    pub output: Vec<PathBuf>,
}

/// `scorecard tables`.
#[derive(Debug, Args)]
pub struct Tables {
    /// The tables to write [default: all]
    #[arg(value_name = "TABLE", add = complete::tables())]
    pub tables: Vec<String>,
    /// Which data.
    #[command(flatten)]
    pub data: DataArguments,
    /// Which groups.
    #[command(flatten)]
    pub groups: GroupArguments,
    /// Folder to write into; made if there is none
    #[arg(long, value_name = "DIR")]
    pub output: PathBuf,
    /// Format of the files
    #[arg(long, value_name = "FORMAT", default_value = "parquet", value_parser = formats(&export::FORMATS))]
    pub format: &'static TableFormat,
}

/// `scorecard new`.
#[derive(Debug, Args)]
pub struct New {
    /// The folder to make; it may exist if it is empty
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// A scorecard that is built in to begin from, such as national [default: a short one to write over]
    #[arg(long, value_name = "SCORECARD", add = complete::built_in())]
    pub from: Option<String>,
}
