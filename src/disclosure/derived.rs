//! The equations between counts, and the counts that nobody published and that follow from those published.
//!
//! Groups add up to their whole. Of a set within another the rest can be worked out, and of several apart
//! likewise. What windows of time tell of each other is found by `windows`.

use std::collections::{BTreeMap, BTreeSet};

use super::basis::Relations;
use super::collect::{Collected, Key, Part, Place, What};
use super::model::{Cell, Equation, is_small};
use super::sets::Set;
use super::windows;
use crate::calendar::Day;
use crate::scorecard::Document;

/// At most so many groups of a breakdown are tried together for a set that they may make up.
const GROUPS: usize = 10;

/// Adds all equations; gives the cells that are hidden for what windows of time tell.
pub fn relate(found: &mut Collected, document: &Document, relations: &Relations) -> Vec<bool> {
    let mut equations = Equations::default();
    breakdowns(found, document, &mut equations);
    same_table(found, &mut equations);
    groups_alike(found, &mut equations);
    same_groups(found, &mut equations);
    let mut hidden = windows::relate(found, &mut equations.list, relations.same());
    forecasts(found, &mut equations);
    found.model.equations = equations.list;
    hidden.resize(found.model.cells.len(), false);
    hidden
}

/// Equations, each once.
#[derive(Default)]
struct Equations {
    list: Vec<Equation>,
    known: BTreeSet<Vec<(usize, i64)>>,
}

impl Equations {
    /// The whole is the sum of these and, where something is left, of a cell for the rest.
    fn add(&mut self, found: &mut Collected, whole: usize, parts: &[usize], rest: Rest) {
        let mut terms: Equation = parts.iter().map(|part| (*part, -1)).collect();
        terms.push((whole, 1));
        terms.sort_unstable();
        if !self.known.insert(terms.clone()) {
            return;
        }
        let cells = &found.model.cells;
        let left = cells[whole].value - parts.iter().map(|part| cells[*part].value).sum::<f64>();
        let counts = cells[whole].counts;
        if rest == Rest::Slack || (counts && left != 0.0) || left.abs() > 1e-6 {
            let cell = if counts { Cell::count(left as i64) } else { Cell::sum(left, false) };
            let sensitive = cell.sensitive && rest != Rest::NotKnown;
            terms.push((found.model.add(Cell { sensitive, ..cell }), -1));
        }
        self.list.push(terms);
    }
}

/// What may be left of a whole.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rest {
    /// Nothing where nothing is: that it is so is known.
    None,
    /// Perhaps nothing, and nobody knows.
    Slack,
    /// Those of whom it is not known: no small number of those gives anybody away.
    NotKnown,
}

/// The groups of a row are its whole.
fn breakdowns(found: &mut Collected, document: &Document, equations: &mut Equations) {
    for (at, scorecard) in document.scorecards.iter().enumerate() {
        for (group_at, group) in scorecard.groups.iter().enumerate() {
            let mut of_whole: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
            for (row_at, row) in group.rows.iter().enumerate() {
                let Some(whole) = &row.part_of else { continue };
                let by = row.id.get(whole.len() + 1..).and_then(|rest| rest.split('=').next()).unwrap_or_default();
                of_whole.entry((whole, by)).or_default().push(row_at);
            }
            let place = |row_at: usize| -> Place { (at, group_at, row_at, What::Now) };
            for ((whole, _), rows) in of_whole {
                let Some(whole) = group.rows.iter().position(|row| row.id == whole) else { continue };
                let Some(of) = found.parts.get(&place(whole)).cloned() else { continue };
                // A group without a figure for another reason than that nobody is there: nothing is known of the sum.
                let known = |row: &usize| group.rows[*row].nobody || found.parts.contains_key(&place(*row));
                if !rows.iter().all(known) {
                    continue;
                }
                for (part, cell) in of {
                    let cells: Vec<usize> = rows.iter().filter_map(|row| part_of(found, place(*row), part)).collect();
                    let sum: f64 = cells.iter().map(|cell| found.model.cells[*cell].value).sum();
                    if sum <= found.model.cells[cell].value || !found.model.cells[cell].counts {
                        equations.add(found, cell, &cells, Rest::None);
                    }
                }
            }
        }
    }
}

fn part_of(found: &Collected, place: Place, wanted: Part) -> Option<usize> {
    found.parts.get(&place)?.iter().find(|(part, _)| *part == wanted).map(|(_, cell)| *cell)
}

