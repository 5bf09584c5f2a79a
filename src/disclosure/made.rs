//! The public document, made field by field of what may be shown.
//!
//! Takes a document from which the hidden figures are gone, gives one in which every field was decided upon: a new
//! field of a row does not compile here until somebody says what the public sees of it. Averages, intervals and the
//! lines of charts are rounded as they are shown, so that the sums and sums of squares behind them do not follow.

use crate::measure::Figure;
use crate::scorecard::{Document, Group, Hidden, Outturn, Point, Row, Scorecard};
use crate::statistics::Interval;
use crate::statistics::xmr::{Chart, Lines};

/// What the public sees of a document.
pub fn public(document: Document) -> Document {
    let Document { generated, period, audience, publication, brief, reach, scorecards, explained, only, problems } = document;
    let scorecards = scorecards.into_iter().map(scorecard).collect();
    Document { generated, period, audience, publication, brief, reach, scorecards, explained, only, problems }
}

fn scorecard(scorecard: Scorecard) -> Scorecard {
    let Scorecard { id, title, about, source, authority, travel, letterhead, groups } = scorecard;
    Scorecard { id, title, about, source, authority, travel, letterhead, groups: groups.into_iter().map(group).collect() }
}

fn group(group: Group) -> Group {
    let Group { id, title, rows } = group;
    Group { id, title, rows: rows.into_iter().map(row).collect() }
}

fn row(row: Row) -> Row {
    let Row {
        // What the definition says.
        id,
        part_of,
        indicator,
        title,
        about,
        lead,
        unit,
        decimals,
        polarity,
        window,
        fingerprint,
        counts,
        steps,
        target,
        // What the data say; nothing of it is left where the figure is hidden.
        figure,
        nobody,
        hidden,
        data_to,
        doubted,
        against,
        rating,
        reason,
        interval,
        previous,
        outturns,
        previous_rating,
        travel,
        to_target,
        pace,
        series,
        events,
        chart,
        verdict,
        trend_marker,
        forecast,
        next,
        restated,
        // What others published, and what somebody wrote for the public.
        benchmarks,
        comments,
        notes,
    } = row;
    let shown = |figure| rounded_figure(figure, decimals);
    Row {
        id,
        part_of,
        indicator,
        title,
        about,
        lead,
        unit,
        decimals,
        polarity,
        window,
        fingerprint,
        counts,
        steps,
        target,
        figure: figure.map(shown),
        nobody,
        hidden: hidden_of(hidden),
        data_to,
        doubted,
        against: against.map(|(month, figure)| (month, figure.map(shown))),
        rating,
        reason,
        interval: interval.map(|interval| rounded_interval(interval, decimals)),
        previous: (previous.0, previous.1.map(shown)),
        outturns: outturns.into_iter().map(|outturn| rounded_outturn(outturn, decimals)).collect(),
        previous_rating,
        travel,
        to_target,
        pace,
        series: series.into_iter().map(|point| rounded_point(point, decimals)).collect(),
        events: events.into_iter().map(|figure| figure.map(shown)).collect(),
        chart: chart.map(|chart| rounded_chart(chart, decimals)),
        verdict,
        trend_marker,
        forecast,
        next,
        restated,
        benchmarks,
        comments,
        notes,
    }
}

fn hidden_of(hidden: Hidden) -> Hidden {
    let Hidden { figure, denominator, previous, interval, to_target } = hidden;
    Hidden { figure, denominator, previous, interval, to_target }
}

fn rounded_point(point: Point, decimals: u32) -> Point {
    let Point { month, figure, target, upper, against, rating, hidden } = point;
    let figure = figure.map(|figure| rounded_figure(figure, decimals));
    Point { month, figure, target, upper, against, rating, hidden }
}

fn rounded_outturn(outturn: Outturn, decimals: u32) -> Outturn {
    let Outturn { month, figure, hidden } = outturn;
    Outturn { month, figure: figure.map(|figure| rounded_figure(figure, decimals)), hidden }
}

/// A number as it is shown.
fn rounded(number: f64, decimals: u32) -> f64 {
    let unit = 10_f64.powi(decimals as i32);
    (number * unit).round() / unit
}

/// An average is what is shown of it; of shares, counts and rates the whole numbers are shown themselves.
fn rounded_figure(figure: Figure, decimals: u32) -> Figure {
    match figure {
        Figure::Mean { number, .. } => {
            let shown = figure.exact().rounded(decimals).parse().unwrap_or(f64::NAN);
            Figure::Mean { sum: rounded(shown * number as f64, decimals), squares: 0.0, number }
        }
        Figure::Sums { below, .. } => {
            let shown: f64 = figure.exact().rounded(decimals).parse().unwrap_or(f64::NAN);
            // Millionths of what is summed; whole ones say enough.
            let above = rounded(shown * below as f64 / 1e6, 0) * 1e6;
            Figure::Sums { above: above as i64, below }
        }
        Figure::Proportion { .. } | Figure::Count(_) | Figure::Rate { .. } | Figure::Given(_) | Figure::Judged(_) => figure,
    }
}

fn rounded_interval(interval: Interval, decimals: u32) -> Interval {
    let Interval { level, lower, upper, method } = interval;
    Interval { level, lower: rounded(lower, decimals), upper: rounded(upper, decimals), method }
}

fn rounded_chart(mut chart: Chart, decimals: u32) -> Chart {
    for lines in &mut chart.lines {
        let Lines { mean, limits, .. } = lines;
        *mean = rounded(*mean, decimals);
        *limits = limits.map(|(lower, upper)| (rounded(lower, decimals), rounded(upper, decimals)));
    }
    chart
}
