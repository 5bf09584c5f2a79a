//! The equations between the numbers of a run, and the small numbers that nobody published and that follow.
//!
//! Groups add up to their whole. Between sets of the same rows holds what holds in every row, in each month and
//! in each group; of a set within another the rest can be worked out, and of two those that are in neither.
//! What windows of time tell of each other is found by `windows`.

use std::collections::{BTreeMap, BTreeSet};

use super::algebra::{Set, Universe};
use super::basis::{Flow, InGroup, Relations};
use super::collect::{Collected, Part, Place, What};
use super::groups;
use super::model::{Cell, Equation, Kind};
use super::universe::{Member, Related};
use super::windows;
use crate::calendar::{Day, Month};
use crate::scorecard::{Document, Row};

/// Adds all equations; gives the cells that are hidden for what windows of time tell. Nothing where relations
/// cannot be written down.
pub fn relate(found: &mut Collected, document: &Document, relations: &Relations) -> Option<Vec<bool>> {
    let mut equations = Equations::default();
    breakdowns(found, document, &mut equations);
    if !relations.published().is_empty() {
        groups::published(found, document.period.last(), &mut equations);
        groups::crossed(found, document.period.last(), &mut equations);
    }
    let places = Places::of(found);
    flows(found, relations, &mut equations);
    for universe in universes(found) {
        let members = (0..found.sets.len()).filter(|set| found.sets[*set].universe == universe).collect();
        let mut known = Related::of(found, members, None)?;
        for members in places.in_universe(&universe) {
            known.instance(found, &members, &mut equations);
        }
    }
    groups::relate(found, relations, &mut equations)?;
    groups::inside(found, relations, document.period.last(), &mut equations)?;
    several(found, relations, &mut equations);
    alike(found, relations, &places, document.period.last(), &mut equations);
    complements(found, &mut equations);
    let mut hidden = windows::relate(found, relations, &mut equations.list);
    forecasts(found, &mut equations);
    same_as_open(found, &equations);
    found.model.equations = equations.list;
    hidden.resize(found.model.cells.len(), false);
    Some(hidden)
}

/// Equations, each once.
#[derive(Default)]
pub(super) struct Equations {
    list: Vec<Equation>,
    known: BTreeSet<Equation>,
    /// Those of which there is a rest. It may be nought, and what is known of it is that it is not less.
    with_rest: BTreeSet<Equation>,
}

impl Equations {
    /// Adds one whose numbers add up.
    pub(super) fn add(&mut self, mut terms: Equation) {
        terms.sort_unstable();
        if self.known.insert(terms.clone()) {
            self.list.push(terms);
        }
    }

    /// Those of the whole that are none of these parts, as a cell of their own; gives it.
    pub(super) fn rest(&mut self, found: &mut Collected, terms: &[(usize, i64)], sensitive: bool) -> Option<usize> {
        let mut sorted = terms.to_vec();
        sorted.sort_unstable();
        if self.known.contains(&sorted) || !self.with_rest.insert(sorted) {
            return None;
        }
        let left = sum(found, terms) as i64;
        let cell = found.model.add(Cell { sensitive, ..Cell::count(left) });
        self.list.push(terms.iter().copied().chain([(cell, -1)]).collect());
        Some(cell)
    }
}

pub(super) fn value(found: &Collected, cell: usize) -> f64 {
    found.model.cells[cell].value
}

pub(super) fn sum(found: &Collected, terms: &[(usize, i64)]) -> f64 {
    terms.iter().map(|(cell, number)| value(found, *cell) * *number as f64).sum()
}

