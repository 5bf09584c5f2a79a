//! `scorecard commentary`: the red rows as a sheet to fill in.

use std::path::{Path, PathBuf};

use clap::Args;

use super::arguments::Common;
use super::case_arguments::DataArguments;
use super::complete;
use super::compute::{defined, show_problems};
use super::files::{self, Readers};
use super::inputs::Inputs;
use super::terminal::{self, Terminal};
use super::{Exit, Wrong};
use scorecard::job::{self, Options};
use scorecard::problem;
use scorecard::render::commentary;

/// `scorecard commentary`.
#[derive(Debug, Args)]
pub struct Commentary {
    /// Scorecards, by id or by path to a TOML file [default: those in scorecard.toml, else national]
    #[arg(value_name = "SCORECARD", add = complete::scorecards())]
    pub scorecards: Vec<String>,
    /// Which data.
    #[command(flatten)]
    pub data: DataArguments,
    /// Only the red rows that have no comment of the month yet
    #[arg(long)]
    pub missing: bool,
    /// A file of commentary, instead of those beside the extracts
    #[arg(long, value_name = "FILE")]
    pub commentary: Option<PathBuf>,
    /// Write the sheet to a file ending in .csv, such as commentary-2018-03.csv beside the extracts
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &Commentary, common: &Common, terminal: Terminal) -> anyhow::Result<Exit> {
    let settings = &common.settings;
    if let Some(path) = &arguments.output
        && !path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"))
    {
        return Err(Wrong::Usage(format!("'{}' does not end in .csv: the sheet is written as CSV", path.display())).into());
    }
    let said = arguments.commentary.clone().or_else(|| settings.commentary.clone());
    let named = arguments.scorecards.iter().map(Path::new).filter(|path| path.is_file());
    let inputs = super::inputs(common).extracts(&super::settings::extracts(&arguments.data, common)?).maybe(said.as_ref());
    // Beside the extracts a sheet is read as what it is.
    let inputs = named.fold(inputs, Inputs::file).but_for_sheets();
    inputs.spare(arguments.output.iter().map(PathBuf::as_path))?;
    let data = super::settings::data(&arguments.data, None, common)?;
    let named = super::compute::named(&arguments.scorecards, common);
    let Some((ids, defined)) = defined(&named, common, terminal)? else { return Ok(Exit::Stopped) };
    let options = Options {
        authority: data.authority.clone(),
        as_reported: data.as_reported,
        benchmarks: settings.benchmarks.clone(),
        commentary: said,
        ..Options::new(ids, &data.extracts, data.period, super::today(None))
    };
    let document = job::compute(&defined.catalogue, &options, &|doing| terminal.progress(doing))?;
    terminal.progress("");
    show_problems(&document.problems, common, terminal);
    if problem::stops(&document.problems) {
        terminal::err("error: nothing was computed\n");
        return Ok(Exit::Stopped);
    }
    super::compute::show_left_out(&document.problems, common, terminal);
    let sheet = commentary::csv(&document, arguments.missing)?;
    let number = commentary::rows(&document, arguments.missing).len();
    match &arguments.output {
        Some(path) => files::write_all(&[(path.clone(), sheet)], Readers::AsUsual)?,
        None => terminal::out_bytes(&sheet)?,
    }
    if !common.quiet {
        let rows = if number == 1 { "red row" } else { "red rows" };
        let what = if arguments.missing { " without a comment" } else { "" };
        let month = data.period.long();
        terminal::err(&match (number, &arguments.output) {
            (0, _) => format!("note: no {rows}{what} in {month}\n"),
            (_, None) => format!("note: {number} {rows}{what} in {month}\n"),
            (_, Some(path)) => format!(
                "note: {number} {rows}{what} in {month}: fill in '{}'; it is read when it lies beside the extracts, or with --commentary\n",
                path.display()
            ),
        });
    }
    Ok(Exit::Done)
}
