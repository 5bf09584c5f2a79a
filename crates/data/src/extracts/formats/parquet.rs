//! Reads Parquet files, as databases and this program's own `tables` write them.
//!
//! A file is one table, known by its name or by its columns. How many rows it has it says itself; what it would take is
//! looked at before it is read.

use std::fs::File;
use std::path::Path;

use polars::prelude::{ArrowDataType, DataType};
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
    let schema = reader.schema().map_err(|_| damaged())?;
    let width = schema.len();
    anyhow::ensure!(rows <= limits::LINES, "it has more than {} rows", limits::grouped(limits::LINES));
    anyhow::ensure!(rows.saturating_mul(width) <= CELLS, "it has more than {} cells", limits::grouped(CELLS));
    let mut plain = Vec::new();
    for (field, number) in schema.iter_values().zip(1..) {
        match holds(&field.dtype) {
            Holds::Plain => plain.push(field.name.to_string()),
            // Nothing that a layout asks for.
            Holds::Others => {}
            Holds::Unread(what) => {
                // Its name may be a cell of a first row that was taken for names.
                anyhow::bail!(
                    "its column {number} holds {what}, which are not read; write them as text, or leave the column out, and export it again"
                )
            }
        }
    }
    let frame = reader.with_columns(Some(plain)).finish().map_err(|_| damaged())?;
    let columns = frame.columns();
    let mut budget = Budget::new();
    let mut table = Table::new(&mut budget);
    for column in columns {
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

/// What a column holds.
enum Holds {
    /// What can be written as text.
    Plain,
    /// Lists, what stands within others, bytes, or nothing at all.
    Others,
    /// Of these it is not known here how they are written.
    Unread(&'static str),
}

fn holds(kind: &ArrowDataType) -> Holds {
    match kind {
        ArrowDataType::Dictionary(_, values, _) => holds(values),
        ArrowDataType::Extension(extension) => holds(&extension.inner),
        ArrowDataType::Boolean
        | ArrowDataType::Int8
        | ArrowDataType::Int16
        | ArrowDataType::Int32
        | ArrowDataType::Int64
        | ArrowDataType::UInt8
        | ArrowDataType::UInt16
        | ArrowDataType::UInt32
        | ArrowDataType::UInt64
        | ArrowDataType::Float32
        | ArrowDataType::Float64
        | ArrowDataType::Date32
        | ArrowDataType::Date64
        | ArrowDataType::Time32(_)
        | ArrowDataType::Time64(_)
        | ArrowDataType::Timestamp(_, None)
        | ArrowDataType::Utf8
        | ArrowDataType::LargeUtf8
        | ArrowDataType::Utf8View => Holds::Plain,
        ArrowDataType::Timestamp(_, Some(_)) => Holds::Unread("times with a time zone"),
        ArrowDataType::Decimal32(..)
        | ArrowDataType::Decimal64(..)
        | ArrowDataType::Decimal(..)
        | ArrowDataType::Decimal256(..) => Holds::Unread("decimal numbers"),
        ArrowDataType::Duration(_) | ArrowDataType::Interval(_) => Holds::Unread("lengths of time"),
        ArrowDataType::Float16 => Holds::Unread("numbers of two bytes"),
        ArrowDataType::Int128 | ArrowDataType::UInt128 => Holds::Unread("numbers of 16 bytes"),
        _ => Holds::Others,
    }
}
