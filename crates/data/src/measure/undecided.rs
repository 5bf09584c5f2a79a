//! How many rows of a figure hang on starts that lie before the extracts.
//!
//! Takes compiled indicators and the extracts, tries what each child with such a start would be in if it lay
//! earlier by this much or that, and counts those for whom it makes a difference. A start can only lie before
//! the first day known: every time since it is a lower bound. Knows nothing of ratings.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use polars::prelude::{DataFrame, PolarsResult};

use super::cells::Rows;
use super::rows::row_by_row;
use super::{Compiled, wanted};
use crate::calendar::{Day, Month};
use crate::definitions::Layout;
use crate::extracts::{Child, Extracts};
use crate::figure::rows::Counted;
use crate::figure::{Figure, Measurements};
use crate::tables::schema::Schema;
use crate::tables::timeline::Supposed;
use crate::tables::{MonthTables, Tables, Wanted};
use crate::threads;

/// How many rows of a figure hang on a start that is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undecided {
    /// How many may or may not belong, or count, or have another value.
    pub rows: usize,
    /// How many belong or may belong.
    pub of: usize,
    /// Whether it is the start of care, not of the placement alone.
    pub care: bool,
}

/// What the figures are made of.
#[derive(Clone, Copy)]
pub struct Data<'a> {
    /// The tables as they are.
    pub tables: &'a Tables<'a>,
    /// The extracts.
    pub extracts: &'a Extracts,
    /// Their layouts.
    pub layouts: &'a [Layout],
    /// The tables on offer.
    pub schema: &'a Schema,
    /// The reporting month.
    pub month: Month,
    /// The ONS code of the authority.
    pub authority: Option<&'a str>,
}

/// Months back at which a start is tried besides those that conditions name.
const MONTHS: [i32; 7] = [1, 3, 6, 12, 24, 30, 36];

/// Numbers up to this in conditions may be months; greater ones are days alone.
const MOST_MONTHS: i32 = 400;

/// A start before anybody's life in care.
const LONG_AGO: i32 = 12 * 40;

/// For each child the rows of its cohort: what each counts.
type Members = BTreeMap<Child, Vec<(Option<u64>, Option<u64>)>>;

/// By indicator, how many rows hang on starts before the extracts; those of which none do are left out.
///
/// # Errors
/// Only for faults of ours: conditions were checked before.
pub fn undecided(
    compiled: &[Compiled<'_>],
    measured: &Measurements,
    data: &Data<'_>,
) -> anyhow::Result<BTreeMap<String, Undecided>> {
    let mut found = BTreeMap::new();
    let only: Arc<[Child]> = data.tables.history.begun_before().into();
    if only.is_empty() {
        return Ok(found);
    }
    let of_children: Vec<Compiled<'_>> = compiled.iter().filter(|one| one.table.column("child").is_some()).cloned().collect();
    let sensitive = sensitive(&of_children, &only, data)?;
    if sensitive.is_empty() {
        return Ok(found);
    }
    let supposed = suppositions(&sensitive, data.month);
    let tried = threads::map(&supposed, |supposed| {
        let frames = frames(*supposed, &only, &wanted_with_child(&sensitive), data)?;
        sensitive.iter().map(|one| members(one, frames.frames.get(&one.table.id))).collect::<anyhow::Result<Vec<_>>>()
    });
    let tried = tried.into_iter().collect::<anyhow::Result<Vec<Vec<Members>>>>()?;
    for (at, one) in sensitive.iter().enumerate() {
        let as_known = &tried[0][at];
        let mut undecided = Undecided { rows: 0, of: 0, care: false };
        let (mut belonging, mut may_belong) = (0, 0);
        for child in only.iter() {
            let of = |members: &Vec<Members>| members[at].get(child).cloned().unwrap_or_default();
            let known = as_known.get(child).cloned().unwrap_or_default();
            let most = tried.iter().map(|members| of(members).len()).max().unwrap_or_default();
            belonging += known.len();
            may_belong += most;
            let differs = |supposed: &Supposed, members: &Vec<Members>| supposed.care.is_some() && of(members) != known;
            let mut differing = supposed.iter().zip(&tried).filter(|(supposed, members)| differs(supposed, members)).peekable();
            if differing.peek().is_some() {
                undecided.rows += most;
                undecided.care |= differing.any(|(supposed, _)| !supposed.stays);
            }
        }
        if undecided.rows > 0 {
            undecided.of = belong(one, measured, data)?.saturating_sub(belonging) + may_belong;
            found.insert(one.indicator.id.clone(), undecided);
        }
    }
    Ok(found)
}

/// The indicators on which a start before the extracts can have a bearing: a column that they use, or who is in
/// their table, is another with another start.
fn sensitive<'a>(compiled: &[Compiled<'a>], only: &Arc<[Child]>, data: &Data<'_>) -> anyhow::Result<Vec<Compiled<'a>>> {
    let wanted = wanted_with_child(compiled);
    let probes = [
        Supposed::default(),
        Supposed { care: Some(data.month.window_start(LONG_AGO)), stays: true, moves: true },
        Supposed { care: Some(data.month.window_start(12)), stays: true, moves: true },
    ];
    let made = threads::map(&probes, |supposed| frames(*supposed, only, &wanted, data));
    let made = made.into_iter().collect::<PolarsResult<Vec<MonthTables>>>()?;
    let [known, others @ ..] = made.as_slice() else { return Ok(Vec::new()) };
    let mut changed: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (id, frame) in &known.frames {
        for other in others.iter().filter_map(|made| made.frames.get(id)) {
            let others = frame.height() != other.height();
            let columns = frame.columns().iter().zip(other.columns());
            let differing =
                columns.filter(|(a, b)| others || !a.as_materialized_series().equals_missing(b.as_materialized_series()));
            changed.extend(differing.map(|(column, _)| (id.as_str(), column.name().as_str())));
        }
    }
    let uses = |one: &&Compiled<'_>| {
        let table = one.table.id.as_str();
        changed.contains(&(table, "child")) || one.columns.iter().any(|column| changed.contains(&(table, column.as_str())))
    };
    Ok(compiled.iter().filter(uses).cloned().collect())
}

