//! A file that lost its rows: far fewer than the one before it had, of those that it should still hold.

use super::record::{Entry, File, Record};
use super::reports::{Correction, Kind};
use super::{Child, Day};

/// So many rows fewer than half make a file incomplete; so many corrections by silence are told of.
const FEW: usize = 5;

/// How many rows a file should hold, and does.
#[derive(Clone, Copy)]
pub struct Size {
    /// In the newest older file that had rows.
    pub before: usize,
    /// In the file.
    pub now: usize,
}

/// The rows of the file and of the newest older one that are open on the last day of their month, or ended on
/// or after C; nothing for the first file.
pub fn size(record: &Record<'_>, file: &File, from: Day, counts: impl Fn(Child) -> bool) -> Option<Size> {
    let should_hold = |entry: &Entry, e: Day| entry.open_on(e) || entry.until() != Day::MAX && entry.end >= from;
    let of = |file: &File| {
        let rows = record.children().filter(|child| counts(*child)).flat_map(|child| file.of(child));
        rows.filter(|row| should_hold(&record.rows.entry(*row, file.e), file.e)).count()
    };
    Some(Size { before: of(record.before.as_ref()?), now: of(file) })
}

impl Size {
    /// Whether the file is incomplete: fewer than half, and at least five fewer.
    pub fn is_incomplete(self) -> bool {
        self.now * 2 < self.before && self.before - self.now >= FEW
    }
}

/// Notes that a file is incomplete.
pub fn note_incomplete(file: &File, size: Size, corrections: &mut Vec<Correction>) {
    corrections.push(Correction { month: file.month, kind: Kind::Incomplete { before: size.before, now: size.now }, row: None });
}

/// Notes when the silence of a file made much of older rows vanish: `from` is where its corrections begin.
pub fn note_vanished(record: &Record<'_>, file: &File, size: Option<Size>, from: usize, corrections: &mut Vec<Correction>) {
    let count = corrections[from..].iter().filter(|correction| correction.row.is_some()).count();
    let before = size.map_or(0, |size| size.before);
    if count >= FEW && count * 10 > before {
        let new = record.children().filter(|child| file.has(*child) && !record.seen[*child as usize]).count();
        corrections.push(Correction { month: file.month, kind: Kind::ManyVanished { count, before, new }, row: None });
    }
}
