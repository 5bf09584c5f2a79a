//! Puts definitions, figures and judgements together into the document.
//!
//! Takes scorecards as defined and what was measured or fed, gives scorecards as shown.
//! Knows nothing of polars, extracts or formats.

mod held;
mod parts;
mod reach;
mod signals;

use crate::calendar::{self, Month};
use crate::definitions::{Amber, Catalogue, Feed, Indicator, RowDefinition, ScorecardDefinition, Since, Standard, Window};
use crate::figure::fed::{Fed, Feeder};
use crate::figure::{Figure, Fraction, Measured, Measurements, RowsOf};
use crate::rating::{self, Held, Judgement, Promise};
use crate::said::Note;
use crate::scorecard::{Group, Hidden, Letterhead, Outturn, Point, Row, Scorecard};
use crate::statistics::{self, Interval};
pub use held::{Others, Sources, find};
pub use parts::Breakdown;
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
    /// What the rows of a table are.
    pub rows_of: &'a dyn Fn(&str) -> RowsOf,
    /// The reporting month.
    pub period: Month,
    /// How many months before it the history goes back; none is shown for 0.
    pub history: i32,
    /// How far the data behind rows reach.
    pub reach: Reach<'a>,
    /// Whether a row's figure of a month is of too short a time to compare with.
    pub short: &'a dyn Fn(&RowDefinition, Month) -> bool,
    /// What others have of a row's measure.
    pub others: Others<'a>,
    /// Since when travel is.
    pub travel: Since,
    /// How many outturns are shown.
    pub outturns: u32,
    /// Whether the history has the ends of quarters alone, besides the reporting month.
    pub quarters: bool,
    /// The measure of a month's events alone; nothing of rows that count no events, nor where it may not be shown.
    pub events: &'a dyn Fn(&RowDefinition, Month) -> Option<Option<Figure>>,
}

/// One scorecard as shown.
pub fn scorecard(
    definition: &ScorecardDefinition,
    authority: Option<&str>,
    figures: Figures<'_>,
    breakdowns: &[Breakdown],
) -> Scorecard {
    let groups = definition.groups.iter().map(|group| Group {
        id: group.id.clone(),
        title: group.title.clone(),
        rows: group
            .rows
            .iter()
            .map(|row| {
                let mut whole = assemble_row(row, figures, definition.by_interval);
                let indicator = row.feed.indicator().and_then(|id| figures.catalogue.indicator(id));
                let promised = parts::Of { row, indicator, by_interval: definition.by_interval, period: figures.period };
                whole.parts = parts::parts(&whole, promised, breakdowns);
                if whole.figure.is_some() {
                    whole.notes.splice(0..0, parts::without_groups(row, breakdowns));
                }
                whole
            })
            .collect(),
    });
    Scorecard {
        id: definition.id.clone(),
        title: definition.title.clone(),
        about: definition.about.clone(),
        source: definition.source.clone(),
        authority: authority.map(str::to_owned),
        travel: figures.travel,
        letterhead: Letterhead::default(),
        groups: groups.collect(),
    }
}

