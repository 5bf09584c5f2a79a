//! What becomes of episodes that a file no longer holds.
//!
//! ```text
//! O    |---------            the record has it, the file has not
//! N              |------     the child's row that begins next after it
//!      a. O lies where the file would hold it, or within a row of the file:  deleted
//!      b. N is O again, begun on another day:                               re-dated, O goes
//!      c. N says that care went on (RNE other than S):                      O ends on the day N begins
//!      d. nothing says so:                                                  care ended unseen
//! ```

use std::collections::BTreeMap;

use super::lost;
use super::record::{Entry, File, Record};
use super::reports::{Correction, Kind};
use super::{COMPARED, Change, Child, Day, NO_CODE, Told, UNKNOWN_CODE, Values, cells, speaks};

/// The codes and columns of episodes that the rule looks at.
struct Codes<'a> {
    rne: Option<&'a [u8]>,
    starts: Option<u8>,
    goes_on: Option<u8>,
    /// RNE, LS and PLACE, which must agree.
    same: Vec<&'a Values>,
    /// PLACE_PROVIDER, PL_POST and URN, which must agree where both have them.
    alike: Vec<&'a Values>,
}

impl<'a> Codes<'a> {
    fn new(record: &Record<'a>) -> Self {
        let (extract, layout) = (record.rows.extract, record.rows.layout);
        let values = |name: &str| extract.columns.get(layout.column(name)?)?.as_ref();
        let code = |column: &str, code: &str| layout.columns[layout.column(column)?].code(code);
        Codes {
            rne: layout.column("RNE").and_then(|at| extract.codes(at)),
            starts: code("RNE", "S"),
            goes_on: code("REC", "X1"),
            same: ["RNE", "LS", "PLACE"].into_iter().filter_map(values).collect(),
            alike: ["PLACE_PROVIDER"].into_iter().chain(COMPARED).filter_map(values).collect(),
        }
    }

    fn starts_care(&self, entry: &Entry) -> bool {
        self.starts.is_some() && self.rne.map(|rne| rne[entry.row as usize]) == self.starts
    }

    /// Whether two rows are of the same kind in the same place.
    fn agree(&self, a: &Entry, b: &Entry) -> bool {
        let (a, b) = (a.row as usize, b.row as usize);
        let alike = |values: &&Values| {
            cells::is_empty(values, a) || cells::is_empty(values, b) || cells::compare_cells(values, a, b).is_eq()
        };
        self.same.iter().all(|values| cells::compare_cells(values, a, b).is_eq()) && self.alike.iter().all(alike)
    }

    /// Whether an entry has a REC other than X1.
    fn ended_care(&self, entry: &Entry) -> bool {
        Record::has_reason(entry) && Some(entry.rec) != self.goes_on
    }

    fn is_x1_or_empty(&self, entry: &Entry) -> bool {
        entry.rec == NO_CODE || Some(entry.rec) == self.goes_on
    }

    fn x1(&self) -> u8 {
        self.goes_on.unwrap_or(NO_CODE)
    }
}

/// Says of each episode that the file no longer holds what becomes of it, and tells events what was said.
pub fn lacking(record: &mut Record<'_>, file: &File, corrections: &mut Vec<Correction>, told: &mut Told) {
    let mut ended = BTreeMap::new();
    let begin = corrections.len();
    let mut places = Vec::new();
    let lacks = |child: &Child, places: &mut Vec<usize>| {
        record.compare(file, *child, places);
        !places.is_empty()
    };
    let children: Vec<Child> = record.children().filter(|child| lacks(child, &mut places)).collect();
    if !children.is_empty() {
        let from = speaks::from(record, file, true, |_| true);
        let size = lost::size(record, file, from, |_| true);
        if let Some(size) = size.filter(|size| size.is_incomplete()) {
            lost::note_incomplete(file, size, corrections);
        } else {
            let codes = Codes::new(record);
            for child in children {
                record.compare(file, child, &mut places);
                let before = corrections.len();
                let left = Judge { record, file, codes: &codes, child, from }.entries(&places, corrections);
                if corrections.len() > before && !file.has(child) {
                    let last = left.iter().map(|entry| entry.end).max();
                    ended.insert(child, last);
                }
                record.by_child[child as usize] = left;
            }
            lost::note_vanished(record, file, size, begin, corrections);
        }
    }
    if let Some(of_month) = told.by_month.get_mut(&file.month) {
        of_month.ended = ended;
    }
}

