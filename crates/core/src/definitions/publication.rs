//! How small numbers are kept from the public, as a scorecard asks for it: which counts are small, and whether the others
//! are rounded, and how far a hidden number is to stay unknown.

use super::reader::Table;
use crate::problem_codes::Code;

/// What a scorecard asks for its public outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Publication {
    /// The largest count that is hidden.
    pub largest: i64,
    /// The number that counts are rounded to a multiple of; nothing where they are shown as they are.
    pub round: Option<i64>,
    /// How far the least and the greatest number that a hidden one can be are to be apart.
    pub width: i64,
}

/// The words of `hide`, and the largest count that each hides.
const HIDE: [(&str, i64); 3] = [("1 to 5", 5), ("1 to 7", 7), ("under 10", 9)];
/// The words of `protect`, and how far the numbers that each asks for are apart.
const PROTECT: [(&str, i64); 3] = [("range 2", 2), ("range 3", 3), ("range 4", 4)];
/// Counts are rounded to a multiple of this.
const ROUND: i64 = 5;

impl Default for Publication {
    fn default() -> Self {
        Publication { largest: HIDE[0].1, round: None, width: 1 }
    }
}

impl Publication {
    /// The stricter of two in each regard: what one scorecard shows, another of the same run may not give away.
    pub fn stricter(self, other: Publication) -> Publication {
        Publication {
            largest: self.largest.max(other.largest),
            round: self.round.or(other.round),
            width: self.width.max(other.width),
        }
    }
}

/// Reads the keys `hide`, `round` and `protect`.
pub(super) fn read(table: &Table<'_>) -> Publication {
    let chosen = |key: &str, of: &[(&str, i64)]| {
        let words = table.words(key);
        of.iter().find(|(word, _)| words.as_deref() == Some(word)).map(|(_, number)| *number)
    };
    let round = table.number("round").and_then(|(number, span)| {
        if number != Some(ROUND) {
            table.mistake(
                Code::WrongValue,
                "counts cannot be rounded to this",
                span,
                format!("write `round = {ROUND}`, or leave it out"),
            );
        }
        number.filter(|number| *number == ROUND)
    });
    let Publication { largest, width, .. } = Publication::default();
    Publication { largest: chosen("hide", &HIDE).unwrap_or(largest), round, width: chosen("protect", &PROTECT).unwrap_or(width) }
}
