//! Builds the data frame of a derived table, column by column.
//!
//! Takes rows of any kind and gives a polars frame with just the columns that some
//! definition uses; a column nobody asks for costs nothing.

use std::collections::{BTreeSet, HashMap};

use polars::prelude::{
    BooleanChunked, Categorical8Type, CategoricalChunked, Column, DataFrame, DataType, FrozenCategories, Int32Chunked,
    IntoColumn, IntoSeries, NamedFrom, NewChunkedArray, PolarsResult, Series, UInt8Chunked,
};

use super::schema::{self, Kind};
use crate::calendar::Day;
use crate::definitions::Layout;
use crate::extracts::{Child, NO_CODE};

/// The kinds of polars column that codes and words are held in.
#[derive(Clone, Debug, Default)]
pub struct Dictionaries(HashMap<(&'static str, &'static str), DataType>);

impl Dictionaries {
    /// For every column of codes of every table.
    ///
    /// # Errors
    /// When polars refuses a list of codes, which would be a fault of ours.
    pub fn new(layouts: &[Layout]) -> PolarsResult<Self> {
        let mut kinds = HashMap::new();
        for table in schema::TABLES {
            for column in table.columns {
                let (key, words): (_, Vec<&str>) = match column.kind {
                    Kind::Code(extract, name) => {
                        let layout = layouts.iter().find(|layout| layout.id == extract);
                        let codes =
                            layout.and_then(|layout| layout.columns.get(layout.column(name)?)).map(|c| c.codes.as_slice());
                        ((extract, name), codes.unwrap_or_default().iter().map(|code| code.code.as_str()).collect())
                    }
                    Kind::Words(words) => (("", column.name), words.to_vec()),
                    _ => continue,
                };
                if let std::collections::hash_map::Entry::Vacant(vacant) = kinds.entry(key) {
                    vacant.insert(DataType::from_frozen_categories(FrozenCategories::new(words)?));
                }
            }
        }
        Ok(Dictionaries(kinds))
    }

    /// The polars kind of a column.
    pub fn dtype(&self, name: &'static str, kind: Kind) -> DataType {
        match kind {
            Kind::Child => DataType::UInt32,
            Kind::Whole => DataType::Int32,
            Kind::Number => DataType::Float64,
            Kind::Day => DataType::Date,
            Kind::YesNo => DataType::Boolean,
            Kind::Code(extract, column) => self.0.get(&(extract, column)).cloned().unwrap_or(DataType::String),
            Kind::Words(_) => self.0.get(&("", name)).cloned().unwrap_or(DataType::String),
        }
    }
}

/// A frame in the making.
pub struct FrameBuilder<'a> {
    table: &'static schema::TableSpec,
    wanted: &'a BTreeSet<&'static str>,
    dictionaries: &'a Dictionaries,
    height: usize,
    columns: Vec<PolarsResult<Column>>,
}

impl<'a> FrameBuilder<'a> {
    /// Of a table with so many rows.
    pub fn new(
        table: &'static schema::TableSpec,
        wanted: &'a BTreeSet<&'static str>,
        dictionaries: &'a Dictionaries,
        height: usize,
    ) -> Self {
        FrameBuilder { table, wanted, dictionaries, height, columns: Vec::new() }
    }

    /// Whether a column is asked for.
    pub fn wants(&self, name: &str) -> bool {
        self.wanted.contains(name)
    }

    /// A column of children.
    pub fn children(&mut self, name: &'static str, values: impl Iterator<Item = Child>) {
        if self.wants(name) {
            self.columns.push(Ok(Column::new(name.into(), values.collect::<Vec<_>>())));
        }
    }

    /// A column of whole numbers.
    pub fn whole(&mut self, name: &'static str, values: impl Iterator<Item = Option<i32>>) {
        if self.wants(name) {
            self.columns.push(Ok(Int32Chunked::from_iter_options(name.into(), values).into_series().into_column()));
        }
    }

    /// A column of numbers.
    pub fn numbers(&mut self, name: &'static str, values: impl Iterator<Item = Option<f64>>) {
        if self.wants(name) {
            self.columns.push(Ok(Series::new(name.into(), values.collect::<Vec<_>>()).into_column()));
        }
    }

    /// A column of days.
    pub fn days(&mut self, name: &'static str, values: impl Iterator<Item = Option<Day>>) {
        if self.wants(name) {
            let days = Int32Chunked::from_iter_options(name.into(), values).into_series();
            self.columns.push(days.cast(&DataType::Date).map(IntoColumn::into_column));
        }
    }

    /// A column of yes and no.
    pub fn yes_no(&mut self, name: &'static str, values: impl Iterator<Item = Option<bool>>) {
        if self.wants(name) {
            self.columns.push(Ok(BooleanChunked::from_iter_options(name.into(), values).into_series().into_column()));
        }
    }

    /// A column of codes or words, each by its place in the list.
    pub fn codes(&mut self, name: &'static str, values: impl Iterator<Item = u8>) {
        if self.wants(name) {
            let kind = self.table.column(name).map_or(Kind::Whole, |column| column.kind);
            let places = values.map(|code| (code != NO_CODE).then_some(code));
            let places = UInt8Chunked::from_iter_options(name.into(), places);
            let dtype = self.dictionaries.dtype(name, kind);
            self.columns.push(Ok(match dtype {
                DataType::Enum(..) => {
                    CategoricalChunked::<Categorical8Type>::from_cats_and_dtype(places, dtype).into_series().into_column()
                }
                // A layout without the column: there is nothing to name the places by.
                _ => Column::full_null(name.into(), self.height, &dtype),
            }));
        }
    }

    /// The frame.
    ///
    /// # Errors
    /// When a column is not as long as the table, which would be a fault of ours.
    pub fn finish(self) -> PolarsResult<DataFrame> {
        let mut columns = self.columns.into_iter().collect::<PolarsResult<Vec<_>>>()?;
        for column in self.table.columns {
            let absent = self.wanted.contains(column.name) && !columns.iter().any(|made| made.name() == column.name);
            if absent {
                let dtype = self.dictionaries.dtype(column.name, column.kind);
                columns.push(Column::full_null(column.name.into(), self.height, &dtype));
            }
        }
        DataFrame::new(self.height, columns)
    }
}
