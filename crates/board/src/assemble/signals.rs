//! Which points of a row's history a control chart is drawn of, and the chart.
//!
//! Limits tell chance from change only where points do not depend on each other. So a figure of a window is
//! charted by the events of single months, a stock of a day by its change from month to month, and what is given
//! for a month by itself. What has no such points is a plain line, with the reason.

use crate::definitions::{Feed, Indicator, RowDefinition, Sums};
use crate::figure::{Figure, RowsOf};
use crate::scorecard::{Point, Row};
use crate::statistics::trend_marker::{self, Sure, TrendMarker};
use crate::statistics::xmr::{self, Asked, Assurance, Basis, Chart};
use crate::statistics::{Interval, signals};

/// With fewer figures there is no chart.
pub const FEWEST: usize = 5;

const OVERLAP: &str = "no limits: figures of 12 months overlap from month to month";
const OF_THE_YEAR: &str = "no limits: a figure of the year so far grows with the year";
const FEW_MOVE: &str = "no limits: less than one child a month makes a difference, too few to tell chance from change";
const NOUGHT_OR_ONE: &str = "no limits: a count of nought or one is too small to tell chance from change";

/// What measures a row, and what it counts; nothing where no indicator does.
type MeasuredBy<'a> = Option<(&'a Indicator, RowsOf)>;

/// Puts the chart and the trend marker on a row with its history; `events` are its measure of each month's events
/// alone, where it counts events.
pub fn put_on(row: &mut Row, definition: &RowDefinition, by: MeasuredBy<'_>, events: Option<Vec<Option<Figure>>>) {
    let value = |point: &Point| point.figure.and_then(Figure::value);
    if row.series.iter().filter(|point| value(point).is_some()).count() < FEWEST && events.as_deref().is_none_or(few) {
        return;
    }
    row.chart = charted(row, definition, by, events.as_deref());
    row.trend_marker = marker(row, by.map(|(indicator, _)| indicator));
    row.events = events.unwrap_or_default();
}

fn few(events: &[Option<Figure>]) -> bool {
    events.iter().flatten().count() < FEWEST
}

/// The chart with its assurance by the target of the last month, or by those of the last year where it moves.
fn charted(row: &Row, definition: &RowDefinition, by: MeasuredBy<'_>, events: Option<&[Option<Figure>]>) -> Option<Chart> {
    // A range has two ends, which chance is not asked about.
    let last = row.series.last()?;
    let target = last.target.filter(|_| last.upper.is_none());
    let of = |target: Option<f64>| chart(row, definition, by, events, target);
    let mut charted = of(target)?;
    // An earlier figure is another one next month: what holds of each of the last year's holds.
    if charted.assurance.is_some() && row.target.as_ref().is_some_and(|target| target.kind == "past") {
        let of_year = row.series.iter().filter(|point| point.month > last.month.back(12));
        let targets: Vec<f64> = of_year.filter_map(|point| point.target).collect();
        let least = of(targets.iter().copied().reduce(f64::min)).and_then(|chart| chart.assurance);
        let most = of(targets.iter().copied().reduce(f64::max)).and_then(|chart| chart.assurance);
        charted.assurance = if least == most { least } else { Some(Assurance::Sometimes) };
    }
    Some(charted)
}

fn chart(
    row: &Row,
    definition: &RowDefinition,
    by: MeasuredBy<'_>,
    events: Option<&[Option<Figure>]>,
    target: Option<f64>,
) -> Option<Chart> {
    let values: Vec<Option<f64>> = row.series.iter().map(|point| point.figure.and_then(Figure::value)).collect();
    let place = |from| row.series.iter().position(|point| point.month >= from);
    let steps: Vec<usize> = row.steps.iter().filter_map(|step| place(step.from)).collect();
    let asked = Asked { baseline: definition.limits_from, ..Asked::new(&steps, row.better(), target) };
    match (by, events) {
        (Some((indicator, _)), Some(events)) => of_events(events, indicator, &asked),
        (Some((indicator, _)), None) if indicator.window.grows_through_the_year() => xmr::plain(&values, OF_THE_YEAR),
        (Some((indicator, rows)), None) if indicator.window.is_a_day() || rows.stay => of_changes(row, &values, &asked),
        (Some(_), None) => xmr::plain(&values, OVERLAP),
        (None, _) if matches!(definition.feed, Feed::Survey(_)) => xmr::plain(&values, OVERLAP),
        (None, _) if row.unit.is_number() && of_nought_and_one(&values) => xmr::plain(&values, NOUGHT_OR_ONE),
        (None, _) => xmr::chart_of(&values, &asked),
    }
}

