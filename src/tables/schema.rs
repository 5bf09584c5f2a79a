//! The derived tables on offer, with the kind of each column.
//!
//! Made once of the declared tables and the layouts; serves the checks of definitions,
//! the builders, and the reference.

use std::collections::BTreeMap;

use polars::prelude::{DataType, FrozenCategories, PolarsResult};

use super::declared::{self, DeclaredColumn, DeclaredTable};
use crate::definitions::Layout;

/// What stands among the needs of a column where the authority's code is one.
pub const AUTHORITY: &str = "authority";

/// Every derived table on offer.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// The tables.
    pub tables: Vec<TableSpec>,
}

/// A derived table.
#[derive(Clone, Debug)]
pub struct TableSpec {
    /// Its name in definitions.
    pub id: String,
    /// What one row stands for.
    pub about: String,
    /// Columns of extracts that its rows need, as `extract.COLUMN`.
    pub needs: Vec<String>,
    /// Its columns.
    pub columns: Vec<ColumnSpec>,
}

/// A column of a derived table.
#[derive(Clone, Debug)]
pub struct ColumnSpec {
    /// Its name in SQL.
    pub name: String,
    /// What its values are, in words.
    pub kind: &'static str,
    /// The kind of its polars column.
    pub dtype: DataType,
    /// What it says.
    pub about: String,
    /// Columns of extracts that it needs besides those of its table.
    pub needs: Vec<String>,
}

impl Schema {
    /// Of the declared tables and the layouts, whose codes name the values of code columns.
    ///
    /// # Errors
    /// When polars refuses a list of codes, which would be a fault of ours.
    pub fn new(layouts: &[Layout]) -> PolarsResult<Self> {
        let mut dictionaries = Dictionaries { layouts, made: BTreeMap::new() };
        let tables = declared::TABLES.iter().map(|table| dictionaries.declared(table)).collect::<PolarsResult<Vec<_>>>()?;
        Ok(Schema { tables })
    }

    /// The table of a name.
    pub fn table(&self, id: &str) -> Option<&TableSpec> {
        self.tables.iter().find(|table| table.id == id)
    }
}

impl TableSpec {
    /// The column of a name.
    pub fn column(&self, name: &str) -> Option<&ColumnSpec> {
        self.columns.iter().find(|column| column.name == name)
    }
}

/// The kinds of polars column made so far, one for each list of codes.
struct Dictionaries<'a> {
    layouts: &'a [Layout],
    made: BTreeMap<Vec<String>, DataType>,
}

impl Dictionaries<'_> {
    fn declared(&mut self, table: &DeclaredTable) -> PolarsResult<TableSpec> {
        let columns = table.columns.iter().map(|column| self.column(column)).collect::<PolarsResult<Vec<_>>>()?;
        let words = |of: &[&str]| of.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        Ok(TableSpec { id: table.id.to_owned(), about: table.about.to_owned(), needs: words(table.needs), columns })
    }

    fn column(&mut self, column: &DeclaredColumn) -> PolarsResult<ColumnSpec> {
        let (kind, dtype) = match column.kind {
            declared::Kind::Child => ("child", DataType::UInt32),
            declared::Kind::Whole => ("whole number", DataType::Int32),
            declared::Kind::Number => ("number", DataType::Float64),
            declared::Kind::Day => ("date", DataType::Date),
            declared::Kind::YesNo => ("yes or no", DataType::Boolean),
            declared::Kind::Code(extract, name) => ("code", self.codes(extract, name)?),
            declared::Kind::Words(words) => ("word", self.words(words.iter().map(|word| (*word).to_owned()).collect())?),
        };
        Ok(ColumnSpec {
            name: column.name.to_owned(),
            kind,
            dtype,
            about: column.about.to_owned(),
            needs: column.needs.iter().map(|need| (*need).to_owned()).collect(),
        })
    }

    /// The kind of a column that holds the codes of an extract's column.
    fn codes(&mut self, extract: &str, name: &str) -> PolarsResult<DataType> {
        let layout = self.layouts.iter().find(|layout| layout.id == extract);
        let column = layout.and_then(|layout| layout.columns.get(layout.column(name)?));
        self.words(column.map(|column| column.codes.iter().map(|code| code.code.clone()).collect()).unwrap_or_default())
    }

    fn words(&mut self, words: Vec<String>) -> PolarsResult<DataType> {
        if let Some(made) = self.made.get(&words) {
            return Ok(made.clone());
        }
        let made = DataType::from_frozen_categories(FrozenCategories::new(words.iter().map(String::as_str))?);
        self.made.insert(words, made.clone());
        Ok(made)
    }
}
