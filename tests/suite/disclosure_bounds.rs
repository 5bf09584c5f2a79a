//! A scorecard that cannot be protected in the steps there are: the run ends, says so and writes nothing. The bound is of steps, so
//! that it is met at the same place on every machine.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// Three hundred rows, each of other ages taken by chance, of a hundred children, where each hidden number is to be one of several far apart.
fn made(folder: &Path) {
    let mut random = fastrand::Rng::with_seed(1);
    for of in ["defs/library", "defs/scorecards", "extracts"] {
        fs::create_dir_all(folder.join(of)).unwrap();
    }
    let mut card =
        "title = \"Many\"\nsource = \"-\"\nprotect = \"range 4\"\n[[groups]]\nid = \"g\"\ntitle = \"Many\"\n".to_owned();
    for at in 0..300 {
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
    for at in 0..100 {
        writeln!(header, "B{at:03},1,10/02/{},WBRI,,,", 2018 - random.i32(0..18)).unwrap();
        writeln!(episodes, "B{at:03},01/03/2018,S,C2,N1,U4,PR1,,,,,,").unwrap();
    }
    fs::write(folder.join("extracts/header.csv"), header).unwrap();
    fs::write(folder.join("extracts/episodes.csv"), episodes).unwrap();
}

#[test]
fn what_cannot_be_protected_in_the_steps_there_are_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    made(folder.path());
    let begun = Instant::now();
    let run = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_scorecard"));
        command.args(["compute", "many", "--no-config", "--indicators", "defs", "--extracts", "extracts"]);
        command.args(["--period", "2018-03", "--today", "2018-04-03", "--audience", "public", "--output", "many.html"]);
        command.current_dir(folder.path()).output().unwrap()
    };
    let (once, again) = (run(), run());
    let said = String::from_utf8_lossy(&once.stderr);
    assert!(said.contains("error[disclosure-too-long]") && said.contains("nothing was written"), "{said}");
    assert_eq!((once.status.code(), &once.stdout, &once.stderr), (Some(1), &again.stdout, &again.stderr));
    assert!(once.stdout.is_empty() && !folder.path().join("many.html").exists());
    assert!(begun.elapsed().as_secs() < 120, "{:?}", begun.elapsed());
}
