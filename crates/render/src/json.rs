//! JSON, schema `scorecard/v1`: a public format with structs of its own.
//!
//! Keys are never left out; what does not apply is `null`. A change of any key is a
//! new version of the schema.

use serde::Serialize;

use super::formats::{Format, Look, Wants};
use super::json_beside::{JsonInGroup, JsonSideBySide};
use super::json_insight::{JsonBenchmark, JsonComment, JsonForecast, JsonPoint, JsonProcess, JsonRestated, JsonVerdict};
use scorecard_core::calendar::{Day, Month, iso};
use scorecard_core::definitions::by::Only;
use scorecard_core::figure::{Figure, Fraction};
use scorecard_core::problem::Problem;
use scorecard_core::scorecard::{Audience, Document, Row, Scorecard, ShownTarget, Symbol, ToCome};
use scorecard_core::statistics::Interval;
use scorecard_core::statistics::trend_marker::TrendMarker;

pub(super) static FORMAT: Format<Document, Look> = Format {
    name: "json",
    ending: "json",
    about: "JSON, schema scorecard/v1",
    offered: 8,
    terminal: false,
    children: false,
    wants: Wants { forecast: true, ..Wants::FIGURES },
    beside: None,
    render: |document, _| Ok(render(document)?.into_bytes()),
};

#[derive(Serialize)]
struct JsonDocument<'a> {
    schema: &'static str,
    generated: String,
    period: JsonPeriod,
    audience: &'static str,
    scorecards: Vec<JsonScorecard<'a>>,
    problems: Vec<JsonProblem<'a>>,
    only: Option<Vec<JsonOnly<'a>>>,
    authorities: Option<Vec<JsonSideBySide<'a>>>,
}

/// A group that something is of alone.
#[derive(Serialize)]
pub(super) struct JsonOnly<'a> {
    column: &'a str,
    group: &'a str,
}

impl<'a> JsonOnly<'a> {
    /// The groups; nothing of what is of the whole.
    pub(super) fn of(only: &'a [Only]) -> Option<Vec<Self>> {
        (!only.is_empty()).then(|| only.iter().map(|only| JsonOnly { column: only.by.as_str(), group: &only.group }).collect())
    }
}

/// A reporting month.
#[derive(Serialize)]
pub(super) struct JsonPeriod {
    id: String,
    start: String,
    end: String,
}

impl JsonPeriod {
    /// Of a month.
    pub(super) fn of(period: Month) -> Self {
        JsonPeriod { id: period.to_string(), start: iso(period.first()), end: iso(period.last()) }
    }
}

#[derive(Serialize)]
struct JsonScorecard<'a> {
    id: &'a str,
    title: &'a str,
    authority: Option<&'a str>,
    summary: JsonSummary,
    groups: Vec<JsonGroup<'a>>,
    travel: JsonTravel,
    marking: &'a str,
}

/// Since when the travel of a scorecard's rows is.
#[derive(Serialize)]
struct JsonTravel {
    since: &'static str,
    period: String,
}

#[derive(Serialize)]
struct JsonSummary {
    green: usize,
    amber: usize,
    red: usize,
    not_rated: usize,
    no_data: usize,
}

#[derive(Serialize)]
struct JsonGroup<'a> {
    id: &'a str,
    title: &'a str,
    rows: Vec<JsonRow<'a>>,
}

#[derive(Serialize)]
struct JsonRow<'a> {
    id: &'a str,
    indicator: Option<&'a str>,
    title: &'a str,
    unit: &'static str,
    polarity: &'static str,
    window: JsonWindow,
    numerator: Option<Open<Number>>,
    denominator: Option<Open<Number>>,
    value: Option<Open<f64>>,
    display: Option<String>,
    target: Option<JsonTarget<'a>>,
    rating: &'static str,
    reason: Option<String>,
    interval: Option<Open<JsonInterval>>,
    previous: JsonPrevious,
    travel: Option<&'static str>,
    to_target: Option<Open<i64>>,
    notes: Vec<String>,
    data_to: Option<String>,
    definition: &'a str,
    pace: Option<&'a str>,
    series: Vec<JsonPoint>,
    process: Option<JsonProcess>,
    change: Option<f64>,
    verdict: Option<JsonVerdict>,
    trend: Option<&'static str>,
    benchmarks: Vec<JsonBenchmark<'a>>,
    forecast: Option<JsonForecast>,
    commentary: Vec<JsonComment<'a>>,
    restated: Vec<JsonRestated<'a>>,
    outturns: Vec<JsonPrevious>,
    groups: Vec<JsonInGroup<'a>>,
}

