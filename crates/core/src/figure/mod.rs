//! A figure as exact parts: what was counted, out of what.
//!
//! Plain numbers, no polars. Comparison and rounding are done on the parts, in whole
//! numbers, never on a floating result.

pub mod fed;
mod measured;
pub mod rounded;
pub mod rows;

use std::cmp::Ordering;

use crate::definitions::Decimal;
pub use measured::{ByGroups, Group, InGroups, Measurements, RowsOf};

/// A figure, by its parts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Figure {
    /// So many of so many, in percent.
    Proportion {
        /// Rows that count.
        numerator: i64,
        /// Rows of the cohort; never 0.
        denominator: i64,
    },
    /// A sum out of a sum, in percent, where one of them is no whole number.
    Sums {
        /// The sum above the line, in millionths.
        above: i64,
        /// The sum below it, in millionths; above 0.
        below: i64,
    },
    /// So many.
    Count(i64),
    /// The mean of values.
    Mean {
        /// Their sum.
        sum: f64,
        /// The sum of their squares.
        squares: f64,
        /// How many; never 0.
        number: i64,
    },
    /// So many per 10,000 of a population.
    Rate {
        /// Rows that count.
        count: i64,
        /// The population; never 0.
        population: i64,
    },
    /// A value that arrived as it is; nobody knows its parts.
    Given(Decimal),
    /// A judgement in words.
    Judged(Verdict),
}

/// A judgement in words; the better one is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// What was promised is not met.
    NotMet,
    /// It is met in part.
    Partly,
    /// It is met.
    Met,
}

impl Verdict {
    /// As a reader sees it.
    pub fn words(self) -> &'static str {
        match self {
            Verdict::NotMet => "not met",
            Verdict::Partly => "partly met",
            Verdict::Met => "met",
        }
    }
}

/// A figure, or why there is none.
#[derive(Clone, Debug, PartialEq)]
pub enum Measured {
    /// The figure.
    Figure(Figure),
    /// Its cohort is empty: the reason in words.
    Nobody(String),
    /// Nothing to measure, and the reason in words.
    NoData(String),
}

impl Measured {
    /// The figure, if there is one.
    pub fn figure(&self) -> Option<Figure> {
        match self {
            Measured::Figure(figure) => Some(*figure),
            Measured::Nobody(_) | Measured::NoData(_) => None,
        }
    }

    /// Whether there is no figure because its cohort is empty.
    pub fn is_nobody(&self) -> bool {
        matches!(self, Measured::Nobody(_))
    }

    /// Why there is no figure.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Measured::Figure(_) => None,
            Measured::Nobody(reason) | Measured::NoData(reason) => Some(reason),
        }
    }
}

/// An exact fraction with a positive denominator, in lowest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fraction {
    top: i128,
    bottom: i128,
}

impl Fraction {
    /// Of whole numbers; the lower one positive.
    pub fn new(top: i128, bottom: i128) -> Self {
        let bottom = bottom.max(1);
        // Equal fractions are the same, and parts stay small.
        let (mut common, mut rest) = (bottom, top.checked_rem(bottom).unwrap_or(0));
        while rest != 0 {
            (common, rest) = (rest, common % rest);
        }
        let common = common.abs().max(1);
        Fraction { top: top / common, bottom: bottom / common }
    }

    /// Of a decimal as written.
    pub fn of(decimal: Decimal) -> Self {
        Fraction::new(i128::from(decimal.digits), i128::from(decimal.unit()))
    }

    /// The sum.
    pub fn plus(self, other: Self) -> Self {
        let exact = |one: Self, other: Self| {
            let top = one.top.checked_mul(other.bottom)?.checked_add(other.top.checked_mul(one.bottom)?)?;
            Some(Fraction::new(top, one.bottom.checked_mul(other.bottom)?))
        };
        self.with(other, exact)
    }

    /// The product.
    pub fn times(self, other: Self) -> Self {
        self.with(other, |one, other| Some(Fraction::new(one.top.checked_mul(other.top)?, one.bottom.checked_mul(other.bottom)?)))
    }

