//! How many children a missed target needs, by when, and whether the present rate gets there.
//!
//! Takes exact figures of now and of a year ago, what was promised, and of an average its values;
//! gives a sentence. Every number is reckoned in whole numbers. Knows nothing of how figures were measured.

use crate::calendar::{Day, Month};
use crate::definitions::{Polarity, Unit};
use crate::figure::{Figure, Fraction};

/// The months that the present rate is taken from.
pub const RATE_MONTHS: i32 = 12;

/// What is to be met, and by when.
#[derive(Clone, Copy, Debug)]
pub struct Goal {
    /// Which way is better.
    pub polarity: Polarity,
    /// The figure to be met.
    pub target: Fraction,
    /// By how many children it is missed, where that is not told by the figure to be met: it is to be bettered.
    pub short: Option<i64>,
    /// The day it is to be met by.
    pub due: Day,
    /// What the figure is in.
    pub unit: Unit,
    /// Decimal places shown.
    pub decimals: u32,
    /// Whom the figure is of: `children`, `reviews`.
    pub counts: &'static str,
}

/// The sentence: `needs 3 more by March 2019; at the present rate 1 short`. Nothing where the target
/// is met or the figure has no parts.
///
/// `values` are what an average is of, where they are known.
pub fn words(now: Figure, year_ago: Option<Figure>, values: &[f64], goal: Goal, period: Month) -> Option<String> {
    let needs = match now {
        Figure::Mean { sum, number, .. } => needs_of_average(now, sum, number, values, goal)?,
        _ => {
            let short = match goal.polarity {
                Polarity::Higher => needed(now, goal)? - counted(now)?,
                Polarity::Lower => counted(now)? - needed(now, goal)?,
                Polarity::None => return None,
            };
            if short <= 0 {
                return None;
            }
            format!("needs {short} {}", if goal.polarity == Polarity::Higher { "more" } else { "fewer" })
        }
    };
    let due = Month::of(goal.due);
    if goal.due <= period.last() {
        return Some(format!("was due by {}; {needs}", due.long()));
    }
    let left = period.months_until(due);
    let rate = year_ago.and_then(|before| at_this_rate(now, before, goal, left));
    let rate = rate.map(|rate| format!("; at the present rate {rate}")).unwrap_or_default();
    Some(match now {
        Figure::Mean { .. } => format!("due by {}: {needs}{rate}", due.long()),
        _ => format!("{needs} by {}{rate}", due.long()),
    })
}

fn counted(figure: Figure) -> Option<i128> {
    match figure {
        Figure::Proportion { numerator, .. } => Some(i128::from(numerator)),
        Figure::Count(count) => Some(i128::from(count)),
        _ => None,
    }
}

/// The number to be counted at which the target is met, the denominator being as it is.
fn needed(figure: Figure, goal: Goal) -> Option<i128> {
    let target = goal.target;
    if let (Figure::Proportion { numerator, .. }, Some(short)) = (figure, goal.short) {
        let short = if goal.polarity == Polarity::Higher { short } else { -short };
        return Some(i128::from(numerator) + i128::from(short));
    }
    let needed = match figure {
        Figure::Proportion { denominator, .. } => target.times(Fraction::new(i128::from(denominator), 100)),
        Figure::Count(_) => target,
        _ => return None,
    };
    Some(if goal.polarity == Polarity::Higher { needed.ceil() } else { needed.floor() })
}

