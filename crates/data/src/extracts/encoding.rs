//! The text of a file as UTF-8 with line feeds, whatever program wrote it.
//!
//! Takes bytes, gives bytes. Knows UTF-8, UTF-16 with and without a byte order mark and Windows-1252,
//! and lines that end with a line feed, both characters, or a carriage return alone.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How much of a file is looked at to see that it is UTF-16 without a mark.
const LOOKED_AT: usize = 4096;

/// The text of a file as UTF-8 with line feeds; the file's own bytes where it is that already.
pub fn decoded(mut bytes: Vec<u8>) -> Vec<u8> {
    if let Some((encoding, mark)) = sixteen_bits(&bytes) {
        bytes = as_utf8(encoding, &bytes[mark..]);
    } else if std::str::from_utf8(&bytes).is_err() {
        bytes = as_utf8(WINDOWS_1252, &bytes);
    }
    feed_lines(&mut bytes);
    bytes
}

/// The same of a file's beginning, which may end amid a character or a line's end.
pub fn decoded_head(mut bytes: Vec<u8>) -> Vec<u8> {
    if sixteen_bits(&bytes).is_none() {
        if let Err(error) = std::str::from_utf8(&bytes)
            && error.error_len().is_none()
        {
            bytes.truncate(error.valid_up_to());
        }
        while bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
    }
    decoded(bytes)
}

/// Whether a text, of which this is the beginning, has 16 bits to a character.
pub fn is_of_sixteen_bits(bytes: &[u8]) -> bool {
    sixteen_bits(bytes).is_some()
}

/// The encoding of a text of 16 bits to a character and the length of its mark; nothing for others.
fn sixteen_bits(bytes: &[u8]) -> Option<(&'static Encoding, usize)> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return (encoding == UTF_16LE || encoding == UTF_16BE).then_some((encoding, mark));
    }
    // Of a table nearly all characters are ASCII: one byte of each pair is nought, always the same one.
    let pairs = &bytes[..bytes.len().min(LOOKED_AT) / 2 * 2];
    let noughts = |at: usize| pairs.iter().skip(at).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second, half) = (noughts(0), noughts(1), pairs.len() / 2);
    let most = |noughts: usize, others: usize| half > 1 && noughts * 10 >= half * 7 && others * 10 <= half;
    match (most(first, second), most(second, first)) {
        (true, false) => Some((UTF_16BE, 0)),
        (false, true) => Some((UTF_16LE, 0)),
        _ => None,
    }
}

fn as_utf8(encoding: &'static Encoding, bytes: &[u8]) -> Vec<u8> {
    encoding.decode_without_bom_handling(bytes).0.into_owned().into_bytes()
}

/// Makes a line feed of each carriage return that ends a line alone. Several of them before a line feed end one
/// line together, as where line ends were converted twice: all but the last become spaces.
fn feed_lines(bytes: &mut [u8]) {
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'\r', &bytes[from..]).map(|at| from + at) {
        let run = bytes[at..].iter().take_while(|byte| **byte == b'\r').count();
        match bytes.get(at + run) {
            Some(b'\n') => bytes[at..at + run - 1].fill(b' '),
            _ => bytes[at..at + run].fill(b'\n'),
        }
        from = at + run;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        String::from_utf8(decoded(bytes.to_vec())).unwrap()
    }

    #[test]
    fn sixteen_bits_are_known_without_a_mark() {
        let plain = "CHILD,DECOM\r\né1,01/02/2018\r\n";
        let little: Vec<u8> = plain.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = plain.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!((text(&little), text(&big)), (plain.to_owned(), plain.to_owned()));
        // Some noughts make no such text, and neither does one character.
        assert_eq!(text(b"A,B\n1,\0\n"), "A,B\n1,\0\n");
        assert_eq!(text(b"A\0"), "A\0");
    }

    #[test]
    fn a_carriage_return_alone_ends_a_line_also_beside_line_feeds() {
        assert_eq!(text(b"A,B\r1,a\r2,b\n3,c\r\n4,d\r"), "A,B\n1,a\n2,b\n3,c\r\n4,d\n");
        assert_eq!(text(b"A\r\r\n1\r\r2"), "A \r\n1\n\n2");
    }

    #[test]
    fn a_beginning_may_end_anywhere() {
        assert_eq!(decoded_head(b"A,\xc3".to_vec()), b"A,");
        assert_eq!(decoded_head(b"A,B\r".to_vec()), b"A,B");
        assert_eq!(decoded_head(b"A,\xe9,B".to_vec()), "A,é,B".as_bytes());
    }
}
