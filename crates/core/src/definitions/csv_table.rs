//! Reads a sheet of commentary, saved as CSV, into the tables that TOML gives, so that one reader checks both, with
//! places in the text as it stands.
//!
//! Takes the text of a file and the keys of one of its rows, gives a table with a list of them, or what is wrong with its
//! header. A row in which nothing is said yet waits to be filled in and is left out. Columns for orientation are passed over.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::json::Fault;
use super::keys::{Key, Kind, Spec};
use crate::calendar::{Day, Month, day, parse_iso};
use crate::nearest::{nearest, suggestion};

/// Columns that say of which figure a row is, and are not read.
pub const BESIDES: [&str; 5] = ["title", "figure", "target", "rating", "owner"];

/// The columns without one of which a row says nothing yet.
const SAYS: [&str; 2] = ["behind", "doing"];

/// The characters that cells may be set apart by.
const SEPARATORS: [char; 3] = [',', ';', '\t'];

/// The table of a file: under `name` one table for each row.
pub(super) fn table<'a>(text: &'a str, name: &'static str, spec: &Spec) -> Result<DeTable<'a>, Fault> {
    let head_line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let most = |separator: &char| head_line.matches(*separator).count();
    let separator = SEPARATORS.into_iter().max_by_key(most).unwrap_or(',');
    let mut rows = rows(text, separator)?.into_iter().filter(|row| row.iter().any(|cell| !cell.text.trim().is_empty()));
    let Some(head) = rows.next() else { return Ok(DeTable::new()) };
    let columns = columns(&head, spec)?;
    let mut items = Vec::new();
    for row in rows {
        let span = row.first().map_or(0, |cell| cell.span.start)..row.last().map_or(0, |cell| cell.span.end);
        let filled = || columns.iter().zip(&row).filter(|(_, cell)| !cell.text.trim().is_empty());
        if !filled().any(|(key, _)| key.is_some_and(|key| SAYS.contains(&key.name))) {
            continue;
        }
        let mut item = DeTable::new();
        for (key, cell) in filled().filter_map(|(key, cell)| Some(((*key)?, cell))) {
            let value = value(key, cell.text.trim());
            item.insert(Spanned::new(cell.span.clone(), Cow::Borrowed(key.name)), Spanned::new(cell.span.clone(), value));
        }
        if let Some(cell) = row.iter().skip(columns.len()).find(|cell| !cell.text.trim().is_empty()) {
            let said =
                format!("this row has more cells than the {} of the header: put text with a comma in quotes", columns.len());
            return Err((cell.span.clone(), said));
        }
        items.push(Spanned::new(span, DeValue::Table(item)));
    }
    let mut table = DeTable::new();
    let whole = 0..text.len();
    table.insert(Spanned::new(0..0, Cow::Borrowed(name)), Spanned::new(whole, DeValue::Array(items.into_iter().collect())));
    Ok(table)
}

struct CsvCell {
    text: String,
    span: Range<usize>,
}

/// The rows of a file, cell by cell.
fn rows(text: &str, separator: char) -> Result<Vec<Vec<CsvCell>>, Fault> {
    let mut rows: Vec<Vec<CsvCell>> = Vec::new();
    let mut row = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = text.get(at..).unwrap_or_default();
        let start = at;
        let cell;
        if rest.starts_with('"') {
            let (inner, length) = quoted(rest).ok_or((at..at + 1, "the quote that ends this cell is missing".to_owned()))?;
            cell = inner;
            at += length;
        } else {
            let end = rest.find([separator, '\n', '\r']).unwrap_or(rest.len());
            cell = rest.get(..end).unwrap_or_default().to_owned();
            at += end;
        }
        row.push(CsvCell { text: cell, span: start..at });
        let rest = text.get(at..).unwrap_or_default();
        if rest.starts_with(separator) {
            at += separator.len_utf8();
            if at == text.len() {
                row.push(CsvCell { text: String::new(), span: at..at });
            }
            continue;
        }
        let end = if rest.starts_with("\r\n") { 2 } else { 1 };
        if !rest.is_empty() && !rest.starts_with(['\n', '\r']) {
            return Err((at..at + 1, "behind a closing quote the cell ends".to_owned()));
        }
        at += end;
        rows.push(std::mem::take(&mut row));
    }
    if !row.is_empty() {
        rows.push(row);
    }
    Ok(rows)
}

/// A cell in quotes, and how many bytes it takes; nothing where it does not end.
fn quoted(rest: &str) -> Option<(String, usize)> {
    let mut inner = String::new();
    let mut letters = rest.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter != '"' {
            inner.push(letter);
        } else if letters.peek().is_some_and(|(_, next)| *next == '"') {
            inner.push('"');
            letters.next();
        } else {
            return Some((inner, at + 1));
        }
    }
    None
}

/// The key that each column holds; none where it is for orientation.
fn columns<'s>(head: &[CsvCell], spec: &'s Spec) -> Result<Vec<Option<&'s Key>>, Fault> {
    let mut columns: Vec<Option<&Key>> = Vec::new();
    for cell in head {
        let written = cell.text.trim();
        let key = spec.keys.iter().find(|key| key.name.eq_ignore_ascii_case(written));
        let besides = written.is_empty() || BESIDES.iter().any(|name| name.eq_ignore_ascii_case(written));
        if key.is_none() && !besides {
            let near = suggestion(nearest(written, spec.keys.iter().map(|key| key.name)));
            let known = || format!("there are {}", spec.keys.iter().map(|key| key.name).collect::<Vec<_>>().join(", "));
            return Err((cell.span.clone(), format!("there is no column '{written}': {}", near.unwrap_or_else(known))));
        }
        if let Some(key) = key.filter(|key| columns.iter().flatten().any(|other| other.name == key.name)) {
            return Err((cell.span.clone(), format!("the column '{}' stands twice", key.name)));
        }
        columns.push(key);
    }
    let lacking = spec.keys.iter().find(|key| key.required && !columns.iter().flatten().any(|other| other.name == key.name));
    match (lacking, head.first()) {
        (Some(key), Some(first)) => Err((first.span.clone(), format!("the header has no column '{}'", key.name))),
        _ => Ok(columns),
    }
}

