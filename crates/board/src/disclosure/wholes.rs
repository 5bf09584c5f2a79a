//! Whole numbers that fulfil equations, with one that is not its own, by a program.
//!
//! Takes equations over places, spoken of as what they differ from the true numbers, and between which numbers each lies. The program
//! reckons with fractions; what it finds is worked out anew in whole numbers. It may find none where there are some.

use std::collections::BTreeMap;

use microlp::{ComparisonOp, LinearExpr, OptimizationDirection, Problem, SolveOptions, Variable};

use super::model::Bounds;
use super::narrow::Terms;

/// So many branches are followed.
const BRANCHES: u64 = 60;
/// Farther than this no number is looked for from its own.
const FAR: i64 = 1000;

/// Numbers within ranges that fulfil all equations, as near to the true ones as can be seen; nothing where none were found.
pub fn some(lines: &[Terms], ranges: &[Bounds]) -> Option<Vec<i64>> {
    let mut program = Problem::new(OptimizationDirection::Minimize);
    let near = |number: i64| number.clamp(-FAR, FAR) as i32;
    let mut variables: Vec<[Option<Variable>; 2]> = Vec::with_capacity(ranges.len());
    for (least, most) in ranges {
        let more = (*most > 0).then(|| program.add_integer_var(1.0, (near(*least).max(0), near(*most))));
        let less = (*least < 0).then(|| program.add_integer_var(1.0, (near(-*most).max(0), near(-*least))));
        variables.push([more, less]);
    }
    for line in lines {
        // A place may stand in an equation more than once.
        let mut times_of: BTreeMap<usize, i128> = BTreeMap::new();
        line.iter().for_each(|(place, times)| *times_of.entry(*place).or_default() += times);
        let mut sum = LinearExpr::empty();
        for (place, times) in times_of {
            let [more, less] = variables[place];
            more.iter().for_each(|one| sum.add(*one, times as f64));
            less.iter().for_each(|one| sum.add(*one, -times as f64));
        }
        program.add_constraint(sum, ComparisonOp::Eq, 0.0);
    }
    let mut options = SolveOptions::default();
    options.node_limit = Some(BRANCHES);
    let solution = program.solve_with(options).ok()?.into_solution().ok()?;
    let number = |one: &Option<Variable>| one.map_or(0, |one| solution.var_value(one).round() as i64);
    let found: Vec<i64> = variables.iter().map(|[more, less]| number(more) - number(less)).collect();
    let holds = |line: &Terms| line.iter().map(|(place, times)| i128::from(found[*place]) * times).sum::<i128>() == 0;
    let is_within = |(number, (least, most)): (&i64, &Bounds)| (least..=most).contains(&number);
    (lines.iter().all(holds) && found.iter().zip(ranges).all(is_within)).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fulfils_all_equations_is_found_near_the_true_numbers() {
        // The first two add up to the third, which is twice the fourth; the first is one at least.
        let lines = [vec![(0, 1), (1, 1), (2, -1)], vec![(2, 1), (3, -2)]];
        assert_eq!(some(&lines, &[(1, 9), (-9, 9), (-9, 9), (-9, 9)]), Some(vec![1, -1, 0, 0]));
        // Where the second may not be less the third is two.
        assert_eq!(some(&lines, &[(1, 1), (0, 9), (-9, 9), (-9, 9)]), Some(vec![1, 1, 2, 1]));
        // Twice the same: 1 + 1 = 2.
        assert_eq!(some(&[vec![(0, 1), (0, 1), (1, -1)]], &[(1, 1), (-9, 9)]), Some(vec![1, 2]));
        // No three is twice a whole number.
        assert_eq!(some(&lines, &[(1, 1), (2, 2), (3, 3), (-9, 9)]), None);
    }
}
