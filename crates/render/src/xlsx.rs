//! An Excel workbook by the rules for accessible spreadsheets.
//!
//! Takes the document, gives bytes: a cover, a list of contents, notes, then for each scorecard one sheet with
//! one marked-up table, and where there is a history a sheet of it and one of charts. Numbers stay numbers.
//! Nothing is merged, frozen, filtered or hidden. Computes nothing: pages are those of `layout`.

mod authorities;
mod charts;
mod fit;
mod front;
mod grid;
mod height;
mod history;
mod names;
mod scorecards;
mod styles;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet};

use super::formats::{Format, Look, Wants};
use super::layout::{self, Column, Page};
use super::span;
use history::History;
use names::Names;
use scorecard_core::calendar::{Month, day};
use scorecard_core::scorecard::Document;

pub(super) static FORMAT: Format<Document, Look> = Format {
    name: "xlsx",
    ending: "xlsx",
    about: "An Excel workbook",
    offered: 4,
    terminal: false,
    children: false,
    wants: Wants { history: true, forecast: true, ..Wants::FIGURES },
    beside: None,
    render: |document, _| render(document),
};

/// The document's bytes, the same for the same document.
///
/// # Errors
/// Only for faults of ours.
pub fn render(document: &Document) -> anyhow::Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    workbook.set_default_format(&styles::base(), styles::ROW_PIXELS, styles::COLUMN_PIXELS)?;
    workbook.set_properties(&properties(document)?);
    let pages: Vec<Page<'_>> =
        document.scorecards.iter().map(|scorecard| layout::page(document, scorecard, Column::of_sheet(scorecard))).collect();
    let names = Names::of(document);
    let mut sheets: Vec<Listed> = Vec::new();
    let mut drawn: Vec<Worksheet> = Vec::new();
    let beside = super::authorities::tables(document);
    for (table, name) in beside.iter().zip(&names.beside) {
        drawn.push(authorities::sheet(document, table, name)?);
        sheets.push(Listed { name: name.clone(), about: table.title() });
    }
    for (page, name) in pages.iter().zip(&names.scorecards) {
        let title = page.scorecard.title.clone();
        drawn.push(scorecards::sheet(page, name)?);
        sheets.push(Listed { name: name.table.clone(), about: title.clone() });
        let history = History::of(page.scorecard);
        if history.is_empty() {
            continue;
        }
        let steps = span::steps(page.scorecard);
        drawn.push(history.sheet(page, name)?);
        sheets.push(Listed { name: name.history.clone(), about: format!("{title}: figures {steps}") });
        if history.has_charts() {
            drawn.push(charts::sheet(&history, page, name)?);
            sheets.push(Listed { name: name.charts.clone(), about: format!("{title}: charts of the figures {steps}") });
        }
    }
    let front = [front::cover(document, &pages)?, front::contents(&sheets)?, front::notes(&pages, &names)?];
    for sheet in front.into_iter().chain(drawn) {
        workbook.push_worksheet(sheet);
    }
    Ok(workbook.save_to_buffer()?)
}

/// A sheet as the contents list it.
struct Listed {
    name: String,
    about: String,
}

/// Title, language and the day printed, the nearest that Excel knows; the author is left out: the document knows none.
fn properties(document: &Document) -> anyhow::Result<DocProperties> {
    let generated = match (day(1900, 1, 1), day(9999, 12, 31)) {
        (Some(first), Some(last)) => document.generated.clamp(first, last),
        _ => document.generated,
    };
    let month = Month::of(generated);
    let in_month = u8::try_from(generated - month.first() + 1)?;
    let printed = ExcelDateTime::from_ymd(u16::try_from(month.year())?, u8::try_from(month.number())?, in_month)?;
    Ok(DocProperties::new()
        .set_title(fit::one_line(&front::title(document), fit::ALTERNATIVE))
        .set_subject("Pledge scorecard for children in care")
        .set_creation_datetime(&printed)
        .set_custom_property("Language", "en-GB"))
}
