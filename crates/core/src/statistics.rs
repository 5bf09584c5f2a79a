//! Confidence intervals, by the methods of Public Health England's indicator tools.
//!
//! Wilson for proportions; exact Poisson below 10 and Byar's from 10 for counts and
//! rates; Student's t for means. Plain numbers in and out.

mod difference;
pub mod signals;
pub mod trend_marker;
pub mod xmr;

pub use difference::difference;
use statrs::distribution::{ChiSquared, Continuous, ContinuousCDF, Normal, StudentsT};

/// An interval with the method that made it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The level, such as 0.95.
    pub level: f64,
    /// The lower limit.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
    /// `wilson`, `poisson-exact`, `byar` or `student-t`.
    pub method: &'static str,
}

/// Of a proportion, as parts of one (Wilson 1927). Nothing without a denominator.
pub fn proportion(numerator: f64, denominator: f64, level: f64) -> Option<Interval> {
    if denominator <= 0.0 || numerator < 0.0 || numerator > denominator {
        return None;
    }
    let z = normal_quantile(level)?;
    let (x, n, zz) = (numerator, denominator, z * z);
    let spread = z * (zz + 4.0 * x * (1.0 - x / n)).sqrt();
    let limit = |spread: f64| (2.0 * x + zz + spread) / (2.0 * (n + zz));
    // The limits of none and of all are 0 and 1 exactly; rounding must not cross them.
    let lower = if x == 0.0 { 0.0 } else { limit(-spread).max(0.0) };
    let upper = if x == n { 1.0 } else { limit(spread).min(1.0) };
    Some(Interval { level, lower, upper, method: "wilson" })
}

/// Of a count: exact Poisson below 10, Byar's approximation from 10.
pub fn count(x: f64, level: f64) -> Option<Interval> {
    if x < 0.0 {
        return None;
    }
    if x < 10.0 {
        let tail = (1.0 - level) / 2.0;
        let lower = if x == 0.0 { 0.0 } else { chi_squared_quantile(tail, 2.0 * x)? / 2.0 };
        let upper = chi_squared_quantile(1.0 - tail, 2.0 * x + 2.0)? / 2.0;
        return Some(Interval { level, lower, upper, method: "poisson-exact" });
    }
    let z = normal_quantile(level)?;
    let limit = |x: f64, z: f64| x * (1.0 - 1.0 / (9.0 * x) - z / (3.0 * x.sqrt())).powi(3);
    Some(Interval { level, lower: limit(x, z), upper: limit(x + 1.0, -z), method: "byar" })
}

/// Of a mean, from the sum and sum of squares of `number` values; nothing below two.
pub fn mean(sum: f64, squares: f64, number: f64, level: f64) -> Option<Interval> {
    if number < 2.0 {
        return None;
    }
    let mean = sum / number;
    let variance = ((squares - sum * mean) / (number - 1.0)).max(0.0);
    let half = students_t_quantile(1.0 - (1.0 - level) / 2.0, number - 1.0)? * (variance / number).sqrt();
    Some(Interval { level, lower: mean - half, upper: mean + half, method: "student-t" })
}

/// The standard normal quantile of a two-sided level: 1.96 for 0.95.
fn normal_quantile(level: f64) -> Option<f64> {
    let normal = Normal::new(0.0, 1.0).ok()?;
    let p = level + (1.0 - level) / 2.0;
    Some(sharpen(normal.inverse_cdf(p), p, |x| normal.cdf(x), |x| normal.pdf(x)))
}

fn chi_squared_quantile(p: f64, freedom: f64) -> Option<f64> {
    let chi = ChiSquared::new(freedom).ok()?;
    Some(sharpen(chi.inverse_cdf(p), p, |x| chi.cdf(x), |x| chi.pdf(x)))
}

fn students_t_quantile(p: f64, freedom: f64) -> Option<f64> {
    let t = StudentsT::new(0.0, 1.0, freedom).ok()?;
    Some(sharpen(t.inverse_cdf(p), p, |x| t.cdf(x), |x| t.pdf(x)))
}