/// What is known when a child's lacking episodes are judged.
struct Judge<'a, 'b> {
    record: &'b Record<'a>,
    file: &'b File,
    codes: &'b Codes<'a>,
    child: Child,
    from: Day,
}

/// What becomes of a lacking episode.
enum Fate {
    Stays,
    Dropped(Kind),
    Ends { on: Day, rec: u8, guess: bool, change: Change, kind: Kind },
}

impl Judge<'_, '_> {
    /// The child's entries after the file, but for those whose key it holds: these it replaces.
    fn entries(&self, lacking: &[usize], corrections: &mut Vec<Correction>) -> Vec<Entry> {
        let old = &self.record.by_child[self.child as usize];
        let held: Vec<Entry> = self.file.of(self.child).map(|row| self.record.rows.entry(row, self.file.e)).collect();
        let held = Held::new(held);
        let mut stays: Vec<Option<Entry>> = old.iter().copied().map(Some).collect();
        // Latest first: of the record, what begins next is then the first that stays of those looked at. What
        // begins after E the file does not speak of.
        let mut next_of_record = old.iter().find(|entry| entry.start > self.file.e).copied();
        for at in lacking.iter().rev().copied() {
            let Some(o) = stays[at] else { continue };
            let next = self.next(&o, &held, next_of_record);
            let fate = self.fate(&o, &held, next.as_ref(), old, lacking);
            let (kind, entry) = match fate {
                Fate::Stays => {
                    next_of_record = Some(o);
                    continue;
                }
                Fate::Dropped(kind) => (kind, None),
                Fate::Ends { on, rec, guess, change, kind } => {
                    let rec_changed = o.rec_changed || rec != o.rec;
                    (kind, Some(Entry { end: on, rec, guess, rec_changed, change: Some(change), ..o }))
                }
            };
            // What was ended so before is no new correction.
            if entry.is_none_or(|entry| (entry.end, entry.rec) != (o.end, o.rec)) {
                corrections.push(Correction { month: self.file.month, kind, row: Some(o.row) });
            }
            stays[at] = entry;
            next_of_record = entry.or(next_of_record);
            let before = at.checked_sub(1).filter(|before| old[*before].start == o.start);
            if let Some(before) = before
                && entry.is_none()
                && self.takes_along(kind, next.as_ref(), &held)
            {
                stays[before] = None;
            }
        }
        stays.into_iter().flatten().collect()
    }

    /// Whether an episode of no day goes with the one of the same day that is dropped. Not where only that one was
    /// re-dated, and care does not start with it: then care did start with the one of no day, and goes on from it.
    fn takes_along(&self, kind: Kind, next: Option<&Next>, held: &Held) -> bool {
        let Some(next) = next.filter(|_| kind == Kind::EpisodeRedated) else { return true };
        self.codes.starts_care(&next.entry) || held.of_day(next.entry.start).len() > 1
    }

    /// N: the child's row that begins next, of the file's and of those of the record that stay.
    fn next(&self, o: &Entry, held: &Held, of_record: Option<Entry>) -> Option<Next> {
        let of_file = held.after(o.start);
        match (of_file, of_record) {
            (Some(file), Some(record)) if record.start < file.start => Some(Next::of_record(record)),
            (Some(file), _) => Some(Next { new: self.record.known(self.child, file.row).is_empty(), entry: file, of_file: true }),
            (None, Some(record)) => Some(Next::of_record(record)),
            (None, None) => None,
        }
    }

    /// Whether an overlap with a row of the file is a correction: the record did not show it already.
    fn overlaps_anew(&self, o: &Entry, held: &Entry) -> bool {
        o.overlaps(held) && !self.record.known(self.child, held.row).iter().any(|known| known.overlaps(o))
    }

