//! What follows the front page of a scorecard: the month in brief, its tables, what is said below them, the notes.

use super::charts;
use super::flow::Flow;
use super::grid::{Align, Cell, Content, Row, Table};
use super::lines::{QUIET, Run};
use super::look::colours;
use super::sheet::Branch;
use crate::layout::{self, Column, Line, Matrix, MatrixRow, Page};
use crate::said::{Said, said};
use crate::{picture, span, words};
use scorecard_core::scorecard::{self, Scorecard};

/// The size of running text.
pub const TEXT: f32 = 9.0;
/// The size of tables.
const SMALL: f32 = 8.0;
/// How large a unit of a small picture is, in points.
const PICTURE: f32 = 0.75 / picture::SHARPNESS as f32;

/// The pages of a scorecard behind its first.
pub fn board(flow: &mut Flow<'_>, of: Branch, page: &Page<'_>, brief: &[crate::brief::Topic]) {
    if !brief.is_empty() {
        flow.heading(of, 2, "The month in brief");
    }
    for topic in brief {
        flow.heading(of, 3, &topic.title);
        let items: Vec<Vec<Run>> = topic.items.iter().map(|item| vec![Run::plain(item)]).collect();
        flow.list(of, &items, TEXT, 1.0);
    }
    flow.heading(of, 2, "About this scorecard");
    for fact in &page.facts {
        flow.paragraph(of, &[Run::plain(fact)], TEXT, 2.0);
    }
    for symbol in &page.symbols {
        flow.paragraph(of, &[Run::plain(words::legend(*symbol))], TEXT, 1.0);
    }
    if page.columns.contains(&Column::Trend) {
        let charted = page.scorecard.rows().any(|row| row.chart.as_ref().is_some_and(|chart| chart.enough));
        flow.paragraph(of, &[Run::plain(legend(page.scorecard, charted)).in_colour(QUIET)], SMALL, 2.0);
    }
    let widths = widths(flow, page);
    let told: Vec<Said<'_>> = page.sections.iter().map(said).collect();
    for (section, said) in page.sections.iter().zip(&told) {
        flow.heading(of, 2, section.title);
        for part in &section.parts {
            if let Some(about) = part.about {
                flow.heading(of, 3, about);
            }
            let caption = part.about.map_or_else(|| section.title.to_owned(), |about| format!("{}: {about}", section.title));
            table(flow, of, page, &part.lines, &widths, &caption);
        }
        section.matrices.iter().for_each(|found| matrix(flow, of, section.title, found));
        below(flow, of, said);
    }
    charts::multiples(flow, of, page.scorecard);
    charts::in_groups(flow, of, page.scorecard);
    let notes: Vec<&(&scorecard::Row, Vec<&str>)> = told.iter().flat_map(|said| &said.notes).collect();
    if !notes.is_empty() {
        flow.heading(of, 2, "Notes and sources");
        notes_table(flow, of, &notes, widths.first().copied().unwrap_or(60.0));
    }
}

fn table(flow: &mut Flow<'_>, of: Branch, page: &Page<'_>, lines: &[Line<'_>], widths: &[f32], caption: &str) {
    let place = |column: Column| if column.is_number() { Align::End } else { Align::Start };
    let head = page.columns.iter().map(|column| Cell::text(vec![Run::strong(column.heading())]).at(place(*column))).collect();
    let row = |line: &Line<'_>| {
        let cells = line.cells.iter().zip(&page.columns);
        Row::Cells(cells.map(|(found, column)| cell(line, found, *column, place(*column))).collect())
    };
    let summary = format!("{caption}: a row for each promise with its figure, change, target, rating, trend and lead.");
    let rows = lines.iter().map(row).collect();
    flow.table(of, &Table { summary, widths: widths.to_vec(), head, rows, size: SMALL });
    flow.gap(4.0);
}

fn cell(line: &Line<'_>, found: &layout::Cell, column: Column, align: Align) -> Cell {
    let text = found.text();
    let cell = match found {
        layout::Cell::Rating(rating) => {
            let (shade, ink) = colours(*rating);
            Cell::text(vec![Run::strong(text).in_colour(ink)]).on(Some(shade)).spoken(words::rating(*rating))
        }
        _ if column == Column::Trend => match picture::drawing(line.row) {
            Some(drawing) => {
                let words = picture::words(line.row).unwrap_or_default();
                Cell { content: Content::Drawing(drawing, PICTURE, words), ..Cell::text(Vec::new()) }
            }
            None => Cell::text(Vec::new()),
        },
        _ => Cell::text(figure(found, column == Column::FigureOf)),
    };
    Cell { heads: column == Column::Id, ..cell }.at(align)
}

/// A cell's text; what a figure is of stands below it.
fn figure(found: &layout::Cell, strong: bool) -> Vec<Run> {
    let text = found.text();
    let (first, of) = text.split_once('\n').unwrap_or((&text, ""));
    let mut runs = Vec::new();
    if !first.is_empty() {
        runs.push(if strong { Run::strong(first) } else { Run::plain(first) });
    }
    if !of.is_empty() {
        runs.push(Run::plain(format!("\n{of}")).in_colour(QUIET));
    }
    runs
}

