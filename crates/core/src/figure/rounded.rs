//! Figures made of rounded counts.
//!
//! Takes a figure by its parts, gives the same of counts rounded to a multiple of a number. Small counts stay as they are:
//! disclosure control hides them. What is made of figures later, such as ratings, intervals and charts, is made of these.

use super::{Figure, Measured};
use crate::definitions::{Decimal, Publication, Unit};

/// How counts are rounded.
#[derive(Clone, Copy, Debug)]
pub struct Rounding {
    /// To a multiple of this.
    to: i64,
    /// Counts from 1 up to this stay.
    small: i64,
}

impl Rounding {
    /// As a publication asks for it; nothing where it does not.
    pub fn of(publication: Publication) -> Option<Self> {
        Some(Rounding { to: publication.round?, small: publication.largest })
    }

    /// The nearest multiple; halfway up.
    pub fn count(self, count: i64) -> i64 {
        if count <= self.small { count } else { (2 * count + self.to).div_euclid(2 * self.to) * self.to }
    }

    /// The same figure of rounded counts. An average stays, of a rounded number; a share that is given without counts stays.
    pub fn figure(self, figure: Figure, unit: Unit) -> Figure {
        match figure {
            Figure::Count(count) => Figure::Count(self.count(count)),
            Figure::Proportion { numerator, denominator } => {
                Figure::Proportion { numerator: self.count(numerator), denominator: self.count(denominator) }
            }
            Figure::Rate { count, population } => Figure::Rate { count: self.count(count), population },
            Figure::Mean { sum, squares, number } => {
                let rounded = self.count(number);
                let times = rounded as f64 / number.max(1) as f64;
                Figure::Mean { sum: sum * times, squares: squares * times, number: rounded }
            }
            Figure::Given(given) if unit.is_number() && given.scale == 0 => {
                Figure::Given(Decimal { digits: self.count(given.digits), scale: 0 })
            }
            Figure::Sums { .. } | Figure::Given(_) | Figure::Judged(_) => figure,
        }
    }

    /// The same of what was measured or given.
    pub fn measured(self, measured: &Measured, unit: Unit) -> Measured {
        match measured {
            Measured::Figure(figure) => Measured::Figure(self.figure(*figure, unit)),
            Measured::Nobody(_) | Measured::NoData(_) => measured.clone(),
        }
    }

    /// The same of what was counted, of which no unit matters.
    pub fn counted(self, measured: &Measured) -> Measured {
        self.measured(measured, Unit::Count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_go_to_the_nearest_five_and_small_ones_stay() {
        let rounding = Rounding::of(Publication { round: Some(5), ..Publication::default() }).unwrap();
        let counts = [0, 1, 5, 6, 7, 8, 12, 13, 497];
        assert_eq!(counts.map(|count| rounding.count(count)), [0, 1, 5, 5, 5, 10, 10, 15, 495]);
        assert_eq!(Rounding::of(Publication::default()).map(|rounding| rounding.to), None);
    }

    #[test]
    fn a_share_is_of_rounded_counts_and_an_average_stays() {
        let rounding = Rounding::of(Publication { largest: 7, round: Some(5), ..Publication::default() }).unwrap();
        let share = Figure::Proportion { numerator: 7, denominator: 33 };
        assert_eq!(rounding.figure(share, Unit::Percent), Figure::Proportion { numerator: 7, denominator: 35 });
        // 24 days by 12 children: 2 days each, of 10 children.
        let mean = Figure::Mean { sum: 24.0, squares: 60.0, number: 12 };
        assert_eq!(rounding.figure(mean, Unit::Days), Figure::Mean { sum: 20.0, squares: 50.0, number: 10 });
    }
}
