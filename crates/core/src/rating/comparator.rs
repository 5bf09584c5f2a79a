//! Judges a figure against what it is held against: a number, a range, an earlier figure, a baseline.
//!
//! Takes exact numbers, gives a judgement. Equal is reached; every comparison is exact, but for whether a figure and
//! the one it is to better are shown alike.

use super::{Judgement, Promise, Rating, amber_edge, no_worse, within, worse_by};
use crate::definitions::{Amber, Asks, Polarity, Standard, Unit};
use crate::figure::{Figure, Fraction, Measured};

/// What a figure is held against in a month, with its numbers.
#[derive(Clone, Debug, PartialEq)]
pub enum Held {
    /// Nothing that a figure could be rated by.
    Nothing,
    /// A number to be reached.
    Number(Fraction),
    /// Between two numbers, both included.
    Range(Fraction, Fraction),
    /// A number to be bettered, or not to be fallen behind.
    Against {
        /// The number.
        number: Fraction,
        /// To better it, or not to fall behind it.
        asks: Asks,
        /// What it is, in words: `a year ago`.
        than: String,
        /// The figure behind it, where it is one of the council's own.
        figure: Option<Figure>,
    },
    /// A number to be reached from a baseline that must be bettered.
    From {
        /// Where it began.
        baseline: Fraction,
        /// What is to be reached.
        target: Fraction,
    },
    /// What it is to be held against is not there: why, and how to give it.
    Missing(String),
}

impl Held {
    /// What the definition alone says; nothing where it takes the past or what others have.
    pub fn of(standard: Standard) -> Option<Held> {
        Some(match standard {
            Standard::Number(number) => Held::Number(Fraction::of(number)),
            Standard::Range { least, most } => Held::Range(Fraction::of(least), Fraction::of(most)),
            Standard::Baseline { baseline, target, asks: Asks::Reach } => {
                Held::From { baseline: Fraction::of(baseline), target: Fraction::of(target) }
            }
            Standard::Baseline { baseline, asks, .. } => {
                Held::Against { number: Fraction::of(baseline), asks, than: "the baseline".to_owned(), figure: None }
            }
            Standard::Past { .. } | Standard::Published { .. } => return None,
        })
    }

    /// A number that others have.
    pub fn others(number: Fraction, asks: Asks, than: &str) -> Held {
        match asks {
            Asks::Reach => Held::Number(number),
            _ => Held::Against { number, asks, than: than.to_owned(), figure: None },
        }
    }

    /// The number to be reached or bettered; of a range none.
    pub fn number(&self) -> Option<Fraction> {
        match self {
            Held::Number(number) | Held::Against { number, .. } | Held::From { target: number, .. } => Some(*number),
            Held::Nothing | Held::Range(..) | Held::Missing(_) => None,
        }
    }
}

/// Judges a figure against what it is held against.
pub(super) fn judge(figure: Fraction, promise: Promise<'_>, year_ago: Option<&Measured>) -> Judgement {
    let Promise { polarity, held, .. } = promise;
    let not_rated = |reason: String| Judgement::new(Rating::NotRated, Some(reason));
    match held {
        Held::Nothing if polarity == Polarity::None && promise.aim.is_none() => {
            not_rated("no target, and neither higher nor lower is better".to_owned())
        }
        Held::Nothing => {
            not_rated(promise.aim.map_or_else(|| "no target".to_owned(), |aim| format!("no figure set as target: {aim}")))
        }
        Held::Missing(why) => not_rated(why.clone()),
        Held::Range(least, most) => range(figure, (*least, *most), promise),
        _ if polarity == Polarity::None => not_rated("neither higher nor lower is better".to_owned()),
        Held::Number(number) if no_worse(figure, *number, polarity) => Judgement::new(Rating::Green, None),
        Held::Number(number) => missed(figure, *number, promise, year_ago),
        Held::Against { number, asks, than, .. } => {
            let alike = figure.rounded(promise.decimals) == number.rounded(promise.decimals);
            match asks {
                Asks::Better if alike => Judgement::new(Rating::Amber, Some(format!("shown alike with {than}"))),
                _ if alike || no_worse(figure, *number, polarity) => Judgement::new(Rating::Green, None),
                Asks::Better => Judgement::new(Rating::Red, None),
                Asks::Reach | Asks::NoWorse => missed(figure, *number, promise, year_ago),
            }
        }
        Held::From { target, .. } if no_worse(figure, *target, polarity) => Judgement::new(Rating::Green, None),
        Held::From { baseline, .. } if no_worse(*baseline, figure, polarity) => Judgement::new(Rating::Red, None),
        Held::From { target, .. } if promise.amber.is_some() => missed(figure, *target, promise, year_ago),
        Held::From { .. } => {
            Judgement::new(Rating::Amber, Some("better than the baseline, and not yet what was promised".to_owned()))
        }
    }
}