/// Out of how many, or that it is hidden.
pub(super) fn denominator(row: &Row) -> Option<Open<Number>> {
    // A count is out of nothing.
    let hidden = row.hidden.figure && row.hidden.denominator.is_none() && !row.unit.is_number();
    Open::unless(hidden, row.below().map(Number::from))
}

/// A value, or the letter `c` where it is hidden.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Open<T> {
    Value(T),
    Hidden(&'static str),
}

impl<T> Open<T> {
    /// The value, unless it is hidden.
    pub(super) fn unless(hidden: bool, value: Option<T>) -> Option<Self> {
        if hidden { Some(Open::Hidden(Symbol::Confidential.letters())) } else { value.map(Open::Value) }
    }
}

/// The time that a figure speaks of.
#[derive(Serialize)]
pub(super) struct JsonWindow {
    start: String,
    end: String,
}

impl JsonWindow {
    /// Of its first and last day.
    pub(super) fn of((start, end): (Day, Day)) -> Self {
        JsonWindow { start: iso(start), end: iso(end) }
    }
}

#[derive(Serialize)]
struct JsonTarget<'a> {
    value: Option<f64>,
    due: Option<String>,
    text: &'a str,
    kind: &'static str,
    comparator: Option<&'static str>,
    resolved: Option<Open<f64>>,
    upper: Option<f64>,
    shown: String,
    rule: &'static str,
    aim: Option<&'a str>,
    to_come: Vec<JsonToCome<'a>>,
}

/// A target that is not in force yet.
#[derive(Serialize)]
struct JsonToCome<'a> {
    from: String,
    due: Option<String>,
    text: &'a str,
    value: Option<f64>,
    resolved: Option<f64>,
    upper: Option<f64>,
}

impl<'a> JsonTarget<'a> {
    fn of(target: &'a ShownTarget, row: &Row) -> Self {
        let resolved = target.resolved.as_ref();
        let later = |later: &'a ToCome| JsonToCome {
            from: later.from.to_string(),
            due: later.due.map(iso),
            text: &later.text,
            value: later.value,
            resolved: later.number,
            upper: later.upper,
        };
        JsonTarget {
            value: target.value,
            due: target.due.map(iso),
            text: &target.text,
            kind: target.kind,
            comparator: target.comparator,
            resolved: Open::unless(target.hidden, resolved.map(|resolved| resolved.number.value())),
            upper: resolved.and_then(|resolved| resolved.upper).map(Fraction::value),
            shown: super::words::target(row),
            rule: if target.is_rule { "scorecard" } else { "row" },
            aim: target.aim.as_deref(),
            to_come: target.to_come.iter().map(later).collect(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct JsonInterval {
    level: f64,
    lower: f64,
    upper: f64,
    method: &'static str,
}

impl JsonInterval {
    pub(super) fn of(interval: Interval) -> Self {
        let Interval { level, lower, upper, method } = interval;
        JsonInterval { level, lower, upper, method }
    }
}

#[derive(Serialize)]
struct JsonPrevious {
    period: String,
    value: Option<Open<f64>>,
}

/// A problem, for whoever may see it.
#[derive(Serialize)]
pub(super) struct JsonProblem<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    file: Option<&'a str>,
    row: Option<u64>,
    column: Option<&'a str>,
    count: u64,
    /// The indicators whose figures it may change, by `check`.
    figures: Option<&'a [String]>,
}

/// A sum, whole where it is.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Number {
    Whole(i64),
    Fraction(f64),
}

impl From<f64> for Number {
    fn from(number: f64) -> Self {
        if number.fract() == 0.0 && number.abs() < 9e15 { Number::Whole(number as i64) } else { Number::Fraction(number) }
    }
}

/// The document as JSON, with a line end.
///
/// # Errors
/// Only for faults of ours.
pub fn render(document: &Document) -> anyhow::Result<String> {
    let json = JsonDocument {
        schema: "scorecard/v1",
        generated: iso(document.generated),
        period: JsonPeriod::of(document.period),
        audience: document.audience.as_str(),
        scorecards: document.scorecards.iter().map(|found| scorecard(found, document)).collect(),
        // What was wrong with single records is for those who may see them.
        problems: match document.audience {
            Audience::Internal => document.problems.iter().map(problem).collect(),
            Audience::Public => Vec::new(),
        },
        only: JsonOnly::of(&document.only),
        authorities: JsonSideBySide::all(document),
    };
    let mut text = serde_json::to_string_pretty(&json)?;
    text.push('\n');
    Ok(text)
}

fn scorecard<'a>(scorecard: &'a Scorecard, document: &Document) -> JsonScorecard<'a> {
    let summary = scorecard.summary();
    let groups = scorecard.groups.iter().map(|group| JsonGroup {
        id: &group.id,
        title: &group.title,
        rows: group.rows.iter().map(|found| row(found, &group.rows)).collect(),
    });
    JsonScorecard {
        id: &scorecard.id,
        title: &scorecard.title,
        authority: scorecard.authority.as_deref(),
        summary: JsonSummary {
            green: summary.green,
            amber: summary.amber,
            red: summary.red,
            not_rated: summary.not_rated,
            no_data: summary.no_data,
        },
        groups: groups.collect(),
        travel: JsonTravel { since: scorecard.travel.as_str(), period: scorecard.travel.month(document.period).to_string() },
        marking: scorecard.letterhead.marking(document.audience),
    }
}