/// A breakdown: a row for each promise, a column for each group.
fn matrix(flow: &mut Flow<'_>, of: Branch, section: &str, matrix: &Matrix) {
    flow.heading(of, 3, &matrix.title);
    if !matrix.heads.is_empty() {
        let group = 66.0;
        let title = (flow.width - group * matrix.heads.len() as f32).min(330.0);
        let widths = std::iter::once(title).chain(matrix.heads.iter().map(|_| group)).collect();
        let heads = matrix.heads.iter().map(|head| Cell::text(vec![Run::strong(head)]).at(Align::End));
        let first = Cell::text(vec![Run::strong(Column::Title.heading())]);
        let row = |row: &MatrixRow| {
            let name = Cell::text(vec![Run::plain(format!("{} {}", row.id, row.title))]).heading();
            let cells = row.cells.iter().map(|found| Cell::text(figure(found, false)).at(Align::End));
            Row::Cells(std::iter::once(name).chain(cells).collect())
        };
        let summary = format!("{section}: {}, a row for each promise, a column for each group.", matrix.title);
        let rows = matrix.rows.iter().map(row).collect();
        flow.table(of, &Table { summary, widths, head: std::iter::once(first).chain(heads).collect(), rows, size: SMALL });
    }
    if let Some(note) = &matrix.note {
        flow.paragraph(of, &[Run::plain(note).in_colour(QUIET)], SMALL, 2.0);
    }
    flow.gap(4.0);
}

/// What is said below the table of a group.
fn below(flow: &mut Flow<'_>, of: Branch, said: &Said<'_>) {
    for (row, details) in said.commentary.iter().chain(&said.rows) {
        flow.heading(of, 3, &format!("{} {}", row.id, row.title));
        for detail in details {
            let runs = [Run::strong(format!("{}: ", detail.label)), Run::plain(&detail.text)];
            flow.paragraph(of, &runs, TEXT, 1.5);
        }
    }
    if !said.alike.is_empty() {
        flow.gap(4.0);
    }
    // One paragraph for each kind: reasons are short, and a line for each would be a page.
    for alike in said.alike.chunk_by(|(a, _), (b, _)| a.label == b.label) {
        let Some((first, _)) = alike.first() else { continue };
        let texts: Vec<String> = alike.iter().map(|(detail, rows)| format!("{} ({})", detail.text, rows.join(", "))).collect();
        flow.paragraph(of, &[Run::strong(format!("{}: ", first.label)), Run::plain(texts.join("; "))], TEXT, 2.0);
    }
}

fn notes_table(flow: &mut Flow<'_>, of: Branch, notes: &[&(&scorecard::Row, Vec<&str>)], id: f32) {
    let title = 190.0;
    let widths = vec![id, title, flow.width - id - title];
    let head = ["Row", "Promise", "Notes"].map(|text| Cell::text(vec![Run::strong(text)])).to_vec();
    let row = |(row, notes): &(&scorecard::Row, Vec<&str>)| {
        let sentences: Vec<String> =
            notes.iter().map(|note| format!("{}{}", words::capital(note), if note.ends_with('.') { "" } else { "." })).collect();
        Row::Cells(vec![
            Cell::text(vec![Run::plain(&row.id)]).heading(),
            Cell::text(vec![Run::plain(&row.title)]),
            Cell::text(vec![Run::plain(sentences.join(" "))]),
        ])
    };
    let rows = notes.iter().map(|found| row(found)).collect();
    let summary = "Notes and sources: what the reader of each row should know, and where it is from.".to_owned();
    flow.table(of, &Table { summary, widths, head, rows, size: 7.5 });
}

/// Widths of the columns: what is left is the title's.
fn widths(flow: &Flow<'_>, page: &Page<'_>) -> Vec<f32> {
    let rows = page.scorecard.wholes();
    let id = rows.map(|row| flow.wide(&Run::plain(&row.id), SMALL)).fold(24.0, f32::max).min(125.0) + 7.0;
    let mut widths: Vec<f32> = page
        .columns
        .iter()
        .map(|column| match column {
            Column::Id => id,
            Column::Title => 0.0,
            Column::TargetBy => 98.0,
            Column::Rating => 60.0,
            Column::FigureOf => 76.0,
            Column::Trend => picture::WIDTH as f32 * 0.75 + 6.0,
            Column::Lead => 86.0,
            column if column.is_travel() => 70.0,
            _ => 48.0,
        })
        .collect();
    let taken: f32 = widths.iter().sum();
    if let Some(title) = widths.get_mut(1) {
        *title = (flow.width - taken).max(90.0);
    }
    widths
}

fn legend(scorecard: &Scorecard, charted: bool) -> String {
    let months = || scorecard.rows().flat_map(|row| &row.series).map(|point| point.month);
    let span = match (months().min(), months().max()) {
        (Some(first), Some(last)) => format!("Trend: {} to {}. ", first.long(), last.long()),
        _ => String::new(),
    };
    span + &picture::key(charted, span::steps(scorecard))
}
