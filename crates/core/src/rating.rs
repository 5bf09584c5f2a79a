//! Judges a figure against its target: rating, travel, children to target.
//!
//! Takes exact figures and what was promised, gives a judgement with its reason.
//! Every comparison is of whole numbers, before any rounding. Knows nothing of how
//! a figure was measured or is shown.

mod by_interval;
mod comparator;
mod travel;

use crate::definitions::{Amber, Polarity, Unit};
use crate::figure::{Figure, Fraction, Measured, Verdict};
use crate::said::Reason;
pub use by_interval::judge_by_interval;
pub use comparator::{Held, to_target};
pub use travel::travel;

worded! {
    /// How a figure stands against its target.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Rating {
        /// The target is met; equal is met.
        Green = "green",
        /// Missed, within the band allowed.
        Amber = "amber",
        /// Missed.
        Red = "red",
        /// There is a figure, and nothing to rate it by.
        NotRated = "not-rated",
        /// Nothing to measure.
        NoData = "no-data",
    }
}

worded! {
    /// Which way a figure moved since the month before.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Travel {
        /// For the better.
        Improving = "improving",
        /// For the worse.
        Worsening = "worsening",
        /// Both would be shown alike, or one child makes the difference.
        Level = "level",
        /// It moved, and neither way is better.
        Changed = "changed",
    }
}

/// A rating, why, and what else the reader should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The rating.
    pub rating: Rating,
    /// Why, for every rating but green and red.
    pub reason: Option<Reason>,
    /// What could not be judged as the definition asks.
    pub note: Option<String>,
}

impl Judgement {
    fn new(rating: Rating, reason: Option<String>) -> Self {
        Judgement { rating, reason: reason.map(Reason::Judged), note: None }
    }
}

/// What others have, as published.
#[derive(Clone, Debug, PartialEq)]
pub struct Other {
    /// The number, exact.
    pub number: Fraction,
    /// The decimal places it is published with.
    pub decimals: u32,
    /// The year it is of.
    pub year: String,
    /// What the reader should know of it.
    pub note: String,
}

/// What a figure is judged by.
#[derive(Clone, Copy, Debug)]
pub struct Promise<'a> {
    /// Which way is better.
    pub polarity: Polarity,
    /// What it is held against.
    pub held: &'a Held,
    /// The amber band, if there is one.
    pub amber: Option<Amber>,
    /// The target in words, where no figure is set.
    pub aim: Option<&'a str>,
    /// What the figure is in.
    pub unit: Unit,
    /// Decimal places shown.
    pub decimals: u32,
}

/// Judges a figure; `year_ago` is the same measure twelve months before.
pub fn judge(measured: &Measured, promise: Promise<'_>, year_ago: Option<&Measured>) -> Judgement {
    match measured {
        Measured::Nobody(why) | Measured::NoData(why) => {
            Judgement { rating: Rating::NoData, reason: Some(Reason::NoData(why.clone())), note: None }
        }
        Measured::Figure(Figure::Judged(verdict)) => judged(*verdict),
        Measured::Figure(figure) => comparator::judge(figure.exact(), promise, year_ago),
    }
}

/// The last figure that is amber beside a limit, and why it is; or why the band cannot be told.
fn amber_edge(
    amber: Amber,
    limit: Fraction,
    promise: Promise<'_>,
    year_ago: Option<&Measured>,
) -> Result<(Fraction, String), String> {
    Ok(match amber {
        Amber::Points(points) => (worse_by(limit, Fraction::of(points), promise.polarity), within(points, promise.unit)),
        Amber::PercentOfTarget(percent) => {
            let band = limit.times(Fraction::of(percent)).times(Fraction::new(1, 100));
            (worse_by(limit, band, promise.polarity), format!("off target, within {percent}% of it"))
        }
        Amber::Limit(decimal) => {
            let shown = comparator::in_unit(&decimal.to_string(), promise.unit);
            (Fraction::of(decimal), format!("off target, no worse than {shown}"))
        }
        Amber::NoWorseThanAYearAgo => match year_ago.and_then(Measured::figure) {
            Some(before) => (before.exact(), "off target, no worse than a year ago".to_owned()),
            None => return Err("there is no figure of a year ago to compare with".to_owned()),
        },
    })
}

