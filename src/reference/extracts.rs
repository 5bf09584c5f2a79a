//! The extracts, with their columns, and codes with the years that have them.
//!
//! Takes the layouts.

use super::markdown::{anchor, code, codes, head, prose, sentence, table};
use crate::definitions::extract::{CodeMeaning, Column};
use crate::definitions::{ColumnKind, Layout};

/// The page.
pub fn page(layouts: &[Layout]) -> String {
    let mut text = head("Extracts");
    text.push_str(
        "\nThe CSV files that can be read, with their columns and codes. Any file may be missing, and columns that are not\n\
         required may be too. Years are collection years, named by the calendar year of their 31 March.\n\n",
    );
    let rows = layouts.iter().map(|layout| vec![link(&layout.id, ""), prose(&layout.title)]);
    text.push_str(&table(&["extract", "title"], rows));
    layouts.iter().for_each(|layout| describe(&mut text, layout));
    text
}

/// A link to the part of the page that describes an extract, or the codes of a column written `extract.COLUMN`.
pub fn link(name: &str, page: &str) -> String {
    format!("[`{name}`]({page}#{})", anchor(name))
}

fn describe(text: &mut String, layout: &Layout) {
    let name = |at: &usize| layout.columns.get(*at).map(|column| column.name.as_str());
    text.push_str(&format!("\n## {}\n\n{}\n\n", layout.id, sentence(&layout.title)));
    if let Some(about) = &layout.about {
        text.push_str(&format!("{}\n\n", sentence(about)));
    }
    let key = codes(layout.key.iter().filter_map(name), "and");
    let mut rows = vec![
        vec!["source".to_owned(), prose(&layout.source)],
        vec!["file names".to_owned(), codes(layout.names.iter().map(String::as_str), "or")],
        vec!["key".to_owned(), if key.is_empty() { "none: each row is its own".to_owned() } else { key }],
        vec![
            "rows of older extracts".to_owned(),
            if layout.carried_over { "kept" } else { "not kept: the latest file not after the month counts" }.to_owned(),
        ],
    ];
    if let Some(date) = layout.date.as_ref().and_then(name) {
        rows.push(vec!["known since".to_owned(), code(date)]);
    }
    if let Some(year) = layout.year.as_ref().and_then(name) {
        rows.push(vec!["codes checked for the years from".to_owned(), code(year)]);
    }
    if layout.local {
        rows.push(vec!["local".to_owned(), "a council's own extract, with tables of its own".to_owned()]);
    }
    text.push_str(&table(&["", ""], rows));
    text.push('\n');
    let rows = layout.columns.iter().map(|column| {
        vec![
            code(&column.name),
            holds(layout, column),
            match (column.required, column.optional) {
                (true, _) => "required",
                (_, true) => "optional",
                _ => "",
            }
            .to_owned(),
            codes(column.local.iter().map(String::as_str), "or"),
            prose(&column.means),
        ]
    });
    text.push_str(&table(&["column", "holds", "", "other headers", "what it says"], rows));
    for column in layout.columns.iter().filter(|column| !column.codes.is_empty()) {
        describe_codes(text, layout, column);
    }
}

fn describe_codes(text: &mut String, layout: &Layout, column: &Column) {
    text.push_str(&format!("\n### {}\n\n{}\n\n", heading(layout, column), sentence(&column.means)));
    let dated = column.codes.iter().any(|code| !years(code).is_empty());
    let rows = column.codes.iter().map(|one| {
        let mut row = vec![code(&one.code), prose(&one.means)];
        row.extend(dated.then(|| years(one)));
        row
    });
    text.push_str(&table(if dated { &["code", "meaning", "years"] } else { &["code", "meaning"] }, rows));
    if !column.local_codes.is_empty() {
        text.push('\n');
        let rows = column.local_codes.iter().map(|(local, stands_for)| vec![code(local), code(stands_for)]);
        text.push_str(&table(&["local code", "stands for"], rows));
    }
}

fn heading(layout: &Layout, column: &Column) -> String {
    format!("{}.{}", layout.id, column.name)
}

/// What the cells of a column hold.
fn holds(layout: &Layout, column: &Column) -> String {
    match column.kind {
        ColumnKind::Child => "child's identifier".to_owned(),
        ColumnKind::Date => "date".to_owned(),
        ColumnKind::Month => "month, `yyyy-mm`".to_owned(),
        ColumnKind::Code => format!("[code](#{})", anchor(&heading(layout, column))),
        ColumnKind::Flag => "`0` or `1`".to_owned(),
        ColumnKind::Integer => match (column.least(), column.greatest()) {
            (Some(least), Some(greatest)) => format!("whole number, {least} to {greatest}"),
            (Some(least), None) => format!("whole number, {least} or more"),
            (None, Some(greatest)) => format!("whole number, {greatest} or less"),
            (None, None) => "whole number".to_owned(),
        },
        ColumnKind::Number => "number".to_owned(),
        ColumnKind::Text => "text".to_owned(),
        ColumnKind::Identifier => "identifier".to_owned(),
        ColumnKind::Postcode => "postcode".to_owned(),
    }
}

/// The collection years that have a code; nothing when all have it.
fn years(code: &CodeMeaning) -> String {
    match (code.from, code.until) {
        (i32::MIN, i32::MAX) => String::new(),
        (i32::MIN, until) => format!("until {until}"),
        (from, i32::MAX) => format!("from {from}"),
        (from, until) => format!("{from} to {until}"),
    }
}
