//! Makes a folder with files: beside its place, and moved there when it is whole.

use std::path::{Path, PathBuf};

use super::{Wrong, beside};

/// Makes the folder; none stays half made.
///
/// # Errors
/// When it cannot be made.
pub fn make(folder: &Path, files: &[(PathBuf, Vec<u8>)]) -> Result<(), Wrong> {
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
    let made = write(&whole, files);
    let mut undisturbed = beside::undisturbed();
    let made = made.and_then(|()| if is_there { fill(&whole, folder) } else { std::fs::rename(&whole, folder) });
    // What is left of it goes before the run can be stopped again.
    let emptied = beside.path().to_owned();
    drop(beside);
    undisturbed.forget(&emptied);
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

fn write(folder: &Path, files: &[(PathBuf, Vec<u8>)]) -> std::io::Result<()> {
    for (path, bytes) in files {
        // File by file: a run that is stopped makes none after its folder was removed.
        let _undisturbed = beside::undisturbed();
        let path = folder.join(path);
        path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
        std::fs::write(path, bytes)?;
    }
    Ok(())
}
