//! Histories: months as at their ends, gaps, steps, and the command that shows them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use scorecard::calendar::parse_iso;
use scorecard::definitions::{Source, Sources};
use scorecard::figure::Figure;
use scorecard::job::{self, Options};
use scorecard::rating::Rating;
use scorecard::scorecard::{Document, ShownTarget};
use scorecard::statistics::trend_marker::TrendMarker;
use scorecard::statistics::xmr::{Assurance, Meaning, Rule};

use crate::support::{CATALOGUE, compute, month, root, row};

/// A scorecard with its history, dated 3 April 2018.
fn history(scorecard: &str, extracts: &Path, period: &str, months: i32) -> Document {
    let options = Options {
        history: months - 1,
        ..Options::new(vec![scorecard.to_owned()], extracts, month(period), parse_iso("2018-04-03").unwrap())
    };
    job::compute(&CATALOGUE, &options, &|_| {}).unwrap()
}

/// The months of a row's history that have a figure, with it.
fn figures(document: &Document, indicator: &str) -> Vec<(String, f64)> {
    let seen = row(document, indicator).series.iter();
    seen.filter_map(|point| Some((point.month.to_string(), point.figure?.value()?))).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

fn run(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_scorecard"))
        .args(arguments)
        .current_dir(root())
        .env_remove("NO_COLOR")
        .env("LC_ALL", "C.UTF-8")
        .env("COLUMNS", "80")
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

const SAMPLE: &[&str] = &["--extracts", "sample-data", "--period", "2018-03", "--today", "2018-04-03"];

#[test]
fn every_month_is_what_the_month_itself_gives() {
    let sample = root().join("sample-data");
    let document = history("knowsley", &sample, "2018-03", 13);
    for back in [1, 6, 12] {
        let alone = compute(&["knowsley"], &sample, month("2018-03").back(back), None);
        for (row, same) in document.scorecards[0].every_row().zip(alone.scorecards[0].every_row()) {
            let point = &row.series[12 - back as usize];
            // A gap says nothing of the month: its data begin later, or its return is of another month.
            if point.figure.is_some() {
                assert_eq!((point.figure, point.rating), (same.figure, same.rating), "{} {}", row.id, point.month);
            }
            let resolved = |target: &ShownTarget| target.resolved.as_ref().map(|resolved| resolved.number.value());
            let alone = same.target.as_ref().and_then(|target| target.value.or_else(|| resolved(target)));
            assert_eq!(point.target, alone, "{}", row.id);
        }
    }
    let stability = row(&document, "placement-stability");
    assert_eq!(stability.series.len(), 13);
    assert_eq!(stability.series[12].figure, stability.figure);
    assert!(document.scorecards[0].every_row().filter(|row| row.chart.is_some()).count() > 20);
}

#[test]
fn a_month_without_a_folder_is_a_gap() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["2017-09", "2017-10", "2017-12", "2018-01"] {
        copy(&root().join("sample-data").join(name), &folder.path().join(name));
    }
    let document = history("national", folder.path(), "2018-02", 6);
    let count = row(&document, "cla-count");
    let gaps: Vec<String> =
        count.series.iter().filter(|point| point.figure.is_none()).map(|point| point.month.to_string()).collect();
    assert_eq!(gaps, ["2017-11", "2018-02"]);
    assert!(count.series.iter().all(|point| point.figure.is_some() || point.rating == Rating::NoData));
    // The month itself is shown with its warning, and travel is since the month before.
    assert!(count.figure.is_some() && count.previous.1.is_some());
    // Four figures are too few for a chart.
    assert!(count.chart.is_none() && count.travel.is_none());
}

/// A yearly return, flat: A (born 2008) left for good on 10 May 2017, B (born 2000) as a care leaver on
/// 20 April 2017, C came back after an end in 2012 and stays, D stays since 2016.
fn yearly_return(folder: &Path) {
    fs::write(
        folder.join("header.csv"),
        "CHILD,SEX,DOB,ETHNIC,UPN\nA,1,02/02/2008,WBRI,\nB,1,01/01/2000,WBRI,\nC,2,01/01/2009,WBRI,\nD,2,01/01/2010,WBRI,\n",
    )
    .unwrap();
    let head = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n";
    let rows = [
        "A,01/06/2016,S,C2,N1,U4,PR1,10/05/2017,E4A,,,,",
        "B,01/06/2015,S,C2,N1,U4,PR1,20/04/2017,E7,,,,",
        "C,01/02/2012,S,C2,N1,U4,PR1,01/09/2012,E4A,,,,",
        "C,01/03/2016,S,C2,N1,U4,PR1,,,,,,",
        "D,01/06/2016,S,C2,N1,U4,PR1,,,,,,",
    ];
    fs::write(folder.join("episodes.csv"), format!("{head}{}\n", rows.join("\n"))).unwrap();
}

#[test]
fn a_flat_folder_begins_with_the_first_child_known_to_have_left() {
    let folder = tempfile::tempdir().unwrap();
    yearly_return(folder.path());
    let document = history("national", folder.path(), "2018-03", 13);
    // May 2017 on: of those who left before, none could be in it. C's end of 2012 shows nothing, nor does B's.
    let count = figures(&document, "cla-count");
    assert_eq!(count.len(), 11);
    assert_eq!((count[0].clone(), count[10].clone()), (("2017-05".to_owned(), 2.0), ("2018-03".to_owned(), 2.0)));
    // Twelve months reach back to April 2017: of the reporting month alone, which is shown in any case.
    assert_eq!(figures(&document, "cla-ceased"), [("2018-03".to_owned(), 2.0)]);
}

#[test]
fn a_history_that_reaches_back_before_the_first_folder_is_used() {
    // The sample's first folder, 2016-03, holds the history of those looked after since 1 April 2013.
    let document = history("national", &root().join("sample-data"), "2018-03", 72);
    let first = |indicator: &str| figures(&document, indicator)[0].0.clone();
    assert_eq!(first("cla-count"), "2013-04");
    assert_eq!(first("cla-starts"), "2014-03");
    // Of the latest file alone, which says nothing of an earlier month.
    assert_eq!(first("health-assessments"), "2016-03");
    assert_eq!(first("care-leavers-eet"), "2016-03");
}

#[test]
fn a_return_of_an_earlier_month_is_no_point() {
    let folder = tempfile::tempdir().unwrap();
    copy(&root().join("sample-data/2018-03"), &folder.path().join("2018-03"));
    let returns = "PERIOD,MEASURE,NUMERATOR,DENOMINATOR,VALUE,NOTE\n2017-06,interviews-with-young-people,16,20,,\n\
                   2018-01,interviews-with-young-people,18,20,,\n";
    fs::write(folder.path().join("returns.csv"), returns).unwrap();
    let document = history("knowsley", folder.path(), "2018-03", 12);
    let interviews = row(&document, "KN-06");
    assert_eq!(interviews.figure, Some(Figure::Proportion { numerator: 18, denominator: 20 }));
    let seen: Vec<_> =
        interviews.series.iter().filter_map(|point| Some((point.month.to_string(), point.figure?.value()?))).collect();
    assert_eq!(seen, [("2017-06".to_owned(), 80.0), ("2018-01".to_owned(), 90.0)]);
}

/// A scorecard of returns, month by month back from March 2018, the latest last.
fn of_returns(values: &[i32], more: &str, target: &str) -> Document {
    let folder = tempfile::tempdir().unwrap();
    let mut returns = "PERIOD,MEASURE,NUMERATOR,DENOMINATOR,VALUE,NOTE\n".to_owned();
    for (at, value) in values.iter().enumerate() {
        let period = month("2018-03").back((values.len() - 1 - at) as i32);
        returns += &format!("{period},meetings,,,{value},\n");
    }
    fs::write(folder.path().join("returns.csv"), returns).unwrap();
    fs::write(folder.path().join("header.csv"), "CHILD,SEX,DOB\nA,1,02/02/2008\n").unwrap();
    fs::write(folder.path().join("episodes.csv"), "CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC\nA,01/06/2016,S,C2,N1,U4,,\n").unwrap();
    let definition = format!(
        "title = \"Steps\"\nsource = \"-\"\n[[groups]]\nid = \"g\"\ntitle = \"G\"\n[[groups.rows]]\nid = \"KN-06\"\ntitle = \"Meetings\"\n\
         return = \"meetings\"\nunit = \"count\"\npolarity = \"higher\"\nsource = \"-\"\n{more}\n{target}\n"
    );
    let mut sources = Sources::in_folder(&root().join("indicators")).unwrap();
    sources.scorecards.push(Source::new("steps.toml", "steps", definition));
    let defined = job::define(&sources).unwrap();
    assert!(defined.problems.is_empty(), "{:#?}", defined.problems);
    let options = Options {
        history: values.len() as i32 - 1,
        ..Options::new(vec!["steps".to_owned()], folder.path(), month("2018-03"), parse_iso("2018-04-03").unwrap())
    };
    job::compute(&defined.catalogue, &options, &|_| {}).unwrap()
}

#[test]
fn limits_begin_anew_with_a_step() {
    let about = |mean: i32| [2, -2, 1, -1, 2, -2, 0, 2, -2, 1, -1, 2, -2].map(|by| mean + by);
    let series = [about(10), about(50)].concat();
    let document = of_returns(
        &series,
        "steps = [{ from = \"2017-03\", reason = \"Counted by the new system\" }]",
        "target = \"42 meetings\"",
    );
    let stepped = row(&document, "KN-06");
    let chart = stepped.chart.as_ref().unwrap();
    assert_eq!((chart.lines[12].mean, chart.lines[13].mean), (10.0, 50.0));
    assert_eq!((chart.variation, chart.assurance), (None, Some(Assurance::Met)));
    assert!(crate::support::notes(stepped).contains(&"Re-based from March 2017: Counted by the new system".to_owned()));
    let document = of_returns(&series, "", "target = \"42 meetings\"");
    let whole = row(&document, "KN-06").chart.clone().unwrap();
    // Ranges 36, 44 and 36: the 44 is screened, the mean is 3, and 50 lies beyond 37.98.
    assert_eq!(whole.lines[0].mean, 30.0);
    assert_eq!(whole.variation.map(|flag| (flag.rule, flag.meaning)), Some((Rule::Outside, Meaning::Improvement)));
    // A return has no interval, so no marker.
    assert_eq!(row(&document, "KN-06").trend_marker, Some(TrendMarker::CannotBeCalculated));
}

#[test]
fn the_latest_target_is_seen_against_the_limits() {
    // Mean 10, limits 7.98 from it; the target was 1 until 2017 and is 18 since January 2018.
    let values = [2, -2, 1, -1, 2, -2, 0, 2, -2, 1, -1, 2, -2].map(|by| 10 + by);
    let targets = |now: &str| {
        format!(
            "[[groups.rows.targets]]\nfrom = \"2010-01\"\ntarget = \"1 meeting\"\n[[groups.rows.targets]]\nfrom = \"2018-01\"\ntarget = \"{now} meetings\""
        )
    };
    let assurance = |now: &str| row(&of_returns(&values, "", &targets(now)), "KN-06").chart.clone().unwrap().assurance;
    assert_eq!(assurance("18"), Some(Assurance::NotMet));
    assert_eq!(assurance("17"), Some(Assurance::Sometimes));
    assert_eq!(assurance("3"), Some(Assurance::Sometimes));
    assert_eq!(assurance("2"), Some(Assurance::Met));
}

#[test]
fn the_table_fits_the_terminal_and_is_read_without_unicode_or_colour() {
    let output = run(&[&["trend", "knowsley"], SAMPLE].concat(), &[]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let table = text(&output.stdout);
    assert!(table.lines().all(|line| line.chars().count() <= 80), "{table}");
    for words in ["13 months, March 2017 to March 2018", "  common cause variation in the change from month to month", "xmr-2023"]
    {
        assert!(table.contains(words), "'{words}' is not in\n{table}");
    }
    assert!(!table.contains('\u{1b}'));
    let plain = text(&run(&[&["trend", "knowsley"], SAMPLE].concat(), &[("LC_ALL", "C"), ("COLUMNS", "160")]).stdout);
    assert!(plain.is_ascii(), "{plain}");
    assert!(plain.lines().all(|line| line.len() <= 160) && plain.lines().any(|line| line.len() > 140));
    assert!(plain.contains("Target will be") && plain.contains("met only sometimes"));
}

#[test]
fn an_indicator_is_shown_alone_also_a_local_one() {
    for (id, target) in [("a1", true), ("persistent-absence", false)] {
        let output = run(&[&["trend", id, "--format", "json", "--months", "3"], SAMPLE].concat(), &[]);
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let rows = json["scorecards"][0]["groups"][0]["rows"].as_array().unwrap();
        assert_eq!((rows.len(), &rows[0]["id"]), (1, &id.into()));
        let periods: Vec<_> = rows[0]["series"].as_array().unwrap().iter().map(|point| point["period"].clone()).collect();
        assert_eq!(periods, ["2018-01", "2018-02", "2018-03"]);
        assert_eq!(rows[0]["target"].is_null(), !target);
        // Three figures are too few for a chart.
        assert!(rows[0]["process"].is_null() && rows[0]["trend"].is_null());
    }
}

#[test]
fn the_csv_has_a_line_for_each_row_and_month() {
    let output = run(&[&["trend", "placement-stability", "--format", "csv", "--months", "24"], SAMPLE].concat(), &[]);
    let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
    let head = reader.headers().unwrap().clone();
    let lines: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let cell = |line: &csv::StringRecord, name: &str| line[head.iter().position(|other| other == name).unwrap()].to_owned();
    assert_eq!(lines.len(), 24);
    let last = &lines[23];
    assert_eq!([cell(last, "period"), cell(last, "numerator"), cell(last, "denominator")], ["2018-03", "151", "217"]);
    assert_eq!(cell(last, "rule_set"), "xmr-2023");
    assert_eq!([cell(last, "basis"), cell(last, "method")], ["changes", "xmr-of-changes"]);
    assert_eq!((cell(last, "trend"), cell(&lines[0], "trend")), ("cannot-be-calculated".to_owned(), String::new()));
    let limits =
        [cell(last, "lower_limit"), cell(last, "mean"), cell(last, "upper_limit")].map(|cell| cell.parse::<f64>().unwrap());
    assert!((limits[0] + limits[2] - 2.0 * limits[1]).abs() < 1e-9, "{limits:?}");
}

#[test]
fn what_is_not_known_is_wrong_usage() {
    let output = run(&[&["trend", "placement-stabilty"], SAMPLE].concat(), &[]);
    assert_eq!(output.status.code(), Some(2));
    let message = text(&output.stderr);
    assert!(
        message.contains("no scorecard and no indicator 'placement-stabilty': did you mean 'placement-stability'?"),
        "{message}"
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x.docx");
    let output = run(&[&["trend", "national", "--output", file.to_str().unwrap()], SAMPLE].concat(), &[]);
    assert_eq!((output.status.code(), file.exists()), (Some(2), false));
    assert_eq!(run(&[&["trend", "national", "--months", "1"], SAMPLE].concat(), &[]).status.code(), Some(2));
}

#[test]
fn files_are_written_by_their_endings() {
    let folder = tempfile::tempdir().unwrap();
    let names = ["t.txt", "t.csv", "t.json"].map(|name| folder.path().join(name).to_str().unwrap().to_owned());
    let outputs: Vec<&str> = names.iter().flat_map(|name| ["--output", name.as_str()]).collect();
    let output = run(&[&["trend", "cla-count"], SAMPLE, &outputs].concat(), &[]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), String::new()));
    for (name, words) in names.iter().zip(["Children looked after", "cla-count", "scorecard/v1"]) {
        assert!(fs::read_to_string(name).unwrap().contains(words), "{name}");
    }
}
