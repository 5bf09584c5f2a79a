//! Children adopted, and children who moved in with adopters.

use super::declared::{
    AGE_BAND, CHILD, DOB, DeclaredTable, EPISODES, ETHNIC_GROUP, ETHNICITY, Kind, SEX, SEX_GROUP, Time, column,
};
use super::frame::FrameBuilder;
use super::history::{self, ByChild, History};
use super::rows::Kinds;
use super::timeline::{Episode, Placement, Timeline};
use super::{Month, people};
use crate::calendar::{Day, NO_DAY};
use crate::extracts::Child;

/// One row for each child, adopted or not, who moved in with adopters in the 12 months: the latest such move.
pub(super) static MOVES: DeclaredTable = DeclaredTable {
    id: "adoptive_moves",
    about: "One row for each child, adopted or not, who moved in with adopters in the 12 months: the latest such move.",
    needs: EPISODES,
    columns: &[&[
        CHILD,
        column("age", Kind::Whole, "Age in completed years on moving in.", DOB),
        SEX,
        ETHNICITY,
        SEX_GROUP,
        AGE_BAND,
        ETHNIC_GROUP,
        column("moved_in", Kind::Day, "The day of moving in.", &[]),
        column("decided", Kind::Day, "The latest adoption decision on or before that day.", &["placed_for_adoption.DATE_PLACED"]),
        column("days_from_decision", Kind::Whole, "Days from that decision to moving in.", &["placed_for_adoption.DATE_PLACED"]),
    ]],
    noun: "children",
    nobody: "no child moved in with adopters after a known decision in the window",
    time: Time::OnDay("moved_in"),
    several: false,
    stay: false,
    collects: Kinds::MOVES,
    fill: |making, frame| {
        frame.height(making.rows.moves.len());
        fill_moves(&making.rows.moves, making.history, frame);
    },
};

/// One row for each child adopted in the 36 months.
pub(super) static ADOPTIONS: DeclaredTable = DeclaredTable {
    id: "adoptions",
    about: "One row for each child adopted in the 36 months.",
    needs: EPISODES,
    columns: &[&[
        CHILD,
        column("age", Kind::Whole, "Age in completed years on the day of adoption.", DOB),
        SEX,
        ETHNICITY,
        SEX_GROUP,
        AGE_BAND,
        ETHNIC_GROUP,
        column("adopted", Kind::Day, "The day of adoption.", &[]),
        column("adopted_this_year", Kind::YesNo, "Whether that day is on or after the last 1 April.", &[]),
        column("adopted_in_year", Kind::YesNo, "Whether that day lies in the 12 months.", &[]),
        column(
            "early_permanence",
            Kind::YesNo,
            "Whether the child lived with carers approved to adopt (U2 or U5) in the final period of care, before moving in.",
            &[],
        ),
        column("care_start", Kind::Day, "First day of the final period of care.", &[]),
        column("care_start_known", Kind::YesNo, "Whether the extracts hold that day.", &[]),
        column(
            "placement_start",
            Kind::Day,
            "First day of the adoptive placement, before it became adoptive where the foster carer adopts.",
            &[],
        ),
        column(
            "moved_in",
            Kind::Day,
            "First day of the adoptive placement with a code A3 to A6; empty when never placed for adoption.",
            &[],
        ),
        column("placement_order", Kind::Day, "First day under a placement or freeing order in the final period of care.", &[]),
        column(
            "decided",
            Kind::Day,
            "The latest adoption decision on or before moving in; on or before adoption where never placed for it.",
            &["placed_for_adoption.DATE_PLACED"],
        ),
        column("matched", Kind::Day, "The day of the match, where known by the last day.", &["ad1.DATE_MATCH"]),
        column("days_to_moving_in", Kind::Whole, "Days from care start to moving in; empty where either is not known.", &[]),
        column(
            "days_to_family",
            Kind::Whole,
            "The same, the clock stopping at placement start where the foster carer adopts.",
            &["ad1.FOSTER_CARE"],
        ),
        column(
            "days_order_to_match",
            Kind::Whole,
            "Days from placement order to match, 0 where matched before; empty where either is missing or the child was never placed for adoption.",
            &["ad1.DATE_MATCH"],
        ),
    ]],
    noun: "children",
    nobody: "no child adopted in the window belongs to the cohort",
    time: Time::OnDay("adopted"),
    several: false,
    stay: false,
    collects: Kinds::ADOPTIONS,
    fill: |making, frame| {
        frame.height(making.rows.adoptions.len());
        fill(&making.rows.adoptions, making.history, making.month, frame);
    },
};

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
    /// Whether an episode before moving in has the code U2 or U5.
    pub early: bool,
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
    let moved_in = first_adoptive.map(|episode| episode.start);
    let early = |e: &Episode| rules.classes[usize::from(e.place)].approved_to_adopt && moved_in.is_some_and(|day| e.start < day);
    rows.push(Adoption {
        child,
        adopted,
        care_start: period.start,
        care_start_known: period.start_known || history.supposes_starts(),
        placement_start: placement.start,
        moved_in,
        early: episodes.iter().any(early),
        foster_carer: first_adoptive.is_some_and(|episode| rules.classes[usize::from(episode.place)].foster_carer_adopts),
        order: episodes
            .iter()
            .position(|e| rules.placement_order[usize::from(rules.ls[e.record])])
            .map(|at| timeline.legal_start(rules, period.first + at)),
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
    frame.yes_no("adopted_in_year", rows.iter().map(|row| Some(row.adopted >= month.window_start(12))));
    frame.yes_no("early_permanence", rows.iter().map(|row| Some(row.early)));
    frame.days("care_start", rows.iter().map(|row| Some(row.care_start)));
    frame.yes_no("care_start_known", rows.iter().map(|row| Some(row.care_start_known)));
    frame.days("placement_start", rows.iter().map(|row| Some(row.placement_start)));
    frame.days("moved_in", rows.iter().map(|row| row.moved_in));
    frame.days("placement_order", rows.iter().map(|row| row.order));
    let decided = decisions(history);
    frame.days("decided", rows.iter().map(|row| decided(row.child, row.moved_in.unwrap_or(row.adopted))));
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

/// The latest decision for a child on or before a day.
fn decisions<'a>(history: &'a History<'_>) -> impl Fn(Child, Day) -> Option<Day> + 'a {
    let found = history::extract(history.extracts, history.layouts, "placed_for_adoption");
    let by_child = ByChild::new(found.map(|(records, _)| records), &history.extracts.children);
    let days = found.and_then(|(records, layout)| records.days(layout.column("DATE_PLACED")?));
    move |child, day| {
        let days = days?;
        by_child.of(child).map(|at| days[at]).filter(|decided| *decided != NO_DAY && *decided <= day).max()
    }
}

/// Fills the columns of `adoptive_moves`.
pub fn fill_moves(rows: &[Move], history: &History<'_>, frame: &mut FrameBuilder<'_>) {
    people::fill(frame, history, rows.iter().map(|row| (row.child, row.moved_in)));
    let decisions = decisions(history);
    let decided = |row: &Move| decisions(row.child, row.moved_in);
    frame.days("moved_in", rows.iter().map(|row| Some(row.moved_in)));
    frame.days("decided", rows.iter().map(decided));
    frame.whole("days_from_decision", rows.iter().map(|row| Some(row.moved_in - decided(row)?)));
}