/// How two sets of a table stand to each other.
struct Pairs {
    within: Vec<Vec<bool>>,
    apart: Vec<Vec<bool>>,
    may_be_apart: Vec<Vec<bool>>,
    rest: Vec<Vec<bool>>,
}

impl Pairs {
    fn new(sets: &[&Set]) -> Self {
        let all = |holds: &dyn Fn(&Set, &Set) -> bool| -> Vec<Vec<bool>> {
            sets.iter().map(|a| sets.iter().map(|b| holds(a, b)).collect()).collect()
        };
        Pairs {
            within: all(&|a, b| a != b && a.is_within(b)),
            apart: all(&Set::is_apart),
            may_be_apart: all(&Set::may_be_apart),
            rest: all(&Set::is_rest_of),
        }
    }
}

/// First day, where events are counted, and last day.
type Time = (Option<Day>, Day);

fn time(key: &Key) -> Time {
    (key.since, key.day)
}

/// Sets of one table, time and group that lie within each other or are apart.
fn same_table(found: &mut Collected, equations: &mut Equations) {
    let mut tables: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, set) in found.sets.iter().enumerate() {
        tables.entry(set.table.clone()).or_default().push(at);
    }
    let mut place_of = vec![(0, 0); found.sets.len()];
    let mut pairs = Vec::new();
    let mut common: Vec<BTreeMap<(usize, usize), usize>> = Vec::new();
    for (table, members) in tables.values().enumerate() {
        members.iter().enumerate().for_each(|(at, set)| place_of[*set] = (table, at));
        let sets: Vec<&Set> = members.iter().map(|at| &found.sets[*at]).collect();
        pairs.push(Pairs::new(&sets));
        let mut both = BTreeMap::new();
        for (a, b) in (0..sets.len()).flat_map(|a| (0..a).map(move |b| (a, b))) {
            let shared = sets[a].common(sets[b]);
            if let Some(at) = sets.iter().position(|set| **set == shared).filter(|at| *at != a && *at != b) {
                both.insert((a, b), at);
            }
        }
        common.push(both);
    }
    // By table, time and group: the place of each set among its table's, with its cell.
    let mut instances: BTreeMap<(usize, Time, String), Vec<(usize, usize)>> = BTreeMap::new();
    for (cell, key) in found.keys.iter().enumerate().filter(|(_, key)| key.sum.is_none()) {
        let (table, at) = place_of[key.set];
        instances.entry((table, time(key), key.group.clone())).or_default().push((at, cell));
    }
    for ((table, ..), members) in instances {
        instance(found, equations, &pairs[table], &common[table], &members);
    }
}

fn instance(
    found: &mut Collected,
    equations: &mut Equations,
    pairs: &Pairs,
    common: &BTreeMap<(usize, usize), usize>,
    members: &[(usize, usize)],
) {
    for &(a, whole) in members {
        let size = found.model.cells[whole].value;
        let value = |found: &Collected, cell: usize| found.model.cells[cell].value;
        let inner: Vec<(usize, usize)> =
            members.iter().copied().filter(|(b, cell)| pairs.within[*b][a] && value(found, *cell) <= size).collect();
        for (_, cell) in &inner {
            equations.add(found, whole, &[*cell], Rest::Slack);
        }
        for (nth, &(b, first)) in inner.iter().enumerate() {
            for (mth, &(c, second)) in inner.iter().enumerate().skip(nth + 1) {
                let left = size - value(found, first) - value(found, second);
                if left == 0.0 && value(found, first) > 0.0 && value(found, second) > 0.0 && pairs.may_be_apart[b][c] {
                    equations.add(found, whole, &[first, second], Rest::None);
                } else if is_small(left as i64) && pairs.apart[b][c] {
                    let rest = if pairs.rest[b][c] { Rest::NotKnown } else { Rest::Slack };
                    equations.add(found, whole, &[first, second], rest);
                }
                if pairs.apart[b][c] {
                    for &(d, third) in inner.iter().skip(mth + 1).filter(|(d, _)| pairs.apart[b][*d] && pairs.apart[c][*d]) {
                        let left = left - value(found, third);
                        let rest = if left == 0.0 { Rest::None } else { Rest::Slack };
                        if left == 0.0 || is_small(left as i64) {
                            equations.add(found, whole, &[first, second, third], rest);
                        }
                        debug_assert!(d != b && d != c);
                    }
                } else if let Some(shared) = common.get(&(b.max(c), b.min(c))) {
                    // All less the ones, less the others, and those that are both added again: those that are neither.
                    let both = inner.iter().find(|(at, _)| at == shared).map(|(_, cell)| *cell);
                    let Some(both) = both else { continue };
                    let neither = left + value(found, both);
                    if is_small(neither as i64) {
                        let cell = found.model.add(Cell::count(neither as i64));
                        equations.list.push(vec![(whole, 1), (first, -1), (second, -1), (both, 1), (cell, -1)]);
                    }
                }
            }
        }
    }
}