/// The groups of a row are its whole.
fn breakdowns(found: &mut Collected, document: &Document, equations: &mut Equations) {
    for (at, scorecard) in document.scorecards.iter().enumerate() {
        for (group_at, group) in scorecard.groups.iter().enumerate() {
            let all: Vec<&Row> = group.every_row().collect();
            let mut of_whole: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
            for (row_at, row) in all.iter().enumerate() {
                let Some(part) = &row.part_of else { continue };
                of_whole.entry((&part.row, part.by.as_str())).or_default().push(row_at);
            }
            let place = |row_at: usize| -> Place { (at, group_at, row_at, What::Now) };
            for ((whole, _), rows) in of_whole {
                let Some(whole) = all.iter().position(|row| row.id == whole) else { continue };
                let Some(of) = found.parts.get(&place(whole)).cloned() else { continue };
                // A group without a figure for another reason than that nobody is there: nothing is known of the sum.
                let known = |row: &usize| all[*row].nobody || found.parts.contains_key(&place(*row));
                if !rows.iter().all(known) {
                    continue;
                }
                for (part, cell) in of {
                    let cells = rows.iter().filter_map(|row| part_of(found, place(*row), part));
                    let mut terms: Equation = cells.map(|part| (part, -1)).chain([(cell, 1)]).collect();
                    let left = sum(found, &terms);
                    let counts = found.model.cells[cell].counts;
                    if (counts && left == 0.0) || (!counts && left.abs() <= 1e-6) {
                        equations.add(terms);
                    } else if left > 0.0 || !counts {
                        // Some are in no group: those without the column's value.
                        let rest = if counts { Cell::count(left as i64) } else { Cell::sum(left, false) };
                        terms.push((found.model.add(Cell { sensitive: counts && found.hide.hides(left as i64), ..rest }), -1));
                        equations.list.push(terms);
                    }
                }
            }
        }
    }
}

fn part_of(found: &Collected, place: Place, wanted: Part) -> Option<usize> {
    found.parts.get(&place)?.iter().find(|(part, _)| *part == wanted).map(|(_, cell)| *cell)
}

/// The cells of sets by day and group.
struct Places {
    of: BTreeMap<(Universe, Day, String), Vec<Member>>,
}

impl Places {
    fn of(found: &Collected) -> Self {
        let mut of: BTreeMap<(Universe, Day, String), Vec<Member>> = BTreeMap::new();
        for (cell, key) in found.keys.iter().enumerate().filter(|(_, key)| key.sum.is_none()) {
            let universe = found.sets[key.set].universe.clone();
            of.entry((universe, key.day, key.group.clone())).or_default().push((key.set, cell));
        }
        Places { of }
    }

    fn in_universe(&self, universe: &Universe) -> Vec<Vec<Member>> {
        self.of.iter().filter(|((of, ..), _)| of == universe).map(|(_, members)| members.clone()).collect()
    }

    fn cells(&self, set: &Set, at: usize, day: Day, group: &str) -> Vec<usize> {
        let members = self.of.get(&(set.universe.clone(), day, group.to_owned()));
        members.into_iter().flatten().filter(|(other, _)| *other == at).map(|(_, cell)| *cell).collect()
    }
}

/// Those there now are those there before and who came, less who went, in the whole and in each group that nobody changes. Who came or went
/// twice makes a difference: that is a number which readers are taken to know.
fn flows(found: &mut Collected, relations: &Relations, equations: &mut Equations) {
    let mut groups: BTreeMap<(usize, Day), BTreeMap<String, usize>> = BTreeMap::new();
    for (cell, key) in found.keys.iter().enumerate().filter(|(_, key)| key.sum.is_none()) {
        groups.entry((key.set, key.day)).or_default().entry(key.group.clone()).or_insert(cell);
    }
    let at: BTreeMap<&Set, usize> = found.sets.iter().enumerate().map(|(at, set)| (set, at)).collect();
    let none = BTreeMap::new();
    let mut all: Vec<Vec<Equation>> = Vec::new();
    for Flow { now, before, came, went } in relations.flows() {
        let of = |set: &Set, month: Month| at.get(set).and_then(|set| groups.get(&(*set, month.last()))).unwrap_or(&none);
        let [now, before, came, went] = [of(&now.1, now.0), of(&before.1, before.0), of(came, now.0), of(went, now.0)];
        let terms = |group: &str| -> Option<Equation> {
            let cells = [(now, 1), (before, -1), (came, -1), (went, 1)];
            cells.into_iter().map(|(of, times)| Some((*of.get(group)?, times))).collect()
        };
        let mut by: BTreeMap<&str, Vec<Equation>> = BTreeMap::new();
        for group in now.keys() {
            by.entry(group.split_once('=').map_or("", |(by, _)| by)).or_default().extend(terms(group));
        }
        let left = |terms: &Equation| sum(found, terms);
        let twice = by.get("").and_then(|whole| whole.first()).map(left);
        for (by, mut terms) in by {
            // In the groups of what changes, as age does, more is left than in the whole.
            let all_left: f64 = terms.iter().map(|terms| left(terms).abs()).sum();
            if !by.is_empty() && twice.is_none_or(|twice| all_left != twice.abs()) {
                terms.retain(|terms| left(terms) == 0.0);
            }
            all.push(terms);
        }
    }
    for mut terms in all.into_iter().flatten() {
        let twice = sum(found, &terms);
        if twice != 0.0 {
            terms.push((found.model.add(Cell { open: true, ..Cell::sum(twice, false) }), -1));
        }
        equations.add(terms);
    }
}

