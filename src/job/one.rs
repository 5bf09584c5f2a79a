//! The jobs that look closely at one thing: an indicator explained, the cases behind a figure,
//! the derived tables of a month.
//!
//! Each reads the extracts it needs and gives plain values; nothing when a problem of the
//! extracts stops it. Prints nothing.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::population::population;
use super::{Progress, Reading, breakdowns, load, only, reports, silence_polars, sorted};
use crate::assemble;
use crate::calendar::Month;
use crate::cases::{Cases, Evidence};
use crate::definitions::by::Only;
use crate::definitions::{By, Catalogue, Indicator, Statistic};
use crate::explain::{Counts, Explanation, Narrowing};
use crate::export::{self, TableFiles, TableFormat};
use crate::forecast;
use crate::forecast::due::{Dates, Due, DueRow};
use crate::measure::{self, Compiled, Measured, Place, conditions, membership, rows};
use crate::problem::{self, Problem, Reported};
use crate::problem_codes::Code;
use crate::tables::schema::{AUTHORITY, Schema, TableSpec};
use crate::tables::whole::{Cell, cells, identifier, whole};
use crate::tables::{Tables, corrected, shortfall};
use crate::threads;
use crate::worked::Standing;

/// The data to look at.
#[derive(Clone, Debug)]
pub struct Data {
    /// The input folder.
    pub extracts: PathBuf,
    /// The reporting month.
    pub period: Month,
    /// The ONS code of the authority.
    pub authority: Option<String>,
    /// Leave out extracts of months after the period.
    pub as_reported: bool,
}

/// What indicators mean, and with data how their cohorts narrow; one for each.
///
/// # Errors
/// Only for faults of ours.
pub fn explain(
    catalogue: &Catalogue,
    indicators: &[&Indicator],
    data: Option<&Data>,
    progress: Progress<'_>,
) -> anyhow::Result<Reported<Option<Vec<Explanation>>>> {
    let schema = Schema::new(&catalogue.extracts)?;
    let mut problems = Vec::new();
    let compiled = conditions::compile(indicators.iter().copied(), &schema, &mut problems);
    let mut explained: Vec<Explanation> = compiled.iter().map(Explanation::new).collect();
    let Some(data) = data else { return Ok(Reported { value: Some(explained), problems }) };
    let needs = compiled.iter().flat_map(Compiled::needs).collect();
    let found = with_tables(catalogue, &schema, data, &needs, &compiled, progress, |tables| {
        compiled.iter().map(|one| narrow(one, tables, data)).collect::<anyhow::Result<Vec<_>>>()
    })?;
    problems.extend(found.problems);
    let value = found.value.map(|narrowed| {
        explained.iter_mut().zip(narrowed).for_each(|(one, narrowed)| one.narrowing = Some(narrowed));
        explained
    });
    Ok(Reported { value, problems })
}

fn narrow(compiled: &Compiled<'_>, tables: &Tables<'_>, data: &Data) -> anyhow::Result<Narrowing> {
    let (measured, there) = measure_one(compiled, tables, data)?;
    let mut ended_by_rule = 0;
    let counts = if there {
        let wanted = measure::wanted(std::slice::from_ref(compiled));
        let month = tables.month(data.period, &wanted, data.authority.as_deref())?;
        let frame = month.frames.get(&compiled.table.id).cloned().unwrap_or_default();
        let ended = corrected::episodes(&tables.history, data.period);
        if !ended.is_empty() {
            let table = whole(tables, compiled.table, data.period, data.authority.as_deref())?;
            let children: BTreeSet<String> = ended.keys().map(|child| identifier(tables, *child)).collect();
            let of_child = compiled.table.columns.iter().position(|column| column.kind == "child");
            let cells = cells(tables, compiled.table, &table.frame)?;
            let is_ended = |cell: &&Cell| matches!(cell, Cell::Text(id) if children.contains(id));
            ended_by_rule = of_child.and_then(|at| cells.get(at)).map_or(0, |cells| cells.iter().filter(is_ended).count());
        }
        Some(Counts::new(compiled.indicator, &rows::row_by_row(compiled, &frame)?))
    } else {
        None
    };
    Ok(Narrowing {
        period: data.period,
        window: (compiled.indicator.window.start(data.period), data.period.last()),
        authority: data.authority.clone(),
        interval: measured.figure().and_then(|figure| assemble::interval_of(figure, Some(compiled.indicator))),
        measured,
        counts,
        ended_by_rule,
    })
}

