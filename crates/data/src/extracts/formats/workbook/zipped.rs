//! Looks at a zipped workbook before it is read: what it is, and whether it can be read in good time.
//!
//! What a part unpacks to is said in the file, and the library gives no more than that. What a sheet of `.ods` says it
//! repeats, and how many texts `.xlsx` says it has, the library would make room for.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::super::super::limits;
use super::{CELLS, Formulas, damaged, too_many};

/// The bytes that are looked at together.
const PIECE: usize = 1 << 16;

/// The most bytes that a workbook may unpack to.
const UNPACKED: u64 = 1_000_000_000;

/// The most parts that it may have: a sheet, its relations and its pictures are some each.
const PARTS: usize = 10_000;

/// The most of these that its texts may be, which are all held at once.
const TEXTS: u64 = 300_000_000;

/// The most cells of an `.ods`, of which the library holds all at once.
const AT_ONCE: u64 = CELLS / 4;

/// What a zipped file is.
pub enum Kind {
    /// `.xlsx` or `.xlsm`.
    Xlsx,
    /// `.xlsb`.
    Xlsb,
    /// `.ods`, with the formulas that have no value, by sheet.
    Ods(Vec<(String, Formulas)>),
    /// Something else.
    Other,
}

/// Tells what a file is.
///
/// # Errors
/// When it is damaged, or too much.
pub fn look(file: File) -> anyhow::Result<Kind> {
    let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|_| damaged())?;
    anyhow::ensure!(zip.len() <= PARTS, "it has more than {} parts", limits::grouped(PARTS));
    let mut unpacked = 0_u64;
    for at in 0..zip.len() {
        unpacked = unpacked.saturating_add(zip.by_index_raw(at).map_err(|_| damaged())?.size());
    }
    anyhow::ensure!(unpacked <= UNPACKED, "it unpacks to more than {} bytes", limits::grouped(UNPACKED as usize));
    let names: Vec<String> = zip.file_names().filter_map(Result::ok).map(|name| name.into_owned()).collect();
    let find = |ending: &str| names.iter().find(|name| name.to_lowercase().replace('\\', "/").ends_with(ending));
    if find("workbook.bin").is_some() {
        return Ok(Kind::Xlsb);
    }
    if find("workbook.xml").is_some() {
        for name in names.iter().filter(|name| name.to_lowercase().ends_with("sharedstrings.xml")) {
            let part = zip.by_name(name).map_err(|_| damaged())?;
            let size = part.size();
            anyhow::ensure!(size <= TEXTS, "its texts have more than {} bytes", limits::grouped(TEXTS as usize));
            anyhow::ensure!(texts_said(BufReader::new(part)) <= size, damaged());
        }
        return Ok(Kind::Xlsx);
    }
    if find("content.xml").is_some() && find("mimetype").is_some() {
        let part = zip.by_name("content.xml").map_err(|_| damaged())?;
        return Ok(Kind::Ods(within(BufReader::new(part))?));
    }
    Ok(Kind::Other)
}

/// Whether a sheet of an `.xlsx` has a formula.
pub fn has_formulas(file: File) -> bool {
    let Ok(mut zip) = ZipArchive::new(BufReader::new(file)) else { return false };
    (0..zip.len()).any(|at| match zip.by_index(at) {
        Ok(part) if part.name().is_ok_and(|name| name.to_lowercase().contains("worksheets")) => holds_formula(part),
        _ => false,
    })
}

/// Whether a part has an element `f`, whatever its namespace.
fn holds_formula(mut part: impl Read) -> bool {
    let mut bytes = Vec::with_capacity(PIECE);
    loop {
        let read = part.by_ref().take(PIECE as u64).read_to_end(&mut bytes).unwrap_or(0);
        let formula = |at: usize| {
            let before = matches!(bytes[at], b'<' | b':');
            before && bytes[at + 1] == b'f' && matches!(bytes[at + 2], b'>' | b' ' | b'/')
        };
        let last = bytes.len().saturating_sub(2);
        if memchr::memchr2_iter(b'<', b':', &bytes[..last]).any(formula) {
            return true;
        }
        if read == 0 {
            return false;
        }
        bytes.drain(..last);
    }
}

/// How many texts a list of texts says it has; each takes more than one byte of it.
fn texts_said(part: impl BufRead) -> u64 {
    let mut reader = Reader::from_reader(part);
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(start) | Event::Empty(start)) if start.local_name().as_ref() == "sst" => {
                return attribute(&start, "uniqueCount").map_or(0, |said| said.parse().unwrap_or(u64::MAX));
            }
            Ok(Event::Eof) | Err(_) => return 0,
            Ok(_) => buffer.clear(),
        }
    }
}

