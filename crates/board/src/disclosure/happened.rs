//! In which months events may have happened, and which events lie within which others: adoptions after a given time within all
//! adoptions, those of girls and of boys within those of all.
//!
//! Takes windows of events and who is counted in each, gives for each kind of events how many there may have been up to each month, and what
//! of that is known to be part of what. An event is a child and a day. It lies in all windows that count it and in no other of its kind. Where
//! several months are left it is one and the same for all kinds that count it, so that what holds of events holds of the numbers too.

use std::collections::{BTreeMap, BTreeSet};

use super::basis::Relations;
use super::collect::Collected;
use super::windows::{Chain, Edge};
use crate::calendar::{Day, Month};

/// Some kinds of events that lie within another, each event of them in one alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The chain of the whole.
    pub whole: usize,
    /// The chains of the parts.
    pub parts: Vec<usize>,
    /// Whether they are all of it, as far as windows tell.
    pub are_all: bool,
    /// Whether other parts tell that these are no more than the whole, from each month to the next.
    pub is_implied: bool,
}

/// What is known of events over time.
#[derive(Debug, Default)]
pub struct Happened {
    /// For each chain how many events there may have been up to each month; nothing where windows do not tell who is counted.
    pub up_to: Vec<Option<BTreeMap<Month, i64>>>,
    /// What lies within what.
    pub parts: Vec<Parts>,
}

/// A child, or a row of a table that has several a child, and the day.
type Event = (usize, Day);

/// So many ends of months are looked at, the newest.
const MONTHS: usize = 256;

/// What the events of some chains tell of each other. Windows that count others than their rows now, or that do not add up, are left out of them:
/// those of figures that are other ones now, and of a child that left twice and counts once.
pub fn of(found: &Collected, relations: &Relations, chains: &mut [Chain]) -> Happened {
    let months: BTreeSet<Month> = chains.iter().flat_map(Chain::months).collect();
    let months: Vec<Month> = months.iter().skip(months.len().saturating_sub(MONTHS)).copied().collect();
    let times: Vec<Option<Times>> = chains.iter_mut().map(|chain| Times::of(found, relations, chain, &months)).collect();
    let chains = &*chains;
    let mut together = Together::of(&times);
    let mut parts: Vec<Parts> = groups(chains, &times).into_iter().chain(within(chains, &times)).collect();
    parts.retain(|parts| together.add(parts, &times));
    tell_implied(&mut parts, chains);
    let placed = together.placed(&times, &parts);
    let up_to = |(at, chain): (usize, &Chain)| {
        times[at].as_ref()?;
        let mut many = vec![0; months.len()];
        placed[at].values().for_each(|place| many[*place] += 1);
        let before = |month: Month| many[..months.partition_point(|other| *other < month)].iter().sum();
        Some(chain.months().collect::<BTreeSet<_>>().into_iter().map(|month| (month, before(month))).collect())
    };
    Happened { up_to: chains.iter().enumerate().map(up_to).collect(), parts }
}

/// Some months, each from the end of one to that of the next, by the places of the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Places([u64; MONTHS / 64]);

impl Places {
    fn of(range: std::ops::Range<usize>) -> Self {
        let mut places = Places::default();
        range.for_each(|place| places.0[place / 64] |= 1 << (place % 64));
        places
    }

    fn with(self, other: Places, made: impl Fn(u64, u64) -> u64) -> Self {
        Places(std::array::from_fn(|at| made(self.0[at], other.0[at])))
    }

    fn common(self, other: Places) -> Self {
        self.with(other, |a, b| a & b)
    }

    fn without(self, other: Places) -> Self {
        self.with(other, |a, b| a & !b)
    }

    fn has(self, place: usize) -> bool {
        self.0[place / 64] >> (place % 64) & 1 == 1
    }

    fn first(self) -> Option<usize> {
        (0..MONTHS).find(|place| self.has(*place))
    }

    fn is_empty(self) -> bool {
        self == Places::default()
    }
}

/// When the events of a chain may have happened.
struct Times {
    of: BTreeMap<Event, Places>,
    covered: Places,
}

impl Times {
    /// Leaves out windows of the chain that do not go together with the others; nothing where of no window the events are known.
    fn of(found: &Collected, relations: &Relations, chain: &mut Chain, months: &[Month]) -> Option<Self> {
        let inside = |edge: &Edge| Some((places(edge, months)?, events(found, relations, edge.cell)?));
        let windows: Vec<Option<(Places, BTreeSet<Event>)>> = chain.edges.iter().map(inside).collect();
        let is_told = |window: &Option<(Places, BTreeSet<Event>)>| window.as_ref().is_some_and(|(_, events)| !events.is_empty());
        let is_nought = |edge: &Edge| found.model.cells[edge.cell].value == 0.0;
        if !chain.counts() || (!windows.iter().any(is_told) && !chain.edges.iter().all(is_nought)) {
            return None;
        }
        let mut times = Times { of: BTreeMap::new(), covered: Places::default() };
        let fits: Vec<bool> = windows.into_iter().map(|window| window.is_some_and(|window| times.add(window))).collect();
        let mut fits = fits.into_iter();
        chain.edges.retain(|_| fits.next().unwrap_or(false));
        Some(times)
    }

