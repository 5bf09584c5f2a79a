//! JSON, schema `scorecard/v1`: fills the types of [`v1`] of the document.

use scorecard_core::calendar::iso;
use scorecard_core::figure::{Figure, Fraction};
use scorecard_core::rating;
use scorecard_core::scorecard::{Audience, Document, Row, Scorecard, ShownTarget, Symbol, ToCome};
use scorecard_core::v1::{self, Number, Open};

use super::formats::{Format, Look, Wants};
use super::{json_beside as beside, json_insight as insight};

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

/// Out of how many, or that it is hidden.
pub(super) fn denominator(row: &Row) -> Option<Open<Number>> {
    // A count is out of nothing.
    let hidden = row.hidden.figure && row.hidden.denominator.is_none() && !row.unit.is_number();
    Open::unless(hidden, row.below().map(Number::from))
}

/// The document as JSON, with a line end.
///
/// # Errors
/// Only for faults of ours.
pub fn render(document: &Document) -> anyhow::Result<String> {
    let run = v1::Run {
        schema: v1::SCHEMA.to_owned(),
        generated: iso(document.generated),
        period: v1::Period::of(document.period),
        audience: document.audience.as_str().to_owned(),
        scorecards: document.scorecards.iter().map(|found| scorecard(found, document)).collect(),
        // What was wrong with single records is for those who may see them.
        problems: match document.audience {
            Audience::Internal => document.problems.iter().map(v1::Problem::of).collect(),
            Audience::Public => Vec::new(),
        },
        only: v1::Only::of(&document.only),
        authorities: beside::side_by_side(document),
    };
    let mut text = serde_json::to_string_pretty(&run)?;
    text.push('\n');
    Ok(text)
}

fn scorecard(scorecard: &Scorecard, document: &Document) -> v1::Scorecard {
    let summary = scorecard.summary();
    let groups = scorecard.groups.iter().map(|group| v1::Group {
        id: group.id.clone(),
        title: group.title.clone(),
        rows: group.every_row().map(row).collect(),
    });
    v1::Scorecard {
        id: scorecard.id.clone(),
        title: scorecard.title.clone(),
        authority: scorecard.authority.clone(),
        summary: v1::Summary {
            green: summary.green,
            amber: summary.amber,
            red: summary.red,
            not_rated: summary.not_rated,
            no_data: summary.no_data,
        },
        groups: groups.collect(),
        travel: v1::Travel {
            since: scorecard.travel.as_str().to_owned(),
            period: scorecard.travel.month(document.period).to_string(),
        },
        marking: scorecard.letterhead.marking(document.audience).to_owned(),
    }
}

fn row(row: &Row) -> v1::Row {
    let hidden = row.hidden.figure;
    v1::Row {
        id: row.id.clone(),
        indicator: row.indicator.clone(),
        title: row.title.clone(),
        unit: row.unit.as_str().to_owned(),
        polarity: row.polarity.as_str().to_owned(),
        window: v1::Window::of(row.window),
        numerator: Open::unless(hidden, row.numerator().map(Number::from)),
        denominator: denominator(row),
        value: Open::unless(hidden, row.figure.and_then(Figure::value)),
        display: row.display(),
        groups: beside::groups(row),
        target: row.target.as_ref().map(|shown| target(shown, row)),
        rating: row.rating.as_str().to_owned(),
        reason: row.reason.as_ref().map(ToString::to_string),
        interval: Open::unless(row.hidden.interval, row.interval.map(v1::Interval::of)),
        previous: Some(v1::Previous {
            period: row.previous.0.to_string(),
            value: Open::unless(row.hidden.previous, row.previous.1.and_then(Figure::value)),
        }),
        travel: match row.hidden.travel() {
            true => Some(Symbol::Confidential.letters()),
            false => row.travel.map(rating::Travel::as_str),
        }
        .map(str::to_owned),
        to_target: Open::unless(row.hidden.to_target, row.to_target),
        notes: row.notes.iter().map(ToString::to_string).collect(),
        data_to: row.data_to.map(|month| month.to_string()),
        definition: row.fingerprint.clone(),
        pace: row.pace.clone(),
        series: row.series.iter().map(insight::point).collect(),
        process: insight::process(row),
        change: row.change().filter(|_| !row.hidden.travel()).map(Fraction::value),
        verdict: row.verdict.map(insight::verdict),
        trend: row.trend_marker.map(|marker| marker.as_str().to_owned()),
        benchmarks: row.benchmarks.iter().map(insight::benchmark).collect(),
        forecast: row.forecast.as_ref().map(|forecast| insight::forecast(forecast, row)),
        commentary: row.comments.iter().map(insight::comment).collect(),
        restated: row.restated.iter().map(insight::restated).collect(),
        outturns: row
            .outturns
            .iter()
            .map(|outturn| v1::Previous {
                period: outturn.month.to_string(),
                value: Open::unless(outturn.hidden, outturn.figure.and_then(Figure::value)),
            })
            .collect(),
    }
}

fn target(target: &ShownTarget, row: &Row) -> v1::Target {
    let resolved = target.resolved.as_ref();
    let later = |later: &ToCome| v1::ToCome {
        from: later.from.to_string(),
        due: later.due.map(iso),
        text: later.text.clone(),
        value: later.value,
        resolved: later.number,
        upper: later.upper,
    };
    v1::Target {
        value: target.value,
        due: target.due.map(iso),
        text: target.text.clone(),
        kind: target.kind.to_owned(),
        comparator: target.comparator.map(str::to_owned),
        resolved: Open::unless(target.hidden, resolved.map(|resolved| resolved.number.value())),
        upper: resolved.and_then(|resolved| resolved.upper).map(Fraction::value),
        shown: super::words::target(row),
        rule: if target.is_rule { "scorecard" } else { "row" }.to_owned(),
        aim: target.aim.clone(),
        to_come: target.to_come.iter().map(later).collect(),
    }
}
