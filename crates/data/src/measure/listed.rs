//! The cases behind a figure: one line for each row of the cohort.
//!
//! Takes an indicator evaluated row by row and its table's cells, gives [`Cases`] in a fixed order. Case-level.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::Compiled;
use crate::calendar::Month;
use crate::cases::{Case, CaseColumn, CaseKind, Cases, Cell, Ended};
use crate::condition::Wanted;
use crate::definitions::by::Only;
use crate::figure::rows::{Counted, RowByRow};
use crate::figure::{ByGroups, Measured};

/// What the cases are made of.
pub struct Evidence {
    /// The figure.
    pub measured: Measured,
    /// The indicator, row by row; nothing where its extracts are not there.
    pub rows: Option<RowByRow>,
    /// The table's cells, column by column as the table has them.
    pub cells: Vec<Vec<Cell>>,
    /// Columns that are empty since an extract is not there, each with the reason.
    pub empty: Vec<(String, String)>,
    /// By identifier, the child's episodes that ended because a later extract no longer holds them.
    pub ended: BTreeMap<String, Vec<Ended>>,
    /// The groups that the rows are of, where they are not of the whole.
    pub only: Vec<Only>,
    /// The figures of the groups of each breakdown.
    pub by: Vec<ByGroups>,
    /// For each row the place of its group in the first breakdown; empty where there is none.
    pub group: Vec<usize>,
    /// The columns that breakdowns are by.
    pub shown: BTreeSet<String>,
}

/// The cases of an indicator and what was found of it.
pub fn cases(compiled: &Compiled<'_>, period: Month, authority: Option<&str>, evidence: Evidence) -> Cases {
    let indicator = compiled.indicator;
    let all = compiled.table.with(&compiled.columns);
    let child_at = all.iter().position(|column| column.kind == "child");
    let columns = all.into_iter().filter(|column| column.kind != "child").map(|column| CaseColumn {
        name: column.name.clone(),
        kind: column.kind,
        used: compiled.columns.contains(&column.name) || evidence.shown.contains(&column.name),
        empty: evidence.empty.iter().find(|(name, _)| *name == column.name).map(|(_, reason)| reason.clone()),
    });
    let mut cells: Vec<_> = evidence.cells.into_iter().map(Vec::into_iter).collect();
    let mut rows = Vec::new();
    let (height, cohort, counted) = match &evidence.rows {
        Some(rows) => (rows.height, rows.cohort.as_slice(), &rows.counted),
        None => (0, &[][..], &Counted::Each),
    };
    for at in 0..height {
        let mut line: Vec<Cell> = cells.iter_mut().map(|column| column.next().unwrap_or(Cell::Empty)).collect();
        if !cohort.get(at).is_some_and(|belongs| *belongs) {
            continue;
        }
        let child = match child_at.map(|at| line.remove(at)) {
            Some(Cell::Text(child)) => child,
            _ => String::new(),
        };
        let (numerator, value) = match counted {
            Counted::Each => (None, None),
            Counted::Where(holds) => (holds.get(at).copied().flatten(), None),
            Counted::Value(values) => (None, values.get(at).copied().flatten()),
        };
        let ended = evidence.ended.get(&child).cloned().unwrap_or_default();
        let group = evidence.group.get(at).copied().unwrap_or(0);
        rows.push((group, Case { child, numerator, value, cells: line, ended }));
    }
    rows.sort_by(|(group, a), (other, b)| {
        let held = || a.cells.partial_cmp(&b.cells).unwrap_or(Ordering::Equal);
        group.cmp(other).then_with(|| a.child.cmp(&b.child)).then_with(held)
    });
    Cases {
        indicator: indicator.id.clone(),
        title: indicator.title.clone(),
        unit: indicator.unit,
        decimals: indicator.decimals,
        period,
        window: indicator.window.days(period),
        authority: authority.map(str::to_owned),
        table: compiled.table.id.clone(),
        measured: evidence.measured,
        kind: match indicator.statistic.counted().map(|(gives, _)| gives) {
            Some(Wanted::Condition) => CaseKind::Numerator,
            Some(Wanted::Number) => CaseKind::Value,
            None => CaseKind::Each,
        },
        columns: columns.collect(),
        only: evidence.only,
        by: evidence.by,
        rows: rows.into_iter().map(|(_, row)| row).collect(),
    }
}
