//! The sample data feed all five scorecards: every row that extracts measure has a believable figure.

use scorecard::definitions::{Catalogue, Feed, Source, Sources};
use scorecard::figure::Figure;
use scorecard::job;
use scorecard::rating::Rating;

use crate::support::{CATALOGUE, compute, compute_with, month, root, row};

const COUNCILS: [&str; 5] = ["knowsley", "leicester", "rutland", "southwark", "st-helens"];

/// Least and greatest figure believable of the indicators whose whole range is not.
const BOUNDS: &[(&str, f64, f64)] = &[
    ("seen-alone", 70.0, 99.0),
    ("visits-in-timescale", 70.0, 99.0),
    ("iro-visit-before-review", 60.0, 99.0),
    ("initial-health-assessments", 50.0, 98.0),
    ("sdq-before-health-assessment", 50.0, 95.0),
    ("gp-registered", 90.0, 100.0),
    ("healthy-weight", 50.0, 80.0),
    ("weight-concern", 20.0, 50.0),
    ("sdq-emotional", 2.0, 5.0),
    ("good-schools", 60.0, 95.0),
    ("excluded", 2.0, 20.0),
    ("pep", 70.0, 99.0),
    ("pep-quality", 50.0, 95.0),
    ("school-attendance", 88.0, 98.0),
    ("persistent-absence", 3.0, 25.0),
    ("ks2-expected-standard", 10.0, 60.0),
    ("ks4-english-and-maths", 5.0, 45.0),
    ("five-good-gcses", 5.0, 40.0),
    ("level-3-at-19", 5.0, 45.0),
    ("pathway-plan-up-to-date", 70.0, 99.0),
    ("care-plans-good", 50.0, 95.0),
    ("commissioned-placements-good", 60.0, 98.0),
    ("new-foster-places", 5.0, 40.0),
    ("emotional-wellbeing-referred", 30.0, 99.0),
    ("camhs-taken-up", 30.0, 95.0),
    ("advocate-count", 5.0, 100.0),
];

#[test]
fn every_row_of_an_extract_has_a_believable_figure_in_all_five_scorecards() {
    let document = compute(&COUNCILS, &root().join("sample-data"), month("2018-03"), None);
    let mut faults = Vec::new();
    for (shown, id) in document.scorecards.iter().zip(COUNCILS) {
        let definition = CATALOGUE.scorecard(id).unwrap();
        let rows = definition.groups.iter().flat_map(|group| &group.rows).zip(shown.rows());
        for (defined, row) in rows {
            let Feed::Indicator(indicator) = &defined.feed else { continue };
            let Some(figure) = row.figure.filter(|_| row.rating != Rating::NoData) else {
                faults.push(format!("{}: no data: {:?}", row.id, row.reason));
                continue;
            };
            if row.previous.1.is_none() {
                faults.push(format!("{}: nothing for the month before", row.id));
            }
            let value = match figure {
                Figure::Proportion { numerator, denominator } => 100.0 * numerator as f64 / denominator as f64,
                other => other.exact().value(),
            };
            let most = if matches!(figure, Figure::Proportion { .. }) { 100.0 } else { 2000.0 };
            let bounds = BOUNDS.iter().find(|bound| bound.0 == indicator).map_or((0.0, most), |bound| (bound.1, bound.2));
            if !(bounds.0..=bounds.1).contains(&value) {
                faults.push(format!("{} ({indicator}): {value} is not within {bounds:?}", row.id));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn placed_in_the_area_and_out_of_it_and_unknown_are_all_looked_after() {
    let catalogue = with_unknown_place();
    for id in COUNCILS {
        let authority = CATALOGUE.scorecard(id).unwrap().authority.as_deref();
        let document = compute_with(&catalogue, &["places"], &root().join("sample-data"), month("2018-03"), authority);
        let counted = |indicator: &str| row(&document, indicator).figure.unwrap().numerator();
        let (within, outside, unknown) = (counted("placed-in-area"), counted("placed-out-of-area"), counted("place-unknown"));
        assert!(within > 0.0 && outside > within / 2.0, "{id}: {within} within, {outside} outside");
        assert_eq!(within + outside + unknown, counted("cla-count"), "{id}");
    }
}

#[test]
fn nothing_waits_for_an_extract() {
    for scorecard in &CATALOGUE.scorecards {
        for row in scorecard.groups.iter().flat_map(|group| &group.rows) {
            assert!(!matches!(row.feed, Feed::Awaits(_)), "{} awaits an extract", row.id);
        }
    }
}

/// The definitions with an indicator of the children whose place is not known, and a scorecard of places.
fn with_unknown_place() -> Catalogue {
    let source = |id: &str, text: String| Source::new(format!("{id}.toml"), id, text);
    let mut sources = Sources::in_folder(&root().join("indicators")).unwrap();
    let unknown = "title = \"-\"\nmeans = \"-\"\ntable = \"looked_after\"\nwhere = \"in_authority IS NULL\"\n\
                   statistic = \"count\"\nunit = \"count\"\npolarity = \"none\"\nwindow = \"last-day\"\nsource = \"-\"\n";
    sources.indicators.push(source("place-unknown", unknown.to_owned()));
    let mut text = "title = \"-\"\nsource = \"-\"\n[[groups]]\nid = \"places\"\ntitle = \"-\"\n".to_owned();
    for id in ["cla-count", "placed-in-area", "placed-out-of-area", "place-unknown"] {
        text += &format!("[[groups.rows]]\nid = \"{id}\"\nindicator = \"{id}\"\nsource = \"-\"\n");
    }
    sources.scorecards.push(source("places", text));
    let defined = job::define(&sources).unwrap();
    assert!(defined.problems.is_empty(), "{:#?}", defined.problems);
    defined.catalogue
}

#[test]
fn a_column_missing_in_one_month_is_no_data_and_never_nought() {
    let period = month("2018-03");
    for (file, column, indicator) in [
        ("oc2.csv", "HEALTH_ASSESSMENT", "health-and-dental"),
        ("episodes.csv", "PLACE", "placement-stability"),
        ("episodes.csv", "REC", "cla-ceased"),
        ("reviews.csv", "REVIEW_CODE", "review-participation"),
    ] {
        let scratch = tempfile::tempdir().unwrap();
        for folder in ["2018-02", "2018-03"] {
            let from = root().join("sample-data").join(folder);
            let to = scratch.path().join(folder);
            std::fs::create_dir(&to).unwrap();
            for entry in std::fs::read_dir(from).unwrap() {
                let path = entry.unwrap().path();
                std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
            }
        }
        let broken = scratch.path().join("2018-03").join(file);
        let text = std::fs::read_to_string(&broken).unwrap();
        std::fs::write(&broken, text.replacen(&format!(",{column}"), ",SOMETHING_ELSE", 1)).unwrap();
        let document = compute(&["national"], scratch.path(), period, None);
        let row = row(&document, indicator);
        assert_eq!(row.rating, Rating::NoData, "{column}: {:?}", row.figure);
        let reason = crate::support::reason(row).unwrap();
        assert!(reason.contains(column) && reason.contains("2018-03"), "{column}: {reason}");
        // A row that does not need the column is as it was.
        let other = if file == "oc2.csv" { "cla-count" } else { "sdq-completed" };
        let untouched = crate::support::row(&document, other);
        assert_eq!(untouched.figure.is_some(), file != "episodes.csv", "{column}: {:?}", untouched.reason);
    }
}
