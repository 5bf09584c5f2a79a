//! One history from many extracts: a later extract corrects an earlier one also by what it no longer holds.
//!
//! Takes an extract whose rows stand in order of month, child and key, one for each key and month; gives the
//! records that hold after the last file, in order of child and key, with what was corrected. It stands between
//! merging and checking, and reads as its rule, which `docs/methods.md` tells in words:
//!
//! 1. `speaks`: from which day on a file's silence means something,
//! 2. `lost`: whether the file lost its rows, so that its silence means nothing,
//! 3. `episodes`: what becomes of an episode that the file no longer holds,
//! 4. `events`: what becomes of a review, an incident, a social worker's spell.
//!
//! ```text
//! files        February            March               record after March
//! A, U4        |-----------        (lacking)           |---------|  ended by the rule
//! B, K2        |----               |--------------     |--------------
//! ```
//!
//! Good data pass through it untouched: a record that every later file holds, or of which no later file
//! speaks, stays as it was. Knows nothing of indicators or of the reporting month.

mod episodes;
mod events;
mod lost;
mod record;
mod reports;
mod speaks;

use std::collections::BTreeMap;

use super::cells;
use super::values::{NO_CODE, UNKNOWN_CODE, Values};
use super::{Child, Extract, Extracts};
use crate::calendar::{Day, Month, NO_DAY};
use crate::cases::Change;
use crate::definitions::{ColumnKind, Layout};
use crate::problem::Problem;
use record::{Entry, File, Record, Rows};
use reports::Correction;

/// Columns of episodes that are compared, whether or not an indicator asks for them.
pub const COMPARED: [&str; 2] = ["PL_POST", "URN"];

/// Extracts whose rows last, with the columns of their first and last day.
const LASTING: [(&str, &str, &str); 4] = [
    ("episodes", "DECOM", "DEC"),
    ("missing", "MIS_START", "MIS_END"),
    ("sw_episodes", "SW_DECOM", "SW_DEC"),
    ("dolo", "DOLO_START", "DOLO_END"),
];

/// The columns of a row's first and last day; nothing of an extract whose rows are not dated, are not carried
/// over or are of no child. Where there is one date, it is both.
pub fn dates(layout: &Layout) -> Option<(usize, usize)> {
    if !layout.carried_over || layout.child().is_none() {
        return None;
    }
    if let Some((_, start, end)) = LASTING.iter().find(|(id, ..)| *id == layout.id) {
        return layout.column(start).zip(layout.column(end));
    }
    let is_day = |at: &usize| layout.columns[*at].kind == ColumnKind::Date;
    let date = layout.date.or_else(|| layout.key.iter().copied().find(is_day))?;
    Some((date, date))
}

/// What the episodes' files tell those of events.
#[derive(Default)]
struct Told {
    by_month: BTreeMap<Month, OfMonth>,
}

/// What the episodes' files of one month tell.
#[derive(Default)]
struct OfMonth {
    /// By child, whether the files hold an episode.
    present: Vec<bool>,
    /// Children who are not in the files and of whom an episode was dropped or ended, with the last end that
    /// their episodes now have; none where no episode is left.
    ended: BTreeMap<Child, Option<Day>>,
}

impl Told {
    /// Notes whose episodes the files of each month hold.
    fn present_in(&mut self, extracts: &Extracts, layouts: &[Layout]) {
        let layout = layouts.iter().find(|layout| layout.id == "episodes");
        let found = extracts.by_id.get("episodes").zip(layout);
        let Some(rows) = found.and_then(|(extract, layout)| Rows::new(extract, layout)) else { return };
        for (month, of_month) in rows.months() {
            let mut present = vec![false; extracts.children.len()];
            rows.extract.child[of_month.start as usize..of_month.end as usize]
                .iter()
                .for_each(|child| present[*child as usize] = true);
            self.by_month.insert(month, OfMonth { present, ended: BTreeMap::new() });
        }
    }
}

