//! What is said of each row below the tables of the terminal: intervals, reasons, pace, forecast, notes.

use super::layout;
use super::table::{Style, WIDTHS, wrap};
use scorecard_core::scorecard::Document;

/// The details of all rows that have some, scorecard by scorecard.
pub fn render(document: &Document, style: Style) -> String {
    let width = style.width.clamp(WIDTHS.0, WIDTHS.1);
    let mut text = String::new();
    for scorecard in &document.scorecards {
        for row in scorecard.rows() {
            let details = layout::details(row);
            if details.is_empty() {
                continue;
            }
            text.push('\n');
            text.push_str(&wrap(&format!("{} {}", row.id, row.title), width));
            text.push('\n');
            for detail in details {
                // Two spaces stand before every line, the broken ones too.
                let lines = wrap(&format!("{}: {}", detail.label, detail.text), width - 2);
                text.push_str(&lines.lines().map(|line| format!("  {line}\n")).collect::<String>());
            }
        }
    }
    text
}
