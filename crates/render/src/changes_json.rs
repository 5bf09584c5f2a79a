//! What two runs differ in as JSON, schema `scorecard-diff/v1`: a public format with structs of its own.
//!
//! Keys are never left out; what does not apply is `null`. Hidden values are the string `"c"`.

use serde::Serialize;

use super::formats::{Format, Look, Wants};
use scorecard_board::changes::diff::{Changes, Counts, Moved, Presence, RestatedMonth, RowChanges, ScorecardChanges, Side};
use scorecard_board::changes::run::{RunRow, Shown};
use scorecard_core::v1::{Only, Open};

pub(super) static FORMAT: Format<Changes, Look> = Format {
    name: "json",
    ending: "json",
    about: "JSON, schema scorecard-diff/v1",
    offered: 8,
    terminal: false,
    children: false,
    wants: Wants::FIGURES,
    beside: None,
    render: |changes, _| Ok(render(changes)?.into_bytes()),
};

#[derive(Serialize)]
struct JsonChanges<'a> {
    schema: &'static str,
    old: JsonSide<'a>,
    new: JsonSide<'a>,
    same_period: bool,
    changed: bool,
    scorecards: Vec<JsonScorecard<'a>>,
}

#[derive(Serialize)]
struct JsonSide<'a> {
    period: String,
    generated: &'a str,
    audience: &'a str,
    only: Option<Vec<Only>>,
}

#[derive(Serialize)]
struct JsonScorecard<'a> {
    id: &'a str,
    title: &'a str,
    presence: &'static str,
    authority: Option<JsonPair<Option<&'a str>>>,
    summary: JsonCounts,
    rows: Vec<JsonRow<'a>>,
}

#[derive(Serialize)]
struct JsonCounts {
    changed: usize,
    new: usize,
    gone: usize,
    alike: usize,
    better: usize,
    worse: usize,
}

/// Then and now.
#[derive(Serialize)]
struct JsonPair<T> {
    old: T,
    new: T,
}

#[derive(Serialize)]
struct JsonRow<'a> {
    id: &'a str,
    title: &'a str,
    unit: &'a str,
    presence: &'static str,
    figure: JsonFigures<'a>,
    rating: JsonRatings<'a>,
    target: JsonTargets<'a>,
    measured_differently: Option<bool>,
    promised_differently: Option<bool>,
    cause: Option<&'static str>,
    restated: Vec<JsonRestated>,
}

#[derive(Serialize)]
struct JsonFigures<'a> {
    changed: bool,
    by: Option<f64>,
    old: Option<JsonFigure<'a>>,
    new: Option<JsonFigure<'a>>,
}

#[derive(Serialize)]
struct JsonFigure<'a> {
    numerator: Option<Open<f64>>,
    denominator: Option<Open<f64>>,
    value: Option<Open<f64>>,
    display: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonRatings<'a> {
    changed: bool,
    moved: Option<&'static str>,
    old: Option<&'a str>,
    new: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonTargets<'a> {
    changed: bool,
    old: Option<&'a str>,
    new: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonRestated {
    period: String,
    old: Option<f64>,
    new: Option<f64>,
}

/// The changes as JSON, with a line end.
///
/// # Errors
/// Only for faults of ours.
pub fn render(changes: &Changes) -> anyhow::Result<String> {
    let json = JsonChanges {
        schema: "scorecard-diff/v1",
        old: side(&changes.old),
        new: side(&changes.new),
        same_period: changes.same_period(),
        changed: !changes.is_empty(),
        scorecards: changes.scorecards.iter().map(scorecard).collect(),
    };
    let mut text = serde_json::to_string_pretty(&json)?;
    text.push('\n');
    Ok(text)
}

fn side(side: &Side) -> JsonSide<'_> {
    let only = side.only.iter().map(|(column, group)| Only { column: column.clone(), group: group.clone() });
    JsonSide {
        period: side.period.to_string(),
        generated: &side.generated,
        audience: &side.audience,
        only: (!side.only.is_empty()).then(|| only.collect()),
    }
}

fn scorecard(changes: &ScorecardChanges) -> JsonScorecard<'_> {
    let Counts { changed, new, gone, alike, better, worse } = changes.counts();
    JsonScorecard {
        id: &changes.id,
        title: &changes.title,
        presence: presence(changes.presence),
        authority: changes.authorities.as_ref().map(|(old, new)| JsonPair { old: old.as_deref(), new: new.as_deref() }),
        summary: JsonCounts { changed, new, gone, alike, better, worse },
        rows: changes.rows.iter().map(row).collect(),
    }
}

fn presence(presence: Presence) -> &'static str {
    match presence {
        Presence::Both => "both",
        Presence::New => "new",
        Presence::Gone => "gone",
    }
}

fn row(row: &RowChanges) -> JsonRow<'_> {
    let (old, new) = (row.sides.0.as_ref(), row.sides.1.as_ref());
    JsonRow {
        id: &row.id,
        title: &row.title,
        unit: &row.unit,
        presence: presence(row.presence),
        figure: JsonFigures { changed: row.figure, by: row.by, old: old.map(figure), new: new.map(figure) },
        rating: JsonRatings {
            changed: row.rating.is_some(),
            moved: row.rating.map(|moved| match moved {
                Moved::Better => "better",
                Moved::Worse => "worse",
                Moved::Otherwise => "otherwise",
            }),
            old: old.map(|row| row.rating.as_str()),
            new: new.map(|row| row.rating.as_str()),
        },
        target: JsonTargets {
            changed: row.target,
            old: old.and_then(|row| row.target.as_deref()),
            new: new.and_then(|row| row.target.as_deref()),
        },
        measured_differently: row.measured_differently,
        promised_differently: row.promised_differently,
        cause: row.cause().map(|cause| cause.as_str()),
        restated: row.restated.iter().map(restated).collect(),
    }
}

fn figure(row: &RunRow) -> JsonFigure<'_> {
    JsonFigure {
        numerator: shown(row.numerator),
        denominator: shown(row.denominator),
        value: shown(row.value),
        display: row.display.as_deref(),
    }
}

fn shown(shown: Option<Shown>) -> Option<Open<f64>> {
    shown.map(|shown| match shown {
        Shown::Number(number) => Open::Value(number),
        Shown::Hidden => Open::hidden(),
    })
}

fn restated(restated: &RestatedMonth) -> JsonRestated {
    JsonRestated { period: restated.month.to_string(), old: restated.old, new: restated.new }
}
