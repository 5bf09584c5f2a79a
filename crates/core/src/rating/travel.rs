//! Which way a figure moved since another month, and when it did not: within one child, or within rounding.

use std::cmp::Ordering;

use super::Travel;
use crate::definitions::Polarity;
use crate::figure::{Figure, Fraction, Measured};

/// Which way a figure moved; nothing where either month has none.
pub fn travel(now: &Measured, before: &Measured, polarity: Polarity, decimals: u32) -> Option<Travel> {
    let (now, before) = (now.figure()?, before.figure()?);
    let within_one = is_within_one(now, before);
    // Met is better than not met, whichever way the row's figures would go.
    let polarity = if matches!(now, Figure::Judged(_)) { Polarity::Higher } else { polarity };
    let (now, before) = (now.exact(), before.exact());
    let moved = now.plus(before.negative());
    let moved = if moved < Fraction::new(0, 1) { moved.negative() } else { moved };
    // Beside an arrow nobody is to read a change of nought, nor figures that are shown alike.
    let no_change = Fraction::new(0, 1).rounded(decimals);
    if within_one || now.rounded(decimals) == before.rounded(decimals) || moved.rounded(decimals) == no_change {
        return Some(Travel::Level);
    }
    Some(match (polarity, now.cmp(&before)) {
        (Polarity::None, _) => Travel::Changed,
        (Polarity::Higher, Ordering::Greater) | (Polarity::Lower, Ordering::Less) => Travel::Improving,
        _ => Travel::Worsening,
    })
}

/// Whether no more than one of those counted makes the difference: in the cohort as it is now, for a percentage.
fn is_within_one(now: Figure, before: Figure) -> bool {
    let apart = |now: Fraction, before: Fraction, of: i128| {
        let apart = now.plus(before.negative()).times(Fraction::new(of, 1));
        let one = Fraction::new(1, 1);
        apart <= one && apart >= one.negative()
    };
    let share = |numerator: i64, denominator: i64| Fraction::new(i128::from(numerator), i128::from(denominator));
    match (now, before) {
        (Figure::Count(now), Figure::Count(before)) => (now - before).abs() <= 1,
        (Figure::Proportion { numerator, denominator }, Figure::Proportion { numerator: some, denominator: of }) => {
            apart(share(numerator, denominator), share(some, of), i128::from(denominator))
        }
        (Figure::Rate { count, population }, Figure::Rate { count: before, population: of }) => {
            apart(share(count, population), share(before, of), i128::from(population))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(numerator: i64, denominator: i64) -> Measured {
        Measured::Figure(Figure::Proportion { numerator, denominator })
    }

    fn days(sum: f64, number: i64) -> Measured {
        Measured::Figure(Figure::Mean { sum, squares: 0.0, number })
    }

    #[test]
    fn travel_is_level_when_both_are_shown_alike() {
        let go = |now, before, polarity| travel(&now, &before, polarity, 1);
        assert_eq!(go(percent(1, 3), percent(333, 1000), Polarity::Higher), Some(Travel::Level));
        assert_eq!(go(percent(5, 9), percent(3, 9), Polarity::Higher), Some(Travel::Improving));
        assert_eq!(go(percent(5, 9), percent(3, 9), Polarity::Lower), Some(Travel::Worsening));
        assert_eq!(go(percent(3, 9), percent(5, 9), Polarity::Lower), Some(Travel::Improving));
        assert_eq!(go(percent(3, 9), percent(5, 9), Polarity::None), Some(Travel::Changed));
        assert_eq!(go(percent(1, 3), Measured::NoData(String::new()), Polarity::Higher), None);
    }

    #[test]
    fn travel_is_level_when_one_child_makes_the_difference() {
        let go = |now: &Measured, before: &Measured| travel(now, before, Polarity::Higher, 1);
        let count = |count| Measured::Figure(Figure::Count(count));
        let rate = |count, population| Measured::Figure(Figure::Rate { count, population });
        assert_eq!(go(&count(7), &count(6)), Some(Travel::Level));
        assert_eq!(go(&count(8), &count(6)), Some(Travel::Improving));
        assert_eq!(go(&percent(4, 9), &percent(3, 9)), Some(Travel::Level));
        // 10 of 20 is 4.5 of 9: half a child from 4, one and a half from 6.
        assert_eq!(go(&percent(4, 9), &percent(10, 20)), Some(Travel::Level));
        assert_eq!(go(&percent(6, 9), &percent(10, 20)), Some(Travel::Improving));
        assert_eq!(go(&rate(50, 10_000), &rate(51, 10_000)), Some(Travel::Level));
        assert_eq!(go(&rate(50, 10_000), &rate(52, 10_000)), Some(Travel::Worsening));
        // A mean is of many: its rounding alone makes it level.
        assert_eq!(go(&days(1705.0, 4), &days(1706.0, 4)), Some(Travel::Level));
        assert_eq!(go(&days(1704.0, 4), &days(1706.0, 4)), Some(Travel::Worsening));
    }

    #[test]
    fn travel_is_level_when_the_change_rounds_to_nought() {
        let go = |now: Figure, before: Figure, decimals| {
            travel(&Measured::Figure(now), &Measured::Figure(before), Polarity::Higher, decimals)
        };
        let share = |numerator: i64| Figure::Proportion { numerator, denominator: 10_000 };
        // 34.49% is shown as 34.5%, 34.44% as 34.4%, and the change of 0.05 as 0.1; 34.45% and 34.42% are 0.03 apart.
        assert_eq!(go(share(3_449), share(3_444), 1), Some(Travel::Improving));
        assert_eq!(go(share(3_445), share(3_442), 1), Some(Travel::Level));
        assert_eq!(go(share(3_442), share(3_445), 1), Some(Travel::Level));
    }
}
