//! A target as it is shown: what was promised, and what that came to in figures.

use crate::calendar::{Day, Month};
use crate::definitions::Decimal;
use crate::figure::{Figure, Fraction};

/// A target as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownTarget {
    /// The figure in the row's unit, where the target is a number.
    pub value: Option<f64>,
    /// The day it is to be met by.
    pub due: Option<Day>,
    /// In words.
    pub text: String,
    /// What kind it is: `number`, `range`, `past`, `baseline`, `published`, or `words` where nothing can be rated by it.
    pub kind: &'static str,
    /// What it is compared with: `year-ago`, `england`; nothing for numbers, ranges and words.
    pub comparator: Option<&'static str>,
    /// What it came to in the reporting month; nothing where what it is compared with is not there.
    pub resolved: Option<Resolved>,
    /// Whether it is the scorecard's rule for rows without a target, and no promise.
    pub is_rule: bool,
    /// What the strategy says in words, where the target is of another kind.
    pub aim: Option<String>,
    /// Whether what it came to was taken out by disclosure control.
    pub hidden: bool,
    /// The targets that follow it, the next first.
    pub to_come: Vec<ToCome>,
}

/// What a target came to in a month.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved {
    /// The number that the figure was held against, in the row's unit; of a range its lower end.
    pub number: Fraction,
    /// The upper end of a range.
    pub upper: Option<Fraction>,
    /// As it is shown, with the year of what is published: `67.2%`, `89% (2025)`; empty where the words of the target say it.
    pub shown: String,
    /// The month and the figure of the council's own past that it is. A rating tells of this figure.
    pub past: Option<(Month, Figure)>,
}

/// A target that is not in force yet.
#[derive(Clone, Debug, PartialEq)]
pub struct ToCome {
    /// The first month it is in force.
    pub from: Month,
    /// The day it is to be met by.
    pub due: Option<Day>,
    /// In words.
    pub text: String,
    /// The figure in the row's unit, where it is a number.
    pub value: Option<f64>,
    /// What it comes to where its words alone say it: a number, what is to be reached from a baseline, the lower end of a
    /// range.
    pub number: Option<f64>,
    /// The upper end of a range.
    pub upper: Option<f64>,
}

impl ShownTarget {
    /// A target in words, which nothing is rated by.
    pub fn words(text: String, due: Option<Day>) -> Self {
        ShownTarget {
            value: None,
            due,
            text,
            kind: "words",
            comparator: None,
            resolved: None,
            is_rule: false,
            aim: None,
            hidden: false,
            to_come: Vec::new(),
        }
    }

    /// A number.
    pub fn number(number: Decimal, text: String, due: Option<Day>) -> Self {
        let resolved = Some(Resolved { number: Fraction::of(number), upper: None, shown: String::new(), past: None });
        ShownTarget { value: Some(number.value()), kind: "number", resolved, ..Self::words(text, due) }
    }
}
