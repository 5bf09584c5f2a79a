//! Reads workbooks: `.xlsx` and `.xlsm`, `.xls`, `.ods`. Every sheet that is shown is a table.
//!
//! What a file is, its bytes say and not its ending: systems give many things the ending of a workbook. Each is looked at
//! before the library reads it, which takes a file's own word for what it holds.

mod cells;
mod old;
mod zipped;

use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::Path;

use calamine::{Data, DataRef, Ods, OdsError, Reader, Sheet, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError};

use super::super::limits;
use super::table::{Axis, Budget, Part, Table};
use super::{Format, Formulas, Opened, Tables};
use zipped::Kind;

/// Workbooks.
pub static FORMAT: Format = Format { what: "workbook", endings: &["xlsx", "xlsm", "xls", "ods", "xlsb"], open };

/// The most cells of a workbook: a council's largest extract has some million.
pub const CELLS: u64 = 50_000_000;

fn open(path: &Path) -> anyhow::Result<Opened> {
    let mut head = Vec::with_capacity(1024);
    File::open(path)?.take(1024).read_to_end(&mut head)?;
    if head.starts_with(b"\xd0\xcf\x11\xe0") {
        return old_workbook(path);
    }
    if head.starts_with(b"PK") {
        return match zipped::look(File::open(path)?)? {
            Kind::Xlsx => xlsx(path),
            Kind::Ods(formulas) => ods(path, formulas),
            Kind::Xlsb => anyhow::bail!("it is a binary workbook (.xlsb); save it as .xlsx"),
            Kind::Other => anyhow::bail!("it is no workbook; save it as .xlsx"),
        };
    }
    let text = String::from_utf8_lossy(&head).replace('\0', "").to_lowercase();
    anyhow::ensure!(
        !text.contains("<html") && !text.contains("<table"),
        "it is a web page and no workbook; open it in Excel and save it as .xlsx"
    );
    anyhow::ensure!(
        !text.trim_start_matches('\u{feff}').trim_start().starts_with('<'),
        "it is XML and no workbook; open it in Excel and save it as .xlsx"
    );
    Ok(Opened::Text)
}

/// Sheets that are shown, and the names of the others.
fn shown(sheets: &[Sheet]) -> (Vec<String>, Vec<String>) {
    let tables = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let (shown, hidden): (Vec<_>, Vec<_>) = tables.partition(|sheet| sheet.visible == SheetVisible::Visible);
    (shown.into_iter().map(|sheet| sheet.name.clone()).collect(), hidden.into_iter().map(|sheet| titled(&sheet.name)).collect())
}

fn titled(name: &str) -> String {
    format!("sheet {}", crate::plain::line(name))
}

/// A sheet as a table, unless it is empty.
fn part(name: &str, text: Vec<u8>) -> Option<Part> {
    (!text.is_empty()).then(|| Part { title: titled(name), name: crate::plain::line(name).into_owned(), text, axis: Axis::Cells })
}

fn xlsx(path: &Path) -> anyhow::Result<Opened> {
    let mut book: Xlsx<_> = Xlsx::new(BufReader::new(File::open(path)?)).map_err(|error| in_words(&error))?;
    let (names, hidden) = shown(book.sheets_metadata());
    let (mut budget, mut left) = (Budget::new(), CELLS);
    let mut parts = Vec::new();
    let mut with_gaps = Vec::new();
    for name in names {
        let (text, gaps) = stream(&mut book, &name, &mut budget, &mut left).map_err(|error| error.context(titled(&name)))?;
        parts.extend(part(&name, text));
        with_gaps.extend(Some(name).filter(|_| gaps));
    }
    // Cells that are drawn and hold nothing are common, and formulas are rare: only where there is one are they told apart.
    let mut formulas = Vec::new();
    if !with_gaps.is_empty() && zipped::has_formulas(File::open(path)?) {
        formulas.extend(with_gaps.iter().map(|name| not_worked_out(&mut book, name)));
    }
    Ok(Opened::Tables(Tables { parts, hidden, formulas }))
}

/// The formulas of a sheet that have no value.
fn not_worked_out<R: Read + Seek>(book: &mut Xlsx<R>, name: &str) -> Formulas {
    let mut found = Formulas::new(titled(name));
    let Ok(mut cells) = book.worksheet_cells_reader(name) else { return found };
    while let Ok(Some(cell)) = cells.next_cell_with_formula_metadata() {
        if cell.formula.is_some() && cell.value == DataRef::Empty {
            found.met(cell.pos.0, cell.pos.1);
        }
    }
    found
}

