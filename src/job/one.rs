//! The jobs that look closely at one thing: an indicator explained, the cases behind a figure,
//! the derived tables of a month.
//!
//! Each reads the extracts it needs and gives plain values; nothing when a problem of the
//! extracts stops it. Prints nothing.

use std::collections::BTreeSet;
use std::path::PathBuf;

pub use super::asked::Asked;
pub use super::due::{due, looks_ahead};
use super::population::population;
use super::{Progress, Reading, breakdowns, load, only, reports, sorted, words};
use crate::assemble;
use crate::calendar::Month;
use crate::cases::{Cases, Cell};
use crate::definitions::{By, Catalogue, Indicator};
use crate::explain::{Counts, Explanation, InGroups, Narrowing};
use crate::export::{self, TableFiles, TableFormat};
use crate::figure::{ByGroups, Measured};
use crate::measure::listed::Evidence;
use crate::measure::{self, Compiled, Place, conditions, explained, listed, rows};
use crate::problem::{self, Problem, Reported};
use crate::problem_codes::Code;
use crate::tables::schema::{AUTHORITY, Schema, TableSpec};
use crate::tables::whole::{cells, identifier, whole};
use crate::tables::{Tables, corrected, groups, shortfall};
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
    explain_in_groups(catalogue, indicators, data.map(Asked::from), progress)
}

/// The same with what it is broken down by, and of which groups.
///
/// # Errors
/// Only for faults of ours.
pub fn explain_in_groups(
    catalogue: &Catalogue,
    indicators: &[&Indicator],
    asked: Option<Asked<'_>>,
    progress: Progress<'_>,
) -> anyhow::Result<Reported<Option<Vec<Explanation>>>> {
    let schema = Schema::of(catalogue)?;
    let mut problems = Vec::new();
    let compiled = conditions::compile(indicators.iter().copied(), &schema, &mut problems);
    let mut told: Vec<Explanation> = compiled.iter().map(explained::explanation).collect();
    let Some(asked) = asked else { return Ok(Reported { value: Some(told), problems }) };
    let needs = compiled.iter().flat_map(Compiled::needs).collect();
    let found = with_tables(catalogue, &schema, asked, &needs, &compiled, progress, |found| {
        found.compiled.iter().map(|one| narrow(one, found.tables, asked)).collect::<anyhow::Result<Vec<_>>>()
    })?;
    problems.extend(found.problems);
    let value = found.value.map(|narrowed| {
        told.iter_mut().zip(narrowed).for_each(|(one, narrowed)| one.narrowing = Some(narrowed));
        told
    });
    Ok(Reported { value, problems })
}

fn narrow(compiled: &Compiled<'_>, tables: &Tables<'_>, asked: Asked<'_>) -> anyhow::Result<Narrowing> {
    let data = asked.data;
    let (measured, there) = measure_one(compiled, tables, data)?;
    let mut ended_by_rule = 0;
    let counts = if there {
        let wanted = measure::wanted(std::slice::from_ref(compiled));
        let month = tables.month(data.period, &wanted, data.authority.as_deref())?;
        let frame = month.frames.get(&compiled.table.id).cloned().unwrap_or_default();
        let ended = corrected::episodes(&tables.history, data.period);
        if !ended.is_empty() {
            let table = whole(tables, compiled.table, &compiled.columns, data.period, data.authority.as_deref())?;
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
        window: compiled.indicator.window.days(data.period),
        authority: data.authority.clone(),
        interval: measured.figure().and_then(|figure| assemble::interval_of(figure, Some(compiled.indicator))),
        measured,
        counts,
        ended_by_rule,
        only: tables.only().to_vec(),
        by: asked.by.iter().map(|by| in_groups(compiled, tables, by, data, there)).collect::<anyhow::Result<_>>()?,
    })
}

/// How the cohort narrows in each group of a breakdown.
fn in_groups(compiled: &Compiled<'_>, tables: &Tables<'_>, by: &By, data: &Data, there: bool) -> anyhow::Result<InGroups> {
    let found = by_groups(compiled, tables, by, data)?;
    let mut counts = Vec::new();
    if there && found.without.is_none() {
        let mut wanted = measure::wanted(std::slice::from_ref(compiled));
        let columns = groups::columns(compiled.table, by).into_iter().flatten().map(|column| column.name.clone());
        wanted.entry(compiled.table.id.clone()).or_default().extend(columns);
        let month = tables.month(data.period, &wanted, data.authority.as_deref())?;
        let frame = month.frames.get(&compiled.table.id).cloned().unwrap_or_default();
        let rows = rows::row_by_row(compiled, &frame)?;
        if let Some(groups) = groups::of(compiled.table, by, &frame, tables.history.layouts)? {
            for (group, _) in &found.figures {
                let at = groups.list.iter().position(|other| other.key == group.key);
                counts.push(Counts::new(compiled.indicator, &rows.of(&|row| groups.of_row.get(row).copied() == at)));
            }
        }
    }
    Ok(InGroups { found, counts })
}

