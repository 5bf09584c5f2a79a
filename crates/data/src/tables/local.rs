//! The tables of a council's own extracts, made of their layouts alone.
//!
//! Three for each: its rows, the children looked after with the latest row of each, and
//! the care leavers likewise. A row is known from its date on; without a date column the
//! latest extract's rows count.

use std::ops::Range;

use super::frame::FrameBuilder;
use super::history::{self, ByChild, History};
use super::{Month, care_leavers, looked_after, people};
use crate::calendar::{Day, NO_DAY};
use crate::definitions::{ColumnKind, Layout};
use crate::extracts::{Child, Extract, NO_CODE, NO_NUMBER};

/// The rows of a local extract known on a month's last day.
pub struct Known<'a> {
    records: &'a Extract,
    layout: &'a Layout,
    by_child: ByChild,
    month: Month,
    seen: Day,
    latest: Option<Month>,
}

impl<'a> Known<'a> {
    /// Of an extract, if it was found.
    pub fn new(history: &History<'a>, id: &str, month: Month) -> Option<Self> {
        let (records, layout) = history::extract(history.extracts, history.layouts, id)?;
        let by_child = match layout.child() {
            Some(_) => ByChild::new(Some(records), &history.extracts.children),
            None => ByChild::default(),
        };
        Some(Known {
            records,
            layout,
            by_child,
            month,
            seen: history.seen(month),
            latest: super::latest_month(records, history.file_month(month)),
        })
    }

    fn date(&self, record: usize) -> Option<Day> {
        let days = self.records.days(self.layout.date?)?;
        Some(days[record]).filter(|day| *day != NO_DAY)
    }

    fn is_known(&self, record: usize) -> bool {
        if !self.layout.carried_over && self.records.month(record) != self.latest {
            return false;
        }
        self.layout.date.is_none() || self.date(record).is_some_and(|day| day <= self.seen)
    }

    /// All rows known.
    pub fn rows(&self) -> Vec<usize> {
        self.known(0..self.records.len()).collect()
    }

    fn known(&self, records: Range<usize>) -> impl Iterator<Item = usize> {
        records.filter(|record| self.is_known(*record))
    }

    /// A child's latest row, and how many of the rows known are of the 12 months.
    pub fn latest(&self, child: Child) -> (Option<usize>, i32) {
        let since = self.month.window_start(12);
        let known = || self.known(self.by_child.of(child));
        let in_year = known().filter(|record| self.date(*record).is_none_or(|day| day >= since)).count();
        (known().max_by_key(|record| (self.date(*record), *record)), in_year as i32)
    }
}

/// Fills the table of an extract's rows.
pub fn fill_rows(
    known: &Known<'_>,
    rows: &[usize],
    in_care: &[looked_after::Row],
    history: &History<'_>,
    frame: &mut FrameBuilder<'_>,
) {
    let month = known.month;
    if known.layout.child().is_some() {
        let child = |record: &usize| known.records.child[*record];
        people::fill(frame, history, rows.iter().map(|record| (child(record), month.last())));
        let find = |record: &usize| in_care.binary_search_by_key(&child(record), |row| row.child).ok().map(|at| &in_care[at]);
        frame.yes_no("looked_after", rows.iter().map(|record| Some(find(record).is_some())));
        frame.whole("months_in_care", rows.iter().map(|record| find(record).map(|row| month.months_since(row.care_start))));
    }
    fill_own(known, &rows.iter().map(|record| Some(*record)).collect::<Vec<_>>(), frame);
}

/// Fills the table of children looked after with the latest row of each.
pub fn fill_looked_after(known: &Known<'_>, in_care: &[looked_after::Row], history: &History<'_>, frame: &mut FrameBuilder<'_>) {
    let month = known.month;
    people::fill(frame, history, in_care.iter().map(|row| (row.child, month.last())));
    frame.codes("place", in_care.iter().map(|row| row.place));
    frame.whole("months_in_care", in_care.iter().map(|row| Some(month.months_since(row.care_start))));
    frame.whole("days_in_care", in_care.iter().map(|row| Some(month.last() - row.care_start)));
    fill_latest(known, in_care.iter().map(|row| row.child), frame);
}

/// Fills the table of care leavers with the latest row of each.
pub fn fill_care_leavers(known: &Known<'_>, leavers: &[care_leavers::Row], history: &History<'_>, frame: &mut FrameBuilder<'_>) {
    people::fill_born(frame, history, leavers.iter().map(|row| (row.child, row.born, known.month.last())));
    fill_latest(known, leavers.iter().map(|row| row.child), frame);
}

fn fill_latest(known: &Known<'_>, children: impl Iterator<Item = Child>, frame: &mut FrameBuilder<'_>) {
    let latest: Vec<(Option<usize>, i32)> = children.map(|child| known.latest(child)).collect();
    frame.yes_no("has_row", latest.iter().map(|(record, _)| Some(record.is_some())));
    frame.whole("rows_in_year", latest.iter().map(|(_, number)| Some(*number)));
    fill_own(known, &latest.iter().map(|(record, _)| *record).collect::<Vec<_>>(), frame);
}

/// The extract's own columns; empty where there is no record.
fn fill_own(known: &Known<'_>, rows: &[Option<usize>], frame: &mut FrameBuilder<'_>) {
    let (records, month) = (known.records, known.month);
    let (since, e) = (month.window_start(12), month.last());
    for (at, column) in known.layout.columns.iter().enumerate() {
        let name = column.name.to_lowercase();
        match column.kind {
            ColumnKind::Date => {
                let Some(days) = records.days(at) else { continue };
                let day = |record: &Option<usize>| record.map(|at| days[at]).filter(|day| *day != NO_DAY);
                frame.days(&name, rows.iter().map(day));
                frame.whole(&format!("{name}_days_ago"), rows.iter().map(|record| day(record).map(|day| e - day)));
                let in_year = |record: &Option<usize>| day(record).map(|day| (since..=e).contains(&day));
                frame.yes_no(&format!("{name}_in_year"), rows.iter().map(in_year));
            }
            ColumnKind::Code => {
                let Some(codes) = records.codes(at) else { continue };
                frame.codes(&name, rows.iter().map(|record| record.map_or(NO_CODE, |at| codes[at])));
            }
            ColumnKind::Flag => {
                let Some(codes) = records.codes(at) else { continue };
                let flag =
                    |record: &Option<usize>| record.map(|at| codes[at]).filter(|code| *code != NO_CODE).map(|code| code == 1);
                frame.yes_no(&name, rows.iter().map(flag));
            }
            ColumnKind::Integer => {
                let Some(numbers) = records.integers(at) else { continue };
                frame.whole(&name, rows.iter().map(|record| record.map(|at| numbers[at]).filter(|number| *number != NO_NUMBER)));
            }
            ColumnKind::Number => {
                let Some(numbers) = records.numbers(at) else { continue };
                frame.numbers(&name, rows.iter().map(|record| record.map(|at| numbers[at]).filter(|number| !number.is_nan())));
            }
            ColumnKind::Text => {
                let Some(words) = records.words(at) else { continue };
                frame.texts(&name, rows.iter().map(|record| record.and_then(|at| words.of(at))));
            }
            ColumnKind::Child | ColumnKind::Month | ColumnKind::Identifier | ColumnKind::Postcode => {}
        }
    }
}
