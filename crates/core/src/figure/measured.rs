//! What was measured: the figures of indicators, by month and by group.
//!
//! Takes nothing but figures. Those who measure fill it, those who show read it.

use std::collections::BTreeMap;

use super::Measured;
use super::rounded::Rounding;
use crate::calendar::Month;
use crate::definitions::By;

/// What the rows of a table are.
#[derive(Clone, Copy, Debug, Default)]
pub struct RowsOf {
    /// What they are called in a sentence that counts them; empty where nobody knows.
    pub noun: &'static str,
    /// Whether they are people, most of whom are there the month after.
    pub stay: bool,
}

/// What was measured, by indicator and month.
#[derive(Clone, Debug, Default)]
pub struct Measurements {
    figures: BTreeMap<(String, Month), Measured>,
    no_number: BTreeMap<(String, Month), u64>,
    /// Whether how many rows were left out is not to be told.
    without_counts: bool,
}

impl Measurements {
    /// The figure of an indicator for a month, if it was asked for.
    pub fn get(&self, indicator: &str, month: Month) -> Option<&Measured> {
        self.figures.get(&(indicator.to_owned(), month))
    }

    /// That an indicator left out rows in a month since a value was no number, such as 1 / 0, and how many where that may be told.
    pub fn left_out(&self, indicator: &str, month: Month) -> Option<Option<u64>> {
        let number = *self.no_number.get(&(indicator.to_owned(), month))?;
        Some((!self.without_counts).then_some(number))
    }

    /// The same for the public: few rows left out would tell of few children.
    pub fn without_counts(mut self) -> Self {
        self.without_counts = true;
        self
    }

    /// The same of rounded counts, but for indicators that stay as they are.
    pub fn rounded(mut self, rounding: Rounding, stays: &dyn Fn(&str) -> bool) -> Self {
        for (_, measured) in self.figures.iter_mut().filter(|((indicator, _), _)| !stays(indicator)) {
            *measured = rounding.counted(measured);
        }
        self
    }

    /// Adds what an indicator gave in a month, and how many rows had a value that is no number.
    pub fn add(&mut self, indicator: String, month: Month, measured: Measured, no_number: u64) {
        if no_number > 0 {
            self.no_number.insert((indicator.clone(), month), no_number);
        }
        self.figures.insert((indicator, month), measured);
    }

    /// Adds others, which win.
    pub fn extend(&mut self, others: &Measurements) {
        self.figures.extend(others.figures.iter().map(|(key, measured)| (key.clone(), measured.clone())));
        self.no_number.extend(others.no_number.iter().map(|(key, number)| (key.clone(), *number)));
    }
}

/// What was measured in groups.
#[derive(Clone, Debug, Default)]
pub struct InGroups {
    /// By indicator, the figure of each group, in the groups' order.
    pub figures: BTreeMap<String, Vec<(Group, Measured)>>,
    /// By indicator that has no groups, why.
    pub without: BTreeMap<String, String>,
}

/// The groups of one indicator by a breakdown.
#[derive(Clone, Debug)]
pub struct ByGroups {
    /// The breakdown.
    pub by: By,
    /// Why there are none, where there are none.
    pub without: Option<String>,
    /// The figure of each group, in order.
    pub figures: Vec<(Group, Measured)>,
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What tells it from others in the id of a part: a word or a code.
    pub key: String,
    /// What it is called: of a code what it stands for.
    pub title: String,
}
