//! A council's own Word document, in whose look papers are written: opened within limits, and looked through whole before
//! any paper is made.
//!
//! Takes the bytes of a `.docx` or `.dotx`, gives its parts, or why it cannot be used. [`council`] knows what of it is
//! used and makes the new document.

pub mod council;
mod relations;
mod sheet;
mod stylesheet;
mod tree;

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::Arc;

use scorecard_core::scorecard::Template;
use zip::ZipArchive;

use council::Council;

/// The largest file, in bytes.
pub const LARGEST: u64 = 20_000_000;
/// The most that it may unpack to.
const UNPACKED: u64 = 100_000_000;
/// The most parts that it may have: pictures and heads are some each.
const PARTS: usize = 2_000;
/// What a container of Microsoft's older kind begins with: old Word documents, and all that are under a password.
const OLD: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// A template that papers can be written in.
///
/// # Errors
/// Says why it is none.
pub fn read(bytes: &[u8]) -> Result<Template, String> {
    if bytes.starts_with(&OLD) {
        let mark: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let is_protected = bytes.windows(mark.len()).any(|part| part == mark);
        return Err(
            if is_protected { PROTECTED } else { "it is a Word document of the old kind (.doc); save it as .docx" }.to_owned()
        );
    }
    if !bytes.starts_with(b"PK") {
        return Err("it is no Word document, whatever its name says; save it as .docx or .dotx".to_owned());
    }
    let mut template = Template { parts: Arc::new(unpacked(bytes)?), lacking: Vec::new() };
    let council = Council::of(&template)?;
    council.try_out()?;
    let lacking = council.lacking();
    template.lacking = lacking;
    Ok(template)
}

const PROTECTED: &str = "it is protected by a password; save it without one";

fn unpacked(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let damaged = || "it is damaged: it cannot be unpacked".to_owned();
    let too_much = || format!("it unpacks to more than {} million bytes", UNPACKED / 1_000_000);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    if archive.len() > PARTS {
        return Err(format!("it has more than {PARTS} parts"));
    }
    let mut parts = BTreeMap::new();
    let mut left = UNPACKED;
    for at in 0..archive.len() {
        let raw = archive.by_index_raw(at).map_err(|_| damaged())?;
        if raw.encrypted() {
            return Err(PROTECTED.to_owned());
        }
        drop(raw);
        let file = archive.by_index(at).map_err(|_| damaged())?;
        let name = file.name().map_err(|_| damaged())?.replace('\\', "/");
        let mut part = Vec::new();
        // What a file says of its size is not believed.
        file.take(left + 1).read_to_end(&mut part).map_err(|_| damaged())?;
        left = left.checked_sub(part.len() as u64).ok_or_else(too_much)?;
        if !name.ends_with('/') && parts.insert(name.trim_start_matches('/').to_owned(), part).is_some() {
            return Err(damaged());
        }
    }
    Ok(parts)
}