    /// Reckons with two; where their parts are too great for it, with fewer of their binary digits: nothing wraps.
    fn with(self, other: Self, exact: impl Fn(Self, Self) -> Option<Self>) -> Self {
        let (mut one, mut other) = (self, other);
        loop {
            if let Some(found) = exact(one, other) {
                return found;
            }
            let size = |fraction: Self| fraction.top.unsigned_abs().max(fraction.bottom.unsigned_abs());
            let longer = if size(one) >= size(other) { &mut one } else { &mut other };
            *longer = Fraction { top: longer.top / 2, bottom: (longer.bottom / 2).max(1) };
        }
    }

    /// The negative.
    pub fn negative(self) -> Self {
        Fraction::new(self.top.saturating_neg(), self.bottom)
    }

    /// The nearest floating number.
    pub fn value(self) -> f64 {
        self.top as f64 / self.bottom as f64
    }

    /// Whether it is a whole number.
    pub fn is_whole(self) -> bool {
        self.top % self.bottom == 0
    }

    /// The greatest whole number not above it.
    pub fn floor(self) -> i128 {
        self.top.div_euclid(self.bottom)
    }

    /// The least whole number not below it.
    pub fn ceil(self) -> i128 {
        -(-self.top).div_euclid(self.bottom)
    }

    /// Rounded half up to so many decimal places, as text.
    pub fn rounded(self, decimals: u32) -> String {
        let unit = 10_i128.pow(decimals);
        let double = self.top.saturating_mul(2).saturating_mul(unit).saturating_add(self.bottom);
        let whole = double.div_euclid(self.bottom.saturating_mul(2));
        let sign = if whole < 0 { "-" } else { "" };
        let (before, after) = (whole.abs() / unit, whole.abs() % unit);
        match decimals {
            0 => format!("{sign}{before}"),
            _ => format!("{sign}{before}.{after:0width$}", width = decimals as usize),
        }
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        // By whole parts, and then by what is left over turned upside down: no product that could be too great.
        let (mut one, mut two) = ((self.top, self.bottom), (other.top, other.bottom));
        let mut turned = false;
        loop {
            let wholes = one.0.div_euclid(one.1).cmp(&two.0.div_euclid(two.1));
            let rests = (one.0.rem_euclid(one.1), two.0.rem_euclid(two.1));
            let order = match (wholes, rests) {
                (Ordering::Equal, (0, 0)) => Ordering::Equal,
                (Ordering::Equal, (0, _)) => Ordering::Less,
                (Ordering::Equal, (_, 0)) => Ordering::Greater,
                (Ordering::Equal, _) => {
                    (one, two) = ((one.1, rests.0), (two.1, rests.1));
                    turned = !turned;
                    continue;
                }
                (order, _) => order,
            };
            return if turned { order.reverse() } else { order };
        }
    }
}

impl Figure {
    /// Its value in its unit: percent, days, points, per 10,000; of a judgement its place in order.
    pub fn exact(self) -> Fraction {
        match self {
            Figure::Proportion { numerator, denominator } => Fraction::new(i128::from(numerator) * 100, i128::from(denominator)),
            Figure::Sums { above, below } => Fraction::new(i128::from(above) * 100, i128::from(below)),
            Figure::Count(count) => Fraction::new(i128::from(count), 1),
            Figure::Mean { sum, number, .. } if sum.fract() == 0.0 => Fraction::new(sum as i128, i128::from(number)),
            // Sums of scores with decimals: exact to a millionth.
            Figure::Mean { sum, number, .. } => Fraction::new((sum * 1e6).round() as i128, i128::from(number) * 1_000_000),
            Figure::Rate { count, population } => Fraction::new(i128::from(count) * 10_000, i128::from(population)),
            Figure::Given(value) => Fraction::of(value),
            Figure::Judged(verdict) => Fraction::new(verdict as i128, 1),
        }
    }

    /// The value as outputs give it, not rounded; a judgement in words has none.
    pub fn value(self) -> Option<f64> {
        match self {
            Figure::Judged(_) => None,
            figure => Some(figure.exact().value()),
        }
    }

    /// What was counted or summed; the value itself where its parts are not known.
    pub fn numerator(self) -> f64 {
        match self {
            Figure::Proportion { numerator, .. } => numerator as f64,
            Figure::Count(count) | Figure::Rate { count, .. } => count as f64,
            Figure::Mean { sum, .. } => sum,
            Figure::Sums { above, .. } => above as f64 / 1e6,
            Figure::Given(_) | Figure::Judged(_) => self.exact().value(),
        }
    }

