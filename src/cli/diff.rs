//! `scorecard diff`: what two runs differ in.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::formats::{all_files, files_of, formats, outputs, paths};
use super::terminal::{self, Terminal};
use super::{Exit, Wrong, files};
use scorecard::changes::diff::{self, Changes};
use scorecard::changes::run::Run;
use scorecard::definitions;
use scorecard::formats::Format;
use scorecard::render::formats::{CHANGES, Look};

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
    #[arg(long, value_name = "FORMAT", value_parser = formats(&CHANGES))]
    pub format: Option<&'static Format<Changes, Look>>,
    /// The files to write.
    #[arg(long, value_name = "FILE", help = files_of(&CHANGES))]
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
    let outputs = outputs(&CHANGES, &arguments.output)?;
    let written = paths(&outputs);
    let written = || written.iter().map(PathBuf::as_path);
    files::each_once(written())?;
    super::inputs::Inputs::default().file(&arguments.old).file(&arguments.new).spare(written())?;
    let found = diff::diff(&read(&arguments.old)?, &read(&arguments.new)?);
    let rendered = all_files(&outputs, &found, &Look::of_file(120))?;
    files::write_all(&rendered, files::Readers::AsUsual)?;
    if arguments.format.is_some() || rendered.is_empty() {
        let format = arguments.format.unwrap_or(CHANGES.all[0]);
        terminal::out_styled(&String::from_utf8_lossy(&(format.render)(&found, &terminal.look())?))?;
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
