//! One child's history as at a day: episodes, periods of care, placements.
//!
//! Takes a child's episodes and the day E; gives what was so on E and nothing that
//! was not known then. The rules are those of the indicator library, "From episodes
//! to placements". A [`Timeline`] is filled again for each child, to spare memory.

use super::history::Episodes;
use crate::calendar::{Day, NO_DAY};
use crate::extracts::{Child, NO_CODE};

/// An episode as at E.
#[derive(Clone, Copy, Debug)]
pub struct Episode {
    /// Its record.
    pub record: usize,
    /// First day (DECOM).
    pub start: Day,
    /// Last day; none while open on E.
    pub end: Option<Day>,
    /// Why it ceased; [`NO_CODE`] while open on E.
    pub rec: u8,
    /// Its placement code.
    pub place: u8,
    /// The place of its period of care.
    pub period: usize,
    /// The place of its placement.
    pub placement: usize,
}

/// A period of care as at E.
#[derive(Clone, Copy, Debug)]
pub struct Period {
    /// Its first and last episode.
    pub first: usize,
    /// Its last episode.
    pub last: usize,
    /// First day (care start).
    pub start: Day,
    /// Whether the extracts hold the true start.
    pub start_known: bool,
    /// Whether its last episode ended care.
    pub ended: bool,
}

/// A placement as at E.
#[derive(Clone, Copy, Debug)]
pub struct Placement {
    /// Its first episode.
    pub first: usize,
    /// Its last episode, temporary moves that belong to it included.
    pub last: usize,
    /// The place of its period of care.
    pub period: usize,
    /// First day.
    pub start: Day,
    /// Last day; none while open on E.
    pub end: Option<Day>,
    /// Code of its latest episode that is not temporary; the temporary one where all are.
    pub place: u8,
    /// Its first episode with a code A3 to A6.
    pub first_adoptive: Option<usize>,
}

impl Placement {
    /// Whether it overlaps the window that begins with `from` and ends with E.
    pub fn overlaps(&self, from: Day) -> bool {
        self.end.is_none_or(|end| end > from)
    }
}

/// What is supposed of care that began before the extracts, to see what hangs on its start.
#[derive(Clone, Copy, Debug, Default)]
pub struct Supposed {
    /// The day it began, where that is before the first day known; as known where none is given.
    pub care: Option<Day>,
    /// Whether the first placement, and what is known to have begun before, began on that day too.
    pub stays: bool,
    /// Whether there were many placements before the first one known.
    pub moves: bool,
}

/// So many placements are supposed, where many are: more than any condition asks for.
const MANY: i32 = 1000;

/// A child's history as at a day.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// What is supposed of its start; nothing in figures that are shown.
    pub supposed: Option<Supposed>,
    /// The first day known, where care began before it and is supposed to have begun earlier.
    pub(super) known_from: Option<Day>,
    /// Episodes that are no short breaks, in order of their start.
    pub episodes: Vec<Episode>,
    /// Periods of care.
    pub periods: Vec<Period>,
    /// Placements.
    pub placements: Vec<Placement>,
}

impl Timeline {
    /// Fills it with a child's history as at `e`.
    pub fn fill(&mut self, episodes: &Episodes<'_>, child: Child, e: Day) {
        self.episodes.clear();
        self.periods.clear();
        self.placements.clear();
        self.known_from = None;
        for record in episodes.of(child) {
            let start = episodes.decom[record];
            if start > e || episodes.short_break[usize::from(episodes.ls[record])] {
                continue;
            }
            let dec = episodes.dec[record];
            let ended = dec != NO_DAY && dec <= e;
            self.episodes.push(Episode {
                record,
                start,
                end: ended.then_some(dec),
                rec: if ended { episodes.rec[record] } else { NO_CODE },
                place: episodes.place[record],
                period: 0,
                placement: 0,
            });
        }
        self.end_with_care(episodes);
        self.mark_periods(episodes);
        for period in 0..self.periods.len() {
            self.mark_placements(episodes, period);
        }
        self.suppose(episodes);
        if episodes.listed && !self.supposed.is_some_and(|supposed| supposed.stays) {
            self.begin_unlisted_late(e);
        }
    }

