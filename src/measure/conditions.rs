//! Turns the SQL of definitions into polars expressions, and checks it first.
//!
//! Takes indicators and the schema of tables, gives expressions with the columns
//! they use. Everything wrong with a condition is found here, before any data is
//! read: its syntax, its columns, the kinds it compares, the codes it names.

use std::collections::BTreeSet;

use polars::prelude::{Column, DataFrame, DataType, Expr, IntoLazy};
use polars::sql::sql_expr;

use crate::definitions::reader::Text;
use crate::definitions::{Indicator, Statistic};
use crate::nearest::{nearest, suggestion};
use crate::problem::Problem;
use crate::problem_codes::Code;
use crate::tables::schema::{Schema, TableSpec};

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
    pub cohort: Option<Expr>,
    /// The condition of the numerator, or the value averaged.
    pub counted: Option<Expr>,
    /// What is summed below the line of a ratio.
    pub over: Option<Expr>,
}

impl Compiled<'_> {
    /// The columns of extracts that it needs, as `extract.COLUMN`.
    pub fn needs(&self) -> Vec<String> {
        let columns = self.columns.iter().filter_map(|name| self.table.column(name));
        let mut needs: Vec<_> = self.table.needs.iter().chain(columns.flat_map(|column| &column.needs)).cloned().collect();
        needs.dedup();
        needs
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
    let mut columns = BTreeSet::new();
    let mut condition = |text: &Text, yes_no: bool| {
        let before = problems.len();
        let expr = check(text, indicator, table, yes_no, &mut columns, problems);
        expr.filter(|_| problems.len() == before)
    };
    let mut over = None;
    let (counted, counted_fine) = match &indicator.statistic {
        Statistic::Ratio(numerator, denominator) => {
            let expr = condition(numerator, false);
            over = condition(denominator, false);
            (expr.clone(), expr.is_some() && over.is_some())
        }
        Statistic::Proportion(numerator) => {
            let expr = condition(numerator, true);
            (expr.clone(), expr.is_some())
        }
        Statistic::Mean(value) => {
            let expr = condition(value, false);
            (expr.clone(), expr.is_some())
        }
        Statistic::Count | Statistic::Rate => (None, true),
    };
    let cohort = indicator.cohort.as_ref().map(|text| condition(text, true));
    if !counted_fine || matches!(cohort, Some(None)) {
        return None;
    }
    Some(Compiled { indicator, table, columns, cohort: cohort.flatten(), counted, over })
}

