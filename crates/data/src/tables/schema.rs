//! The derived tables on offer, with the kind of each column.
//!
//! Made once of the declared tables and the layouts; serves the checks of definitions,
//! the builders, and the reference.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use polars::prelude::{DataType, FrozenCategories, PolarsResult};

use super::declared::{self, DeclaredColumn, DeclaredTable, OfTime, Time};
use super::joined::{self, Beside, Joined};
use super::word_groups::TextGroups;
use crate::definitions::by::Only;
use crate::definitions::{Breakdown, Catalogue, ColumnKind, Layout};
use crate::figure::RowsOf;

/// What stands among the needs of a column where the authority's code is one.
pub const AUTHORITY: &str = "authority";

/// Every derived table on offer.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// The tables.
    pub tables: Vec<TableSpec>,
    /// The columns of text that make groups in a run, and those joined for its breakdowns.
    pub joined: Vec<Joined>,
    /// The columns of other extracts that conditions may ask for by the child.
    pub beside: Arc<[Beside]>,
    /// The groups that a run is of, where it is not of the whole.
    pub only: Vec<Only>,
    /// The breakdowns with a name of their own.
    pub breakdowns: Vec<Arc<Breakdown>>,
}

/// A derived table.
#[derive(Clone, Debug)]
pub struct TableSpec {
    /// Its name in definitions.
    pub id: String,
    /// What one row stands for.
    pub about: String,
    /// Where its rows come from.
    pub origin: Origin,
    /// Columns of extracts that its rows need, as `extract.COLUMN`.
    pub needs: Vec<String>,
    /// Its columns.
    pub columns: Vec<ColumnSpec>,
    /// Columns that tell of each of its days how long ago it was, and in which time it lies: for conditions.
    pub derived: Vec<ColumnSpec>,
    /// Columns of other extracts that conditions may ask for, of the child that a row is of; none where rows are of no child.
    pub beside: Arc<[Beside]>,
    /// The breakdowns with a name of their own whose column it has.
    pub breakdowns: Vec<Arc<Breakdown>>,
    /// Why there is no figure where none of its rows belongs to a cohort.
    pub nobody: &'static str,
    /// What kind of time its rows count.
    pub time: Time,
    /// Whether a child may have several rows in it.
    pub several: bool,
}

/// What the rows of a table are; of those of a local extract nobody knows, but where they are of people of another table.
pub fn rows_of(table: &str) -> RowsOf {
    let of = table.strip_suffix("_of_looked_after").map(|_| "looked_after");
    let of = of.or(table.strip_suffix("_of_care_leavers").map(|_| "care_leavers"));
    declared::table(of.unwrap_or(table)).map_or_else(RowsOf::default, |table| RowsOf { noun: table.noun, stay: table.stay })
}

/// Where the rows of a table come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is one of the declared tables.
    Declared,
    /// The rows of a local extract.
    Rows(String),
    /// The children looked after, each with the latest row of a local extract.
    OfLookedAfter(String),
    /// The care leavers, each with the latest row of a local extract.
    OfCareLeavers(String),
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
    /// The column of an extract whose codes its values are, as `extract.COLUMN`.
    pub codes_of: Option<String>,
    /// What it has to do with what happened before and what will.
    pub of_time: OfTime,
    /// Whether it was joined for the breakdowns of a run.
    pub joined: bool,
    /// Of text, the groups that its words make in a run.
    pub groups: Option<Arc<TextGroups>>,
}

impl Schema {
    /// Of the declared tables and the layouts, whose codes name the values of code columns.
    ///
    /// # Errors
    /// When polars refuses a list of codes, which would be a fault of ours.
    pub fn new(layouts: &[Layout]) -> PolarsResult<Self> {
        let mut dictionaries = Dictionaries { layouts, made: BTreeMap::new() };
        let mut tables = declared::TABLES.iter().map(|table| dictionaries.declared(table)).collect::<PolarsResult<Vec<_>>>()?;
        for layout in layouts.iter().filter(|layout| layout.local) {
            tables.extend(dictionaries.local(layout)?);
        }
        let beside: Arc<[Beside]> = joined::beside(layouts)?.into();
        for table in tables.iter_mut().filter(|table| table.has_children()) {
            table.beside = Arc::clone(&beside);
        }
        Ok(Schema { tables, beside, ..Schema::default() })
    }

    /// Of everything defined: the same with the breakdowns that have a name of their own.
    ///
    /// # Errors
    /// When polars refuses a list of codes, which would be a fault of ours.
    pub fn of(catalogue: &Catalogue) -> PolarsResult<Self> {
        let breakdowns = catalogue.breakdowns.iter().cloned().map(Arc::new).collect();
        let mut schema = Schema { breakdowns, ..Schema::new(&catalogue.extracts)? };
        schema.name_breakdowns();
        Ok(schema)
    }

