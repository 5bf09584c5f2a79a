//! Other children that would be published alike, by a program of whole numbers over all kinds.
//!
//! Takes kinds of children, gives what must be hidden for a number to have others: nothing where there are such children already. The
//! program reckons with fractions; what it finds is worked out anew in whole numbers.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use microlp::{ComparisonOp, LinearExpr, OptimizationDirection, Problem, SolveOptions, Variable};

use super::model::{MOST, Model};
use super::overlaps::{Kind, MORE, Overlaps, Ranges};
use super::search::Moves;
use crate::spread;

/// So many kinds of children are looked at, the ones that there are first.
const KINDS: usize = 1200;
/// So many branches of a program are followed: of a small one many, of a large one fewer, for each takes as long as it is large.
const BRANCHES: RangeInclusive<usize> = 30..=300;
/// So large are all of one program together.
const OF_ONE: usize = 15_000_000;
/// What a row costs that is to be hidden, for each child that it counts more or less; a child costs 1.
const A_ROW: f64 = 100.0;
/// So large are all programs of a run together, in kinds times numbers.
const ALL: usize = 15_000_000;
/// What one that finds nothing counts as: it follows branch after branch.
const IN_VAIN: usize = 15;

/// Programs of one run, of which not too many are tried.
pub struct Programs {
    left: Cell<usize>,
}

impl Default for Programs {
    fn default() -> Self {
        Programs::of(ALL)
    }
}

/// Whether a number that is shown can be hidden.
type CanGo<'a> = &'a dyn Fn(usize) -> bool;

/// How near to the children that there are others are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// Any that are published alike.
    Any,
    /// Few others.
    Few,
    /// Few others, and few rows that are others: these are to be hidden.
    FewRows,
}

impl Programs {
    /// So large together.
    pub fn of(size: usize) -> Self {
        Programs { left: Cell::new(size) }
    }

    /// Others for a number, the least and the greatest so far apart as is asked for, or what must be hidden for it to have some. Nothing where
    /// neither is found, or where it takes too long.
    pub fn far_enough(&self, of: &Overlaps, (model, ranges): (&Model, &Ranges), can_go: CanGo<'_>, cell: usize) -> Option<Found> {
        let program = Program { kinds: some(of, KINDS), model, ranges, can_go, left: &self.left };
        let width = model.hide.width;
        let others = |by: i64| [Wanted::Any, Wanted::Few].into_iter().find_map(|wanted| program.others(cell, by, wanted));
        let apart = |above: i64| -> Option<Vec<Moves>> {
            let ends = [above, above - width].into_iter().filter(|by| *by != 0);
            ends.map(|by| others(by).map(|(moves, _)| moves)).collect()
        };
        if let Some(others) = [width, 0].into_iter().chain(1..width).find_map(apart) {
            return Some(Found { hide: BTreeSet::new(), others });
        }
        let ends = [width, -width].map(|by| program.others(cell, by, Wanted::FewRows));
        let (moves, hide) = ends.into_iter().flatten().min_by_key(|(_, hide)| (hide.len(), hide.clone()))?;
        let others = if hide.is_empty() { vec![moves] } else { Vec::new() };
        Some(Found { hide, others })
    }
}

/// What was found for a number.
pub struct Found {
    /// What is to be hidden for it to have others.
    pub hide: BTreeSet<usize>,
    /// By how much numbers are others with other children that are published alike; nothing where something is to be hidden.
    pub others: Vec<Moves>,
}

/// The kinds that there are, and others evenly spread: so many in all.
fn some(of: &Overlaps, most: usize) -> Vec<&Kind> {
    let (there, others) = of.kinds.split_at(of.there());
    there.iter().chain(spread::some(others, most.saturating_sub(there.len()))).collect()
}

struct Program<'a> {
    kinds: Vec<&'a Kind>,
    model: &'a Model,
    ranges: &'a Ranges,
    can_go: CanGo<'a>,
    left: &'a Cell<usize>,
}