    /// A list of one day does not tell where a child was before the placement of the day. Such a placement is no older than the day,
    /// unless it is supposed to have lasted since care began: the figures for which that makes a difference say how many there are.
    fn begin_unlisted_late(&mut self, e: Day) {
        let mut period = None;
        for placement in &mut self.placements {
            let first = period.replace(placement.period) != Some(placement.period);
            if first && placement.place == NO_CODE {
                placement.start = e;
            }
        }
    }

    /// Puts the supposed start in place of one that is not known.
    fn suppose(&mut self, rules: &Episodes<'_>) {
        let Some(Supposed { care: Some(day), stays, .. }) = self.supposed else { return };
        let (Some(period), Some(first)) = (self.periods.first_mut(), self.episodes.first_mut()) else { return };
        if period.start_known || day >= period.start {
            return;
        }
        period.start = day;
        self.known_from = Some(first.start);
        let began = rules.starts_placement[usize::from(rules.rne[first.record])];
        if stays && !began {
            first.start = day;
            if let Some(placement) = self.placements.first_mut() {
                placement.start = day;
            }
        }
    }

    /// Whether care began before the extracts in a period, and is supposed to have begun earlier.
    pub fn is_supposed(&self, period: usize) -> bool {
        period == 0 && self.known_from.is_some()
    }

    /// First day of the placement before another in the same period of care; its own where there is none.
    pub fn start_with_before(&self, placement: usize) -> Day {
        let own = &self.placements[placement];
        let supposed = self.supposed.filter(|supposed| supposed.stays && self.is_supposed(own.period));
        match (self.placement_before(placement), supposed.and_then(|supposed| supposed.care)) {
            // What is not listed began no earlier, as far as is known.
            (Some(before), _) => before.start.min(own.start),
            (None, Some(day)) => day.min(own.start),
            (None, None) => own.start,
        }
    }

    /// Placements that overlap the window from a day on, with those that are supposed.
    pub fn placements_since(&self, since: Day) -> i32 {
        let known = self.placements.iter().filter(|placement| placement.overlaps(since)).count() as i32;
        let hidden = self.supposed.is_some_and(|supposed| supposed.moves) && self.known_from.is_some_and(|from| from > since);
        if hidden { known + MANY } else { known }
    }

    /// First day under a legal status of an episode: before the first one known where that changed the placement alone.
    pub fn legal_start(&self, rules: &Episodes<'_>, at: usize) -> Day {
        let episode = &self.episodes[at];
        let before = at == 0 && self.is_supposed(0) && !rules.starts_legal[usize::from(rules.rne[episode.record])];
        let supposed = self.supposed.filter(|supposed| before && supposed.stays).and_then(|supposed| supposed.care);
        supposed.map_or(episode.start, |day| day.min(episode.start))
    }

    /// Care that an episode ended is over for those that began before it too: one left open, or with an end
    /// after that day, lasts until then. The child would be looked after and have ceased at once.
    fn end_with_care(&mut self, rules: &Episodes<'_>) {
        let mut over: Option<Day> = None;
        for episode in self.episodes.iter_mut().rev() {
            if let Some(over) = over.filter(|over| episode.end.is_none_or(|end| end > *over)) {
                episode.end = Some(over);
            }
            if let Some(end) = episode.end.filter(|_| rules.ends_care[usize::from(episode.rec)]) {
                // An end before its own beginning ends nothing earlier than that.
                let end = end.max(episode.start);
                over = Some(over.map_or(end, |over| over.min(end)));
            }
        }
    }