/// Makes one history of each dated extract that is carried over and has files of several months.
pub fn make(extracts: &mut Extracts, layouts: &[Layout], problems: &mut Vec<Problem>) {
    let children = extracts.children.len();
    let mut told = Told::default();
    // Events are judged by what the episodes of the same month say of the child.
    let (episodes, events): (Vec<&Layout>, Vec<&Layout>) = layouts.iter().partition(|layout| layout.id == "episodes");
    told.present_in(extracts, layouts);
    for layout in episodes.into_iter().chain(events) {
        let Some(extract) = extracts.by_id.get_mut(&layout.id).filter(|extract| applies(extract, layout)) else {
            continue;
        };
        let is_episodes = layout.id == "episodes";
        let Some(rows) = Rows::new(extract, layout) else { continue };
        let mut corrections = Vec::new();
        let record = if is_episodes {
            run(&rows, children, &mut corrections, |record, file, at| episodes::lacking(record, file, at, &mut told))
        } else {
            run(&rows, children, &mut corrections, |record, file, at| events::lacking(record, file, at, &told))
        };
        reports::report(&rows, &corrections, problems);
        let (keep, changes) = record.into_rows();
        apply(extract, layout, &keep, changes);
    }
}

/// Whether the rule is for an extract: it is dated, carried over, and has files of several months.
pub fn applies(extract: &Extract, layout: &Layout) -> bool {
    let mut months = extract.files.iter().map(|file| file.month);
    let first = months.next().flatten();
    dates(layout).is_some_and(|(start, _)| extract.days(start).is_some())
        && extract.files.iter().all(|file| file.month.is_some())
        && months.any(|other| other != first)
}

/// Takes the files in order of month; `lacking` says what becomes of the rows that one no longer holds.
fn run<'a>(
    rows: &'a Rows<'a>,
    children: usize,
    corrections: &mut Vec<Correction>,
    mut lacking: impl FnMut(&mut Record<'a>, &File, &mut Vec<Correction>),
) -> Record<'a> {
    let mut record = Record::new(rows, children);
    for (month, of_month) in rows.months() {
        let file = rows.file(month, of_month, children);
        lacking(&mut record, &file, corrections);
        record.take(file);
    }
    record
}

/// Keeps the rows of the record, with the ends that the rule set.
fn apply(extract: &mut Extract, layout: &Layout, keep: &[u32], changes: Vec<(u32, Entry)>) {
    for file in &mut extract.files {
        file.records = 0;
    }
    extract.child = keep.iter().map(|at| extract.child[*at as usize]).collect();
    extract.file = keep.iter().map(|at| extract.file[*at as usize]).collect();
    extract.row = keep.iter().map(|at| extract.row[*at as usize]).collect();
    let columns = std::mem::take(&mut extract.columns);
    extract.columns = columns.into_iter().map(|values| values.map(|values| cells::gather(values, keep))).collect();
    for file in &extract.file {
        extract.files[*file as usize].records += 1;
    }
    let end = dates(layout).map(|(_, end)| end);
    let (rec, reason) = (layout.column("REC"), layout.column("REASON_PLACE_CHANGE"));
    // A column that no file has is not made: what needs it says so, and has no figure.
    for (at, entry) in changes {
        if let Some(Some(Values::Days(days))) = end.and_then(|end| extract.columns.get_mut(end)) {
            days[at as usize] = entry.end;
        }
        if entry.rec_changed {
            if let Some(Some(Values::Codes(codes))) = rec.and_then(|rec| extract.columns.get_mut(rec)) {
                codes[at as usize] = entry.rec;
            }
            if let Some(Some(Values::Codes(codes))) = reason.and_then(|reason| extract.columns.get_mut(reason)) {
                codes[at as usize] = NO_CODE;
            }
        }
        extract.changes.extend(entry.change.map(|change| (at, change)));
    }
}
