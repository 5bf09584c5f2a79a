//! The cases behind a figure: as text, as CSV for spreadsheets, as JSON (`cases/v1`).
//!
//! Case-level: children stand in it by their identifiers.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::json;

use super::json::Number;
use super::shown;
use crate::calendar::{iso, long};
use crate::cases::{Case, CaseColumn, CaseKind, Cases};
use crate::formulas::harmless;
use crate::measure::{Figure, Measured};
use crate::tables::whole::Cell;

/// The cases as text: of the columns those that the rule uses, and dates.
pub fn text(cases: &Cases) -> String {
    let mut text = format!("{}: {}\n", cases.indicator, cases.title);
    text.push_str(&format!("As at {}. {}\n", long(cases.period.last()), figure(cases)));
    if cases.rows.is_empty() {
        return text;
    }
    let shown: Vec<usize> = (0..cases.columns.len())
        .filter(|at| cases.columns.get(*at).is_some_and(|column| column.used || column.kind == "date"))
        .collect();
    let mut lines = vec![head(cases, shown.iter().filter_map(|at| cases.columns.get(*at)))];
    for row in &cases.rows {
        lines.push(line(cases, row, shown.iter().filter_map(|at| row.cells.get(*at))));
    }
    let plain = |cell: &str| cell.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect::<String>();
    let lines: Vec<Vec<String>> = lines.iter().map(|line| line.iter().map(|cell| plain(cell)).collect()).collect();
    let width = |at: usize| lines.iter().filter_map(|line| line.get(at)).map(|cell| cell.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..lines[0].len()).map(width).collect();
    text.push('\n');
    for line in &lines {
        let padded: Vec<String> = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        text.push_str(padded.join("  ").trim_end());
        text.push('\n');
    }
    text
}

fn figure(cases: &Cases) -> String {
    let rows = match cases.rows.len() {
        1 => "1 row".to_owned(),
        number => format!("{number} rows"),
    };
    match &cases.measured {
        Measured::NoData(reason) => format!("{rows}. No data: {reason}."),
        Measured::Figure(found) => {
            let display = shown(*found, cases.unit, cases.decimals);
            match found {
                Figure::Proportion { numerator, denominator } => format!("{rows}: {numerator} of {denominator}, {display}."),
                Figure::Mean { number, .. } => format!("{rows}: {number} with a value, mean {display}."),
                Figure::Count(_) | Figure::Given(_) | Figure::Judged(_) => format!("{rows}."),
                Figure::Rate { .. } => format!("{rows}: {display} per 10,000."),
            }
        }
    }
}

/// The heads of columns: the child, what the row adds, the columns.
fn head<'a>(cases: &Cases, columns: impl Iterator<Item = &'a CaseColumn>) -> Vec<String> {
    let added = match cases.kind {
        CaseKind::Each => None,
        CaseKind::Numerator => Some("numerator"),
        CaseKind::Value => Some("value"),
    };
    let names = ["child"].into_iter().chain(added).map(str::to_owned);
    names.chain(columns.map(|column| column.name.clone())).collect()
}

fn line<'a>(cases: &Cases, row: &Case, cells: impl Iterator<Item = &'a Cell>) -> Vec<String> {
    let added = match cases.kind {
        CaseKind::Each => None,
        CaseKind::Numerator => Some(row.numerator.map(|holds| holds.to_string()).unwrap_or_default()),
        CaseKind::Value => Some(row.value.map(|value| value.to_string()).unwrap_or_default()),
    };
    [row.child.clone()].into_iter().chain(added).chain(cells.map(words)).collect()
}

fn words(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Whole(number) => number.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Day(day) => iso(*day),
        Cell::YesNo(yes) => yes.to_string(),
        Cell::Text(text) => text.clone(),
    }
}

/// The cases as CSV with all columns, safe to open in a spreadsheet.
///
/// # Errors
/// Only for faults of ours.
pub fn csv(cases: &Cases) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(head(cases, cases.columns.iter()))?;
    for row in &cases.rows {
        let mut row = row.clone();
        row.child = harmless(&row.child);
        for cell in &mut row.cells {
            if let Cell::Text(text) = cell {
                *text = harmless(text);
            }
        }
        writer.write_record(line(cases, &row, row.cells.iter()))?;
    }
    Ok(writer.into_inner()?)
}

/// The cases as JSON with all columns, with a line end.
///
/// # Errors
/// Only for faults of ours.
pub fn json(cases: &Cases) -> anyhow::Result<String> {
    let period = cases.period;
    let figure = cases.measured.figure();
    let reason = match &cases.measured {
        Measured::NoData(reason) => Some(reason),
        Measured::Figure(_) => None,
    };
    let column =
        |column: &CaseColumn| json!({ "name": column.name, "kind": column.kind, "used": column.used, "empty": column.empty });
    let document = JsonCases {
        about: json!({
            "schema": "cases/v1",
            "case_level": true,
            "indicator": cases.indicator,
            "title": cases.title,
            "period": { "id": period.to_string(), "start": iso(period.first()), "end": iso(period.last()) },
            "window": { "start": iso(cases.window.0), "end": iso(cases.window.1) },
            "authority": cases.authority,
            "table": cases.table,
            "numerator": figure.map(|figure| Number::from(figure.numerator())),
            "denominator": figure.and_then(Figure::denominator),
            "value": figure.map(|figure| figure.exact().value()),
            "display": figure.map(|figure| shown(figure, cases.unit, cases.decimals)),
            "reason": reason,
        }),
        columns: cases.columns.iter().map(column).collect(),
        rows: cases.rows.iter().map(|row| JsonCase { row, columns: &cases.columns }).collect(),
    };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

#[derive(serde::Serialize)]
struct JsonCases<'a> {
    #[serde(flatten)]
    about: serde_json::Value,
    columns: Vec<serde_json::Value>,
    rows: Vec<JsonCase<'a>>,
}

struct JsonCase<'a> {
    row: &'a Case,
    columns: &'a [CaseColumn],
}

impl Serialize for JsonCase<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("child", &self.row.child)?;
        map.serialize_entry("numerator", &self.row.numerator)?;
        map.serialize_entry("value", &self.row.value.map(Number::from))?;
        map.serialize_entry("cells", &JsonCells(self))?;
        map.end()
    }
}

struct JsonCells<'a>(&'a JsonCase<'a>);

impl Serialize for JsonCells<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.columns.iter().map(|column| &column.name).zip(self.0.row.cells.iter().map(value)))
    }
}

fn value(cell: &Cell) -> serde_json::Value {
    match cell {
        Cell::Empty => serde_json::Value::Null,
        Cell::Whole(number) => json!(number),
        Cell::Number(number) => json!(number),
        Cell::Day(day) => json!(iso(*day)),
        Cell::YesNo(yes) => json!(yes),
        Cell::Text(text) => json!(text),
    }
}