fn universes(found: &Collected) -> BTreeSet<Universe> {
    found.sets.iter().map(|set| set.universe.clone()).collect()
}

/// Events of children, where those children are counted too: what there is more of events, some child had besides its first; and besides its
/// second, where those with two or more are counted, and so on. All together are the events.
fn several(found: &mut Collected, relations: &Relations, equations: &mut Equations) {
    let counts: Vec<usize> = (0..found.keys.len()).filter(|cell| found.keys[*cell].sum.is_none()).collect();
    // How many rows each child has.
    let whose = |found: &Collected, cell: usize| -> (bool, BTreeMap<usize, usize>) {
        let set = &found.sets[found.keys[cell].set];
        let several = relations.several(&set.universe);
        let of_row = several.unwrap_or_else(|| relations.people(&set.universe));
        let mut times = BTreeMap::new();
        set.rows().filter_map(|row| of_row.get(row)).for_each(|child| *times.entry(*child).or_default() += 1);
        (several.is_some(), times)
    };
    let mut children: BTreeMap<(Day, BTreeSet<usize>), usize> = BTreeMap::new();
    let mut events = Vec::new();
    for cell in counts.iter().copied().filter(|cell| found.keys[*cell].group.is_empty()) {
        let ((are_events, times), day) = (whose(found, cell), found.keys[cell].day);
        match are_events {
            true => events.push((cell, day, times)),
            false => drop(children.entry((day, times.into_keys().collect())).or_insert(cell)),
        }
    }
    // In the whole and in each group.
    let at = |found: &Collected, cell: usize| -> BTreeMap<String, usize> {
        let (set, day) = (found.keys[cell].set, found.keys[cell].day);
        let here = counts.iter().filter(|cell| found.keys[**cell].set == set && found.keys[**cell].day == day);
        here.map(|cell| (found.keys[*cell].group.clone(), *cell)).collect()
    };
    for (event, day, times) in events {
        let most = times.values().max().copied().unwrap_or(0);
        let so_often = |least: usize| times.iter().filter(|(_, times)| **times >= least).map(|(child, _)| *child).collect();
        let there: Vec<Option<usize>> = (1..=most).map(|least| children.get(&(day, so_often(least))).copied()).collect();
        // Where those with one alone are counted nobody says that none has more.
        let are_all = most > 1 && there.iter().all(Option::is_some);
        let there: Vec<BTreeMap<String, usize>> = there.into_iter().flatten().map(|child| at(found, child)).collect();
        for (group, event) in at(found, event) {
            let mut terms = vec![(event, 1)];
            for (place, children) in there.iter().enumerate() {
                let Some(child) = children.get(&group) else { break };
                terms.push((*child, -1));
                let more = sum(found, &terms) as i64;
                if are_all && place + 1 == there.len() && more == 0 {
                    equations.add(terms.clone());
                } else if (0..=3 * found.hide.largest).contains(&more) {
                    equations.rest(found, &terms, found.hide.hides(more));
                }
            }
        }
    }
}