/// A judgement in words is its own rating, whatever the target.
fn judged(verdict: Verdict) -> Judgement {
    match verdict {
        Verdict::Met => Judgement::new(Rating::Green, None),
        Verdict::Partly => Judgement::new(Rating::Amber, Some("judged to be partly met".to_owned())),
        Verdict::NotMet => Judgement::new(Rating::Red, None),
    }
}

fn no_worse(figure: Fraction, limit: Fraction, polarity: Polarity) -> bool {
    match polarity {
        Polarity::Higher => figure >= limit,
        Polarity::Lower => figure <= limit,
        Polarity::None => false,
    }
}

fn worse_by(limit: Fraction, band: Fraction, polarity: Polarity) -> Fraction {
    limit.plus(if polarity == Polarity::Higher { band.negative() } else { band })
}

fn within(points: crate::definitions::Decimal, unit: Unit) -> String {
    format!("off target, within {points} {}", unit.is().band)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definitions::Decimal;

    fn words(judged: &Judgement) -> Option<String> {
        judged.reason.as_ref().map(Reason::to_string)
    }

    fn percent(numerator: i64, denominator: i64) -> Measured {
        Measured::Figure(Figure::Proportion { numerator, denominator })
    }

    fn days(sum: f64, number: i64) -> Measured {
        Measured::Figure(Figure::Mean { sum, squares: 0.0, number })
    }

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    fn target(figure: &str, amber: Option<Amber>) -> (Held, Option<Amber>) {
        (Held::Number(Fraction::of(decimal(figure))), amber)
    }

    fn promise(polarity: Polarity, target: &(Held, Option<Amber>), unit: Unit) -> Promise<'_> {
        Promise { polarity, held: &target.0, amber: target.1, aim: None, unit, decimals: 1 }
    }

    fn rate(measured: &Measured, polarity: Polarity, target: &(Held, Option<Amber>), year_ago: Option<&Measured>) -> Rating {
        judge(measured, promise(polarity, target, Unit::Percent), year_ago).rating
    }

    #[test]
    fn equal_to_the_target_is_green_and_rounding_never_helps() {
        let seventy = target("70", None);
        assert_eq!(rate(&percent(140, 200), Polarity::Higher, &seventy, None), Rating::Green);
        assert_eq!(rate(&percent(139, 200), Polarity::Higher, &seventy, None), Rating::Red);
        // 69.96% would be shown as 70.0%.
        assert_eq!(rate(&percent(1749, 2500), Polarity::Higher, &seventy, None), Rating::Red);
        assert_eq!(rate(&percent(20, 200), Polarity::Lower, &target("10", None), None), Rating::Green);
        assert_eq!(rate(&percent(21, 200), Polarity::Lower, &target("10", None), None), Rating::Red);
        // A mean of 426.25 would be shown as 426.
        assert_eq!(rate(&days(1705.0, 4), Polarity::Lower, &target("426", None), None), Rating::Red);
        assert_eq!(rate(&days(1704.0, 4), Polarity::Lower, &target("426", None), None), Rating::Green);
        // A third is not 33.3%.
        assert_eq!(rate(&percent(1, 3), Polarity::Lower, &target("33.3", None), None), Rating::Red);
    }

    #[test]
    fn amber_in_points_both_sides() {
        let band = target("70", Some(Amber::Points(decimal("5"))));
        assert_eq!(rate(&percent(130, 200), Polarity::Higher, &band, None), Rating::Amber);
        assert_eq!(rate(&percent(129, 200), Polarity::Higher, &band, None), Rating::Red);
        let low = target("10", Some(Amber::Points(decimal("2.5"))));
        assert_eq!(rate(&percent(25, 200), Polarity::Lower, &low, None), Rating::Amber);
        assert_eq!(rate(&percent(26, 200), Polarity::Lower, &low, None), Rating::Red);
    }

    #[test]
    fn amber_in_percent_of_the_target_both_sides() {
        // 426 + 10% = 468.6.
        let band = target("426", Some(Amber::PercentOfTarget(decimal("10"))));
        assert_eq!(rate(&days(4686.0, 10), Polarity::Lower, &band, None), Rating::Amber);
        assert_eq!(rate(&days(4687.0, 10), Polarity::Lower, &band, None), Rating::Red);
        // 80% - 10% of it = 72%.
        let high = target("80", Some(Amber::PercentOfTarget(decimal("10"))));
        assert_eq!(rate(&percent(72, 100), Polarity::Higher, &high, None), Rating::Amber);
        assert_eq!(rate(&percent(71, 100), Polarity::Higher, &high, None), Rating::Red);
    }

    #[test]
    fn amber_by_limit_both_sides() {
        let band = target("70", Some(Amber::Limit(decimal("65"))));
        assert_eq!(rate(&percent(65, 100), Polarity::Higher, &band, None), Rating::Amber);
        assert_eq!(rate(&percent(64, 100), Polarity::Higher, &band, None), Rating::Red);
        let low = target("426", Some(Amber::Limit(decimal("450"))));
        assert_eq!(rate(&days(900.0, 2), Polarity::Lower, &low, None), Rating::Amber);
        assert_eq!(rate(&days(901.0, 2), Polarity::Lower, &low, None), Rating::Red);
    }

    #[test]
    fn amber_by_a_year_ago() {
        let band = target("70", Some(Amber::NoWorseThanAYearAgo));
        let before = percent(1, 3);
        assert_eq!(rate(&percent(2, 6), Polarity::Higher, &band, Some(&before)), Rating::Amber);
        assert_eq!(rate(&percent(33, 100), Polarity::Higher, &band, Some(&before)), Rating::Red);
        let judged =
            judge(&percent(2, 6), promise(Polarity::Higher, &band, Unit::Percent), Some(&Measured::NoData("no file".to_owned())));
        assert_eq!(judged.rating, Rating::Red);
        assert!(judged.note.is_some());
    }

    #[test]
    fn without_target_or_polarity_nothing_is_rated_and_it_says_which() {
        let none = (Held::Nothing, None);
        let without = promise(Polarity::Higher, &none, Unit::Percent);
        let judged = judge(&percent(1, 2), without, None);
        assert_eq!((judged.rating, words(&judged).as_deref()), (Rating::NotRated, Some("no target")));
        let seventy = target("70", None);
        let without = promise(Polarity::None, &seventy, Unit::Percent);
        let judged = judge(&percent(1, 2), without, None);
        assert_eq!((judged.rating, words(&judged).as_deref()), (Rating::NotRated, Some("neither higher nor lower is better")));
        let judged = judge(&Measured::NoData("no oc3 extract".to_owned()), without, None);
        assert_eq!((judged.rating, words(&judged).as_deref()), (Rating::NoData, Some("no oc3 extract")));
    }

    #[test]
    fn a_judgement_in_words_is_its_own_rating() {
        let judged = |verdict| Measured::Figure(Figure::Judged(verdict));
        let none = (Held::Nothing, None);
        let words = Promise { aim: Some("2 reports a year"), ..promise(Polarity::None, &none, Unit::Text) };
        let rating = |verdict| judge(&judged(verdict), words, None);
        assert_eq!(rating(Verdict::Met), Judgement::new(Rating::Green, None));
        assert_eq!(rating(Verdict::Partly).rating, Rating::Amber);
        assert!(rating(Verdict::Partly).reason.is_some());
        assert_eq!(rating(Verdict::NotMet), Judgement::new(Rating::Red, None));
        let go = |now, before| travel(&judged(now), &judged(before), Polarity::None, 0, false);
        assert_eq!(go(Verdict::Met, Verdict::Partly), Some(Travel::Improving));
        assert_eq!(go(Verdict::NotMet, Verdict::Partly), Some(Travel::Worsening));
        assert_eq!(go(Verdict::Partly, Verdict::Partly), Some(Travel::Level));
    }

    #[test]
    fn children_to_target_is_the_fewest_that_make_it_green() {
        let seventy = target("70", None);
        let need = |numerator, denominator, polarity, target: &(Held, Option<Amber>)| {
            to_target(&percent(numerator, denominator), promise(polarity, target, Unit::Percent))
        };
        for numerator in 0..=13 {
            let need = need(numerator, 13, Polarity::Higher, &seventy).unwrap();
            // 70% of 13 is 9.1: ten children.
            assert_eq!(need, (10 - numerator).max(0), "{numerator}");
        }
        assert_eq!(need(3, 20, Polarity::Lower, &target("10", None)), Some(1));
        assert_eq!(need(2, 20, Polarity::Lower, &target("10", None)), Some(0));
        assert_eq!(need(3, 20, Polarity::None, &seventy), None);
        assert_eq!(to_target(&days(10.0, 2), promise(Polarity::Lower, &seventy, Unit::Days)), None);
    }
}
