//! Who came and who went: those there now are those there before and who came, less who went.
//!
//! Takes which children are in some states over several spans of time, and which in some events of those; finds the events that make
//! the difference, child by child, whoever wrote the conditions and however.
//!
//! ```text
//! child    there now   before   came   went
//! A            1          1       0      0
//! B            1          0       1      0      now - before = came - went, in each child
//! C            0          1       0      1
//! ```

use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Children in order, a child as often as it counts; nothing where a month tells nothing.
pub type Children<'a> = Option<&'a [u32]>;

/// A state at the end and before the beginning of each span.
pub type State<'a> = Vec<[Children<'a>; 2]>;

/// What happened in each span.
pub type Event<'a> = Vec<Children<'a>>;

/// A state, by its place, with those who came and those who went, and the places of the spans in which that adds up in each child.
pub type Found = ([usize; 3], Vec<usize>);

/// Of so many who came and went so many may not add up: who came or went twice. What adds up all the same is known of the spans in which
/// nobody did.
fn few(all: usize) -> usize {
    all / 10
}

/// Fewer moves than these add up with something by chance.
const BY_CHANCE: usize = 2;

/// The states and events that add up, but for a few children. Of the states that the same events lead from and to it is the one for which
/// the fewest do not, and likewise of the events: what is nearly all of it adds up in some months too, and by chance.
pub fn found(states: &[State<'_>], events: &[Event<'_>]) -> Vec<Found> {
    let mut found: BTreeMap<(usize, usize), (usize, Vec<Found>)> = BTreeMap::new();
    for (at, state) in states.iter().enumerate() {
        let apart: Vec<Option<[Vec<u32>; 2]>> = state.iter().map(|[now, before]| Some(apart((*now)?, (*before)?))).collect();
        let moved: usize = apart.iter().flatten().flatten().map(Vec::len).sum();
        if moved < BY_CHANCE {
            continue;
        }
        // Whoever is new came, and whoever is gone went.
        let around = |side: usize| -> Vec<usize> {
            let holds = |event: &usize| {
                let mut missing = 0;
                apart.iter().zip(&events[*event]).all(|(apart, event)| {
                    let (Some(apart), Some(event)) = (apart, event) else { return true };
                    missing += apart[side].len().saturating_sub(event.len()).max(absent(&apart[side], event));
                    missing <= few(moved)
                })
            };
            (0..events.len()).filter(holds).collect()
        };
        let (came, went) = (around(0), around(1));
        for (came, went) in came.iter().flat_map(|came| went.iter().map(move |went| (*came, *went))).filter(|(a, b)| a != b) {
            let Some((off, spans)) = adds_up(state, &events[came], &events[went], moved) else { continue };
            let (least, all) = found.entry((came, went)).or_insert((off, Vec::new()));
            if off < *least {
                (*least, *all) = (off, Vec::new());
            }
            if off == *least {
                all.push(([at, came, went], spans));
            }
        }
    }
    // Likewise of the events that lead to the same state.
    let mut least: BTreeMap<usize, usize> = BTreeMap::new();
    for (off, all) in found.values() {
        for ([state, ..], _) in all {
            least.entry(*state).and_modify(|least| *least = (*least).min(*off)).or_insert(*off);
        }
    }
    let nearest = found.into_values().flat_map(|(off, all)| all.into_iter().map(move |one| (off, one)));
    let nearest = nearest.filter(|(off, ([state, ..], spans))| least[state] == *off && !spans.is_empty());
    nearest.map(|(_, one)| one).collect()
}

