//! Reads Parquet files, as databases and this program's own `tables` write them.
//!
//! A file is one table, known by its name or by its columns. How many rows it has it says itself; what it would take is
//! looked at before it is read.

use std::fs::File;
use std::path::Path;

use polars::prelude::{Column, DataType};
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;

use super::super::limits;
use super::table::{Axis, Budget, Part, Table};
use super::{Format, Opened, Tables};

/// Parquet.
pub static FORMAT: Format = Format { what: "Parquet file", endings: &["parquet"], open };

/// The most cells of a file.
const CELLS: usize = 50_000_000;

fn open(path: &Path) -> anyhow::Result<Opened> {
    let damaged = || anyhow::anyhow!("it is no Parquet file; export it again");
    let mut reader = ParquetReader::new(File::open(path)?);
    let rows = reader.num_rows().map_err(|_| damaged())?;
    let width = reader.schema().map_err(|_| damaged())?.len();
    anyhow::ensure!(rows <= limits::LINES, "it has more than {} rows", limits::grouped(limits::LINES));
    anyhow::ensure!(rows.saturating_mul(width) <= CELLS, "it has more than {} cells", limits::grouped(CELLS));
    let frame = reader.finish().map_err(|_| damaged())?;
    let columns: Vec<Column> = frame.columns().iter().filter(|column| is_plain(column.dtype())).cloned().collect();
    let mut budget = Budget::new();
    let mut table = Table::new(&mut budget);
    for column in &columns {
        table.push(column.name())?;
    }
    table.end_row()?;
    let text =
        columns.iter().map(|column| column.cast(&DataType::String)).collect::<Result<Vec<_>, _>>().map_err(|_| damaged())?;
    let text = text.iter().map(|column| column.str()).collect::<Result<Vec<_>, _>>().map_err(|_| damaged())?;
    for row in 0..frame.height() {
        for column in &text {
            table.push(column.get(row).unwrap_or_default())?;
        }
        table.end_row()?;
    }
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let rows = (1..=frame.height() as u32).collect();
    let part = Part { title: String::new(), name, text: table.finish()?, axis: Axis::Source(rows) };
    Ok(Opened::Tables(Tables { parts: vec![part], ..Tables::default() }))
}

/// Whether cells of a kind can be written as text: not lists, nor what stands within others.
fn is_plain(kind: &DataType) -> bool {
    !matches!(kind, DataType::List(_) | DataType::Binary | DataType::Null) && !kind.is_nested()
}