/// The rows behind indicators' figures; one for each.
///
/// # Errors
/// Only for faults of ours.
pub fn cases(
    catalogue: &Catalogue,
    indicators: &[&Indicator],
    data: &Data,
    progress: Progress<'_>,
) -> anyhow::Result<Reported<Option<Vec<Cases>>>> {
    cases_of_groups(catalogue, indicators, (data, &[]), progress)
}

/// The same of some groups alone.
///
/// # Errors
/// Only for faults of ours.
pub fn cases_of_groups(
    catalogue: &Catalogue,
    indicators: &[&Indicator],
    (data, only): (&Data, &[Only]),
    progress: Progress<'_>,
) -> anyhow::Result<Reported<Option<Vec<Cases>>>> {
    let schema = Schema::new(&catalogue.extracts)?;
    let mut problems = Vec::new();
    let compiled = conditions::compile(indicators.iter().copied(), &schema, &mut problems);
    // All columns of the table are shown, so all that they need is read.
    let needs = compiled.iter().flat_map(|one| table_needs(one.table)).collect();
    let mut found = of_groups(catalogue, &schema, (data, only), &needs, &compiled, progress, |tables| {
        compiled.iter().map(|one| cases_of(one, tables, data)).collect::<anyhow::Result<Vec<_>>>()
    })?;
    problems.append(&mut found.problems);
    Ok(Reported { value: found.value, problems })
}

fn cases_of(compiled: &Compiled<'_>, tables: &Tables<'_>, data: &Data) -> anyhow::Result<Cases> {
    let authority = data.authority.as_deref();
    let (measured, there) = measure_one(compiled, tables, data)?;
    let table = whole(tables, compiled.table, data.period, authority)?;
    let evidence = Evidence {
        measured,
        rows: if there { Some(rows::row_by_row(compiled, &table.frame)?) } else { None },
        cells: cells(tables, compiled.table, &table.frame)?,
        empty: table.empty,
        ended: corrected::episodes(&tables.history, data.period)
            .into_iter()
            .map(|(child, ended)| (identifier(tables, child), ended))
            .collect(),
    };
    Ok(Cases::new(compiled, data.period, authority, evidence))
}

