//! Writes a folder of CSV files as other systems would hold it.

use std::fmt::Write;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use polars::prelude::{Column, DataFrame, DataType, NamedFrom, Series, TimeUnit};
use polars_io::parquet::write::ParquetWriter;
use rust_xlsxwriter::{Format, Workbook};
use scorecard::calendar;
use zip::write::SimpleFileOptions;

/// One sheet.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub name: String,
    pub hidden: bool,
    pub rows: Vec<Vec<String>>,
}

pub fn csv(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(path).unwrap();
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The CSV files of a folder as sheets.
pub fn sheets_of(folder: &Path) -> Vec<Sheet> {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "csv"));
    paths.sort();
    let name = |path: &Path| path.file_stem().unwrap().to_string_lossy().into_owned();
    paths.iter().map(|path| Sheet { name: name(path), hidden: false, rows: csv(path) }).collect()
}

/// Day, month and year of a cell that is a date.
fn date(cell: &str) -> Option<(u16, u8, u8)> {
    let parts: Vec<&str> = cell.split('/').collect();
    match parts.as_slice() {
        [day, month, year] if year.len() == 4 => Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)),
        _ => None,
    }
}

/// A whole number that a spreadsheet would hold as one.
fn number(cell: &str) -> Option<f64> {
    cell.parse().ok().filter(|_| cell == "0" || !cell.starts_with('0'))
}

/// A workbook with dates as dates and numbers as numbers.
pub fn xlsx(sheets: &[Sheet]) -> Vec<u8> {
    let mut book = Workbook::new();
    let dates = Format::new().set_num_format("dd/mm/yyyy");
    // A spreadsheet shows at least one sheet, and the first unless told otherwise.
    for sheet in sheets {
        let page = book.add_worksheet();
        page.set_name(&sheet.name).unwrap();
        page.set_hidden(sheet.hidden);
        for (at, row) in sheet.rows.iter().enumerate() {
            for (column, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                let (at, column) = (at as u32, column as u16);
                if let Some((year, month, day)) = date(cell) {
                    let day = rust_xlsxwriter::ExcelDateTime::from_ymd(year, month, day).unwrap();
                    page.write_datetime_with_format(at, column, day, &dates).unwrap();
                } else if let Some(number) = number(cell) {
                    page.write_number(at, column, number).unwrap();
                } else {
                    page.write_string(at, column, cell).unwrap();
                }
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// A sheet as Parquet: dates as dates, whole numbers as numbers where a column has nothing else.
pub fn parquet(sheet: &Sheet) -> Vec<u8> {
    parquet_with(sheet, |_| None)
}

/// Lengths of time, in a column of so many.
pub fn lengths_of_time(many: usize) -> Option<Column> {
    let days = Column::new("NOTE".into(), vec![86_400_000_i64; many]);
    Some(days.cast(&DataType::Duration(TimeUnit::Milliseconds)).unwrap())
}

/// Lists of numbers, in a column of so many.
pub fn lists(many: usize) -> Option<Column> {
    let of_one = Series::new("".into(), [1_i64]);
    Some(Column::new("NOTE".into(), vec![of_one; many]))
}

/// The same, with one more column.
pub fn parquet_with(sheet: &Sheet, more: impl Fn(usize) -> Option<Column>) -> Vec<u8> {
    let (header, rows) = sheet.rows.split_first().unwrap();
    let height = rows.len();
    let column = |(at, name): (usize, &String)| {
        let cells: Vec<&str> = rows.iter().map(|row| row.get(at).map_or("", String::as_str)).collect();
        let filled = || cells.iter().filter(|cell| !cell.is_empty());
        let day =
            |cell: &&str| date(cell).and_then(|(year, month, day)| calendar::day(i32::from(year), month.into(), day.into()));
        if filled().count() > 0 && filled().all(|cell| day(cell).is_some()) {
            let days: Vec<Option<i32>> = cells.iter().map(day).collect();
            return Column::new(name.as_str().into(), days).cast(&DataType::Date).unwrap();
        }
        if filled().count() > 0 && filled().all(|cell| number(cell).is_some()) {
            let numbers: Vec<Option<f64>> = cells.iter().map(|cell| number(cell)).collect();
            return Column::new(name.as_str().into(), numbers);
        }
        let texts: Vec<Option<&str>> = cells.iter().map(|cell| Some(*cell).filter(|cell| !cell.is_empty())).collect();
        Column::new(name.as_str().into(), texts)
    };
    let mut frame = DataFrame::new(height, header.iter().enumerate().map(column).chain(more(height)).collect()).unwrap();
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).finish(&mut frame).unwrap();
    bytes
}

/// A zipped file of these parts.
pub fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The same as LibreOffice would save it, with empty rows to the end of the sheet.
pub fn ods(sheets: &[Sheet]) -> Vec<u8> {
    let mut text = "<?xml version=\"1.0\"?><office:document-content><office:body><office:spreadsheet>".to_owned();
    for sheet in sheets {
        write!(text, "<table:table table:name=\"{}\">", escaped(&sheet.name)).unwrap();
        for row in &sheet.rows {
            text.push_str("<table:table-row>");
            for cell in row {
                let shown = escaped(cell);
                if cell.is_empty() {
                    text.push_str("<table:table-cell/>");
                } else if let Some((year, month, day)) = date(cell) {
                    write!(text, "<table:table-cell office:value-type=\"date\" office:date-value=\"{year}-{month:02}-{day:02}\"><text:p>{shown}</text:p></table:table-cell>").unwrap();
                } else if number(cell).is_some() {
                    write!(text, "<table:table-cell office:value-type=\"float\" office:value=\"{shown}\"><text:p>{shown}</text:p></table:table-cell>").unwrap();
                } else {
                    write!(text, "<table:table-cell office:value-type=\"string\"><text:p>{shown}</text:p></table:table-cell>")
                        .unwrap();
                }
            }
            text.push_str("<table:table-cell table:number-columns-repeated=\"1000\"/></table:table-row>");
        }
        text.push_str("<table:table-row table:number-rows-repeated=\"1040000\"><table:table-cell table:number-columns-repeated=\"1024\"/></table:table-row></table:table>");
    }
    text.push_str("</office:spreadsheet></office:body></office:document-content>");
    ods_of(&text)
}

/// An `.ods` with this content.
pub fn ods_of(content: &str) -> Vec<u8> {
    let manifest = "<manifest:manifest><manifest:file-entry manifest:full-path=\"content.xml\"/></manifest:manifest>";
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest.as_bytes()),
        ("content.xml", content.as_bytes()),
    ])
}

