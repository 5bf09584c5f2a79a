//! The children behind a figure: one line for each row of the cohort.
//!
//! Takes an indicator evaluated row by row and its table's cells, gives [`Cases`]: plain
//! values with identifiers, in a fixed order. What is here is case-level: it goes to whoever
//! checks a figure, never into a scorecard or a log. Knows no format and no data frame.

use crate::calendar::{Day, Month};
use crate::definitions::Unit;
use crate::definitions::by::Only;
use crate::figure::{ByGroups, Measured};

/// The rows behind a figure.
#[derive(Clone, Debug)]
pub struct Cases {
    /// The indicator's id.
    pub indicator: String,
    /// What a board paper calls it.
    pub title: String,
    /// What the figure is in.
    pub unit: Unit,
    /// Decimal places shown.
    pub decimals: u32,
    /// The reporting month.
    pub period: Month,
    /// First and last day of the time that the figure speaks of.
    pub window: (Day, Day),
    /// The ONS code of the authority.
    pub authority: Option<String>,
    /// The table whose rows are counted.
    pub table: String,
    /// The figure, as scorecards have it.
    pub measured: Measured,
    /// How rows become the figure.
    pub kind: CaseKind,
    /// The columns of the table but the child.
    pub columns: Vec<CaseColumn>,
    /// The groups that they are of, where they are not of the whole.
    pub only: Vec<Only>,
    /// The figures of the groups of each breakdown asked for.
    pub by: Vec<ByGroups>,
    /// The rows of the cohort, in order of the group of the first breakdown, of the child and then of what they hold.
    pub rows: Vec<Case>,
}

/// What a row adds to the figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseKind {
    /// Itself.
    Each,
    /// Itself, where the numerator holds.
    Numerator,
    /// Its value.
    Value,
}

/// A column of the cases.
#[derive(Clone, Debug)]
pub struct CaseColumn {
    /// Its name in SQL.
    pub name: String,
    /// What its values are, in words.
    pub kind: &'static str,
    /// Whether the rule uses it.
    pub used: bool,
    /// Why it is empty, where its extract is not there.
    pub empty: Option<String>,
}

/// One row of the cohort.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The child's identifier.
    pub child: String,
    /// For a proportion whether the numerator holds; nothing where a value that it needs is
    /// missing, which does not count.
    pub numerator: Option<bool>,
    /// For a mean the value; nothing where it has none, which is left out.
    pub value: Option<f64>,
    /// The cells of the columns.
    pub cells: Vec<Cell>,
    /// The child's episodes that ended because a later extract no longer holds them.
    pub ended: Vec<Ended>,
}

impl Cases {
    /// Whether the rows are of children.
    pub fn has_child(&self) -> bool {
        self.rows.iter().any(|row| !row.child.is_empty())
    }

    /// How many rows meet the numerator.
    pub fn met(&self) -> usize {
        self.rows.iter().filter(|row| row.numerator == Some(true)).count()
    }

    /// The values of the rows that have one.
    pub fn values(&self) -> impl Iterator<Item = f64> {
        self.rows.iter().filter_map(|row| row.value)
    }
}

/// A cell in plain words.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
pub enum Cell {
    /// No value.
    Empty,
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// A day.
    Day(Day),
    /// Yes or no.
    YesNo(bool),
    /// A code, a word, a child's identifier.
    Text(String),
}

/// An episode that the rule of one history ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Its first day.
    pub start: Day,
    /// The day it ended.
    pub end: Day,
    /// How.
    pub how: Change,
}

/// How a record's end was set, where a later extract no longer holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It ended on the day the child's next episode begins.
    Continued,
    /// It ended unseen, on the last day that the extracts allow.
    Vanished,
}

impl Change {
    /// In words, for those who look at the cases of a figure.
    pub fn as_str(self) -> &'static str {
        match self {
            Change::Continued => "a later extract no longer holds it, and the child's next episode goes on from it",
            Change::Vanished => "a later extract no longer holds it",
        }
    }
}
