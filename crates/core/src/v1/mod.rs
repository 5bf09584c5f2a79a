//! JSON of a run, schema `scorecard/v1`: one set of types, by which it is written and by which earlier runs are read.
//!
//! A public format: keys are never left out, what does not apply is `null`, and a change of any key is a new version of the
//! schema. Keys that earlier versions of the program did not write may be missing when a run is read, and others may be there.
//! The renderer fills these types of the document; who compares runs reads them. Knows neither.

mod beside;
mod value;

use serde::{Deserialize, Serialize};

pub use beside::{
    AuthorityFigure, Benchmark, Comment, Forecast, InGroup, Mean, Named, Place, Point, Process, Published, Rank, Restated,
    SideBySide, SideBySideRow, Verdict,
};
pub use value::{Number, Open};

use crate::calendar::{Day, Month, iso};
use crate::definitions::by;
use crate::problem;
use crate::statistics;

/// What the schema is called.
pub const SCHEMA: &str = "scorecard/v1";

/// A run: everything that one is asked for and gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// [`SCHEMA`].
    pub schema: String,
    /// The day printed on it, `2018-04-03`.
    pub generated: String,
    /// The reporting month.
    pub period: Period,
    /// `internal` or `public`; runs that do not say were internal.
    #[serde(default = "internal")]
    pub audience: String,
    /// Its scorecards.
    pub scorecards: Vec<Scorecard>,
    /// What was wrong with definitions and extracts; nothing for the public.
    #[serde(default)]
    pub problems: Vec<Problem>,
    /// The groups that it is of alone.
    pub only: Option<Vec<Only>>,
    /// Scorecards of several authorities, row by row.
    pub authorities: Option<Vec<SideBySide>>,
}

fn internal() -> String {
    "internal".to_owned()
}

/// A group that something is of alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Only {
    /// The column.
    pub column: String,
    /// The group.
    pub group: String,
}

impl Only {
    /// The groups; nothing of what is of the whole.
    pub fn of(only: &[by::Only]) -> Option<Vec<Self>> {
        let one = |only: &by::Only| Only { column: only.by.as_str().to_owned(), group: only.group.clone() };
        (!only.is_empty()).then(|| only.iter().map(one).collect())
    }
}

/// A reporting month.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Period {
    /// `2018-03`.
    pub id: String,
    /// Its first day, `2018-03-01`.
    #[serde(default)]
    pub start: String,
    /// Its last day.
    #[serde(default)]
    pub end: String,
}

impl Period {
    /// Of a month.
    pub fn of(period: Month) -> Self {
        Period { id: period.to_string(), start: iso(period.first()), end: iso(period.last()) }
    }
}

/// A scorecard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scorecard {
    /// Its id.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// The ONS code of the authority.
    pub authority: Option<String>,
    /// How many rows stand how.
    #[serde(default)]
    pub summary: Summary,
    /// Its groups of rows.
    pub groups: Vec<Group>,
    /// Since when travel is.
    #[serde(default)]
    pub travel: Travel,
    /// The protective marking, empty where there is none.
    #[serde(default)]
    pub marking: String,
}

/// Since when the travel of a scorecard's rows is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Travel {
    /// `month`, `quarter`, `year`, `outturn`.
    pub since: String,
    /// That month.
    pub period: String,
}

/// How many rows stand how.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the words of ratings")]
pub struct Summary {
    pub green: usize,
    pub amber: usize,
    pub red: usize,
    pub not_rated: usize,
    pub no_data: usize,
}

