//! `explain`, `cases`, `tables` and `new` as they are run.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use polars::prelude::DataType;
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;
use scorecard::definitions::{Indicator, Sources};
use scorecard::job::{self, one};
use scorecard::render::explanation;
use scorecard::tables::schema::Schema;
use serde_json::Value;

use crate::support::{CATALOGUE, root};

fn run_in(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_scorecard"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("COLUMNS")
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A run at the repository's root that is done.
fn done(arguments: &[&str]) -> Output {
    let output = run_in(&root(), arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output.stderr));
    output
}

const DATA: &[&str] = &["--extracts", "sample-data", "--period", "2018-03", "--authority", "E08000011"];

#[test]
fn every_indicator_is_explained() {
    // As the command reads them, from the folder that it is started in: an explanation names the file.
    let defined = job::define(&Sources::in_folder(Path::new("indicators")).unwrap()).unwrap();
    let all: Vec<&Indicator> = defined.catalogue.indicators.iter().collect();
    let explanations = one::explain(&defined.catalogue, &all, None, &|_| {}).unwrap().value.unwrap();
    assert!(explanations.len() == all.len() && all.len() > 100, "{}", all.len());
    for (at, (indicator, explanation)) in all.iter().zip(&explanations).enumerate() {
        let explained = explanation::text(explanation, 80);
        assert!(explained.starts_with(&indicator.id) && explained.contains("Extracts it needs\n- "), "{explained}");
        assert!(explained.lines().all(|line| line.chars().count() <= 80), "{explained}");
        // The command says the same; a start takes longer than a hundred explanations.
        if at % 12 == 0 {
            let output = done(&["explain", &indicator.id]);
            assert_eq!((text(&output.stdout), text(&output.stderr)), (explained, String::new()));
        }
    }
}

#[test]
fn an_explanation_with_data_narrows_the_cohort() {
    let output = done(&[&["explain", "care-leavers-eet"], DATA].concat());
    let explained = text(&output.stdout);
    assert!(explained.contains("age BETWEEN 19 AND 21\n") && explained.contains("the denominator"), "{explained}");
    let output = done(&[&["explain", "placement-stability", "--format", "json"], DATA].concat());
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["schema"], "explanation/v1");
    assert_eq!(json["data"]["steps"][0]["sql"], "age < 16");
    assert_eq!(json["data"]["cohort"], 217);
    assert_eq!(json["data"]["counted"]["kept"], 151);
    assert_eq!(json["data"]["value"], 151.0 * 100.0 / 217.0);
}

#[test]
fn what_is_not_known_is_status_2_with_the_nearest_name() {
    let there = ["--extracts", "sample-data", "--period", "2018-03"];
    let scratch = tempfile::tempdir().unwrap();
    let out = scratch.path().to_string_lossy().into_owned();
    for (arguments, said) in [
        (vec!["explain", "placement-stabilty"], "did you mean 'placement-stability'?"),
        ([&["cases", "a11"][..], &there].concat(), "did you mean 'a1'?"),
        ([&["tables", "placement", "--output", &out][..], &there].concat(), "did you mean 'placements'?"),
        ([&["cases", "a1", "--output", "a1.xlsx"][..], &there].concat(), "use .csv, .json or .txt"),
        (vec!["explain", "a1", "--extracts", "sample-data"], "--period"),
    ] {
        let output = run_in(&root(), &arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains(said), "{arguments:?}: {}", text(&output.stderr));
        assert_eq!(text(&output.stdout), "");
    }
}

