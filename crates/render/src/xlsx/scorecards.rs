//! The sheet of a scorecard: one table of all its groups.

use rust_xlsxwriter::Worksheet;

use super::fit;
use super::grid::{self, Head, Value};
use super::names::Name;
use crate::layout::{Cell, Column, Line, Page};
use crate::{sheet, words};
use scorecard_core::scorecard::{Comment, Row, Symbol};

/// A column of the table: of the layout, or one that only a sheet needs.
enum Of {
    Group,
    Aim,
    Breakdown,
    Layout(Column),
    Revised,
    Reason,
    TargetNumber,
    Ranked,
    Behind,
    Doing,
    Role,
}

/// The sheet.
///
/// # Errors
/// Only for faults of ours.
pub(super) fn sheet(page: &Page<'_>, name: &Name) -> anyhow::Result<Worksheet> {
    let mut drawn = grid::page(&name.table)?;
    let columns = columns(page);
    let heads: Vec<Head> = columns.iter().map(head).collect();
    let mut rows = Vec::new();
    for section in &page.sections {
        for line in section.parts.iter().flat_map(|part| &part.lines) {
            rows.push(columns.iter().map(|column| value(column, section.title, line)).collect::<Vec<Value>>());
        }
    }
    let symbols: Vec<Symbol> = symbols(page, &columns);
    let mut lines = vec![format!("This sheet contains one table, with {}.", super::front::counted(rows.len(), "row"))];
    let left_out = rows.len().saturating_sub(fit::ROWS);
    rows.truncate(fit::ROWS);
    lines.extend((left_out > 0).then(|| format!("The last {left_out} rows are left out: a sheet has no room for them.")));
    lines.extend(page.facts.iter().cloned());
    lines.extend(shorthand(&symbols));
    let at = grid::lines(&mut drawn, &page.scorecard.title, &lines)?;
    grid::link(&mut drawn, at, "Notes", "Notes say what is behind the rows: reasons, commentary, sources.")?;
    let about = format!("{}: one row for each indicator, with figure, target, rating and travel", page.scorecard.title);
    grid::table(&mut drawn, at + 1, &name.table, &about, &heads, &rows)?;
    Ok(drawn)
}

/// The line above a table that says what its symbols mean.
pub(super) fn shorthand(symbols: &[Symbol]) -> Option<String> {
    let meanings: Vec<String> = symbols.iter().map(|symbol| meaning(*symbol)).collect();
    (!meanings.is_empty()).then(|| format!("Shorthand: {}.", meanings.join("; ")))
}

/// What a symbol means on a sheet, where one stands in every cell that would be empty.
pub(super) fn meaning(symbol: Symbol) -> String {
    let legend = words::legend(symbol);
    if symbol == Symbol::NotApplicable { format!("{legend}, or the column does not apply to the row") } else { legend }
}

fn columns(page: &Page<'_>) -> Vec<Of> {
    let any = |holds: fn(&Row) -> bool| page.scorecard.every_row().any(holds);
    let mut columns = vec![Of::Group];
    columns.extend(any(|row| row.about.is_some()).then_some(Of::Aim));
    for column in &page.columns {
        columns.push(Of::Layout(*column));
        columns.extend((*column == Column::Title && any(|row| row.is_part())).then_some(Of::Breakdown));
        // Words are to be read, numbers to be reckoned with.
        columns.extend((*column == Column::Target && any(|row| target(row).is_some())).then_some(Of::TargetNumber));
        columns.extend((*column == Column::Rank).then_some(Of::Ranked));
        columns.extend((column.is_before() && any(|row| !row.restated.is_empty())).then_some(Of::Revised));
    }
    columns.extend(any(|row| row.reason.is_some()).then_some(Of::Reason));
    if any(|row| !row.comments.is_empty()) {
        columns.extend([Of::Behind, Of::Doing, Of::Role]);
    }
    columns
}

/// What the figure was held against, in the row's unit; of a range its lower end.
fn target(row: &Row) -> Option<f64> {
    let target = row.target.as_ref().filter(|target| !target.hidden)?;
    target.value.or_else(|| target.resolved.as_ref().map(|resolved| resolved.number.value()))
}

