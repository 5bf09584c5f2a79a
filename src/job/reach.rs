//! How far the data behind rows reach, and what the paper says of it at its head.
//!
//! Takes the extracts and what each row's indicator needs of them, answers for a row and a month, and tells
//! of a month that has not ended and of one outside the extracts. Prints nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::Options;
use super::gaps::Gaps;
use crate::assemble::{Outside, Short};
use crate::calendar::{self, Day, Month};
use crate::definitions::{Catalogue, Feed, Layout, RowDefinition, ScorecardDefinition};
use crate::extracts::{Extracts, plural, reach};
use crate::figure::Measurements;
use crate::measure::Compiled;
use crate::measure::undecided::{self, Data, Undecided};
use crate::problem::Problem;
use crate::problem_codes::Code;
use crate::scorecard::Audience;
use crate::tables::Tables;
use crate::tables::schema::Schema;

/// What the reach of data is found from.
pub(super) struct Source<'a> {
    /// The layouts.
    pub(super) catalogue: &'a Catalogue,
    /// The tables on offer.
    pub(super) schema: &'a Schema,
    /// The extracts.
    pub(super) extracts: &'a Extracts,
    /// What is computed.
    pub(super) options: &'a Options,
}

/// What the extracts tell of the month, for each indicator.
pub(super) struct Told<'a> {
    source: &'a Source<'a>,
    gaps: Gaps,
    /// The month that an indicator's data end in, where that is before the period, with what ends when.
    ends: BTreeMap<String, (Month, String)>,
    undecided: BTreeMap<String, Undecided>,
}

impl<'a> Told<'a> {
    /// Of the extracts and what was measured of them.
    pub(super) fn new(
        source: &'a Source<'a>,
        tables: &Tables<'_>,
        compiled: &[Compiled<'_>],
        measured: Option<&Measurements>,
        authority: Option<&str>,
    ) -> anyhow::Result<Self> {
        let Source { catalogue, schema, extracts, options } = *source;
        let (period, layouts) = (options.period, catalogue.extracts.as_slice());
        let end_of = |one: &Compiled<'_>| {
            let layouts = layouts_of(one, layouts);
            let month = layouts.iter().filter_map(|layout| Some(extracts.data_to(layout, period)?.month)).min()?;
            Some((one.indicator.id.clone(), (month, reach::ends(extracts, &layouts, period).join("; "))))
        };
        let data = Data { tables, extracts, layouts, schema, month: period, authority };
        let found = measured.map(|measured| undecided::undecided(compiled, measured, &data)).transpose()?;
        Ok(Told {
            source,
            gaps: Gaps::new(&tables.history, compiled),
            ends: compiled.iter().filter_map(end_of).collect(),
            undecided: found.unwrap_or_default(),
        })
    }

    /// Which months the extracts do not tell the whole of.
    pub(super) fn gaps(&self) -> &Gaps {
        &self.gaps
    }

    /// What of a month the extracts tell, where they do not tell the whole.
    pub(super) fn outside(&self) -> impl Fn(&RowDefinition, Month) -> Option<Outside> {
        |row, month| self.gaps.outside(row.feed.indicator()?, month)
    }

    /// The month that a row's data end in, where that is before the period.
    pub(super) fn data_to(&self) -> impl Fn(&RowDefinition) -> Option<(Month, String)> {
        |row| self.ends.get(row.feed.indicator()?).cloned()
    }

    /// How many rows of a figure hang on starts before the extracts. An earlier month has less before it: what
    /// is too short for the period is for it.
    pub(super) fn short(&self) -> impl Fn(&RowDefinition, Month) -> Option<Short> {
        |row, _| {
            let found = self.undecided.get(row.feed.indicator()?)?;
            let shown = self.source.options.audience == Audience::Internal;
            Some(Short { undecided: found.rows, of: found.of, care: found.care, shown })
        }
    }

    /// Tells of a month that has not ended, or that the extracts do not tell the whole of.
    pub(super) fn report(&self, definitions: &[&ScorecardDefinition], problems: &mut Vec<Problem>) {
        let Options { period, today, .. } = *self.source.options;
        report_not_ended(period, today, problems);
        report_outside(definitions, &self.gaps, period, problems);
    }

