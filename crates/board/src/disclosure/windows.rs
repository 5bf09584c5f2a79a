//! What events that fall in windows of time tell of each other: the year so far, 12 months, 36 months.
//!
//! Every window is the number of events up to its last month less that up to the month before its first. So
//! figures of the same events are the edges of a graph whose places are the ends of months, and what lies
//! between two places that shown figures connect can be worked out, whichever windows those are of.

use std::collections::{BTreeMap, BTreeSet};

use super::basis::Relations;
use super::collect::{Collected, Key};
use super::happened::{self, Happened, Parts};
use super::model::{Cell, Equation};
use crate::calendar::Month;

/// A figure's window: from the end of one month to that of another, with its cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The month at whose end it begins.
    pub from: Month,
    /// The month at whose end it ends.
    pub to: Month,
    /// The number of its events.
    pub cell: usize,
}

/// The events whose windows are compared: their name, what is summed, and the group.
type Events = (String, Option<String>, String);

/// The windows of the same events, newest first.
pub struct Chain {
    events: Events,
    /// The windows.
    pub edges: Vec<Edge>,
}

impl Chain {
    /// The group of a breakdown; empty for the whole.
    pub fn group(&self) -> &str {
        &self.events.2
    }

    /// Whether these events are a group of others.
    pub fn are_groups_of(&self, whole: &Chain) -> bool {
        let ((events, sum, group), (wholes, of_wholes, of)) = (&self.events, &whole.events);
        (events, sum) == (wholes, of_wholes) && of.is_empty() && !group.is_empty()
    }

    /// The lengths of the windows, in months.
    pub fn lengths(&self) -> BTreeSet<i32> {
        self.edges.iter().map(|edge| edge.from.months_until(edge.to)).collect()
    }

    /// Whether they are of more than one length, or grow.
    fn grows(&self) -> bool {
        self.lengths().len() > 1
    }

    /// The months at whose ends windows begin and end; each once for each of these.
    pub fn months(&self) -> impl Iterator<Item = Month> {
        self.edges.iter().flat_map(|edge| [edge.from, edge.to])
    }

    /// Whether they are counted, and not sums of their values.
    pub fn counts(&self) -> bool {
        self.events.1.is_none()
    }
}

/// Adds what holds between windows; gives the cells that are hidden in advance.
pub fn relate(found: &mut Collected, relations: &Relations, equations: &mut Vec<Equation>) -> Vec<bool> {
    let mut hidden = vec![false; found.model.cells.len()];
    let weights = weights(found);
    let mut chains = chains(found);
    let Happened { up_to, parts } = happened::of(found, relations, &mut chains);
    let is_related = |at: usize| parts.iter().any(|parts| parts.whole == at || parts.parts.contains(&at));
    let mut ends: Vec<Ends> = Vec::new();
    for (at, (chain, up_to)) in chains.iter().zip(up_to).enumerate() {
        // Of rounded counts no difference tells a number by itself.
        if chain.grows() && chain.counts() && found.hide.round.is_none() {
            keep(found, &chain.edges, &weights, &mut hidden);
        }
        let of_chain = if chain.grows() || is_related(at) { add(found, equations, chain, up_to) } else { Ends::default() };
        ends.push(of_chain);
    }
    parts.iter().for_each(|parts| within(found, equations, parts, &ends));
    hidden
}

/// The numbers of events up to ends of months, as cells; and which of these figures can connect.
#[derive(Default)]
struct Ends {
    at: BTreeMap<Month, usize>,
    places: Places,
}

/// Events that lie within others do so from each month to the next that all of them have. Between two of these that shown figures connect the
/// rest can be worked out.
fn within(found: &mut Collected, equations: &mut Vec<Equation>, within: &Parts, ends: &[Ends]) {
    let chains = || within.parts.iter().map(|part| (*part, -1)).chain([(within.whole, 1)]);
    let is_common = |month: &Month| within.parts.iter().all(|part| ends[*part].at.contains_key(month));
    let months: Vec<Month> = ends[within.whole].at.keys().copied().filter(is_common).collect();
    for (from, to) in (0..months.len()).flat_map(|to| (0..to).map(move |from| (from, to))) {
        let is_next = to == from + 1 && !within.is_implied;
        let (from, to) = (months[from], months[to]);
        let can_be_known = chains().all(|(chain, _)| ends[chain].places.between(from, to).is_some());
        if !is_next && !can_be_known {
            continue;
        }
        let ends_of = |(chain, times): (usize, i64)| [(ends[chain].at[&to], times), (ends[chain].at[&from], -times)];
        let mut terms: Equation = chains().flat_map(ends_of).collect();
        let left = terms.iter().map(|(cell, times)| found.model.cells[*cell].value * *times as f64).sum::<f64>() as i64;
        let sensitive = can_be_known && found.hide.hides(left);
        // What is less than nought are events that a part has from parts of its own, in months of which the whole tells that it had none.
        if left < 0 || (!is_next && !sensitive) {
            continue;
        }
        if !within.are_all || left > 0 {
            terms.push((found.model.add(Cell { sensitive, ..Cell::count(left) }), -1));
        }
        equations.push(terms);
    }
}

