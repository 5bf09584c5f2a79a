//! Who crosses a line in the months to come: one line for each child and crossing.
//!
//! Plain values with identifiers. Case-level: it goes to those who work with the children, never into a scorecard or
//! a log. Knows no format.

use crate::calendar::{Day, Month};
use crate::definitions::By;
use crate::definitions::by::Only;

worded! {
    /// Which line a child crosses.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Line {
        /// Counts, having belonged to the cohort before.
        JoinsNumerator = "joins-numerator",
        /// Counts no more, and belongs to the cohort still.
        LeavesNumerator = "leaves-numerator",
        /// Belongs to the cohort.
        JoinsCohort = "joins-cohort",
        /// Belongs to the cohort no more.
        LeavesCohort = "leaves-cohort",
    }
}

impl Line {
    /// As it is listed.
    pub fn words(self) -> &'static str {
        match self {
            Line::JoinsNumerator => "joins the numerator",
            Line::LeavesNumerator => "leaves the numerator",
            Line::JoinsCohort => "joins the cohort",
            Line::LeavesCohort => "leaves the cohort",
        }
    }
}

/// Who crosses a line of an indicator in the months to come.
#[derive(Clone, Debug)]
pub struct Due {
    /// The indicator's id.
    pub indicator: String,
    /// What a board paper calls it.
    pub title: String,
    /// The reporting month.
    pub period: Month,
    /// The last month looked at.
    pub until: Month,
    /// The ONS code of the authority.
    pub authority: Option<String>,
    /// Why nothing can be told, where an extract is not there.
    pub lacking: Option<String>,
    /// The groups that it is of, where it is not of the whole.
    pub only: Vec<Only>,
    /// What it is broken down by.
    pub by: Vec<By>,
    /// Who crosses, in order of the month, the day and the child.
    pub rows: Vec<DueRow>,
}

/// A child that crosses a line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DueRow {
    /// The month at whose end it has crossed.
    pub month: Month,
    /// The day, where the cause tells it.
    pub day: Option<Day>,
    /// The child's identifier.
    pub child: String,
    /// The line.
    pub line: Line,
    /// Whether the numerator changes with it.
    pub numerator: bool,
    /// Why, where it is known: `turns 16`.
    pub cause: Option<String>,
    /// For each breakdown the group that the child is in; nothing where nobody knows.
    pub groups: Vec<Option<String>>,
}

impl DueRow {
    /// The line in words: `leaves the cohort and the numerator`.
    pub fn words(&self) -> String {
        let of_cohort = matches!(self.line, Line::JoinsCohort | Line::LeavesCohort);
        format!("{}{}", self.line.words(), if of_cohort && self.numerator { " and the numerator" } else { "" })
    }
}