    /// Adds a window; false where some event can be in no month with it.
    fn add(&mut self, (window, events): (Places, BTreeSet<Event>)) -> bool {
        let of_known = |(event, may): (&Event, &Places)| {
            let may = if events.contains(event) { may.common(window) } else { may.without(window) };
            (*event, may)
        };
        let mut of: BTreeMap<Event, Places> = self.of.iter().map(of_known).collect();
        // What no window before counted is where none of them was.
        for event in events {
            of.entry(event).or_insert_with(|| window.without(self.covered));
        }
        if of.values().any(|may| may.is_empty()) {
            return false;
        }
        (self.of, self.covered) = (of, self.covered.with(window, |a, b| a | b));
        true
    }

    /// How many events are those of others too, where each of them may be and at least half are.
    fn are_within(&self, whole: &Times) -> Option<usize> {
        let mut common = 0;
        for (event, may) in &self.of {
            let may_be = match whole.of.get(event) {
                Some(other) => may.common(*other),
                None => may.without(whole.covered),
            };
            if may_be.is_empty() {
                return None;
            }
            common += usize::from(whole.of.contains_key(event));
        }
        (common > 0 && 2 * common >= self.of.len()).then_some(common)
    }
}

/// The months of a window; nothing where it begins before all that are looked at.
fn places(edge: &Edge, months: &[Month]) -> Option<Places> {
    Some(Places::of(months.binary_search(&edge.from).ok()?..months.binary_search(&edge.to).ok()?))
}

/// The events that a cell counts; nothing where these are not known.
fn events(found: &Collected, relations: &Relations, cell: usize) -> Option<BTreeSet<Event>> {
    let (key, size) = (&found.keys[cell], found.model.cells[cell].value as usize);
    if size == 0 {
        return Some(BTreeSet::new());
    }
    let whole = &found.sets[key.set];
    let rows = if key.group.is_empty() { whole } else { &relations.group(whole, &key.group, size)?.1 };
    let (people, days) = (relations.people(&rows.universe), relations.days(whole, key.events.as_deref().unwrap_or_default()));
    let day = |row: &usize| days.and_then(|days| days.get(row)).copied().unwrap_or_default();
    let events: BTreeSet<Event> = rows.rows().map(|row| Some((*people.get(row)?, day(&row)))).collect::<Option<_>>()?;
    (events.len() == size).then_some(events)
}

/// The groups of a breakdown, which lie within their whole: all together, and each by itself.
fn groups(chains: &[Chain], times: &[Option<Times>]) -> Vec<Parts> {
    let mut found = Vec::new();
    for whole in 0..chains.len() {
        let Some(all) = &times[whole] else { continue };
        let mut by: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (part, chain) in chains.iter().enumerate().filter(|(_, chain)| chain.are_groups_of(&chains[whole])) {
            let is_part = |times: &Times| times.of.is_empty() || times.are_within(all).is_some();
            if times[part].as_ref().is_some_and(is_part) {
                by.entry(chain.group().split_once('=').map_or("", |(by, _)| by)).or_default().push(part);
                found.push(Parts { whole, parts: vec![part], are_all: false, is_implied: false });
            }
        }
        for parts in by.into_values() {
            let of: Vec<&Times> = parts.iter().filter_map(|part| times[*part].as_ref()).collect();
            let events: BTreeSet<Event> = of.iter().flat_map(|part| part.of.keys()).copied().collect();
            // Of what changes, such as ages at the end of a window, an event may be in two groups.
            if events.len() == of.iter().map(|part| part.of.len()).sum::<usize>() {
                let is_told = |may: &Places| of.iter().all(|part| may.without(part.covered).is_empty());
                let in_some = |(event, may): (&Event, &Places)| events.contains(event) || !is_told(may);
                found.push(Parts { whole, parts, are_all: all.of.iter().all(in_some), is_implied: false });
            }
        }
    }
    found.sort_by_key(|parts| parts.parts.len() == 1);
    found
}

