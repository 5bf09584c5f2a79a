//! The attack check: what somebody who has all that is published can work out.
//!
//! Takes cells, equations and which cells are known; gives the cells that are recovered although they must
//! not be. First exactly, by solving the equations. Then by ranges: counts are whole and not below what is said of
//! them, and each equation narrows the range of its cells, until nothing changes. A solver apart from the search that
//! chose what to hide: it knows nothing of that. Where the search has found no table it looks for one itself (`alone`), which is added up anew.

use std::collections::{BTreeMap, BTreeSet};

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use super::linear::{self, Line};
use super::model::{Bounds, MOST, Model};
use super::narrow::{System, Terms};

/// What somebody knows.
#[derive(Clone, Copy)]
pub struct Knowledge<'a> {
    /// The cells whose number is known.
    pub known: &'a [bool],
    /// Between which numbers each of the others lies.
    pub bounds: &'a [Bounds],
}

/// What may be looked at in one attack, so that it ends: then less is found.
struct Left {
    /// So many numbers are written down in solving equations.
    terms: usize,
    /// So many numbers are looked at in narrowing ranges.
    numbers: usize,
}

impl Left {
    fn all() -> Self {
        Left { terms: TERMS, numbers: NUMBERS }
    }
}

/// The cells of `protected` that can be worked out from the known ones, in their order.
pub fn recovered(model: &Model, knows: Knowledge<'_>, protected: &[bool]) -> Vec<usize> {
    let (mut found, mut left) = (Vec::new(), Left::all());
    for part in parts(model, knows.known, protected) {
        let ranges = ranges(model, knows, &part, &mut left);
        let told = |(cell, (least, most)): &(&usize, &Bounds)| protected[**cell] && *most - *least < model.hide.width;
        found.extend(part.unknown.iter().zip(&ranges).filter(told).map(|(cell, _)| *cell));
    }
    found.sort_unstable();
    found
}

/// Those of some cells for which no other numbers are found, far enough apart, by a program, or by trying every one near their own: exact,
/// but for others farther away and for what takes more steps than are given: these count as alone.
pub fn alone(model: &Model, knows: Knowledge<'_>, cells: &[usize], steps: u64) -> Vec<usize> {
    let mut asked = vec![false; model.cells.len()];
    cells.iter().for_each(|cell| asked[*cell] = true);
    let (mut found, mut left, mut may) = (Vec::new(), Left::all(), May { steps, programs: PROGRAMS });
    for part in parts(model, knows.known, &asked) {
        let ranges = ranges(model, knows, &part, &mut left);
        let equations = System::new(part.lines.iter().map(|line| part.terms(line)).collect(), part.unknown.len());
        // How far below and above its number each place can be.
        let mut room = vec![(0, 0); ranges.len()];
        for place in (0..ranges.len()).filter(|place| asked[part.unknown[*place]]) {
            if !has_others((&equations, &ranges), (place, model.hide.width), &mut room, &mut may) {
                found.push(part.unknown[place]);
            }
        }
    }
    found.sort_unstable();
    found
}

/// What may be tried.
struct May {
    /// So many numbers, one by one.
    steps: u64,
    /// Programs so large together.
    programs: usize,
}

/// Whether a place can have other numbers, far enough apart.
fn has_others(
    (equations, ranges): (&System, &[Bounds]),
    (place, width): (usize, i64),
    room: &mut [(i64, i64)],
    may: &mut May,
) -> bool {
    let (least, most) = ranges[place];
    let is_far = |room: &[(i64, i64)]| room[place].0 + room[place].1 >= width;
    let mut others = (1..=width + NEAR).flat_map(|by| [by, -by]).filter(|by| (least..=most).contains(by));
    is_far(room)
        || others.any(|by| {
            if may.steps == 0 && may.programs == 0 {
                return false;
            }
            let mut fixed = ranges.to_vec();
            fixed[place] = (by, by);
            let mut can_be = |place: usize, by: i64| room[place] = (room[place].0.max(-by), room[place].1.max(by));
            if let Some(found) = equations.solved(fixed.clone(), place, BRANCHES, &mut may.programs) {
                found.into_iter().enumerate().for_each(|(place, by)| can_be(place, by));
            } else if equations.fits(fixed, &mut may.steps) == Some(true) {
                can_be(place, by);
            }
            is_far(room)
        })
}

