//! Ranges of whole numbers that equations narrow, the one after the other, until nothing changes.
//!
//! Takes equations over places and between which numbers each place lies; numbers are spoken of as what they differ from the true
//! ones, so that nought always fits. Knows nothing of cells.

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::model::Bounds;
use super::wholes::Reduced;

/// Places with the times that each is taken; they add up to nought.
pub type Terms = Vec<(usize, i128)>;

/// Equations over places.
pub struct System {
    lines: Vec<Terms>,
    /// Those that a place stands in.
    of: Vec<Vec<usize>>,
    costs: Vec<f64>,
    reduced: OnceCell<Reduced>,
}

/// So often each equation is looked at, the one with the other.
const TIMES: usize = 60;
/// A program that finds nothing counts once more for so many branches that it may follow.
const IN_VAIN: usize = 4;
/// A program that is too large counts as this part of itself.
const WRITTEN: usize = 32;
/// So many terms of an equation are looked at in a step.
const AT_ONCE: usize = 8;
/// So many ranges are copied in a step.
const COPIED_AT_ONCE: usize = 64;

impl System {
    /// Over so many places.
    pub fn new(lines: Vec<Terms>, places: usize) -> Self {
        System::with_costs(lines, vec![1.0; places])
    }

    /// Over places, each of which costs so much for each by which it differs.
    pub fn with_costs(lines: Vec<Terms>, costs: Vec<f64>) -> Self {
        let places = costs.len();
        let mut of = vec![Vec::new(); places];
        for (at, line) in lines.iter().enumerate() {
            line.iter().for_each(|(place, _)| of[*place].push(at));
        }
        System { lines, of, costs, reduced: OnceCell::new() }
    }

    /// Narrows ranges as far as they go, or until no number may be looked at any more: then they are wider than they need be.
    pub fn narrow(&self, ranges: &mut [Bounds], numbers: &mut usize) {
        self.narrow_from((0..self.lines.len()).collect(), ranges, numbers);
    }

    /// The same of the equations that are waiting: the first of them first.
    fn narrow_from(&self, waiting: Vec<usize>, ranges: &mut [Bounds], numbers: &mut usize) {
        let mut is_waiting = vec![false; self.lines.len()];
        let once = |at: &usize| !std::mem::replace(&mut is_waiting[*at], true);
        let mut waiting: BinaryHeap<Reverse<usize>> = waiting.into_iter().filter(once).map(Reverse).collect();
        let mut times_left = TIMES * self.lines.len();
        while let Some(Reverse(at)) = waiting.pop() {
            is_waiting[at] = false;
            let line = &self.lines[at];
            if times_left == 0 || *numbers < line.len() {
                return;
            }
            (times_left, *numbers) = (times_left - 1, *numbers - line.len());
            for place in narrowed(line, ranges) {
                *numbers = numbers.saturating_sub(self.of[place].len());
                for other in self.of[place].iter().copied().filter(|other| *other != at) {
                    if !std::mem::replace(&mut is_waiting[other], true) {
                        waiting.push(Reverse(other));
                    }
                }
            }
        }
    }

    /// How large a program of these equations is.
    pub fn size(&self) -> usize {
        self.lines.len() * self.of.len()
    }

    /// Numbers within these ranges that fulfil all equations, as a program finds them in so many branches; each takes something of what is left.
    /// What follows from the range of one place is looked at first.
    pub fn solved(&self, mut ranges: Vec<Bounds>, place: usize, branches: u64, left: &mut usize) -> Option<Vec<i64>> {
        let size = self.size();
        if *left < size {
            // To have written it down counts too.
            *left = left.saturating_sub(size / WRITTEN);
            return None;
        }
        *left -= size;
        let mut numbers = self.lines.len() * TIMES;
        self.narrow_from(self.of[place].clone(), &mut ranges, &mut numbers);
        if ranges.iter().any(|(least, most)| least > most) {
            return None;
        }
        let reduced = self.reduced.get_or_init(|| Reduced::of(&self.lines, &self.costs));
        let found = reduced.some(&self.lines, &ranges, branches);
        if found.is_none() {
            *left = left.saturating_sub(branches as usize / IN_VAIN * size);
        }
        found
    }

