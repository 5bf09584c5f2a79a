//! What is no longer as it was: fingerprints, restated figures, and what two runs differ in.
//!
//! Two children are looked after, 101 with a foster carer. Of 102 the extract of February says a home (K2), that of March
//! corrects it to a foster carer (U4) since the same day. So the share fostered was reported as 1 of 2 for February, and
//! is 2 of 2 as it is known in March.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

use crate::support::{compute, month, root};

fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_scorecard"));
    command.args(arguments).current_dir(root()).env_remove("COLUMNS").env("LC_ALL", "C.UTF-8").output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

const SCORECARD: &str = "title = \"An example council\"\nsource = \"Its strategy\"\n[[groups]]\nid = \"homes\"\ntitle = \"Homes\"\n\
    [[groups.rows]]\nid = \"EX-01\"\nindicator = \"foster-percent\"\ntarget = \"75%\"\nsource = \"-\"\n\
    [[groups.rows]]\nid = \"EX-02\"\nindicator = \"cla-count\"\npolarity = \"lower\"\ntarget = \"2 children\"\nsource = \"-\"\n";

/// A folder with the extracts of two months and the scorecard `council.toml`.
struct Work(tempfile::TempDir);

impl Work {
    fn new() -> Self {
        let work = Work(tempfile::tempdir().unwrap());
        let header = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n101,1,05/06/2008,WBRI,UN1,,\n102,2,17/11/2005,MWBC,UN1,0,\n";
        let episodes = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n\
                        101,05/05/2016,S,C2,N1,U4,PR1,,,,,,\n102,10/10/2017,S,V2,N5,K2,PR4,,,,,,\n";
        for (folder, episodes) in [("2018-02", episodes.to_owned()), ("2018-03", episodes.replace("K2", "U4"))] {
            let folder = work.path("extracts").join(folder);
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("header.csv"), header).unwrap();
            fs::write(folder.join("episodes.csv"), episodes).unwrap();
        }
        fs::write(work.path("council.toml"), SCORECARD).unwrap();
        work
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn shown(&self, name: &str) -> String {
        self.path(name).to_string_lossy().into_owned()
    }

    fn compute(&self, period: &str, more: &[&str]) -> Output {
        let (scorecard, extracts) = (self.shown("council.toml"), self.shown("extracts"));
        let main = ["compute", &scorecard, "--extracts", &extracts, "--period", period, "--today", "2018-04-03"];
        run(&[&main, more].concat())
    }

    /// The JSON of a run, kept as a file.
    fn keep(&self, period: &str, file: &str, more: &[&str]) -> String {
        let file = self.shown(file);
        let output = self.compute(period, &[&["--output", &file], more].concat());
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        file
    }

    fn change(&self, file: &str, from: &str, to: &str) -> String {
        let path = self.path(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "'{from}' is not in {file}");
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
        path.to_string_lossy().into_owned()
    }

