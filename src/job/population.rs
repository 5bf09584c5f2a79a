//! The population that a rate is of.
//!
//! Takes the extracts, gives the children of an authority, or in words why their number is not known.

use crate::calendar::Month;
use crate::tables::history::{self, History};

/// The authority's population aged 0 to 17, of the latest year not after the month.
pub(super) fn population(history: &History<'_>, authority: Option<&str>, month: Month) -> Result<i64, String> {
    let authority = authority.ok_or("not available: no authority code")?;
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
    (0..records.len())
        .filter(is_here)
        .filter(|record| years[*record] <= month.year() && people[*record] > 0)
        .max_by_key(|record| years[*record])
        .map(|record| i64::from(people[record]))
        .ok_or_else(|| format!("population.csv has no population of {authority} for {} or before", month.year()))
}
