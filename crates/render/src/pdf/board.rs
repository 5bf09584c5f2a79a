//! What follows the front page of a scorecard: the month in brief, its tables, what is said below them, the notes.

use super::charts;
use super::flow::Flow;
use super::front;
use super::grid::{Align, Cell, Content, Row, Table};
use super::lines::{QUIET, Run};
use super::look::colours;
use super::sheet::Branch;
use crate::brief::Topic;
use crate::layout::{self, Column, Detail, Line, Matrix, MatrixRow, Page};
use crate::paper::{notes, strip};
use crate::said::{self, Said, said};
use crate::{picture, span, words};
use scorecard_core::scorecard::Scorecard;

/// The size of running text.
pub const TEXT: f32 = 9.0;
/// The size of tables and of what stands in columns.
pub const SMALL: f32 = 8.0;
/// How large a unit of a small picture is, in points.
const PICTURE: f32 = 0.75 / picture::SHARPNESS as f32;

/// How many columns short paragraphs stand in: of one or two lines, or of a few words each.
pub const SENTENCES: usize = 3;
const ITEMS: usize = 2;

/// The pages of a scorecard behind its first: the month in brief, the tables with their charts, the strips.
pub fn board(flow: &mut Flow<'_>, of: Branch, page: &Page<'_>, brief: &[Topic]) {
    if !brief.is_empty() {
        flow.heading(of, 2, "The month in brief");
        flow.in_like_columns(ITEMS, |flow| {
            for topic in brief {
                flow.heading(of, 3, &topic.title);
                let items: Vec<Vec<Run>> = topic.items.iter().map(|item| vec![Run::plain(item)]).collect();
                flow.list(of, &items, SMALL, 1.0);
            }
        });
    }
    flow.heading(of, 2, "About this scorecard");
    for fact in &page.facts {
        flow.paragraph(of, &[Run::plain(fact)], SMALL, 1.5);
    }
    for symbol in &page.symbols {
        flow.paragraph(of, &[Run::plain(words::legend(*symbol))], SMALL, 1.0);
    }
    if page.columns.contains(&Column::Trend) {
        let charted = page.scorecard.every_row().any(|row| row.chart.as_ref().is_some_and(|chart| chart.enough));
        flow.paragraph(of, &[Run::plain(legend(page.scorecard, charted)).in_colour(QUIET)], SMALL, 2.0);
    }
    let widths = widths(flow, page);
    for section in &page.sections {
        flow.heading(of, 2, section.title);
        for part in &section.parts {
            if let Some(about) = part.about {
                flow.heading(of, 3, about);
            }
            let caption = part.about.map_or_else(|| section.title.to_owned(), |about| format!("{}: {about}", section.title));
            table(flow, of, page, &part.lines, &widths, &caption);
        }
        section.matrices.iter().for_each(|found| matrix(flow, of, section.title, found));
    }
    charts::multiples(flow, of, page.scorecard);
    charts::in_groups(flow, of, page.scorecard);
    let further = strip::further(page.scorecard);
    if !further.is_empty() {
        flow.heading(of, 2, strip::FURTHER);
        front::strips(flow, of, strip::KEY, &further, SMALL);
    }
}

