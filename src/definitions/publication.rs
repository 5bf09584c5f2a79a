//! How small numbers are kept from the public, as a scorecard asks for it: which counts are small, and whether the others
//! are rounded.

use super::reader::Table;
use crate::problem_codes::Code;

/// What a scorecard asks for its public outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Publication {
    /// The largest count that is hidden.
    pub largest: i64,
    /// The number that counts are rounded to a multiple of; nothing where they are shown as they are.
    pub round: Option<i64>,
}

/// The words of `hide`, and the largest count that each hides.
const HIDE: [(&str, i64); 3] = [("1 to 5", 5), ("1 to 7", 7), ("under 10", 9)];
/// Counts are rounded to a multiple of this.
const ROUND: i64 = 5;

impl Default for Publication {
    fn default() -> Self {
        Publication { largest: HIDE[0].1, round: None }
    }
}

impl Publication {
    /// The stricter of two in each regard: what one scorecard shows, another of the same run may not give away.
    pub fn stricter(self, other: Publication) -> Publication {
        Publication { largest: self.largest.max(other.largest), round: self.round.or(other.round) }
    }
}

/// Reads the keys `hide` and `round`.
pub(super) fn read(table: &Table<'_>) -> Publication {
    let words = table.words("hide");
    let largest = HIDE.iter().find(|(word, _)| words.as_deref() == Some(word)).map(|(_, largest)| *largest);
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
    Publication { largest: largest.unwrap_or(Publication::default().largest), round }
}
