//! The sheets in front: cover, contents, notes.

use rust_xlsxwriter::Worksheet;

use super::Listed;
use super::grid::{self, Head, Value};
use super::names::{FRONT, Names};
use super::scorecards::meaning;
use super::{fit, height, styles};
use crate::layout::Page;
use crate::{paper, sheet, words};
use scorecard_core::scorecard::{Document, Symbol};

/// The width of the cover in characters.
const WIDTH: f64 = 100.0;

/// How many of a thing.
pub(super) fn counted(number: usize, thing: &str) -> String {
    if number == 1 { format!("1 {thing}") } else { format!("{number} {thing}s") }
}

/// What the workbook is called.
pub(super) fn title(document: &Document) -> String {
    let month = document.period.long();
    match document.scorecards.as_slice() {
        [one] => format!("{}, {month}", one.title),
        several => format!("{}, {month}", counted(several.len(), "scorecard")),
    }
}

/// What the workbook holds.
///
/// # Errors
/// Only for faults of ours.
pub(super) fn cover(document: &Document, pages: &[Page<'_>]) -> anyhow::Result<Worksheet> {
    let mut drawn = grid::page(FRONT[0])?;
    drawn.set_column_width(0, WIDTH)?;
    grid::text(&mut drawn, 0, 0, &title(document), &styles::title())?;
    let mut at = 1;
    let mut write = |text: &str, heading: bool| -> anyhow::Result<()> {
        let format = if heading { styles::heading() } else { styles::wrapped() };
        drawn.set_row_height_pixels(
            at,
            if heading { 2 * styles::ROW_PIXELS } else { height::of([(text, WIDTH)].into_iter(), false) },
        )?;
        grid::text(&mut drawn, at, 0, text, &format)?;
        at += 1;
        Ok(())
    };
    write(&paper::marking(document), false)?;
    for page in pages {
        write(&page.scorecard.title, true)?;
        for fact in &page.facts {
            write(fact, false)?;
        }
        let stand = page.summary.iter().filter(|(_, number)| *number > 0);
        let stand: Vec<String> =
            stand.map(|(rating, number)| format!("{number} {}", words::rating(*rating).to_lowercase())).collect();
        if !stand.is_empty() {
            write(&format!("How the rows stand: {}.", stand.join(", ")), false)?;
        }
    }
    write("How to read it", true)?;
    write("Each sheet has one table, with its title, its source and its shorthand above it. Contents lists the sheets.", false)?;
    write(
        "Cells hold figures that are not rounded and show them rounded. Ratings are in words; colour only repeats them.",
        false,
    )?;
    Ok(drawn)
}

/// The sheets, each with a link.
///
/// # Errors
/// Only for faults of ours.
pub(super) fn contents(sheets: &[Listed]) -> anyhow::Result<Worksheet> {
    let mut drawn = grid::page(FRONT[1])?;
    let front = [("Cover", "What the workbook holds"), ("Notes", "Shorthand, and what is said of each row")];
    let mut rows: Vec<Vec<Value>> = Vec::new();
    for (name, about) in front.into_iter().chain(sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.about.as_str()))) {
        rows.push(vec![Value::Link(name.to_owned()), Value::Text(about.to_owned())]);
    }
    let heads = [
        Head { name: "Sheet".to_owned(), width: 34.0, number: false },
        Head { name: "What it holds".to_owned(), width: 80.0, number: false },
    ];
    let at =
        grid::lines(&mut drawn, "Contents", &["This sheet contains one table, of the sheets with links to them.".to_owned()])?;
    grid::table(&mut drawn, at, "contents", "The sheets of this workbook, with links to them", &heads, &rows)?;
    Ok(drawn)
}

/// Shorthand, and what is said of each row.
///
/// # Errors
/// Only for faults of ours.
pub(super) fn notes(pages: &[Page<'_>], names: &Names) -> anyhow::Result<Worksheet> {
    let mut drawn = grid::page(FRONT[2])?;
    let mut rows = Vec::new();
    for (page, name) in pages.iter().zip(&names.scorecards) {
        let lines = page.sections.iter().flat_map(|section| &section.parts).flat_map(|part| &part.lines);
        for line in lines {
            let whole = sheet::whole(page.scorecard, line.row);
            let title = match words::breakdown(line.row) {
                (by, group) if line.row.is_part() => format!("{}. {by}: {group}", whole.title),
                _ => whole.title.clone(),
            };
            for detail in &line.details {
                rows.push(vec![
                    Value::Text(name.table.clone()),
                    Value::Text(whole.id.clone()),
                    Value::Text(title.clone()),
                    Value::Text(detail.label.clone()),
                    Value::Text(detail.text.clone()),
                ]);
            }
        }
    }
    let head = |name: &str, width: f64| Head { name: name.to_owned(), width, number: false };
    let heads = [
        head("Sheet of the scorecard", 24.0),
        head("Row", 12.0),
        head("Promise", 40.0),
        head("What is said", 26.0),
        head("Text", 90.0),
    ];
    let mut lines = vec![if rows.is_empty() {
        "Nothing is said of the rows.".to_owned()
    } else {
        format!("This sheet contains one table, with {}, each of one row of a scorecard.", counted(rows.len(), "note"))
    }];
    let left_out = rows.len().saturating_sub(fit::ROWS);
    rows.truncate(fit::ROWS);
    lines.extend((left_out > 0).then(|| format!("The last {left_out} notes are left out: a sheet has no room for them.")));
    let symbols = [Symbol::Confidential, Symbol::Low, Symbol::Revised, Symbol::NotAvailable, Symbol::NotApplicable];
    lines.push("Shorthand that stands in place of a number:".to_owned());
    lines.extend(symbols.into_iter().map(meaning));
    let by_rule = pages
        .iter()
        .flat_map(|page| page.scorecard.every_row())
        .any(|row| row.target.as_ref().is_some_and(|target| target.is_rule));
    lines.extend(by_rule.then(|| format!("Beside a target: {}", meaning(Symbol::Rule))));
    let at = grid::lines(&mut drawn, "Notes", &lines)?;
    if !rows.is_empty() {
        grid::table(&mut drawn, at, "notes", "What is said of each row: reasons, commentary, notes", &heads, &rows)?;
    }
    Ok(drawn)
}
