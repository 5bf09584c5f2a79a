//! The population that rates are per 10,000 of.
//!
//! Takes the population extract; gives the number of the mid-year that the Department divides by: for a month of
//! the collection year that ends on 31 March Y that of mid-year Y-1, else the latest earlier one, which is said.

use super::only;
use crate::calendar::{self, Month};
use crate::definitions::UnitKind;
use crate::figure::Figure;
use crate::scorecard::{Note, Scorecard};
use crate::tables::Tables;
use crate::tables::history::{self, History};

/// The mid-year that a month's rates are of.
fn mid_year(month: Month) -> i32 {
    calendar::collection_year(month.last()) - 1
}

/// The authority's population aged 0 to 17 for a month, or why it is not known.
///
/// Of a group of the council nobody knows it.
pub(super) fn population(tables: &Tables<'_>, authority: Option<&str>, month: Month) -> Result<i64, String> {
    match tables.only() {
        [] => of_year(&tables.history, authority, month).map(|(_, people)| people),
        only => Err(format!("the population of {} is not known", only::called(only))),
    }
}

/// Every population that is known of an authority, by year.
pub(super) struct Populations(Vec<(i32, i64)>);

impl Populations {
    pub(super) fn of(tables: &Tables<'_>, authority: Option<&str>) -> Self {
        Populations(authority.and_then(|authority| years(&tables.history, authority).ok()).unwrap_or_default())
    }

    /// What a rate of a month may be of: first what it would be of now, then those of earlier years and of later ones.
    pub(super) fn for_month(&self, month: Month) -> Vec<i64> {
        let mut years = self.0.clone();
        years.sort_by_key(|(year, _)| (*year > mid_year(month), (*year - mid_year(month)).abs()));
        years.into_iter().map(|(_, people)| people).collect()
    }
}

/// The year and the number.
fn of_year(history: &History<'_>, authority: Option<&str>, month: Month) -> Result<(i32, i64), String> {
    let authority = authority.ok_or("not available: no authority code")?;
    years(history, authority)?
        .into_iter()
        .filter(|(year, _)| *year <= mid_year(month))
        .max_by_key(|(year, _)| *year)
        .ok_or_else(|| format!("population.csv has no population of {authority} for {} or before", mid_year(month)))
}

/// All years with their numbers.
fn years(history: &History<'_>, authority: &str) -> Result<Vec<(i32, i64)>, String> {
    let (records, layout) = history::extract(history.extracts, history.layouts, "population")
        .ok_or("no population.csv; it needs area_code, year and population_0_17")?;
    let column = |name: &str| layout.column(name);
    let areas = column("area_code").and_then(|at| records.words(at));
    let numbers = |name: &str| column(name).and_then(|at| records.integers(at));
    let missing = || "population.csv needs area_code, year and population_0_17".to_owned();
    let (areas, years, people) =
        (areas.ok_or_else(missing)?, numbers("year").ok_or_else(missing)?, numbers("population_0_17").ok_or_else(missing)?);
    let is_here =
        |record: &usize| areas.words.get(areas.ids[*record] as usize).is_some_and(|area| area.eq_ignore_ascii_case(authority));
    let there = (0..records.len()).filter(is_here).filter(|record| people[*record] > 0);
    Ok(there.map(|record| (years[record], i64::from(people[record]))).collect())
}

/// Says in the rows of rates which population they are of, where it is not that of the mid-year.
pub(super) fn note(scorecard: &mut Scorecard, history: &History<'_>, month: Month) {
    let Ok((year, _)) = of_year(history, scorecard.authority.as_deref(), month) else { return };
    if year == mid_year(month) {
        return;
    }
    let note = Note::Population { of: year, wanted: mid_year(month) };
    scorecard.for_every_row(|row| {
        if row.unit.is().kind == UnitKind::Rate && matches!(row.figure, Some(Figure::Rate { .. })) {
            row.notes.push(note.clone());
        }
    });
}