    /// What the head of a paper says: a month that has not ended, extracts that end before it, a month outside them.
    pub(super) fn head(&self, compiled: &[Compiled<'_>], problems: &[Problem]) -> Vec<String> {
        let Source { catalogue, extracts, options, .. } = *self.source;
        head(extracts, &catalogue.extracts, compiled, (options.period, options.today), problems)
    }
}

/// The extracts that an indicator needs.
fn layouts_of<'a>(compiled: &Compiled<'_>, layouts: &'a [Layout]) -> Vec<&'a Layout> {
    let needs = compiled.needs();
    let needed: BTreeSet<&str> = needs.iter().filter_map(|need| need.split_once('.')).map(|(id, _)| id).collect();
    layouts.iter().filter(|layout| needed.contains(layout.id.as_str())).collect()
}

fn head(
    extracts: &Extracts,
    layouts: &[Layout],
    compiled: &[Compiled<'_>],
    (period, today): (Month, Day),
    problems: &[Problem],
) -> Vec<String> {
    let mut said: Vec<String> = not_ended(period, today).into_iter().collect();
    let of_code = |code: Code| problems.iter().filter(move |problem| problem.code == code).map(|problem| problem.message.clone());
    said.extend(of_code(Code::NoExtractOfPeriod));
    let needed: BTreeSet<&str> =
        compiled.iter().flat_map(|one| layouts_of(one, layouts)).map(|layout| layout.id.as_str()).collect();
    let needed: Vec<&Layout> = layouts.iter().filter(|layout| needed.contains(layout.id.as_str())).collect();
    // Where the month has no folder, all extracts end with the newest there is: said already.
    let all = extracts.months.last().is_some_and(|newest| *newest < period);
    let uneven =
        needed.iter().filter_map(|layout| Some(extracts.data_to(layout, period)?.month)).collect::<BTreeSet<_>>().len() > 1;
    if !all || uneven {
        said.extend(reach::ends(extracts, &needed, period));
    }
    said.extend(of_code(Code::OutsideExtracts));
    said
}

/// That a month has not ended; on its last day it has.
fn not_ended(period: Month, today: Day) -> Option<String> {
    let message = || format!("Provisional: {} has not ended on {}", period.long(), calendar::long(today));
    (today < period.last()).then(message)
}

/// Tells of a month that has not ended.
pub(super) fn report_not_ended(period: Month, today: Day, problems: &mut Vec<Problem>) {
    if not_ended(period, today).is_some() {
        let message = format!("{} has not ended on {}: its figures are provisional", period.long(), calendar::long(today));
        problems.push(Problem::new(Code::MonthNotEnded, message));
    }
}

/// Tells of a month that the extracts do not tell the whole of, each reason once with the number of its rows.
fn report_outside(definitions: &[&ScorecardDefinition], gaps: &Gaps, period: Month, problems: &mut Vec<Problem>) {
    let mut reasons: BTreeMap<(String, bool), u64> = BTreeMap::new();
    for row in definitions.iter().flat_map(|definition| &definition.groups).flat_map(|group| &group.rows) {
        let Feed::Indicator(id) = &row.feed else { continue };
        let (reason, rated) = match gaps.outside(id, period) {
            Some(Outside::Partly(reason)) => (reason, true),
            Some(Outside::Stayers(reason) | Outside::Nothing(reason)) => (reason, false),
            None => continue,
        };
        *reasons.entry((reason, rated)).or_default() += 1;
    }
    for ((reason, shown), count) in reasons {
        // That the month has no folder is told where the folder is read.
        if problems.iter().any(|problem| problem.message == reason) {
            continue;
        }
        let rows = plural(count, "row", "rows");
        let so = if shown { format!("{count} {rows} not rated") } else { format!("{count} {rows} without data") };
        problems.push(Problem::new(Code::OutsideExtracts, format!("{reason} ({so})")).times(count));
    }
}