fn check(
    text: &Text,
    indicator: &Indicator,
    table: &TableSpec,
    yes_no: bool,
    columns: &mut BTreeSet<String>,
    problems: &mut Vec<Problem>,
) -> Option<Expr> {
    let at = |span, label: String| indicator.file.snippet(span, label);
    let expr = match sql_expr(&text.value) {
        Ok(expr) => expr,
        Err(error) => {
            problems.push(
                Problem::new(Code::BadCondition, format!("'{}' is not a SQL expression", text.value))
                    .snippet(at(text.span.clone(), first_line(&error.to_string()))),
            );
            return None;
        }
    };
    let mut unknown = false;
    let mut used = Vec::new();
    let mut names: Vec<String> = expr.clone().meta().root_names().iter().map(ToString::to_string).collect();
    names.sort();
    names.dedup();
    for name in names {
        if let Some(column) = table.column(&name) {
            used.push(column.name.clone());
            columns.insert(column.name.clone());
            continue;
        }
        unknown = true;
        let near = suggestion(nearest(&name, table.columns.iter().map(|column| column.name.as_str())));
        let label = near.unwrap_or_else(|| format!("not a column of {}", table.id));
        let span = word_in(&indicator.file.text, &text.span, &name);
        problems.push(
            Problem::new(Code::UnknownColumn, format!("the table '{}' has no column '{name}'", table.id))
                .snippet(at(span, label)),
        );
    }
    if unknown {
        return None;
    }
    for (column, code) in compared_codes(&expr) {
        let Some(DataType::Enum(categories, _)) = table.column(&column).map(|column| &column.dtype) else { continue };
        let known: Vec<&str> = categories.categories().values_iter().collect();
        if !known.contains(&code.as_str()) {
            let near = suggestion(nearest(&code, known.iter().copied()));
            let label = near.unwrap_or_else(|| format!("'{column}' is never this"));
            let span = word_in(&indicator.file.text, &text.span, &code);
            problems.push(
                Problem::new(Code::UnknownValue, format!("'{column}' of '{}' has no code '{code}'", table.id))
                    .snippet(at(span, label)),
            );
            unknown = true;
        }
    }
    if unknown {
        return None;
    }
    match kind_of(&expr, table) {
        Ok((_, false)) => {
            problems.push(
                Problem::new(Code::ConditionType, format!("'{}' does not look at each row by itself", text.value))
                    .help("Write a condition on the columns of one row; counting and averaging is the statistic's work.")
                    .snippet(at(text.span.clone(), "the same for all rows".to_owned())),
            );
            None
        }
        Ok((DataType::Boolean, true)) if yes_no => Some(expr),
        Ok((kind, true)) if !yes_no && (kind.is_numeric() || kind == DataType::Boolean) => Some(expr),
        Ok((kind, true)) => {
            let wanted = if yes_no { "a condition, true or false for each row" } else { "a number for each row" };
            problems.push(
                Problem::new(Code::ConditionType, format!("'{}' is not {wanted}", text.value))
                    .snippet(at(text.span.clone(), format!("it gives {kind}"))),
            );
            None
        }
        Err(_) if !unknown_codes(text, table, &used).is_empty() => {
            for code in unknown_codes(text, table, &used) {
                let span = word_in(&indicator.file.text, &text.span, &code);
                let message = format!("no column that '{}' uses has a code '{code}'", text.value);
                problems.push(Problem::new(Code::UnknownValue, message).snippet(at(span, "never found".to_owned())));
            }
            None
        }
        Err(error) => {
            problems.push(
                Problem::new(Code::ConditionType, format!("'{}' cannot be worked out", text.value))
                    .snippet(at(text.span.clone(), first_line(&error.to_string()))),
            );
            None
        }
    }
}

/// Texts of a condition that are codes of none of the columns it uses: polars refuses a list
/// that holds one, in words of its own.
fn unknown_codes(text: &Text, table: &TableSpec, used: &[String]) -> Vec<String> {
    let known: Vec<String> = used.iter().flat_map(|name| crate::tables::groups(table, name)).collect();
    let quoted = text.value.split('\'').skip(1).step_by(2);
    quoted.filter(|code| !known.is_empty() && !known.iter().any(|known| known == code)).map(str::to_owned).collect()
}

/// What an expression gives, and whether it gives it for each row: tried on three empty rows.
fn kind_of(expr: &Expr, table: &TableSpec) -> polars::prelude::PolarsResult<(DataType, bool)> {
    let columns = table.columns.iter().map(|column| Column::full_null(column.name.as_str().into(), 3, &column.dtype));
    let frame = DataFrame::new(3, columns.collect())?.lazy().select([expr.clone()]).collect()?;
    let kind = frame.columns().first().map_or(DataType::Null, |column| column.dtype().clone());
    Ok((kind, frame.height() == 3))
}

/// Columns compared with a text by `=` or `<>`, with the text; polars itself checks `IN`.
fn compared_codes(expr: &Expr) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for node in expr {
        let Expr::BinaryExpr { left, right, .. } = node else { continue };
        for (column, literal) in [(left, right), (right, left)] {
            if let (Expr::Column(name), Expr::Literal(value)) = (column.as_ref(), literal.as_ref())
                && let Some(text) = value.extract_str()
            {
                found.push((name.to_string(), text.to_owned()));
            }
        }
    }
    found
}

/// Where a name stands in the text at `span`; the whole span when it is not found.
fn word_in(text: &str, span: &std::ops::Range<usize>, word: &str) -> std::ops::Range<usize> {
    let within = text.get(span.clone()).unwrap_or_default();
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let mut from = 0;
    while let Some(at) = within.get(from..).and_then(|rest| rest.find(word)) {
        let (start, end) = (from + at, from + at + word.len());
        let before = within[..start].chars().next_back().is_some_and(part);
        let after = within[end..].chars().next().is_some_and(part);
        if !before && !after {
            return span.start + start..span.start + end;
        }
        from = end;
    }
    span.clone()
}

fn first_line(message: &str) -> String {
    message.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default().to_owned()
}
