//! Whether chance alone will meet the target.
//!
//! Takes the points of the latest step, its limits and the latest target. A target on a limit is met sometimes.

use super::limits::Limits;
use super::{Assurance, Better};

/// The assurance; nothing where neither way is better.
pub(super) fn of(values: &[f64], limits: &Limits, better: Better, target: f64) -> Option<Assurance> {
    let first = *values.first()?;
    if values.iter().all(|value| *value == first) {
        // A flat series has no limits to lie beyond: each of its points meets the target, or none does.
        let met = match better {
            Better::Higher => first >= target,
            Better::Lower => first <= target,
            Better::Neither => return None,
        };
        return Some(if met { Assurance::Met } else { Assurance::NotMet });
    }
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
