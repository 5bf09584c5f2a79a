//! JSON, schema `scorecard/v1`: a public format with structs of its own.
//!
//! Keys are never left out; what does not apply is `null`. A change of any key is a
//! new version of the schema.

use serde::Serialize;

use crate::calendar::{Day, Month, iso};
use crate::measure::Figure;
use crate::problem::Problem;
use crate::scorecard::{Document, Row, Scorecard};

#[derive(Serialize)]
struct JsonDocument<'a> {
    schema: &'static str,
    generated: String,
    period: JsonPeriod,
    audience: &'static str,
    scorecards: Vec<JsonScorecard<'a>>,
    problems: Vec<JsonProblem<'a>>,
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
    numerator: Option<Number>,
    denominator: Option<i64>,
    value: Option<f64>,
    display: Option<String>,
    target: Option<JsonTarget<'a>>,
    rating: &'static str,
    reason: Option<&'a str>,
    interval: Option<JsonInterval>,
    previous: JsonPrevious,
    travel: Option<&'static str>,
    to_target: Option<i64>,
    notes: &'a [String],
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
}

#[derive(Serialize)]
struct JsonInterval {
    level: f64,
    lower: f64,
    upper: f64,
    method: &'static str,
}

#[derive(Serialize)]
struct JsonPrevious {
    period: String,
    value: Option<f64>,
}

#[derive(Serialize)]
struct JsonProblem<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    file: Option<&'a str>,
    row: Option<u64>,
    column: Option<&'a str>,
    count: u64,
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
        audience: "internal",
        scorecards: document.scorecards.iter().map(scorecard).collect(),
        problems: document.problems.iter().map(problem).collect(),
    };
    let mut text = serde_json::to_string_pretty(&json)?;
    text.push('\n');
    Ok(text)
}

fn scorecard(scorecard: &Scorecard) -> JsonScorecard<'_> {
    let summary = scorecard.summary();
    let groups = scorecard.groups.iter().map(|group| JsonGroup {
        id: &group.id,
        title: &group.title,
        rows: group.rows.iter().map(row).collect(),
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
    }
}

fn row(row: &Row) -> JsonRow<'_> {
    JsonRow {
        id: &row.id,
        indicator: row.indicator.as_deref(),
        title: &row.title,
        unit: row.unit.as_str(),
        polarity: row.polarity.as_str(),
        window: JsonWindow::of(row.window),
        numerator: row.numerator().map(Number::from),
        denominator: row.figure.and_then(|figure| figure.denominator()),
        value: row.figure.and_then(Figure::value),
        display: row.display(),
        target: row.target.as_ref().map(|target| JsonTarget {
            value: target.value,
            due: target.due.map(iso),
            text: &target.text,
        }),
        rating: row.rating.as_str(),
        reason: row.reason.as_deref(),
        interval: row.interval.map(|found| JsonInterval {
            level: found.level,
            lower: found.lower,
            upper: found.upper,
            method: found.method,
        }),
        previous: JsonPrevious { period: row.previous.0.to_string(), value: row.previous.1.and_then(Figure::value) },
        travel: row.travel.map(crate::rating::Travel::as_str),
        to_target: row.to_target,
        notes: &row.notes,
    }
}

fn problem(problem: &Problem) -> JsonProblem<'_> {
    let place = problem.places.first();
    JsonProblem {
        code: problem.code.as_str(),
        severity: problem.severity().as_str(),
        message: &problem.message,
        file: place.map(|place| place.file.as_str()).or_else(|| problem.snippets.first().map(|s| s.file.as_str())),
        row: place.and_then(|place| place.row),
        column: place.and_then(|place| place.column.as_deref()),
        count: problem.count,
    }
}
