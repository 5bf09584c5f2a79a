//! What stands beside a figure to read it by: its history, what others have, what is to come.

use crate::calendar::{Day, Month};
use crate::figure::Figure;
use crate::rating::Rating;
use crate::said::Crossing;

/// A month of a row's history.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The month.
    pub month: Month,
    /// The figure as at its end; nothing in a gap, where there is no extract or no data.
    pub figure: Option<Figure>,
    /// What the figure was held against, in the row's unit; of a range the lower end.
    pub target: Option<f64>,
    /// The upper end of a range.
    pub upper: Option<f64>,
    /// The month of the council's own past that the figure was held against: its rating tells of that month's figure.
    pub against: Option<Month>,
    /// How it stood.
    pub rating: Rating,
    /// Whether disclosure control took the figure out.
    pub hidden: bool,
}

/// The figure of a 31 March gone by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outturn {
    /// The month, a March.
    pub month: Month,
    /// The figure as at its end; nothing where there is none.
    pub figure: Option<Figure>,
    /// Whether disclosure control took it out.
    pub hidden: bool,
}

/// A number as it was published: a value, or the letters that stand for none (`c`, `z`, `x`, `low`).
#[derive(Clone, Debug, PartialEq)]
pub enum Published {
    /// The number, in the row's unit.
    Value(f64),
    /// What stands for it.
    Symbol(String),
}

/// What others have, as the Department published it.
#[derive(Clone, Debug, PartialEq)]
pub struct Benchmark {
    /// What was published, such as `Children in the same placement for 2 years, percent`.
    pub measure: String,
    /// The year, as published and as readers say it: `2018`.
    pub year: String,
    /// The decimal places it is published with.
    pub decimals: u32,
    /// The authority's own published figure.
    pub own: Option<Published>,
    /// So many of so many behind it, where both are published.
    pub own_parts: Option<(i64, i64)>,
    /// England.
    pub england: Option<Published>,
    /// The region and its figure.
    pub region: Option<(String, Published)>,
    /// The mean of the statistical neighbours that have a figure, and how many those are.
    pub neighbours: Option<(f64, usize)>,
    /// The best of the neighbours; nothing where neither way is better.
    pub best: Option<(String, f64)>,
    /// The authority's rank, 1 the best, of how many with a figure; nothing where neither way is better.
    pub rank: Option<(usize, usize)>,
    /// The quartile of all authorities, `A` the best to `D`; nothing where neither way is better.
    pub quartile: Option<char>,
    /// The boundaries between the quartiles, from the least; nothing where neither way is better.
    pub quartiles: Option<[f64; 3]>,
    /// The least, the quartiles' boundaries and the greatest of all authorities, whichever way is better; nothing where
    /// there are few, or the measure grows with the authority.
    pub spread: Option<Spread>,
    /// The neighbours that have a figure, the closest first.
    pub each: Vec<(String, f64)>,
    /// What the reader should know: another year, a definition that differs.
    pub notes: Vec<String>,
}

/// How the figures of all authorities lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The least.
    pub least: f64,
    /// The three boundaries between the quarters.
    pub quartiles: [f64; 3],
    /// The greatest.
    pub greatest: f64,
}

/// Where the figure will be if the children now in the cohort stay where they are.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// The day it is for: the day that the target is due.
    pub day: Day,
    /// The figure then.
    pub figure: Figure,
    /// How it would be rated by the target in force then.
    pub rating: Rating,
    /// How many children cross a line until then, and which: `4 reach two years in their placement`.
    pub crossings: Vec<Crossing>,
}
