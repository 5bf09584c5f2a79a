//! Rates a row by its confidence interval instead of its figure: amber unless the interval is
//! clear of the target.
//!
//! The comparison is that of Public Health England's Fingertips: better when the lower limit is
//! at or above the target, worse when the upper one is below it, the other way round where lower
//! is better. So a limit that touches the target from below is not yet below it.

use super::comparator::Held;
use super::{Judgement, Promise, Rating, judge};
use crate::definitions::Polarity;
use crate::figure::{Figure, Fraction, Measured};
use crate::statistics::{self, Interval};

/// Rates by the interval; a figure that has none is rated by itself, and a note says so.
///
/// `year_ago` is the same measure twelve months before; `then` is the interval of an earlier figure that the row is
/// held against. Two proportions are compared by the interval of their difference, other figures by whether their
/// intervals overlap.
pub fn judge_by_interval(
    measured: &Measured,
    promise: Promise<'_>,
    year_ago: Option<&Measured>,
    interval: Option<Interval>,
    then: Option<Interval>,
) -> Judgement {
    let by_figure = judge(measured, promise, year_ago);
    let rated = matches!(by_figure.rating, Rating::Green | Rating::Amber | Rating::Red);
    let is_range = matches!(promise.held, Held::Range(..));
    let (Some(_), true) = (promise.held.number().map(|_| ()).or(is_range.then_some(())), rated) else { return by_figure };
    let (Some(interval), Some(figure)) = (interval, measured.figure()) else {
        let note = "rated by the figure, which has no interval".to_owned();
        return Judgement { note: Some(by_figure.note.unwrap_or(note)), ..by_figure };
    };
    match promise.held {
        Held::Range(least, most) => within_range(interval, (least.value(), most.value()), promise),
        Held::Against { figure: Some(before), than, .. } => earlier(figure, *before, than, (interval, then), promise),
        held => held.number().map_or(by_figure, |number| beside(figure, number, interval, promise)),
    }
}

/// A number: better or worse where the interval is clear of it.
fn beside(figure: Figure, number: Fraction, interval: Interval, promise: Promise<'_>) -> Judgement {
    let target = number.value();
    let above = interval.lower >= target;
    let below = interval.upper < target;
    // None of a target of none cannot be bettered: such an interval reaches to one side only.
    let best = promise.polarity == Polarity::Lower && figure.exact() <= number && interval.lower < interval.upper;
    match (promise.polarity, above, below) {
        (Polarity::Higher, true, _) | (Polarity::Lower, _, true) => Judgement::new(Rating::Green, None),
        (Polarity::Higher, _, true) => Judgement::new(Rating::Red, None),
        (Polarity::Lower, true, _) if !best => Judgement::new(Rating::Red, None),
        _ => Judgement::new(Rating::Amber, Some(format!("{} spans the target", said(interval, promise)))),
    }
}

/// A range: green where the whole interval lies within, red where all of it lies without.
fn within_range(interval: Interval, (least, most): (f64, f64), promise: Promise<'_>) -> Judgement {
    if interval.lower >= least && interval.upper <= most {
        Judgement::new(Rating::Green, None)
    } else if interval.upper < least || interval.lower > most {
        Judgement::new(Rating::Red, None)
    } else {
        Judgement::new(Rating::Amber, Some(format!("{} spans an end of the range", said(interval, promise))))
    }
}

/// An earlier figure: better or worse where that is more than chance.
fn earlier(
    figure: Figure,
    before: Figure,
    than: &str,
    (interval, then): (Interval, Option<Interval>),
    promise: Promise<'_>,
) -> Judgement {
    let parts = |figure: Figure| match figure {
        Figure::Proportion { numerator, denominator } => Some((numerator as f64, denominator as f64)),
        _ => None,
    };
    let (rose, fell, chance) = match (parts(figure).zip(parts(before)), then) {
        (Some((now, then)), _) => {
            let Some(found) = statistics::difference(now, then, interval.level) else {
                return beside(figure, before.exact(), interval, promise);
            };
            let (lower, upper) = (found.lower * 100.0, found.upper * 100.0);
            let places = promise.decimals.max(1) as usize;
            let chance = format!(
                "the difference from {than} may be chance: its {}% interval is {lower:.places$} to {upper:.places$} points",
                found.level * 100.0
            );
            (lower > 0.0, upper < 0.0, chance)
        }
        (None, Some(then)) => {
            let chance = format!("{} overlaps that of {than}", said(interval, promise));
            (interval.lower > then.upper, interval.upper < then.lower, chance)
        }
        (None, None) => return beside(figure, before.exact(), interval, promise),
    };
    match (promise.polarity, rose, fell) {
        (Polarity::Higher, true, _) | (Polarity::Lower, _, true) => Judgement::new(Rating::Green, None),
        (Polarity::Higher, _, true) | (Polarity::Lower, true, _) => Judgement::new(Rating::Red, None),
        _ => Judgement::new(Rating::Amber, Some(chance)),
    }
}

