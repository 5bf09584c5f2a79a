//! `scorecard new`: a working folder that holds only what is the council's own, to begin from.

use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::case_arguments::New;
use super::{Exit, Wrong, folder, names, terminal};
use scorecard::definitions::{ScorecardDefinition, Sources};

/// The folder as it is made; its children are invented.
static FOLDER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/starter/folder");

/// Extracts of more invented children, for scorecards that are built in.
static EXTRACTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/starter/extracts");

/// The scorecard of the folder.
const OURS: &str = "indicators/scorecards/ours.toml";

/// Runs the command.
pub fn run(arguments: &New, quiet: bool) -> anyhow::Result<Exit> {
    let folder = arguments.folder.as_path();
    is_free(folder)?;
    folder::make(folder, &content(arguments.from.as_deref())?)?;
    if !quiet {
        let shown = folder.display();
        let said = format!("'{shown}' is ready: cd {shown}, then scorecard compute. Its README.md says how to go on.\n");
        terminal::out(&said)?;
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

/// The files of a new folder, by their paths in it. With a scorecard to begin from it is extended, and extracts for its rows
/// stand in place of the few.
fn content(from: Option<&str>) -> Result<Vec<(PathBuf, Vec<u8>)>, Wrong> {
    let mut files = Vec::new();
    add(&FOLDER, Path::new(""), &mut files);
    // What editors check definitions by.
    scorecard_indicators::FILES
        .get_dir("schema")
        .into_iter()
        .for_each(|schemas| add(schemas, Path::new("indicators"), &mut files));
    if let Some(id) = from {
        let catalogue = Sources::built_in().read().value;
        let scorecard = catalogue.scorecard(id).ok_or_else(|| names::no_scorecard(id, &catalogue))?;
        files.retain(|(path, _)| !path.starts_with("extracts") && path != Path::new(OURS));
        files.push((PathBuf::from(OURS), extending(scorecard).into_bytes()));
        add(&EXTRACTS, Path::new("extracts"), &mut files);
    }
    Ok(files)
}

/// A scorecard that follows one that is built in, with its first row to change.
fn extending(scorecard: &ScorecardDefinition) -> String {
    let id = &scorecard.id;
    let mut text = format!(
        "# Your scorecard follows '{id}', which is built in: only what is named here is changed.\n\
         extends = \"{id}\"\n\
         title = \"Our scorecard\"\n\n\
         # Groups and rows are known by their ids: name one to change a part of it, or a new one to add it at the end.\n\
         # `scorecard explain` and the JSON of `scorecard compute` show the ids.\n"
    );
    let first = scorecard.groups.first().and_then(|group| Some((group, group.rows.first()?)));
    if let Some((group, row)) = first {
        text += &format!(
            "# [[groups]]\n# id = \"{}\"\n#\n# [[groups.rows]]\n# id = \"{}\"\n# owner = \"Head of Service\"\n#\n",
            group.id, row.id
        );
    }
    text + "# [[groups]]\n# id = \"ours\"\n# title = \"What only we promise\"\n#\n# [[groups.rows]]\n# id = \"OURS-1\"\n\
            # indicator = \"foster-teenagers\"\n# target = \"60% to 80%\"\n# source = \"Corporate parenting strategy, pledge 1\"\n"
}

fn add(dir: &Dir<'_>, within: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    files.extend(dir.files().map(|file| (within.join(file.path()), file.contents().to_vec())));
    dir.dirs().for_each(|inner| add(inner, within, files));
}