fn assemble_row(row: &RowDefinition, figures: Figures<'_>, by_interval: bool) -> Row {
    let Figures {
        catalogue,
        measurements,
        fed,
        rows_of,
        period,
        history,
        reach,
        short,
        events,
        others,
        travel,
        outturns,
        quarters,
    } = figures;
    let indicator = match &row.feed {
        Feed::Indicator(id) => catalogue.indicator(id),
        _ => None,
    };
    let rows = indicator.map(|indicator| rows_of(&indicator.table.value));
    let counts = counts(row, rows);
    let reading = |month: Month| {
        let read = fed(row, month).unwrap_or_else(|| measure_row(row, indicator, measurements, month));
        let measured = match month == period {
            true => reach.known(row, month, read.measured, counts),
            false => reach.known_before(row, month, read.measured),
        };
        Fed { measured, ..read }
    };
    let doubt = |measured: &Measured, month: Month| match measured {
        Measured::Figure(_) if month != period => reach.doubt_of_history(row, month, counts),
        _ => reach.doubt(row, month, measured, counts),
    };
    let grows = indicator.is_some_and(Indicator::grows_through_the_year);
    let is_gap = |month: Month| (reach.outside)(row, month).is_some() || short(row, month);
    let sources = Sources { reading: &reading, gap: &is_gap, others, grows };
    let judge = |measured: &Measured, month: Month, held: &Held| {
        let judged = rate(row, indicator, by_interval, (measured, month), Some(&reading(month.back(12)).measured), held);
        reach.judged(judged, doubt(measured, month))
    };
    let Fed { measured: now, notes: told, window } = reading(period);
    let since = travel.month(period);
    // A month that the history calls a gap is nothing to travel from, nor is one to travel to.
    let withheld = |month: Month| history > 0 && is_gap(month);
    let before = match reading(since).measured {
        _ if withheld(since) => Measured::NoData("a gap".to_owned()),
        measured => measured,
    };
    let people = row.unit.is_number() && row.things.is_none();
    let travel = rating::travel(&now, &before, row.polarity, row.decimals, people).filter(|_| !withheld(period));
    let target = row.target(period);
    let found = find(row, period, sources);
    let judged = judge(&now, period, &found.held);
    let doubted = doubt(&now, period).is_some();
    let point = |month: Month| {
        let read = reading(month);
        // A return that held over from an earlier month is no figure of this one.
        let is_of_month = read.window.1 == month.last() && (reach.outside)(row, month).is_none();
        let measured = if is_of_month { read.measured } else { Measured::NoData("a gap".to_owned()) };
        let found = find(row, month, sources);
        let resolved = found.resolved.as_ref();
        Point {
            month,
            figure: measured.figure(),
            target: resolved.map(|resolved| resolved.number.value()),
            upper: resolved.and_then(|resolved| resolved.upper).map(Fraction::value),
            against: against(row, month, &found),
            rating: judge(&measured, month, &found.held).rating,
            hidden: false,
        }
    };
    let months = (0..=history).rev().filter(|_| history > 0).map(|back| period.back(back));
    let series: Vec<Point> = months.filter(|month| !quarters || *month == period || month.number() % 3 == 0).map(point).collect();
    let outturn =
        |month: Month| Outturn { month, figure: reading(month).measured.figure().filter(|_| !is_gap(month)), hidden: false };
    let due = target.and_then(|target| target.due);
    let by_rule = target.filter(|target| target.is_rule).map(|_| Note::Written(held::BY_RULE.to_owned()));
    let reached = reach.notes(row, period, &now, counts);
    let told = reached.into_iter().chain(by_rule).chain(found.notes.iter().cloned()).chain(told);
    let mut shown = Row {
        id: row.id.clone(),
        part_of: None,
        parts: Vec::new(),
        indicator: indicator.filter(|indicator| !indicator.local).map(|indicator| indicator.id.clone()),
        title: row.title.clone(),
        about: row.about.clone(),
        lead: row.owner.clone(),
        unit: row.unit,
        decimals: row.decimals,
        polarity: row.polarity,
        window,
        fingerprint: String::new(),
        counts,
        figure: now.figure(),
        nobody: now.is_nobody(),
        hidden: Hidden::default(),
        target: held::shown(row, period, found.resolved.clone()),
        against: against(row, period, &found).and_then(|month| Some((month, Some(reading(month).measured.figure()?)))),
        rating: judged.rating,
        reason: judged.reason,
        interval: now.figure().and_then(|figure| interval_of(figure, indicator)),
        outturns: last_outturns(period, outturns).into_iter().map(outturn).collect(),
        previous: (since, before.figure()),
        previous_rating: judge(&before, since, &find(row, since, sources).held).rating,
        travel,
        data_to: now.figure().and_then(|_| (reach.data_to)(row)).map(|(month, _)| month),
        doubted,
        to_target: if doubted || is_of_sums(indicator) {
            None
        } else {
            rating::to_target(&now, promise(row, period, &found.held))
        },
        pace: None,
        series,
        steps: row.steps.clone(),
        events: Vec::new(),
        chart: None,
        verdict: None,
        trend_marker: None,
        benchmarks: Vec::new(),
        forecast: None,
        next: None,
        comments: Vec::new(),
        restated: Vec::new(),
        notes: notes(row, judged.note.map(Note::NotJudged).into_iter().chain(told).collect(), due),
    };
    if grows && since.number() != period.number() && since.year_start() != period.year_start() {
        shown.travel = None;
    }
    let months = shown.series.iter().map(|point| events(row, point.month));
    let events: Option<Vec<Option<Figure>>> = months.collect::<Option<Vec<_>>>().filter(|months| !months.is_empty());
    // A count from 1 April grows until March and falls back: of that only the events of its months are charted.
    if events.is_some() || !grows {
        signals::put_on(&mut shown, row, indicator.zip(rows), events);
    }
    shown
}

fn promise<'a>(row: &'a RowDefinition, month: Month, held: &'a Held) -> Promise<'a> {
    let amber = row.target(month).and_then(|target| target.amber);
    Promise { polarity: row.polarity, held, amber, aim: row.aim.as_deref(), unit: row.unit, decimals: row.decimals }
}

