//! Statistical process control by the rule set `xmr-2023`.
//!
//! Takes a series with its gaps, the way that is better and the target; gives limits, flagged points,
//! variation and assurance. Plain numbers in and out.

/// The name of the rule set, shown on every chart.
pub const RULE_SET: &str = "xmr-2023";

/// What a point is flagged for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Strictly beyond a limit.
    Outside,
    /// One of seven points that rise or fall all the way.
    Trend,
    /// One of two near a limit among three on one side of the mean.
    TwoOfThree,
    /// One of seven points on one side of the mean.
    Shift,
}

/// What a flagged point means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// For the better.
    Improvement,
    /// For the worse.
    Concern,
    /// Higher than chance, and neither way is better.
    NeutralHigh,
    /// Lower than chance, and neither way is better.
    NeutralLow,
}

/// A flagged point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flag {
    /// By which rule; the first that applies of outside, trend, two of three, shift.
    pub rule: Rule,
    /// What it means.
    pub meaning: Meaning,
}

/// The lines that a point is seen against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lines {
    /// The mean of its step.
    pub mean: f64,
    /// The lower and the upper limit; nothing where there are too few points.
    pub limits: Option<(f64, f64)>,
}

/// Whether chance alone will meet the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assurance {
    /// It will be met each time.
    Met,
    /// It will be met only sometimes.
    Sometimes,
    /// It will not be met unless something changes.
    NotMet,
}

/// What the rules say of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// The lines at each place of the series, gaps too.
    pub lines: Vec<Lines>,
    /// The flag at each place of the series.
    pub flags: Vec<Option<Flag>>,
    /// Whether there are points enough for limits and a verdict.
    pub enough: bool,
    /// Whether the target will be met by chance alone; nothing without a target, a verdict or a better way.
    pub assurance: Option<Assurance>,
}