/// The spans in which those there now are those of before with who came and without who went, and how many do not add up in all; nothing
/// where those are too many.
fn adds_up(state: &State<'_>, came: &Event<'_>, went: &Event<'_>, moved: usize) -> Option<(usize, Vec<usize>)> {
    let spans = || state.iter().zip(came).zip(went).enumerate();
    let there = |(at, (([now, before], came), went)): (usize, ((&[Children<'_>; 2], &Children<'_>), &Children<'_>))| {
        Some((at, (*now)?.len() + (*went)?.len(), (*before)?.len() + (*came)?.len()))
    };
    let happened: usize = came.iter().chain(went).flatten().map(|children| children.len()).sum();
    let most = few(moved.min(happened));
    let off: usize = spans().filter_map(there).map(|(_, one, other)| one.abs_diff(other)).sum();
    // What is in both, such as who is due and who was seen, makes any difference; few come and go within a span.
    if happened == 0 || happened > 2 * moved || off > most {
        return None;
    }
    let (mut off, mut exact) = (0, Vec::new());
    for (at, (([now, before], came), went)) in spans() {
        let (Some(now), Some(before), Some(came), Some(went)) = (now, before, came, went) else { continue };
        let mut children: BTreeMap<u32, i32> = BTreeMap::new();
        for (some, adds) in [(now, 1), (before, -1), (came, -1), (went, 1)] {
            some.iter().for_each(|child| *children.entry(*child).or_default() += adds);
        }
        let of_span = children.values().filter(|adds| **adds != 0).count();
        off += of_span;
        if off > most {
            return None;
        }
        if of_span == 0 {
            exact.push(at);
        }
    }
    Some((off, exact))
}

/// Those of one list alone, and those of the other, both in order.
fn apart(one: &[u32], other: &[u32]) -> [Vec<u32>; 2] {
    let (mut first, mut second) = (one.iter().peekable(), other.iter().peekable());
    let [mut of_one, mut of_other] = [Vec::new(), Vec::new()];
    loop {
        let order = match (first.peek(), second.peek()) {
            (Some(a), Some(b)) => a.cmp(b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return [of_one, of_other],
        };
        if order != Ordering::Greater {
            of_one.extend(first.next().filter(|_| order == Ordering::Less));
        }
        if order != Ordering::Less {
            of_other.extend(second.next().filter(|_| order == Ordering::Greater));
        }
    }
}

/// How many of some are not in a list, which is in order.
fn absent(some: &[u32], of: &[u32]) -> usize {
    some.iter().filter(|child| of.binary_search(child).is_err()).count()
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use super::*;

    #[test]
    fn who_is_there_now_was_there_or_came() {
        // Over three months: 2 and 8 come and 3 and 9 go; then 4 comes; then nobody.
        let months: [&[u32]; 4] = [&[1, 3, 9], &[1, 2, 8], &[1, 2, 4, 8], &[1, 2, 4, 8]];
        let state: State<'_> = months.windows(2).map(|two| [Some(two[1]), Some(two[0])]).collect();
        let event = |of: [&'static [u32]; 3]| -> Event<'static> { of.map(Some).to_vec() };
        let (came, went) = (event([&[2, 8], &[4], &[]]), event([&[3, 9], &[], &[]]));
        // As many, and others.
        let others = event([&[5, 6], &[], &[]]);
        assert_eq!(found(from_ref(&state), &[others.clone(), went.clone(), came.clone()]), [([0, 2, 1], vec![0, 1, 2])]);
        assert_eq!(found(from_ref(&state), &[others, came.clone()]), []);
        // One move alone may be by chance.
        assert_eq!(found(&[state[1..].to_vec()], &[came[1..].to_vec(), went[1..].to_vec()]), []);
        // A month that tells nothing is none in which it adds up.
        let later = vec![None, Some([4].as_slice()), Some([].as_slice())];
        assert_eq!(found(&[state], &[went, later]), [([0, 1, 0], vec![1, 2])]);
    }

    #[test]
    fn who_came_twice_does_not_add_up_and_the_other_months_do() {
        // Ten come, one of them twice, and ten go; then one comes. Nine of those there are nearly all of them, and add up in the second month.
        let (before, now, then): (Vec<u32>, Vec<u32>, Vec<u32>) = ((0..10).collect(), (10..20).collect(), (10..21).collect());
        let came: Vec<u32> = (10..20).chain([19]).collect();
        let state = |skip: usize| vec![[Some(&now[skip..]), Some(&before[..])], [Some(&then[skip..]), Some(&now[skip..])]];
        let events = [vec![Some(&came[..]), Some(&then[10..])], vec![Some(&before[..]), Some(&[][..])]];
        assert_eq!(found(&[state(1), state(0)], &events), [([1, 0, 1], vec![1])]);
    }

    #[test]
    fn a_state_in_which_nobody_moves_tells_nothing() {
        let state = vec![[Some([1, 2].as_slice()), Some([1, 2].as_slice())]];
        assert_eq!(found(&[state], &[vec![Some([3].as_slice())], vec![Some([3].as_slice())]]), []);
    }

    #[test]
    fn lists_are_apart_by_what_one_has_alone() {
        assert_eq!(apart(&[1, 2, 4], &[2, 3]), [vec![1, 4], vec![3]]);
        assert_eq!((absent(&[1, 3], &[2, 3]), absent(&[], &[1])), (1, 0));
    }
}