    /// Gives each table the breakdowns whose column it has.
    pub(super) fn name_breakdowns(&mut self) {
        let Schema { tables, breakdowns, .. } = self;
        for table in tables {
            let has = |known: &&Arc<Breakdown>| table.columns.iter().any(|column| known.is_of(&column.name));
            table.breakdowns = breakdowns.iter().filter(has).cloned().collect();
        }
    }

    /// The table of a name.
    pub fn table(&self, id: &str) -> Option<&TableSpec> {
        self.tables.iter().find(|table| table.id == id)
    }
}

impl TableSpec {
    /// The column of a name.
    pub fn column(&self, name: &str) -> Option<&ColumnSpec> {
        self.all_columns().find(|column| column.name == name)
    }

    /// Its columns, with those that are made of its days.
    pub fn all_columns(&self) -> impl Iterator<Item = &ColumnSpec> {
        let joined = |column: &&ColumnSpec| !self.columns.iter().any(|own| own.name == column.name);
        let beside = self.beside.iter().map(|beside| &beside.column).filter(joined);
        self.columns.iter().chain(&self.derived).chain(beside)
    }

    /// Its columns, with those of its days and of other extracts that a rule uses besides.
    pub fn with(&self, used: &BTreeSet<String>) -> Vec<&ColumnSpec> {
        let own = self.columns.len();
        let all = self.all_columns().enumerate();
        all.filter(|(at, column)| *at < own || used.contains(&column.name)).map(|(_, column)| column).collect()
    }

    /// Whether each of its rows is of a child.
    pub fn has_children(&self) -> bool {
        self.columns.iter().any(|column| column.kind == "child")
    }

    /// Whether a column is taken from another extract, by the child.
    pub fn is_joined(&self, name: &str) -> bool {
        let own = self.columns.iter().find(|column| column.name == name);
        own.map_or_else(|| self.beside.iter().any(|beside| beside.column.name == name), |own| own.joined)
    }
}

impl ColumnSpec {
    /// The words or codes that its values can be; none for other kinds.
    pub fn words(&self) -> Vec<&str> {
        match &self.dtype {
            DataType::Enum(categories, _) => categories.categories().values_iter().collect(),
            DataType::String => self.groups.iter().flat_map(|groups| &groups.list).map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }
}

/// What a day's columns end with, what they are and what they say of it.
pub const OF_DAYS: [(&str, &str, &str); 5] = [
    ("_days_ago", "whole number", "Days from that day to the last day of the month; 0 on that day, negative after it."),
    ("_months_ago", "whole number", "Whole calendar months from that day to the day after the last day of the month."),
    ("_in_month", "yes or no", "Whether that day lies in the month."),
    ("_in_quarter", "yes or no", "Whether that day lies in the quarter, up to the last day of the month."),
    ("_in_last_quarter", "yes or no", "Whether that day lies in the last quarter that had ended on the last day of the month."),
];

/// The columns that are made of the days of a table, but for those that it has itself.
fn derived(columns: &[ColumnSpec]) -> Vec<ColumnSpec> {
    let days = columns.iter().filter(|column| column.dtype == DataType::Date);
    let made = days.flat_map(|day| {
        OF_DAYS.iter().map(move |(ending, kind, about)| ColumnSpec {
            name: format!("{}{ending}", day.name),
            kind,
            dtype: if *kind == "yes or no" { DataType::Boolean } else { DataType::Int32 },
            about: format!("Of `{}`: {about}", day.name),
            needs: day.needs.clone(),
            codes_of: None,
            of_time: OfTime::default(),
            joined: false,
            groups: None,
        })
    });
    made.filter(|made| columns.iter().all(|column| column.name != made.name)).collect()
}

/// The kinds of polars column made so far, one for each list of codes.
struct Dictionaries<'a> {
    layouts: &'a [Layout],
    made: BTreeMap<Vec<String>, DataType>,
}

