//! The attack check: what somebody who has all that is published can work out.
//!
//! Takes cells, equations and which cells are known; gives the cells that are recovered although they must
//! not be. First exactly, by solving the equations. Then by ranges: counts are whole and not below what is said of
//! them, and each equation narrows the range of its cells, until nothing changes. A solver apart from the search that
//! chose what to hide: it knows nothing of that, and looks for no tables.

use std::collections::{BTreeMap, BTreeSet};

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use super::linear::{self, Line};
use super::model::{Bounds, MOST, Model};

/// What somebody knows.
#[derive(Clone, Copy)]
pub struct Knowledge<'a> {
    /// The cells whose number is known.
    pub known: &'a [bool],
    /// Between which numbers each of the others lies.
    pub bounds: &'a [Bounds],
}

/// The cells of `protected` that can be worked out from the known ones, in their order.
pub fn recovered(model: &Model, knows: Knowledge<'_>, protected: &[bool]) -> Vec<usize> {
    let (mut found, mut terms) = (Vec::new(), TERMS);
    for part in parts(model, knows.known, protected) {
        let ranges = ranges(model, knows, &part, &mut terms);
        let told =
            |cell: &usize| protected[*cell] && ranges.get(cell).is_some_and(|(least, most)| most - least < model.hide.width);
        found.extend(part.unknown.iter().copied().filter(told));
    }
    found.sort_unstable();
    found
}

/// What is found of a cell by trying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    /// There are other numbers, far enough apart.
    Others,
    /// There are none.
    Alone,
    /// It was given up.
    TooLong,
}

/// Whether a cell can have other numbers, by trying every one near its own: exact, but for what takes more steps than are given.
pub fn tried(model: &Model, knows: Knowledge<'_>, cell: usize, steps: &mut u64) -> Tried {
    if *steps == 0 {
        return Tried::TooLong;
    }
    let protected: Vec<bool> = (0..model.cells.len()).map(|at| at == cell).collect();
    let Some(part) = parts(model, knows.known, &protected).into_iter().find(|part| part.unknown.contains(&cell)) else {
        return Tried::Others;
    };
    let mut terms = TERMS;
    let ranges = ranges(model, knows, &part, &mut terms);
    // To solve the equations takes steps too, and to look for those that hang together.
    *steps = steps.saturating_sub(((TERMS - terms) / AT_ONCE + model.equations.len() / EQUATIONS_AT_ONCE) as u64);
    let Some((least, most)) = ranges.get(&cell).copied() else { return Tried::Others };
    let (mut below, mut above) = (0, 0);
    let mut all = true;
    for by in (1..=model.hide.width + NEAR).flat_map(|by| [by, -by]) {
        if !(least..=most).contains(&by) {
            continue;
        }
        let mut fixed = ranges.clone();
        fixed.insert(cell, (by, by));
        match fits(&part, fixed, steps) {
            Some(true) if by > 0 => above = above.max(by),
            Some(true) => below = below.max(-by),
            Some(false) => {}
            None => all = false,
        }
        if above + below >= model.hide.width {
            return Tried::Others;
        }
    }
    let near = least >= -(model.hide.width + NEAR) && most <= model.hide.width + NEAR;
    if all && near { Tried::Alone } else { Tried::TooLong }
}

/// So many numbers are written down in one step, and so many equations are looked through.
const AT_ONCE: usize = 1000;
const EQUATIONS_AT_ONCE: usize = 100;

/// So far from the true number, and as far as is asked for, others are tried.
const NEAR: i64 = 8;

/// Whether some numbers within these ranges fulfil all equations; nothing where the steps end.
fn fits(part: &Part, mut ranges: BTreeMap<usize, Bounds>, steps: &mut u64) -> Option<bool> {
    loop {
        let mut changed = false;
        for line in &part.lines {
            *steps = steps.checked_sub(1)?;
            changed |= !narrowed(line, &mut ranges).is_empty();
            if line.keys().any(|cell| ranges.get(cell).is_some_and(|(least, most)| least > most)) {
                return Some(false);
            }
        }
        if !changed {
            break;
        }
    }
    let open = ranges.iter().filter(|(_, (least, most))| least < most);
    let Some((cell, (least, most))) = open.min_by_key(|(_, (least, most))| most - least).map(|(cell, range)| (*cell, *range))
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
        fixed.insert(cell, (low, high));
        match fits(part, fixed, steps) {
            Some(true) => return Some(true),
            Some(false) => {}
            None => all = None,
        }
    }
    all
}

