//! Who crosses a line of an indicator in the months to come, if everybody stays where they are.
//!
//! Takes what one close look is at, gives plain values with identifiers. Prints nothing.

use std::collections::BTreeMap;

use super::Progress;
use super::asked::Asked;
use super::one::with_tables;
use crate::calendar::Month;
use crate::definitions::{By, Catalogue, Indicator};
use crate::due::{Due, DueRow};
use crate::extracts::Child;
use crate::forecast;
use crate::forecast::days::{self, Dates};
use crate::measure::{Compiled, conditions, membership};
use crate::problem::Reported;
use crate::tables::schema::Schema;
use crate::tables::whole::identifier;
use crate::tables::{Tables, Wanted, groups, shortfall};

/// Whether one can look ahead with an indicator: it counts children as they stand on the last day.
///
/// # Errors
/// Only for faults of ours.
pub fn looks_ahead(catalogue: &Catalogue, indicator: &Indicator) -> anyhow::Result<bool> {
    Ok(Schema::new(&catalogue.extracts)?.table(&indicator.table.value).is_some_and(forecast::of_people))
}

/// Who crosses a line of an indicator in so many months to come, if everybody stays where they are.
///
/// # Errors
/// Only for faults of ours.
pub fn due<'a>(
    catalogue: &Catalogue,
    indicator: &Indicator,
    asked: impl Into<Asked<'a>>,
    months: i32,
    progress: Progress<'_>,
) -> anyhow::Result<Reported<Option<Due>>> {
    let asked = asked.into();
    let schema = Schema::of(catalogue)?;
    let mut problems = Vec::new();
    let compiled = conditions::compile([indicator], &schema, &mut problems);
    let needs = compiled.iter().flat_map(Compiled::needs).collect();
    let mut found = with_tables(catalogue, &schema, asked, &needs, &compiled, progress, |found| {
        let history = &found.tables.history;
        let ahead = Tables::as_known_at(asked.data.period, history.extracts, history.layouts, found.schema);
        found.compiled.first().map(|one| due_of(one, &ahead, asked, months)).transpose()
    })?;
    problems.append(&mut found.problems);
    Ok(Reported { value: found.value.flatten(), problems })
}

fn due_of(compiled: &Compiled<'_>, ahead: &Tables<'_>, asked: Asked<'_>, months: i32) -> anyhow::Result<Due> {
    let data = asked.data;
    let (history, authority) = (&ahead.history, data.authority.as_deref());
    let stays = ahead.stays(data.period);
    let mut rows: Vec<DueRow> = Vec::new();
    let mut before = membership::members(compiled, ahead, data.period, authority)?;
    let groups = |month: Month| -> anyhow::Result<Vec<OfChildren>> {
        asked.by.iter().map(|by| of_children(compiled, ahead, by, month, authority)).collect()
    };
    let mut were = groups(data.period)?;
    for month in (1..=months).map(|later| data.period.back(-later)) {
        let Some(known) = before else { break };
        let after = membership::members(compiled, ahead, month, authority)?.unwrap_or_default();
        let are = groups(month)?;
        for crossing in forecast::crossings(compiled, &known, &after) {
            let child = crossing.child;
            let dates = Dates { born: history.born[child as usize], stay: stays.get(&child).copied() };
            rows.push(DueRow {
                month,
                day: days::day(&crossing, month, dates),
                child: identifier(ahead, child),
                line: crossing.line,
                numerator: crossing.counted && compiled.indicator.statistic.condition().is_some(),
                cause: crossing.cause.as_ref().map(|cause| cause.words(true)),
                // Who has left is in the group that they were in.
                groups: are.iter().zip(&were).map(|(are, were)| are.get(&child).or(were.get(&child)).cloned()).collect(),
            });
        }
        (before, were) = (Some(after), are);
    }
    rows.sort();
    Ok(Due {
        indicator: compiled.indicator.id.clone(),
        title: compiled.indicator.title.clone(),
        period: data.period,
        until: data.period.back(-months),
        authority: data.authority.clone(),
        lacking: shortfall(history.extracts, history.layouts, &compiled.needs(), data.period, authority),
        only: ahead.only().to_vec(),
        by: asked.by.to_vec(),
        rows,
    })
}

/// By child, the group that they are in.
type OfChildren = BTreeMap<Child, String>;

/// The group of each child of a table at a month's end; of nobody where the table lacks the column.
fn of_children(
    compiled: &Compiled<'_>,
    tables: &Tables<'_>,
    by: &By,
    month: Month,
    authority: Option<&str>,
) -> anyhow::Result<OfChildren> {
    let Some(columns) = groups::columns(compiled.table, by) else { return Ok(OfChildren::new()) };
    let wanted = columns.into_iter().map(|column| column.name.clone()).chain(["child".to_owned()]).collect();
    let made = tables.month(month, &Wanted::from([(compiled.table.id.clone(), wanted)]), authority)?;
    let Some(frame) = made.frames.get(&compiled.table.id) else { return Ok(OfChildren::new()) };
    let Some(groups) = groups::of(compiled.table, by, frame, tables.history.layouts)? else { return Ok(OfChildren::new()) };
    let children = frame.column("child")?.u32()?.iter().zip(&groups.of_row);
    Ok(children.filter_map(|(child, at)| Some((child?, groups.list.get(*at)?.title.clone()))).collect())
}