fn head(column: &Of) -> Head {
    let (name, width, number) = match column {
        Of::Group => ("Group", 26.0, false),
        Of::Aim => ("Aim", 26.0, false),
        Of::Breakdown => ("Broken down by", 13.0, false),
        Of::Revised => ("Revised", 26.0, false),
        Of::Reason => ("Reason of the rating", 32.0, false),
        Of::TargetNumber => ("Target number", 11.0, true),
        Of::Ranked => ("Of authorities", 12.0, true),
        Of::Behind => ("What is behind it", 48.0, false),
        Of::Doing => ("What is being done", 48.0, false),
        Of::Role => ("Role", 24.0, false),
        Of::Layout(column) => {
            let width = match column {
                Column::Id => 10.0,
                Column::Title => 40.0,
                Column::Target => 20.0,
                Column::Rating | Column::Numerator => 13.0,
                Column::Denominator | Column::Travel | Column::TravelThen(_) | Column::Neighbours => 15.0,
                _ => 11.0,
            };
            (column.heading(), width, column.is_number())
        }
    };
    Head { name: name.to_owned(), width, number }
}

fn value(column: &Of, group: &str, line: &Line<'_>) -> Value {
    let row = line.row;
    let text = |text: Option<String>| Value::Text(text.unwrap_or_else(|| Symbol::NotApplicable.bracketed()));
    match column {
        Of::Group => Value::Text(group.to_owned()),
        Of::Aim => text(row.about.clone()),
        Of::Breakdown => Value::Text(words::breakdown(row).0),
        Of::Revised => {
            let told: Vec<String> = row.restated.iter().map(words::restated).collect();
            text((!told.is_empty()).then(|| format!("{} {}", Symbol::Revised.bracketed(), told.join("; "))))
        }
        Of::Reason => text(row.reason.as_ref().map(ToString::to_string)),
        Of::TargetNumber => match target(row) {
            Some(number) => Value::Number(number, grid::format(row.decimals as usize, row.unit.is().sign)),
            None if row.target.as_ref().is_some_and(|target| target.hidden) => Value::Text(Symbol::Confidential.bracketed()),
            None => text(None),
        },
        Of::Ranked | Of::Layout(Column::Rank) => match row.benchmarks.first().and_then(|benchmark| benchmark.rank) {
            Some((rank, of)) => Value::Number(if matches!(column, Of::Ranked) { of } else { rank } as f64, grid::format(0, "")),
            None => text(None),
        },
        Of::Behind => text(said(row, |comment| comment.behind.clone())),
        Of::Doing => text(said(row, |comment| comment.doing.clone())),
        Of::Role => text(said(row, |comment| comment.role.clone())),
        Of::Layout(column) => match sheet::cell(row, *column) {
            Cell::Number { text, value, sign, .. } => Value::Number(value, grid::format(places(&text), sign)),
            Cell::Rating(rating) => Value::Rating(rating),
            cell => Value::Text(cell.text()),
        },
    }
}

/// What the comments of a row say, each on a line of its own; a role that said several things stands once.
fn said(row: &Row, what: impl Fn(&Comment) -> Option<String>) -> Option<String> {
    let mut all: Vec<String> = row.comments.iter().filter_map(what).collect();
    all.dedup();
    (!all.is_empty()).then(|| all.join("\n"))
}

/// How many decimal places a number is shown with.
fn places(text: &str) -> usize {
    text.trim_end_matches('%').split_once('.').map_or(0, |(_, places)| places.len())
}

/// The symbols in the cells of the table, in the order of their letters.
fn symbols(page: &Page<'_>, columns: &[Of]) -> Vec<Symbol> {
    let all = [Symbol::Confidential, Symbol::Rule, Symbol::Low, Symbol::Revised, Symbol::NotAvailable, Symbol::NotApplicable];
    let mut texts: Vec<String> = Vec::new();
    for section in &page.sections {
        for line in section.parts.iter().flat_map(|part| &part.lines) {
            for column in columns {
                if let Value::Text(text) = value(column, section.title, line) {
                    texts.push(text);
                }
            }
        }
    }
    all.into_iter().filter(|symbol| texts.iter().any(|text| words::has_symbol(text, *symbol))).collect()
}
