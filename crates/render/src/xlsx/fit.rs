//! What Excel takes: characters, lengths and numbers of rows beyond which it calls a file damaged.
//!
//! Takes a text of any kind, gives one that may stand in a cell, a title or an attribute. The library escapes
//! what stands in cells, but not what stands in attributes and charts.

use std::borrow::Cow;

/// The most that a cell holds, in units of UTF-16.
const CELL: usize = 32_767;

/// The most that an alternative text, a chart's title or a property holds.
pub(super) const ALTERNATIVE: usize = 255;

/// The most rows of a table that a sheet is given; a sheet has 1,048,576.
pub(super) const ROWS: usize = 1_000_000;

/// The most charts on a sheet: with more of them no program opens it in good time.
pub(super) const CHARTS: usize = 1_000;

/// A text that a cell can hold.
pub(super) fn cell(text: &str) -> String {
    cut(&clean(text), CELL)
}

/// A text on one line, of at most so many units of UTF-16.
pub(super) fn one_line(text: &str, most: usize) -> String {
    cut(&clean(text).split_whitespace().collect::<Vec<_>>().join(" "), most)
}

/// A text without the characters that XML cannot hold, escaped or not.
fn clean(text: &str) -> Cow<'_, str> {
    let bad = |c: char| matches!(c, '\u{fffe}' | '\u{ffff}') || (c.is_control() && !matches!(c, '\t' | '\n'));
    if !text.contains(bad) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n");
    Cow::Owned(text.chars().map(|c| if bad(c) { '\u{fffd}' } else { c }).collect())
}

/// The start of a text that is too long, and a sign that there is more.
fn cut(text: &str, most: usize) -> String {
    if text.len() <= most || text.encode_utf16().count() <= most {
        return text.to_owned();
    }
    let mut room = most - 1;
    let mut kept: String = text
        .chars()
        .take_while(|c| {
            let fits = c.len_utf16() <= room;
            room = room.saturating_sub(c.len_utf16());
            fits
        })
        .collect();
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_fit_whatever_they_are_made_of() {
        assert_eq!(cell("a\u{1}b\r\nc\td\u{ffff}\u{9b}"), "a\u{fffd}b\nc\td\u{fffd}\u{fffd}");
        assert_eq!(one_line("a\nb  c\u{7}", 255), "a b c\u{fffd}");
        // Each of these is two units of UTF-16 and four bytes.
        let faces = "😀".repeat(20_000);
        assert_eq!(cell(&faces), format!("{}…", "😀".repeat(16_383)));
        assert_eq!(cell(&"x".repeat(32_767)), "x".repeat(32_767));
        assert_eq!(cell(&"x".repeat(32_768)), format!("{}…", "x".repeat(32_766)));
        assert_eq!(one_line("é é é", 4), "é é…");
    }
}
