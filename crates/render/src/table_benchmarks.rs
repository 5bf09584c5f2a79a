//! What others have, as a table of its own below a scorecard on the terminal.
//!
//! Rows that are compared are few, and their columns do not fit beside the figures in 80 columns.

use super::table::{Style, strong, wrap};
use super::table_grid::{self as grid, Column};
use super::words;
use scorecard_core::scorecard::{Benchmark, Published, Row, Scorecard};

/// From this width on there is a column for the best of the neighbours.
const WIDE: u16 = 120;

/// What name and best neighbour have at the least, where they need as much.
const LEAST: [usize; 2] = [18, 16];

/// The table, and what readers should know of it; nothing where no row is compared. In sentences where columns have no room.
pub(super) fn render(scorecard: &Scorecard, style: Style) -> Option<(String, Vec<String>)> {
    let rows: Vec<(&Row, &Benchmark)> =
        scorecard.every_row().flat_map(|row| row.benchmarks.iter().map(move |benchmark| (row, benchmark))).collect();
    let (_, first) = rows.first()?;
    let region = first.region.as_ref().map_or("Region", |(name, _)| name.as_str());
    let wide = style.width >= WIDE;
    let mut columns = vec![
        Column::words("Promise"),
        Column::number("Figure", 8),
        Column::mark("Year", 7),
        Column::number("Publ.", 8),
        Column::number("Engl.", 8),
        Column::number(region, if wide { 15 } else { 8 }),
        Column::number("Neighbours", 10),
        Column::number("Rank", 10),
        Column::mark("Q", 1),
    ];
    if wide {
        columns.push(Column::words("Best neighbour"));
    }
    let mut notes: Vec<String> = Vec::new();
    let cells: Vec<Vec<String>> = rows.iter().map(|(row, benchmark)| cells(row, benchmark, wide, &mut notes)).collect();
    let width = usize::from(style.width);
    let Some(widths) = grid::widths(&columns, &cells, width, &LEAST) else {
        let said = rows.iter().map(|(row, benchmark)| format!("{}: {}", row.title, words::benchmark(row, benchmark)));
        return Some((said.map(|said| wrap(&said, style.width) + "\n").collect(), Vec::new()));
    };
    let heads: Vec<String> = columns.iter().map(|column| column.head.clone()).collect();
    let mut text = grid::draw(&heads, &columns, &widths, |_, head| strong(head, style));
    text.push_str(&format!("{}\n", if style.unicode { "─" } else { "-" }.repeat(width)));
    text.extend(cells.iter().map(|cells| grid::draw(cells, &columns, &widths, |_, piece| piece.to_owned())));
    Some((text, notes))
}

fn cells(row: &Row, benchmark: &Benchmark, wide: bool, notes: &mut Vec<String>) -> Vec<String> {
    let show = |value: &Published| words::published(row, value, benchmark.decimals);
    let numbers: Vec<String> = benchmark.notes.iter().map(|note| format!("[{}]", number(notes, note))).collect();
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
    cells
}

/// The number of a note, told once however many rows it is of.
fn number(notes: &mut Vec<String>, note: &str) -> usize {
    let known = notes.iter().position(|other| other == note);
    known.unwrap_or_else(|| {
        notes.push(note.to_owned());
        notes.len() - 1
    }) + 1
}
