//! Finds the header of a file, also below titles, notes and empty rows.
//!
//! Takes the beginning of a file as text, gives the row that is the header. Knows nothing of layouts: how well
//! a row serves is told by who asks.

use csv_core::{Reader, ReaderBuilder};

use super::rewrite::Record;

/// How well a row serves as header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fit {
    /// Whether it names all that the file is of no use without.
    pub complete: bool,
    /// How many columns it names that are known.
    pub known: usize,
}

/// The row that is the header.
#[derive(Clone, Debug)]
pub struct Header {
    /// Its cells, as they are shown.
    pub cells: Vec<String>,
    /// Its row, as a spreadsheet numbers it.
    pub row: u32,
    /// The lines from the beginning up to its end.
    pub lines: u32,
    /// What stands between its cells.
    pub separator: u8,
    /// Whether rows stand above it that are more than blank lines.
    pub below: bool,
    /// Whether a row behind it shows that it is none of a child's.
    pub sure: bool,
}

/// How many rows are looked at. Titles, notes and filters of a report fill some, and never so many.
const ROWS: usize = 40;

/// A row that runs over more lines than this has a quote that is not closed.
const LINES: usize = 20;

/// One row of the beginning.
struct Row {
    cells: Vec<String>,
    row: u32,
    lines: u32,
}

impl Row {
    fn is_blank(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }
}

/// What may stand between the cells of a CSV file.
pub const SEPARATORS: &[u8] = b",;\t|";

/// Finds the header: the first row with something in it, unless a later one serves better. One of `separators` stands
/// between cells.
pub fn find(text: &[u8], separators: &[u8], fit: &dyn Fn(&[String]) -> Fit) -> Option<Header> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let separators = || separators.iter().copied();
    let first_line = text.split(|byte| *byte == b'\n').find(|line| !blank(line) && !only_separators(line))?;
    let count = |separator: u8| first_line.iter().filter(|byte| **byte == separator).count();
    let separator = separators().max_by_key(|s| (count(*s), *s == b',')).unwrap_or(b',');
    let rows = rows(text, separator);
    let first = rows.iter().position(|row| !row.is_blank())?;
    let own = fit(&rows[first].cells);
    if own.complete {
        return header(&rows, first, separator);
    }
    let others = separators().filter(|other| *other != separator);
    let mut candidates = Vec::new();
    for separator in std::iter::once(separator).chain(others) {
        for (at, row) in self::rows(text, separator).iter().enumerate() {
            candidates.push((fit(&row.cells), row.row, separator, at));
        }
    }
    // The uppermost complete one: one below it is the header of a second table. Else the one that names most.
    let complete = candidates.iter().filter(|found| found.0.complete).min_by_key(|found| found.1);
    let fullest = || {
        let most = candidates.iter().map(|found| found.0.known).max().filter(|most| *most > own.known.max(1))?;
        candidates.iter().find(|found| found.0.known == most)
    };
    match complete.or_else(fullest) {
        Some((_, _, separator, at)) => header(&self::rows(text, *separator), *at, *separator),
        None => header(&rows, first, separator),
    }
}

fn header(rows: &[Row], at: usize, separator: u8) -> Option<Header> {
    let row = rows.get(at)?;
    Some(Header {
        cells: row.cells.clone(),
        row: row.row,
        lines: row.lines,
        separator,
        below: at > 0,
        sure: is_no_record(row, &rows[at + 1..]),
    })
}

/// Whether a row can be nothing but a header: no digit in it, as identifiers and dates have them in the rows
/// below, and no cell that stands below it again, as a code would.
fn is_no_record(row: &Row, below: &[Row]) -> bool {
    let digit = |cell: &String| cell.chars().any(|c| c.is_numeric());
    let filled = row.cells.iter().filter(|cell| !cell.is_empty()).count();
    let again = |(at, cell): (usize, &String)| {
        !cell.is_empty() && below.iter().any(|row| row.cells.get(at).is_some_and(|other| other.eq_ignore_ascii_case(cell)))
    };
    filled > 1
        && !row.cells.iter().any(digit)
        && below.iter().any(|row| row.cells.iter().any(digit))
        && !row.cells.iter().enumerate().any(again)
}

fn blank(line: &[u8]) -> bool {
    line.trim_ascii().is_empty()
}

fn only_separators(line: &[u8]) -> bool {
    line.iter().all(|byte| matches!(byte, b',' | b';' | b'\t' | b'|' | b' ' | b'\r' | b'"'))
}

/// The first rows, blank lines left out.
fn rows(text: &[u8], separator: u8) -> Vec<Row> {
    let mut found = Vec::new();
    // Made once: making one costs more than reading many rows with it.
    let (mut reader, mut room) = (ReaderBuilder::new().delimiter(separator).build(), Record::new());
    let mut record = |text: &[u8]| record(text, &mut reader, &mut room);
    let (mut start, mut row, mut lines) = (0, 0, 0);
    while start < text.len() && found.len() < ROWS {
        let line_end = memchr::memchr(b'\n', &text[start..]).map_or(text.len(), |at| start + at + 1);
        row += 1;
        if blank(&text[start..line_end]) {
            (start, lines) = (line_end, lines + 1);
            continue;
        }
        let found_record = record(&text[start..]).filter(|(_, length)| feeds(&text[start..start + length]) <= LINES);
        let (cells, length) = found_record.or_else(|| record(&text[start..line_end])).unwrap_or((Vec::new(), line_end - start));
        let end = (start + length).max(start + 1);
        lines += feeds(&text[start..end]) as u32;
        found.push(Row { cells, row, lines });
        start = end;
    }
    found
}

