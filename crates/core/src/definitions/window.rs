//! The times that a figure can speak of: every window of an indicator, with its words and its days.
//!
//! A window that a definition can name is a line of [`WINDOWS`]. One of another kind is a variant besides: the compiler then
//! names what has to be said of it, here and where the months of events are told apart.

use crate::calendar::{Day, Month};

/// The time a figure speaks of, ending with the month's last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// The last day alone.
    LastDay,
    /// So many months.
    Months(i32),
    /// From the last 1 April.
    YearToDate,
    /// From the first day of the quarter.
    Quarter,
    /// The last quarter that had ended.
    LastQuarter,
}

/// The windows that a definition can name: a line each.
pub const WINDOWS: &[(&str, Window)] = &[
    ("last-day", Window::LastDay),
    ("month", Window::Months(1)),
    ("quarter", Window::Quarter),
    ("last-quarter", Window::LastQuarter),
    ("12-months", Window::Months(12)),
    ("24-months", Window::Months(24)),
    ("36-months", Window::Months(36)),
    ("year-to-date", Window::YearToDate),
];

/// Their words.
pub const WORDS: &[&str] = &words();

impl Window {
    /// The window of its word.
    pub fn parse(word: &str) -> Option<Self> {
        WINDOWS.iter().find(|(name, _)| *name == word).map(|(_, window)| *window)
    }

    /// Its first and last day, for a month.
    pub fn days(self, month: Month) -> (Day, Day) {
        match self {
            Window::LastDay => (month.last(), month.last()),
            Window::Months(months) => (month.window_start(months), month.last()),
            Window::YearToDate => (month.year_start(), month.last()),
            Window::Quarter => (month.quarter_start().first(), month.last()),
            Window::LastQuarter => month.last_quarter(),
        }
    }

    /// Its first day, for a month.
    pub fn start(self, month: Month) -> Day {
        self.days(month).0
    }

    /// What it is in a sentence.
    pub fn about(self) -> String {
        match self {
            Window::LastDay => "the last day of the month".to_owned(),
            Window::Months(1) => "the month".to_owned(),
            Window::Quarter => "from the first day of the quarter to the last day of the month".to_owned(),
            Window::LastQuarter => "the last quarter that had ended".to_owned(),
            Window::Months(months) => format!("the {months} months to the last day of the month"),
            Window::YearToDate => "from the last 1 April to the last day of the month".to_owned(),
        }
    }

    /// What it is as a thing with a name.
    pub fn noun(self) -> String {
        match self {
            Window::Quarter => "the quarter to the last day of the month".to_owned(),
            Window::YearToDate => "the year from 1 April to the last day of the month".to_owned(),
            Window::LastDay | Window::Months(_) | Window::LastQuarter => self.about(),
        }
    }

    /// Its mark in fingerprints, which never changes.
    pub fn mark(self) -> String {
        match self {
            Window::LastDay => "last-day".to_owned(),
            Window::Quarter => "quarter".to_owned(),
            Window::LastQuarter => "last-quarter".to_owned(),
            Window::Months(months) => format!("{months}-months"),
            Window::YearToDate => "year-to-date".to_owned(),
        }
    }

    /// Whether it is a day, of which people are as they stand and nothing happens.
    pub fn is_a_day(self) -> bool {
        match self {
            Window::LastDay => true,
            Window::Months(_) | Window::YearToDate | Window::Quarter | Window::LastQuarter => false,
        }
    }

    /// Whether it begins anew with a year and grows through it, so that its months are not alike.
    pub fn grows_through_the_year(self) -> bool {
        match self {
            Window::YearToDate => true,
            Window::LastDay | Window::Months(_) | Window::Quarter | Window::LastQuarter => false,
        }
    }

    /// Of how many single months a figure of it is put together.
    pub fn months(self) -> i32 {
        match self {
            Window::Months(months) => months,
            Window::LastDay | Window::YearToDate | Window::Quarter | Window::LastQuarter => 1,
        }
    }
}

const fn words() -> [&'static str; WINDOWS.len()] {
    let mut words = [""; WINDOWS.len()];
    let mut at = 0;
    while at < words.len() {
        words[at] = WINDOWS[at].0;
        at += 1;
    }
    words
}
