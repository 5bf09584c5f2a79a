//! Some children of one kind instead of as many of another, where what is shown stays as it is.
//!
//! Takes kinds of children, gives the numbers that are the same with all of these exchanges. Quick, and no proof: what is left may have
//! others all the same.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::children::{differences, less, moved};
use super::model::{Bounds, MOST};
use super::overlaps::{Kind, Overlaps, Ranges, Step};
use super::search::Moves;

/// So many exchanges are tried for a number.
const TRIED: usize = 5000;
/// For a step so many that change back what is shown are looked at.
const LIKE_IT: usize = 20;
/// Of fewer kinds than these one may be any other.
const FEW: usize = 500;

/// Exchanges of children.
pub struct Exchanges<'a> {
    of: &'a Overlaps,
    ranges: &'a Ranges,
    /// What is shown of each kind as one number: what adds up to the same is looked at once more.
    shown: Vec<u64>,
    /// The kinds of which the same is shown.
    alike: HashMap<u64, Vec<usize>>,
    /// All steps, by what they change of what is shown, and by their kinds; worked out where they are asked for.
    steps: OnceCell<Steps>,
}

/// Steps by what they are looked for by, in order of that.
struct Steps {
    by_change: Vec<(u64, Step)>,
    of_kind: Vec<(usize, Step)>,
}

/// The steps with a key.
fn with<K: Ord + Copy>(steps: &[(K, Step)], key: K) -> impl Iterator<Item = Step> {
    let first = steps.partition_point(|(other, _)| *other < key);
    steps[first..].iter().take_while(move |(other, _)| *other == key).map(|(_, step)| *step)
}

/// How far below and above its number each cell can be.
pub type Room = BTreeMap<usize, (i64, i64)>;

impl<'a> Exchanges<'a> {
    /// Of these kinds, where each number may differ so much.
    pub fn of(of: &'a Overlaps, ranges: &'a Ranges) -> Self {
        let shown = |kind: &Kind| -> u64 {
            let shown = kind.moves.iter().filter(|(cell, _)| ranges.get(cell) == Some(&(0, 0)));
            shown.fold(0, |sum, (cell, by)| sum.wrapping_add(mixed(*cell as u64).wrapping_mul(*by as u64)))
        };
        let shown: Vec<u64> = of.kinds.iter().map(shown).collect();
        let mut alike: HashMap<u64, Vec<usize>> = HashMap::new();
        shown.iter().enumerate().for_each(|(kind, shown)| alike.entry(*shown).or_default().push(kind));
        Exchanges { of, ranges, shown, alike, steps: OnceCell::new() }
    }

    /// Those of some cells for which no exchange was found that makes them another number, so far away; and the exchanges that were found for
    /// the others.
    pub fn without(&self, asked: &[usize], width: i64) -> (Vec<usize>, Vec<Moves>) {
        let mut room: Room = asked.iter().map(|cell| (*cell, (0, 0))).collect();
        let mut found = Vec::new();
        let mut counted_in: HashMap<usize, Vec<usize>> = HashMap::new();
        for (kind, cell) in
            self.of.kinds.iter().enumerate().flat_map(|(at, kind)| kind.moves.iter().map(move |(cell, _)| (at, *cell)))
        {
            if room.contains_key(&cell) {
                counted_in.entry(cell).or_default().push(kind);
            }
        }
        let mut finds = |cell: usize| {
            let kinds = counted_in.get(&cell).map_or([].as_slice(), Vec::as_slice);
            let mut looks = |exchanges: &mut dyn Iterator<Item = Vec<Step>>| {
                self.look_through(cell, exchanges, (&mut room, &mut found), width)
            };
            looks(&mut self.one(cell, kinds)) || looks(&mut self.two(cell, kinds))
        };
        let without = asked.iter().copied().filter(|cell| !finds(*cell)).collect();
        (without, found)
    }

    /// The cheapest of what lets a cell be so far from its number with one exchange, once it is hidden: what each cell costs that is another
    /// number by so much; nothing of one that must stay as it is.
    pub fn cheapest(&self, cell: usize, width: i64, cost: &dyn Fn(usize, i64) -> Option<u64>) -> Option<BTreeSet<usize>> {
        let kinds = self.of.kinds.iter().enumerate().filter(|(_, kind)| moved(&kind.moves, cell) != 0);
        let mut steps: Vec<Step> = kinds.flat_map(|(kind, _)| with(&self.all_steps().of_kind, kind)).collect();
        steps.sort_unstable();
        steps.dedup();
        let mut cheapest: Option<(u64, Vec<usize>)> = None;
        for (step, by) in steps.into_iter().map(|step| (step, self.moves(step, cell).abs())).filter(|(_, by)| *by != 0) {
            let most = cheapest.as_ref().map_or(u64::MAX, |(sum, _)| *sum);
            let found = self.price(step, (width + by - 1) / by, most, cost);
            cheapest = cheapest.into_iter().chain(found).min();
        }
        cheapest.map(|(_, hide)| hide.into_iter().collect())
    }

