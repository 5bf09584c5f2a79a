//! A PDF for board papers: tagged for those who listen (PDF/UA-1), its faces within it, its first page on one side of A4.
//!
//! Takes a document, gives bytes, the same for the same document. `flow` and `front` put blocks on pages, `sheet` holds
//! what stands where and what it is, `write` makes the file with krilla ([decision 9](../../docs/decisions/0009-pdf.md)).

mod authorities;
mod board;
mod charts;
mod faces;
mod flow;
mod front;
mod grid;
mod lines;
mod look;
mod sheet;
mod write;

use super::formats::{Format, Look, Wants};
use super::paper::{self, Annex, Block, Paper};
use super::words;
use faces::{Faces, Weight};
use flow::{Flow, SIDE};
use grid::{Align, Cell, Row, Table};
use lines::{QUIET, Run};
use scorecard_core::scorecard::Document;
use sheet::{Branch, HEIGHT, Item, Kind, Sheet, WIDTH};
use write::About;

pub(super) static FORMAT: Format<Document, Look> = Format {
    name: "pdf",
    ending: "pdf",
    about: "A PDF, tagged for those who listen",
    offered: 3,
    terminal: false,
    children: false,
    wants: Wants { history: true, pages: true, forecast: true, ..Wants::FIGURES },
    beside: None,
    render: |document, _| render(document),
};

/// The document's bytes, the same for the same document.
///
/// # Errors
/// Only for faults of ours.
pub fn render(document: &Document) -> anyhow::Result<Vec<u8>> {
    let paper = paper::paper(document);
    let faces = Faces::new()?;
    let sheet = sheet(document, &paper, &faces);
    let about = About {
        title: &paper.title,
        author: paper.letterhead.author.as_deref(),
        made: document.generated,
        logo: paper.letterhead.logo.as_ref(),
    };
    write::write(&sheet, &faces, &about)
}

/// What stands on each page, piece by piece in the order in which it is drawn: for those who hold it against the document.
///
/// # Errors
/// Only for faults of ours.
pub fn texts(document: &Document) -> anyhow::Result<Vec<Vec<String>>> {
    let sheet = sheet(document, &paper::paper(document), &Faces::new()?);
    let text = |item: &Item| if let Item::Text { run, .. } = item { Some(run.text.clone()) } else { None };
    Ok(sheet.pages.iter().map(|items| items.iter().filter_map(text).collect()).collect())
}

/// All pages of a paper.
fn sheet(document: &Document, paper: &Paper<'_>, faces: &Faces) -> Sheet {
    let mut sheet = Sheet::new();
    if paper.parts.len() > 1 {
        contents(&mut sheet, faces, paper, document);
        authorities::tables(&mut sheet, faces, document);
    }
    for (at, part) in paper.parts.iter().enumerate() {
        let section = sheet.branch(Sheet::ROOT, Kind::Section);
        front::front(&mut sheet, faces, section, &part.front, paper.letterhead.logo.as_ref(), at);
        let mut flow = Flow::new(&mut sheet, faces);
        board::board(&mut flow, section, &part.page, &part.brief);
        flow.in_columns(board::SENTENCES, |flow| {
            board::sentences(flow, section, &part.page);
            // The annexes follow the last scorecard where it ends.
            if at + 1 == paper.parts.len() {
                annexes(flow, &paper.annexes);
            }
        });
    }
    if sheet.pages.is_empty() {
        let mut flow = Flow::new(&mut sheet, faces);
        flow.heading(Sheet::ROOT, 1, &paper.title);
        flow.paragraph(Sheet::ROOT, &[Run::plain("No scorecard.")], board::TEXT, 0.0);
    }
    margins(&mut sheet, faces, paper);
    sheet
}

