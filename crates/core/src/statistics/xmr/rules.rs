//! The rules that flag a point: outside, trend, two of three, shift.
//!
//! Takes the points of a step without gaps and their limits, gives a flag for each. Where several rules
//! apply the first of that order names the point.

use super::limits::Limits;
use super::{Better, Flag, Meaning, Rule};

/// So many points on one side of the mean are a shift.
const SHIFT: usize = 7;

/// So many points that rise or fall all the way are a trend.
const TREND: usize = 7;

/// The flag of each point.
pub(super) fn flags(values: &[f64], limits: &Limits, better: Better) -> Vec<Option<Flag>> {
    // The way that a rule points, 1 up and -1 down; 0 where it does not apply.
    let sides: Vec<i32> = values.iter().map(|value| limits.side(*value)).collect();
    let trends = trends(values);
    let twos = two_of_three(values, &sides, limits);
    let shifts = shifts(&sides);
    let flag = |at: usize| {
        let outside = if limits.is_outside(values[at]) { sides[at] } else { 0 };
        let by = [(Rule::Outside, outside), (Rule::Trend, trends[at]), (Rule::TwoOfThree, twos[at]), (Rule::Shift, shifts[at])];
        let (rule, way) = by.into_iter().find(|(_, way)| *way != 0)?;
        Some(Flag { rule, meaning: meaning(way, better) })
    };
    (0..values.len()).map(flag).collect()
}

fn meaning(way: i32, better: Better) -> Meaning {
    match (way > 0, better) {
        (true, Better::Higher) | (false, Better::Lower) => Meaning::Improvement,
        (true, Better::Lower) | (false, Better::Higher) => Meaning::Concern,
        (true, Better::Neither) => Meaning::NeutralHigh,
        (false, Better::Neither) => Meaning::NeutralLow,
    }
}

/// All points of a run of so many on one side; a point on the mean breaks it.
fn shifts(sides: &[i32]) -> Vec<i32> {
    let mut found = vec![0; sides.len()];
    for (first, run) in sides.windows(SHIFT).enumerate() {
        if run[0] != 0 && run.iter().all(|side| *side == run[0]) {
            found[first..first + SHIFT].fill(run[0]);
        }
    }
    found
}

/// All points of a run that rises or falls strictly; a tie breaks it. Points are compared as they are,
/// not by tolerance: two equal figures are equal numbers.
fn trends(values: &[f64]) -> Vec<i32> {
    let mut found = vec![0; values.len()];
    for (first, run) in values.windows(TREND).enumerate() {
        if run.windows(2).all(|pair| pair[1] > pair[0]) {
            found[first..first + TREND].fill(1);
        } else if run.windows(2).all(|pair| pair[1] < pair[0]) {
            found[first..first + TREND].fill(-1);
        }
    }
    found
}

/// The near points of three that follow each other on one side, where two at least are near.
fn two_of_three(values: &[f64], sides: &[i32], limits: &Limits) -> Vec<i32> {
    let mut found = vec![0; values.len()];
    for first in 0..values.len().saturating_sub(2) {
        let three = first..first + 3;
        let side = sides[first];
        let near: Vec<usize> = three.clone().filter(|at| limits.is_near(values[*at])).collect();
        if side != 0 && sides[three].iter().all(|other| *other == side) && near.len() >= 2 {
            near.into_iter().for_each(|at| found[at] = side);
        }
    }
    found
}
