//! What is to come, put beside the figures: children to target by the date due, and the forecast for it.
//!
//! Takes a scorecard as assembled and fills the pace and the forecast of its rows. The forecast is
//! measured on tables of the month due in which nothing is known after the period.

use std::collections::BTreeMap;

use crate::assemble::{self, Others};
use crate::calendar::{Day, Month};
use crate::definitions::{Indicator, RowDefinition, ScorecardDefinition, Standard, Target};
use crate::figure::fed::{Fed, Feeder};
use crate::figure::{Figure, Fraction, Measured, Measurements};
use crate::forecast;
use crate::measure::membership::{self, Members};
use crate::measure::{self, Compiled, Place};
use crate::pace::{self, Goal};
use crate::scorecard::{Forecast, Row, Scorecard};
use crate::tables::Tables;
use crate::threads;

/// What the rows are filled from.
pub struct Outlook<'a> {
    /// The tables as they are.
    pub tables: &'a Tables<'a>,
    /// The tables with nothing known after the period.
    pub ahead: &'a Tables<'a>,
    /// The scorecard's indicators.
    pub compiled: &'a [Compiled<'a>],
    /// What was measured.
    pub measurements: &'a Measurements,
    /// Where is measured.
    pub place: &'a Place<'a>,
    /// The reporting month.
    pub period: Month,
    /// What others have.
    pub others: Others<'a>,
}

/// A figure that is not rated, because the extracts do not tell enough of it, is no ground to look ahead from.
pub fn without_doubted(scorecard: &mut Scorecard) {
    for row in scorecard.rows_mut().filter(|row| row.doubted) {
        (row.pace, row.forecast, row.next) = (None, None, None);
    }
}

impl<'a> Outlook<'a> {
    fn compiled(&self, row: &RowDefinition) -> Option<&'a Compiled<'a>> {
        let id = row.feed.indicator()?;
        self.compiled.iter().find(|one| one.indicator.id == id)
    }

    /// Fills pace and forecast of the scorecard's rows.
    ///
    /// # Errors
    /// Only for faults of ours.
    pub fn fill(&self, scorecard: &mut Scorecard, definition: &ScorecardDefinition, fed: Feeder<'_>) -> anyhow::Result<()> {
        let defined: BTreeMap<&str, &RowDefinition> =
            definition.groups.iter().flat_map(|group| &group.rows).map(|row| (row.id.as_str(), row)).collect();
        let mut months: BTreeMap<Month, Vec<&RowDefinition>> = BTreeMap::new();
        for row in defined.values() {
            if let Some(month) = self.forecast_month(row) {
                months.entry(month).or_default().push(row);
            }
        }
        let months: Vec<(Month, Vec<&RowDefinition>)> = months.into_iter().collect();
        let made = threads::map(&months, |(month, rows)| self.forecasts(*month, rows, definition.by_interval));
        let mut forecasts: BTreeMap<String, Forecast> = BTreeMap::new();
        for made in made {
            forecasts.extend(made?);
        }
        for row in scorecard.rows_mut() {
            let Some(definition) = defined.get(row.id.as_str()) else { continue };
            row.pace = self.pace(row, definition, fed)?;
            row.forecast = forecasts.remove(&row.id);
        }
        Ok(())
    }

    /// Fills where figures will be at the end of the month after the period, with who crosses a line until then.
    ///
    /// # Errors
    /// Only for faults of ours.
    pub fn next(&self, scorecard: &mut Scorecard, definition: &ScorecardDefinition) -> anyhow::Result<()> {
        let has = |row: &&RowDefinition| self.compiled(row).is_some_and(forecast::has_forecast);
        let rows: Vec<&RowDefinition> = definition.groups.iter().flat_map(|group| &group.rows).filter(has).collect();
        let next = [self.period.back(-1)];
        let work = |month: &Month| self.forecasts(*month, &rows, definition.by_interval);
        let mut forecasts: BTreeMap<String, Forecast> = BTreeMap::new();
        for made in threads::map(&next, work) {
            forecasts.extend(made?);
        }
        for row in scorecard.rows_mut() {
            row.next = forecasts.remove(&row.id);
        }
        Ok(())
    }

