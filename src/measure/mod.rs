//! Measures indicators on the derived tables, each month as at its end.
//!
//! Takes compiled indicators and [`Tables`], gives a figure by its parts for every
//! indicator and month, or the reason why there is none. All indicators of a table
//! are one query. Knows nothing of targets or scorecards.

pub mod conditions;
pub mod counted;
pub mod figure;
pub mod membership;
pub mod parts;
pub mod rows;

use std::collections::BTreeMap;

use polars::prelude::{AnyValue, DataFrame, DataType, Expr, IntoLazy, col, len, lit};

use crate::calendar::Month;
use crate::definitions::Statistic;
pub use crate::tables::schema::noun;
use crate::tables::{self, MonthTables, Tables, Wanted};
use crate::threads;
pub use conditions::Compiled;
pub use figure::{Figure, Fraction, Measured, Verdict};

/// What was measured, by indicator and month.
#[derive(Clone, Debug, Default)]
pub struct Measurements(BTreeMap<(String, Month), Measured>);

impl Measurements {
    /// The figure of an indicator for a month, if it was asked for.
    pub fn get(&self, indicator: &str, month: Month) -> Option<&Measured> {
        self.0.get(&(indicator.to_owned(), month))
    }

    /// Adds others, which win.
    pub fn extend(&mut self, others: &Measurements) {
        self.0.extend(others.0.iter().map(|(key, measured)| (key.clone(), measured.clone())));
    }
}

