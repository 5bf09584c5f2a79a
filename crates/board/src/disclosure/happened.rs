//! In which months events may have happened, and which events lie within which others: adoptions after a given time within all
//! adoptions, those of girls and of boys within those of all.
//!
//! Takes windows of events and who is counted in each, gives for each kind of events how many there may have been up to each month, and what
//! of that is known to be part of what. An event lies in all windows that count it and in no other of its kind. Where several months are left
//! it is one and the same for all kinds that count it, so that what holds of events holds of the numbers too.

use std::collections::{BTreeMap, BTreeSet};

use super::algebra::{Set, Universe};
use super::basis::Relations;
use super::collect::Collected;
use super::windows::{Chain, Edge};
use crate::calendar::Month;

/// Some kinds of events that lie within another, each event of them in one alone.
#[derive(Debug, PartialEq, Eq)]
pub struct Parts {
    /// The chain of the whole.
    pub whole: usize,
    /// The chains of the parts.
    pub parts: Vec<usize>,
    /// Whether they are all of it, as far as windows tell.
    pub are_all: bool,
}

/// What is known of events over time.
#[derive(Debug, Default)]
pub struct Happened {
    /// For each chain how many events there may have been up to each month; nothing where windows do not tell who is counted.
    pub up_to: Vec<Option<BTreeMap<Month, i64>>>,
    /// What lies within what.
    pub parts: Vec<Parts>,
}

/// When the events of a chain may have happened: from one end of a month to the next, by the places of these.
struct Times {
    of: BTreeMap<usize, Set>,
    covered: Set,
}

/// What the events of some chains tell of each other.
pub fn of(found: &Collected, relations: &Relations, chains: &[Chain]) -> Happened {
    let months: BTreeSet<Month> = chains.iter().flat_map(Chain::months).collect();
    let months: Vec<Month> = months.into_iter().collect();
    let times: Vec<Option<Times>> = chains.iter().map(|chain| Times::of(found, relations, chain, &months)).collect();
    let mut together = Together::of(&times);
    let mut parts = parts(chains, &times);
    parts.retain(|parts| together.add(parts, &times));
    let placed = together.placed(&times, &parts);
    let up_to = |(at, chain): (usize, &Chain)| {
        let happened = times[at].as_ref().map(|_| placed[at].values())?;
        let before = |month: Month| happened.clone().filter(|place| months[**place] < month).count() as i64;
        Some(chain.months().map(|month| (month, before(month))).collect())
    };
    Happened { up_to: chains.iter().enumerate().map(up_to).collect(), parts }
}

impl Times {
    fn of(found: &Collected, relations: &Relations, chain: &Chain, months: &[Month]) -> Option<Self> {
        chain.counts().then_some(())?;
        let inside = |edge: &Edge| Some((within(edge, months), events(found, relations, edge.cell)?));
        let windows: Vec<(Set, BTreeSet<usize>)> = chain.edges.iter().map(inside).collect::<Option<_>>()?;
        let covered = windows.iter().fold(places(0..0), |all, (window, _)| all.either(window));
        // Those that the same windows count.
        let mut alike: BTreeMap<Vec<bool>, Set> = BTreeMap::new();
        let mut of = BTreeMap::new();
        for event in windows.iter().flat_map(|(_, events)| events).copied().collect::<BTreeSet<_>>() {
            let counted = windows.iter().map(|(_, events)| events.contains(&event)).collect();
            let may = alike.entry(counted).or_insert_with_key(|counted| {
                let one = |may: Set, ((window, _), is_inside): (&(Set, BTreeSet<usize>), &bool)| {
                    if *is_inside { may.common(window) } else { may.without(window) }
                };
                windows.iter().zip(counted).fold(covered.clone(), one)
            });
            if may.size() == 0 {
                return None;
            }
            of.insert(event, may.clone());
        }
        Some(Times { of, covered })
    }

    /// Whether each event may be one of the other's too, and some is.
    fn are_within(&self, whole: &Times) -> bool {
        let may_be = |(event, may): (&usize, &Set)| match whole.of.get(event) {
            Some(other) => !may.is_apart(other),
            None => !may.is_within(&whole.covered),
        };
        self.of.iter().all(may_be) && self.of.keys().any(|event| whole.of.contains_key(event))
    }
}

/// The places of the ends of months between which a window lies.
fn within(edge: &Edge, months: &[Month]) -> Set {
    let place = |month: Month| months.partition_point(|other| *other < month);
    places(place(edge.from)..place(edge.to))
}

fn places(places: std::ops::Range<usize>) -> Set {
    Set::of(&Universe::Named(String::new()), places)
}

/// The events that a cell counts; nothing where these are not known.
fn events(found: &Collected, relations: &Relations, cell: usize) -> Option<BTreeSet<usize>> {
    let (key, size) = (&found.keys[cell], found.model.cells[cell].value as usize);
    if size == 0 {
        return Some(BTreeSet::new());
    }
    let whole = &found.sets[key.set];
    let rows = if key.group.is_empty() { whole } else { &relations.group(whole, &key.group, size)?.1 };
    let people = relations.people(&rows.universe);
    let events: BTreeSet<usize> = rows.rows().map(|row| people.get(row).copied()).collect::<Option<_>>()?;
    (events.len() == size).then_some(events)
}

