//! The events of each month of a history alone, for control charts.
//!
//! The public sees none: the events of single months would tell what the figures of windows hide.

use std::collections::BTreeSet;

use super::Options;
use super::gaps::Gaps;
use crate::calendar::Month;
use crate::definitions::RowDefinition;
use crate::figure::{Figure, Measured, Measurements};
use crate::measure::{self, Compiled, Place};
use crate::scorecard::Audience;
use crate::tables::Tables;
use crate::tables::schema::AUTHORITY;

/// What was measured, and of which indicators.
pub(super) struct Monthly {
    indicators: BTreeSet<String>,
    measured: Measurements,
}

/// Measures the indicators that count events; those whose events depend on the authority are left out.
///
/// # Errors
/// Only for faults of ours.
pub(super) fn events(compiled: &[Compiled<'_>], tables: &Tables<'_>, options: &Options) -> anyhow::Result<Monthly> {
    let charted = options.audience == Audience::Internal && options.history > 0;
    let is_of_events =
        |one: &&Compiled<'_>| charted && measure::events::day_of_event(one).is_some() && !depends_on_authority(one);
    let counted: Vec<Compiled<'_>> = compiled.iter().filter(is_of_events).cloned().collect();
    let months: Vec<Month> = (0..=options.history).map(|back| options.period.back(back)).collect();
    let nowhere = Place { authority: None, population: &|_| Err(String::new()) };
    let measured = measure::events::measure(&counted, tables, &months, &nowhere)?;
    Ok(Monthly { indicators: counted.iter().map(|one| one.indicator.id.clone()).collect(), measured })
}

impl Monthly {
    /// The figure of a month's events, nothing in a gap; nothing at all of a row that counts no events.
    pub(super) fn of(&self, row: &RowDefinition, month: Month, gaps: &Gaps) -> Option<Option<Figure>> {
        let id = row.feed.indicator().filter(|id| self.indicators.contains(*id))?;
        Some(self.measured.get(id, month).and_then(Measured::figure).filter(|_| !gaps.has_month(id, month)))
    }
}

/// Whether what an indicator counts is another in each authority.
pub(super) fn depends_on_authority(one: &Compiled<'_>) -> bool {
    one.needs().iter().any(|need| need == AUTHORITY) || one.indicator.statistic.is.of_population
}
