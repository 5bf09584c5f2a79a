//! The parts of a row's JSON that stand beside its figure: history, process, benchmarks, forecast,
//! commentary, restatements.

use scorecard_core::calendar::iso;
use scorecard_core::figure::Figure;
use scorecard_core::scorecard::{Benchmark, Comment, Forecast, Point, Published, Restated, Row, Stood, Verdict};
use scorecard_core::statistics::xmr::{self, Assurance, Basis, Meaning, Rule};
use scorecard_core::v1::{self, Named, Open};

/// A month of the history.
pub(super) fn point(point: &Point) -> v1::Point {
    v1::Point {
        period: point.month.to_string(),
        value: Open::unless(point.hidden, point.figure.and_then(Figure::value)),
        target: point.target,
        target_upper: point.upper,
        rating: point.rating.as_str().to_owned(),
    }
}

/// What statistical process control says, place by place of the history.
pub(super) fn process(row: &Row) -> Option<v1::Process> {
    let chart = row.chart.as_ref()?;
    let place = |(at, (lines, flag)): (usize, (&xmr::Lines, &Option<xmr::Flag>))| v1::Place {
        value: chart.values.get(at).copied().flatten(),
        numerator: row.events.get(at).copied().flatten().map(Figure::numerator),
        denominator: row.events.get(at).copied().flatten().and_then(Figure::denominator),
        mean: lines.mean,
        lower: lines.limits.map(|limits| limits.0),
        upper: lines.limits.map(|limits| limits.1),
        rule: flag.map(|flag| rule(flag.rule).to_owned()),
        meaning: flag.map(|flag| meaning(flag.meaning).to_owned()),
    };
    let variation = || chart.variation.map_or("common-cause", |flag| meaning(flag.meaning)).to_owned();
    Some(v1::Process {
        rules: xmr::RULE_SET.to_owned(),
        basis: basis(chart.basis).to_owned(),
        method: chart.method_name().to_owned(),
        why: chart.why.map(str::to_owned),
        enough: chart.enough,
        variation: (chart.enough && chart.current).then(variation),
        assurance: chart.assurance.map(|found| assurance(found).to_owned()),
        points: chart.lines.iter().zip(&chart.flags).enumerate().map(place).collect(),
    })
}

/// What becomes of the target, and how that is known.
pub(super) fn verdict(verdict: Verdict) -> v1::Verdict {
    v1::Verdict { by: verdict.by.as_str().to_owned(), target: verdict.outcome.as_str().to_owned() }
}

fn assurance(assurance: Assurance) -> &'static str {
    match assurance {
        Assurance::Met => "met",
        Assurance::Sometimes => "sometimes",
        Assurance::NotMet => "not-met",
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
pub(super) fn benchmark(benchmark: &Benchmark) -> v1::Benchmark {
    let named = |name: &str, value: v1::Published| Named { name: name.to_owned(), value };
    v1::Benchmark {
        measure: benchmark.measure.clone(),
        year: benchmark.year.clone(),
        own: benchmark.own.as_ref().map(published),
        own_numerator: benchmark.own_parts.map(|parts| parts.0),
        own_denominator: benchmark.own_parts.map(|parts| parts.1),
        england: benchmark.england.as_ref().map(published),
        region: benchmark.region.as_ref().map(|(name, value)| named(name, published(value))),
        neighbours: benchmark.neighbours.map(|(value, authorities)| v1::Mean { value, authorities }),
        best_neighbour: benchmark.best.as_ref().map(|(name, value)| named(name, v1::Published::Value(*value))),
        rank: benchmark.rank.map(|(rank, of)| v1::Rank { rank, of }),
        quartile: benchmark.quartile,
        quartiles: benchmark.quartiles,
        least: benchmark.spread.map(|spread| spread.least),
        greatest: benchmark.spread.map(|spread| spread.greatest),
        neighbour_values: benchmark.each.iter().map(|(name, value)| named(name, v1::Published::Value(*value))).collect(),
        notes: benchmark.notes.clone(),
    }
}

fn published(published: &Published) -> v1::Published {
    match published {
        Published::Value(value) => v1::Published::Value(*value),
        Published::Symbol(symbol) => v1::Published::Symbol(symbol.to_string()),
    }
}

/// Where the figure will be.
pub(super) fn forecast(forecast: &Forecast, row: &Row) -> v1::Forecast {
    v1::Forecast {
        date: iso(forecast.day),
        value: forecast.figure.value(),
        display: row.show(forecast.figure),
        rating: forecast.rating.as_str().to_owned(),
        crossings: forecast.crossings.iter().map(ToString::to_string).collect(),
    }
}

/// What was said.
pub(super) fn comment(comment: &Comment) -> v1::Comment {
    let Comment { month, behind, doing, role, .. } = comment;
    v1::Comment { period: month.to_string(), behind: behind.clone(), doing: doing.clone(), role: role.clone() }
}

/// What was restated.
pub(super) fn restated(restated: &Restated) -> v1::Restated {
    let shown = |stood: &Option<Stood>| stood.as_ref().map(|stood| stood.shown.clone());
    v1::Restated { period: restated.month.to_string(), was: shown(&restated.was), now: shown(&restated.now) }
}
