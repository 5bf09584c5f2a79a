//! An indicator explained, as JSON `explanation/v1`: a public format with structs of its own.
//!
//! Keys are never left out; what does not apply is `null`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::formats::{Format, Look, Wants};
use super::json_figure::JsonFigure;
use scorecard_core::definitions::Indicator;
use scorecard_core::explain::{CountedRows, Counts, Explanation, InGroups, Narrowing, Step};
use scorecard_core::figure::Group;
use scorecard_core::figure::Measured;
use scorecard_core::v1::{Interval, Only, Period, Window};

pub(super) static FORMAT: Format<Explanation, Look> = Format {
    name: "json",
    ending: "json",
    about: "JSON, schema explanation/v1",
    offered: 8,
    terminal: false,
    children: false,
    wants: Wants::FIGURES,
    beside: None,
    render: |explanation, _| Ok(render(explanation)?.into_bytes()),
};

#[derive(Serialize)]
struct JsonExplanation<'a> {
    schema: &'static str,
    id: &'a str,
    title: &'a str,
    means: &'a str,
    table: JsonTable<'a>,
    #[serde(rename = "where")]
    cohort: Option<&'a str>,
    numerator: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    denominator: Option<&'a str>,
    value: Option<&'a str>,
    statistic: &'static str,
    unit: &'static str,
    decimals: u32,
    polarity: &'static str,
    window: &'a str,
    source: &'a str,
    notes: &'a [String],
    file: &'a str,
    layer: &'a str,
    extends: Option<&'a str>,
    columns: Vec<JsonColumn<'a>>,
    needs: &'a BTreeMap<String, Vec<String>>,
    needs_authority: bool,
    data: Option<JsonData<'a>>,
}

#[derive(Serialize)]
struct JsonTable<'a> {
    id: &'a str,
    about: &'a str,
}

#[derive(Serialize)]
struct JsonColumn<'a> {
    name: &'a str,
    kind: &'static str,
    about: &'a str,
}

#[derive(Serialize)]
struct JsonData<'a> {
    period: Period,
    window: Window,
    authority: Option<&'a str>,
    rows: Option<usize>,
    steps: Option<Vec<JsonStep<'a>>>,
    cohort: Option<usize>,
    ended_by_rule: usize,
    counted: Option<JsonStep<'a>>,
    #[serde(flatten)]
    figure: JsonFigure,
    interval: Option<Interval>,
    reason: Option<&'a str>,
    only: Option<Vec<Only>>,
    by: Vec<JsonBy<'a>>,
}

/// How the cohort narrows in the groups of a breakdown.
#[derive(Serialize)]
struct JsonBy<'a> {
    by: &'a str,
    reason: Option<&'a str>,
    groups: Vec<JsonGroup<'a>>,
}

#[derive(Serialize)]
struct JsonGroup<'a> {
    group: &'a str,
    title: &'a str,
    rows: Option<usize>,
    steps: Option<Vec<JsonStep<'a>>>,
    cohort: Option<usize>,
    counted: Option<JsonStep<'a>>,
    #[serde(flatten)]
    figure: JsonFigure,
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonStep<'a> {
    sql: &'a str,
    kept: usize,
    not_so: usize,
    missing: usize,
}

/// The explanation as JSON, with a line end.
///
/// # Errors
/// Only for faults of ours.
pub fn render(explanation: &Explanation) -> anyhow::Result<String> {
    let indicator = &explanation.indicator;
    let text = |key: &str| indicator.statistic.text(key).map(|text| text.value.trim());
    let columns = explanation.columns.iter();
    let json = JsonExplanation {
        schema: "explanation/v1",
        id: &indicator.id,
        title: &indicator.title,
        means: &indicator.means,
        table: JsonTable { id: &indicator.table.value, about: &explanation.table_about },
        cohort: indicator.cohort.as_ref().map(|text| text.value.trim()),
        numerator: text("numerator"),
        denominator: text("denominator"),
        value: text("value"),
        statistic: indicator.statistic.is.name,
        unit: indicator.unit.as_str(),
        decimals: indicator.decimals,
        polarity: indicator.polarity.as_str(),
        window: &explanation.window,
        source: &indicator.source,
        notes: &indicator.notes,
        file: &indicator.file.path,
        layer: indicator.file.layer(),
        extends: indicator.file.laid.base.as_ref().map(|base| base.id.as_str()),
        columns: columns.map(|one| JsonColumn { name: &one.name, kind: one.kind, about: &one.about }).collect(),
        needs: &explanation.needs,
        needs_authority: explanation.needs_authority,
        data: explanation.narrowing.as_ref().map(|narrowing| data(indicator, narrowing)),
    };
    Ok(serde_json::to_string_pretty(&json)? + "\n")
}

fn data<'a>(indicator: &Indicator, narrowing: &'a Narrowing) -> JsonData<'a> {
    let counts = narrowing.counts.as_ref();
    JsonData {
        period: Period::of(narrowing.period),
        window: Window::of(narrowing.window),
        authority: narrowing.authority.as_deref(),
        rows: counts.map(|counts| counts.rows),
        steps: counts.map(|counts| counts.steps.iter().map(step).collect()),
        cohort: counts.map(|counts| counts.cohort),
        ended_by_rule: narrowing.ended_by_rule,
        counted: counts.and_then(counted),
        figure: JsonFigure::of(&narrowing.measured, indicator.unit, indicator.decimals),
        interval: narrowing.interval.map(Interval::of),
        reason: narrowing.measured.reason(),
        only: Only::of(&narrowing.only),
        by: narrowing.by.iter().map(|by| in_groups(indicator, by)).collect(),
    }
}

fn counted(counts: &Counts) -> Option<JsonStep<'_>> {
    match &counts.counted {
        CountedRows::Each => None,
        CountedRows::Where(numerator) => Some(step(numerator)),
        CountedRows::Mean { sql, number, missing, .. } => Some(JsonStep { sql, kept: *number, not_so: 0, missing: *missing }),
    }
}

fn in_groups<'a>(indicator: &Indicator, by: &'a InGroups) -> JsonBy<'a> {
    let group = |(at, (group, measured)): (usize, &'a (Group, Measured))| {
        let counts = by.counts.get(at);
        JsonGroup {
            group: &group.key,
            title: &group.title,
            rows: counts.map(|counts| counts.rows),
            steps: counts.map(|counts| counts.steps.iter().map(step).collect()),
            cohort: counts.map(|counts| counts.cohort),
            counted: counts.and_then(counted),
            figure: JsonFigure::of(measured, indicator.unit, indicator.decimals),
            reason: measured.reason(),
        }
    };
    let groups = by.found.figures.iter().enumerate().map(group).collect();
    JsonBy { by: by.found.by.as_str(), reason: by.found.without.as_deref(), groups }
}

fn step(step: &Step) -> JsonStep<'_> {
    JsonStep { sql: &step.sql, kept: step.kept, not_so: step.not_so, missing: step.missing }
}
