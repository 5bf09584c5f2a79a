//! The colours of the terminal, as numbers of its table of 256: read on white and on black alike.
//!
//! The sixteen that every terminal has are the user's own, and yellow, green and cyan among them are mostly too light for a
//! white ground. Those above sixteen are the same everywhere; these are of a middling light. Nothing is told by them alone.

/// Good: green ratings, what is right.
pub const GREEN: u8 = 28;
/// Look here: amber ratings, warnings.
pub const AMBER: u8 = 130;
/// Bad: red ratings, errors.
pub const RED: u8 = 160;
/// What helps: advice, numbers of lines.
pub const BLUE: u8 = 32;

#[cfg(test)]
mod tests {
    use super::*;

    /// The share of light of a colour of the cube of 6 by 6 by 6, by WCAG's formula.
    fn light(colour: u8) -> f64 {
        let place = colour - 16;
        let level = |step: u8| if step == 0 { 0.0 } else { f64::from(55 + 40 * u16::from(step)) / 255.0 };
        let linear = |share: f64| if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) };
        let [red, green, blue] = [place / 36, place / 6 % 6, place % 6].map(|step| linear(level(step)));
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    #[test]
    fn every_colour_is_read_on_white_and_on_black() {
        // Of the same distance to both a colour has 4.58; bold words need 3.
        for colour in [GREEN, AMBER, RED, BLUE] {
            let on_white = 1.05 / (light(colour) + 0.05);
            let on_black = (light(colour) + 0.05) / 0.05;
            assert!(on_white >= 3.8 && on_black >= 3.8, "{colour}: {on_white:.2} on white, {on_black:.2} on black");
        }
    }
}