/// The scorecards of the file with how many rows stand how, each a link to its first page.
fn contents(sheet: &mut Sheet, faces: &Faces, paper: &Paper<'_>, document: &Document) {
    let mut flow = Flow::new(sheet, faces);
    flow.heading(Sheet::ROOT, 1, &paper.title);
    let as_at = paper.parts.first().map(|part| words::as_at(document, part.scorecard)).unwrap_or_default();
    flow.paragraph(Sheet::ROOT, &[Run::plain(as_at)], board::TEXT, 8.0);
    let Some(first) = paper.parts.first() else { return };
    let ratings: Vec<_> = first.page.summary.iter().map(|(rating, _)| *rating).collect();
    let wide = 72.0;
    let mut widths = vec![flow.width - wide * ratings.len() as f32];
    widths.extend(ratings.iter().map(|_| wide));
    let mut head = vec![Cell::text(vec![Run::strong("Scorecard")])];
    head.extend(ratings.iter().map(|rating| {
        let (shade, ink) = look::colours(*rating);
        let text = format!("{} {}", words::mark(*rating, true), words::rating(*rating));
        Cell::text(vec![Run::strong(text).in_colour(ink)]).on(Some(shade)).at(Align::End).spoken(words::rating(*rating))
    }));
    let row = |part: &paper::Part<'_>| {
        let mut cells = vec![Cell::text(vec![Run::plain(&part.scorecard.title).in_colour(LINK)]).heading()];
        cells.extend(part.page.summary.iter().map(|(_, number)| Cell::text(vec![Run::plain(number.to_string())]).at(Align::End)));
        Row::Cells(cells)
    };
    let rows = paper.parts.iter().map(row).collect();
    let summary = "Each scorecard with how many of its rows have each rating.".to_owned();
    let places = flow.table(Sheet::ROOT, &Table { summary, widths, head, rows, size: 10.0 });
    // The links stand behind the table as a list of their own: a cell that is a link would lose its column.
    let list = sheet.branch(Sheet::ROOT, Kind::List);
    for (to, (area, part)) in places.iter().zip(&paper.parts).enumerate() {
        let item = sheet.branch(list, Kind::Item);
        let body = sheet.branch(item, Kind::Body);
        let link = sheet.branch(body, Kind::Link);
        let leaf = sheet.leaf(link);
        let words = format!("To the scorecard {}", part.scorecard.title);
        sheet.put(area.page, Item::Link { edges: area.edges, to, words, leaf });
    }
}

/// The colour of a link.
const LINK: crate::drawing::Colour = (0x1d, 0x70, 0xb8);

/// The heading of the annexes has that of the first and a few lines of it below it.
const SHORT: f32 = 100.0;

fn annexes(flow: &mut Flow<'_>, annexes: &[Annex]) {
    if annexes.is_empty() {
        return;
    }
    let section: Branch = flow.sheet.branch(Sheet::ROOT, Kind::Section);
    flow.gap(8.0);
    flow.need(SHORT);
    flow.heading(section, 1, "Annexes");
    for annex in annexes {
        flow.heading(section, 2, &annex.title);
        for block in &annex.blocks {
            match block {
                Block::Heading(text) => flow.heading(section, 3, text),
                Block::Text(text) => flow.paragraph(section, &[Run::plain(text)], board::SMALL, 1.5),
                Block::Terms(terms) => {
                    for (term, said) in terms {
                        let runs = [Run::strong(format!("{term}: ")), Run::plain(said)];
                        flow.paragraph(section, &runs, board::SMALL, 1.0);
                    }
                }
            }
        }
    }
}

/// The marking at the head of every page; at its foot the marking again, what the paper is, and the number of the page.
fn margins(sheet: &mut Sheet, faces: &Faces, paper: &Paper<'_>) {
    let pages = sheet.pages.len();
    let size = 8.0;
    for page in 0..pages {
        let mut put = |at: (f32, f32), run: Run| sheet.put(page, Item::Text { at, size, run, leaf: None });
        let wide = |run: &Run| faces.width(&run.text, run.weight, size);
        let marking = Run { weight: Weight::Strong, ..Run::plain(&paper.marking) };
        let number = Run::plain(format!("Page {} of {pages}", page + 1)).in_colour(QUIET);
        let foot = Run::plain(&paper.foot).in_colour(QUIET);
        let (right, middle) = (WIDTH - SIDE, WIDTH / 2.0);
        let edges = (right - wide(&marking) - 8.0, 15.0, right, 29.0);
        put((right - wide(&marking) - 4.0, 25.0), marking.clone());
        put((SIDE, HEIGHT - 18.0), foot);
        put((middle - wide(&marking) / 2.0, HEIGHT - 18.0), marking);
        put((right - wide(&number), HEIGHT - 18.0), number);
        sheet.put(page, Item::Frame { edges });
    }
}
