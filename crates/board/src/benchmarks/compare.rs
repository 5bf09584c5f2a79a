//! Puts what others have beside the rows of a scorecard.
//!
//! Takes published figures, the authority and the month, and fills the benchmarks of rows whose indicator is
//! published. Never touches a figure of the scorecard.

use std::collections::BTreeMap;

use super::figures::{Area, Cell, Figures, Series};
use super::quartiles::{quartile, quartiles, rank};
use super::years;
use crate::calendar::Month;
use crate::definitions::Polarity;
use crate::problem::Problem;
use crate::problem_codes::Code;
use crate::scorecard::{Benchmark, Published, Scorecard, Spread};

/// Fills the benchmarks of a scorecard's rows; those of local indicators and the groups of breakdowns have none.
pub fn fill(scorecard: &mut Scorecard, figures: &Figures, period: Month, problems: &mut Vec<Problem>) {
    let number = number(scorecard, figures, problems);
    report_missing(scorecard, figures, problems);
    for row in scorecard.rows_mut() {
        let Some(indicator) = &row.indicator else { continue };
        let series = figures.series.iter().filter(|series| series.measure.indicator == *indicator);
        row.benchmarks = series.filter_map(|series| benchmark(row.polarity, series, figures, number, period)).collect();
    }
}

/// The number of the scorecard's authority, with what there is to say where it, or its neighbours, are not found.
fn number<'a>(scorecard: &Scorecard, figures: &'a Figures, problems: &mut Vec<Problem>) -> Option<&'a str> {
    let mut report = |code: Code, message: String| {
        if !problems.iter().any(|problem| problem.code == code && problem.message == message) {
            problems.push(Problem::new(code, message));
        }
    };
    let Some(code) = &scorecard.authority else {
        let message = format!("the scorecard '{}' names no authority: England alone stands beside its figures", scorecard.id);
        report(Code::AuthorityNotPublished, message);
        return None;
    };
    let Some(number) = figures.number(code) else {
        let message = format!("no published file has the authority {code}: England alone stands beside its figures");
        report(Code::AuthorityNotPublished, message);
        return None;
    };
    match &figures.neighbours {
        None => report(Code::NoNeighbours, "there is no list of statistical neighbours among the published files".to_owned()),
        Some(list) if !list.contains_key(number) => {
            report(Code::NoNeighbours, format!("the list of statistical neighbours has no row of {code} ({number})"));
        }
        Some(_) => {}
    }
    Some(number)
}

/// Rows that a file would be compared by that is not in the folder, by file.
fn report_missing(scorecard: &Scorecard, figures: &Figures, problems: &mut Vec<Problem>) {
    let mut rows: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in scorecard.rows() {
        if let Some(file) = row.indicator.as_ref().and_then(|indicator| figures.missing.get(indicator)) {
            rows.entry(file).or_default().push(&row.id);
        }
    }
    for (file, rows) in rows {
        let message = format!("'{file}' is not among the published files; nothing stands beside {}", rows.join(", "));
        problems.push(Problem::new(Code::MissingPublished, message).times(rows.len() as u64));
    }
}

/// What others have of a row's measure; nothing where it was never published.
pub(super) fn benchmark(
    polarity: Polarity,
    series: &Series,
    figures: &Figures,
    number: Option<&str>,
    period: Month,
) -> Option<Benchmark> {
    let year = years::nearest(&series.years(), period)?;
    let value = |cell: &Cell| match cell.value {
        Published::Value(value) => Some(value),
        Published::Symbol(_) => None,
    };
    let polarity = if series.measure.ranked { polarity } else { Polarity::None };
    let cell = |area: Area| series.cell(year, area);
    let authority = number.and_then(|number| figures.authorities.get(number));
    let own = number.and_then(|number| cell(Area::Authority(number.to_owned())));
    let region = authority.and_then(|authority| {
        let name = figures.regions.get(&authority.region)?;
        Some((name.clone(), cell(Area::Region(authority.region.clone()))?.value.clone()))
    });
    let neighbours: Vec<(&str, f64)> = number
        .and_then(|number| figures.neighbours.as_ref()?.get(number))
        .into_iter()
        .flatten()
        .filter_map(|neighbour| {
            let found = value(cell(Area::Authority(neighbour.clone()))?)?;
            Some((figures.authorities.get(neighbour)?.name.as_str(), found))
        })
        .collect();
    let values: Vec<f64> = series.values(year).into_iter().map(|(_, value)| value).collect();
    let own_value = own.and_then(value);
    let boundaries = quartiles(&values).filter(|_| polarity != Polarity::None);
    let decimals = series.cells.iter().filter(|((of, _), _)| *of == year).map(|(_, cell)| cell.decimals).max().unwrap_or(0);
    let mut notes: Vec<String> = distance(year, period).into_iter().collect();
    notes.extend(series.measure.notes.iter().cloned());
    notes.extend(own_value.filter(|_| boundaries.is_some()).and_then(|own| ties(own, &values)));
    Some(Benchmark {
        measure: series.measure.title.clone(),
        year: year.to_string(),
        decimals,
        own: own.map(|cell| cell.value.clone()),
        own_parts: own.and_then(|cell| cell.parts),
        england: cell(Area::England).map(|cell| cell.value.clone()),
        region,
        neighbours: mean(&neighbours, decimals),
        best: best(&neighbours, polarity).map(|(name, value)| (name.to_owned(), value)),
        rank: own_value.and_then(|own| rank(own, &values, polarity)).map(|rank| (rank, values.len())),
        quartile: own_value.zip(boundaries).and_then(|(own, boundaries)| quartile(own, boundaries, polarity)),
        quartiles: boundaries,
        spread: spread(&values).filter(|_| series.measure.ranked),
        each: neighbours.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect(),
        notes,
    })
}

