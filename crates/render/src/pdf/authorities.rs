//! Authorities side by side in a PDF: one table of all rows, in blocks where there are more authorities than a page is wide.

use super::board::TEXT;
use super::faces::Faces;
use super::flow::Flow;
use super::grid::{Align, Cell, Row as Line, Table};
use super::lines::{QUIET, Run};
use super::look;
use super::sheet::{Kind, Sheet};
use crate::authorities::{self, SideBySide};
use crate::words;
use scorecard_core::scorecard::{Document, Row};

/// The least width of an authority's column, in points.
const LEAST: f32 = 68.0;

/// The width of the column of names.
const NAMES: f32 = 230.0;

/// How large the letters are.
const SIZE: f32 = 9.0;

/// The tables of a document, each on pages of its own; nothing where no scorecard is of several authorities.
pub fn tables(sheet: &mut Sheet, faces: &Faces, document: &Document) {
    for table in authorities::tables(document) {
        let section = sheet.branch(Sheet::ROOT, Kind::Section);
        let mut flow = Flow::new(sheet, faces);
        flow.heading(section, 1, &table.title());
        let as_at = words::as_at(document, table.authorities[0].1);
        flow.paragraph(section, &[Run::plain(as_at)], TEXT, 2.0);
        for said in table.legend(true) {
            flow.paragraph(section, &[Run::plain(said).in_colour(QUIET)], TEXT, 1.0);
        }
        let names = table.names();
        let most = ((flow.width - NAMES) / LEAST).max(1.0) as usize;
        let number = names.len().div_ceil(most).max(1);
        let places: Vec<usize> = (0..names.len()).collect();
        for block in places.chunks(names.len().div_ceil(number).max(1)) {
            flow.gap(8.0);
            let wide = ((flow.width - NAMES) / block.len() as f32).min(110.0);
            flow.table(section, &part(&table, &names, block, wide));
        }
    }
}

/// Some of the authorities.
fn part(table: &SideBySide<'_>, names: &[String], block: &[usize], wide: f32) -> Table {
    let mut head = vec![Cell::text(vec![Run::strong("Promise")])];
    head.extend(block.iter().filter_map(|at| names.get(*at)).map(|name| Cell::text(vec![Run::strong(name)]).at(Align::End)));
    let rows = table.lines().into_iter().map(|line| match line {
        authorities::Line::Group(title) => Line::Across(title.to_owned()),
        authorities::Line::Row(first, all) => {
            let mut cells = vec![Cell::text(vec![Run::plain(&first.title)]).heading()];
            cells.extend(block.iter().map(|at| figure(all.get(*at).copied().flatten())));
            Line::Cells(cells)
        }
    });
    Table {
        summary: "A row for each indicator with the figure and the rating of each authority.".to_owned(),
        widths: std::iter::once(NAMES).chain(block.iter().map(|_| wide)).collect(),
        head,
        rows: rows.collect(),
        size: SIZE,
    }
}

fn figure(row: Option<&Row>) -> Cell {
    let Some(row) = row else { return Cell::text(Vec::new()) };
    let figure = authorities::figure(row);
    if !authorities::is_rated(row) {
        return Cell::text(vec![Run::plain(figure)]).at(Align::End);
    }
    let (shade, ink) = look::colours(row.rating);
    let text = format!("{figure} {}", words::mark(row.rating, true));
    let spoken = format!("{figure}, {}", words::rating(row.rating).to_lowercase());
    Cell::text(vec![Run::plain(text).in_colour(ink)]).on(Some(shade)).at(Align::End).spoken(spoken)
}
