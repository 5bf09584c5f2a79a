//! The attack check: what somebody who has all that is published can work out.
//!
//! Takes cells, equations and which cells are known; gives the cells that are recovered although they must
//! not be. First exactly, by solving the equations. Then by bounds: counts are whole and not below nought, so
//! that a cell which can only have one value is recovered as well. Knows nothing of how cells came to be hidden.
//!
//! The file is long because the searches for another table share the equations they go through.

use std::collections::{BTreeMap, BTreeSet};

use microlp::{ComparisonOp, OptimizationDirection, Problem};

use super::linear::{self, Line};
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
///
/// `safe` remembers the parts of which nothing follows: they are not attacked again until they change.
pub fn some_recovered(
    model: &Model,
    knows: Knowledge<'_>,
    protected: &[bool],
    safe: &mut BTreeSet<Vec<(usize, Bounds, bool)>>,
) -> Vec<Recovered> {
    let mut found = Vec::new();
    for part in parts(model, knows.known, protected) {
        let state: Vec<(usize, Bounds, bool)> =
            part.unknown.iter().map(|cell| (*cell, knows.bounds[*cell], protected[*cell])).collect();
        if safe.contains(&state) {
            continue;
        }
        let recovered = recovered_in(model, knows.bounds, &part, protected, 1);
        if recovered.is_empty() {
            safe.insert(state);
        }
        found.extend(recovered);
    }
    found
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
    let asked: BTreeSet<usize> = part.unknown.iter().copied().filter(|cell| protected[*cell]).collect();
    if asked.is_empty() {
        return Vec::new();
    }
    let known_of = |equation: &Equation| -> Vec<usize> {
        equation.iter().map(|(cell, _)| *cell).filter(|cell| !part.unknown.contains(cell)).collect()
    };
    // What one equation tells by itself needs no solving.
    let alone = part.equations.iter().filter_map(|equation| {
        let mut unknown = equation.iter().map(|(cell, _)| *cell).filter(|cell| part.unknown.contains(cell));
        let only = unknown.next().filter(|cell| asked.contains(cell))?;
        unknown.next().is_none().then(|| Recovered { cell: only, from: known_of(equation) })
    });
    let mut found: Vec<Recovered> = alone.collect();
    if !found.is_empty() {
        return found;
    }
    let all = || -> Vec<usize> {
        let cells = part.equations.iter().flat_map(|equation| known_of(equation));
        cells.collect::<BTreeSet<_>>().into_iter().collect()
    };
    // An unknown of one equation alone is what that equation says it is: no other follows from it.
    let mut times: BTreeMap<usize, u32> = BTreeMap::new();
    for (cell, _) in part.equations.iter().copied().flatten() {
        *times.entry(*cell).or_insert(0) += 1;
    }
    let (mut core, mut made) = (Vec::new(), Vec::new());
    for equation in &part.equations {
        match equation.iter().find(|(cell, _)| part.unknown.contains(cell) && times[cell] == 1) {
            Some((cell, _)) => made.push((*cell, line(equation))),
            None => core.push(line(equation)),
        }
    }
    // What cannot be proved safe is not.
    let Some(reduced) = linear::reduce(core, &part.unknown) else {
        return asked.into_iter().map(|cell| Recovered { cell, from: all() }).collect();
    };
    for (lead, line) in &reduced.lines {
        if asked.contains(lead) && line.keys().all(|other| other == lead || !part.unknown.contains(other)) {
            found.push(Recovered { cell: *lead, from: line.keys().copied().filter(|other| other != lead).collect() });
        }
    }
    let Some(defined) =
        made.into_iter().map(|(cell, line)| Some((cell, reduced.put_into(line, cell)?))).collect::<Option<Vec<_>>>()
    else {
        return asked.into_iter().map(|cell| Recovered { cell, from: all() }).collect();
    };
    for (cell, line) in &defined {
        if asked.contains(cell) && line.keys().all(|other| other == cell || !part.unknown.contains(other)) {
            found.push(Recovered { cell: *cell, from: line.keys().copied().filter(|other| other != cell).collect() });
        }
    }
    // Bounds are asked for when nothing is exact: what is hidden for that often mends them too.
    if found.is_empty() {
        let ways = Ways::new(reduced.lines.iter().chain(&defined), &part.unknown);
        let mut doubtful: BTreeSet<usize> = asked.into_iter().filter(|cell| ways.one(model, bounds, *cell).is_none()).collect();
        // Many numbers have room close by, all others staying as they are.
        let near = Near::new(part);
        for (cell, many) in doubtful.clone().into_iter().flat_map(|cell| CLOSE.map(|many| (cell, many))) {
            if doubtful.contains(&cell) {
                let moved = near.room(model, bounds, cell, many).unwrap_or_default();
                doubtful.retain(|other| !moved.contains_key(other));
            }
        }
        let without = without_room(model, bounds, part, &near, doubtful, at_most);
        found.extend(without.into_iter().map(|cell| Recovered { cell, from: all() }));
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

/// With so many ways a search for steps begins.
const STARTS: usize = 8;
/// So many steps are taken together.
const STEPS: usize = 24;
/// So many ways are tried for each.
const TRIED: usize = 40;

/// Whole steps that unknown cells can take together without breaking an equation.
struct Ways(Vec<Line>);

impl Ways {
    /// Each unknown that leads no line moves by itself, and the leads with it.
    fn new<'b>(lines: impl Iterator<Item = &'b (usize, Line)>, unknown: &BTreeSet<usize>) -> Self {
        let mut moved: BTreeMap<usize, Vec<(i128, i128, usize)>> = BTreeMap::new();
        let mut leads = BTreeSet::new();
        for (lead, line) in lines {
            leads.insert(*lead);
            let Some(its) = line.get(lead) else { continue };
            for (free, mine) in line.iter().filter(|(other, _)| *other != lead && unknown.contains(other)) {
                moved.entry(*free).or_default().push((*its, *mine, *lead));
            }
        }
        let ways = unknown.iter().filter(|cell| !leads.contains(cell)).filter_map(|free| {
            let moved = moved.remove(free).unwrap_or_default();
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

    /// The ways that move each cell.
    fn by_cell(&self) -> BTreeMap<usize, Vec<usize>> {
        let mut by_cell: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, way) in self.0.iter().enumerate() {
            way.keys().for_each(|cell| by_cell.entry(*cell).or_default().push(at));
        }
        by_cell
    }

    /// Steps that together lead to other counts that would be published alike, with another value in the cell: the
    /// first step moves it, each other one mends most of what the ones before broke.
    fn together(&self, model: &Model, bounds: &[Bounds], by_cell: &BTreeMap<usize, Vec<usize>>, cell: usize) -> Option<Line> {
        let beyond = |at: usize, moved: i128| -> i128 {
            if !model.cells[at].counts {
                return 0;
            }
            let value = model.cells[at].value as i128 + moved;
            (i128::from(bounds[at].0) - value).max(value - i128::from(bounds[at].1)).max(0)
        };
        let step = |moved: &Line, way: &Line, sign: i128| -> i128 {
            let change = |(at, by): (&usize, &i128)| {
                let now = moved.get(at).copied().unwrap_or(0);
                beyond(*at, now + sign * by) - beyond(*at, now)
            };
            way.iter().map(change).sum()
        };
        let mut starts: Vec<usize> = by_cell.get(&cell)?.clone();
        starts.sort_by_key(|way| self.0[*way].len());
        for (start, sign) in starts.into_iter().take(STARTS).flat_map(|start| [(start, 1), (start, -1)]) {
            let mut moved: Line = self.0[start].iter().map(|(at, by)| (*at, sign * by)).collect();
            for _ in 0..STEPS {
                let Some(worst) = moved.iter().filter(|(at, by)| beyond(**at, **by) > 0).map(|(at, _)| *at).next() else {
                    return (moved.get(&cell).is_some_and(|by| *by != 0)).then_some(moved);
                };
                let tried = by_cell.get(&worst)?.iter().take(TRIED).flat_map(|way| [(*way, 1_i128), (*way, -1)]);
                let keeps = |(way, sign): &(usize, i128)| {
                    let by = self.0[*way].get(&cell).copied().unwrap_or(0) * sign;
                    moved.get(&cell).copied().unwrap_or(0) + by != 0
                };
                let Some((way, sign)) = tried.filter(keeps).min_by_key(|(way, sign)| step(&moved, &self.0[*way], *sign)) else {
                    break;
                };
                if step(&moved, &self.0[way], sign) >= 0 {
                    break;
                }
                for (at, by) in &self.0[way] {
                    *moved.entry(*at).or_insert(0) += sign * by;
                }
                moved.retain(|_, by| *by != 0);
            }
        }
        None
    }

    /// One step to other counts that would be published alike, with another value in the cell.
    fn one(&self, model: &Model, bounds: &[Bounds], cell: usize) -> Option<Line> {
        let fits = |way: &Line, sign: i128| {
            way.iter().all(|(at, step)| {
                let moved = model.cells[*at].value as i128 + sign * step;
                !model.cells[*at].counts || (i128::from(bounds[*at].0)..=i128::from(bounds[*at].1)).contains(&moved)
            })
        };
        let way = self.0.iter().find(|way| way.contains_key(&cell) && (fits(way, 1) || fits(way, -1)))?;
        Some(way.clone())
    }
}

/// Those of the cells for which no table with another value is found. Tables are looked for near the cell first, all
/// others staying as they are; one found for a cell tells of all cells that have another value in it.
fn without_room(
    model: &Model,
    bounds: &[Bounds],
    part: &Part<'_>,
    near: &Near<'_>,
    mut doubtful: BTreeSet<usize>,
    at_most: usize,
) -> Vec<usize> {
    let mut found = Vec::new();
    while let Some(cell) = doubtful.first().copied().filter(|_| found.len() < at_most) {
        'search: for many in NEAR {
            let free = near.cells(cell, many);
            for direction in [OptimizationDirection::Maximize, OptimizationDirection::Minimize] {
                // Without an answer nothing is proved.
                let table = extreme(model, bounds, part, &free, cell, direction);
                for (at, value) in table.filter(|table| holds(model, bounds, part, table)).unwrap_or_default() {
                    if (value - model.cells[at].value).abs() > 0.5 {
                        doubtful.remove(&at);
                    }
                }
                if !doubtful.contains(&cell) {
                    break 'search;
                }
            }
            if free.len() == part.unknown.len() {
                break;
            }
        }
        if doubtful.remove(&cell) {
            found.push(cell);
        }
    }
    found
}

/// How many cells are moved together in the search for another table: where so many do not do, the cell counts as
/// worked out, so that the search ends.
const NEAR: [usize; 2] = [16, 60];

/// Likewise in the search without a program, which is quick.
const CLOSE: [usize; 3] = [4, 12, 40];

/// Which cells stand in one equation.
struct Near<'a> {
    of: BTreeMap<usize, Vec<&'a Equation>>,
    unknown: &'a BTreeSet<usize>,
}

impl<'a> Near<'a> {
    fn new(part: &'a Part<'a>) -> Self {
        let mut of: BTreeMap<usize, Vec<&Equation>> = BTreeMap::new();
        for equation in &part.equations {
            for (cell, _) in equation.iter().filter(|(cell, _)| part.unknown.contains(cell)) {
                of.entry(*cell).or_default().push(equation);
            }
        }
        Near { of, unknown: &part.unknown }
    }

    /// Steps of cells close by that lead to another value of one.
    fn room(&self, model: &Model, bounds: &[Bounds], cell: usize, many: usize) -> Option<Line> {
        let free = self.cells(cell, many);
        let mut equations: BTreeSet<*const Equation> = BTreeSet::new();
        let touched = free.iter().flat_map(|cell| self.of.get(cell).into_iter().flatten().copied());
        let touched: Vec<&Equation> = touched.filter(|equation| equations.insert(std::ptr::from_ref(*equation))).collect();
        let mut times: BTreeMap<usize, u32> = BTreeMap::new();
        touched.iter().copied().flatten().filter(|(cell, _)| free.contains(cell)).for_each(|(cell, _)| {
            *times.entry(*cell).or_insert(0) += 1;
        });
        // What only says what others leave comes last, so that it leads its own equation and is in no other.
        let leaf =
            |equation: &&Equation| equation.iter().find(|(other, _)| *other != cell && times.get(other) == Some(&1)).copied();
        let (mut core, mut leaves) = (Vec::new(), Vec::new());
        for equation in touched {
            let moving: Line = line(equation).into_iter().filter(|(cell, _)| free.contains(cell)).collect();
            match leaf(&equation) {
                Some((leaf, _)) => leaves.push((leaf, moving)),
                None => core.push(moving),
            }
        }
        let reduced = linear::reduce(core, &free)?;
        let mut lines = Vec::new();
        for (leaf, line) in leaves {
            lines.push((leaf, reduced.put_into(line, leaf)?));
        }
        let ways = Ways::new(reduced.lines.iter().chain(&lines), &free);
        ways.one(model, bounds, cell).or_else(|| ways.together(model, bounds, &ways.by_cell(), cell))
    }

    /// So many cells nearest to one, with those that only say what these leave.
    fn cells(&self, cell: usize, many: usize) -> BTreeSet<usize> {
        let mut order = vec![cell];
        let mut met = BTreeSet::from([cell]);
        let mut core = 0;
        let mut at = 0;
        while at < order.len() {
            for (other, _) in self.of.get(&order[at]).into_iter().flatten().copied().flatten() {
                let leaf = self.of.get(other).is_some_and(|equations| equations.len() == 1);
                if self.unknown.contains(other) && (leaf || core < many) && met.insert(*other) {
                    core += usize::from(!leaf);
                    order.push(*other);
                }
            }
            at += 1;
        }
        met
    }
}

/// Whether every equation between counts holds for a table of whole numbers, and every number is possible.
fn holds(model: &Model, bounds: &[Bounds], part: &Part<'_>, table: &BTreeMap<usize, f64>) -> bool {
    let value = |cell: usize| table.get(&cell).copied().unwrap_or(model.cells[cell].value).round() as i64;
    let counts = |equation: &&&Equation| equation.iter().all(|(cell, _)| model.cells[*cell].counts);
    let adds_up = |equation: &&Equation| equation.iter().map(|(cell, sign)| value(*cell) * sign).sum::<i64>() == 0;
    let possible = |cell: &usize| {
        let (least, most) = bounds[*cell];
        !model.cells[*cell].counts || (least..=most).contains(&value(*cell))
    };
    table.keys().all(possible) && part.equations.iter().filter(counts).all(adds_up)
}

fn bounds_in(model: &Model, bounds: &[Bounds], part: &Part<'_>, cell: usize) -> Option<(f64, f64)> {
    let end = |direction| Some(extreme(model, bounds, part, &part.unknown, cell, direction)?.get(&cell)?.round());
    Some((end(OptimizationDirection::Minimize)?, end(OptimizationDirection::Maximize)?))
}

/// A table of the unknown cells that would be published alike, with the least or the greatest value in one.
fn extreme(
    model: &Model,
    bounds: &[Bounds],
    part: &Part<'_>,
    free: &BTreeSet<usize>,
    cell: usize,
    direction: OptimizationDirection,
) -> Option<BTreeMap<usize, f64>> {
    let mut program = Problem::new(direction);
    let mut variables: BTreeMap<usize, microlp::Variable> = BTreeMap::new();
    for at in free {
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
        if !terms.is_empty() {
            program.add_constraint(terms.as_slice(), ComparisonOp::Eq, right);
        }
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
