//! The record of an extract while its files are taken one by one.
//!
//! Takes rows in order of month, child and key; gives for each child the rows that hold, in order of key.

use std::cmp::Ordering;
use std::ops::Range;

use super::cells;
use super::{Change, Child, Extract, Layout, NO_CODE, UNKNOWN_CODE, Values};
use crate::calendar::{Day, Month, NO_DAY};

/// The rows of all files of one extract.
pub struct Rows<'a> {
    /// The extract.
    pub extract: &'a Extract,
    /// Its layout.
    pub layout: &'a Layout,
    start: &'a [Day],
    end: &'a [Day],
    rec: Option<&'a [u8]>,
    keys: Vec<&'a Values>,
}

/// The rows of one month's files, by child.
pub struct File {
    /// The month.
    pub month: Month,
    /// Its last day: E.
    pub e: Day,
    /// By child, its rows.
    by_child: Vec<(u32, u32)>,
}

/// A row of the record, with the end that it has by now.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The row.
    pub row: u32,
    /// Its first day; [`NO_DAY`] where it has none.
    pub start: Day,
    /// Its last day; [`NO_DAY`] while open.
    pub end: Day,
    /// Of an episode, why it ceased; [`UNKNOWN_CODE`] where the rule ended it.
    pub rec: u8,
    /// Last day of the newest month whose file held it.
    pub held: Day,
    /// Whether its end was set by the rule, with a reason nobody knows.
    pub guess: bool,
    /// Whether the rule changed why it ceased: then the reason for the change of placement is not known either.
    pub rec_changed: bool,
    /// What the rule made of it.
    pub change: Option<Change>,
}

impl Entry {
    /// Its end as a day that can be compared: after all days while it is open.
    pub fn until(&self) -> Day {
        if self.end == NO_DAY { Day::MAX } else { self.end }
    }

    /// Whether it is open on a day.
    pub fn open_on(&self, day: Day) -> bool {
        self.start != NO_DAY && self.start <= day && self.until() > day
    }

    /// Whether two share a day; the last day of each is no day of it.
    pub fn overlaps(&self, other: &Entry) -> bool {
        self.start.max(other.start) < self.until().min(other.until())
    }
}

impl<'a> Rows<'a> {
    /// Of an extract, where its files have the column of the first day.
    pub fn new(extract: &'a Extract, layout: &'a Layout) -> Option<Self> {
        let (start, end) = super::dates(layout)?;
        let start = extract.days(start)?;
        Some(Rows {
            extract,
            layout,
            start,
            end: extract.days(end).unwrap_or_default(),
            rec: layout.column("REC").and_then(|at| extract.codes(at)),
            keys: layout.key.iter().filter_map(|at| extract.columns[*at].as_ref()).collect(),
        })
    }

    /// A row as the record has it, in a file whose month ends with `held`.
    pub fn entry(&self, row: u32, held: Day) -> Entry {
        let at = row as usize;
        Entry {
            row,
            start: self.start[at],
            end: self.end.get(at).copied().unwrap_or(NO_DAY),
            rec: self.rec.map_or(NO_CODE, |rec| rec[at]),
            held,
            guess: false,
            rec_changed: false,
            change: None,
        }
    }

    /// The order of two rows of a child by their key.
    pub fn by_key(&self, a: u32, b: u32) -> Ordering {
        let order = |key: &&Values| cells::compare_cells(key, a as usize, b as usize);
        self.keys.iter().map(order).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }

    /// The order of two rows of a child by their key but for its date.
    pub fn by_key_but_date(&self, a: u32, b: u32) -> Ordering {
        let others = self.keys.iter().filter(|key| !matches!(key, Values::Days(_)));
        others.map(|key| cells::compare_cells(key, a as usize, b as usize)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }

    /// The months that have a row, in order, each with its rows.
    pub fn months(&self) -> Vec<(Month, Range<u32>)> {
        let mut months: Vec<(Month, Range<u32>)> = Vec::new();
        for at in 0..self.extract.len() {
            let (Some(month), row) = (self.extract.month(at), at as u32) else { continue };
            match months.last_mut() {
                Some((last, rows)) if *last == month => rows.end = row + 1,
                _ => months.push((month, row..row + 1)),
            }
        }
        months
    }

    /// The files of one month as one.
    pub fn file(&self, month: Month, rows: Range<u32>, children: usize) -> File {
        let mut by_child = vec![(0, 0); children];
        for row in rows {
            let (from, to): &mut (u32, u32) = &mut by_child[self.extract.child[row as usize] as usize];
            *from = if from == to { row } else { *from };
            *to = row + 1;
        }
        File { month, e: month.last(), by_child }
    }
}

impl File {
    /// A child's rows, in order of key.
    pub fn of(&self, child: Child) -> Range<u32> {
        let (from, to) = self.by_child[child as usize];
        from..to
    }

