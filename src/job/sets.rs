//! The numbers of rows, by which sets of them are told.
//!
//! Takes rows of months as `measure` names them, gives each a number: a child is one in all tables with a row a child, whatever happened to it
//! and when; rows of other tables are told apart by child and day.

use std::collections::{BTreeMap, HashMap};

use crate::calendar::Month;
use crate::disclosure::Relations;
use crate::disclosure::algebra::{Set, Universe};
use crate::measure::counted::{Name, Row};

/// The numbers of rows.
#[derive(Default)]
pub(super) struct Sets(BTreeMap<Universe, Numbers>);

/// The numbers of the rows of a universe.
#[derive(Default)]
struct Numbers {
    months: BTreeMap<Month, HashMap<Name, usize>>,
    /// So many rows have one.
    many: usize,
}

impl Sets {
    /// Some rows of a month.
    pub(super) fn of<'a>(&mut self, universe: &Universe, month: Month, rows: impl IntoIterator<Item = &'a Row>) -> Set {
        Set::of(universe, self.numbers(universe, month, rows))
    }

    /// The numbers of some rows of a month, in their order.
    pub(super) fn numbers<'a>(
        &mut self,
        universe: &Universe,
        month: Month,
        rows: impl IntoIterator<Item = &'a Row>,
    ) -> Vec<usize> {
        let Numbers { months, many } = self.0.entry(universe.clone()).or_default();
        let known = months.entry(month).or_default();
        let number = |row: &Row| {
            *known.entry(named(universe, (row.child, row.day, row.nth))).or_insert_with(|| {
                *many += 1;
                *many - 1
            })
        };
        rows.into_iter().map(number).collect()
    }

    /// Tells who each row is: a child is the same in all months and tables, an event in all months; and whose each event is.
    pub(super) fn people(&self, relations: &mut Relations) {
        let mut known: HashMap<(Option<&str>, Name), usize> = HashMap::new();
        let mut number = |of| {
            let next = known.len();
            *known.entry(of).or_insert(next)
        };
        for (universe, Numbers { months, many }) in &self.0 {
            let (mut people, mut children) = (vec![0; *many], vec![0; *many]);
            let table = if let Universe::Several { table, .. } = universe { Some(&**table) } else { None };
            for rows in months.values() {
                let mut rows: Vec<(&Name, &usize)> = rows.iter().collect();
                rows.sort_unstable();
                for (name, at) in rows {
                    children[*at] = number((None, (name.0, 0, 0)));
                    people[*at] = if table.is_none() { children[*at] } else { number((table, *name)) };
                }
            }
            relations.insert_people(universe, people);
            if table.is_some() {
                relations.insert_several(universe, children);
            }
        }
    }

    /// The numbers of rows of a month that are in some set.
    pub(super) fn places<'a>(&'a self, universe: &'a Universe, month: Month) -> impl Fn(Name) -> Option<usize> + use<'a> {
        let known = self.0.get(universe).and_then(|numbers| numbers.months.get(&month));
        move |name| known?.get(&named(universe, name)).copied()
    }
}

/// A child is one, whatever happened to it and when.
fn named(universe: &Universe, (child, day, nth): Name) -> Name {
    (child, if matches!(universe, Universe::Children { .. }) { 0 } else { day }, nth)
}
