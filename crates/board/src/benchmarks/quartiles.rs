//! Rank and quartile, by the rules of the Department's Local Authority Interactive Tool.

use crate::definitions::Polarity;

/// Fewer figures than this have no quartiles.
const FEWEST: usize = 4;

/// The rank of a value among all (its own one of them), 1 the best. Those that tie share the better rank.
/// Nothing where neither way is better.
pub fn rank(value: f64, all: &[f64], polarity: Polarity) -> Option<usize> {
    let better = |other: &&f64| match polarity {
        Polarity::Higher => **other > value,
        Polarity::Lower => **other < value,
        Polarity::None => false,
    };
    (polarity != Polarity::None).then(|| all.iter().filter(better).count() + 1)
}

/// The three boundaries between quartiles: between sorted values in a straight line, the least value
/// being 0 and the greatest 1 (`QUARTILE.INC` of a spreadsheet, type 7 of R). Nothing for fewer than 4 values.
pub fn quartiles(all: &[f64]) -> Option<[f64; 3]> {
    if all.len() < FEWEST {
        return None;
    }
    let mut sorted = all.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |quarter: usize| {
        // In quarters of a place, so that the place itself is exact.
        let place = (sorted.len() - 1) * quarter;
        let (below, rest) = (place / 4, place % 4);
        let lower = sorted.get(below).copied().unwrap_or_default();
        let upper = sorted.get(below + 1).copied().unwrap_or(lower);
        lower + (upper - lower) * rest as f64 / 4.0
    };
    Some([at(1), at(2), at(3)])
}

/// The quartile of a value, `A` the best. A value on a boundary belongs to the interval below it, whichever
/// way is better.
pub fn quartile(value: f64, boundaries: [f64; 3], polarity: Polarity) -> Option<char> {
    let interval = boundaries.iter().filter(|boundary| value > **boundary).count();
    let letters = match polarity {
        Polarity::Lower => ['A', 'B', 'C', 'D'],
        Polarity::Higher => ['D', 'C', 'B', 'A'],
        Polarity::None => return None,
    };
    letters.get(interval).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: [f64; 11] = [69.0, 71.0, 64.0, 69.0, 80.0, 55.0, 77.0, 69.0, 100.0, 61.0, 72.0];

    fn near(found: f64, expected: f64) -> bool {
        (found - expected).abs() <= 1e-9 * expected.abs()
    }

    /// Against `statistics.quantiles(values, n=4, method="inclusive")` of Python.
    #[test]
    fn boundaries_are_those_of_an_inclusive_spreadsheet() {
        let cases: [(&[f64], [f64; 3]); 5] = [
            (&VALUES, [66.5, 69.0, 74.5]),
            (&[1.0, 2.0, 3.0, 4.0], [1.75, 2.5, 3.25]),
            (&[14.9, 13.2, 15.7, 12.1, 14.0, 16.3], [13.4, 14.45, 15.5]),
            (&[5.0, 5.0, 5.0, 5.0, 5.0], [5.0, 5.0, 5.0]),
            (&[0.1, 0.7, 0.2, 0.9, 0.4, 0.3, 0.8], [0.25, 0.4, 0.75]),
        ];
        for (values, expected) in cases {
            let found = quartiles(values).unwrap();
            assert!(found.iter().zip(expected).all(|(found, expected)| near(*found, expected)), "{values:?}: {found:?}");
        }
        assert_eq!(quartiles(&[1.0, 2.0, 3.0]), None);
    }

    #[test]
    fn those_that_tie_share_the_better_rank() {
        let ranks = |polarity| VALUES.map(|value| rank(value, &VALUES, polarity).unwrap());
        assert_eq!(ranks(Polarity::Higher), [6, 5, 9, 6, 2, 11, 3, 6, 1, 10, 4]);
        assert_eq!(ranks(Polarity::Lower), [4, 7, 3, 4, 10, 1, 9, 4, 11, 2, 8]);
        assert_eq!(rank(1.0, &VALUES, Polarity::None), None);
    }

    #[test]
    fn a_boundary_belongs_to_the_interval_below() {
        let letters =
            |polarity| [0.0, 25.0, 25.1, 50.0, 50.1, 75.0, 75.1, 100.0].map(|v| quartile(v, [25.0, 50.0, 75.0], polarity));
        let some = |text: &str| text.chars().map(Some).collect::<Vec<_>>();
        assert_eq!(letters(Polarity::Lower).to_vec(), some("AABBCCDD"));
        assert_eq!(letters(Polarity::Higher).to_vec(), some("DDCCBBAA"));
        assert_eq!(letters(Polarity::None), [None; 8]);
    }
}
