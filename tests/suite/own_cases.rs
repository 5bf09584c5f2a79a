//! `scorecard test` as it is run: cases of one's own, what differs and which child makes the difference, new cases.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use scorecard::job::{self, one::Data};
use scorecard::problem::Severity;
use scorecard::worked::{draft, read};

use crate::support::{CATALOGUE, month};

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_scorecard")).args(arguments).current_dir(folder).env("LC_ALL", "C.UTF-8").output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A council with one indicator of its own: children of 12 or more, and who of them is with foster carers.
const TEENAGERS: &str = "title = \"Teenagers in foster care\"\nmeans = \"Of the children of 12 or more, those with foster carers.\"\n\
    table = \"looked_after\"\nwhere = \"age >= 12\"\nnumerator = \"place IN ('U1', 'U4')\"\nstatistic = \"proportion\"\n\
    unit = \"percent\"\npolarity = \"higher\"\nwindow = \"last-day\"\nsource = \"Placement plan\"\n";

/// On 31 March 2018: K1 is 12 and with foster carers, K2 is 15 and in a home, K3 is 11 (12 on 1 April), K4 has left.
fn council() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    write(at, "indicators/library/teenagers.toml", TEENAGERS);
    write(at, "cases/twelve/case.md", "# Twelve on the day\n\nK1 counts, K2 is in the cohort, K3 is too young, K4 has left.\n");
    write(at, "cases/twelve/extracts/header.csv", "CHILD,DOB\nK1,31/03/2006\nK2,14/09/2002\nK3,01/04/2006\nK4,05/05/2003\n");
    let episodes = "CHILD,DECOM,RNE,LS,PLACE,DEC,REC\nK1,07/01/2016,S,C2,U4,,\nK2,22/08/2017,S,C2,K2,,\n\
                    K3,03/03/2015,S,C2,U4,,\nK4,01/02/2016,S,C2,U1,28/02/2018,E11\n";
    write(at, "cases/twelve/extracts/episodes.csv", episodes);
    write(at, "cases/twelve/expected.toml", "period = \"2018-03\"\n[rows.teenagers]\nnumerator = 1\ndenominator = 2\n");
    folder
}

#[test]
fn a_case_that_comes_out_as_worked_ends_with_status_0() {
    let council = council();
    for arguments in [&["test"][..], &["test", "twelve"], &["test", "cases"], &["test", "cases/twelve"], &["test", "."]] {
        let output = run(council.path(), arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output.stderr));
        assert_eq!(text(&output.stderr), "");
        let said = text(&output.stdout);
        assert!(said.ends_with("1 case, 1 row: 1 as worked\n"), "{said}");
        assert!(said.contains("  teenagers  1 of 2    1 of 2, 50.0%  ✓"), "{said}");
        assert!(!said.contains("note["), "{said}");
    }
}

#[test]
fn the_child_that_makes_the_difference_is_named_and_the_status_is_3() {
    let council = council();
    let at = council.path();
    // The definition slips: `>` for `>=` leaves out K1, who is 12 on the day.
    write(at, "indicators/library/teenagers.toml", &TEENAGERS.replace(">= 12", "> 12"));
    let output = run(at, &["test"]);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(3), "{said}");
    for words in ["twelve: teenagers\n", "Twelve on the day", "  expected  1 of 2", "  came      0 of 1, 0.0%"] {
        assert!(said.contains(words), "'{words}' is not in\n{said}");
    }
    assert!(said.contains("the numerator is 0, not 1\n") && said.contains("the denominator is 1, not 2\n"), "{said}");
    let k1 = said.lines().find(|line| line.trim_start().starts_with("K1")).unwrap();
    assert_eq!(k1.split_whitespace().collect::<Vec<_>>().join(" "), "K1 left out: age > 12 does not hold 12 U4");
    assert!(said.contains("K2     in the cohort, not counted"), "{said}");
    assert!(!said.contains("K4"), "who has left is in no row of the table: {said}");
    assert!(text(&output.stderr).contains("case-level data"), "{}", text(&output.stderr));
    // Named children: only those that differ are shown.
    let named = "period = \"2018-03\"\n[rows.teenagers]\ncounted = [\"K1\"]\ncohort = [\"K1\", \"K2\"]\n";
    write(at, "cases/twelve/expected.toml", named);
    let said = text(&run(at, &["test"]).stdout);
    assert!(said.contains("one child stands otherwise than expected\n"), "{said}");
    assert!(said.contains("expected to count") && !said.contains("K2  "), "{said}");
    // And right again, they are all there is to say.
    write(at, "indicators/library/teenagers.toml", TEENAGERS);
    assert_eq!(run(at, &["test"]).status.code(), Some(0));
}

