//! Takes out of a document what is not shown, and everything that would give it away.

use std::collections::BTreeSet;

use super::collect::{Collected, Place, What};
use super::model::Hide;
use crate::calendar::Month;
use crate::measure::Figure;
use crate::rating::Rating;
use crate::scorecard::{Document, Restated, Row};

/// Why a row that has a figure is not rated.
const HIDDEN: &str = "hidden so that no child can be recognised";

/// Why a row is not rated whose comparator is hidden.
const HIDDEN_PAST: &str = "what it is compared with is hidden so that no child can be recognised";

/// Takes out every figure with a cell that is hidden.
pub fn apply(document: &mut Document, found: &Collected, hidden: &[bool]) {
    let hide = found.hide;
    let period = document.period;
    for (at, scorecard) in document.scorecards.iter_mut().enumerate() {
        for (group_at, group) in scorecard.groups.iter_mut().enumerate() {
            for (row_at, row) in group.rows.iter_mut().enumerate() {
                let figure = |what| found.figures.get::<Place>(&(at, group_at, row_at, what)).copied();
                let gone = |what| figure(what).is_some_and(|figure| !found.model.is_shown(figure, hidden));
                if gone(What::Before) {
                    hide_before(row);
                }
                if gone(What::Against) {
                    hide_against(row);
                }
                hide_points(row, &|point| gone(What::Point(point)));
                for (at, outturn) in row.outturns.iter_mut().enumerate().filter(|(at, _)| gone(What::Outturn(*at))) {
                    debug_assert!(!outturn.hidden, "outturn {at} is hidden once");
                    outturn.figure = None;
                    outturn.hidden = true;
                }
                if gone(What::Forecast) || gone(What::Now) {
                    row.forecast = None;
                }
                if gone(What::Now) {
                    let alone = figure(What::Now).and_then(|figure| found.model.figures[figure].alone);
                    hide_figure(row, alone.is_some_and(|cell| !hidden[cell]));
                }
                let counted =
                    counted_months(row, |what| found.parts.contains_key::<Place>(&(at, group_at, row_at, what)), period);
                finish(row, &counted, hide);
                hide_judgements(row);
            }
        }
    }
}

/// The figure of the reporting month, with its interval, rating, travel and children to target.
fn hide_figure(row: &mut Row, denominator: bool) {
    row.hidden.figure = true;
    // Whether there was one would tell of the number: an average of one has no interval, a target met nobody to go.
    row.hidden.interval = row.interval.is_some() || matches!(row.figure, Some(Figure::Mean { .. }));
    row.hidden.to_target = row.target.as_ref().is_some_and(|target| target.value.is_some());
    row.hidden.denominator = match row.figure {
        Some(Figure::Rate { population, .. }) => Some(population),
        Some(figure) if denominator => figure.denominator(),
        _ => None,
    };
    row.figure = None;
    row.rating = Rating::NotRated;
    row.reason = Some(HIDDEN.to_owned());
    row.interval = None;
    row.travel = None;
    row.to_target = None;
    // How many answered is the denominator; that it is exceeded tells of the numerator.
    let telling =
        |note: &String| (note.starts_with("based on ") && row.hidden.denominator.is_none()) || note.starts_with("more than 100%");
    row.notes.retain(|note| !telling(note));
}

/// The figure of its own past that it is judged by, with what tells of it: rating, target and children to target.
fn hide_against(row: &mut Row) {
    row.against = row.against.map(|(month, _)| (month, None));
    if let Some(target) = &mut row.target
        && target.resolved.as_ref().is_some_and(|resolved| resolved.past.is_some())
    {
        target.resolved = None;
        target.hidden = true;
    }
    if matches!(row.rating, Rating::Green | Rating::Amber | Rating::Red) {
        row.rating = Rating::NotRated;
        row.reason = Some(HIDDEN_PAST.to_owned());
    }
    row.hidden.to_target = row.to_target.is_some();
    row.to_target = None;
}

/// Targets and ratings of months that are judged by the council's own past tell of its figures: they stay where
/// those figures are shown themselves.
fn hide_judgements(row: &mut Row) {
    let of_points = row.series.iter().filter(|point| !point.hidden && point.figure.is_some()).map(|point| point.month);
    let others = [Some(row.previous), row.against].into_iter().flatten();
    let shown: BTreeSet<Month> = of_points.chain(others.filter(|(_, figure)| figure.is_some()).map(|(month, _)| month)).collect();
    for point in &mut row.series {
        if point.against.is_some_and(|month| !shown.contains(&month)) {
            point.target = None;
            point.rating = Rating::NotRated;
        }
    }
    if row.against.is_some() {
        row.previous_rating = Rating::NotRated;
    }
}

fn hide_before(row: &mut Row) {
    row.hidden.previous = true;
    row.previous.1 = None;
    row.previous_rating = Rating::NotRated;
    row.travel = None;
}

fn hide_points(row: &mut Row, gone: &dyn Fn(usize) -> bool) {
    for (at, point) in row.series.iter_mut().enumerate().filter(|(at, _)| gone(*at)) {
        debug_assert!(!point.hidden, "place {at} is hidden once");
        point.figure = None;
        point.hidden = true;
        point.rating = Rating::NotRated;
    }
}

/// The months whose figure is made of counts: of these the figures before and after tell how many changed.
fn counted_months(row: &Row, counted: impl Fn(What) -> bool, period: Month) -> BTreeSet<Month> {
    let points = row.series.iter().enumerate().filter(|(at, _)| counted(What::Point(*at))).map(|(_, point)| point.month);
    let before = counted(What::Before).then_some(row.previous.0);
    points.chain(before).chain(counted(What::Now).then_some(period)).collect()
}

/// What is said of more than one month goes when one of them is hidden.
fn finish(row: &mut Row, counted: &BTreeSet<Month>, hide: Hide) {
    let past = row.against.is_some_and(|(_, figure)| figure.is_none());
    let any = row.hidden.figure || row.hidden.previous || past || row.series.iter().any(|point| point.hidden);
    if any {
        row.pace = None;
        row.next = None;
        // Mean and limits are made of all figures, and those of the months that are left would be others: it is
        // the low ones that are hidden.
        row.trend_marker = None;
        row.chart = None;
        row.verdict = None;
    }
    let Row { hidden, series, previous, .. } = row;
    let is_hidden =
        |month| (hidden.previous && previous.0 == month) || series.iter().any(|point| point.hidden && point.month == month);
    // A month that is not of the history was never checked.
    let is_shown = |month| {
        let here = previous.0 == month || series.iter().any(|point| point.month == month);
        here && !is_hidden(month)
    };
    let is_safe = |restated: &Restated| !counted.contains(&restated.month) && !is_small_number(hide, restated.was.as_deref());
    row.restated.retain(|restated| is_shown(restated.month) && is_safe(restated));
    if let Some(forecast) = &mut row.forecast {
        forecast.crossings.retain(|crossing| !tells_few(hide, crossing));
    }
}

/// Whether a number as it was shown is that of a small count; of a percentage nobody can tell.
fn is_small_number(hide: Hide, text: Option<&str>) -> bool {
    text.and_then(|text| text.parse::<i64>().ok()).is_some_and(|number| hide.hides(number))
}

/// Whether words begin with a small number of children, or with none that could be read.
fn tells_few(hide: Hide, text: &str) -> bool {
    let number = text.split_whitespace().next().and_then(|word| word.parse::<i64>().ok());
    number.is_none_or(|number| hide.hides(number))
}
