//! The program as it is run: exit statuses, what goes where, files written whole.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::root;

/// A run of the program in a folder; no terminal, no colour, a fixed day.
fn run_in(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_scorecard"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("COLUMNS")
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap()
}

fn run(arguments: &[&str]) -> Output {
    run_in(&root(), arguments)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

const MAIN: &[&str] = &["compute", "knowsley", "--extracts", "sample-data", "--period", "2018-03", "--today", "2018-04-03"];

fn main_job(more: &[&str]) -> Output {
    run(&[MAIN, more].concat())
}

#[test]
fn the_main_job_is_done_with_status_0_and_nothing_on_stderr() {
    let output = main_job(&[]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(text(&output.stderr), "");
    let table = text(&output.stdout);
    for words in ["Priority 2: Good, safe placements", "70%", "80%", "knowsley: ", " red, "] {
        assert!(table.contains(words), "'{words}' is not in\n{table}");
    }
    assert!(!table.contains('\u{1b}'), "colour where there is no terminal");
    assert!(table.lines().all(|line| line.chars().count() <= 80), "{table}");
}

#[test]
fn colour_is_asked_for_and_width_is_used() {
    assert!(text(&main_job(&["--color", "always"]).stdout).contains('\u{1b}'));
    let output = Command::new(env!("CARGO_BIN_EXE_scorecard"))
        .args(MAIN)
        .current_dir(root())
        .env("COLUMNS", "160")
        .env("LC_ALL", "C")
        .output()
        .unwrap();
    let table = text(&output.stdout);
    assert!(table.is_ascii(), "{table}");
    assert!(table.lines().any(|line| line.len() > 120) && table.lines().all(|line| line.len() <= 160), "{table}");
    assert!(table.contains("KN-15") && table.contains("To target"), "{table}");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let with_threads = |threads: &str| {
        let arguments = [MAIN, &["--format", "json"]].concat();
        let mut command = Command::new(env!("CARGO_BIN_EXE_scorecard"));
        let output = command
            .args(arguments)
            .current_dir(root())
            .env("RAYON_NUM_THREADS", threads)
            .env("POLARS_MAX_THREADS", threads)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0));
        text(&output.stdout)
    };
    let one = with_threads("1");
    assert_eq!(one, with_threads("1"));
    assert_eq!(one, with_threads("2"));
}

#[test]
fn wrong_usage_is_status_2_and_says_so_on_stderr() {
    let wrong: &[&[&str]] = &[
        &["compute", "knowsley", "--period", "2018-03"],
        &["compute", "knowsley", "--extracts", "sample-data", "--period", "2018-13"],
        &["compute", "knowsly", "--extracts", "sample-data", "--period", "2018-03"],
        &["compute", "no-such.toml", "--extracts", "sample-data", "--period", "2018-03"],
        &["compute", "knowsley", "--extracts", "sample-data", "--period", "2018-03", "--output", "board.odt"],
        &["compute", "--indicators", "no-such-folder", "--extracts", "sample-data", "--period", "2018-03"],
        &["compute", "--today", "yesterday", "--extracts", "sample-data", "--period", "2018-03"],
        &["frobnicate"],
    ];
    for arguments in wrong {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", text(&output.stderr));
        assert_eq!(text(&output.stdout), "", "{arguments:?}");
        assert!(text(&output.stderr).starts_with("error: "), "{arguments:?}: {}", text(&output.stderr));
    }
    assert!(
        text(&run(&["compute", "knowsly", "--extracts", "x", "--period", "2018-03"]).stderr).contains("did you mean 'knowsley'?")
    );
}