    fn pace(&self, row: &Row, definition: &RowDefinition, fed: Feeder<'_>) -> anyhow::Result<Option<String>> {
        let compiled = self.compiled(definition);
        if compiled.is_some_and(|one| one.indicator.statistic.is.of_sums) {
            return Ok(None);
        }
        let (Some(now), Some((target, due))) = (row.figure, dated(definition, self.period)) else { return Ok(None) };
        let in_force = definition.target(self.period).is_some_and(|found| std::ptr::eq(found, target));
        let resolved = row.target.as_ref().and_then(|shown| shown.resolved.as_ref()).filter(|_| in_force);
        let is_range = matches!(target.standard, Some(Standard::Range { .. }));
        let fixed = target.standard.and_then(Standard::fixed).map(Fraction::of);
        let Some(target) = fixed.or(resolved.map(|resolved| resolved.number)).filter(|_| !is_range) else { return Ok(None) };
        let short = row.to_target.filter(|_| in_force);
        let RowDefinition { polarity, unit, decimals, .. } = *definition;
        let goal = Goal { polarity, target, short, due, unit, decimals, counts: row.counts };
        let values = match (now, compiled) {
            (Figure::Mean { .. }, Some(compiled)) => {
                let work = |(): &()| membership::values(compiled, self.tables, self.period, self.place.authority);
                threads::map(&[()], work).pop().transpose()?.unwrap_or_default()
            }
            _ => Vec::new(),
        };
        let then = self.period.back(pace::RATE_MONTHS);
        // What a year has brought so far says nothing of the rate at which the months before brought it.
        let from_nothing = compiled.is_some_and(|one| one.indicator.grows_through_the_year());
        let year_ago = match fed(definition, then) {
            _ if from_nothing => None,
            Some(fed) => fed.measured.figure(),
            None => compiled.and_then(|one| self.measurements.get(&one.indicator.id, then)?.figure()),
        };
        Ok(pace::words(now, year_ago, &values, goal, self.period))
    }

    /// The month of the forecast of a row, if it has one.
    fn forecast_month(&self, row: &RowDefinition) -> Option<Month> {
        let (_, due) = dated(row, self.period)?;
        let month = Month::of(due);
        let ahead = (1..=forecast::FURTHEST).contains(&self.period.months_until(month));
        self.compiled(row).filter(|compiled| ahead && forecast::has_forecast(compiled)).map(|_| month)
    }

    fn forecasts(&self, month: Month, rows: &[&RowDefinition], by_interval: bool) -> anyhow::Result<Vec<(String, Forecast)>> {
        let mut wanted: Vec<Compiled<'_>> = Vec::new();
        for compiled in rows.iter().filter_map(|row| self.compiled(row)) {
            if !wanted.iter().any(|one| one.indicator.id == compiled.indicator.id) {
                wanted.push(compiled.clone());
            }
        }
        let mut months = vec![month];
        for since in rows.iter().flat_map(|row| assemble::row_looks_back(row)) {
            if !months.contains(&since.month(month)) {
                months.push(since.month(month));
            }
        }
        let measured = measure::measure(&wanted, self.ahead, &months, self.place)?;
        let mut forecasts = Vec::new();
        for row in rows {
            let Some(compiled) = self.compiled(row) else { continue };
            let id = &compiled.indicator.id;
            let Some(Measured::Figure(figure)) = measured.get(id, month) else { continue };
            let members = |tables: &Tables<'_>, month: Month| -> anyhow::Result<Option<Members>> {
                membership::members(compiled, tables, month, self.place.authority)
            };
            let (Some(before), Some(after)) = (members(self.tables, self.period)?, members(self.ahead, month)?) else { continue };
            let crossings = forecast::crossings(compiled, &before, &after);
            let of = (&Measured::Figure(*figure), month);
            let reading = |month: Month| Fed {
                measured: measured.get(id, month).cloned().unwrap_or(Measured::NoData("not measured".to_owned())),
                notes: Vec::new(),
                window: compiled.indicator.window.days(month),
            };
            let grows = Indicator::grows_through_the_year(compiled.indicator);
            let sources = assemble::Sources { reading: &reading, gap: &|_| false, others: self.others, grows };
            let held = assemble::find(row, month, sources).held;
            let judged = assemble::rate(row, Some(compiled.indicator), by_interval, of, measured.get(id, month.back(12)), &held);
            forecasts.push((
                row.id.clone(),
                Forecast {
                    day: month.last(),
                    figure: *figure,
                    rating: judged.rating,
                    crossings: forecast::in_words(&crossings, compiled.indicator.statistic.condition().is_some()),
                },
            ));
        }
        Ok(forecasts)
    }
}

/// The target to speak to with the day it is due: the one in force while that day is to come, then the next that is
/// dated, and where none follows the one in force still.
fn dated(row: &RowDefinition, period: Month) -> Option<(&Target, Day)> {
    let in_force = row.target(period).and_then(|target| Some((target, target.due?)));
    let is_ahead = |found: &(&Target, Day)| found.1 > period.last();
    let next = || {
        let later = row.targets.iter().filter(|target| target.from.is_some_and(|from| from > period));
        later.filter_map(|target| Some((target, target.due?))).find(is_ahead)
    };
    in_force.filter(is_ahead).or_else(next).or(in_force)
}

/// Whether any row has a rate to be taken: a target in figures that is due after the month.
pub fn needs_rate(definition: &ScorecardDefinition, period: Month) -> bool {
    let mut rows = definition.groups.iter().flat_map(|group| &group.rows);
    rows.any(|row| dated(row, period).is_some_and(|(target, due)| target.standard.is_some() && due > period.last()))
}
