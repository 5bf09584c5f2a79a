//! What a file may have at most: far more than any council's, and little enough that reading it ends soon.
//!
//! Takes the bytes of a CSV file, gives what is too much. Without limits a file made by accident, or on
//! purpose, holds a run up for minutes and takes all memory. They are told in `docs/problems.md`.

/// The most bytes of a line: a row of an extract has some hundred, a long note some thousand.
pub const LINE: usize = 1_000_000;

/// The most lines of a file: the directory of all postcodes of the country has fewer than three million.
pub const LINES: usize = 5_000_000;

/// Sees to it that a file is one that can be read in good time; gives its line feeds, which have been counted.
///
/// # Errors
/// When it is not, with the line.
pub fn within(bytes: &[u8]) -> anyhow::Result<usize> {
    within_limits(bytes, LINE, LINES)
}

fn within_limits(bytes: &[u8], most_bytes: usize, most_lines: usize) -> anyhow::Result<usize> {
    let count = |bytes: &[u8]| memchr::memchr_iter(b'\n', bytes).count();
    // From the last line end within reach to the next: looking at every line would cost as much as reading it.
    let mut start = 0;
    while bytes.len() - start > most_bytes {
        match memchr::memrchr(b'\n', &bytes[start..=start + most_bytes]) {
            Some(end) => start += end + 1,
            None => anyhow::bail!("line {} has more than {} bytes", count(&bytes[..start]) + 1, grouped(most_bytes)),
        }
    }
    // Nothing behind the last line feed is no line.
    let feeds = count(bytes);
    let lines = feeds + usize::from(bytes.last().is_some_and(|last| *last != b'\n'));
    anyhow::ensure!(lines <= most_lines, "it has more than {} lines", grouped(most_lines));
    Ok(feeds)
}

/// A number with a comma before each three digits.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_much_is_told_with_its_line() {
        let told = |bytes: &[u8]| within_limits(bytes, 1_000, 3).map_err(|error| error.to_string());
        let line = "x".repeat(1_000);
        assert_eq!(told(format!("a\n{line}\nb\n").as_bytes()), Ok(3));
        assert_eq!(told(format!("a\n{line}x").as_bytes()), Err("line 2 has more than 1,000 bytes".to_owned()));
        assert_eq!(told(b"a\nb\nc\nd"), Err("it has more than 3 lines".to_owned()));
        assert_eq!(told(b"a\nb\nc\n"), Ok(3));
        assert_eq!(told(b""), Ok(0));
        assert_eq!((grouped(5_000_000), grouped(12), grouped(123_456)), ("5,000,000".into(), "12".into(), "123,456".into()));
    }
}
