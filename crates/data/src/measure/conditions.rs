//! Reads the conditions of indicators against the tables on offer.
//!
//! Takes indicators and the schema of tables, gives conditions with the columns they use. Everything wrong with a
//! condition is found here, before any data is read, and shown at its place in the file. What a condition may hold
//! is `condition`'s to say.

use std::collections::BTreeSet;
use std::sync::Arc;

use polars::prelude::DataType;

use crate::condition::{self, Columns, Condition, Fault, Kind, Wanted};
use crate::definitions::Indicator;
use crate::definitions::reader::Text;
use crate::nearest::{nearest, suggestion};
use crate::problem::Problem;
use crate::problem_codes::Code;
use crate::tables::declared::OTHER_NAMES;
use crate::tables::schema::{AUTHORITY, ColumnSpec, Schema, TableSpec};
use crate::tables::snapshot;

/// An indicator ready to be evaluated.
#[derive(Clone, Debug)]
pub struct Compiled<'a> {
    /// The indicator.
    pub indicator: &'a Indicator,
    /// The table whose rows it counts.
    pub table: &'a TableSpec,
    /// The columns it uses.
    pub columns: BTreeSet<String>,
    /// The condition of the cohort.
    pub cohort: Option<Condition>,
    /// The condition of the numerator, or the value averaged.
    pub counted: Option<Condition>,
    /// What is summed below the line of a ratio.
    pub over: Option<Condition>,
}

impl Compiled<'_> {
    /// The columns of extracts that it needs, as `extract.COLUMN`.
    pub fn needs(&self) -> Vec<String> {
        let columns = self.columns.iter().filter_map(|name| self.table.column(name));
        let mut needs: Vec<_> = self.table.needs.iter().chain(columns.flat_map(|column| &column.needs)).cloned().collect();
        needs.dedup();
        let columns = self.columns.iter().map(String::as_str);
        if snapshot::needs_before(self.table, columns, self.indicator.window) {
            needs.push(snapshot::BEFORE.to_owned());
        }
        needs
    }

    /// Its conditions, each with its text in the definition.
    pub fn conditions(&self) -> Vec<(&Condition, &Text)> {
        let mut asked = self.indicator.statistic.texts.iter();
        let texts = [self.indicator.cohort.as_ref(), asked.next(), asked.next()];
        [&self.cohort, &self.counted, &self.over]
            .into_iter()
            .zip(texts)
            .filter_map(|(one, text)| one.as_ref().zip(text))
            .collect()
    }

    /// Whether it needs to know the authority.
    pub fn needs_authority(&self) -> bool {
        self.needs().iter().any(|need| need == AUTHORITY)
    }
}

/// Compiles indicators; those with mistakes are left out and reported.
pub fn compile<'a>(
    indicators: impl IntoIterator<Item = &'a Indicator>,
    schema: &'a Schema,
    problems: &mut Vec<Problem>,
) -> Vec<Compiled<'a>> {
    indicators.into_iter().filter_map(|indicator| compile_one(indicator, schema, problems)).collect()
}

fn compile_one<'a>(indicator: &'a Indicator, schema: &'a Schema, problems: &mut Vec<Problem>) -> Option<Compiled<'a>> {
    let name = &indicator.table;
    let Some(table) = schema.table(&name.value) else {
        let near = suggestion(nearest(&name.value, schema.tables.iter().map(|table| table.id.as_str())));
        let label = near.unwrap_or_else(|| "not a derived table".to_owned());
        problems.push(
            Problem::new(Code::UnknownTable, format!("there is no table '{}'", name.value))
                .snippet(indicator.file.snippet(name.span.clone(), label)),
        );
        return None;
    };
    let mut read = |text: &Text, wanted: Wanted| match Condition::read(&text.value, &OfTable(table), wanted) {
        Ok(condition) => Some(condition),
        Err(faults) => {
            problems.extend(faults.into_iter().map(|fault| problem(fault, text, indicator)));
            None
        }
    };
    let mut fine = true;
    let mut asked = |text: &Text, wanted: Wanted| {
        let condition = read(text, wanted);
        fine &= condition.is_some();
        condition
    };
    let mut of_statistic = indicator.statistic.asked().map(|(needs, text)| asked(text, needs.gives));
    let (counted, over) = (of_statistic.next().flatten(), of_statistic.next().flatten());
    let cohort = indicator.cohort.as_ref().and_then(|text| asked(text, Wanted::Condition));
    if !fine {
        return None;
    }
    let columns = [&cohort, &counted, &over].into_iter().flatten().flat_map(|condition| condition.columns.clone()).collect();
    Some(Compiled { indicator, table, columns, cohort, counted, over })
}

fn problem(fault: Fault, text: &Text, indicator: &Indicator) -> Problem {
    let Fault { code, message, span, label, help } = fault;
    let at = condition::written_at(&indicator.file.whole_text(), &text.span, &text.value, &span);
    let problem = Problem::new(code, message).snippet(indicator.file.snippet(at, label));
    match help {
        Some(help) => problem.help(help),
        None => problem,
    }
}

/// The columns of a derived table, as conditions know them.
pub struct OfTable<'a>(pub &'a TableSpec);

impl Columns for OfTable<'_> {
    fn table(&self) -> &str {
        &self.0.id
    }

    fn kind(&self, name: &str) -> Option<Kind> {
        self.0.column(name).map(kind)
    }

    fn names(&self) -> Vec<&str> {
        self.0.all_columns().map(|column| column.name.as_str()).collect()
    }

    fn own_name<'a>(&'a self, name: &'a str) -> &'a str {
        if self.0.column(name).is_some() {
            return name;
        }
        // By its name in the return, where one column alone is of it.
        let of_return = |column: &&ColumnSpec| {
            let names = OTHER_NAMES.iter().filter(|(own, _)| *own == column.name).map(|(_, other)| *other);
            let of = column.codes_of.as_deref().and_then(|of| of.split_once('.')).map(|(_, name)| name);
            names.chain(of).any(|other| other.eq_ignore_ascii_case(name))
        };
        let mut found = self.0.columns.iter().filter(of_return);
        match (found.next(), found.next()) {
            (Some(column), None) => &column.name,
            _ => name,
        }
    }

    fn several(&self, name: &str) -> Vec<String> {
        let behind = |column: &&str| column.rsplit_once('.').is_some_and(|(_, last)| last.eq_ignore_ascii_case(name));
        let names = self.0.beside.iter().map(|beside| beside.column.name.as_str()).filter(behind);
        let names: Vec<String> = names.map(str::to_owned).collect();
        if names.len() > 1 { names } else { Vec::new() }
    }
}

fn kind(column: &ColumnSpec) -> Kind {
    match &column.dtype {
        DataType::Boolean => Kind::YesNo,
        DataType::Int32 => Kind::Whole,
        DataType::Float64 => Kind::Number,
        DataType::Date => Kind::Day,
        DataType::UInt32 => Kind::Child,
        DataType::String => Kind::Text,
        _ => Kind::Codes(column.words().into_iter().map(str::to_owned).collect::<Arc<[String]>>()),
    }
}
