//! The history of a row as plain numbers, and the pieces that a chart and its words are made of.

use crate::ahead::{self, Ahead};
use scorecard_core::calendar::Month;
use scorecard_core::scorecard::{Point, Row};
use scorecard_core::statistics::xmr::{Basis, Flag, Lines, Meaning, Rule};

/// A history with at least one number.
pub struct History<'a> {
    /// The row.
    pub row: &'a Row,
    /// The number of each month, in the row's unit: the events of the month alone where these are charted.
    pub values: Vec<Option<f64>>,
    /// The figure of each month, to be drawn as a plain line beside its events.
    pub rolling: Vec<Option<f64>>,
    /// Whether the numbers are of events of single months.
    pub of_events: bool,
    /// The months after the last, with the targets to come.
    ahead: Vec<Ahead>,
}

/// Places from the first to the last that are alike.
pub struct Run<T> {
    /// The first place.
    pub from: usize,
    /// The last place.
    pub to: usize,
    /// What they have in common.
    pub what: T,
}

impl<'a> History<'a> {
    /// The history of a row; nothing where it has no number.
    pub fn of(row: &'a Row) -> Option<Self> {
        // A hidden point is a gap, should anything of it still be there.
        let number = |point: &Point| point.figure.filter(|_| !point.hidden).and_then(|figure| figure.value());
        let values: Vec<Option<f64>> = row.series.iter().map(number).collect();
        values.iter().any(Option::is_some).then(|| History {
            row,
            values,
            rolling: Vec::new(),
            of_events: false,
            ahead: ahead::of(row),
        })
    }

    /// What a full chart is drawn of: the events of single months, where the figure is of longer windows.
    pub fn charted(row: &'a Row) -> Option<Self> {
        let history = Self::of(row)?;
        let Some(chart) = row.chart.as_ref().filter(|chart| chart.basis == Basis::Events) else { return Some(history) };
        // Sums of twelve months stand far above single months.
        let rolling = if row.unit.is_number() { Vec::new() } else { history.values.clone() };
        Some(History { values: chart.values.clone(), rolling, of_events: true, ..history })
    }