#[test]
fn every_format_says_the_same_and_junit_names_no_child() {
    let council = council();
    let at = council.path();
    write(at, "cases/<b>/expected.json", "{\"period\": \"2018-03\", \"rows\": {\"cla-count\": {\"value\": 2}}}");
    fs::create_dir(at.join("cases/<b>/extracts")).unwrap();
    write(at, "indicators/library/teenagers.toml", &TEENAGERS.replace(">= 12", "> 12"));
    let json = run(at, &["test", "--format", "json"]);
    assert_eq!(json.status.code(), Some(1), "the folder of extracts is empty: {}", text(&json.stderr));
    let found: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(found["schema"], "test/v1");
    assert_eq!(found["summary"], serde_json::json!({"as_worked": 0, "differ": 1, "not_run": 1}));
    let row = &found["cases"][1]["rows"][0];
    assert_eq!((&row["outcome"], &row["came"]["numerator"]), (&"differs".into(), &0.into()));
    assert_eq!(row["children"][0]["child"], "K1");
    assert_eq!(row["children"][0]["cells"]["age"], 12);
    let junit = run(at, &["test", "--format", "junit"]);
    let said = text(&junit.stdout);
    let tree = roxmltree::Document::parse(&said).unwrap();
    let suites = tree.root_element();
    assert_eq!(
        (suites.attribute("tests"), suites.attribute("failures"), suites.attribute("errors")),
        (Some("2"), Some("1"), Some("1"))
    );
    let failure = tree.descendants().find(|node| node.has_tag_name("failure")).unwrap();
    assert_eq!(failure.attribute("message"), Some("the numerator is 0, not 1; the denominator is 1, not 2"));
    assert!(!said.contains("K1"), "{said}");
}

#[test]
fn one_case_with_a_mistake_does_not_stop_the_others() {
    let council = council();
    let at = council.path();
    write(at, "cases/begun/extracts/header.csv", "CHILD,DOB\n");
    write(at, "cases/begun/expected.toml", "period = \"2018-03\"\n[rows.teenagers]\n");
    let output = run(at, &["test"]);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("error[missing-key]: nothing is expected of 'teenagers' yet"), "{said}");
    assert!(said.ends_with("2 cases, 2 rows: 1 as worked, 1 not run\n"), "{said}");
    assert_eq!(run(at, &["test", "twelve"]).status.code(), Some(0));
    // Nor does a definition with a mistake stop cases of others.
    fs::remove_dir_all(at.join("cases/begun")).unwrap();
    write(at, "cases/count/extracts/header.csv", "CHILD,DOB\nK1,31/03/2006\n");
    write(at, "cases/count/extracts/episodes.csv", "CHILD,DECOM,RNE,LS,PLACE,DEC,REC\nK1,07/01/2016,S,C2,U4,,\n");
    write(at, "cases/count/expected.toml", "period = \"2018-03\"\n[rows.cla-count]\nvalue = 1\n");
    write(at, "indicators/library/teenagers.toml", &TEENAGERS.replace("age", "agee"));
    let output = run(at, &["test"]);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("not run: its definition has a mistake"), "{said}");
    assert!(said.ends_with("2 cases, 2 rows: 1 as worked, 1 not run\n"), "{said}");
}

#[test]
fn rows_of_a_scorecard_are_tried_with_their_rating() {
    let council = council();
    let at = council.path();
    let scorecard = "title = \"Ours\"\nsource = \"-\"\n[[groups]]\nid = \"a\"\ntitle = \"A\"\n[[groups.rows]]\nid = \"T-1\"\n\
                     indicator = \"teenagers\"\ntarget = \"60%\"\nsource = \"-\"\n[[groups.rows]]\nid = \"T-2\"\n\
                     title = \"Answers\"\nsurvey = \"safe\"\nunit = \"percent\"\npolarity = \"higher\"\ntarget = \"60%\"\nsource = \"-\"\n";
    write(at, "indicators/scorecards/ours.toml", scorecard);
    let expected = "period = \"2018-03\"\nscorecard = \"ours\"\n[rows.T-1]\ndisplay = \"50.0%\"\ndenominator = 2\nrating = \"red\"\n\
                    [rows.T-2]\nno_data = true\nrating = \"no-data\"\n";
    write(at, "cases/twelve/expected.toml", expected);
    let output = run(at, &["test"]);
    assert_eq!(output.status.code(), Some(0), "{}{}", text(&output.stdout), text(&output.stderr));
    write(at, "cases/twelve/expected.toml", &expected.replace("\"red\"", "\"green\""));
    let output = run(at, &["test"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stdout).contains("rated red, not green"), "{}", text(&output.stdout));
}

