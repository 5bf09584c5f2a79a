//! Whole numbers that fulfil equations, with one that is not its own, by a program.
//!
//! Takes equations over places, spoken of as what they differ from the true numbers, and between which numbers each lies. Places that are the
//! same are one, and what stands in one equation alone is what the others leave. The program reckons with fractions; what it finds is worked out
//! anew in whole numbers. It may find none where there are some.

use std::collections::{BTreeMap, BTreeSet};

use microlp::{ComparisonOp, LinearExpr, OptimizationDirection, Problem, SolveOptions, Variable};

use super::model::Bounds;
use super::narrow::Terms;

/// Farther than this no number is looked for from its own.
const FAR: i64 = 1000;

/// Numbers within ranges that fulfil all equations, as near to the true ones as can be seen; nothing where none were found in so many branches.
pub fn some(lines: &[Terms], ranges: &[Bounds], branches: u64) -> Option<Vec<i64>> {
    let reduced = Reduced::of(lines, ranges)?;
    let mut program = Problem::new(OptimizationDirection::Minimize);
    let near = |number: i64| number.clamp(-FAR, FAR) as i32;
    let mut variables: BTreeMap<usize, [Option<Variable>; 2]> = BTreeMap::new();
    for place in reduced.places.iter().filter(|place| !reduced.left.contains_key(place)) {
        let (least, most) = reduced.ranges[*place];
        let more = (most > 0).then(|| program.add_integer_var(1.0, (near(least).max(0), near(most))));
        let less = (least < 0).then(|| program.add_integer_var(1.0, (near(-most).max(0), near(-least))));
        variables.insert(*place, [more, less]);
    }
    for (at, line) in reduced.lines.iter().enumerate() {
        let mut sum = LinearExpr::empty();
        for (place, times) in line {
            let [more, less] = variables.get(place).copied().unwrap_or_default();
            more.iter().for_each(|one| sum.add(*one, *times as f64));
            less.iter().for_each(|one| sum.add(*one, -*times as f64));
        }
        let Some((place, times)) = reduced.leaves[at] else {
            program.add_constraint(sum, ComparisonOp::Eq, 0.0);
            continue;
        };
        let (least, most) = reduced.ranges[place];
        let (least, most) = if times > 0 { (-most, -least) } else { (least, most) };
        if least > -FAR {
            program.add_constraint(sum.clone(), ComparisonOp::Ge, least as f64);
        }
        if most < FAR {
            program.add_constraint(sum, ComparisonOp::Le, most as f64);
        }
    }
    let mut options = SolveOptions::default();
    options.node_limit = Some(branches);
    let solution = program.solve_with(options).ok()?.into_solution().ok()?;
    let number = |one: &Option<Variable>| one.map_or(0, |one| solution.var_value(one).round() as i64);
    let mut found: BTreeMap<usize, i64> =
        variables.iter().map(|(place, [more, less])| (*place, number(more) - number(less))).collect();
    for (place, at) in &reduced.left {
        let own = reduced.lines[*at][place];
        let others = reduced.lines[*at].iter().filter(|(other, _)| *other != place);
        let sum: i128 = others.map(|(other, times)| i128::from(found[other]) * times).sum();
        found.insert(*place, i64::try_from(-sum * own).ok()?);
    }
    let found: Vec<i64> = reduced.same.iter().map(|(place, sign)| found.get(place).copied().unwrap_or(0) * sign).collect();
    let holds = |line: &Terms| line.iter().map(|(place, times)| i128::from(found[*place]) * times).sum::<i128>() == 0;
    let is_within = |(number, (least, most)): (&i64, &Bounds)| (least..=most).contains(&number);
    (lines.iter().all(holds) && found.iter().zip(ranges).all(is_within)).then_some(found)
}

/// Equations over fewer places.
struct Reduced {
    /// For each place the one that stands for it, and whether as it is or as its opposite.
    same: Vec<(usize, i64)>,
    /// Those that stand for others or themselves.
    places: BTreeSet<usize>,
    ranges: Vec<Bounds>,
    lines: Vec<BTreeMap<usize, i128>>,
    /// Of each line the place that stands in no other and takes what the others leave, with its times.
    leaves: Vec<Option<(usize, i128)>>,
    /// Those places, with their lines.
    left: BTreeMap<usize, usize>,
}

