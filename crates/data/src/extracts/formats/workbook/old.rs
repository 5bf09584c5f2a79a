//! Looks at an old workbook (`.xls`) before it is read: whether it is protected, and whether its sheets can be held.
//!
//! The library makes room for the whole rectangle from a sheet's first cell to its last, and for as many cells as the sheet
//! says it has: two cells far apart, or one wrong number, would take all memory.

use std::path::Path;

use super::{CELLS, damaged, protected, too_many};

/// The most bytes of such a file: it has 65,536 rows to a sheet.
const BYTES: u64 = 300_000_000;

/// The most cells of all sheets together, with what lies empty between.
const AT_ONCE: u64 = CELLS / 2;

/// The last sector of a chain, and what is no sector.
const END: u32 = 0xFFFF_FFFA;

/// Sees to it that a workbook can be read in good time.
///
/// # Errors
/// When it cannot, or is protected.
pub fn look(path: &Path) -> anyhow::Result<()> {
    anyhow::ensure!(path.metadata()?.len() <= BYTES, "it has more than {} bytes", super::limits::grouped(BYTES as usize));
    let bytes = std::fs::read(path)?;
    let file = Compound::read(&bytes).ok_or_else(damaged)?;
    if file.entry("EncryptedPackage").is_some() {
        return Err(protected());
    }
    let book = ["Workbook", "Book"].iter().find_map(|name| file.stream(file.entry(name)?));
    let Some(book) = book else { anyhow::bail!("it is no workbook; save it as .xlsx") };
    if cells(&book).ok_or_else(damaged)? > AT_ONCE { Err(too_many()) } else { Ok(()) }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// A file of files, as old programs of an office write them.
struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
    small_table: Vec<u32>,
    small: Vec<u8>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    size: usize,
}

impl<'a> Compound<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let shift = u16_at(bytes, 30).filter(|shift| matches!(shift, 9 | 12))?;
        let mut file = Compound {
            bytes,
            sector: 1 << shift,
            table: Vec::new(),
            small_table: Vec::new(),
            small: Vec::new(),
            entries: Vec::new(),
        };
        let mut tables: Vec<u32> = (0..109).filter_map(|at| u32_at(bytes, 76 + at * 4)).collect();
        let mut more = u32_at(bytes, 68)?;
        let most = bytes.len() / file.sector + 1;
        for _ in 0..most {
            let Some(sector) = file.at(more) else { break };
            tables.extend((0..file.sector / 4 - 1).filter_map(|at| u32_at(sector, at * 4)));
            more = u32_at(sector, file.sector - 4)?;
        }
        let numbers = |sector: &[u8]| -> Vec<u32> { (0..sector.len() / 4).filter_map(|at| u32_at(sector, at * 4)).collect() };
        for sector in tables.into_iter().filter(|sector| *sector < END).take(most) {
            let sector = file.at(sector)?;
            file.table.extend(numbers(sector));
        }
        let directory = file.chain(u32_at(bytes, 48)?, usize::MAX);
        file.entries = directory.chunks_exact(128).filter_map(entry).collect();
        file.small_table = numbers(&file.chain(u32_at(bytes, 60)?, usize::MAX));
        let root = file.entries.first()?;
        file.small = file.chain(root.start, root.size);
        Some(file)
    }

    fn at(&self, sector: u32) -> Option<&'a [u8]> {
        let start = (sector as usize).checked_add(1)?.checked_mul(self.sector).filter(|_| sector < END)?;
        let end = (start + self.sector).min(self.bytes.len());
        self.bytes.get(start..end)
    }

    /// What a chain of sectors holds; no longer than the file, whatever turns in a circle.
    fn chain(&self, first: u32, size: usize) -> Vec<u8> {
        let mut found = Vec::new();
        let mut next = first;
        while let Some(sector) = self.at(next).filter(|_| found.len() < size.min(self.bytes.len())) {
            found.extend_from_slice(sector);
            next = self.table.get(next as usize).copied().unwrap_or(END);
        }
        found.truncate(size);
        found
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    fn stream(&self, entry: &Entry) -> Option<Vec<u8>> {
        const SMALL: usize = 4096;
        if entry.size >= SMALL {
            return Some(self.chain(entry.start, entry.size));
        }
        let mut found = Vec::new();
        let mut next = entry.start;
        while found.len() < entry.size {
            let start = (next as usize).checked_mul(64)?;
            found.extend_from_slice(self.small.get(start..(start + 64).min(self.small.len())).filter(|part| !part.is_empty())?);
            next = self.small_table.get(next as usize).copied()?;
        }
        found.truncate(entry.size);
        Some(found)
    }
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let length = usize::from(u16_at(bytes, 64)?).min(64);
    let units: Vec<u16> = (0..length / 2).filter_map(|at| u16_at(bytes, at * 2)).take_while(|unit| *unit != 0).collect();
    Some(Entry { name: String::from_utf16_lossy(&units), start: u32_at(bytes, 116)?, size: u32_at(bytes, 120)? as usize })
}