/// Where the figure gets if each month brings what a month of the last twelve brought.
fn at_this_rate(now: Figure, before: Figure, goal: Goal, left: i32) -> Option<String> {
    let left = Fraction::new(i128::from(left), i128::from(RATE_MONTHS));
    let higher = goal.polarity == Polarity::Higher;
    if let (Figure::Mean { .. }, Figure::Mean { .. }) = (now, before) {
        let then = now.exact().plus(now.exact().plus(before.exact().negative()).times(left));
        let target = goal.target;
        let met = if higher { then >= target } else { then <= target };
        let blank = if goal.unit.is().word.is_empty() { "" } else { " " };
        let then = format!("{}{blank}{} then", then.rounded(goal.decimals), goal.unit.is().word);
        return Some(if met { "it will be met".to_owned() } else { then });
    }
    let (share_before, most) = match (now, before) {
        // A year ago's share of the children there are now, so that a larger cohort is no progress.
        (Figure::Proportion { denominator, .. }, Figure::Proportion { numerator, denominator: of }) => {
            (Fraction::new(i128::from(numerator) * i128::from(denominator), i128::from(of)), i128::from(denominator))
        }
        (Figure::Count(_), Figure::Count(count)) => (Fraction::new(i128::from(count), 1), i128::MAX),
        _ => return None,
    };
    let counted = counted(now)?;
    let change = Fraction::new(counted, 1).plus(share_before.negative()).times(left);
    // Rounded against the target: part of a child does not count.
    let change = if higher { change.floor() } else { change.ceil() };
    let then = (counted + change).clamp(0, most);
    let needed = needed(now, goal)?;
    Some(match if higher { needed - then } else { then - needed } {
        ..=0 => "it will be met".to_owned(),
        short if higher => format!("{short} short"),
        over => format!("{over} too many"),
    })
}

/// What an average needs: its distance from the target in all, and the fewest children with whom it could be made up.
fn needs_of_average(now: Figure, sum: f64, number: i64, values: &[f64], goal: Goal) -> Option<String> {
    let target = goal.target;
    let sign = match goal.polarity {
        Polarity::Higher => Fraction::new(-1, 1),
        Polarity::Lower => Fraction::new(1, 1),
        Polarity::None => return None,
    };
    let off = now.exact().plus(target.negative()).times(sign).times(Fraction::new(i128::from(number), 1));
    if off <= Fraction::new(0, 1) {
        return None;
    }
    let whole = off.floor() == off.ceil();
    let total = off.rounded(if whole { 0 } else { goal.decimals.max(1) });
    let unit = match goal.unit.is().word {
        "" => "points",
        word => word,
    };
    let counts = if goal.counts.is_empty() { "in all" } else { goal.counts };
    let way = if goal.polarity == Polarity::Lower { "too many" } else { "too few" };
    let few = fewest(values, target, sign, off).filter(|_| values.iter().sum::<f64>() == sum);
    Some(match few {
        Some(1) => format!("{total} {unit} {way} over {number} {counts}; met if the one furthest off were at the target"),
        Some(few) => format!("{total} {unit} {way} over {number} {counts}; met if the {few} furthest off were at the target"),
        None => format!("{total} {unit} {way} over {number}"),
    })
}

