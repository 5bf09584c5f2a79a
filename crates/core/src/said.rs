//! What is said of a row beside its figure: notes, and the reason of its rating, as values that words are made of in one place.
//!
//! Whoever asks what a note is of asks its kind: nothing is told from how a sentence begins. Words themselves are those that
//! somebody wrote, in a definition or in a file.

use std::fmt;

use crate::calendar::{self, Day, Month};

/// What the reader of a row should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// As it stands in the definition, or in what others published.
    Written(String),
    /// As somebody wrote it of what the label says: the lead, a baseline, evidence.
    Labelled(&'static str, String),
    /// The day that the target is due.
    Due(Day),
    /// The process was re-based, and why.
    Rebased(Month, String),
    /// The row is not broken down by a column, and why.
    NotBrokenDown {
        /// The breakdown.
        by: String,
        /// Why.
        why: String,
    },
    /// All months of its history are hidden.
    HistoryHidden,
    /// The row is a group of another.
    GroupOf {
        /// What the other is called.
        title: String,
        /// The breakdown.
        by: String,
    },
    /// The data end in a month before that of the report, and which.
    DataTo(Month, String),
    /// A start before the extracts is not known of some: how many is in the words, for those who may see it.
    ShortHistory(String),
    /// The month that an earlier figure is of.
    Earlier {
        /// What the earlier one is called: `A year ago`.
        called: String,
        /// The month.
        of: Month,
    },
    /// What could not be judged as the definition asks.
    NotJudged(String),
    /// Rows were left out since a value is no number: how many, for those who may see it.
    LeftOut(Option<u64>),
    /// How many answers a figure is of.
    Answers {
        /// The number.
        number: i64,
        /// Whether they are few.
        few: bool,
    },
    /// The month of a return.
    Return(Month),
    /// The month of a judgement.
    Judgement(Month),
    /// There are more in the numerator than in the denominator.
    MoreThanAll,
    /// The population is that of another year.
    Population {
        /// The year it is of.
        of: i32,
        /// The year it should be of.
        wanted: i32,
    },
    /// The figure is of lists of one day.
    Listed(String),
    /// The row is measured otherwise than in the report of a month.
    MeasuredDifferently(Month),
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Note::Written(text) | Note::NotJudged(text) => f.write_str(text),
            Note::Labelled(label, text) => write!(f, "{label}: {text}"),
            Note::Due(day) => write!(f, "Due: {}", calendar::long(*day)),
            Note::Rebased(from, why) => write!(f, "Re-based from {}: {why}", from.long()),
            Note::NotBrokenDown { by, why } => write!(f, "Not broken down by {by}: {why}"),
            Note::HistoryHidden => f.write_str("So few children are behind its history that all months of it are hidden"),
            Note::GroupOf { title, by } => write!(f, "{title} by {by}"),
            Note::DataTo(month, what) => write!(f, "Data to {}: {what}", month.long()),
            Note::ShortHistory(words) => write!(f, "The history is short: {words}, and the figure may be another"),
            Note::Earlier { called, of } => write!(f, "{called} is {}", of.long()),
            Note::LeftOut(rows) => {
                let rows = match rows {
                    None => "Rows are".to_owned(),
                    Some(1) => "1 row is".to_owned(),
                    Some(number) => format!("{number} rows are"),
                };
                write!(f, "{rows} left out: a value is no number, such as one divided by 0")
            }
            Note::Answers { number, few } => {
                let answers = if *number == 1 { "answer" } else { "answers" };
                let care = if *few { ", fewer than five: read with care" } else { "" };
                write!(f, "based on {number} {answers}{care}")
            }
            Note::Return(month) => write!(f, "Return of {}", month.long()),
            Note::Judgement(month) => write!(f, "Judgement of {}", month.long()),
            Note::MoreThanAll => f.write_str("more than 100%: NUMERATOR is greater than DENOMINATOR"),
            Note::Population { of, wanted } => {
                write!(f, "The population is that of mid-{of}: population.csv has none of mid-{wanted}.")
            }
            Note::Listed(title) => write!(f, "From {title}, as on the day of the lists."),
            Note::MeasuredDifferently(month) => write!(f, "Measured differently since it was reported for {}", month.long()),
        }
    }
}

/// Why a row stands as it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// There is no figure, and why.
    NoData(String),
    /// What the figure was held against says so.
    Judged(String),
    /// The extracts do not tell enough of it.
    InDoubt(String),
    /// It is a group of this row, and groups are not rated.
    GroupOf(String),
    /// The figure is hidden.
    Hidden,
    /// What it is compared with is hidden.
    HiddenPast,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::NoData(words) | Reason::Judged(words) | Reason::InDoubt(words) => f.write_str(words),
            Reason::GroupOf(row) => write!(f, "a group of {row}"),
            Reason::Hidden => f.write_str("hidden so that no child can be recognised"),
            Reason::HiddenPast => f.write_str("what it is compared with is hidden so that no child can be recognised"),
        }
    }
}

/// A figure as it stood in a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Stood {
    /// The number; nothing where it was no number, as a judgement in words.
    pub number: Option<f64>,
    /// As the row shows it.
    pub shown: String,
}

/// How many cross a line until a day, and which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crossing {
    /// How many.
    pub number: usize,
    /// What they do: `reach two years in their placement`.
    pub what: String,
}

impl fmt::Display for Crossing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.number, self.what)
    }
}
