//! Whether chance alone will meet the target.
//!
//! Takes the points of the latest step, its limits and the latest target. A target on a limit is met sometimes.

use super::limits::Limits;
use super::{Asked, Assurance, Better, Figure};

/// The assurance; nothing where neither way is better, nor without a target.
pub(super) fn of(values: &[f64], limits: &Limits, asked: &Asked<'_>) -> Option<Assurance> {
    let (better, target) = (asked.better, asked.target?);
    let times = match asked.figure {
        Figure::Sum(months) => months as f64,
        Figure::Point | Figure::Mean(_) => 1.0,
    };
    if let Some(flat) = flat(values) {
        return of_flat(flat * times, better, target);
    }
    match asked.figure {
        Figure::Point => against(limits, better, target),
        Figure::Mean(months) | Figure::Sum(months) => {
            against(&limits.of_many(months, asked.base(values.len()), times), better, target)
        }
    }
}

/// The one value of a flat series.
fn flat(values: &[f64]) -> Option<f64> {
    let first = *values.first()?;
    values.iter().all(|value| *value == first).then_some(first)
}

/// A flat series has no limits to lie beyond: each of its points meets the target, or none does.
pub(super) fn of_flat(value: f64, better: Better, target: f64) -> Option<Assurance> {
    let met = match better {
        Better::Higher => value >= target,
        Better::Lower => value <= target,
        Better::Neither => return None,
    };
    Some(if met { Assurance::Met } else { Assurance::NotMet })
}

/// A target strictly beyond the limits is met each time, or never.
pub(super) fn against(limits: &Limits, better: Better, target: f64) -> Option<Assurance> {
    let above_all = limits.is_above(target, limits.upper());
    let below_all = limits.is_above(limits.lower(), target);
    Some(match better {
        Better::Neither => return None,
        _ if !above_all && !below_all => Assurance::Sometimes,
        Better::Higher if above_all => Assurance::NotMet,
        Better::Lower if below_all => Assurance::NotMet,
        Better::Higher | Better::Lower => Assurance::Met,
    })
}
