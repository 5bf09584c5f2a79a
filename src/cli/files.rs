//! Output files: the format by the ending, each written whole or not at all.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::Wrong;
use super::arguments::OutputFormat;

/// The format that a file's ending names.
///
/// # Errors
/// When the ending names none.
pub fn format_of(path: &Path) -> Result<OutputFormat, Wrong> {
    match path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).as_deref() {
        Some("json") => Ok(OutputFormat::Json),
        Some("txt") => Ok(OutputFormat::Table),
        Some("csv") => Ok(OutputFormat::Csv),
        Some("md") => Ok(OutputFormat::Md),
        Some("html") => Ok(OutputFormat::Html),
        Some("xlsx") => Ok(OutputFormat::Xlsx),
        Some("docx") => Ok(OutputFormat::Docx),
        _ => Err(Wrong::Usage(format!(
            "the ending of '{}' names no format; use .html, .docx, .xlsx, .csv, .md, .json or .txt",
            path.display()
        ))),
    }
}

/// Writes every file, or changes none: all are written beside their place before any is moved there.
///
/// # Errors
/// When one cannot be written.
pub fn write_all(files: &[(PathBuf, Vec<u8>)]) -> Result<(), Wrong> {
    let failed = |path: &Path, error: &dyn std::fmt::Display| {
        let kept = if path.exists() { "; the file is as it was" } else { "" };
        Wrong::File(format!("cannot write '{}': {error}{kept}", path.display()))
    };
    let mut written = Vec::new();
    for (path, bytes) in files {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if path.is_dir() {
            return Err(failed(path, &"there is a folder of that name"));
        }
        if !folder.exists() {
            return Err(failed(path, &format!("there is no folder '{}'", folder.display())));
        }
        let mut file =
            tempfile::Builder::new().prefix(".scorecard-").tempfile_in(folder).map_err(|error| failed(path, &error))?;
        file.write_all(bytes).and_then(|()| file.flush()).map_err(|error| failed(path, &error))?;
        written.push((path, file));
    }
    for (path, file) in written {
        share(file.path());
        file.persist(path).map_err(|error| failed(path, &error.error))?;
    }
    Ok(())
}

/// A temporary file is private; a result is read by others as any new file is.
#[cfg(unix)]
fn share(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    // Left private where it cannot be changed: still a whole file.
    let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644));
}

#[cfg(not(unix))]
fn share(_path: &Path) {}
