//! A scorecard that cannot be protected in the steps there are: the run ends, says so and writes nothing. The bound is of steps, so
//! that it is met at the same place on every machine. Nor can one whose rows add up in ways that no reader would find.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Instant;

/// So many rows that count some of so many children, by conditions made by chance, and how hidden numbers are protected.
fn made(folder: &Path, rows: usize, children: usize, protect: &str, condition: impl Fn(&mut fastrand::Rng) -> String) {
    let mut random = fastrand::Rng::with_seed(1);
    for of in ["defs/library", "defs/scorecards", "extracts"] {
        fs::create_dir_all(folder.join(of)).unwrap();
    }
    let mut card = format!("title = \"Many\"\nsource = \"-\"\n{protect}\n[[groups]]\nid = \"g\"\ntitle = \"Many\"\n");
    for at in 0..rows {
        let text = format!(
            "title = \"r{at}\"\nmeans = \"-\"\ntable = \"looked_after\"\nstatistic = \"count\"\nunit = \"count\"\npolarity = \"none\"\nwindow = \"last-day\"\nsource = \"-\"\nwhere = \"{}\"\n",
            condition(&mut random)
        );
        fs::write(folder.join(format!("defs/library/r{at}.toml")), text).unwrap();
        writeln!(card, "[[groups.rows]]\nid = \"r{at}\"\nindicator = \"r{at}\"\nsource = \"-\"").unwrap();
    }
    fs::write(folder.join("defs/scorecards/many.toml"), card).unwrap();
    let mut header = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n".to_owned();
    let mut episodes =
        "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n".to_owned();
    for at in 0..children {
        writeln!(header, "B{at:03},{},10/02/{},WBRI,,,", 1 + at % 2, 2018 - random.i32(0..18)).unwrap();
        writeln!(episodes, "B{at:03},01/03/2018,S,C2,N1,U4,PR1,,,,,,").unwrap();
    }
    fs::write(folder.join("extracts/header.csv"), header).unwrap();
    fs::write(folder.join("extracts/episodes.csv"), episodes).unwrap();
}

/// So many ages, taken by chance.
fn ages(random: &mut fastrand::Rng, some: usize) -> String {
    let mut ages: Vec<i32> = (0..18).collect();
    random.shuffle(&mut ages);
    let ages: Vec<String> = ages[..some].iter().map(ToString::to_string).collect();
    format!("age IN ({})", ages.join(", "))
}

fn some_ages(random: &mut fastrand::Rng) -> String {
    let some = random.usize(2..17);
    ages(random, some)
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
    // What holds among so many sets of children has numbers of tens of thousands.
    made(folder.path(), 45, 60, "", |random| {
        let (girls, boys) = (ages(random, 9), ages(random, 9));
        format!("(sex = '1' AND {boys}) OR (sex = '2' AND {girls})")
    });
    let begun = Instant::now();
    let (once, again) = (run(folder.path()), run(folder.path()));
    let said = String::from_utf8_lossy(&once.stderr);
    assert!(said.contains("error[disclosure-too-long]") && said.contains("nothing was written"), "{said}");
    assert_eq!((once.status.code(), &once.stdout, &once.stderr), (Some(1), &again.stdout, &again.stderr));
    assert!(once.stdout.is_empty() && !folder.path().join("many.html").exists());
    assert!(begun.elapsed().as_secs() < 120, "{:?}", begun.elapsed());
}

#[test]
fn rows_of_nearly_the_same_children_can_have_numbers_far_apart() {
    let folder = tempfile::tempdir().unwrap();
    made(folder.path(), 100, 30, "protect = \"range 4\"", some_ages);
    let ran = run(folder.path());
    assert!(ran.status.success() && folder.path().join("many.html").exists(), "{}", String::from_utf8_lossy(&ran.stderr));
}

#[test]
#[ignore = "takes a minute"]
fn few_children_counted_by_very_many_rows_come_to_an_end() {
    // Hidden numbers of twelve children hang together with everything: a table of other numbers moves thousands of differences.
    for (rows, children, protect) in [(600, 30, ""), (600, 12, ""), (600, 30, "protect = \"range 4\""), (1200, 30, "")] {
        let folder = tempfile::tempdir().unwrap();
        made(folder.path(), rows, children, protect, some_ages);
        let begun = Instant::now();
        let ran = run(folder.path());
        let is_written = folder.path().join("many.html").exists();
        let said = String::from_utf8_lossy(&ran.stderr);
        assert!(is_written == ran.status.success() && (is_written || said.contains("error[disclosure-too-long]")), "{said}");
        assert!(begun.elapsed().as_secs() < 120, "{rows} rows of {children} children: {:?}", begun.elapsed());
    }
}
