//! What a close look shows of groups: cases, explanations, tables, months and comparisons, worked by hand on the council of
//! a few invented children.

use std::path::Path;

use scorecard::changes::diff;
use scorecard::changes::run::Run;
use scorecard::definitions::Catalogue;
use scorecard::definitions::by::Only;
use scorecard::export::TableFormat;
use scorecard::job::one::{self, Asked, Data};
use scorecard::job::{self, Options};
use scorecard::measure::Measured;
use scorecard::render::{cases as cases_text, changes, due as due_text, explanation, explanation_json, json, table, trend_csv};
use scorecard::scorecard::{By, Document};

use crate::breakdowns_by_column::council;
use crate::support::{by, month};

fn data(folder: &Path) -> Data {
    Data { extracts: folder.join("in"), period: month("2018-03"), authority: None, as_reported: false }
}

fn only(words: &[&str]) -> Vec<Only> {
    words.iter().map(|word| Only::parse(word).unwrap()).collect()
}

fn parts(measured: &Measured) -> (i64, i64) {
    measured.figure().map_or((-1, -1), |figure| (figure.numerator() as i64, figure.denominator().unwrap_or(0)))
}

#[test]
fn cases_stand_by_their_groups_with_the_figure_of_each() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = council(folder.path());
    let (data, words) = (data(folder.path()), [by("team"), by("team,sex"), by("ethnic-group")]);
    let asked = Asked { data: &data, by: &words, only: &[] };
    let indicator = catalogue.indicator("foster-percent").unwrap();
    let cases = one::cases(&catalogue, &[indicator], asked, &|_| {}).unwrap().value.unwrap().pop().unwrap();
    // All but B live with foster carers; A and B are in North, C and E in South, D and F in none that is known.
    let of: Vec<(&str, (i64, i64))> = cases.by[0].figures.iter().map(|(group, found)| (group.key.as_str(), parts(found))).collect();
    assert_eq!(of, [("North", (1, 2)), ("South", (2, 2)), ("Not known", (2, 2))]);
    let children: Vec<&str> = cases.rows.iter().map(|row| row.child.as_str()).collect();
    assert_eq!(children, ["A", "B", "C", "E", "D", "F"]);
    let text = cases_text::text(&cases);
    assert!(text.contains("By team:\n  North: 50.0% = 1 of 2\n  South: 100.0% = 2 of 2\n  Not known: 100.0% = 2 of 2\n"), "{text}");
    // The columns stand beside the children.
    let line = |child: &str| text.lines().find(|line| line.starts_with(child)).unwrap().to_owned();
    assert!(line("B").contains("North") && line("B").contains("Female"), "{text}");
}

#[test]
fn an_explanation_says_how_each_group_narrows() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = council(folder.path());
    let data = data(folder.path());
    let indicator = catalogue.indicator("residential-under-12-count").unwrap();
    let (words, north) = ([by("sex")], only(&["team=North"]));
    let asked = Asked { data: &data, by: &words, only: &north };
    let found = one::explain_in_groups(&catalogue, &[indicator], Some(asked), &|_| {}).unwrap().value.unwrap().pop().unwrap();
    let narrowing = found.narrowing.as_ref().unwrap();
    // North has A, a boy with foster carers, and B, a girl of nine in a home.
    assert_eq!((narrowing.counts.as_ref().unwrap().rows, parts(&narrowing.measured)), (2, (1, 0)));
    let sexes = &narrowing.by[0];
    let of: Vec<(&str, usize, (i64, i64))> = sexes
        .found
        .figures
        .iter()
        .zip(&sexes.counts)
        .map(|((group, found), counts)| (group.key.as_str(), counts.rows, parts(found)))
        .collect();
    assert_eq!(of, [("Female", 1, (1, 0)), ("Male", 1, (0, 0)), ("Not known", 0, (0, 0))]);
    let text = explanation::text(&found, 100);
    assert!(text.contains("(team: North only)") && text.contains("By sex") && text.contains("- Female: 1; 1 row, "), "{text}");
    let json: serde_json::Value = serde_json::from_str(&explanation_json::render(&found).unwrap()).unwrap();
    assert_eq!(json["data"]["only"][0], serde_json::json!({"column": "team", "group": "North"}));
    assert_eq!(json["data"]["by"][0]["groups"][0]["cohort"], 1);
}

#[test]
fn tables_have_the_column_and_the_rows_of_the_group_alone() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = council(folder.path());
    let data = data(folder.path());
    let names = ["looked_after".to_owned(), "care_leavers".to_owned()];
    let (words, south) = ([by("team")], only(&["out_of_hours=Yes"]));
    let asked = Asked { data: &data, by: &words, only: &south };
    let files = one::tables(&catalogue, &names, asked, TableFormat::Csv, &|_| {}).unwrap().value.unwrap();
    let text = String::from_utf8(files.tables[0].bytes.clone()).unwrap();
    let mut lines = csv::Reader::from_reader(text.as_bytes());
    let head = lines.headers().unwrap().clone();
    let at = |name: &str| head.iter().position(|other| other == name).unwrap();
    let rows: Vec<(String, String)> = lines
        .records()
        .map(|row| row.unwrap())
        .map(|row| (row[at("child")].to_owned(), row[at("team")].to_owned()))
        .collect();
    // A, E and F answer at night.
    assert_eq!(rows, [("A", "North"), ("E", "South"), ("F", "")].map(|(child, team)| (child.to_owned(), team.to_owned())));
    assert!(String::from_utf8(files.dictionary).unwrap().contains("looked_after,team,"));
}

