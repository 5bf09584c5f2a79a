//! The rows of a month's tables, before they are frames: one pass over all histories.
//!
//! A month is asked for several times in one run (another authority, a breakdown, a check
//! of cohorts), so what was collected is kept.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::distance::Location;
use super::history::History;
use super::timeline::Timeline;
use super::{adoptions, came_back, flows, initial_health, looked_after, missing, periods, placements};
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
    /// Returns home in the 12 months before the last 12.
    pub went_home: Vec<came_back::Row>,
    /// Periods of care whose initial health assessment was due.
    pub assessed: Vec<initial_health::Row>,
}

/// Which rows are collected: a set, so that one pass serves all tables of a month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds(u16);

impl Kinds {
    /// None.
    pub const NOTHING: Kinds = Kinds(0);
    /// Children looked after on the last day.
    pub const LOOKED_AFTER: Kinds = Kinds(1 << 0);
    /// Children looked after on some day of the 12 months.
    pub const DURING: Kinds = Kinds(1 << 1);
    /// Periods of care of the 12 months.
    pub const PERIODS: Kinds = Kinds(1 << 2);
    /// Placements of the 12 months.
    pub const PLACEMENTS: Kinds = Kinds(1 << 3);
    /// Starts in the 12 months.
    pub const STARTS: Kinds = Kinds(1 << 4);
    /// Ends in the 12 months.
    pub const CEASED: Kinds = Kinds(1 << 5);
    /// Adoptions in the 36 months.
    pub const ADOPTIONS: Kinds = Kinds(1 << 6);
    /// Moves to adopters in the 12 months.
    pub const MOVES: Kinds = Kinds(1 << 7);
    /// Returns home in the 12 months before the last 12.
    pub const WENT_HOME: Kinds = Kinds(1 << 8);
    /// Periods of care whose initial health assessment was due.
    pub const ASSESSED: Kinds = Kinds(1 << 9);

    /// These and others.
    pub const fn with(self, other: Self) -> Self {
        Kinds(self.0 | other.0)
    }

    /// Whether all of others are among these.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
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
            Some((made, rows)) if made.has(kinds) => return rows,
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
    if kinds == Kinds::NOTHING {
        return rows;
    }
    let seen = history.seen(month);
    let mut timeline = Timeline { supposed: history.supposed, ..Timeline::default() };
    let all = 0..history.children();
    let children: Box<dyn Iterator<Item = Child>> = match &history.only {
        Some(only) => Box::new(only.iter().copied()),
        None => Box::new(all),
    };
    for child in children {
        timeline.fill(&history.episodes, child, seen);
        if timeline.episodes.is_empty() {
            continue;
        }
        let adult = history.adult[child as usize];
        if kinds.has(Kinds::LOOKED_AFTER) {
            looked_after::collect(&timeline, child, adult, month, &mut rows.looked_after);
        }
        if kinds.has(Kinds::DURING) {
            missing::collect(&timeline, child, adult, month, &mut rows.during);
        }
        if kinds.has(Kinds::PERIODS) {
            periods::collect(&timeline, child, month, &mut rows.periods);
        }
        if kinds.has(Kinds::PLACEMENTS) {
            placements::collect(&timeline, child, history, month, &mut rows.placements);
        }
        if kinds.has(Kinds::STARTS) {
            flows::collect_start(&timeline, child, history, month, &mut rows.starts);
        }
        if kinds.has(Kinds::CEASED) {
            flows::collect_end(&timeline, child, month, &mut rows.ceased);
        }
        if kinds.has(Kinds::ADOPTIONS) {
            adoptions::collect(&timeline, child, history, month, &mut rows.adoptions);
        }
        if kinds.has(Kinds::MOVES) {
            adoptions::collect_move(&timeline, child, month, &mut rows.moves);
        }
        if kinds.has(Kinds::WENT_HOME) {
            came_back::collect(&timeline, child, history, month, &mut rows.went_home);
        }
        if kinds.has(Kinds::ASSESSED) {
            initial_health::collect(&timeline, child, history, month, &mut rows.assessed);
        }
    }
    rows
}
