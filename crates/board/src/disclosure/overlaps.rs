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

use super::exchanges::{Exchanges, Room};
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
    /// Each with what was found: by how much numbers are others with other children, which may do once more.
    all: Vec<(Overlaps, Vec<Moves>)>,
    programs: Programs,
    rounds: usize,
}

/// So many times the least is hidden that was found for each number; then all that there is.
const ROUNDS: usize = 6;

impl Overlapping {
    /// Of these, each looked at by itself.
    pub fn new(all: Vec<Overlaps>) -> Self {
        let all = all.into_iter().map(|one| (one, Vec::new())).collect();
        Overlapping { all, programs: Programs::default(), rounds: 0 }
    }

    /// Adds what must be hidden besides; nothing where no number follows. Gives the numbers that follow all the same, with nothing left to
    /// hide for them.
    pub fn more_to_hide(&mut self, model: &Model, hidden: &[bool], beside: &mut BTreeSet<usize>) -> Option<BTreeSet<usize>> {
        let programs = &self.programs;
        let told: Vec<Told> = self.all.iter_mut().map(|(one, found)| one.told(model, hidden, (programs, found))).collect();
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
    /// What lets them be others once it is hidden: of the least that was found for each what costs little, or all that there is.
    hide: BTreeSet<usize>,
    /// All that there is: once it is hidden there may be one more of any kind.
    all: BTreeSet<usize>,
}

/// There may be so many children more of any kind.
pub const MORE: i32 = 1000;

impl Overlaps {
    /// How many of the kinds, which come first, are those that there are, and nobody.
    pub fn there(&self) -> usize {
        self.kinds.iter().take_while(|kind| kind.many > 0).count()
    }