/// What is said of its rows, and the notes: short paragraphs.
pub fn sentences(flow: &mut Flow<'_>, of: Branch, page: &Page<'_>) {
    let told: Vec<Said<'_>> = page.sections.iter().map(said).collect();
    if told.iter().any(Said::has_more) {
        flow.heading(of, 2, said::HEADING);
    }
    for (section, said) in page.sections.iter().zip(&told) {
        below(flow, of, section.title, said);
    }
    let notes = notes::notes(&told);
    if notes.is_empty() {
        return;
    }
    flow.heading(of, 2, notes::HEADING);
    let own = notes.own.iter().map(|(row, text)| (row.id.as_str(), text));
    for (ids, text) in own.chain(notes.shared.iter().map(|(ids, text)| (ids.as_str(), text))) {
        flow.paragraph(of, &[Run::strong(format!("{ids}: ")), Run::plain(text)], SMALL, 1.5);
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
            Cell::text(vec![Run::strong(text).in_colour(ink)]).badge(shade).spoken(words::rating(*rating))
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

/// What is said of the rows of a group, under its name.
fn below(flow: &mut Flow<'_>, of: Branch, title: &str, said: &Said<'_>) {
    if !said.has_more() {
        return;
    }
    flow.heading(of, 3, title);
    for (row, details) in said.commentary.iter().chain(&said.rows) {
        let (open, rest): (Vec<&Detail>, Vec<&Detail>) =
            details.iter().filter(|detail| !detail.is_legend()).partition(|detail| said::in_the_open(row, detail));
        if open.is_empty() && rest.is_empty() {
            continue;
        }
        flow.heading(of, 4, &words::name_in_short(row));
        for (at, detail) in open.iter().enumerate() {
            let label = said::label(at.checked_sub(1).and_then(|at| open.get(at).copied()), detail);
            flow.paragraph(of, &[Run::strong(format!("{label}: ")), Run::plain(&detail.text)], SMALL, 1.0);
        }
        // What nobody said is short, and follows in one paragraph.
        let mut runs = Vec::new();
        for (at, detail) in rest.iter().enumerate() {
            let before = if at > 0 { ". " } else { "" };
            runs.extend([Run::plain(before), Run::strong(format!("{}: ", detail.label)), Run::plain(&detail.text)]);
        }
        if !rest.is_empty() {
            flow.paragraph(of, &runs, SMALL, 1.5);
        }
    }
    // One paragraph for each kind: reasons are short, and a line for each would be a page.
    let alike: Vec<_> = said.alike.iter().filter(|(detail, _)| !detail.is_legend()).collect();
    for alike in alike.chunk_by(|(a, _), (b, _)| a.label == b.label) {
        let Some((first, _)) = alike.first() else { continue };
        let texts: Vec<String> = alike.iter().map(|(detail, rows)| format!("{} ({})", detail.text, rows.join(", "))).collect();
        flow.paragraph(of, &[Run::strong(format!("{}: ", first.label)), Run::plain(texts.join("; "))], SMALL, 1.5);
    }
}

/// Widths of the columns: what is left is shared by those of words.
fn widths(flow: &Flow<'_>, page: &Page<'_>) -> Vec<f32> {
    let rows = page.scorecard.rows();
    let id = rows.map(|row| flow.wide(&Run::plain(&row.id), SMALL)).fold(24.0, f32::max).min(125.0) + 7.0;
    let fixed = |column: &Column| match column {
        Column::Title | Column::TargetBy | Column::Lead => 0.0,
        Column::Id => id,
        Column::Rating => 58.0,
        Column::FigureOf => 76.0,
        Column::Trend => picture::WIDTH as f32 * 0.75 + 6.0,
        column if column.is_travel() => 66.0,
        _ => 46.0,
    };
    let share = |column: &Column| match column {
        Column::Title => 9.0,
        Column::TargetBy => 7.0,
        Column::Lead => 9.0,
        _ => 0.0,
    };
    let left = flow.width - page.columns.iter().map(fixed).sum::<f32>();
    let shares = page.columns.iter().map(share).sum::<f32>().max(1.0);
    page.columns.iter().map(|column| fixed(column) + left * share(column) / shares).collect()
}

fn legend(scorecard: &Scorecard, charted: bool) -> String {
    let months = || scorecard.every_row().flat_map(|row| &row.series).map(|point| point.month);
    let span = match (months().min(), months().max()) {
        (Some(first), Some(last)) => format!("Trend: {} to {}. ", first.long(), last.long()),
        _ => String::new(),
    };
    span + &picture::key(charted, span::steps(scorecard))
}