/// So large are all programs together, in equations times numbers.
const PROGRAMS: usize = 2_000_000_000;
/// So many branches of a program are followed.
const BRANCHES: u64 = 60;
/// So far from the true number, and as far as is asked for, others are tried.
const NEAR: i64 = 8;

/// The least and the greatest number that a cell can have, by a program of whole numbers over all its equations.
pub fn bounds(model: &Model, knows: Knowledge<'_>, cell: usize) -> Option<Bounds> {
    let protected: Vec<bool> = (0..model.cells.len()).map(|at| at == cell).collect();
    let part = parts(model, knows.known, &protected).into_iter().find(|part| part.unknown.contains(&cell))?;
    let ranges = ranges(model, knows, &part, &mut Left::all());
    let end = |direction| {
        let mut program = Problem::new(direction);
        let variables: BTreeMap<usize, Variable> = part
            .unknown
            .iter()
            .zip(&ranges)
            .map(|(at, (least, most))| {
                let wanted = if *at == cell { 1.0 } else { 0.0 };
                let whole = |number: &i64| i32::try_from(*number).unwrap_or(if *number < 0 { i32::MIN } else { i32::MAX });
                let variable = match model.cells[*at].counts {
                    true => program.add_integer_var(wanted, (whole(least), whole(most))),
                    false => program.add_var(wanted, (*least as f64, *most as f64)),
                };
                (*at, variable)
            })
            .collect();
        for line in &part.lines {
            let terms: Vec<(Variable, f64)> =
                line.iter().filter_map(|(at, times)| Some((*variables.get(at)?, *times as f64))).collect();
            program.add_constraint(terms.as_slice(), ComparisonOp::Eq, 0.0);
        }
        let solution = program.solve().ok()?.into_solution().ok()?;
        Some(model.cells[cell].value as i64 + solution.var_value(*variables.get(&cell)?).round() as i64)
    };
    Some((end(OptimizationDirection::Minimize)?, end(OptimizationDirection::Maximize)?))
}

/// Equations that share unknown cells, and those cells. Only the unknown cells of an equation are kept: all numbers
/// are spoken of as what they differ from the true ones, so that the known ones are nought.
struct Part {
    /// In order.
    unknown: Vec<usize>,
    lines: Vec<Line>,
}

impl Part {
    /// A line by the places of its cells among the unknown ones.
    fn terms(&self, line: &Line) -> Terms {
        line.iter().filter_map(|(cell, times)| Some((self.unknown.binary_search(cell).ok()?, *times))).collect()
    }
}

/// The equations in parts that have nothing to do with each other, of those parts that something protected is in, the smallest first.
fn parts(model: &Model, known: &[bool], protected: &[bool]) -> Vec<Part> {
    let mut part_of: Vec<usize> = (0..model.cells.len()).collect();
    let mut lines = Vec::new();
    for equation in &model.equations {
        let mut line = Line::new();
        for (cell, times) in equation.iter().filter(|(cell, _)| !known[*cell]) {
            *line.entry(*cell).or_insert(0) += i128::from(*times);
        }
        line.retain(|_, times| *times != 0);
        let Some(first) = line.keys().next().copied() else { continue };
        for other in line.keys() {
            let (a, b) = (root(&mut part_of, first), root(&mut part_of, *other));
            part_of[a.max(b)] = a.min(b);
        }
        lines.push((first, line));
    }
    let asked: BTreeSet<usize> =
        (0..protected.len()).filter(|cell| protected[*cell]).map(|cell| root(&mut part_of, cell)).collect();
    let mut lines_of: BTreeMap<usize, Vec<Line>> = BTreeMap::new();
    for (first, line) in lines {
        let root = root(&mut part_of, first);
        if asked.contains(&root) {
            lines_of.entry(root).or_default().push(line);
        }
    }
    let part = |lines: Vec<Line>| {
        let unknown: BTreeSet<usize> = lines.iter().flat_map(|line| line.keys().copied()).collect();
        Part { unknown: unknown.into_iter().collect(), lines }
    };
    let mut parts: Vec<Part> = lines_of.into_values().map(part).collect();
    parts.sort_by_key(|part| part.unknown.len());
    parts
}

