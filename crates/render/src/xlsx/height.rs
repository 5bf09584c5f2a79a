//! How high a row is, by the words that wrap in its cells.
//!
//! Not every program lets rows grow when it opens a file, so each row says its height. The widths of
//! letters are those of Arial 12, rounded up: a line too many is white space, a line too few hides words.

use super::styles::ROW_PIXELS;

/// The pixels of a digit, which widths of columns are counted in.
const DIGIT: f64 = 9.0;

/// The tallest row that Excel draws, in pixels.
const TALLEST: u32 = 540;

/// The height in pixels of cells with these texts and widths in characters.
pub(super) fn of<'a>(cells: impl Iterator<Item = (&'a str, f64)>, bold: bool) -> u32 {
    let lines = cells.map(|(text, width)| lines(text, width * DIGIT, bold)).max().unwrap_or(1);
    (lines * ROW_PIXELS).min(TALLEST)
}

/// The lines that a text takes in so many pixels.
fn lines(text: &str, width: f64, bold: bool) -> u32 {
    let scale = if bold { 1.1 } else { 1.0 };
    let mut lines = 0;
    for paragraph in text.lines() {
        lines += 1;
        let mut filled = 0.0;
        for word in paragraph.split(' ') {
            let long = word.chars().map(letter).sum::<f64>() * scale;
            let before = if filled > 0.0 { letter(' ') } else { 0.0 };
            if filled > 0.0 && filled + before + long > width {
                lines += 1;
                filled = long;
            } else {
                filled += before + long;
            }
            // A word longer than the line is broken.
            while filled > width && width > 0.0 {
                lines += 1;
                filled -= width;
            }
        }
    }
    lines.max(1)
}

/// The width of a letter in pixels, rounded up.
fn letter(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | '\'' | '|' => 4.0,
        ' ' | '.' | ',' | ':' | ';' | '!' | 'f' | 't' | 'I' | '/' | '[' | ']' => 4.7,
        'r' | '(' | ')' | '-' => 5.7,
        'm' | 'W' | '%' | '@' | '…' => 15.2,
        'w' | 'A'..='Z' => 12.0,
        ' '..='~' => 9.2,
        _ => 16.0,
    }
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn rows_are_as_high_as_the_longest_of_their_cells() {
        let words = "Children in the same placement for two years or more";
        assert_eq!(of([("12", 10.0), (words, 60.0)].into_iter(), false), 20);
        assert_eq!(of([("12", 10.0), (words, 30.0)].into_iter(), false), 40);
        assert_eq!(of([("one\ntwo\nthree", 10.0)].into_iter(), false), 60);
        assert_eq!(of([("", 10.0)].into_iter(), false), 20);
        assert_eq!(of([("unbreakableunbreakable", 10.0)].into_iter(), false), 60);
    }
}
