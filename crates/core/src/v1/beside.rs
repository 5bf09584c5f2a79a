//! What stands beside the figure of a row in `scorecard/v1`: history, process, benchmarks, forecast, commentary,
//! restatements, its groups; and the authorities side by side.

use serde::{Deserialize, Serialize};

use super::{Number, Open};

/// A month of the history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// The month.
    pub period: String,
    /// The figure; nothing where there is a gap.
    pub value: Option<Open<f64>>,
    /// The number that it is held against.
    pub target: Option<f64>,
    /// The upper end of a range.
    pub target_upper: Option<f64>,
    /// How it stood.
    #[serde(default)]
    pub rating: String,
}

/// What statistical process control says, place by place of the history.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Process {
    /// Which rules.
    pub rules: String,
    /// What the points are.
    pub basis: String,
    /// How limits were found.
    pub method: String,
    /// Why there are none.
    pub why: Option<String>,
    /// Whether there are points enough to speak of.
    pub enough: bool,
    /// Which variation the last points show.
    pub variation: Option<String>,
    /// Whether the target is met by the process.
    pub assurance: Option<String>,
    /// Month by month.
    pub points: Vec<Place>,
}

/// A month of a control chart.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// What is charted.
    pub value: Option<f64>,
    /// The events of the month.
    pub numerator: Option<f64>,
    /// Out of how many.
    pub denominator: Option<i64>,
    /// The centre line.
    pub mean: f64,
    /// The lower limit.
    pub lower: Option<f64>,
    /// The upper limit.
    pub upper: Option<f64>,
    /// The rule that it breaks.
    pub rule: Option<String>,
    /// What that means.
    pub meaning: Option<String>,
}

/// What becomes of the target, and how that is known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Verdict {
    /// By what.
    pub by: String,
    /// What becomes of it.
    pub target: String,
}

/// What others have.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Benchmark {
    /// The measure as published.
    pub measure: String,
    /// The year.
    pub year: String,
    /// The authority's own figure as published.
    pub own: Option<Published>,
    /// What it counts.
    pub own_numerator: Option<i64>,
    /// Out of how many.
    pub own_denominator: Option<i64>,
    /// England's.
    pub england: Option<Published>,
    /// The region's.
    pub region: Option<Named>,
    /// The mean of statistical neighbours.
    pub neighbours: Option<Mean>,
    /// The best of them.
    pub best_neighbour: Option<Named>,
    /// The rank among authorities.
    pub rank: Option<Rank>,
    /// The quartile, A to D.
    pub quartile: Option<char>,
    /// The limits of quartiles.
    pub quartiles: Option<[f64; 3]>,
    /// The least of all.
    pub least: Option<f64>,
    /// The greatest of all.
    pub greatest: Option<f64>,
    /// Those of the neighbours.
    pub neighbour_values: Vec<Named>,
    /// What is said of it.
    pub notes: Vec<String>,
}

/// A published number, or the letter in its place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Published {
    /// The number.
    Value(f64),
    /// The letter.
    Symbol(String),
}

/// A number of somebody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Named {
    /// Whose.
    pub name: String,
    /// The number.
    pub value: Published,
}

/// A mean of several authorities.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mean {
    /// The mean.
    pub value: f64,
    /// Of how many.
    pub authorities: usize,
}

/// A place among authorities.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rank {
    /// The place.
    pub rank: usize,
    /// Among how many.
    pub of: usize,
}

/// Where the figure will be.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Forecast {
    /// When.
    pub date: String,
    /// The figure.
    pub value: Option<f64>,
    /// As shown.
    pub display: String,
    /// How it will stand.
    pub rating: String,
    /// Who crosses a line until then, in words.
    pub crossings: Vec<String>,
}

/// What was said.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Comment {
    /// Of which month.
    pub period: String,
    /// What is behind the figure.
    pub behind: Option<String>,
    /// What is being done.
    pub doing: Option<String>,
    /// Who says so.
    pub role: Option<String>,
}

/// What was restated.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Restated {
    /// Of which month.
    pub period: String,
    /// As shown then.
    pub was: Option<String>,
    /// As shown now.
    pub now: Option<String>,
}

/// A group of a row; the same as the row of its own after it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct InGroup {
    /// The id of the row that it has of its own.
    pub row: String,
    /// By what.
    pub by: String,
    /// Which group.
    pub group: String,
    /// Its name.
    pub title: String,
    /// What was counted or summed.
    pub numerator: Option<Open<Number>>,
    /// Out of how many.
    pub denominator: Option<Open<Number>>,
    /// The figure, unrounded.
    pub value: Option<Open<f64>>,
    /// The figure as shown.
    pub display: Option<String>,
    /// How it stands.
    pub rating: String,
}

/// A scorecard that several authorities have, row by row.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SideBySide {
    /// The scorecard's id.
    pub scorecard: String,
    /// Its rows.
    pub rows: Vec<SideBySideRow>,
}

/// A row of several authorities.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SideBySideRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What the figures are in.
    pub unit: String,
    /// Authority by authority.
    pub figures: Vec<AuthorityFigure>,
}

/// The figure of an authority.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AuthorityFigure {
    /// Whose.
    pub authority: String,
    /// The figure, unrounded.
    pub value: Option<Open<f64>>,
    /// As shown.
    pub display: Option<String>,
    /// How it stands.
    pub rating: Option<String>,
}
