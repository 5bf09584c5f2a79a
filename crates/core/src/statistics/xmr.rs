//! Statistical process control by the rule set `xmr-2023`.
//!
//! Takes a series with its gaps, the steps at which its process was re-based, the way that is better and
//! the target; gives limits, flagged points, variation and assurance. Plain numbers in and out. Its rules hold of
//! points that do not depend on each other: [`super::signals`] says which those are.
//!
//! A gap carries no point: the points on either side of it are neighbours, for moving ranges and for runs
//! alike. A run never crosses into another step.

mod assurance;
mod limits;
mod proportions;
mod rules;

use std::ops::Range;

pub use proportions::{TOO_FEW, chart as chart_of_proportions};

/// The name of the rule set, shown on every chart.
pub const RULE_SET: &str = "xmr-2023";

/// So many points a step needs for limits and a verdict.
pub const ENOUGH: usize = 13;

/// So many latest months of events are judged by limits that they are no part of: limits that a change has a part in
/// are too wide to see it.
pub const JUDGED: usize = 6;

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

/// What each point of a chart is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The figure itself.
    Figures,
    /// The same measure of the month's own events, where the figure is of a longer window.
    Events,
    /// The change of the figure since the month before.
    Changes,
}

/// How the limits were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// From moving ranges: individuals and moving ranges.
    Xmr,
    /// From the binomial distribution: a p-chart.
    P,
    /// The same, widened by what months differ more than that: Laney's p'.
    LaneyP,
    /// There are none.
    None,
}

/// What a target is of, where points are of single months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Of each point.
    Point,
    /// Of so many points together, as a mean or a percentage.
    Mean(usize),
    /// Of so many points added.
    Sum(usize),
}

/// What is asked of a series besides its points.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The first places of new steps, in any order; a place beyond the series is no step of it.
    pub steps: &'a [usize],
    /// Which way is better.
    pub better: Better,
    /// The latest target: it is seen against the limits of the latest step, whatever was promised before.
    pub target: Option<f64>,
    /// What the target is of.
    pub figure: Figure,
    /// So many first points of each step make its limits; all of them without a number.
    pub baseline: Option<usize>,
    /// So many latest points are judged by limits that they are no part of, where enough are left to make them.
    pub judged: usize,
    /// The centre line, where it is known and not the mean.
    pub centre: Option<f64>,
    /// So many points a step needs for limits and a verdict.
    pub enough: usize,
}

impl<'a> Asked<'a> {
    /// With limits of all points about their mean.
    pub fn new(steps: &'a [usize], better: Better, target: Option<f64>) -> Self {
        Asked { steps, better, target, figure: Figure::Point, baseline: None, judged: 0, centre: None, enough: ENOUGH }
    }

    /// So many of the first points of a step make its limits.
    fn base(&self, points: usize) -> usize {
        let without_latest = points.checked_sub(self.judged).filter(|left| *left >= self.enough);
        self.baseline.or(without_latest).unwrap_or(points).min(points)
    }
}

/// What the rules say of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// What its points are.
    pub basis: Basis,
    /// How its limits were found.
    pub method: Method,
    /// Why it has no limits, where that is not for the number of points.
    pub why: Option<&'static str>,
    /// Its points at each place of the series.
    pub values: Vec<Option<f64>>,
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
/// `values` has nothing in a gap. `steps` are the first places of new steps, `target` is the latest one. A step that
/// has no point yet shows the lines of the one before it, and has no verdict.
pub fn chart(values: &[Option<f64>], steps: &[usize], better: Better, target: Option<f64>) -> Option<Chart> {
    chart_of(values, &Asked::new(steps, better, target))
}

/// The same with all that can be asked.
pub fn chart_of(values: &[Option<f64>], asked: &Asked<'_>) -> Option<Chart> {
    let scale = values.iter().flatten().fold(0.0_f64, |most, value| most.max(value.abs()));
    let steps = split(values, asked.steps);
    let first = steps.iter().find(|step| !step.values.is_empty())?;
    let mut before = limits::of(&first.values, scale, asked).lines();
    let mut chart = Chart::without_verdict(values, Method::Xmr);
    for step in &steps {
        let found = limits::of(&step.values, scale, asked);
        chart.enough = step.values.len() >= asked.enough;
        if !step.values.is_empty() {
            before = found.lines();
        }
        chart.lines.extend(std::iter::repeat_n(before, step.places.len()));
        if chart.enough {
            chart.flag(step, &found, asked.better, &step.values);
        }
    }
    let latest = steps.last().filter(|_| chart.enough);
    chart.assurance = latest.and_then(|step| assurance::of(&step.values, &limits::of(&step.values, scale, asked), asked));
    chart.conclude(latest);
    Some(chart)
}

/// A series drawn as a plain line with its mean, and why it has no limits; nothing without any point.
pub fn plain(values: &[Option<f64>], why: &'static str) -> Option<Chart> {
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    let mean = (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)?;
    let mut chart = Chart::without_verdict(values, Method::None);
    chart.why = Some(why);
    chart.lines = vec![Lines { mean, limits: None }; values.len()];
    Some(chart)
}

impl Chart {
    fn without_verdict(values: &[Option<f64>], method: Method) -> Self {
        Chart {
            basis: Basis::Figures,
            method,
            why: None,
            values: values.to_vec(),
            lines: Vec::new(),
            flags: vec![None; values.len()],
            enough: false,
            // What an earlier month was flagged for is no news of the last.
            current: values.last().is_some_and(Option::is_some),
            variation: None,
            assurance: None,
        }
    }

    /// The same, said of other points than the figures.
    #[must_use]
    pub fn on(self, basis: Basis) -> Self {
        Chart { basis, ..self }
    }

    /// The lines that belong to the figures: none where the points are others.
    pub fn lines_of_figures(&self) -> &[Lines] {
        if self.basis == Basis::Figures { &self.lines } else { &[] }
    }

    /// The flags that belong to the figures: those of a month's change are of its figure too, those of its events not.
    pub fn flags_of_figures(&self) -> &[Option<Flag>] {
        if self.basis == Basis::Events { &[] } else { &self.flags }
    }

    /// The name of the method.
    pub fn method_name(&self) -> &'static str {
        match (self.method, self.basis) {
            (Method::Xmr, Basis::Changes) => "xmr-of-changes",
            (Method::Xmr, _) => "xmr",
            (Method::P, _) => "p-chart",
            (Method::LaneyP, _) => "laney-p-prime",
            (Method::None, _) => "none",
        }
    }

    fn flag(&mut self, step: &Step, limits: &limits::Limits, better: Better, values: &[f64]) {
        for (place, flag) in step.at.iter().zip(rules::flags(values, limits, better)) {
            if let Some(at) = self.flags.get_mut(*place) {
                *at = flag;
            }
        }
    }

    fn conclude(&mut self, latest: Option<&Step>) {
        self.variation = latest.filter(|_| self.current).and_then(|step| self.flags.get(*step.at.last()?).copied().flatten());
    }
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