    /// Whether some numbers within these ranges fulfil all equations; nothing where the steps end.
    pub fn fits(&self, mut ranges: Vec<Bounds>, steps: &mut u64) -> Option<bool> {
        *steps = steps.checked_sub((ranges.len() / COPIED_AT_ONCE) as u64)?;
        loop {
            let mut changed = false;
            for line in &self.lines {
                *steps = steps.checked_sub(1 + (line.len() / AT_ONCE) as u64)?;
                changed |= !narrowed(line, &mut ranges).is_empty();
                if line.iter().any(|(place, _)| ranges[*place].0 > ranges[*place].1) {
                    return Some(false);
                }
            }
            if !changed {
                break;
            }
        }
        let open = ranges.iter().enumerate().filter(|(_, (least, most))| least < most);
        let Some((place, (least, most))) =
            open.min_by_key(|(_, (least, most))| most - least).map(|(place, range)| (place, *range))
        else {
            return Some(true);
        };
        // The true number first, if it is possible; then each half of what is left.
        let middle = 0.clamp(least, most);
        let mut all = Some(false);
        for (low, high) in [(middle, middle), (least, middle - 1), (middle + 1, most)] {
            if low > high {
                continue;
            }
            let mut fixed = ranges.clone();
            fixed[place] = (low, high);
            match self.fits(fixed, steps) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => all = None,
            }
        }
        all
    }
}

/// Narrows the ranges of a line's places; gives those that were.
fn narrowed(line: &Terms, ranges: &mut [Bounds]) -> Vec<usize> {
    let ends = |times: i128, range: Bounds| {
        let (a, b) = (times * i128::from(range.0), times * i128::from(range.1));
        (a.min(b), a.max(b))
    };
    let sum = line.iter().map(|(place, times)| ends(*times, ranges[*place]));
    let (least, most) = sum.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let mut changed = Vec::new();
    for (place, times) in line {
        let range = &mut ranges[*place];
        let own = ends(*times, *range);
        // The others together are between these, and this one is their opposite.
        let (low, high) = (-(most - own.1), -(least - own.0));
        let (low, high) = if *times > 0 { (low, high) } else { (-high, -low) };
        let (low, high) = match times.abs() {
            1 => (low, high),
            times => (-(-low).div_euclid(times), high.div_euclid(times)),
        };
        let narrow = (i128::from(range.0).max(low) as i64, i128::from(range.1).min(high) as i64);
        if narrow != *range {
            *range = narrow;
            changed.push(*place);
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_sums_of_two_leave_what_both_allow() {
        // The first and the second differ by as much in opposite ways, and so do the second and the third.
        let equations = System::new(vec![vec![(0, 1), (1, 1)], vec![(1, 1), (2, 1)]], 3);
        let mut ranges = vec![(-1, 9), (-9, 9), (-9, 2)];
        equations.narrow(&mut ranges, &mut 1000);
        assert_eq!(ranges, [(-1, 2), (-2, 1), (-1, 2)]);
        // Where nothing may be looked at they stay as they are.
        let mut ranges = vec![(-1, 9), (-9, 9), (-9, 2)];
        equations.narrow(&mut ranges, &mut 1);
        assert_eq!(ranges, [(-1, 9), (-9, 9), (-9, 2)]);
    }

    #[test]
    fn what_fits_is_found_and_what_does_not_is_told() {
        // Twice the one is the other: 3 is no double.
        let equations = System::new(vec![vec![(0, 2), (1, -1)]], 2);
        assert_eq!(equations.fits(vec![(-5, 5), (4, 4)], &mut 1000), Some(true));
        assert_eq!(equations.fits(vec![(-5, 5), (3, 3)], &mut 1000), Some(false));
        assert_eq!(equations.fits(vec![(-5, 5), (4, 4)], &mut 0), None);
    }
}
