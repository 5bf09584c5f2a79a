//! A file written beside its place, to be moved there when it is whole.
//!
//! Readable by its owner alone. On Linux it has no name until it is whole, where the file system can do that: nothing of it
//! stays whatever stops the run. Elsewhere it has one, and goes with the run, also when the run is interrupted.

use std::fs::{File, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::NamedTempFile;

/// The names of files beside their places, to be removed when the run is interrupted.
static NAMED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Sees to it that nothing half written stays when the run is interrupted or asked to end.
#[cfg(unix)]
pub fn clear_up_when_stopped() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    // Where it cannot be set up a file beside its place may stay: readable by its owner alone.
    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM]) else { return };
    std::thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            // Held until the end: nothing is made or moved any more.
            let mut named = undisturbed();
            for path in named.0.drain(..) {
                let _ = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
            }
            std::process::exit(128 + signal);
        }
    });
}

/// Windows ends a program without asking it.
#[cfg(not(unix))]
pub fn clear_up_when_stopped() {}

/// What is done while it is held is done whole: a run that is stopped ends before or after it.
pub struct Undisturbed(MutexGuard<'static, Vec<PathBuf>>);

/// Waits for it.
pub fn undisturbed() -> Undisturbed {
    Undisturbed(NAMED.lock().unwrap_or_else(PoisonError::into_inner))
}

impl Undisturbed {
    /// Notes a name to be removed when the run is stopped.
    pub fn note(&mut self, path: &Path) {
        self.0.push(path.to_owned());
    }

    /// Takes a note back.
    pub fn forget(&mut self, path: &Path) {
        self.0.retain(|noted| noted != path);
    }
}

/// A file beside its place.
pub enum Beside {
    /// Without a name.
    #[cfg(target_os = "linux")]
    Unnamed(File),
    /// Under a name of its own.
    Named(NamedTempFile),
}

impl Beside {
    /// One beside a path.
    ///
    /// # Errors
    /// When the folder takes none.
    pub fn new(path: &Path) -> io::Result<Self> {
        let folder = folder(path);
        #[cfg(target_os = "linux")]
        if let Ok(file) = unnamed::open(folder) {
            return Ok(Beside::Unnamed(file));
        }
        let mut undisturbed = undisturbed();
        let file = named(folder)?;
        undisturbed.note(file.path());
        Ok(Beside::Named(file))
    }

    /// Writes to it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let file = self.file();
        file.write_all(bytes)?;
        file.flush()
    }

    fn file(&mut self) -> &mut File {
        match self {
            #[cfg(target_os = "linux")]
            Beside::Unnamed(file) => file,
            Beside::Named(file) => file.as_file_mut(),
        }
    }

    /// Moves it to its place, over what stands there.
    ///
    /// # Errors
    /// When it cannot be moved; what stands there stays.
    pub fn move_to(mut self, path: &Path, permissions: Option<Permissions>, undisturbed: &mut Undisturbed) -> io::Result<()> {
        if let Some(permissions) = permissions {
            self.file().set_permissions(permissions)?;
        }
        match self {
            #[cfg(target_os = "linux")]
            Beside::Unnamed(file) => unnamed::move_to(&file, path),
            Beside::Named(file) => {
                let name = file.path().to_owned();
                let moved = file.persist(path).map(drop).map_err(|error| error.error);
                undisturbed.forget(&name);
                moved
            }
        }
    }
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn named(folder: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new().prefix(".scorecard-").tempfile_in(folder)
}

/// Files that have no name until they are whole.
#[cfg(target_os = "linux")]
mod unnamed {
    use std::fs::File;
    use std::io;
    use std::os::fd::AsRawFd;
    use std::path::Path;

    use rustix::fs::{AtFlags, CWD, Mode, OFlags, linkat, open as open_file};

    /// One in a folder, readable by its owner alone.
    pub fn open(folder: &Path) -> io::Result<File> {
        let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
        Ok(File::from(open_file(folder, flags, Mode::RUSR | Mode::WUSR)?))
    }

    /// Gives it a name, and with that its place. A link is never made over a file, so it has another name for a moment.
    pub fn move_to(file: &File, path: &Path) -> io::Result<()> {
        let from = format!("/proc/self/fd/{}", file.as_raw_fd());
        // A free name: that of a file made and removed.
        let name = super::named(super::folder(path))?.into_temp_path().to_path_buf();
        let _ = std::fs::remove_file(&name);
        let moved = linkat(CWD, &from, CWD, &name, AtFlags::SYMLINK_FOLLOW)
            .map_err(io::Error::from)
            .and_then(|()| std::fs::rename(&name, path));
        if moved.is_err() {
            let _ = std::fs::remove_file(&name);
        }
        moved
    }
}