/// The least and the greatest number that a cell can have, by a program of whole numbers over all its equations.
pub fn bounds(model: &Model, knows: Knowledge<'_>, cell: usize) -> Option<Bounds> {
    let protected: Vec<bool> = (0..model.cells.len()).map(|at| at == cell).collect();
    let part = parts(model, knows.known, &protected).into_iter().find(|part| part.unknown.contains(&cell))?;
    let ranges = ranges(model, knows, &part, &mut { TERMS });
    let end = |direction| {
        let mut program = Problem::new(direction);
        let variables: BTreeMap<usize, Variable> = ranges
            .iter()
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
    unknown: BTreeSet<usize>,
    lines: Vec<Line>,
}

/// The equations in parts that have nothing to do with each other, of those parts that something protected is in.
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
    let mut parts: BTreeMap<usize, Part> = BTreeMap::new();
    for (first, line) in lines {
        let root = root(&mut part_of, first);
        if asked.contains(&root) {
            let part = parts.entry(root).or_insert_with(|| Part { unknown: BTreeSet::new(), lines: Vec::new() });
            part.unknown.extend(line.keys());
            part.lines.push(line);
        }
    }
    parts.into_values().collect()
}

fn root(part_of: &mut [usize], mut at: usize) -> usize {
    while part_of[at] != at {
        part_of[at] = part_of[part_of[at]];
        at = part_of[at];
    }
    at
}

/// How much each unknown can differ from its true number.
fn ranges(model: &Model, knows: Knowledge<'_>, part: &Part, terms: &mut usize) -> BTreeMap<usize, Bounds> {
    let mut ranges: BTreeMap<usize, Bounds> = BTreeMap::new();
    for cell in &part.unknown {
        let (one, (least, most)) = (&model.cells[*cell], knows.bounds[*cell]);
        let value = one.value as i64;
        ranges.insert(*cell, if one.counts { (least - value, most - value) } else { (-MOST, MOST) });
    }
    let mut lines: Vec<Line> = part.lines.clone();
    lines.extend(solved(part, terms));
    let mut lines_of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        line.keys().for_each(|cell| lines_of.entry(*cell).or_default().push(at));
    }
    let mut waiting: BTreeSet<usize> = (0..lines.len()).collect();
    let mut times_left = TIMES * lines.len();
    while let Some(at) = waiting.pop_first() {
        if times_left == 0 {
            break;
        }
        times_left -= 1;
        for cell in narrowed(&lines[at], &mut ranges) {
            waiting.extend(lines_of.get(&cell).into_iter().flatten().filter(|other| **other != at));
        }
    }
    ranges
}

/// So many times each equation is looked at, one with the other.
const TIMES: usize = 60;

/// Narrows the ranges of a line's cells; gives those that were.
fn narrowed(line: &Line, ranges: &mut BTreeMap<usize, Bounds>) -> Vec<usize> {
    let ends = |times: i128, range: Bounds| {
        let (a, b) = (times * i128::from(range.0), times * i128::from(range.1));
        (a.min(b), a.max(b))
    };
    let sum = line.iter().filter_map(|(cell, times)| Some(ends(*times, *ranges.get(cell)?)));
    let (least, most) = sum.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let mut changed = Vec::new();
    for (cell, times) in line {
        let Some(range) = ranges.get_mut(cell) else { continue };
        let own = ends(*times, *range);
        // The others together are between these, and this one is their opposite.
        let (low, high) = (-(most - own.1), -(least - own.0));
        let (low, high) = if *times > 0 { (low, high) } else { (-high, -low) };
        let times = times.abs();
        let (low, high) = (-(-low).div_euclid(times), high.div_euclid(times));
        let narrow = (i128::from(range.0).max(low) as i64, i128::from(range.1).min(high) as i64);
        if narrow != *range {
            *range = narrow;
            changed.push(*cell);
        }
    }
    changed
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
    let Some(reduced) = linear::reduce(lines.into_iter().cloned(), &part.unknown, terms) else { return Vec::new() };
    let mut found: Vec<Line> = reduced.lines.iter().map(|(_, line)| line.clone()).collect();
    found.extend(made.iter().filter_map(|(lead, line)| reduced.put_into((*line).clone(), *lead, terms)));
    found
}

/// Of more equations than these that hang together none is solved; ranges are narrowed all the same.
const LINES: usize = 400;
/// So many numbers are written down in solving the equations of a run; then ranges are narrowed by the equations as they are.
const TERMS: usize = 20_000_000;
