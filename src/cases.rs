//! The children behind a figure: one line for each row of the cohort.
//!
//! Takes an indicator evaluated row by row and its table's cells, gives [`Cases`]: plain
//! values with identifiers, in a fixed order. What is here is case-level: it goes to whoever
//! checks a figure, never into a scorecard or a log. Knows no format and no data frame.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::{Day, Month};
use crate::definitions::by::Only;
use crate::definitions::{Statistic, Unit};
use crate::measure::rows::{Counted, RowByRow};
use crate::measure::{ByGroups, Compiled, Measured};
use crate::tables::corrected::Ended;
use crate::tables::whole::Cell;

/// The rows behind a figure.
#[derive(Clone, Debug)]
pub struct Cases {
    /// The indicator's id.
    pub indicator: String,
    /// What a board paper calls it.
    pub title: String,
    /// What the figure is in.
    pub unit: Unit,
    /// Decimal places shown.
    pub decimals: u32,
    /// The reporting month.
    pub period: Month,
    /// First and last day of the time that the figure speaks of.
    pub window: (Day, Day),
    /// The ONS code of the authority.
    pub authority: Option<String>,
    /// The table whose rows are counted.
    pub table: String,
    /// The figure, as scorecards have it.
    pub measured: Measured,
    /// How rows become the figure.
    pub kind: CaseKind,
    /// The columns of the table but the child.
    pub columns: Vec<CaseColumn>,
    /// The groups that they are of, where they are not of the whole.
    pub only: Vec<Only>,
    /// The figures of the groups of each breakdown asked for.
    pub by: Vec<ByGroups>,
    /// The rows of the cohort, in order of the group of the first breakdown, of the child and then of what they hold.
    pub rows: Vec<Case>,
}

/// What a row adds to the figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseKind {
    /// Itself.
    Each,
    /// Itself, where the numerator holds.
    Numerator,
    /// Its value.
    Value,
}

/// A column of the cases.
#[derive(Clone, Debug)]
pub struct CaseColumn {
    /// Its name in SQL.
    pub name: String,
    /// What its values are, in words.
    pub kind: &'static str,
    /// Whether the rule uses it.
    pub used: bool,
    /// Why it is empty, where its extract is not there.
    pub empty: Option<String>,
}

/// One row of the cohort.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The child's identifier.
    pub child: String,
    /// For a proportion whether the numerator holds; nothing where a value that it needs is
    /// missing, which does not count.
    pub numerator: Option<bool>,
    /// For a mean the value; nothing where it has none, which is left out.
    pub value: Option<f64>,
    /// The cells of the columns.
    pub cells: Vec<Cell>,
    /// The child's episodes that ended because a later extract no longer holds them.
    pub ended: Vec<Ended>,
}

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

impl Cases {
    /// Of an indicator and what was found of it.
    pub fn new(compiled: &Compiled<'_>, period: Month, authority: Option<&str>, evidence: Evidence) -> Self {
        let indicator = compiled.indicator;
        let is_child = |at: usize| compiled.table.columns.get(at).is_some_and(|column| column.kind == "child");
        let child_at = (0..compiled.table.columns.len()).find(|at| is_child(*at));
        let columns = compiled.table.columns.iter().filter(|column| column.kind != "child").map(|column| CaseColumn {
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
            kind: match indicator.statistic {
                Statistic::Proportion(_) => CaseKind::Numerator,
                Statistic::Mean(_) | Statistic::Ratio(..) => CaseKind::Value,
                Statistic::Count | Statistic::Rate => CaseKind::Each,
            },
            columns: columns.collect(),
            only: evidence.only,
            by: evidence.by,
            rows: rows.into_iter().map(|(_, row)| row).collect(),
        }
    }

    /// Whether the rows are of children.
    pub fn has_child(&self) -> bool {
        self.rows.iter().any(|row| !row.child.is_empty())
    }

    /// How many rows meet the numerator.
    pub fn met(&self) -> usize {
        self.rows.iter().filter(|row| row.numerator == Some(true)).count()
    }

    /// The values of the rows that have one.
    pub fn values(&self) -> impl Iterator<Item = f64> {
        self.rows.iter().filter_map(|row| row.value)
    }
}
