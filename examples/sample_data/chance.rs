//! Chance, reproducible: every child draws from a stream of their own, so one child's story does not depend on the others'.

use fastrand::Rng;

/// A stream of random numbers with the distributions the stories need.
pub struct Chance(Rng);

impl Chance {
    /// The stream for a subject, such as a child, a topic and a turn.
    pub fn of(seed: u64, parts: [u64; 3]) -> Self {
        let mixed = parts.iter().fold(seed ^ 0x9E37_79B9_7F4A_7FA5, |state, part| {
            let state = (state ^ part.wrapping_mul(0xBF58_476D_1CE4_E5B9)).wrapping_mul(0x94D0_49BB_1331_11EB);
            state ^ (state >> 29)
        });
        Self(Rng::with_seed(mixed))
    }

    /// True with the probability `p`.
    pub fn yes(&mut self, p: f64) -> bool {
        self.0.f64() < p
    }

    /// A whole number from `low` to `high`, both possible.
    pub fn between(&mut self, low: i32, high: i32) -> i32 {
        if low >= high { low } else { self.0.i32(low..=high) }
    }

    /// Evenly from 0 up to 1.
    pub fn share(&mut self) -> f64 {
        self.0.f64()
    }

    /// A waiting time with the given mean: short ones often, long ones sometimes.
    pub fn wait(&mut self, mean: f64) -> i32 {
        (-(1.0 - self.0.f64()).ln() * mean).min(20_000.0) as i32
    }

    /// Roughly normal: the sum of twelve even draws.
    pub fn normal(&mut self, mean: f64, deviation: f64) -> f64 {
        mean + deviation * ((0..12).map(|_| self.0.f64()).sum::<f64>() - 6.0)
    }

    /// One of the choices, by weight.
    pub fn pick<T: Copy>(&mut self, choices: &[(T, f64)]) -> T {
        let mut left = self.0.f64() * choices.iter().map(|choice| choice.1).sum::<f64>();
        for (value, weight) in choices {
            left -= weight;
            if left < 0.0 {
                return *value;
            }
        }
        choices[choices.len() - 1].0
    }

    /// A number for a stream of someone's own.
    pub fn seed(&mut self) -> u64 {
        self.0.u64(..)
    }
}
