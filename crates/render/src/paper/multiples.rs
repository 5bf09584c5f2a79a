//! The small charts of rows that ask to be seen, side by side: which they are, and the words around each.
//!
//! Takes a scorecard, gives drawings and words; a renderer places them.

use crate::drawing::Drawing;
use crate::{picture, words};
use scorecard_core::scorecard::{Row, Scorecard};

/// What stands above them.
pub const HEADING: &str = "Charts of red and amber rows, and of those that moved by more than chance";

/// The rows with their charts, in the council's order.
pub(crate) fn of(scorecard: &Scorecard) -> Vec<(&Row, Drawing)> {
    let whole = scorecard.rows().filter(|row| row.asks_to_be_seen());
    whole.filter_map(|row| Some((row, picture::drawing(row)?))).collect()
}

/// The figure with its target and its rating in words.
pub fn stands(row: &Row) -> String {
    let target = words::target_in_short(row);
    let target = if target.is_empty() { String::new() } else { format!(", target {target}") };
    let figure = words::thousands(&row.display().unwrap_or_default());
    format!("{figure}{target}, {}", words::rating(row.rating).to_lowercase())
}

/// The first and the last month, the lowest and the highest figure: the axes in words.
pub fn span(row: &Row) -> String {
    let months = row.series.first().zip(row.series.last());
    let months = months.map(|(first, last)| format!("{} to {}", first.month.short(), last.month.short())).unwrap_or_default();
    let ends = row.extremes().map(|(low, high)| format!("; {} to {}", row.show(low), row.show(high)));
    months + &ends.unwrap_or_default()
}
