//! The cells that hold what was published: for the authority itself, and for others.
//!
//! Takes a row and what it is compared with. Published figures keep the decimal places they are published with.

use super::{Cell, Column};
use crate::words;
use scorecard_core::scorecard::{Benchmark, Published, Row, Symbol};

/// A cell of a column of benchmarks; nothing in any other column.
pub(super) fn cell(row: &Row, benchmark: &Benchmark, column: Column) -> Cell {
    let decimals = benchmark.decimals;
    match column {
        Column::PublishedOf => match &benchmark.own {
            Some(own) => Cell::Text(format!("{} ({})", words::published(row, own, decimals), benchmark.year)),
            None => Cell::Text(format!("none ({})", benchmark.year)),
        },
        Column::Published => published(row, decimals, benchmark.own.as_ref()),
        Column::Year => Cell::Text(benchmark.year.clone()),
        Column::England => published(row, decimals, benchmark.england.as_ref()),
        Column::Region => published(row, decimals, benchmark.region.as_ref().map(|(_, value)| value)),
        Column::Neighbours => words::neighbours(row, benchmark)
            .zip(benchmark.neighbours)
            .map_or(Cell::Empty, |(text, (mean, _))| number(row, text, mean, row.decimals)),
        Column::Rank => benchmark.rank.map_or(Cell::Empty, |(rank, of)| Cell::Text(format!("{rank} of {of}"))),
        Column::Quartile => benchmark.quartile.map_or(Cell::Empty, |quartile| Cell::Text(quartile.to_string())),
        _ => Cell::Empty,
    }
}

fn published(row: &Row, decimals: u32, published: Option<&Published>) -> Cell {
    match published {
        None => Cell::Empty,
        Some(Published::Symbol(letters)) => Symbol::of(letters).map_or_else(|| Cell::Text(format!("[{letters}]")), Cell::Symbol),
        Some(Published::Value(value)) => number(row, words::number(row, *value, decimals), *value, decimals),
    }
}

fn number(row: &Row, text: String, value: f64, decimals: u32) -> Cell {
    Cell::Number { text, value, decimals, sign: row.unit.is().sign, revised: false, of: None }
}
