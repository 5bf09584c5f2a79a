//! Rows fed by survey answers, returns and judgements in words: worked by hand, on both
//! sides of each boundary.

use std::fs;
use std::path::Path;

use scorecard::definitions::{Catalogue, Feed, Source, scorecard as definition};
use scorecard::figure::Figure;
use scorecard::job::{self, Options};
use scorecard::problem::Problem;
use scorecard::rating::{Rating, Travel};
use scorecard::render::json;
use scorecard::scorecard::{Document, Row};
use serde_json::Value;

use crate::support::{CATALOGUE, compute, month, root};

/// Files by name, each with its content; `;` ends a line.
type Files<'a> = &'a [(&'a str, &'a str)];

const SCORE: &str = "survey = \"happy\"\nunit = \"score\"\npolarity = \"higher\"";
const PERCENT: &str = "survey = \"happy\"\nunit = \"percent\"\npolarity = \"higher\"";
const NARRATIVE: &str = "narrative = \"pledge\"\nunit = \"text\"\npolarity = \"none\"";

fn a_return(unit: &str) -> String {
    format!("return = \"visits\"\nunit = \"{unit}\"\npolarity = \"higher\"")
}

/// A document with one row of these keys, of these files, at March 2018.
fn document_of(mut catalogue: Catalogue, row: &str, files: Files<'_>) -> Document {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text.replace(';', "\n")).unwrap();
    }
    let text = format!(
        "title = \"T\"\nsource = \"S\"\n[[groups]]\nid = \"g\"\ntitle = \"G\"\n[[groups.rows]]\nid = \"R\"\ntitle = \"R\"\nsource = \"S\"\n{row}\n"
    );
    let source = Source::new("one.toml", "one", text);
    let mut problems = Vec::new();
    let read = definition::read(&source, &catalogue.indicators, &[], &mut problems).unwrap();
    assert!(problems.is_empty(), "{problems:#?}");
    catalogue.scorecards = vec![read];
    let options = Options::new(vec!["one".to_owned()], folder.path(), month("2018-03"), month("2018-04").first());
    job::compute(&catalogue, &options, &|_| {}).unwrap()
}

fn row_of(row: &str, files: Files<'_>) -> Row {
    let document = document_of(CATALOGUE.clone(), row, files);
    document.scorecards.first().unwrap_or_else(|| panic!("{:#?}", document.problems)).every_row().next().unwrap().clone()
}

fn parts(row: &Row) -> (Option<f64>, Option<i64>) {
    (row.numerator(), row.figure.and_then(Figure::denominator))
}

fn reason(row: &Row) -> String {
    assert_eq!((row.rating, row.figure), (Rating::NoData, None));
    crate::support::reason(row).unwrap()
}

fn has_note(row: &Row, note: &str) -> bool {
    crate::support::notes(row).iter().any(|other| other == note)
}

#[test]
fn answers_count_from_the_first_to_the_last_day_of_the_12_months() {
    let row = row_of(
        SCORE,
        &[("survey.csv", "DATE,QUESTION,SCORE;31/03/2017,happy,1;01/04/2017,happy,4;31/03/2018,happy,5;01/04/2018,happy,1;")],
    );
    assert_eq!((parts(&row), row.display().as_deref()), ((Some(9.0), Some(2)), Some("4.5")));
    assert_eq!(row.window, (month("2017-04").first(), month("2018-03").last()));
    assert_eq!((row.rating, crate::support::reason(&row).as_deref(), row.indicator), (Rating::NotRated, Some("no target"), None));
    // February looks at 1 March 2017 to 28 February 2018: the scores 1 and 4.
    assert_eq!(row.previous.1.and_then(Figure::value), Some(2.5));
    assert_eq!(row.travel, Some(Travel::Improving));
}

#[test]
fn fewer_than_five_answers_are_to_be_read_with_care() {
    let answers = |number: usize| format!("DATE,QUESTION,SCORE;{}", "01/02/2018,happy,3;".repeat(number));
    let note = |number| row_of(SCORE, &[("survey.csv", &answers(number))]).notes[0].to_string();
    assert_eq!(note(1), "based on 1 answer, fewer than five: read with care");
    assert_eq!(note(4), "based on 4 answers, fewer than five: read with care");
    // Five equal rows are five answers.
    assert_eq!(note(5), "based on 5 answers");
}