impl Dictionaries<'_> {
    fn declared(&mut self, table: &DeclaredTable) -> PolarsResult<TableSpec> {
        let columns =
            table.columns.iter().copied().flatten().map(|column| self.column(column)).collect::<PolarsResult<Vec<_>>>()?;
        let words = |of: &[&str]| of.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        Ok(TableSpec {
            id: table.id.to_owned(),
            about: table.about.to_owned(),
            origin: Origin::Declared,
            needs: words(table.needs),
            derived: derived(&columns),
            columns,
            beside: Arc::default(),
            breakdowns: Vec::new(),
            nobody: table.nobody,
            time: table.time,
            several: table.several,
        })
    }

    fn column(&mut self, column: &DeclaredColumn) -> PolarsResult<ColumnSpec> {
        let (kind, dtype) = match column.kind {
            declared::Kind::Child => ("child", DataType::UInt32),
            declared::Kind::Whole => ("whole number", DataType::Int32),
            declared::Kind::Number => ("number", DataType::Float64),
            declared::Kind::Day => ("date", DataType::Date),
            declared::Kind::YesNo => ("yes or no", DataType::Boolean),
            declared::Kind::Code(extract, name) => ("code", self.codes(extract, name)?),
            declared::Kind::Text => ("text", DataType::String),
            declared::Kind::Words(words) => ("word", self.words(words.iter().map(|word| (*word).to_owned()).collect())?),
        };
        Ok(ColumnSpec {
            name: column.name.to_owned(),
            kind,
            dtype,
            about: column.about.to_owned(),
            needs: column.needs.iter().map(|need| (*need).to_owned()).collect(),
            of_time: column.of_time,
            codes_of: match column.kind {
                declared::Kind::Code(extract, name) => Some(format!("{extract}.{name}")),
                _ => None,
            },
            joined: false,
            groups: None,
        })
    }

    /// The tables of a local extract: its rows and, where it names children, those looked after
    /// and the care leavers with the latest row of each.
    fn local(&mut self, layout: &Layout) -> PolarsResult<Vec<TableSpec>> {
        let id = &layout.id;
        let own: Vec<ColumnSpec> = self.local_columns(layout)?;
        let key = layout.key.iter().map(|at| format!("{id}.{}", layout.columns[*at].name)).collect::<Vec<_>>();
        let mut tables = Vec::new();
        let with = |declared: &[DeclaredColumn], dictionaries: &mut Self| {
            declared.iter().map(|column| dictionaries.column(column)).collect::<PolarsResult<Vec<_>>>()
        };
        let people = layout.child().is_some();
        let mut columns = with(if people { declared::LOCAL_ROWS } else { &[] }, self)?;
        columns.extend(own.iter().cloned());
        let about = format!("One row for each row of the {id} extract, as known on the last day.");
        let nobody = "no child belongs to the cohort";
        let rows = Origin::Rows(id.clone());
        tables.push(TableSpec {
            id: id.clone(),
            about,
            origin: rows,
            needs: key.clone(),
            derived: derived(&columns),
            columns,
            beside: Arc::default(),
            breakdowns: Vec::new(),
            nobody,
            time: Time::OfWindow,
            several: true,
        });
        if !people {
            return Ok(tables);
        }
        for (of, base, origin) in [
            ("looked_after", "looked_after", Origin::OfLookedAfter(id.clone())),
            ("care_leavers", "care_leavers", Origin::OfCareLeavers(id.clone())),
        ] {
            let Some(base) = declared::table(base) else { continue };
            let mut columns =
                with(if of == "looked_after" { declared::LOCAL_LOOKED_AFTER } else { declared::LOCAL_CARE_LEAVERS }, self)?;
            columns.extend(own.iter().cloned());
            let needs = base.needs.iter().map(|need| (*need).to_owned()).chain(key.iter().cloned()).collect();
            let about =
                format!("{} With the latest row of the {id} extract known on the last day, where there is one.", base.about);
            let id = format!("{id}_of_{of}");
            tables.push(TableSpec {
                id,
                about,
                origin,
                needs,
                derived: derived(&columns),
                columns,
                beside: Arc::default(),
                breakdowns: Vec::new(),
                nobody,
                time: base.time,
                several: base.several,
            });
        }
        Ok(tables)
    }

    fn local_columns(&mut self, layout: &Layout) -> PolarsResult<Vec<ColumnSpec>> {
        let mut columns = Vec::new();
        for column in &layout.columns {
            let need = format!("{}.{}", layout.id, column.name);
            let name = column.name.to_lowercase();
            let mut add = |name: String, kind, dtype, about| {
                let codes_of = (column.kind == ColumnKind::Code).then(|| need.clone());
                columns.push(ColumnSpec {
                    name,
                    kind,
                    dtype,
                    about,
                    needs: vec![need.clone()],
                    codes_of,
                    of_time: OfTime::default(),
                    joined: false,
                    groups: None,
                });
            };
            let means = format!("{}.", column.means);
            match column.kind {
                ColumnKind::Date => {
                    add(
                        format!("{name}_days_ago"),
                        "whole number",
                        DataType::Int32,
                        format!("Days from {} to the last day of the month; 0 on that day, negative after it.", column.name),
                    );
                    add(
                        format!("{name}_in_year"),
                        "yes or no",
                        DataType::Boolean,
                        format!("Whether {} lies in the 12 months to the last day.", column.name),
                    );
                    add(name, "date", DataType::Date, means);
                }
                ColumnKind::Code => {
                    let dtype = self.words(column.codes.iter().map(|code| code.code.clone()).collect())?;
                    add(name, "code", dtype, means);
                }
                ColumnKind::Flag => add(name, "yes or no", DataType::Boolean, means),
                ColumnKind::Integer => add(name, "whole number", DataType::Int32, means),
                ColumnKind::Number => add(name, "number", DataType::Float64, means),
                ColumnKind::Text => add(name, "text", DataType::String, means),
                ColumnKind::Child | ColumnKind::Month | ColumnKind::Identifier | ColumnKind::Postcode => {}
            }
        }
        Ok(columns)
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
