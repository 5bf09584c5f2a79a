//! The cases behind a figure: as text, and as CSV for spreadsheets.
//!
//! Case-level: children stand in it by their identifiers.

use super::explanation::working;
use super::{shown, wrap};
use scorecard_core::calendar::{iso, long};
use scorecard_core::cases::Cell;
use scorecard_core::cases::{Case, CaseColumn, CaseKind, Cases};
use scorecard_core::figure::{ByGroups, Figure, Measured};
use scorecard_core::formulas::harmless;

/// The cases as text: of the columns those that the rule uses, and dates.
pub fn text(cases: &Cases) -> String {
    let mut text = format!("{}: {}{}\n", cases.indicator, cases.title, super::only(&cases.only));
    text.push_str(&format!("As at {}. {}\n", long(cases.period.last()), figure(cases)));
    cases.by.iter().for_each(|by| text.push_str(&format!("{}\n", in_groups(cases, by))));
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
    let plain = |cell: &str| scorecard_core::plain::line(cell).into_owned();
    let lines: Vec<Vec<String>> = lines.iter().map(|line| line.iter().map(|cell| plain(cell)).collect()).collect();
    text.push('\n');
    text.push_str(&wrap::columns(&lines, ""));
    text.push_str(&ended(cases, plain));
    text
}

/// The figure of each group of a breakdown, a line each.
fn in_groups(cases: &Cases, by: &ByGroups) -> String {
    let figure = |measured: &Measured| match measured {
        Measured::Figure(figure) => format!("{}{}", shown(*figure, cases.unit, cases.decimals), working(*figure)),
        Measured::Nobody(reason) | Measured::NoData(reason) => reason.clone(),
    };
    let groups = by.figures.iter().map(|(group, measured)| {
        let line = format!("\n  {}: {}", group.title, figure(measured));
        scorecard_core::plain::text(&line).into_owned()
    });
    match &by.without {
        Some(why) => format!("Not broken down by {}: {why}.", by.by.as_str()),
        None => format!("By {}:{}", by.by.as_str(), groups.collect::<String>()),
    }
}

/// The episodes that ended because a later extract no longer holds them, each child once.
fn ended(cases: &Cases, plain: impl Fn(&str) -> String) -> String {
    let mut text = String::new();
    let mut last = None;
    for row in cases.rows.iter().filter(|row| !row.ended.is_empty()) {
        if last.replace(&row.child) == Some(&row.child) {
            continue;
        }
        for ended in &row.ended {
            let (start, end) = (iso(ended.start), iso(ended.end));
            text.push_str(&format!("{}: the episode of {start} ended on {end}: {}\n", plain(&row.child), ended.how.as_str()));
        }
    }
    if text.is_empty() { text } else { format!("\nEnded by the rule of one history:\n{text}") }
}

fn figure(cases: &Cases) -> String {
    let rows = match cases.rows.len() {
        1 => "1 row".to_owned(),
        number => format!("{number} rows"),
    };
    match &cases.measured {
        Measured::Nobody(reason) | Measured::NoData(reason) => format!("{rows}. No data: {reason}."),
        Measured::Figure(found) => {
            let display = shown(*found, cases.unit, cases.decimals);
            match found {
                Figure::Proportion { numerator, denominator } => format!("{rows}: {numerator} of {denominator}, {display}."),
                Figure::Sums { above, below } => {
                    let number = |millionths: i64| millionths as f64 / 1e6;
                    format!("{rows}: {} of {}, {display}.", number(*above), number(*below))
                }
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
    let has_ended = cases.rows.iter().any(|row| !row.ended.is_empty());
    let mut names = head(cases, cases.columns.iter());
    names.extend(has_ended.then(|| "ended_by_rule".to_owned()));
    writer.write_record(names)?;
    for row in &cases.rows {
        let mut row = row.clone();
        row.child = harmless(&row.child);
        for cell in &mut row.cells {
            if let Cell::Text(text) = cell {
                *text = harmless(text);
            }
        }
        let mut cells = line(cases, &row, row.cells.iter());
        let ended = row.ended.iter().map(|ended| format!("{} to {}", iso(ended.start), iso(ended.end)));
        cells.extend(has_ended.then(|| ended.collect::<Vec<_>>().join("; ")));
        writer.write_record(cells)?;
    }
    Ok(writer.into_inner()?)
}
