//! Which kinds of children a run has.
//!
//! Takes who is in the sets that the figures count, gives for each kind what one child more of it makes of the cells: in the month
//! of the report, and in all months together.

use std::collections::{BTreeMap, BTreeSet};

use super::basis::Relations;
use super::children::{Children, Kinds};
use super::collect::{Collected, Part, What};
use super::search::Moves;
use crate::scorecard::{Document, PartOf};

/// So many are looked at in all months, evenly spread.
const EVER: usize = 600;

/// The kinds of children of a run.
pub fn found(document: &Document, relations: &Relations, found: &Collected) -> Children {
    let now = now(document, relations, found);
    // One of each kind.
    let mut seen = BTreeSet::new();
    let mut ever: BTreeMap<usize, BTreeSet<usize>> = now.clone();
    ever.retain(|_, cells| seen.insert(std::mem::take(cells)));
    let step = ever.len().div_ceil(EVER).max(1);
    let mut ever: BTreeMap<usize, BTreeSet<usize>> =
        ever.into_keys().step_by(step).map(|person| (person, BTreeSet::new())).collect();
    in_all_months(relations, found, &mut ever);
    for (person, cells) in &mut ever {
        cells.extend(now.get(person).into_iter().flatten());
    }
    let moves = |cells: &BTreeSet<usize>| -> Moves { cells.iter().map(|cell| (*cell, 1)).collect() };
    let windows = Windows::of(found);
    let ever = ever.values().filter_map(|cells| windows.with_places(moves(cells))).collect();
    Children { now: Kinds::of(seen.iter().map(moves).collect()), ever: Kinds::of(ever) }
}

/// The cells in which each child, or other row of a table, counts in the month of the report.
fn now(document: &Document, relations: &Relations, found: &Collected) -> BTreeMap<usize, BTreeSet<usize>> {
    let mut of_person: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let mut seen: BTreeSet<(usize, Part)> = BTreeSet::new();
    for (place, parts) in found.parts.iter().filter(|(place, _)| place.3 == What::Now) {
        let Some(scorecard) = document.scorecards.get(place.0) else { continue };
        let Some(row) = scorecard.groups.get(place.1).and_then(|group| group.rows.get(place.2)) else { continue };
        let whole = row.whole();
        let Some((universe, members)) = relations.members(&scorecard.id, whole) else { continue };
        let people = relations.people(universe);
        let group = row.part_of.as_ref().map(PartOf::key);
        for (part, cell) in parts.iter().filter(|(part, _)| matches!(part, Part::Counted | Part::Cohort)) {
            if !seen.insert((*cell, *part)) {
                continue;
            }
            for member in members {
                let is_in = group.as_ref().is_none_or(|group| member.groups.contains(group));
                if is_in && (member.counted || *part == Part::Cohort) {
                    people.get(member.row).into_iter().for_each(|person| {
                        of_person.entry(*person).or_default().insert(*cell);
                    });
                }
            }
        }
    }
    of_person
}

/// Adds the cells in which some of them count in all months: groups there are in the month of the report alone.
fn in_all_months(relations: &Relations, found: &Collected, of_person: &mut BTreeMap<usize, BTreeSet<usize>>) {
    let counts = |cell: &usize| found.keys[*cell].sum.is_none() && found.keys[*cell].group.is_empty();
    for cell in (0..found.keys.len()).filter(counts) {
        let set = &found.sets[found.keys[cell].set];
        let people = relations.people(&set.universe);
        for person in set.rows().filter_map(|row| people.get(row)) {
            of_person.get_mut(person).into_iter().for_each(|cells| {
                cells.insert(cell);
            });
        }
    }
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