/// Measures every indicator for one month, in the groups of a column: of every indicator the
/// figure of each group, in the column's order. Indicators whose table lacks it are left out.
///
/// # Errors
/// Only for faults of ours: conditions were checked before.
pub fn measure_groups(
    indicators: &[Compiled<'_>],
    tables: &Tables<'_>,
    month: Month,
    by: &str,
    place: &Place<'_>,
) -> anyhow::Result<BTreeMap<String, Vec<(String, Measured)>>> {
    let with_column: Vec<Compiled<'_>> = indicators
        .iter()
        // A rate has no group: the population is not known by group.
        .filter(|compiled| compiled.table.column(by).is_some() && !matches!(compiled.indicator.statistic, Statistic::Rate))
        .map(|compiled| {
            let mut compiled = compiled.clone();
            compiled.columns.insert(by.to_owned());
            compiled
        })
        .collect();
    let frames = tables.month(month, &wanted(&with_column), place.authority)?;
    let history = &tables.history;
    let mut measured: BTreeMap<String, Vec<(String, Measured)>> = BTreeMap::new();
    for compiled in &with_column {
        let short = tables::shortfall(history.extracts, history.layouts, &compiled.needs(), month, place.authority);
        let (Some(frame), None) = (frames.frames.get(&compiled.table.id), short) else { continue };
        let answer = frame.clone().lazy().group_by([col(by)]).agg(expressions(0, compiled)).collect()?;
        let found = answer.column(by)?.cast(&DataType::String)?;
        let groups = tables::groups(compiled.table, by);
        let figures = groups.into_iter().map(|group| {
            let at = found.str().ok().and_then(|names| names.iter().position(|name| name == Some(group.as_str())));
            let figure = match at {
                Some(at) => read_answer(&answer.slice(at as i64, 1), 0, compiled, month, place),
                None if matches!(compiled.indicator.statistic, Statistic::Count) => Measured::Figure(Figure::Count(0)),
                None => Measured::NoData("nobody in this group".to_owned()),
            };
            (group, figure)
        });
        measured.insert(compiled.indicator.id.clone(), figures.collect());
    }
    Ok(measured)
}

/// The columns that indicators use, by table.
pub fn wanted(indicators: &[Compiled<'_>]) -> Wanted {
    let mut wanted = Wanted::new();
    for compiled in indicators {
        wanted.entry(compiled.table.id.clone()).or_default().extend(compiled.columns.iter().cloned());
    }
    wanted
}

/// Where is measured.
pub struct Place<'a> {
    /// The ONS code of the authority.
    pub authority: Option<&'a str>,
    /// Its population aged 0 to 17 for a month, or why it is not known.
    pub population: &'a (dyn Fn(Month) -> Result<i64, String> + Sync),
}

/// Measures every indicator for every month.
///
/// # Errors
/// Only for faults of ours: conditions were checked before.
pub fn measure(
    indicators: &[Compiled<'_>],
    tables: &Tables<'_>,
    months: &[Month],
    place: &Place<'_>,
) -> anyhow::Result<Measurements> {
    let wanted = wanted(indicators);
    let by_month: Vec<anyhow::Result<Vec<(String, Measured)>>> = threads::map(months, |month| {
        let frames = tables.month(*month, &wanted, place.authority)?;
        measure_month(indicators, tables, &frames, place)
    });
    let mut measurements = Measurements::default();
    for (month, measured) in months.iter().zip(by_month) {
        measurements.0.extend(measured?.into_iter().map(|(id, measured)| ((id, *month), measured)));
    }
    Ok(measurements)
}

fn measure_month(
    indicators: &[Compiled<'_>],
    tables: &Tables<'_>,
    frames: &MonthTables,
    place: &Place<'_>,
) -> anyhow::Result<Vec<(String, Measured)>> {
    let history = &tables.history;
    let file_month = history.file_month(frames.month);
    let mut measured = Vec::with_capacity(indicators.len());
    for (id, frame) in &frames.frames {
        let mut measurable = Vec::new();
        for compiled in indicators.iter().filter(|compiled| compiled.table.id == *id) {
            match tables::shortfall(history.extracts, history.layouts, &compiled.needs(), file_month, place.authority) {
                Some(reason) => measured.push((compiled.indicator.id.clone(), Measured::NoData(reason))),
                None => measurable.push(compiled),
            }
        }
        if measurable.is_empty() {
            continue;
        }
        let query: Vec<Expr> = measurable.iter().enumerate().flat_map(|(at, compiled)| expressions(at, compiled)).collect();
        let answer = frame.clone().lazy().select(query).collect()?;
        for (at, compiled) in measurable.iter().enumerate() {
            let figure = read_answer(&answer, at, compiled, frames.month, place);
            measured.push((compiled.indicator.id.clone(), figure));
        }
    }
    for compiled in indicators.iter().filter(|compiled| !frames.frames.contains_key(&compiled.table.id)) {
        let short = tables::shortfall(history.extracts, history.layouts, &compiled.needs(), file_month, place.authority);
        let reason = short.unwrap_or_else(|| format!("there is nothing to make the table '{}' of", compiled.table.id));
        measured.push((compiled.indicator.id.clone(), Measured::NoData(reason)));
    }
    Ok(measured)
}

/// The parts of an indicator's figure, as columns `N.cohort`, `N.counted`, `N.squares`.
fn expressions(at: usize, compiled: &Compiled<'_>) -> Vec<Expr> {
    let cohort = compiled.cohort.clone();
    let size = match &cohort {
        Some(cohort) => cohort.clone().cast(DataType::UInt32).sum(),
        None => len(),
    };
    let mut parts = Vec::with_capacity(3);
    match (&compiled.indicator.statistic, &compiled.counted) {
        (Statistic::Proportion(_), Some(numerator)) => {
            parts.push(size.alias(format!("{at}.cohort")));
            let counted = match cohort {
                Some(cohort) => cohort.and(numerator.clone()),
                None => numerator.clone(),
            };
            parts.push(counted.cast(DataType::UInt32).sum().alias(format!("{at}.counted")));
        }
        (Statistic::Ratio(..), Some(numerator)) => {
            let summed = |expr: Expr| {
                let expr = expr.cast(DataType::Int64);
                match &cohort {
                    Some(cohort) => expr.filter(cohort.clone()).sum(),
                    None => expr.sum(),
                }
            };
            parts.extend(compiled.over.clone().map(|over| summed(over).alias(format!("{at}.cohort"))));
            parts.push(summed(numerator.clone()).alias(format!("{at}.counted")));
        }
        (Statistic::Mean(_), Some(value)) => {
            let value = value.clone().cast(DataType::Float64).filter(cohort.unwrap_or_else(|| lit(true)));
            parts.push(value.clone().count().alias(format!("{at}.cohort")));
            parts.push(value.clone().sum().alias(format!("{at}.counted")));
            parts.push((value.clone() * value).sum().alias(format!("{at}.squares")));
        }
        _ => parts.push(size.alias(format!("{at}.cohort"))),
    }
    parts
}

fn read_answer(answer: &DataFrame, at: usize, compiled: &Compiled<'_>, month: Month, place: &Place<'_>) -> Measured {
    let number = |part: &str| -> f64 {
        let value = answer.column(&format!("{at}.{part}")).and_then(|column| column.get(0).map(AnyValue::into_static));
        value.ok().and_then(|value| value.extract::<f64>()).unwrap_or(0.0)
    };
    let cohort = number("cohort") as i64;
    let empty = || Measured::NoData(format!("nobody to measure: {}", compiled.table.nobody));
    match compiled.indicator.statistic {
        Statistic::Count => Measured::Figure(Figure::Count(cohort)),
        Statistic::Rate => match (place.population)(month) {
            Ok(population) => Measured::Figure(Figure::Rate { count: cohort, population }),
            Err(reason) => Measured::NoData(reason),
        },
        Statistic::Proportion(_) | Statistic::Ratio(..) if cohort == 0 => empty(),
        Statistic::Proportion(_) | Statistic::Ratio(..) => {
            Measured::Figure(Figure::Proportion { numerator: number("counted") as i64, denominator: cohort })
        }
        Statistic::Mean(_) if cohort == 0 => empty(),
        Statistic::Mean(_) => {
            Measured::Figure(Figure::Mean { sum: number("counted"), squares: number("squares"), number: cohort })
        }
    }
}
