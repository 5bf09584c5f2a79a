//! How many children were looked after from month to month: a jump is a fault of the extract, not of the council.

use super::Found;
use super::care::Care;
use super::context::{Context, Records};
use crate::calendar::{self, Day, Month, NO_DAY};

/// Months before the period that are looked at: those of the windows of a year.
const MONTHS: i32 = 12;

/// The fewest children that a jump is of; fewer come and go in any month.
const FEWEST: i64 = 5;

/// A month in which nobody is looked after, or over a tenth more or fewer than in the month before.
pub fn jump(of: &Records<'_>, found: &mut Found) {
    let Some(care) = &of.context.care else { return };
    // Who left before the first extract is known of nobody.
    let first = of.extract.files.iter().filter_map(|file| file.month).min().filter(|first| *first < of.context.period);
    let back = first.map_or(MONTHS, |first| first.months_until(of.context.period).min(MONTHS));
    let months: Vec<Month> = (0..=back).rev().map(|back| of.context.period.back(back)).collect();
    let numbers = looked_after(of.context, care, &months);
    for (pair, month) in numbers.windows(2).zip(months.windows(2)) {
        let (before, now) = (pair[0], pair[1]);
        let nobody = now == 0 && before > 1;
        let jumps = (now - before).abs() >= FEWEST && (now - before).abs() * 10 > before;
        if before > 0 && (nobody || jumps) {
            let day = |month: Month| calendar::long(month.last());
            let number = if now == 0 { "nobody is".to_owned() } else { format!("{now} children are") };
            found.say(format!("{number} looked after on {}, and {before} were on {}", day(month[1]), day(month[0])));
        }
    }
}

/// The number of children looked after on the last day of each of some months in a row.
fn looked_after(context: &Context<'_>, care: &Care<'_>, months: &[Month]) -> Vec<i64> {
    let ends: Vec<Day> = months.iter().map(|month| month.last()).collect();
    let last_end = ends.last().copied().unwrap_or(Day::MIN);
    let mut numbers = vec![0; ends.len()];
    let mut counted = (None, 0);
    let mut adult = Day::MAX;
    // Most of a long history ended before.
    let first_end = ends.first().copied().unwrap_or(Day::MAX);
    let lasts = |record: &usize| care.dec[*record] == NO_DAY || care.dec[*record] > first_end;
    for record in care.kept.iter().copied().filter(lasts) {
        let child = care.extract.child[record];
        if counted.0 != Some(child) {
            counted = (Some(child), 0);
            // Of most the 18th birthday lies far ahead: it is worked out where it can matter.
            let by_then = |born: &Day| born.saturating_add(18 * 365) <= last_end;
            adult = context.born(child).filter(by_then).map_or(Day::MAX, |born| calendar::birthday(born, 18));
        }
        let over = if care.dec[record] == NO_DAY { Day::MAX } else { care.dec[record] }.min(adult);
        let first = ends.partition_point(|end| *end < care.decom[record]).max(counted.1);
        let last = ends.partition_point(|end| *end < over);
        numbers.iter_mut().take(last).skip(first).for_each(|number| *number += 1);
        counted.1 = counted.1.max(last);
    }
    numbers
}
