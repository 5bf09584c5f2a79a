//! What is to come, put beside the figures: children to target by the date due, and the forecast for it.
//!
//! Takes a scorecard as assembled and fills the pace and the forecast of its rows. The forecast is
//! measured on tables of the month due in which nothing is known after the period.

use std::collections::BTreeMap;

use crate::assemble;
use crate::calendar::{Day, Month};
use crate::definitions::{Amber, RowDefinition, ScorecardDefinition, Statistic, Target};
use crate::feeds::Feeder;
use crate::forecast;
use crate::measure::membership::{self, Members};
use crate::measure::{self, Compiled, Figure, Measured, Measurements, Place};
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
}

/// A figure that is not rated, because the extracts do not tell enough of it, is no ground to look ahead from.
pub fn without_doubted(scorecard: &mut Scorecard) {
    for row in scorecard.groups.iter_mut().flat_map(|group| &mut group.rows).filter(|row| row.doubted) {
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
        for row in scorecard.groups.iter_mut().flat_map(|group| &mut group.rows).filter(|row| row.part_of.is_none()) {
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
        for row in scorecard.groups.iter_mut().flat_map(|group| &mut group.rows).filter(|row| row.part_of.is_none()) {
            row.next = forecasts.remove(&row.id);
        }
        Ok(())
    }

    fn pace(&self, row: &Row, definition: &RowDefinition, fed: Feeder<'_>) -> anyhow::Result<Option<String>> {
        let compiled = self.compiled(definition);
        if compiled.is_some_and(|one| matches!(one.indicator.statistic, Statistic::Ratio(..))) {
            return Ok(None);
        }
        let (Some(now), Some((target, due))) = (row.figure, dated(definition, self.period)) else { return Ok(None) };
        let Some(target) = target.figure else { return Ok(None) };
        let RowDefinition { polarity, unit, decimals, .. } = *definition;
        let goal = Goal { polarity, target, due, unit, decimals, counts: row.counts };
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
        if rows.iter().any(|row| row.target(month).and_then(|target| target.amber) == Some(Amber::NoWorseThanAYearAgo)) {
            months.push(month.back(12));
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
            let judged = assemble::rate(row, Some(compiled.indicator), by_interval, of, measured.get(id, month.back(12)));
            forecasts.push((
                row.id.clone(),
                Forecast {
                    day: month.last(),
                    figure: *figure,
                    rating: judged.rating,
                    crossings: forecast::in_words(&crossings, matches!(compiled.indicator.statistic, Statistic::Proportion(_))),
                },
            ));
        }
        Ok(forecasts)
    }
}

/// The target in force with the day it is due, where it has both.
fn dated(row: &RowDefinition, period: Month) -> Option<(&Target, Day)> {
    let target = row.target(period)?;
    Some((target, target.due?))
}

/// Whether any row has a rate to be taken: a target in figures that is due after the month.
pub fn needs_rate(definition: &ScorecardDefinition, period: Month) -> bool {
    let mut rows = definition.groups.iter().flat_map(|group| &group.rows);
    rows.any(|row| dated(row, period).is_some_and(|(target, due)| target.figure.is_some() && due > period.last()))
}
