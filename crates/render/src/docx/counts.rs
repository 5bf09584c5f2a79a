//! How many rows stand how, of all scorecards in the file.

use super::blocks::{self, BOLD, PLAIN, cell, paragraph, run};
use super::styles::{self, Where};
use super::xml::Element;
use crate::layout::Page;
use crate::paper::Part;
use crate::words;
use scorecard_core::rating::Rating;

/// How many counts would have room across the page.
const SHARE: usize = 8;

/// All scorecards of the file, each a link to its bookmark, with their counts.
pub fn overview(parts: &[Part<'_>], bookmarks: &[String], across: usize) -> Element {
    let ratings = parts.first().map_or(&[][..], |part| part.page.summary.as_slice());
    let wide = across / SHARE;
    let name = across.saturating_sub(wide * ratings.len());
    let widths: Vec<usize> = std::iter::once(name).chain(ratings.iter().map(|_| wide)).collect();
    let first = cell(name, None, paragraph("CellHeading", [run("Scorecard", BOLD)]));
    let head = std::iter::once(first).chain(ratings.iter().map(|(rating, _)| heading(*rating, wide)));
    let mut rows = vec![blocks::row(true, head)];
    for (part, bookmark) in parts.iter().zip(bookmarks) {
        let page = &part.page;
        let link = paragraph("CellText", [blocks::link(bookmark, &page.scorecard.title)]);
        rows.push(blocks::row(false, std::iter::once(cell(name, None, link)).chain(counts(page, wide))));
    }
    blocks::table("Scorecards", "Each scorecard with how many of its rows have each rating.", &widths, rows)
}

fn heading(rating: Rating, wide: usize) -> Element {
    let text = format!("{} {}", words::mark(rating, true), words::rating(rating));
    cell(wide, None, paragraph(&styles::rating(rating, Where::Cell), [run(&text, PLAIN)]))
}

fn counts(page: &Page<'_>, wide: usize) -> impl Iterator<Item = Element> {
    page.summary.iter().map(move |(_, number)| cell(wide, None, paragraph("CellText", [run(&number.to_string(), PLAIN)])))
}
