//! The cases behind figures: as many as the scorecard counts, for every indicator and every
//! hand-worked case.

use std::fs;
use std::path::Path;

use scorecard::calendar::Month;
use scorecard::cases::{CaseKind, Cases};
use scorecard::definitions::Indicator;
use scorecard::explain::{CountedRows, Narrowing};
use scorecard::figure::Figure;
use scorecard::job::one::{self, Data};
use scorecard::rating::Rating;
use scorecard::scorecard::Row;
use scorecard::threads;
use serde_json::Value;

use crate::support::{CATALOGUE, WITH_LOCAL, compute_with, month, root, row};

fn data(extracts: &Path, period: Month, authority: Option<&str>) -> Data {
    Data { extracts: extracts.to_owned(), period, authority: authority.map(str::to_owned), as_reported: false }
}

fn cases_of(indicators: &[&str], data: &Data) -> Vec<Cases> {
    let named: Vec<&Indicator> = indicators.iter().map(|id| CATALOGUE.indicator(id).unwrap()).collect();
    one::cases(&CATALOGUE, &named, data, &|_| {}).unwrap().value.unwrap()
}

/// The ids of all indicators.
fn all() -> Vec<&'static str> {
    CATALOGUE.indicators.iter().map(|indicator| indicator.id.as_str()).collect()
}

fn narrowings(indicators: &[&str], data: &Data) -> Vec<Narrowing> {
    let named: Vec<&Indicator> = indicators.iter().map(|id| CATALOGUE.indicator(id).unwrap()).collect();
    let explained = one::explain(&CATALOGUE, &named, Some(data), &|_| {}).unwrap().value.unwrap();
    explained.into_iter().map(|one| one.narrowing.unwrap()).collect()
}

/// Whether the cases and the steps of an explanation add up to the scorecard's figure.
fn fault(row: &Row, cases: &Cases, narrowing: &Narrowing) -> Option<String> {
    if cases.measured.figure() != row.figure || narrowing.measured.figure() != row.figure {
        return Some(format!("{:?} and {:?} are not {:?}", cases.measured, narrowing.measured, row.figure));
    }
    let number = cases.rows.len();
    let Some(figure) = row.figure else {
        // No data for want of a file has no rows; for want of anybody none that count.
        let nobody = cases.values().count() == 0 && (cases.kind != CaseKind::Numerator || number == 0);
        let told = row.rating == Rating::NoData && cases.measured.reason().is_some_and(|reason| !reason.is_empty());
        return (!(nobody && told)).then(|| format!("{number} rows and {:?}", cases.measured));
    };
    let found = match figure {
        // A ratio of sums: the cases show what is summed above the line.
        Figure::Proportion { denominator, .. } if cases.kind == CaseKind::Value => (cases.values().sum(), denominator as usize),
        Figure::Proportion { .. } => (cases.met() as f64, number),
        Figure::Mean { .. } => (cases.values().sum(), cases.values().count()),
        Figure::Sums { .. } => (cases.values().sum(), 0),
        Figure::Count(_) | Figure::Rate { .. } | Figure::Given(_) | Figure::Judged(_) => {
            (number as f64, figure.denominator().unwrap_or(0) as usize)
        }
    };
    let expected = (figure.numerator(), figure.denominator().unwrap_or(0) as usize);
    if found != expected {
        return Some(format!("the cases give {found:?}, the scorecard {expected:?}"));
    }
    let counts = narrowing.counts.as_ref()?;
    let mut left = counts.rows;
    for step in &counts.steps {
        if step.kept + step.not_so + step.missing != left {
            return Some(format!("{step:?} does not account for {left} rows"));
        }
        left = step.kept;
    }
    let counted = match &counts.counted {
        CountedRows::Each => (number as f64, expected.1),
        CountedRows::Where(step) if step.kept + step.not_so + step.missing != left => (f64::NAN, 0),
        CountedRows::Where(step) => (step.kept as f64, left),
        CountedRows::Mean { number, missing, .. } if number + missing != left => (f64::NAN, 0),
        CountedRows::Mean { sum, .. } if matches!(figure, Figure::Proportion { .. }) => (*sum, expected.1),
        CountedRows::Mean { number, sum, .. } => (*sum, *number),
    };
    let fine = left == counts.cohort && left == number && counted == expected;
    (!fine).then(|| format!("the steps give {left} rows and {counted:?}, the scorecard {expected:?}"))
}