#[test]
fn cases_say_that_they_are_case_level_and_come_in_three_formats() {
    let scratch = tempfile::tempdir().unwrap();
    let path = |name: &str| scratch.path().join(name).to_string_lossy().into_owned();
    let (csv, json) = (path("cases.csv"), path("cases.json"));
    let output = done(&[&["cases", "placement-stability", "--output", &csv, "--output", &json], DATA].concat());
    assert_eq!(text(&output.stdout), "");
    assert!(text(&output.stderr).contains("case-level") && text(&output.stderr).contains("not for boards"));
    let mut reader = csv::Reader::from_path(&csv).unwrap();
    let place = reader.headers().unwrap().iter().position(|name| name == "place").unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
    assert_eq!(rows.len(), 217);
    assert_eq!(rows.iter().filter(|row| &row[1] == "true").count(), 151);
    let json: Value = serde_json::from_str(&fs::read_to_string(&json).unwrap()).unwrap();
    assert_eq!(json["schema"], "cases/v1");
    assert_eq!(json["rows"].as_array().unwrap().len(), 217);
    assert_eq!(json["rows"][0]["child"], rows[0][0]);
    assert_eq!(json["rows"][0]["cells"]["place"], rows[0][place]);
    let table = text(&done(&[&["cases", "placement-stability"], DATA].concat()).stdout);
    assert!(table.contains("217 rows: 151 of 217, 69.6%."), "{table}");
    assert_eq!(table.lines().filter(|line| line.starts_with("SD")).count(), 217);
}

#[test]
fn identifiers_that_a_spreadsheet_would_run_are_made_harmless() {
    let scratch = tempfile::tempdir().unwrap();
    let (input, output) = (scratch.path().join("in"), scratch.path().join("out"));
    fs::create_dir(&input).unwrap();
    let header = "CHILD,SEX,DOB,ETHNIC\n=1+1,1,01/01/2010,WBRI\n@x,2,01/01/2010,WBRI\n\"-2,\"\"3\",2,01/01/2010,WBRI\n";
    fs::write(input.join("header.csv"), header).unwrap();
    let episode = |child: &str| format!("{child},01/01/2016,S,C2,N1,U6,,\n");
    let children = [episode("=1+1"), episode("@x"), episode("\"-2,\"\"3\"")].concat();
    fs::write(input.join("episodes.csv"), format!("CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC\n{children}")).unwrap();
    let (input, folder) = (input.to_string_lossy().into_owned(), output.to_string_lossy().into_owned());
    let data = ["--extracts", &input, "--period", "2018-03", "--format", "csv"];
    let ids = |bytes: &[u8]| -> Vec<String> {
        csv::Reader::from_reader(bytes).records().map(|row| row.unwrap()[0].to_owned()).collect()
    };
    let cases = done(&[&["cases", "cla-count"][..], &data].concat());
    assert_eq!(ids(&cases.stdout), ["'-2,\"3", "'=1+1", "'@x"]);
    done(&[&["tables", "looked_after", "--output", &folder][..], &data].concat());
    assert_eq!(ids(&fs::read(output.join("looked_after.csv")).unwrap()), ["'-2,\"3", "'=1+1", "'@x"]);
}

#[test]
fn tables_are_written_with_all_columns_and_a_dictionary() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("tables");
    let out = folder.to_string_lossy().into_owned();
    let output = done(&[&["tables", "--output", &out], DATA].concat());
    assert!(text(&output.stderr).contains("case-level"), "{}", text(&output.stderr));
    let dictionary: Vec<csv::StringRecord> =
        csv::Reader::from_path(folder.join("dictionary.csv")).unwrap().records().collect::<Result<_, _>>().unwrap();
    for table in &Schema::new(&CATALOGUE.extracts).unwrap().tables {
        let file = fs::File::open(folder.join(format!("{}.parquet", table.id))).unwrap();
        let frame = ParquetReader::new(file).finish().unwrap();
        // The sample data have no list of one day, and none of brothers and sisters.
        let without = ["listed_in_care", "siblings"].iter().any(|list| table.id.starts_with(list));
        assert!(frame.height() > 0 || without, "{}", table.id);
        let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(frame.get_column_names(), names);
        let described: Vec<&str> = dictionary.iter().filter(|row| row[0] == *table.id).map(|row| &row[1]).collect();
        assert_eq!(described, names);
        for column in &table.columns {
            let kind = frame.column(&column.name).unwrap().dtype().clone();
            let expected = match &column.dtype {
                DataType::UInt32 | DataType::Enum(..) => DataType::String,
                other => other.clone(),
            };
            assert_eq!(kind, expected, "{}.{}", table.id, column.name);
        }
        if table.column("child").is_some() && frame.height() > 0 {
            let child = frame.column("child").unwrap().str().unwrap();
            assert!(child.get(0).unwrap().starts_with("SD"));
        }
    }
    // The same again as CSV, of one table only: as many rows.
    let csv = scratch.path().join("csv");
    done(&[&["tables", "placements", "--format", "csv", "--output", &csv.to_string_lossy()], DATA].concat());
    assert_eq!(fs::read_dir(&csv).unwrap().count(), 2);
    let file = fs::File::open(folder.join("placements.parquet")).unwrap();
    let rows = csv::Reader::from_path(csv.join("placements.csv")).unwrap().records().count();
    assert_eq!(rows, ParquetReader::new(file).finish().unwrap().height());
}