fn feeds(text: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', text).count()
}

/// The first record of a text and its length in bytes, its line end included.
fn record(text: &[u8], reader: &mut Reader, room: &mut Record) -> Option<(Vec<String>, usize)> {
    reader.reset();
    let mut end = room.read(reader, text)?;
    if end > 0 && text.get(end) == Some(&b'\n') && text[end - 1] == b'\r' {
        end += 1;
    }
    // A quote that is not closed takes all that follows into its cell.
    let raw = text.get(..end).unwrap_or(text).trim_ascii();
    if end >= text.len()
        && raw.contains(&b'\n')
        && !raw.ends_with(b"\"")
        && raw.iter().filter(|byte| **byte == b'"').count() % 2 > 0
    {
        return None;
    }
    Some((room.cells().map(|cell| clean(&String::from_utf8_lossy(cell))).collect(), end))
}

/// A header as it is shown: on one line, without what nobody sees.
pub fn clean(cell: &str) -> String {
    // A byte order mark that was read as Windows-1252 and saved again.
    let cell = cell.strip_prefix("ï»¿").unwrap_or(cell);
    let seen: String = cell.chars().filter(|c| !is_invisible(*c)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A header as a message shows it. One that looks like a value may be a child's, where a line end was lost or the
/// header is a row of data: it is not shown.
pub fn shown(header: &str) -> String {
    const LONGEST: usize = 40;
    let digits = header.chars().filter(|c| c.is_numeric()).count();
    let letters = header.chars().filter(|c| c.is_alphabetic()).count();
    if digits > 4 || digits > letters {
        return "(a value)".to_owned();
    }
    let mut shown: String = header.chars().take(LONGEST).collect();
    if header.chars().count() > LONGEST {
        shown.push_str("...");
    }
    shown
}

/// Whether a character takes no place on a page: of no width, a mark of direction, a soft hyphen, a control
/// character that is no space.
pub fn is_invisible(c: char) -> bool {
    let format = matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}');
    format || (c.is_control() && !c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row that names A and B is complete.
    fn fit(cells: &[String]) -> Fit {
        let known = ["A", "B"].iter().filter(|name| cells.iter().any(|cell| cell == *name)).count();
        Fit { complete: known == 2, known }
    }

    fn at(text: &str) -> (u32, u32, char, bool) {
        let found = find(text.as_bytes(), SEPARATORS, &fit).unwrap();
        (found.row, found.lines, char::from(found.separator), found.below)
    }

    #[test]
    fn titles_notes_and_empty_rows_above_are_skipped() {
        assert_eq!(at("A,B\n1,a\n"), (1, 1, ',', false));
        assert_eq!(at("\n \nA,B\n1,a\n"), (3, 3, ',', false));
        assert_eq!(at(",,\nA,B,\n1,a,\n"), (2, 2, ',', true));
        assert_eq!(at("Children; as at 31 March, final\n\nA;B\n1;a\n"), (3, 3, ';', true));
        assert_eq!(at("\"A title\nof two lines\",\nA,B\n"), (2, 3, ',', true));
        assert_eq!(at("A quote \" in a title\nA,B\n1,a\n"), (2, 2, ',', true));
        assert_eq!(at("\"never closed\nA,B\n1,a\n2,b\n"), (2, 2, ',', true));
    }

    #[test]
    fn a_header_may_hold_line_breaks_and_what_nobody_sees() {
        let found = find("\"Note\nof\u{a0}team\",\u{200b}A,\u{feff}B \n1,a,b\n".as_bytes(), SEPARATORS, &fit).unwrap();
        assert_eq!(found.cells, ["Note of team", "A", "B"]);
        assert_eq!((found.row, found.lines), (1, 2));
    }

    #[test]
    fn without_a_complete_one_the_row_with_most_known_columns_is_the_header_and_else_the_first() {
        let none = |cells: &[String]| Fit { complete: false, known: fit(cells).known + usize::from(cells.contains(&"C".into())) };
        assert_eq!(find(b"Title,x\nA,C,D\n1,2,3\n", SEPARATORS, &none).unwrap().row, 2);
        assert_eq!(find(b"X,Y\nA,Z\n1,2\n", SEPARATORS, &none).unwrap().row, 1);
        assert!(find(b"\n\n", SEPARATORS, &none).is_none());
    }

    #[test]
    fn what_looks_like_a_value_is_not_shown() {
        for header in ["Care start 2018", "Address 1", "CHILD"] {
            assert_eq!(shown(header), header);
        }
        for value in ["04/07/2008", "K1", "SD00101", "URN SD00101", "12"] {
            assert_eq!(shown(value), if value == "K1" { "K1" } else { "(a value)" });
        }
        assert_eq!(shown(&"long ".repeat(10)).len(), 43);
    }

    #[test]
    fn a_childs_row_is_never_taken_for_a_header_for_sure() {
        let sure = |text: &str| find(text.as_bytes(), SEPARATORS, &|_| Fit::default()).unwrap().sure;
        assert!(sure("Person,Start\nX1,01/02/2018\n"));
        assert!(!sure("X1,01/02/2018\nX2,01/02/2018\n"));
        assert!(!sure("Smith,WBRI\nJones,WBRI\nX1,WBRI\n"));
        assert!(!sure("Smith,Amber\n"));
    }
}
