//! Breakdowns: the groups of a figure add up to it.

use scorecard::calendar;
use scorecard::figure::Figure;
use scorecard::job::{self, Options};
use scorecard::scorecard::{By, Document};

use crate::support::{CATALOGUE, by, month, root};

fn compute(scorecard: &str, by: &[By]) -> Document {
    let today = calendar::parse_iso("2018-04-03").unwrap();
    let options = Options {
        authority: Some("E08000011".to_owned()),
        by: by.to_vec(),
        ..Options::new(vec![scorecard.to_owned()], &root().join("sample-data"), month("2018-03"), today)
    };
    job::compute(&CATALOGUE, &options, &|_| {}).unwrap()
}

#[test]
fn groups_add_up_to_the_figure() {
    let own = ["provider", "place", "legal-status,sex", "care-start-known", "in-authority", "place-provider"];
    let words: Vec<&str> = CATALOGUE.breakdowns.iter().map(|known| known.id.as_str()).chain(own).collect();
    let document = compute("national", &words.iter().map(|word| by(word)).collect::<Vec<_>>());
    let rows: Vec<_> = document.scorecards[0].every_row().collect();
    for word in words {
        let word = by(word);
        let mut broken_down = 0;
        for whole in rows.iter().filter(|row| !row.is_part()) {
            let parts =
                rows.iter().filter(|row| row.part_of.as_ref().is_some_and(|part| part.row == whole.id && part.by == word));
            let parts: Vec<Figure> = parts.filter_map(|row| row.figure).collect();
            let Some(figure) = whole.figure.filter(|_| !parts.is_empty()) else { continue };
            broken_down += 1;
            let sum = |part: fn(Figure) -> f64| parts.iter().copied().map(part).sum::<f64>();
            assert_eq!(sum(Figure::numerator), figure.numerator(), "{} by {}", whole.id, word.as_str());
            let denominators = |figure: Figure| figure.denominator().unwrap_or(0) as f64;
            assert_eq!(sum(denominators), denominators(figure), "{} by {}", whole.id, word.as_str());
        }
        let least = if matches!(word.as_str(), "sex" | "age-band" | "ethnic-group") { 50 } else { 15 };
        assert!(broken_down >= least, "{}: only {broken_down}", word.as_str());
    }
}

#[test]
fn what_is_not_told_of_the_whole_is_not_told_of_its_groups() {
    // The assessments of the sample begin in January 2018: before, nobody having one is no figure.
    let period = month("2017-12");
    let options = Options {
        by: vec![by("sex")],
        ..Options::new(vec!["national".to_owned()], &root().join("sample-data"), period, period.last() + 3)
    };
    let document = job::compute(&CATALOGUE, &options, &|_| {}).unwrap();
    let rows = || document.scorecards[0].every_row().filter(|row| row.whole() == "initial-health-assessments-20-days");
    assert_eq!(rows().count(), 4, "the whole, and three groups");
    let why = crate::support::reason(rows().next().unwrap());
    assert!(why.as_deref().is_some_and(|why| why.contains("tells of nothing")), "{why:?}");
    for row in rows() {
        assert_eq!((row.figure, crate::support::reason(row)), (None, why.clone()), "{}", row.id);
    }
    // Nor is it of any other row.
    for whole in document.scorecards[0].rows().filter(|row| row.figure.is_none() && !row.nobody) {
        let groups = document.scorecards[0].every_row().filter(|row| row.is_part() && row.whole() == whole.id);
        assert!(groups.into_iter().all(|group| group.figure.is_none()), "{}", whole.id);
    }
}

#[test]
fn groups_with_nobody_are_shown_as_such_and_none_is_rated() {
    let document = compute("national", &[by("age-band")]);
    let parts: Vec<_> = document.scorecards[0].every_row().filter(|row| row.is_part() && row.whole() == "cla-count").collect();
    assert_eq!(parts.len(), 8);
    assert_eq!(parts[0].id, "cla-count/age-band=Under 1");
    // A count of nobody is 0; a share of nobody is none.
    let adults = parts.iter().find(|row| row.title == "21 and over").unwrap();
    assert_eq!(adults.figure, Some(Figure::Count(0)));
    let mut shares = document.scorecards[0].every_row().filter(|row| row.is_part() && row.whole() == "foster-percent");
    let adults = shares.find(|row| row.title == "21 and over").unwrap();
    assert_eq!((adults.figure, crate::support::reason(adults).as_deref()), (None, Some("nobody in this group")));
    assert!(parts.iter().all(|row| row.target.is_none() && row.travel.is_none()));
    let summary = document.scorecards[0].summary();
    let counted = summary.green + summary.amber + summary.red + summary.not_rated + summary.no_data;
    assert_eq!(counted, document.scorecards[0].rows().count());
}

#[test]
fn a_scorecard_names_its_own_breakdowns() {
    let southwark = compute("southwark", &[]);
    let parts = southwark.scorecards[0].every_row().filter(|row| row.is_part() && row.whole() == "SO-03").count();
    assert_eq!(parts, 3 + 8 + 6);
    let sex = compute("southwark", &[by("sex")]);
    assert_eq!(sex.scorecards[0].every_row().filter(|row| row.is_part() && row.whole() == "SO-03").count(), 3);
}
