//! A Word document for board papers: headings, tables that repeat their heads, pictures with words.
//!
//! Takes a document, gives the bytes of a DOCX. The parts are written here, element by element, and packed
//! by the `zip` crate: why is in `docs/decisions/0006-word-documents.md`.

mod blocks;
mod board;
mod counts;
mod package;
mod styles;
mod xml;

use super::layout::{self, Column, Page};
use super::words;
use crate::scorecard::Document;
use blocks::{PLAIN, bookmarked, paragraph, paragraph_on_new_page, run};
use board::Body;
use package::Package;
pub(super) use styles::colours;

/// The document's bytes, the same for the same document.
///
/// # Errors
/// Only for faults of ours.
pub fn render(document: &Document) -> anyhow::Result<Vec<u8>> {
    let mut body = Body::default();
    let title = match document.scorecards.as_slice() {
        [one] => one.title.clone(),
        _ => format!("Scorecards for {}", document.period.long()),
    };
    let several = document.scorecards.len() > 1;
    let bookmark = |number: usize| format!("scorecard_{number}");
    let pages: Vec<Page<'_>> =
        document.scorecards.iter().map(|scorecard| layout::page(document, scorecard, Column::of_document(scorecard))).collect();
    if several {
        body.blocks.push(paragraph("Title", [run(&title, PLAIN)]));
        body.blocks.push(paragraph("Facts", document.scorecards.first().map(|first| run(&words::as_at(document, first), PLAIN))));
        body.blocks.push(paragraph("AfterTable", []));
        body.blocks.push(counts::overview(&pages, bookmark));
    }
    for (at, page) in pages.iter().enumerate() {
        let heading = bookmarked(at, &bookmark(at), run(&page.scorecard.title, PLAIN));
        let heading = if several { paragraph_on_new_page("Heading1", heading) } else { paragraph("Heading1", heading) };
        body.scorecard(page, heading)?;
    }
    let footer = board::footer(&title, document);
    Package { title, generated: document.generated, body: body.blocks, footer, pictures: body.pictures }.pack()
}
