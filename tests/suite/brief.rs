//! The month in brief, on the document with every kind of cell.

use scorecard::rating::Rating;
use scorecard::render::brief;

use crate::every_cell::{AWKWARD, document};

fn topics(document: &scorecard::scorecard::Document) -> Vec<(String, Vec<String>)> {
    brief::topics(document, &document.scorecards[0]).into_iter().map(|topic| (topic.title, topic.items)).collect()
}

#[test]
fn it_tells_what_moved_what_is_more_than_chance_and_who_leads() {
    let title = "KN-15 Children in the same placement for two years or more";
    let expected = [
        ("Ratings that moved since February 2018", vec![format!("Now green: {title} (70.0%, target 70%; was amber)")]),
        (
            "Figures since February 2018",
            vec!["2 improving, 1 worsening, 0 level".to_owned(), "1 row is red, as the month before".to_owned()],
        ),
        ("More than chance", vec![format!("Improvement: {title} (70.0%, target 70%)")]),
        ("Earlier figures that changed", vec![format!("{title}: February 2018 was reported as 68.5% and is now 69.0%")]),
        (
            "Among statistical neighbours",
            vec![format!("{title}: St Helens leads with 78%, published here 69%; rank 64 of 151 (2018)")],
        ),
    ];
    let expected: Vec<_> = expected.into_iter().map(|(title, items)| (title.to_owned(), items)).collect();
    assert_eq!(topics(&document()), expected);
}

#[test]
fn rows_that_went_red_stand_before_those_that_left_it() {
    let mut document = document();
    let rows = &mut document.scorecards[0].groups[0].rows;
    let ratings = [(0, Rating::Amber, Rating::Red), (3, Rating::Green, Rating::Amber), (5, Rating::Green, Rating::Red)];
    for (at, before, now) in ratings {
        rows[at].previous_rating = before;
        rows[at].rating = now;
    }
    rows[0].previous_rating = Rating::Red;
    rows[0].rating = Rating::Amber;
    let moved = topics(&document).swap_remove(0).1;
    assert_eq!(
        moved,
        [
            format!("Went red: KN-18 {AWKWARD} (445, target 426 days; was green)"),
            "Left red for amber: KN-15 Children in the same placement for two years or more (70.0%, target 70%; was red)"
                .to_owned(),
            "Now amber: KN-16 A true zero (0.0%, target 5%; was green)".to_owned(),
        ]
    );
}