#[test]
fn columns_without_their_extract_are_empty_and_named() {
    let scratch = tempfile::tempdir().unwrap();
    let extracts = root().join("tests/cases/periods-of-care/extracts").to_string_lossy().into_owned();
    let out = scratch.path().to_string_lossy().into_owned();
    let output = done(&["tables", "--extracts", &extracts, "--period", "2018-03", "--format", "csv", "--output", &out]);
    let said = text(&output.stderr);
    assert!(said.contains("note: empty in looked_after: unaccompanied: no uasc extract"), "{said}");
    assert!(said.contains("note: health has no rows: no oc2 extract"), "{said}");
    let mut reader = csv::Reader::from_path(scratch.path().join("looked_after.csv")).unwrap();
    let at = reader.headers().unwrap().iter().position(|name| name == "unaccompanied").unwrap();
    let cells: Vec<String> = reader.records().map(|row| row.unwrap()[at].to_owned()).collect();
    assert!(!cells.is_empty() && cells.iter().all(String::is_empty), "{cells:?}");
    let health = fs::read_to_string(scratch.path().join("health.csv")).unwrap();
    assert_eq!(health.lines().count(), 1, "{health}");
}

#[test]
fn a_new_folder_runs_as_its_readme_says() {
    let scratch = tempfile::tempdir().unwrap();
    let output = run_in(scratch.path(), &["new", "work"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let folder = scratch.path().join("work");
    let readme = fs::read_to_string(folder.join("README.md")).unwrap();
    let commands: Vec<&str> = readme.lines().filter_map(|line| line.strip_prefix("scorecard ")).collect();
    assert_eq!(commands[..2], ["compute", "test"]);
    for command in commands {
        let output = run_in(&folder, &command.split(' ').collect::<Vec<_>>());
        assert_eq!(output.status.code(), Some(0), "{command}: {}", text(&output.stderr));
        assert!(!output.stdout.is_empty(), "{command}");
    }
    // The case that the last but one makes waits to be worked.
    fs::remove_dir_all(folder.join("cases/first-case")).unwrap();
    // All that there is to type, with figures worked by hand from the twelve children: eleven are looked after on the last
    // day, eight of them with foster carers; five are 12 or over, two of them with foster carers; one had three placements;
    // ten are 5 or over, seven with life story work.
    let started = std::time::Instant::now();
    let computed = run_in(&folder, &["compute", "--format", "json"]);
    assert_eq!(computed.status.code(), Some(0), "{}", text(&computed.stderr));
    let tested = run_in(&folder, &["test"]);
    assert_eq!(tested.status.code(), Some(0), "{}", text(&tested.stdout));
    assert!(text(&tested.stdout).ends_with("2 cases, 2 rows: 2 as worked\n"), "{}", text(&tested.stdout));
    // Unoptimised and beside other tests; alone it takes less than half a second.
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
    let found: serde_json::Value = serde_json::from_slice(&computed.stdout).unwrap();
    assert_eq!(found["problems"], serde_json::json!([]));
    let groups = found["scorecards"][0]["groups"].as_array().unwrap();
    let rows = groups.iter().flat_map(|group| group["rows"].as_array().unwrap());
    let figures: Vec<_> = rows.map(|row| (row["numerator"].as_i64(), row["denominator"].as_i64())).collect();
    let worked = [(Some(11), None), (Some(8), Some(11)), (Some(2), Some(5)), (Some(1), Some(11)), (Some(7), Some(10))];
    assert_eq!(figures, worked);
    // Only what the folder has no files of is missed.
    let checked = run_in(&folder, &["check", "--extracts", "extracts", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_slice(&checked.stdout).unwrap();
    let problems = found["problems"].as_array().unwrap();
    assert!(problems.iter().all(|problem| problem["code"] == "missing-file"), "{problems:#?}");
    // What is there is never written over; an empty folder may be used.
    let again = run_in(scratch.path(), &["new", "work"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(text(&again.stderr).contains("not empty"), "{}", text(&again.stderr));
    fs::create_dir(scratch.path().join("empty")).unwrap();
    assert_eq!(run_in(scratch.path(), &["new", "empty"]).status.code(), Some(0));
    fs::write(scratch.path().join("file"), "").unwrap();
    assert_eq!(run_in(scratch.path(), &["new", "file"]).status.code(), Some(2));
}

#[test]
fn a_new_folder_may_begin_from_a_scorecard_that_is_built_in() {
    let scratch = tempfile::tempdir().unwrap();
    assert_eq!(run_in(scratch.path(), &["new", "work", "--from", "national"]).status.code(), Some(0));
    let folder = scratch.path().join("work");
    let computed = run_in(&folder, &["compute"]);
    assert_eq!(computed.status.code(), Some(0), "{}", text(&computed.stderr));
    assert!(text(&computed.stdout).contains(" 0 no data"), "{}", text(&computed.stdout));
    let checked = run_in(&folder, &["check", "--extracts", "extracts", "--period", "2018-03", "--fail-on", "problems"]);
    assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stdout));
    // What is written as a comment is right, too: the lines below the first blank one are taken in.
    let ours = folder.join("indicators/scorecards/ours.toml");
    let written = fs::read_to_string(&ours).unwrap();
    let (head, tail) = written.rsplit_once("show the ids.\n").unwrap();
    fs::write(&ours, format!("{head}\n{}", tail.replace("# ", "").replace('#', ""))).unwrap();
    let computed = run_in(&folder, &["compute"]);
    assert_eq!(computed.status.code(), Some(0), "{}", text(&computed.stderr));
    assert!(text(&computed.stdout).contains("What only we promise"), "{}", text(&computed.stdout));
    let unknown = run_in(scratch.path(), &["new", "other", "--from", "nationel"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("did you mean 'national'?"), "{}", text(&unknown.stderr));
    assert!(!scratch.path().join("other").exists());
}

/// The bytes of the files in a folder that are there to be read.
fn size_to_read(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let size = |entry: fs::DirEntry| {
        let path = entry.path();
        if path.is_dir() { size_to_read(&path) } else { entry.metadata().unwrap().len() }
    };
    entries.filter(|entry| entry.file_name() != "schema" && entry.file_name() != ".taplo.toml").map(size).sum()
}

#[test]
fn a_new_folder_is_read_in_ten_minutes_and_the_starter_is_small() {
    let scratch = tempfile::tempdir().unwrap();
    run_in(scratch.path(), &["new", "work"]);
    // At 200 words of six letters a minute.
    let size = size_to_read(&scratch.path().join("work"));
    assert!(size < 10 * 200 * 6, "{size} bytes");
    for schema in ["scorecard", "indicator", "extract", "case", "settings", "commentary", "benchmark"] {
        assert!(scratch.path().join(format!("work/indicators/schema/{schema}.schema.json")).is_file(), "{schema}");
    }
    let extracts = size_to_read(&root().join("starter/extracts"));
    assert!(extracts < 60_000, "{extracts} bytes");
}