#[test]
fn which_answers_agree_is_settled() {
    let of = |answers: &[&str]| {
        let lines: String = answers.iter().map(|answer| format!("01/02/2018,happy,{answer};")).collect();
        let row = row_of(PERCENT, &[("survey.csv", &format!("DATE,QUESTION,ANSWER;{lines}"))]);
        (parts(&row), row.display())
    };
    let agree = ["YES", "AGREE", "ALWAYS", "MOSTLY", "SOMETIMES", "y", "Strongly agree", "some of the time"];
    assert_eq!(of(&agree), ((Some(8.0), Some(8)), Some("100.0%".to_owned())));
    let others = ["NO", "DISAGREE", "NEITHER", "RARELY", "NEVER", "n", "Strongly disagree"];
    assert_eq!(of(&others), ((Some(0.0), Some(7)), Some("0.0%".to_owned())));
    // Who did not answer is not part of it: 1 of 2.
    assert_eq!(of(&["YES", "", "NO", ""]), ((Some(1.0), Some(2)), Some("50.0%".to_owned())));
    // 1 of 16 is 6.25%, shown half up.
    assert_eq!(of(&[&["YES"][..], &["NO"; 15]].concat()), ((Some(1.0), Some(16)), Some("6.3%".to_owned())));
}

#[test]
fn a_survey_without_answers_says_why() {
    let of = |row: &str, files: Files<'_>| reason(&row_of(row, files));
    let header = ("header.csv", "CHILD,SEX,DOB;1,1,01/01/2010;");
    assert_eq!(of(SCORE, &[header]), "no survey.csv; it needs DATE, QUESTION and SCORE or ANSWER");
    let old = ("survey.csv", "DATE,QUESTION,SCORE;31/03/2017,happy,4;01/05/2017,sad,4;");
    assert_eq!(of(SCORE, &[old]), "no answer to 'happy' in the 12 months to 31 March 2018");
    let words = ("survey.csv", "DATE,QUESTION,ANSWER;01/05/2017,happy,YES;");
    assert_eq!(of(SCORE, &[words]), "survey.csv has no column SCORE");
    let empty = ("survey.csv", "DATE,QUESTION,SCORE,ANSWER;01/05/2017,happy,,YES;");
    assert_eq!(of(SCORE, &[empty]), "no answer to 'happy' in the 12 months to 31 March 2018 has a value in SCORE");
}

#[test]
fn of_several_surveys_the_latest_not_after_the_month_counts() {
    let file = |score: u8| format!("DATE,QUESTION,SCORE;01/05/2017,Happy,{score};");
    let (one, two, three) = (file(1), file(2), file(3));
    let of = |files: Files<'_>| {
        let row = row_of(SCORE, files);
        let figures = [row.figure, row.previous.1].map(|figure| figure.and_then(Figure::value));
        (figures, row.reason.map(|reason| reason.to_string()))
    };
    let monthly: Files<'_> =
        &[("survey.csv", &one), ("2018-02/survey.csv", &two), ("2018-03/header.csv", "CHILD,SEX,DOB;1,1,01/01/2010;")];
    assert_eq!(of(monthly).0, [Some(2.0), Some(2.0)]);
    assert_eq!(of(&[("2018-02/survey.csv", &two), ("2018-03/survey.csv", &three)]).0, [Some(3.0), Some(2.0)]);
    // The first file there is serves the months before it, since its rows are dated.
    assert_eq!(of(&[("2018-03/survey.csv", &three)]).0, [Some(3.0), Some(3.0)]);
    assert_eq!(of(&[("survey.csv", &one)]).0, [Some(1.0), Some(1.0)]);
    let later = of(&[("2018-03/header.csv", "CHILD,SEX,DOB;1,1,01/01/2010;"), ("2018-04/survey.csv", &three)]);
    assert_eq!((later.0[0], later.1.as_deref()), (None, Some("no survey extract of 2018-03 or before")));
}

#[test]
fn a_layout_without_a_key_may_carry_its_rows_over() {
    let mut catalogue = CATALOGUE.clone();
    let survey = catalogue.extracts.iter_mut().find(|layout| layout.id == "survey").unwrap();
    assert!(survey.key.is_empty() && !survey.carried_over);
    survey.carried_over = true;
    let files: Files<'_> = &[
        ("2018-02/survey.csv", "DATE,QUESTION,SCORE;01/02/2018,happy,2;01/02/2018,happy,2;"),
        ("2018-03/survey.csv", "DATE,QUESTION,SCORE;01/03/2018,happy,5;"),
    ];
    let document = document_of(catalogue, SCORE, files);
    assert_eq!(parts(document.scorecards[0].every_row().next().unwrap()), (Some(9.0), Some(3)));
}

