//! What every check looks at: an extract's records with its columns by name, and what is known of all children.

use std::ops::Range;

use super::care::Care;
use crate::calendar::{Day, Month, NO_DAY};
use crate::definitions::Layout;
use crate::extracts::children::Child;
use crate::extracts::values::{NO_CODE, Words};
use crate::extracts::{Extract, Extracts};

/// What is known of all extracts.
pub struct Context<'a> {
    /// The extracts.
    pub extracts: &'a Extracts,
    /// Their layouts.
    pub layouts: &'a [Layout],
    /// The month whose last day is looked at.
    pub period: Month,
    /// That day.
    pub end: Day,
    /// By child, the header's date of birth; nothing for a child that the header lacks.
    pub born: Vec<Option<Day>>,
    /// The episodes, short breaks left out; nothing without the extract or its days.
    pub care: Option<Care<'a>>,
    /// Of a folder without months the last day that its rows are of.
    flat_until: Option<Day>,
}

/// The records of one extract.
pub struct Records<'a> {
    /// What is known besides.
    pub context: &'a Context<'a>,
    /// The records.
    pub extract: &'a Extract,
    /// Their layout.
    pub layout: &'a Layout,
}

impl<'a> Context<'a> {
    /// Of the merged extracts.
    pub fn new(extracts: &'a Extracts, layouts: &'a [Layout], period: Month, flat: bool) -> Self {
        let mut born = vec![None; extracts.children.len()];
        if let Some((header, layout)) = find(extracts, layouts, "header") {
            let days = layout.column("DOB").and_then(|dob| header.days(dob));
            for (record, child) in header.child.iter().enumerate() {
                born[*child as usize] = Some(days.map_or(NO_DAY, |days| days[record]));
            }
        }
        let care = find(extracts, layouts, "episodes").and_then(|(episodes, layout)| Care::new(episodes, layout));
        let flat_until = flat.then(|| flat_until(extracts, layouts, period));
        Context { extracts, layouts, period, end: period.last(), born, care, flat_until }
    }

    /// The records of an extract, if there are any.
    pub fn records(&'a self, id: &str) -> Option<Records<'a>> {
        let (extract, layout) = find(self.extracts, self.layouts, id)?;
        Some(Records { context: self, extract, layout })
    }

    /// A child's date of birth by the header, where it is known.
    pub fn born(&self, child: Child) -> Option<Day> {
        self.born.get(child as usize).copied().flatten().filter(|day| *day != NO_DAY)
    }

    /// The last day that a record's extract can know of.
    pub fn known_until(&self, extract: &Extract, record: usize) -> Day {
        let month = || extract.month(record).unwrap_or(self.period).last();
        self.flat_until.unwrap_or_else(month)
    }
}

/// The records and the layout of an extract.
pub fn find<'a>(extracts: &'a Extracts, layouts: &'a [Layout], id: &str) -> Option<(&'a Extract, &'a Layout)> {
    Some((extracts.by_id.get(id)?, layouts.iter().find(|layout| layout.id == id)?))
}

/// The last day that the files of a folder without months are of: that of the period, or of a later month in which
/// several episodes begin. One alone may be a slip of the pen.
pub fn flat_until(extracts: &Extracts, layouts: &[Layout], period: Month) -> Day {
    const NEAR: Day = 31;
    const YEAR: Day = 366;
    let mut until = period.last();
    let episodes = find(extracts, layouts, "episodes");
    let days = episodes.and_then(|(episodes, layout)| episodes.days(layout.column("DECOM")?)).unwrap_or_default();
    let mut later: Vec<Day> = days.iter().copied().filter(|day| *day > until).collect();
    later.sort_unstable();
    for (at, day) in later.iter().enumerate() {
        let near = |other: Option<&Day>| other.is_some_and(|other| (day - other).abs() <= NEAR);
        let supported = near(later.get(at + 1)) || near(at.checked_sub(1).and_then(|before| later.get(before)));
        if supported && day - until <= YEAR {
            until = until.max(Month::of(*day).last());
        }
    }
    until
}

/// The records of one child in an extract that is in order of child.
pub fn of_child(extract: &Extract, child: Child) -> Range<usize> {
    let start = extract.child.partition_point(|other| *other < child);
    start..start + extract.child[start..].partition_point(|other| *other == child)
}

/// The places of codes in a column's list, as a table of yes and no.
pub fn class(layout: &Layout, column: &str, codes: &[&str]) -> [bool; 256] {
    let mut class = [false; 256];
    if let Some(column) = layout.column(column).map(|at| &layout.columns[at]) {
        for at in codes.iter().filter_map(|code| column.code(code)) {
            class[usize::from(at)] = true;
        }
    }
    class
}

impl<'a> Records<'a> {
    /// The days of a column.
    pub fn days(&self, column: &str) -> Option<&'a [Day]> {
        self.extract.days(self.layout.column(column)?)
    }

    /// The codes of a column.
    pub fn codes(&self, column: &str) -> Option<&'a [u8]> {
        self.extract.codes(self.layout.column(column)?)
    }

    /// The whole numbers of a column.
    pub fn integers(&self, column: &str) -> Option<&'a [i32]> {
        self.extract.integers(self.layout.column(column)?)
    }

    /// The words of a column.
    pub fn words(&self, column: &str) -> Option<&'a Words> {
        self.extract.words(self.layout.column(column)?)
    }

    /// The place of a code in a column's list; of a code that it lacks that of no cell.
    pub fn code(&self, column: &str, code: &str) -> u8 {
        self.layout.column(column).and_then(|at| self.layout.columns[at].code(code)).unwrap_or(NO_CODE - 2)
    }

    /// The child's date of birth, the row's own before the header's.
    pub fn born(&self, record: usize) -> Option<Day> {
        let own = self.days("DOB").map_or(NO_DAY, |days| days[record]);
        if own == NO_DAY { self.context.born(self.extract.child[record]) } else { Some(own) }
    }

    /// Whether a record is of the newest extract of this kind up to the period.
    pub fn is_latest(&self) -> impl Fn(usize) -> bool + 'a {
        let (extract, period) = (self.extract, self.context.period);
        let latest = extract.files.iter().filter_map(|file| file.month).filter(|month| *month <= period).max();
        move |record| latest.is_some() && extract.month(record) == latest
    }
}