fn root(part_of: &mut [usize], mut at: usize) -> usize {
    while part_of[at] != at {
        part_of[at] = part_of[part_of[at]];
        at = part_of[at];
    }
    at
}

/// How much each unknown of a part can differ from its true number, in their order.
fn ranges(model: &Model, knows: Knowledge<'_>, part: &Part, left: &mut Left) -> Vec<Bounds> {
    let range = |cell: &usize| {
        let (one, (least, most)) = (&model.cells[*cell], knows.bounds[*cell]);
        let value = one.value as i64;
        if one.counts { (least - value, most - value) } else { (-MOST, MOST) }
    };
    let mut ranges: Vec<Bounds> = part.unknown.iter().map(range).collect();
    let solved = solved(part, &mut left.terms);
    let lines = part.lines.iter().chain(&solved).map(|line| part.terms(line)).collect();
    System::new(lines, ranges.len()).narrow(&mut ranges, &mut left.numbers);
    ranges
}

/// The equations of a part solved as far as they go: each leads with an unknown that is in no other. Equations with an
/// unknown of their own say what that one is, and nothing of the others.
fn solved(part: &Part, terms: &mut usize) -> Vec<Line> {
    let mut lines_of: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (at, line) in part.lines.iter().enumerate() {
        line.keys().for_each(|cell| _ = lines_of.entry(*cell).or_default().insert(at));
    }
    let mut made: Vec<(usize, &Line)> = Vec::new();
    let mut is_core = vec![true; part.lines.len()];
    let mut waiting: Vec<usize> = lines_of.iter().filter(|(_, lines)| lines.len() == 1).map(|(cell, _)| *cell).collect();
    while let Some(cell) = waiting.pop() {
        let Some(at) = lines_of.get(&cell).and_then(BTreeSet::first).copied() else { continue };
        is_core[at] = false;
        made.push((cell, &part.lines[at]));
        for other in part.lines[at].keys() {
            let Some(lines) = lines_of.get_mut(other) else { continue };
            lines.remove(&at);
            if lines.len() == 1 {
                waiting.push(*other);
            }
        }
    }
    let lines: Vec<&Line> = part.lines.iter().zip(is_core).filter(|(_, is_core)| *is_core).map(|(line, _)| line).collect();
    if lines.len() > LINES {
        return Vec::new();
    }
    let Some(reduced) = linear::reduce(lines.into_iter().cloned(), &part.unknown.iter().copied().collect(), terms) else {
        return Vec::new();
    };
    let mut found: Vec<Line> = reduced.lines.iter().map(|(_, line)| line.clone()).collect();
    found.extend(made.iter().filter_map(|(lead, line)| reduced.put_into((*line).clone(), *lead, terms)));
    // What is too large to be multiplied tells nothing of numbers of children.
    found.retain(|line| line.values().all(|times| times.unsigned_abs() <= u128::from(u64::MAX)));
    found
}

/// Of more equations than these that hang together none is solved; ranges are narrowed all the same.
const LINES: usize = 400;
/// So many numbers are written down in solving the equations of a run; then ranges are narrowed by the equations as they are.
const TERMS: usize = 20_000_000;
/// So many numbers are looked at in narrowing.
const NUMBERS: usize = 100_000_000;