#[test]
fn a_return_counts_while_its_month_is_within_the_12_months() {
    let of = |periods: &[&str]| {
        let lines: String = periods.iter().map(|period| format!("{period},visits,7;")).collect();
        row_of(&a_return("count"), &[("returns.csv", &format!("PERIOD,MEASURE,VALUE;{lines}"))])
    };
    let row = of(&["2017-04"]);
    assert_eq!((row.display().as_deref(), row.window), (Some("7"), (month("2017-04").first(), month("2017-04").last())));
    assert!(has_note(&row, "Return of April 2017"), "{:?}", row.notes);
    let late = "the latest of 'visits' in returns.csv is of March 2017, not of the 12 months to 31 March 2018";
    assert_eq!(reason(&of(&["2017-03", "2017-02"])), late);
    assert_eq!(reason(&of(&["2017-02"])), late.replace("March 2017", "February 2017"));
    let none = "returns.csv has nothing of 'visits' for March 2018 or before";
    assert_eq!(reason(&of(&["2018-04"])), none);
    assert_eq!(of(&["2018-03", "2018-04", "2018-01"]).window.0, month("2018-03").first());
    let no_file = row_of(&a_return("count"), &[("survey.csv", "DATE,QUESTION,SCORE;01/05/2017,happy,4;")]);
    assert_eq!(reason(&no_file), "no returns.csv; it needs PERIOD, MEASURE and VALUE, or NUMERATOR and DENOMINATOR");
}

/// A row of a return for March 2018 with these cells: numerator, denominator, value, note.
fn returned(row: &str, cells: &str) -> Row {
    row_of(row, &[("returns.csv", &format!("PERIOD,MEASURE,NUMERATOR,DENOMINATOR,VALUE,NOTE;2018-03,Visits,{cells};"))])
}

#[test]
fn a_percentage_is_of_its_parts_where_they_are_given() {
    let row = returned(&a_return("percent"), "1,3,33,Half of them late");
    assert_eq!((parts(&row), row.display().as_deref()), ((Some(1.0), Some(3)), Some("33.3%")));
    assert!(row.interval.is_some() && has_note(&row, "Note: Half of them late"), "{:?}", row.notes);
    let row = returned(&a_return("percent"), ",,84.25,");
    assert_eq!((parts(&row), row.display().as_deref(), row.interval), ((None, None), Some("84.3%"), None));
    assert_eq!(returned(&a_return("percent"), "4,,84.249999,").display().as_deref(), Some("84.2%"));
    assert_eq!(reason(&returned(&a_return("percent"), "0,0,50,")), "nobody to measure: DENOMINATOR of March 2018 is 0");
    let lacks = "the return of March 2018 has no VALUE, nor both NUMERATOR and DENOMINATOR";
    assert_eq!(reason(&returned(&a_return("percent"), "4,,,")), lacks);
    assert!(has_note(&returned(&a_return("percent"), "4,3,,"), "more than 100%: NUMERATOR is greater than DENOMINATOR"));
}

#[test]
fn other_returns_are_taken_as_they_arrive() {
    let display = |unit: &str, cells: &str| returned(&a_return(unit), cells).display();
    assert_eq!(display("count", "9,,6,").as_deref(), Some("6"));
    assert_eq!(display("count", "9,12,,").as_deref(), Some("9"));
    assert_eq!(display("count", ",,0,").as_deref(), Some("0"));
    assert_eq!(display("days", ",,14.5,").as_deref(), Some("15"));
    assert_eq!(display("days", ",,14.499999,").as_deref(), Some("14"));
    assert_eq!(display("score", ",,3.85,").as_deref(), Some("3.9"));
    assert_eq!(display("rate", "12,,,").as_deref(), Some("12.0"));
    // 90 out of 4 may be 22.5 days, or not.
    assert_eq!(reason(&returned(&a_return("days"), "90,4,,")), "the return of March 2018 has no VALUE");
    assert_eq!(reason(&returned(&a_return("count"), ",,,none yet")), "the return of March 2018 has no VALUE or NUMERATOR");
    let row = returned(&a_return("count"), ",,6,");
    assert_eq!((parts(&row), row.interval), ((Some(6.0), None), None));
}

