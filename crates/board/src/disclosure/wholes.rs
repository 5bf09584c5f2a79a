//! Whole numbers that fulfil equations, with one that is not its own, by a program.
//!
//! Takes equations over places, spoken of as what they differ from the true numbers, and between which numbers each lies. Places that are the
//! same are one, and what stands in one equation alone is what the others leave. The program reckons with fractions; what it finds is worked out
//! anew in whole numbers. It may find none where there are some.

use microlp::{ComparisonOp, LinearExpr, OptimizationDirection, Problem, SolveOptions, Variable};

use super::model::Bounds;
use super::narrow::Terms;

/// What costs no more than this may take what others leave.
const FREE: f64 = 1.0;
/// Farther than this no number is looked for from its own.
const FAR: i64 = 1000;

/// Equations over fewer places.
pub struct Reduced {
    /// For each place the one that stands for it, and whether as it is or as its opposite; nothing where it must be nought.
    same: Vec<Option<(usize, i64)>>,
    lines: Vec<Terms>,
    /// Of each line the place that stands in no other and takes what the others leave, with its times.
    leaves: Vec<Option<(usize, i128)>>,
    costs: Vec<f64>,
}

impl Reduced {
    /// Of equations over places, each of which costs so much for each by which it differs.
    pub fn of(lines: &[Terms], costs: &[f64]) -> Self {
        let places = costs.len();
        let mut merged = Merged((0..places).map(|place| Some((place, 1))).collect());
        let mut lines: Vec<Terms> = lines.to_vec();
        loop {
            let before = lines.len();
            for line in &mut lines {
                *line = merged.over(line);
                if let [(one, a), (other, b)] = line[..]
                    && a.abs() == b.abs()
                {
                    merged.0[other] = Some((one, if a == b { -1 } else { 1 }));
                } else if let [(one, _)] = line[..] {
                    merged.0[one] = None;
                } else {
                    continue;
                }
                line.clear();
            }
            lines.retain(|line| !line.is_empty());
            if lines.len() == before {
                break;
            }
        }
        lines.sort_unstable();
        lines.dedup();
        let same: Vec<Option<(usize, i64)>> = (0..places).map(|place| merged.stands_for(place)).collect();
        let mut of_all = vec![0.0; places];
        same.iter().zip(costs).for_each(|(same, cost)| same.iter().for_each(|(place, _)| of_all[*place] += cost));
        let mut many = vec![0; places];
        lines.iter().flatten().for_each(|(place, _)| many[*place] += 1);
        let is_left = |(place, times): &&(usize, i128)| many[*place] == 1 && times.abs() == 1 && of_all[*place] <= FREE;
        let leaves = lines.iter().map(|line| line.iter().find(is_left).copied()).collect();
        Reduced { same, lines, leaves, costs: of_all }
    }

