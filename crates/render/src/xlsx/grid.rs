//! Writes a sheet: lines in column A, and below them one marked-up table.

use rust_xlsxwriter::{Format, Table, TableColumn, TableStyle, Url, Worksheet};

use super::{fit, height, styles};
use crate::words;
use scorecard_core::rating::Rating;

/// The characters that can be read across a page of A4; wider tables are laid out on A3.
const A4: f64 = 240.0;

/// A column of a table.
pub(super) struct Head {
    pub(super) name: String,
    /// In characters.
    pub(super) width: f64,
    /// Whether it stands right.
    pub(super) number: bool,
}

/// A cell of a table.
pub(super) enum Value {
    /// Words, or a symbol: right in a column of numbers.
    Text(String),
    /// A number with its format.
    Number(f64, String),
    /// A rating.
    Rating(Rating),
    /// A link to a sheet.
    Link(String),
    /// Nothing; what that means stands above the table.
    Blank,
}

/// The format of a number with so many decimal places, with the sign of its unit as it is.
pub(super) fn format(decimals: usize, sign: &str) -> String {
    let places = if decimals == 0 { String::new() } else { format!(".{}", "0".repeat(decimals)) };
    format!("#,##0{places}{}", if sign.is_empty() { String::new() } else { format!("\"{sign}\"") })
}

/// A sheet with A4 pages laid across, as wide as its columns.
pub(super) fn page(name: &str) -> anyhow::Result<Worksheet> {
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?;
    sheet.set_default_format(&styles::base(), styles::ROW_PIXELS, styles::COLUMN_PIXELS)?;
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    Ok(sheet)
}

/// The title and the lines below it, in column A; gives the next row.
pub(super) fn lines(sheet: &mut Worksheet, title: &str, lines: &[String]) -> anyhow::Result<u32> {
    text(sheet, 0, 0, title, &styles::title())?;
    let mut at = 1;
    for line in lines {
        text(sheet, at, 0, line, &styles::base())?;
        at += 1;
    }
    Ok(at)
}

/// A text in a cell: the only way that one gets there.
pub(super) fn text(sheet: &mut Worksheet, row: u32, column: u16, text: &str, format: &Format) -> anyhow::Result<()> {
    sheet.write_string_with_format(row, column, fit::cell(text), format)?;
    Ok(())
}

/// A link to another sheet, in column A.
pub(super) fn link(sheet: &mut Worksheet, at: u32, to: &str, text: &str) -> anyhow::Result<()> {
    sheet.write_url_with_format(at, 0, Url::new(format!("internal:'{to}'!A1")).set_text(fit::cell(text)), &styles::link())?;
    Ok(())
}

/// The table, from a row downwards.
pub(super) fn table(
    sheet: &mut Worksheet,
    at: u32,
    name: &str,
    about: &str,
    heads: &[Head],
    rows: &[Vec<Value>],
) -> anyhow::Result<()> {
    for (column, head) in (0_u16..).zip(heads) {
        sheet.set_column_width(column, head.width)?;
    }
    let high = height::of(heads.iter().map(|head| (head.name.as_str(), head.width)), true);
    sheet.set_row_height_pixels(at, high)?;
    for (row, cells) in (at + 1..).zip(rows) {
        let texts = heads.iter().zip(cells).filter_map(|(head, cell)| match cell {
            Value::Text(text) => Some((text.as_str(), head.width - 1.0)),
            _ => None,
        });
        sheet.set_row_height_pixels(row, height::of(texts, false))?;
        for ((column, head), cell) in (0_u16..).zip(heads).zip(cells) {
            write(sheet, row, column, head.number, cell)?;
        }
    }
    let columns: Vec<TableColumn> = heads
        .iter()
        .map(|head| {
            TableColumn::new()
                .set_header(fit::one_line(&head.name, fit::ALTERNATIVE))
                .set_header_format(styles::head(head.number))
        })
        .collect();
    let table = Table::new()
        .set_name(format!("table_{name}"))
        .set_columns(&columns)
        .set_style(TableStyle::None)
        .set_autofilter(false)
        .set_banded_rows(false)
        .set_alt_text_title(name)
        .set_alt_text(fit::one_line(about, fit::ALTERNATIVE));
    let last = at + u32::try_from(rows.len())?.max(1);
    sheet.add_table(at, 0, last, u16::try_from(heads.len())? - 1, &table)?;
    sheet.set_repeat_rows(at, at)?;
    if heads.iter().map(|head| head.width).sum::<f64>() > A4 {
        sheet.set_paper_size(8);
    }
    Ok(())
}

fn write(sheet: &mut Worksheet, row: u32, column: u16, number: bool, value: &Value) -> anyhow::Result<()> {
    let format = if number { styles::number() } else { styles::cell() };
    match value {
        Value::Text(words) => return text(sheet, row, column, words, &format),
        // A cell has no way to hold these.
        Value::Number(value, _) if !value.is_finite() => sheet.write_blank(row, column, &format)?,
        Value::Number(value, shown) => sheet.write_number_with_format(row, column, *value, &format.set_num_format(shown))?,
        Value::Rating(rating) => {
            let words = format!("{} {}", words::mark(*rating, true), words::rating(*rating));
            return text(sheet, row, column, &words, &styles::rating(*rating));
        }
        Value::Link(to) => {
            let url = Url::new(format!("internal:'{to}'!A1")).set_text(to);
            sheet.write_url_with_format(row, column, url, &styles::link())?
        }
        Value::Blank => sheet.write_blank(row, column, &format)?,
    };
    Ok(())
}