#[test]
fn a_return_is_rated_before_it_is_rounded() {
    let rating =
        |value: &str| returned(&format!("{}\ntarget = \"70%\"\namber = \"5 points\"", a_return("percent")), value).rating;
    assert_eq!(rating(",,70,"), Rating::Green);
    assert_eq!(rating(",,69.999999,"), Rating::Amber);
    assert_eq!(rating(",,65,"), Rating::Amber);
    assert_eq!(rating(",,64.999999,"), Rating::Red);
    assert_eq!(rating("7,10,,"), Rating::Green);
    let meetings = |cells: &str| returned(&format!("{}\ntarget = \"6 a year\"", a_return("count")), cells).rating;
    assert_eq!((meetings(",,6,"), meetings(",,5,")), (Rating::Green, Rating::Red));
}

#[test]
fn the_later_extract_corrects_a_return_and_travel_follows() {
    let files: Files<'_> = &[
        ("returns.csv", "PERIOD,MEASURE,VALUE;2018-02,visits,1;2018-03,visits,1;"),
        ("2018-02/returns.csv", "PERIOD,MEASURE,VALUE;Feb-18,visits,5;"),
        ("2018-03/returns.csv", "PERIOD,MEASURE,VALUE;01/02/2018,visits,6;March 2018,visits,8;"),
    ];
    let row = row_of(&a_return("count"), files);
    assert_eq!((row.display().as_deref(), row.travel), (Some("8"), Some(Travel::Improving)));
    assert_eq!(row.previous.1.and_then(Figure::value), Some(6.0));
}

#[test]
fn every_judgement_has_its_rating_and_its_word() {
    let judged = |judgement: &str| {
        let line = format!("2017-12,pledge,{judgement},\"Audit, 12 cases\",Head of Service;");
        row_of(NARRATIVE, &[("narrative.csv", &format!("PERIOD,MEASURE,JUDGEMENT,EVIDENCE,AUTHOR_ROLE;{line}"))])
    };
    for (words, rating, display) in [
        (["MET", "Green"], Rating::Green, "met"),
        (["PARTLY", "amber"], Rating::Amber, "partly met"),
        (["NOT_MET", "RED"], Rating::Red, "not met"),
    ] {
        for word in words {
            let row = judged(word);
            assert_eq!((row.rating, row.display().as_deref()), (rating, Some(display)), "{word}");
            assert_eq!(row.reason.is_some(), rating == Rating::Amber);
            for note in ["Judgement of December 2017", "Evidence: Audit, 12 cases", "Judged by: Head of Service"] {
                assert!(has_note(&row, note), "{:?}", row.notes);
            }
            assert_eq!(row.window, (month("2017-12").first(), month("2017-12").last()));
        }
    }
    let row = judged("");
    assert_eq!(reason(&row), "the narrative of December 2017 has no JUDGEMENT");
    assert!(has_note(&row, "Evidence: Audit, 12 cases"));
}

#[test]
fn a_judgement_grows_old_and_travels() {
    let of = |lines: &str| row_of(NARRATIVE, &[("narrative.csv", &format!("PERIOD,MEASURE,JUDGEMENT;{lines}"))]);
    assert_eq!(of("2017-04,pledge,MET;").rating, Rating::Green);
    let late = "the latest of 'pledge' in narrative.csv is of March 2017, not of the 12 months to 31 March 2018";
    assert_eq!(reason(&of("2017-03,pledge,MET;")), late);
    let travel = |lines| of(lines).travel;
    assert_eq!(travel("2018-02,pledge,PARTLY;2018-03,pledge,MET;"), Some(Travel::Improving));
    assert_eq!(travel("2018-02,pledge,PARTLY;2018-03,pledge,NOT_MET;"), Some(Travel::Worsening));
    assert_eq!(travel("2018-02,pledge,PARTLY;"), Some(Travel::Level));
    assert_eq!(travel("2018-03,pledge,MET;"), None);
    let no_file = row_of(NARRATIVE, &[("returns.csv", "PERIOD,MEASURE,VALUE;2018-03,pledge,1;")]);
    assert_eq!(reason(&no_file), "no narrative.csv; it needs PERIOD, MEASURE and JUDGEMENT");
}

