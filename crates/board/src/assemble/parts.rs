//! The groups of a row, each a row of its own that is not rated.
//!
//! Takes a row as shown with the figures of its groups, of the month and where they were asked for of the months before.

use crate::calendar::{Day, Month};
use crate::definitions::{Feed, Indicator, RowDefinition, UnitKind};
use crate::figure::fed::Fed;
use crate::figure::{Figure, Group, InGroups, Measured};
use crate::rating::{self, Rating};
use crate::said::{Note, Reason};
use crate::scorecard::{By, PartOf, Point, Row};

use super::held::{self, Sources};
use super::{interval, is_of_sums, promise, rate};

/// By what, the figures of the groups of each indicator.
#[derive(Clone, Debug)]
pub struct Breakdown {
    /// The breakdown.
    pub by: By,
    /// The figures of the month.
    pub now: InGroups,
    /// Those of the months before, where groups have a history.
    pub before: Vec<(Month, InGroups)>,
    /// Whether groups are shown that somebody was in before and nobody is in now.
    pub gone: bool,
    /// Whether groups are rated by targets of their own: to the public a rating would tell of a hidden figure.
    pub rated: bool,
}

/// What a row was promised, and how it is rated.
#[derive(Clone, Copy)]
pub(super) struct Of<'a> {
    /// The row.
    pub row: &'a RowDefinition,
    /// What measures it.
    pub indicator: Option<&'a Indicator>,
    /// Whether rows are rated by the confidence interval.
    pub by_interval: bool,
    /// The reporting month.
    pub period: Month,
}

/// That a row is not broken down by what was asked for, and why.
pub(super) fn without_groups(row: &RowDefinition, breakdowns: &[Breakdown]) -> Vec<Note> {
    let Feed::Indicator(id) = &row.feed else { return Vec::new() };
    let told = breakdowns.iter().filter_map(|of| Some((&of.by, of.now.without.get(id)?)));
    told.map(|(by, why)| Note::NotBrokenDown { by: by.as_str().to_owned(), why: why.clone() }).collect()
}

/// The groups of a row.
pub(super) fn parts(whole: &Row, promised: Of<'_>, breakdowns: &[Breakdown]) -> Vec<Row> {
    let Feed::Indicator(id) = &promised.row.feed else { return Vec::new() };
    // What the extracts do not tell of the whole they do not tell of its groups.
    let unknown = match (&whole.figure, &whole.reason) {
        (None, Some(Reason::NoData(why))) if !whole.nobody => Some(Measured::NoData(why.clone())),
        _ => None,
    };
    let of = |of: &Breakdown| {
        let part = |(group, now): (Group, Measured)| {
            let now = unknown.clone().unwrap_or(now);
            let mut part = part(whole, id, of, &group, &now);
            if of.rated {
                rate_group(&mut part, promised, of, &group, &now);
            }
            part
        };
        groups(id, whole, of).into_iter().map(part).collect()
    };
    breakdowns.iter().flat_map(|breakdown| -> Vec<Row> { of(breakdown) }).collect()
}

/// Rates a group by its own target, where the row names one.
fn rate_group(part: &mut Row, promised: Of<'_>, of: &Breakdown, group: &Group, now: &Measured) {
    let Of { row, indicator, by_interval, period } = promised;
    let is_it = |name: &str| [&group.key, &group.title].into_iter().any(|own| own.to_lowercase() == name.to_lowercase());
    let Some(own) = row.group_targets.iter().find(|own| own.by == of.by && is_it(&own.group)) else { return };
    let own = RowDefinition { targets: vec![own.target.clone()], aim: None, ..row.clone() };
    let nothing = |_: Month| Fed { measured: Measured::NoData(String::new()), notes: Vec::new(), window: whole_of(period) };
    let sources = Sources { reading: &nothing, gap: &|_| false, others: &|_, _, _| Err(String::new()), grows: false };
    let found = held::find(&own, period, sources);
    part.target = held::shown(&own, period, found.resolved);
    if now.figure().is_some() {
        let judged = rate(&own, indicator, by_interval, (now, period), None, &found.held);
        (part.rating, part.reason) = (judged.rating, judged.reason);
        part.to_target = if is_of_sums(indicator) { None } else { rating::to_target(now, promise(&own, period, &found.held)) };
    }
}

