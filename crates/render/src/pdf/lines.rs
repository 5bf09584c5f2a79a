//! Text in lines: runs of text, broken where they no longer fit.
//!
//! Takes runs and a width in points, gives lines of pieces with their places. Breaks at spaces alone, so that `51,165 of
//! 54,043` written with hard spaces stays whole; a word wider than the line is broken anywhere.

use super::faces::{Faces, Weight};
use crate::drawing::Colour;

/// Text of one look.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The text.
    pub text: String,
    /// How heavy.
    pub weight: Weight,
    /// Its colour.
    pub colour: Colour,
}

/// Text in black, the colour of print.
pub const INK: Colour = (0x0b, 0x0c, 0x0c);
/// Greyer text, which still has contrast enough.
pub const QUIET: Colour = (0x48, 0x49, 0x49);

impl Run {
    /// Plain text.
    pub fn plain(text: impl Into<String>) -> Self {
        Run { text: text.into(), weight: Weight::Regular, colour: INK }
    }

    /// Strong text.
    pub fn strong(text: impl Into<String>) -> Self {
        Run { text: text.into(), weight: Weight::Strong, colour: INK }
    }

    /// The same in another colour.
    pub fn in_colour(self, colour: Colour) -> Self {
        Run { colour, ..self }
    }
}

/// A line: pieces from left to right.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// The pieces, each with how far it is from the left.
    pub pieces: Vec<(f32, Run)>,
    /// How wide it is, without the space at its end.
    pub width: f32,
}

/// Text that is not broken: parts of one word, each in its look.
struct Word {
    parts: Vec<(Run, f32)>,
    /// Whether the line ends before it whatever room there is.
    breaks: bool,
}

/// Sets runs in lines no wider than `width`.
pub fn set(faces: &Faces, runs: &[Run], size: f32, width: f32) -> Vec<Line> {
    let space = faces.width(" ", Weight::Regular, size);
    let mut lines = vec![Line::default()];
    for word in words(faces, runs, size, width) {
        let wide: f32 = word.parts.iter().map(|(_, wide)| wide).sum();
        let Some(line) = lines.last_mut() else { continue };
        let fits = line.pieces.is_empty() || line.width + space + wide <= width + 0.01;
        if fits && !word.breaks {
            if !line.pieces.is_empty() {
                // The space belongs to what stands before it: the text is then read as it is written.
                if let Some((_, run)) = line.pieces.last_mut() {
                    run.text.push(' ');
                }
                line.width += space;
            }
            put(line, word);
        } else {
            if let Some((_, run)) = line.pieces.last_mut() {
                run.text.push(' ');
            }
            let mut line = Line::default();
            put(&mut line, word);
            lines.push(line);
        }
    }
    lines
}

fn put(line: &mut Line, word: Word) {
    for (run, wide) in word.parts {
        match line.pieces.last_mut() {
            Some((_, last)) if last.weight == run.weight && last.colour == run.colour => last.text.push_str(&run.text),
            _ => line.pieces.push((line.width, run)),
        }
        line.width += wide;
    }
}

fn words(faces: &Faces, runs: &[Run], size: f32, width: f32) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let (mut glued, mut breaks) = (false, false);
    for run in runs {
        for part in run.text.split_inclusive([' ', '\n', '\t', '\r']) {
            let text = part.trim_end_matches([' ', '\n', '\t', '\r']);
            if !text.is_empty() {
                for text in pieces(faces, text, run.weight, size, width) {
                    let wide = faces.width(&text, run.weight, size);
                    let part = (Run { text, ..run.clone() }, wide);
                    match words.last_mut().filter(|_| glued) {
                        Some(word) => word.parts.push(part),
                        None => words.push(Word { parts: vec![part], breaks }),
                    }
                    (glued, breaks) = (false, false);
                }
                glued = true;
            }
            if part.len() > text.len() {
                glued = false;
                breaks |= part.ends_with('\n') && !words.is_empty();
            }
        }
    }
    words
}

/// A word in as many pieces as it needs to fit into lines of this width.
fn pieces(faces: &Faces, word: &str, weight: Weight, size: f32, width: f32) -> Vec<String> {
    if faces.width(word, weight, size) <= width {
        return vec![word.to_owned()];
    }
    let mut pieces = vec![String::new()];
    let mut wide = 0.0;
    for letter in word.chars() {
        let more = faces.width(letter.encode_utf8(&mut [0; 4]), weight, size);
        if wide + more > width && wide > 0.0 {
            pieces.push(String::new());
            wide = 0.0;
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(letter);
        }
        wide += more;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(runs: &[Run], width: f32) -> Vec<String> {
        let faces = Faces::new().unwrap();
        let lines = set(&faces, runs, 10.0, width);
        assert!(lines.iter().all(|line| line.width <= width + 0.01));
        lines.iter().map(|line| line.pieces.iter().map(|(_, run)| run.text.as_str()).collect()).collect()
    }

    #[test]
    fn lines_break_at_spaces_which_stay_at_their_ends() {
        let faces = Faces::new().unwrap();
        let width = faces.width("one two", Weight::Regular, 10.0);
        assert_eq!(texts(&[Run::plain("one two three\nfour")], width), ["one two ", "three ", "four"]);
        let broken = texts(&[Run::plain("one two\u{a0}three")], width);
        assert_eq!((broken.first().map(String::as_str), broken.len() > 2), (Some("one "), true));
        // The last letter of a piece is followed by a space, since the line ends there.
        assert_eq!(broken.concat().replace(' ', ""), "onetwo\u{a0}three");
    }

    #[test]
    fn a_look_changes_within_a_word_without_breaking_it() {
        let (strong, plain) = (Run::strong("Target:"), Run::plain(", then"));
        assert_eq!(texts(&[strong, plain], 500.0), ["Target:, then"]);
        assert_eq!(texts(&[Run::plain("")], 10.0), [""]);
    }
}
