//! Reads one CSV file through polars, whatever a spreadsheet did to it.
//!
//! Takes bytes, gives its header and the wanted columns as text. Accepts a byte
//! order mark, UTF-16 and Windows-1252, `;` and tabs, quoted fields, blank lines
//! and rows longer than the header. Knows nothing of layouts.

use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;
use std::sync::Arc;

use polars::error::PolarsError;
use polars::prelude::{Column, DataType, Field, Schema};
use polars_io::SerReader;
use polars_io::prelude::{CsvParseOptions, CsvReadOptions};

/// How a file is written.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Its headers, trimmed; the last of them may be empty.
    pub headers: Vec<String>,
    /// Row of the first record, as a spreadsheet numbers it.
    pub first_row: u32,
    separator: u8,
    /// The whole text, where the file is not plain UTF-8 with line feeds.
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
    let workbook = head.starts_with(b"PK\x03\x04") || head.starts_with(b"\xd0\xcf\x11\xe0");
    anyhow::ensure!(!workbook, "it is a workbook, not a CSV file");
    let utf16 = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    // Spreadsheets of old end lines with a carriage return alone.
    let returns = !utf16 && head.contains(&b'\r') && !head.contains(&b'\n');
    let decoded = if utf16 || returns { Some(Arc::from(decode(std::fs::read(path)?))) } else { None };
    let head = decoded.as_deref().map_or(&head[..], |text: &[u8]| &text[..text.len().min(HEAD)]);
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let mut lines = head.split(|b| *b == b'\n').enumerate();
    let Some((blank, line)) = lines.find(|(_, line)| !line.trim_ascii().is_empty()) else {
        return Ok(None);
    };
    let count = |separator: u8| line.iter().filter(|b| **b == separator).count();
    let separator = [b',', b';', b'\t'].into_iter().max_by_key(|s| (count(*s), *s == b',')).unwrap_or(b',');
    let mut header = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(line);
    let mut record = csv::ByteRecord::new();
    header.read_byte_record(&mut record)?;
    let headers = record.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect();
    Ok(Some(Shape { headers, first_row: blank as u32 + 2, separator, decoded }))
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
pub fn rows(path: &Path, shape: &Shape, wanted: &[usize]) -> anyhow::Result<Rows> {
    let mut bytes = match &shape.decoded {
        Some(text) => text.to_vec(),
        None => std::fs::read(path)?,
    };
    if std::str::from_utf8(&bytes).is_err() {
        bytes = decode(bytes);
    }
    let mut ragged = Vec::new();
    let plain = is_plain(&bytes, shape);
    if !plain {
        (bytes, ragged) = rewritten(&bytes, shape)?;
    }
    let read = |bytes: &[u8]| options(shape, wanted).into_reader_with_file_handle(Cursor::new(bytes)).finish();
    let found = match read(&bytes) {
        // A longer row and a shorter one can hide each other from the count.
        Err(error) if plain && !matches!(error, PolarsError::NoData(_)) => {
            (bytes, ragged) = rewritten(&bytes, shape)?;
            read(&bytes)
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
        skip_lines: shape.first_row as usize - 1,
        infer_schema_length: Some(0),
        schema: Some(Arc::new(Schema::from_iter(fields))),
        projection: Some(Arc::new(wanted.to_vec())),
        parse_options: Arc::new(CsvParseOptions { separator: shape.separator, ..CsvParseOptions::default() }),
        ..CsvReadOptions::default()
    }
}

/// Whether polars can be given the file as it is: no quotes, and every row as long as the header.
/// Polars itself does not look at columns that are not wanted.
fn is_plain(bytes: &[u8], shape: &Shape) -> bool {
    if memchr::memchr(b'"', bytes).is_some() {
        return false;
    }
    let text = bytes.trim_ascii();
    let lines = memchr::memchr_iter(b'\n', text).count() + 1;
    memchr::memchr_iter(shape.separator, bytes).count() == lines * (shape.headers.len() - 1)
}

/// The file written again so that no reader can take it two ways: quotes only where they are
/// needed, rows cut at the header's length.
fn rewritten(bytes: &[u8], shape: &Shape) -> anyhow::Result<(Vec<u8>, Vec<u32>)> {
    let from = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let (mut text, mut start) = (Vec::with_capacity(bytes.len()), 0);
    for _ in 1..shape.first_row {
        start += memchr::memchr(b'\n', &from[start..]).map_or(from.len() - start, |at| at + 1);
    }
    text.extend(std::iter::repeat_n(b'\n', shape.first_row as usize - 1));
    let mut ragged = Vec::new();
    let mut row = 0_u32;
    let mut record = csv::ByteRecord::new();
    while start < from.len() {
        let line = memchr::memchr(b'\n', &from[start..]).map_or(from.len(), |at| start + at + 1);
        if from[start..line].trim_ascii().is_empty() {
            text.push(b'\n');
            (start, row) = (line, row + 1);
            continue;
        }
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(shape.separator).from_reader(&from[start..]);
        let mut end = start;
        // Up to a blank line only: that is a row of a spreadsheet, and the library skips it.
        while reader.read_byte_record(&mut record)? {
            // A cell that holds a whole row has swallowed it; a line break with a comma is a note.
            let separators = |line: &[u8]| line.iter().filter(|byte| **byte == shape.separator).count();
            let most = shape.headers.len() - 1;
            let swallowed = |cell: &[u8]| cell.split(|b| *b == b'\n').skip(1).any(|line| most > 0 && separators(line) >= most);
            anyhow::ensure!(!record.iter().any(swallowed), "a quote in row {} is not closed", row + shape.first_row);
            if record.iter().skip(shape.headers.len()).any(|cell| !cell.trim_ascii().is_empty()) {
                ragged.push(row);
            }
            write_record(&mut text, &record, shape);
            row += 1;
            end = start + reader.position().byte() as usize;
            if from.get(end) == Some(&b'\n') && from.get(end - 1) == Some(&b'\r') {
                end += 1;
            }
            let line = from.get(end..).unwrap_or_default();
            let line = &line[..memchr::memchr(b'\n', line).unwrap_or(line.len())];
            if line.trim_ascii().is_empty() {
                break;
            }
        }
        start = end.max(start + 1);
    }
    Ok((text, ragged))
}

fn write_record(text: &mut Vec<u8>, record: &csv::ByteRecord, shape: &Shape) {
    for at in 0..shape.headers.len() {
        if at > 0 {
            text.push(shape.separator);
        }
        let cell = record.get(at).unwrap_or_default();
        if cell.iter().any(|byte| matches!(byte, b'"' | b'\n' | b'\r') || *byte == shape.separator) {
            text.push(b'"');
            for byte in cell {
                if *byte == b'"' {
                    text.push(b'"');
                }
                text.push(*byte);
            }
            text.push(b'"');
        } else {
            text.extend_from_slice(cell);
        }
    }
    text.push(b'\n');
}

/// The text as UTF-8 with line feeds, from UTF-8, UTF-16 or Windows-1252.
fn decode(mut bytes: Vec<u8>) -> Vec<u8> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(&bytes) {
        bytes = encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned().into_bytes();
    } else if std::str::from_utf8(&bytes).is_err() {
        bytes = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes).0.into_owned().into_bytes();
    }
    if bytes.contains(&b'\r') && !bytes.contains(&b'\n') {
        bytes.iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
    }
    bytes
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// The first two columns of a file, row by row.
    fn read(bytes: &[u8]) -> anyhow::Result<(Vec<[String; 2]>, Vec<u32>, u32)> {
        let mut file = tempfile::NamedTempFile::new()?;
        file.write_all(bytes)?;
        let Some(shape) = shape(file.path())? else { anyhow::bail!("empty") };
        let rows = rows(file.path(), &shape, &[0, 1])?;
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
        let utf16: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("A,B\r\n1,é\r\n2,b\r\n".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        expect(&utf16, &cells);
    }

    #[test]
    fn blank_lines_are_rows_so_that_numbers_stay_those_of_the_spreadsheet() {
        expect(b"A,B\n1,a\n\n2,b\n\n", &[["1", "a"], ["", ""], ["2", "b"], ["", ""]]);
        expect(b"A,B\n\"1\",a\n\n\n2,b\n", &[["1", "a"], ["", ""], ["", ""], ["2", "b"]]);
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
    fn workbooks_and_empty_files_are_told() {
        assert!(read(b"PK\x03\x04...").is_err());
        assert!(read(b"\xd0\xcf\x11\xe0...").is_err());
        assert_eq!(read(b"").unwrap_err().to_string(), "empty");
        assert_eq!(read(b"A,B\n").unwrap().0.len(), 0);
    }
}