fn whole_of(month: Month) -> (Day, Day) {
    (month.first(), month.last())
}

/// The groups of the month, and those that somebody was in before.
fn groups(id: &str, whole: &Row, of: &Breakdown) -> Vec<(Group, Measured)> {
    let Some(now) = of.now.figures.get(id) else { return Vec::new() };
    let mut groups = now.clone();
    let before = of.before.iter().filter(|_| of.gone);
    for (group, _) in before.filter_map(|(_, found)| found.figures.get(id)).flatten() {
        if groups.iter().all(|(other, _)| other.key != group.key) {
            groups.push((group.clone(), nobody(whole)));
        }
    }
    groups
}

/// The figure of a group that nobody is in.
fn nobody(whole: &Row) -> Measured {
    match whole.unit.is().kind {
        UnitKind::Number => Measured::Figure(Figure::Count(0)),
        UnitKind::Share | UnitKind::Rate | UnitKind::Amount | UnitKind::Words => {
            Measured::Nobody("nobody in this group".to_owned())
        }
    }
}

fn part(whole: &Row, id: &str, of: &Breakdown, group: &Group, now: &Measured) -> Row {
    let (rating, reason) = match now {
        Measured::Figure(_) => (Rating::NotRated, Reason::GroupOf(whole.id.clone())),
        Measured::Nobody(why) | Measured::NoData(why) => (Rating::NoData, Reason::NoData(why.clone())),
    };
    let by = of.by.as_str();
    let part = PartOf { row: whole.id.clone(), by: of.by.clone(), group: group.key.clone() };
    Row {
        id: part.id(),
        part_of: Some(part),
        parts: Vec::new(),
        title: group.title.clone(),
        figure: now.figure(),
        interval: now.figure().filter(|_| whole.interval.is_some()).and_then(interval),
        target: None,
        against: None,
        rating,
        reason: Some(reason),
        nobody: now.is_nobody(),
        outturns: Vec::new(),
        previous: (whole.previous.0, None),
        previous_rating: Rating::NotRated,
        travel: None,
        to_target: None,
        pace: None,
        series: series(whole, id, of, group, now),
        events: Vec::new(),
        chart: None,
        verdict: None,
        trend_marker: None,
        benchmarks: Vec::new(),
        forecast: None,
        next: None,
        comments: Vec::new(),
        restated: Vec::new(),
        notes: vec![Note::GroupOf { title: whole.title.clone(), by: by.to_owned() }],
        ..whole.clone()
    }
}

/// The history of a group, with a gap where the whole has one.
fn series(whole: &Row, id: &str, of: &Breakdown, group: &Group, now: &Measured) -> Vec<Point> {
    if of.before.is_empty() {
        return Vec::new();
    }
    let of_month = |found: &InGroups| {
        let groups = found.figures.get(id)?;
        let figure = groups.iter().find(|(other, _)| other.key == group.key).map(|(_, measured)| measured.figure());
        figure.unwrap_or_else(|| nobody(whole).figure())
    };
    let last = whole.series.last().map(|point| point.month);
    let point = |of_whole: &Point| {
        let earlier = of.before.iter().find(|(month, _)| *month == of_whole.month).map(|(_, found)| of_month(found));
        let figure = if Some(of_whole.month) == last { now.figure() } else { earlier.flatten() };
        let figure = figure.filter(|_| of_whole.figure.is_some());
        let rating = if figure.is_some() { Rating::NotRated } else { Rating::NoData };
        Point { figure, target: None, upper: None, against: None, rating, ..of_whole.clone() }
    };
    whole.series.iter().map(point).collect()
}
