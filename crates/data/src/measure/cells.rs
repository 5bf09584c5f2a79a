//! The columns of a derived table as plain cells, which conditions read.
//!
//! Takes a data frame, gives each of its columns once; conditions are worked out on these.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::{Categorical8Type, Column, DataFrame, DataType, PolarsResult};

use crate::condition::{Cells, Condition, Evaluated, Texts, Variants};

/// The rows of a table.
pub struct Rows {
    /// How many there are.
    pub height: usize,
    columns: BTreeMap<String, Cells>,
}

impl Rows {
    /// Of the columns of a frame that are named.
    ///
    /// # Errors
    /// When a column is of a kind that no table has, which would be a fault of ours.
    pub fn new<'a>(frame: &DataFrame, names: impl IntoIterator<Item = &'a String>) -> PolarsResult<Self> {
        let mut columns = BTreeMap::new();
        for name in names {
            if !columns.contains_key(name) {
                columns.insert(name.clone(), cells(frame.column(name)?)?);
            }
        }
        Ok(Rows { height: frame.height(), columns })
    }

    /// Adds a column of whole numbers.
    pub fn insert(&mut self, name: &str, numbers: impl Iterator<Item = usize>) {
        self.columns.insert(name.to_owned(), Cells::Whole(numbers.map(|number| i64::try_from(number).ok()).collect()));
    }

    /// The whole numbers of a column; none where it has others.
    pub fn numbers(&self, name: &str) -> Vec<usize> {
        let Some(Cells::Whole(cells)) = self.columns.get(name) else { return Vec::new() };
        cells.iter().filter_map(|cell| usize::try_from((*cell)?).ok()).collect()
    }

    /// The whole number of a row; nothing where it has none.
    pub fn whole(&self, name: &str, row: usize) -> Option<i64> {
        let Some(Cells::Whole(cells)) = self.columns.get(name) else { return None };
        cells.get(row).copied().flatten()
    }

    /// Rows as they might be, for some conditions that are worked out together each: by the columns in which they differ from those that
    /// there are, with the row that each is like. Some columns are told of all; of some the second is known to follow from the first.
    pub fn variants(
        &self,
        together: &[Vec<&Condition>],
        told: &[String],
        made_of: &[(String, String)],
    ) -> Vec<(BTreeSet<String>, Vec<usize>, Rows)> {
        let rows = |made: Variants| {
            let height = made.like.len();
            (made.differ_in, made.like, Rows { height, columns: made.columns })
        };
        Variants::of(together, (told, made_of), &self.columns, self.height).into_iter().map(rows).collect()
    }

    /// A condition's columns in its order; none where the rows lack one.
    fn of(&self, condition: &Condition) -> Option<Vec<&Cells>> {
        condition.columns.iter().map(|name| self.columns.get(name)).collect()
    }

    /// What a condition gives on the rows.
    ///
    /// # Errors
    /// When a column is not there, which would be a fault of ours: a figure is never made of what is missing.
    pub fn work_out(&self, condition: &Condition) -> anyhow::Result<Evaluated> {
        let columns = self.of(condition).ok_or_else(|| lacking(condition))?;
        Ok(condition.evaluate(&columns, self.height))
    }

    /// The parts of a condition, each with whether it holds on each row.
    ///
    /// # Errors
    /// When a column is not there, which would be a fault of ours.
    pub fn parts(&self, condition: &Condition) -> anyhow::Result<Vec<(String, Vec<Option<bool>>)>> {
        let columns = self.of(condition).ok_or_else(|| lacking(condition))?;
        Ok(condition.evaluate_parts(&columns, self.height))
    }
}

fn lacking(condition: &Condition) -> anyhow::Error {
    anyhow::anyhow!("a column of '{}' is not in the table that was made", condition.text)
}

fn cells(column: &Column) -> PolarsResult<Cells> {
    Ok(match column.dtype() {
        DataType::Boolean => Cells::YesNo(column.bool()?.iter().collect()),
        DataType::Int32 => Cells::Whole(column.i32()?.iter().map(|cell| cell.map(i64::from)).collect()),
        DataType::UInt32 => Cells::Whole(column.u32()?.iter().map(|cell| cell.map(i64::from)).collect()),
        DataType::Date => {
            let days = column.cast(&DataType::Int32)?;
            Cells::Whole(days.i32()?.iter().map(|cell| cell.map(i64::from)).collect())
        }
        DataType::Float64 => Cells::Number(column.f64()?.iter().map(|cell| cell.filter(|number| number.is_finite())).collect()),
        DataType::String => Cells::Text(Texts::of(column.str()?.iter())),
        DataType::Enum(..) => Cells::Codes(column.cat::<Categorical8Type>()?.physical().iter().collect()),
        // Codes of a layout that lacks the column: there is none.
        _ => Cells::Codes(vec![None; column.len()]),
    })
}
