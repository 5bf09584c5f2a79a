//! What each row of a run counts, as far as the equations between figures need it.
//!
//! Given by who knows the definitions. Disclosure control itself knows rows by their ids alone.

use std::collections::BTreeMap;

use super::sets::Set;
use crate::calendar::{Day, Month};

/// What a row counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Basis {
    /// The rows of its cohort.
    pub cohort: Set,
    /// Those counted in the numerator, or those that have the value averaged; the cohort itself for a count.
    pub counted: Set,
    /// What is summed, where sums are shown instead of counts.
    pub sums: Option<String>,
    /// The time in which its events lie.
    pub span: Span,
}

/// The time in which what a row counts happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// No events: how things stand, or events of those who are there at the end.
    None,
    /// So many months, the last one that of the figure.
    Months(i32),
    /// From the last 1 April.
    Year,
}

impl Span {
    /// The first day, for the month in which a day lies.
    pub fn since(self, day: Day) -> Option<Day> {
        match self {
            Span::None => None,
            Span::Months(months) => Some(Month::of(day).window_start(months)),
            Span::Year => Some(Month::of(day).year_start()),
        }
    }
}

impl Basis {
    /// Of a row of which nothing is known but its name.
    pub fn named(name: &str) -> Self {
        let cohort = Set::all(name);
        let counted = cohort.and("counted", &str::to_owned);
        Basis { cohort, counted, sums: None, span: Span::None }
    }
}

/// What the rows of a run count, by the ids of scorecard and row.
#[derive(Clone, Debug, Default)]
pub struct Relations {
    rows: BTreeMap<(String, String), Basis>,
    behind: BTreeMap<(String, String, Month), i64>,
    same: Vec<(Set, Set)>,
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

    /// Says that two sets count the same events.
    pub fn insert_same(&mut self, one: Set, other: Set) {
        self.same.push((one, other));
    }

    /// Sets that count the same events, in pairs.
    pub fn same(&self) -> &[(Set, Set)] {
        &self.same
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