    fn diff(&self, old: &str, new: &str) -> Value {
        let output = run(&["diff", &self.shown(old), &self.shown(new), "--format", "json"]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

fn json(file: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

/// What is restated of the row at a place, as `month: was > now`.
fn restated(output: &Output, at: usize) -> Vec<String> {
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let restated = document["scorecards"][0]["groups"][0]["rows"][at]["restated"].as_array().unwrap().clone();
    let words = |value: &Value| value.as_str().unwrap_or("none").to_owned();
    restated.iter().map(|one| format!("{}: {} > {}", words(&one["period"]), words(&one["was"]), words(&one["now"]))).collect()
}

#[test]
fn every_row_has_a_fingerprint_and_groups_that_of_their_row() {
    let document = compute(&["knowsley", "southwark"], &root().join("sample-data"), month("2018-03"), None);
    for row in document.scorecards.iter().flat_map(|scorecard| scorecard.every_row()) {
        assert_eq!(row.fingerprint.len(), 17, "{}: {}", row.id, row.fingerprint);
    }
    let of = |id: &str| {
        let mut rows = document.scorecards.iter().flat_map(|scorecard| scorecard.every_row());
        rows.find(|row| row.id == id).unwrap().fingerprint.split_once('-').unwrap()
    };
    // KN-01 is measured as KN-15 is, without its target.
    assert_eq!(of("KN-01").0, of("KN-15").0);
    assert_ne!(of("KN-01").1, of("KN-15").1);
    assert_ne!(of("KN-01").0, of("KN-02").0);
    let parts: Vec<_> =
        document.scorecards.iter().flat_map(|scorecard| scorecard.every_row()).filter(|row| row.is_part()).collect();
    assert!(!parts.is_empty());
    for part in parts {
        let whole = part.whole();
        assert_eq!((part.fingerprint.split_once('-').unwrap()), of(whole), "{}", part.id);
    }
}

#[test]
fn a_figure_that_the_extracts_corrected_is_marked_with_what_was_reported() {
    let work = Work::new();
    let february = work.keep("2018-02", "february.json", &["--as-reported"]);
    let march = work.compute("2018-03", &["--previous", &february, "--format", "json"]);
    assert_eq!(restated(&march, 0), ["2018-02: 50.0% > 100.0%"]);
    // Both runs count two children.
    assert_eq!(restated(&march, 1), Vec::<String>::new());
    let table = text(&work.compute("2018-03", &["--previous", &february]).stdout);
    assert!(table.contains("  February 2018 was reported as 50.0% and is now 100.0%"), "{table}");
    assert!(table.contains("[r] Revised since they were reported:\nEX-01 "), "{table}");
    let wide = work.shown("wide.txt");
    work.compute("2018-03", &["--previous", &february, "--output", &wide]);
    let wide = fs::read_to_string(wide).unwrap();
    assert_eq!(wide.matches("[r]").count(), 2, "beside the figure of the month before, and below: {wide}");
    // The same month run again: its own figure, and that of the month before it.
    let again = work.compute("2018-02", &["--previous", &february, "--format", "json"]);
    assert_eq!(restated(&again, 0), ["2018-01: 50.0% > 100.0%", "2018-02: 50.0% > 100.0%"]);
    // Nothing changed: nothing is marked.
    let now = work.keep("2018-02", "now.json", &[]);
    assert_eq!(restated(&work.compute("2018-03", &["--previous", &now, "--format", "json"]), 0), Vec::<String>::new());
    assert!(!text(&work.compute("2018-03", &["--previous", &now]).stdout).contains("[r]"));
}

#[test]
fn history_is_compared_month_by_month() {
    let work = Work::new();
    // January was reported as February is; a month without extracts is a gap, which is no figure to restate.
    let january = work.path("extracts").join("2018-01");
    fs::create_dir_all(&january).unwrap();
    for file in ["header.csv", "episodes.csv"] {
        fs::copy(work.path("extracts").join("2018-02").join(file), january.join(file)).unwrap();
    }
    let february = work.keep("2018-02", "february.json", &["--as-reported", "--months", "3"]);
    let march = work.compute("2018-03", &["--previous", &february, "--format", "json", "--months", "2"]);
    // Three months before February were given, two before March are: January and February are in both.
    assert_eq!(restated(&march, 0), ["2018-01: 50.0% > 100.0%", "2018-02: 50.0% > 100.0%"]);
}

#[test]
fn what_no_reader_would_see_is_not_marked_and_what_is_hidden_never_is() {
    let work = Work::new();
    work.keep("2018-02", "february.json", &[]);
    let marked = |file: &str| restated(&work.compute("2018-03", &["--previous", file, "--format", "json"]), 0);
    // 100% is now reported as 99.96%, which is shown as 100.0%; then as 99.94%, which is shown as 99.9%.
    let file = work.change("february.json", "\"value\": 100.0", "\"value\": 99.96");
    assert_eq!(marked(&file), Vec::<String>::new());
    let file = work.change("february.json", "\"value\": 99.96", "\"value\": 99.94");
    assert_eq!(marked(&file), ["2018-02: 99.9% > 100.0%"]);
    let file = work.change("february.json", "\"value\": 99.94", "\"value\": \"c\"");
    assert_eq!(marked(&file), Vec::<String>::new());
    // That there was no figure is something that was reported.
    let file = work.change("february.json", "\"value\": \"c\"", "\"value\": null");
    assert_eq!(marked(&file), ["2018-02: none > 100.0%"]);
    // A figure in another unit is no earlier one of this row.
    let file = work.change("february.json", "\"unit\": \"percent\"", "\"unit\": \"score\"");
    assert_eq!(marked(&file), Vec::<String>::new());
}

#[test]
fn another_way_of_measuring_is_told_where_figures_are_compared() {
    let work = Work::new();
    let document = json(&work.keep("2018-02", "february.json", &[]));
    let definition = document["scorecards"][0]["groups"][0]["rows"][0]["definition"].as_str().unwrap().to_owned();
    let file = work.change("february.json", &definition, &definition.replace('-', "0-")[1..]);
    let output = work.compute("2018-03", &["--previous", &file, "--format", "json"]);
    assert!(text(&output.stdout).contains("Measured differently since it was reported for February 2018"));
}

#[test]
fn a_run_that_cannot_be_compared_stops_the_job() {
    let work = Work::new();
    let refused = |period: &str, file: &str, more: &[&str]| {
        let output = work.compute(period, &[&["--previous", file], more].concat());
        assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
        assert_eq!(text(&output.stdout), "");
        text(&output.stderr)
    };
    assert!(refused("2018-03", "no-such.json", &[]).starts_with("error: cannot read 'no-such.json': "));
    fs::write(work.path("broken.json"), "{\"schema\": \"scorecard/v1\", ").unwrap();
    let message = refused("2018-03", &work.shown("broken.json"), &[]);
    assert!(message.contains("error[unusable-run]") && message.contains("it is not JSON of a run"), "{message}");
    assert!(message.ends_with("error: the earlier run cannot be used; nothing was computed\n"), "{message}");
    let march = work.keep("2018-03", "march.json", &[]);
    assert!(refused("2018-02", &march, &[]).contains("it is of March 2018, after February 2018"));
    assert!(refused("2018-03", &march, &["--audience", "public"]).contains("its audience is internal"));
    let elsewhere = refused("2018-03", &march, &["--authority", "E08000011"]);
    assert!(elsewhere.contains("its 'council' is of no authority, and this run's of E08000011"), "{elsewhere}");
}

#[test]
fn a_diff_tells_what_the_data_changed() {
    let work = Work::new();
    work.keep("2018-02", "old.json", &["--as-reported"]);
    work.keep("2018-02", "new.json", &[]);
    let found = work.diff("old.json", "new.json");
    assert_eq!((&found["schema"], &found["same_period"]), (&"scorecard-diff/v1".into(), &true.into()));
    let scorecard = &found["scorecards"][0];
    let expected = serde_json::json!({"changed": 1, "new": 0, "gone": 0, "alike": 1, "better": 1, "worse": 0});
    assert_eq!(scorecard["summary"], expected);
    let row = &scorecard["rows"][0];
    // 1 of 2 to 2 of 2; 50% missed 75% without a band, 100% meets it.
    assert_eq!(row["id"], "EX-01");
    assert_eq!((&row["figure"]["by"], &row["figure"]["changed"]), (&50.0.into(), &true.into()));
    assert_eq!(
        row["figure"]["old"],
        serde_json::json!({"numerator": 1.0, "denominator": 2.0, "value": 50.0, "display": "50.0%"})
    );
    assert_eq!(row["rating"], serde_json::json!({"changed": true, "moved": "better", "old": "red", "new": "green"}));
    assert_eq!((&row["cause"], &row["measured_differently"]), (&"data".into(), &false.into()));
    assert_eq!(row["target"], serde_json::json!({"changed": false, "old": "75%", "new": "75%"}));
    // January, the month before, is corrected as well.
    assert_eq!(row["restated"], serde_json::json!([{"period": "2018-01", "old": 50.0, "new": 100.0}]));
    let table = text(&run(&["diff", &work.shown("old.json"), &work.shown("new.json")]).stdout);
    for words in [
        "50.0%",
        "100.0%",
        "+50.0",
        "✓ Green, better:",
        "was ✗ Red",
        "January 2018: 50.0%, now 100.0%",
        "the data differ:\nEX-01",
    ] {
        assert!(table.contains(words), "'{words}' is not in\n{table}");
    }
    assert!(table.ends_with("council: 1 changed, 0 new, 0 gone, 1 alike; 1 rating better, 0 worse\n"), "{table}");
    assert!(table.lines().all(|line| line.chars().count() <= 80), "{table}");
}

#[test]
fn a_diff_tells_what_the_definition_changed() {
    let work = Work::new();
    work.keep("2018-03", "old.json", &[]);
    work.change("council.toml", "75%", "100%");
    work.change("council.toml", "indicator = \"cla-count\"", "indicator = \"cla-starts\"");
    work.change("council.toml", "title = \"Homes\"", "title = \"Good homes\"");
    work.keep("2018-03", "new.json", &[]);
    let rows = work.diff("old.json", "new.json")["scorecards"][0]["rows"].clone();
    // The figure is as it was and meets the new target too: only what was promised changed.
    assert_eq!((&rows[0]["figure"]["changed"], &rows[0]["cause"]), (&false.into(), &Value::Null));
    assert_eq!(rows[0]["target"], serde_json::json!({"changed": true, "old": "75%", "new": "100%"}));
    assert_eq!((&rows[0]["promised_differently"], &rows[0]["measured_differently"]), (&true.into(), &false.into()));
    // Two children looked after, none of whom started since 1 April 2017 but one.
    assert_eq!((&rows[1]["cause"], &rows[1]["measured_differently"]), (&"definition".into(), &true.into()));
    assert_eq!(rows[1]["figure"]["by"], Value::from(-1.0));
    let table = text(&run(&["diff", &work.shown("old.json"), &work.shown("new.json")]).stdout);
    for words in ["Targets that changed:", "  75%, now 100%", "how it is measured:\nEX-02 ", "what is promised:\nEX-01 "] {
        assert!(table.contains(words), "'{words}' is not in\n{table}");
    }
}

#[test]
fn rows_come_and_go() {
    let work = Work::new();
    work.keep("2018-02", "old.json", &["--by", "sex"]);
    work.change("council.toml", "EX-02", "EX-03");
    work.keep("2018-03", "new.json", &[]);
    let found = work.diff("old.json", "new.json");
    let rows = found["scorecards"][0]["rows"].as_array().unwrap().clone();
    let presence: Vec<_> = rows.iter().map(|row| (row["id"].as_str().unwrap(), row["presence"].as_str().unwrap())).collect();
    assert_eq!(presence, [("EX-03", "new"), ("EX-02", "gone")], "groups that one run alone has are left out");
    assert_eq!((&rows[0]["figure"]["old"], &rows[1]["figure"]["new"]), (&Value::Null, &Value::Null));
    assert_eq!(found["same_period"], false);
    let table = text(&run(&["diff", &work.shown("old.json"), &work.shown("new.json")]).stdout);
    assert!(table.contains("Each figure of March 2018 is compared with that of February 2018"), "{table}");
    assert!(table.contains("New rows:\nEX-03 ") && table.contains("Rows that are gone:\nEX-02 "), "{table}");
}

#[test]
fn hidden_figures_and_runs_without_fingerprints() {
    let work = Work::new();
    let document = json(&work.keep("2018-03", "new.json", &[]));
    let definition = document["scorecards"][0]["groups"][0]["rows"][0]["definition"].as_str().unwrap().to_owned();
    fs::copy(work.path("new.json"), work.path("old.json")).unwrap();
    work.change("old.json", &format!("\"definition\": \"{definition}\""), "\"definition\": \"\"");
    work.change("old.json", "\"value\": 100.0", "\"value\": \"c\"");
    work.change("old.json", "\"display\": \"100.0%\"", "\"display\": \"c\"");
    let row = work.diff("old.json", "new.json")["scorecards"][0]["rows"][0].clone();
    assert_eq!((&row["figure"]["changed"], &row["figure"]["by"]), (&true.into(), &Value::Null));
    assert_eq!(row["figure"]["old"]["value"], "c");
    assert_eq!((&row["cause"], &row["measured_differently"]), (&Value::Null, &Value::Null));
    let table = text(&run(&["diff", &work.shown("old.json"), &work.shown("new.json")]).stdout);
    assert!(table.contains("for want of") && table.contains("EX-01"), "{table}");
}

#[test]
fn nothing_changed_is_said_and_statuses_are_kept() {
    let work = Work::new();
    let (old, new) = (work.keep("2018-02", "old.json", &[]), work.keep("2018-03", "new.json", &[]));
    let same = run(&["diff", &old, &old, "--fail-on", "changes"]);
    assert_eq!(same.status.code(), Some(0));
    assert!(text(&same.stdout).ends_with("\nNothing changed: 2 rows are alike.\n"), "{}", text(&same.stdout));
    assert_eq!(
        serde_json::from_slice::<Value>(&run(&["diff", &old, &old, "--format", "json"]).stdout).unwrap()["changed"],
        false
    );
    // Both months have two children, both fostered as it is known now.
    assert!(text(&run(&["diff", &old, &new]).stdout).contains("Nothing changed"));
    work.change("new.json", "\"rating\": \"green\"", "\"rating\": \"amber\"");
    let failed = run(&["diff", &old, &new, "--fail-on", "changes"]);
    assert_eq!((failed.status.code(), text(&failed.stderr)), (Some(3), "failed on changes: council\n".to_owned()));
    let outputs = [work.shown("diff.json"), work.shown("diff.txt")];
    let written = run(&["diff", &old, &new, "--output", &outputs[0], "--output", &outputs[1]]);
    assert_eq!((written.status.code(), text(&written.stdout)), (Some(0), String::new()));
    assert_eq!(json(&outputs[0])["scorecards"][0]["rows"][0]["rating"]["moved"], "worse");
    assert!(fs::read_to_string(&outputs[1]).unwrap().contains("worse"));
    for (arguments, status, words) in [
        (vec!["diff", &old], 2, "NEW.json"),
        (vec!["diff", &old, &new, "--output", "diff.pdf"], 2, "names no format of changes"),
        (vec!["diff", "no-such.json", &new], 1, "cannot read 'no-such.json'"),
        (vec!["diff", "Cargo.toml", &new], 1, "it is not JSON of a run"),
    ] {
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(status), "{}", text(&output.stderr));
        assert!(text(&output.stderr).contains(words), "{}", text(&output.stderr));
        assert_eq!(text(&output.stdout), "");
    }
}

#[test]
fn the_difference_shown_is_that_of_the_figures_shown() {
    let work = Work::new();
    work.keep("2018-03", "new.json", &[]);
    fs::copy(work.path("new.json"), work.path("old.json")).unwrap();
    for (file, value, display) in [("old.json", "86.75", "86.8%"), ("new.json", "86.04", "86.0%")] {
        work.change(file, "\"value\": 100.0", &format!("\"value\": {value}"));
        work.change(file, "\"display\": \"100.0%\"", &format!("\"display\": \"{display}\""));
    }
    // Unrounded it is 0.71, and nobody could make that of 86.8 and 86.0.
    let table = text(&run(&["diff", &work.shown("old.json"), &work.shown("new.json")]).stdout);
    assert!(table.contains("86.8%     86.0%     -0.8 "), "{table}");
    let by = work.diff("old.json", "new.json")["scorecards"][0]["rows"][0]["figure"]["by"].as_f64().unwrap();
    assert!((by + 0.71).abs() < 1e-9, "{by}");
    // Parts that changed beneath a figure that looks the same.
    fs::copy(work.path("new.json"), work.path("old.json")).unwrap();
    work.change("new.json", "\"numerator\": 2", "\"numerator\": 3");
    let table = text(&run(&["diff", &work.shown("old.json"), &work.shown("new.json")]).stdout);
    assert!(table.contains("2/2 → 3/2") && table.contains("86.0%     86.0%        0 "), "{table}");
}
