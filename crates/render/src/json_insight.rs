//! The parts of a row's JSON that stand beside its figure: history, process, benchmarks, forecast,
//! commentary, restatements.

use serde::Serialize;

use super::json::Open;
use scorecard_core::calendar::iso;
use scorecard_core::figure::Figure;
use scorecard_core::scorecard::{Benchmark, Comment, Forecast, Point, Published, Restated, Row, Stood, Verdict};
use scorecard_core::statistics::xmr::{self, Assurance, Basis, Meaning, Rule};

/// A month of the history.
#[derive(Serialize)]
pub(super) struct JsonPoint {
    period: String,
    value: Option<Open<f64>>,
    target: Option<f64>,
    target_upper: Option<f64>,
    rating: &'static str,
}

impl JsonPoint {
    pub(super) fn of(point: &Point) -> Self {
        JsonPoint {
            period: point.month.to_string(),
            value: Open::unless(point.hidden, point.figure.and_then(Figure::value)),
            target: point.target,
            target_upper: point.upper,
            rating: point.rating.as_str(),
        }
    }
}

/// What statistical process control says, place by place of the history.
#[derive(Serialize)]
pub(super) struct JsonProcess {
    rules: &'static str,
    basis: &'static str,
    method: &'static str,
    why: Option<&'static str>,
    enough: bool,
    variation: Option<&'static str>,
    assurance: Option<&'static str>,
    points: Vec<JsonPlace>,
}

#[derive(Serialize)]
struct JsonPlace {
    value: Option<f64>,
    numerator: Option<f64>,
    denominator: Option<i64>,
    mean: f64,
    lower: Option<f64>,
    upper: Option<f64>,
    rule: Option<&'static str>,
    meaning: Option<&'static str>,
}

impl JsonProcess {
    pub(super) fn of(row: &Row) -> Option<Self> {
        let chart = row.chart.as_ref()?;
        let place = |(at, (lines, flag)): (usize, (&xmr::Lines, &Option<xmr::Flag>))| JsonPlace {
            value: chart.values.get(at).copied().flatten(),
            numerator: row.events.get(at).copied().flatten().map(Figure::numerator),
            denominator: row.events.get(at).copied().flatten().and_then(Figure::denominator),
            mean: lines.mean,
            lower: lines.limits.map(|limits| limits.0),
            upper: lines.limits.map(|limits| limits.1),
            rule: flag.map(|flag| rule(flag.rule)),
            meaning: flag.map(|flag| meaning(flag.meaning)),
        };
        Some(JsonProcess {
            rules: xmr::RULE_SET,
            basis: basis(chart.basis),
            method: chart.method_name(),
            why: chart.why,
            enough: chart.enough,
            variation: (chart.enough && chart.current)
                .then(|| chart.variation.map_or("common-cause", |flag| meaning(flag.meaning))),
            assurance: chart.assurance.map(|assurance| match assurance {
                Assurance::Met => "met",
                Assurance::Sometimes => "sometimes",
                Assurance::NotMet => "not-met",
            }),
            points: chart.lines.iter().zip(&chart.flags).enumerate().map(place).collect(),
        })
    }
}

/// What becomes of the target, and how that is known.
#[derive(Serialize)]
pub(super) struct JsonVerdict {
    by: &'static str,
    target: &'static str,
}

impl JsonVerdict {
    pub(super) fn of(verdict: Verdict) -> Self {
        JsonVerdict { by: verdict.by.as_str(), target: verdict.outcome.as_str() }
    }
}

/// The word of what the points of a chart are.
pub(super) fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Figures => "figures",
        Basis::Events => "events-of-the-month",
        Basis::Changes => "changes",
    }
}

/// The word of a rule.
pub(super) fn rule(rule: Rule) -> &'static str {
    match rule {
        Rule::Outside => "outside",
        Rule::Trend => "trend",
        Rule::TwoOfThree => "two-of-three",
        Rule::Shift => "shift",
    }
}

/// The word of what a flag means.
pub(super) fn meaning(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Improvement => "improvement",
        Meaning::Concern => "concern",
        Meaning::NeutralHigh => "neutral-high",
        Meaning::NeutralLow => "neutral-low",
    }
}

