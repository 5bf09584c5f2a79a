//! Puts definitions, figures and judgements together into the document.
//!
//! Takes scorecards as defined and what was measured or fed, gives scorecards as shown.
//! Knows nothing of polars, extracts or formats.

mod reach;

use std::collections::BTreeMap;

use crate::calendar::{self, Month};
use crate::definitions::{Catalogue, Feed, Indicator, RowDefinition, ScorecardDefinition, Statistic, Window};
use crate::feeds::{Fed, Feeder};
use crate::measure::{self, Figure, Measured, Measurements};
use crate::rating::{self, Judgement, Promise, Rating};
use crate::scorecard::{By, Group, Hidden, Point, Row, Scorecard, ShownTarget};
use crate::statistics::trend_marker::{self, Sure, TrendMarker};
use crate::statistics::{self, Interval};
pub use reach::{Outside, Reach, Short};

/// The level of confidence intervals.
const LEVEL: f64 = 0.95;

/// What the rows of a scorecard are filled from.
#[derive(Clone, Copy)]
pub struct Figures<'a> {
    /// The indicators.
    pub catalogue: &'a Catalogue,
    /// What was measured.
    pub measurements: &'a Measurements,
    /// What was fed.
    pub fed: Feeder<'a>,
    /// The reporting month.
    pub period: Month,
    /// How many months before it the history goes back; none is shown for 0.
    pub history: i32,
    /// How far the data behind rows reach.
    pub reach: Reach<'a>,
}

/// One scorecard as shown.
pub fn scorecard(
    definition: &ScorecardDefinition,
    authority: Option<&str>,
    figures: Figures<'_>,
    breakdowns: &Breakdowns,
) -> Scorecard {
    let groups = definition.groups.iter().map(|group| Group {
        id: group.id.clone(),
        title: group.title.clone(),
        rows: group
            .rows
            .iter()
            .flat_map(|row| {
                let whole = assemble_row(row, figures, definition.by_interval);
                let parts = parts(&whole, row, breakdowns);
                std::iter::once(whole).chain(parts)
            })
            .collect(),
    });
    Scorecard {
        id: definition.id.clone(),
        title: definition.title.clone(),
        about: definition.about.clone(),
        source: definition.source.clone(),
        authority: authority.map(str::to_owned),
        groups: groups.collect(),
    }
}

/// By what and indicator, the figure of each group.
pub type Breakdowns = Vec<(By, BTreeMap<String, Vec<(String, Measured)>>)>;

/// The groups of a row, each a row of its own that is not rated.
fn parts(whole: &Row, row: &RowDefinition, breakdowns: &Breakdowns) -> Vec<Row> {
    let Feed::Indicator(id) = &row.feed else { return Vec::new() };
    let mut parts = Vec::new();
    for (by, groups) in breakdowns {
        for (group, measured) in groups.get(id).into_iter().flatten() {
            let (rating, reason) = match measured {
                Measured::Figure(_) => (Rating::NotRated, format!("a group of {}", whole.id)),
                Measured::NoData(reason) => (Rating::NoData, reason.clone()),
            };
            parts.push(Row {
                id: format!("{}/{}={group}", whole.id, by.as_str()),
                part_of: Some(whole.id.clone()),
                title: group.clone(),
                figure: measured.figure(),
                interval: measured.figure().filter(|_| whole.interval.is_some()).and_then(interval),
                target: None,
                rating,
                reason: Some(reason),
                nobody: measured.is_nobody(),
                previous: (whole.previous.0, None),
                previous_rating: Rating::NotRated,
                travel: None,
                to_target: None,
                pace: None,
                series: Vec::new(),
                chart: None,
                trend_marker: None,
                benchmarks: Vec::new(),
                forecast: None,
                next: None,
                comments: Vec::new(),
                restated: Vec::new(),
                notes: vec![format!("{} by {}", whole.title, by.as_str())],
                ..whole.clone()
            });
        }
    }
    parts
}

