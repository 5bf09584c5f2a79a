//! `scorecard diff`: what two runs differ in.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::arguments::Format;
use super::terminal::{self, Terminal};
use super::{Exit, Wrong, files};
use scorecard::changes::diff::{self, Changes};
use scorecard::changes::run::Run;
use scorecard::definitions;
use scorecard::render::{changes, changes_json, table};

/// `scorecard diff`.
#[derive(Debug, Args)]
pub struct Diff {
    /// JSON of the run to compare with
    #[arg(value_name = "OLD.json")]
    pub old: PathBuf,
    /// JSON of the run that is compared
    #[arg(value_name = "NEW.json")]
    pub new: PathBuf,
    /// Format of what goes to standard output [default: table, and nothing where --output is given]
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<Format>,
    /// Write to a file ending in .json or .txt; may be given several times
    #[arg(long, value_name = "FILE")]
    pub output: Vec<PathBuf>,
    /// Exit with status 3 when the two differ
    #[arg(long, value_name = "WHAT")]
    pub fail_on: Vec<DiffFailOn>,
}

/// What makes a comparison fail with status 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFailOn {
    /// Any change.
    Changes,
}

/// Runs the command.
pub fn run(arguments: &Diff, terminal: Terminal) -> anyhow::Result<Exit> {
    let outputs: Vec<(PathBuf, Format)> =
        arguments.output.iter().map(|path| Ok((path.clone(), format_of(path)?))).collect::<Result<_, Wrong>>()?;
    let written = || outputs.iter().map(|(path, _)| path.as_path());
    files::each_once(written())?;
    super::inputs::Inputs::default().file(&arguments.old).file(&arguments.new).spare(written())?;
    let found = diff::diff(&read(&arguments.old)?, &read(&arguments.new)?);
    let plain = table::Style { colour: false, unicode: true, width: 120 };
    let rendered: Vec<(PathBuf, Vec<u8>)> = outputs
        .into_iter()
        .map(|(path, format)| Ok((path, text(&found, format, plain)?.into_bytes())))
        .collect::<anyhow::Result<_>>()?;
    files::write_all(&rendered, files::Readers::AsUsual)?;
    if arguments.format.is_some() || rendered.is_empty() {
        terminal::out_styled(&text(&found, arguments.format.unwrap_or(Format::Table), terminal.tables())?)?;
    }
    if arguments.fail_on.contains(&DiffFailOn::Changes) && !found.is_empty() {
        let ids = found.scorecards.iter().filter(|scorecard| !scorecard.rows.is_empty()).map(|scorecard| scorecard.id.as_str());
        terminal::err(&format!("failed on changes: {}\n", ids.collect::<Vec<_>>().join(", ")));
        return Ok(Exit::Found);
    }
    Ok(Exit::Done)
}

fn read(path: &Path) -> Result<Run, Wrong> {
    let text = definitions::files::run(path).map_err(|why| Wrong::File(format!("cannot read '{}': {why}", path.display())))?;
    Run::read(&text).map_err(|why| Wrong::File(format!("'{}' cannot be compared: {why}", path.display())))
}

fn text(found: &Changes, format: Format, style: table::Style) -> anyhow::Result<String> {
    match format {
        Format::Table => Ok(changes::render(found, style)),
        Format::Json => changes_json::render(found),
    }
}

fn format_of(path: &Path) -> Result<Format, Wrong> {
    match path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).as_deref() {
        Some("json") => Ok(Format::Json),
        Some("txt") => Ok(Format::Table),
        _ => Err(Wrong::Usage(format!("the ending of '{}' names no format of changes; use .json or .txt", path.display()))),
    }
}
