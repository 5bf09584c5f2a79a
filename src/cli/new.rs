//! `scorecard new`: a working folder with definitions and sample extracts, to begin from.

use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::case_arguments::New;
use super::{Exit, Wrong, beside, terminal};
use scorecard::definitions::Sources;

/// What is put beside the definitions; the extracts are of invented children.
static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/starter");

/// Runs the command.
pub fn run(arguments: &New, quiet: bool) -> anyhow::Result<Exit> {
    let folder = &arguments.folder;
    is_free(folder)?;
    make(folder)?;
    if !quiet {
        let shown = folder.display();
        terminal::out(&format!("'{shown}' is ready. {shown}{}README.md says how to go on.\n", std::path::MAIN_SEPARATOR))?;
    }
    Ok(Exit::Done)
}

/// Nothing of anybody's is written over.
fn is_free(folder: &Path) -> Result<(), Wrong> {
    if !folder.exists() {
        return Ok(());
    }
    let mut entries = std::fs::read_dir(folder)
        .map_err(|error| Wrong::Usage(format!("'{}' cannot be used as a new folder: {error}", folder.display())))?;
    match entries.next() {
        None => Ok(()),
        Some(_) => Err(Wrong::Usage(format!("the folder '{}' is not empty; name one that does not exist", folder.display()))),
    }
}

/// The files of a new folder, by their paths in it.
fn content() -> Vec<(PathBuf, Vec<u8>)> {
    let definitions = Sources::built_in();
    let Sources { extracts, indicators, local, scorecards, benchmarks, problems: _, lenient: _ } = definitions;
    let definitions = [extracts, indicators, local, scorecards, benchmarks].into_iter().flatten();
    let mut files: Vec<_> = definitions.map(|file| (PathBuf::from(file.path), file.text.as_bytes().to_vec())).collect();
    add(&STARTER, &mut files);
    files
}

fn add(dir: &Dir<'_>, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    files.extend(dir.files().map(|file| (file.path().to_owned(), file.contents().to_vec())));
    dir.dirs().for_each(|inner| add(inner, files));
}

/// Makes the folder beside its place and moves it there when it is whole: none stays half made.
fn make(folder: &Path) -> Result<(), Wrong> {
    let failed = |error: std::io::Error| Wrong::File(format!("cannot make '{}': {error}", folder.display()));
    // A folder that is there may be the working folder, or a disk of its own: it stays, and is filled.
    let is_there = folder.is_dir();
    let parent = folder.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let above = if is_there { folder } else { parent };
    std::fs::create_dir_all(above).map_err(failed)?;
    let mut undisturbed = beside::undisturbed();
    let beside = tempfile::Builder::new().prefix(".scorecard-").tempdir_in(above).map_err(failed)?;
    undisturbed.note(beside.path());
    drop(undisturbed);
    let whole = beside.path().join("whole");
    let made = write(&whole);
    let mut undisturbed = beside::undisturbed();
    let made = made.and_then(|()| if is_there { fill(&whole, folder) } else { std::fs::rename(&whole, folder) });
    undisturbed.forget(beside.path());
    made.map_err(failed)
}

/// Moves what a folder holds into an empty one; nothing where one part cannot be moved.
fn fill(from: &Path, folder: &Path) -> std::io::Result<()> {
    let mut moved: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(from)? {
        let done = entry.and_then(|entry| {
            let to = folder.join(entry.file_name());
            std::fs::rename(entry.path(), &to).map(|()| to)
        });
        match done {
            Ok(to) => moved.push(to),
            Err(error) => {
                for path in moved {
                    let _ = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
                }
                return Err(error);
            }
        }
    }
    Ok(())
}

fn write(folder: &Path) -> std::io::Result<()> {
    for (path, bytes) in content() {
        // File by file: a run that is stopped makes none after its folder was removed.
        let _undisturbed = beside::undisturbed();
        let path = folder.join(path);
        path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
        std::fs::write(path, bytes)?;
    }
    Ok(())
}
