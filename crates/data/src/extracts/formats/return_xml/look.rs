//! Looks at a return before it is read: whether it is UTF-8, and whether it has more records than can be.
//!
//! Takes its bytes piece by piece and holds no more than one piece. A return of millions of episodes is refused here, in the time
//! that it takes to count them, and not after most of them have been read.

use std::collections::HashMap;
use std::io::Read;

use super::super::super::encoding;
use super::super::super::limits;

/// The bytes that are looked at together.
const PIECE: usize = 1 << 20;

/// The most bytes of an element's name that tell it from others.
const NAME: usize = 100;

/// The most different elements that are counted; a return has some sixty.
const NAMES: usize = 1_000;

/// Whether a return is UTF-8 and can be read as it stands.
///
/// # Errors
/// When it cannot be read, or an element comes more often than a table may have rows.
pub fn is_utf8(file: impl Read) -> anyhow::Result<bool> {
    is_within(file, PIECE, limits::LINES)
}

fn is_within(mut file: impl Read, piece: usize, most: usize) -> anyhow::Result<bool> {
    let mut counted: HashMap<Vec<u8>, usize> = HashMap::new();
    let mut bytes: Vec<u8> = Vec::with_capacity(piece + NAME);
    let mut first = true;
    loop {
        let read = file.by_ref().take(piece as u64).read_to_end(&mut bytes)?;
        if std::mem::take(&mut first) && encoding::is_of_sixteen_bits(&bytes) {
            return Ok(false);
        }
        let whole = match std::str::from_utf8(&bytes) {
            Ok(_) => bytes.len(),
            // Only the end may be one of a character.
            Err(error) if error.error_len().is_none() && read > 0 => error.valid_up_to(),
            Err(_) => return Ok(false),
        };
        // An element that begins near the end is looked at with the next piece.
        let near = whole.saturating_sub(NAME);
        // No character is parted.
        let part = |at: &usize| bytes.get(*at).is_some_and(|byte| byte & 0xc0 == 0x80);
        let end = if read == 0 { whole } else { (0..=near).rev().find(|at| !part(at)).unwrap_or(0) };
        for at in memchr::memchr_iter(b'<', &bytes[..end]) {
            let Some(name) = closed(&bytes[at + 1..whole.min(at + NAME)]) else { continue };
            if let Some(count) = counted.get_mut(name) {
                *count += 1;
                anyhow::ensure!(*count <= most, "it has more than {} rows", limits::grouped(most));
            } else if counted.len() < NAMES {
                counted.insert(name.to_vec(), 1);
            }
        }
        if read == 0 {
            return Ok(true);
        }
        bytes.drain(..end);
    }
}

/// The name of an element that is closed here, without its namespace.
fn closed(behind: &[u8]) -> Option<&[u8]> {
    let name = behind.strip_prefix(b"/")?;
    let name = &name[..name.iter().position(|byte| *byte == b'>' || byte.is_ascii_whitespace())?];
    Some(name.iter().position(|byte| *byte == b':').map_or(name, |at| &name[at + 1..]))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn too_many_of_an_element_are_refused_wherever_a_piece_ends() {
        let text = "<R>".to_owned() + &"<x:EPISODE><A>é</A></x:EPISODE >\n".repeat(30) + "</R>";
        for piece in [1, 7, 101, 150, 1 << 20] {
            assert!(is_within(text.as_bytes(), piece, 30).unwrap(), "{piece}");
            let why = is_within(text.as_bytes(), piece, 29).unwrap_err().to_string();
            assert_eq!(why, "it has more than 29 rows", "{piece}");
        }
    }

    #[test]
    fn what_is_not_utf_8_is_told() {
        let is = |bytes: &[u8]| is_within(bytes, 3, 10).unwrap();
        assert!(is("<a>é</a>".as_bytes()) && is(b""));
        assert!(!is(b"<a>\xe9</a>") && !is(b"<a>\xc3"));
        let wide: Vec<u8> = "<R><A>1</A></R>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(!is_within(&wide[..], 100, 10).unwrap());
    }
}