/// Sees to it that the tables of an `.ods`, with all that they repeat, have not too many cells; gives the formulas without a
/// value of each.
fn within(part: impl BufRead) -> anyhow::Result<Vec<(String, Formulas)>> {
    let mut reader = Reader::from_reader(part);
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    let mut before = 0;
    let mut table = Size::default();
    let mut formulas: Vec<(String, Formulas)> = Vec::new();
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|_| damaged())?;
        match &event {
            Event::Start(start) | Event::Empty(start) => match start.name().as_ref() {
                "table:table" => {
                    before = table.cells(before);
                    table = Size::default();
                    let name = attribute(start, "table:name").unwrap_or_default();
                    formulas.push((name.clone(), Formulas::new(super::titled(&name))));
                }
                "table:table-row" => table.row(repeats(start, "table:number-rows-repeated")),
                "table:table-cell" | "table:covered-table-cell" => {
                    let has = |name: &&str| attribute(start, name).is_some();
                    let valued = ["office:value-type", "calcext:value-type", "office:value"].iter().any(has);
                    let filled = valued || has(&"table:formula");
                    if filled
                        && !valued
                        && let Some((_, formulas)) = formulas.last_mut()
                    {
                        formulas.met((table.rows.saturating_sub(1)) as u32, table.in_row as u32);
                    }
                    table.cell(repeats(start, "table:number-columns-repeated"), filled);
                }
                _ => {}
            },
            Event::Eof => return if table.cells(before) > AT_ONCE { Err(too_many()) } else { Ok(formulas) },
            _ => {}
        }
        if table.cells(before) > AT_ONCE {
            return Err(too_many());
        }
    }
}

/// How large a table of an `.ods` becomes.
#[derive(Default)]
struct Size {
    rows: u64,
    filled_rows: u64,
    width: u64,
    in_row: u64,
    written: u64,
}

impl Size {
    fn row(&mut self, repeats: u64) {
        self.rows = self.rows.saturating_add(repeats);
        self.in_row = 0;
    }

    fn cell(&mut self, repeats: u64, filled: bool) {
        self.in_row = self.in_row.saturating_add(repeats);
        if filled {
            self.written = self.written.saturating_add(repeats);
            self.filled_rows = self.rows;
            self.width = self.width.max(self.in_row);
        }
    }

    fn cells(&self, before: u64) -> u64 {
        before.saturating_add(self.filled_rows.saturating_mul(self.width).max(self.written))
    }
}

fn repeats(start: &BytesStart<'_>, name: &str) -> u64 {
    attribute(start, name).map_or(1, |said| said.parse().unwrap_or(u64::MAX))
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    start.try_get_attribute(name).ok().flatten().map(|found| found.value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> u64 {
        texts_said(text.as_bytes())
    }

    fn ods(rows: &str) -> bool {
        within(format!("<office:spreadsheet><table:table>{rows}</table:table></office:spreadsheet>").as_bytes()).is_ok()
    }

    #[test]
    fn formulas_that_nobody_worked_out_are_told_by_sheet_and_cell() {
        let rows = "<table:table table:name='A'><table:table-row><table:table-cell office:value-type='string'/></table:table-row>\
                    <table:table-row><table:table-cell/><table:table-cell table:formula='of:=1+1' office:value-type='float' office:value='2'/>\
                    <table:table-cell table:formula='of:=1+1'/></table:table-row></table:table><table:table table:name='B'/>";
        let found = within(format!("<office:spreadsheet>{rows}</office:spreadsheet>").as_bytes()).unwrap_or_default();
        let said: Vec<_> = found.iter().map(|(name, of)| (name.as_str(), of.count, of.first.clone())).collect();
        assert_eq!(said, [("A", 1, vec![(1, 2)]), ("B", 0, vec![])]);
        assert!(holds_formula("<c r='A1'><f>1+1</f></c>".as_bytes()) && holds_formula("<x:f t='shared' si='0'/>".as_bytes()));
        assert!(!holds_formula("<c r='A1'><v>1</v></c><font/>".as_bytes()));
        // Wherever a piece ends.
        for before in PIECE - 4..PIECE + 2 {
            assert!(holds_formula(format!("{}<f>1</f>", " ".repeat(before)).as_bytes()), "{before}");
        }
    }

    #[test]
    fn what_a_file_says_of_itself_is_looked_at() {
        assert_eq!(said("<?xml version=\"1.0\"?><sst count='1' uniqueCount='99999999999'><si/></sst>"), 99_999_999_999);
        assert_eq!(said("<sst uniqueCount='999999999999999999999999'/>"), u64::MAX);
        assert_eq!(said("<sst>"), 0);
        let cell =
            |repeats: u64| format!("<table:table-cell office:value-type='string' table:number-columns-repeated='{repeats}'/>");
        let row = |repeats: u64, cells: &str| {
            format!("<table:table-row table:number-rows-repeated='{repeats}'>{cells}</table:table-row>")
        };
        assert!(ods(&row(1, &cell(3))));
        // Empty rows and columns behind the table are how every file ends.
        assert!(ods(&(row(2, &(cell(3) + "<table:table-cell table:number-columns-repeated='16381'/>"))
            + &row(1_048_574, "<table:table-cell table:number-columns-repeated='16384'/>"))));
        assert!(!ods(&row(1_048_576, &cell(16_384))));
        assert!(!ods(&(row(1, &cell(16_384)) + &row(1_000_000, "<table:table-cell/>") + &row(1, &cell(1)))));
    }
}
