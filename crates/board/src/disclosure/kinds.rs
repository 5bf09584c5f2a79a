//! Which kinds of children a run has.
//!
//! Takes who is in the sets that the figures count, gives for each kind what one child more of it makes of the cells: in the month
//! of the report, and in all months together.

use std::collections::{BTreeMap, BTreeSet};

use super::basis::Relations;
use super::children::{Children, Kinds};
use super::collect::Collected;
use super::search::Moves;
use crate::calendar::Month;
use crate::spread;

/// So many are looked at in all months, evenly spread.
const EVER: usize = 600;

/// The kinds of children of a run.
pub fn found(period: Month, relations: &Relations, found: &Collected) -> Children {
    let now = people(relations, found, |cell| found.keys[cell].day == period.last(), |_| true);
    // One of each kind.
    let mut many: BTreeMap<&BTreeSet<usize>, i64> = BTreeMap::new();
    let mut is_first = |cells| {
        let many = many.entry(cells).or_default();
        *many += 1;
        *many == 1
    };
    let each: Vec<usize> = now.iter().filter(|(_, cells)| is_first(*cells)).map(|(person, _)| *person).collect();
    let chosen: BTreeSet<usize> = spread::some(&each, EVER).copied().collect();
    let ever = people(relations, found, |_| true, |person| chosen.contains(&person));
    let moves = |cells: &BTreeSet<usize>| -> Moves { cells.iter().map(|cell| (*cell, 1)).collect() };
    let windows = Windows::of(found);
    let mut of_ever: BTreeMap<Moves, i64> = BTreeMap::new();
    ever.values().filter_map(|cells| windows.with_places(moves(cells))).for_each(|kind| *of_ever.entry(kind).or_default() += 1);
    let of_now = many.into_iter().map(|(cells, many)| (moves(cells), many)).collect();
    Children { now: Kinds::of(of_now), ever: Kinds::of(of_ever) }
}

/// In which of some cells each of some children, or of other rows of a table, counts.
fn people(
    relations: &Relations,
    found: &Collected,
    cells: impl Fn(usize) -> bool,
    wanted: impl Fn(usize) -> bool,
) -> BTreeMap<usize, BTreeSet<usize>> {
    let mut of_person: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for cell in (0..found.keys.len()).filter(|cell| found.keys[*cell].sum.is_none() && cells(*cell)) {
        let (key, size) = (&found.keys[cell], found.model.cells[cell].value as usize);
        let whole = &found.sets[key.set];
        let of_group = |group: &str| Some(&relations.group(whole, group, size)?.1);
        let Some(set) = (if key.group.is_empty() { Some(whole) } else { of_group(&key.group) }) else { continue };
        let people = relations.people(&set.universe);
        for person in set.rows().filter_map(|row| people.get(row)).filter(|person| wanted(**person)) {
            of_person.entry(*person).or_default().insert(cell);
        }
    }
    of_person
}

/// How the numbers of events up to ends of months hang together by windows.
struct Windows {
    /// For each number the windows that end or begin there: the window, the number at its other end, and whether that is later.
    at: BTreeMap<usize, Vec<(usize, usize, bool)>>,
    /// The number at the end of each window.
    ends: BTreeMap<usize, usize>,
}

impl Windows {
    fn of(found: &Collected) -> Self {
        let mut windows = Windows { at: BTreeMap::new(), ends: BTreeMap::new() };
        for [window, to, from] in &found.windows {
            windows.at.entry(*from).or_default().push((*window, *to, true));
            windows.at.entry(*to).or_default().push((*window, *from, false));
            windows.ends.insert(*window, *to);
        }
        windows
    }

    /// Moves of windows, with those of the numbers of events that go with them; nothing where they do not fit, as of who left twice.
    fn with_places(&self, moves: Moves) -> Option<Moves> {
        let by: BTreeMap<usize, i64> = moves.iter().copied().collect();
        let mut places: BTreeMap<usize, i64> = BTreeMap::new();
        for window in moves.iter().filter_map(|(cell, _)| self.ends.get(cell)) {
            // Numbers are in order of time: before the first of those that hang together nothing is another.
            let mut part = BTreeSet::from([*window]);
            let mut open = vec![*window];
            while let Some(place) = open.pop() {
                let near = self.at.get(&place).into_iter().flatten().map(|(_, other, _)| *other);
                open.extend(near.filter(|other| part.insert(*other)).collect::<Vec<_>>());
            }
            let Some(first) = part.first().copied().filter(|first| !places.contains_key(first)) else { continue };
            places.insert(first, 0);
            let mut open = vec![first];
            while let Some(place) = open.pop() {
                let up_to = places.get(&place).copied().unwrap_or_default();
                for (window, other, later) in self.at.get(&place).into_iter().flatten() {
                    let inside = by.get(window).copied().unwrap_or_default();
                    let wanted = if *later { up_to + inside } else { up_to - inside };
                    match places.insert(*other, wanted) {
                        None => open.push(*other),
                        Some(known) if known != wanted => return None,
                        Some(_) => {}
                    }
                }
            }
        }
        let places = places.into_iter().filter(|(_, by)| *by != 0);
        let all: BTreeMap<usize, i64> = moves.into_iter().chain(places).collect();
        Some(all.into_iter().collect())
    }
}
