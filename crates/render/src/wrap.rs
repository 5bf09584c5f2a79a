//! How wide text is on a terminal, where it is broken into lines, and how cells stand below each other.
//!
//! Takes plain text, without signs of colour. A letter of two columns takes two, one that stands on another none.

use unicode_width::UnicodeWidthStr;

/// How many columns of a terminal a text takes. Plain letters, as most are, are counted.
pub(super) fn width(text: &str) -> usize {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) { text.len() } else { text.width() }
}

/// Breaks a text into lines of at most so many columns: between words, within one behind a hyphen or a stroke
/// where it is longer than a line, and anywhere where there is neither.
pub(super) fn lines(text: &str, most: usize) -> Vec<String> {
    let most = most.max(1);
    let mut lines = Vec::new();
    for part in text.split('\n') {
        let mut line = String::new();
        let mut length = 0;
        for word in part.split(' ') {
            let size = width(word);
            if length > 0 && length + 1 + size <= most {
                line.push(' ');
                line.push_str(word);
                length += 1 + size;
                continue;
            }
            if length > 0 {
                lines.push(std::mem::take(&mut line));
            }
            for piece in pieces(word, most) {
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                line = piece;
            }
            length = width(&line);
        }
        lines.push(line);
    }
    lines
}

/// A word that is longer than a line, in pieces that are not.
fn pieces(word: &str, most: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = word;
    while width(rest) > most {
        // As many letters as fit, but one at least.
        let fits = rest.char_indices().map(|(at, letter)| at + letter.len_utf8());
        let ends = fits.take_while(|end| rest.get(..*end).is_some_and(|piece| width(piece) <= most)).last();
        let end = ends.unwrap_or_else(|| rest.chars().next().map_or(rest.len(), char::len_utf8));
        let piece = rest.get(..end).unwrap_or(rest);
        let end = piece.rfind(['-', '/', '_']).map_or(end, |at| at + 1);
        let (piece, after) = rest.split_at(end);
        pieces.push(piece.to_owned());
        rest = after;
    }
    if !rest.is_empty() || pieces.is_empty() {
        pieces.push(rest.to_owned());
    }
    pieces
}

/// A cell with spaces after it up to a width.
pub(super) fn padded(cell: &str, to: usize) -> String {
    format!("{cell}{}", " ".repeat(to.saturating_sub(width(cell))))
}

/// Lines of cells below each other, two spaces between columns, with something before each line.
pub(super) fn columns(lines: &[Vec<String>], before: &str) -> String {
    let widest = |at: usize| lines.iter().filter_map(|line| line.get(at)).map(|cell| width(cell)).max().unwrap_or(0);
    let widths: Vec<usize> = (0..lines.iter().map(Vec::len).max().unwrap_or(0)).map(widest).collect();
    let line = |line: &Vec<String>| {
        let cells: Vec<String> = line.iter().zip(&widths).map(|(cell, width)| padded(cell, *width)).collect();
        format!("{before}{}\n", cells.join("  ").trim_end())
    };
    lines.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_breaks_between_words_and_long_words_behind_strokes() {
        assert_eq!(lines("one two three", 7), ["one two", "three"]);
        assert_eq!(lines("a\nb", 5), ["a", "b"]);
        assert_eq!(lines("placement-stability", 12), ["placement-", "stability"]);
        assert_eq!(lines("abcdef", 4), ["abcd", "ef"]);
        assert_eq!(lines("", 4), [""]);
    }

    /// 施設 takes four columns, the accent of e\u{301} none.
    #[test]
    fn letters_take_the_columns_that_a_terminal_gives_them() {
        assert_eq!((width("施設"), width("e\u{301}e"), padded("施設", 6).as_str()), (4, 2, "施設  "));
        assert_eq!(lines("施設施設", 5), ["施設", "施設"]);
        assert_eq!(lines("施", 1), ["施"]);
        let cells = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        assert_eq!(columns(&[cells(["施設", "1"]), cells(["e\u{301}e", "2"])], "  "), "  施設  1\n  e\u{301}e    2\n");
    }
}