/// What others have.
#[derive(Serialize)]
pub(super) struct JsonBenchmark<'a> {
    measure: &'a str,
    year: &'a str,
    own: Option<JsonPublished<'a>>,
    own_numerator: Option<i64>,
    own_denominator: Option<i64>,
    england: Option<JsonPublished<'a>>,
    region: Option<JsonNamed<'a>>,
    neighbours: Option<JsonMean>,
    best_neighbour: Option<JsonNamed<'a>>,
    rank: Option<JsonRank>,
    quartile: Option<char>,
    quartiles: Option<[f64; 3]>,
    least: Option<f64>,
    greatest: Option<f64>,
    neighbour_values: Vec<JsonNamed<'a>>,
    notes: &'a [String],
}

#[derive(Serialize)]
#[serde(untagged)]
enum JsonPublished<'a> {
    Value(f64),
    Symbol(&'a str),
}

#[derive(Serialize)]
struct JsonNamed<'a> {
    name: &'a str,
    value: JsonPublished<'a>,
}

#[derive(Serialize)]
struct JsonMean {
    value: f64,
    authorities: usize,
}

#[derive(Serialize)]
struct JsonRank {
    rank: usize,
    of: usize,
}

fn published(published: &Published) -> JsonPublished<'_> {
    match published {
        Published::Value(value) => JsonPublished::Value(*value),
        Published::Symbol(symbol) => JsonPublished::Symbol(symbol),
    }
}

impl<'a> JsonBenchmark<'a> {
    pub(super) fn of(benchmark: &'a Benchmark) -> Self {
        JsonBenchmark {
            measure: &benchmark.measure,
            year: &benchmark.year,
            own: benchmark.own.as_ref().map(published),
            own_numerator: benchmark.own_parts.map(|parts| parts.0),
            own_denominator: benchmark.own_parts.map(|parts| parts.1),
            england: benchmark.england.as_ref().map(published),
            region: benchmark.region.as_ref().map(|(name, value)| JsonNamed { name, value: published(value) }),
            neighbours: benchmark.neighbours.map(|(value, authorities)| JsonMean { value, authorities }),
            best_neighbour: benchmark.best.as_ref().map(|(name, value)| JsonNamed { name, value: JsonPublished::Value(*value) }),
            rank: benchmark.rank.map(|(rank, of)| JsonRank { rank, of }),
            quartile: benchmark.quartile,
            quartiles: benchmark.quartiles,
            least: benchmark.spread.map(|spread| spread.least),
            greatest: benchmark.spread.map(|spread| spread.greatest),
            neighbour_values: benchmark
                .each
                .iter()
                .map(|(name, value)| JsonNamed { name, value: JsonPublished::Value(*value) })
                .collect(),
            notes: &benchmark.notes,
        }
    }
}

/// Where the figure will be.
#[derive(Serialize)]
pub(super) struct JsonForecast {
    date: String,
    value: Option<f64>,
    display: String,
    rating: &'static str,
    crossings: Vec<String>,
}

impl JsonForecast {
    pub(super) fn of(forecast: &Forecast, row: &Row) -> Self {
        JsonForecast {
            date: iso(forecast.day),
            value: forecast.figure.value(),
            display: row.show(forecast.figure),
            rating: forecast.rating.as_str(),
            crossings: forecast.crossings.iter().map(ToString::to_string).collect(),
        }
    }
}

/// What was said.
#[derive(Serialize)]
pub(super) struct JsonComment<'a> {
    period: String,
    behind: Option<&'a str>,
    doing: Option<&'a str>,
    role: Option<&'a str>,
}

impl<'a> JsonComment<'a> {
    pub(super) fn of(comment: &'a Comment) -> Self {
        JsonComment {
            period: comment.month.to_string(),
            behind: comment.behind.as_deref(),
            doing: comment.doing.as_deref(),
            role: comment.role.as_deref(),
        }
    }
}

/// What was restated.
#[derive(Serialize)]
pub(super) struct JsonRestated<'a> {
    period: String,
    was: Option<&'a str>,
    now: Option<&'a str>,
}

impl<'a> JsonRestated<'a> {
    pub(super) fn of(restated: &'a Restated) -> Self {
        let shown = |stood: &'a Option<Stood>| stood.as_ref().map(|stood| stood.shown.as_str());
        JsonRestated { period: restated.month.to_string(), was: shown(&restated.was), now: shown(&restated.now) }
    }
}
