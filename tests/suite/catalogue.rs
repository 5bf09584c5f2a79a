//! The definitions as they stand: nothing missing, nothing twice.

use std::collections::BTreeSet;

use scorecard::definitions::{Feed, Sources};
use scorecard::job;
use scorecard::tables::schema::Schema;

use crate::support::{CATALOGUE, root};

/// The public ids: board-paper pipelines rely on them, so none may go or change.
const LIBRARY: &[&str] = &[
    "cla-count",
    "cla-rate",
    "cla-starts",
    "cla-ceased",
    "uasc-count",
    "returned-home",
    "sgo",
    "adopted-percent",
    "left-care-at-18",
    "adopted-count",
    "placements-three-or-more",
    "placement-stability",
    "placed-in-area",
    "placed-out-of-area",
    "placed-within-20-miles",
    "placed-over-20-miles",
    "placed-over-20-miles-outside",
    "residential-count",
    "residential-under-12-count",
    "foster-percent",
    "placement-breakdowns",
    "a1",
    "a10",
    "a2",
    "a3",
    "decision-to-placement",
    "health-assessments",
    "dental-checks",
    "health-and-dental",
    "immunisations",
    "development-checks",
    "sdq-completed",
    "sdq-average",
    "convicted",
    "convicted-count",
    "substance-misuse",
    "substance-support",
    "care-leavers-eet",
    "care-leavers-eet-19",
    "care-leavers-eet-21",
    "care-leavers-higher-education",
    "care-leavers-apprenticeship-or-work",
    "care-leavers-suitable-accommodation",
    "care-leavers-in-touch",
    "staying-put",
    "staying-put-count",
    "review-participation",
    "review-attendance",
    "reviews-on-time",
    "social-workers-three-or-more",
    "social-worker-changes",
    "missing-children",
    "missing-percent",
    "missing-episodes",
];

#[test]
fn every_public_indicator_is_there() {
    for id in LIBRARY {
        assert!(CATALOGUE.indicator(id).is_some(), "the indicator '{id}' is gone");
    }
}

#[test]
fn national_holds_every_indicator_once() {
    let national = CATALOGUE.scorecard("national").unwrap();
    let rows: Vec<String> = national
        .groups
        .iter()
        .flat_map(|group| &group.rows)
        .map(|row| match &row.feed {
            Feed::Indicator(id) => id.clone(),
            other => panic!("{}: {other:?}", row.id),
        })
        .collect();
    let once: BTreeSet<&str> = rows.iter().map(String::as_str).collect();
    assert_eq!(once.len(), rows.len());
    assert_eq!(once, CATALOGUE.indicators.iter().filter(|one| !one.local).map(|one| one.id.as_str()).collect());
}

#[test]
fn rows_have_what_a_board_asks_for() {
    for scorecard in &CATALOGUE.scorecards {
        for row in scorecard.groups.iter().flat_map(|group| &group.rows) {
            assert!(!row.source.trim().is_empty(), "{}: no source", row.id);
            assert!(!row.title.trim().is_empty(), "{}: no title", row.id);
        }
    }
}

#[test]
fn tables_need_only_columns_that_the_layouts_have() {
    let gaps = job::schema_gaps(&CATALOGUE.extracts).unwrap();
    assert!(gaps.is_empty(), "{gaps:?}");
    let tables = Schema::new(&CATALOGUE.extracts).unwrap().tables;
    let ids: BTreeSet<&str> = tables.iter().map(|table| table.id.as_str()).collect();
    assert_eq!(ids.len(), tables.len());
}

#[test]
fn what_is_built_in_is_what_lies_in_the_folder() {
    let (built_in, folder) = (Sources::built_in(), Sources::in_folder(&root().join("indicators")).unwrap());
    for (a, b) in [
        (&built_in.extracts, &folder.extracts),
        (&built_in.indicators, &folder.indicators),
        (&built_in.local, &folder.local),
        (&built_in.scorecards, &folder.scorecards),
    ] {
        assert_eq!(a.len(), b.len());
        for (a, b) in a.iter().zip(b) {
            assert_eq!((&a.id, &a.text), (&b.id, &b.text));
        }
    }
}