#[test]
fn mistakes_in_definitions_or_extracts_are_status_1() {
    let scratch = tempfile::tempdir().unwrap();
    let empty = scratch.path().to_string_lossy().into_owned();
    let output = run(&["compute", "knowsley", "--extracts", &empty, "--period", "2018-03"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("[no-extracts]"), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "");
    let library = scratch.path().join("indicators/library");
    fs::create_dir_all(&library).unwrap();
    fs::write(library.join("broken.toml"), "title = 7\n").unwrap();
    for asked in [&["explain", "broken"][..], &["cases", "broken", "--extracts", ".", "--period", "2018-03"], &["check"]] {
        let output = run_in(scratch.path(), asked);
        assert_eq!(output.status.code(), Some(1), "{asked:?}");
        let message = text(&output.stderr) + &text(&output.stdout);
        assert!(message.contains("[wrong-type]") && message.contains("broken.toml:1:9"), "{asked:?}: {message}");
    }
    // What does not name it goes on, and says so.
    let sample = root().join("starter/extracts").to_string_lossy().into_owned();
    let data = ["--extracts", &sample, "--period", "2018-03"];
    for asked in [&["compute", "knowsley"][..], &["explain", "cla-count"], &["cases", "cla-count"], &["list"]] {
        let output = run_in(scratch.path(), &[asked, if asked[0] == "list" { &[] } else { &data }].concat());
        assert_eq!(output.status.code(), Some(0), "{asked:?}: {}", text(&output.stderr));
        let message = text(&output.stderr);
        assert!(message.contains("left out: indicators/library/broken.toml"), "{asked:?}: {message}");
    }
}

#[test]
fn fail_on_is_status_3_after_the_results() {
    for (what, id) in [("red", "KN-23"), ("amber", "KN-15")] {
        let output = main_job(&["--fail-on", what]);
        assert_eq!(output.status.code(), Some(3), "{what}");
        assert!(text(&output.stderr).contains(id), "{what}: {}", text(&output.stderr));
        assert!(text(&output.stdout).contains("knowsley: "));
    }
    let extracts = "tests/cases/no-file-is-no-data/extracts";
    let output = run(&["compute", "--extracts", extracts, "--period", "2018-03", "--fail-on", "no-data"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(
        text(&output.stderr).contains("failed on no-data: ") && text(&output.stderr).contains("a1"),
        "{}",
        text(&output.stderr)
    );
    let output = main_job(&["--fail-on", "problems"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    // Ids of several scorecards are alike: `a1` of which?
    let both = ["compute", "national", "rutland", "--extracts", extracts, "--period", "2018-03", "--fail-on", "no-data"];
    let found = text(&run(&both).stderr);
    assert!(found.contains("failed on no-data: national: cla-rate, ") && found.contains("; rutland: "), "{found}");
}

#[test]
fn the_letter_of_hidden_figures_is_explained_once() {
    let words = "\nc: hidden so that no child can be recognised\n";
    let public = text(&main_job(&["--audience", "public"]).stdout);
    assert_eq!(public.matches(words).count(), 1, "{public}");
    assert!(!text(&main_job(&[]).stdout).contains("hidden"));
}

#[test]
fn files_are_written_whole_or_not_at_all() {
    let scratch = tempfile::tempdir().unwrap();
    let (json, table) = (scratch.path().join("a.json"), scratch.path().join("b.txt"));
    let path = |path: &Path| path.to_string_lossy().into_owned();
    let output = main_job(&["--output", &path(&json), "--output", &path(&table)]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "");
    assert!(fs::read_to_string(&json).unwrap().starts_with("{\n  \"schema\": \"scorecard/v1\""));
    let before = fs::read(&json).unwrap();
    // The second file cannot be written: the first stays as it was.
    let output = run(&[
        "compute",
        "national",
        "--extracts",
        "sample-data",
        "--period",
        "2018-03",
        "--output",
        &path(&json),
        "--output",
        &path(&scratch.path().join("no/such.txt")),
    ]);
    assert_eq!(output.status.code(), Some(1));
    let said = format!("such.txt': there is no folder '{}'\n", path(&scratch.path().join("no")));
    assert!(text(&output.stderr).ends_with(&said), "{}", text(&output.stderr));
    assert_eq!(fs::read(&json).unwrap(), before);
    assert_eq!(fs::read_dir(scratch.path()).unwrap().count(), 2, "something was left behind");
}

#[test]
fn the_program_works_alone_in_an_empty_folder() {
    let scratch = tempfile::tempdir().unwrap();
    let sample = root().join("sample-data").to_string_lossy().into_owned();
    let output = run_in(scratch.path(), &["compute", "--extracts", &sample, "--period", "2018-03"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).starts_with("National indicator library"));
    fs::write(scratch.path().join("scorecard.toml"), "scorecards = [\"rutland\", \"leicester\"]\n").unwrap();
    let table = text(&run_in(scratch.path(), &["compute", "--extracts", &sample, "--period", "2018-03"]).stdout);
    assert!(table.contains("rutland: ") && table.contains("leicester: "), "{table}");
    fs::write(scratch.path().join("scorecard.toml"), "scorecard = \"rutland\"\n").unwrap();
    assert_eq!(run_in(scratch.path(), &["compute", "--extracts", &sample, "--period", "2018-03"]).status.code(), Some(1));
}

#[test]
fn lists_and_checks_and_completions_are_there() {
    for what in ["indicators", "scorecards", "extracts", "tables"] {
        let output = run(&["list", what]);
        assert_eq!(output.status.code(), Some(0));
        assert!(text(&output.stdout).lines().count() > 5, "{what}");
        let json = run(&["list", what, "--format", "json"]);
        assert!(serde_json::from_slice::<serde_json::Value>(&json.stdout).unwrap().as_array().unwrap().len() > 4);
    }
    let output = run(&["check", "--extracts", "sample-data"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
    assert!(text(&output.stdout).contains("0 errors, 0 warnings"), "{}", text(&output.stdout));
    assert!(text(&run(&["completions", "bash"]).stdout).contains("_scorecard"));
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("man");
    assert!(run(&["man", "--output", pages.to_str().unwrap()]).status.success());
    assert_eq!(std::fs::read_dir(&pages).unwrap().count(), 15);
    let page = std::fs::read_to_string(pages.join("scorecard-compute.1")).unwrap();
    assert!(page.contains("scorecard\\-compute") && page.contains("Folder of CSV files"), "{page}");
}
