//! Chooses what else to hide, until nothing that must not be known can be worked out.
//!
//! Takes a model, gives the cells to hide. For each number that must not be known another table is looked for
//! that would be published alike; where there is none, the cheapest figures are hidden that make one. What turns out
//! not to be needed in the end is shown again. What costs least goes first: a month of a history, the month
//! before, a group of a breakdown, and last the figure of a row; among equals parts before wholes.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::another::{MENDED, Ways};
use super::children::{Children, moved};
use super::model::{Hide, Model};
use super::nearby;
use super::rings;
use super::search::{Asked, Moves, Net};
use super::state::State;

/// What was chosen.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// The cells to hide.
    pub hidden: Vec<bool>,
    /// For each cell that must not be known other tables, published alike, in which it has another number: less, and more.
    pub tables: Vec<Tables>,
    /// The tables that were made.
    pub made: Vec<Moves>,
    /// The cells for which none was found.
    pub without: Vec<usize>,
    /// Whether the search was given up for being too long.
    pub given_up: bool,
}

impl Chosen {
    /// The tables that some cell has.
    pub fn in_use(self) -> Vec<Moves> {
        let places: BTreeSet<usize> = self.tables.iter().flatten().flatten().copied().collect();
        self.made.into_iter().enumerate().filter(|(at, _)| places.contains(at)).map(|(_, table)| table).collect()
    }
}

/// Two tables in which a cell has another number, by their places: less than the true one, and more.
pub type Tables = [Option<usize>; 2];

/// The cells to hide: the sensitive ones, those given, and as many others as it takes.
pub fn suppress(model: &Model, hidden: Vec<bool>) -> Vec<bool> {
    let stay = hidden.clone();
    choose(model, &Children::default(), Begin { hidden, stay, made: Vec::new() }).hidden
}

/// What a choice begins with.
pub struct Begin {
    /// The cells that are hidden.
    pub hidden: Vec<bool>,
    /// Those of them that are hidden in any case.
    pub stay: Vec<bool>,
    /// Tables that were found before, when less or as much was hidden.
    pub made: Vec<Moves>,
}

/// The same with the tables.
pub fn choose(model: &Model, children: &Children, begin: Begin) -> Chosen {
    choose_within(Net::new(model), children, begin)
}

/// The same in a net that may be looked at for so long.
fn choose_within(net: Net<'_>, children: &Children, Begin { hidden, stay, made }: Begin) -> Chosen {
    let model = net.model;
    let mut state = State::new(model, hidden);
    for cell in (0..model.cells.len()).filter(|cell| model.cells[*cell].sensitive) {
        state.is_published(cell).then(|| state.set(cell, true));
    }
    let cells = model.cells.len();
    let mut work = Work {
        model,
        hide: model.hide,
        ways: Ways { net, children, steps: STEPS, programs: nearby::ALL },
        state,
        tables: vec![[None, None]; cells],
        made: Vec::new(),
        users: vec![Vec::new(); cells],
        replaced: Vec::new(),
        all_hidden: false,
        seen: vec![false; cells],
    };
    // With what is hidden now they need reasons anew.
    for table in made {
        let has_reason = work.ways.net.has_reason(&table, &work.state);
        has_reason.then(|| work.keep(table));
    }
    let without = work.until_safe();
    // Where nothing is left without a table what is hidden by now is safe, whether or not it can be shown again.
    let given_up = work.has_ended() && !without.is_empty();
    if without.is_empty() && !work.all_hidden {
        (work.ways.steps, work.ways.programs) = (work.ways.steps + TO_SHOW, PROGRAMS_TO_SHOW);
        work.show_again(&stay);
    }
    let made = work.made.into_iter().map(|table| table.moves).collect();
    Chosen { hidden: work.state.hidden().to_vec(), tables: work.tables, made, without, given_up }
}

/// So many tables are looked at in all, so that a run ends, on any machine at the same place.
const STEPS: u64 = 1_000_000;
/// So many more once all is hidden.
const AT_LAST: u64 = 30_000;
/// So many for one cell, where what is shown may be hidden for it.
const FOR_ONE: u64 = 4000;
/// So many to show a figure again.
const TRIED: u64 = 1000;
/// So many to show a figure again, where there are tables made of children besides.
const AGAIN: u64 = 500;
/// After so many searches in vain everything near is hidden at once.
const IN_VAIN: u32 = 40;
/// So many in all to show figures again.
const TO_SHOW: u64 = 120_000;
/// So large are all programs for that, as [`nearby::ALL`].
const PROGRAMS_TO_SHOW: usize = 400_000_000;

struct Work<'a> {
    model: &'a Model,
    hide: Hide,
    ways: Ways<'a>,
    state: State<'a>,
    /// For each cell a table in which it has less, and one in which it has more, by their places.
    tables: Vec<[Option<usize>; 2]>,
    /// The tables made.
    made: Vec<Table>,
    /// The places of the tables made that move a cell.
    users: Vec<Vec<usize>>,
    /// The tables that others took the place of since something was tried.
    replaced: Vec<(usize, usize, Option<usize>)>,
    /// Whether all is hidden that can be.
    all_hidden: bool,
    /// The cells that are in a list that is being made; none while none is.
    seen: Vec<bool>,
}

