//! The month in brief, on the document with every kind of cell.

use scorecard::definitions::Polarity;
use scorecard::rating::Rating;
use scorecard::render::brief;
use scorecard::scorecard::Published;

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
            vec![
                "1 improving, 0 worsening, 2 moved without a trend, 0 level".to_owned(),
                "1 row is red, as in February 2018".to_owned(),
            ],
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
    let ratings = [(0, Rating::Amber, Rating::Red), (1, Rating::Green, Rating::Amber), (3, Rating::Green, Rating::Red)];
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

#[test]
fn who_leads_is_who_is_best_and_a_tie_is_level() {
    let said = |own: f64, polarity: Polarity| {
        let mut document = document();
        let row = &mut document.scorecards[0].groups[0].rows[0];
        row.polarity = polarity;
        row.benchmarks[0].own = Some(Published::Value(own));
        topics(&document).pop().unwrap().1.remove(0)
    };
    // St Helens has 78.
    for (own, polarity, words) in [
        (77.0, Polarity::Higher, "St Helens leads with 78%, published here 77%"),
        (78.0, Polarity::Higher, "level with St Helens, the best of them, at 78%"),
        (79.0, Polarity::Higher, "here leads with 79%, before St Helens with 78%"),
        (79.0, Polarity::Lower, "St Helens leads with 78%, published here 79%"),
        (77.0, Polarity::Lower, "here leads with 77%, before St Helens with 78%"),
    ] {
        assert!(said(own, polarity).contains(words), "{}", said(own, polarity));
    }
}

#[test]
fn a_topic_tells_eight_and_how_many_more_there_are() {
    let mut document = document();
    let row = document.scorecards[0].groups[0].rows[0].clone();
    let restated = |number: usize| {
        let mut document = document.clone();
        document.scorecards[0].groups[0].rows[0].restated = vec![row.restated[0].clone(); number];
        let topic = topics(&document).into_iter().find(|(title, _)| title == "Earlier figures that changed").unwrap();
        (topic.1.len(), topic.1.last().unwrap().clone())
    };
    assert_eq!(restated(9).0, 9);
    assert_eq!(restated(10), (9, "and 2 more, in the tables and notes below".to_owned()));
    document.scorecards[0].groups.clear();
    assert_eq!(topics(&document)[0].1, ["No rating moved."]);
}