/// A cell as the kind that its key takes; text where it is not of that kind, which the reader then tells.
fn value(key: &Key, cell: &str) -> DeValue<'static> {
    let text = |text: &str| DeValue::String(Cow::Owned(text.to_owned()));
    match key.kind {
        Kind::YesNo => match cell.to_lowercase().as_str() {
            "yes" | "y" | "true" | "1" => DeValue::Boolean(true),
            "no" | "n" | "false" | "0" => DeValue::Boolean(false),
            _ => text(cell),
        },
        Kind::Month => text(&month(cell).map_or_else(|| cell.to_owned(), |month| month.to_string())),
        // What was kept from being run as a formula is as it was.
        _ => match cell.strip_prefix('\'') {
            Some(kept) if kept.starts_with(['=', '+', '-', '@']) => text(kept),
            _ => text(cell),
        },
    }
}

/// `2018-03`, and what a spreadsheet makes of it: `Mar-18`, `March 2018`, or the first day of the month.
fn month(cell: &str) -> Option<Month> {
    if let Ok(month) = cell.parse() {
        return Some(month);
    }
    let first = |on: Day| Some(Month::of(on)).filter(|month| month.first() == on);
    if let Some(on) = parse_iso(cell) {
        return first(on);
    }
    if let [of_month, month, year] = cell.split('/').collect::<Vec<_>>()[..] {
        return first(day(year.parse().ok().filter(|_| year.len() == 4)?, month.parse().ok()?, of_month.parse().ok()?)?);
    }
    let (name, year) = cell.split_once(['-', ' '])?;
    let century = match year.len() {
        2 => 2000,
        4 => 0,
        _ => return None,
    };
    let year = century + year.parse::<u16>().ok()? as i32;
    let name = name.to_lowercase();
    let months = (1..=12).filter_map(|number| Month::new(year, number));
    months.into_iter().find(|month| {
        let long = month.long().to_lowercase();
        let long = long.split(' ').next().unwrap_or_default();
        name == long || (name.len() == 3 && long.starts_with(&name))
    })
}

#[cfg(test)]
mod tests {
    use super::super::keys::COMMENT;
    use super::*;

    fn read(text: &str) -> Result<Vec<Vec<(String, String)>>, String> {
        let said = |(span, said): Fault| format!("{said} at '{}'", text.get(span).unwrap_or_default());
        let found = table(text, "comments", &COMMENT).map_err(said)?;
        let Some(DeValue::Array(items)) = found.get("comments").map(Spanned::get_ref) else { return Ok(Vec::new()) };
        let cells = |item: &Spanned<DeValue<'_>>| -> Vec<(String, String)> {
            let table = item.get_ref().as_table().unwrap();
            let shown = |value: &DeValue<'_>| value.as_str().map_or_else(|| format!("{:?}", value.as_bool()), str::to_owned);
            table.iter().map(|(key, value)| (key.get_ref().to_string(), shown(value.get_ref()))).collect()
        };
        Ok(items.iter().map(cells).collect())
    }

    #[test]
    fn rows_are_read_as_spreadsheets_save_them() {
        let text = "Row;Month;Title;Behind;Role;Public\r\nKN-15;Mar-18;\"Living; well\";\"Two \"\"moves\"\",\nboth planned\";Head;yes\r\n;;;;;\r\nKN-16;2018-03;x;;;\r\n";
        let found = read(text).unwrap();
        assert_eq!(found.len(), 1, "{found:?}");
        let expected = [
            ("behind", "Two \"moves\",\nboth planned"),
            ("month", "2018-03"),
            ("public", "Some(true)"),
            ("role", "Head"),
            ("row", "KN-15"),
        ];
        assert_eq!(found[0], expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
        assert_eq!(read("").unwrap(), Vec::<Vec<_>>::new());
        assert_eq!(read("row,month,behind,role\nA,2018-03,'-1 child,Head\n").unwrap()[0][0].1, "-1 child");
    }

    #[test]
    fn a_header_or_a_row_that_cannot_be_read_is_told() {
        assert_eq!(
            read("row,mounth,behind,role\n").unwrap_err(),
            "there is no column 'mounth': did you mean 'month'? at 'mounth'"
        );
        assert_eq!(read("row,month,behind\n").unwrap_err(), "the header has no column 'role' at 'row'");
        assert_eq!(read("row,month,row,role\n").unwrap_err(), "the column 'row' stands twice at 'row'");
        assert!(
            read("row,month,behind,role\nA,2018-03,one, two,Head\n")
                .unwrap_err()
                .starts_with("this row has more cells than the 4")
        );
        assert!(read("row,month,behind,role\nA,2018-03,\"one\n").unwrap_err().starts_with("the quote that ends this cell"));
        assert!(read("row,month,behind,role\nA,2018-03,\"one\" more,H\n").unwrap_err().starts_with("behind a closing quote"));
    }

    #[test]
    fn months_are_known_as_spreadsheets_write_them() {
        for text in ["2018-03", "Mar-18", "March 2018", "mar 2018", "01/03/2018", "2018-03-01"] {
            assert_eq!(month(text), Month::new(2018, 3), "{text}");
        }
        for text in ["03/01/2018", "Ma-18", "Mar", "2018", "", "13-18", "31/31/2018", "Mar--8"] {
            assert_eq!(month(text), None, "{text}");
        }
    }
}
