//! A Word document for board papers: headings, tables that repeat their heads, pictures with words.
//!
//! Takes a document, gives the bytes of a DOCX. The parts are written here, element by element, and packed
//! by the `zip` crate: why is in `docs/decisions/0006-word-documents.md`.

mod authorities;
mod behind;
mod blocks;
mod board;
mod counts;
mod front;
mod package;
mod styles;
mod theme;
mod xml;

use super::paper::paper;
use super::words;
use blocks::{PLAIN, bookmarked, paragraph, run};
use board::Body;
use package::{Package, Section};
use scorecard_core::scorecard::Document;
pub(super) use styles::colours;

/// The document's bytes, the same for the same document.
///
/// # Errors
/// Only for faults of ours.
pub fn render(document: &Document) -> anyhow::Result<Vec<u8>> {
    let mut body = Body::default();
    let paper = paper(document);
    let several = paper.parts.len() > 1;
    let bookmark = |number: usize| format!("scorecard_{number}");
    if several {
        body.blocks.push(paragraph("Title", [run(&paper.title, PLAIN)]));
        body.blocks.push(paragraph("Facts", document.scorecards.first().map(|first| run(&words::as_at(document, first), PLAIN))));
        body.blocks.push(paragraph("AfterTable", []));
        body.blocks.push(counts::overview(&paper.parts, bookmark));
        body.blocks.extend(authorities::tables(document));
        body.blocks.push(blocks::section("AfterTable", Section { columns: 1, starts_page: true }));
    }
    for (at, part) in paper.parts.iter().enumerate() {
        if at > 0 {
            body.blocks.push(blocks::section("AfterTable", Section { columns: 1, starts_page: true }));
        }
        let title = paragraph("FrontTitle", bookmarked(at, &bookmark(at), run(&part.scorecard.title, PLAIN)));
        body.front(&part.front, &part.scorecard.letterhead, title)?;
        body.scorecard(part)?;
    }
    body.annexes(&paper.annexes);
    let (header, footer) = (board::header(&paper), board::footer(&paper));
    let (author, accent) = (paper.letterhead.author.clone(), paper.letterhead.accent);
    Package {
        title: paper.title,
        author,
        accent,
        generated: document.generated,
        body: body.blocks,
        header,
        footer,
        pictures: body.pictures,
    }
    .pack()
}
