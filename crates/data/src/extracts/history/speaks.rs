//! From when a file speaks: the first day of which its silence means something.
//!
//! A file of the year to date holds who left since 1 April and nobody who left before; a full history holds all;
//! a list of who is there holds no end at all. Which of them a file is shows in the ends that it holds and in
//! those that older files had and it no longer holds.
//!
//! ```text
//! lost   x    x  x |              older files had these ends, this one has not
//! held             |  o   o  o    this one has these
//!                  C              from here on it would hold an end, were there one
//! ```

use super::record::{File, Record};
use super::{Child, Day, Month, NO_DAY};

/// So many lost ends from C on make a file untrustworthy, if they are more than a fifth of all from there on.
const MANY: usize = 5;

/// The closing days of a file: those that it holds, and those of rows that it no longer holds.
#[derive(Debug, Default)]
struct Closing {
    held: Vec<Day>,
    /// Of children in the file.
    lost_in: Vec<Day>,
    /// Of children not in the file.
    lost_out: Vec<Day>,
    /// By child: the last end of each child of the file with no row open on E.
    held_of_children: Vec<Day>,
    /// By child: the last end of each child not in the file whose rows have all ended by E.
    lost_of_children: Vec<Day>,
    /// The ends that the record has of rows whose key the file holds.
    kept: Vec<Day>,
}

/// The first day of which a file speaks; E where it speaks of its last day alone.
///
/// `counts` says whether a child's rows count; `by_child` whether ends may be taken child by child.
pub fn from(record: &Record<'_>, file: &File, by_child: bool, counts: impl Fn(Child) -> bool) -> Day {
    let e = file.e;
    let closing = closing(record, file, counts);
    let a = file.month.year_start();
    let as_they_stand = !by_child || (closing.held.iter().all(|day| *day >= a) && !closing.lost_in.is_empty());
    let (mut held, mut lost) = match as_they_stand {
        true => (closing.held, [closing.lost_in, closing.lost_out].concat()),
        false => (closing.held_of_children, [closing.lost_in, closing.lost_of_children].concat()),
    };
    held.sort_unstable();
    lost.sort_unstable();
    let Some(from) = first_day(&held, &lost, a) else { return e };
    let contradicting = lost.iter().filter(|day| **day >= from).count();
    let agreeing = closing.kept.iter().filter(|day| **day >= from).count();
    if contradicting >= MANY && contradicting * 5 > contradicting + agreeing { e } else { from }
}

/// The rule on sorted days; nothing where no end is held. `a` is the 1 April.
fn first_day(held: &[Day], lost: &[Day], a: Day) -> Option<Day> {
    // The day on whose wrong side the fewest ends lie: lost ones on or after it, held ones before it.
    let wrong = |day: Day| {
        let lost_after = lost.len() - lost.partition_point(|other| *other < day);
        lost_after + held.partition_point(|other| *other < day)
    };
    let b = held.iter().copied().min_by_key(|day| (wrong(*day), std::cmp::Reverse(*day)))?;
    let last_lost = lost.partition_point(|day| *day < b).checked_sub(1).map(|at| lost[at]);
    let after_april = last_lost.is_none_or(|lost| lost < a) && a <= b;
    let month = Month::of(b).first();
    Some(if after_april { a } else { last_lost.map_or(month, |lost| month.max(lost + 1)) })
}

fn closing(record: &Record<'_>, file: &File, counts: impl Fn(Child) -> bool) -> Closing {
    let e = file.e;
    let mut closing = Closing::default();
    let mut lacking = Vec::new();
    for child in record.children().filter(|child| counts(*child)) {
        let entries = &record.by_child[child as usize];
        record.compare(file, child, &mut lacking);
        let lost = lacking.iter().filter_map(|at| Record::closing(&entries[*at], e));
        if !file.has(child) {
            closing.lost_out.extend(lost);
            let all_ended = entries.iter().all(|entry| entry.until() <= e && !entry.guess);
            let last = entries.iter().map(|entry| entry.end).max().filter(|last| all_ended && *last < e);
            closing.lost_of_children.extend(last);
            continue;
        }
        closing.lost_in.extend(lost);
        let mut last = None;
        let mut open = false;
        for row in file.of(child) {
            let entry = record.rows.entry(row, e);
            closing.held.extend(Record::closing(&entry, e));
            open |= entry.open_on(e);
            last = last.max((entry.end <= e).then_some(entry.end));
        }
        let last = last.filter(|last| !open && *last != NO_DAY && *last < e);
        closing.held_of_children.extend(last);
        let is_lacking = |at: &usize| lacking.binary_search(at).is_ok();
        let kept = entries.iter().enumerate().filter(|(at, _)| !is_lacking(at)).map(|(_, entry)| entry);
        closing.kept.extend(kept.filter(|entry| entry.start <= e).filter_map(|entry| Record::closing(entry, e)));
    }
    closing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::day;

    fn days(days: &[(i32, u32, u32)]) -> Vec<Day> {
        days.iter().map(|(y, m, d)| day(*y, *m, *d).unwrap()).collect()
    }

    /// The rule on ends held and lost by a file of a year that began on 1 April 2018.
    fn first(held: &[(i32, u32, u32)], lost: &[(i32, u32, u32)]) -> Option<(i32, u32, u32)> {
        let found = first_day(&days(held), &days(lost), day(2018, 4, 1).unwrap())?;
        let month = Month::of(found);
        Some((month.year(), month.number(), (found - month.first()) as u32 + 1))
    }

    #[test]
    fn a_file_that_holds_no_end_speaks_of_no_day() {
        assert_eq!(first(&[], &[(2018, 2, 1)]), None);
    }

    #[test]
    fn a_file_of_the_year_to_date_speaks_from_the_first_of_april() {
        assert_eq!(first(&[(2018, 4, 1)], &[(2018, 3, 31)]), Some((2018, 4, 1)));
        assert_eq!(first(&[(2018, 5, 9)], &[]), Some((2018, 4, 1)));
    }

    #[test]
    fn a_lost_end_of_this_year_moves_it_to_the_day_after() {
        // 10 April is lost and 20 April held: it speaks from the 11th, later than the first of b's month.
        assert_eq!(first(&[(2018, 4, 20), (2018, 4, 25)], &[(2018, 4, 10)]), Some((2018, 4, 11)));
        // Lost in May, held in June: the first of June is later than the day after.
        assert_eq!(first(&[(2018, 6, 20), (2018, 6, 25)], &[(2018, 5, 10)]), Some((2018, 6, 1)));
    }

    #[test]
    fn a_full_history_speaks_from_the_month_of_its_first_end() {
        assert_eq!(first(&[(2015, 7, 9), (2018, 5, 1)], &[]), Some((2015, 7, 1)));
    }

    #[test]
    fn one_end_that_came_late_is_outvoted() {
        // From 15 February two lost ends lie on the wrong side, from 12 May one held end.
        let lost = [(2018, 2, 20), (2018, 3, 10)];
        assert_eq!(first(&[(2018, 2, 15), (2018, 5, 12), (2018, 6, 15)], &lost), Some((2018, 4, 1)));
        // With one lost end it is as many either way: of equals the latest.
        assert_eq!(first(&[(2018, 2, 15), (2018, 5, 12)], &lost[..1]), Some((2018, 4, 1)));
    }
}