/// Of each share those who are not counted.
fn complements(found: &mut Collected, equations: &mut Equations) {
    let mut known: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for figure in 0..found.model.figures.len() {
        let one = &found.model.figures[figure];
        let (Kind::OfMany, [counted, all]) = (one.kind, one.cells.as_slice()) else { continue };
        let (counted, all) = (*counted, *all);
        if counted == all {
            continue;
        }
        let rest = *known.entry((counted, all)).or_insert_with(|| {
            let left = (value(found, all) - value(found, counted)) as i64;
            let cell = found.model.add(Cell { sensitive: found.hide.hides(left), ..Cell::count(left) });
            equations.list.push(vec![(all, 1), (counted, -1), (cell, -1)]);
            cell
        });
        found.model.figures[figure].rest = Some(rest);
    }
}

/// Rows that are those of groups together.
fn alike(found: &Collected, relations: &Relations, places: &Places, day: Day, equations: &mut Equations) {
    let at: BTreeMap<&Set, usize> = found.sets.iter().enumerate().map(|(at, set)| (set, at)).collect();
    let cell = |(set, group): &InGroup| places.cells(set, *at.get(set)?, day, group).first().copied();
    for (one, groups) in relations.alike() {
        let cells: Option<Vec<usize>> = groups.iter().map(cell).collect();
        let (Some(one), Some(cells)) = (cell(one), cells) else { continue };
        let terms: Equation = cells.into_iter().filter(|cell| *cell != one).map(|cell| (cell, -1)).chain([(one, 1)]).collect();
        if sum(found, &terms) == 0.0 {
            equations.add(terms);
        }
    }
}

/// What counts the same rows as a number that was published before is known with it.
fn same_as_open(found: &mut Collected, equations: &Equations) {
    let pair = |terms: &Equation| match terms.as_slice() {
        [(one, 1), (other, -1)] | [(other, -1), (one, 1)] => Some((*one, *other)),
        _ => None,
    };
    let pairs: Vec<(usize, usize)> = equations.list.iter().filter_map(pair).collect();
    loop {
        let cells = &found.model.cells;
        let opens = |from: usize, to: usize| cells[from].open && !cells[to].open && !cells[to].sensitive;
        let next = pairs.iter().find_map(|(one, other)| match (opens(*one, *other), opens(*other, *one)) {
            (true, _) => Some(*other),
            (_, true) => Some(*one),
            _ => None,
        });
        let Some(next) = next else { return };
        found.model.cells[next].open = true;
    }
}

/// What is to come, less what is: those who cross a line until then.
fn forecasts(found: &mut Collected, equations: &mut Equations) {
    let to_come: Vec<Place> = found.parts.keys().copied().filter(|place| place.3 == What::Forecast).collect();
    for place in to_come {
        for (part, then) in found.parts[&place].clone() {
            let now = part_of(found, (place.0, place.1, place.2, What::Now), part);
            if let Some(now) = now.filter(|now| found.model.cells[*now].counts) {
                let less = value(found, now) <= value(found, then);
                let (smaller, greater) = if less { (now, then) } else { (then, now) };
                let terms = [(greater, 1), (smaller, -1)];
                let sensitive = found.hide.hides(sum(found, &terms) as i64);
                equations.rest(found, &terms, sensitive);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_known_also_where_its_rest_was_written_down_before() {
        // 17 are 11 and 6: first that no more than 17 are in the two, then that they are all.
        let mut found = Collected::default();
        let cells = [17, 11, 6].map(|count| found.model.add(Cell::count(count)));
        let terms = vec![(cells[0], 1), (cells[1], -1), (cells[2], -1)];
        let mut equations = Equations::default();
        assert!(equations.rest(&mut found, &terms, false).is_some());
        equations.add(terms.clone());
        equations.add(terms.clone());
        assert!(equations.rest(&mut found, &terms, false).is_none());
        assert_eq!((equations.list.len(), &equations.list[1]), (2, &terms));
    }
}
