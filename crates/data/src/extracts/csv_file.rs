//! Reads one CSV file through polars, whatever a spreadsheet did to it.
//!
//! Takes bytes, gives its header and the wanted columns as text. Accepts every `encoding`, `;` and tabs,
//! quoted fields, rows above the header, blank lines and rows longer than the header. Knows nothing of layouts.

use std::borrow::Cow;
use std::io::Cursor;
use std::sync::Arc;

use polars::error::PolarsError;
use polars::prelude::{Column, DataType, Field, Schema};
use polars_io::SerReader;
use polars_io::prelude::{CsvParseOptions, CsvReadOptions};

use super::encoding::{decoded, decoded_head};
use super::folder::FoundFile;
use super::formats;
use super::header::{self, Fit, Header, SEPARATORS};
use super::{limits, rewrite};

/// How a file is written.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Its headers on one line each; the last of them may be empty.
    pub headers: Vec<String>,
    /// Row of the header, as a spreadsheet numbers it.
    pub header_row: u32,
    /// Row of the first record.
    pub first_row: u32,
    /// Whether rows stand above the header that are more than blank lines.
    pub below: bool,
    /// Whether the header can be no record: then it may be shown.
    pub sure: bool,
    separator: u8,
    /// The lines before the first record.
    lines: u32,
}

/// How much of a file is read to know its header.
const HEAD: usize = 64 * 1024;

/// Reads the header of a file; nothing when the file is empty. `fit` tells how well a row serves as header.
///
/// # Errors
/// When it cannot be opened or read, or is a workbook under another name.
pub fn shape(file: &FoundFile, fit: &dyn Fn(&[String]) -> Fit) -> anyhow::Result<Option<Shape>> {
    let head = file.head(HEAD)?;
    let (found, before) = match &file.part {
        Some(part) => (header::find(&head, &[formats::SEPARATOR], fit), 1 - part.first_line()),
        None => {
            let workbook = head.starts_with(b"PK\x03\x04") || head.starts_with(b"\xd0\xcf\x11\xe0");
            anyhow::ensure!(!workbook, "it is a workbook, not a CSV file; give it the ending .xlsx or .xls");
            (header::find(&decoded_head(head.into_owned()), SEPARATORS, fit), 0)
        }
    };
    let Some(Header { cells, row, lines, separator, below, sure }) = found else { return Ok(None) };
    let row = row - before;
    Ok(Some(Shape { headers: cells, header_row: row, first_row: row + 1, below, sure, separator, lines }))
}

/// The rows of a file: the wanted columns as text, in the order of their places.
pub struct Rows {
    /// The wanted columns.
    pub columns: Vec<Column>,
    /// The number of rows.
    pub height: usize,
    /// Rows (from 0) with more filled cells than the header has columns.
    pub ragged: Vec<u32>,
}

/// Reads the columns at `wanted` places (ascending) of a file whose shape is known.
///
/// # Errors
/// When the file cannot be read, or is no CSV. The words are our own: those of a library may
/// quote the file.
pub fn rows(file: &FoundFile, shape: &Shape, wanted: &[usize]) -> anyhow::Result<Rows> {
    if wanted.is_empty() {
        // Polars reads no rows without a column: they are counted by the first.
        return Ok(Rows { columns: Vec::new(), ..rows(file, shape, &[0])? });
    }
    let mut bytes = match file.bytes()? {
        Cow::Owned(bytes) => Cow::Owned(decoded(bytes)),
        made => made,
    };
    let mut start = 0;
    for _ in 0..shape.lines {
        start += memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len() - start, |at| at + 1);
    }
    let feeds = limits::within(&bytes)? - memchr::memchr_iter(b'\n', &bytes[..start]).count();
    let mut ragged = Vec::new();
    let plain = is_plain(&bytes[start..], feeds, shape);
    if !plain {
        let (text, longer) = rewritten(&bytes[start..], shape)?;
        (bytes, ragged) = (Cow::Owned(text), longer);
        start = 0;
    }
    let read = |bytes: &[u8]| options(shape, wanted).into_reader_with_file_handle(Cursor::new(bytes)).finish();
    let found = match read(&bytes[start..]) {
        // A longer row and a shorter one can hide each other from the count.
        Err(error) if plain && !matches!(error, PolarsError::NoData(_)) => {
            let (text, longer) = rewritten(&bytes[start..], shape)?;
            ragged = longer;
            read(&text)
        }
        found => found,
    };
    match found {
        Ok(frame) => Ok(Rows { height: frame.height(), columns: frame.into_columns(), ragged }),
        Err(PolarsError::NoData(_)) => Ok(Rows { columns: Vec::new(), height: 0, ragged }),
        Err(_) => anyhow::bail!("its rows do not fit its {} columns", shape.headers.len()),
    }
}

