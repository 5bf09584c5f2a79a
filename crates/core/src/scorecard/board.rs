//! What a board paper shows besides figures: for whom it is, what is hidden, what was said
//! and what was restated.

use crate::calendar::Month;
use crate::said::Stood;

worded! {
    /// Who may read an output.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum Audience {
        /// Those who may see every figure.
        #[default]
        Internal = "internal",
        /// Anybody: small counts and all that gives them away are hidden.
        Public = "public",
    }
}

/// What stands where a number cannot: the Government Statistical Service's shorthand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Symbol {
    /// Hidden, so that nobody can be recognised.
    Confidential,
    /// Rounds to zero and is not zero.
    Low,
    /// Nothing to measure: nobody in the cohort.
    NotApplicable,
    /// Not collected, or not there.
    NotAvailable,
    /// Differs from what was reported before.
    Revised,
    /// A target that is the scorecard's rule and no promise.
    Rule,
}

impl Symbol {
    /// The bare letters, for CSV and JSON; elsewhere they stand in square brackets.
    pub fn letters(self) -> &'static str {
        match self {
            Symbol::Confidential => "c",
            Symbol::Low => "low",
            Symbol::NotApplicable => "z",
            Symbol::NotAvailable => "x",
            Symbol::Revised => "r",
            Symbol::Rule => "d",
        }
    }

    /// The symbol of these letters.
    pub fn of(letters: &str) -> Option<Self> {
        let all = [Symbol::Confidential, Symbol::Low, Symbol::NotApplicable, Symbol::NotAvailable, Symbol::Revised];
        all.into_iter().find(|symbol| symbol.letters() == letters)
    }

    /// In square brackets.
    pub fn bracketed(self) -> String {
        format!("[{}]", self.letters())
    }

    /// What it means, as a legend says it.
    pub fn meaning(self) -> &'static str {
        match self {
            Symbol::Confidential => "confidential: hidden so that no child can be recognised",
            Symbol::Low => "rounds to zero and is not zero",
            Symbol::NotApplicable => "not applicable: there is nobody to measure",
            Symbol::NotAvailable => "not available: not collected, or not in the extracts",
            Symbol::Revised => "revised: differs from what was reported before",
            Symbol::Rule => "by default: the scorecard's rule for rows without a target, and no promise of the strategy",
        }
    }
}

/// What disclosure control took out of a row. What is hidden is no longer in the document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    /// The figure, and with it the interval, the travel and children to target.
    pub figure: bool,
    /// The figure's denominator, where it may be shown although the figure is hidden.
    pub denominator: Option<i64>,
    /// The figure of the month before, and with it the travel.
    pub previous: bool,
    /// The interval: there was one.
    pub interval: bool,
    /// Children to target: there was a number of them.
    pub to_target: bool,
}

impl Hidden {
    /// Whether the travel is hidden, with either of the two figures it compares.
    pub fn travel(&self) -> bool {
        self.figure || self.previous
    }
}

/// What was said of a row in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The month it speaks of.
    pub month: Month,
    /// What is behind the figure.
    pub behind: Option<String>,
    /// What is being done.
    pub doing: Option<String>,
    /// The role of whom it is from; never a name.
    pub role: Option<String>,
}

/// A figure of an earlier month that is no longer what was reported.
#[derive(Clone, Debug, PartialEq)]
pub struct Restated {
    /// The month of the figure.
    pub month: Month,
    /// As it was reported, shown as the row shows figures; nothing where there was none.
    pub was: Option<Stood>,
    /// As it is now.
    pub now: Option<Stood>,
}