fn row<'a>(row: &'a Row, all: &'a [Row]) -> JsonRow<'a> {
    let hidden = row.hidden.figure;
    JsonRow {
        id: &row.id,
        indicator: row.indicator.as_deref(),
        title: &row.title,
        unit: row.unit.as_str(),
        polarity: row.polarity.as_str(),
        window: JsonWindow::of(row.window),
        numerator: Open::unless(hidden, row.numerator().map(Number::from)),
        denominator: denominator(row),
        value: Open::unless(hidden, row.figure.and_then(Figure::value)),
        display: row.display(),
        groups: JsonInGroup::all(row, all),
        target: row.target.as_ref().map(|target| JsonTarget::of(target, row)),
        rating: row.rating.as_str(),
        reason: row.reason.as_ref().map(ToString::to_string),
        interval: Open::unless(row.hidden.interval, row.interval.map(JsonInterval::of)),
        previous: JsonPrevious {
            period: row.previous.0.to_string(),
            value: Open::unless(row.hidden.previous, row.previous.1.and_then(Figure::value)),
        },
        travel: if row.hidden.travel() {
            Some(Symbol::Confidential.letters())
        } else {
            row.travel.map(scorecard_core::rating::Travel::as_str)
        },
        to_target: Open::unless(row.hidden.to_target, row.to_target),
        notes: row.notes.iter().map(ToString::to_string).collect(),
        data_to: row.data_to.map(|month| month.to_string()),
        definition: &row.fingerprint,
        pace: row.pace.as_deref(),
        series: row.series.iter().map(JsonPoint::of).collect(),
        process: JsonProcess::of(row),
        change: row.change().filter(|_| !row.hidden.travel()).map(scorecard_core::figure::Fraction::value),
        verdict: row.verdict.map(JsonVerdict::of),
        trend: row.trend_marker.map(TrendMarker::as_str),
        benchmarks: row.benchmarks.iter().map(JsonBenchmark::of).collect(),
        forecast: row.forecast.as_ref().map(|forecast| JsonForecast::of(forecast, row)),
        commentary: row.comments.iter().map(JsonComment::of).collect(),
        restated: row.restated.iter().map(JsonRestated::of).collect(),
        outturns: row
            .outturns
            .iter()
            .map(|outturn| JsonPrevious {
                period: outturn.month.to_string(),
                value: Open::unless(outturn.hidden, outturn.figure.and_then(Figure::value)),
            })
            .collect(),
    }
}

/// A problem in JSON.
pub(super) fn problem(problem: &Problem) -> JsonProblem<'_> {
    let place = problem.places.first();
    JsonProblem {
        code: problem.code.as_str(),
        severity: problem.severity().as_str(),
        message: &problem.message,
        file: place.map(|place| place.file.as_str()).or_else(|| problem.snippets.first().map(|s| s.file.as_str())),
        row: place.and_then(|place| place.row),
        column: place.and_then(|place| place.column.as_deref()),
        count: problem.count,
        figures: problem.figures.as_deref(),
    }
}
