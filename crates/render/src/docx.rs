//! A Word document for board papers: headings, tables that repeat their heads, pictures with words.
//!
//! Takes a document, gives the bytes of a DOCX. The parts are written here, element by element, and packed
//! by the `zip` crate: why is in `docs/decisions/0006-word-documents.md`.

mod authorities;
mod behind;
mod blocks;
mod board;
mod body;
mod counts;
mod frame;
mod front;
mod package;
mod styles;
pub mod template;
mod theme;
mod xml;

use super::formats::{Format, Look, Wants};
use super::paper::paper_on;
use super::words;
use blocks::{PLAIN, paragraph, run};
use body::Body;
use frame::Frame;
use package::Package;
use scorecard_core::scorecard::Document;
pub(crate) use styles::colours;
use template::council::Council;

pub(super) static FORMAT: Format<Document, Look> = Format {
    name: "docx",
    ending: "docx",
    about: "A Word document",
    offered: 2,
    terminal: false,
    children: false,
    wants: Wants { history: true, pages: true, forecast: true, template: true, ..Wants::FIGURES },
    beside: None,
    render: |document, _| render(document),
};

/// The document's bytes, the same for the same document.
///
/// # Errors
/// Only for faults of ours.
pub fn render(document: &Document) -> anyhow::Result<Vec<u8>> {
    let council = document.template().map(Council::of).transpose().map_err(|why| anyhow::anyhow!("the template: {why}"))?;
    let mut body = Body::on(council.as_ref().map_or_else(Frame::own, Council::frame));
    let paper = paper_on(document, body.frame.lines());
    let several = paper.parts.len() > 1;
    let mut overview = None;
    if several {
        body.blocks.push(paragraph("Title", [run(&paper.title, PLAIN)]));
        body.blocks.push(paragraph("Facts", document.scorecards.first().map(|first| run(&words::as_at(document, first), PLAIN))));
        overview = Some(body.blocks.len());
        authorities::add(&mut body, document);
        body.end_section(1, true);
        body.contents();
        body.end_section(1, false);
    }
    let mut bookmarks = Vec::new();
    for (at, part) in paper.parts.iter().enumerate() {
        if at > 0 {
            body.end_columns();
        }
        body.front(&part.front, &part.scorecard.letterhead)?;
        bookmarks.extend(body.last_title().map(str::to_owned));
        body.scorecard(part, !several)?;
    }
    body.annexes(&paper.annexes);
    body.fill_contents();
    if let Some(at) = overview {
        let table = counts::overview(&paper.parts, &bookmarks, body.frame.width);
        body.blocks.insert(at, table);
    }
    let last = body.last_section();
    body.blocks.push(last);
    let (header, footer) = (board::header(&paper), board::footer(&paper));
    let (author, accent) = (paper.letterhead.author.clone(), paper.letterhead.accent);
    let marking = paper.marking.clone();
    let package = Package {
        title: paper.title,
        author,
        accent,
        generated: document.generated,
        body: body.blocks,
        header,
        footer,
        pictures: body.pictures,
    };
    match council {
        Some(council) => council.pack(package, &marking),
        None => package.pack(),
    }
}
