//! The attack check: what somebody who has all that is published can work out.
//!
//! Takes cells, equations and which cells are known; gives the cells that are recovered although they must
//! not be. First exactly, by solving the equations. Then by bounds: counts are whole and not below nought, so
//! that a cell which can only have one value is recovered as well. Knows nothing of how cells came to be hidden.

use std::collections::{BTreeMap, BTreeSet};

use microlp::{ComparisonOp, OptimizationDirection, Problem};

use super::linear::{self, Line, Reduced};
use super::model::{Bounds, Equation, MOST, Model};

/// A hidden cell that can be worked out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// The cell.
    pub cell: usize,
    /// The known cells that it is worked out from.
    pub from: Vec<usize>,
}

/// What somebody knows.
#[derive(Clone, Copy)]
pub struct Knowledge<'a> {
    /// The cells whose number is known.
    pub known: &'a [bool],
    /// Between which numbers each of the others lies.
    pub bounds: &'a [Bounds],
}

/// The cells of `protected` that can be worked out from the known ones.
pub fn recovered(model: &Model, knows: Knowledge<'_>, protected: &[bool]) -> Vec<Recovered> {
    let parts = parts(model, knows.known, protected);
    parts.iter().flat_map(|part| recovered_in(model, knows.bounds, part, protected, usize::MAX)).collect()
}

/// Some of them, if there are any: of those that bounds give away one for each part, as they all follow from
/// the same known cells.
pub fn some_recovered(model: &Model, knows: Knowledge<'_>, protected: &[bool]) -> Vec<Recovered> {
    let parts = parts(model, knows.known, protected);
    parts.iter().flat_map(|part| recovered_in(model, knows.bounds, part, protected, 1)).collect()
}

/// Equations that share unknown cells, and those cells.
struct Part<'a> {
    unknown: BTreeSet<usize>,
    equations: Vec<&'a Equation>,
}

