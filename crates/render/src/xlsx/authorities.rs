//! Authorities side by side: a sheet with one table of all rows, for each authority its figure and its rating.

use rust_xlsxwriter::Worksheet;

use super::grid::{self, Head, Value};
use crate::authorities::{self, Line, SideBySide};
use crate::words;
use scorecard_core::figure::Figure;
use scorecard_core::scorecard::{Document, Row, Symbol};

/// The sheet.
///
/// # Errors
/// Only for faults of ours.
pub(super) fn sheet(document: &Document, table: &SideBySide<'_>, name: &str) -> anyhow::Result<Worksheet> {
    let mut drawn = grid::page(name)?;
    let head = |name: String, width, number| Head { name, width, number };
    let mut heads = vec![head("Group".to_owned(), 26.0, false), head("Promise".to_owned(), 40.0, false)];
    for name in table.names() {
        heads.push(head(name.clone(), 15.0, true));
        heads.push(head(format!("{name}: rating"), 13.0, false));
    }
    let mut rows: Vec<Vec<Value>> = Vec::new();
    let mut group = "";
    for line in table.lines() {
        match line {
            Line::Group(title) => group = title,
            Line::Row(first, all) => {
                let mut cells = vec![Value::Text(group.to_owned()), Value::Text(first.title.clone())];
                for row in all {
                    cells.push(row.map_or_else(missing, figure));
                    cells.push(row.map_or_else(missing, |row| Value::Rating(row.rating)));
                }
                rows.push(cells);
            }
        }
    }
    let mut lines = vec![format!("This sheet contains one table, with {}.", super::front::counted(rows.len(), "row"))];
    lines.push(words::as_at(document, table.authorities[0].1));
    let symbols = [Symbol::Confidential, Symbol::NotAvailable, Symbol::NotApplicable]
        .into_iter()
        .filter(|symbol| rows.iter().flatten().any(|cell| matches!(cell, Value::Text(text) if *text == symbol.bracketed())));
    lines.extend(super::scorecards::shorthand(&symbols.collect::<Vec<_>>()));
    let at = grid::lines(&mut drawn, &table.title(), &lines)?;
    let about = format!("{}: one row for each indicator, with the figure and the rating of each authority", table.title());
    grid::table(&mut drawn, at, name, &about, &heads, &rows)?;
    Ok(drawn)
}

/// An authority that lacks the row.
fn missing() -> Value {
    Value::Text(Symbol::NotApplicable.bracketed())
}

fn figure(row: &Row) -> Value {
    match row.figure.and_then(Figure::value).filter(|_| !row.hidden.figure) {
        Some(value) => Value::Number(value, grid::format(row.decimals as usize, row.unit.is().sign)),
        None => Value::Text(authorities::figure(row)),
    }
}
