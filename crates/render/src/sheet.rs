//! The cells of sheets: those of the layout, none of them left empty.
//!
//! A sheet is read cell by cell, by people and programs, and an empty cell says nothing. XLSX and CSV
//! take what stands in an empty one from here, so that they say the same.

use super::layout::{self, Cell, Column};
use super::words;
use scorecard_core::figure::Figure;
use scorecard_core::scorecard::{Row, Scorecard, Symbol};

/// A cell of a row; a symbol says why where the layout leaves it empty.
pub(super) fn cell(row: &Row, column: Column) -> Cell {
    match (layout::cell(row, column), column, &row.part_of) {
        (Cell::Empty, Column::Id, Some(part)) => Cell::Text(part.row.clone()),
        (Cell::Empty, ..) => Cell::Symbol(missing(row, column)),
        // A change in words is no word to filter by: it can be taken from the two figures.
        (Cell::Text(moved), column, _) if column.is_travel() => Cell::Text(match row.judged_travel() {
            Some(travel) => format!("{} {}", words::arrow(row, true), words::travel(travel)),
            None => moved,
        }),
        (cell, ..) => cell,
    }
}

/// Why there is nothing in a cell.
fn missing(row: &Row, column: Column) -> Symbol {
    let figure = row.symbol().unwrap_or(Symbol::NotApplicable);
    let benchmark = if row.benchmarks.is_empty() { Symbol::NotApplicable } else { Symbol::NotAvailable };
    match column {
        Column::Figure | Column::FigureOf | Column::OutOf => figure,
        // A count is out of nothing, hidden or not.
        Column::Denominator if row.hidden.figure && row.unit.is_number() => Symbol::NotApplicable,
        Column::Numerator | Column::Denominator => match row.figure {
            // It arrived as it is: it has parts, and nobody knows them.
            Some(Figure::Given(_)) if row.numerator().is_none() => Symbol::NotAvailable,
            Some(_) => Symbol::NotApplicable,
            None => figure,
        },
        _ if row.is_part() => Symbol::NotApplicable,
        column if column.is_travel() && (row.figure.is_none() || row.previous.1.is_none()) => Symbol::NotAvailable,
        Column::Before | Column::BeforeThen(_) | Column::YearBefore | Column::Outturn(_) => Symbol::NotAvailable,
        Column::PublishedOf | Column::Published | Column::England | Column::Region | Column::Neighbours => benchmark,
        _ => Symbol::NotApplicable,
    }
}

/// The row that a row is a part of; itself where it is whole.
pub(super) fn whole<'a>(scorecard: &'a Scorecard, row: &'a Row) -> &'a Row {
    row.part_of.as_ref().and_then(|part| scorecard.rows().find(|other| other.id == part.row)).unwrap_or(row)
}
