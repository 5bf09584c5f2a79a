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

/// A child's history as at a day.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
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
        self.mark_periods(episodes);
        for period in 0..self.periods.len() {
            self.mark_placements(episodes, period);
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

    /// The placement directly before another in the same period of care.
    pub fn placement_before(&self, placement: usize) -> Option<&Placement> {
        let period = self.placements.get(placement)?.period;
        self.placements.get(placement.checked_sub(1)?).filter(|before| before.period == period)
    }
}
