//! The table of a group: real heads and row heads, cells that carry their column's name for narrow screens.

use super::section::tag;
use crate::rating::Rating;
use crate::render::chart;
use crate::render::layout::{Cell, Column, Line, Page, Section};
use crate::render::markup::{escape, id};
use crate::scorecard::Symbol;

/// The heading of the small lines.
const TREND: &str = "Trend";

/// The id of what is said of a row.
pub(super) fn anchor(prefix: &str, line: &Line<'_>) -> String {
    format!("{prefix}{}", id(&line.row.id))
}

/// A group's rows as a table, with the markup of its caption.
///
/// Roles are given because browsers forget them where rows are stacked on a narrow screen.
pub(super) fn table(page: &Page<'_>, section: &Section<'_>, caption: &str, prefix: &str) -> String {
    let trend = page.scorecard.rows().any(|row| !row.series.is_empty());
    let mut html = format!(
        "<table role=\"table\" class=\"figures\">\n<caption>{}</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">",
        caption
    );
    for column in &page.columns {
        html += &head(class(*column), column.heading());
        if trend && column.is_travel() {
            html += &head("trend", TREND);
        }
    }
    html += "</tr></thead>\n";
    for part in &section.parts {
        html += "<tbody role=\"rowgroup\">\n";
        if let Some(about) = part.about {
            let across = page.columns.len() + usize::from(trend);
            html += &format!(
                "<tr role=\"row\" class=\"aim\"><th role=\"rowheader\" scope=\"rowgroup\" colspan=\"{across}\">{}</th></tr>\n",
                escape(about)
            );
        }
        html += &part.lines.iter().map(|line| row(page, line, trend, prefix)).collect::<String>();
        html += "</tbody>\n";
    }
    html + "</table>\n"
}

fn head(class: &str, heading: &str) -> String {
    format!("<th role=\"columnheader\" scope=\"col\" class=\"{class}\">{heading}</th>")
}

fn row(page: &Page<'_>, line: &Line<'_>, trend: bool, prefix: &str) -> String {
    let part = if line.row.part_of.is_some() { " class=\"part\"" } else { "" };
    let mut html = format!("<tr role=\"row\"{part}>");
    for (column, cell) in page.columns.iter().zip(&line.cells) {
        html += &match column {
            Column::Title => title(line, cell),
            Column::Id if !line.details.is_empty() && *cell != Cell::Empty => {
                data(*column, &format!("<a href=\"#{}\">{}</a>", anchor(prefix, line), escape(&cell.text())))
            }
            column => data(*column, &content(cell)),
        };
        if trend && column.is_travel() {
            html += &format!("<td role=\"cell\" class=\"trend\" data-label=\"{TREND}\">{}</td>", chart::sparkline(line.row));
        }
    }
    html + "</tr>\n"
}

/// The row's head. Why there is no figure, or no green, is said under its name.
fn title(line: &Line<'_>, cell: &Cell) -> String {
    let told = line.row.part_of.is_none() && !matches!(line.row.rating, Rating::Green | Rating::Red);
    let why = line.row.reason.as_ref().filter(|_| told);
    let why = why.map(|reason| format!("<span class=\"why\">{}</span>", escape(&reason.to_string()))).unwrap_or_default();
    format!("<th role=\"rowheader\" scope=\"row\" class=\"title\"><span class=\"name\">{}</span>{why}</th>", escape(&cell.text()))
}

fn data(column: Column, content: &str) -> String {
    format!("<td role=\"cell\" class=\"{}\" data-label=\"{}\">{content}</td>", class(column), column.heading())
}

fn content(cell: &Cell) -> String {
    match cell {
        Cell::Rating(rating) => tag(*rating),
        Cell::Symbol(symbol) => explained(*symbol),
        Cell::Number { text, revised: true, .. } => format!("{} {}", escape(text), explained(Symbol::Revised)),
        cell => escape(&cell.text()),
    }
}

fn explained(symbol: Symbol) -> String {
    format!("<abbr title=\"{}\">{}</abbr>", escape(symbol.meaning()), escape(&symbol.bracketed()))
}

/// The class of a column, by which the style sets its width.
fn class(column: Column) -> &'static str {
    match column {
        Column::Id => "id",
        Column::Title => "title",
        Column::Figure => "number figure",
        Column::OutOf => "number parts",
        Column::Numerator | Column::Denominator => "number",
        Column::Target => "target",
        Column::Rating => "rating",
        Column::Travel | Column::TravelThen(_) => "travel",
        Column::Before | Column::BeforeThen(_) => "number before",
        Column::Outturn(_) => "number before outturn",
        Column::ToTarget => "number to-target",
        Column::PublishedOf | Column::Published => "number published",
        Column::England | Column::Region => "number other",
        Column::Neighbours => "number neighbours",
        Column::Rank => "number rank",
        Column::Year | Column::Quartile => "quartile",
    }
}
