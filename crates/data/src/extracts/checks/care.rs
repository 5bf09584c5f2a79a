//! The episodes as checks look at them: short breaks left out, each child's in order.

use std::ops::Range;

use super::context::class;
use crate::calendar::{Day, NO_DAY};
use crate::definitions::Layout;
use crate::extracts::Extract;
use crate::extracts::children::Child;
use crate::extracts::values::{NO_CODE, UNKNOWN_CODE};

/// The episodes with their columns; codes of a column that is not there are empty.
pub struct Care<'a> {
    /// The extract.
    pub extract: &'a Extract,
    /// First days.
    pub decom: &'a [Day],
    /// Last days; none while open.
    pub dec: &'a [Day],
    rec: Option<&'a [u8]>,
    rne: Option<&'a [u8]>,
    ls: Option<&'a [u8]>,
    place: Option<&'a [u8]>,
    /// The records that are no short breaks, in order of child and first day.
    pub kept: Vec<usize>,
    /// Pairs of a child's kept records of which one begins on the day the other ended.
    adjoining: Vec<(usize, usize)>,
    /// By child, where its records begin, and one more.
    all_from: Vec<usize>,
    /// By child, where its records in `kept` begin, and one more.
    kept_from: Vec<usize>,
    /// REC X1.
    pub goes_on: [bool; 256],
    /// REC that ends care.
    pub ends_care: [bool; 256],
    /// REC E11 and E12.
    pub adopted: [bool; 256],
    /// RNE S.
    pub starts: [bool; 256],
    /// PLACE A3 to A6.
    pub adoptive: [bool; 256],
    /// PLACE T0 to T4.
    pub temporary: [bool; 256],
    /// LS E1 and D1.
    pub placement_order: [bool; 256],
}

impl<'a> Care<'a> {
    /// Of the merged episodes.
    pub fn new(extract: &'a Extract, layout: &'a Layout) -> Option<Self> {
        let days = |name: &str| extract.days(layout.column(name)?);
        let codes = |name: &str| extract.codes(layout.column(name)?);
        let (decom, dec) = (days("DECOM")?, days("DEC")?);
        let breaks = class(layout, "LS", &["V3", "V4"]);
        let ls = codes("LS");
        let kept: Vec<usize> =
            (0..extract.len()).filter(|record| !ls.is_some_and(|ls| breaks[usize::from(ls[*record])])).collect();
        let children = extract.child.last().map_or(0, |last| *last as usize + 1);
        let all_from = begins(children, extract.child.iter().copied());
        let kept_from = begins(children, kept.iter().map(|record| extract.child[*record]));
        let follows = |before: usize, record: usize| {
            extract.child[before] == extract.child[record] && dec[before] != NO_DAY && dec[before] == decom[record]
        };
        let adjoining = kept.windows(2).map(|pair| (pair[0], pair[1])).filter(|(a, b)| follows(*a, *b)).collect();
        let goes_on = class(layout, "REC", &["X1"]);
        let mut ends_care = [false; 256];
        if let Some(rec) = layout.column("REC").map(|at| &layout.columns[at]) {
            ends_care[usize::from(UNKNOWN_CODE)] = true;
            for (at, ends) in ends_care.iter_mut().enumerate().take(rec.codes.len()) {
                *ends = !goes_on[at];
            }
        }
        Some(Care {
            extract,
            decom,
            dec,
            rec: codes("REC"),
            rne: codes("RNE"),
            ls,
            place: codes("PLACE"),
            kept,
            adjoining,
            all_from,
            kept_from,
            goes_on,
            ends_care,
            adopted: class(layout, "REC", &["E11", "E12"]),
            starts: class(layout, "RNE", &["S"]),
            adoptive: class(layout, "PLACE", &["A3", "A4", "A5", "A6"]),
            temporary: class(layout, "PLACE", &["T0", "T1", "T2", "T3", "T4"]),
            placement_order: class(layout, "LS", &["E1", "D1"]),
        })
    }

    /// Why a record ceased.
    pub fn rec(&self, record: usize) -> u8 {
        self.rec.map_or(NO_CODE, |codes| codes[record])
    }

    /// Whether there is a column REC.
    pub fn has_rec(&self) -> bool {
        self.rec.is_some()
    }

    /// Why a record began.
    pub fn rne(&self, record: usize) -> u8 {
        self.rne.map_or(NO_CODE, |codes| codes[record])
    }

    /// Whether there is a column RNE.
    pub fn has_rne(&self) -> bool {
        self.rne.is_some()
    }

    /// A record's legal status.
    pub fn ls(&self, record: usize) -> u8 {
        self.ls.map_or(NO_CODE, |codes| codes[record])
    }

    /// A record's placement.
    pub fn place(&self, record: usize) -> u8 {
        self.place.map_or(NO_CODE, |codes| codes[record])
    }

    /// Whether a record ended care.
    pub fn ended_care(&self, record: usize) -> bool {
        self.dec[record] != NO_DAY && self.ends_care[usize::from(self.rec(record))]
    }

    /// Whether a record is open on a day.
    pub fn open_on(&self, record: usize, day: Day) -> bool {
        self.decom[record] <= day && (self.dec[record] == NO_DAY || self.dec[record] > day)
    }

    /// The records that are no short breaks and began by a day.
    pub fn begun(&self, day: Day) -> impl Iterator<Item = usize> {
        self.kept.iter().copied().filter(move |record| self.decom[*record] <= day)
    }

    /// The same, each with the child's record before it.
    pub fn with_before(&self, day: Day) -> impl Iterator<Item = (Option<usize>, usize)> {
        let mut previous: Option<usize> = None;
        self.begun(day).map(move |record| {
            let before = previous.filter(|before| self.extract.child[*before] == self.extract.child[record]);
            previous = Some(record);
            (before, record)
        })
    }

    /// Pairs of a child's records of which one begins, by a day, on the day the other ended.
    pub fn adjoining(&self, day: Day) -> impl Iterator<Item = (usize, usize)> {
        self.adjoining.iter().copied().filter(move |(_, record)| self.decom[*record] <= day)
    }

    /// The records of a child, short breaks too.
    pub fn of(&self, child: Child) -> Range<usize> {
        between(&self.all_from, child)
    }

    /// The records of a child that are no short breaks.
    pub fn kept_of(&self, child: Child) -> &[usize] {
        &self.kept[between(&self.kept_from, child)]
    }
}

/// Where the records of each of some children begin, and one more for the end; they are in order of child.
/// Looked up for every row of the other extracts, where searching for each costs more than all else.
fn begins(children: usize, of: impl Iterator<Item = Child>) -> Vec<usize> {
    let mut from = vec![0; children + 1];
    of.for_each(|child| from[child as usize + 1] += 1);
    for child in 0..children {
        from[child + 1] += from[child];
    }
    from
}

/// A child's part; empty for one that has none.
fn between(from: &[usize], child: Child) -> Range<usize> {
    let at = child as usize;
    match (from.get(at), from.get(at + 1)) {
        (Some(start), Some(end)) => *start..*end,
        _ => 0..0,
    }
}