/// Newton's steps, since a library's quantile may be found by halving alone.
fn sharpen(start: f64, p: f64, cdf: impl Fn(f64) -> f64, pdf: impl Fn(f64) -> f64) -> f64 {
    let mut x = start;
    for _ in 0..4 {
        let step = (cdf(x) - p) / pdf(x);
        if !step.is_finite() || step.abs() <= f64::EPSILON * x.abs() {
            break;
        }
        x -= step;
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64, places: i32) {
        assert!((found - expected).abs() < 0.6 * 10_f64.powi(-places), "{found} is not {expected}");
    }

    #[test]
    fn wilson_agrees_with_the_published_example() {
        let interval = proportion(65.0, 100.0, 0.95).unwrap();
        near(interval.lower, 0.552544, 6);
        near(interval.upper, 0.736358, 6);
        let wide = proportion(65.0, 100.0, 0.998).unwrap();
        near(wide.lower, 0.495495, 6);
        near(wide.upper, 0.778354, 6);
        assert_eq!(proportion(0.0, 12.0, 0.95).unwrap().lower, 0.0);
        assert_eq!(proportion(12.0, 12.0, 0.95).unwrap().upper, 1.0);
        assert_eq!(proportion(0.0, 0.0, 0.95), None);
    }

    #[test]
    fn counts_agree_with_the_published_examples() {
        let byar = count(65.0, 0.95).unwrap();
        near(byar.lower, 50.163188, 6);
        near(byar.upper, 82.849139, 6);
        let exact = count(1.0, 0.95).unwrap();
        near(exact.lower, 0.02531781, 8);
        near(exact.upper, 5.57164339, 8);
        assert_eq!(count(9.0, 0.95).unwrap().method, "poisson-exact");
        assert_eq!(count(10.0, 0.95).unwrap().method, "byar");
        assert_eq!(count(0.0, 0.95).unwrap().lower, 0.0);
        // 0 events: the upper limit is -ln(0.025).
        near(count(0.0, 0.95).unwrap().upper, 3.688879454113936, 12);
    }

    /// Worked with mpmath at 40 digits, from the formulas as they are published.
    #[test]
    fn limits_agree_with_another_tool_at_both_levels() {
        let agree = |found: Option<Interval>, lower: f64, upper: f64| {
            let Interval { lower: a, upper: b, level, method } = found.unwrap();
            let off = ((a - lower) / lower).abs().max(((b - upper) / upper).abs());
            assert!(off < 1e-9, "{method} at {level}: {a} to {b} is not {lower} to {upper}");
        };
        agree(proportion(65.0, 100.0, 0.95), 0.55254443296888, 0.736357517569025);
        agree(proportion(65.0, 100.0, 0.998), 0.495494657407045, 0.778354061408969);
        agree(count(65.0, 0.95), 50.1631877104594, 82.8491385459399);
        agree(count(65.0, 0.998), 42.8802614714802, 94.000290844318);
        agree(count(1.0, 0.95), 0.0253178079842899, 5.5716433909389);
        agree(count(1.0, 0.998), 0.00100050033358353, 9.23341347645159);
        agree(count(9.0, 0.95), 4.11537309737833, 17.0848034514192);
        agree(count(9.0, 0.998), 2.45242440436377, 22.6573733090629);
        // 100, 150, 250, 260, 340, 410: sum 1,510, squares 446,300.
        agree(mean(1510.0, 446_300.0, 6.0, 0.95), 130.837166951806, 372.496166381527);
        agree(mean(1510.0, 446_300.0, 6.0, 0.998), -25.3523848206635, 528.685718153997);
    }

    #[test]
    fn means_use_students_t() {
        // 10, 12, 14: mean 12, variance 4, t(0.975, 2) = 4.302652729696, half = t * sqrt(4/3).
        let interval = mean(36.0, 440.0, 3.0, 0.95).unwrap();
        near(interval.upper - 12.0, 4.302652729696142 * (4.0_f64 / 3.0).sqrt(), 9);
        near(12.0 - interval.lower, interval.upper - 12.0, 12);
        assert_eq!(mean(5.0, 25.0, 1.0, 0.95), None);
    }
}
