//! Groups of one row's breakdown beside rows that are not broken down by it: in one run, where each scorecard has breakdowns of its own,
//! and beside what was published before; and beside rows that are all of one group, such as a row of girls.
//!
//! Takes which rows are in each group, and relates those sets with the sets of the other rows, as all sets are related: a row may lie
//! within a group, or be some of its groups. All other rows are related group by group as their wholes are, elsewhere: what holds in a
//! group by chance alone is not known to a reader.

use std::collections::{BTreeMap, BTreeSet};

use super::algebra::{Set, Universe};
use super::basis::Relations;
use super::collect::{Collected, Key, Time};
use super::model::Equation;
use super::relate::{Equations, sum};
use super::universe::{Member, Related};
use crate::calendar::Day;
use crate::definitions::{By, CROSSED};

/// Adds what holds between groups and rows without them; nothing where that is beyond all bounds.
pub fn relate(found: &mut Collected, relations: &Relations, equations: &mut Equations) -> Option<()> {
    let counts: Vec<usize> = (0..found.keys.len()).filter(|cell| found.keys[*cell].sum.is_none()).collect();
    let somebody = |found: &Collected, cell: usize| found.model.cells[cell].value > 0.0;
    let mut of_groups: BTreeMap<(Universe, Day, By), Vec<Member>> = BTreeMap::new();
    let mut broken: BTreeSet<(usize, Day, By)> = BTreeSet::new();
    for cell in counts.iter().copied() {
        if found.keys[cell].group.is_empty() || !somebody(found, cell) {
            continue;
        }
        let key = found.keys[cell].clone();
        let (whole, size) = (&found.sets[key.set], found.model.cells[cell].value as usize);
        let Some((by, rows)) = relations.group(whole, &key.group, size) else { continue };
        if rows != whole || by_chance(found, relations, cell) {
            broken.insert((key.set, key.day, by.clone()));
        }
        let (universe, by, rows) = (whole.universe.clone(), by.clone(), rows.clone());
        let set = found.set(&rows);
        of_groups.entry((universe, key.day, by)).or_default().push((set, cell));
    }
    for ((universe, day, by), groups) in of_groups {
        let is_other = |cell: &usize| {
            let key = &found.keys[*cell];
            let here = key.group.is_empty() && key.day == day && found.sets[key.set].universe == universe;
            here && somebody(found, *cell) && !broken.contains(&(key.set, day, by.clone()))
        };
        let others: Vec<Member> = counts.iter().copied().filter(is_other).map(|cell| (found.keys[cell].set, cell)).collect();
        if others.is_empty() {
            continue;
        }
        let sets: BTreeSet<usize> = groups.iter().map(|(set, _)| *set).collect();
        let whole: BTreeSet<usize> = others.iter().map(|(set, _)| *set).collect();
        let mut known = Related::of(found, sets.union(&whole).copied().collect(), Some([&sets, &whole]))?;
        known.instance(found, &groups.into_iter().chain(others).collect::<Vec<_>>(), equations);
    }
    Some(())
}

/// Adds what holds in a group whatever children are in it, also where it does not hold in the wholes: in the group of those under one all
/// rows of children under one and under five are the same. Looked for among the rows of one table, as they are and as they might be; nothing
/// where that is beyond all bounds.
pub fn inside(found: &mut Collected, relations: &Relations, day: Day, equations: &mut Equations) -> Option<()> {
    let mut cells: BTreeMap<(Set, String), usize> = BTreeMap::new();
    for (cell, key) in found.keys.iter().enumerate() {
        if key.sum.is_none() && key.day == day && !key.group.is_empty() {
            cells.entry((found.sets[key.set].clone(), key.group.clone())).or_insert(cell);
        }
    }
    for (at, table) in relations.variants().iter().enumerate() {
        let mut kinds_of: BTreeMap<usize, BTreeSet<&Vec<usize>>> = BTreeMap::new();
        for row in table.possible() {
            for group in &row.groups {
                kinds_of.entry(*group).or_default().insert(&row.inside);
            }
        }
        let first_of: BTreeMap<&Set, usize> = table.sets.iter().enumerate().rev().map(|(place, set)| (set, place)).collect();
        for (group, name) in table.groups.iter().enumerate() {
            let kinds = kinds_of.remove(&group).unwrap_or_default();
            let universe = Universe::Named(format!("{name} of table {at}").into());
            let mut members: Vec<Member> = Vec::new();
            for (set, place) in &first_of {
                let Some(cell) = cells.get(&((*set).clone(), name.clone())).copied() else { continue };
                let size = found.model.cells[cell].value as usize;
                let there: Vec<usize> = if size == 0 {
                    Vec::new()
                } else {
                    let Some((_, rows)) = relations.group(set, name, size) else { continue };
                    rows.rows().collect()
                };
                let might_be = kinds.iter().enumerate().filter(|(_, inside)| inside.binary_search(place).is_ok());
                // Those that there are have odd places, those that there might be even ones.
                let rows = there.into_iter().map(|row| 2 * row + 1).chain(might_be.map(|(kind, _)| 2 * kind));
                members.push((found.set(&Set::of(&universe, rows.collect::<Vec<_>>())), cell));
            }
            if members.len() > 1 {
                let sets: BTreeSet<usize> = members.iter().map(|(set, _)| *set).collect();
                Related::of(found, sets.into_iter().collect(), None)?.instance(found, &members, equations);
            }
        }
    }
    Some(())
}

