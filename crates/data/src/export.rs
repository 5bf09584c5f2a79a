//! The derived tables as files for other programs: Parquet or CSV, with a dictionary.
//!
//! Takes [`Tables`] and the names of tables, gives bytes, one file for each. What is here
//! is case-level: children stand in it by their identifiers. Writes nothing itself.

use std::collections::BTreeSet;

use polars::prelude::{Column, DataFrame, DataType, IntoSeries, PolarsResult, StringChunked};
use polars_io::SerWriter;
use polars_io::csv::write::CsvWriter;
use polars_io::parquet::write::ParquetWriter;

use crate::calendar::Month;
use crate::formats::{Format, Formats, Wants};
use crate::formulas::harmless;
use crate::tables::Tables;
use crate::tables::schema::{Schema, TableSpec};
use crate::tables::whole::{readable, whole};

/// A format of the files.
pub type TableFormat = Format<DataFrame, ()>;

/// The formats of derived tables.
pub static FORMATS: Formats<DataFrame, ()> = Formats { of: " of tables", all: &[&PARQUET, &CSV] };

static PARQUET: TableFormat = Format {
    name: "parquet",
    ending: "parquet",
    about: "Parquet",
    offered: 1,
    terminal: false,
    children: true,
    wants: Wants::FIGURES,
    beside: None,
    render: |frame, ()| {
        let mut bytes = Vec::new();
        ParquetWriter::new(&mut bytes).finish(&mut frame.clone())?;
        Ok(bytes)
    },
};

/// Safe to open in a spreadsheet.
static CSV: TableFormat = Format {
    name: "csv",
    ending: "csv",
    about: "CSV",
    offered: 6,
    terminal: false,
    children: true,
    wants: Wants::FIGURES,
    beside: None,
    render: |frame, ()| {
        let mut bytes = Vec::new();
        CsvWriter::new(&mut bytes).finish(&mut harmless_texts(frame)?)?;
        Ok(bytes)
    },
};

/// A table as a file.
#[derive(Clone, Debug)]
pub struct TableFile {
    /// The table.
    pub table: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// Its rows.
    pub rows: usize,
    /// Why it has no rows, where an extract is not there.
    pub lacking: Option<String>,
    /// The columns that are empty since an extract is not there, each with the reason.
    pub empty: Vec<(String, String)>,
}

/// The tables of a month as files.
#[derive(Clone, Debug)]
pub struct TableFiles {
    /// The tables.
    pub tables: Vec<TableFile>,
    /// What their columns say, as CSV.
    pub dictionary: Vec<u8>,
}

/// Writes a table of a month with all its columns.
///
/// # Errors
/// Only for faults of ours.
pub fn table(
    tables: &Tables<'_>,
    spec: &TableSpec,
    month: Month,
    authority: Option<&str>,
    format: &TableFormat,
) -> anyhow::Result<TableFile> {
    let made = whole(tables, spec, &BTreeSet::new(), month, authority)?;
    let frame = readable(tables, spec, &made.frame)?;
    let bytes = (format.render)(&frame, &())?;
    Ok(TableFile { table: spec.id.clone(), bytes, rows: frame.height(), lacking: made.lacking, empty: made.empty })
}

/// The dictionary of tables: a line for each column.
///
/// # Errors
/// Only for faults of ours.
pub fn dictionary(schema: &Schema, names: &[String]) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["table", "column", "kind", "about"])?;
    for table in schema.tables.iter().filter(|table| names.contains(&table.id)) {
        for column in &table.columns {
            // What is a number within one run is the identifier here.
            let about = if column.kind == "child" { "The child's identifier, as in the extracts." } else { &column.about };
            writer.write_record([&table.id, &column.name, column.kind, about])?;
        }
    }
    Ok(writer.into_inner()?)
}

/// The frame with every text as a spreadsheet may have it.
fn harmless_texts(frame: &DataFrame) -> PolarsResult<DataFrame> {
    let mut columns = Vec::with_capacity(frame.width());
    for column in frame.columns() {
        columns.push(if *column.dtype() == DataType::String {
            let texts = column.str()?.iter().map(|text| text.map(harmless));
            let texts: StringChunked = texts.collect();
            Column::from(texts.with_name(column.name().clone()).into_series())
        } else {
            column.clone()
        });
    }
    DataFrame::new(frame.height(), columns)
}