/// How every row of an indicator's table stands: counted, in the cohort, or out of it; nothing where the extracts
/// cannot be used.
///
/// # Errors
/// Only for faults of ours.
pub fn standing(catalogue: &Catalogue, indicator: &Indicator, data: &Data) -> anyhow::Result<Option<Vec<Standing>>> {
    let schema = Schema::new(&catalogue.extracts)?;
    let compiled = conditions::compile([indicator], &schema, &mut Vec::new());
    let Some(one) = compiled.first() else { return Ok(None) };
    let needs = table_needs(one.table);
    let found = with_tables(catalogue, &schema, data, &needs, &compiled, &|_| {}, |tables| {
        let (_, there) = measure_one(one, tables, data)?;
        if !there {
            return Ok(None);
        }
        let table = whole(tables, one.table, data.period, data.authority.as_deref())?;
        let rows = rows::row_by_row(one, &table.frame)?;
        let mut children = vec![String::new(); rows.height];
        let mut used: Vec<Vec<(String, Cell)>> = vec![Vec::new(); rows.height];
        for (column, cells) in one.table.columns.iter().zip(cells(tables, one.table, &table.frame)?) {
            for (at, cell) in cells.into_iter().enumerate().take(rows.height) {
                match cell {
                    Cell::Text(child) if column.kind == "child" => children[at] = child,
                    cell if one.columns.contains(&column.name) => used[at].push((column.name.clone(), cell)),
                    _ => {}
                }
            }
        }
        Ok(Some(Standing::all(children, used, &rows)))
    })?;
    Ok(found.value.flatten())
}

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
pub fn due(
    catalogue: &Catalogue,
    indicator: &Indicator,
    data: &Data,
    months: i32,
    progress: Progress<'_>,
) -> anyhow::Result<Reported<Option<Due>>> {
    let schema = Schema::new(&catalogue.extracts)?;
    let mut problems = Vec::new();
    let compiled = conditions::compile([indicator], &schema, &mut problems);
    let needs = compiled.iter().flat_map(Compiled::needs).collect();
    let mut found = with_tables(catalogue, &schema, data, &needs, &compiled, progress, |tables| {
        let history = &tables.history;
        let ahead = Tables::as_known_at(data.period, history.extracts, history.layouts, &schema);
        compiled.first().map(|one| due_of(one, &ahead, data, months)).transpose()
    })?;
    problems.append(&mut found.problems);
    Ok(Reported { value: found.value.flatten(), problems })
}

fn due_of(compiled: &Compiled<'_>, ahead: &Tables<'_>, data: &Data, months: i32) -> anyhow::Result<Due> {
    let (history, authority) = (&ahead.history, data.authority.as_deref());
    let stays = ahead.stays(data.period);
    let mut rows: Vec<DueRow> = Vec::new();
    let mut before = membership::members(compiled, ahead, data.period, authority)?;
    for month in (1..=months).map(|later| data.period.back(-later)) {
        let Some(known) = before else { break };
        let after = membership::members(compiled, ahead, month, authority)?.unwrap_or_default();
        for crossing in forecast::crossings(compiled, &known, &after) {
            let child = crossing.child;
            let dates = Dates { born: history.born[child as usize], stay: stays.get(&child).copied() };
            rows.push(DueRow {
                month,
                day: forecast::due::day(&crossing, month, dates),
                child: identifier(ahead, child),
                line: crossing.line,
                numerator: crossing.counted && matches!(compiled.indicator.statistic, Statistic::Proportion(_)),
                cause: crossing.cause.as_ref().map(|cause| cause.words(true)),
            });
        }
        before = Some(after);
    }
    rows.sort();
    Ok(Due {
        indicator: compiled.indicator.id.clone(),
        title: compiled.indicator.title.clone(),
        period: data.period,
        until: data.period.back(-months),
        authority: data.authority.clone(),
        lacking: shortfall(history.extracts, history.layouts, &compiled.needs(), data.period, authority),
        rows,
    })
}

/// The derived tables of a month as files, and their dictionary.
///
/// # Errors
/// Only for faults of ours.
pub fn tables(
    catalogue: &Catalogue,
    names: &[String],
    data: &Data,
    format: TableFormat,
    progress: Progress<'_>,
) -> anyhow::Result<Reported<Option<TableFiles>>> {
    let schema = Schema::new(&catalogue.extracts)?;
    let specs: Vec<&TableSpec> = schema.tables.iter().filter(|table| names.contains(&table.id)).collect();
    let needs: BTreeSet<String> = specs.iter().flat_map(|table| table_needs(table)).collect();
    with_tables(catalogue, &schema, data, &needs, &[], progress, |tables| {
        let authority = data.authority.as_deref();
        let files = specs.iter().map(|spec| export::table(tables, spec, data.period, authority, format));
        Ok(TableFiles { tables: files.collect::<Result<_, _>>()?, dictionary: export::dictionary(&schema, names)? })
    })
}

/// Everything that a table with all its columns needs.
fn table_needs(table: &TableSpec) -> BTreeSet<String> {
    table.needs.iter().chain(table.columns.iter().flat_map(|column| &column.needs)).cloned().collect()
}