#[test]
fn names_that_are_near_are_told() {
    let council = council();
    let at = council.path();
    let said = |arguments: &[&str]| {
        let output = run(at, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        text(&output.stderr)
    };
    assert!(said(&["test", "twelv"]).contains("no case and no folder 'twelv': did you mean 'twelve'?"));
    assert!(said(&["test", "indicators"]).contains("there is no case in 'indicators'"));
    assert!(said(&["test", "--new", "twelve", "teenagers"]).contains("already"));
    assert!(said(&["test", "--new", "../out", "teenagers"]).contains("is no name of a case"));
    assert!(said(&["test", "--new", "more", "teenager"]).contains("did you mean 'teenagers'?"));
    fs::remove_dir_all(at.join("cases")).unwrap();
    assert!(said(&["test"]).contains("scorecard test --new NAME INDICATOR"));
}

#[test]
fn check_reports_scorecards_given_by_path_too() {
    let council = council();
    let at = council.path();
    let broken = "title = \"Ours\"\nsource = \"-\"\n[[groups]]\nid = \"a\"\ntitle = \"A\"\n[[groups.rows]]\nid = \"T-1\"\n\
                  indicator = \"teenager\"\nsource = \"-\"\n";
    write(at, "board/ours.toml", broken);
    assert_eq!(run(at, &["check"]).status.code(), Some(0));
    let output = run(at, &["check", "board/ours.toml"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("board/ours.toml:8:13"), "{}", text(&output.stdout));
    write(at, "scorecard.toml", "scorecards = [\"board/ours.toml\"]\n");
    assert_eq!(run(at, &["check"]).status.code(), Some(1));
    write(at, "board/ours.toml", &broken.replace("teenager", "teenagers"));
    assert_eq!(run(at, &["check"]).status.code(), Some(0));
    assert_eq!(run(at, &["check", "knowsly"]).status.code(), Some(2));
}

#[test]
fn a_new_case_waits_to_be_worked_and_then_runs() {
    let council = council();
    let at = council.path();
    let output = run(at, &["test", "--new", "more", "teenagers", "--period", "2018-03"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let output = run(at, &["test", "more"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("nothing is expected of 'teenagers' yet"), "{}", text(&output.stdout));
    // Both invented children are at least 12 on the last day, in the first kind of placement of the list.
    let file = at.join("cases/more/expected.toml");
    let worked = fs::read_to_string(&file)
        .unwrap()
        .replace("# numerator =", "numerator = 0")
        .replace("# denominator =", "denominator = 2");
    fs::write(&file, worked).unwrap();
    let output = run(at, &["test", "more"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
}

#[test]
fn the_draft_of_every_indicator_has_all_that_it_needs() {
    let folder = tempfile::tempdir().unwrap();
    let period = month("2026-03");
    let mut faults = Vec::new();
    for indicator in &CATALOGUE.indicators {
        let explained = job::one::explain(&CATALOGUE, &[indicator], None, &|_| {}).unwrap().value.unwrap();
        let case = folder.path().join(&indicator.id);
        for (path, text) in draft("new", &explained[0], &CATALOGUE.extracts, period) {
            write(&case, &path, &text);
        }
        let mut problems = Vec::new();
        read(&case, &CATALOGUE, &mut problems);
        let codes: Vec<&str> = problems.iter().map(|problem| problem.code.as_str()).collect();
        if codes != ["missing-key"] {
            faults.push(format!("{}: {problems:?}", indicator.id));
        }
        let data = Data { extracts: case.join("extracts"), period, authority: Some("E08000011".to_owned()), as_reported: false };
        let found = job::one::explain(&CATALOGUE, &[indicator], Some(&data), &|_| {}).unwrap();
        let wrong = found.problems.iter().filter(|problem| {
            problem.severity() == Severity::Error
                || problem.code.as_str().starts_with("unreadable")
                || problem.code.as_str() == "unknown-code"
        });
        faults.extend(wrong.map(|problem| format!("{}: {}", indicator.id, problem.message)));
        let narrowing = found.value.unwrap()[0].narrowing.clone().unwrap();
        if narrowing.counts.is_none() {
            faults.push(format!("{}: {:?}", indicator.id, narrowing.measured));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