/// The fewest values that, were they the target instead, would make up for what the average is off.
fn fewest(values: &[f64], target: Fraction, sign: Fraction, off: Fraction) -> Option<usize> {
    let exact = |value: f64| Fraction::new((value * 1e6).round() as i128, 1_000_000);
    let mut over: Vec<Fraction> = values.iter().map(|value| exact(*value).plus(target.negative()).times(sign)).collect();
    over.sort_unstable_by(|a, b| b.cmp(a));
    // Over one bottom, so that sums stay small: millionths of a millionth of the unit.
    let parts = |fraction: Fraction| fraction.times(Fraction::new(1_000_000_000_000, 1)).ceil();
    let (mut made_up, off) = (0, parts(off));
    over.into_iter()
        .map(parts)
        .position(|one| {
            made_up += one;
            made_up >= off
        })
        .map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_iso;
    use crate::definitions::Decimal;

    fn goal(polarity: Polarity, target: &str, due: &str, unit: Unit) -> Goal {
        let target = Fraction::of(Decimal::parse(target).unwrap());
        Goal {
            polarity,
            target,
            short: None,
            due: parse_iso(due).unwrap(),
            unit,
            decimals: if unit == Unit::Percent { 1 } else { 0 },
            counts: "children",
        }
    }

    fn of(numerator: i64, denominator: i64) -> Figure {
        Figure::Proportion { numerator, denominator }
    }

    fn mean(values: &[f64]) -> Figure {
        Figure::Mean { sum: values.iter().sum(), squares: values.iter().map(|v| v * v).sum(), number: values.len() as i64 }
    }

    fn march_2018() -> Month {
        "2018-03".parse().unwrap()
    }

    #[test]
    fn children_by_a_date_and_the_present_rate() {
        let seventy = goal(Polarity::Higher, "70", "2019-03-31", Unit::Percent);
        let say = |now, before| words(now, before, &[], seventy, march_2018());
        // 70% of 20 is 14; 11 are there, 9 of 20 were a year ago: 13 in another year.
        assert_eq!(say(of(11, 20), Some(of(9, 20))).unwrap(), "needs 3 more by March 2019; at the present rate 1 short");
        assert_eq!(say(of(11, 20), Some(of(8, 20))).unwrap(), "needs 3 more by March 2019; at the present rate it will be met");
        assert_eq!(say(of(11, 20), Some(of(12, 20))).unwrap(), "needs 3 more by March 2019; at the present rate 4 short");
        assert_eq!(say(of(11, 20), None).unwrap(), "needs 3 more by March 2019");
        assert_eq!(say(of(14, 20), Some(of(9, 20))), None);
        // Of 10 then 5, which is 10 of 20: one in a year.
        assert_eq!(say(of(11, 20), Some(of(5, 10))).unwrap(), "needs 3 more by March 2019; at the present rate 2 short");
    }

    #[test]
    fn part_of_a_child_does_not_count() {
        // One in a year is half a child by September.
        let half_a_year = goal(Polarity::Higher, "60", "2018-09-30", Unit::Percent);
        let said = words(of(11, 20), Some(of(10, 20)), &[], half_a_year, march_2018()).unwrap();
        assert_eq!(said, "needs 1 more by September 2018; at the present rate 1 short");
        let fewer = goal(Polarity::Lower, "50", "2018-09-30", Unit::Percent);
        let said = words(of(11, 20), Some(of(12, 20)), &[], fewer, march_2018()).unwrap();
        assert_eq!(said, "needs 1 fewer by September 2018; at the present rate 1 too many");
    }

    #[test]
    fn a_date_gone_by_is_said_and_counts_have_targets_too() {
        let past = goal(Polarity::Higher, "70", "2017-03-31", Unit::Percent);
        assert_eq!(words(of(11, 20), None, &[], past, march_2018()).unwrap(), "was due by March 2017; needs 3 more");
        let today = goal(Polarity::Higher, "70", "2018-03-31", Unit::Percent);
        assert_eq!(words(of(11, 20), None, &[], today, march_2018()).unwrap(), "was due by March 2018; needs 3 more");
        let count = goal(Polarity::Lower, "10", "2019-03-31", Unit::Count);
        let said = words(Figure::Count(12), Some(Figure::Count(13)), &[], count, march_2018()).unwrap();
        assert_eq!(said, "needs 2 fewer by March 2019; at the present rate 1 too many");
    }

    #[test]
    fn an_average_says_how_far_off_in_all_and_who_could_make_it_up() {
        // 1,000 over 4 against 200: 200 too many. The longest alone, 400, makes up 200.
        let lower = goal(Polarity::Lower, "200", "2019-03-31", Unit::Days);
        let values = [100.0, 200.0, 300.0, 400.0];
        let said = |values: &[f64], before: Option<Figure>| words(mean(values), before, values, lower, march_2018());
        assert_eq!(
            said(&values, None).unwrap(),
            "due by March 2019: 200 days too many over 4 children; met if the one furthest off were at the target"
        );
        // One day more and one is not enough.
        assert_eq!(
            said(&[101.0, 200.0, 300.0, 400.0], None).unwrap(),
            "due by March 2019: 201 days too many over 4 children; met if the 2 furthest off were at the target"
        );
        // 300 a year ago and 250 now: 200 in a year.
        assert!(said(&values, Some(mean(&[300.0]))).unwrap().ends_with("; at the present rate it will be met"));
        assert!(said(&values, Some(mean(&[260.0]))).unwrap().ends_with("; at the present rate 240 days then"));
        assert_eq!(said(&[100.0, 300.0], None), None);
        // Without the values nobody can be named.
        assert_eq!(words(mean(&values), None, &[], lower, march_2018()).unwrap(), "due by March 2019: 200 days too many over 4");
        // 3.5 against 3.9 over 2: 0.8 too few.
        let score = Goal { decimals: 1, ..goal(Polarity::Higher, "3.9", "2019-03-31", Unit::Score) };
        assert_eq!(
            words(mean(&[3.0, 4.0]), None, &[3.0, 4.0], score, march_2018()).unwrap(),
            "due by March 2019: 0.8 points too few over 2 children; met if the one furthest off were at the target"
        );
    }
}
