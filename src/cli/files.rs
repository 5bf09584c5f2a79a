//! Output files: each written whole or not at all.
//!
//! Every file is written beside its place under a name of its own, or none where the system can, and all are moved
//! to their places together when the last is written. Until then what stood there stays. What is written
//! holds children's facts, so that the file beside is readable by its owner alone, and goes when the run is stopped.

use std::fs::{File, Permissions};
use std::io::Write;
use std::path::{Component, Path, PathBuf};

use super::Wrong;
use super::beside::{self, Beside};
use scorecard::plain;

/// Who may read a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Whoever may read any new file of the user.
    AsUsual,
    /// The user alone: children stand in it one by one.
    Owner,
}

/// Where an output goes.
enum Place {
    /// A file, links followed; with the permissions that it has, where there is one.
    File(PathBuf, Option<Permissions>),
    /// A pipe or a device: written to as it stands.
    Stream(PathBuf),
}

/// Writes every file, or changes none: all are written beside their place before any is moved there.
///
/// A link is followed: what it points to is written. An existing file keeps its permissions.
///
/// # Errors
/// When one cannot be written.
pub fn write_all(files: &[(PathBuf, Vec<u8>)], readers: Readers) -> Result<(), Wrong> {
    let failed = |path: &Path, error: &dyn std::fmt::Display| {
        let kept = if path.is_file() { "; the file is as it was" } else { "" };
        Wrong::File(format!("cannot write '{}': {error}{kept}", path.display()))
    };
    let mut written = Vec::new();
    let mut streams = Vec::new();
    for (path, bytes) in files {
        match place(path).map_err(|why| failed(path, &why))? {
            Place::Stream(to) => streams.push((path, to, bytes)),
            Place::File(to, permissions) => {
                let mut file = Beside::new(&to).map_err(|error| failed(path, &error))?;
                file.write(&plain::leaving(bytes)).map_err(|error| failed(path, &error))?;
                written.push((path, to, permissions, file));
            }
        }
    }
    for (path, to, bytes) in streams {
        let stream = File::options().write(true).open(to);
        stream.and_then(|mut stream| stream.write_all(&plain::leaving(bytes))).map_err(|error| failed(path, &error))?;
    }
    // Who stops the run finds all files of it or none.
    let mut undisturbed = beside::undisturbed();
    for (path, to, permissions, file) in written {
        let permissions = permissions.or_else(|| if readers == Readers::Owner { None } else { usual(&to) });
        file.move_to(&to, permissions, &mut undisturbed).map_err(|error| failed(path, &error))?;
    }
    Ok(())
}

/// Where an output goes; why it cannot go there.
fn place(path: &Path) -> Result<Place, String> {
    let to = followed(path);
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(format!("there is no folder '{}'", folder.display()));
    }
    let Ok(found) = to.metadata() else { return Ok(Place::File(to, None)) };
    if found.is_dir() {
        return Err("there is a folder of that name".to_owned());
    }
    if !found.is_file() {
        return Ok(Place::Stream(to));
    }
    if found.permissions().readonly() {
        return Err("it is read-only".to_owned());
    }
    Ok(Place::File(to, Some(found.permissions())))
}

/// The path with links followed, also one that points to nothing yet.
pub fn followed(path: &Path) -> PathBuf {
    if let Ok(found) = path.canonicalize() {
        return found;
    }
    // A link may point to a link; one that goes round in a circle is left as it is.
    let mut to = path.to_owned();
    for _ in 0..40 {
        match std::fs::read_link(&to) {
            Ok(next) => to = to.parent().unwrap_or(Path::new("")).join(next),
            Err(_) => break,
        }
    }
    to
}

/// The permissions that a new file gets beside a path: those that the user's mask leaves.
#[cfg(unix)]
fn usual(path: &Path) -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let probe = tempfile::Builder::new().prefix(".scorecard-").permissions(Permissions::from_mode(0o666)).tempfile_in(folder);
    Some(probe.ok()?.as_file().metadata().ok()?.permissions())
}

#[cfg(not(unix))]
fn usual(_path: &Path) -> Option<Permissions> {
    None
}

/// No file may be written twice, also under two names.
///
/// # Errors
/// When one would be.
pub fn each_once<'a>(outputs: impl IntoIterator<Item = &'a Path>) -> Result<(), Wrong> {
    let mut seen: Vec<(PathBuf, PathBuf)> = Vec::new();
    for path in outputs {
        let to = absolute(&followed(path));
        // Pipes and devices may be written to twice.
        let is_stream = to.metadata().is_ok_and(|found| !found.is_file() && !found.is_dir());
        if let Some((_, first)) = seen.iter().find(|(other, _)| *other == to && !is_stream) {
            let also = if first == path { String::new() } else { format!(", as '{}' too", first.display()) };
            return Err(Wrong::Usage(format!(
                "'{}' would be written twice{also}; give each output a name of its own",
                path.display()
            )));
        }
        seen.push((to, path.to_owned()));
    }
    Ok(())
}

/// The path from the root, links followed as far as folders are there, so that two names of one place are the same.
pub fn absolute(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut found = PathBuf::new();
    for part in whole.components() {
        match part {
            // What is not there yet has no links.
            Component::ParentDir => drop(found.pop()),
            part => found.push(part),
        }
        if let Ok(real) = found.canonicalize() {
            found = real;
        }
    }
    found
}