impl Reduced {
    /// Nothing where the ranges of two that are the same have nothing in common.
    fn of(lines: &[Terms], ranges: &[Bounds]) -> Option<Self> {
        let mut same: Vec<(usize, i64)> = (0..ranges.len()).map(|place| (place, 1)).collect();
        let mut lines: Vec<BTreeMap<usize, i128>> = lines.iter().map(|line| over(line.iter().copied(), &same)).collect();
        loop {
            let before = lines.len();
            for line in &lines {
                let line = over(line.iter().map(|(place, times)| (*place, *times)), &same);
                let mut terms = line.into_iter();
                if let (Some((one, a)), Some((other, b)), None) = (terms.next(), terms.next(), terms.next())
                    && a.abs() == b.abs()
                {
                    let sign = if a == b { -1 } else { 1 };
                    same.iter_mut()
                        .filter(|(place, _)| *place == other)
                        .for_each(|(place, own)| (*place, *own) = (one, *own * sign));
                }
            }
            let again = lines.iter().map(|line| over(line.iter().map(|(place, times)| (*place, *times)), &same));
            lines = again.filter(|line| !line.is_empty()).collect::<BTreeSet<_>>().into_iter().collect();
            if lines.len() == before {
                break;
            }
        }
        let mut merged = ranges.to_vec();
        for ((place, sign), (least, most)) in same.iter().zip(ranges) {
            let (least, most) = if *sign > 0 { (*least, *most) } else { (-most, -least) };
            let range = &mut merged[*place];
            *range = (range.0.max(least), range.1.min(most));
        }
        let places: BTreeSet<usize> = same.iter().map(|(place, _)| *place).collect();
        if places.iter().any(|place| merged[*place].0 > merged[*place].1) {
            return None;
        }
        let mut lines_of: BTreeMap<usize, usize> = BTreeMap::new();
        lines.iter().flat_map(BTreeMap::keys).for_each(|place| *lines_of.entry(*place).or_default() += 1);
        let is_left = |(place, times): &(&usize, &i128)| lines_of[place] == 1 && times.abs() == 1;
        let leaves: Vec<Option<(usize, i128)>> =
            lines.iter().map(|line| line.iter().find(is_left).map(|(place, times)| (*place, *times))).collect();
        let left = leaves.iter().enumerate().filter_map(|(at, place)| Some((place.as_ref()?.0, at))).collect();
        Some(Reduced { same, places, ranges: merged, lines, leaves, left })
    }
}

/// A line over the places that stand for its own.
fn over(line: impl Iterator<Item = (usize, i128)>, same: &[(usize, i64)]) -> BTreeMap<usize, i128> {
    let mut over: BTreeMap<usize, i128> = BTreeMap::new();
    for (place, times) in line {
        let (place, sign) = same[place];
        *over.entry(place).or_default() += times * i128::from(sign);
    }
    over.retain(|_, times| *times != 0);
    over
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fulfils_all_equations_is_found_near_the_true_numbers() {
        // The first two add up to the third, which is twice the fourth; the first is one at least.
        let lines = [vec![(0, 1), (1, 1), (2, -1)], vec![(2, 1), (3, -2)]];
        assert_eq!(some(&lines, &[(1, 9), (-9, 9), (-9, 9), (-9, 9)], 60), Some(vec![1, -1, 0, 0]));
        // Where the second may not be less the third is two.
        assert_eq!(some(&lines, &[(1, 1), (0, 9), (-9, 9), (-9, 9)], 60), Some(vec![1, 1, 2, 1]));
        // Twice the same: 1 + 1 = 2.
        assert_eq!(some(&[vec![(0, 1), (0, 1), (1, -1)]], &[(1, 1), (-9, 9)], 60), Some(vec![1, 2]));
        // No three is twice a whole number.
        assert_eq!(some(&lines, &[(1, 1), (2, 2), (3, 3), (-9, 9)], 60), None);
        // The first is the second, which is the opposite of the third; what the fourth leaves is within its range.
        let lines = [vec![(0, 1), (1, -1)], vec![(1, 1), (2, 1)], vec![(2, 1), (3, 1), (4, 1)]];
        assert_eq!(some(&lines, &[(1, 9), (-9, 9), (-9, 9), (0, 0), (-9, 9)], 60), Some(vec![1, 1, -1, 0, 1]));
        assert_eq!(some(&lines, &[(1, 9), (-9, 9), (-9, 9), (0, 0), (-9, 0)], 60), None);
        assert_eq!(some(&lines, &[(1, 9), (-9, 9), (0, 9), (-9, 9), (-9, 9)], 60), None);
    }
}