fn options(shape: &Shape, wanted: &[usize]) -> CsvReadOptions {
    let fields = (0..shape.headers.len()).map(|at| Field::new(at.to_string().into(), DataType::String));
    CsvReadOptions {
        has_header: false,
        infer_schema_length: Some(0),
        schema: Some(Arc::new(Schema::from_iter(fields))),
        projection: Some(Arc::new(wanted.to_vec())),
        parse_options: Arc::new(CsvParseOptions { separator: shape.separator, ..CsvParseOptions::default() }),
        ..CsvReadOptions::default()
    }
}

/// Whether polars can be given the file as it is: no quotes, and every row as long as the header.
/// Polars itself does not look at columns that are not wanted. `feeds` is the number of line feeds.
fn is_plain(bytes: &[u8], feeds: usize, shape: &Shape) -> bool {
    if memchr::memchr(b'"', bytes).is_some() {
        return false;
    }
    // Blank lines before the first row and behind the last are none.
    let body = bytes.trim_ascii_start();
    let text = body.trim_ascii_end();
    let blank = |outside: &[u8]| memchr::memchr_iter(b'\n', outside).count();
    let lines = match text.is_empty() {
        true => 0,
        false => feeds + 1 - blank(&bytes[..bytes.len() - body.len()]) - blank(&body[text.len()..]),
    };
    memchr::memchr_iter(shape.separator, bytes).count() == lines * (shape.headers.len() - 1)
}

