//! The two faces that papers are set in, and how wide text is in them.
//!
//! Source Sans 3 (SIL Open Font License, `fonts/OFL.txt`) is built into the program: what is printed is the same on every
//! machine, and a file can always be read. Letters stand one after the other, left to right, without kerning: what needs
//! more (Arabic, emoji) is drawn as an empty box, under which the text itself can still be copied, searched and read aloud.

use std::collections::HashMap;

use anyhow::Context;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

const REGULAR: &[u8] = include_bytes!("fonts/SourceSans3-Regular.ttf");
const SEMIBOLD: &[u8] = include_bytes!("fonts/SourceSans3-Semibold.ttf");
/// What is drawn for a letter that the face has not: an empty box.
const BOX: char = '□';

/// How heavy letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// As text.
    Regular,
    /// As headings and figures.
    Strong,
}

/// Both faces.
pub struct Faces {
    regular: Face,
    strong: Face,
}

/// One face.
struct Face {
    font: Font,
    /// For each letter its glyph and how far the next stands from it, as a part of the size.
    glyphs: HashMap<char, (u32, f32)>,
    unknown: (u32, f32),
}

impl Faces {
    /// The faces as they are built in.
    ///
    /// # Errors
    /// Only for faults of ours.
    pub fn new() -> anyhow::Result<Self> {
        Ok(Faces { regular: Face::new(REGULAR)?, strong: Face::new(SEMIBOLD)? })
    }

    /// How wide a text is, in points.
    pub fn width(&self, text: &str, weight: Weight, size: f32) -> f32 {
        let face = self.face(weight);
        text.chars().filter(|letter| !is_nothing(*letter)).map(|letter| face.glyph(letter).1).sum::<f32>() * size
    }

    /// A text as glyphs, and the font that they are of.
    pub fn glyphs(&self, text: &str, weight: Weight) -> (Vec<KrillaGlyph>, Font) {
        let face = self.face(weight);
        let glyph = |(at, letter): (usize, char)| {
            let (id, advance) = face.glyph(letter);
            KrillaGlyph::new(GlyphId::new(id), advance, 0.0, 0.0, 0.0, at..at + letter.len_utf8(), None)
        };
        let letters = text.char_indices().filter(|(_, letter)| !is_nothing(*letter));
        (letters.map(glyph).collect(), face.font.clone())
    }

    fn face(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Strong => &self.strong,
        }
    }
}

impl Face {
    fn new(bytes: &'static [u8]) -> anyhow::Result<Self> {
        let font = Font::new(bytes.into(), 0).context("a built-in face cannot be read")?;
        let read = FontRef::new(bytes)?;
        let metrics = read.glyph_metrics(Size::unscaled(), LocationRef::default());
        let units = font.units_per_em();
        let advance = |glyph: skrifa::GlyphId| metrics.advance_width(glyph).unwrap_or(0.0) / units;
        let glyphs: HashMap<char, (u32, f32)> = read
            .charmap()
            .mappings()
            .filter_map(|(letter, glyph)| Some((char::from_u32(letter)?, (glyph.to_u32(), advance(glyph)))))
            .collect();
        let unknown = glyphs.get(&BOX).copied().context("a built-in face has no box")?;
        Ok(Face { font, glyphs, unknown })
    }

    fn glyph(&self, letter: char) -> (u32, f32) {
        let drawn = if letter.is_whitespace() { '\u{a0}' } else { letter };
        self.glyphs.get(&drawn).copied().unwrap_or(self.unknown)
    }
}

/// What takes no room and leaves no mark: joiners, marks of direction and order, what chooses between looks.
fn is_nothing(letter: char) -> bool {
    letter.is_control() && !letter.is_whitespace()
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_of_the_papers_is_in_both_faces() {
        let faces = Faces::new().unwrap();
        for letter in "£·éŁ–…↑→↓▲▼◆●✓✗≥≤−×ŵŷ’“”|½²".chars() {
            for face in [&faces.regular, &faces.strong] {
                assert!(face.glyphs.contains_key(&letter), "{letter}");
            }
        }
    }

    #[test]
    fn widths_add_up_and_figures_are_all_as_wide() {
        let faces = Faces::new().unwrap();
        let wide = |text: &str| faces.width(text, Weight::Regular, 10.0);
        assert!((wide("ab") - wide("a") - wide("b")).abs() < 1e-4);
        assert!("0123456789".chars().all(|digit| (wide(&digit.to_string()) - wide("0")).abs() < 1e-4));
        assert_eq!(wide("a\u{200b}b"), wide("ab"));
        assert_eq!(wide("家"), wide("□"));
    }
}
