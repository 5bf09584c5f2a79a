//! Who crosses a line in the months to come: as text, as CSV for spreadsheets, and as JSON `due/v1`.
//!
//! Case-level: children stand in it by their identifiers.

use std::collections::BTreeMap;

use serde::Serialize;

use super::wrap;
use scorecard_core::calendar::{iso, long};
use scorecard_core::due::{Due, DueRow};
use scorecard_core::formulas::harmless;
use scorecard_core::v1::{Only, Period};

const HEAD: [&str; 5] = ["month", "day", "child", "line", "why"];

#[derive(Serialize)]
struct JsonDue<'a> {
    schema: &'static str,
    case_level: bool,
    indicator: &'a str,
    title: &'a str,
    period: Period,
    until: String,
    authority: Option<&'a str>,
    reason: Option<&'a str>,
    rows: Vec<JsonRow<'a>>,
    only: Option<Vec<Only>>,
}

#[derive(Serialize)]
struct JsonRow<'a> {
    month: String,
    day: Option<String>,
    child: &'a str,
    line: &'static str,
    numerator: bool,
    why: Option<&'a str>,
    /// By breakdown, the group that the child is in.
    groups: BTreeMap<&'a str, Option<&'a str>>,
}

/// As text.
pub fn text(due: &Due) -> String {
    let mut text = format!("{}: {}{}\n", due.indicator, due.title, super::only(&due.only));
    let number = match due.rows.len() {
        0 => "nobody crosses a line".to_owned(),
        1 => "1 line is crossed".to_owned(),
        number => format!("{number} lines are crossed"),
    };
    let until = long(due.until.last());
    text.push_str(&match &due.lacking {
        Some(reason) => format!("No data: {reason}.\n"),
        None => format!("If everybody stays where they are, {number} from {} to {until}.\n", long(due.period.last() + 1)),
    });
    if due.rows.is_empty() {
        return text;
    }
    text.push('\n');
    let mut lines = vec![head(due)];
    lines.extend(due.rows.iter().map(|row| line(row, row.child.clone())));
    let plain = |cell: &str| scorecard_core::plain::line(cell).into_owned();
    let lines: Vec<Vec<String>> = lines.iter().map(|line| line.iter().map(|cell| plain(cell)).collect()).collect();
    text + &wrap::columns(&lines, "")
}

/// The heads of columns: what there always is, and each breakdown.
fn head(due: &Due) -> Vec<String> {
    HEAD.map(str::to_owned).into_iter().chain(due.by.iter().map(|by| by.as_str().to_owned())).collect()
}

fn line(row: &DueRow, child: String) -> Vec<String> {
    let day = row.day.map(iso).unwrap_or_default();
    let line = [row.month.to_string(), day, child, row.words(), row.cause.clone().unwrap_or_default()];
    line.into_iter().chain(row.groups.iter().map(|group| group.clone().unwrap_or_default())).collect()
}

/// As CSV, safe to open in a spreadsheet.
///
/// # Errors
/// Only for faults of ours.
pub fn csv(due: &Due) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(head(due).iter().map(|cell| harmless(cell)))?;
    for row in &due.rows {
        let cells = line(row, row.child.clone());
        writer.write_record(cells.iter().map(|cell| harmless(cell)))?;
    }
    Ok(writer.into_inner()?)
}

/// As JSON, with a line end.
///
/// # Errors
/// Only for faults of ours.
pub fn json(due: &Due) -> anyhow::Result<String> {
    let rows = due.rows.iter().map(|row| JsonRow {
        month: row.month.to_string(),
        day: row.day.map(iso),
        child: &row.child,
        line: row.line.as_str(),
        numerator: row.numerator,
        why: row.cause.as_deref(),
        groups: due.by.iter().map(|by| by.as_str()).zip(row.groups.iter().map(Option::as_deref)).collect(),
    });
    let json = JsonDue {
        schema: "due/v1",
        case_level: true,
        indicator: &due.indicator,
        title: &due.title,
        period: Period::of(due.period),
        until: due.until.to_string(),
        authority: due.authority.as_deref(),
        reason: due.lacking.as_deref(),
        rows: rows.collect(),
        only: Only::of(&due.only),
    };
    Ok(serde_json::to_string_pretty(&json)? + "\n")
}
