//! Which columns follow from which: as a band of ages does from the age.
//!
//! Takes the values of columns in some rows, gives for each column those of which the value is told by its own. Nobody declares it: it holds
//! in every row, and hardly by chance.

use std::collections::{BTreeMap, BTreeSet};

/// What happens less often does not happen by chance.
const BY_CHANCE: f64 = 0.05;
/// So many values in the order of another column's are so by chance seldom enough.
const IN_ORDER: usize = 4;

/// For each column those that follow from it. Values are given by their places in order, each column as long as the others.
pub(super) fn follows<'a>(columns: &[(&'a str, Vec<usize>)]) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let of = |(name, from): &(&'a str, Vec<usize>)| {
        let others = columns.iter().filter(|(other, _)| other != name);
        (*name, others.filter(|(_, to)| is_followed_by(from, to)).map(|(other, _)| *other).collect())
    };
    columns.iter().map(of).collect()
}

/// Whether each value of a column always has the same one of another beside it, and would not have by chance.
fn is_followed_by(from: &[usize], to: &[usize]) -> bool {
    let mut beside: Vec<Option<usize>> = vec![None; from.len()];
    let mut times: Vec<usize> = vec![0; to.len()];
    let mut again = 0_i32;
    for (own, other) in from.iter().zip(to) {
        match beside[*own].replace(*other) {
            Some(known) if known != *other => return false,
            known => again += i32::from(known.is_some()),
        }
        times[*other] += 1;
    }
    // Two rows have the same value by chance as often as this.
    let same: f64 = times.iter().map(|times| (*times as f64 / to.len().max(1) as f64).powi(2)).sum();
    let known: Vec<usize> = beside.into_iter().flatten().collect();
    let in_order = known.len() > IN_ORDER && same < 1.0 && (known.is_sorted() || known.iter().rev().is_sorted());
    // Where values come as often again as there are, others would have shown that it does not follow.
    let often = same < 1.0 && again as usize >= known.len();
    often || same.powi(again) < BY_CHANCE || in_order
}

#[cfg(test)]
mod tests {
    use super::is_followed_by;

    #[test]
    fn what_a_value_tells_follows_from_it() {
        // Two bands of four ages, in nine rows: five times an age comes again, and by chance in the same band each time as often as one in 32.
        let (ages, bands) = ([0, 1, 2, 3, 0, 1, 2, 3, 0], [0, 0, 1, 1, 0, 0, 1, 1, 0]);
        assert!(is_followed_by(&ages, &bands));
        // Three times, and fewer than there are ages: one in 8.
        assert!(!is_followed_by(&ages[..7], &bands[..7]));
        // As often as there are ages.
        assert!(is_followed_by(&ages[..8], &bands[..8]));
        // The same age in two bands.
        assert!(!is_followed_by(&ages, &[0, 0, 1, 1, 0, 0, 1, 1, 1]));
        // The age does not follow from the band.
        assert!(!is_followed_by(&bands, &ages));
    }

    #[test]
    fn what_may_be_by_chance_does_not_follow() {
        // Every value once, and beside them two values as they come: in no order.
        assert!(!is_followed_by(&[0, 1, 2, 3, 4, 5], &[0, 1, 0, 0, 1, 1]));
        // One after the other as the values do, as bands of days.
        assert!(is_followed_by(&[0, 1, 2, 3, 4, 5], &[0, 0, 0, 1, 1, 1]));
        assert!(is_followed_by(&[0, 1, 2, 3, 4, 5], &[1, 1, 1, 1, 0, 0]));
        // Nearly always the same, and each value twice.
        assert!(is_followed_by(&[0, 0, 1, 1, 2, 2], &[0, 0, 1, 1, 0, 0]));
        // Always the same, which everything goes with.
        assert!(!is_followed_by(&[0, 1, 2, 3, 4, 5], &[0; 6]));
    }
}
