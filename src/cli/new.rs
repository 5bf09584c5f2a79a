//! `scorecard new`: a working folder with definitions and sample extracts, to begin from.

use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::case_arguments::New;
use super::{Exit, Wrong, folder, terminal};
use scorecard::definitions::Sources;

/// What is put beside the definitions; the extracts are of invented children.
static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/starter");

/// Runs the command.
pub fn run(arguments: &New, quiet: bool) -> anyhow::Result<Exit> {
    let folder = arguments.folder.as_path();
    is_free(folder)?;
    folder::make(folder, &content())?;
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