/// A figure that missed its number: amber within the band, else red.
fn missed(figure: Fraction, limit: Fraction, promise: Promise<'_>, year_ago: Option<&Measured>) -> Judgement {
    let Some(amber) = promise.amber else { return Judgement::new(Rating::Red, None) };
    match amber_edge(amber, limit, promise, year_ago) {
        Err(note) => Judgement { note: Some(note), ..Judgement::new(Rating::Red, None) },
        Ok((edge, allowed)) if no_worse(figure, edge, promise.polarity) => Judgement::new(Rating::Amber, Some(allowed)),
        Ok(_) => Judgement::new(Rating::Red, None),
    }
}

/// A figure and a range: the band goes on at either side.
fn range(figure: Fraction, (least, most): (Fraction, Fraction), promise: Promise<'_>) -> Judgement {
    if (least..=most).contains(&figure) {
        return Judgement::new(Rating::Green, None);
    }
    let (end, side) = if figure < least { (least, Polarity::Higher) } else { (most, Polarity::Lower) };
    let (edge, allowed) = match promise.amber {
        Some(Amber::Points(points)) => (worse_by(end, Fraction::of(points), side), within(points, promise.unit)),
        Some(Amber::PercentOfTarget(percent)) => {
            let band = end.times(Fraction::of(percent)).times(Fraction::new(1, 100));
            (worse_by(end, band, side), format!("off target, within {percent}% of it"))
        }
        Some(Amber::Limit(_) | Amber::NoWorseThanAYearAgo) | None => return Judgement::new(Rating::Red, None),
    };
    if no_worse(figure, edge, side) { Judgement::new(Rating::Amber, Some(allowed)) } else { Judgement::new(Rating::Red, None) }
}

/// What stands behind a number in a unit, for reasons.
pub(super) fn in_unit(number: &str, unit: Unit) -> String {
    unit.worded(number)
}

/// The fewest children of the cohort who would have to join the numerator, or leave it, for the row to be green; for
/// proportions alone.
pub fn to_target(measured: &Measured, promise: Promise<'_>) -> Option<i64> {
    let Some(Figure::Proportion { numerator, denominator }) = measured.figure() else { return None };
    let whole = |number: Fraction| number.times(Fraction::new(i128::from(denominator), 100));
    let (polarity, numerator) = (promise.polarity, i128::from(numerator));
    let short = match promise.held {
        Held::Nothing | Held::Missing(_) => return None,
        Held::Range(least, most) => {
            let (first, last) = (whole(*least).ceil(), whole(*most).floor());
            // No number of children may lie within a narrow range.
            if first > last {
                return None;
            }
            (first - numerator).max(numerator - last)
        }
        Held::Number(number) | Held::From { target: number, .. } => match polarity {
            Polarity::Higher => whole(*number).ceil() - numerator,
            Polarity::Lower => numerator - whole(*number).floor(),
            Polarity::None => return None,
        },
        Held::Against { .. } => against(numerator, denominator, promise)?,
    };
    i64::try_from(short.max(0)).ok()
}

/// By how many children a figure is short that is to be shown better, or alike: tried one by one from where equal is.
fn against(numerator: i128, denominator: i64, promise: Promise<'_>) -> Option<i128> {
    let step = match promise.polarity {
        Polarity::Higher => 1,
        Polarity::Lower => -1,
        Polarity::None => return None,
    };
    let green = |numerator: i128| {
        let figure = Fraction::new(numerator * 100, i128::from(denominator));
        judge(figure, promise, None).rating == Rating::Green
    };
    let possible = 0..=i128::from(denominator);
    let mut at = numerator;
    while possible.contains(&at) && !green(at) {
        at += step;
    }
    possible.contains(&at).then_some((at - numerator).abs())
}
