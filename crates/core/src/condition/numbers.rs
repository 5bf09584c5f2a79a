//! Reckoning that says when there is no number: nothing is rounded without a word, wraps or saturates.

use super::tree::{Change, PartOfDay, Reckoning};
use crate::calendar::{Day, Month};

/// The greatest whole number that is known exactly in every kind of number.
pub(super) const GREATEST: i64 = 1 << 53;

/// Days beyond which a date is none, about 8,000 years either side of 1970.
pub(super) const FURTHEST_DAY: i64 = 3_000_000;

fn exact(number: Option<i64>) -> Option<i64> {
    number.filter(|number| (-GREATEST..=GREATEST).contains(number))
}

/// A number that sums can be made of: neither infinite nor beyond what is known of every kind of number.
fn finite(number: f64) -> Option<f64> {
    Some(number).filter(|number| number.abs() <= GREATEST as f64)
}

/// Two whole numbers; none where it is no whole number that is known exactly. Division gives decimals and is not done here.
pub(super) fn whole(reckoning: Reckoning, a: i64, b: i64) -> Option<i64> {
    exact(match reckoning {
        Reckoning::Plus => a.checked_add(b),
        Reckoning::Minus => a.checked_sub(b),
        Reckoning::Times => a.checked_mul(b),
        Reckoning::Rest => a.checked_rem(b),
        Reckoning::Over => None,
    })
}

/// Two numbers; none where it is no number.
pub(super) fn number(reckoning: Reckoning, a: f64, b: f64) -> Option<f64> {
    finite(match reckoning {
        Reckoning::Plus => a + b,
        Reckoning::Minus => a - b,
        Reckoning::Times => a * b,
        Reckoning::Over => a / b,
        Reckoning::Rest => a % b,
    })
}

/// One whole number changed.
pub(super) fn changed_whole(change: Change, number: i64) -> Option<i64> {
    match change {
        Change::Negative => number.checked_neg(),
        Change::Absolute => number.checked_abs(),
        Change::Floor | Change::Ceiling | Change::Round(_) => Some(number),
    }
}

/// One number changed.
pub(super) fn changed_number(change: Change, number: f64) -> Option<f64> {
    finite(match change {
        Change::Negative => -number,
        Change::Absolute => number.abs(),
        Change::Floor => number.floor(),
        Change::Ceiling => number.ceil(),
        Change::Round(places) => {
            let unit = 10_f64.powi(places);
            (number * unit).round() / unit
        }
    })
}

/// A number that is whole, as one.
pub(super) fn as_whole(number: f64) -> Option<i64> {
    Some(number).filter(|number| number.fract() == 0.0 && number.abs() <= GREATEST as f64).map(|number| number as i64)
}

/// A part of a day; none of one that no calendar has.
pub(super) fn part_of_day(part: PartOfDay, day: i64) -> Option<i64> {
    let day = Day::try_from(day).ok().filter(|day| i64::from(*day).abs() <= FURTHEST_DAY)?;
    let month = Month::of(day);
    Some(match part {
        PartOfDay::Year => i64::from(month.year()),
        PartOfDay::Month => i64::from(month.number()),
        PartOfDay::Day => i64::from(day - month.first()) + 1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar;

    #[test]
    fn what_is_no_number_is_none() {
        assert_eq!(whole(Reckoning::Times, i64::from(i32::MAX), i64::from(i32::MAX)), None);
        assert_eq!(whole(Reckoning::Plus, GREATEST, 1), None);
        assert_eq!(whole(Reckoning::Plus, GREATEST - 1, 1), Some(GREATEST));
        assert_eq!(whole(Reckoning::Minus, i64::MIN, 1), None);
        assert_eq!(whole(Reckoning::Rest, 7, 0), None);
        assert_eq!(whole(Reckoning::Rest, 7, 4), Some(3));
        assert_eq!(number(Reckoning::Over, 0.0, 0.0), None);
        assert_eq!(number(Reckoning::Over, 1.0, 0.0), None);
        assert_eq!(number(Reckoning::Over, 5.0, 2.0), Some(2.5));
        assert_eq!(number(Reckoning::Times, 1e200, 1e200), None);
        assert_eq!(number(Reckoning::Times, 1e8, 1e8), None);
        assert_eq!(number(Reckoning::Times, 1e7, 1e8), Some(1e15));
        assert_eq!(changed_whole(Change::Negative, i64::MIN), None);
        assert_eq!(as_whole(2.5), None);
        assert_eq!(as_whole(1e300), None);
    }

    #[test]
    fn parts_of_days_are_those_of_the_calendar() {
        let day = i64::from(calendar::parse_iso("2018-03-31").unwrap());
        let part = |part, day| part_of_day(part, day);
        assert_eq!(part(PartOfDay::Year, day), Some(2018));
        assert_eq!(part(PartOfDay::Month, day), Some(3));
        assert_eq!(part(PartOfDay::Day, day), Some(31));
        assert_eq!(part(PartOfDay::Day, day + 1), Some(1));
        assert_eq!(part(PartOfDay::Year, i64::MAX), None);
    }
}
