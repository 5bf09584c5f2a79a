//! Children adopted, and children who moved in with adopters.

use super::frame::FrameBuilder;
use super::history::{self, ByChild, History};
use super::timeline::{Placement, Timeline};
use super::{Month, people};
use crate::calendar::{Day, NO_DAY};
use crate::extracts::Child;

/// One child adopted in the 36 months.
#[derive(Clone, Copy, Debug)]
pub struct Adoption {
    /// The child.
    pub child: Child,
    /// The day of adoption.
    pub adopted: Day,
    /// First day of the final period of care.
    pub care_start: Day,
    /// Whether that is the true start.
    pub care_start_known: bool,
    /// First day of the adoptive placement.
    pub placement_start: Day,
    /// First day of it with a code A3 to A6.
    pub moved_in: Option<Day>,
    /// Whether that code says that the foster carer adopts.
    pub foster_carer: bool,
    /// First day under a placement or freeing order.
    pub order: Option<Day>,
}

/// One child who moved in with adopters in the 12 months.
#[derive(Clone, Copy, Debug)]
pub struct Move {
    /// The child.
    pub child: Child,
    /// The day of moving in.
    pub moved_in: Day,
}

/// Adds the child's adoption in the 36 months, the last one.
pub fn collect(timeline: &Timeline, child: Child, history: &History<'_>, month: Month, rows: &mut Vec<Adoption>) {
    let since = month.window_start(36);
    let rules = &history.episodes;
    let last = timeline.periods.iter().rev().find_map(|period| {
        let episode = &timeline.episodes[period.last];
        let adopted = episode.end.filter(|end| *end >= since && rules.adopted[usize::from(episode.rec)])?;
        Some((period, episode, adopted))
    });
    let Some((period, episode, adopted)) = last else { return };
    let placement = &timeline.placements[episode.placement];
    let first_adoptive = placement.first_adoptive.map(|at| &timeline.episodes[at]);
    let episodes = &timeline.episodes[period.first..=period.last];
    rows.push(Adoption {
        child,
        adopted,
        care_start: period.start,
        care_start_known: period.start_known,
        placement_start: placement.start,
        moved_in: first_adoptive.map(|episode| episode.start),
        foster_carer: first_adoptive.is_some_and(|episode| rules.classes[usize::from(episode.place)].foster_carer_adopts),
        order: episodes.iter().find(|e| rules.placement_order[usize::from(rules.ls[e.record])]).map(|e| e.start),
    });
}

/// Adds the child's latest move to adopters in the 12 months.
pub fn collect_move(timeline: &Timeline, child: Child, month: Month, rows: &mut Vec<Move>) {
    let since = month.window_start(12);
    let moved_in = |placement: &Placement| Some(timeline.episodes[placement.first_adoptive?].start);
    let latest = timeline.placements.iter().filter_map(moved_in).filter(|day| *day >= since).max();
    rows.extend(latest.map(|moved_in| Move { child, moved_in }));
}

/// Fills the columns of `adoptions`.
pub fn fill(rows: &[Adoption], history: &History<'_>, month: Month, frame: &mut FrameBuilder<'_>) {
    people::fill(frame, history, rows.iter().map(|row| (row.child, row.adopted)));
    let e = month.last();
    let found = history::extract(history.extracts, history.layouts, "ad1");
    let by_child = ByChild::new(found.map(|(records, _)| records), &history.extracts.children);
    let record = |child: Child| by_child.of(child).next();
    let matches = found.and_then(|(records, layout)| records.days(layout.column("DATE_MATCH")?));
    let carers = found.and_then(|(records, layout)| records.codes(layout.column("FOSTER_CARE")?));
    let matched =
        |row: &Adoption| matches.zip(record(row.child)).map(|(days, at)| days[at]).filter(|day| *day != NO_DAY && *day <= e);
    let by_foster_carer =
        |row: &Adoption| row.foster_carer || carers.zip(record(row.child)).is_some_and(|(codes, at)| codes[at] == 1);
    let known_start = |row: &Adoption| row.care_start_known.then_some(row.care_start);

    frame.days("adopted", rows.iter().map(|row| Some(row.adopted)));
    frame.yes_no("adopted_this_year", rows.iter().map(|row| Some(row.adopted >= month.year_start())));
    frame.days("care_start", rows.iter().map(|row| Some(row.care_start)));
    frame.yes_no("care_start_known", rows.iter().map(|row| Some(row.care_start_known)));
    frame.days("placement_start", rows.iter().map(|row| Some(row.placement_start)));
    frame.days("moved_in", rows.iter().map(|row| row.moved_in));
    frame.days("placement_order", rows.iter().map(|row| row.order));
    frame.days("matched", rows.iter().map(matched));
    frame.whole("days_to_moving_in", rows.iter().map(|row| Some(row.moved_in? - known_start(row)?)));
    frame.whole(
        "days_to_family",
        rows.iter().map(|row| {
            let moved_in = row.moved_in?;
            let stops = if by_foster_carer(row) { row.placement_start } else { moved_in };
            Some(stops - known_start(row)?)
        }),
    );
    frame.whole(
        "days_order_to_match",
        rows.iter().map(|row| {
            row.moved_in?;
            Some((matched(row)? - row.order?).max(0))
        }),
    );
}

/// Fills the columns of `adoptive_moves`.
pub fn fill_moves(rows: &[Move], history: &History<'_>, frame: &mut FrameBuilder<'_>) {
    people::fill(frame, history, rows.iter().map(|row| (row.child, row.moved_in)));
    let found = history::extract(history.extracts, history.layouts, "placed_for_adoption");
    let by_child = ByChild::new(found.map(|(records, _)| records), &history.extracts.children);
    let decisions = found.and_then(|(records, layout)| records.days(layout.column("DATE_PLACED")?));
    let decided = |row: &Move| {
        let days = decisions?;
        by_child.of(row.child).map(|at| days[at]).filter(|day| *day != NO_DAY && *day <= row.moved_in).max()
    };
    frame.days("moved_in", rows.iter().map(|row| Some(row.moved_in)));
    frame.days("decided", rows.iter().map(decided));
    frame.whole("days_from_decision", rows.iter().map(|row| Some(row.moved_in - decided(row)?)));
}