/// The events of single months: percentages by how many they are of, all else as individual values.
fn of_events(events: &[Option<Figure>], indicator: &Indicator, asked: &Asked<'_>) -> Option<Chart> {
    let months = usize::try_from(indicator.window.months()).unwrap_or(1);
    let adds_up = indicator.statistic.is.adds_up;
    // What the year has brought so far cannot be seen against months.
    let target = asked.target.filter(|_| !indicator.window.grows_through_the_year());
    let figure = if adds_up { xmr::Figure::Sum(months) } else { xmr::Figure::Mean(months) };
    let asked = Asked { target, figure, judged: xmr::JUDGED, ..*asked };
    let part = |figure: &Option<Figure>| match figure {
        Some(Figure::Proportion { numerator, denominator }) => Some((*numerator as f64, *denominator as f64)),
        _ => None,
    };
    let values: Vec<Option<f64>> = events.iter().map(|figure| figure.and_then(Figure::value)).collect();
    let chart = match indicator.statistic.is.sums {
        Sums::Share => xmr::chart_of_proportions(&events.iter().map(part).collect::<Vec<_>>(), &asked),
        Sums::Rows if signals::is_rare(events.iter().flatten().map(|figure| figure.numerator())) => {
            xmr::plain(&values, xmr::TOO_FEW)
        }
        Sums::Rows | Sums::Mean | Sums::Ratio => xmr::chart_of(&values, &asked),
    };
    Some(chart?.on(Basis::Events))
}

/// The changes of a stock from month to month, about no change.
fn of_changes(row: &Row, values: &[Option<f64>], asked: &Asked<'_>) -> Option<Chart> {
    let figures = || row.series.iter().filter_map(|point| point.figure);
    if is_nought_or_one(figures()) {
        return xmr::plain(values, NOUGHT_OR_ONE);
    }
    // Where less than one child a month comes or goes, a single one would be a signal.
    let counted = |figure: Figure| match figure {
        Figure::Count(_) | Figure::Rate { .. } | Figure::Proportion { .. } => Some(figure.numerator()),
        Figure::Sums { .. } | Figure::Mean { .. } | Figure::Given(_) | Figure::Judged(_) => None,
    };
    let counts: Vec<Option<f64>> = row.series.iter().map(|point| point.figure.and_then(counted)).collect();
    if signals::is_rare(signals::changes(&counts, asked.steps).into_iter().flatten().map(f64::abs)) {
        return xmr::plain(values, FEW_MOVE);
    }
    let changes = signals::changes(values, asked.steps);
    let of_changes = Asked { target: None, judged: xmr::JUDGED, centre: Some(0.0), enough: xmr::ENOUGH - 1, ..*asked };
    let mut chart = xmr::chart_of(&changes, &of_changes)?.on(Basis::Changes);
    // A change says nothing of where the figure will be; a figure that never changes says it all.
    chart.assurance =
        signals::flat(values).filter(|_| chart.enough).zip(asked.target).and_then(|(value, target)| match asked.better {
            xmr::Better::Neither => None,
            xmr::Better::Higher => Some(if value >= target { Assurance::Met } else { Assurance::NotMet }),
            xmr::Better::Lower => Some(if value <= target { Assurance::Met } else { Assurance::NotMet }),
        });
    Some(chart)
}

/// The same of counts that a return gives.
fn of_nought_and_one(values: &[Option<f64>]) -> bool {
    let has = |number: f64| values.contains(&Some(number));
    has(0.0) && has(1.0) && values.iter().flatten().all(|value| *value == 0.0 || *value == 1.0)
}

/// Whether all are counts of nought and one, and both there are.
fn is_nought_or_one(figures: impl Iterator<Item = Figure>) -> bool {
    let (mut nought, mut one) = (false, false);
    for figure in figures {
        match figure {
            Figure::Count(0) => nought = true,
            Figure::Count(1) | Figure::Rate { count: 0 | 1, .. } => one = true,
            _ => return false,
        }
    }
    nought && one
}

/// Which way the figures of the last year ends go; nothing without a history in numbers. Years do not overlap,
/// months and windows of three years do.
fn marker(row: &Row, indicator: Option<&Indicator>) -> Option<TrendMarker> {
    let figures = row.series.iter().filter_map(|point| point.figure).filter(|figure| figure.value().is_some());
    figures.clone().next()?;
    let of_sums = super::is_of_sums(indicator);
    let overlaps = indicator.is_some_and(|indicator| indicator.window.months() > 12);
    let sure = |figure: Figure| {
        let all = matches!(figure, Figure::Proportion { numerator, denominator } if numerator == denominator);
        let Interval { lower, upper, .. } = super::interval(figure).filter(|_| !of_sums && !overlaps)?;
        Some(Sure { value: figure.value()?, lower, upper, all })
    };
    let year_ends = row.series.iter().filter(|point| point.month.number() == YEAR_END);
    let points: Vec<Option<Sure>> = year_ends.map(|point| point.figure.and_then(sure)).collect();
    let known: Vec<Sure> = points.into_iter().flatten().collect();
    Some(trend_marker::marker(&known, row.better()))
}

/// The month that a reporting year ends with.
const YEAR_END: u32 = 3;