/// How a return is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// On one line.
    Plain,
    /// Indented, with a comment, a namespace and signs as entities.
    Indented,
}

/// The return of a folder as XML.
pub fn return_xml(folder: &Path, form: Form) -> String {
    let file = |name: &str| csv(&folder.join(format!("{name}.csv")));
    let header = file("header");
    let mut text = match form {
        Form::Plain => "<?xml version='1.0' encoding='us-ascii'?><EXPSSDA903>".to_owned(),
        Form::Indented => "<?xml version=\"1.0\"?>\r\n<!-- of our own --><x:EXPSSDA903 xmlns:x=\"urn:x\">\r\n".to_owned(),
    };
    let break_ = if form == Form::Indented { "\r\n    " } else { "" };
    let element = |name: &str, value: &str| match (value, form) {
        ("", Form::Plain) => format!("<{name} />"),
        ("", Form::Indented) => String::new(),
        // The first sign as a number.
        (value, Form::Indented) => format!("<{name}>&#{};{}</{name}>{break_}", value.as_bytes()[0], escaped(&value[1..])),
        (value, Form::Plain) => format!("<{name}>{}</{name}>", escaped(value)),
    };
    let cells = |rows: &[Vec<String>], child: &str| -> Vec<String> {
        let mut all = String::new();
        let mut written = Vec::new();
        for row in rows.iter().skip(1).filter(|row| row[0] == child) {
            all.clear();
            for (name, value) in rows[0].iter().zip(row).skip(1).filter(|(name, _)| !matches!(name.as_str(), "DOB" | "SEX")) {
                all.push_str(&element(if name == "PLACE" { "PL" } else { name }, value));
            }
            written.push(all.clone());
        }
        written
    };
    let files: Vec<(&str, Vec<Vec<String>>)> =
        ["uasc", "ad1", "oc3", "missing", "reviews", "previous_permanence", "oc2", "placed_for_adoption", "episodes"]
            .map(|name| (name, file(name)))
            .to_vec();
    for row in header.iter().skip(1) {
        let child = &row[0];
        write!(text, "{break_}<CHILD>{break_}<HEADER>{}", element("CHILDID", child)).unwrap();
        for (name, value) in header[0].iter().zip(row).skip(1) {
            text.push_str(&element(name, value));
        }
        for (name, rows) in &files {
            let found = cells(rows, child);
            let group = match *name {
                "uasc" => {
                    text.push_str(&element("UASC", if found.is_empty() { "" } else { "1" }));
                    text.push_str(&found.concat());
                    continue;
                }
                "ad1" | "oc3" => {
                    text.push_str(&found.concat());
                    continue;
                }
                "missing" => "AMISSING",
                "reviews" => "AREVIEW",
                "previous_permanence" => "PERMANENCE",
                "oc2" => "OC2",
                "placed_for_adoption" => "AD_PLACED",
                _ => {
                    text.push_str("</HEADER>");
                    "EPISODE"
                }
            };
            for one in found {
                write!(text, "<{group}>{break_}{one}</{group}>{break_}").unwrap();
            }
        }
        text.push_str("</CHILD>");
    }
    text.push_str(if form == Form::Indented { "</x:EXPSSDA903>" } else { "</EXPSSDA903>" });
    text
}