    /// The numbers that must not be known and follow when some are hidden. It begins with the others that were found before.
    fn told(&self, model: &Model, hidden: &[bool], (programs, known_others): (&Programs, &mut Vec<Moves>)) -> Told {
        let (known, bounds, protected) = (model.known(hidden), model.bounds(hidden), model.protected(hidden));
        let range = |cell: &usize| -> (usize, Bounds) {
            let value = model.cells[*cell].value as i64;
            (*cell, if known[*cell] { (0, 0) } else { (bounds[*cell].0 - value, bounds[*cell].1 - value) })
        };
        let ranges: Ranges = self.numbers.iter().map(range).collect();
        let width = model.hide.width;
        // Other children that were found for one number are others for some more, also with other rows hidden.
        let mut room = Room::new();
        let is_within = |(cell, by): &(usize, i64)| ranges.get(cell).is_none_or(|(least, most)| (least..=most).contains(&by));
        known_others.iter().filter(|others| others.iter().all(is_within)).for_each(|others| can_be(&mut room, others));
        let has_room = |room: &Room, cell: &usize| room.get(cell).is_some_and(|room| room.0 + room.1 >= width);
        let is_asked = |cell: &usize| protected[*cell] && !known[*cell] && !model.cells[*cell].open;
        let asked = self.numbers.iter().copied().filter(|cell| is_asked(cell) && !has_room(&room, cell));
        let asked: Vec<usize> = asked.collect();
        let (mut told, mut hides) = (Told::default(), Vec::new());
        if asked.is_empty() {
            return told;
        }
        let exchanges = Exchanges::of(self, &ranges);
        let (without, others) = exchanges.without(&asked, width);
        known_others.extend(others);
        if without.is_empty() {
            return told;
        }
        // What is shown for the first time now, and is no nought.
        let can_go = |cell: usize| {
            let one = &model.cells[cell];
            known[cell] && !one.open && !one.rounded_before && one.value != 0.0
        };
        let mut weights: BTreeMap<usize, u64> = BTreeMap::new();
        for figure in &model.figures {
            figure.cells.iter().for_each(|cell| *weights.entry(*cell).or_default() += figure.weight);
        }
        let cost = |cell: usize, by: i64| {
            let possible = can_go(cell) && model.cells[cell].value as i64 + by >= 1;
            possible.then(|| weights.get(&cell).copied().unwrap_or(0))
        };
        for cell in without {
            if has_room(&room, &cell) {
                continue;
            }
            let found = programs.far_enough(self, (model, &ranges), &can_go, cell);
            let all = || self.numbers.iter().copied().filter(|cell| can_go(*cell)).collect();
            let by_one = found.is_none().then(|| exchanges.cheapest(cell, width, &cost)).flatten();
            // An exchange that hides nothing does already.
            if by_one.as_ref().is_some_and(BTreeSet::is_empty) {
                continue;
            }
            let by_one = || by_one.unwrap_or_else(all);
            let (hide, others) = found.map_or_else(|| (by_one(), Vec::new()), |found| (found.hide, found.others));
            if others.is_empty() {
                told.cells.insert(cell);
                hides.push((hide.iter().filter_map(|cell| weights.get(cell)).sum::<u64>(), hide));
                told.all = all();
            }
            others.iter().for_each(|others| can_be(&mut room, others));
            known_others.extend(others);
        }
        // What costs much is left for later: with what is hidden for the others it may cost less.
        hides.retain(|(_, hide)| !hide.is_empty());
        let cheapest = hides.iter().map(|(cost, _)| *cost).min().unwrap_or(0);
        let cheap = hides.into_iter().filter(|(cost, _)| *cost <= 2 * cheapest);
        told.hide.extend(cheap.flat_map(|(_, hide)| hide));
        told
    }
}

/// Remembers how far numbers are from their own.
fn can_be(room: &mut Room, others: &Moves) {
    for (cell, by) in others {
        let room = room.entry(*cell).or_default();
        *room = (room.0.max(-by), room.1.max(*by));
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::{Cell, Shown};
    use super::*;

    /// Kinds of children by hand: 6 are in the first row and the third, 7 in the second and the third, 2 in the fourth and the sixth, 7 in the
    /// fourth and the fifth. Others might be in the first, the fifth and the sixth, or in the second alone.
    ///
    /// With `b` and `d` of these the rows are a + b = 6, c + d = 7, a + c = 13, e + g = 9, b + g = 7 and b + e = 2. The first three tell that
    /// b + d is nought: so b is, and the sixth row is 2.
    fn by_hand(hidden: &[usize]) -> (Model, Vec<bool>, Overlapping) {
        let mut model = Model::default();
        for count in [6, 7, 13, 9, 7, 2] {
            let cell = model.add(Cell { sensitive: count == 2, ..Cell::count(count) });
            model.figures.push(Shown { cells: vec![cell], weight: 1, ..Shown::default() });
        }
        let kind = |rows: &[usize], many: i64| Kind { moves: rows.iter().map(|row| (*row, 1)).collect(), many };
        let there = [kind(&[0, 2], 6), kind(&[1, 2], 7), kind(&[3, 5], 2), kind(&[3, 4], 7), kind(&[], 1000)];
        let might_be = [kind(&[0, 4, 5], 0), kind(&[1], 0)];
        let kinds = there.into_iter().chain(might_be).collect();
        let overlaps = Overlaps { kinds, steps: vec![(0, 5), (1, 6)], numbers: (0..6).collect() };
        let hidden = (0..6).map(|cell| hidden.contains(&cell)).collect();
        (model, hidden, Overlapping::new(vec![overlaps]))
    }

    #[test]
    fn a_number_follows_since_no_kind_is_less_than_nought() {
        let (model, hidden, mut overlaps) = by_hand(&[5]);
        let mut beside = BTreeSet::new();
        // Something is to be hidden for it, and then it does not follow.
        assert_eq!(overlaps.more_to_hide(&model, &hidden, &mut beside), Some(BTreeSet::new()));
        assert_eq!(beside.len(), 1, "one is enough: {beside:?}");
        let all: Vec<usize> = beside.iter().copied().chain([5]).collect();
        let (model, hidden, mut overlaps) = by_hand(&all);
        assert_eq!(overlaps.more_to_hide(&model, &hidden, &mut beside), None);
    }

    #[test]
    fn where_no_program_may_be_tried_one_child_instead_of_another_tells_what_to_hide() {
        let (model, hidden, mut overlaps) = by_hand(&[5]);
        overlaps.programs = Programs::of(0);
        // One less of the fourth and the sixth row: only the fourth is shown. Others hide as much, or more.
        let mut beside = BTreeSet::new();
        assert_eq!(overlaps.more_to_hide(&model, &hidden, &mut beside), Some(BTreeSet::new()));
        assert_eq!(beside, BTreeSet::from([3]));
    }

    #[test]
    fn what_can_not_be_hidden_any_more_is_told() {
        let (mut model, hidden, mut overlaps) = by_hand(&[5]);
        (0..5).for_each(|cell| model.cells[cell].open = true);
        let mut beside = BTreeSet::new();
        assert_eq!(overlaps.more_to_hide(&model, &hidden, &mut beside), Some(BTreeSet::from([5])));
        assert!(beside.is_empty());
    }
}
