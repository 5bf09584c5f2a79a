//! What others have, as a table of its own below a scorecard on the terminal.
//!
//! Rows that are compared are few, and their columns do not fit beside the figures in 80 columns.

use comfy_table::{CellAlignment, ColumnConstraint, Width};

use super::table::{Style, ruled};
use super::words;
use crate::scorecard::{Published, Row, Scorecard};

/// From this width on there is a column for the best of the neighbours.
const WIDE: u16 = 120;

/// The table, and what readers should know of it; nothing where no row is compared.
pub(super) fn render(scorecard: &Scorecard, style: Style) -> Option<(String, Vec<String>)> {
    let rows: Vec<&Row> = scorecard.rows().filter(|row| !row.benchmarks.is_empty()).collect();
    let first = rows.first().and_then(|row| row.benchmarks.first())?;
    let region = first.region.as_ref().map_or("Region", |(name, _)| name.as_str());
    let wide = style.width >= WIDE;
    let mut columns = vec![
        ("Indicator", 0, false),
        ("Figure", 7, true),
        ("Year", 4, false),
        ("Publ.", 5, true),
        ("Engl.", if wide { 7 } else { 5 }, true),
        (region, if wide { 15 } else { 7 }, true),
        ("Neighbours", 10, true),
        ("Rank", 10, true),
        ("Q", 1, false),
    ];
    if wide {
        columns.push(("Best neighbour", 24, false));
    }
    let mut table = ruled(style);
    table.set_header(columns.iter().map(|(name, _, _)| *name));
    let mut notes: Vec<String> = Vec::new();
    for row in rows {
        for benchmark in &row.benchmarks {
            let show = |value: &Published| words::published(row, value, benchmark.decimals);
            let numbers: Vec<String> = benchmark.notes.iter().map(|note| format!("[{}]", number(&mut notes, note))).collect();
            let marks = if numbers.is_empty() { String::new() } else { format!(" {}", numbers.concat()) };
            let mut cells = vec![
                format!("{}{marks}", row.title),
                row.display().unwrap_or_default(),
                benchmark.year.clone(),
                benchmark.own.as_ref().map(show).unwrap_or_default(),
                benchmark.england.as_ref().map(show).unwrap_or_default(),
                benchmark.region.as_ref().map(|(_, value)| show(value)).unwrap_or_default(),
                words::neighbours(row, benchmark).unwrap_or_default(),
                benchmark.rank.map(|(rank, of)| format!("{rank} of {of}")).unwrap_or_default(),
                benchmark.quartile.map(String::from).unwrap_or_default(),
            ];
            if wide {
                let best = benchmark.best.as_ref();
                let name = |(name, value): &(String, f64)| format!("{} {name}", words::number(row, *value, benchmark.decimals));
                cells.push(best.map(name).unwrap_or_default());
            }
            table.add_row(cells);
        }
    }
    let taken: u16 = columns.iter().map(|(_, width, _)| width).sum::<u16>() + columns.len() as u16 - 1;
    let title = style.width.saturating_sub(taken).max(20);
    for (at, (_, width, right)) in columns.iter().enumerate() {
        if let Some(column) = table.column_mut(at) {
            column.set_padding((0, 0));
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(if *width == 0 { title } else { *width })));
            column.set_cell_alignment(if *right { CellAlignment::Right } else { CellAlignment::Left });
        }
    }
    Some((table.to_string(), notes))
}

/// The number of a note, told once however many rows it is of.
fn number(notes: &mut Vec<String>, note: &str) -> usize {
    let known = notes.iter().position(|other| other == note);
    known.unwrap_or_else(|| {
        notes.push(note.to_owned());
        notes.len() - 1
    }) + 1
}