/// Reads a sheet cell by cell, and says whether one holds nothing: its word for how large it is counts for nothing.
fn stream<R: Read + Seek>(
    book: &mut Xlsx<R>,
    name: &str,
    budget: &mut Budget,
    left: &mut u64,
) -> anyhow::Result<(Vec<u8>, bool)> {
    let mut cells = match book.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        Err(XlsxError::NotAWorksheet(_)) => return Ok((Vec::new(), false)),
        Err(error) => return Err(in_words(&error)),
    };
    let mut table = Table::new(budget);
    let mut written = String::new();
    let mut next = (0, 0);
    let mut gaps = false;
    while let Some(cell) = cells.next_cell().map_err(|error| in_words(&error))? {
        *left = left.checked_sub(1).ok_or_else(too_many)?;
        if *cell.get_value() == DataRef::Empty {
            gaps = true;
            continue;
        }
        let at = cell.get_position();
        anyhow::ensure!(at >= next, "its cells do not stand in order; open it in Excel and save it again");
        table.go_to_row(at.0 as usize)?;
        table.go_to(at.1 as usize)?;
        next = (at.0, at.1 + 1);
        match cell.get_value() {
            DataRef::SharedString(text) => table.write(text),
            DataRef::String(text) => table.write(text),
            other => {
                written.clear();
                cells::write(&Data::from(other.clone()), &mut written);
                table.write(&written);
            }
        }
    }
    Ok((table.finish()?, gaps))
}

fn too_many() -> anyhow::Error {
    anyhow::anyhow!("it has more than {} cells", limits::grouped(CELLS as usize))
}

fn ods(path: &Path, formulas: Vec<(String, Formulas)>) -> anyhow::Result<Opened> {
    let book: Ods<_> = Ods::new(BufReader::new(File::open(path)?)).map_err(|error| match error {
        OdsError::Password => protected(),
        OdsError::Io(error) => error.into(),
        _ => damaged(),
    })?;
    whole(book, formulas)
}

fn old_workbook(path: &Path) -> anyhow::Result<Opened> {
    old::look(path)?;
    let book: Xls<_> = Xls::new(BufReader::new(File::open(path)?)).map_err(|error| match error {
        XlsError::Password => protected(),
        XlsError::Io(error) => error.into(),
        _ => damaged(),
    })?;
    // Beside a formula such a file always has a value: what was never worked out is nought, or an empty text.
    whole(book, Vec::new())
}

/// The sheets of a book that its library reads at once.
fn whole<R: Read + Seek, B: Reader<R>>(mut book: B, formulas: Vec<(String, Formulas)>) -> anyhow::Result<Opened> {
    let (names, hidden) = shown(book.sheets_metadata());
    let mut budget = Budget::new();
    let mut parts = Vec::new();
    let mut written = String::new();
    let formulas = formulas.into_iter().filter(|(name, _)| names.contains(name)).map(|(_, formulas)| formulas).collect();
    for name in names {
        let Ok(range) = book.worksheet_range(&name) else { continue };
        let (row, column) = range.start().unwrap_or_default();
        let mut table = Table::new(&mut budget);
        for (at_row, at_column, value) in range.used_cells() {
            table.go_to_row(row as usize + at_row)?;
            table.go_to(column as usize + at_column)?;
            written.clear();
            cells::write(value, &mut written);
            table.write(&written);
        }
        parts.extend(part(&name, table.finish()?));
    }
    Ok(Opened::Tables(Tables { parts, hidden, formulas }))
}

fn protected() -> anyhow::Error {
    anyhow::anyhow!("it is protected with a password; take it off, or save the sheets as CSV")
}

fn damaged() -> anyhow::Error {
    anyhow::anyhow!("it is damaged; open it in Excel and save it again")
}

/// What went wrong: the library's words may quote the file.
fn in_words(error: &XlsxError) -> anyhow::Error {
    match error {
        XlsxError::Password => protected(),
        XlsxError::Io(error) if error.kind() != std::io::ErrorKind::InvalidData => anyhow::anyhow!("{error}"),
        _ => damaged(),
    }
}
