//! What rows that overlap tell together: of no kind of children there are fewer than none.
//!
//! For each number that must not be known other children are looked for that would be published alike: one of another kind instead
//! of one, two instead of two, and at last as many of any kind as a program of whole numbers finds. Where there are none, it tells which
//! rows, once hidden, let there be.
//!
//! ```text
//! rows                kinds of children, by their rows
//! A  hidden           x: A   y: A, B   z: B, C   n: C
//! B  4                y + z = 4 and z + n = 1, so that y is 3 or 4, and x and y are A:
//! C  1                nobody publishes y, and all the same A is not 2
//! ```
//!
//! Equations between rows alone do not tell it: what some rows have in common is a number that nobody publishes.

use std::collections::{BTreeMap, BTreeSet};

use super::exchanges::Exchanges;
use super::model::{Bounds, Model};
use super::programs::Programs;
use super::search::Moves;

/// The kinds of children that there are or might be in the month of the report, by rows that count them.
pub struct Overlaps {
    /// First those that there are, then nobody, then what others might be.
    pub kinds: Vec<Kind>,
    /// A kind that there is, or nobody, and what one of it might be instead.
    pub steps: Vec<Step>,
    /// The numbers that these make up: of rows, and what is left of one without others.
    pub numbers: BTreeSet<usize>,
}

/// Children that count in the same rows.
pub struct Kind {
    /// What one child more makes of the numbers.
    pub moves: Moves,
    /// How many there are.
    pub many: i64,
}

/// One child less of a kind, and one more of another, by their places.
pub type Step = (usize, usize);

/// By how much numbers may differ from their own, as far as is known.
pub type Ranges = BTreeMap<usize, Bounds>;

/// All kinds of children of a run.
pub struct Overlapping {
    all: Vec<Overlaps>,
    programs: Programs,
    rounds: usize,
}

/// So many times the least is hidden that was found for each number; then all that there is.
const ROUNDS: usize = 2;

impl Overlapping {
    /// Of these, each looked at by itself.
    pub fn new(all: Vec<Overlaps>) -> Self {
        Overlapping { all, programs: Programs::default(), rounds: 0 }
    }

    /// Adds what must be hidden besides; nothing where no number follows. Gives the numbers that follow all the same, with nothing left to
    /// hide for them.
    pub fn more_to_hide(&mut self, model: &Model, hidden: &[bool], beside: &mut BTreeSet<usize>) -> Option<BTreeSet<usize>> {
        let told: Vec<Told> = self.all.iter().map(|one| one.told(model, hidden, &self.programs)).collect();
        self.rounds += 1;
        let all_goes = self.rounds > ROUNDS;
        let before = beside.len();
        beside.extend(told.iter().flat_map(|told| if all_goes { &told.all } else { &told.hide }));
        if beside.len() > before {
            return Some(BTreeSet::new());
        }
        let follows: BTreeSet<usize> = told.into_iter().flat_map(|told| told.cells).collect();
        (!follows.is_empty()).then_some(follows)
    }
}

/// What follows from rows that overlap.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told {
    /// The numbers for which no others were found, far enough apart.
    cells: BTreeSet<usize>,
    /// What lets them be others once it is hidden: the least that was found for each, or all that there is.
    hide: BTreeSet<usize>,
    /// All that there is: once it is hidden there may be one more of any kind.
    all: BTreeSet<usize>,
}

impl Overlaps {
    /// The numbers that must not be known and follow when some are hidden.
    fn told(&self, model: &Model, hidden: &[bool], programs: &Programs) -> Told {
        let (known, bounds, protected) = (model.known(hidden), model.bounds(hidden), model.protected(hidden));
        let range = |cell: &usize| -> (usize, Bounds) {
            let value = model.cells[*cell].value as i64;
            (*cell, if known[*cell] { (0, 0) } else { (bounds[*cell].0 - value, bounds[*cell].1 - value) })
        };
        let ranges: Ranges = self.numbers.iter().map(range).collect();
        let is_asked = |cell: &usize| protected[*cell] && !known[*cell] && !model.cells[*cell].open;
        let asked: Vec<usize> = self.numbers.iter().copied().filter(is_asked).collect();
        let width = model.hide.width;
        let mut told = Told::default();
        let without = Exchanges::of(self, &ranges).without(&asked, width);
        if without.is_empty() {
            return told;
        }
        // What is shown for the first time now, and is no nought.
        let can_go = |cell: usize| {
            let one = &model.cells[cell];
            known[cell] && !one.open && !one.rounded_before && one.value != 0.0
        };
        // Other children that were found for one number are others for some more.
        let mut room: BTreeMap<usize, (i64, i64)> = BTreeMap::new();
        for cell in without {
            if room.get(&cell).is_some_and(|(below, above)| below + above >= width) {
                continue;
            }
            let found = programs.far_enough(self, (model, &ranges), &can_go, cell);
            let all = || self.numbers.iter().copied().filter(|cell| can_go(*cell)).collect();
            let (hide, others) = found.map_or_else(|| (all(), Vec::new()), |found| (found.hide, found.others));
            if others.is_empty() {
                told.cells.insert(cell);
                told.hide.extend(hide);
                told.all = all();
            }
            for (cell, by) in others.into_iter().flatten() {
                let room = room.entry(cell).or_default();
                *room = (room.0.max(-by), room.1.max(by));
            }
        }
        told
    }
}