    /// Its points.
    pub fn points(&self) -> &'a [Point] {
        &self.row.series
    }

    /// The month of a place.
    pub fn month(&self, at: usize) -> Month {
        let of_history = self.row.series.get(at).map(|point| point.month);
        let beyond = || self.ahead.get(at.checked_sub(self.row.series.len())?).map(|ahead| ahead.month);
        of_history.or_else(beyond).unwrap_or(self.row.previous.0)
    }

    /// How many places the targets to come need after the last month.
    pub fn ahead(&self) -> usize {
        self.ahead.len()
    }

    /// Places with a number, and the number.
    pub fn numbers(&self) -> impl DoubleEndedIterator<Item = (usize, f64)> {
        self.values.iter().enumerate().filter_map(|(at, value)| value.map(|value| (at, value)))
    }

    /// Stretches without a gap.
    pub fn stretches(&self) -> Vec<Vec<(usize, f64)>> {
        stretches(&self.values)
    }

    /// The figure of a place as the row shows figures.
    pub fn shown(&self, at: usize) -> String {
        if self.of_events {
            return self.row.events.get(at).copied().flatten().map(|figure| self.row.show(figure)).unwrap_or_default();
        }
        let figure = self.row.series.get(at).filter(|point| !point.hidden).and_then(|point| point.figure);
        figure.map(|figure| if self.row.is_low(figure) { "[low]".to_owned() } else { self.row.show(figure) }).unwrap_or_default()
    }

    /// A mean or a limit: with a decimal place where figures have none.
    pub fn level(&self, value: f64) -> String {
        let sign = self.row.unit.is().sign;
        format!("{value:.decimals$}{sign}", decimals = self.row.decimals.max(1) as usize)
    }

    /// Stretches of one target.
    pub fn targets(&self) -> Vec<Run<f64>> {
        let other = self.of_events && self.row.unit.is_number();
        runs(self.points().iter().map(|point| point.target.filter(|_| !other)))
    }

    /// Stretches of one target, those to come as well.
    pub fn trajectory(&self) -> Vec<Run<f64>> {
        if self.of_events && self.row.unit.is_number() {
            return Vec::new();
        }
        let ahead = self.ahead.iter().map(|ahead| ahead.target);
        runs(self.points().iter().map(|point| point.target).chain(ahead))
    }

    /// Stretches of one upper end of a range, those to come as well.
    pub fn uppers(&self) -> Vec<Run<f64>> {
        if self.of_events && self.row.unit.is_number() {
            return Vec::new();
        }
        runs(self.points().iter().map(|point| point.upper).chain(self.ahead.iter().map(|ahead| ahead.upper)))
    }

    /// Stretches of the same mean and limits; none where no rule set was asked.
    pub fn steps(&self) -> Vec<Run<Lines>> {
        // Changes have lines of their own, which are none of the figures.
        let drawn = self.row.chart.iter().filter(|chart| chart.basis != Basis::Changes && chart.why.is_none());
        let lines = drawn.flat_map(|chart| &chart.lines).take(self.values.len());
        runs(lines.map(|lines| Some(*lines)))
    }

    /// Points flagged alike that follow each other, gaps between them left aside.
    pub fn flagged(&self) -> Vec<Run<Flag>> {
        let places: Vec<usize> = self.numbers().map(|(at, _)| at).collect();
        let flags = self.row.chart.as_ref().map(|chart| chart.flags.as_slice()).unwrap_or_default();
        let of_points = places.iter().map(|at| flags.get(*at).copied().flatten());
        let place = |at: usize| places.get(at).copied().unwrap_or_default();
        runs(of_points).into_iter().map(|run| Run { from: place(run.from), to: place(run.to), what: run.what }).collect()
    }

    /// The flag of a place.
    pub fn flag(&self, at: usize) -> Option<Flag> {
        self.row.chart.as_ref()?.flags.get(at).copied().flatten()
    }

    /// Whether a step begins at a place.
    pub fn begins(&self, at: usize) -> bool {
        at > 0 && self.row.steps.iter().any(|step| self.points().iter().position(|point| point.month >= step.from) == Some(at))
    }

    /// What a number can be at least and at most.
    pub fn possible(&self) -> (f64, f64) {
        let (least, most) = self.row.unit.is().bounds;
        // A percentage that a return gives, or a target, may be more than all.
        if most.is_finite() && self.numbers().any(|(_, value)| !(least..=most).contains(&value)) {
            (f64::NEG_INFINITY, f64::INFINITY)
        } else if self.targets().iter().any(|run| run.what > most) {
            (least, f64::INFINITY)
        } else {
            (least, most)
        }
    }
}

/// Numbers that follow each other without a gap, with their places.
pub fn stretches(values: &[Option<f64>]) -> Vec<Vec<(usize, f64)>> {
    let mut stretches: Vec<Vec<(usize, f64)>> = Vec::new();
    for (at, value) in values.iter().enumerate().filter_map(|(at, value)| value.map(|value| (at, value))) {
        match stretches.last_mut() {
            Some(stretch) if stretch.last().is_some_and(|(last, _)| last + 1 == at) => stretch.push((at, value)),
            _ => stretches.push(vec![(at, value)]),
        }
    }
    stretches
}

/// Neighbours that are alike, as runs; each run of what is not there is left out.
fn runs<T: Copy + PartialEq>(items: impl Iterator<Item = Option<T>>) -> Vec<Run<T>> {
    let mut runs: Vec<Run<T>> = Vec::new();
    for (at, what) in items.enumerate() {
        let Some(what) = what else { continue };
        match runs.last_mut() {
            Some(run) if run.to + 1 == at && run.what == what => run.to = at,
            _ => runs.push(Run { from: at, to: at, what }),
        }
    }
    runs
}

/// What a flag means and by which rule: `improvement: outside the limits`.
pub fn flag_words(flag: Flag) -> String {
    format!("{}: {}", meaning(flag.meaning), rule(flag.rule))
}

/// What a flagged point means, in words.
pub fn meaning(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Improvement => "improvement",
        Meaning::Concern => "concern",
        Meaning::NeutralHigh => "higher than chance",
        Meaning::NeutralLow => "lower than chance",
    }
}

fn rule(rule: Rule) -> &'static str {
    match rule {
        Rule::Outside => "outside limits",
        Rule::Trend => "trend",
        Rule::TwoOfThree => "two of three near a limit",
        Rule::Shift => "shift",
    }
}
