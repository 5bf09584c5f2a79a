//! Writes the rows of a CSV file again so that no reader can take them two ways.
//!
//! Takes the bytes behind the header, gives the same rows with quotes only where they are needed, cut at the
//! header's length, and the rows that were longer. Every byte is looked at a fixed number of times,
//! whatever the file is made of.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::limits;

/// One record: its cells one after the other, and where each ends.
pub struct Record {
    text: Vec<u8>,
    ends: Vec<usize>,
    cells: usize,
}

impl Record {
    /// Room for a record of a usual length.
    pub fn new() -> Self {
        Record { text: vec![0; 1024], ends: vec![0; 64], cells: 0 }
    }

    /// Reads the record at the start of a text; gives how many bytes it took, nothing where there is none.
    pub fn read(&mut self, reader: &mut Reader, from: &[u8]) -> Option<usize> {
        let (mut taken, mut written) = (0, 0);
        self.cells = 0;
        loop {
            let (result, read, wrote, ended) =
                reader.read_record(&from[taken..], &mut self.text[written..], &mut self.ends[self.cells..]);
            taken += read;
            written += wrote;
            self.cells += ended;
            match result {
                // Read again without input, the last record is ended.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record => return Some(taken),
                ReadRecordResult::End => return None,
            }
        }
    }

    fn cell(&self, at: usize) -> &[u8] {
        if at >= self.cells {
            return &[];
        }
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[at]]
    }

    /// Its cells, unquoted.
    pub fn cells(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.cells).map(|at| self.cell(at))
    }
}

/// Writes the rows of `from` behind `text`, each with `width` cells; gives the rows (from 0) with more filled cells.
///
/// # Errors
/// When a quote is not closed, by the row: `first_row` is the first one's.
pub fn rows(from: &[u8], separator: u8, width: usize, first_row: u32, text: &mut Vec<u8>) -> anyhow::Result<Vec<u32>> {
    let mut reader = ReaderBuilder::new().delimiter(separator).build();
    let mut record = Record::new();
    let mut ragged = Vec::new();
    let (mut start, mut row) = (0, 0_u32);
    while start < from.len() {
        // A blank line is a row of a spreadsheet, and the library skips it.
        if let Some(end) = blank(&from[start..]) {
            text.push(b'\n');
            (start, row) = (start + end, row + 1);
            continue;
        }
        let Some(taken) = record.read(&mut reader, &from[start..]) else { break };
        anyhow::ensure!(!swallowed(&record, separator, width), "a quote in row {} is not closed", row + first_row);
        let most = limits::LINE;
        anyhow::ensure!(taken <= most, "row {} has more than {} bytes", row + first_row, limits::grouped(most));
        if record.cells().skip(width).any(|cell| !cell.trim_ascii().is_empty()) {
            ragged.push(row);
        }
        write(text, &record, separator, width);
        row += 1;
        start += taken.max(1);
        if from.get(start) == Some(&b'\n') && from.get(start - 1) == Some(&b'\r') {
            start += 1;
        }
    }
    Ok(ragged)
}

/// Where a line that begins here ends, if it is blank; looks no further than its blanks.
fn blank(from: &[u8]) -> Option<usize> {
    let end = from.iter().position(|byte| *byte == b'\n' || !byte.is_ascii_whitespace()).unwrap_or(from.len());
    match from.get(end) {
        Some(b'\n') => Some(end + 1),
        Some(_) => None,
        None => Some(end),
    }
}

/// Whether a cell holds a whole row, which its quote has swallowed; a line break with a comma is a note.
fn swallowed(record: &Record, separator: u8, width: usize) -> bool {
    let most = width.saturating_sub(1);
    let separators = |line: &[u8]| memchr::memchr_iter(separator, line).count();
    most > 0 && record.cells().any(|cell| cell.split(|byte| *byte == b'\n').skip(1).any(|line| separators(line) >= most))
}

fn write(text: &mut Vec<u8>, record: &Record, separator: u8, width: usize) {
    for at in 0..width {
        if at > 0 {
            text.push(separator);
        }
        let cell = record.cell(at);
        if cell.iter().any(|byte| matches!(byte, b'"' | b'\n' | b'\r') || *byte == separator) {
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::rows;

    fn written(from: &str) -> (String, Vec<u32>) {
        let mut text = Vec::new();
        let ragged = rows(from.as_bytes(), b',', 2, 2, &mut text).unwrap();
        (String::from_utf8(text).unwrap(), ragged)
    }

    #[test]
    fn rows_come_out_one_way_and_keep_their_numbers() {
        assert_eq!(written("\"1\",\"a\"\n\n\"2\",\"b\"\n").0, "1,a\n\n2,b\n");
        assert_eq!(written("\"1\",\"a\"\r\n \r\n2,\"b\r\nc\"\r\n\r\n3,d").0, "1,a\n\n2,\"b\r\nc\"\n\n3,d\n");
        assert_eq!(written("1\n2,\"b \"\"c\"\"\"\n"), ("1,\n2,\"b \"\"c\"\"\"\n".to_owned(), Vec::new()));
        assert_eq!(written("1,a,x\n2,b,,\n3,c,,y\n"), ("1,a\n2,b\n3,c\n".to_owned(), vec![0, 2]));
    }

    #[test]
    fn a_row_of_any_length_is_read_whole() {
        let cell = "x".repeat(5_000);
        let cells = vec!["y"; 1_000].join(",");
        assert_eq!(written(&format!("{cell},\"a\"\n{cells}\n")), (format!("{cell},a\ny,y\n"), vec![1]));
        // A short row under a header of more columns than any row before it had.
        let mut text = Vec::new();
        assert_eq!(rows(b"1,\"a\"\n", b',', 200, 2, &mut text).unwrap(), Vec::<u32>::new());
        assert_eq!(text, format!("1,a{}\n", ",".repeat(198)).into_bytes());
    }
}