    /// Whether it holds a row of the child.
    pub fn has(&self, child: Child) -> bool {
        !self.of(child).is_empty()
    }
}

/// What the files taken so far give, corrections included.
pub struct Record<'a> {
    /// The rows of all files.
    pub rows: &'a Rows<'a>,
    /// By child, the entries that hold, in order of key.
    pub by_child: Vec<Vec<Entry>>,
    /// By child, whether a file taken so far held it.
    pub seen: Vec<bool>,
    /// The newest file taken.
    pub before: Option<File>,
}

impl<'a> Record<'a> {
    /// One without an entry.
    pub fn new(rows: &'a Rows<'a>, children: usize) -> Self {
        Record { rows, by_child: vec![Vec::new(); children], seen: vec![false; children], before: None }
    }

    /// The children.
    pub fn children(&self) -> impl Iterator<Item = Child> + use<> {
        0..self.by_child.len() as Child
    }

    /// The places, in order, of a child's entries that are *lacking*: they begin on or before E and the file does
    /// not hold their key.
    pub fn compare(&self, file: &File, child: Child, lacking: &mut Vec<usize>) {
        lacking.clear();
        let entries = &self.by_child[child as usize];
        let mut held = file.of(child).peekable();
        for (at, entry) in entries.iter().enumerate() {
            while held.next_if(|row| self.rows.by_key(*row, entry.row).is_lt()).is_some() {}
            let holds = held.peek().is_some_and(|row| self.rows.by_key(*row, entry.row).is_eq());
            if !holds && entry.start != NO_DAY && entry.start <= file.e {
                lacking.push(at);
            }
        }
    }

    /// Whether the record has the key of a row of a child; gives the entries of the key.
    pub fn known(&self, child: Child, row: u32) -> &[Entry] {
        let entries = &self.by_child[child as usize];
        let from = entries.partition_point(|entry| self.rows.by_key(entry.row, row).is_lt());
        let to = entries.partition_point(|entry| self.rows.by_key(entry.row, row).is_le());
        &entries[from..to]
    }

    /// Takes a file: its rows become the record of their keys.
    pub fn take(&mut self, file: File) {
        let mut old = Vec::new();
        for child in self.children().filter(|child| file.has(*child)) {
            self.seen[child as usize] = true;
            std::mem::swap(&mut old, &mut self.by_child[child as usize]);
            let entries = &mut self.by_child[child as usize];
            entries.clear();
            let mut before = old.drain(..).peekable();
            for row in file.of(child) {
                while let Some(entry) = before.next_if(|entry| self.rows.by_key(entry.row, row).is_lt()) {
                    entries.push(entry);
                }
                while before.next_if(|entry| self.rows.by_key(entry.row, row).is_eq()).is_some() {}
                entries.push(self.rows.entry(row, file.e));
            }
            entries.extend(before);
        }
        self.before = Some(file);
    }

    /// The rows that hold, in order of child and key, with the places of those that the rule changed.
    pub fn into_rows(self) -> (Vec<u32>, Vec<(u32, Entry)>) {
        let mut keep = Vec::new();
        let mut changes = Vec::new();
        for entry in self.by_child.into_iter().flatten() {
            if entry.change.is_some() {
                changes.push((keep.len() as u32, entry));
            }
            keep.push(entry.row);
        }
        (keep, changes)
    }

    /// Whether an end is one that says something: a day before `e`, and no guess.
    pub fn closing(entry: &Entry, e: Day) -> Option<Day> {
        (entry.end != NO_DAY && entry.end < e && !entry.guess).then_some(entry.end)
    }

    /// Whether an entry's reason is known.
    pub fn has_reason(entry: &Entry) -> bool {
        !matches!(entry.rec, NO_CODE | UNKNOWN_CODE)
    }
}
