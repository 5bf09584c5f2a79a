//! No output is ever an input: outputs are compared with the files that the run reads, by what they are and not by name.

use std::path::{Path, PathBuf};

use super::Wrong;
use super::files::{absolute, followed};
#[cfg(unix)]
use super::terminal;
use scorecard::extracts;

/// What a run reads.
#[derive(Default)]
pub struct Inputs {
    /// Files.
    files: Vec<PathBuf>,
    /// Folders, with the endings of the files that are read in them and in folders of theirs; all files where there are none.
    folders: Vec<(PathBuf, &'static [&'static str])>,
    /// Whether a sheet of commentary may be put beside extracts, to be filled in there.
    sheets: bool,
}

/// The endings of data and of commentary, besides those that are read as extracts.
const EXTRACTS: &[&str] = &["tsv", "toml"];

/// The endings of published figures.
const PUBLISHED: &[&str] = &["csv"];

impl Inputs {
    /// With a file.
    pub fn file(mut self, path: &Path) -> Self {
        self.files.push(path.to_owned());
        self
    }

    /// With a file, where there is one.
    pub fn maybe(self, path: Option<&PathBuf>) -> Self {
        match path {
            Some(path) => self.file(path),
            None => self,
        }
    }

    /// With all files of a folder.
    pub fn folder(mut self, path: &Path) -> Self {
        self.folders.push((path.to_owned(), &[]));
        self
    }

    /// With a folder of extracts.
    pub fn extracts(mut self, path: &Path) -> Self {
        self.folders.push((path.to_owned(), EXTRACTS));
        self
    }

    /// With leave to put a new sheet of commentary beside extracts.
    pub fn but_for_sheets(mut self) -> Self {
        self.sheets = true;
        self
    }

    /// With a folder of published figures.
    pub fn published(mut self, path: &Path) -> Self {
        self.folders.push((path.to_owned(), PUBLISHED));
        self
    }

    /// Sees to it that no output is one of them, nor would be read as one the next time; nor standard output.
    ///
    /// # Errors
    /// When one is.
    pub fn spare<'a>(&self, outputs: impl IntoIterator<Item = &'a Path>) -> Result<(), Wrong> {
        let mut read = self.files.clone();
        self.folders.iter().for_each(|(folder, endings)| list(folder, endings, 3, &mut read));
        let read: Vec<Identity> = read.iter().filter_map(|path| Identity::of(path)).collect();
        if Identity::of_standard_output().is_some_and(|output| read.contains(&output)) {
            let said = "standard output goes into a file that this run reads; send it elsewhere";
            return Err(Wrong::Usage(said.to_owned()));
        }
        for path in outputs {
            if Identity::of(path).is_some_and(|output| read.contains(&output)) {
                return Err(Wrong::Usage(format!(
                    "'{}' is a file that this run reads; it is not written over. Give the output another name",
                    path.display()
                )));
            }
            let to = absolute(&followed(path));
            let is_sheet = to.file_name().is_some_and(|name| extracts::is_commentary_sheet(&name.to_string_lossy()));
            if self.sheets && is_sheet {
                continue;
            }
            let would_be_read = |(folder, endings): &&(PathBuf, &[&str])| {
                is_read(path, endings) && !endings.is_empty() && to.starts_with(absolute(&followed(folder)))
            };
            if let Some((folder, endings)) = self.folders.iter().find(would_be_read) {
                let (folder, as_what) = if *endings == EXTRACTS {
                    (format!("the input folder '{}'", folder.display()), "an extract")
                } else {
                    (format!("the folder '{}'", folder.display()), "a published file")
                };
                return Err(Wrong::Usage(format!(
                    "'{}' lies in {folder}, where it would be read as {as_what}; write it elsewhere",
                    path.display()
                )));
            }
        }
        Ok(())
    }
}

/// Whether the files that are read have the ending of one.
fn is_read(path: &Path, endings: &[&str]) -> bool {
    let as_extract = endings == EXTRACTS && extracts::is_read(path);
    as_extract
        || endings.is_empty()
        || path.extension().is_some_and(|own| endings.iter().any(|ending| own.eq_ignore_ascii_case(ending)))
}

/// The files of a folder and of the folders in it, so deep.
fn list(folder: &Path, endings: &[&str], depth: usize, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        match path.is_dir() {
            true if depth > 0 => list(&path, endings, depth - 1, files),
            true => {}
            false if is_read(&path, endings) => files.push(path),
            false => {}
        }
    }
}

/// What a file is, whatever its name; links followed.
#[derive(PartialEq)]
struct Identity(#[cfg(unix)] (u64, u64), #[cfg(not(unix))] PathBuf);

impl Identity {
    #[cfg(unix)]
    fn of(path: &Path) -> Option<Self> {
        Self::of_found(&path.metadata().ok()?)
    }

    #[cfg(unix)]
    fn of_found(found: &std::fs::Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        found.is_file().then(|| Identity((found.dev(), found.ino())))
    }

    /// The file that standard output goes into, if it is one.
    #[cfg(unix)]
    fn of_standard_output() -> Option<Self> {
        Self::of_found(&terminal::found_behind_output()?)
    }

    #[cfg(not(unix))]
    fn of(path: &Path) -> Option<Self> {
        Some(Identity(path.canonicalize().ok().filter(|path| path.is_file())?))
    }

    #[cfg(not(unix))]
    fn of_standard_output() -> Option<Self> {
        None
    }
}
