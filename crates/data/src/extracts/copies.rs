//! Whether two files are the same, byte for byte.
//!
//! Sizes are compared first: files of successive months hardly ever have the same, and none of those is opened.

use std::fs::File;
use std::hash::{BuildHasher, Hasher};
use std::io::{self, Read};
use std::path::Path;

use foldhash::fast::FixedState;

/// A number that files of the same bytes share, and others hardly ever; nothing where it cannot be read. It tells which of many
/// files of one size are worth comparing.
pub fn mark(mut file: impl Read) -> Option<u64> {
    let mut hasher = FixedState::default().build_hasher();
    let mut block = Vec::new();
    loop {
        block.clear();
        file.by_ref().take(BLOCK).read_to_end(&mut block).ok()?;
        if block.is_empty() {
            return Some(hasher.finish());
        }
        hasher.write(&block);
    }
}

/// How much of each is read at a time.
const BLOCK: u64 = 64 << 10;

/// Whether two files hold the same; not where one of them cannot be read.
pub fn are_alike(a: &Path, b: &Path) -> bool {
    let size = |path: &Path| path.metadata().map(|metadata| metadata.len()).ok();
    let (Some(one), Some(other)) = (size(a), size(b)) else { return false };
    one == other && same_content(a, b).unwrap_or(false)
}

fn same_content(a: &Path, b: &Path) -> io::Result<bool> {
    let (mut a, mut b) = (File::open(a)?, File::open(b)?);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    loop {
        ours.clear();
        theirs.clear();
        a.by_ref().take(BLOCK).read_to_end(&mut ours)?;
        b.by_ref().take(BLOCK).read_to_end(&mut theirs)?;
        if ours != theirs {
            return Ok(false);
        }
        if ours.is_empty() {
            return Ok(true);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_bytes_are_alike() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, content: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, content).unwrap();
            path
        };
        let long = vec![b'x'; 200_000];
        let mut other = long.clone();
        other[199_999] = b'y';
        let (long, again, other) = (write("a", &long), write("b", &long), write("c", &other));
        let shorter = write("d", &vec![b'x'; 199_999]);
        assert!(are_alike(&long, &again));
        let mark = |path: &Path| super::mark(File::open(path).unwrap());
        assert!(mark(&long) == mark(&again) && mark(&long) != mark(&other));
        assert!(!are_alike(&long, &other));
        assert!(!are_alike(&long, &shorter));
        assert!(are_alike(&write("e", b""), &write("f", b"")));
        assert!(!are_alike(&long, &folder.path().join("none")));
    }
}