/// The equations in parts that have nothing to do with each other; those that tell nothing are left out.
fn parts<'a>(model: &'a Model, known: &[bool], protected: &[bool]) -> Vec<Part<'a>> {
    let mut times = vec![0_u32; model.cells.len()];
    model.equations.iter().flatten().for_each(|(cell, _)| times[*cell] += 1);
    let mut part_of: Vec<usize> = (0..model.cells.len()).collect();
    let mut telling = Vec::new();
    for equation in &model.equations {
        let unknown: Vec<usize> = equation.iter().map(|(cell, _)| *cell).filter(|cell| !known[*cell]).collect();
        match unknown.as_slice() {
            [] => continue,
            // What nobody asks for and nothing else depends on.
            [only] if times[*only] == 1 && !protected[*only] => continue,
            [first, others @ ..] => {
                for other in others {
                    let (a, b) = (root(&mut part_of, *first), root(&mut part_of, *other));
                    part_of[a.max(b)] = a.min(b);
                }
                telling.push((*first, equation, unknown));
            }
        }
    }
    let mut parts: BTreeMap<usize, Part<'a>> = BTreeMap::new();
    for (first, equation, unknown) in telling {
        let part =
            parts.entry(root(&mut part_of, first)).or_insert_with(|| Part { unknown: BTreeSet::new(), equations: Vec::new() });
        part.equations.push(equation);
        part.unknown.extend(unknown);
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

fn recovered_in(model: &Model, bounds: &[Bounds], part: &Part<'_>, protected: &[bool], at_most: usize) -> Vec<Recovered> {
    let asked: Vec<usize> = part.unknown.iter().copied().filter(|cell| protected[*cell]).collect();
    if asked.is_empty() {
        return Vec::new();
    }
    let all = || -> Vec<usize> {
        let cells = part.equations.iter().copied().flatten().map(|(cell, _)| *cell);
        cells.filter(|cell| !part.unknown.contains(cell)).collect::<BTreeSet<_>>().into_iter().collect()
    };
    let lines = part.equations.iter().map(|equation| line(equation));
    // What cannot be proved safe is not.
    let Some(reduced) = linear::reduce(lines, &part.unknown) else {
        return asked.into_iter().map(|cell| Recovered { cell, from: all() }).collect();
    };
    let mut found = Vec::new();
    for cell in &asked {
        if let Some(solved) = reduced.solved(*cell, &part.unknown) {
            let from = solved.keys().copied().filter(|other| other != cell).collect();
            found.push(Recovered { cell: *cell, from });
        }
    }
    // Bounds are asked for when nothing is exact: what is hidden for that often mends them too.
    if found.is_empty() {
        let ways = Ways::new(&reduced, part);
        let doubtful: BTreeSet<usize> = asked.into_iter().filter(|cell| !ways.another(model, bounds, *cell)).collect();
        found.extend(without_room(model, bounds, part, doubtful, at_most).into_iter().map(|cell| Recovered { cell, from: all() }));
    }
    found
}

fn line(equation: &Equation) -> Line {
    let mut line = Line::new();
    for (cell, sign) in equation {
        *line.entry(*cell).or_insert(0) += i128::from(*sign);
    }
    line.retain(|_, number| *number != 0);
    line
}

/// Whole steps that unknown cells can take together without breaking an equation.
struct Ways(Vec<Line>);

impl Ways {
    fn new(reduced: &Reduced, part: &Part<'_>) -> Self {
        let leads: BTreeSet<usize> = reduced.lines.iter().map(|(lead, _)| *lead).collect();
        let ways = part.unknown.iter().filter(|cell| !leads.contains(cell)).filter_map(|free| {
            let moved: Vec<(i128, i128, usize)> =
                reduced.lines.iter().filter_map(|(lead, line)| Some((*line.get(lead)?, *line.get(free)?, *lead))).collect();
            let mut step = 1_i128;
            for (its, mine, _) in &moved {
                let needed = its.abs() / linear::greatest_common_divisor(its.abs(), mine.abs());
                step = step.checked_mul(needed / linear::greatest_common_divisor(step, needed))?;
            }
            let mut way = Line::from([(*free, step)]);
            for (its, mine, lead) in moved {
                way.insert(lead, -mine.checked_mul(step)? / its);
            }
            Some(way)
        });
        Ways(ways.collect())
    }

    /// Whether a step leads to other counts that would be published alike, with another value in the cell.
    fn another(&self, model: &Model, bounds: &[Bounds], cell: usize) -> bool {
        let fits = |way: &Line, sign: f64| {
            way.iter().all(|(at, step)| {
                let moved = model.cells[*at].value + sign * *step as f64;
                !model.cells[*at].counts || (moved >= bounds[*at].0 as f64 && moved <= bounds[*at].1 as f64)
            })
        };
        self.0.iter().any(|way| way.contains_key(&cell) && (fits(way, 1.0) || fits(way, -1.0)))
    }
}

/// Those of the cells whose least and greatest possible values are the same. A table found for one cell tells
/// of all cells that have another value in it.
fn without_room(model: &Model, bounds: &[Bounds], part: &Part<'_>, mut doubtful: BTreeSet<usize>, at_most: usize) -> Vec<usize> {
    let mut found = Vec::new();
    while let Some(cell) = doubtful.first().copied().filter(|_| found.len() < at_most) {
        for direction in [OptimizationDirection::Minimize, OptimizationDirection::Maximize] {
            // Without an answer nothing is proved.
            let table = extreme(model, bounds, part, cell, direction).filter(|table| holds(model, part, table)).unwrap_or_default();
            for (at, value) in table {
                if (value - model.cells[at].value).abs() > 0.5 {
                    doubtful.remove(&at);
                }
            }
            if !doubtful.contains(&cell) {
                break;
            }
        }
        if doubtful.remove(&cell) {
            found.push(cell);
        }
    }
    found
}

/// Whether every equation between counts holds for a table of whole numbers.
fn holds(model: &Model, part: &Part<'_>, table: &BTreeMap<usize, f64>) -> bool {
    let value = |cell: usize| table.get(&cell).copied().unwrap_or(model.cells[cell].value).round() as i64;
    let counts = |equation: &&&Equation| equation.iter().all(|(cell, _)| model.cells[*cell].counts);
    let adds_up = |equation: &&Equation| equation.iter().map(|(cell, sign)| value(*cell) * sign).sum::<i64>() == 0;
    part.equations.iter().filter(counts).all(adds_up)
}

fn bounds_in(model: &Model, bounds: &[Bounds], part: &Part<'_>, cell: usize) -> Option<(f64, f64)> {
    let end = |direction| Some(extreme(model, bounds, part, cell, direction)?.get(&cell)?.round());
    Some((end(OptimizationDirection::Minimize)?, end(OptimizationDirection::Maximize)?))
}

/// A table of the unknown cells that would be published alike, with the least or the greatest value in one.
fn extreme(
    model: &Model,
    bounds: &[Bounds],
    part: &Part<'_>,
    cell: usize,
    direction: OptimizationDirection,
) -> Option<BTreeMap<usize, f64>> {
    let mut program = Problem::new(direction);
    let mut variables: BTreeMap<usize, microlp::Variable> = BTreeMap::new();
    for at in &part.unknown {
        let wanted = if *at == cell { 1.0 } else { 0.0 };
        let most = MOST as f64;
        let whole = |number: i64| i32::try_from(number).unwrap_or(i32::MAX);
        let variable = match model.cells[*at].counts {
            true => program.add_integer_var(wanted, (whole(bounds[*at].0), whole(bounds[*at].1))),
            false => program.add_var(wanted, (-most, most)),
        };
        variables.insert(*at, variable);
    }
    for equation in &part.equations {
        let mut terms = Vec::new();
        let mut right = 0.0;
        for (at, number) in line(equation) {
            match variables.get(&at) {
                Some(variable) => terms.push((*variable, number as f64)),
                None => right -= number as f64 * model.cells[at].value,
            }
        }
        program.add_constraint(terms.as_slice(), ComparisonOp::Eq, right);
    }
    let solution = program.solve().ok()?.into_solution().ok()?;
    Some(variables.into_iter().map(|(at, variable)| (at, solution.var_value(variable))).collect())
}

/// The least and the greatest value that a hidden cell can have by what is known; nothing where it is in no
/// equation with other unknown cells.
pub fn bounds(model: &Model, knows: Knowledge<'_>, cell: usize) -> Option<(f64, f64)> {
    let protected: Vec<bool> = (0..model.cells.len()).map(|at| at == cell).collect();
    let part = parts(model, knows.known, &protected).into_iter().find(|part| part.unknown.contains(&cell))?;
    bounds_in(model, knows.bounds, &part, cell)
}