    fn mark_periods(&mut self, rules: &Episodes<'_>) {
        for at in 0..self.episodes.len() {
            let episode = self.episodes[at];
            let starts = rules.starts_care[usize::from(rules.rne[episode.record])];
            let before_ended = self.periods.last().is_some_and(|period| period.ended);
            if at == 0 || starts || before_ended {
                self.periods.push(Period {
                    first: at,
                    last: at,
                    start: episode.start,
                    start_known: starts || at > 0,
                    ended: false,
                });
            }
            let period = self.periods.len() - 1;
            self.episodes[at].period = period;
            if let Some(open) = self.periods.last_mut() {
                open.last = at;
                open.ended = rules.ends_care[usize::from(episode.rec)];
            }
        }
    }

    fn mark_placements(&mut self, rules: &Episodes<'_>, period: usize) {
        let Period { first, last, ended, .. } = self.periods[period];
        let temporary = |episode: &Episode| rules.classes[usize::from(episode.place)].temporary;
        let mut at = first;
        let mut starts_anew = true;
        while at <= last {
            if !temporary(&self.episodes[at]) {
                let new = starts_anew || rules.starts_placement[usize::from(rules.rne[self.episodes[at].record])];
                self.extend_placement(rules, period, at, new);
                starts_anew = false;
                at += 1;
                continue;
            }
            let mut end = at;
            while end < last && temporary(&self.episodes[end + 1]) {
                end += 1;
            }
            let ends_care = end == last && ended;
            let open = end == last && self.episodes[end].end.is_none();
            let returns =
                end < last && at > first && Episodes::same_place(self.episodes[at - 1].place, self.episodes[end + 1].place);
            let belongs = at > first && !ends_care && (open || returns);
            for run in at..=end {
                self.extend_placement(rules, period, run, !belongs && run == at);
            }
            if belongs && end < last {
                // The return itself is no new placement, whatever its RNE.
                self.extend_placement(rules, period, end + 1, false);
                end += 1;
            } else {
                starts_anew = true;
            }
            at = end + 1;
        }
    }

    fn extend_placement(&mut self, rules: &Episodes<'_>, period: usize, at: usize, new: bool) {
        let episode = self.episodes[at];
        if new {
            self.placements.push(Placement {
                first: at,
                last: at,
                period,
                start: episode.start,
                end: episode.end,
                place: episode.place,
                first_adoptive: None,
            });
        }
        let placement = self.placements.len() - 1;
        self.episodes[at].placement = placement;
        let class = rules.classes[usize::from(episode.place)];
        let place = &mut self.placements[placement];
        place.last = at;
        if !new {
            // Open as long as any of its episodes is.
            place.end = place.end.and_then(|end| episode.end.map(|other| other.max(end)));
        }
        if !class.temporary {
            place.place = episode.place;
        }
        if class.adoptive && place.first_adoptive.is_none() {
            place.first_adoptive = Some(at);
        }
    }

    /// The episode open on E; of several the one that began last.
    pub fn open(&self) -> Option<&Episode> {
        self.episodes.iter().rev().find(|episode| episode.end.is_none())
    }

    /// The day a period of care ended, with the reason; nothing while it goes on.
    pub fn ended(&self, period: usize) -> Option<(Day, u8)> {
        let period = self.periods.get(period).filter(|period| period.ended)?;
        let last = self.episodes.get(period.last)?;
        Some((last.end?, last.rec))
    }

    /// The record of the latest episode that has a placement's code.
    pub fn record_of_place(&self, placement: &Placement) -> usize {
        let episodes = &self.episodes[placement.first..=placement.last];
        let of_code = episodes.iter().rev().find(|episode| episode.place == placement.place);
        of_code.map_or(self.episodes[placement.last].record, |episode| episode.record)
    }

    /// The placement directly before another in the same period of care.
    pub fn placement_before(&self, placement: usize) -> Option<&Placement> {
        let period = self.placements.get(placement)?.period;
        self.placements.get(placement.checked_sub(1)?).filter(|before| before.period == period)
    }
}
