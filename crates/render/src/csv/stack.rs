//! CSV files of several months, councils or scorecards as one, with the one file that describes its columns.
//!
//! Takes files as [`render`](super::render) wrote them, gives them one under the other. A filter that has one value in each
//! file has several in all of them, and the standard wants a filter described where it has several and not where it has
//! one: the file beside is made of all lines, and is none of the files' own. A line that stands twice is refused: the
//! Department's screener would refuse the whole.

use std::collections::BTreeMap;

use super::columns::{COLUMNS, Kind};
use super::describe;

/// A file that was read.
pub struct File<'a> {
    /// Its name, for messages.
    pub name: String,
    /// What is in it.
    pub bytes: &'a [u8],
}

/// The files together, and what describes their columns.
pub struct Stacked {
    /// The lines of all.
    pub data: Vec<u8>,
    /// The `.meta.csv`.
    pub meta: Vec<u8>,
}

/// Why files cannot be put together, in words with the name of the file.
pub enum Refused {
    /// A file is none of ours, or of another version.
    Unlike(String),
    /// A line stands twice.
    Twice(String),
    /// A fault of ours.
    Fault(anyhow::Error),
}

/// Puts files together in their order.
///
/// # Errors
/// When a file is not as this program writes it, or when two lines are of one figure.
pub fn stack(files: &[File<'_>]) -> Result<Stacked, Refused> {
    let mut lines: Vec<::csv::StringRecord> = Vec::new();
    let mut seen: BTreeMap<Vec<String>, (usize, u64)> = BTreeMap::new();
    for (at, file) in files.iter().enumerate() {
        for (line, record) in read(file)? {
            let key = units_and_filters(&record);
            if let Some((other, row)) = seen.insert(key, (at, line)) {
                let said = format!(
                    "'{}', row {line}, and '{}', row {row}, are of the same row, month and council; leave one of the two out",
                    file.name, files[other].name
                );
                return Err(Refused::Twice(said));
            }
            lines.push(record);
        }
    }
    let fault = |error: anyhow::Error| Refused::Fault(error);
    let cells: Vec<Vec<String>> = lines.iter().map(|record| record.iter().map(str::to_owned).collect()).collect();
    let meta = describe(&cells, decimals(&cells)).map_err(fault)?;
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let written = writer.write_record(COLUMNS.iter().map(|column| column.name));
    written.map_err(|error| fault(error.into()))?;
    for line in &lines {
        writer.write_record(line).map_err(|error| fault(error.into()))?;
    }
    let data = writer.into_inner().map_err(|error| fault(anyhow::anyhow!("{error}")))?;
    Ok(Stacked { data, meta })
}

/// The lines of a file, each with the number of its row.
fn read(file: &File<'_>) -> Result<Vec<(u64, ::csv::StringRecord)>, Refused> {
    let unlike = |why: String| Refused::Unlike(format!("'{}' {why}", file.name));
    let bytes = file.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file.bytes);
    let mut reader = ::csv::ReaderBuilder::new().from_reader(bytes);
    let head = reader.headers().map_err(|error| unlike(format!("cannot be read: {error}")))?.clone();
    let ours: Vec<&str> = COLUMNS.iter().map(|column| column.name).collect();
    if head.iter().ne(ours.iter().copied()) {
        let missing = ours.iter().find(|name| !head.iter().any(|found| found == **name));
        let foreign = head.iter().find(|found| !ours.contains(found));
        let what = match (missing, foreign) {
            (Some(name), _) => format!("has no column '{name}'"),
            (None, Some(name)) => format!("has a column '{name}' that is none of this program's"),
            (None, None) => "has its columns in another order".to_owned(),
        };
        return Err(unlike(format!(
            "{what}: only files that this version writes with compute --output can be put together; write it anew"
        )));
    }
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| unlike(format!("cannot be read: {error}")))?;
        lines.push((record.position().map_or(0, |position| position.line()), record));
    }
    if lines.is_empty() {
        return Err(unlike("has no row; leave it out".to_owned()));
    }
    Ok(lines)
}

/// What tells a line from all others.
fn units_and_filters(record: &::csv::StringRecord) -> Vec<String> {
    let of = COLUMNS.iter().zip(record).filter(|(column, _)| !is_measured(column.kind));
    of.map(|(_, cell)| cell.to_owned()).collect()
}

fn is_measured(kind: Kind) -> bool {
    matches!(kind, Kind::Number { .. } | Kind::Percent { .. } | Kind::Words { .. })
}

/// The most decimal places that a figure is shown with.
fn decimals(cells: &[Vec<String>]) -> u32 {
    let shown = COLUMNS.iter().position(|column| column.name == "figure_shown").unwrap_or_default();
    let places = |cell: &String| {
        let number = cell.trim_end_matches('%');
        let (_, behind) = number.split_once('.')?;
        number.parse::<f64>().is_ok().then_some(behind.len() as u32)
    };
    cells.iter().filter_map(|line| places(line.get(shown)?)).max().unwrap_or(0)
}