impl Program<'_> {
    /// Other children with which a number is so much more, or less, at least: by how much numbers are others, and which of these are shown.
    /// Nothing where none were found.
    fn others(&self, cell: usize, by: i64, wanted: Wanted) -> Option<(Moves, BTreeSet<usize>)> {
        let size = self.kinds.len() * self.ranges.len();
        self.left.set(self.left.get().checked_sub(size)?);
        let found = self.solved(cell, by, wanted);
        if found.is_none() {
            self.left.set(self.left.get().saturating_sub(IN_VAIN * size));
        }
        found
    }

    fn solved(&self, cell: usize, by: i64, wanted: Wanted) -> Option<(Moves, BTreeSet<usize>)> {
        let mut program = Problem::new(OptimizationDirection::Minimize);
        let cost = if wanted == Wanted::Any { 0.0 } else { 1.0 };
        let more_and_less = |kind: &&Kind| {
            let less = (kind.many > 0).then(|| program.add_integer_var(cost, (0, kind.many.min(i64::from(MORE)) as i32)));
            (program.add_integer_var(cost, (0, MORE)), less)
        };
        let of_kind: Vec<(Variable, Option<Variable>)> = self.kinds.iter().map(more_and_less).collect();
        let mut sums: BTreeMap<usize, LinearExpr> = BTreeMap::new();
        for (kind, (more, less)) in self.kinds.iter().zip(&of_kind) {
            for (cell, by) in &kind.moves {
                let sum = sums.entry(*cell).or_insert_with(LinearExpr::empty);
                sum.add(*more, *by as f64);
                less.iter().for_each(|less| sum.add(*less, -*by as f64));
            }
        }
        for (number, mut sum) in sums {
            let (least, most) = self.ranges[&number];
            if number == cell {
                let sign = if by > 0 { ComparisonOp::Ge } else { ComparisonOp::Le };
                program.add_constraint(sum.clone(), sign, by as f64);
            }
            if wanted == Wanted::FewRows && (least, most) == (0, 0) && (self.can_go)(number) {
                // What is hidden is one at least.
                let less = self.model.cells[number].value - 1.0;
                sum.add(program.add_var(A_ROW, (0.0, f64::from(MORE))), -1.0);
                sum.add(program.add_var(A_ROW, (0.0, less)), 1.0);
                program.add_constraint(sum, ComparisonOp::Eq, 0.0);
            } else if least == most {
                program.add_constraint(sum, ComparisonOp::Eq, least as f64);
            } else {
                if most < MOST / 2 {
                    program.add_constraint(sum.clone(), ComparisonOp::Le, most as f64);
                }
                program.add_constraint(sum, ComparisonOp::Ge, least as f64);
            }
        }
        let mut options = SolveOptions::default();
        let branches = OF_ONE / (self.kinds.len() * self.ranges.len()).max(1);
        options.node_limit = Some(branches.clamp(*BRANCHES.start(), *BRANCHES.end()) as u64);
        let solution = program.solve_with(options).ok()?.into_solution().ok()?;
        let number = |variable: Variable| solution.var_value(variable).round() as i64;
        let many: Vec<i64> = of_kind.iter().map(|(more, less)| number(*more) - less.map_or(0, number)).collect();
        self.hides(cell, by, &many)
    }

    /// What so many children more of each kind, or less, make of the numbers, and which of these are to be hidden for it; nothing where they are
    /// no other children at all.
    fn hides(&self, cell: usize, by: i64, many: &[i64]) -> Option<(Moves, BTreeSet<usize>)> {
        let mut moved: BTreeMap<usize, i64> = BTreeMap::new();
        for (kind, many) in self.kinds.iter().zip(many) {
            if -many > kind.many {
                return None;
            }
            kind.moves.iter().for_each(|(cell, by)| *moved.entry(*cell).or_default() += by * many);
        }
        let far = moved.get(&cell).copied().unwrap_or_default();
        if far.signum() != by.signum() || far.abs() < by.abs() {
            return None;
        }
        let moves: Moves = moved.into_iter().filter(|(_, by)| *by != 0).collect();
        let mut hide = BTreeSet::new();
        for (number, by) in &moves {
            let (least, most) = self.ranges[number];
            if !(least..=most).contains(by) {
                if !(self.can_go)(*number) || self.model.cells[*number].value as i64 + by < 1 {
                    return None;
                }
                hide.insert(*number);
            }
        }
        Some((moves, hide))
    }
}
