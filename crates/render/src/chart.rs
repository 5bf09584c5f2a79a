//! A row's history drawn as SVG: a small line for a table, and a full chart with target, mean, limits
//! and flagged points.
//!
//! Takes a [`Row`], gives text. Nothing is told by colour alone: lines differ in their strokes, flagged points
//! in their shapes, and each drawing says in words what it shows. Knows nothing of pages and of files.

mod axes;
mod history;
mod plot;
mod said;

use super::drawing::Drawing;
use super::markup::escape;
use history::History;
use scorecard_core::scorecard::Row;

/// With fewer figures there is no drawing: a line through four points says nothing.
pub const FEWEST: usize = 5;

/// A small line for a table's cell; nothing where the row has no numbers in its history.
pub fn sparkline(row: &Row) -> String {
    let Some(history) = drawn(History::of(row)) else { return String::new() };
    let drawing = plot::spark(&history);
    let Drawing { width, height, .. } = drawing;
    format!(
        "<svg class=\"spark\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\"><title>{}</title>{}</svg>",
        escape(&said::short(&history)),
        drawing.svg()
    )
}

/// A full chart for a page whose ids begin with `id`; nothing where the row has no numbers in its history.
///
/// Title and description carry the ids `<id>-title` and `<id>-says`.
pub fn chart(row: &Row, id: &str) -> String {
    drawn(History::charted(row)).map(|history| full(row, &history, id, None)).unwrap_or_default()
}

/// A full chart as a file of its own, with its title drawn and `foot` below it: whose figures, when they are of, where they
/// are from. Nothing where there are no numbers.
pub fn svg(row: &Row, foot: &[String]) -> String {
    drawn(History::charted(row))
        .map(|history| format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", full(row, &history, "chart", Some(foot))))
        .unwrap_or_default()
}

/// A full chart as shapes; nothing where the row has no numbers in its history.
pub fn drawing(row: &Row) -> Option<Drawing> {
    drawn(History::charted(row)).map(|history| plot::full(&history, None, &[]))
}

/// The least and the greatest value of the axis that a row's figures are drawn on.
pub fn axis(row: &Row) -> Option<(f64, f64)> {
    History::of(row).map(|history| axes::Ticks::of(&history).ends())
}

/// What a full chart shows, in words; nothing where the row has no numbers in its history.
pub fn description(row: &Row) -> String {
    History::charted(row).map(|history| said::all(&history)).unwrap_or_default()
}

/// A history with figures enough to be drawn.
fn drawn(history: Option<History<'_>>) -> Option<History<'_>> {
    history.filter(|history| history.numbers().count() >= FEWEST)
}

fn full(row: &Row, history: &History<'_>, id: &str, foot: Option<&[String]>) -> String {
    let alone = foot.is_some();
    let heading = alone.then(|| format!("{} {}", row.id, row.title));
    let drawing = plot::full(history, heading.as_deref(), foot.unwrap_or_default());
    let (width, height) = (drawing.width, drawing.height);
    let own = if alone {
        format!(" xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\"")
    } else {
        String::new()
    };
    let ground = if alone { "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>" } else { "" };
    let id = escape(id);
    format!(
        "<svg{own} class=\"chart\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-labelledby=\"{id}-title {id}-says\" \
         font-family=\"GDS Transport, arial, sans-serif\" font-size=\"12\" fill=\"#0b0c0c\">\
         <title id=\"{id}-title\">{}</title><desc id=\"{id}-says\">{}</desc>{ground}{}</svg>",
        escape(&format!("Chart of {} {}", row.id, row.title)),
        escape(&said::all(history)),
        drawing.svg()
    )
}
