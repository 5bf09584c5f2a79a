//! The difference of two proportions with its confidence interval.
//!
//! Newcombe's hybrid score interval (Newcombe 1998, Statistics in Medicine 17, 873-890, method 10), made of the
//! Wilson intervals of both, so that it agrees with the intervals shown beside the figures. It takes the two groups
//! as independent. Plain numbers in and out.

use super::{Interval, proportion};

/// Of so many of so many less so many of so many, as parts of one. Nothing where either has no denominator.
pub fn difference((x, of): (f64, f64), (before, of_before): (f64, f64), level: f64) -> Option<Interval> {
    let (now, then) = (proportion(x, of, level)?, proportion(before, of_before, level)?);
    let (p, q) = (x / of, before / of_before);
    let lower = (p - q) - ((p - now.lower).powi(2) + (then.upper - q).powi(2)).sqrt();
    let upper = (p - q) + ((now.upper - p).powi(2) + (q - then.lower).powi(2)).sqrt();
    Some(Interval { level, lower, upper, method: "newcombe" })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of Newcombe's paper, table II, method 10.
    #[test]
    fn the_examples_of_the_paper() {
        let near = |now, before, lower: f64, upper: f64| {
            let found = difference(now, before, 0.95).unwrap();
            assert!((found.lower - lower).abs() < 6e-5 && (found.upper - upper).abs() < 6e-5, "{found:?}");
        };
        near((56.0, 70.0), (48.0, 80.0), 0.0524, 0.3339);
        near((9.0, 10.0), (3.0, 10.0), 0.1705, 0.8090);
        near((5.0, 56.0), (0.0, 29.0), -0.0381, 0.1926);
        near((0.0, 10.0), (0.0, 20.0), -0.1611, 0.2775);
        near((10.0, 10.0), (0.0, 10.0), 0.6075, 1.0000);
        assert_eq!(difference((1.0, 0.0), (1.0, 2.0), 0.95), None);
    }
}