/// A table that was made.
struct Table {
    moves: Moves,
    /// What must stay hidden besides for it to be one.
    zones: Vec<usize>,
    /// Whether it is possible now; nothing where that is to be looked at anew.
    is_possible: Cell<Option<bool>>,
    /// The cells that it was kept for.
    kept_for: Vec<usize>,
}

impl Work<'_> {
    /// How far below and above its number a cell can be, by the tables that are possible.
    fn room(&self, cell: usize) -> (i64, i64) {
        let far = |table: &Option<usize>| {
            let table = table.map(|table| &self.made[table]).filter(|table| self.is_possible(table));
            table.map_or(0, |table| moved(&table.moves, cell).abs())
        };
        let [below, above] = &self.tables[cell];
        (far(below), far(above))
    }

    fn is_possible(&self, table: &Table) -> bool {
        let known = table.is_possible.get();
        known.unwrap_or_else(|| {
            let is_hidden = |cell: &usize| !self.state.shows(*cell);
            let found = table.zones.iter().all(is_hidden) && self.ways.net.is_possible(&table.moves, &self.state);
            table.is_possible.set(Some(found));
            found
        })
    }

    /// Whether as much was looked for as may be.
    fn has_ended(&self) -> bool {
        self.ways.steps == 0 || self.ways.net.effort.is_spent()
    }

    fn has_table(&self, cell: usize) -> bool {
        let (below, above) = self.room(cell);
        below + above >= self.hide.width
    }

    /// Remembers a table for every cell that has another number in it and not enough tables yet.
    fn keep(&mut self, moves: Moves) {
        let at = self.made.len();
        let mut kept_for = Vec::new();
        for (cell, by) in &moves {
            if *by != 0 && !self.has_table(*cell) {
                let (room, side) = (self.room(*cell), usize::from(*by > 0));
                if by.abs() > [room.0, room.1][side] {
                    let before = self.tables[*cell][side].replace(at);
                    self.replaced.push((*cell, side, before));
                    kept_for.push(*cell);
                }
            }
            self.users[*cell].push(at);
        }
        let zones = self.ways.net.zones(&moves, &self.state);
        zones.iter().for_each(|cell| self.users[*cell].push(at));
        self.made.push(Table { moves, zones, is_possible: Cell::new(None), kept_for });
    }

    /// Another table for a cell, at the price of what is shown or of nothing.
    fn another(&mut self, cell: usize, may_hide: bool, steps: u64) -> Option<Moves> {
        let asked = Asked { width: self.hide.width, room: self.room(cell), may_hide };
        self.ways.another(cell, &self.state, (asked, !self.all_hidden), steps)
    }

    /// Hides a cell or shows it again; gives the cells whose tables may not do any more, in order.
    fn set(&mut self, cell: usize, hidden: bool) -> Vec<usize> {
        let touched = self.state.set(cell, hidden);
        let mut tables: Vec<usize> = touched.iter().flat_map(|cell| &self.users[*cell]).copied().collect();
        self.ways.net.effort.spend(tables.len());
        tables.sort_unstable();
        tables.dedup();
        let mut open = touched;
        open.iter().for_each(|cell| self.seen[*cell] = true);
        for table in tables.into_iter().map(|table| &self.made[table]) {
            table.is_possible.set(None);
            self.ways.net.effort.spend(table.kept_for.len());
            open.extend(table.kept_for.iter().filter(|cell| !std::mem::replace(&mut self.seen[**cell], true)));
        }
        open.iter().for_each(|cell| self.seen[*cell] = false);
        open.sort_unstable();
        open
    }

    /// Hides until every cell that must not be known has another table; gives those for which nothing helps.
    fn until_safe(&mut self) -> Vec<usize> {
        let mut open: BTreeSet<usize> = (0..self.model.cells.len()).collect();
        let (mut without, mut vain, mut all_vain) = (BTreeSet::new(), BTreeMap::new(), 0_u32);
        while let Some(cell) = open.pop_first() {
            if !self.state.protects(cell) || self.has_table(cell) {
                continue;
            }
            if self.has_ended() && !self.all_hidden {
                // So much hangs together that there is no end: all goes that is no nought.
                self.all_hidden = true;
                self.ways.steps = AT_LAST;
                self.ways.net.effort.allow_more();
                for other in (0..self.model.cells.len()).filter(|other| self.state.price(*other).is_some()).collect::<Vec<_>>() {
                    self.state.set(other, true);
                }
                self.made.iter().for_each(|table| table.is_possible.set(None));
                without.clear();
                open = (0..self.model.cells.len()).collect();
                continue;
            }
            if self.has_ended() || self.state.knows(cell) {
                without.insert(cell);
                continue;
            }
            // What was looked for in vain is looked for shortly after each cell hidden for it, and once more at length.
            let times = vain.entry(cell).or_insert(0_u32);
            let steps = if self.all_hidden { MENDED } else { TRIED };
            let many = if all_vain > IN_VAIN { usize::MAX } else { 1_usize << (2 * *times).min(20) };
            let mut found = self.another(cell, true, steps);
            let neighbours = if found.is_none() { rings::cheapest(&self.ways.net, &self.state, cell, many) } else { Vec::new() };
            if found.is_none() && neighbours.is_empty() && all_vain <= IN_VAIN {
                found = self.another(cell, true, FOR_ONE);
            }
            *times += u32::from(found.is_none());
            all_vain += u32::from(found.is_none());
            let found_one = found.is_some();
            let more = match found {
                Some(moves) => {
                    let hides = |(cell, by): &&(usize, i64)| self.ways.net.hides(*cell, *by, &self.state);
                    let more = moves.iter().filter(hides).map(|(cell, _)| *cell).collect();
                    self.keep(moves);
                    // Far enough in one step, or in several.
                    open.insert(cell);
                    more
                }
                None => neighbours,
            };
            if more.is_empty() && !found_one && !self.has_table(cell) {
                without.insert(cell);
            }
            for other in more {
                let again = self.set(other, true);
                open.extend(again);
                open.insert(cell);
            }
        }
        without.into_iter().filter(|cell| self.state.protects(*cell) && !self.has_table(*cell)).collect()
    }

    /// Shows again what need not be hidden, what is worth most first.
    fn show_again(&mut self, stay: &[bool]) {
        let secondary = |cell: &usize| self.state.hidden()[*cell] && !self.model.cells[*cell].sensitive && !stay[*cell];
        let mut more: Vec<usize> = (0..self.model.cells.len()).filter(secondary).collect();
        more.sort_by_key(|cell| std::cmp::Reverse((self.state.worth(*cell), *cell)));
        let again = if self.ways.children.now.is_empty() { TRIED } else { AGAIN };
        for cell in more {
            if self.ways.net.effort.is_spent() {
                return;
            }
            self.replaced.clear();
            let open = self.set(cell, false);
            let safe = open.into_iter().all(|cell| {
                if !self.state.protects(cell) || self.has_table(cell) {
                    return true;
                }
                while !self.state.knows(cell) && !self.has_table(cell) {
                    let Some(moves) = self.another(cell, false, again) else { return false };
                    self.keep(moves);
                }
                self.has_table(cell)
            });
            if !safe {
                // The tables of before did for a publication that shows no more.
                for (cell, side, table) in std::mem::take(&mut self.replaced).into_iter().rev() {
                    self.tables[cell][side] = table;
                }
                self.set(cell, true);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::attack::{Knowledge, recovered};
    use super::super::model::{Cell, Shown};
    use super::*;

    /// A square table by chance, with the totals of its lines.
    fn square(side: usize, random: &mut fastrand::Rng) -> Model {
        let mut model = Model::default();
        let mut counts = vec![vec![0; side + 1]; side + 1];
        for (row, column) in (0..side).flat_map(|row| (0..side).map(move |column| (row, column))) {
            let count = random.i64(0..12);
            for (row, column) in [(row, column), (side, column), (row, side), (side, side)] {
                counts[row][column] += count;
            }
        }
        for count in counts.into_iter().flatten() {
            let cell = model.add(Cell { sensitive: model.hide.hides(count), ..Cell::count(count) });
            model.figures.push(Shown { cells: vec![cell], weight: 1, ..Shown::default() });
        }
        let at = |row: usize, column: usize| row * (side + 1) + column;
        for line in 0..=side {
            model.equations.push((0..side).map(|of| (at(line, of), -1)).chain([(at(line, side), 1)]).collect());
            model.equations.push((0..side).map(|of| (at(of, line), -1)).chain([(at(side, line), 1)]).collect());
        }
        model
    }

    #[test]
    fn a_search_that_may_not_look_for_long_hides_more_and_never_too_little() {
        let mut random = fastrand::Rng::with_seed(3);
        let (mut more, mut same) = (0, 0);
        for _ in 0..40 {
            let model = square(8, &mut random);
            let cells = model.cells.len();
            let hidden = |numbers: u64| {
                let begin = Begin { hidden: vec![false; cells], stay: vec![false; cells], made: Vec::new() };
                choose_within(Net::within(&model, numbers), &Children::default(), begin)
            };
            let all = hidden(u64::MAX);
            assert!(!all.given_up && all.without.is_empty());
            for numbers in [0, 1000, 10_000, 100_000, 1_000_000, 100_000_000] {
                let chosen = hidden(numbers);
                let (hidden, protected) = (&chosen.hidden, model.protected(&chosen.hidden));
                let knows = Knowledge { known: &model.known(hidden), bounds: &model.bounds(hidden) };
                assert!(!chosen.given_up && recovered(&model, knows, &protected).is_empty());
                assert!((0..cells).all(|cell| !protected[cell] || chosen.tables[cell].iter().any(Option::is_some)));
                // What could have been shown again in more time stays hidden.
                let count = |chosen: &Chosen| chosen.hidden.iter().filter(|hidden| **hidden).count();
                more += u32::from(count(&chosen) > count(&all));
                same += u32::from(count(&chosen) == count(&all));
            }
        }
        assert!(more > 0 && same > 0, "{more} with more hidden, {same} with as much");
    }
}