/// The month of the council's own past that a month's figure is held against, for its target or its amber band.
fn against(row: &RowDefinition, month: Month, found: &held::Found) -> Option<Month> {
    let past = found.resolved.as_ref().and_then(|resolved| resolved.past).map(|(month, _)| month);
    let band = row.target(month).and_then(|target| target.amber) == Some(Amber::NoWorseThanAYearAgo);
    past.or_else(|| band.then(|| month.back(12)))
}

/// Sessions and the like are no children, and those of one child go together.
fn is_of_sums(indicator: Option<&Indicator>) -> bool {
    indicator.is_some_and(|indicator| indicator.statistic.is.of_sums)
}

/// How a row's figure of a month stands, by the figure or by its interval as the scorecard says.
pub fn rate(
    row: &RowDefinition,
    indicator: Option<&Indicator>,
    by_interval: bool,
    (measured, month): (&Measured, Month),
    year_ago: Option<&Measured>,
    held: &Held,
) -> Judgement {
    let promise = promise(row, month, held);
    if !by_interval {
        return rating::judge(measured, promise, year_ago);
    }
    let interval = measured.figure().and_then(|figure| interval_of(figure, indicator));
    let then = match held {
        Held::Against { figure: Some(before), .. } => interval_of(*before, indicator),
        _ => None,
    };
    rating::judge_by_interval(measured, promise, year_ago, interval, then)
}

/// What a row's figure is of.
fn counts(row: &RowDefinition, rows: Option<RowsOf>) -> &'static str {
    match rows {
        Some(rows) => rows.noun,
        None if matches!(row.feed, Feed::Survey(_)) => "answers",
        None => "",
    }
}

/// A row that no file feeds: measured by an indicator, or by nothing yet.
fn measure_row(row: &RowDefinition, indicator: Option<&Indicator>, measurements: &Measurements, month: Month) -> Fed {
    let window = indicator.map_or(Window::LastDay, |indicator| indicator.window);
    let reason = match &row.feed {
        Feed::Indicator(_) if indicator.is_none() => "its definition has a mistake".to_owned(),
        Feed::Indicator(id) => format!("'{id}' was not measured for {month}"),
        Feed::Survey(what) | Feed::Return(what) | Feed::Narrative(what) => format!("'{what}' was not read for {month}"),
        Feed::Awaits(what) => format!("needs a local extract, which is not read yet: {what}"),
    };
    let measured = indicator.and_then(|indicator| measurements.get(&indicator.id, month)).cloned();
    let left_out = indicator.and_then(|indicator| measurements.left_out(&indicator.id, month));
    let notes = left_out.map(Note::LeftOut).into_iter().collect();
    Fed { measured: measured.unwrap_or(Measured::NoData(reason)), notes, window: window.days(month) }
}

fn notes(row: &RowDefinition, mut notes: Vec<Note>, due: Option<calendar::Day>) -> Vec<Note> {
    notes.splice(0..0, row.about.clone().map(Note::Written));
    let labelled = [("Baseline", &row.baseline), ("Lead", &row.owner), ("Timescale", &row.timescale)];
    notes.extend(labelled.into_iter().filter_map(|(label, text)| text.as_ref().map(|text| Note::Labelled(label, text.clone()))));
    if row.timescale.is_none() {
        notes.extend(due.map(Note::Due));
    }
    notes.extend(row.notes.iter().cloned().map(Note::Written));
    notes.extend(row.steps.iter().map(|step| Note::Rebased(step.from, step.reason.clone())));
    notes.push(Note::Labelled("Source", row.source.clone()));
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

/// The Marches of the last outturns, the last first.
pub fn last_outturns(period: Month, number: u32) -> Vec<Month> {
    std::iter::successors(Some(Since::Outturn.month(period)), |month| Some(month.back(12))).take(number as usize).collect()
}

/// The earlier months that rows of a scorecard are judged by, each once.
pub fn looks_back(definition: &ScorecardDefinition) -> Vec<Since> {
    let rows = || definition.groups.iter().flat_map(|group| &group.rows);
    let needs = |since: &Since| rows().any(|row| row_looks_back(row).contains(since));
    Since::ALL.iter().copied().filter(needs).collect()
}

/// The earlier months that a row is judged by.
pub fn row_looks_back(row: &RowDefinition) -> Vec<Since> {
    let standards =
        row.targets.iter().flat_map(|target| target.standard.into_iter().chain(target.or_else.as_ref().map(|(then, _)| *then)));
    let of_target = standards.filter_map(|standard| match standard {
        Standard::Past { since, .. } => Some(since),
        _ => None,
    });
    let of_band = row.targets.iter().filter(|target| target.amber == Some(Amber::NoWorseThanAYearAgo)).map(|_| Since::Year);
    of_target.chain(of_band).collect()
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
