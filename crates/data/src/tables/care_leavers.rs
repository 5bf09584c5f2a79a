//! Care leavers: the rows of the latest oc3 extract not after the month.

use super::declared::{
    ACCOMMODATION, AGE_BAND, CHILD, DeclaredTable, EPISODES, ETHNIC_GROUP, ETHNICITY, Kind, SEX, SEX_GROUP, Time, column,
};
use super::frame::FrameBuilder;
use super::history::{self, History};
use super::rows::Kinds;
use super::timeline::Timeline;
use super::{Month, people};
use crate::calendar::{self, Day, NO_DAY};
use crate::extracts::{Child, NO_CODE};

/// One row for each young person of the latest oc3 extract not after the month, leaving out those who died or returned home.
pub(super) static TABLE: DeclaredTable = DeclaredTable {
    id: "care_leavers",
    about: "One row for each young person of the latest oc3 extract not after the month, leaving out those who died or returned home.",
    needs: &["oc3.CHILD", "oc3.IN_TOUCH"],
    columns: &[&[
        CHILD,
        column(
            "age",
            Kind::Whole,
            "Age in completed years on the last day, by the row's own date of birth or else the header's.",
            &[],
        ),
        SEX,
        ETHNICITY,
        SEX_GROUP,
        AGE_BAND,
        ETHNIC_GROUP,
        column("in_touch", Kind::Code("oc3", "IN_TOUCH"), "Whether the authority is in touch.", &[]),
        column("activity", Kind::Code("oc3", "ACTIV"), "Main activity.", &["oc3.ACTIV"]),
        column("accommodation", Kind::Code("oc3", "ACCOM"), "Accommodation with its suitability.", &["oc3.ACCOM"]),
        column(
            "accommodation_kind",
            Kind::Words(ACCOMMODATION),
            "The letter of the accommodation; `0` where none is given.",
            &["oc3.ACCOM"],
        ),
        column("suitable", Kind::YesNo, "Whether the accommodation is suitable (its code ends in 1).", &["oc3.ACCOM"]),
        column(
            "left_foster_care_at_18",
            Kind::YesNo,
            "Whether the last period of care ended on or after the 18th birthday from a placement with code U1 to U6.",
            EPISODES,
        ),
    ]],
    noun: "care leavers",
    nobody: "no care leaver belongs to the cohort",
    time: Time::AsTheyStand,
    several: false,
    stay: true,
    collects: Kinds::NOTHING,
    fill: |making, frame| {
        let leavers = collect(making.history, making.month);
        frame.height(leavers.len());
        fill(&leavers, making.history, making.month, frame);
    },
};

/// One young person.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The young person.
    pub child: Child,
    /// The record of oc3.
    pub record: usize,
    /// Date of birth, the row's own before the header's.
    pub born: Day,
}

/// The rows of the month's cohort, of any age.
pub fn collect(history: &History<'_>, month: Month) -> Vec<Row> {
    let Some((records, layout)) = history::extract(history.extracts, history.layouts, "oc3") else { return Vec::new() };
    let Some(latest) = super::latest_month(records, history.file_month(month)) else { return Vec::new() };
    let left_out = history::class(Some(layout), "IN_TOUCH", &["DIED", "RHOM"]);
    let in_touch = layout.column("IN_TOUCH").and_then(|at| records.codes(at));
    let own = layout.column("DOB").and_then(|at| records.days(at));
    (0..records.len())
        .filter(|record| records.month(*record) == Some(latest))
        .filter(|record| !in_touch.is_some_and(|codes| left_out[usize::from(codes[*record])]))
        .map(|record| {
            let child = records.child[record];
            let own = own.map_or(NO_DAY, |days| days[record]);
            Row { child, record, born: if own == NO_DAY { history.born[child as usize] } else { own } }
        })
        .collect()
}

/// Fills the table's columns.
pub fn fill(rows: &[Row], history: &History<'_>, month: Month, frame: &mut FrameBuilder<'_>) {
    let e = month.last();
    people::fill_born(frame, history, rows.iter().map(|row| (row.child, row.born, e)));
    let Some((records, layout)) = history::extract(history.extracts, history.layouts, "oc3") else { return };
    let column = |name: &str| layout.column(name).and_then(|at| records.codes(at));
    for (name, codes) in [("in_touch", column("IN_TOUCH")), ("activity", column("ACTIV")), ("accommodation", column("ACCOM"))] {
        if let Some(codes) = codes {
            frame.codes(name, rows.iter().map(|row| codes[row.record]));
        }
    }
    if let Some(codes) = column("ACCOM") {
        let kinds = Accommodation::new(layout);
        frame.codes("accommodation_kind", rows.iter().map(|row| kinds.letter[usize::from(codes[row.record])]));
        frame.yes_no("suitable", rows.iter().map(|row| kinds.suitable[usize::from(codes[row.record])]));
    }
    if frame.wants("left_foster_care_at_18") {
        let mut timeline = Timeline::default();
        let left: Vec<Option<bool>> =
            rows.iter().map(|row| Some(left_foster_care_at_18(history, *row, history.seen(month), &mut timeline))).collect();
        frame.yes_no("left_foster_care_at_18", left.into_iter());
    }
}

/// By code of ACCOM, the place of its letter and whether it is suitable.
struct Accommodation {
    letter: [u8; 256],
    suitable: [Option<bool>; 256],
}

impl Accommodation {
    fn new(layout: &crate::definitions::Layout) -> Self {
        let mut kinds = Accommodation { letter: [0; 256], suitable: [None; 256] };
        let codes = layout.column("ACCOM").map(|at| layout.columns[at].codes.as_slice());
        for (at, code) in codes.unwrap_or_default().iter().enumerate() {
            let letter = ACCOMMODATION.iter().position(|letter| code.code.starts_with(letter));
            kinds.letter[at] = letter.map_or(0, |at| at as u8);
            kinds.suitable[at] = match code.code.as_bytes() {
                [_, b'1'] => Some(true),
                [_, b'2'] => Some(false),
                _ => None,
            };
        }
        debug_assert_eq!(kinds.suitable[usize::from(NO_CODE)], None);
        kinds
    }
}

fn left_foster_care_at_18(history: &History<'_>, row: Row, e: Day, timeline: &mut Timeline) -> bool {
    if row.born == NO_DAY {
        return false;
    }
    timeline.fill(&history.episodes, row.child, e);
    let Some(last) = timeline.periods.last().filter(|period| period.ended) else { return false };
    let episode = &timeline.episodes[last.last];
    let placement = &timeline.placements[episode.placement];
    let foster = history.episodes.classes[usize::from(placement.place)].foster;
    foster && episode.end.is_some_and(|end| end >= calendar::birthday(row.born, 18))
}