/// The file written again so that no reader can take it two ways: quotes only where they are
/// needed, rows cut at the header's length.
fn rewritten(from: &[u8], shape: &Shape) -> anyhow::Result<(Vec<u8>, Vec<u32>)> {
    let mut text = Vec::with_capacity(from.len());
    let ragged = rewrite::rows(from, shape.separator, shape.headers.len(), shape.first_row, &mut text)?;
    Ok((text, ragged))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// The first two columns of a file, row by row.
    fn read(bytes: &[u8]) -> anyhow::Result<(Vec<[String; 2]>, Vec<u32>, u32)> {
        let mut kept = tempfile::NamedTempFile::new()?;
        kept.write_all(bytes)?;
        let fit = |cells: &[String]| Fit { complete: cells.starts_with(&["A".to_owned(), "B".to_owned()]), known: 0 };
        let file = FoundFile::new(kept.path().to_owned(), String::new(), None);
        let Some(shape) = shape(&file, &fit)? else { anyhow::bail!("empty") };
        let rows = rows(&file, &shape, &[0, 1])?;
        let cell = |column: usize, row: usize| {
            let text = rows.columns[column].str().unwrap();
            text.get(row).unwrap_or_default().to_owned()
        };
        let cells = (0..rows.height).map(|row| [cell(0, row), cell(1, row)]).collect();
        Ok((cells, rows.ragged, shape.first_row))
    }

    fn expect(bytes: &[u8], cells: &[[&str; 2]]) {
        let (found, ragged, _) = read(bytes).unwrap();
        assert_eq!(found, cells, "{}", String::from_utf8_lossy(bytes));
        assert!(ragged.is_empty());
    }

    #[test]
    fn whatever_a_spreadsheet_does_is_read_alike() {
        let cells = [["1", "é"], ["2", "b"]];
        expect("A,B\n1,é\n2,b\n".as_bytes(), &cells);
        expect("\u{feff}A,B\r\n1,é\r\n2,b".as_bytes(), &cells);
        expect("A;B\n1;é\n2;b\n".as_bytes(), &cells);
        expect("A\tB\n1\té\n2\tb\n".as_bytes(), &cells);
        expect(b"A,B\n1,\xe9\n2,b\n", &cells);
        expect("A,B\r1,é\r2,b\r".as_bytes(), &cells);
        expect("\"A\",\"B\"\r\n\"1\",\"é\"\r\n\"2\",\"b\"\r\n".as_bytes(), &cells);
        expect("A,B,,\n1,é,,\n2,b,,\n".as_bytes(), &cells);
        expect("A,B\r1,é\n2,b\r\n".as_bytes(), &cells);
        expect("A title; of two cells\n,,\n\u{200b}A,B\n1,é\n2,b\n".as_bytes(), &cells);
        expect("\"A\",\"B\",\"C\nd\"\n1,é,x\n2,b,y\n".as_bytes(), &cells);
        let utf16: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("A,B\r\n1,é\r\n2,b\r\n".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        expect(&utf16, &cells);
        expect(&utf16[2..], &cells);
    }

    #[test]
    fn blank_lines_are_rows_so_that_numbers_stay_those_of_the_spreadsheet() {
        expect(b"A,B\n1,a\n\n2,b\n\n", &[["1", "a"], ["", ""], ["2", "b"], ["", ""]]);
        expect(b"A,B\n\"1\",a\n\n\n2,b\n", &[["1", "a"], ["", ""], ["", ""], ["2", "b"]]);
        expect(b"A,B\n\n\n1,a\n2,b\n", &[["", ""], ["", ""], ["1", "a"], ["2", "b"]]);
        let (cells, _, first_row) = read(b"\n\nA,B\n1,a\n").unwrap();
        assert_eq!((cells, first_row), (vec![["1".to_owned(), "a".to_owned()]], 4));
    }

    #[test]
    fn quotes_never_cost_a_row() {
        expect(b"A,B,C\n1,5\" SC,x\n2,b,y\n", &[["1", "5\" SC"], ["2", "b"]]);
        expect(b"A,B\n1,\"a\nb\"\n2,b\n", &[["1", "a\nb"], ["2", "b"]]);
        expect(b"A,B\n1,\"a,b\"\n2,b\n", &[["1", "a,b"], ["2", "b"]]);
        for unclosed in [&b"A,B\n1,\"a\n2,b\n3,c\n"[..], b"A,B,C\n1,x,\"a\n2,y,b\n"] {
            let error = read(unclosed).unwrap_err().to_string();
            assert_eq!(error, "a quote in row 2 is not closed");
        }
    }

    #[test]
    fn longer_rows_are_cut_and_told() {
        let (cells, ragged, _) = read(b"A,B\n1,a,x\n2,b\n\n3,c,\n4,d,,y\n5\n").unwrap();
        assert_eq!(cells.len(), 6);
        assert_eq!(cells[5], ["5".to_owned(), String::new()]);
        assert_eq!(ragged, [0, 4]);
    }

    #[test]
    fn rows_are_counted_where_no_column_is_wanted() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"A,B\n1,a\n2,b,c\n").unwrap();
        let found = FoundFile::new(file.path().to_owned(), String::new(), None);
        let shape = shape(&found, &|_| Fit { complete: true, known: 2 }).unwrap().unwrap();
        let rows = rows(&found, &shape, &[]).unwrap();
        assert_eq!((rows.height, rows.columns.len(), rows.ragged), (2, 0, vec![1]));
    }

    #[test]
    fn workbooks_and_empty_files_are_told() {
        assert!(read(b"PK\x03\x04...").is_err());
        assert!(read(b"\xd0\xcf\x11\xe0...").is_err());
        assert_eq!(read(b"").unwrap_err().to_string(), "empty");
        assert_eq!(read(b"A,B\n").unwrap().0.len(), 0);
    }
}
