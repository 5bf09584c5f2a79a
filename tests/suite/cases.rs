//! The hand-worked cases of `tests/cases`: every figure exactly as worked by hand, by the code of `scorecard test`.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use scorecard::job::worked;
use scorecard::worked::Outcome;

use crate::support::{CATALOGUE, root};

#[test]
fn every_case_comes_out_as_worked_by_hand() {
    let only = std::env::var("CASE").ok();
    let named = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        path.is_dir() && only.as_ref().is_none_or(|only| *only == name)
    };
    let mut folders: Vec<PathBuf> =
        fs::read_dir(root().join("tests/cases")).unwrap().map(|entry| entry.unwrap().path()).filter(named).collect();
    folders.sort();
    let report = worked::run(&CATALOGUE, &folders).unwrap();
    let mut faults = Vec::new();
    let mut worked = BTreeSet::new();
    let mut compared = 0;
    for case in &report.cases {
        faults.extend(case.problems.iter().map(|problem| format!("{}: {}", case.name, problem.message)));
        for row in &case.rows {
            compared += 1;
            worked.insert(row.expected.id.as_str());
            match &row.outcome {
                Outcome::AsWorked => {}
                Outcome::Differs(said) => faults.push(format!("{}: {}: {}", case.name, row.expected.id, said.join(", "))),
                Outcome::NotRun(why) => faults.push(format!("{}: {}: not run: {why}", case.name, row.expected.id)),
            }
        }
    }
    assert!(faults.is_empty(), "{} faults in {compared} rows:\n{}", faults.len(), faults.join("\n"));
    assert!(compared > 300 || only.is_some(), "only {compared} rows were compared");
    let without: Vec<&str> = CATALOGUE
        .indicators
        .iter()
        .filter(|indicator| indicator.local && !worked.contains(indicator.id.as_str()))
        .map(|indicator| indicator.id.as_str())
        .collect();
    assert!(without.is_empty() || only.is_some(), "no case works these out by hand: {without:?}");
}
