//! The groups of rows as small pictures side by side: which rows have them, what stands beside each, and the one scale that they are on.

use scorecard::figure::Figure;
use scorecard::rating::Rating;
use scorecard::render::paper::in_groups;
use scorecard::render::{docx, html, pdf};
use scorecard::scorecard::{Document, Hidden, PartOf, Point, Row};

use crate::every_cell::{document, empty, full};
use crate::support::month;

/// A red row of 10 in 20, of whom 8 in 10 are of the north and 2 in 10 of the south; nobody is of the east.
fn by_team(change: impl Fn(&mut Row)) -> Document {
    let percent = |numerator| Some(Figure::Proportion { numerator, denominator: 10 });
    let part = |name: &str, figure: Option<Figure>| Row {
        part_of: PartOf::read(&format!("KN-15/team={name}")),
        figure,
        nobody: figure.is_none(),
        rating: if figure.is_some() { Rating::NotRated } else { Rating::NoData },
        ..empty(&format!("KN-15/team={name}"), name)
    };
    let mut whole =
        Row { figure: Some(Figure::Proportion { numerator: 10, denominator: 20 }), rating: Rating::Red, chart: None, ..full() };
    whole.parts = vec![part("North", percent(8)), part("South", percent(2)), part("East", None)];
    let mut document = document();
    document.scorecards.truncate(1);
    document.scorecards[0].groups.truncate(1);
    document.scorecards[0].groups[0].rows = vec![whole];
    document.scorecards[0].for_every_row(change);
    document
}

fn without_history(row: &mut Row) {
    row.series = Vec::new();
}

#[test]
fn groups_without_a_history_are_bars_from_nothing() {
    let document = by_team(without_history);
    let all = in_groups::of(&document.scorecards[0]);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].said, "By team: one scale, 0.0% to 80.0%; the grey line is where the whole stands.");
    let told: Vec<(&str, &str, bool)> =
        all[0].groups.iter().map(|panel| (panel.title, panel.figure.as_str(), panel.drawing.is_some())).collect();
    assert_eq!(told, [("North", "80.0%", true), ("South", "20.0%", true), ("East", "[z]", false)]);
    assert_eq!(all[0].groups[0].words, "North: 80.0%");
}

#[test]
fn groups_with_a_history_are_lines_with_the_whole_behind_them() {
    // North went from 60% to 80%, South from 30% to 20%; the whole from 64% to 70% as its own history has it.
    let document = by_team(|row| {
        let ends = match row.title.as_str() {
            "North" => [6, 8],
            "South" => [3, 2],
            _ => return,
        };
        let point = |at: usize| Point {
            month: month("2018-03").back(1 - at as i32),
            figure: Some(Figure::Proportion { numerator: ends[at], denominator: 10 }),
            target: None,
            rating: Rating::NotRated,
            hidden: false,
            upper: None,
            against: None,
        };
        row.series = vec![point(0), point(1)];
    });
    let all = in_groups::of(&document.scorecards[0]);
    assert_eq!(all[0].said, "By team: one scale, 20.0% to 80.0%; the grey line is the whole.");
    assert_eq!(all[0].groups[1].words, "South: 20.0%; first 30.0% in February 2018; lowest 20.0%, highest 30.0%");
    assert!(all[0].groups[2].drawing.is_none());
}

#[test]
fn of_a_number_the_whole_is_no_measure() {
    let document = by_team(|row| {
        without_history(row);
        row.unit = scorecard::definitions::Unit::Count;
        row.figure = Some(Figure::Count(if row.is_part() { 4 } else { 12 }));
        row.nobody = false;
    });
    // Three groups of 4: the 12 of the whole would leave them a third of the height.
    assert_eq!(in_groups::of(&document.scorecards[0])[0].said, "By team: one scale, 0.0 to 4.0.");
}

#[test]
fn a_row_that_does_not_ask_to_be_seen_has_none_and_what_is_hidden_is_not_drawn() {
    let green = by_team(|row| {
        without_history(row);
        if !row.is_part() {
            (row.rating, row.chart) = (Rating::Green, None);
        }
    });
    assert!(in_groups::of(&green.scorecards[0]).is_empty());
    let hidden = by_team(|row| {
        without_history(row);
        if row.title == "South" {
            (row.figure, row.hidden) = (None, Hidden { figure: true, ..Hidden::default() });
        }
        if row.title == "East" {
            (row.figure, row.nobody) = (Some(Figure::Proportion { numerator: 3, denominator: 10 }), false);
        }
    });
    let all = in_groups::of(&hidden.scorecards[0]);
    let south = all[0].groups.iter().find(|panel| panel.title == "South").unwrap();
    assert_eq!((south.figure.as_str(), south.drawing.is_none(), south.words.as_str()), ("[c]", true, "South: [c]"));
}

#[test]
fn papers_show_them_with_the_same_words() {
    let document = by_team(without_history);
    let page = html::render(&document);
    assert!(
        page.contains(in_groups::HEADING) && page.contains("<b>North</b> 80.0%<svg role=\"img\" aria-label=\"North: 80.0%\"")
    );
    roxmltree::Document::parse(page.trim_start_matches("<!DOCTYPE html>").trim_start()).unwrap();
    let text = pdf::texts(&document).unwrap().concat().join(" ");
    assert!(text.contains("Groups side by side") && text.contains("80.0%") && text.contains("North"));
    let bytes = docx::render(&document).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut word = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("word/document.xml").unwrap(), &mut word).unwrap();
    assert!(word.contains(in_groups::HEADING) && word.contains("descr=\"South: 20.0%\""));
}