/// How all figures lie.
fn spread(values: &[f64]) -> Option<Spread> {
    let quartiles = quartiles(values)?;
    let (least, greatest) = (values.iter().copied().reduce(f64::min)?, values.iter().copied().reduce(f64::max)?);
    Some(Spread { least, quartiles, greatest })
}

/// The mean, summed in whole units of the last decimal place so that it is exact.
fn mean(neighbours: &[(&str, f64)], decimals: u32) -> Option<(f64, usize)> {
    let unit = 10_f64.powi(decimals as i32);
    let sum: i128 = neighbours.iter().map(|(_, value)| (value * unit).round() as i128).sum();
    (!neighbours.is_empty()).then(|| (sum as f64 / (unit * neighbours.len() as f64), neighbours.len()))
}

/// The best of the neighbours; of those that tie the closest.
fn best<'a>(neighbours: &[(&'a str, f64)], polarity: Polarity) -> Option<(&'a str, f64)> {
    let better = |a: f64, b: f64| match polarity {
        Polarity::Higher => a > b,
        Polarity::Lower => a < b,
        Polarity::None => false,
    };
    let best = |best: (&'a str, f64), next: &(&'a str, f64)| if better(next.1, best.1) { *next } else { best };
    let first = neighbours.first().filter(|_| polarity != Polarity::None)?;
    Some(neighbours.iter().fold(*first, best))
}

/// What is said where so many have the same figure that they fill a quartile and more.
fn ties(own: f64, values: &[f64]) -> Option<String> {
    let same = values.iter().filter(|value| **value == own).count();
    let many = same * 4 > values.len();
    many.then(|| format!("{same} of {} authorities have this figure, so that the quartile says little", values.len()))
}

/// What is said of a year more than a year away from the month.
fn distance(year: i32, period: Month) -> Option<String> {
    let months = years::months_after(year, period);
    let side = if months > 0 { "after" } else { "before" };
    let away = match months.abs() {
        0..=12 => return None,
        months if months % 12 == 0 => format!("{} years", months / 12),
        months => format!("{months} months"),
    };
    Some(format!("The published year nearest to {} is {year}, which ends {away} {side} it", period.long()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_far_away_is_said() {
        let of = |year, month: &str| distance(year, month.parse().unwrap());
        let expected = "The published year nearest to March 2018 is 2021, which ends 3 years after it";
        assert_eq!(of(2021, "2018-03").as_deref(), Some(expected));
        assert_eq!((of(2019, "2018-03"), of(2018, "2018-03"), of(2018, "2019-03")), (None, None, None));
        let expected = "The published year nearest to June 2026 is 2025, which ends 15 months before it";
        assert_eq!(of(2025, "2026-06").as_deref(), Some(expected));
    }

    #[test]
    fn the_best_of_neighbours_that_tie_is_the_closest() {
        let neighbours = [("A", 60.0), ("B", 72.0), ("C", 72.0), ("D", 55.0)];
        assert_eq!(best(&neighbours, Polarity::Higher), Some(("B", 72.0)));
        assert_eq!(best(&neighbours, Polarity::Lower), Some(("D", 55.0)));
        assert_eq!((best(&neighbours, Polarity::None), best(&[], Polarity::Lower)), (None, None));
        assert_eq!(mean(&neighbours, 0), Some((64.75, 4)));
        assert_eq!(mean(&[("A", 14.9), ("B", 13.2), ("C", 15.0)], 1), Some((43.1 / 3.0, 3)));
    }
}
