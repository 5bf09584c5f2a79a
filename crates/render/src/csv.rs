//! CSV in the Department for Education's open data standard, with the file that describes its columns.
//!
//! Takes the document, gives two texts: tidy data, one line for each row of a scorecard and for each group
//! of a breakdown, and the `.meta.csv` beside it. The columns are always the same, so that the scorecards
//! of many councils and months stack. Plain UTF-8 without a byte order mark and with line feeds: a mark
//! would stand in the middle of files put one after the other, and the Department's own files have line feeds.
//! History is not in it: each month's file is a month of it.

mod columns;
mod insight;
mod items;
pub(super) mod place;
pub mod stack;
mod values;

use columns::{COLUMNS, Kind};
use items::Items;
use values::Line;

use super::formats::{Format, Look, Wants};
use scorecard_core::plain;
use scorecard_core::scorecard::Document;

pub(super) static FORMAT: Format<Document, Look> = Format {
    name: "csv",
    ending: "csv",
    about: "CSV in the Department's open data standard; to a file, with its .meta.csv",
    offered: 6,
    terminal: false,
    children: false,
    wants: Wants::FIGURES,
    beside: Some(("meta.csv", meta)),
    render: |document, _| Ok(plain::text(&String::from_utf8_lossy(&render(document)?)).into_owned().into_bytes()),
};

/// The document as CSV.
///
/// # Errors
/// Only for faults of ours.
pub fn render(document: &Document) -> anyhow::Result<Vec<u8>> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS.iter().map(|column| column.name))?;
    let lines = lines(document)?;
    let items = Items::of(&lines);
    for line in &lines {
        writer.write_record(COLUMNS.iter().map(|column| items.cell(column, line)))?;
    }
    Ok(writer.into_inner()?)
}

/// What the columns are, the `.meta.csv` beside the CSV.
///
/// # Errors
/// Only for faults of ours.
pub fn meta(document: &Document) -> anyhow::Result<Vec<u8>> {
    let lines = lines(document)?;
    let items = Items::of(&lines);
    let decimals = lines.iter().map(|line| line.row.decimals).max().unwrap_or(0);
    let cells: Vec<Vec<String>> =
        lines.iter().map(|line| COLUMNS.iter().map(|column| items.cell(column, line)).collect()).collect();
    describe(&cells, decimals)
}

/// Describes the columns of lines. By the standard a column of time or geography is not in it, nor a filter with one
/// value only, nor a column that groups another one.
fn describe(lines: &[Vec<String>], decimals: u32) -> anyhow::Result<Vec<u8>> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "col_name",
        "col_type",
        "label",
        "indicator_grouping",
        "indicator_unit",
        "indicator_dp",
        "filter_hint",
        "filter_grouping_column",
        "filter_default",
    ])?;
    for (at, column) in COLUMNS.iter().enumerate() {
        match column.kind {
            Kind::Unit | Kind::Grouping => {}
            Kind::Filter { hint, grouped_by } => {
                let values = lines.iter().filter_map(|line| line.get(at)).map(String::as_str);
                let Some(default) = default(values) else { continue };
                writer.write_record([column.name, "Filter", column.label, "", "", "", hint, grouped_by, default])?;
            }
            Kind::Number { grouping, whole } => {
                let decimals = if whole { 0 } else { decimals }.to_string();
                writer.write_record([column.name, "Indicator", column.label, grouping, "", &decimals, "", "", ""])?;
            }
            Kind::Percent { grouping } => {
                writer.write_record([column.name, "Indicator", column.label, grouping, "%", "0", "", "", ""])?;
            }
            Kind::Words { grouping } => {
                writer.write_record([column.name, "Indicator", column.label, grouping, "numberstring", "0", "", "", ""])?;
            }
        }
    }
    Ok(writer.into_inner()?)
}

/// The value of a filter that stands for all, or its first; nothing where it has one value only.
fn default<'a>(mut values: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let first = values.next()?;
    let mut several = false;
    let mut total = first == "Total";
    for value in values {
        several |= value != first;
        total |= value == "Total";
    }
    several.then_some(if total { "Total" } else { first })
}

fn lines(document: &Document) -> anyhow::Result<Vec<Line<'_>>> {
    let authorities = place::authorities()?;
    let mut lines = Vec::new();
    for scorecard in &document.scorecards {
        let place = place::of(scorecard.authority.as_deref(), &authorities);
        for group in &scorecard.groups {
            lines.extend(group.every_row().map(|row| Line { document, scorecard, group, row, place: place.clone() }));
        }
    }
    Ok(lines)
}
