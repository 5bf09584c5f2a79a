//! The cases behind a figure as JSON `cases/v1`: a public format with structs of its own.
//!
//! Case-level: children stand in it by their identifiers. Keys are never left out; what does
//! not apply is `null`.

use serde::{Serialize, Serializer};

use super::json_figure::JsonFigure;
use scorecard_core::calendar::iso;
use scorecard_core::cases::Cell;
use scorecard_core::cases::Ended;
use scorecard_core::cases::{Case, CaseColumn, Cases};
use scorecard_core::figure::Group;
use scorecard_core::figure::{ByGroups, Measured};
use scorecard_core::v1::{Number, Only, Period, Window};

#[derive(Serialize)]
struct JsonCases<'a> {
    schema: &'static str,
    case_level: bool,
    indicator: &'a str,
    title: String,
    period: Period,
    window: Window,
    authority: Option<&'a str>,
    table: &'a str,
    #[serde(flatten)]
    figure: JsonFigure,
    reason: Option<&'a str>,
    columns: Vec<JsonColumn<'a>>,
    rows: Vec<JsonCase<'a>>,
    only: Option<Vec<Only>>,
    by: Vec<JsonBy<'a>>,
}

/// The figures of the groups of a breakdown.
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
    #[serde(flatten)]
    figure: JsonFigure,
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonColumn<'a> {
    name: &'a str,
    kind: &'static str,
    used: bool,
    empty: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonCase<'a> {
    child: &'a str,
    numerator: Option<bool>,
    value: Option<Number>,
    cells: JsonCells<'a>,
    ended_by_rule: Vec<JsonEnded>,
}

/// An episode that ended because a later extract no longer holds it.
#[derive(Serialize)]
struct JsonEnded {
    start: String,
    end: String,
    because: &'static str,
}

/// The cells by the names of their columns.
struct JsonCells<'a> {
    columns: &'a [CaseColumn],
    cells: &'a [Cell],
}

impl Serialize for JsonCells<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.columns.iter().map(|column| &column.name).zip(self.cells.iter().map(cell)))
    }
}

/// A cell; what is empty is `null`.
#[derive(Serialize)]
#[serde(untagged)]
enum JsonCell<'a> {
    Empty,
    Whole(i64),
    Number(f64),
    Day(String),
    YesNo(bool),
    Text(&'a str),
}

/// The cases as JSON with all columns, with a line end.
///
/// # Errors
/// Only for faults of ours.
pub fn render(cases: &Cases) -> anyhow::Result<String> {
    let json = JsonCases {
        schema: "cases/v1",
        case_level: true,
        indicator: &cases.indicator,
        title: format!("{}{}", cases.title, super::only(&cases.only)),
        period: Period::of(cases.period),
        window: Window::of(cases.window),
        authority: cases.authority.as_deref(),
        table: &cases.table,
        figure: JsonFigure::of(&cases.measured, cases.unit, cases.decimals),
        reason: cases.measured.reason(),
        columns: cases.columns.iter().map(column).collect(),
        rows: cases.rows.iter().map(|row| case(row, &cases.columns)).collect(),
        only: Only::of(&cases.only),
        by: cases.by.iter().map(|by| in_groups(cases, by)).collect(),
    };
    Ok(serde_json::to_string_pretty(&json)? + "\n")
}

fn in_groups<'a>(cases: &Cases, by: &'a ByGroups) -> JsonBy<'a> {
    let group = |(group, measured): &'a (Group, Measured)| JsonGroup {
        group: &group.key,
        title: &group.title,
        figure: JsonFigure::of(measured, cases.unit, cases.decimals),
        reason: measured.reason(),
    };
    JsonBy { by: by.by.as_str(), reason: by.without.as_deref(), groups: by.figures.iter().map(group).collect() }
}

fn column(column: &CaseColumn) -> JsonColumn<'_> {
    JsonColumn { name: &column.name, kind: column.kind, used: column.used, empty: column.empty.as_deref() }
}

fn case<'a>(row: &'a Case, columns: &'a [CaseColumn]) -> JsonCase<'a> {
    JsonCase {
        child: &row.child,
        numerator: row.numerator,
        value: row.value.map(Number::from),
        cells: JsonCells { columns, cells: &row.cells },
        ended_by_rule: row.ended.iter().map(ended).collect(),
    }
}

fn ended(ended: &Ended) -> JsonEnded {
    JsonEnded { start: iso(ended.start), end: iso(ended.end), because: ended.how.as_str() }
}

fn cell(cell: &Cell) -> JsonCell<'_> {
    match cell {
        Cell::Empty => JsonCell::Empty,
        Cell::Whole(number) => JsonCell::Whole(*number),
        Cell::Number(number) => JsonCell::Number(*number),
        Cell::Day(day) => JsonCell::Day(iso(*day)),
        Cell::YesNo(yes) => JsonCell::YesNo(*yes),
        Cell::Text(text) => JsonCell::Text(text),
    }
}
