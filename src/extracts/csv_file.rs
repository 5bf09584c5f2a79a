//! Reads one CSV file through polars, whatever a spreadsheet did to it.
//!
//! Takes bytes, gives its header and the wanted columns as text. Accepts a byte
//! order mark, UTF-16 and Windows-1252, `;` and tabs, quoted fields, blank lines
//! and rows longer than the header. Knows nothing of layouts.

use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use polars::prelude::{Column, DataType, Field, PolarsResult, Schema};
use polars_io::SerReader;
use polars_io::prelude::{CsvParseOptions, CsvReadOptions};

/// How a file is written.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Its headers, trimmed; the last of them may be empty.
    pub headers: Vec<String>,
    separator: u8,
    /// The whole text, where the file is not plain UTF-8.
    decoded: Option<Arc<[u8]>>,
}

/// How much of a file is read to know its header.
const HEAD: usize = 64 * 1024;

/// Reads the header of a file; nothing when the file is empty.
///
/// # Errors
/// When it cannot be opened or read, or is a workbook under another name.
pub fn shape(path: &Path) -> anyhow::Result<Option<Shape>> {
    let mut head = Vec::with_capacity(4096);
    File::open(path)?.take(HEAD as u64).read_to_end(&mut head)?;
    anyhow::ensure!(!head.starts_with(b"PK\x03\x04"), "it is a workbook, not a CSV file");
    let utf16 = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    let decoded = if utf16 { Some(decode(path)?) } else { None };
    let head = decoded.as_deref().map_or(&head[..], |text| &text[..text.len().min(HEAD)]);
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let Some(line) = head.split(|b| *b == b'\n').find(|line| !line.trim_ascii().is_empty()) else {
        return Ok(None);
    };
    let count = |separator: u8| line.iter().filter(|b| **b == separator).count();
    let separator = [b',', b';', b'\t'].into_iter().max_by_key(|s| (count(*s), *s == b',')).unwrap_or(b',');
    let mut header = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(line);
    let mut record = csv::ByteRecord::new();
    header.read_byte_record(&mut record)?;
    let headers = record.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect();
    Ok(Some(Shape { headers, separator, decoded }))
}

/// The rows of a file: the wanted columns as text, in the order of their places.
pub struct Rows {
    /// The wanted columns.
    pub columns: Vec<Column>,
    /// The number of rows.
    pub height: usize,
    /// Rows (from 0) with more cells than the header, none of them empty.
    pub ragged: Vec<u32>,
}

/// Reads the columns at `wanted` places (ascending) of a file whose shape is known.
///
/// # Errors
/// When the file cannot be read, or is no CSV.
pub fn rows(path: &Path, shape: &Shape, wanted: &[usize]) -> anyhow::Result<Rows> {
    let read = |decoded: &Option<Arc<[u8]>>, truncate: bool| -> PolarsResult<_> {
        let options = options(shape, wanted, truncate);
        match decoded {
            Some(text) => options.into_reader_with_file_handle(Cursor::new(text.to_vec())).finish(),
            None => options.into_reader_with_file_handle(File::open(path)?).finish(),
        }
    };
    let first = read(&shape.decoded, false);
    let (frame, ragged) = match first {
        Ok(frame) => (frame, Vec::new()),
        Err(polars::error::PolarsError::NoData(_)) => return Ok(Rows { columns: Vec::new(), height: 0, ragged: Vec::new() }),
        Err(_) => {
            // Not UTF-8, or rows longer than the header: the slower way, which bears both.
            let decoded = Some(match &shape.decoded {
                Some(text) => text.clone(),
                None => decode(path)?,
            });
            let ragged = longer_rows(decoded.as_deref().unwrap_or_default(), shape);
            (read(&decoded, true).context("it cannot be read as CSV")?, ragged)
        }
    };
    Ok(Rows { height: frame.height(), columns: frame.into_columns(), ragged })
}

fn options(shape: &Shape, wanted: &[usize], truncate: bool) -> CsvReadOptions {
    let fields = (0..shape.headers.len()).map(|at| Field::new(at.to_string().into(), DataType::String));
    CsvReadOptions {
        has_header: false,
        skip_rows: 1,
        infer_schema_length: Some(0),
        schema: Some(Arc::new(Schema::from_iter(fields))),
        projection: Some(Arc::new(wanted.to_vec())),
        parse_options: Arc::new(CsvParseOptions {
            separator: shape.separator,
            truncate_ragged_lines: truncate,
            ..CsvParseOptions::default()
        }),
        ..CsvReadOptions::default()
    }
}

/// The whole file as UTF-8, from UTF-8, UTF-16 or Windows-1252.
fn decode(path: &Path) -> anyhow::Result<Arc<[u8]>> {
    let bytes = std::fs::read(path)?;
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(&bytes) {
        return Ok(encoding.decode_without_bom_handling(&bytes[mark..]).0.as_bytes().into());
    }
    if std::str::from_utf8(&bytes).is_ok() {
        return Ok(bytes.into());
    }
    Ok(encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes).0.as_bytes().into())
}

fn longer_rows(text: &[u8], shape: &Shape) -> Vec<u32> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).delimiter(shape.separator).from_reader(text);
    let mut record = csv::ByteRecord::new();
    let mut longer = Vec::new();
    let mut row = 0;
    while matches!(reader.read_byte_record(&mut record), Ok(true)) {
        if record.iter().skip(shape.headers.len()).any(|cell| !cell.trim_ascii().is_empty()) {
            longer.push(row);
        }
        row += 1;
    }
    longer
}
