//! The table of a group and its breakdowns: real heads and row heads, cells that carry their column's name for narrow screens.

use super::section::tag;
use crate::chart;
use crate::layout::{Cell, Column, Line, Matrix, MatrixRow, Page, Section};
use crate::markup::{escape, id};
use scorecard_core::rating::Rating;
use scorecard_core::scorecard::{Row, Symbol};

/// The id of what is said of a row.
pub(super) fn anchor(prefix: &str, line: &Line<'_>) -> String {
    format!("{prefix}{}", id(&line.row.id))
}

/// The id of a row of a table.
pub(super) fn row_anchor(prefix: &str, row: &Row) -> String {
    format!("{prefix}{}-row", id(&row.id))
}

/// A group's rows as a table, with the markup of its caption.
pub(super) fn table(page: &Page<'_>, section: &Section<'_>, caption: &str, prefix: &str) -> String {
    let heads: String = page.columns.iter().map(|column| head(class(*column), column.heading())).collect();
    let mut html = format!("<table class=\"figures\">\n<caption>{caption}</caption>\n<thead><tr>{heads}</tr></thead>\n");
    for part in section.parts.iter().filter(|part| !part.lines.is_empty()) {
        html += "<tbody>\n";
        if let Some(about) = part.about {
            let across = page.columns.len();
            html += &format!("<tr class=\"aim\"><th scope=\"rowgroup\" colspan=\"{across}\">{}</th></tr>\n", escape(about));
        }
        html += &part.lines.iter().map(|line| row(page, line, prefix)).collect::<String>();
        html += "</tbody>\n";
    }
    html + "</table>\n"
}

/// The breakdowns of a group's rows, each a table below a heading.
pub(super) fn matrices(section: &Section<'_>, prefix: &str, level: usize) -> String {
    let one = |matrix: &Matrix| {
        let heads: String = matrix.heads.iter().map(|name| head("number", &escape(name))).collect();
        let rows: String = matrix.rows.iter().map(|row| matrix_row(row, prefix)).collect();
        let note = matrix.note.as_ref().map(|note| format!("<p class=\"quiet\">{}</p>\n", escape(note))).unwrap_or_default();
        let about = format!("{}: {}", section.title, matrix.title);
        let table = if matrix.heads.is_empty() {
            String::new()
        } else {
            format!(
                "<table class=\"matrix\">\n<caption class=\"aloud\">{}</caption>\n<thead><tr>{}{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n",
                escape(&about),
                head("title", Column::Title.heading())
            )
        };
        format!("<div class=\"matrices\"><h{level}>{}</h{level}>\n{table}{note}</div>\n", escape(&matrix.title))
    };
    section.matrices.iter().map(one).collect()
}

fn matrix_row(row: &MatrixRow, prefix: &str) -> String {
    let cells: String = row.cells.iter().map(|cell| format!("<td class=\"number\">{}</td>", content(cell))).collect();
    // The way to the row, by which the keyboard reaches a matrix that is moved sideways.
    let name = format!("<a href=\"#{prefix}{}-row\">{}</a> {}", id(&row.id), escape(&row.id), escape(&row.title));
    format!("<tr><th scope=\"row\" class=\"title\">{name}</th>{cells}</tr>\n")
}

fn head(class: &str, heading: &str) -> String {
    format!("<th scope=\"col\" class=\"{class}\">{heading}</th>")
}

fn row(page: &Page<'_>, line: &Line<'_>, prefix: &str) -> String {
    let mut html = format!("<tr id=\"{}\">", row_anchor(prefix, line.row));
    for (column, cell) in page.columns.iter().zip(&line.cells) {
        html += &match column {
            Column::Title => title(line, cell),
            Column::Id if !line.details.is_empty() && *cell != Cell::Empty => {
                data(*column, &format!("<a href=\"#{}\">{}</a>", anchor(prefix, line), escape(&cell.text())))
            }
            Column::Trend => data(*column, &chart::sparkline(line.row)),
            column => data(*column, &content(cell)),
        };
    }
    html + "</tr>\n"
}

/// The row's head. Why there is no figure, or no green, is said under its name.
fn title(line: &Line<'_>, cell: &Cell) -> String {
    let told = !line.row.is_part() && !matches!(line.row.rating, Rating::Green | Rating::Red);
    let why = line.row.reason.as_ref().filter(|_| told);
    let why = why.map(|reason| format!("<span class=\"why\">{}</span>", escape(&reason.to_string()))).unwrap_or_default();
    format!("<th scope=\"row\" class=\"title\"><span class=\"name\">{}</span>{why}</th>", escape(&cell.text()))
}

fn data(column: Column, content: &str) -> String {
    format!("<td class=\"{}\" data-label=\"{}\">{content}</td>", class(column), column.heading())
}

fn content(cell: &Cell) -> String {
    match cell {
        Cell::Rating(rating) => tag(*rating),
        Cell::Symbol(symbol) => explained(*symbol),
        Cell::Number { text, revised, of, .. } => {
            let revised = if *revised { format!(" {}", explained(Symbol::Revised)) } else { String::new() };
            let of = of.as_ref().map(|of| format!("\n<span class=\"of\">{}</span>", escape(of))).unwrap_or_default();
            format!("{}{revised}{of}", escape(text))
        }
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
        Column::Figure | Column::FigureOf => "number figure",
        Column::Target | Column::TargetBy => "target",
        Column::Rating => "rating",
        Column::Travel | Column::TravelThen(_) => "travel",
        Column::Trend => "trend",
        Column::Lead => "lead",
        Column::Outturn(_) => "number before outturn",
        _ => "number before",
    }
}