    fn fate(&self, o: &Entry, held: &Held, next: Option<&Next>, old: &[Entry], lacking: &[usize]) -> Fate {
        let contradicted = o.guess || o.until() >= self.from;
        let lies_within = held.around(o.start).any(|f| contradicted || self.overlaps_anew(o, f));
        if contradicted && o.start >= self.from || lies_within {
            return Fate::Dropped(Kind::EpisodeDeleted);
        }
        let care_went_on = |next: &&Next| !self.codes.starts_care(&next.entry);
        let continued = |next: &Next, rec: u8| Fate::Ends {
            on: next.entry.start,
            rec,
            guess: false,
            change: Change::Continued,
            kind: Kind::EpisodeContinued,
        };
        let new_of_file = next.filter(|next| next.of_file && next.new);
        if !contradicted {
            if let Some(next) = next.filter(|next| next.of_file && self.overlaps_anew(o, &next.entry)) {
                let rec = if care_went_on(&next) { self.codes.x1() } else { o.rec };
                return continued(next, rec);
            }
            let goes_on = |next: &&Next| self.codes.is_x1_or_empty(o) && next.entry.start > o.end && care_went_on(next);
            return new_of_file.filter(goes_on).map_or(Fate::Stays, |next| continued(next, self.codes.x1()));
        }
        if let Some(next) = new_of_file.filter(|_| !o.guess)
            && held.of_day(next.entry.start).iter().any(|n| self.is_again(o, n, old, lacking))
        {
            return Fate::Dropped(Kind::EpisodeRedated);
        }
        if let Some(next) = next.filter(care_went_on).filter(|next| !o.guess || next.of_file && next.new) {
            return continued(next, self.codes.x1());
        }
        let before_next = next.map_or(Day::MAX, |next| next.entry.start - 1);
        let on = (o.held + 1).min(self.from - 1).min(before_next).min(o.until()).max(o.start);
        let known = o.until() != Day::MAX && self.codes.ended_care(o);
        let rec = if known { o.rec } else { UNKNOWN_CODE };
        Fate::Ends { on, rec, guess: !known, change: Change::Vanished, kind: Kind::EpisodeVanished }
    }

    /// Whether N is O again, begun on another day.
    fn is_again(&self, o: &Entry, n: &Entry, old: &[Entry], lacking: &[usize]) -> bool {
        let in_time = n.start <= o.held || self.codes.starts_care(n) && self.from <= o.held + 1;
        if !in_time || !self.codes.agree(o, n) {
            return false;
        }
        let distance = n.start - o.start;
        let from = lacking.partition_point(|at| old[*at].start <= o.start);
        let mut nearer = lacking[from..].iter().map(|at| &old[*at]).take_while(|other| other.start < n.start + distance);
        !nearer.any(|other| self.codes.agree(other, n))
    }
}

/// The rows that a file holds of a child, in order of their first day.
struct Held {
    rows: Vec<Entry>,
    /// For each row the latest end of it and of those before it.
    reach: Vec<Day>,
}

impl Held {
    fn new(rows: Vec<Entry>) -> Self {
        let mut latest = Day::MIN;
        let reach = rows.iter().map(|row| {
            latest = latest.max(row.until());
            latest
        });
        Held { reach: reach.collect(), rows }
    }

    /// The rows that begin on a day.
    fn of_day(&self, day: Day) -> &[Entry] {
        let from = self.rows.partition_point(|row| row.start < day);
        &self.rows[from..self.rows.partition_point(|row| row.start <= day)]
    }

    /// The first row that begins after a day.
    fn after(&self, day: Day) -> Option<Entry> {
        self.rows.get(self.rows.partition_point(|row| row.start <= day)).copied()
    }

    /// The rows that begin before a day and end after it.
    fn around(&self, day: Day) -> impl Iterator<Item = &Entry> {
        let before = self.rows.partition_point(|row| row.start < day);
        let reaching = self.rows[..before].iter().zip(&self.reach).rev().take_while(move |(_, reach)| **reach > day);
        reaching.map(|(row, _)| row).filter(move |row| row.until() > day)
    }
}

/// The row that begins next.
struct Next {
    entry: Entry,
    of_file: bool,
    /// Whether the record did not have its key.
    new: bool,
}

impl Next {
    fn of_record(entry: Entry) -> Self {
        Next { entry, of_file: false, new: false }
    }
}