    /// What stands below the line; none for a count, nor where the parts are not known.
    pub fn below(self) -> Option<f64> {
        match self {
            Figure::Sums { below, .. } => Some(below as f64 / 1e6),
            figure => figure.denominator().map(|denominator| denominator as f64),
        }
    }

    /// Out of how many; none for a count, nor where the parts are not known or are no whole numbers.
    pub fn denominator(self) -> Option<i64> {
        match self {
            Figure::Proportion { denominator, .. } => Some(denominator),
            Figure::Mean { number, .. } => Some(number),
            Figure::Rate { population, .. } => Some(population),
            Figure::Sums { .. } | Figure::Count(_) | Figure::Given(_) | Figure::Judged(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_rounds_up_from_whole_numbers() {
        let percent = |numerator, denominator| Figure::Proportion { numerator, denominator }.exact();
        assert_eq!(percent(124, 800).rounded(0), "16");
        assert_eq!(percent(90, 400).rounded(0), "23");
        assert_eq!(percent(124, 800).rounded(1), "15.5");
        assert_eq!(percent(1, 8).rounded(2), "12.50");
        assert_eq!(percent(0, 7).rounded(1), "0.0");
        assert_eq!(percent(2, 3).rounded(1), "66.7");
        assert_eq!(Fraction::new(805, 2).rounded(0), "403");
        assert_eq!(Fraction::new(57, 4).rounded(1), "14.3");
        assert_eq!(Fraction::new(-1, 20).rounded(1), "0.0");
        let given = |digits| Figure::Given(Decimal { digits, scale: 6 }).exact();
        assert_eq!((given(3_850_000).rounded(1), given(3_849_999).rounded(1)), ("3.9".to_owned(), "3.8".to_owned()));
        assert_eq!(Fraction::new(-3, 2).rounded(0), "-1");
    }

    #[test]
    fn equal_fractions_are_the_same_and_none_is_too_great_to_compare() {
        assert_eq!(Fraction::new(1, 2), Fraction::new(50, 100));
        assert_eq!(Fraction::new(-6, 4), Fraction::new(-3, 2));
        assert_eq!(Fraction::new(0, 7), Fraction::new(0, 3));
        assert!(Fraction::new(2, 3) > Fraction::new(3, 5) && Fraction::new(-2, 3) < Fraction::new(-3, 5));
        assert!(Fraction::new(7, 1) > Fraction::new(27, 4) && Fraction::new(7, 1) < Fraction::new(29, 4));
        let great = i128::MAX / 2;
        assert!(Fraction::new(great, great - 1) > Fraction::new(great + 1, great));
        assert!(Fraction::new(great - 1, great) < Fraction::new(great, great + 1));
        // Nor to reckon with: digits are lost, none wraps.
        let near = Fraction::new(great, great - 1).plus(Fraction::new(great - 2, great)).value();
        assert!((near - 2.0).abs() < 1e-9, "{near}");
        let near = Fraction::new(great, great - 1).times(Fraction::new(great - 2, great)).value();
        assert!((near - 1.0).abs() < 1e-9, "{near}");
        assert_eq!(Fraction::new(1, 3).plus(Fraction::new(1, 6)), Fraction::new(1, 2));
        assert_eq!(Fraction::new(2, 3).times(Fraction::new(-3, 4)), Fraction::new(-1, 2));
    }

    #[test]
    fn sums_with_decimals_are_exact() {
        // 60.5 hours of 64.25, which are 94.1634 percent.
        let figure = Figure::Sums { above: 60_500_000, below: 64_250_000 };
        assert_eq!(figure.exact().rounded(3), "94.163");
        assert_eq!((figure.numerator(), figure.below(), figure.denominator()), (60.5, Some(64.25), None));
    }

    #[test]
    fn whole_numbers_around_a_fraction() {
        assert_eq!((Fraction::new(7, 2).floor(), Fraction::new(7, 2).ceil()), (3, 4));
        assert_eq!((Fraction::new(-7, 2).floor(), Fraction::new(-7, 2).ceil()), (-4, -3));
        assert_eq!((Fraction::new(6, 2).floor(), Fraction::new(6, 2).ceil()), (3, 3));
    }
}
