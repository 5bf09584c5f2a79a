//! Who crosses a line in the months to come: as text, as CSV for spreadsheets, and as JSON `due/v1`.
//!
//! Case-level: children stand in it by their identifiers.

use serde::Serialize;

use super::json::JsonPeriod;
use crate::calendar::{iso, long};
use crate::forecast::due::{Due, DueRow};
use crate::formulas::harmless;

const HEAD: [&str; 5] = ["month", "day", "child", "line", "why"];

#[derive(Serialize)]
struct JsonDue<'a> {
    schema: &'static str,
    case_level: bool,
    indicator: &'a str,
    title: &'a str,
    period: JsonPeriod,
    until: String,
    authority: Option<&'a str>,
    reason: Option<&'a str>,
    rows: Vec<JsonRow<'a>>,
}

#[derive(Serialize)]
struct JsonRow<'a> {
    month: String,
    day: Option<String>,
    child: &'a str,
    line: &'static str,
    numerator: bool,
    why: Option<&'a str>,
}

/// As text.
pub fn text(due: &Due) -> String {
    let mut text = format!("{}: {}\n", due.indicator, due.title);
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
    let mut lines = vec![HEAD.map(str::to_owned)];
    lines.extend(due.rows.iter().map(|row| line(row, row.child.clone())));
    let plain = |cell: &str| crate::plain::line(cell).into_owned();
    let lines: Vec<Vec<String>> = lines.iter().map(|line| line.iter().map(|cell| plain(cell)).collect()).collect();
    let width = |at: usize| lines.iter().filter_map(|line| line.get(at)).map(|cell| cell.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..HEAD.len()).map(width).collect();
    for line in &lines {
        let padded: Vec<String> = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        text.push_str(padded.join("  ").trim_end());
        text.push('\n');
    }
    text
}

fn line(row: &DueRow, child: String) -> [String; 5] {
    let day = row.day.map(iso).unwrap_or_default();
    [row.month.to_string(), day, child, row.words(), row.cause.clone().unwrap_or_default()]
}

/// As CSV, safe to open in a spreadsheet.
///
/// # Errors
/// Only for faults of ours.
pub fn csv(due: &Due) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEAD)?;
    for row in &due.rows {
        writer.write_record(line(row, harmless(&row.child)))?;
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
    });
    let json = JsonDue {
        schema: "due/v1",
        case_level: true,
        indicator: &due.indicator,
        title: &due.title,
        period: JsonPeriod::of(due.period),
        until: due.until.to_string(),
        authority: due.authority.as_deref(),
        reason: due.lacking.as_deref(),
        rows: rows.collect(),
    };
    Ok(serde_json::to_string_pretty(&json)? + "\n")
}
