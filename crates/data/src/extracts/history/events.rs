//! What becomes of events that a file no longer holds: reviews, incidents, spells of social workers.

use super::record::{Entry, File, Record};
use super::reports::{Correction, Kind};
use super::{Change, Child, Day, Told, lost, speaks};

/// Says of each event that the file no longer holds what becomes of it.
pub fn lacking(record: &mut Record<'_>, file: &File, corrections: &mut Vec<Correction>, told: &Told) {
    let of_month = told.by_month.get(&file.month);
    // Without episodes of the month the file's own children are those it speaks of.
    let counts = |child: Child| of_month.map_or(file.has(child), |month| month.present[child as usize]);
    let ended = |child: Child| of_month.and_then(|month| month.ended.get(&child));
    let mut places = Vec::new();
    let lacks = |child: &Child, places: &mut Vec<usize>| {
        (counts(*child) || ended(*child).is_some()) && {
            record.compare(file, *child, places);
            !places.is_empty()
        }
    };
    let children: Vec<Child> = record.children().filter(|child| lacks(child, &mut places)).collect();
    if children.is_empty() {
        return;
    }
    let from = speaks::from(record, file, false, counts);
    let size = lost::size(record, file, from, counts);
    if let Some(size) = size.filter(|size| size.is_incomplete()) {
        return lost::note_incomplete(file, size, corrections);
    }
    let begin = corrections.len();
    for child in children {
        record.compare(file, child, &mut places);
        // Of a child whose episodes were dropped or ended, what begins after their last end.
        let since = match ended(child).filter(|_| !counts(child)) {
            Some(last) => last.unwrap_or(Day::MIN),
            None => Day::MIN,
        };
        let held = file.of(child).filter(|row| record.known(child, *row).is_empty());
        let new = New::of(record, held.map(|row| record.rows.entry(row, file.e)).collect());
        let mut entries: Vec<Option<Entry>> = record.by_child[child as usize].iter().copied().map(Some).collect();
        for at in places.iter().copied() {
            let Some(entry) = entries[at] else { continue };
            if entry.start < since || entry.until() < from {
                continue;
            }
            let on = (entry.held + 1).min(from - 1).max(entry.start);
            let kind = if entry.start >= from || new.has_again(record, &entry) {
                entries[at] = None;
                Kind::RecordDeleted
            } else {
                entries[at] = Some(Entry { end: on, change: Some(Change::Vanished), ..entry });
                Kind::RecordVanished
            };
            corrections.push(Correction { month: file.month, kind, row: Some(entry.row) });
        }
        record.by_child[child as usize] = entries.into_iter().flatten().collect();
    }
    lost::note_vanished(record, file, size, begin, corrections);
}

/// A child's rows of the file that the record does not have, in order of key but for its date, then of their first day.
struct New {
    rows: Vec<Entry>,
    /// For each row the latest end of it and of those before it of the same key.
    reach: Vec<Day>,
}

impl New {
    fn of(record: &Record<'_>, mut rows: Vec<Entry>) -> Self {
        // What lasts no day overlaps nothing.
        rows.retain(|row| row.start < row.until());
        rows.sort_by(|a, b| record.rows.by_key_but_date(a.row, b.row).then_with(|| a.start.cmp(&b.start)));
        let mut reach: Vec<Day> = Vec::with_capacity(rows.len());
        for (at, row) in rows.iter().enumerate() {
            let before = at.checked_sub(1).filter(|before| record.rows.by_key_but_date(rows[*before].row, row.row).is_eq());
            reach.push(before.map_or(row.until(), |before| reach[before].max(row.until())));
        }
        New { rows, reach }
    }

    /// Whether one of them is an event of the record, begun on another day: of the same key, known by then, and over
    /// days that both share.
    fn has_again(&self, record: &Record<'_>, entry: &Entry) -> bool {
        let begins = |row: &Entry| row.start <= entry.held && row.start < entry.until();
        let in_time = |row: &Entry| {
            let order = record.rows.by_key_but_date(row.row, entry.row);
            order.is_lt() || order.is_eq() && begins(row)
        };
        let last = self.rows.partition_point(in_time).checked_sub(1);
        last.is_some_and(|last| {
            record.rows.by_key_but_date(self.rows[last].row, entry.row).is_eq()
                && self.reach[last] > entry.start
                && entry.start < entry.until()
        })
    }
}
