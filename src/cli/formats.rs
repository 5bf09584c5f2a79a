//! The formats of results on the command line: possible values and files, from the registry of their kind of result.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::Wrong;
use super::files::Readers;
use scorecard::formats::{Format, Formats};

/// The words of formats.
pub fn formats<T, L>(known: &'static Formats<T, L>) -> impl TypedValueParser<Value = &'static Format<T, L>> {
    let values = known.all.iter().map(|format| PossibleValue::new(format.name).help(format.about));
    let find = |word: String| known.named(&word).ok_or_else(|| format!("'{word}' is no format"));
    PossibleValuesParser::new(values).try_map(find)
}

/// The help of what names files of formats that its own help lists.
pub fn files_of<T, L>(known: &Formats<T, L>) -> String {
    format!("Write to a file ending in {}; may be given several times", known.endings())
}

/// A file that is written, with its format.
pub struct Output<T: 'static, L: 'static> {
    /// Where it goes.
    pub path: PathBuf,
    /// Its format, by its ending.
    pub format: &'static Format<T, L>,
}

/// Every file with the format of its ending.
///
/// # Errors
/// When an ending names none.
pub fn outputs<T, L>(known: &Formats<T, L>, paths: &[PathBuf]) -> Result<Vec<Output<T, L>>, Wrong> {
    let output = |path: &PathBuf| Ok(Output { path: path.clone(), format: known.of_file(path).map_err(Wrong::Usage)? });
    paths.iter().map(output).collect()
}

impl<T, L> Output<T, L> {
    /// Every file that is written of it: its own, and the one beside.
    pub fn paths(&self) -> Vec<PathBuf> {
        let beside = self.format.beside.map(|(ending, _)| self.path.with_extension(ending));
        [self.path.clone()].into_iter().chain(beside).collect()
    }

    /// What is written into each, the one beside first.
    ///
    /// # Errors
    /// Only for faults of ours.
    pub fn files(&self, of: &T, look: &L) -> anyhow::Result<Vec<(PathBuf, Vec<u8>)>> {
        let mut files = Vec::new();
        if let Some((ending, write)) = self.format.beside {
            files.push((self.path.with_extension(ending), write(of)?));
        }
        files.push((self.path.clone(), (self.format.render)(of, look)?));
        Ok(files)
    }
}

/// Every file of every output.
pub fn paths<T, L>(outputs: &[Output<T, L>]) -> Vec<PathBuf> {
    outputs.iter().flat_map(Output::paths).collect()
}

/// All that is written, none of it before all is made.
///
/// # Errors
/// Only for faults of ours.
pub fn all_files<T, L>(outputs: &[Output<T, L>], of: &T, look: &L) -> anyhow::Result<Vec<(PathBuf, Vec<u8>)>> {
    let files: Vec<Vec<_>> = outputs.iter().map(|output| output.files(of, look)).collect::<anyhow::Result<_>>()?;
    Ok(files.into_iter().flatten().collect())
}

/// Who may read a new file of a format.
pub fn readers<T, L>(outputs: &[Output<T, L>]) -> Readers {
    if outputs.iter().any(|output| output.format.children) { Readers::Owner } else { Readers::AsUsual }
}