/// What differs between scorecard, cases and explanations of a folder, for the indicators `ids`; and
/// for some of them between the figure alone and that among others.
fn faults(name: &str, data: &Data, ids: &[&str], alone: &[&str]) -> Vec<String> {
    let mut faults = Vec::new();
    let both = ["national", "local"];
    let document = compute_with(&WITH_LOCAL, &both, &data.extracts, data.period, data.authority.as_deref());
    let (cases, narrowed) = (cases_of(ids, data), narrowings(ids, data));
    assert_eq!((cases.len(), narrowed.len()), (ids.len(), ids.len()));
    for ((id, cases), narrowing) in ids.iter().zip(&cases).zip(&narrowed) {
        faults.extend(fault(row(&document, id), cases, narrowing).map(|fault| format!("{name}: {id}: {fault}")));
        let ordered = cases.rows.windows(2).all(|pair| pair[0].child <= pair[1].child);
        if !ordered
            || cases.rows.iter().any(|row| row.child.is_empty() && cases.has_child() || row.cells.len() != cases.columns.len())
        {
            faults.push(format!("{name}: {id}: rows out of order, without a child, or of another width"));
        }
    }
    // By itself an indicator reads only what it says it needs, and gives the same.
    for id in alone {
        let (found, expected) = (narrowings(&[id], data).remove(0).measured.figure(), row(&document, id).figure);
        if found != expected {
            faults.push(format!("{name}: {id}: alone {found:?}, with others {expected:?}"));
        }
    }
    faults
}

#[test]
fn cases_are_as_many_as_the_sample_data_count() {
    let data = data(&root().join("sample-data"), month("2018-03"), Some("E08000011"));
    let faults = faults("sample-data", &data, &all(), &["a10", "placed-in-area"]);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn cases_are_as_many_as_every_hand_worked_case_counts() {
    let mut folders: Vec<_> = fs::read_dir(root().join("tests/cases")).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    let faults = threads::map(&folders, |folder| {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let expected: Value = serde_json::from_str(&fs::read_to_string(folder.join("expected.json")).unwrap()).unwrap();
        let period = month(expected["period"].as_str().unwrap());
        let data = data(&folder.join("extracts"), period, expected["authority"].as_str());
        let named: Vec<&str> = expected["rows"].as_object().unwrap().keys().map(String::as_str).collect();
        // All in turn, a dozen with each case: the sample data have looked at every one.
        let offset = folders.iter().position(|other| other == folder).unwrap();
        let others = all().into_iter().cycle().skip(offset * 12).take(12).filter(|id| !named.contains(id));
        let ids: Vec<&str> = named.iter().copied().chain(others).collect();
        faults(&name, &data, &ids, &named)
    });
    let faults: Vec<String> = faults.into_iter().flatten().collect();
    assert!(folders.len() > 50, "only {} cases", folders.len());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_step_tells_a_missing_value_from_a_condition_that_does_not_hold() {
    let scratch = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(scratch.path().join(name), text).unwrap();
    write("header.csv", "CHILD,SEX,DOB,ETHNIC\nA,1,01/01/2010,WBRI\nB,1,,WBRI\nC,2,01/01/2001,WBRI\nD,2,01/01/2011,WBRI\n");
    let mut episodes = "CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC\n".to_owned();
    for (child, start) in [("A", "01/01/2014"), ("B", "01/01/2014"), ("C", "01/01/2014"), ("D", "01/01/2018")] {
        episodes.push_str(&format!("{child},{start},S,C2,N1,U6,,\n"));
    }
    write("episodes.csv", &episodes);
    let found = narrowings(&["placement-stability"], &data(scratch.path(), month("2018-03"), None)).remove(0).counts.unwrap();
    let steps: Vec<_> = found.steps.iter().map(|step| (step.sql.as_str(), step.kept, step.not_so, step.missing)).collect();
    assert_eq!((found.rows, found.cohort), (4, 1));
    assert_eq!(steps, [("age < 16", 2, 1, 1), ("months_in_care >= 30", 1, 1, 0)]);
}