/// A breakdown and the column of conditions that speaks of the same.
const ALIKE: &[(&str, &[&str])] = &[
    ("age-band", &["age"]),
    ("sex", &["sex"]),
    ("placement-type", &["place"]),
    ("legal-status", &["legal_status", "unaccompanied"]),
    ("need", &["need", "category_of_need", "disabled"]),
    ("disability", &["disabled", "need"]),
    ("ethnic-group", &["ethnicity", "ethnic"]),
];

/// A set that speaks of the same as a breakdown of a wider one may be some of its groups. Where the numbers
/// agree it is taken to be them: who reads both may know.
fn groups_alike(found: &mut Collected, equations: &mut Equations) {
    let mut groups: BTreeMap<(usize, Time, String), Vec<usize>> = BTreeMap::new();
    for (cell, key) in found.keys.iter().enumerate().filter(|(_, key)| key.sum.is_none() && !key.group.is_empty()) {
        let by = key.group.split('=').next().unwrap_or_default().to_owned();
        groups.entry((key.set, time(key), by)).or_default().push(cell);
    }
    for ((wide, when, by), cells) in groups {
        let Some((_, columns)) = ALIKE.iter().find(|(alike, _)| *alike == by) else { continue };
        let some: Vec<usize> = cells.into_iter().filter(|cell| found.model.cells[*cell].value > 0.0).collect();
        let narrow: Vec<usize> = found
            .keys
            .iter()
            .enumerate()
            .filter(|(_, key)| time(key) == when && key.sum.is_none() && key.group.is_empty() && key.set != wide)
            .filter(|(_, key)| found.sets[key.set].narrows(&found.sets[wide], columns))
            .map(|(cell, _)| cell)
            .filter(|cell| found.model.cells[*cell].value > 0.0)
            .collect();
        if some.len() > GROUPS {
            continue;
        }
        for cell in narrow {
            for chosen in 1_u32..1 << some.len() {
                let chosen: Vec<usize> =
                    some.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 1).map(|(_, cell)| *cell).collect();
                let sum: f64 = chosen.iter().map(|cell| found.model.cells[*cell].value).sum();
                if sum == found.model.cells[cell].value {
                    equations.add(found, cell, &chosen, Rest::None);
                }
            }
        }
    }
}

/// Two breakdowns by what the same column says have a group in common.
const SAME_GROUPS: &[(&str, &str)] =
    &[("disability=Disability is the main need", "need=Child's disability"), ("disability=Not known", "need=Not known")];

fn same_groups(found: &mut Collected, equations: &mut Equations) {
    let mut twins = Vec::new();
    for (cell, key) in found.keys.iter().enumerate() {
        let Some((_, other)) = SAME_GROUPS.iter().find(|(one, _)| *one == key.group) else { continue };
        let twin =
            |(_, its): &(usize, &Key)| its.group == *other && (its.set, &its.sum, time(its)) == (key.set, &key.sum, time(key));
        twins.extend(found.keys.iter().enumerate().find(twin).map(|(twin, _)| (cell, twin)));
    }
    for (one, twin) in twins {
        if found.model.cells[one].value == found.model.cells[twin].value {
            equations.add(found, one, &[twin], Rest::None);
        }
    }
}

/// What is to come, less what is: those who cross a line until then.
fn forecasts(found: &mut Collected, equations: &mut Equations) {
    let to_come: Vec<Place> = found.parts.keys().copied().filter(|place| place.3 == What::Forecast).collect();
    for place in to_come {
        for (part, then) in found.parts[&place].clone() {
            let now = part_of(found, (place.0, place.1, place.2, What::Now), part);
            if let Some(now) = now.filter(|now| found.model.cells[*now].counts) {
                difference(found, equations, now, then);
            }
        }
    }
}

fn difference(found: &mut Collected, equations: &mut Equations, a: usize, b: usize) {
    let less = found.model.cells[a].value <= found.model.cells[b].value;
    let (smaller, greater) = if less { (a, b) } else { (b, a) };
    equations.add(found, greater, &[smaller], Rest::Slack);
}
