//! Builds the data frame of a derived table, column by column.
//!
//! Takes rows of any kind and gives a polars frame with just the columns that some
//! definition uses; a column nobody asks for costs nothing.

use std::collections::BTreeSet;

use polars::prelude::{
    BooleanChunked, Categorical8Type, CategoricalChunked, Column, DataFrame, DataType, Int32Chunked, IntoColumn, IntoSeries,
    NamedFrom, NewChunkedArray, PolarsResult, Series, StringChunked, UInt8Chunked,
};

use super::schema::{OF_DAYS, TableSpec};
use crate::calendar::{Day, Month};
use crate::extracts::{Child, UNKNOWN_CODE};

/// A frame in the making.
pub struct FrameBuilder<'a> {
    table: &'a TableSpec,
    wanted: &'a BTreeSet<String>,
    month: Month,
    height: usize,
    columns: Vec<PolarsResult<Column>>,
}

impl<'a> FrameBuilder<'a> {
    /// Of a table, without a row as yet.
    pub fn new(table: &'a TableSpec, wanted: &'a BTreeSet<String>, month: Month) -> Self {
        FrameBuilder { table, wanted, month, height: 0, columns: Vec::new() }
    }

    /// Says how many rows the table has; before a column is filled.
    pub fn height(&mut self, rows: usize) {
        self.height = rows;
    }

    /// Whether a column is asked for.
    pub fn wants(&self, name: &str) -> bool {
        self.wanted.contains(name)
    }

    /// A column of children.
    pub fn children(&mut self, name: &str, values: impl Iterator<Item = Child>) {
        if self.wants(name) {
            self.columns.push(Ok(Column::new(name.into(), values.collect::<Vec<_>>())));
        }
    }

    /// A column of whole numbers.
    pub fn whole(&mut self, name: &str, values: impl Iterator<Item = Option<i32>>) {
        if self.wants(name) {
            self.columns.push(Ok(Int32Chunked::from_iter_options(name.into(), values).into_series().into_column()));
        }
    }

    /// A column of numbers.
    pub fn numbers(&mut self, name: &str, values: impl Iterator<Item = Option<f64>>) {
        if self.wants(name) {
            self.columns.push(Ok(Series::new(name.into(), values.collect::<Vec<_>>()).into_column()));
        }
    }

    /// A column of days, and those that are made of it.
    pub fn days(&mut self, name: &str, values: impl Iterator<Item = Option<Day>>) {
        let asked = self.table.derived.iter().filter(|column| self.wanted.contains(&column.name));
        let made: Vec<&str> =
            asked.filter_map(|column| column.name.strip_prefix(name)).filter(|ending| is_of_days(ending)).collect();
        if !made.is_empty() {
            let days: Vec<Option<Day>> = values.collect();
            made.into_iter().for_each(|ending| self.of_days(name, ending, &days));
            return self.plain_days(name, days.into_iter());
        }
        self.plain_days(name, values);
    }

    /// What a column made of days says of each.
    fn of_days(&mut self, name: &str, ending: &str, days: &[Option<Day>]) {
        let month = self.month;
        let (e, quarter, last) = (month.last(), month.quarter_start().first(), month.last_quarter());
        let name = format!("{name}{ending}");
        let within = |from: Day, to: Day| days.iter().map(move |day| day.map(|day| (from..=to).contains(&day)));
        match ending {
            "_days_ago" => self.whole(&name, days.iter().map(|day| day.map(|day| e - day))),
            "_months_ago" => self.whole(&name, days.iter().map(|day| day.map(|day| month.months_since(day)))),
            "_in_month" => self.yes_no(&name, within(month.first(), e)),
            "_in_quarter" => self.yes_no(&name, within(quarter, e)),
            _ => self.yes_no(&name, within(last.0, last.1)),
        }
    }

    fn plain_days(&mut self, name: &str, values: impl Iterator<Item = Option<Day>>) {
        if self.wants(name) {
            let days = Int32Chunked::from_iter_options(name.into(), values).into_series();
            self.columns.push(days.cast(&DataType::Date).map(IntoColumn::into_column));
        }
    }

    /// A column of yes and no.
    pub fn yes_no(&mut self, name: &str, values: impl Iterator<Item = Option<bool>>) {
        if self.wants(name) {
            self.columns.push(Ok(yes_no(name, values)));
        }
    }

    /// A column of text.
    pub fn texts<'b>(&mut self, name: &str, values: impl Iterator<Item = Option<&'b str>>) {
        if self.wants(name) {
            self.columns.push(Ok(texts(name, values)));
        }
    }

    /// A column of codes or words, each by its place in the list.
    pub fn codes(&mut self, name: &str, values: impl Iterator<Item = u8>) {
        if self.wants(name) {
            let dtype = self.table.column(name).map_or(DataType::String, |column| column.dtype.clone());
            self.columns.push(match dtype {
                DataType::Enum(..) => coded(name, &dtype, values),
                // A layout without the column: there is nothing to name the places by.
                _ => Ok(Column::full_null(name.into(), self.height, &dtype)),
            });
        }
    }

    /// The frame.
    ///
    /// # Errors
    /// When a column is not as long as the table, which would be a fault of ours.
    pub fn finish(self) -> PolarsResult<DataFrame> {
        let mut columns = self.columns.into_iter().collect::<PolarsResult<Vec<_>>>()?;
        for column in self.table.all_columns() {
            let absent = self.wanted.contains(&column.name) && !columns.iter().any(|made| *made.name() == column.name);
            if absent {
                columns.push(Column::full_null(column.name.as_str().into(), self.height, &column.dtype));
            }
        }
        DataFrame::new(self.height, columns)
    }
}

/// A column of text.
pub fn texts<'a>(name: &str, values: impl Iterator<Item = Option<&'a str>>) -> Column {
    StringChunked::from_iter_options(name.into(), values).into_series().into_column()
}

/// A column of yes and no.
pub fn yes_no(name: &str, values: impl Iterator<Item = Option<bool>>) -> Column {
    BooleanChunked::from_iter_options(name.into(), values).into_series().into_column()
}

fn is_of_days(ending: &str) -> bool {
    OF_DAYS.iter().any(|(known, ..)| *known == ending)
}

/// A column of codes or words, each by its place in the list of the column's kind.
///
/// # Errors
/// When the kind is no list, which would be a fault of ours.
pub fn coded(name: &str, dtype: &DataType, values: impl Iterator<Item = u8>) -> PolarsResult<Column> {
    let places = UInt8Chunked::from_iter_options(name.into(), values.map(|code| (code < UNKNOWN_CODE).then_some(code)));
    polars::prelude::polars_ensure!(matches!(dtype, DataType::Enum(..)), ComputeError: "{} has no list of words", name);
    Ok(CategoricalChunked::<Categorical8Type>::from_cats_and_dtype(places, dtype.clone()).into_series().into_column())
}