fn wanted_with_child(compiled: &[Compiled<'_>]) -> Wanted {
    let mut wanted = wanted(compiled);
    wanted.values_mut().for_each(|columns| {
        columns.insert("child".to_owned());
    });
    wanted
}

fn frames(supposed: Supposed, only: &Arc<[Child]>, wanted: &Wanted, data: &Data<'_>) -> PolarsResult<MonthTables> {
    let tables = Tables::supposing(supposed, only.clone(), data.extracts, data.layouts, data.schema);
    tables.month(data.month, wanted, data.authority)
}

/// What is tried: as known first; then starts on and beside every line that a condition may draw.
fn suppositions(compiled: &[Compiled<'_>], month: Month) -> Vec<Supposed> {
    let texts = compiled.iter().flat_map(|one| {
        let indicator = one.indicator;
        indicator.statistic.texts.iter().chain(&indicator.cohort).map(|text| text.value.as_str())
    });
    let numbers: BTreeSet<i32> = texts.flat_map(numbers).collect();
    let mut days: BTreeSet<Day> = BTreeSet::from([month.window_start(LONG_AGO), month.last() - 27, month.last() - 28]);
    let months = numbers.iter().copied().filter(|number| *number <= MOST_MONTHS).chain(MONTHS);
    days.extend(months.map(|number| month.window_start(number)).flat_map(|day| [day, day + 1]));
    days.extend(numbers.iter().flat_map(|number| [month.last() - number, month.last() - number - 1]));
    let mut supposed = vec![Supposed::default()];
    for day in days {
        supposed.extend([false, true].map(|stays| Supposed { care: Some(day), stays, moves: false }));
    }
    supposed.push(Supposed { care: Some(month.window_start(LONG_AGO)), stays: false, moves: true });
    supposed
}

/// The whole numbers of a condition that may be months or days.
fn numbers(text: &str) -> Vec<i32> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter_map(|word| word.parse().ok()).filter(|number| (1..=40_000).contains(number)).collect()
}

/// The rows of the cohort of each child, with what each adds to the figure; a mean has those with a value.
fn members(compiled: &Compiled<'_>, frame: Option<&DataFrame>) -> anyhow::Result<Members> {
    let mut members = Members::new();
    let Some(frame) = frame else { return Ok(members) };
    let rows = row_by_row(compiled, frame)?;
    let over = match &compiled.over {
        Some(over) => Rows::new(frame, &compiled.columns)?.work_out(over)?.numbers(),
        None => vec![Some(1.0); rows.height],
    };
    let counted = |row: usize| match &rows.counted {
        Counted::Each => Some(1.0),
        // A condition that cannot be told does not count, as in the figure.
        Counted::Where(holds) => (holds[row] == Some(true)).then_some(1.0),
        Counted::Value(values) => values[row],
    };
    let leaves_out = compiled.indicator.statistic.is.leaves_out;
    for (row, child) in frame.column("child")?.u32()?.iter().enumerate() {
        let counts = counted(row).filter(|number| leaves_out || *number != 0.0);
        if let Some(child) = child.filter(|_| rows.cohort[row] && !(leaves_out && counts.is_none())) {
            members.entry(child).or_default().push((counts.map(f64::to_bits), over[row].map(f64::to_bits)));
        }
    }
    members.values_mut().for_each(|rows| rows.sort_unstable());
    Ok(members)
}

/// How many rows belong to the cohort as it is known.
fn belong(compiled: &Compiled<'_>, measured: &Measurements, data: &Data<'_>) -> anyhow::Result<usize> {
    if compiled.indicator.statistic.is.of_sums {
        let frames = data.tables.month(data.month, &wanted_with_child(std::slice::from_ref(compiled)), data.authority)?;
        return Ok(members(compiled, frames.frames.get(&compiled.table.id))?.values().map(Vec::len).sum());
    }
    let figure = measured.get(&compiled.indicator.id, data.month).and_then(|measured| measured.figure());
    let number = match figure {
        Some(Figure::Count(count) | Figure::Rate { count, .. }) => count,
        Some(Figure::Proportion { denominator, .. }) => denominator,
        Some(Figure::Mean { number, .. }) => number,
        Some(Figure::Sums { .. } | Figure::Given(_) | Figure::Judged(_)) | None => 0,
    };
    Ok(usize::try_from(number).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn numbers_of_a_condition_are_those_that_stand_alone() {
        assert_eq!(numbers("age < 16 AND months_in_care >= 30"), [16, 30]);
        assert_eq!(numbers("place IN ('U1', 'K2') AND days_in_care<42 OR x24 > 0"), [42]);
        assert_eq!(numbers("days_to_moving_in < 426"), [426]);
        assert_eq!(numbers("miles_from_home > 20.5"), [20, 5]);
    }
}
