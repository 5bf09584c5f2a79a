//! The rows of a month's tables, before they are frames: one pass over all histories.
//!
//! A month is asked for several times in one run (another authority, a breakdown, a check
//! of cohorts), so what was collected is kept.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::distance::Location;
use super::history::History;
use super::timeline::Timeline;
use super::{adoptions, flows, looked_after, missing, periods, placements};
use crate::calendar::Month;
use crate::extracts::Child;

/// The rows of one month.
#[derive(Default)]
pub struct Rows {
    /// Children looked after on the last day.
    pub looked_after: Vec<looked_after::Row>,
    /// Where they live, once somebody asks.
    pub located: OnceLock<Vec<Location>>,
    /// Children looked after on some day of the 12 months.
    pub during: Vec<Child>,
    /// Periods of care of the 12 months.
    pub periods: Vec<periods::Row>,
    /// Placements of the 12 months.
    pub placements: Vec<placements::Row>,
    /// Starts in the 12 months.
    pub starts: Vec<flows::Row>,
    /// Ends in the 12 months.
    pub ceased: Vec<flows::Row>,
    /// Adoptions in the 36 months.
    pub adoptions: Vec<adoptions::Adoption>,
    /// Moves to adopters in the 12 months.
    pub moves: Vec<adoptions::Move>,
}

/// Which rows are collected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds {
    /// Children looked after on the last day.
    pub looked_after: bool,
    during: bool,
    periods: bool,
    placements: bool,
    starts: bool,
    ceased: bool,
    adoptions: bool,
    moves: bool,
}

impl Kinds {
    /// Those that tables need.
    pub fn of<'a>(tables: impl Iterator<Item = &'a str>) -> Self {
        let mut kinds = Kinds::default();
        for table in tables {
            match table {
                "looked_after" | "health" | "reviews" => kinds.looked_after = true,
                "looked_after_in_year" | "missing_incidents" => kinds.during = true,
                "periods_of_care" => kinds.periods = true,
                "placements" => kinds.placements = true,
                "starts" => kinds.starts = true,
                "ceased" => kinds.ceased = true,
                "adoptions" => kinds.adoptions = true,
                "adoptive_moves" => kinds.moves = true,
                _ => {}
            }
        }
        kinds
    }

    fn with(self, other: Self) -> Self {
        Kinds {
            looked_after: self.looked_after || other.looked_after,
            during: self.during || other.during,
            periods: self.periods || other.periods,
            placements: self.placements || other.placements,
            starts: self.starts || other.starts,
            ceased: self.ceased || other.ceased,
            adoptions: self.adoptions || other.adoptions,
            moves: self.moves || other.moves,
        }
    }
}

/// What was collected so far, by month.
#[derive(Default)]
pub struct Collected(Mutex<BTreeMap<Month, (Kinds, Arc<Rows>)>>);

impl Collected {
    /// The rows of a month, with at least these kinds.
    pub fn of(&self, history: &History<'_>, month: Month, kinds: Kinds) -> Arc<Rows> {
        let kept = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept().get(&month).cloned();
        let kinds = match known {
            Some((made, rows)) if made.with(kinds) == made => return rows,
            Some((made, _)) => made.with(kinds),
            None => kinds,
        };
        let rows = Arc::new(collect(history, month, kinds));
        kept().insert(month, (kinds, rows.clone()));
        rows
    }
}

fn collect(history: &History<'_>, month: Month, kinds: Kinds) -> Rows {
    let mut rows = Rows::default();
    if kinds == Kinds::default() {
        return rows;
    }
    let seen = history.seen(month);
    let mut timeline = Timeline::default();
    for child in 0..history.children() {
        timeline.fill(&history.episodes, child, seen);
        if timeline.episodes.is_empty() {
            continue;
        }
        let adult = history.adult[child as usize];
        if kinds.looked_after {
            looked_after::collect(&timeline, child, adult, month, &mut rows.looked_after);
        }
        if kinds.during {
            missing::collect(&timeline, child, adult, month, &mut rows.during);
        }
        if kinds.periods {
            periods::collect(&timeline, child, month, &mut rows.periods);
        }
        if kinds.placements {
            placements::collect(&timeline, child, history, month, &mut rows.placements);
        }
        if kinds.starts {
            flows::collect_start(&timeline, child, history, month, &mut rows.starts);
        }
        if kinds.ceased {
            flows::collect_end(&timeline, child, month, &mut rows.ceased);
        }
        if kinds.adoptions {
            adoptions::collect(&timeline, child, history, month, &mut rows.adoptions);
        }
        if kinds.moves {
            adoptions::collect_move(&timeline, child, month, &mut rows.moves);
        }
    }
    rows
}
