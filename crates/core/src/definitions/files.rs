//! Reads definition files, and nothing that only looks like one.
//!
//! Definitions come from other people, and are read where secrets lie around: a link among them would be read in
//! their place and its lines shown, a pipe waits for ever, a device never ends. Takes a path, gives the text of an
//! ordinary file of a size that a person writes, or why not, with nothing of what is in it.

use std::fs::{File, Metadata};
use std::io::Read;
use std::path::Path;

/// The largest file of definitions, in bytes.
pub const LARGEST: u64 = 1024 * 1024;

/// The largest file of an earlier run, in bytes: 20 scorecards with ten years of months are a tenth of it.
pub const LARGEST_RUN: u64 = 256 * 1024 * 1024;

/// The text of an earlier run: of an ordinary file, a link to one, or what the shell hands over under a number, `<(...)`.
///
/// # Errors
/// Says why it is not read.
pub fn run(path: &Path) -> Result<String, String> {
    is_run(path)?;
    as_text(whole(File::open(path).map_err(|error| why(&error))?, LARGEST_RUN)?)
}

/// Sees to it that a file can be that of an earlier run, and opens none: a pipe that nobody writes to would wait for ever.
///
/// # Errors
/// Says why it cannot.
pub fn is_run(path: &Path) -> Result<(), String> {
    let found = path.metadata().map_err(|error| why(&error))?;
    let handed_over = ["/dev/fd", "/proc/self/fd"].iter().any(|folder| path.parent() == Some(Path::new(folder)));
    match found {
        found if found.is_dir() => Err("it is a folder".to_owned()),
        found if !found.is_file() && !handed_over => Err("it is a pipe or a device, and no file".to_owned()),
        _ => Ok(()),
    }
}

/// The text of an ordinary file.
///
/// # Errors
/// Says why it is not read.
pub fn text(path: &Path) -> Result<String, String> {
    as_text(bytes(path)?)
}

fn as_text(bytes: Vec<u8>) -> Result<String, String> {
    let text = String::from_utf8(bytes).map_err(|_| "it is not text in UTF-8".to_owned())?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The bytes of a file of no more than so many that a person named, who may mean one that a link leads to.
///
/// # Errors
/// Says why it is not read.
pub fn given(path: &Path, largest: u64) -> Result<Vec<u8>, String> {
    is_run(path)?;
    whole(File::open(path).map_err(|error| why(&error))?, largest)
}

/// The bytes of an ordinary file.
///
/// # Errors
/// Says why it is not read.
pub fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    bytes_of(path, LARGEST)
}

/// The same of no more than so many bytes.
///
/// # Errors
/// Says why it is not read.
pub fn bytes_of(path: &Path, largest: u64) -> Result<Vec<u8>, String> {
    let before = path.symlink_metadata().map_err(|error| why(&error))?;
    if before.is_symlink() {
        return Err("it is a link to another file".to_owned());
    }
    if before.is_dir() {
        return Err("it is a folder".to_owned());
    }
    if !before.is_file() {
        return Err("it is a pipe or a device, and no file".to_owned());
    }
    let file = File::open(path).map_err(|error| why(&error))?;
    let opened = file.metadata().map_err(|error| why(&error))?;
    // Between the two looks a link may have come into its place.
    if !opened.is_file() || !is_same(&before, &opened) {
        return Err("it was changed while it was read".to_owned());
    }
    whole(file, largest)
}

fn whole(file: File, largest: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    file.take(largest + 1).read_to_end(&mut bytes).map_err(|error| why(&error))?;
    if bytes.len() as u64 > largest {
        return Err(format!("it is larger than {} KB", largest / 1024));
    }
    Ok(bytes)
}

#[cfg(unix)]
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

#[cfg(not(unix))]
fn is_same(_: &Metadata, _: &Metadata) -> bool {
    true
}

fn why(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "it is not there".to_owned(),
        std::io::ErrorKind::PermissionDenied => "you may not read it".to_owned(),
        _ => format!("it cannot be read: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_files_are_read_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("own.toml"), "\u{feff}title = \"A\"\n").unwrap();
        assert_eq!(text(&at("own.toml")).unwrap(), "title = \"A\"\n");
        std::fs::write(at("large.toml"), vec![b'#'; LARGEST as usize]).unwrap();
        assert!(text(&at("large.toml")).is_ok());
        std::fs::write(at("large.toml"), vec![b'#'; LARGEST as usize + 1]).unwrap();
        assert_eq!(text(&at("large.toml")).unwrap_err(), "it is larger than 1024 KB");
        std::fs::write(at("latin.toml"), b"title = \"\xe9\"").unwrap();
        assert_eq!(text(&at("latin.toml")).unwrap_err(), "it is not text in UTF-8");
        assert_eq!(text(&at("none.toml")).unwrap_err(), "it is not there");
        assert_eq!(text(folder.path()).unwrap_err(), "it is a folder");
        assert_eq!(run(&at("own.toml")).unwrap(), "title = \"A\"\n");
        assert_eq!(run(folder.path()).unwrap_err(), "it is a folder");
        assert_eq!(run(&at("none.json")).unwrap_err(), "it is not there");
    }

    #[cfg(unix)]
    #[test]
    fn links_and_devices_are_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("secret"), "password = 1").unwrap();
        std::os::unix::fs::symlink(at("secret"), at("link.toml")).unwrap();
        std::os::unix::fs::symlink(at("gone"), at("broken.toml")).unwrap();
        assert_eq!(text(&at("link.toml")).unwrap_err(), "it is a link to another file");
        assert_eq!(text(&at("broken.toml")).unwrap_err(), "it is a link to another file");
        let made = std::process::Command::new("mkfifo").arg(at("pipe.toml")).status();
        if made.is_ok_and(|status| status.success()) {
            assert_eq!(text(&at("pipe.toml")).unwrap_err(), "it is a pipe or a device, and no file");
            assert_eq!(run(&at("pipe.toml")).unwrap_err(), "it is a pipe or a device, and no file");
        }
        assert_eq!(run(Path::new("/dev/zero")).unwrap_err(), "it is a pipe or a device, and no file");
        assert_eq!(run(&at("link.toml")).unwrap(), "password = 1");
        assert_eq!(text(Path::new("/dev/zero")).unwrap_err(), "it is a pipe or a device, and no file");
    }
}
