//! A working folder with a broken file of each kind, one at a time: everything else is as it is without it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use scorecard::definitions::{Part, Sources};
use scorecard::job;

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_scorecard")).args(arguments).current_dir(folder).env("LC_ALL", "C.UTF-8").output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn work() -> tempfile::TempDir {
    let scratch = tempfile::tempdir().unwrap();
    let made = run(scratch.path(), &["new", "work"]);
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    scratch
}

/// What is computed, byte for byte, and how the run ends.
fn computed(folder: &Path, scorecards: &[&str]) -> (String, Option<i32>) {
    let output = run(folder, &[&["compute"], scorecards, &["--format", "csv", "--today", "2018-04-03"]].concat());
    (text(&output.stdout), output.status.code())
}

/// How a file can be broken.
const WAYS: [(&str, &[u8]); 8] = [
    ("empty", b""),
    ("half a line", b"title = "),
    ("a wrong kind", b"title = 7\n"),
    ("a key that nobody knows", b"titel = \"A\"\n"),
    ("extends nothing", b"extends = \"nothing-of-the-kind\"\n"),
    ("not UTF-8", b"title = \"\xe9\xff\"\n"),
    ("curly quotes", "title = \u{201c}A\u{201d}\n".as_bytes()),
    ("not text", b"\x00\x01\x02PK\x03\x04"),
];

#[test]
fn a_broken_file_of_each_kind_changes_nothing_else() {
    let scratch = work();
    let folder = scratch.path().join("work");
    let all = ["ours", "national", "knowsley"];
    let without = computed(&folder, &["ours"]);
    let all_without = computed(&folder, &all);
    assert_eq!((without.1, all_without.1), (Some(0), Some(0)));
    let tested = text(&run(&folder, &["test", "twelve-on-the-day"]).stdout);
    let kinds = [
        "indicators/library/aa-draft.toml",
        "indicators/local/aa-draft.toml",
        "indicators/extracts/aa_draft.toml",
        "indicators/scorecards/aa-draft.toml",
        "indicators/benchmarks/aa-draft.toml",
        "cases/aa-draft/expected.toml",
        "cases/aa-draft/expected.json",
        "extracts/commentary.toml",
        "extracts/commentary-draft.csv",
    ];
    for kind in kinds {
        let path = folder.join(kind);
        let parent = path.parent().unwrap();
        let is_new = !parent.exists();
        fs::create_dir_all(parent).unwrap();
        for (way, bytes) in WAYS {
            fs::write(&path, bytes).unwrap();
            assert_eq!(computed(&folder, &["ours"]), without, "{kind}: {way}");
        }
        assert_eq!(computed(&folder, &all), all_without, "{kind}");
        // Other cases run, and other commands go on.
        assert_eq!(text(&run(&folder, &["test", "twelve-on-the-day"]).stdout), tested, "{kind}");
        for command in [&["list", "indicators"][..], &["explain", "foster-teenagers"], &["cases", "P-02"]] {
            assert_eq!(run(&folder, command).status.code(), Some(0), "{kind}: {command:?}");
        }
        if is_new {
            fs::remove_dir_all(parent).unwrap();
        } else {
            fs::remove_file(&path).unwrap();
        }
    }
    assert_eq!(computed(&folder, &all), all_without);
}

#[test]
fn a_definition_that_breaks_takes_its_own_rows_and_no_others() {
    let scratch = work();
    let folder = scratch.path().join("work");
    let lines = |shown: &(String, Option<i32>)| shown.0.lines().map(str::to_owned).collect::<Vec<_>>();
    let before = computed(&folder, &["ours"]);
    for (file, row) in [
        ("indicators/library/foster-teenagers.toml", "P-03"),
        ("indicators/local/life-story.toml", "P-05"),
        ("indicators/extracts/life_story.toml", "P-05"),
    ] {
        let path = folder.join(file);
        let sound = fs::read(&path).unwrap();
        for (way, bytes) in WAYS {
            fs::write(&path, bytes).unwrap();
            let after = computed(&folder, &["ours"]);
            assert_eq!(after.1, Some(0), "{file}: {way}");
            let differ: Vec<(String, String)> =
                lines(&before).into_iter().zip(lines(&after)).filter(|(before, after)| before != after).collect();
            assert_eq!(differ.len(), 1, "{file}: {way}: {differ:#?}");
            assert!(differ[0].0.contains(row) && differ[0].1.contains(row), "{file}: {way}: {differ:#?}");
            assert_eq!(lines(&before).len(), lines(&after).len(), "{file}: {way}");
        }
        fs::write(&path, sound).unwrap();
    }
    // The scorecard itself: that it cannot be had is status 1, and others can.
    let path = folder.join("indicators/scorecards/ours.toml");
    fs::write(&path, "title = ").unwrap();
    assert_eq!(run(&folder, &["compute"]).status.code(), Some(1));
    assert_eq!(run(&folder, &["compute", "national"]).status.code(), Some(0));
}

#[test]
fn what_extends_a_definition_that_is_built_in_follows_it_when_that_is_mended() {
    let scratch = work();
    let folder = scratch.path().join("work/indicators");
    let numerator = |sources: &Sources, id: &str| {
        let defined = job::define(sources).unwrap();
        let wrong = defined.problems.iter().filter(|problem| problem.severity() == scorecard::problem::Severity::Error);
        assert_eq!(wrong.count(), 0, "{:#?}", defined.problems);
        let indicator = defined.catalogue.indicator(id).unwrap().clone();
        let statistic = format!("{:?}", indicator.statistic);
        let cohort = indicator.cohort.map(|text| text.value);
        (statistic.contains("'K1'"), cohort, indicator.title)
    };
    let mut sources = Sources::in_folder(&folder).unwrap();
    let before = numerator(&sources, "foster-teenagers");
    assert_eq!(before, (false, Some("age >= 12".to_owned()), "Teenagers in foster care".to_owned()));
    // The program's own definition is mended: one more code counts as foster care.
    let built_in = sources.indicators.iter_mut().find(|file| file.id == "foster-percent").unwrap();
    assert_eq!(built_in.layer(), "built in");
    built_in.text = built_in.text.replace("'U6')", "'U6', 'K1')").into();
    let after = numerator(&sources, "foster-teenagers");
    assert_eq!(after, (true, Some("age >= 12".to_owned()), "Teenagers in foster care".to_owned()));
    // The same for what lies on one of its own id.
    fs::write(folder.join("library/kinship-percent.toml"), "extends = \"kinship-percent\"\ntitle = \"With relatives\"\n")
        .unwrap();
    let mut sources = Sources::in_folder(&folder).unwrap();
    assert!(!numerator(&sources, "kinship-percent").0);
    let own = sources.part(Part::Library).iter().position(|file| file.id == "kinship-percent").unwrap();
    let mut below = (*sources.indicators[own].laid.shadows.clone().unwrap()).clone();
    below.text = below.text.replacen("('", "('K1', '", 1).into();
    sources.indicators[own].laid.shadows = Some(below.into());
    let after = numerator(&sources, "kinship-percent");
    assert_eq!((after.0, after.2), (true, "With relatives".to_owned()));
}