/// The groups of a row that were published before are their whole too, where they add up to it: of events of any time, for windows of later
/// months tell of them, and else of a day. What was published of other days was protected when it was that of the report.
pub fn published(found: &Collected, day: Day, equations: &mut Equations) {
    let mut of_whole: BTreeMap<(usize, Option<Time>, Day, &str), Vec<usize>> = BTreeMap::new();
    let counts = || found.keys.iter().enumerate().filter(|(_, key)| is_told(key, day));
    for (cell, key) in counts() {
        if let Some((by, _)) = key.group.split_once('=') {
            of_whole.entry((key.set, key.time, key.day, by)).or_default().push(cell);
        }
    }
    for (whole, key) in counts().filter(|(_, key)| key.group.is_empty()) {
        let of = (key.set, key.time, key.day);
        let parts = of_whole.range((of.0, of.1, of.2, "")..).take_while(|((set, time, day, _), _)| (*set, *time, *day) == of);
        for parts in parts.map(|(_, parts)| parts) {
            let terms: Equation = parts.iter().map(|part| (*part, -1)).chain([(whole, 1)]).collect();
            if sum(found, &terms) == 0.0 {
                equations.add(terms);
            }
        }
    }
}

/// Whether a count is of a day, or of events of some time.
fn is_told(key: &Key, day: Day) -> bool {
    key.sum.is_none() && (key.day == day || key.time.is_some())
}

/// The group of each column, and the cell.
type Crossed<'a> = (Vec<&'a str>, usize);
/// The groups of each breakdown.
type Breakdowns<'a> = BTreeMap<&'a str, Vec<Crossed<'a>>>;

/// The groups of two columns together that are of one group of one of them, where the one was published and the other is: girls of all ages are
/// the girls.
pub fn crossed(found: &mut Collected, day: Day, equations: &mut Equations) {
    let mut of_set: BTreeMap<(usize, Option<Time>, Day), Breakdowns<'_>> = BTreeMap::new();
    for (cell, key) in found.keys.iter().enumerate().filter(|(_, key)| is_told(key, day)) {
        if let Some((by, group)) = key.group.split_once('=') {
            let groups = of_set.entry((key.set, key.time, key.day)).or_default().entry(by).or_default();
            groups.push((group.split(CROSSED).collect(), cell));
        }
    }
    let mut sums: Vec<Equation> = Vec::new();
    for by in of_set.values() {
        for ((wide, groups), (narrow, parts)) in by.iter().flat_map(|wide| by.iter().map(move |narrow| (wide, narrow))) {
            let columns: Vec<&str> = narrow.split(',').map(str::trim).collect();
            let place = |column: &str| columns.iter().position(|other| *other == column.trim());
            let Some(places) = wide.split(',').map(place).collect::<Option<Vec<usize>>>() else { continue };
            if wide == narrow || places.len() == columns.len() {
                continue;
            }
            for (group, whole) in groups {
                let is_inside = |part: &&Crossed<'_>| places.iter().map(|at| part.0.get(*at)).eq(group.iter().map(Some));
                let inside: Equation = parts.iter().filter(is_inside).map(|(_, part)| (*part, -1)).collect();
                sums.extend((!inside.is_empty()).then(|| inside.into_iter().chain([(*whole, 1)]).collect::<Equation>()));
            }
        }
    }
    for terms in sums {
        let left = sum(found, &terms);
        if left == 0.0 {
            equations.add(terms);
        } else if left > 0.0 {
            equations.rest(found, &terms, found.hide.hides(left as i64));
        }
    }
}

/// Whether so few are all of one group that it may be by chance: as often as one in twenty, where as many are drawn from the largest row
/// around them.
fn by_chance(found: &Collected, relations: &Relations, cell: usize) -> bool {
    let (key, size) = (&found.keys[cell], found.model.cells[cell].value as usize);
    let set = &found.sets[key.set];
    let around = (0..found.keys.len()).filter(|other| {
        let wider = &found.keys[*other];
        let same = wider.sum.is_none() && (wider.day, &wider.group) == (key.day, &key.group) && wider.set != key.set;
        same && found.sets[wider.set].universe == set.universe && set.is_within(&found.sets[wider.set])
    });
    let all = |other: &usize| found.sets[found.keys[*other].set].size();
    let Some(widest) = around.max_by_key(all) else { return false };
    let inside = relations.group(&found.sets[found.keys[widest].set], &key.group, found.model.cells[widest].value as usize);
    let share = inside.map_or(0.0, |(_, rows)| rows.size() as f64 / all(&widest) as f64);
    share.powi(i32::try_from(size).unwrap_or(i32::MAX)) > 0.05
}
