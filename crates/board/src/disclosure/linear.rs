//! Solves equations of whole numbers exactly, keeping what each result was made of.
//!
//! Takes equations over columns of which some are unknown, gives them reduced: each unknown that leads an
//! equation is in no other. Knows nothing of what the numbers are. An overflow is told, never hidden.

use std::collections::{BTreeMap, BTreeSet};

/// An equation: the sum of the columns, each times its number, is nought.
pub type Line = BTreeMap<usize, i128>;

/// Equations reduced, with the column that leads each.
pub struct Reduced {
    /// The leading column and its equation; equations without an unknown are left out.
    pub lines: Vec<(usize, Line)>,
}

impl Reduced {
    /// A line without the leading columns, but for one; nothing where the numbers grow beyond all bounds, or are more than `terms`.
    pub fn put_into(&self, mut line: Line, but: usize, terms: &mut usize) -> Option<Line> {
        for (lead, known) in &self.lines {
            if *lead != but && line.contains_key(lead) {
                line = without(&line, known, *lead, terms)?;
            }
        }
        Some(line)
    }
}

/// Reduces equations on their unknown columns; nothing where the numbers grow beyond all bounds, or are more than `terms`,
/// of which less are left afterwards.
pub fn reduce(equations: impl IntoIterator<Item = Line>, unknown: &BTreeSet<usize>, terms: &mut usize) -> Option<Reduced> {
    let mut lines: Vec<(usize, Line)> = Vec::new();
    for mut line in equations {
        for (lead, known) in &lines {
            if line.contains_key(lead) {
                line = without(&line, known, *lead, terms)?;
            }
        }
        let Some(lead) = line.keys().copied().find(|column| unknown.contains(column)) else { continue };
        for (_, other) in lines.iter_mut().filter(|(_, other)| other.contains_key(&lead)) {
            *other = without(other, &line, lead, terms)?;
        }
        lines.push((lead, line));
    }
    Some(Reduced { lines })
}

/// A line less as much of another as takes a column out of it; both have the column.
fn without(line: &Line, other: &Line, column: usize, terms: &mut usize) -> Option<Line> {
    *terms = terms.checked_sub(line.len() + other.len())?;
    let (mine, its) = (*line.get(&column)?, *other.get(&column)?);
    let mut result = Line::new();
    for (at, number) in line {
        result.insert(*at, number.checked_mul(its)?);
    }
    for (at, number) in other {
        let entry = result.entry(*at).or_insert(0);
        *entry = entry.checked_sub(number.checked_mul(mine)?)?;
    }
    result.retain(|_, number| *number != 0);
    let divisor = result.values().fold(0, |divisor, number| greatest_common_divisor(divisor, number.abs()));
    if divisor > 1 {
        result.values_mut().for_each(|number| *number /= divisor);
    }
    Some(result)
}

/// The greatest number that divides both.
pub fn greatest_common_divisor(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(terms: &[(usize, i128)]) -> Line {
        terms.iter().copied().collect()
    }

    /// The line that gives an unknown from known columns alone, if there is one.
    fn solved(reduced: &Reduced, column: usize, unknown: &BTreeSet<usize>) -> Option<Line> {
        let (_, line) = reduced.lines.iter().find(|(lead, _)| *lead == column)?;
        line.keys().all(|other| *other == column || !unknown.contains(other)).then(|| line.clone())
    }

    #[test]
    fn an_unknown_is_solved_from_several_equations_at_once() {
        // 0 + 1 = 10 (column 8), 0 - 1 = 2 (column 9): 2 x0 = c8 + c9.
        let unknown: BTreeSet<usize> = [0, 1].into();
        let reduced = reduce([line(&[(0, 1), (1, 1), (8, -1)]), line(&[(0, 1), (1, -1), (9, -1)])], &unknown, &mut 100).unwrap();
        let line_of_0 = &solved(&reduced, 0, &unknown).unwrap();
        // 2·x0 − c8 − c9 = 0, whatever the sign.
        let sign = line_of_0[&0].signum();
        assert_eq!(line_of_0, &line(&[(0, 2 * sign), (8, -sign), (9, -sign)]));
        assert!(solved(&reduced, 1, &unknown).is_some());
    }

    #[test]
    fn two_unknowns_of_one_sum_are_not_solved() {
        let unknown: BTreeSet<usize> = [0, 1].into();
        let reduced = reduce([line(&[(0, 1), (1, 1), (8, -1)])], &unknown, &mut 100).unwrap();
        assert!(solved(&reduced, 0, &unknown).is_none() && solved(&reduced, 1, &unknown).is_none());
    }
}