/// The figure of each group of a breakdown.
fn by_groups(compiled: &Compiled<'_>, tables: &Tables<'_>, by: &By, data: &Data) -> anyhow::Result<ByGroups> {
    let authority = data.authority.as_deref();
    let population = |month: Month| population(tables, authority, month);
    let place = Place { authority, population: &population };
    let mut found = measure::measure_groups(std::slice::from_ref(compiled), tables, data.period, by, &place)?;
    let id = &compiled.indicator.id;
    let without = found.without.remove(id);
    Ok(ByGroups { by: by.clone(), without, figures: found.figures.remove(id).unwrap_or_default() })
}

/// The rows behind indicators' figures; one for each.
///
/// # Errors
/// Only for faults of ours.
pub fn cases<'a>(
    catalogue: &Catalogue,
    indicators: &[&Indicator],
    asked: impl Into<Asked<'a>>,
    progress: Progress<'_>,
) -> anyhow::Result<Reported<Option<Vec<Cases>>>> {
    let asked = asked.into();
    let schema = Schema::of(catalogue)?;
    let mut problems = Vec::new();
    let compiled = conditions::compile(indicators.iter().copied(), &schema, &mut problems);
    // All columns of the table are shown, so all that they need is read.
    let needs = compiled.iter().flat_map(|one| table_needs(one.table).into_iter().chain(one.needs())).collect();
    let mut found = with_tables(catalogue, &schema, asked, &needs, &compiled, progress, |found| {
        found.compiled.iter().map(|one| cases_of(one, found.tables, asked)).collect::<anyhow::Result<Vec<_>>>()
    })?;
    problems.append(&mut found.problems);
    Ok(Reported { value: found.value, problems })
}

fn cases_of(compiled: &Compiled<'_>, tables: &Tables<'_>, asked: Asked<'_>) -> anyhow::Result<Cases> {
    let data = asked.data;
    let authority = data.authority.as_deref();
    let (measured, there) = measure_one(compiled, tables, data)?;
    let table = whole(tables, compiled.table, &compiled.columns, data.period, authority)?;
    let first = match asked.by.first() {
        Some(by) => groups::of(compiled.table, by, &table.frame, tables.history.layouts)?,
        None => None,
    };
    let evidence = Evidence {
        measured,
        rows: if there { Some(rows::row_by_row(compiled, &table.frame)?) } else { None },
        cells: cells(tables, compiled.table, &table.frame)?,
        empty: table.empty,
        ended: corrected::episodes(&tables.history, data.period)
            .into_iter()
            .map(|(child, ended)| (identifier(tables, child), ended))
            .collect(),
        only: tables.only().to_vec(),
        by: asked.by.iter().map(|by| by_groups(compiled, tables, by, data)).collect::<anyhow::Result<_>>()?,
        group: first.map(|groups| groups.of_row).unwrap_or_default(),
        shown: groups_columns(compiled, asked.by),
    };
    Ok(listed::cases(compiled, data.period, authority, evidence))
}

/// The columns that breakdowns are by.
fn groups_columns(compiled: &Compiled<'_>, by: &[By]) -> BTreeSet<String> {
    let columns = by.iter().filter_map(|by| groups::columns(compiled.table, by)).flatten();
    columns.map(|column| column.name.clone()).collect()
}