/// What may lie within what: groups of a breakdown together within their whole, and events within those of another kind.
fn parts(chains: &[Chain], times: &[Option<Times>]) -> Vec<Parts> {
    let mut found = Vec::new();
    let is_known = |chain: &usize| times[*chain].is_some();
    let months: Vec<BTreeSet<Month>> = chains.iter().map(|chain| chain.months().collect()).collect();
    for whole in (0..chains.len()).filter(|chain| chains[*chain].group().is_empty()).filter(is_known) {
        let mut by: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for part in (0..chains.len()).filter(|part| chains[*part].are_groups_of(&chains[whole])).filter(is_known) {
            by.entry(chains[part].group().split_once('=').map_or("", |(by, _)| by)).or_default().push(part);
        }
        found.extend(by.into_values().filter_map(|parts| groups(whole, parts, times)));
    }
    let mut of_group: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    (0..chains.len()).filter(is_known).for_each(|chain| of_group.entry(chains[chain].group()).or_default().push(chain));
    for here in of_group.into_values() {
        let is_within = |part: usize, whole: usize| {
            let (Some(one), Some(other)) = (&times[part], &times[whole]) else { return false };
            // What windows of one length tell is of the same length everywhere.
            part != whole && (chains[part].grows || chains[whole].grows) && one.are_within(other)
        };
        let pairs: BTreeSet<(usize, usize)> = here
            .iter()
            .flat_map(|part| here.iter().map(move |whole| (*part, *whole)))
            .filter(|(a, b)| is_within(*a, *b))
            .collect();
        let strictly = |part: usize, whole: usize| pairs.contains(&(part, whole)) && !pairs.contains(&(whole, part));
        for (part, whole) in pairs.iter().copied() {
            let same = pairs.contains(&(whole, part));
            // What lies between the two tells it, where it has their months.
            let tells = |between: &usize| {
                let has_months = months[part].intersection(&months[whole]).all(|month| months[*between].contains(month));
                strictly(part, *between) && strictly(*between, whole) && has_months
            };
            // Of two that are the same one is the part.
            let is_told = (same && part > whole) || here.iter().any(tells);
            if !is_told {
                found.push(Parts { whole, parts: vec![part], are_all: same });
            }
        }
    }
    found
}

/// Groups of a breakdown; nothing where they are not of the same events.
fn groups(whole: usize, parts: Vec<usize>, times: &[Option<Times>]) -> Option<Parts> {
    let all = times[whole].as_ref()?;
    let of: Vec<&Times> = parts.iter().filter_map(|part| times[*part].as_ref()).collect();
    let each: usize = of.iter().map(|part| part.of.len()).sum();
    let events: BTreeSet<usize> = of.iter().flat_map(|part| part.of.keys()).copied().collect();
    if events.len() < each || !of.iter().all(|part| part.of.is_empty() || part.are_within(all)) {
        return None;
    }
    let in_some = |(event, may): (&usize, &Set)| events.contains(event) || !of.iter().all(|part| may.is_within(&part.covered));
    Some(Parts { whole, parts, are_all: all.of.iter().all(in_some) })
}

/// Chains that hang together, with when each event may have happened by all of them.
struct Together {
    /// For each chain one that stands for all that it hangs together with.
    stands: Vec<usize>,
    may: Vec<BTreeMap<usize, Set>>,
}

impl Together {
    fn of(times: &[Option<Times>]) -> Self {
        let may = times.iter().map(|times| times.as_ref().map(|times| times.of.clone()).unwrap_or_default()).collect();
        Together { stands: (0..times.len()).collect(), may }
    }

    /// Adds that some lie within another; false where no event can be placed so.
    fn add(&mut self, Parts { whole, parts, .. }: &Parts, times: &[Option<Times>]) -> bool {
        let all: BTreeSet<usize> = parts.iter().chain([whole]).map(|chain| self.stands[*chain]).collect();
        let mut may: BTreeMap<usize, Set> = BTreeMap::new();
        for (event, own) in all.iter().flat_map(|chain| &self.may[*chain]) {
            may.entry(*event).and_modify(|may| *may = may.common(own)).or_insert_with(|| own.clone());
        }
        let Some(of_whole) = &times[*whole] else { return false };
        let others = parts.iter().filter_map(|part| times[*part].as_ref()).flat_map(|times| times.of.keys());
        for event in others.filter(|event| !of_whole.of.contains_key(event)) {
            may.entry(*event).and_modify(|may| *may = may.without(&of_whole.covered));
        }
        if may.values().any(|may| may.size() == 0) {
            return false;
        }
        let Some(first) = all.first().copied() else { return false };
        self.stands.iter_mut().filter(|chain| all.contains(chain)).for_each(|chain| *chain = first);
        self.may[first] = may;
        true
    }

    /// When each event of each chain happened, as it may be: the same for all. What no window of a whole covers has the events of its parts.
    fn placed(&self, times: &[Option<Times>], parts: &[Parts]) -> Vec<BTreeMap<usize, usize>> {
        let first = |chain: usize, event: usize| self.may[self.stands[chain]].get(&event).and_then(|may| may.rows().next());
        let own = |(chain, times): (usize, &Option<Times>)| {
            let events = times.iter().flat_map(|times| times.of.keys());
            events.filter_map(|event| Some((*event, first(chain, *event)?))).collect()
        };
        let mut placed: Vec<BTreeMap<usize, usize>> = times.iter().enumerate().map(own).collect();
        loop {
            let mut more: Vec<(usize, usize, usize)> = Vec::new();
            for Parts { whole, parts, .. } in parts {
                let is_free = |place: &usize| times[*whole].as_ref().is_some_and(|times| !times.covered.has(*place));
                let of_parts = parts.iter().flat_map(|part| &placed[*part]);
                let lacking = of_parts.filter(|(event, place)| !placed[*whole].contains_key(event) && is_free(place));
                more.extend(lacking.map(|(event, place)| (*whole, *event, *place)));
            }
            if more.is_empty() {
                return placed;
            }
            for (whole, event, place) in more {
                placed[whole].insert(event, place);
            }
        }
    }
}