/// Reads the extracts and does `work` on the tables; nothing when a problem stops it.
fn with_tables<T: Send>(
    catalogue: &Catalogue,
    schema: &Schema,
    data: &Data,
    needs: &BTreeSet<String>,
    compiled: &[Compiled<'_>],
    progress: Progress<'_>,
    work: impl Fn(&Tables<'_>) -> anyhow::Result<T> + Sync,
) -> anyhow::Result<Reported<Option<T>>> {
    of_groups(catalogue, schema, (data, &[]), needs, compiled, progress, work)
}

/// The same on the tables of some groups alone.
fn of_groups<T: Send>(
    catalogue: &Catalogue,
    schema: &Schema,
    (data, only): (&Data, &[Only]),
    needs: &BTreeSet<String>,
    compiled: &[Compiled<'_>],
    progress: Progress<'_>,
    work: impl Fn(&Tables<'_>) -> anyhow::Result<T> + Sync,
) -> anyhow::Result<Reported<Option<T>>> {
    let by: Vec<By> = only.iter().map(|only| only.by.clone()).collect();
    let joins = breakdowns::joins(&by, schema, &catalogue.extracts);
    let of_joins = joins.iter().flat_map(|join| join.needs.clone());
    let of_groups: Vec<String> = breakdowns::needs(&by, compiled).into_iter().chain(of_joins).collect();
    let needs = &needs.iter().chain(&of_groups).cloned().collect();
    silence_polars();
    let mut problems = Vec::new();
    progress("reading the extracts");
    let reading = Reading { folder: &data.extracts, period: data.period, as_reported: data.as_reported };
    let extracts = load(catalogue, &reading, needs, &mut problems);
    if problem::stops(&problems) {
        return Ok(Reported { value: None, problems: sorted(problems) });
    }
    reports::missing(&extracts, &catalogue.extracts, data.period, compiled, &mut problems);
    if let Some(authority) = data.authority.as_deref().filter(|_| needs.contains(AUTHORITY)) {
        reports::one_authority(authority, &extracts, catalogue, &mut problems);
    }
    let mut schema = schema.clone().with_joined(joins, &extracts, &catalogue.extracts)?;
    schema.only = only::found(only, &schema, &catalogue.extracts, &mut problems);
    let authority = data.authority.as_deref();
    let short = shortfall(&extracts, &catalogue.extracts, &of_groups, data.period, authority);
    // Nobody would be in any group.
    problems.extend(
        short.map(|short| Problem::new(Code::UnknownGroup, format!("it is not known who is in {}: {short}", only::called(only)))),
    );
    if problem::stops(&problems) {
        return Ok(Reported { value: None, problems: sorted(problems) });
    }
    progress("counting");
    let tables = Tables::new(&extracts, &catalogue.extracts, &schema);
    // On a thread of its own, whose stack is deep enough for polars' plans.
    let value = threads::map(&[()], |()| work(&tables)).pop().transpose()?;
    Ok(Reported { value, problems: sorted(problems) })
}

/// The figure of one indicator, and whether all extracts that its rows need are there.
fn measure_one(compiled: &Compiled<'_>, tables: &Tables<'_>, data: &Data) -> anyhow::Result<(Measured, bool)> {
    let history = &tables.history;
    let authority = data.authority.as_deref();
    let population = |month: Month| population(tables, authority, month);
    let place = Place { authority, population: &population };
    let measured = measure::measure(std::slice::from_ref(compiled), tables, &[data.period], &place)?;
    let figure = measured.get(&compiled.indicator.id, data.period).cloned();
    let short = tables.outside(compiled.table);
    let short = short.or_else(|| shortfall(history.extracts, history.layouts, &compiled.needs(), data.period, authority));
    let there = short.is_none();
    Ok((figure.unwrap_or_else(|| Measured::NoData(short.unwrap_or_default())), there))
}