/// A group of rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Its id.
    #[serde(default)]
    pub id: String,
    /// Its heading.
    #[serde(default)]
    pub title: String,
    /// Its rows; those of the groups of breakdowns after the row that they are of.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Its id.
    pub id: String,
    /// The id of its indicator.
    pub indicator: Option<String>,
    /// Its name.
    pub title: String,
    /// What the figure is in.
    pub unit: String,
    /// Whether higher or lower is better.
    #[serde(default)]
    pub polarity: String,
    /// The time that it speaks of.
    #[serde(default)]
    pub window: Window,
    /// What was counted or summed.
    pub numerator: Option<Open<Number>>,
    /// Out of how many.
    pub denominator: Option<Open<Number>>,
    /// The figure, unrounded.
    pub value: Option<Open<f64>>,
    /// The figure as shown.
    pub display: Option<String>,
    /// The target.
    pub target: Option<Target>,
    /// How it stands.
    pub rating: String,
    /// Why it is not rated, or has no data.
    pub reason: Option<String>,
    /// The confidence interval, in the row's unit.
    pub interval: Option<Open<Interval>>,
    /// The figure that travel is from.
    pub previous: Option<Previous>,
    /// Which way it goes, or `c`.
    pub travel: Option<String>,
    /// How many children it is to its target.
    pub to_target: Option<Open<i64>>,
    /// What is said of it.
    #[serde(default)]
    pub notes: Vec<String>,
    /// The month that its data end in, where that is before the period.
    pub data_to: Option<String>,
    /// The fingerprint of its definition; runs of earlier versions have none.
    #[serde(default)]
    pub definition: String,
    /// What a missed target needs by its date.
    pub pace: Option<String>,
    /// The months of its history, oldest first.
    #[serde(default)]
    pub series: Vec<Point>,
    /// What statistical process control says of them.
    pub process: Option<Process>,
    /// By how much the figure as shown changed.
    pub change: Option<f64>,
    /// What becomes of the target.
    pub verdict: Option<Verdict>,
    /// The marker of its trend.
    pub trend: Option<String>,
    /// What others have.
    #[serde(default)]
    pub benchmarks: Vec<Benchmark>,
    /// Where it will be.
    pub forecast: Option<Forecast>,
    /// What was said of it.
    #[serde(default)]
    pub commentary: Vec<Comment>,
    /// What was restated.
    #[serde(default)]
    pub restated: Vec<Restated>,
    /// The Marches of earlier years.
    #[serde(default)]
    pub outturns: Vec<Previous>,
    /// Its groups, of every breakdown.
    #[serde(default)]
    pub groups: Vec<InGroup>,
}

/// The time that a figure speaks of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Window {
    /// Its first day.
    pub start: String,
    /// Its last day.
    pub end: String,
}

impl Window {
    /// Of its first and last day.
    pub fn of((start, end): (Day, Day)) -> Self {
        Window { start: iso(start), end: iso(end) }
    }
}

/// A target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// The number of the definition.
    pub value: Option<f64>,
    /// The day that it is for.
    pub due: Option<String>,
    /// In words.
    pub text: String,
    /// What kind of target it is.
    #[serde(default)]
    pub kind: String,
    /// What it is compared with.
    pub comparator: Option<String>,
    /// The number that the row is held against.
    pub resolved: Option<Open<f64>>,
    /// The upper end of a range.
    pub upper: Option<f64>,
    /// As shown.
    #[serde(default)]
    pub shown: String,
    /// `row`, or `scorecard` for a rule of all rows.
    #[serde(default)]
    pub rule: String,
    /// What is aimed at, in words.
    pub aim: Option<String>,
    /// Targets that are not in force yet.
    #[serde(default)]
    pub to_come: Vec<ToCome>,
}

/// A target that is not in force yet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ToCome {
    /// Since when.
    pub from: String,
    /// The day that it is for.
    pub due: Option<String>,
    /// In words.
    pub text: String,
    /// The number of the definition.
    pub value: Option<f64>,
    /// The number that the row will be held against.
    pub resolved: Option<f64>,
    /// The upper end of a range.
    pub upper: Option<f64>,
}

/// A confidence interval.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Of what level, 0.95.
    pub level: f64,
    /// Its lower end, in the row's unit.
    pub lower: f64,
    /// Its upper end.
    pub upper: f64,
    /// By which method.
    pub method: String,
}

impl Interval {
    /// Of an interval.
    pub fn of(interval: statistics::Interval) -> Self {
        let statistics::Interval { level, lower, upper, method } = interval;
        Interval { level, lower, upper, method: method.to_owned() }
    }
}

/// The figure of an earlier month.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Previous {
    /// The month.
    pub period: String,
    /// The figure.
    pub value: Option<Open<f64>>,
}

/// A problem, for whoever may see it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Problem {
    /// Its code.
    pub code: String,
    /// How severe it is.
    pub severity: String,
    /// What is wrong.
    pub message: String,
    /// In which file.
    pub file: Option<String>,
    /// In which row.
    pub row: Option<u64>,
    /// In which column.
    pub column: Option<String>,
    /// How often.
    pub count: u64,
    /// The indicators whose figures it may change, by `check`.
    pub figures: Option<Vec<String>>,
}

impl Problem {
    /// Of a problem; where it has several places, at the first.
    pub fn of(problem: &problem::Problem) -> Self {
        let place = problem.places.first();
        Problem {
            code: problem.code.as_str().to_owned(),
            severity: problem.severity().as_str().to_owned(),
            message: problem.message.clone(),
            file: place.map(|place| place.file.clone()).or_else(|| problem.snippets.first().map(|one| one.file.clone())),
            row: place.and_then(|place| place.row),
            column: place.and_then(|place| place.column.clone()),
            count: problem.count,
            figures: problem.figures.clone(),
        }
    }
}
