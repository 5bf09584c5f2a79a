//! The ways in which another table is looked for, the one after the other.
//!
//! Takes what is hidden and a number, gives another table that is published alike, with nothing more hidden if there is one.

use super::children::{Children, Kinds, moved};
use super::nearby;
use super::search::{Asked, Moves, Net};
use super::state::State;

/// So many tables are looked at to mend those that are made of children.
pub const MENDED: u64 = 100;

/// What other tables are looked for with.
pub struct Ways<'a> {
    /// What holds.
    pub net: Net<'a>,
    /// What tables are made of.
    pub children: &'a Children,
    /// So many tables may be looked at yet.
    pub steps: u64,
    /// So large may programs be yet, all together.
    pub programs: usize,
}

impl Ways<'_> {
    /// Another table: one of another child where that costs nothing, else one that a search finds, or a program, where that costs nothing; else
    /// one of another child in all months. Of those that cost something that of the search goes first, then that of a program.
    pub fn another(&mut self, cell: usize, state: &State<'_>, (asked, program): (Asked, bool), steps: u64) -> Option<Moves> {
        // What is no farther than what is known already is of no use.
        let farther = |by: i64| by.abs() > if by > 0 { asked.room.1 } else { asked.room.0 };
        let made_of = self.net.made_of(cell, state);
        let tables = |kinds: &Kinds| -> Vec<Moves> {
            let mut tables = kinds.tables_of(cell, &made_of, asked.width);
            tables.retain(|table| farther(moved(table, cell)));
            tables
        };
        let now = tables(&self.children.now);
        let free = Asked { may_hide: false, ..asked };
        if let Some(found) = self.of_children(&now, state, free) {
            return Some(found);
        }
        let given = self.steps.min(steps);
        let mut left = given;
        let found = self.net.another(cell, state, asked, &mut left);
        self.steps -= given - left;
        let hides = |(cell, by): &(usize, i64)| self.net.hides(*cell, *by, state);
        if found.as_ref().is_some_and(|found| !found.iter().any(hides)) {
            return found;
        }
        // Before anything is hidden, or stays so, all equations near it are looked at at once.
        let near = self.of_program(cell, state, (free, program));
        if near.is_some() {
            return near;
        }
        let ever = tables(&self.children.ever);
        let found_free = self.of_children(&ever, state, free);
        if found_free.is_some() || !asked.may_hide {
            return found_free;
        }
        let found = found.or_else(|| self.of_program(cell, state, (asked, program)));
        found.or_else(|| self.of_children(&now, state, asked)).or_else(|| self.of_children(&ever, state, asked))
    }

    fn of_program(&mut self, cell: usize, state: &State<'_>, (asked, may): (Asked, bool)) -> Option<Moves> {
        if may { nearby::another(&self.net, cell, state, asked, &mut self.programs) } else { None }
    }

    fn of_children(&mut self, tables: &[Moves], state: &State<'_>, asked: Asked) -> Option<Moves> {
        // To look at one is a part of a step.
        self.net.effort.spend(tables.iter().map(Vec::len).sum());
        self.steps = self.steps.saturating_sub(tables.len() as u64 / 4);
        let given = self.steps.min(MENDED);
        let mut left = given;
        let found = self.net.of_these(tables, state, asked, &mut left);
        self.steps -= given - left;
        found
    }
}