    /// Numbers within ranges that fulfil the equations which this was made of, that cost as little as can be seen; nothing where none were found in so
    /// many branches.
    pub fn some(&self, equations: &[Terms], ranges: &[Bounds], branches: u64) -> Option<Vec<i64>> {
        let within = self.ranges(ranges)?;
        let mut program = Problem::new(OptimizationDirection::Minimize);
        let near = |number: i64| number.clamp(-FAR, FAR) as i32;
        let mut variables: Vec<[Option<Variable>; 2]> = vec![[None; 2]; ranges.len()];
        let mut is_made = vec![false; ranges.len()];
        self.leaves.iter().flatten().for_each(|(place, _)| is_made[*place] = true);
        for (line, leaf) in self.lines.iter().zip(&self.leaves) {
            let mut sum = LinearExpr::empty();
            for (place, times) in line.iter().filter(|(place, _)| leaf.is_none_or(|leaf| leaf.0 != *place)) {
                let ((least, most), cost) = (within[*place], self.costs[*place]);
                if !std::mem::replace(&mut is_made[*place], true) {
                    let more = (most > 0).then(|| program.add_integer_var(cost, (near(least).max(0), near(most))));
                    let less = (least < 0).then(|| program.add_integer_var(cost, (near(-most).max(0), near(-least))));
                    variables[*place] = [more, less];
                }
                let [more, less] = variables[*place];
                more.into_iter().for_each(|one| sum.add(one, *times as f64));
                less.into_iter().for_each(|one| sum.add(one, -*times as f64));
            }
            let Some((place, times)) = leaf else {
                program.add_constraint(sum, ComparisonOp::Eq, 0.0);
                continue;
            };
            let (least, most) = within[*place];
            let (least, most) = if *times > 0 { (-most, -least) } else { (least, most) };
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
        // What stands in no equation stays as it is, as far as it may.
        let stands = |([more, less], (least, most)): (&[Option<Variable>; 2], &Bounds)| match (more, less) {
            (None, None) => 0.clamp(*least, *most),
            _ => number(more) - number(less),
        };
        let mut found: Vec<i64> = variables.iter().zip(&within).map(stands).collect();
        for (line, leaf) in self.lines.iter().zip(&self.leaves) {
            let Some((place, times)) = leaf else { continue };
            let others = line.iter().filter(|(other, _)| other != place);
            let sum: i128 = others.map(|(other, times)| i128::from(found[*other]) * times).sum();
            found[*place] = i64::try_from(-sum * times).ok()?;
        }
        let found: Vec<i64> = self.same.iter().map(|same| same.map_or(0, |(place, sign)| found[place] * sign)).collect();
        let holds = |line: &Terms| line.iter().map(|(place, times)| i128::from(found[*place]) * times).sum::<i128>() == 0;
        let is_within = |(number, (least, most)): (&i64, &Bounds)| (least..=most).contains(&number);
        (equations.iter().all(holds) && found.iter().zip(ranges).all(is_within)).then_some(found)
    }

    /// The ranges of those that stand for others, which all of these allow; nothing where they have nothing in common.
    fn ranges(&self, ranges: &[Bounds]) -> Option<Vec<Bounds>> {
        let mut within = ranges.to_vec();
        for (same, (least, most)) in self.same.iter().zip(ranges) {
            let Some((place, sign)) = *same else {
                (*least..=*most).contains(&0).then_some(())?;
                continue;
            };
            let (least, most) = if sign > 0 { (*least, *most) } else { (-most, -least) };
            let range = &mut within[place];
            *range = (range.0.max(least), range.1.min(most));
            (range.0 <= range.1).then_some(())?;
        }
        Some(within)
    }
}

/// For each place another that it is, or is the opposite of, or itself; nothing where it must be nought.
struct Merged(Vec<Option<(usize, i64)>>);

impl Merged {
    /// The place at the end of those that one is.
    fn stands_for(&mut self, place: usize) -> Option<(usize, i64)> {
        let (mut end, mut sign) = (place, 1);
        while let Some((next, other)) = self.0[end]
            && next != end
        {
            (end, sign) = (next, sign * other);
        }
        self.0[place] = self.0[end].map(|_| (end, sign));
        self.0[place]
    }

    /// A line over the places that stand for its own, in order.
    fn over(&mut self, line: &Terms) -> Terms {
        let stand = line.iter().filter_map(|(place, times)| {
            let (place, sign) = self.stands_for(*place)?;
            Some((place, times * i128::from(sign)))
        });
        let mut over: Terms = stand.collect();
        over.sort_unstable_by_key(|(place, _)| *place);
        over.dedup_by(|one, before| {
            let same = one.0 == before.0;
            before.1 += if same { one.1 } else { 0 };
            same
        });
        over.retain(|(_, times)| *times != 0);
        over
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(lines: &[Terms], ranges: &[Bounds], branches: u64) -> Option<Vec<i64>> {
        Reduced::of(lines, &vec![1.0; ranges.len()]).some(lines, ranges, branches)
    }

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
        // What is its own opposite is nought, and so is what is the same; a place in no equation is as near as it may be.
        let lines = [vec![(0, 1), (1, 1)], vec![(0, 1), (1, -1)], vec![(1, 1), (2, 1)]];
        assert_eq!(some(&lines, &[(-9, 9), (-9, 9), (-9, 9), (2, 9)], 60), Some(vec![0, 0, 0, 2]));
        assert_eq!(some(&lines, &[(-9, 9), (-9, 9), (1, 9), (2, 9)], 60), None);
    }
}