/// Kinds of events that lie within others, those first of which most events tell so.
fn within(chains: &[Chain], times: &[Option<Times>]) -> Vec<Parts> {
    let mut of_group: BTreeMap<&str, Vec<(usize, &Times)>> = BTreeMap::new();
    for (at, chain) in chains.iter().enumerate() {
        times[at].iter().for_each(|times| of_group.entry(chain.group()).or_default().push((at, times)));
    }
    let mut pairs: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for here in of_group.values() {
        for ((part, one), (whole, other)) in here.iter().flat_map(|one| here.iter().map(move |other| (one, other))) {
            let lengths = [chains[*part].lengths(), chains[*whole].lengths()];
            // Of windows of one length what they tell in a month is told of sets of rows.
            let of_one_length = lengths[0].len() == 1 && lengths[0] == lengths[1];
            if part != whole && !of_one_length {
                pairs.extend(one.are_within(other).map(|common| ((*part, *whole), common)));
            }
        }
    }
    let mut sorted: Vec<(&(usize, usize), &usize)> = pairs.iter().collect();
    sorted.sort_by_key(|(pair, common)| (std::cmp::Reverse(**common), **pair));
    let is_same = |(part, whole): (usize, usize)| pairs.contains_key(&(whole, part));
    let pairs = sorted.into_iter().map(|(pair, _)| *pair);
    // Of two that are the same one is the part.
    let pairs = pairs.filter(|(part, whole)| part < whole || !is_same((*part, *whole)));
    pairs.map(|pair| Parts { whole: pair.1, parts: vec![pair.0], are_all: is_same(pair), is_implied: false }).collect()
}

/// Tells which are no more than their whole by what lies between the two, or by all groups together, where these have their months.
fn tell_implied(parts: &mut [Parts], chains: &[Chain]) {
    let months: Vec<BTreeSet<Month>> = chains.iter().map(|chain| chain.months().collect()).collect();
    let pairs: BTreeMap<(usize, usize), bool> = parts
        .iter()
        .filter_map(|parts| if let [part] = parts.parts[..] { Some(((part, parts.whole), parts.are_all)) } else { None })
        .collect();
    let sums: Vec<Parts> = parts.iter().filter(|parts| parts.parts.len() > 1).cloned().collect();
    let has_months = |of: &[usize], (part, whole): (usize, usize)| {
        months[part].intersection(&months[whole]).all(|month| of.iter().all(|chain| months[*chain].contains(month)))
    };
    for one in parts.iter_mut().filter(|one| !one.are_all) {
        let [part] = one.parts[..] else { continue };
        let pair = (part, one.whole);
        let is_between = |middle: &usize| {
            let is_told = |pair: (usize, usize)| pairs.get(&pair) == Some(&false);
            is_told((part, *middle)) && is_told((*middle, pair.1)) && has_months(&[*middle], pair)
        };
        let is_group = |sum: &Parts| sum.whole == pair.1 && sum.parts.contains(&part) && has_months(&sum.parts, pair);
        one.is_implied = (0..chains.len()).any(|middle| is_between(&middle)) || sums.iter().any(is_group);
    }
}

/// Chains that hang together, with when each event may have happened by all of them.
struct Together {
    /// For each chain one that stands for all that it hangs together with.
    stands: Vec<usize>,
    may: Vec<BTreeMap<Event, Places>>,
}

impl Together {
    fn of(times: &[Option<Times>]) -> Self {
        let may = times.iter().map(|times| times.as_ref().map(|times| times.of.clone()).unwrap_or_default()).collect();
        Together { stands: (0..times.len()).collect(), may }
    }

    /// Adds that some lie within another; false where some event can be in no month with it.
    fn add(&mut self, Parts { whole, parts, .. }: &Parts, times: &[Option<Times>]) -> bool {
        let all: BTreeSet<usize> = parts.iter().chain([whole]).map(|chain| self.stands[*chain]).collect();
        let Some((first, of_whole)) = all.first().copied().zip(times[*whole].as_ref()) else { return false };
        let mut may: BTreeMap<Event, Places> = BTreeMap::new();
        for (event, own) in all.iter().flat_map(|chain| &self.may[*chain]) {
            may.entry(*event).and_modify(|may| *may = may.common(*own)).or_insert(*own);
        }
        let of_parts = parts.iter().filter_map(|part| times[*part].as_ref()).flat_map(|times| times.of.keys());
        for event in of_parts.filter(|event| !of_whole.of.contains_key(event)) {
            may.entry(*event).and_modify(|may| *may = may.without(of_whole.covered));
        }
        if may.values().any(|may| may.is_empty()) {
            return false;
        }
        self.stands.iter_mut().filter(|chain| all.contains(chain)).for_each(|chain| *chain = first);
        all.iter().for_each(|chain| self.may[*chain].clear());
        self.may[first] = may;
        true
    }

    /// When each event of each chain happened, as it may be: the same for all. What no window of a whole covers has the events of its parts.
    fn placed(&self, times: &[Option<Times>], parts: &[Parts]) -> Vec<BTreeMap<Event, usize>> {
        let first = |chain: usize, event: &Event| self.may[self.stands[chain]].get(event).and_then(|may| may.first());
        let own = |(chain, times): (usize, &Option<Times>)| {
            let events = times.iter().flat_map(|times| times.of.keys());
            events.filter_map(|event| Some((*event, first(chain, event)?))).collect()
        };
        let mut placed: Vec<BTreeMap<Event, usize>> = times.iter().enumerate().map(own).collect();
        loop {
            let mut more: Vec<(usize, Event, usize)> = Vec::new();
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