/// How every row of an indicator's table stands: counted, in the cohort, or out of it; nothing where the extracts
/// cannot be used.
///
/// # Errors
/// Only for faults of ours.
pub fn standing(catalogue: &Catalogue, indicator: &Indicator, data: &Data) -> anyhow::Result<Option<Vec<Standing>>> {
    let schema = Schema::of(catalogue)?;
    let compiled = conditions::compile([indicator], &schema, &mut Vec::new());
    let Some(one) = compiled.first() else { return Ok(None) };
    let needs = table_needs(one.table).into_iter().chain(one.needs()).collect();
    let found = with_tables(catalogue, &schema, data.into(), &needs, &compiled, &|_| {}, |found| {
        let Found { tables, compiled, .. } = *found;
        let Some(one) = compiled.first() else { return Ok(None) };
        let (_, there) = measure_one(one, tables, data)?;
        if !there {
            return Ok(None);
        }
        let table = whole(tables, one.table, &one.columns, data.period, data.authority.as_deref())?;
        let rows = rows::row_by_row(one, &table.frame)?;
        let mut children = vec![String::new(); rows.height];
        let mut used: Vec<Vec<(String, Cell)>> = vec![Vec::new(); rows.height];
        for (column, cells) in one.table.with(&one.columns).into_iter().zip(cells(tables, one.table, &table.frame)?) {
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

/// The derived tables of a month as files, and their dictionary.
///
/// # Errors
/// Only for faults of ours.
pub fn tables<'a>(
    catalogue: &Catalogue,
    names: &[String],
    asked: impl Into<Asked<'a>>,
    format: &TableFormat,
    progress: Progress<'_>,
) -> anyhow::Result<Reported<Option<TableFiles>>> {
    let asked = asked.into();
    let schema = Schema::of(catalogue)?;
    let needs: BTreeSet<String> = specs(&schema, names).flat_map(table_needs).collect();
    with_tables(catalogue, &schema, asked, &needs, &[], progress, |found| {
        let Found { tables, schema, .. } = *found;
        let data = asked.data;
        let authority = data.authority.as_deref();
        let files = specs(schema, names).map(|spec| export::table(tables, spec, data.period, authority, format));
        Ok(TableFiles { tables: files.collect::<Result<_, _>>()?, dictionary: export::dictionary(schema, names)? })
    })
}

fn specs<'a>(schema: &'a Schema, names: &[String]) -> impl Iterator<Item = &'a TableSpec> {
    schema.tables.iter().filter(|table| names.contains(&table.id))
}

/// Everything that a table with all its columns needs.
fn table_needs(table: &TableSpec) -> BTreeSet<String> {
    table.needs.iter().chain(table.columns.iter().flat_map(|column| &column.needs)).cloned().collect()
}

/// What is worked on.
pub(super) struct Found<'a> {
    /// The tables, of the groups asked for alone.
    pub tables: &'a Tables<'a>,
    /// The indicators, on tables with what is joined to them.
    pub compiled: &'a [Compiled<'a>],
    /// The tables on offer with what is joined to them.
    pub schema: &'a Schema,
}

/// Reads the extracts and does `work` on the tables; nothing when a problem stops it.
pub(super) fn with_tables<T: Send>(
    catalogue: &Catalogue,
    schema: &Schema,
    asked: Asked<'_>,
    needs: &BTreeSet<String>,
    compiled: &[Compiled<'_>],
    progress: Progress<'_>,
    work: impl Fn(&Found<'_>) -> anyhow::Result<T> + Sync,
) -> anyhow::Result<Reported<Option<T>>> {
    let Asked { data, by, only: groups } = asked;
    let of_only: Vec<By> = groups.iter().map(|only| only.by.clone()).collect();
    let all = breakdowns::each_once(by.iter().chain(&of_only).cloned());
    let joins = breakdowns::joins(&all, schema, &catalogue.extracts);
    let needed = |by: &[By]| -> Vec<String> {
        let joins = breakdowns::joins(by, schema, &catalogue.extracts);
        breakdowns::needs(by, compiled).into_iter().chain(joins.into_iter().flat_map(|join| join.needs)).collect()
    };
    let needs = &needs.iter().cloned().chain(needed(&all)).collect();
    scorecard_data::quiet();
    let mut problems = Vec::new();
    progress("reading the extracts");
    let reading =
        Reading { folder: &data.extracts, period: data.period, above: None, authority: None, as_reported: data.as_reported };
    let extracts = load(catalogue, &reading, needs, &mut problems);
    if problem::stops(&problems) {
        return Ok(Reported { value: None, problems: sorted(problems) });
    }
    reports::missing(&extracts, &catalogue.extracts, data.period, compiled, &mut problems);
    words::report(compiled, &extracts, &catalogue.extracts, &mut problems);
    if let Some(authority) = data.authority.as_deref().filter(|_| needs.contains(AUTHORITY)) {
        reports::one_authority(authority, &extracts, catalogue, &mut problems);
    }
    let mut schema = schema.clone().with_joined(joins, &extracts, &catalogue.extracts);
    schema.only = only::found(groups, &schema, &catalogue.extracts, &mut problems);
    let authority = data.authority.as_deref();
    let short = shortfall(&extracts, &catalogue.extracts, &needed(&of_only), data.period, authority);
    // Nobody would be in any group.
    problems.extend(
        short.map(|short| {
            Problem::new(Code::UnknownGroup, format!("it is not known who is in {}: {short}", only::called(groups)))
        }),
    );
    if problem::stops(&problems) {
        return Ok(Reported { value: None, problems: sorted(problems) });
    }
    breakdowns::refused(by, &schema, &mut problems);
    progress("counting");
    let tables = Tables::new(&extracts, &catalogue.extracts, &schema);
    let compiled = conditions::compile(compiled.iter().map(|one| one.indicator), &schema, &mut Vec::new());
    let found = Found { tables: &tables, compiled: &compiled, schema: &schema };
    // On a thread of its own, whose stack is deep enough for conditions.
    let value = threads::map(&[()], |()| work(&found)).pop().transpose()?;
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