#[test]
fn json_keeps_its_keys() {
    let row = |row: &str, file: &str, text: &str| -> Value {
        let document = document_of(CATALOGUE.clone(), row, &[(file, text)]);
        let json: Value = serde_json::from_str(&json::render(&document).unwrap()).unwrap();
        json["scorecards"][0]["groups"][0]["rows"][0].clone()
    };
    let narrative = row(NARRATIVE, "narrative.csv", "PERIOD,MEASURE,JUDGEMENT;2018-02,pledge,MET;");
    for key in ["indicator", "numerator", "denominator", "value", "target", "interval", "to_target"] {
        assert_eq!(narrative[key], Value::Null, "{key}");
    }
    assert_eq!((&narrative["display"], &narrative["rating"]), (&Value::from("met"), &Value::from("green")));
    assert_eq!(narrative["previous"]["value"], Value::Null);
    let count = row(&a_return("count"), "returns.csv", "PERIOD,MEASURE,VALUE;2018-03,visits,6;");
    assert_eq!((&count["numerator"], &count["denominator"], &count["value"]), (&6.into(), &Value::Null, &6.0.into()));
    let survey = row(PERCENT, "survey.csv", "DATE,QUESTION,ANSWER;01/02/2018,happy,YES;");
    assert_eq!((&survey["numerator"], &survey["denominator"], &survey["indicator"]), (&1.into(), &1.into(), &Value::Null));
    assert_eq!(narrative.as_object().unwrap().keys().collect::<Vec<_>>(), survey.as_object().unwrap().keys().collect::<Vec<_>>());
}

#[test]
fn cells_at_fault_are_told_with_their_place() {
    let told = |row: &str, file: &str, text: &str| -> Vec<(&'static str, u64)> {
        let found = document_of(CATALOGUE.clone(), row, &[(file, text)]).problems;
        found.iter().filter(|problem| problem.code.as_str() != "missing-column").map(place).collect()
    };
    let place = told(&a_return("count"), "returns.csv", "PERIOD,MEASURE,VALUE;2018-03,visits,6;Q4,visits,7;2018-03,,7;");
    assert_eq!(place, [("row-without-key", 3), ("row-without-key", 4), ("unreadable-date", 3)]);
    let place = told(SCORE, "survey.csv", "DATE,QUESTION,SCORE;01/02/2018,happy,3;,happy,7;01/02/2018,,high;,,;");
    assert_eq!(place, [("row-without-key", 3), ("row-without-key", 4), ("unreadable-number", 4)]);
    let place = told(NARRATIVE, "narrative.csv", "PERIOD,MEASURE,JUDGEMENT;2018-03,pledge,Good;");
    assert_eq!(place, [("unknown-code", 2)]);
}

fn place(problem: &Problem) -> (&'static str, u64) {
    (problem.code.as_str(), problem.places[0].row.unwrap())
}

#[test]
fn the_sample_data_feed_every_row() {
    let councils: Vec<&str> = CATALOGUE.scorecards.iter().map(|scorecard| scorecard.id.as_str()).collect();
    let document = compute(&councils, &root().join("sample-data"), month("2018-03"), None);
    let mut fed = 0;
    for (defined, shown) in CATALOGUE.scorecards.iter().zip(&document.scorecards) {
        assert_eq!(defined.id, shown.id);
        let rows = defined.groups.iter().flat_map(|group| &group.rows);
        for defined in rows.filter(|row| !matches!(row.feed, Feed::Indicator(_) | Feed::Awaits(_))) {
            let shown = shown.every_row().find(|row| row.id == defined.id).unwrap();
            assert!(shown.figure.is_some(), "{}: {:?}", defined.id, shown.reason);
            assert!(shown.previous.1.is_some() && shown.travel.is_some(), "{}", defined.id);
            assert_eq!(shown.indicator, None);
            fed += 1;
        }
    }
    assert!(fed > 50, "only {fed} rows");
}

#[test]
fn the_sample_data_hold_no_name_that_no_row_asks_for() {
    let rows = CATALOGUE.scorecards.iter().flat_map(|scorecard| &scorecard.groups).flat_map(|group| &group.rows);
    let asked: Vec<&str> = rows
        .filter_map(|row| match &row.feed {
            Feed::Survey(id) | Feed::Return(id) | Feed::Narrative(id) => Some(id.as_str()),
            Feed::Indicator(_) | Feed::Awaits(_) => None,
        })
        .collect();
    for file in ["survey.csv", "returns.csv", "narrative.csv"] {
        for name in names(&root().join("sample-data").join(file)) {
            assert!(asked.contains(&name.as_str()), "{file}: {name}");
        }
    }
}

/// The second cell of every row.
fn names(file: &Path) -> Vec<String> {
    let mut reader = csv::Reader::from_path(file).unwrap();
    reader.records().map(|record| record.unwrap()[1].to_owned()).collect()
}