    /// What is to be hidden for a step that is taken so many times, and what that costs; nothing where it costs more than the most.
    fn price(&self, step: Step, times: i64, most: u64, cost: &dyn Fn(usize, i64) -> Option<u64>) -> Option<(u64, Vec<usize>)> {
        let (one, other) = (&self.of.kinds[step.0], &self.of.kinds[step.1]);
        if one.many < times {
            return None;
        }
        let (mut sum, mut hide) = (0, Vec::new());
        for (cell, by) in differences(&other.moves, &one.moves) {
            let (least, most_by) = self.range(cell);
            if !(least..=most_by).contains(&(by * times)) {
                sum += cost(cell, by * times)?;
                hide.push(cell);
                (sum <= most).then_some(())?;
            }
        }
        Some((sum, hide))
    }

    /// How far a cell can be from its number.
    fn range(&self, cell: usize) -> Bounds {
        self.ranges.get(&cell).copied().unwrap_or((-MOST, MOST))
    }

    /// Looks at exchanges until a cell can be far enough from its number.
    fn look_through(
        &self,
        cell: usize,
        exchanges: &mut dyn Iterator<Item = Vec<Step>>,
        (room, found): (&mut Room, &mut Vec<Moves>),
        width: i64,
    ) -> bool {
        let of_cell = |room: &Room| room.get(&cell).map_or(0, |room| room.0 + room.1);
        of_cell(room) >= width
            || exchanges.take(TRIED).any(|steps| {
                let before = of_cell(room);
                let moves = self.look_at(&steps, room, width);
                if of_cell(room) > before {
                    found.push(moves);
                }
                of_cell(room) >= width
            })
    }

    /// One of the kinds of a cell for another, or another for one of these.
    fn one(&self, cell: usize, kinds: &[usize]) -> impl Iterator<Item = Vec<Step>> {
        let alike = |kind: usize| self.alike.get(&self.shown[kind]).into_iter().flatten().copied();
        let pairs = kinds.iter().flat_map(move |kind| alike(*kind).flat_map(move |other| [(*kind, other), (other, *kind)]));
        pairs.filter(move |step| self.of.kinds[step.0].many > 0 && self.moves(*step, cell) != 0).map(|step| vec![step])
    }

    /// Two for two others, each a step, the one of which changes the cell.
    fn two(&self, cell: usize, kinds: &[usize]) -> impl Iterator<Item = Vec<Step>> {
        let steps = kinds.iter().flat_map(|kind| with(&self.all_steps().of_kind, *kind));
        let steps = steps.filter(move |step| self.change(*step) != 0 && self.moves(*step, cell) != 0);
        steps.flat_map(move |step| {
            let others = with(&self.all_steps().by_change, self.change(step).wrapping_neg()).take(LIKE_IT);
            let is_another = move |other: &Step| self.moves(step, cell) + self.moves(*other, cell) != 0;
            others.filter(is_another).map(move |other| vec![step, other])
        })
    }

    fn all_steps(&self) -> &Steps {
        self.steps.get_or_init(|| {
            let there = self.of.there();
            let is_one = |(less, more): &Step| less != more && (there < FEW || less.max(more) + 1 == there);
            let one_another = (0..there).flat_map(|less| (0..there).map(move |more| (less, more))).filter(is_one);
            let all: Vec<Step> = self.of.steps.iter().copied().chain(one_another).collect();
            let mut by_change: Vec<(u64, Step)> = all.iter().map(|step| (self.change(*step), *step)).collect();
            let mut of_kind: Vec<(usize, Step)> = all.iter().flat_map(|step| [(step.0, *step), (step.1, *step)]).collect();
            by_change.sort_by_key(|(change, _)| *change);
            of_kind.sort_by_key(|(kind, _)| *kind);
            Steps { by_change, of_kind }
        })
    }

    /// By how much a step changes what is shown.
    fn change(&self, (less, more): Step) -> u64 {
        self.shown[more].wrapping_sub(self.shown[less])
    }

    /// By how much a step changes a cell.
    fn moves(&self, (less, more): Step, cell: usize) -> i64 {
        moved(&self.of.kinds[more].moves, cell) - moved(&self.of.kinds[less].moves, cell)
    }

    /// Remembers how far cells are from their numbers with some steps, as often as they can be taken; gives what that changes.
    fn look_at(&self, steps: &[Step], room: &mut Room, width: i64) -> Moves {
        let kind = |at: usize| &self.of.kinds[at];
        let mut moves = Moves::new();
        for (at, (one, other)) in steps.iter().enumerate() {
            let (one, other) = (&kind(*one).moves, &kind(*other).moves);
            moves = if at == 0 { less(other, one) } else { less(&moves, &less(one, other)) };
        }
        let most = |(cell, by): &(usize, i64)| {
            let (least, most) = self.range(*cell);
            if *by > 0 { most / by } else { least / by }
        };
        let there = |(less, _): &Step| kind(*less).many / steps.iter().filter(|step| step.0 == *less).count() as i64;
        let times = moves.iter().map(most).chain(steps.iter().map(there)).min().unwrap_or(0).min(width);
        moves.iter_mut().for_each(|(_, by)| *by *= times.max(0));
        for (cell, by) in &moves {
            if let Some(room) = room.get_mut(cell) {
                let side = if *by > 0 { &mut room.1 } else { &mut room.0 };
                *side = by.abs().max(*side);
            }
        }
        moves
    }
}

/// A number made of another, so that sums of few are mostly different.
fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
