//! How ratings look: the shades of the Word document, so that both papers have the same.

use crate::docx;
use crate::drawing::Colour;
use scorecard_core::rating::Rating;

/// A rating's shade, and its ink upon it.
pub fn colours(rating: Rating) -> (Colour, Colour) {
    let (shade, ink) = docx::colours(rating);
    (colour(shade), colour(ink))
}

/// A colour by its six digits.
fn colour(digits: &str) -> Colour {
    let part = |at: usize| digits.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok()).unwrap_or(0);
    (part(0), part(2), part(4))
}
