//! What each row of a run counts, as far as the equations between figures need it.
//!
//! Given by who knows the definitions. Disclosure control itself knows rows by their ids alone.

use std::collections::BTreeMap;

use super::sets::Set;
use crate::calendar::Month;

/// What a row counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Basis {
    /// The rows of its cohort.
    pub cohort: Set,
    /// Those counted in the numerator, or those that have the value averaged; the cohort itself for a count.
    pub counted: Set,
    /// What is summed, where sums are shown instead of counts.
    pub sums: Option<String>,
    /// Whether a month's figure is that of the month before in the same financial year and something more.
    pub adds_up: bool,
}

impl Basis {
    /// Of a row of which nothing is known but its name.
    pub fn named(name: &str) -> Self {
        let cohort = Set::all(name);
        let counted = cohort.and("counted", &str::to_owned);
        Basis { cohort, counted, sums: None, adds_up: false }
    }
}

/// What the rows of a run count, by the ids of scorecard and row.
#[derive(Clone, Debug, Default)]
pub struct Relations {
    rows: BTreeMap<(String, String), Basis>,
    behind: BTreeMap<(String, String, Month), i64>,
}

impl Relations {
    /// Says what a row counts.
    pub fn insert(&mut self, scorecard: &str, row: &str, basis: Basis) {
        self.rows.insert((scorecard.to_owned(), row.to_owned()), basis);
    }

    /// Says how many rows of the table are behind a ratio of sums in a month; `row` may be a group of a breakdown.
    pub fn insert_behind(&mut self, scorecard: &str, row: &str, month: Month, number: i64) {
        self.behind.insert((scorecard.to_owned(), row.to_owned(), month), number);
    }

    /// What a row counts; a row that nobody spoke of stands for itself.
    pub fn basis(&self, scorecard: &str, row: &str) -> Basis {
        let known = self.rows.get(&(scorecard.to_owned(), row.to_owned()));
        known.cloned().unwrap_or_else(|| Basis::named(&format!("{scorecard}: {row}")))
    }

    /// How many are behind a ratio of sums.
    pub fn behind(&self, scorecard: &str, row: &str, month: Month) -> Option<i64> {
        self.behind.get(&(scorecard.to_owned(), row.to_owned(), month)).copied()
    }
}
