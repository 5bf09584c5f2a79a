//! What was said of rows: what is behind a figure, what is being done about it, and in which role.
//!
//! Takes the text of a `commentary.toml` and the scorecards as defined, gives the comments with every
//! mistake in the file; then puts those that hold in a month onto the rows of a scorecard. Knows nothing of
//! figures, and does not read files.

mod read;

use std::collections::BTreeSet;

use crate::calendar::Month;
use crate::scorecard::{Audience, Comment, Scorecard};
pub use read::read;

/// For how many months a comment is shown while no newer one is there.
pub const SHOWN_FOR: i32 = 3;

/// Everything that was said.
#[derive(Clone, Debug, Default)]
pub struct Commentary {
    /// In the order of the file.
    pub remarks: Vec<Remark>,
}

/// What was said of a row in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The scorecards that it is for.
    pub scorecards: BTreeSet<String>,
    /// The row's id.
    pub row: String,
    /// Whether it may be shown to the public: words can give away what disclosure control hides.
    pub public: bool,
    /// What was said.
    pub comment: Comment,
}

impl Commentary {
    /// Puts onto each row the comment of the month, or else the latest of the three months before it. Groups of a
    /// breakdown have none of their own, and the public is shown what is marked for it.
    pub fn put_on(&self, scorecard: &mut Scorecard, month: Month, audience: Audience) {
        let id = scorecard.id.clone();
        for row in scorecard.rows_mut() {
            let of_row = self.remarks.iter().filter(|remark| remark.row == row.id && remark.scorecards.contains(&id));
            let of_row = of_row.filter(|remark| remark.public || audience == Audience::Internal);
            let shown = of_row
                .map(|remark| &remark.comment)
                .filter(|comment| comment.month <= month && comment.month >= month.back(SHOWN_FOR));
            row.comments = shown.max_by_key(|comment| comment.month).cloned().into_iter().collect();
        }
    }

    /// Whether it has a comment for a scorecard, of whatever month.
    pub fn speaks_of(&self, scorecard: &str) -> bool {
        self.remarks.iter().any(|remark| remark.scorecards.contains(scorecard))
    }
}