fn assemble_row(row: &RowDefinition, figures: Figures<'_>, by_interval: bool) -> Row {
    let Figures { catalogue, measurements, fed, period, history, reach } = figures;
    let indicator = match &row.feed {
        Feed::Indicator(id) => catalogue.indicator(id),
        _ => None,
    };
    let counts = counts(row, indicator);
    let reading = |month: Month| {
        let read = fed(row, month).unwrap_or_else(|| measure_row(row, indicator, measurements, month));
        // The months that it is compared with are measured as ever.
        if month == period { Fed { measured: reach.known(row, month, read.measured, counts), ..read } } else { read }
    };
    let doubt = |measured: &Measured, month: Month| match measured {
        Measured::Figure(_) if month != period => reach.doubt_of_history(row, month, counts),
        _ => reach.doubt(row, month, measured, counts),
    };
    let judge = |measured: &Measured, month: Month| {
        let judged = rate(row, indicator, by_interval, (measured, month), Some(&reading(month.back(12)).measured));
        reach.judged(judged, doubt(measured, month))
    };
    let Fed { measured: now, notes: told, window } = reading(period);
    let before = reading(period.back(1)).measured;
    let target = row.target(period);
    let judged = judge(&now, period);
    let doubted = doubt(&now, period).is_some();
    let told: Vec<String> = reach.notes(row, period, &now, counts).into_iter().chain(told).collect();
    let point = |month: Month| {
        let read = reading(month);
        // A return that held over from an earlier month is no figure of this one.
        let is_of_month = read.window.1 == month.last() && (reach.outside)(row, month).is_none();
        let measured = if is_of_month { read.measured } else { Measured::NoData("a gap".to_owned()) };
        let target = row.target(month).and_then(|target| target.figure).map(|figure| figure.value());
        Point { month, figure: measured.figure(), target, rating: judge(&measured, month).rating, hidden: false }
    };
    let series: Vec<Point> = (0..=history).rev().filter(|_| history > 0).map(|back| point(period.back(back))).collect();
    let text = target.and_then(|target| target.text.clone()).or_else(|| row.aim.clone());
    let due = target.and_then(|target| target.due);
    let mut shown = Row {
        id: row.id.clone(),
        part_of: None,
        indicator: indicator.filter(|indicator| !indicator.local).map(|indicator| indicator.id.clone()),
        title: row.title.clone(),
        about: row.about.clone(),
        unit: row.unit,
        decimals: row.decimals,
        polarity: row.polarity,
        window,
        fingerprint: String::new(),
        counts,
        figure: now.figure(),
        nobody: now.is_nobody(),
        hidden: Hidden::default(),
        target: text.map(|text| ShownTarget { value: target.and_then(|t| t.figure).map(|figure| figure.value()), due, text }),
        rating: judged.rating,
        reason: judged.reason,
        interval: now.figure().and_then(|figure| interval_of(figure, indicator)),
        previous: (period.back(1), before.figure()),
        previous_rating: judge(&before, period.back(1)).rating,
        travel: rating::travel(&now, &before, row.polarity, row.decimals),
        data_to: now.figure().and_then(|_| (reach.data_to)(row)).map(|(month, _)| month),
        doubted,
        to_target: if doubted || is_of_sums(indicator) { None } else { rating::to_target(&now, promise(row, period)) },
        pace: None,
        series,
        steps: row.steps.clone(),
        chart: None,
        trend_marker: None,
        benchmarks: Vec::new(),
        forecast: None,
        next: None,
        comments: Vec::new(),
        restated: Vec::new(),
        notes: notes(row, judged.note.into_iter().chain(told).collect(), due),
    };
    // A count from 1 April grows until March and falls back: that is neither chance nor a signal.
    if indicator.is_some_and(Indicator::grows_through_the_year) {
        if period.year_start() == period.first() {
            shown.travel = None;
        }
        return shown;
    }
    shown.chart = shown.control_chart();
    shown.trend_marker = trend_marker(&shown, is_of_sums(indicator));
    shown
}

/// Which way the latest figures go; nothing without a history in numbers.
fn trend_marker(row: &Row, of_sums: bool) -> Option<TrendMarker> {
    let figures = row.series.iter().filter_map(|point| point.figure).filter(|figure| figure.value().is_some());
    let sure = |figure: Figure| {
        let all = matches!(figure, Figure::Proportion { numerator, denominator } if numerator == denominator);
        let Interval { lower, upper, .. } = interval(figure).filter(|_| !of_sums)?;
        Some(Sure { value: figure.value()?, lower, upper, all })
    };
    let points: Vec<Sure> = figures.clone().filter_map(sure).collect();
    figures.clone().next().map(|_| trend_marker::marker(&points, row.better()))
}

fn promise(row: &RowDefinition, month: Month) -> Promise<'_> {
    Promise { polarity: row.polarity, target: row.target(month), aim: row.aim.as_deref(), unit: row.unit }
}

/// Sessions and the like are no children, and those of one child go together.
fn is_of_sums(indicator: Option<&Indicator>) -> bool {
    indicator.is_some_and(|indicator| matches!(indicator.statistic, Statistic::Ratio(..)))
}

/// How a row's figure of a month stands, by the figure or by its interval as the scorecard says.
pub fn rate(
    row: &RowDefinition,
    indicator: Option<&Indicator>,
    by_interval: bool,
    (measured, month): (&Measured, Month),
    year_ago: Option<&Measured>,
) -> Judgement {
    if !by_interval {
        return rating::judge(measured, promise(row, month), year_ago);
    }
    let interval = measured.figure().and_then(|figure| interval_of(figure, indicator));
    rating::judge_by_interval(measured, promise(row, month), year_ago, interval, row.decimals)
}