/// How much is lost with each cell: nothing where no figure that shows it can be shown.
fn weights(found: &Collected) -> Vec<u64> {
    let mut weights = vec![0; found.model.cells.len()];
    for figure in &found.model.figures {
        let sensitive = |cell: &usize| found.model.cells[*cell].sensitive;
        if !figure.cells.iter().any(sensitive) {
            figure.cells.iter().for_each(|cell| weights[*cell] += figure.weight);
        } else if let Some(alone) = figure.alone.filter(|alone| !sensitive(alone)) {
            weights[alone] += 1;
        }
    }
    for (weight, cell) in weights.iter_mut().zip(&found.model.cells) {
        *weight += u64::from(cell.open);
    }
    weights
}

/// The windows of each kind of events that add up.
fn chains(found: &Collected) -> Vec<Chain> {
    let mut chains: BTreeMap<Events, Vec<Edge>> = BTreeMap::new();
    for (cell, key) in found.keys.iter().enumerate() {
        let (Some(edge), Some(events)) = (edge(key, cell), &key.events) else { continue };
        chains.entry((events.clone(), key.sum.clone(), key.group.clone())).or_default().push(edge);
    }
    let chain = |(events, mut edges): (Events, Vec<Edge>)| {
        edges.sort_by_key(|edge| (std::cmp::Reverse(edge.to), edge.from, edge.cell));
        let places = Places::of(found, &edges);
        // A window that does not add up with the others is not of the same events after all.
        edges.retain(|edge| {
            let between = places.between(edge.from, edge.to);
            between.is_some_and(|between| (between - found.model.cells[edge.cell].value).abs() < 1e-6)
        });
        Chain { events, edges }
    };
    chains.into_iter().map(chain).collect()
}

fn edge(key: &Key, cell: usize) -> Option<Edge> {
    let (first, last) = key.time?;
    let (from, to) = (Month::of(first).back(1), Month::of(last));
    (to.last() == last && from < to).then_some(Edge { from, to, cell })
}

/// Ends of months with the number of events up to them, as far as windows connect them.
#[derive(Default)]
struct Places(BTreeMap<Month, (Month, f64)>);

impl Places {
    /// Those that these windows connect, the first ones having the first word.
    fn of(found: &Collected, edges: &[Edge]) -> Self {
        let mut places = Places::default();
        edges.iter().for_each(|edge| places.join(edge, found.model.cells[edge.cell].value));
        places
    }

    fn get(&self, month: Month) -> (Month, f64) {
        self.0.get(&month).copied().unwrap_or((month, 0.0))
    }

    /// How many events lie between two, where they are connected.
    fn between(&self, from: Month, to: Month) -> Option<f64> {
        let ((one, start), (other, end)) = (self.get(from), self.get(to));
        (one == other).then_some(end - start)
    }

    /// Connects the ends of a window.
    fn join(&mut self, edge: &Edge, value: f64) {
        let ((one, start), (other, end)) = (self.get(edge.from), self.get(edge.to));
        self.0.entry(edge.from).or_insert((one, start));
        self.0.entry(edge.to).or_insert((other, end));
        if one != other {
            let moved = start + value - end;
            for place in self.0.values_mut().filter(|(part, _)| *part == other) {
                *place = (one, place.1 + moved);
            }
        }
    }

    /// All that are connected with one.
    fn part(&self, of: Month) -> Vec<(Month, f64)> {
        let (part, alone) = self.get(of);
        let mut all: Vec<_> =
            self.0.iter().filter(|(_, place)| place.0 == part).map(|(month, place)| (*month, place.1)).collect();
        if all.is_empty() {
            all.push((of, alone));
        }
        all
    }
}

