//! A scorecard that cannot be protected in the steps there are: the run ends, says so and writes nothing. The bound is of steps, so
//! that it is met at the same place on every machine.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Instant;

/// So many rows, each of other ages taken by chance, of so many children, and how hidden numbers are protected.
fn made(folder: &Path, rows: usize, children: usize, protect: &str) {
    let mut random = fastrand::Rng::with_seed(1);
    for of in ["defs/library", "defs/scorecards", "extracts"] {
        fs::create_dir_all(folder.join(of)).unwrap();
    }
    let mut card = format!("title = \"Many\"\nsource = \"-\"\n{protect}\n[[groups]]\nid = \"g\"\ntitle = \"Many\"\n");
    for at in 0..rows {
        let (some, mut ages) = (random.usize(2..17), (0..18).collect::<Vec<i32>>());
        random.shuffle(&mut ages);
        let ages: Vec<String> = ages[..some].iter().map(ToString::to_string).collect();
        let text = format!(
            "title = \"r{at}\"\nmeans = \"-\"\ntable = \"looked_after\"\nstatistic = \"count\"\nunit = \"count\"\npolarity = \"none\"\nwindow = \"last-day\"\nsource = \"-\"\nwhere = \"age IN ({})\"\n",
            ages.join(", ")
        );
        fs::write(folder.join(format!("defs/library/r{at}.toml")), text).unwrap();
        writeln!(card, "[[groups.rows]]\nid = \"r{at}\"\nindicator = \"r{at}\"\nsource = \"-\"").unwrap();
    }
    fs::write(folder.join("defs/scorecards/many.toml"), card).unwrap();
    let mut header = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n".to_owned();
    let mut episodes =
        "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n".to_owned();
    for at in 0..children {
        writeln!(header, "B{at:03},1,10/02/{},WBRI,,,", 2018 - random.i32(0..18)).unwrap();
        writeln!(episodes, "B{at:03},01/03/2018,S,C2,N1,U4,PR1,,,,,,").unwrap();
    }
    fs::write(folder.join("extracts/header.csv"), header).unwrap();
    fs::write(folder.join("extracts/episodes.csv"), episodes).unwrap();
}

fn run(folder: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_scorecard"));
    command.args(["compute", "many", "--no-config", "--indicators", "defs", "--extracts", "extracts"]);
    command.args(["--period", "2018-03", "--today", "2018-04-03", "--audience", "public", "--output", "many.html"]);
    command.current_dir(folder).output().unwrap()
}

#[test]
fn what_cannot_be_protected_in_the_steps_there_are_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    // Each hidden number is to be one of several far apart.
    made(folder.path(), 300, 100, "protect = \"range 4\"");
    let begun = Instant::now();
    let (once, again) = (run(folder.path()), run(folder.path()));
    let said = String::from_utf8_lossy(&once.stderr);
    assert!(said.contains("error[disclosure-too-long]") && said.contains("nothing was written"), "{said}");
    assert_eq!((once.status.code(), &once.stdout, &once.stderr), (Some(1), &again.stdout, &again.stderr));
    assert!(once.stdout.is_empty() && !folder.path().join("many.html").exists());
    assert!(begun.elapsed().as_secs() < 120, "{:?}", begun.elapsed());
}

#[test]
#[ignore = "takes a minute"]
fn few_children_counted_by_very_many_rows_come_to_an_end() {
    // Hidden numbers of twelve children hang together with everything: a table of other numbers moves thousands of differences.
    for (rows, children, protect) in [(600, 30, ""), (600, 12, ""), (600, 30, "protect = \"range 4\""), (1200, 30, "")] {
        let folder = tempfile::tempdir().unwrap();
        made(folder.path(), rows, children, protect);
        let begun = Instant::now();
        let ran = run(folder.path());
        let is_written = folder.path().join("many.html").exists();
        let said = String::from_utf8_lossy(&ran.stderr);
        assert!(is_written == ran.status.success() && (is_written || said.contains("error[disclosure-too-long]")), "{said}");
        assert!(begun.elapsed().as_secs() < 120, "{rows} rows of {children} children: {:?}", begun.elapsed());
    }
}
