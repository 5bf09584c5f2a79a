//! Authorities side by side in Word: one table of all rows, in blocks where there are more authorities than a page is wide.

use super::blocks::{self, BOLD, Look, PLAIN, cell, paragraph, run};
use super::body::Body;
use super::styles::colours;
use super::xml::Element;
use crate::authorities::{self, Line, SideBySide};
use crate::words;
use scorecard_core::scorecard::{Document, Row};

/// The least width of an authority's column, in twentieths of a point.
const LEAST: usize = 1_590;

/// The width of the column of names.
const NAMES: usize = 4_000;

/// Adds the tables of a document, each with its heading; nothing where no scorecard is of several authorities.
pub fn add(body: &mut Body, document: &Document) {
    for table in authorities::tables(document) {
        body.blocks.push(paragraph("AfterTable", []));
        body.heading("Heading1", 1, &table.title());
        body.blocks.push(paragraph("Facts", [run(&words::as_at(document, table.authorities[0].1), PLAIN)]));
        body.blocks.extend(table.legend(true).iter().map(|said| paragraph("Facts", [run(said, PLAIN)])));
        let names = table.names();
        let width = body.frame.width;
        let most = (width.saturating_sub(NAMES) / LEAST).max(1);
        // Blocks of one width, none of a single authority where that can be helped.
        let number = names.len().div_ceil(most);
        let places: Vec<usize> = (0..names.len()).collect();
        for block in places.chunks(names.len().div_ceil(number.max(1)).max(1)) {
            body.caption(&table.title());
            body.blocks.push(part(&table, &names, block, width));
            body.blocks.push(paragraph("AfterTable", []));
        }
    }
}

/// Some of the authorities.
fn part(table: &SideBySide<'_>, names: &[String], block: &[usize], width: usize) -> Element {
    let wide = (width.saturating_sub(NAMES) / block.len().max(1)).min(2_200);
    let widths: Vec<usize> = std::iter::once(NAMES).chain(block.iter().map(|_| wide)).collect();
    let first = cell(NAMES, None, paragraph("CellHeading", [run("Promise", BOLD)]));
    let heads = block.iter().filter_map(|at| names.get(*at));
    let heads = heads.map(|name| cell(wide, None, paragraph("CellHeadingRight", [run(name, BOLD)])));
    let mut rows = vec![blocks::row(true, std::iter::once(first).chain(heads))];
    for line in table.lines() {
        rows.push(match line {
            Line::Group(title) => {
                let whole: usize = widths.iter().sum();
                let text = paragraph("CellHeading", [run(title, BOLD)]);
                blocks::row(false, [blocks::across(widths.len(), whole, "EEEFEF", text)])
            }
            Line::Row(first, all) => {
                let name = cell(NAMES, None, paragraph("CellText", [run(&first.title, PLAIN)]));
                let figures = block.iter().map(|at| figure(all.get(*at).copied().flatten(), wide));
                blocks::row(false, std::iter::once(name).chain(figures))
            }
        });
    }
    blocks::table(&table.title(), "A row for each indicator with the figure and the rating of each authority.", &widths, rows)
}

fn figure(row: Option<&Row>, width: usize) -> Element {
    let Some(row) = row else { return cell(width, None, paragraph("CellNumber", [])) };
    let figure = authorities::figure(row);
    if !authorities::is_rated(row) {
        return cell(width, None, paragraph("CellNumber", [run(&figure, PLAIN)]));
    }
    let (fill, ink) = colours(row.rating);
    let look = Look { bold: false, colour: Some(ink) };
    let text = format!("{figure} {}", words::mark(row.rating, true));
    cell(width, Some(fill), paragraph("CellNumber", [run(&text, look)]))
}