fn said(interval: Interval, promise: Promise<'_>) -> String {
    let sign = promise.unit.is().sign;
    let show = |limit: f64| format!("{limit:.places$}{sign}", places = promise.decimals.max(1) as usize);
    format!("the {}% interval {} to {}", interval.level * 100.0, show(interval.lower), show(interval.upper))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definitions::{Asks, Decimal, Unit};

    fn rate(polarity: Polarity, figure: (i64, i64), limits: Option<(f64, f64)>, target: &str) -> Judgement {
        let figure = Measured::Figure(Figure::Proportion { numerator: figure.0, denominator: figure.1 });
        let held = Held::Number(Fraction::of(Decimal::parse(target).unwrap()));
        let promise = Promise { polarity, held: &held, amber: None, aim: None, unit: Unit::Percent, decimals: 1 };
        let interval = limits.map(|(lower, upper)| Interval { level: 0.95, lower, upper, method: "wilson" });
        judge_by_interval(&figure, promise, None, interval, None)
    }

    #[test]
    fn higher_is_better_both_sides_of_each_boundary() {
        let go = |lower, upper| rate(Polarity::Higher, (70, 100), Some((lower, upper)), "70").rating;
        assert_eq!(go(70.0, 80.0), Rating::Green);
        assert_eq!(go(69.999, 80.0), Rating::Amber);
        assert_eq!(go(60.0, 70.0), Rating::Amber);
        assert_eq!(go(60.0, 69.999), Rating::Red);
        assert_eq!(go(70.0, 70.0), Rating::Green);
    }

    #[test]
    fn lower_is_better_both_sides_of_each_boundary() {
        let go = |lower, upper| rate(Polarity::Lower, (12, 100), Some((lower, upper)), "10").rating;
        assert_eq!(go(5.0, 9.999), Rating::Green);
        assert_eq!(go(5.0, 10.0), Rating::Amber);
        assert_eq!(go(9.999, 20.0), Rating::Amber);
        assert_eq!(go(10.0, 20.0), Rating::Red);
        // The edge as the convention has it: both limits on the target is worse.
        assert_eq!(rate(Polarity::Lower, (10, 100), Some((10.0, 10.0)), "10").rating, Rating::Red);
        // None of 31 against none: the best there is, and the interval reaches beyond it.
        assert_eq!(rate(Polarity::Lower, (0, 31), Some((0.0, 11.0)), "0").rating, Rating::Amber);
    }

    #[test]
    fn amber_says_why_and_a_figure_without_interval_is_rated_by_itself() {
        let amber = rate(Polarity::Higher, (140, 200), Some((63.32, 75.93)), "70");
        assert_eq!(
            amber.reason.map(|reason| reason.to_string()).as_deref(),
            Some("the 95% interval 63.3% to 75.9% spans the target")
        );
        let alone = rate(Polarity::Higher, (140, 200), None, "70");
        assert_eq!(alone.rating, Rating::Green);
        assert_eq!(alone.note.as_deref(), Some("rated by the figure, which has no interval"));
    }

    fn figure(numerator: i64, denominator: i64) -> Figure {
        Figure::Proportion { numerator, denominator }
    }

    /// 56 of 70 against 48 of 80 differs by 5.2 to 33.4 points: more than chance. 9 of 18 against 8 of 18 does not.
    #[test]
    fn two_proportions_are_compared_by_the_interval_of_their_difference() {
        let go = |polarity, now: Figure, before: Figure| {
            let held =
                Held::Against { number: before.exact(), asks: Asks::Better, than: "a year ago".to_owned(), figure: Some(before) };
            let promise = Promise { polarity, held: &held, amber: None, aim: None, unit: Unit::Percent, decimals: 1 };
            let any = Interval { level: 0.95, lower: 0.0, upper: 100.0, method: "wilson" };
            judge_by_interval(&Measured::Figure(now), promise, None, Some(any), Some(any))
        };
        assert_eq!(go(Polarity::Higher, figure(56, 70), figure(48, 80)).rating, Rating::Green);
        assert_eq!(go(Polarity::Higher, figure(48, 80), figure(56, 70)).rating, Rating::Red);
        assert_eq!(go(Polarity::Lower, figure(56, 70), figure(48, 80)).rating, Rating::Red);
        assert_eq!(go(Polarity::Lower, figure(48, 80), figure(56, 70)).rating, Rating::Green);
        let chance = go(Polarity::Higher, figure(9, 18), figure(8, 18));
        assert_eq!(chance.rating, Rating::Amber);
        assert!(
            chance.reason.unwrap().to_string().starts_with("the difference from a year ago may be chance: its 95% interval is -")
        );
    }

    #[test]
    fn other_figures_are_compared_by_overlap_and_ranges_by_both_ends() {
        let limits = |lower, upper| Interval { level: 0.95, lower, upper, method: "byar" };
        let go = |now: Interval, then: Interval| {
            let held = Held::Against {
                number: Fraction::new(10, 1),
                asks: Asks::NoWorse,
                than: "a year ago".to_owned(),
                figure: Some(Figure::Count(10)),
            };
            let promise =
                Promise { polarity: Polarity::Lower, held: &held, amber: None, aim: None, unit: Unit::Count, decimals: 0 };
            judge_by_interval(&Measured::Figure(Figure::Count(9)), promise, None, Some(now), Some(then)).rating
        };
        assert_eq!(go(limits(1.0, 3.9), limits(4.0, 9.0)), Rating::Green);
        assert_eq!(go(limits(1.0, 4.0), limits(4.0, 9.0)), Rating::Amber);
        assert_eq!(go(limits(9.1, 12.0), limits(4.0, 9.0)), Rating::Red);
        let range = |lower, upper| {
            let held = Held::Range(Fraction::new(60, 1), Fraction::new(70, 1));
            let promise =
                Promise { polarity: Polarity::None, held: &held, amber: None, aim: None, unit: Unit::Percent, decimals: 1 };
            judge_by_interval(&Measured::Figure(figure(13, 20)), promise, None, Some(limits(lower, upper)), None).rating
        };
        assert_eq!((range(60.0, 70.0), range(59.9, 70.0), range(60.0, 70.1)), (Rating::Green, Rating::Amber, Rating::Amber));
        assert_eq!((range(50.0, 59.9), range(50.0, 60.0), range(70.1, 80.0)), (Rating::Red, Rating::Amber, Rating::Red));
    }
}
