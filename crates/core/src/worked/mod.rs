//! Cases worked by hand: small extracts, and the figures that must come out of them.
//!
//! Takes the file of a case and the definitions, gives what is expected; then compares it with the rows of a scorecard,
//! and says of each child how it stands. Computes nothing: `job::worked` does. What is here of children is case-level.

mod children;
mod compare;
mod draft;
mod read;

use std::path::PathBuf;

use crate::calendar::Month;
use crate::problem::{Problem, Severity};
pub use children::{Standing, Stands};
pub use children::{fault, hold_against};
pub use compare::faults;
pub use draft::draft;
pub use read::{EXPECTED, read};

/// A case worked by hand.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its name, that of its folder.
    pub name: String,
    /// Its folder as messages show it.
    pub folder: String,
    /// The folder of its extracts.
    pub extracts: PathBuf,
    /// What it is about.
    pub title: Option<String>,
    /// The reporting month.
    pub period: Month,
    /// The ONS code of the authority.
    pub authority: Option<String>,
    /// The scorecard whose rows are expected; none where indicators are.
    pub scorecard: Option<String>,
    /// What is expected, in the order of the file.
    pub rows: Vec<Expected>,
}

/// What is expected of a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expected {
    /// The id of an indicator or of a row.
    pub id: String,
    /// What is counted or summed.
    pub numerator: Option<f64>,
    /// Out of how many.
    pub denominator: Option<f64>,
    /// The figure.
    pub value: Option<f64>,
    /// The figure as papers show it.
    pub display: Option<String>,
    /// Whether there is none.
    pub no_data: bool,
    /// How the row is rated.
    pub rating: Option<String>,
    /// The children who are counted.
    pub counted: Option<Vec<String>>,
    /// The children of the cohort.
    pub cohort: Option<Vec<String>>,
}

/// How a row came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// As it was worked.
    AsWorked,
    /// Not so: what differs, in words.
    Differs(Vec<String>),
    /// It could not be computed: why.
    NotRun(String),
}

/// What came of a row.
#[derive(Clone, Debug)]
pub struct Came {
    /// The figure as papers show it.
    pub display: Option<String>,
    /// What was counted or summed.
    pub numerator: Option<f64>,
    /// Out of how many.
    pub denominator: Option<f64>,
    /// The figure, not rounded.
    pub value: Option<f64>,
    /// Why there is none, or why it is not rated.
    pub reason: Option<String>,
    /// How it is rated.
    pub rating: &'static str,
}

/// A row of a case, as it came out.
#[derive(Clone, Debug)]
pub struct RowReport {
    /// What was expected.
    pub expected: Expected,
    /// The indicator behind it, where one is.
    pub indicator: Option<String>,
    /// What came; nothing where it could not be computed.
    pub came: Option<Came>,
    /// How that compares.
    pub outcome: Outcome,
    /// How each row of the indicator's table stands, where it differs.
    pub children: Vec<Standing>,
}

/// A case, as it came out.
#[derive(Clone, Debug)]
pub struct CaseReport {
    /// Its name.
    pub name: String,
    /// Its folder as messages show it.
    pub folder: String,
    /// What it is about.
    pub title: Option<String>,
    /// The reporting month; none where the case could not be read.
    pub period: Option<Month>,
    /// Its rows; none where the case could not be read.
    pub rows: Vec<RowReport>,
    /// What is wrong with the case or with its extracts.
    pub problems: Vec<Problem>,
}

/// Every case that was run.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// In the order in which they were named.
    pub cases: Vec<CaseReport>,
    /// What the cases leave out of the definitions of one's own.
    pub notes: Vec<Problem>,
}

/// How many rows came out how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// As worked.
    pub as_worked: usize,
    /// Otherwise.
    pub differ: usize,
    /// Rows that could not be computed, and cases that could not be read.
    pub not_run: usize,
}

impl CaseReport {
    /// Whether the case itself has a mistake.
    pub fn is_broken(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity() == Severity::Error)
    }
}

impl Report {
    /// How many rows came out how.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for case in &self.cases {
            // A case without a row to show it by counts all the same.
            tally.not_run += usize::from(case.is_broken() && case.rows.is_empty());
            for row in &case.rows {
                match row.outcome {
                    Outcome::AsWorked => tally.as_worked += 1,
                    Outcome::Differs(_) => tally.differ += 1,
                    Outcome::NotRun(_) => tally.not_run += 1,
                }
            }
        }
        tally
    }
}
