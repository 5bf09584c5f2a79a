//! Turns a document into bytes, one file per format.
//!
//! Takes a [`Document`](scorecard_core::scorecard::Document), gives text or bytes. No data
//! frame reaches here, nothing is printed, and the same document gives the same bytes.

mod ahead;
pub mod ansi;
pub mod arrived;
pub mod authorities;
pub mod brief;
pub mod cases;
pub mod cases_json;
pub mod changes;
pub mod changes_json;
pub mod chart;
pub mod children;
pub mod commentary;
pub mod csv;
pub mod details;
pub mod docx;
mod drawing;
pub mod due;
pub mod explanation;
pub mod explanation_json;
pub mod formats;
pub mod html;
pub mod icons;
pub mod json;
mod json_beside;
mod json_figure;
mod json_insight;
pub mod layout;
pub mod logo;
pub mod markdown;
mod markup;
pub mod palette;
pub mod paper;
pub mod pdf;
pub mod picture;
pub mod problems;
mod said;
mod sheet;
mod span;
pub mod table;
mod table_benchmarks;
mod table_columns;
mod table_grid;
mod table_notes;
pub mod trend;
pub mod trend_csv;
pub mod trend_svg;
pub mod words;
pub mod worked;
pub mod worked_formats;
mod wrap;
pub mod xlsx;

use scorecard_core::definitions::Unit;
use scorecard_core::definitions::by::Only;
use scorecard_core::figure::Figure;

/// What stands behind a title where it is of some groups alone; nothing otherwise.
fn only(only: &[Only]) -> String {
    let names: Vec<String> = only.iter().map(Only::to_string).collect();
    if names.is_empty() { String::new() } else { format!(" ({} only)", names.join(", ")) }
}

/// A figure as it is shown, with the sign of its unit.
fn shown(figure: Figure, unit: Unit, decimals: u32) -> String {
    unit.signed(&figure.exact().rounded(decimals))
}
