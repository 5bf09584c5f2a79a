//! Statistical process control by the rule set `xmr-2023`.
//!
//! Takes a series with its gaps, the steps at which its process was re-based, the way that is better and
//! the target; gives limits, flagged points, variation and assurance. Plain numbers in and out.
//!
//! A gap carries no point: the points on either side of it are neighbours, for moving ranges and for runs
//! alike. A run never crosses into another step.

mod assurance;
mod limits;
mod rules;

use std::ops::Range;

/// The name of the rule set, shown on every chart.
pub const RULE_SET: &str = "xmr-2023";

/// So many points a step needs for limits and a verdict.
pub const ENOUGH: usize = 13;

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither is.
    Neither,
}

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
    /// Whether the latest step has points enough for limits and a verdict.
    pub enough: bool,
    /// Whether the last place of the series has a point; without one there is no verdict on it.
    pub current: bool,
    /// The flag of the latest point, where there are enough: special cause; nothing is common cause.
    pub variation: Option<Flag>,
    /// Whether the target will be met by chance alone; nothing without a target, a verdict or a better way.
    pub assurance: Option<Assurance>,
}

/// The points of a step: their places in the series and their values.
struct Step {
    /// The places of the step, gaps too.
    places: Range<usize>,
    /// The places that have a point.
    at: Vec<usize>,
    /// The points.
    values: Vec<f64>,
}

/// What the rules say of a series; nothing of a series without any point.
///
/// `values` has nothing in a gap. `steps` are the first places of new steps, in any order; a place
/// beyond the series is no step of it. `target` is the latest one: it is seen against the limits of the
/// latest step, whatever was promised before. A step that has no point yet shows the lines of the one
/// before it, and has no verdict.
pub fn chart(values: &[Option<f64>], steps: &[usize], better: Better, target: Option<f64>) -> Option<Chart> {
    let scale = values.iter().flatten().fold(0.0_f64, |most, value| most.max(value.abs()));
    let steps = split(values, steps);
    let first = steps.iter().find(|step| !step.values.is_empty())?;
    let mut before = limits::of(&first.values, scale).lines();
    let mut chart = Chart {
        lines: Vec::new(),
        flags: vec![None; values.len()],
        enough: false,
        current: false,
        variation: None,
        assurance: None,
    };
    for step in &steps {
        let found = limits::of(&step.values, scale);
        chart.enough = step.values.len() >= ENOUGH;
        if !step.values.is_empty() {
            before = found.lines();
        }
        chart.lines.extend(std::iter::repeat_n(before, step.places.len()));
        if !chart.enough {
            continue;
        }
        for (place, flag) in step.at.iter().zip(rules::flags(&step.values, &found, better)) {
            chart.flags[*place] = flag;
        }
    }
    let latest = steps.last().filter(|_| chart.enough);
    chart.assurance = latest
        .zip(target)
        .and_then(|(step, target)| assurance::of(&step.values, &limits::of(&step.values, scale), better, target));
    // What an earlier month was flagged for is no news of the last.
    chart.current = values.last().is_some_and(Option::is_some);
    chart.variation = latest.filter(|_| chart.current).and_then(|step| chart.flags[*step.at.last()?]);
    Some(chart)
}

fn split(values: &[Option<f64>], steps: &[usize]) -> Vec<Step> {
    let mut bounds: Vec<usize> = steps.iter().copied().filter(|step| *step < values.len()).collect();
    bounds.extend([0, values.len()]);
    bounds.sort_unstable();
    bounds.dedup();
    let step = |pair: &[usize]| {
        let places = pair[0]..pair[1];
        let at: Vec<usize> = places.clone().filter(|place| values[*place].is_some()).collect();
        Step { values: places.clone().filter_map(|place| values[place]).collect(), places, at }
    };
    bounds.windows(2).map(step).collect()
}

#[cfg(test)]
mod tests;
