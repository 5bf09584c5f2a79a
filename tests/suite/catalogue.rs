//! The definitions as they stand: nothing missing, nothing twice.

use std::collections::{BTreeMap, BTreeSet};

use scorecard::definitions::unit::WORDS;
use scorecard::definitions::{Feed, Polarity, RowDefinition, Sources, Unit};
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

/// The measures of the councils' strategies, by their references: one a line.
const MEASURES: &str = include_str!("measures.txt");

/// The scorecards of councils, with what the references of their measures begin with.
const COUNCILS: &[(&str, &str)] =
    &[("knowsley", "KN-"), ("leicester", "LE-"), ("rutland", "RU-"), ("southwark", "SO-"), ("st-helens", "SH-")];

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
fn every_measure_of_a_strategy_has_its_row_or_rows() {
    let mut faults = Vec::new();
    let mut known = 0;
    for (council, prefix) in COUNCILS {
        let scorecard = CATALOGUE.scorecard(council).unwrap();
        let measures: BTreeSet<&str> = MEASURES.lines().filter(|measure| measure.starts_with(prefix)).collect();
        known += measures.len();
        // The letters of each measure's rows: none for the row that stands for all of it.
        let mut rows: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for row in scorecard.groups.iter().flat_map(|group| &group.rows) {
            let measure = row.id.trim_end_matches(|c: char| c.is_ascii_lowercase());
            rows.entry(measure).or_default().push(&row.id[measure.len()..]);
        }
        faults.extend(measures.iter().filter(|measure| !rows.contains_key(*measure)).map(|measure| format!("{measure}: no row")));
        for (measure, mut letters) in rows {
            letters.sort_unstable();
            let lettered = letters.iter().zip('a'..='z').all(|(letter, due)| *letter == due.to_string());
            if !measures.contains(measure) {
                faults.push(format!("{council}: '{measure}' is no measure of the strategy"));
            } else if letters != [""] && !(letters.len() > 1 && lettered) {
                faults.push(format!("{measure}: neither one row nor rows a, b, ...: {letters:?}"));
            }
        }
    }
    let lines: Vec<&str> = MEASURES.lines().collect();
    assert_eq!(known, lines.len(), "a measure stands twice, or belongs to no council");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn rows_of_councils_have_group_unit_polarity_and_source() {
    let mut faults = Vec::new();
    for (council, _) in COUNCILS {
        for group in &CATALOGUE.scorecard(council).unwrap().groups {
            if group.id.trim().is_empty() || group.title.trim().is_empty() || group.rows.is_empty() {
                faults.push(format!("{council}: the group '{}' lacks an id, a title or rows", group.id));
            }
            faults.extend(group.rows.iter().filter_map(|row| Some(format!("{}: {}", row.id, wanting(row)?))));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What a row lacks.
fn wanting(row: &RowDefinition) -> Option<&'static str> {
    let rated = row.targets.iter().any(|target| target.standard.is_some());
    if row.source.trim().is_empty() {
        Some("no source")
    } else if !WORDS.contains(&row.unit.as_str()) || !Polarity::WORDS.contains(&row.polarity.as_str()) {
        Some("no unit or polarity that a definition can name")
    } else if rated && (row.polarity.as_str() == "none" || row.unit == Unit::Text) {
        Some("a target, but neither way is better")
    } else if row.unit == Unit::Text && matches!(row.feed, Feed::Indicator(_)) {
        Some("an indicator in words")
    } else {
        None
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
        (&built_in.benchmarks, &folder.benchmarks),
    ] {
        assert_eq!(a.len(), b.len());
        for (a, b) in a.iter().zip(b) {
            assert_eq!((&a.id, &a.text), (&b.id, &b.text));
        }
    }
}

/// A folder of definitions made when identifiers were text and the numbers of returns were numbers goes on as it was.
#[test]
fn older_kinds_of_columns_are_read_as_before() {
    let mut sources = Sources::in_folder(&root().join("indicators")).unwrap();
    let older = [
        ("episodes", "[columns.URN]\ntype = \"identifier\"", "[columns.URN]\ntype = \"text\""),
        ("sw_episodes", "[columns.SW_ID]\ntype = \"identifier\"", "[columns.SW_ID]\ntype = \"text\""),
        ("returns", "[columns.VALUE]\ntype = \"text\"", "[columns.VALUE]\ntype = \"number\""),
        ("returns", "[columns.NUMERATOR]\ntype = \"text\"", "[columns.NUMERATOR]\ntype = \"integer\""),
    ];
    for (id, now, before) in older {
        let source = sources.extracts.iter_mut().find(|source| source.id == id).unwrap();
        assert!(source.text.contains(now), "{id}: {now}");
        source.text = source.text.replace(now, before).into();
    }
    let defined = job::define(&sources).unwrap();
    assert!(defined.problems.is_empty(), "{:#?}", defined.problems);
}