#[test]
fn who_crosses_a_line_is_told_by_group() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = council(folder.path());
    let data = data(folder.path());
    let indicator = catalogue.indicator("placement-stability").unwrap();
    let (words, nights) = ([by("team")], only(&["out-of-hours=Yes"]));
    let asked = Asked { data: &data, by: &words, only: &nights };
    // In care since 1 May 2017: two and a half years are full at the end of October 2019. A, E and F answer at night.
    let due = one::due(&catalogue, indicator, asked, 20, &|_| {}).unwrap().value.unwrap();
    let told: Vec<(String, String, Option<String>)> =
        due.rows.iter().map(|row| (row.month.to_string(), row.child.clone(), row.groups[0].clone())).collect();
    let row = |child: &str, team: &str| ("2019-10".to_owned(), child.to_owned(), Some(team.to_owned()));
    assert_eq!(told, [row("A", "North"), row("E", "South"), row("F", "Not known")]);
    let text = due_text::text(&due);
    assert!(text.contains("(out of hours: Yes only)") && text.lines().any(|line| line.ends_with("team")), "{text}");
}

/// The national scorecard, with a history.
fn run(catalogue: &Catalogue, folder: &Path, only_of: &[&str], words: &[By], groups_history: bool) -> Document {
    let period = month("2018-03");
    let options = Options {
        by: words.to_vec(),
        only: only(only_of),
        history: 3,
        groups_history,
        ..Options::new(vec!["national".to_owned()], &folder.join("in"), period, period.last() + 3)
    };
    job::compute(catalogue, &options, &|_| {}).unwrap()
}

#[test]
fn groups_have_a_history_that_adds_up_to_that_of_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = council(folder.path());
    let document = run(&catalogue, folder.path(), &[], &[by("team")], true);
    let rows = || document.scorecards[0].rows();
    let series = |id: &str| -> Vec<i64> {
        let row = rows().find(|row| row.id == id).unwrap();
        row.series.iter().map(|point| point.figure.map_or(-1, |figure| figure.numerator() as i64)).collect()
    };
    // Nothing is known of those who left before G did, on 1 February: months before are gaps of the whole and of its groups.
    assert_eq!(series("cla-count"), [-1, -1, 6, 6]);
    assert_eq!(series("cla-count/team=North"), [-1, -1, 2, 2]);
    assert_eq!(series("cla-count/team=South"), [-1, -1, 2, 2]);
    for whole in rows().filter(|row| row.part_of.is_none()) {
        let groups: Vec<_> = rows().filter(|row| row.part_of.as_deref() == Some(whole.id.as_str())).collect();
        for (at, point) in whole.series.iter().enumerate().filter(|_| !groups.is_empty()) {
            let number = |figure: Option<scorecard::measure::Figure>| figure.map_or(0.0, |figure| figure.numerator());
            let sum: f64 = groups.iter().map(|row| number(row.series[at].figure)).sum();
            assert_eq!(sum, number(point.figure), "{} in {}", whole.id, point.month);
        }
    }
    let text = String::from_utf8(trend_csv::render(&document).unwrap()).unwrap();
    assert!(text.lines().any(|line| line.starts_with("national,cla-count/team=North,") && line.contains(",2018-02,2,")), "{text}");
}

#[test]
fn a_run_of_a_group_is_not_compared_with_one_of_the_whole_as_if_alike() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = council(folder.path());
    let (whole, north) = (run(&catalogue, folder.path(), &[], &[], false), run(&catalogue, folder.path(), &["team=north"], &[], false));
    let (whole_json, north_json) = (json::render(&whole).unwrap(), json::render(&north).unwrap());
    let only = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap()["only"].clone();
    assert_eq!(only(&whole_json), serde_json::Value::Null);
    assert_eq!(only(&north_json), serde_json::json!([{"column": "team", "group": "North"}]));
    let (a, b) = (Run::read(&whole_json).unwrap(), Run::read(&north_json).unwrap());
    let found = diff::diff(&a, &b);
    assert!(!found.same_people() && !found.is_empty());
    let style = table::Style { colour: false, unicode: true, width: 200 };
    let text = changes::render(&found, style);
    assert!(text.contains("the old run is of the whole, the new one of team: North alone"), "{text}");
    assert!(diff::diff(&b, &b).is_empty());

    // As the run before: of the same group it can be, of the whole it cannot.
    let previous = |name: &str, text: &str, only_of: &[&str]| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let period = month("2018-03");
        let options = Options {
            previous: Some(path),
            only: only_of.iter().map(|word| Only::parse(word).unwrap()).collect(),
            ..Options::new(vec!["national".to_owned()], &folder.path().join("in"), period, period.last() + 3)
        };
        let document = job::compute(&catalogue, &options, &|_| {}).unwrap();
        document.problems.iter().find(|problem| problem.code.as_str() == "unusable-run").map(|problem| problem.message.clone())
    };
    assert_eq!(previous("north.json", &north_json, &["team=NORTH"]), None);
    let said = previous("whole.json", &whole_json, &["team=North"]).unwrap();
    assert!(said.ends_with("it is of the whole, and this run of team: North alone"), "{said}");
    let said = previous("north.json", &north_json, &[]).unwrap();
    assert!(said.ends_with("it is of team: North alone, and this run of the whole"), "{said}");
}