/// What a row's figure is of.
fn counts(row: &RowDefinition, indicator: Option<&Indicator>) -> &'static str {
    let Some(indicator) = indicator else {
        return if matches!(row.feed, Feed::Survey(_)) { "answers" } else { "" };
    };
    measure::noun(&indicator.table.value)
}

/// A row that no file feeds: measured by an indicator, or by nothing yet.
fn measure_row(row: &RowDefinition, indicator: Option<&Indicator>, measurements: &Measurements, month: Month) -> Fed {
    let window = indicator.map_or(Window::LastDay, |indicator| indicator.window);
    let reason = match &row.feed {
        Feed::Indicator(id) => format!("'{id}' was not measured for {month}"),
        Feed::Survey(what) | Feed::Return(what) | Feed::Narrative(what) => format!("'{what}' was not read for {month}"),
        Feed::Awaits(what) => format!("needs a local extract, which is not read yet: {what}"),
    };
    let measured = indicator.and_then(|indicator| measurements.get(&indicator.id, month)).cloned();
    let notes = indicator.and_then(|indicator| measurements.left_out(&indicator.id, month)).into_iter().collect();
    Fed { measured: measured.unwrap_or(Measured::NoData(reason)), notes, window: (window.start(month), month.last()) }
}

fn notes(row: &RowDefinition, mut notes: Vec<String>, due: Option<calendar::Day>) -> Vec<String> {
    notes.splice(0..0, row.about.clone());
    let labelled = [("Baseline", &row.baseline), ("Lead", &row.owner), ("Timescale", &row.timescale)];
    notes.extend(labelled.into_iter().filter_map(|(label, text)| text.as_ref().map(|text| format!("{label}: {text}"))));
    if row.timescale.is_none() {
        notes.extend(due.map(|due| format!("Due: {}", calendar::long(due))));
    }
    notes.extend(row.notes.iter().cloned());
    notes.extend(row.steps.iter().map(|step| format!("Re-based from {}: {}", step.from.long(), step.reason)));
    notes.push(format!("Source: {}", row.source));
    notes
}

/// The interval of a figure that an indicator measured; none of a ratio of sums.
pub fn interval_of(figure: Figure, indicator: Option<&Indicator>) -> Option<Interval> {
    interval(figure).filter(|_| !is_of_sums(indicator))
}

/// The interval of a figure, in its unit.
pub fn interval(figure: Figure) -> Option<Interval> {
    let scale = |interval: Interval, by: f64| Interval { lower: interval.lower * by, upper: interval.upper * by, ..interval };
    match figure {
        Figure::Proportion { numerator, denominator } => {
            statistics::proportion(numerator as f64, denominator as f64, LEVEL).map(|found| scale(found, 100.0))
        }
        Figure::Count(count) => statistics::count(count as f64, LEVEL),
        Figure::Rate { count, population } => {
            statistics::count(count as f64, LEVEL).map(|found| scale(found, 10_000.0 / population as f64))
        }
        Figure::Mean { sum, squares, number } => statistics::mean(sum, squares, number as f64, LEVEL),
        Figure::Sums { .. } | Figure::Given(_) | Figure::Judged(_) => None,
    }
}

/// Whether any row of a scorecard is judged by a year before.
pub fn needs_year_ago(definition: &ScorecardDefinition) -> bool {
    let mut targets = definition.groups.iter().flat_map(|group| &group.rows).flat_map(|row| &row.targets);
    targets.any(|target| target.amber == Some(crate::definitions::Amber::NoWorseThanAYearAgo))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_figure_with_parts_has_its_interval_in_its_unit() {
        let near = |figure: Figure, lower: f64, upper: f64, method: &str| {
            let found = interval(figure).unwrap();
            assert!((found.lower / lower - 1.0).abs() < 1e-9 && (found.upper / upper - 1.0).abs() < 1e-9, "{found:?}");
            assert_eq!((found.level, found.method), (0.95, method));
        };
        near(Figure::Proportion { numerator: 65, denominator: 100 }, 55.254443296888, 73.6357517569025, "wilson");
        near(Figure::Count(65), 50.1631877104594, 82.8491385459399, "byar");
        // 1 of 100, per 10,000.
        near(Figure::Rate { count: 1, population: 100 }, 2.53178079842899, 557.16433909389, "poisson-exact");
        near(Figure::Mean { sum: 1510.0, squares: 446_300.0, number: 6 }, 130.837166951806, 372.496166381527, "student-t");
        assert_eq!(interval(Figure::Mean { sum: 5.0, squares: 25.0, number: 1 }), None);
        assert_eq!(interval(Figure::Given(crate::definitions::Decimal { digits: 5, scale: 0 })), None);
    }
}
