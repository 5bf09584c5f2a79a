//! The colours of charts in every format, as Making Data Count has them: a grey line, blue for the better, orange for
//! concern, purple where neither way is better, a red dashed target. Each has a contrast of 3 or more against white.

use super::drawing::Colour;
use scorecard_core::statistics::xmr::Meaning;

/// The line of figures, and points that nothing flags.
pub const LINE: Colour = (0x6b, 0x7a, 0x85);
/// A change for the better.
pub const BETTER: Colour = (0x00, 0x5e, 0xb8);
/// A change that is a concern.
pub const CONCERN: Colour = (0xb8, 0x55, 0x00);
/// A change that is neither.
pub const NEITHER: Colour = (0x6f, 0x2c, 0x91);
/// The target.
pub const TARGET: Colour = (0xc8, 0x10, 0x2e);
/// The mean, and axes.
pub const MEAN: Colour = (0x50, 0x5a, 0x5f);

/// The colour of a flagged point.
pub fn of(meaning: Meaning) -> Colour {
    match meaning {
        Meaning::Improvement => BETTER,
        Meaning::Concern => CONCERN,
        Meaning::NeutralHigh | Meaning::NeutralLow => NEITHER,
    }
}

/// A colour as one number, as workbooks have it.
pub fn number((red, green, blue): Colour) -> u32 {
    u32::from(red) << 16 | u32::from(green) << 8 | u32::from(blue)
}
