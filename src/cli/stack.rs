//! `scorecard stack`: CSV files of several months or councils as one, with the one file that describes its columns.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Exit, Wrong, files};
use scorecard::render::csv::stack::{self, File, Refused};

/// `scorecard stack`.
#[derive(Debug, Args)]
pub struct Stack {
    /// CSV that compute wrote, of one month or several
    #[arg(value_name = "FILE.csv", required = true)]
    pub files: Vec<PathBuf>,
    /// The file to write, ending in .csv; its .meta.csv is written beside it
    #[arg(long, value_name = "FILE.csv")]
    pub output: PathBuf,
}

/// The most that is read of a file: a year of a hundred councils is a fifth of it.
const MOST: u64 = 1 << 30;

/// Runs the command.
pub fn run(arguments: &Stack) -> anyhow::Result<Exit> {
    let is_csv = |path: &Path| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    if !is_csv(&arguments.output) {
        let said = format!("'{}' does not end in .csv, which is what files are put together as", arguments.output.display());
        return Err(Wrong::Usage(said).into());
    }
    let meta = arguments.output.with_extension("meta.csv");
    let inputs = arguments.files.iter().fold(super::inputs::Inputs::default(), |inputs, file| inputs.file(file));
    inputs.spare([arguments.output.as_path(), meta.as_path()])?;
    let read: Vec<Vec<u8>> = arguments.files.iter().map(|path| read(path)).collect::<Result<_, Wrong>>()?;
    let named = arguments.files.iter().zip(&read);
    let all: Vec<File<'_>> = named.map(|(path, bytes)| File { name: path.display().to_string(), bytes }).collect();
    let stacked = stack::stack(&all).map_err(|refused| match refused {
        Refused::Unlike(said) | Refused::Twice(said) => anyhow::Error::from(Wrong::File(said)),
        Refused::Fault(error) => error,
    })?;
    files::write_all(&[(arguments.output.clone(), stacked.data), (meta, stacked.meta)], files::Readers::AsUsual)?;
    Ok(Exit::Done)
}

fn read(path: &Path) -> Result<Vec<u8>, Wrong> {
    let failed = |why: &dyn std::fmt::Display| Wrong::File(format!("cannot read '{}': {why}", path.display()));
    let found = std::fs::metadata(path).map_err(|error| failed(&error))?;
    if !found.is_file() {
        return Err(failed(&"it is no file"));
    }
    if found.len() > MOST {
        return Err(failed(&"it is larger than 1 GiB"));
    }
    std::fs::read(path).map_err(|error| failed(&error))
}
