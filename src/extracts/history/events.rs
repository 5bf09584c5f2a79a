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
        let new: Vec<Entry> = held.map(|row| record.rows.entry(row, file.e)).collect();
        let mut entries: Vec<Option<Entry>> = record.by_child[child as usize].iter().copied().map(Some).collect();
        for at in places.iter().copied() {
            let Some(entry) = entries[at] else { continue };
            if entry.start < since || entry.until() < from {
                continue;
            }
            let on = (entry.held + 1).min(from - 1).max(entry.start);
            let kind = if entry.start >= from || is_again(record, &new, &entry) {
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

/// Whether one of the file's rows that the record does not have is this one, begun on another day.
fn is_again(record: &Record<'_>, new: &[Entry], entry: &Entry) -> bool {
    let again = |held: &Entry| held.start <= entry.held && held.overlaps(entry);
    new.iter().any(|held| again(held) && record.rows.same_but_date(held.row, entry.row))
}
