//! No output is ever an input: outputs are compared with the files that the run reads, by what they are and not by name.

use std::path::{Path, PathBuf};

use super::Wrong;
use super::files::{absolute, followed};
use scorecard::extracts;

/// What a run reads.
#[derive(Default)]
pub struct Inputs {
    /// Files.
    files: Vec<PathBuf>,
    /// Folders whose files are read, with those of folders in them.
    folders: Vec<PathBuf>,
    /// Folders of which every file may be an extract.
    extracts: Vec<PathBuf>,
}

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
        self.folders.push(path.to_owned());
        self
    }

    /// With a folder of extracts.
    pub fn extracts(mut self, path: &Path) -> Self {
        self.extracts.push(path.to_owned());
        self.folder(path)
    }

    /// Sees to it that no output is one of them, nor would be taken for an extract.
    ///
    /// # Errors
    /// When one is.
    pub fn spare<'a>(&self, outputs: impl IntoIterator<Item = &'a Path>) -> Result<(), Wrong> {
        let mut read = self.files.clone();
        self.folders.iter().for_each(|folder| list(folder, 3, &mut read));
        let read: Vec<Identity> = read.iter().filter_map(|path| Identity::of(path)).collect();
        for path in outputs {
            if Identity::of(path).is_some_and(|output| read.contains(&output)) {
                return Err(Wrong::Usage(format!(
                    "'{}' is a file that this run reads; it is not written over. Give the output another name",
                    path.display()
                )));
            }
            let ends = |ending: &str| path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending));
            let is_read = ends("parquet") || extracts::is_read(path);
            let to = absolute(&followed(path));
            let among = |folder: &&PathBuf| folder.canonicalize().is_ok_and(|folder| to.starts_with(folder));
            if let Some(folder) = self.extracts.iter().find(among).filter(|_| is_read) {
                return Err(Wrong::Usage(format!(
                    "'{}' lies in the input folder '{}', where it would be read as an extract; write it elsewhere",
                    path.display(),
                    folder.display()
                )));
            }
        }
        Ok(())
    }
}

/// The files of a folder and of the folders in it, so deep.
fn list(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        match path.is_dir() {
            true if depth > 0 => list(&path, depth - 1, files),
            true => {}
            false => files.push(path),
        }
    }
}

/// What a file is, whatever its name; links followed.
#[derive(PartialEq)]
struct Identity(#[cfg(unix)] (u64, u64), #[cfg(not(unix))] PathBuf);

impl Identity {
    #[cfg(unix)]
    fn of(path: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let found = path.metadata().ok().filter(std::fs::Metadata::is_file)?;
        Some(Identity((found.dev(), found.ino())))
    }

    #[cfg(not(unix))]
    fn of(path: &Path) -> Option<Self> {
        Some(Identity(path.canonicalize().ok().filter(|path| path.is_file())?))
    }
}
