//! Health, wellbeing and offending: the oc2 row of each child continuously looked after.

use super::declared::{
    AGE_BAND, CHILD, DISABILITY, DeclaredTable, ETHNIC_GROUP, ETHNICITY, Kind, LEGAL_GROUP, NEED_GROUP, PLACEMENT_TYPE, SEX,
    SEX_GROUP, Time, column,
};
use super::frame::FrameBuilder;
use super::history::{self, ByChild, History};
use super::looked_after;
use super::rows::Kinds;
use super::{Month, people};
use crate::calendar::{Day, NO_DAY};
use crate::extracts::{Child, Extract, NO_CODE, NO_NUMBER};

/// One row for each child looked after on the last day, continuously for 12 months, with the latest oc2 extract's row where there is one.
pub(super) static TABLE: DeclaredTable = DeclaredTable {
    id: "health",
    about: "One row for each child looked after on the last day, continuously for 12 months, with the latest oc2 extract's row where there is one.",
    needs: &[
        "episodes.CHILD",
        "episodes.DECOM",
        "episodes.RNE",
        "episodes.LS",
        "episodes.PLACE",
        "episodes.DEC",
        "episodes.REC",
        "oc2.CHILD",
    ],
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
        PLACEMENT_TYPE,
        LEGAL_GROUP,
        NEED_GROUP,
        DISABILITY,
        column("has_row", Kind::YesNo, "Whether the extract has a row of the child.", &[]),
        column("health_assessment", Kind::YesNo, "Whether health assessments are up to date.", &["oc2.HEALTH_ASSESSMENT"]),
        column("teeth_check", Kind::YesNo, "Whether teeth were checked.", &["oc2.TEETH_CHECK"]),
        column("immunisations", Kind::YesNo, "Whether immunisations are up to date.", &["oc2.IMMUNISATIONS"]),
        column("health_check", Kind::YesNo, "Whether development checks are up to date.", &["oc2.HEALTH_CHECK"]),
        column("convicted", Kind::YesNo, "Whether convicted or cautioned.", &["oc2.CONVICTED"]),
        column("substance_misuse", Kind::YesNo, "Whether substance misuse was identified.", &["oc2.SUBSTANCE_MISUSE"]),
        column(
            "intervention_received",
            Kind::YesNo,
            "Whether an intervention for it was received.",
            &["oc2.INTERVENTION_RECEIVED"],
        ),
        column(
            "intervention_offered",
            Kind::YesNo,
            "INTERVENTION_OFFERED 1; empty without a value.",
            &["oc2.INTERVENTION_OFFERED"],
        ),
        column("sdq_score", Kind::Whole, "Total difficulties score; empty when there is none.", &["oc2.SDQ_SCORE"]),
    ]],
    noun: "children",
    nobody: "no child belongs to the cohort",
    time: Time::AsTheyStand,
    several: false,
    stay: true,
    collects: Kinds::LOOKED_AFTER,
    fill: |making, frame| {
        let cohort = collect(&making.rows.looked_after, making.history, making.month);
        frame.height(cohort.len());
        fill(&cohort, making.history, making.month, frame);
    },
};

/// One child of the cohort.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The child.
    pub child: Child,
    /// The record of oc2, if there is one.
    pub record: Option<usize>,
    /// Date of birth, the row's own before the header's.
    pub born: Day,
    /// The record of the episode open on the last day, and the placement's code.
    pub situation: (usize, u8),
}

/// The columns of flags, with their names in the table.
const FLAGS: &[(&str, &str)] = &[
    ("health_assessment", "HEALTH_ASSESSMENT"),
    ("teeth_check", "TEETH_CHECK"),
    ("immunisations", "IMMUNISATIONS"),
    ("health_check", "HEALTH_CHECK"),
    ("convicted", "CONVICTED"),
    ("substance_misuse", "SUBSTANCE_MISUSE"),
    ("intervention_received", "INTERVENTION_RECEIVED"),
    ("intervention_offered", "INTERVENTION_OFFERED"),
];

/// Of those looked after on E, the children in care since S12 or before.
pub fn collect(looked_after: &[looked_after::Row], history: &History<'_>, month: Month) -> Vec<Row> {
    let since = month.window_start(12);
    let found = history::extract(history.extracts, history.layouts, "oc2");
    let by_child = ByChild::new(found.map(|(records, _)| records), &history.extracts.children);
    let own = found.and_then(|(records, layout)| records.days(layout.column("DOB")?));
    let latest = found.and_then(|(records, _)| super::latest_month(records, history.file_month(month)));
    looked_after
        .iter()
        .filter(|row| row.care_start <= since)
        .map(|row| {
            let of_latest = |at: &usize| found.is_some_and(|(records, _)| records.month(*at) == latest);
            let record = by_child.of(row.child).find(of_latest).filter(|_| latest.is_some());
            let born = own.zip(record).map(|(days, at)| days[at]).filter(|day| *day != NO_DAY);
            Row {
                child: row.child,
                record,
                situation: (row.record, row.place),
                born: born.unwrap_or(history.born[row.child as usize]),
            }
        })
        .collect()
}

/// Fills the table's columns; a child without a row counts as not done.
pub fn fill(rows: &[Row], history: &History<'_>, month: Month, frame: &mut FrameBuilder<'_>) {
    people::fill_born(frame, history, rows.iter().map(|row| (row.child, row.born, month.last())));
    people::fill_situation(frame, history, rows.iter().map(|row| row.situation));
    frame.yes_no("has_row", rows.iter().map(|row| Some(row.record.is_some())));
    let Some((records, layout)) = history::extract(history.extracts, history.layouts, "oc2") else { return };
    for (name, column) in FLAGS {
        if let Some(codes) = layout.column(column).and_then(|at| records.codes(at)) {
            frame.yes_no(name, rows.iter().map(|row| flag(codes, row.record)));
        }
    }
    if let Some(scores) = layout.column("SDQ_SCORE").and_then(|at| records.integers(at)) {
        frame.whole("sdq_score", rows.iter().map(|row| row.record.map(|at| scores[at]).filter(|score| *score != NO_NUMBER)));
    }
}

fn flag(codes: &[u8], record: Option<usize>) -> Option<bool> {
    record.map(|at| codes[at]).filter(|code| *code != NO_CODE).map(|code| code == 1)
}

/// Records of the latest oc2 extract whose child is not in the cohort, and children of the
/// cohort without a record.
pub fn outside(rows: &[Row], records: &Extract, month: Month) -> (Vec<usize>, Vec<Child>) {
    let Some(latest) = super::latest_month(records, month) else { return (Vec::new(), Vec::new()) };
    let used: std::collections::HashSet<usize> = rows.iter().filter_map(|row| row.record).collect();
    let outside = (0..records.len()).filter(|at| records.month(*at) == Some(latest) && !used.contains(at)).collect();
    (outside, rows.iter().filter(|row| row.record.is_none()).map(|row| row.child).collect())
}