/// Goes through the windows, what is worth most and newest first, and hides each that would connect two
/// months with a small number between them, or the ends of a window that is hidden. True noughts stay.
fn keep(found: &Collected, edges: &[Edge], weights: &[u64], hidden: &mut [bool]) {
    let hide = found.hide;
    let value = |edge: &Edge| found.model.cells[edge.cell].value;
    let mut secret: BTreeSet<(Month, Month)> =
        edges.iter().filter(|edge| found.model.cells[edge.cell].sensitive).map(|edge| (edge.from, edge.to)).collect();
    let mut order: Vec<&Edge> = edges.iter().filter(|edge| weights[edge.cell] > 0).collect();
    let open = |edge: &Edge| found.model.cells[edge.cell].open;
    // What was published before stays so, whatever it tells.
    order.sort_by_key(|edge| (!open(edge), value(edge) != 0.0, std::cmp::Reverse(weights[edge.cell])));
    let mut places = Places::default();
    for edge in order {
        if places.between(edge.from, edge.to).is_none() {
            let (before, after) = (places.part(edge.from), places.part(edge.to));
            let moved = places.get(edge.from).1 + value(edge) - places.get(edge.to).1;
            let tells = before.iter().flat_map(|a| after.iter().map(move |b| (a, b))).any(|(a, b)| {
                let ends = (a.0.min(b.0), a.0.max(b.0));
                hide.hides((b.1 + moved - a.1).abs() as i64) || secret.contains(&ends)
            });
            if tells && value(edge) != 0.0 && !open(edge) {
                hidden[edge.cell] = true;
                secret.insert((edge.from, edge.to));
                continue;
            }
        }
        places.join(edge, value(edge));
    }
}

/// The equations: a cell for the number up to each place, and cells for what lies between two places.
fn add(found: &mut Collected, equations: &mut Vec<Equation>, chain: &Chain, happened: Option<BTreeMap<Month, i64>>) -> Ends {
    let (edges, months) = (&chain.edges, chain.months().collect::<BTreeSet<Month>>());
    let up_to: Option<BTreeMap<Month, f64>> = match happened {
        Some(up_to) => Some(up_to.into_iter().map(|(month, number)| (month, number as f64)).collect()),
        None => feasible(found, edges, &months),
    };
    let of = |month: &Month| up_to.as_ref().and_then(|up_to| up_to.get(month)).copied().unwrap_or_default();
    let at: BTreeMap<Month, usize> = months.iter().map(|month| (*month, found.model.add(Cell::sum(of(month), false)))).collect();
    for edge in edges {
        equations.push(vec![(edge.cell, 1), (at[&edge.to], -1), (at[&edge.from], 1)]);
        found.windows.push([edge.cell, at[&edge.to], at[&edge.from]]);
    }
    if !chain.counts() {
        return Ends::default();
    }
    let can_be = |edge: &&Edge| !found.model.cells[edge.cell].sensitive;
    // Of what is never shown nothing follows.
    let shown: Vec<Edge> = edges.iter().filter(can_be).copied().collect();
    let places = Places::of(found, &shown);
    let hide = found.hide;
    let mut between = |from: Month, to: Month, cell: Cell| {
        let cell = found.model.add(cell);
        equations.push(vec![(at[&to], 1), (at[&from], -1), (cell, -1)]);
    };
    let months: Vec<Month> = months.into_iter().collect();
    for (first, from) in months.iter().enumerate() {
        for to in &months[first + 1..] {
            let next = months.get(first + 1) == Some(to);
            match places.between(*from, *to).map(|number| number as i64) {
                Some(number) if hide.hides(number) => between(*from, *to, Cell::small(number)),
                // From one month to the next nobody is taken away.
                _ if next && up_to.is_some() => {
                    between(*from, *to, Cell::count((of(to) - of(from)) as i64));
                }
                _ => {}
            }
        }
    }
    Ends { at, places }
}

/// Numbers up to each month that never fall and agree with all windows; nothing where there are none.
fn feasible(found: &Collected, edges: &[Edge], months: &BTreeSet<Month>) -> Option<BTreeMap<Month, f64>> {
    let mut up_to: BTreeMap<Month, f64> = months.iter().map(|month| (*month, 0.0)).collect();
    // No month may have more than this one and so many besides.
    let mut most: Vec<(Month, Month, f64)> = months.iter().zip(months.iter().skip(1)).map(|(a, b)| (*b, *a, 0.0)).collect();
    for edge in edges {
        let value = found.model.cells[edge.cell].value;
        most.extend([(edge.from, edge.to, value), (edge.to, edge.from, -value)]);
    }
    for _ in 0..=months.len() {
        let mut changed = false;
        for (than, month, besides) in &most {
            let bound = up_to[than] + besides;
            if up_to[month] > bound {
                up_to.insert(*month, bound);
                changed = true;
            }
        }
        if !changed {
            return Some(up_to);
        }
    }
    None
}
