//! How many rows stand how, of all scorecards in the file.

use super::blocks::{self, BOLD, Look, PLAIN, cell, paragraph, run};
use super::styles::{TEXT_WIDTH, colours};
use super::xml::Element;
use crate::layout::Page;
use crate::paper::Part;
use crate::words;
use scorecard_core::rating::Rating;

/// The width of a count, in twentieths of a point.
const WIDTH: usize = 1_800;

/// All scorecards of the file, each a link to its bookmark, with their counts.
pub fn overview(parts: &[Part<'_>], bookmark: impl Fn(usize) -> String) -> Element {
    let ratings = parts.first().map_or(&[][..], |part| part.page.summary.as_slice());
    let name = TEXT_WIDTH.saturating_sub(WIDTH * ratings.len());
    let widths: Vec<usize> = std::iter::once(name).chain(ratings.iter().map(|_| WIDTH)).collect();
    let first = cell(name, None, paragraph("CellHeading", [run("Scorecard", BOLD)]));
    let head = std::iter::once(first).chain(ratings.iter().map(|(rating, _)| heading(*rating)));
    let mut rows = vec![blocks::row(true, head)];
    for (at, part) in parts.iter().enumerate() {
        let page = &part.page;
        let link = paragraph("CellText", [blocks::link(&bookmark(at), &page.scorecard.title)]);
        rows.push(blocks::row(false, std::iter::once(cell(name, None, link)).chain(counts(page, "CellText"))));
    }
    blocks::table("Scorecards", "Each scorecard with how many of its rows have each rating.", &widths, rows)
}

fn heading(rating: Rating) -> Element {
    let (fill, ink) = colours(rating);
    let text = format!("{} {}", words::mark(rating, true), words::rating(rating));
    cell(WIDTH, Some(fill), paragraph("CellHeading", [run(&text, Look { bold: true, colour: Some(ink) })]))
}

fn counts(page: &Page<'_>, style: &str) -> impl Iterator<Item = Element> {
    page.summary.iter().map(move |(_, number)| cell(WIDTH, None, paragraph(style, [run(&number.to_string(), PLAIN)])))
}