/// The records of a stream, from a place on: what each is, and what it holds.
fn records(stream: &[u8], from: usize) -> impl Iterator<Item = (u16, &[u8])> {
    let mut at = from;
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(stream, at)?, usize::from(u16_at(stream, at + 2)?));
        let data = stream.get(at + 4..at + 4 + length)?;
        at += 4 + length;
        Some((kind, data))
    })
}

/// How many cells the library would hold.
fn cells(book: &[u8]) -> Option<u64> {
    let mut sum = 0_u64;
    for (kind, data) in records(book, 0).take_while(|(kind, _)| *kind != 0x000A) {
        if kind == 0x0085 {
            let start = u32_at(data, 0)? as usize;
            sum = sum.saturating_add(of_sheet(book.get(start..).map(|_| book)?, start));
        }
    }
    Some(sum)
}

fn of_sheet(book: &[u8], start: usize) -> u64 {
    let (mut said, mut depth) = (0_u64, 0);
    let mut rectangle: Option<(u64, u64, u64, u64)> = None;
    for (kind, data) in records(book, start) {
        match kind {
            0x0809 => depth += 1,
            0x000A if depth <= 1 => break,
            0x000A => depth -= 1,
            0x0200 => {
                let of = |at: usize| u32_at(data, at).map(u64::from);
                let narrow = |at: usize| u16_at(data, at).map(u64::from);
                let long = (of(0), of(4), narrow(8), narrow(10));
                if let (Some(first), Some(last), Some(left), Some(right)) = long {
                    said = said.max((last.saturating_sub(first) + 1).saturating_mul(right.saturating_sub(left) + 1));
                }
            }
            0x0203 | 0x0204 | 0x00D6 | 0x0205 | 0x027E | 0x00FD | 0x00BD | 0x0006 => {
                let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) else { continue };
                let last = if kind == 0x00BD { data.len().checked_sub(2).and_then(|at| u16_at(data, at)) } else { None };
                let (row, column, last) = (u64::from(row), u64::from(column), u64::from(last.unwrap_or(column)));
                let (top, bottom, left, right) = rectangle.unwrap_or((row, row, column, column));
                rectangle = Some((top.min(row), bottom.max(row), left.min(column), right.max(column).max(last)));
            }
            _ => {}
        }
    }
    let held = rectangle.map_or(0, |(top, bottom, left, right)| (bottom - top + 1) * (right - left + 1));
    held.max(said)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes(), &(data.len() as u16).to_le_bytes(), data].concat()
    }

    fn book(sheet: &[Vec<u8>]) -> Vec<u8> {
        let mut globals = [record(0x0809, &[0, 6, 5, 0]), record(0x0085, &[0; 12]), record(0x000A, &[])].concat();
        let start = globals.len() as u32;
        globals[12..16].copy_from_slice(&start.to_le_bytes());
        [globals, record(0x0809, &[0, 6, 16, 0]), sheet.concat(), record(0x000A, &[])].concat()
    }

    fn number(row: u16, column: u16) -> Vec<u8> {
        record(0x0203, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 10]].concat())
    }

    #[test]
    fn cells_far_apart_and_wrong_dimensions_are_seen() {
        assert_eq!(cells(&book(&[number(0, 0), number(1, 2)])), Some(6));
        assert_eq!(cells(&book(&[number(0, 0), number(65_535, 65_535)])), Some(65_536 * 65_536));
        let dimensions =
            [&0_u32.to_le_bytes()[..], &u32::MAX.to_le_bytes(), &0_u16.to_le_bytes(), &255_u16.to_le_bytes(), &[0, 0]].concat();
        assert!(cells(&book(&[record(0x0200, &dimensions)])).unwrap() > AT_ONCE);
        // A stream that ends amid a record.
        assert_eq!(cells(&book(&[vec![3, 2, 200, 0, 1]])), Some(0));
    }

    #[test]
    fn what_is_no_file_of_files_is_damaged() {
        assert!(Compound::read(&[0; 40]).is_none());
        assert!(Compound::read(&[0xff; 4096]).is_none());
    }
}
